"""``autograder report``: the page about the class."""

import base64
import hashlib
import json

import pytest
from click.testing import CliRunner

from autograder.commands.feedback import feedback
from autograder.commands.report import report
from autograder.model import CellRecord, Ending, EndingKind, Role, Stop
from autograder.results import page, records
from tests.autograder import test_feedback_course as build
from tests.autograder.test_feedback_markup import HOSTILE, demand_harmless

SCRIPT = page.environment("autograder.report").get_template("sort.js").render()


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


def run(course, *arguments, command=report):
    return CliRunner().invoke(command, ["losses", *arguments, "--course", str(course.root)])


def default_page(course):
    return course.private / "reports" / f"{build.ASSIGNMENT}.html"


def read(path):
    """Demand that the page runs our script, known by its hash, and is harmless beside it."""
    source = path.read_text(encoding="utf-8")
    before, script, after = source.partition(f"<script>{SCRIPT}</script>")
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert script and f"script-src 'sha256-{digest}'\">" in before
    return demand_harmless(before + after)


def pages_linked(path):
    return [address for address in read(path).addresses if not address.startswith("#")]


def test_the_page_tells_marks_misconceptions_and_what_to_look_at(course):
    shown = build.exercise(mark=2.0, misconceptions=[build.BROADCASTS])
    cells = [
        build.graded_cell(mark=2.0, exercises=[shown]),
        build.graded_cell("more", 1.0, None, ending=build.BROKEN),
        build.manual_cell(),
    ]
    told = {"repairs": (build.put_back("essay"),)}
    build.store(course, build.record("ada", cells, late_seconds=3600.0, **told))
    build.store(course, build.record("ben", [build.graded_cell()]))
    result = run(course)
    assert result.exit_code == 0 and "2 submissions" in result.output
    text = " ".join(read(default_page(course)).text.split())
    for expected in ("2 of 9", "40 %", "1 h late", "2 to read", "more: the test cell is at fault"):
        assert expected in text
    assert (
        "essay was missing and was put back" in text and "shapes broadcast silently in mse" in text
    )
    assert "losses.mse3.5 of 51 / 1 / 0" in text
    assert "Hardest was losses.mse: on average 70 % of its points were earned." in text


def test_names_at_a_misconception_open_only_on_demand(course):
    shown = build.exercise(misconceptions=[build.BROADCASTS])
    build.store(course, build.record("ada", [build.graded_cell(exercises=[shown])]))
    run(course)
    page = default_page(course).read_text()
    unfolded = '<p>shapes broadcast to a table.</p><p class="quiet">ada</p></details>'
    assert unfolded in page and page.count(">ada<") == 2


def test_a_student_with_a_feedback_page_has_a_relative_link_to_it(course):
    build.store(course, build.record("ada"), build.record("b: en"), build.record("zoe"))
    run(course, "--student", "ada", "--student", "b: en", command=feedback)
    run(course)
    assert pages_linked(default_page(course)) == [
        "../../feedback/ada/a02_losses/losses.html",
        "../../feedback/b%3A%20en/a02_losses/losses.html",
    ]


def test_the_page_goes_where_output_says_with_links_that_fit(course):
    build.store(course, build.record("ada"))
    run(course, command=feedback)
    elsewhere = course.root / "a" / "b" / "c" / "page.html"
    assert run(course, "--output", str(elsewhere)).exit_code == 0
    assert pages_linked(elsewhere) == ["../../../feedback/ada/a02_losses/losses.html"]
    assert not default_page(course).exists()


def test_a_report_is_for_its_owner_only(course):
    build.store(course, build.record("ada"))
    run(course)
    assert default_page(course).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("markup", HOSTILE)
def test_markup_is_text_everywhere(course, markup):
    shown = build.MisconceptionRecord(markup, markup, markup)
    exercise = build.exercise(markup, misconceptions=[shown])
    told = {"repairs": (build.put_back(markup),)}
    student = markup.replace("/", "|")
    cells = [build.graded_cell(markup, exercises=[exercise])]
    build.store(course, build.record(student, cells, **told))
    build.store(course, build.record("ben", ending=build.unreadable(markup)))
    assert run(course).exit_code == 0
    read(default_page(course))


def test_a_broken_record_is_named_and_does_not_stop_the_report(course):
    build.store(course, build.record("ada"), build.record("ben"))
    records.path_of(course, build.ASSIGNMENT, "ada").write_text("{")
    result = run(course)
    assert result.exit_code == 1 and "cannot be read: ada" in result.output
    assert "ada: the record cannot be read" in read(default_page(course)).text


