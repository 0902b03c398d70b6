"""``autograder export``: marks as learning platforms read them, and nothing that runs."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from autograder.commands.export import everything, export, for_canvas, for_moodle, table
from autograder.gradebook import StudentMarks, open_gradebook
from tests.autograder import test_feedback_course as build

ADA = StudentMarks(
    student="ada",
    first_name="Ada, Countess",
    last_name="Lovelace",
    email="ada@x.org",
    lms_user_id="4711",
    maximum=8.0,
    auto=4.0,
    total=6.5,
    penalty=0.5,
    handed_in=True,
    late_seconds=60.0,
)
BEN = StudentMarks("ben", "", "", "", "", 8.0)


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture
def course(tmp_path):
    course = build.make_course(tmp_path)
    build.store_gradebook(course)
    return course


@pytest.fixture
def run(course):
    """Run the command on a course where Ada's submission is marked."""

    def invoke(*arguments):
        told = ["losses", *arguments, "--course", str(course.root)]
        return CliRunner().invoke(export, told)

    return invoke


def test_everything_has_one_row_for_each_student():
    head, ada, ben = read(table(everything("a02", [ADA, BEN])))
    told = dict(zip(head, ada, strict=True))
    assert told["first_name"] == "Ada, Countess" and told["mark"] == "6.5"
    assert (told["points"], told["late_penalty"], told["late_seconds"]) == ("8", "0.5", "60")
    assert dict(zip(head, ben, strict=True))["mark"] == "" and ben[-2:] == ["no", "no"]


def test_canvas_gets_its_columns_and_the_points_in_the_second_row():
    assert read(table(for_canvas("a02", [ADA, BEN]))) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "a02"],
        ["    Points Possible", "", "", "", "", "8"],
        ["Lovelace, Ada, Countess", "4711", "", "ada", "", "6.5"],
        ["ben", "", "", "ben", "", ""],
    ]


def test_moodle_gets_who_and_the_mark_of_those_who_handed_in():
    assert read(table(for_moodle("a02", [ADA, BEN]))) == [
        ["Username", "Email address", "a02"],
        ["ada", "ada@x.org", "6.5"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n1", "＝1"]
)
def test_a_text_that_would_be_a_formula_is_put_behind_an_apostrophe(text):
    assert read(table([(text, "plain")])) == [[f"'{text}", "plain"]]


def test_numbers_stay_numbers_and_are_exact():
    assert table([(-0.5, 0.0, 1234567.5, 17.25, None)]) == "-0.5,0,1234567.5,17.25,\r\n"


def test_quotes_commas_and_line_ends_stay_in_their_cell():
    row = ['say "hi", then\nleave', "x,y"]
    assert read(table([row, ["next", ""]])) == [row, ["next", ""]]


EVIL = StudentMarks(
    student="=cmd|' /C calc'!A0",
    first_name='Zoë "Zo" 学',
    last_name="+O'Brien, Jr",
    email="@x.org",
    lms_user_id="-1",
    maximum=8.0,
    total=6.5,
    handed_in=True,
)


@pytest.mark.parametrize("layout", [everything, for_canvas, for_moodle])
def test_no_cell_of_any_layout_is_a_formula_and_every_name_stays_whole(layout):
    text = table(layout("=a02", [EVIL]))
    cells = [cell for row in read(text) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'=cmd|' /C calc'!A0" in cells and "6.5" in cells
    if layout is not for_moodle:
        assert 'Zoë "Zo" 学' in cells or "'+O'Brien, Jr, Zoë \"Zo\" 学" in cells


def test_a_written_table_is_utf_8_also_where_the_machine_is_not(run, course):
    with open_gradebook(course) as gradebook:
        gradebook.add_student("zoe", last_name="Zoë 学")
    path = course.root / "marks.csv"
    assert run("--output", str(path)).exit_code == 0
    assert "Zoë 学" in path.read_bytes().decode("utf-8")


def test_json_tells_the_same_as_the_full_table(run):
    (told,) = json.loads(run("--json").stdout)
    assert told["student"] == "ada" and told["first_name"] == "Ada, Countess"
    assert (told["mark"], told["points"], told["handed_in"]) == (6.5, 8.0, True)


def test_without_output_only_the_table_is_printed(run):
    result = run("--format", "moodle")
    assert result.exit_code == 0
    assert result.stdout_bytes == b"Username,Email address,a02_losses\r\nada,ada@x.org,6.5\r\n"


def test_a_file_is_written_for_its_owner_only(run, course):
    path = course.root / "marks.csv"
    result = run("--format", "canvas", "--output", str(path))
    assert result.exit_code == 0 and "1 marks in" in result.output
    assert read(path.read_bytes().decode())[2][-1] == "6.5"
    assert path.stat().st_mode & 0o077 == 0


def test_marks_that_are_not_final_are_written_and_announced(tmp_path):
    course = build.make_course(tmp_path)
    build.store_gradebook(course, manual_score=None)
    result = CliRunner().invoke(export, ["losses", "--course", str(course.root)])
    assert result.exit_code == 1
    assert "answers wait for a person: ada" in result.stderr
    assert read(result.stdout)[1][6] == "4"


def test_students_stand_in_the_order_of_their_names(run, course):
    with open_gradebook(course) as gradebook:
        for student, last_name in (("x1", "Zuse"), ("x2", "Babbage"), ("x3", "")):
            gradebook.add_student(student, last_name=last_name)
    assert [row[1] for row in read(run().stdout)[1:]] == ["x3", "x2", "ada", "x1"]


def test_without_a_gradebook_the_fault_is_said(tmp_path):
    course = build.make_course(tmp_path)
    result = CliRunner().invoke(export, ["losses", "--course", str(course.root)])
    assert result.exit_code == 2 and "autograder release" in result.output
    assert not (course.root / "gradebook.db").exists()
