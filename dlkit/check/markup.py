"""Draw a panel as HTML: compact, readable in light and dark themes, nothing let through as markup.

Colours are mixed with the colour of the page's own text, so that they stand out on any background.
Where a notebook is not trusted JupyterLab drops the pictures and the style; the words remain.
"""

from __future__ import annotations

import html
import re

from dlkit.check.battery import PARTS, Finding
from dlkit.check.panel import Panel, Row
from dlkit.check.pictures import slopes as drawn
from dlkit.check.pictures import strip
from dlkit.check.progress import Progress
from dlkit.check.slopes import Slopes

SIGNS = {"passed": "✓", "wrong": "✗", "stopped": "✗", "not attempted": "○", "error": "!"}
SIGNS |= {"hint": "?", "stub": "↺"}

STYLE = """<style>
.dlkit-check { --good: color-mix(in srgb, currentColor 30%, #2da44e); max-width: 60rem;
  --bad: color-mix(in srgb, currentColor 30%, #f0701d); line-height: 1.45; --state: var(--bad);
  container-type: inline-size;
  --quiet: color-mix(in srgb, currentColor 65%, transparent); margin: 4px 0;
  --line: color-mix(in srgb, currentColor 18%, transparent); padding: 8px 14px;
  border: 1px solid var(--line); border-left: 4px solid var(--state); border-radius: 6px; }
.dlkit-check.passed { --state: var(--good); }
.dlkit-check.not-attempted, .dlkit-check.hint, .dlkit-check.stub { --state: var(--quiet); }
.dlkit-check header { display: flex; flex-wrap: wrap; gap: 0 .7em; align-items: baseline; }
.dlkit-check header b { color: var(--state); }
.dlkit-check .quiet, .dlkit-check summary { color: var(--quiet); font-size: .92em; }
.dlkit-rows { display: grid; grid-template-columns: 1fr auto; gap: 6px 24px; padding: 6px 0; }
@container (max-width: 36rem) { .dlkit-rows { grid-template-columns: 1fr; } }
.dlkit-rows p { margin: 0 !important; max-width: 44em; }
.dlkit-check code { background: var(--line); padding: 0 3px; border-radius: 3px; }
.dlkit-check pre { margin: 6px 0 !important; padding: 6px 10px; background: var(--line);
  border-radius: 3px; overflow-x: auto; } .dlkit-check pre code { background: none; padding: 0; }
.dlkit-check ul, .dlkit-check ol { margin: 2px 0 0 !important; padding-left: 1.4em; }
.dlkit-check figure { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center;
  margin: 6px 0; } .dlkit-check figcaption { max-width: 32em; font-size: .92em; }
.dlkit-strip { display: flex; gap: 12px; white-space: nowrap; }
.dlkit-strip span { line-height: 1; }
.dlkit-strip small { display: block; min-width: 7em; color: var(--quiet); font-size: 10px;
  line-height: 1.3; }
.dlkit-strip i { display: inline-block; box-sizing: border-box; width: 9px; height: 9px;
  margin-right: 3px; border-radius: 2px; }
.dlkit-strip i.good { background: var(--good); }
.dlkit-strip i.bad { border: 1px solid var(--bad); background:
  linear-gradient(45deg, #0000 42%, var(--bad) 43% 57%, #0000 58%),
  linear-gradient(-45deg, #0000 42%, var(--bad) 43% 57%, #0000 58%); }
.dlkit-strip i.open { border: 1px dashed var(--quiet); }
.dlkit-check svg { overflow: visible; flex: none; }
.dlkit-check circle { fill: currentColor; }
.dlkit-check polyline { stroke: var(--quiet); fill: none; stroke-width: 1.5; }
.dlkit-check line { stroke-width: 3; stroke-linecap: round; }
.dlkit-check line.good { stroke: var(--good); } .dlkit-check line.bad { stroke: var(--bad); }
.dlkit-progress { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center;
  max-width: 60rem; font-size: .92em; --good: color-mix(in srgb, currentColor 30%, #2da44e); }
.dlkit-progress > i { flex: 0 1 14rem; min-width: 6rem; height: 7px; border-radius: 4px;
  overflow: hidden; background: color-mix(in srgb, currentColor 18%, transparent); }
.dlkit-progress > i > i { display: block; height: 100%; background: var(--good); }
</style>"""


