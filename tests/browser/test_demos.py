"""A lecturer moves every control of every demo, in JupyterLab and in Voila."""

import importlib
import re
import time

import pytest

from course.lectures.topics import topics
from course.widgets import Choice, Entry, Slider
from course.widgets.live import LiveDemo
from course.widgets.live.demo import PATIENCE
from course.widgets.picture import Sheet
from tests.browser import notebooks

ALL = [
    (topic.address, name, getattr(importlib.import_module(f"course.{topic.address}.demos"), name))
    for topic in topics()
    for name in topic.demos
]
LIVE = [each for each in ALL if isinstance(each[2], LiveDemo)]
STILL = [each for each in ALL if each not in LIVE]
OUTLIER, BOUNDARY = ("a02_losses", "outlier"), ("a02_losses", "boundary")
CELL = "from course.{} import demos\ndemos.{}.show()"

BEGUN = r"[2-9]\d|\d{3,}"  # the number of a step: the training runs
LAPTOP = {"width": 1280, "height": 800}

# What is seen: a number that changes with any pixel, and the words.
SEEN = """async (view) => {
  const [image, canvas] = [view.querySelector("img"), view.querySelector("canvas")];
  const data = image
    ? new Uint8Array(await (await fetch(image.src)).arrayBuffer())
    : new TextEncoder().encode(canvas.toDataURL());
  const pixels = data.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, 7);
  return [pixels, image ? image.alt : canvas.getAttribute("aria-label")];
}"""


@pytest.fixture(params=["lab", pytest.param("voila", marks=pytest.mark.slow)])
def show(request, page):
    """Show demos, one cell for each, in JupyterLab and in Voila; return their panels."""
    in_lab = request.param == "lab"
    server = request.getfixturevalue("lab" if in_lab else "voila_server")

    def opened(*places):
        file = "_".join(name for _, name in places) + ".ipynb"
        notebooks.write(server.folder / file, *(CELL.format(*place) for place in places))
        if in_lab:
            notebooks.open_in_lab(page, server.lab(file))
            notebooks.run_all(page)
        else:
            page.goto(server.page(file))
        panels = [page.locator(".demo-panel").nth(index) for index in range(len(places))]
        for panel in panels:
            panel.locator("img, canvas").wait_for()
        return panels

    opened.where = request.param
    return opened


def seen(panel):
    return panel.locator(".demo-view").evaluate(SEEN)


def wait_for(panel, condition, patience=15.0):
    """Wait until picture and words fulfil a condition; return them."""
    give_up = time.monotonic() + patience
    while not condition(*(now := seen(panel))):
        assert time.monotonic() < give_up, f"still seen: {now}"
        time.sleep(0.02)
    return now


def other_than(before):
    """Return the condition that both picture and words have changed."""
    return lambda pixels, words: pixels != before[0] and words != before[1]


def moved_to(control):
    """Return where `move` leaves a control."""
    if isinstance(control, Entry):
        return control.examples[0]
    last = control.values()[-1]
    return control.values()[0] if control.default == last else last


def move(panel, control):
    """Move a control by the keyboard alone, away from its default."""
    if isinstance(control, Slider):
        end = "End" if moved_to(control) == control.values()[-1] else "Home"
        panel.get_by_role("slider", name=control.label).press(end)
    elif isinstance(control, Choice):
        panel.get_by_label(control.label, exact=True).select_option(control.options[-1])
    elif isinstance(control, Entry):
        line = panel.get_by_label(control.label, exact=True)
        line.fill(control.examples[0])
        line.press("Enter")
    else:
        panel.get_by_label(control.label).press("Space")


