"""The namespace of the judge's cells: its own names, and the student's fetched into it."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterable
from typing import Any

from autograder.coursework import names
from autograder.judge import cells
from autograder.judge.beside import Beside
from autograder.judge.descriptions import Descriptions
from autograder.judge.proxies import reference
from autograder.judge.student import Name, Student
from autograder.model import Import, Plan
from dlkit.check.plain import NotPlain

# Libraries of which the judge uses its own module where a student binds it to a name.
COMMON = frozenset(
    "numpy matplotlib pandas scipy sympy sklearn seaborn networkx statsmodels torch PIL".split()
)


class Binding:
    """Binds the names that a cell of the judge uses."""

    def __init__(self, plan: Plan, student: Student) -> None:
        self._plan = plan
        self._student = student
        self._imports: dict[str, list[Import]] = {}
        for each in plan.imports:
            self._imports.setdefault(each.bound, []).append(each)
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.namespace["get_ipython"] = lambda: cells.NoKernel(self.namespace)
        self._owned = plan.student_names | plan.unclaimed
        libraries = frozenset(each.whole.partition(".")[0] for each in plan.imports)
        descriptions = Descriptions(student, self._own_class, plan.operators, libraries)
        self.beside = Beside(descriptions, self.namespace, self._owned, plan.handed_back)
        student.meet(descriptions, self.beside)

    def bind(self, mentioned: frozenset[str]) -> None:
        """Fetch the student's names among those that a cell mentions."""
        wanted = self._owned if names.ANY in mentioned else self._owned & mentioned
        ours = {name for name in wanted & self._plan.unclaimed if self._is_ours(name)}
        ordered = sorted(wanted - ours)
        for name, fetched in zip(ordered, self._student.fetch_all(ordered), strict=True):
            self.namespace.pop(name, None)
            if fetched.found != "nothing":
                self.namespace[name] = self._value(name, fetched)
            value = self.namespace.get(name)
            self.beside.agreed(name, *([value] if name in self.namespace else []))

    def add_classes(self, assigned: Iterable[str]) -> None:
        """Note the classes that a read-only cell has defined: both ends have them."""
        values = {name: self.namespace.get(name) for name in assigned}
        kinds = {name: value for name, value in values.items() if isinstance(value, type)}
        ours = (name for name, kind in kinds.items() if kind.__module__ == "__main__")
        self.beside.classes |= {name for name in ours if name not in self._owned}

    def whole(self) -> dict[str, Any]:
        """The names that a test has sent, with their whole values, for a process to come."""
        values: dict[str, Any] = {}
        for name in sorted(self.beside.names_sent):
            if name not in self.namespace:
                values[name] = None
                continue
            if reference(self.namespace[name]) or name not in self._plan.handed_back:
                continue  # a process to come makes its own
            with contextlib.suppress(NotPlain):
                value = self._student.descriptions.whole(self.namespace[name])
                values[name] = {"value": value}
        return values

    def _is_ours(self, name: str) -> bool:
        return name in self.namespace and not self.beside.is_students(name)

    def _own_class(self, name: str) -> Any:
        """The judge's class of this name, where a read-only cell defines it."""
        return self.namespace.get(name) if name in self.beside.classes else None

    def _value(self, name: str, fetched: Name) -> Any:
        """A student's value; of what they have imported as the source does, the judge's own."""
        for each in (*self._imports.get(name, ()), *self._imports.get("*", ())):
            own = _imported(each, name)
            if own is not None and fetched.place[0] and place_of(own) == fetched.place:
                return own
        module, _ = fetched.place
        if fetched.found == "module" and _is_common(module):
            return importlib.import_module(module)
        return fetched.value


def _imported(each: Import, name: str) -> Any:
    """What an import of the source binds to a name; None where it cannot be imported."""
    try:
        importlib.import_module(each.whole)
        module = importlib.import_module(each.module)
        if each.bound == "*":
            return getattr(module, name, None)
        if not each.attribute:
            return module
        return getattr(module, each.attribute, None) or importlib.import_module(
            f"{each.module}.{each.attribute}"
        )
    except Exception:  # a module of the student's may be meant, or one that fails
        return None


def place_of(value: Any) -> tuple[str, str]:
    """Where a library has a module, a class or a function, as the student's process tells it."""
    if isinstance(value, type(sys)):
        return value.__name__, ""
    return str(getattr(value, "__module__", "")), str(getattr(value, "__qualname__", ""))


def _is_common(module: str) -> bool:
    """Whether the judge has imported it for itself, and it holds no answer."""
    top = module.partition(".")[0]
    return module in sys.modules and (top in COMMON or top in sys.stdlib_module_names)
