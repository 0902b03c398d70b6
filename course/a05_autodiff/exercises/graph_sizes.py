"""The second function of the exercise on tensors: when nothing has to be remembered."""

import contextlib
from contextlib import contextmanager

import numpy as np

from autograder.specification.ask import Ask
from course.a05_autodiff.exercises.tensors import Tensor, no_grad, sizes_by
from course.a05_autodiff.exercises.value_and_grads import Demanding, Filtered, value_and_grads
from dlkit import autodiff
from dlkit.check import programs


@value_and_grads.asks(autodiff.graph_sizes, part="gradients")  # neither function decides alone
def _ask_graph_sizes(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(programs.silent_and_loud, 3.0)
    x = rng.normal(size=(2, 3))
    with ask.essential("inside of no_grad nothing is remembered, and after it everything again"):
        ask.values("one block", programs.silent_and_loud, x)
        ask.values("a block in a block", programs.silent_twice, x)
    ask.values("cut off from the past", programs.detached, x)
    ask.values("a total of 100 losses", programs.total_of_losses, x)
    ask.edge("a block that ends by an exception", programs.silent_until_an_error, x)
    ask.pure(programs.silent_and_loud, x)


class NeverBack(no_grad):
    def __exit__(self, *fault):
        pass


class BackOn(no_grad):
    def __exit__(self, *fault):
        self.kind.is_on = True


class WithoutEffect(no_grad):
    def __enter__(self):
        self.before = self.kind.is_on


@contextmanager
def unsafe(kind):
    before, kind.is_on = kind.is_on, False
    yield
    kind.is_on = before


class KeepingParents(Tensor):
    def detach(self):
        result = super().detach()
        result.parents, result.pull = self.parents, self.pull
        return result


class DetachedItself(Tensor):
    def detach(self):
        self.requires_grad, self.parents, self.pull = False, (), None
        return self


class DetachedWithGradient(Tensor):
    def detach(self):
        return type(self)(self.data)


class Attached(Tensor):
    def detach(self):
        return self


@contextmanager
def swallowing(kind):
    before, kind.is_on = kind.is_on, False
    with contextlib.suppress(Exception):
        yield
    kind.is_on = before


class StillRequiring(Tensor):
    def apply(self, f, back, *inputs, **options):
        result = super().apply(f, back, *inputs, **options)
        result.requires_grad = True
        return result


class WithPlainGradients(Tensor):
    def tensor(self, x):
        return x if isinstance(x, Tensor) else type(self)(x)


class RememberingAll(Tensor):
    def is_remembered(self, tensors):
        return type(self).is_on


MISTAKES = (
    (
        "the block never ends",
        "after the block nothing is remembered any more. Its end has to put the switch back to "
        "what it was before.",
        {"switch": NeverBack},
    ),
    (
        "back on instead of back as it was",
        "the end of an inner block switches the remembering on, though the outer one is not over. "
        "Put back what the switch was before.",
        {"switch": BackOn},
    ),
    (
        "the block has no effect",
        "inside of your block everything is remembered as before: the switch is not turned off, or "
        "your tensors do not look at it.",
        {"switch": WithoutEffect},
    ),
    (
        "an exception leaves the switch off",
        "when an exception ends the block, your switch stays off, and nothing is remembered from "
        "then on. Use `try` with `finally`.",
        {"switch": unsafe},
    ),
    (
        "the exception swallowed",
        "an exception that ends your block does not come out of it, so nobody learns of the fault. "
        "It passes through, and the switch is put back all the same: `finally` does both.",
        {"switch": swallowing},
    ),
    (
        "what is not remembered requires a gradient",
        "a result that is not remembered still requires a gradient in your engine, so what is made "
        "of it is remembered again, and a total over many steps grows. It requires none.",
        {"kind": StillRequiring},
    ),
    (
        "plain numbers require a gradient",
        "a plain number becomes a tensor that requires a gradient in your `apply`, so what is made "
        "of constants alone is remembered. Plain inputs are constants.",
        {"kind": WithPlainGradients},
    ),
    (
        "constants among the inputs are no parents",
        "the parents of your results are only the inputs that require a gradient. All inputs are "
        "parents, in their order: `pull` returns a gradient for each of them.",
        {"kind": Filtered},
    ),
    (
        "constants switch the remembering off",
        "a result that was made of a tensor and of a constant is not remembered. One input that "
        "requires a gradient is enough.",
        {"kind": Demanding},
    ),
    (
        "detached, but with its parents",
        "what you detach keeps its parents, so its whole past stays in memory. It is a new tensor "
        "without parents.",
        {"kind": KeepingParents},
    ),
    (
        "nothing detached",
        "`detach` returns the tensor itself, with all of its past. A new tensor with the same data "
        "is needed.",
        {"kind": Attached},
    ),
    (
        "the tensor itself detached",
        "`detach` takes the past away from the tensor itself. Leave it as it is, and return a new "
        "one.",
        {"kind": DetachedItself},
    ),
)


def _with(name, changes):
    def solution(f, *arrays):
        return sizes_by(f, arrays, **changes)

    solution.__name__ = name.replace(" ", "_").replace(",", "")
    return solution


for misconception, message, changes in MISTAKES:
    value_and_grads.wrong("graph_sizes", misconception, message)(_with(misconception, changes))


GROWING = {"detached with a gradient": DetachedWithGradient, "constants remembered": RememberingAll}


@value_and_grads.wrong(
    "graph_sizes",
    "results of constants remembered",
    "what is made of detached tensors alone is remembered, so a total over many steps grows: what "
    "you detach requires a gradient, or you do not ask whether an input does.",
    how=tuple(GROWING),
)
def remembering_too_much(f, *arrays, how):
    return sizes_by(f, arrays, kind=GROWING[how])


@value_and_grads.right("graph_sizes")
def by_a_generator(f, *arrays):
    return sizes_by(f, arrays, switch=_switched_off)


@contextmanager
def _switched_off(kind):
    before = kind.is_on
    try:
        kind.is_on = False
        yield
    finally:
        kind.is_on = before


@value_and_grads.right("graph_sizes")
def by_counting_blocks(f, *arrays):
    kind = type("Counted", (Tensor,), {"blocks": [0], "is_remembered": _outside})
    return sizes_by(f, arrays, kind=kind, switch=_counted)


@contextmanager
def _counted(kind):
    kind.blocks[0] += 1
    try:
        yield
    finally:
        kind.blocks[0] -= 1


def _outside(self, tensors):
    return self.blocks[0] == 0 and any(x.requires_grad for x in tensors)
