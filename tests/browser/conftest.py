"""A real browser and real servers, for tests that do what a person does.

Fixtures
--------
page            a new tab of a headless Chromium; nothing is remembered between tests
console_errors  the list of what went wrong in that tab so far; a test ends with
                ``assert not console_errors``, or fails anyway when the tab is closed
asked_elsewhere the addresses on other machines that the tab has asked for so far; a test fails when
                there is one
lab             JupyterLab on an empty folder: write a notebook to ``lab.folder`` and open
                ``lab.lab("name.ipynb")``
voila_server    Voila on an empty folder: open ``voila_server.page("name.ipynb")``
screenshot      ``screenshot("name")`` keeps a picture of the tab in build/screenshots/; a failing
                test leaves one of its own there

Without Chromium the tests are skipped and the end of the run says so; with CI=true they fail.
"""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser import servers

NO_BROWSER = "Chromium is not installed (on Debian: apt install chromium)"
NO_PLAYWRIGHT = "Playwright is not installed (pip install playwright)"
SCREENSHOTS = Path(__file__).parents[2] / "build/screenshots"
FAILED = pytest.StashKey[bool]()
SWITCHES = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What a console may say without a fault of ours, as patterns of the text and the address after it.
ALLOWED = (
    # nbgrader's extension of JupyterLab asks for parts that a Voila page does not have.
    r"(?s)Shared module @jupyterlab/(docregistry|filebrowser) .*labextensions/@jupyter/nbgrader",
    r"(?s)getter for the shared module is not a function.*@jupyterlab/(docregistry|filebrowser)",
)


@pytest.fixture(scope="module")
def chromium():
    """One browser per test file.

    Not one for the whole session: while Playwright runs it holds the thread's event loop, and
    tests elsewhere need that for their own.
    """
    executable = chromium_path()
    if executable is None:
        unavailable(NO_BROWSER)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable(NO_PLAYWRIGHT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, headless=True, chromium_sandbox=False, args=SWITCHES
        )
        yield browser
        browser.close()


def chromium_path():
    """Return where Chromium is, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def unavailable(reason):
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def page(chromium, request):
    """A tab wide enough for JupyterLab to show its whole toolbar."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)  # of machines that do much else beside
    tab = context.new_page()
    yield tab
    if request.node.stash.get(FAILED, False):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "_", request.node.name)
        tab.screenshot(path=SCREENSHOTS / f"failed_{name}.png")
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(autouse=True)
def console_errors(page):
    """Collect errors of the console and of scripts, and demand at the end that there are none."""
    errors = []

    def note(text):
        if not any(re.search(pattern, text) for pattern in ALLOWED):
            errors.append(text)

    def read(message):
        if message.type == "error":
            note(f"{message.text} {message.location['url']}")

    page.on("console", read)
    page.on("pageerror", lambda error: note(str(error)))
    yield errors
    assert not errors


@pytest.fixture(autouse=True)
def asked_elsewhere(page):
    """Collect requests to other machines, and demand at the end that there are none."""
    addresses = []

    def note(request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "file") and address.hostname != "127.0.0.1":
            addresses.append(request.url)

    page.on("request", note)
    yield addresses
    assert not addresses


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with servers.jupyterlab(folder, tmp_path_factory.mktemp("lab_home")) as server:
        yield server


@pytest.fixture(scope="module")
def voila_server(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("voila")
    with servers.voila(folder, tmp_path_factory.mktemp("voila_home")) as server:
        yield server


@pytest.fixture
def screenshot(page):
    def keep(name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return keep


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    for reason in (NO_BROWSER, NO_PLAYWRIGHT):
        missed = sum(reason in str(report.longrepr) for report in skipped)
        if missed:
            terminalreporter.section("browser tests not made", sep="!", red=True)
            terminalreporter.line(f"{reason}: {missed} tests in a browser were skipped.")
