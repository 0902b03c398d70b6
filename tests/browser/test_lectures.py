"""A lecturer shows a lecture as `make lectures` serves it, and reaches no network."""

import re
from pathlib import Path

import pytest

from tests.browser import servers

ROOT = Path(__file__).parents[2]
LECTURES = sorted(path.relative_to(ROOT / "course") for path in ROOT.glob("course/*/lecture.ipynb"))

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def course(chromium, tmp_path_factory):
    """Voila on the course, with the options of the Makefile."""
    text = (ROOT / "Makefile").read_text()
    assert "JUPYTER_PATH=$(CURDIR)/course $(BIN)/voila course --template=lecture" in text
    hidden = re.search(r"addprefix (\S+),([^)]+)\)", text)
    options = [f"{hidden[1]}{name}" for name in hidden[2].split()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(ROOT / "course"))
        home = tmp_path_factory.mktemp("course_home")
        with servers.voila(ROOT / "course", home, "--template=lecture", *options) as server:
            yield server


@pytest.mark.parametrize("lecture", LECTURES, ids=str)
def test_a_lecture_is_shown_without_code_and_its_demos_follow(course, page, lecture, screenshot):
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(course.page(lecture.as_posix()))
    demos = page.locator(".demo-panel")
    demos.first.wait_for()
    screenshot("lecture_voila")
    assert page.locator(".jp-InputArea-editor, .jp-RenderedHTMLCommon mjx-merror").count() == 0
    for panel in demos.all():
        before = panel.locator("figcaption").inner_text()
        panel.get_by_role("slider").first.press("End")
        if panel.locator("canvas").count():
            panel.get_by_role("button", name="Step").click()
        panel.locator("figcaption").filter(has_not_text=before).wait_for()
    page.set_viewport_size(PHONE)
    for panel in demos.all():
        words, edge = panel.locator("figcaption").bounding_box(), panel.bounding_box()
        assert words["x"] + words["width"] <= edge["x"] + edge["width"] <= PHONE["width"]
        overflow = panel.locator(".demo-picture").evaluate(
            "(it) => it.scrollWidth / it.clientWidth"
        )
        assert overflow > 0  # it is moved sideways rather than shrunk until nobody can read it
    assert [url for url in elsewhere if not url.startswith((course.url, "data:", "blob:"))] == []


def test_the_list_shows_lectures_only(course, page):
    answer = page.request.get(f"{course.url}/voila/api/contents?content=1").json()
    shown = {entry["name"] for entry in answer["content"] if entry["type"] == "directory"}
    assert shown == {lecture.parts[0] for lecture in LECTURES}
