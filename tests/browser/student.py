"""What a student's hands do in JupyterLab: find a cell, write into it, run it."""

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
    cell = find(page, text)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(answer)
    page.keyboard.press("Control+Enter")
    wait_until_idle(page)


def run(page, text):
    """Run the cell with this text and return it when it has finished."""
    cell = find(page, text)
    cell.locator(".jp-InputArea-prompt").click()
    page.keyboard.press("Control+Enter")
    wait_until_idle(page)
    return cell


def wait_until_idle(page):
    page.wait_for_timeout(200)  # the request is on its way before the kernel says that it is busy
    status = page.locator("#jp-bottom-panel, .jp-StatusBar-Widget")
    status.get_by_text("| Idle").first.wait_for(timeout=PATIENCE)
