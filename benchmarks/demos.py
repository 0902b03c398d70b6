"""How fast the demos answer, measured in the browser: ``python -m benchmarks.demos [TOPIC …]``.

Every demo of every topic, or of the topics named, in JupyterLab and in Voila. For demos that stand
still: milliseconds from the key that moves a slider to the first animation frame with the new
picture, and how long a drag of 40 moves takes to settle after its last move, which is 0 where that
move needed no new picture. For demos that train: pictures a second. The exit code is 1 when a goal
is missed.
"""

import argparse
import importlib
import math
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as NoPicture

from course.lectures.topics import Topic, topics
from course.widgets import Slider
from course.widgets.live import LiveDemo
from tests.browser import notebooks, servers
from tests.browser.conftest import SWITCHES, chromium_path

MOVES = 25
DRAG = 40  # moves
PATIENCE = 15_000  # milliseconds for one picture
SECONDS = 5
MOST_MILLISECONDS = 100
FEWEST_PICTURES = 20

# Notes the time of every key and of the first frame after every new picture.
WATCH = """(panel) => {
  panel.keys = [];
  panel.pictures = [];
  panel.addEventListener("keydown", () => panel.keys.push(performance.now()), true);
  panel.querySelector("img").addEventListener("load", () =>
    requestAnimationFrame(() => panel.pictures.push(performance.now())));
}"""
COUNT = """(canvas, seconds) => new Promise((resolve) => {
  let pictures = 0;
  const watcher = new MutationObserver(() => pictures++);
  watcher.observe(canvas, { attributeFilter: ["data-number"] });
  setTimeout(() => { watcher.disconnect(); resolve(pictures / seconds); }, 1000 * seconds);
})"""


def answers(page: Page, panel: Locator, slider: Slider) -> list[float]:
    """Return the milliseconds from key to picture, for single moves from the default and back."""
    handle = panel.get_by_role("slider", name=slider.label)
    keys = ["ArrowRight", "ArrowLeft"]
    if slider.default == slider.high:
        keys.reverse()  # there is no way further up
    times = []
    for move in range(MOVES):
        before = panel.evaluate("(panel) => panel.pictures.length")
        handle.press(keys[move % 2])
        page.wait_for_function(
            "([panel, n]) => panel.pictures.length > n",
            arg=[panel.element_handle(), before],
            timeout=PATIENCE,
        )
        times.append(panel.evaluate("(panel) => panel.pictures.at(-1) - panel.keys.at(-1)"))
    return times[3:]  # the first ones warm up


def places(slider: Slider) -> int:
    """Return how many steps a slider can go from its low end to its high end."""
    ends = (slider.low, slider.high)
    low, high = (math.log10(end) for end in ends) if slider.log else ends
    return math.floor((high - low) / slider.step + 1e-6)


def settling(page: Page, panel: Locator, slider: Slider) -> float:
    """Return the milliseconds from the last of 40 quick moves to the last picture.

    The drag turns round at the high end, so that each key moves the slider. Where the last move
    changed nothing that is drawn, the last picture came before it, and there was nothing to wait
    for.
    """
    handle = panel.get_by_role("slider", name=slider.label)
    handle.press("Home")
    page.wait_for_timeout(1500)
    for move in range(DRAG):
        is_upward = move // places(slider) % 2 == 0
        page.keyboard.press("ArrowRight" if is_upward else "ArrowLeft")
        page.wait_for_timeout(25)
    page.wait_for_timeout(3000)
    return max(0.0, panel.evaluate("(panel) => panel.pictures.at(-1) - panel.keys.at(-1)"))


def measure(page: Page, name: str, demo: Any, panel: Locator) -> bool:
    """Print the figures of one demo; return whether it reaches its goal."""
    if isinstance(demo, LiveDemo):
        panel.get_by_role("button", name="Play").click()
        rate = panel.locator("canvas").evaluate(COUNT, SECONDS)
        panel.get_by_role("button", name="Pause").click()
        print(f"  {name}: {rate:.1f} pictures a second")
        return rate >= FEWEST_PICTURES
    slider = max((c for c in demo.controls if isinstance(c, Slider)), key=places)
    panel.evaluate(WATCH)
    try:
        times = answers(page, panel, slider)
    except NoPicture:
        print(f"  {name}: no new picture when {slider.label!r} moves by a step from its default")
        return False
    median, slowest = statistics.median(times), max(times)
    drag = settling(page, panel, slider)
    print(f"  {name}: median {median:.0f} ms, slowest {slowest:.0f} ms", end="; ")
    print(f"a drag settles in {drag:.0f} ms")
    return median < MOST_MILLISECONDS


def measure_topic(where: str, server: servers.Server, page: Page, topic: Topic) -> bool:
    """Open all demos of a topic in one notebook and measure one after the other."""
    file = f"{topic.address}.ipynb"
    start = f"from course.{topic.address} import demos"
    notebooks.write(server.folder / file, *(f"{start}\ndemos.{n}.show()" for n in topic.demos))
    if where == "lab":
        notebooks.open_in_lab(page, server.lab(file))
        notebooks.run_all(page)
    else:
        page.goto(server.page(file))
    panels = page.locator(".demo-panel")
    panels.nth(len(topic.demos) - 1).locator("canvas, img").wait_for()
    page.wait_for_timeout(2000)  # until the server has done what opening a notebook brings
    print(f"{where}, {topic.address}, load average {os.getloadavg()[0]:.1f}")
    demos = importlib.import_module(f"course.{topic.address}.demos")
    return all([
        measure(page, name, getattr(demos, name), panels.nth(index))
        for index, name in enumerate(topic.demos)
    ])  # fmt: skip


def measure_all(where: str, page: Page, folder: Path, names: list[str]) -> bool:
    """Measure the topics named, or all, in JupyterLab or in Voila."""
    run = servers.jupyterlab if where == "lab" else servers.voila
    (folder / "shown").mkdir(parents=True)
    chosen = [each for each in topics() if not names or each.address[4:] in names]
    with run(folder / "shown", folder / "home") as server:
        return all([measure_topic(where, server, page, topic) for topic in chosen])


def main() -> int:
    """Measure in JupyterLab and in Voila."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("topics", nargs="*", help="losses, …; all if none is named")
    names = parser.parse_args().topics
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), chromium_sandbox=False, args=SWITCHES
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        reached = [measure_all(w, page, Path(folder) / w, names) for w in ("lab", "voila")]
        browser.close()
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
