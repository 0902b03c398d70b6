"""Render a student's markdown without trusting it: no HTML, no links, no pictures from elsewhere.

Addresses are shown as text, so the page has nothing to click that leads away and nothing to load.
Pictures that are attached to the cell itself are shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote

import mistune
from markupsafe import Markup, escape
from mistune.plugins import math

ATTACHED = "attachment:"  # how a cell names a picture of its own
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
LONGEST = 20_000  # characters; a longer cell is shown as it is, unrendered
MOST_BLANKS = 100  # in a row: the time that a parser takes grows with their square

_BLANKS = re.compile(rf"[^\S\n]{{{MOST_BLANKS},}}")


class _Plain(mistune.HTMLRenderer):
    """HTML from markdown alone; whatever would be HTML of the student's is escaped."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(escape=True)
        self._pictures = pictures

    def link(self, text: str, url: str, title: str | None = None) -> str:
        within = url.startswith("#")
        return text if within or url == text else f"{text} <code>{escape(url)}</code>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if address := self._pictures.get(unquote(url.removeprefix(ATTACHED))):
            return f'<img src="{escape(address)}" alt="{escape(Markup(text).striptags())}">'
        return f"<em>[picture: {text or escape(url)}]</em>"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def heading(self, text: str, level: int, **attrs: object) -> str:
        below = min(level + 2, 6)  # the page has its own title and sections
        return f"<h{below}>{text}</h{below}>\n"


def render(source: str, pictures: Mapping[str, str] = NO_PICTURES) -> Markup:
    """Return safe HTML for a markdown cell; ``pictures`` are its attached ones, as data."""
    if len(source) > LONGEST:
        return _as_it_is(source)
    source = _BLANKS.sub(" " * MOST_BLANKS, source)
    try:
        return Markup((_made(pictures) if pictures else _renderer())(source))
    except (RecursionError, ValueError, KeyError, IndexError):
        return _as_it_is(source)


def _as_it_is(source: str) -> Markup:
    return Markup("<pre>{}</pre>").format(source)


@lru_cache(maxsize=1)
def _renderer() -> mistune.Markdown:
    return _made(NO_PICTURES)


def _made(pictures: Mapping[str, str]) -> mistune.Markdown:
    renderer = _Plain(pictures)
    markdown = mistune.create_markdown(renderer=renderer, plugins=["table"])
    math.math(markdown)  # only so that _ and * in formulas stay what they are
    renderer.register("inline_math", _inline_math)
    renderer.register("block_math", _block_math)
    return markdown


def _inline_math(_: mistune.HTMLRenderer, text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _block_math(_: mistune.HTMLRenderer, text: str) -> str:
    return f"<pre><code>{escape(text)}</code></pre>\n"
