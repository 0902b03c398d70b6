"""Outputs of cells as the notebook format stores them, limited in size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from autograder.model import COMPLETE, Ending, raised
from autograder.sandbox.session import Message

NOTE = "\n[output cut: more than {limit} bytes]\n"
OUTPUT_BYTES = 200  # that an output takes beside its content
MAX_DEPTH = 64  # of data to be shown: what is nested deeper could not be written to a file
Output = dict[str, Any]


class Collector:
    """Gathers what one cell publishes; nbclient's rules for streams and cleared output."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._clear_next = False
        self._displays: dict[str, list[Output]] = {}
        self.outputs: list[Output] = []

    def __call__(self, message: Message) -> None:
        """Take one message of the kernel; malformed ones are left out."""
        self._size += len(str(message.content))
        if self._size > self._limit:
            self._cut()
            return
        if message.kind == "clear_output":
            self._clear_next = bool(message.content.get("wait"))
            if not self._clear_next:
                self.outputs.clear()
            return
        if message.kind == "update_display_data":
            self._update(message.content)
            return
        output = _output(message)
        if output is None:
            return
        if self._clear_next:
            self.outputs.clear()
            self._clear_next = False
        self._append(output)
        if name := _display_id(message.content):
            self._displays.setdefault(name, []).append(output)

    def _update(self, content: Mapping[str, Any]) -> None:
        """Change what the cell shows under a name; in other cells it stays as it was."""
        for output in self._displays.get(_display_id(content), ()):
            output["data"] = _mime_bundle(content.get("data"))
            output["metadata"] = _metadata(content.get("metadata"))

    def _append(self, output: Output) -> None:
        last = self.outputs[-1] if self.outputs else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            self._size += OUTPUT_BYTES
            self.outputs.append(output)

    def _cut(self) -> None:
        note = NOTE.format(limit=self._limit)
        last = self.outputs[-1] if self.outputs else {}
        if not str(last.get("text", "")).endswith(note):
            self._append({"output_type": "stream", "name": "stdout", "text": note})


def error(kind: str, message: str) -> Output:
    """An error output without a traceback."""
    return {"output_type": "error", "ename": kind, "evalue": message, "traceback": [message]}


def text(printed: str) -> Output:
    """Text on standard output."""
    return {"output_type": "stream", "name": "stdout", "text": printed}


def result(value: str) -> Output:
    """The value of a cell's last expression, as text."""
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": value},
    }


def of_test(mark: float | None, message: str, panels: Iterable[str]) -> tuple[Output, ...]:
    """The outputs of a test cell in the autograded notebook: what was found, and the mark."""
    text_of_panels = "\n".join(panels)
    shown = [text(f"{text_of_panels}\n")] if text_of_panels else []
    if message:
        shown.append(error("NotPassed", message))
    elif mark is not None:
        shown.append(result(f"{mark:g}"))
    return tuple(shown)


def ending(outputs: Iterable[Output]) -> Ending:
    """How a cell ended that ran in the student's process, as its outputs tell."""
    for output in outputs:
        if output["output_type"] == "error":
            return raised(output["ename"], output["evalue"], by_student=True)
    return COMPLETE


def last_number(outputs: Iterable[Output]) -> float | None:
    """The number that a cell's last expression showed, where it showed one."""
    shown = [o["data"].get("text/plain") for o in outputs if o["output_type"] == "execute_result"]
    try:
        return float(shown[-1]) if shown else None
    except (TypeError, ValueError):
        return None


def _output(message: Message) -> Output | None:
    content = message.content
    match message.kind:
        case "stream":
            return {
                "output_type": "stream",
                "name": "stderr" if content.get("name") == "stderr" else "stdout",
                "text": str(content.get("text", "")),
            }
        case "error":
            lines = [str(line) for line in content.get("traceback") or []]
            output = error(str(content.get("ename")), str(content.get("evalue")))
            return {**output, "traceback": lines}
        case "display_data" | "execute_result":
            output = {
                "output_type": message.kind,
                "data": _mime_bundle(content.get("data")),
                "metadata": _metadata(content.get("metadata")),
            }
            if message.kind == "execute_result":
                output["execution_count"] = None
            return output
    return None


def _mime_bundle(data: Any) -> dict[str, Any]:
    pairs = data.items() if isinstance(data, dict) else ()
    return {kind: value for kind, value in pairs if "/" in kind and _depth(value) <= MAX_DEPTH}


def _depth(value: Any, limit: int = MAX_DEPTH) -> int:
    """How deep data is nested, counted no further than one beyond ``limit``."""
    if not isinstance(value, dict | list):
        return 0
    if not limit:
        return 1
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max((_depth(each, limit - 1) for each in inner), default=0)


def _metadata(metadata: Any) -> dict[str, Any]:
    """How large a picture is to be shown, and such: for each kind of data, numbers and no more."""
    pairs = metadata.items() if isinstance(metadata, dict) else ()
    plain = {k: _numbers(v) for k, v in pairs if "/" in str(k) and isinstance(v, dict)}
    return {kind: numbers for kind, numbers in plain.items() if numbers}


def _numbers(sizes: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(k): v for k, v in sizes.items() if isinstance(v, bool | int | float)}


def _display_id(content: Mapping[str, Any]) -> str:
    transient = content.get("transient")
    return str(transient.get("display_id") or "") if isinstance(transient, dict) else ""
