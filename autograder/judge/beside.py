"""What the judge keeps the same at both ends while a test runs, as if all were one process.

Names, containers, files, the global random states, functions that a test replaces, printed text
and warnings go along with every act on the student's objects. What comes back is taken over only
where it is the student's to change: their names, what is in their objects, what was passed in,
files that the instructor did not put there.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.judge import patches
from autograder.judge.descriptions import OWN, Descriptions
from autograder.judge.workdir import Exchange
from autograder.sandbox.inside import randomness
from dlkit.check.plain import NotPlain

MISSING = object()
ALWAYS_SENT = ("files", "known", "random")  # also where there is nothing in it
MAX_TEXT = 4 << 20  # letters of printed text that one test cell is given
DEFAULT = np.geterr()
FILE_WORDS = frozenset(
    "open Path path os glob exists isfile isdir listdir getsize read_text write_text read_csv "
    "to_csv read_json read_excel loadtxt savetxt genfromtxt load save savefig imread tofile "
    "fromfile remove unlink mkdir makedirs shutil tempfile sqlite3 connect json csv pickle "
    "read_table parquet read_parquet read_html read_bytes write_bytes touch fname filename "
    "chdir getcwd NamedTemporaryFile tmp_path file files".split()
)
Sent = dict[str, Any]


class Beside:
    """The judge's end; ``namespace`` is that of its cells.

    ``owned`` are the names that students bind, ``shown`` those whose values their cells may have.
    """

    def __init__(
        self,
        descriptions: Descriptions,
        namespace: dict[str, Any],
        owned: frozenset[str],
        shown: frozenset[str],
    ) -> None:
        self._descriptions, self._namespace = descriptions, namespace
        self._owned, self._shown = owned, shown
        self._agreed: dict[str, Any] = {}  # the values of names, as both ends have them
        self._students: set[str] = set()  # names whose values came from their process
        self._live: set[str] = set()  # numbers of containers that are the student's to change
        self._exchange = Exchange()
        self.classes: set[str] = set()  # that read-only cells define
        self.new_session()
        self.begin(frozenset(), frozenset())

    def new_session(self) -> None:
        """Forget what a process knew that has ended."""
        self._agreed.clear()
        self._live.clear()
        self._is_fresh = False
        self._exchange.begin_anew()
        self._classes_sent: set[str] = set()

    def begin(self, assigned: frozenset[str], words: frozenset[str]) -> None:
        """Begin a test cell, by what it assigns and the words that are in it.

        Both ends forget what they shared: a cell shall not pay for the large arrays of another.
        """
        self._agreed.clear()
        self._live.clear()
        self._descriptions.new_table()
        self._is_fresh = True
        self.names_sent: set[str] = set()  # of this cell
        self._watched = assigned & self._shown
        self._random = bool(words & {"random", "seed"})
        self._exchange.is_wanted = not words.isdisjoint(FILE_WORDS)
        self._states: dict[str, Any] = {}
        self._text_left = MAX_TEXT
        self.changed_arguments = False  # a call has changed what the test had made
        self._filters = id(warnings.filters), list(warnings.filters)

    def is_students(self, name: str) -> bool:
        """Whether the value of a name came from the student's process."""
        return name in self._students

    def opening(self) -> Sent:
        """What goes before all else that is sent of a test cell."""
        is_fresh, self._is_fresh = self._is_fresh, False
        return {"fresh": True} if is_fresh else {}

    def agreed(self, name: str, value: Any = MISSING) -> None:
        """Note the value of a name that was fetched; it is the student's to change."""
        self._agreed[name] = value
        self._students.add(name)
        self._live |= self._descriptions.received
        self._descriptions.received.clear()

    def sent(self) -> Sent:
        """What has changed here since the last act."""
        descriptions = self._descriptions
        sent: Sent = {"names": self.names()}
        sent["changed"] = list(descriptions.shared.changed(descriptions.encoded))
        sent["unused"] = descriptions.shared.forget_unused()
        self._live -= set(sent["unused"])
        if self.classes != self._classes_sent:
            sent["classes"], self._classes_sent = sorted(self.classes), set(self.classes)
        sent |= self.opening() | self._rules() | self._exchange.sent()
        if functions := patches.replaced():
            sent["patched"] = {place: descriptions.encoded(f) for place, f in functions.items()}
        if self._random:
            states = randomness.read()
            sent["random"] = None if states == self._states else states
            self._states = states
        return {key: value for key, value in sent.items() if value or key in ALWAYS_SENT}

    def names(self) -> dict[str, Any]:
        """Global names that the test has bound anew or taken away, as far as they may be shown."""
        changed: dict[str, Any] = {}
        for name in (*self._agreed.keys() | self._watched,):
            value = self._namespace.get(name, MISSING)
            if value is self._agreed.get(name, MISSING):
                continue
            self._agreed[name] = value
            self.names_sent.add(name)
            if value is MISSING:
                changed[name] = None
            elif name in self._shown:
                described = self._described(value)
                changed |= {} if described is None else {name: {"value": described}}
        return changed

    def _described(self, value: Any) -> Any:
        try:
            return self._descriptions.encoded(value)
        except NotPlain:
            return None

    def take(self, given: Mapping[str, Any], *, live: bool, is_call: bool = False) -> None:
        """Take over what came back; ``live`` says that the result is part of a student's object."""
        descriptions = self._descriptions
        if live:
            self._live |= descriptions.received
        descriptions.received.clear()
        self.hear(given)
        for number, content in given.get("changed", ()):
            mine = str(number) in self._live or str(number) in descriptions.sent
            self._change(str(number), content, accepted=mine)
            self.changed_arguments |= is_call and mine and str(number).startswith(OWN)
        for name, described in given.get("names", {}).items():
            self._rename(str(name), described)
        self._exchange.take(given.get("files", {}))
        if self._random and (states := given.get("random")):
            self._states = patches.draw_on(self._states, states)
        descriptions.sent.clear()
        descriptions.received.clear()

    def hear(self, told: Mapping[str, Any]) -> None:
        """Print and warn here what the student's code has printed and warned."""
        for name, text in told.get("printed", ()):
            text = str(text)[: self._text_left]
            self._text_left -= len(text)
            patches.write("stderr" if name == "stderr" else "stdout", text)
        for bases, message in told.get("warned", ()) if self._is_warned_of() else ():
            kind = patches.warning_of(bases)
            warnings.warn_explicit(str(message)[:500], kind, "<student>", 1, module="__main__")

    def _is_warned_of(self) -> bool:
        """Whether the test has changed what happens to warnings."""
        return (id(warnings.filters), list(warnings.filters)) != self._filters

    def _rules(self) -> Sent:
        """What the test has made errors of."""
        rules: Sent = {}
        if np.geterr() != DEFAULT:
            rules["errstate"] = np.geterr()
        first: Any = warnings.filters[0] if warnings.filters else ("", None, None)
        if first[0] == "error" and first[1] is None and self._is_warned_of():
            rules["strict"] = getattr(first[2], "__name__", "Warning")
        return rules

    def _change(self, number: str, content: Any, *, accepted: bool) -> None:
        descriptions = self._descriptions
        if accepted:
            descriptions.shared.apply(number, content, descriptions.resolve)
            self._live |= descriptions.received
        else:
            descriptions.decoded(content)  # for the containers that are new in it
        descriptions.received.clear()

    def _rename(self, name: str, described: Mapping[str, Any]) -> None:
        """Give a name of the student's the value that their code has given it."""
        ours = self._namespace.get(name, MISSING)
        if name not in self._owned or ours is not self._agreed.get(name, MISSING):
            return
        self._namespace.pop(name, None)
        value = MISSING
        if described["found"] != "nothing":
            value = self._namespace[name] = self._descriptions.decoded(described["value"])
        self.agreed(name, value)
