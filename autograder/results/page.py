"""Pages that stand alone: one file, no script, no address outside, everything escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from autograder.coursework import files
from autograder.results.plain_text import cleaned
from dlkit.check import markup
from dlkit.check.panel import essential_sentence


@lru_cache(maxsize=4)
def environment(package: str) -> jinja2.Environment:
    """Return the templates of a package, with the frame of all pages behind them."""
    templates = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(package), jinja2.PackageLoader("autograder.results")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_without_acting,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"number": number, "percent": percent, "tone": tone, "duration": duration}
    templates.filters |= {"words": words, "essential": essential_sentence}
    return templates


def _without_acting(value: Any) -> Any:
    """Clean all text of a page at the place where it goes into it; markup stays markup."""
    return type(value)(cleaned(value)) if type(value) in (str, Markup) else value


def words(text: str) -> Markup:
    """Escape a text, and set what stands between backticks as code, as a check's panel does."""
    return Markup(markup.words(text))


def number(value: float | None, digits: int = 2) -> str:
    """Write a number without needless zeros; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def percent(value: float | None, whole: float) -> str:
    """Return a share of ``whole`` in percent, between 0 and 100."""
    share = (value or 0.0) / whole if whole else 0.0
    return number(100 * min(max(share, 0.0), 1.0), 1)


def tone(value: float | None, whole: float) -> str:
    """Name the colour class of a share: all, some or nothing."""
    if value is None:
        return "quiet"
    if value >= whole:
        return "good"
    return "partial" if value > 0 else "bad"


def duration(seconds: float) -> str:
    """Say a time in its two largest units: ``1 day 3 h``, ``12 min``, ``0.4 s``, ``40 ms``."""
    if 0 < seconds < 0.1:
        return f"{max(round(1000 * seconds), 1)} ms"
    if seconds < 60:
        return f"{number(seconds, 1)} s"
    minutes = round(seconds / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    named = ((days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{count} {unit}" for count, unit in named if count)


def write_public(path: Path, text: str) -> None:
    """Write a page whole or not at all, and let those read it who may read the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_atomically(path, text)
    path.chmod(0o644)  # nbgrader copies the mode when it releases feedback