def page(panel: Panel, compared: Slopes | None = None, points: str = "") -> str:
    """Return the HTML of a panel, with a picture of the slopes where there is one."""
    name = f"{panel.exercise}: {panel.headline}"
    title = f"<span>{words(panel.title)}</span> " if panel.title else ""
    earned = f' <span class="quiet">{html.escape(points)}</span>' if points else ""
    return (
        f'{STYLE}<section role="region" aria-label="{html.escape(name)}" '
        f'class="dlkit-check {panel.state.replace(" ", "-")}"><header>'
        f'<b><span aria-hidden="true">{SIGNS[panel.state]}</span> {words(panel.exercise)}</b> '
        f"{title}<span>{words(panel.headline)}</span>{earned}</header>"
        f"{_listing(panel.sentences, ordered=panel.state == 'hint')}"
        f"{_rows(panel.rows)}{_figure(compared)}{_code(panel.code)}"
        f"{_asked(panel.findings) if points else ''}"
        "</section>"
    )


def bar(progress: Progress) -> str:
    """Return the HTML of the progress over the whole notebook."""
    share = 100 * progress.earned / progress.points
    return (
        f'{STYLE}<div class="dlkit-progress"><i role="progressbar" aria-valuemin="0" '
        f'aria-label="Progress over this notebook" aria-valuenow="{progress.earned:g}" '
        f'aria-valuemax="{progress.points:g}" aria-valuetext="{html.escape(str(progress))}">'
        f'<i style="width:{share:.1f}%"></i></i><span>{html.escape(str(progress))}</span></div>'
    )


def _rows(rows: tuple[Row, ...]) -> str:
    listed = "".join(f"<p>{_said(row)}</p>{strip(row.function, row.findings)}" for row in rows)
    return f'<div class="dlkit-rows">{listed}</div>' if listed else ""


def _said(row: Row) -> str:
    name = f"<code>{html.escape(row.function)}</code>"
    if row.state == "passed":
        return f"{name} <b>right</b>"
    lead = "<b>wrong:</b> " if row.state == "wrong" else ""
    return f"{name} {lead}{words(row.message)}"


def _figure(compared: Slopes | None) -> str:
    if compared is None:
        return ""
    caption = f"{words(compared.words())} {words(compared.advice())}"
    return f"<figure>{drawn(compared)}<figcaption>{caption}</figcaption></figure>"


def _code(cells: tuple[str, ...]) -> str:
    """Code as plain text, which can be selected and copied."""
    return "".join(f"<pre><code>{html.escape(cell)}</code></pre>" for cell in cells)


def _asked(findings: tuple[Finding, ...]) -> str:
    """Name what the hidden tests will ask: the same kinds of checks, with other numbers."""
    if not findings:
        return ""
    kinds = {
        part: dict.fromkeys(each.check.title for each in findings if each.check.part == part)
        for part in PARTS
    }
    listed = [f"{part}: {'; '.join(titles)}" for part, titles in kinds.items() if titles]
    return (
        "<details><summary>What is asked again, with other numbers, when you have handed in"
        f"</summary>{_listing(tuple(listed))}</details>"
    )


def _listing(sentences: tuple[str, ...], *, ordered: bool = False) -> str:
    if not sentences:
        return ""
    kind = "ol" if ordered else "ul"
    return f"<{kind}>{''.join(f'<li>{words(each)}</li>' for each in sentences)}</{kind}>"


def words(text: str) -> str:
    """Escape a text, and set what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
