"""A lecturer shows lectures and demos as `make lectures` serves them, and reaches no network."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from course.lectures.topics import topics
from tests.browser import servers

ROOT = Path(__file__).parents[2]
TOPICS = topics()
LECTURES = [topic for topic in TOPICS if topic.lecture]
DEMOS = [topic for topic in TOPICS if topic.demos]
# The theme belongs to the frame: one topic whose demos stand still and run shows the dark one.
ON_PHONES = [pytest.param(topic, "light", id=topic.address) for topic in DEMOS]
ON_PHONES += [
    pytest.param(topic, "dark", id=f"{topic.address}-dark")
    for topic in DEMOS
    if topic.address == "a02_losses"
]

PATIENCE = 120_000  # milliseconds; a lecture trains small models while it opens
PHONE = {"width": 390, "height": 800}
# What stands out to the right of the page, and is not inside something that is moved sideways.
OUTSIDE = """() => [...document.querySelectorAll("#rendered_cells *")].filter((it) => {
  const box = it.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1 || it.closest("mjx-container, pre, table")) return;
  return getComputedStyle(it).visibility === "visible";
}).map((it) => it.outerHTML.slice(0, 90))"""
# Boxes in a demo that have a scrollbar of their own.
SCROLLED = """(panel) => [...panel.querySelectorAll("*")].filter((it) => {
  const overflow = getComputedStyle(it).overflowY;
  return ["auto", "scroll"].includes(overflow) && it.scrollHeight > it.clientHeight + 1;
}).map((it) => it.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def server(chromium, tmp_path_factory):
    assert "$(BIN)/python -m course.lectures $(OPTIONS)" in (ROOT / "Makefile").read_text()
    with servers.lectures(tmp_path_factory.mktemp("lectures_home")) as running:
        yield running


def open_page(page, server, topic, kind, theme="light"):
    """Open the lecture or the demos of a topic; return the panels once all are there."""
    address = f"{server.page(f'{topic.address}/{kind}.ipynb')}?theme={theme}"
    page.goto(address, wait_until="commit")  # all of it comes when every cell has run
    panels = page.locator(".demo-panel")
    last = panels.nth(len(topic.demos) - 1)
    last.locator("img, canvas").wait_for(timeout=PATIENCE)
    return panels.all()


def test_the_list_shows_every_topic_in_the_order_of_the_term(server, page, screenshot):
    page.goto(server.url)
    assert page.get_by_role("heading", level=2).all_inner_texts() == [t.title for t in TOPICS]
    addresses = page.get_by_role("listitem").evaluate_all("(items) => items.map((it) => it.id)")
    assert addresses == sorted(addresses) == [topic.address for topic in TOPICS]
    for topic in DEMOS:
        for title in topic.demos.values():
            page.locator(f"#{topic.address}").get_by_text(title).wait_for()
    screenshot("lectures_list")
    page.get_by_role("link", name="demos").first.click()
    page.locator(".demo-panel").first.wait_for()
    page.get_by_role("link", name="All lectures and demos").click()
    page.get_by_role("heading", name="Lectures and demos").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("topic", LECTURES, ids=lambda topic: topic.address)
def test_a_lecture_is_shown_without_code_and_its_demos_follow(server, page, topic, screenshot):
    panels = open_page(page, server, topic, "lecture")
    screenshot(f"lecture_{topic.address}")
    assert page.locator(".jp-InputArea-editor, .jp-RenderedHTMLCommon mjx-merror").count() == 0
    for panel in panels:
        before = panel.locator("figcaption").inner_text()
        panel.get_by_role("slider").first.press("End")
        if panel.locator("canvas").count():
            panel.get_by_role("button", name="Step").click()
        panel.locator("figcaption").filter(has_not_text=before).wait_for()


@pytest.mark.slow
@pytest.mark.parametrize(("topic", "theme"), ON_PHONES)
def test_demos_fit_a_phone(server, page, topic, theme, screenshot):
    page.set_viewport_size(PHONE)
    panels = open_page(page, server, topic, "demos", theme)
    page.wait_for_function(  # pictures are drawn anew for the narrow place
        "[...document.querySelectorAll('.demo-panel img')].every((it) => it.naturalWidth < 500)"
    )
    assert page.evaluate(OUTSIDE) == []
    for panel in panels:
        assert panel.evaluate(SCROLLED) == []
        for menu in panel.locator("select").all():
            assert menu.bounding_box()["height"] >= 24
    screenshot(f"demos_{topic.address}_phone_{theme}")


def test_every_page_tells_the_browser_to_ask_no_other_server(server):
    pages = [f"voila/render/{topic.address}/lecture.ipynb" for topic in LECTURES[:1]]
    for address in ("", *pages):
        with urllib.request.urlopen(f"{server.url}/{address}") as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["voila/tree", "voila/api/contents", "nothing"])
def test_nothing_else_is_served(server, address):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{server.url}/{address}")
