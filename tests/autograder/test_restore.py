"""Restoring a submission: the source's cells hold, the student's answers survive, all is noted."""

from dataclasses import replace

from autograder.coursework.checksums import checksum
from autograder.grading.restore import restore
from autograder.model import Cell, Notebook, Repair, RepairKind, Role


def cell(grade_id, role, source, points=0.0):
    kind = "markdown" if role is Role.MANUAL else "code"
    return Cell(0, grade_id, kind, role, source, points)


SOURCE = (
    cell("imports", Role.LOCKED, "import numpy"),
    cell("f", Role.SOLUTION, "def f(): return 1"),
    cell("test_f", Role.TEST, "check(f)\ngrade(f)", 10.0),
    cell("essay", Role.MANUAL, "the answer", 5.0),
)
RELEASED = (
    SOURCE[0],
    replace(SOURCE[1], source="raise NotImplementedError()"),
    replace(SOURCE[2], source="check(f)"),
    replace(SOURCE[3], source="YOUR ANSWER HERE"),
)
ANSWERED = (
    RELEASED[0],
    replace(RELEASED[1], source="def f(): return 2"),
    RELEASED[2],
    replace(RELEASED[3], source="because"),
)


def restored(cells):
    notebooks = (Notebook("n", tuple(each)) for each in (SOURCE, RELEASED, cells))
    return restore(*notebooks)


def sources(result):
    return [each.source for each in result.cells]


RIGHT = ["import numpy", "def f(): return 2", "check(f)\ngrade(f)", "because"]


def test_an_honest_submission_needs_no_repair():
    result = restored(ANSWERED)
    assert sources(result) == RIGHT
    assert result.repairs == ()
    assert result.unanswered == frozenset()


def test_untouched_answers_are_unanswered():
    assert restored(RELEASED).unanswered == {"f", "essay"}


def test_edited_test_cells_get_the_sources_text():
    result = restored((*ANSWERED[:2], replace(ANSWERED[2], source="10"), ANSWERED[3]))
    assert sources(result) == RIGHT
    assert result.repairs == (Repair(RepairKind.TEXT, "test_f", "n"),)


def test_deleted_cells_are_put_back_and_deleted_answers_are_empty():
    result = restored((ANSWERED[1],))
    assert sources(result) == [*RIGHT[:3], "YOUR ANSWER HERE"]
    assert len(result.repairs) == 3
    assert result.unanswered == {"essay"}
    assert sources(restored(()))[1] == "raise NotImplementedError()"


def test_both_halves_of_a_split_cell_run_and_the_last_bears_its_name():
    half = replace(ANSWERED[1], source="def g(): return 3")
    result = restored((*ANSWERED[:2], half, *ANSWERED[2:]))
    assert sources(result)[1:3] == ["def f(): return 2", "def g(): return 3"]
    assert [each.grade_id for each in result.cells[1:3]] == ["", "f"]
    assert result.repairs == (Repair(RepairKind.DUPLICATE, "f", "n"),)


def test_an_answer_in_a_cell_of_its_own_takes_the_place_of_the_one_that_was_deleted():
    own = cell("", Role.FREE, "def f(): return 2")
    result = restored((ANSWERED[0], own, *ANSWERED[2:]))
    assert sources(result) == RIGHT
    assert result.repairs == (Repair(RepairKind.RECOGNISED, "f", "n"),)


def test_no_stub_is_put_back_behind_an_answer_that_stands_elsewhere():
    helper = cell("", Role.FREE, "def f(): return 2")
    stub = replace(RELEASED[1], source="def f():\n    raise NotImplementedError()")
    released = Notebook("n", (RELEASED[0], stub, *RELEASED[2:]))
    result = restore(Notebook("n", SOURCE), released, Notebook("n", (helper, *ANSWERED[:1])))
    assert sources(result)[:3] == ["def f(): return 2", "import numpy", ""]
    assert Repair(RepairKind.ANSWER, "f", "n") in result.repairs


def as_handed_out(each):
    """A cell with what a release writes into it."""
    settings = {"locked": each.role in (Role.LOCKED, Role.TEST)}
    locked = replace(each, metadata={"nbgrader": settings})
    return replace(each, metadata={"nbgrader": {**settings, "checksum": checksum(locked)}})


def test_what_the_instructor_changed_since_the_release_is_not_told_as_the_students():
    older = [as_handed_out(each) for each in ANSWERED]
    older[2] = as_handed_out(replace(RELEASED[2], source="check(f, 1)", points=8.0))
    source, released = Notebook("n", SOURCE), Notebook("n", tuple(map(as_handed_out, RELEASED)))
    result = restore(source, released, Notebook("n", tuple(older)))
    assert sources(result) == RIGHT and result.repairs == ()
    forged = replace(older[2], source="10")
    result = restore(source, released, Notebook("n", (*older[:2], forged, older[3])))
    assert Repair(RepairKind.TEXT, "test_f", "n") in result.repairs


def test_the_order_of_the_assignment_holds():
    result = restored(tuple(reversed(ANSWERED)))
    assert sources(result) == RIGHT
    assert RepairKind.ORDER in [repair.kind for repair in result.repairs]


def test_points_and_roles_of_the_source_hold():
    forged = replace(ANSWERED[2], points=1000.0, role=Role.SOLUTION, source="pass")
    result = restored((*ANSWERED[:2], forged, ANSWERED[3]))
    assert result.cells[2].points == 10.0
    assert result.cells[2].role is Role.TEST
    assert RepairKind.SETTINGS in [repair.kind for repair in result.repairs]


def test_the_students_own_cells_stay_behind_the_cell_they_followed():
    own = cell("", Role.FREE, "helper = 1")
    foreign = cell("mine", Role.TEST, "100", 100.0)
    result = restored((own, *ANSWERED[:1], own, foreign, *ANSWERED[1:]))
    assert sources(result)[:4] == ["helper = 1", "import numpy", "helper = 1", "100"]
    assert result.cells[3].role is Role.FREE
    assert result.cells[3].points == 0.0
    assert [each.index for each in result.cells] == list(range(7))
