"""What students handed in: each a change of the model answers, by the names of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable

Answers = dict[str, str]  # grade_id of a solution cell -> its source
Change = Callable[[Answers], None]


def _replace(cell: str, old: str, new: str) -> Change:
    def change(answers: Answers) -> None:
        assert old in answers[cell], (cell, old)
        answers[cell] = answers[cell].replace(old, new)

    return change


def _write(cell: str, source: str) -> Change:
    return lambda answers: answers.__setitem__(cell, source)


def _right(answers: Answers) -> None:
    """Everything as the author would have it."""


LIGHT: dict[str, Change] = {
    "right": _right,
    "overflows": _replace("softmax", " - z.max(axis=-1, keepdims=True)", ""),
    "wrong_axis": _replace("softmax", "axis=-1, keepdims=True", "axis=0, keepdims=True"),
    "one_sided": _replace("gradient", "f(x - step)) / (2 * h)", "f(x)) / h"),
    "forgets_bias": _replace("adam", "1 - 0.9 ** state['t']", "1"),
    "untouched": _write(
        "adam", "def adam_step(w, g, state, rate=0.1):\n    raise NotImplementedError"
    ),
    "raises": _write("stack", "class Stack:\n    def push(self, item): self.items.append(item)"),
    "typo": _write("primes", "def primes(:\n    yield 2"),
    "noisy": _replace("softmax", "    return e", "    print('hello')\n    return e"),
    "floats": _replace("answer", "(2, 3)", "[2, 3]"),
    "missing": _write("answer", "# nothing yet"),
    "queue": _replace("stack", "self.items.pop()", "self.items.pop(0)"),
}

HEAVY: dict[str, Change] = {
    "right": _right,
    "no_bias": _replace("dense", " + b", ""),
    "transposed": _replace("dense_backward", "x.T @ dy", "(dy.T @ x)"),
    "mean": _replace("dense_backward", "dy.sum(axis=0)", "dy.mean(axis=0)"),
    "no_relu": _replace("network", "dy * (hidden[i + 1] > 0)", "dy"),
    "climbs": _replace("network", "W - rate * dW", "W + rate * dW"),
    "untouched": _write("network", "class Network:\n    pass"),
    "raises": _replace("network", "        hidden = [x]\n", "        hidden = [y]\n"),
}

SEVERAL: dict[str, Change] = {
    "right": _right,
    "whole_table": _replace("scaled", "axis=0", "axis=None"),
    "only_shifts": _replace("scaled", " / x.std(axis=0)", ""),
    "keeps_case": _replace("count", ".lower()", ""),
    "raises": _write("count", "def count(text):\n    return text.words()"),
    "empty": _write("drawing", "# nothing yet"),
}

CHANGES = {"light": LIGHT, "heavy": HEAVY, "several": SEVERAL}


def stub(source: str) -> str:
    """What stands between the marks of a solution goes, the marks too."""
    return re.sub(r"^[ ]*### (BEGIN|END) SOLUTION\n?", "", source, flags=re.MULTILINE)
