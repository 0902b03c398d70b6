"""Texts that a student controls, each made of our own words: none brings a hidden value to light.

A function that is called in a hidden region learns what it is called with, and may put it into any
text that comes back. Whatever that text says, the student's page says what it says of every failed
test. All words that the grader has for an ending are tried as the beginning of each such text.
"""

import pytest

from autograder.feedback import student
from autograder.grading import worker
from autograder.model import Ending, EndingKind, Notebook, Repair, RepairKind, Role, Stop
from autograder.results import wording
from autograder.results.parts import parts
from autograder.results.released_text import ReleasedText
from tests.autograder import test_feedback_course as build
from tests.autograder.test_feedback_markup import demand_harmless

HIDDEN = "3.71"
TEST = f"""### BEGIN HIDDEN TESTS
results = [double(x) for x in ({HIDDEN}, 5)]
assert results == [7.42, 10]
### END HIDDEN TESTS"""
SHOWN = "assert double(2) == 4, 'two'"
SETTINGS = {"grade": True, "solution": False, "locked": True}
GENERAL = "Its tests did not all pass."


def every_ending():
    """Our words for all ways to end; a detail stands where a student's text may follow."""
    for stop in Stop:
        yield wording.ending(Ending(EndingKind.CALL_STOPPED, stop=stop))
        yield wording.ending(Ending(EndingKind.CELL_STOPPED, stop=stop))
    for kind in EndingKind:
        yield wording.ending(Ending(kind, limit=60))


OWN_WORDS = sorted({*filter(None, every_ending()), "a call ", "the cell ", "not run: ", "n: "})

# What the student's function does at its second call; `text` is our words with the hidden value.
# At the first one it returns `first`, so that the judge knows of a class of that name.
WAYS = {
    "name of a class": "Odd.__name__ = text\n        raise Odd('boo')",
    "qualified name": "Odd.__qualname__ = Odd.__module__ = text\n        raise Odd('boo')",
    "message": "raise ValueError(text)",
    "message of an assertion": "raise AssertionError(text)",
    "message of a student's class": "raise Odd(text)",
    "name and message": "Odd.__name__ = text\n        raise Odd(text)",
    "class that was known before": "raise first(text)",
    "class derived from an assertion": "raise type(text, (AssertionError,), {})(text)",
    "missing attribute": "return getattr(object(), text)",
    "missing key": "return {}[text]",
    "key of a dictionary": "return {text: text}",
    "name of a function": "double.__name__ = double.__qualname__ = double.__doc__ = text\n"
    "        return double",
    "printed": "print(text)\n        import sys; print(text, file=sys.stderr)",
    "warning": "import warnings; warnings.warn(text)",
    "text": "return text",
    "text of an object": "Odd.__str__ = Odd.__repr__ = lambda self: text\n        return Odd()",
    "object that cannot be shown": "def fail(self): raise Odd(text)\n"
    "        Odd.__str__ = Odd.__repr__ = fail\n        return Odd()",
    "name of a dtype": "import numpy as np; return np.zeros(1, [(text, float)])",
    "exit": "raise SystemExit(text)",
    "note": "fault = ValueError('boo'); fault.add_note(text); raise fault",
    "cause": "raise ValueError('boo') from KeyError(text)",
    "group": "raise ExceptionGroup(text, [ValueError(text)])",
}
ANSWER = """
class Odd(Exception): pass
first = None
def double(x):
    global first
    text = {words!r} + str(seen[0] if seen else x)
    if not seen and x != 2:
        seen.append(x)
        first = type(text, (Exception,), {{}})
        return first
    if x == 2 and not seen:
        return {visible}
    if seen:
        {way}
seen = []
"""


@pytest.fixture
def page(run_notebook):
    """Grade an answer with some test cells and return the text of its page."""

    def grade(answer, *tests):
        cells = [(Role.SOLUTION, answer), *((Role.TEST, test) for test in tests)]
        record = run_notebook(cells, {"double"})
        assert [cell.mark for cell in record.cells[1:]] == [0.0] * len(tests)
        notebook = [build.code("...", grade_id="cell0", grade=False, solution=True)]
        notebook += [
            build.code(test, grade_id=f"cell{index}", **SETTINGS)
            for index, test in enumerate(tests, start=1)
        ]
        html = student.render(record, ReleasedText(), {"cells": notebook})
        return " ".join(demand_harmless(html).text.split())

    return grade


def answer(way, words, visible=0):
    return ANSWER.format(way=WAYS[way], words=words, visible=visible)


@pytest.mark.parametrize("way", WAYS)
def test_no_text_of_a_students_changes_what_their_page_says(page, way):
    plain = page("def double(x): return 0", TEST)
    assert HIDDEN not in plain and GENERAL in plain
    for words in OWN_WORDS:
        assert page(answer(way, words), TEST) == plain, words


@pytest.mark.parametrize("way", WAYS)
def test_a_visible_check_behind_a_hidden_one_does_not_show_it_either(page, way):
    text = page(answer(way, "a call ", visible=4), TEST, SHOWN)
    assert HIDDEN not in text and text.count(GENERAL) == 2
    assert "It says" not in text or "It says: two" in text


@pytest.mark.parametrize("way", WAYS)
def test_a_message_of_the_test_that_quotes_the_answer_is_not_shown(page, way):
    quoting = TEST.replace("[7.42, 10]", "[7.42, 10], f'{results[-1]}'")
    text = page(answer(way, "the cell "), quoting)
    assert HIDDEN not in text and GENERAL in text


def test_an_object_that_raises_when_it_is_shown_costs_its_test_alone(page):
    """The message of an assert may be an object of the student's, which the judge has to ask."""
    quoting = TEST.replace("[7.42, 10]", "[7.42, 10], results[-1]")
    text = page(answer("object that cannot be shown", "the grader "), quoting)
    assert HIDDEN not in text and GENERAL in text


@pytest.mark.parametrize("name", ["more", "not run", "a call", "losses: more", "n"])
def test_names_of_notebooks_and_cells_sort_nothing(name):
    """Each note stands on the page of the notebook it is about, whatever that is called."""
    record = build.record(
        cells=[build.graded_cell(f"{name}: {HIDDEN}")],
        endings={"losses": build.COMPLETE, name: build.OUT_OF_TIME},
        repairs=(build.put_back(f"{name}: mine"), build.put_back("losses: theirs", name)),
    )
    first, second = parts(record)
    assert (first.status, second.status) == ("graded", "ended early")
    assert [each.repairs[0].subject for each in (first, second)] == [
        f"{name}: mine",
        "losses: theirs",
    ]
    told = student.render(first, ReleasedText(), {"cells": []})
    assert "Your whole notebook was run" in told and "theirs" not in told


def test_the_name_of_a_file_is_no_more_than_a_name():
    renamed = Repair(RepairKind.FILE_NAME, "a call 1.ipynb was missing", "losses")
    told = student.render(build.record(repairs=(renamed,)), ReleasedText(), {"cells": []})
    assert "handed in as a call 1.ipynb was missing, not as losses.ipynb" in told


def test_a_file_that_cannot_be_opened_is_told_without_the_folders_of_the_grader():
    fault = PermissionError(13, "Permission denied", "/srv/grader/submitted/ada/losses.ipynb")
    ending = worker._unreadable(Notebook("losses", ()), fault)
    told = student.render(build.record(ending=ending), ReleasedText(), {"cells": []})
    assert "losses.ipynb: Permission denied" in told and "/srv" not in told
