"""What a page tells of an ordinary test that failed: the visible check, nothing of a hidden one."""

import pytest

from autograder.feedback import student
from autograder.model import Limits, Role
from autograder.results.released_text import ReleasedText
from tests.autograder import test_feedback_course as build
from tests.autograder.test_feedback_markup import demand_harmless

ANSWER = """
def double(x):
    if x == 5:
        raise TypeError("no <fives>")
    while x == 6:
        pass
    return x + 2
"""
HIDE, SHOW = "### BEGIN HIDDEN TESTS\n", "\n### END HIDDEN TESTS\n"
SECRET = f"{HIDE}answer, told = 42, 'told 42'{SHOW}"
GENERAL = "Its tests did not all pass."


@pytest.fixture
def told(run_notebook):
    """Grade test cells and return the text of the page, without the notebook below."""

    def grade(*tests, released_text=None):
        cells = [(Role.SOLUTION, ANSWER), *((Role.TEST, source) for source in tests)]
        record = run_notebook(cells, {"double"}, Limits(call_seconds=0.5))
        flags = {"grade": True, "solution": False, "locked": True}
        notebook = [
            build.code(source, grade_id=f"cell{index}", **flags)
            for index, (_, source) in enumerate(cells)
        ]
        page = demand_harmless(
            student.render(record, released_text or ReleasedText(), {"cells": notebook})
        )
        assert "42" not in page.text
        return " ".join(page.text.split())

    return grade


@pytest.mark.parametrize(
    ("source", "line", "shown"),
    [
        ("assert double(2) == 4\nassert double(3) == 6, 'three is 6'", 2, "three is 6"),
        ("x = 3\nassert (\n    double(x) == 6\n), f'double({x})'", 2, "double(3)"),
        ("for x in (2, 3):\n    assert double(x) == 2 * x, x", 2, "It says: 3"),
        ("assert double(5) == 10", 1, "TypeError: no <fives>"),
        ("import pytest\nwith pytest.raises(ValueError):\n    double(2)", 2, "DID NOT RAISE"),
        ("assert double(3) == 6, '3!'\n" + SECRET + "assert double(answer) == answer", 1, "3!"),
        (SECRET + "assert double(3) == 6, 'words that are visible'", 1, "words that are visible"),
        ("def ok(x):\n    assert double(x) == 2 * x, x\nok(2)\nok(3)", 2, "It says: 3"),
    ],
)
def test_a_visible_check_is_named_with_its_line_and_says_what_it_says(told, source, line, shown):
    text = told(source)
    assert GENERAL in text
    assert f"in line {line} of the test cell:" in text and shown in text


def test_a_call_that_was_stopped_in_a_visible_check_is_named_too(told):
    text = told("assert double(6) == 12")
    assert "did not come back in time" in text and "assert double(6) == 12" in text


@pytest.mark.parametrize(
    "source",
    [
        f"assert double(2) == 4\n{HIDE}assert double(40) == 80, 'told 42'{SHOW}",
        f"{HIDE}def ok(x):\n    assert double(x) == 42, 'told 42'{SHOW}ok(3)",
        f"def ok(x):\n    assert double(x) == 2 * x, x\n{HIDE}ok(42){SHOW}",
        f"for x in (2,):\n    assert double(x) == 4\n    {HIDE}    assert double(42) == x{SHOW}",
        f"{HIDE}assert double(3) == 42, 'told 42'",  # a region that is never closed
    ],
)
def test_nothing_of_a_hidden_check_is_told(told, source):
    text = told(source)
    assert GENERAL in text
    assert "assert" not in text and "ok(" not in text and "It says" not in text


@pytest.mark.parametrize(
    "tests",
    [
        [SECRET + "assert double(3) == 6, told"],
        [SECRET, "assert double(3) == 6, told"],
        [SECRET, "for x in (3,):\n    assert double(x) == answer, f'it is {answer}'"],
        [f"cases = [2]\n{HIDE}cases.append(42){SHOW}for x in cases:\n    assert double(x) == 4, x"],
        [f"{HIDE}def check():\n    raise TypeError('told 42'){SHOW}", "check()"],
        [SECRET + "def check():\n    assert double(3) == answer, told", "check()"],
        [SECRET + "table = [answer]", "for x in table:\n    assert double(3) == x, x"],
        [f"cases = [3]\n{HIDE}cases.append(42){SHOW}", "assert double(3) == cases[-1], cases"],
        [f"case = {{}}\n{HIDE}case['x'] = 42{SHOW}", "assert double(3) == case['x'], case"],
        [
            f"def fill(cases):\n    cases.append(42)\ncases = []\n{HIDE}fill(cases){SHOW}",
            "assert double(3) == cases[0], cases",
        ],
        [
            f"import functools\n{HIDE}@functools.partial(functools.partial, x=42){SHOW}"
            "def check(x):\n    assert double(3) == x, x",
            "check()",
        ],
        [
            f"seen = []\ndef note(x):\n    seen.append(x)\n{HIDE}note(42){SHOW}",
            "assert double(3) == seen[0], seen",
        ],
        [
            f"from copy import error as told\n{HIDE}told = 'told 42'{SHOW}",
            "assert double(3) == 6, told",
        ],
        [f"{HIDE}import fractions as told{SHOW}", "assert told.Fraction(double(3), 0)"],
        [f"a = []\nb = a\n{HIDE}b.append(42){SHOW}", "assert double(3) == a[0], a"],
        [f"a = []\n{HIDE}b = a\nb.append(42){SHOW}", "assert double(3) == a[0], a"],
        [f"a = []\n{HIDE}b = [*map(a.append, [42])]{SHOW}", "assert double(3) == a[0], a"],
        [SECRET, "assert double(3) == 6, globals()['told']"],
        [f"{HIDE}from string import *{SHOW}", "assert double(3) == 6, digits"],
        [f"{HIDE}globals()['told'] = 42{SHOW}", "assert double(3) == told, told"],
        ["%matplotlib inline\n" + SECRET, "assert double(3) == answer, told"],
    ],
)
def test_a_visible_check_does_not_say_what_hidden_lines_have_made(told, tests):
    text = told(*tests)
    assert "stands in your notebook" in text and "It says" not in text


@pytest.mark.parametrize(
    "tests",
    [
        [
            f"{HIDE}def same(a, b):\n    assert a == b, f'not {{b}}'{SHOW}",
            "assert same(double(3), 6 * 7), '!'",
        ],
        [
            f"{HIDE}want = {{3: 42}}\ndouble(42){SHOW}"
            + "assert double(3) == want[double(40)], 'three'"
        ],
    ],
)
def test_a_text_of_a_visible_check_is_shown_only_where_the_check_said_it(told, tests):
    """Another exception passed through its line: of a hidden helper, or of the student's code."""
    text = told(*tests)
    assert "stands in your notebook" in text and "It says" not in text


def test_what_was_not_handed_out_is_hidden_whatever_its_delimiters_have_become(told):
    released_text = ReleasedText(tests={"cell1": "assert double(2) == 4"})
    misspelt = "### BEGIN HIDEN TESTS\nassert double(40) == 80, 'told'"
    text = told(f"assert double(2) == 4\n{misspelt}", released_text=released_text)
    assert GENERAL in text and "assert" not in text
    check = "assert double(3) == 6, double(40)"
    text = told(f"{check}\n{misspelt}", released_text=ReleasedText(tests={"cell1": check}))
    assert "stands in your notebook" in text and "It says" not in text
    assert "assert double(3)" in told("assert double(3) == 6", released_text=ReleasedText(tests={}))
