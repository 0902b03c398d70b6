"""The exercise on arrays that remember: recording operations."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a05_autodiff.exercises.tensors import Tensor, grads_by
from dlkit import autodiff
from dlkit.check import expressions

value_and_grads = Exercise(
    id="autodiff.value_and_grads",
    title="Arrays that remember, and when to forget",
    difficulty=4,
    minutes=40,
    hints=(
        "A result has to know two things: the tensors it was made of, and a function that turns "
        "its gradient into one gradient for each of them. Which results need not know anything?",
        "Make tensors of plain inputs, compute with the arrays in them, and remember only if the "
        "switch is on and an input requires a gradient. The switch has to be as it was before, "
        "however the block ends.",
        "The function that goes back calls the backward function with the upstream gradient, the "
        "same arrays and the same options, and puts a single gradient into a tuple. For the switch "
        "keep its old state, turn it off, and in a block that is always run put it back. A cut-off "
        "tensor is a new one with the same data, which requires no gradient.",
    ),
)


OF_ONE_ARRAY = (
    ("means of rows", expressions.mean_of_rows),
    ("distances from the means of columns", expressions.spread_of_columns),
    ("the largest of each row", expressions.largest_of_rows),
    ("rows, one of them twice", expressions.repeated_rows),
    ("cross-entropy", expressions.cross_entropy_of_first),
    ("three constants", expressions.summed_polynomial),
)


@value_and_grads.asks(autodiff.value_and_grads, part="gradients")
def _ask_value_and_grads(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(
        expressions.squares_over_columns, np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([1.0, 10])
    )
    with ask.essential("every operation is remembered, with its inputs and its way back"):
        ask.values("a layer with tanh", expressions.dense_tanh, *_drawn(rng, (4, 3), (3, 2), (2,)))
        ask.values(
            "an array that is used twice",
            expressions.squares_over_columns,
            *_drawn(rng, (4, 3), (3,)),
        )
    for title, f in OF_ONE_ARRAY:
        ask.values(title, f, rng.normal(size=(4, 3)))
    unused = _drawn(rng, (2, 3), (4,))
    ask.edge("an array that does not matter", expressions.squares_of_first, *unused)
    constants = expressions.constants_times_weights, *_drawn(rng, (2, 2), (2, 2))
    ask.edge("weights behind a constant", *constants)
    technical = expressions.dense_tanh, *_drawn(rng, (3, 2), (2, 2), (2,))
    ask.layouts(*technical)
    ask.float32(*technical)
    ask.integers(*technical)
    ask.pure(*technical)


def _drawn(rng, *shapes):
    return [0.5 * rng.normal(size=shape) for shape in shapes]


class WithOnes(Tensor):
    def going_back(self, back, dy, arrays, options):
        return super().going_back(back, np.ones_like(dy), arrays, options)


class Exchanged(Tensor):
    def going_back(self, back, dy, arrays, options):
        return super().going_back(back, dy, arrays, options)[::-1]


class WithoutTuple(Tensor):
    def going_back(self, back, dy, arrays, options):
        gradients = back(dy, *arrays, **options)
        if not isinstance(gradients, tuple):
            raise TypeError("refused by the function that asks")
        return gradients


class Filtered(Tensor):
    def apply(self, f, back, *inputs, **options):
        result = super().apply(f, back, *inputs, **options)
        result.parents = tuple(each for each in result.parents if each.requires_grad)
        return result


class Forgetting(Tensor):
    def is_remembered(self, tensors):
        return False


class Demanding(Tensor):
    def is_remembered(self, tensors):
        return type(self).is_on and all(each.requires_grad for each in tensors)


class WithoutConstants(Tensor):
    def tensor(self, x):
        assert x.data is not None  # a plain number has none
        return x


MISTAKES = (
    (
        WithOnes,
        "upstream gradient ignored",
        "your tensors go back with ones instead of the gradient that comes from above. The way "
        "back of each operation begins with `dy`.",
    ),
    (
        Exchanged,
        "gradients in another order than the parents",
        "the gradients of an operation and its parents stand in opposite orders, so that each "
        "parent gets the gradient of the other one.",
    ),
    (
        Forgetting,
        "nothing is remembered",
        "all gradients are 0: the results of your operations have no parents, so the walk back "
        "ends where it begins. Remember inputs and way back in each result.",
    ),
    (
        Demanding,
        "constants switch the remembering off",
        "a result that was made of a tensor and of a constant is not remembered. One input that "
        "requires a gradient is enough.",
    ),
    (
        WithoutConstants,
        "constants refused",
        "an operation with a plain number or array ends in an error: it has no `data`. Make a "
        "tensor of it first, one that requires no gradient.",
    ),
    (
        WithoutTuple,
        "a single gradient without its tuple",
        "the way back of one input returns the array itself, and your `pull` hands it on as it is. "
        "Put a single gradient into a tuple, or the walk takes its rows for several gradients.",
    ),
)


def _with(kind):
    def solution(f, *arrays):
        return grads_by(f, arrays, kind)

    solution.__name__ = f"with_{kind.__name__}"
    return solution


for kind, misconception, message in MISTAKES:
    value_and_grads.wrong("value_and_grads", misconception, message)(_with(kind))


@value_and_grads.wrong(
    "value_and_grads",
    "constants among the inputs are no parents",
    "the parents of your results are only the inputs that require a gradient, but `pull` returns a "
    "gradient for every input: the walk hands them to the wrong ones. All inputs are parents, in "
    "their order.",
    strict=(True, False),
)
def with_filtered_parents(f, *arrays, strict):
    return grads_by(f, arrays, Filtered, strict)


@value_and_grads.right("value_and_grads")
def by_recording(f, *arrays):
    tape: list[tuple[Any, ...]] = []
    kind = type("Recorded", (Tensor,), {"apply": _recorder(tape)})
    leaves = [kind(x) for x in arrays]
    value = f(*leaves)
    value.grad = value.grad + 1
    for result, inputs, back in reversed(tape):
        gradients = back(result.grad)
        for k, x in enumerate(inputs):
            x.grad = x.grad + gradients[k]
    return value.data, [leaf.grad for leaf in leaves]


def _recorder(tape):
    def apply(self, f, back, *inputs, **options):
        tensors = [self.tensor(x) for x in inputs]
        arrays = [x.data for x in tensors]
        result = type(self)(f(*arrays, **options))
        tape.append((result, tensors, lambda dy: _in_tuple(back(dy, *arrays, **options))))
        return result

    return apply


def _in_tuple(gradients):
    return gradients if isinstance(gradients, tuple) else (gradients,)


@value_and_grads.right("value_and_grads")
def by_summing_paths(f, *arrays):
    leaves = [Tensor(x) for x in arrays]
    value = f(*leaves)
    flows = {value: np.ones_like(value.data)}
    order = [value]
    for node in order:  # a node may come several times; only its last place counts
        order.extend(node.parents)
    last = {node: place for place, node in enumerate(order)}
    for node in sorted(last, key=last.__getitem__):
        if node.pull:
            parts = node.pull(flows[node])
            for k, parent in enumerate(node.parents):
                flows[parent] = flows.get(parent, 0) + parts[k]
    return value.data, [flows.get(leaf, leaf.grad) for leaf in leaves]
