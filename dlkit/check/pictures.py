"""Small pictures for a panel, as SVG with words for those who do not see them.

The strip has a square for every check of one function. The slopes show a student's own loss and
what their own gradient says about it; no expected value goes into any picture.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from dlkit.check.battery import PARTS, Finding
from dlkit.check.slopes import Slopes

SQUARE, STEP, LETTER = 9, 12, 5.6  # a square, to the next one, and the width of a letter
COLUMN = LETTER * len("gradients")  # at least, so that parts stand below one another
WIDTH, HEIGHT, STICK = 250, 130, 13


def strip(function: str, findings: Sequence[Finding]) -> str:
    """Draw the checks of a function, part by part: full where passed, a cross where not."""
    groups, words, at = [], [], 0.0
    for part in PARTS:
        own = [finding for finding in findings if finding.check.part == part]
        if not own:
            continue
        squares = "".join(_square(at + STEP * i, each) for i, each in enumerate(own))
        groups.append(f'<text x="{at:g}" y="9">{part}</text>{squares}')
        words.append(f"{part} {sum(each.passed for each in own)} of {len(own)}")
        at += max(STEP * len(own), LETTER * len(part), COLUMN) + STEP
    label = f"{function}, checks passed: {', '.join(words)}"
    return _svg(label, at, 13 + SQUARE + 1, "".join(groups), "dlkit-strip")


def _square(x: float, finding: Finding) -> str:
    """One check; its title shows when the mouse rests on it."""
    said = f"<title>{html.escape(finding.check.title)}: {finding.status}</title>"
    if finding.passed:
        shape = f'<rect class="good" x="{x:g}" y="13" width="{SQUARE}" height="{SQUARE}" rx="2"/>'
    elif finding.status == "failed":
        right, low = x + SQUARE - 1, 13 + SQUARE - 1
        cross = f"M{x + 1:g} 14L{right:g} {low}M{right:g} 14L{x + 1:g} {low}"
        shape = f'{_frame("bad", x)}<path class="bad" d="{cross}"/>'
    else:
        shape = _frame("open", x)
    return f"<g>{said}{shape}</g>"


def _frame(kind: str, x: float) -> str:
    side = SQUARE - 1
    return f'<rect class="{kind}" x="{x + 0.5:g}" y="13.5" width="{side}" height="{side}" rx="2"/>'


def slopes(seen: Slopes) -> str:
    """Draw a loss along one of its inputs, and at some places the slope the gradient gives."""
    low, high = min(seen.losses), max(seen.losses)
    left, right = seen.inputs[0], seen.inputs[-1]
    tall = (high - low) or 1.0
    wide = right - left

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - left) / wide * WIDTH, (high - y) / tall * (HEIGHT - 30) + 15

    points = " ".join(
        "{:.1f},{:.1f}".format(*place(*at)) for at in zip(seen.inputs, seen.losses, strict=True)
    )
    steepness = (HEIGHT - 30) / tall * wide / WIDTH  # pixels down for a slope of 1 to the right
    drawn = [f'<polyline points="{points}"/>']
    for stick in seen.sticks:
        x, y = place(stick.input, stick.loss)
        length = (1 + (stick.slope * steepness) ** 2) ** 0.5 / STICK
        dx, dy = 1 / length, -stick.slope * steepness / length
        kind = "good" if stick.fits else "bad"
        line = f'x1="{x - dx:.1f}" y1="{y - dy:.1f}" x2="{x + dx:.1f}" y2="{y + dy:.1f}"'
        drawn.append(f'<line class="{kind}" {line}/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>')
    return _svg(seen.words().replace("`", ""), WIDTH, HEIGHT, "".join(drawn), "dlkit-slopes")


def _svg(label: str, width: float, height: float, inside: str, kind: str) -> str:
    return (
        f'<svg role="img" aria-label="{html.escape(label)}" class="{kind}" '
        f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">'
        f"{inside}</svg>"
    )
