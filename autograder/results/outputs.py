"""What a student's cells printed and drew, reduced to text and pictures that cannot do anything."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 10_000  # characters of one output
LARGEST_PICTURE = 4_000_000  # characters of base64
MOST_OUTPUTS = 50  # of one cell

SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class ShownOutput:
    """One output: ``kind`` is "text", "error", "note" or "picture" (then the text is its data)."""

    kind: str
    text: str


def shown(outputs: Sequence[Mapping[str, Any]]) -> tuple[ShownOutput, ...]:
    """Reduce the outputs of one cell to what a page may show."""
    reduced = [_reduce(output) for output in outputs[:MOST_OUTPUTS]]
    if len(outputs) > MOST_OUTPUTS:
        reduced.append(note(f"{len(outputs) - MOST_OUTPUTS} more outputs are left out"))
    return tuple(output for output in reduced if output.text)


def note(text: str) -> ShownOutput:
    """A remark of ours where an output would stand."""
    return ShownOutput("note", text)


def joined(text: Any) -> str:
    """Return a notebook's text, which may be stored as one string or as lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text or "")


def picture(data: Mapping[str, Any]) -> str:
    """The first picture among contents by their kind, as an address of data; "" without one."""
    pictures = (_picture(kind, data.get(kind)) for kind in SIGNATURES)
    return next((address for address in pictures if address), "")


def plain(text: str) -> str:
    """Remove colours, control characters and what a terminal would have overwritten."""
    lines = _ESCAPES.sub("", text).replace("\r\n", "\n").split("\n")
    kept = (line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
    return _CONTROLS.sub("", "\n".join(kept)).strip("\n")


def _reduce(output: Mapping[str, Any]) -> ShownOutput:
    match output.get("output_type"):
        case "stream":
            return ShownOutput("text", _cut(plain(joined(output.get("text")))))
        case "error":
            lines = plain("\n".join(map(str, output.get("traceback") or [])))
            sentence = plain(f"{output.get('ename')}: {output.get('evalue')}")
            return ShownOutput("error", _cut(lines or sentence))
        case "display_data" | "execute_result":
            return _of_bundle(output.get("data") or {})
    return note("an output of an unknown kind is left out")


def _of_bundle(data: Mapping[str, Any]) -> ShownOutput:
    """Take the picture, else the text; never HTML, SVG or scripts."""
    if address := picture(data):
        return ShownOutput("picture", address)
    if text := plain(joined(data.get("text/plain"))):
        return ShownOutput("text", _cut(text))
    return note("this output can only be seen in JupyterLab")


def _picture(kind: str, encoded: Any) -> str:
    """Return a data address, encoded anew, of what really begins like a picture; else ""."""
    text = re.sub(r"\s", "", joined(encoded))
    if not text or len(text) > LARGEST_PICTURE:
        return ""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    if not content.startswith(SIGNATURES[kind]):
        return ""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}\n[… {len(text) - LONGEST_TEXT} more characters]"