def test_a_submission_that_could_not_be_read_is_named_with_its_reason(course):
    lost = build.record("ada", ending=build.unreadable("no notebook"))
    build.store(course, lost, build.record("ben", [build.graded_cell()]))
    run(course)
    assert (
        "ada could not be read and is left out below: no notebook"
        in read(default_page(course)).text
    )


def long_answer(name, table):
    lines = [f"    {table} = {table} * {number} + shift" for number in range(20)]
    return "\n".join([f"def {name}({table}, shift):", *lines, f"    return {table}"])


def test_students_with_the_same_code_and_copies_of_the_solution_are_named(course):
    answers = {
        "ada": long_answer("mse", "rows"),
        "ben": long_answer("own", "values"),
        "eve": "def mse(y):\n    return y",
    }
    for student, source in answers.items():
        build.store(course, build.record(student))
        build.store_notebook(course, student, [build.code(source, grade_id="mse", solution=True)])
    solution = build.code(long_answer("mse", "table"), grade_id="mse", solution=True)
    build.store_source(course, [solution])
    told = json.loads(run(course, "--json").output)
    assert told["same_code"] == [{"students": ["ada", "ben"], "answers": ["mse"], "counts": [2]}]
    assert [each["student"] for each in told["copied_from_the_solution"]] == ["ada", "ben"]
    text = read(default_page(course)).text
    assert "ada and the course's own solution" in text and "1 group of students" in text


def test_titles_come_from_what_was_released(course):
    build.store(course, build.record("ada", [build.graded_cell()]))
    heading = build.text_cell("# Losses\n## Exercise 1: MSE", grade_id="why", locked=True)
    test = build.code("check()", grade_id="test_mse", grade=True, locked=True, points=5)
    build.store_source(course, [heading, test])
    run(course)
    found = read(default_page(course))
    assert "Report: Losses" in found.text and "Exercise 1: MSE" in found.text


def test_json_tells_the_same_numbers(course):
    build.store(course, build.record("ada", [build.graded_cell(mark=2.0)]))
    told = json.loads(run(course, "--json").output)
    assert told["page"] == str(default_page(course))
    assert told["summary"]["mean"] == 2.0 and told["distribution"][4] == 1
    assert told["exercises"][0]["difficulty"] == 0.6 and told["misconceptions"] == []


def test_a_class_that_is_not_graded_yet_is_wrong_use(course):
    result = run(course)
    assert result.exit_code == 2 and "autograder grade a02_losses" in result.output


def stands_out(course):
    run(course)
    text = " ".join(read(default_page(course)).text.split())
    return text[text.index("What stands out") : text.index("Submissions by percent")]


def test_ties_are_told_and_are_no_ranking(course):
    names = [f"name {number}" for number in range(3)]
    shown = [build.MisconceptionRecord("mse", name, "…") for name in names]
    cells = [
        build.graded_cell("one", 4.0, 1.0, [build.exercise("losses.one", 4.0, 1.0)]),
        build.graded_cell("two", 8.0, 2.0, [build.exercise("losses.two", 8.0, 2.0, (), shown)]),
    ]
    build.store(course, build.record("ada", cells))
    text = stands_out(course)
    assert "Hardest were losses.one and losses.two: on average 25 % of the points of each" in text
    assert "misconceptions: name 0 in mse, name 1 in mse and name 2 in mse, by 1 of 1 each" in text
    more = [*shown, build.MisconceptionRecord("mse", "name 3", "…")]
    cells = [build.graded_cell(exercises=[build.exercise(misconceptions=more)])]
    build.store(course, build.record("ada", cells))
    text = stands_out(course)
    assert "No misconception stands out: 4 of them were met by 1 student each" in text
    assert "Hardest" not in text and "name 0" not in text


def test_lateness_is_told_only_where_there_is_a_deadline(course):
    build.store(course, build.record("ada"))
    run(course)
    assert "late" not in read(default_page(course)).text
    build.store(course, build.record("ada", late_seconds=0.0))
    run(course)
    assert "0late" in read(default_page(course)).text.replace("\n", "")


def test_unread_answers_sort_behind_all_that_are_read(course):
    build.store(course, build.record("ada", [build.manual_cell(), build.graded_cell()]))
    run(course)
    (row,) = [
        row
        for row in default_page(course).read_text().split("<tr>")
        if "1 to read" in row and 'data-label="mean"' in row
    ]
    assert row.count('data-sort=""') == 5


def test_a_cell_that_ended_its_process_is_told(course):
    stopped = Ending(EndingKind.CELL_STOPPED, stop=Stop.DIED)
    answer = CellRecord("softmax", Role.SOLUTION, ending=stopped)
    build.store(course, build.record("ada", [answer, build.graded_cell(mark=0.0)]))
    run(course)
    text = read(default_page(course)).text
    assert "softmax: the cell ended the process of the notebook" in text
