"""Do for a test what it asks of the student's objects, with all that goes along with it.

As in one process, what the judge has changed is changed here first, what the student's code prints
or warns is sent back, and so is what it changed.
"""

from __future__ import annotations

import builtins
import copy
import importlib
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from .beside import Beside
from .evidence import evidence
from .figures import FIGURES
from .objects import PLAIN, Objects, described_exception
from .protocols import IN_PLACE, ONE_SIDED, ORDERED, TWO_SIDED
from .streams import Streams, errors

SPELT = {"and": "and_", "or": "or_", "iand": "iand", "abs": "abs"}
Request = Mapping[str, Any]


def _plain(value: Any) -> Any:
    """The content of a container, without what the student's class makes of it."""
    base: Any = next(each for each in PLAIN if isinstance(value, each))
    return dict(dict.items(value)) if base is dict else base(base.__iter__(value))


def _pyplot(name: str, *args: Any, **kwargs: Any) -> Any:
    pyplot = importlib.import_module("matplotlib.pyplot")
    FIGURES.reopen()
    return getattr(pyplot, name)(*args, **kwargs)


def _exit(value: Any, fault: BaseException | None) -> Any:
    kind = None if fault is None else type(fault)
    return type(value).__exit__(value, kind, fault, None)


DOABLE: Mapping[str, Callable[..., Any]] = {
    **{n: getattr(builtins, n) for n in "getattr setattr delattr iter next len bool".split()},
    **{n: getattr(builtins, n) for n in "int float complex str repr format bytes round".split()},
    **{n: getattr(builtins, n) for n in "reversed hash dir isinstance issubclass vars".split()},
    **{n: getattr(operator, n) for n in "getitem setitem delitem contains index".split()},
    **{n: getattr(operator, SPELT.get(n, n)) for n in TWO_SIDED if n != "divmod"},
    **{f"i{n}": getattr(operator, f"i{n}") for n in IN_PLACE},
    **{n: getattr(operator, n) for n in (*ONE_SIDED, *ORDERED, "eq", "ne")},
    **{n: getattr(math, n) for n in ("trunc", "floor", "ceil")},
    "divmod": divmod,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "enter": lambda value: type(value).__enter__(value),
    "exit": _exit,
    "plain": _plain,
    "evidence": evidence,
    "pyplot": _pyplot,
}


class Acts:
    """Acts on the student's objects, names and files for the judge's test."""

    def __init__(self, objects: Objects, beside: Beside) -> None:
        self._objects = objects
        self._beside = beside
        self.streams = Streams()  # of the act that is on its way

    def act(self, request: Request) -> dict[str, Any]:
        """Do one thing and say what came of it."""
        objects, wanted = self._objects, request["do"]
        self._beside.take(request["beside"])
        function = DOABLE[wanted] if isinstance(wanted, str) else objects[wanted]
        args, kwargs = objects.decoded(request["args"]), objects.decoded(request["kwargs"])
        outer, self.streams = self.streams, Streams()
        reply: dict[str, Any] = {"error": None, "value": None}
        try:
            with self.streams, errors(request["beside"]), self._beside.patched(request["beside"]):
                value = function(*args, **kwargs)
        except (Exception, SystemExit) as fault:
            reply["error"] = described_exception(fault, objects.encoded)
        else:
            reply["value"] = objects.encoded(value)
        reply["beside"] = {**self._beside.give(request["beside"]), **self.streams.taken()}
        self.streams = outer
        return reply
