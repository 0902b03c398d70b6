"""Slides from a lecture: one HTML file that needs no network and no kernel.

A cell's ``slide_type`` says where it goes, as in nbconvert's slides: ``slide`` and ``subslide``
begin a page, ``fragment`` waits for a key, ``notes`` are for the lecturer, ``skip`` is left out.
The code of cells tagged ``hide-input`` is not shown.
"""

import html
import re
from importlib.metadata import distribution
from pathlib import Path
from string import Template

import lectures
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

PARTS = Path(__file__).parents[1] / "_slides"  # what each page of slides is put together from
_CARRIER = "sphinx-mathjax-offline"  # brings MathJax's own file, all of TeX in one
MATHJAX = Path(distribution(_CARRIER).locate_file(f"{_CARRIER}/static/mathjax/tex-svg-full.js"))
PAGE = Template((PARTS / "slides.html").read_text(encoding="utf-8"))


def main(folder):
    """Write the slides of every lecture."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in lectures.sources().items():
        page = convert(lectures.executed(source))
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


def convert(notebook):
    """Return a lecture with its outputs as one page."""
    return PAGE.substitute(
        title=html.escape(lectures.title(notebook)),
        style=(PARTS / "slides.css").read_text(encoding="utf-8")
        + HtmlFormatter(style="friendly").get_style_defs("pre.code"),
        slides="\n".join(section(kind, cells) for kind, cells in pages(notebook)),
        script=(PARTS / "slides.js").read_text(encoding="utf-8"),
        mathjax=MATHJAX.read_text(encoding="utf-8"),
    )


def pages(notebook):
    """Return the cells of each slide, with the kind of the slide."""
    slides = []
    for cell in notebook.cells:
        kind = slide_type(cell)
        if kind == "skip":
            continue
        if kind in ("slide", "subslide") or not slides:
            slides.append((kind, []))
        slides[-1][1].append(cell)
    return slides


def slide_type(cell):
    """Return where a cell goes; one without a word follows the cell before it."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def section(kind, cells):
    """Return one slide: what all see, and the notes."""
    on_slide, notes = [], []
    for cell in cells:
        text, place = shown(cell), slide_type(cell)
        if place == "fragment":
            text = f'<div class="fragment">{text}</div>'
        (notes if place == "notes" else on_slide).append(text)
    aside = f'<aside class="notes">{"".join(notes)}</aside>' if notes else ""
    body = "\n".join(on_slide)
    return f'<section class="{kind}"><div class="fit">{body}</div>{aside}</section>'


def shown(cell):
    """Return a cell as HTML."""
    if cell.cell_type == "markdown":
        return markdown(cell.source)
    parts = []
    if "hide-input" not in cell.metadata.get("tags", []):
        code = HtmlFormatter(nowrap=True, style="friendly")
        parts.append(f'<pre class="code">{highlight(cell.source, PythonLexer(), code)}</pre>')
    return "\n".join([*parts, *outputs(cell)])


def outputs(cell):
    """Return what a cell has printed, and its pictures, which `plots.show` gives words."""
    printed = "".join(o.text for o in cell.outputs if o.get("name") == "stdout")
    if printed:
        yield f'<pre class="output">{html.escape(printed.rstrip(chr(10)))}\n</pre>'
    for data in (output.data for output in cell.outputs if "data" in output):
        plain = f'<pre class="output">{html.escape(data.get("text/plain", ""))}</pre>'
        yield data.get("text/html", plain)


def markdown(text):
    """Return Markdown as HTML; formulas stay for MathJax. A link to another file is only text."""
    text = re.sub(r"\[([^\]]+)\]\((?![a-z]+:|#)[^)]*\)", r"\1", text)
    return _MARKDOWN.render(text)


def formula(content, options):
    """Return a formula between the signs that MathJax looks for."""
    begin, end = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return begin + html.escape(content) + end


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_MARKDOWN.use(dollarmath_plugin, renderer=formula, allow_space=True)
