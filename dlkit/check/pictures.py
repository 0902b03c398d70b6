"""Small pictures for a panel, with words for those who do not see them.

The strip has a square for every check of one function. The slopes show a student's own loss and
what their own gradient says about it; no expected value goes into any picture. The strip is made of
empty elements and the slopes (SVG) hold no text, so that nothing spills where JupyterLab drops
pictures.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from dlkit.check.battery import PARTS, Finding
from dlkit.check.slopes import Slopes

WIDTH, HEIGHT, STICK = 250, 130, 13


def strip(function: str, findings: Sequence[Finding]) -> str:
    """Draw the checks of a function, part by part: full where passed, a cross where not."""
    groups, words = [], []
    for part in PARTS:
        own = [finding for finding in findings if finding.check.part == part]
        if own:
            passed = sum(each.passed for each in own)
            squares = "".join(_square(each) for each in own)
            groups.append(f"<span><small>{part} {passed}/{len(own)}</small>{squares}</span> ")
            words.append(f"{part} {passed} of {len(own)}")
    label = html.escape(f"{function}, checks passed: {', '.join(words)}")
    return f'<div role="img" aria-label="{label}" class="dlkit-strip">{"".join(groups)}</div>'


def _square(finding: Finding) -> str:
    """One check; its title shows when the mouse rests on it."""
    kind = {"passed": "good", "failed": "bad"}.get(finding.status, "open")
    said = html.escape(f"{finding.check.title}: {finding.status}")
    return f'<i class="{kind}" title="{said}"></i>'


def slopes(compared: Slopes) -> str:
    """Draw a loss along one of its inputs, and at some places the slope the gradient gives."""
    low, high = min(compared.losses), max(compared.losses)
    left, right = compared.inputs[0], compared.inputs[-1]
    tall = (high - low) or 1.0
    wide = right - left

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - left) / wide * WIDTH, (high - y) / tall * (HEIGHT - 30) + 15

    curve = map(place, compared.inputs, compared.losses)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in curve)
    steepness = (HEIGHT - 30) / tall * wide / WIDTH  # pixels down for a slope of 1 to the right
    drawn = [f'<polyline points="{points}"/>']
    for stick in compared.sticks:
        x, y = place(stick.input, stick.loss)
        length = (1 + (stick.slope * steepness) ** 2) ** 0.5 / STICK
        dx, dy = 1 / length, -stick.slope * steepness / length
        kind = "good" if stick.fits else "bad"
        line = f'x1="{x - dx:.1f}" y1="{y - dy:.1f}" x2="{x + dx:.1f}" y2="{y + dy:.1f}"'
        drawn.append(f'<line class="{kind}" {line}/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>')
    words = html.escape(compared.words().replace("`", ""))
    return (
        f'<svg role="img" aria-label="{words}" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(drawn)}</svg>'
    )
