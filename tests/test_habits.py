"""What contributors rely on: `make help`, the hooks before a commit, the pages that say where."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml

from tests.test_project import PARTS

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def recipe(target):
    lines = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in lines.splitlines()]


def test_make_lists_every_target_with_what_it_is_for():
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    targets = re.search(r"^\.PHONY: (.+)", MAKEFILE, re.MULTILINE)[1].split()
    assert [line.split()[0] for line in shown.splitlines()] == targets
    assert all(len(line.split()) > 2 for line in shown.splitlines())


def test_the_hooks_before_a_commit_are_the_commands_of_make_lint():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repository,) = config["repos"]
    assert [hook["entry"] for hook in repository["hooks"]] == recipe("lint")
    assert repository["repo"] == "local"
    assert all(hook["language"] == "system" for hook in repository["hooks"])
    assert not any(hook["pass_filenames"] for hook in repository["hooks"])


def test_ci_holds_the_floor_of_coverage():
    assert re.search(r"^[^#]*\bmake coverage\b", (ROOT / ".ci/run").read_text(), re.MULTILINE)
    report = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["report"]
    assert report["fail_under"] >= 98


def test_the_page_on_architecture_names_the_parts_of_the_engine_in_their_order():
    table = ARCHITECTURE.partition("## The parts of the engine")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(PARTS)


def test_every_path_that_a_page_for_contributors_names_exists():
    pages = ("README.md", "CONTRIBUTING.md", "RELEASING.md", "docs/architecture.md")
    for page in pages:
        text = (ROOT / page).read_text(encoding="utf-8")
        for path in re.findall(r"`((?:\w[\w-]*/)+[\w.*-]*)`", text):
            is_made = path.split("/")[0] in ("build", "desk")
            assert is_made or list(ROOT.glob(path)), f"{page} names {path}"
