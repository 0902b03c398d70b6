"""JupyterLab as a student needs it, by settings of this one server.

They lie in a folder of their own, which Jupyter reads before the user's: themes and everything
else that the user has chosen stay as they are, and no other server changes.
"""

import json
import os
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config.loader import PyFileConfigLoader

from course.start.page import PLACE

FOLDER = ".settings"

# What belongs to instructors, and the news, which would ask the Internet.
UNWANTED = (
    "@jupyter/nbgrader:formgrader",
    "@jupyter/nbgrader:create-assignment",
    "@jupyter/nbgrader:course-list",
    "@jupyterlab/apputils-extension:announcements",
)
# Without an exchange folder nbgrader's list of assignments shows nothing but faults.
FOR_AN_EXCHANGE = ("@jupyter/nbgrader:assignment-list", "@jupyter/nbgrader:menu")
EXCHANGE = "/usr/local/share/nbgrader/exchange"  # where nbgrader looks if nobody says otherwise
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


def write(desk: Path) -> None:
    """Write the settings files of a desk; its copies count as downloaded from an exchange."""
    folder = desk / FOLDER
    unwanted = UNWANTED if exchange().is_dir() else UNWANTED + FOR_AN_EXCHANGE
    (folder / "labconfig").mkdir(parents=True, exist_ok=True)
    for name, settings in (
        ("jupyter_server_config.json", SERVER),
        ("nbgrader_config.json", {"Exchange": {"assignment_dir": str(desk / "assignments")}}),
        ("labconfig/page_config.json", {"disabledExtensions": dict.fromkeys(unwanted, True)}),
        ("labconfig/default_setting_overrides.json", DEFAULTS),
    ):
        (folder / name).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def exchange() -> Path:
    """Return the folder through which a course hands out and collects, by nbgrader's settings."""
    configured = EXCHANGE
    for place in [*reversed(jupyter_config_path()), os.getcwd()]:  # the last one counts most
        if (Path(place) / "nbgrader_config.py").is_file():
            settings = PyFileConfigLoader("nbgrader_config.py", place).load_config()
            configured = settings.get("Exchange", {}).get("root", configured)
    return Path(configured)


def run_jupyterlab(desk: Path, options: list[str]) -> int | None:
    """Run JupyterLab on the start page of a desk until it is ended."""
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    places = [str(desk / FOLDER), *([before] if before else [])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(places)  # before Jupyter is imported
    from jupyterlab.labapp import main

    place = [f"--ServerApp.root_dir={desk}", f"--LabApp.default_url=/lab/tree/{PLACE}"]
    exit_code: int | None = main([*place, *options])
    return exit_code