@pytest.mark.parametrize("address", sorted({address for address, *_ in STILL}))
def test_pictures_stand_beside_the_controls_and_follow_each(address, show, page, screenshot):
    page.set_viewport_size(LAPTOP)
    demos = {each[:2]: each[2] for each in STILL if each[0] == address}
    for ((_, name), demo), panel in zip(demos.items(), show(*demos), strict=True):
        panel.scroll_into_view_if_needed()
        first = seen(panel)
        side, view = (panel.locator(part).bounding_box() for part in (".demo-side", ".demo-view"))
        assert view["x"] >= side["x"] + side["width"]
        screenshot(f"{name}_{show.where}")
        settings = defaults = {control.name: control.default for control in demo.controls}
        for control in demo.controls:
            moved = {control.name: moved_to(control)}
            if hides(demo, settings, moved):
                reset(panel, first)
                settings = defaults
            settings = settings | moved
            before = seen(panel)
            move(panel, control)
            wait_for(panel, other_than(before))
        screenshot(f"{name}_{show.where}_moved")
        reset(panel, first)


def hides(demo, settings, moved):
    """Tell whether other controls stand such that picture or words stay as they were."""
    before, after = (demo.compute(**each) for each in (settings, settings | moved))
    pictures = [Sheet(demo.size).png(demo.draw, each) for each in (before, after)]
    return pictures[0] == pictures[1] or demo.describe(before) == demo.describe(after)


def reset(panel, first):
    panel.get_by_role("button", name="Reset").click()
    wait_for(panel, lambda *now: list(now) == first)


def test_a_prediction_is_recorded_and_judged_after_the_move(show, screenshot):
    panel, by_number = show(OUTLIER, BOUNDARY)
    panel.get_by_role("radio", name="MAE").check()
    panel.get_by_role("button", name="Record my prediction").click()
    panel.get_by_text("Recorded: “MAE”. Now find out.").wait_for()
    panel.get_by_role("slider", name="outlier lifted by").press("End")
    panel.get_by_text("You predicted “MAE”; the picture shows “MSE”.").wait_for()
    screenshot(f"prediction_{show.where}")
    by_number.get_by_role("button", name="Record my prediction").click()
    by_number.get_by_text("Write a number first.").wait_for()
    by_number.get_by_label("My number").fill("12,5")
    by_number.get_by_role("button", name="Record my prediction").click()
    by_number.get_by_text("Recorded: 12.5. Now find out.").wait_for()


@pytest.mark.parametrize(("address", "name", "demo"), LIVE, ids=[name for _, name, _ in LIVE])
def test_a_training_plays_pauses_steps_and_resets(address, name, demo, show, screenshot):
    (panel,) = show((address, name))

    def press(button):
        panel.get_by_role("button", name=button).click()

    first = seen(panel)
    press("Play")
    wait_for_step(panel, BEGUN)
    screenshot(f"{name}_{show.where}_playing")
    press("Pause")
    panel.get_by_role("button", name="Play").wait_for()
    time.sleep(0.3)
    paused = seen(panel)
    time.sleep(0.3)
    assert seen(panel) == paused
    press("Step")
    default = wait_for(panel, other_than(paused))
    for control in demo.controls:
        press("Reset")
        wait_for(panel, lambda *now: list(now) == first)
        move(panel, control)
        press("Step")
        wait_for_step(panel, "10?")  # or as many at once
        assert seen(panel)[0] != default[0], control.name
        screenshot(f"{name}_{show.where}_{control.name}")


def wait_for_step(panel, step):
    """Wait until the words of the picture name this step, or a pattern of numbers."""
    words = panel.locator(".demo-view").get_by_text(re.compile(rf"\b[Ss]tep ({step})\b"))
    words.first.wait_for()


def test_a_training_stops_when_its_cell_is_run_again(lab, page):
    notebooks.write(
        lab.folder / "again.ipynb",
        "from course.a02_losses import demos\npanels = []",
        "panels.append(demos.boundary.show())\npanels[-1]",
        "print([panel.playing for panel in panels])",
    )
    notebooks.open_in_lab(page, lab.lab("again.ipynb"))
    notebooks.run_all(page)
    page.get_by_role("button", name="Play").click()
    wait_for_step(page, BEGUN)
    notebooks.run_cell(page, 2)
    page.get_by_text("[True]").wait_for()
    notebooks.run_cell(page, 1)
    time.sleep(PATIENCE + 1)
    notebooks.run_cell(page, 2)
    page.get_by_text("[False, False]").wait_for()
