"""Which of the files that a student handed in answers which notebook of the assignment."""

import pytest

from autograder.coursework.notebook import read
from autograder.coursework.submissions import NotHandedIn, Submission, read_notebook
from autograder.model import Notebook, Repair, RepairKind
from tests.autograder import test_release_course as build


@pytest.fixture
def hand_in(tmp_path):
    """Hand in notebooks that define ``x`` differently; gives the submission."""

    def write(**files):
        for name, value in files.items():
            folder, _, stem = name.rpartition("__")
            build.write(tmp_path / folder, stem, [build.solution(f"x = {value}")])
        return Submission("ada", tmp_path)

    return write


def answer(submission, name, others=()):
    found, notes = read_notebook(submission, Notebook(name, ()), others)
    return found.cells[0].source, notes


def test_another_name_is_accepted_and_noted(hand_in):
    source, notes = answer(hand_in(final2=1), "first")
    assert source == "x = 1"
    assert notes == (Repair(RepairKind.FILE_NAME, "final2.ipynb", "first"),)


def test_the_answer_to_one_notebook_is_none_to_another(hand_in):
    submission = hand_in(first=1)
    assert answer(submission, "first", {"second"}) == ("x = 1", ())
    with pytest.raises(NotHandedIn, match=r"ada handed in no second\.ipynb"):
        answer(submission, "second", {"first"})


def test_an_old_copy_in_a_folder_does_not_win(hand_in):
    assert answer(hand_in(backup__first=1, first=2), "first") == ("x = 2", ())
    assert read(hand_in().folder / "backup" / "first.ipynb").cells[0].source == "x = 1"
