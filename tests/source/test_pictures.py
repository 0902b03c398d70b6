"""Every picture of every notebook goes out with words for those who do not see it."""

import ast
from pathlib import Path

import pytest

from autograder.coursework.notebook import read
from autograder.model import ILLUSTRATION

NOTEBOOKS = sorted((Path(__file__).parents[2] / "source").glob("*/*.ipynb"))
SHORTEST = 40  # characters: enough to say what is to be seen
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def shows(cell):
    """Calls of something named `show` in a cell, as (what it belongs to, its arguments)."""
    for node in ast.walk(ast.parse(cell.source)):
        is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_method and node.func.attr == "show":
            yield ast.unparse(node.func.value), node.args


def literal(words):
    """The text of an expression, as far as it stands there: f-strings and sums of strings."""
    nodes = (node.value for node in ast.walk(words) if isinstance(node, ast.Constant))
    return "".join(text for text in nodes if isinstance(text, str))


@every_notebook
def test_figures_are_shown_by_plots_alone_and_with_words(path):
    for cell in read(path).code:
        for owner, arguments in shows(cell):
            assert owner == "plots", f"{cell.grade_id}: {owner}.show has no words; use plots.show"
            _, words = arguments
            assert len(literal(words)) >= SHORTEST, cell.grade_id


@every_notebook
def test_every_illustration_shows_a_picture(path):
    cells = [cell for cell in read(path).code if ILLUSTRATION in cell.metadata.get("tags", ())]
    assert cells
    for cell in cells:
        assert [owner for owner, _ in shows(cell)], f"{cell.grade_id} shows nothing with words"


@every_notebook
def test_words_are_no_copy_of_others(path):
    words = [literal(arguments[1]) for cell in read(path).code for _, arguments in shows(cell)]
    assert len(words) == len(set(words))
