"""The site and the slides in a browser that reaches no network."""

import pytest

from course.lectures.topics import topics

LECTURES = [topic.address for topic in topics() if topic.lecture]
LECTURE = "generated/lectures/a02_losses.html"
SLIDES = "slides/a02_losses.html"
STATE = "[current, document.querySelectorAll('.fragment.shown').length]"
FAULTS = "document.querySelectorAll('[data-mjx-error], mjx-merror').length"


def typeset(page):
    """Wait until MathJax has set all formulas, and demand that it understood each."""
    page.wait_for_function("window.MathJax?.startup?.promise?.then(() => true)")
    assert page.evaluate("document.querySelectorAll('mjx-container').length") > 0
    assert page.evaluate(FAULTS) == 0


def test_the_lecture_is_read_without_the_network(page, site, screenshot):
    page.goto((site / LECTURE).as_uri())
    typeset(page)
    screenshot("site_lecture")
    answer = page.locator("details", has_text="although no morning was like that")
    assert not answer.get_by_text("the price of a mistake has changed").is_visible()
    answer.locator("summary").click()
    assert answer.get_by_text("the price of a mistake has changed").is_visible()


def test_the_search_finds_a_function(page, site, screenshot):
    page.goto((site / "index.html").as_uri())
    page.get_by_placeholder("Search").fill("cross_entropy")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="dlkit.losses.cross_entropy").first.click()
    page.wait_for_url("**/dlkit.losses.html*")
    screenshot("site_reference")


@pytest.mark.parametrize("lecture", LECTURES)
def test_slides_are_turned_by_keys_and_every_one_fits_at_full_size(page, site, lecture):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((site / f"slides/{lecture}.html").as_uri())
    typeset(page)
    state, before = page.evaluate(STATE), None
    while state != before:
        shown = page.locator("section:not([hidden])")
        for answer in shown.locator("summary").all():
            answer.click()
        assert page.evaluate("location.hash") == f"#{state[0] + 1}"
        body = shown.locator(".fit")
        assert body.evaluate("fits"), f"slide {state[0] + 1} is too full"
        assert body.evaluate("(it) => it.style.fontSize") == "100%", f"slide {state[0] + 1} shrank"
        assert "$" not in shown.inner_text(), f"slide {state[0] + 1}"
        page.keyboard.press("ArrowRight")
        state, before = page.evaluate(STATE), state
    assert state[0] + 1 == page.locator("section").count()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(STATE)[0] == state[0] - 1
    page.keyboard.press("Home")


def test_notes_are_shown_to_the_lecturer_on_demand(page, site):
    page.goto((site / SLIDES).as_uri())
    notes = page.get_by_text("This lecture takes about 45 minutes")
    assert not notes.is_visible()
    page.keyboard.press("n")
    assert notes.is_visible()
    page.keyboard.press("n")
    assert not notes.is_visible()
