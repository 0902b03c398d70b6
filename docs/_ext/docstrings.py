"""Our docstrings as napoleon reads them.

A field of ours is one line, ``name : (N, D)    what it is``; numpydoc wants the description on a
line of its own. ``Conventions: …`` and ``Source: …`` become sections, tables in the docstring of
a module become definitions, and its drawings are left as they were drawn.
"""

import inspect
import re

FIELDS = ("Parameters", "Returns", "Raises", "Attributes", "Yields")
GAP = re.compile(r" {3,}")  # between a field and its description
DRAWN = re.compile(r"[─│├└┐┘►]")
NOTE = re.compile(r"(Conventions|Source): ")


def setup(app):
    """Work before napoleon does, which has the default priority of 500."""
    app.connect("autodoc-process-docstring", reformat, priority=400)
    app.connect("autodoc-process-signature", without_annotations)
    app.connect("autodoc-skip-member", skip_matplotlib)


def skip_matplotlib(app, what, name, thing, skip, options):
    """Leave out what matplotlib adds to a class of ours: its ``set`` does not parse here."""
    return True if getattr(thing, "__module__", "") == "matplotlib.artist" else None


def reformat(app, what, name, thing, options, lines):
    """Rewrite the lines of a docstring in place."""
    paragraphs = "\n".join(lines).strip("\n").split("\n\n")
    reshape = of_module if what == "module" else of_member
    text = "\n\n".join(reshape(paragraph) for paragraph in paragraphs)
    lines[:] = [*text.split("\n"), ""]


def without_annotations(app, what, name, thing, options, signature, returned):
    """In dlkit the docstring gives shapes, which say more than ``ArrayLike`` written out."""
    if not name.startswith("dlkit.") or signature is None:
        return None
    try:
        own = inspect.signature(thing)
    except (TypeError, ValueError):
        return None
    bare = [plain(p) for p in own.parameters.values() if p.name != "self"]
    return str(own.replace(parameters=bare, return_annotation=own.empty)), None


def plain(parameter):
    """Return a parameter without its annotation; a function as default is shown by its name."""
    default = parameter.default
    if inspect.isroutine(default):
        default = ByName(default.__name__)
    return parameter.replace(annotation=parameter.empty, default=default)


class ByName(str):
    """A text that is shown without quotes."""

    __repr__ = str.__str__


def of_member(paragraph):
    """Set the fields of a section apart, and give a note a heading."""
    note = NOTE.match(paragraph)
    if note:
        text = paragraph[note.end() :]
        return f"{note[1]}\n{'-' * len(note[1])}\n{text[0].upper()}{text[1:]}"
    title, *rest = paragraph.split("\n")
    if title not in FIELDS:
        return paragraph
    return "\n".join([title, rest[0], *(line for field in rest[1:] for line in described(field))])


def of_module(paragraph):
    """Keep a drawing as it is, and take a table for definitions."""
    rows = paragraph.split("\n")
    if DRAWN.search(paragraph):
        return "::\n\n" + "\n".join(f"    {row}" for row in rows)
    gaps = {gap.end() for gap in map(re.compile(r"\S.*?( {3,})").match, rows) if gap}
    if len(gaps) == 1 and not rows[0].startswith(" ") and GAP.search(rows[0]):
        return "\n".join(line for row in rows for line in described(row))
    return paragraph


def described(row):
    """Return a field and its description as two lines; a continuation stays one."""
    if row.startswith(" "):
        return [f"    {row.strip()}"]
    return re.sub(GAP, "\n    ", row.rstrip(), count=1).split("\n")
