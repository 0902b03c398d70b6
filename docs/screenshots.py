"""The pictures in docs/images, taken in a browser: ``make screenshots``.

They show the real thing: a demo, a student's desk with a check, and pages about the sample class,
which is graded for it.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser import notebooks, servers, student
from tests.browser.conftest import SWITCHES, chromium_path
from tests.browser.test_student import CHECK, HALF_A_GRADIENT, IMPORTS, RIGHT

IMAGES = Path(__file__).parent / "images"
MOST_BYTES = 80_000
DEMO = "from course.a02_losses import demos\ndemos.outlier.show()"


def keep(name: str, png: bytes) -> None:
    """Write a picture with as many colours as fit into the size allowed."""
    for colors in (256, 128, 64, 32, 16):
        few = Image.open(io.BytesIO(png)).convert("RGB").quantize(colors, kmeans=3)
        few.save(IMAGES / f"{name}.png", optimize=True)
        size = (IMAGES / f"{name}.png").stat().st_size
        if size < MOST_BYTES:
            print(f"{name}.png: {few.width} x {few.height}, {size / 1000:.0f} kB")
            return
    raise SystemExit(f"{name}.png has {size} bytes; show less of the page")


def demo(page: Page, folder: Path) -> None:
    """One demo, as a lecturer sees it."""
    (folder / "shown").mkdir()
    notebooks.write(folder / "shown/demo.ipynb", DEMO)
    with servers.voila(folder / "shown", folder / "voila_home") as server:
        page.goto(server.page("demo.ipynb"))
        panel = page.locator(".demo-panel")
        panel.locator("img").wait_for()
        page.wait_for_timeout(1000)
        keep("demo", panel.screenshot())


def desk(page: Page, folder: Path) -> None:
    """What `make lab` opens, and a check that finds a gradient wrong in half of its places."""
    page.set_viewport_size({"width": 1280, "height": 1240})
    with servers.student_lab(folder / "desk", folder / "lab_home") as server:
        page.goto(f"{server.url}/?token={server.token}")
        page.get_by_role("heading", name="How an assignment goes").wait_for()
        page.wait_for_timeout(1000)
        keep("student_start", page.screenshot())
        page.set_viewport_size({"width": 1280, "height": 1400})
        student.open_notebook(page, "Losses: what a wrong answer costs", "losses.ipynb")
        for cell in IMPORTS:
            student.run(page, cell)
        student.write(page, "def mse(predictions", RIGHT)
        student.write(page, "def mse_grad(predictions", HALF_A_GRADIENT)
        student.run(page, CHECK)
        student.write(page, 'hint("losses.mse")', 'hint("losses.mse")')
        last = student.find(page, "hint 1 of 3")
        first = student.find(page, "def mse(predictions")
        page.wait_for_timeout(500)
        keep("student_check", page.screenshot(clip=between(first, last)))


def between(first: Locator, last: Locator) -> dict[str, float]:
    """Return the part of the page from one cell to another."""
    top, bottom = first.bounding_box(), last.bounding_box()
    assert top and bottom
    height = bottom["y"] + bottom["height"] - top["y"]
    return {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}


def pages(page: Page, folder: Path) -> None:
    """The feedback of one student and the report on the class."""
    course = folder / "course"
    command = [sys.executable, "-m", "autograder", "demo", "--output", str(course)]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # 1: something needs a look
    page.goto((course / "feedback/emil/a02_losses/losses.html").as_uri())
    keep("feedback", page.locator("#exercise-1").screenshot())
    page.set_viewport_size({"width": 1100, "height": 1400})
    page.goto((course / ".autograder/reports/a02_losses.html").as_uri())
    shown = between(page.locator("html"), page.locator("#marks + figure"))
    keep("report", page.screenshot(clip=shown))


def main() -> None:
    """Take all pictures, or those that are named."""
    takes = {"demo": demo, "desk": desk, "pages": pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), chromium_sandbox=False, args=SWITCHES
        )
        for name in sys.argv[1:] or takes:
            with tempfile.TemporaryDirectory() as folder:
                page = browser.new_page(viewport={"width": 1100, "height": 760})
                takes[name](page, Path(folder))
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
