"""The panel as a page: nothing let through as markup, every picture in words, names for all."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from dlkit.check import markup, slopes
from dlkit.check.battery import Property, Purity, Value, run_all
from dlkit.check.panel import Finding, Panel, summarise
from dlkit.check.patience import Patient
from dlkit.check.progress import Progress

NASTY = "<script>alert('&')</script>"
POINTS = np.array([0.3, -1.0, 2.0])


def read(page):
    """Parse a page, which must be well formed, without its style."""
    return ElementTree.fromstring(f"<div>{re.sub('(?s)<style>.*?</style>', '', page)}</div>")


def role(page, name):
    return [each for each in read(page).iter() if each.get("role") == name]


def test_markup_is_escaped_wherever_it_stands():
    check = Property(function=NASTY, part="edges", title=NASTY, name="x")
    row = summarise("toy", [Finding(check=check, status="failed", message=NASTY)], []).rows
    page = markup.page(Panel(NASTY, "wrong", NASTY, (NASTY,), row, NASTY), points=NASTY)
    assert "<script" not in page
    assert read(page).find(".//script") is None


def test_backticks_become_code_and_stay_escaped():
    page = markup.page(Panel("toy", "wrong", "see `a < b` there"))
    assert "<code>a &lt; b</code>" in page


@pytest.mark.parametrize("state", ["passed", "wrong", "not attempted", "hint", "error"])
def test_every_state_is_a_named_region_with_a_sign_of_its_own(state):
    page = markup.page(Panel("toy", state, "headline"))
    (region,) = role(page, "region")
    assert region.get("aria-label") == "toy: headline"
    assert state.replace(" ", "-") in region.get("class")
    assert markup.SIGNS[state] in page


def test_the_strip_says_in_words_what_it_shows():
    def check(part, status):
        return Finding(check=Purity(function="f", part=part, title="t"), status=status)

    findings = [check("values", "failed"), check("values", "passed"), check("edges", "passed")]
    (picture,) = role(markup.page(summarise("toy", findings, [])), "img")
    assert picture.get("aria-label") == "f, checks passed: values 1 of 2, edges 1 of 1"


def test_what_is_asked_again_is_named_only_in_a_check():
    check = Purity(function="f", part="edges", title="an empty batch")
    panel = summarise("toy", [Finding(check=check, status="passed")], [])
    assert "edges: an empty batch" in "".join(read(markup.page(panel, points="5")).itertext())
    assert "asked again" not in markup.page(panel)


def test_progress_is_a_progress_bar():
    progress = Progress(right=1, exercises=4, earned=12.5, points=40.0, unchecked=2)
    (bar,) = role(markup.bar(progress), "progressbar")
    assert (bar.get("aria-valuenow"), bar.get("aria-valuemax")) == ("12.5", "40")
    assert bar.get("aria-valuetext") == str(progress)
    assert "1 of 4 exercises right, 12.5 of 40 points" in str(progress)


def bowl(x):
    return float((x**2).sum())


def bowl_grad(x):
    return 2 * x


def compare(gradient, loss=bowl):
    case = Value(function="bowl_grad", part="gradients", title="t", args=(POINTS,), expected=POINTS)
    functions = {"bowl": loss, "bowl_grad": gradient}
    return slopes.compare(run_all((case,), functions), functions)


@pytest.mark.parametrize(
    ("gradient", "fitting"), [(bowl_grad, 7), (lambda x: 2 * x * (x > 0), 4), (np.copy, 0)]
)
def test_slopes_hold_the_gradient_against_the_students_own_loss(gradient, fitting):
    seen = compare(gradient)
    assert sum(stick.fits for stick in seen.sticks) == fitting
    panel = Panel("toy", "wrong", "headline")
    (picture,) = role(markup.page(panel, seen), "img")
    assert f"{fitting} of 7 lie along the line" in picture.get("aria-label")
    assert np.array_equal(POINTS, [0.3, -1.0, 2.0])


def test_a_function_that_had_to_be_stopped_is_not_asked_again():
    case = Value(function="bowl_grad", part="gradients", title="t", args=(POINTS,), expected=POINTS)
    stopped = Finding(check=case, status="stopped")
    functions = {"bowl": bowl, "bowl_grad": lambda x: pytest.fail("asked")}
    assert slopes.compare([stopped], functions) is None


def test_the_entry_that_moves_is_named_in_the_students_words():
    assert compare(Patient(np.copy), Patient(bowl)).argument == "x[0]"


@pytest.mark.parametrize(
    ("gradient", "loss"),
    [
        (bowl_grad, lambda x: None),
        (bowl_grad, lambda x: np.inf),
        (lambda x: 1.0, bowl),
        (lambda x: 1 / 0, bowl),
        (bowl_grad, lambda x: 0.0),
    ],
)
def test_where_nothing_can_be_drawn_there_is_no_picture_and_no_fault(gradient, loss):
    seen = compare(gradient, loss)
    if seen is not None:  # a loss that never moves is a line, and no slope fits it
        assert not any(stick.fits for stick in seen.sticks)
        assert role(markup.page(Panel("toy", "wrong", "h"), seen), "img")
