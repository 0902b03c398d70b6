"""Outputs of cells as far as ipykernel itself repeats them from one run to the next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Colours, addresses of objects, where libraries lie, process ids, times, names of widgets, and
# the number of the cell in a traceback (ours counts the student's cells: the tests run elsewhere).
FLEETING = (
    r"\\u001b\[[0-9;]*m",
    r"0x[0-9a-f]+",
    r"[\w/.-]*/(site-packages|site|lib/python3[\d.]*)/",
    r"ipykernel_\d+/\d+",
    r"In ?\[\d+\]",
    r"(CPU times|Wall time):.*?\\n",
    r"IPY_MODEL_\w+|\"model_id\": \"\w+\"",
)


def lasting(outputs: Iterable[Mapping[str, Any]]) -> str:
    """The outputs as one text. Streams are joined: a kernel cuts them where its timer says."""
    joined: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        copy: dict[str, Any] = {**json.loads(json.dumps(output)), "execution_count": None}
        copy["data"] = {k: _joined(v) for k, v in copy.get("data", {}).items()}
        if copy["output_type"] != "stream":
            joined.append(copy)
        elif copy["name"] in streams:
            streams[copy["name"]]["text"] += _joined(copy["text"])
        else:
            copy["text"] = _joined(copy["text"])
            joined.append(streams.setdefault(copy["name"], copy))
    text = json.dumps(joined, sort_keys=True)
    for pattern in FLEETING:
        text = re.sub(pattern, "", text)
    return text


def _joined(text: Any) -> Any:
    """Files of notebooks hold the lines of a text one by one."""
    return "".join(text) if isinstance(text, list) else text
