"""What the site is made of: docstrings, commands, modules, lectures, slides."""

import re
from pathlib import Path

import click
import nbformat

from autograder.commands.main import COMMANDS

ROOT = Path(__file__).parents[2]
MARKDOWN, CODE = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell


# ---------------------------------------------------------------- docstrings


def reformatted(part, text, what="function"):
    lines = text.split("\n")
    part("docstrings").reformat(None, what, "name", None, None, lines)
    return "\n".join(lines).strip()


def test_a_field_is_set_apart_at_its_gap_and_keeps_its_second_line(part):
    heading = "Parameters\n----------\n"
    text = "x : (N, D)    the inputs,\n        all of them\nn : int    how many"
    assert reformatted(part, heading + text) == (
        heading + "x : (N, D)\n    the inputs,\n    all of them\nn : int\n    how many"
    )


def test_conventions_and_sources_become_sections(part):
    text = "Say.\n\nConventions: mean over N.\n\nSource: Huber, 1964."
    assert reformatted(part, text) == (
        "Say.\n\nConventions\n-----------\nMean over N.\n\nSource\n------\nHuber, 1964."
    )


def test_prose_and_examples_stay_as_they_are(part):
    text = "One.\n\nMore: of it.\n\nExamples\n--------\n>>> f(1)    # a gap\n1"
    assert reformatted(part, text) == text


def test_a_table_in_a_module_becomes_definitions_and_a_drawing_stays(part):
    assert reformatted(part, "one     first\nthree   third,\n        too", "module") == (
        "one\n    first\nthree\n    third,\n    too"
    )
    assert reformatted(part, "a\n└── b", "module") == "::\n\n    a\n    └── b"


def test_a_signature_shows_names_and_no_addresses(part):
    def layer(self, x: int, init=sum, *, eps: float = 0.1) -> str: ...

    shown = part("docstrings").without_annotations(
        None, "function", "dlkit.f", layer, None, "()", None
    )
    assert shown == ("(x, init=sum, *, eps=0.1)", None)


def test_an_empty_docstring_is_no_fault(part):
    assert reformatted(part, "") == ""


# ---------------------------------------------------------------- commands and modules


def test_every_command_and_each_of_its_options_has_its_lines(part, tmp_path):
    commands = part("commands")
    commands.write_page(tmp_path)
    text = (tmp_path / "commands.md").read_text(encoding="utf-8")
    sections = re.split(r"^## autograder (\w+)$", text, flags=re.MULTILINE)[1:]
    assert sections[::2] == list(COMMANDS)
    for name, lines in zip(sections[::2], sections[1::2], strict=True):
        command = commands.main.get_command(click.Context(commands.main), name)
        for option in (p for p in command.params if isinstance(p, click.Option)):
            assert f"`{option.opts[0]}" in lines
        assert f"```bash\nautograder {name}" in lines, f"{name} shows no example"
    assert "\b" not in text


def test_every_public_module_has_a_page_and_topics_keep_their_order(part, tmp_path):
    api = part("api")
    api.write_pages(tmp_path)
    for package in api.PACKAGES:
        tree = (tmp_path / f"{package}.rst").read_text()
        for name in (f"{package}.{child}" for child in api.children(package)):
            assert f"   {name}\n" in tree
            assert (tmp_path / f"{name}.rst").exists()
    names = api.children("dlkit")
    assert names.index("shapes") < names.index("losses") < names.index("check")


# ---------------------------------------------------------------- lectures and slides


def test_a_lecture_is_run_again_only_when_something_it_uses_has_changed(
    part, tmp_path, monkeypatch
):
    lectures, ran = part("lectures"), []
    source = tmp_path / "99_nothing/lecture.ipynb"
    source.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[MARKDOWN("# Nothing")]), source)
    monkeypatch.setattr(lectures, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(lectures, "run", lambda notebook, folder: ran.append(folder) or notebook)
    for _ in range(2):
        lectures.executed(source)
    assert ran == [source.parent]
    (source.parent / "figures.py").write_text("")
    lectures.executed(source)
    assert len(ran) == 2


def notebook():
    def at(cell, kind, *tags):
        cell.metadata.update({"slideshow": {"slide_type": kind}, "tags": list(tags)})
        return cell

    shown = CODE("print('<shown>')")
    shown.outputs = [
        nbformat.v4.new_output("stream", text="<a>\n"),
        nbformat.v4.new_output("stream", text="b\n"),
        nbformat.v4.new_output("stream", name="stderr", text="secret"),
        nbformat.v4.new_output("display_data", data={"text/html": "<img>", "text/plain": "Axes"}),
    ]
    return nbformat.v4.new_notebook(
        cells=[
            at(MARKDOWN("# A title\n\n$x^2 < 3$ and [a file](../a.ipynb)"), "slide"),
            at(MARKDOWN("for the lecturer"), "notes"),
            at(CODE("import numpy"), "skip"),
            at(MARKDOWN("## Next"), "subslide"),
            at(shown, "-", "hide-input"),
            at(MARKDOWN("later"), "fragment"),
        ]
    )


def test_cells_go_where_their_metadata_says(part):
    page = part("slides").convert(notebook())
    assert "<title>A title</title>" in page
    first, second = re.findall(r'<section class="(\w+)".*?>(.*?)</section>', page, re.DOTALL)
    assert (first[0], second[0]) == ("slide", "subslide")
    assert re.search(r"<aside.*for the lecturer.*</aside>", first[1], re.DOTALL)
    assert "a file" in first[1] and "a.ipynb" not in page
    assert "import numpy" not in page
    assert '<pre class="output">&lt;a&gt;\nb\n</pre>' in second[1]
    assert "<img>" in second[1] and "Axes" not in second[1]
    assert "shown" not in second[1]
    assert "secret" not in second[1]
    assert re.search(r'<div class="fragment">.*later', second[1], re.DOTALL)


# ---------------------------------------------------------------- pictures


def test_pictures_are_small_shown_and_described():
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    shown = dict(re.findall(r"!\[([^\]]{40,})\]\((?:docs/)?images/([^)]+)\)", text))
    pictures = list(ROOT.glob("docs/images/*"))
    assert {picture.name for picture in pictures} == set(shown.values())
    assert all(picture.stat().st_size < 80_000 for picture in pictures)
