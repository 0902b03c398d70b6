"""What instructors and students open: class report, feedback page, nbgrader's formgrader."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands.feedback import feedback
from autograder.commands.report import report
from autograder.coursework import assignment as assignments
from autograder.coursework.course import open_course
from autograder.gradebook import open_gradebook, write_records
from autograder.model import (
    COMPLETE,
    CellRecord,
    ExerciseRecord,
    FindingRecord,
    Record,
    Repair,
    RepairKind,
    Role,
)
from autograder.release import release
from autograder.results import records
from course import sample_class
from tests.browser import servers

ROOT = Path(__file__).parents[2]
NAME = "a02_losses"
MARKS = {student.name: student.mark for student in sample_class.STUDENTS}
MALLORY = "mallory <img src=x onerror=owned=1>"
SCRIPT = "</pre></script><script>window.owned = 1</script>"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1200, "height": 900}
BETWEEN = {"width": 700, "height": 900}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The sample class with the marks it must get, and Mallory, whose work is full of markup."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source" / NAME, folder / "source" / NAME)
    course = open_course(folder)
    release(course, [NAME])
    sample_class.make_class(course.submitted)
    (source,) = assignments.load(course, NAME).notebooks
    class_of = {student.name: student.marks for student in sample_class.STUDENTS}
    made = [graded(course, source, name, marks) for name, marks in class_of.items()]
    with open_gradebook(course) as gradebook:
        made = [*write_records(gradebook, course, made)]
    for record in (*made, graded(course, source, MALLORY, [0.5] * 10, SCRIPT)):
        records.write(course, record)
    for command in (feedback, report):
        assert CliRunner().invoke(command, ["losses", "--course", str(folder)]).exit_code == 0
    return course


def graded(course, source, student, marks, markup=""):
    """Return a record with these marks, and store the notebook that belongs to it."""
    to_give = iter(marks)
    cells = tuple(cell_record(cell, to_give, markup) for cell in source.cells)
    told = {"repairs": (Repair(RepairKind.MISSING, markup, "losses"),)} if markup else {}
    document = json.loads((course.release / NAME / "losses.ipynb").read_text())
    if markup:
        document["cells"].append(evil_cell(markup))
    folder = course.autograded / student.replace("/", "|") / NAME
    folder.mkdir(parents=True)
    (folder / "losses.ipynb").write_text(json.dumps(document))
    return Record(NAME, student, "losses", "", {"losses": COMPLETE}, cells, seconds=1.5, **told)


def cell_record(cell, to_give, markup):
    if cell.role is not Role.TEST:
        return CellRecord(cell.grade_id, cell.role, cell.points)
    mark = next(to_give)
    status = "passed" if mark == cell.points else "failed"
    finding = FindingRecord(markup or "mse", "values", "a batch", status, f"a batch: {markup}")
    found = ExerciseRecord(f"losses.{cell.grade_id[5:]}", cell.points, mark, 1, (finding,), ())
    return CellRecord(cell.grade_id, cell.role, cell.points, mark, COMPLETE, 0.04, (found,))


def evil_cell(markup):
    output = {"output_type": "display_data", "metadata": {}}
    output["data"] = {"text/html": markup, "text/plain": markup, "image/svg+xml": markup}
    code = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [output]}
    return code | {"source": markup}


@pytest.fixture
def report_page(course):
    return f"file://{course.private}/reports/{NAME}.html"


@pytest.fixture
def feedback_page(course):
    return lambda student: (course.feedback / student / NAME / "losses.html").as_uri()


@pytest.fixture
def requests(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def heading(page, table, name):
    starting = re.compile(f"^{name}")
    return page.get_by_role("table", name=table).get_by_role("columnheader", name=starting)


def first_students(page):
    rows = page.get_by_role("table", name="Submissions").locator("tbody tr")
    return [rows.nth(place).locator("td").first.inner_text() for place in range(2)]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(("width", "viewport"), [("phone", PHONE), ("desk", DESK)])
def test_pages_fit_the_screen_and_ask_nobody(
    page, requests, screenshot, report_page, feedback_page, width, viewport, colours
):
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=colours)
    for name, address in (("report", report_page), ("feedback", feedback_page("gustav"))):
        page.goto(address)
        for folded in page.locator("details").all():
            folded.evaluate("element => element.open = true")
        assert overflow(page) <= 0
        screenshot(f"{name}_{width}_{colours}")
    assert len(requests) == 2


def test_pages_fit_a_small_window_and_paper(page, report_page, feedback_page):
    page.set_viewport_size(BETWEEN)
    for address in (report_page, feedback_page("gustav")):
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            page.goto(address)
            assert overflow(page) <= 0


def test_a_table_is_sorted_by_mouse_and_by_keyboard(page, report_page):
    page.goto(report_page)
    marks = heading(page, "Submissions", "mark")
    marks.get_by_role("button").click()
    assert marks.get_attribute("aria-sort") == "ascending"
    assert first_students(page)[0] == min(MARKS, key=MARKS.get)
    marks.get_by_role("button").click()
    assert marks.get_attribute("aria-sort") == "descending"
    assert MARKS[first_students(page)[0]] == max(MARKS.values())
    students = heading(page, "Submissions", "student")
    students.get_by_role("button").press("Enter")
    assert students.get_attribute("aria-sort") == "ascending" and not marks.get_attribute(
        "aria-sort"
    )
    assert first_students(page) == ["ada", "bruno"]
    page.keyboard.press("Space")
    assert first_students(page)[0] == "xaver"


def test_numbers_are_sorted_as_numbers_and_what_is_missing_stays_last(page, report_page):
    page.goto(report_page)
    column = heading(page, "Exercises", "difficulty")
    rows = page.get_by_role("table", name="Exercises").locator("tbody tr")
    for _ in range(2):
        column.get_by_role("button").click()
        told = [rows.nth(n).locator("td").nth(3).inner_text() for n in range(rows.count())]
        known = [float(value) for value in told if value != "–"]
        descending = column.get_attribute("aria-sort") == "descending"
        assert known == sorted(known, reverse=descending) and told[len(known) :] == ["–"] * 3


def test_the_report_leads_to_each_students_feedback(page, report_page):
    page.goto(report_page)
    page.get_by_role("table", name="Submissions").get_by_role("link", name="gustav").click()
    page.get_by_text("Feedback for gustav").wait_for()
    assert page.locator(".mark").inner_text().startswith(f"{MARKS['gustav']:g} of 115")


def test_markup_in_a_submission_is_shown_and_does_nothing(page, report_page, feedback_page):
    for address in (report_page, feedback_page(MALLORY)):
        page.goto(address)
        page.get_by_text(MALLORY).first.wait_for()
        assert page.get_by_text(SCRIPT).count() >= 1
        assert page.evaluate("typeof window.owned") == "undefined"
        assert page.locator("img:not([src^='data:']), iframe, svg circle").count() == 0


def test_formgrader_lists_the_marks_of_the_class(page, course, tmp_path, screenshot):
    (tmp_path / "config").mkdir()
    settings = (course.root / "nbgrader_config.py").read_text()
    settings += f"c.CourseDirectory.root = {str(course.root)!r}\n"
    (tmp_path / "config/nbgrader_config.py").write_text(settings)
    with servers.jupyterlab(course.root, tmp_path) as server:
        page.set_extra_http_headers({"Authorization": f"token {server.token}"})
        page.goto(f"{server.url}/formgrader/manage_submissions/{NAME}")
        page.locator("tbody tr", has_text="xaver").wait_for()
        rows = [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]
        screenshot("formgrader")
    assert {row[1]: row[4] for row in rows} == {n: f"{mark:g} / 115" for n, mark in MARKS.items()}
