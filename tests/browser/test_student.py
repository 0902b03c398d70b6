"""The student's story in a real browser, from `make lab` to handing in."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from dlkit.check.display import RESULT
from tests.browser import servers, student

IMPORTS = "import matplotlib.pyplot as plt", "from dlkit.arguments import ("
SUM = """def mse(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return float(((p - t) ** 2).sum())"""
STOPS = SUM.replace("((p - t) ** 2).sum()", "residuals.mean()")
RIGHT = SUM.replace("sum()", "mean()")
GRADIENT = """def mse_grad(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return 2 * (p - t) / p.size"""
HALF_A_GRADIENT = GRADIENT + " * (p > t)"
CHECK = 'check("losses.mse"'


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """The folder through which a course hands out and collects, as nbgrader makes it."""
    root = tmp_path_factory.mktemp("exchange")
    course = root / "dlkit"
    shutil.copytree(Path(__file__).parents[2] / "release", course / "outbound")
    (course / "inbound").mkdir()
    (course / "feedback").mkdir()
    for folder, mode in ((root, 0o777), (course, 0o755), (course / "inbound", 0o2733)):
        folder.chmod(mode)
    return root


@pytest.fixture(scope="module")
def desk(chromium, exchange, tmp_path_factory):
    folder, home = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("desk_home")
    (home / "config").mkdir()
    config = f'c = get_config()\nc.Exchange.root = "{exchange}"\n'
    (home / "config/nbgrader_config.py").write_text(config)
    with servers.student_lab(folder, home) as server:
        yield server


@pytest.fixture
def start(page, desk):
    """The start page, as `make lab` opens it: without the tabs that a test before left open."""
    page.request.delete(f"{desk.url}/lab/api/workspaces/default?token={desk.token}")
    page.goto(f"{desk.url}/?token={desk.token}")
    page.get_by_role("heading", name="How an assignment goes").wait_for()
    return page


def test_the_start_page_leads_to_everything_and_to_nothing_of_an_instructor(
    start, desk, screenshot
):
    for link in ("Losses: what a wrong answer costs", "lecture on losses"):
        start.get_by_role("link", name=link).wait_for()
    assert set(start.locator(".jp-DirListing-itemText").all_inner_texts()) == {
        "assignments",
        "demos",
        "lectures",
        "start.md",
    }
    screenshot("student_0_start")
    start.get_by_role("menuitem", name="Nbgrader").click()
    start.get_by_role("menuitem", name="Assignment List").wait_for()
    for word in ("Formgrader", "Course List", "Create Assignment"):
        assert start.get_by_role("menuitem", name=word).count() == 0
    assert start.request.get(f"{desk.url}/formgrader?token={desk.token}").status == 404
    start.keyboard.press("Escape")
    start.get_by_role("link", name="demos on losses").click()
    start.get_by_role("heading", name="Demos: losses").wait_for()


def test_a_student_writes_an_exercise_until_it_is_right_and_hands_in(start, exchange, screenshot):
    page = start
    student.open_notebook(page, "Losses: what a wrong answer costs", "losses.ipynb")
    for cell in IMPORTS:
        student.run(page, cell)
    for stub in ("def mse(predictions", "def mse_grad(predictions"):
        student.run(page, stub)

    panel = student.run(page, CHECK).get_by_role("region")
    panel.get_by_text("not attempted yet").wait_for()
    screenshot("student_1_not_attempted")

    student.write(page, "def mse(predictions", SUM)
    checked = student.run(page, CHECK)
    panel.get_by_text("the squared differences are summed").wait_for()
    checked.get_by_text("0 of 10 exercises right").wait_for()
    screenshot("student_2_misconception")

    hint = 'hint("losses.mse")'
    student.write(page, hint, hint)
    student.find(page, hint).get_by_text("hint 1 of 3").wait_for()
    screenshot("student_3_hint")

    student.write(page, "def mse(predictions", STOPS)
    student.write(page, "def mse_grad(predictions", HALF_A_GRADIENT)
    student.run(page, CHECK)
    panel.get_by_text("your code stopped at line 4 of its cell").wait_for()
    screenshot("student_4_stopped")

    student.write(page, "def mse(predictions", RIGHT)
    student.run(page, CHECK)
    panel.get_by_role("img", name="3 of 7 lie along the line").wait_for()
    screenshot("student_5_slopes")

    student.write(page, "def mse_grad(predictions", GRADIENT)
    checked = student.run(page, CHECK)
    panel.get_by_text(re.compile(r"all \d+ checks passed")).wait_for()
    bar = checked.get_by_role("progressbar", name="Progress over this notebook")
    assert bar.get_attribute("aria-valuenow") == "10"
    screenshot("student_6_right")

    student.run_all(page)
    last = student.find(page, 'check("losses.l2_objective"')
    last.get_by_text("not attempted yet").wait_for()  # what is not written stops nothing else

    page.get_by_role("button", name="Validate").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("losses.mae: not attempted yet").first.wait_for(timeout=student.PATIENCE)
    assert "losses.mse:" not in dialog.inner_text()
    screenshot("student_7_validate")

    dialog.get_by_role("button", name="Ok").click()
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    fetched = page.locator(".list_item", has_text="a02_losses")
    fetched.get_by_role("button", name="Submit").click()
    page.locator("#submitted_assignments_list .list_item", has_text="a02_losses").wait_for()
    screenshot("student_8_handed_in")
    (submitted,) = (exchange / "dlkit/inbound").glob("*/losses.ipynb")
    cells = nbformat.read(submitted, 4).cells
    assert RIGHT in [cell.source for cell in cells]
    saved = [
        output.get("metadata", {}).get(RESULT)
        for cell in cells
        for output in cell.get("outputs", ())
    ]
    assert {"exercise": "losses.mse", "earned": 10.0, "points": 10.0} in saved
