"""What a student's hands do in JupyterLab: find a cell, write into it, run it."""

import re
import time

CELLS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell"
PATIENCE = 120_000  # milliseconds, for a kernel that starts on a busy machine


def find(page, text):
    """Scroll down until the cell with this text is there: JupyterLab draws those in sight only."""
    found = page.locator(CELLS).filter(has_text=text).first
    page.locator(CELLS).first.hover(position={"x": 200, "y": 5}, force=True)
    for _ in range(200):
        if found.count():
            found.scroll_into_view_if_needed()
            return found
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(80)
    raise AssertionError(f"there is no cell with {text!r}")


def write(page, text, answer):
    """Replace what stands in the cell with this text, and run it."""
    editor = find(page, text).locator(".cm-content")
    give_up = time.monotonic() + PATIENCE / 1000
    while editor.inner_text().split() != answer.split():
        assert time.monotonic() < give_up, f"in the cell stands {editor.inner_text()!r}"
        editor.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(answer)
        page.wait_for_timeout(100)  # a cell that was not in sight yet may be drawn anew meanwhile
    _run(page, find(page, answer.partition("\n")[0]))


def run(page, text):
    """Run the cell with this text and return it when it has finished."""
    cell = find(page, text)
    cell.locator(".jp-InputArea-prompt").click()
    _run(page, cell)
    return cell


def _run(page, cell):
    """Run the selected cell, and wait until it bears a new number."""
    prompt = cell.locator(".jp-InputArea-prompt")
    before = prompt.inner_text()
    page.keyboard.press("Control+Enter")
    give_up = time.monotonic() + PATIENCE / 1000
    while not re.search(r"\d", now := prompt.inner_text()) or now == before:
        assert time.monotonic() < give_up, f"still {now}"
        page.wait_for_timeout(20)


def open_notebook(page, link, name):
    """Follow a link of the start page, and wait until the notebook's kernel is there."""
    page.get_by_role("link", name=link).click()
    give_up = time.monotonic() + PATIENCE / 1000
    in_front = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current", has_text=name)
    while not (in_front.count() and _status(page).is_visible()):
        assert time.monotonic() < give_up, f"the kernel of {name} does not come"
        page.wait_for_timeout(500)
        for tab in page.locator(".lm-TabBar-tab:not(.lm-mod-current)", has_text=name).all():
            tab.click()  # JupyterLab may bring another tab to the front again while it loads


def run_all(page):
    """Choose Run All Cells, and wait until the kernel rests."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_timeout(1000)  # the requests are on their way before the kernel says it is busy
    wait_until_idle(page)


def wait_until_idle(page):
    _status(page).wait_for(timeout=PATIENCE)


def _status(page):
    status = page.locator("#jp-bottom-panel, .jp-StatusBar-Widget")
    return status.get_by_text("| Idle").first
