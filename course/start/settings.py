"""JupyterLab as a student needs it, by settings of this one server.

They lie in a folder of their own, which Jupyter reads before the user's: themes and everything
else that the user has chosen stay as they are, and no other server changes.
"""

import json
import os
from pathlib import Path

from course.start.page import PLACE

FOLDER = ".settings"

# What belongs to instructors, and the news, which would ask the Internet.
PAGE = {
    "disabledExtensions": {
        "@jupyter/nbgrader:formgrader": True,
        "@jupyter/nbgrader:create-assignment": True,
        "@jupyter/nbgrader:course-list": True,
        "@jupyterlab/apputils-extension:announcements": True,
    }
}
SERVER = {
    "ServerApp": {
        "jpserver_extensions": {
            "nbgrader.server_extensions.formgrader": False,
            "nbgrader.server_extensions.course_list": False,
        }
    }
}
DEFAULTS = {
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}}
}


def write(folder: Path) -> None:
    """Write the settings files."""
    (folder / "labconfig").mkdir(parents=True, exist_ok=True)
    for name, settings in (
        ("jupyter_server_config.json", SERVER),
        ("labconfig/page_config.json", PAGE),
        ("labconfig/default_setting_overrides.json", DEFAULTS),
    ):
        (folder / name).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def run_jupyterlab(desk: Path, options: list[str]) -> int | None:
    """Run JupyterLab on the start page of a desk until it is ended."""
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    places = [str(desk / FOLDER), *([before] if before else [])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(places)  # before Jupyter is imported
    from jupyterlab.labapp import main

    place = [f"--ServerApp.root_dir={desk}", f"--LabApp.default_url=/lab/tree/{PLACE}"]
    return main([*place, *options])
