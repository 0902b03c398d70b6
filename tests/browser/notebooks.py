"""Notebooks for the browser tests: writing small ones, opening and running them in JupyterLab."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def write(path, *cells):
    """Write a notebook of code cells."""
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=KERNEL)
    nbformat.write(notebook, path)


def open_in_lab(page, address):
    """Open a notebook by `Server.lab`'s address, and wait until its kernel is ready.

    A click on Run before that would open a dialogue that asks for a kernel.
    """
    page.goto(address)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator("#jp-bottom-panel, .jp-StatusBar-Widget").get_by_text("| Idle").first.wait_for()


def run_all(page):
    """Choose Run All Cells in JupyterLab's menu."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def run_cell(page, index):
    """Run one cell by Shift+Enter in JupyterLab."""
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(index).click()
    page.keyboard.press("Shift+Enter")
