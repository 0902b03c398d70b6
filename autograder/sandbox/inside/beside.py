"""What goes along with an act: names, containers, files, random states, functions patched."""

from __future__ import annotations

import contextlib
import os
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

from dlkit.check.plain import SINGLE

from . import randomness
from .files import Folder
from .objects import Objects

Sent = Mapping[str, Any]
MISSING = object()


class Beside:
    """The student's end of what both ends keep the same."""

    def __init__(self, objects: Objects, namespace: Any) -> None:
        self._objects = objects
        self._namespace = namespace  # a function that returns the student's global names
        self._told: dict[str, Any] = {}  # global names that the judge has, and what they are
        self._classes: frozenset[str] = frozenset()  # that read-only cells define
        self._folder: Folder | None = None
        self._states: dict[str, Any] | None = None

    def find_class(self, name: str) -> Any:
        """The class of this name that a read-only cell has defined, if there is one."""
        return self._namespace().get(name) if name in self._classes else None

    def fetch(self, name: str) -> dict[str, Any]:
        """Describe a global name of the student: missing, a module, or a value."""
        value = self._namespace().get(name, MISSING)
        self._told[name] = value
        if value is MISSING:
            return {"found": "nothing"}
        if isinstance(value, types.ModuleType):
            described = self._objects(value)
            return {"found": "module", "value": described, "place": [value.__name__, ""]}
        place = [str(getattr(value, "__module__", "")), str(getattr(value, "__qualname__", ""))]
        return {"found": "value", "value": self._objects.encoded(value), "place": place}

    def assign(self, names: Sent) -> None:
        """Give global names the values that a test gave them; None takes a name away."""
        for name, described in names.items():
            if described is None:
                self._namespace().pop(name, None)
            else:
                with contextlib.suppress(ImportError, AttributeError):  # a module of the judge's
                    self._namespace()[name] = self._objects.decoded(described["value"])
            self._told[name] = self._namespace().get(name, MISSING)

    def open(self, sent: Sent) -> None:
        """Forget what was shared before, where a new test cell begins."""
        if sent.get("fresh"):
            self._objects.shared.clear()
            self._told.clear()

    def take(self, sent: Sent) -> None:
        """Make here what has changed in the judge since the last act."""
        self.open(sent)
        shared = self._objects.shared
        self._classes |= frozenset(sent.get("classes", ()))
        self.assign(sent.get("names", {}))
        for number, content in sent.get("changed", ()):
            shared.apply(number, content, self._objects.resolve)
        for number in sent.get("unused", ()):
            shared.forget(number)
        if (files := sent.get("files")) is not None:
            self._folder = self._folder or Folder(os.getcwd(), sent.get("known"))
            self._folder.write(files)
        if states := sent.get("random"):
            randomness.write(states)
        self._states = randomness.read() if "random" in sent else None

    def give(self, sent: Sent) -> dict[str, Any]:
        """What has changed here; files and states only where the judge sent its own."""
        given: dict[str, Any] = {}
        if changed := list(self._objects.shared.changed(self._objects.encoded)):
            given["changed"] = changed
        if names := {name: self.fetch(name) for name in list(self._told) if self._is_other(name)}:
            given["names"] = names
        if self._folder and "files" in sent and (files := self._folder.changed()):
            given["files"] = files
        if self._states and (states := randomness.read()) != self._states:
            given["random"] = states
        return given

    @contextlib.contextmanager
    def patched(self, sent: Sent) -> Iterator[None]:
        """While an act runs, functions that the test has replaced are the test's."""
        with contextlib.ExitStack() as patches:
            for place, described in sent.get("patched", {}).items():
                module, _, name = place.rpartition(".")
                function = self._objects.decoded(described)
                if place == "sys.stdin":
                    patches.enter_context(mock.patch.object(sys, "stdin", _Lines(function)))
                elif module in sys.modules:
                    patches.enter_context(mock.patch.object(sys.modules[module], name, function))
            yield

    def _is_other(self, name: str) -> bool:
        old, new = self._told[name], self._namespace().get(name, MISSING)
        if old is new:
            return False
        return not (type(old) is type(new) and type(old) in SINGLE and old == new)


class _Lines:
    """A standard input whose lines the judge has."""

    def __init__(self, next_line: Any) -> None:
        self.readline = next_line

    def __iter__(self) -> Iterator[str]:
        return iter(self.readline, "")

    def read(self) -> str:
        return "".join(self)

    def isatty(self) -> bool:
        return False
