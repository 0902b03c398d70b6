"""The exercise on one linear unit, the first of the course."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import one_vector_each, real
from dlkit import shapes

VECTORS = {"x": takes("D"), "w": takes("D")}

linear_unit = Exercise(
    id="shapes.linear_unit",
    title="One linear unit",
    difficulty=1,
    minutes=10,
    hints=(
        "Each input has a weight of its own. What happens to the two, and what to all the results?",
        "Multiply every input by its weight, add the D products, and add the bias to that sum: "
        "once, not for each input.",
        "Begin with the bias. Go through the inputs, and add to it each input times its weight. "
        "NumPy can do the products and their sum in one step: the matrix product of two vectors.",
    ),
)


@linear_unit.asks(shapes.linear_unit, VECTORS)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0, 2.0, 3.0]), np.array([2.0, 0.0, -1.0]), 4.0)
    for features in (2, 4, 7):
        x, w = rng.normal(size=(2, features)) + np.array([[1.5], [-1.5]])
        ask.values(f"{features} inputs", x, w, float(rng.uniform(0.5, 2)))
    x, w = rng.normal(size=(2, 5))
    ask.standard(x, w, float(rng.uniform(1, 2)))
    ask.edge("a single input", x[:1], w[:1], -2.5)
    ask.edge("a bias that is a whole number", x, w, 3)
    ask.refuses("4 inputs but 3 weights", "ValueError", x[:4], w[:3], 0.5)
    ask.refuses("4 inputs but a single weight", "ValueError", x[:4], w[:1], 0.5)


@linear_unit.wrong(
    "linear_unit",
    "bias forgotten",
    "the weighted sum is right, but the bias is missing: without it every unit would give 0 for "
    "inputs of 0.",
)
def without_bias(x, w, b):
    x, w = one_vector_each(x, w)
    return float(x @ w)


@linear_unit.wrong(
    "linear_unit",
    "only the bias",
    "your unit gives its bias and nothing else: inputs and weights do not enter the result at all.",
)
def only_bias(x, w, b):
    one_vector_each(x, w)
    return float(b)


@linear_unit.wrong(
    "linear_unit",
    "bias added for each input",
    "the bias is in your sum once for each input. It belongs to the unit, not to an input: add it "
    "once, after the sum.",
)
def bias_for_each_input(x, w, b):
    x, w = one_vector_each(x, w)
    return float(np.sum(x * w + b))


@linear_unit.wrong(
    "linear_unit",
    "an array of length 1",
    "the number is right, but it comes in an array of length 1. One unit gives one number for one "
    "sample; take it out of the array.",
)
def in_an_array(x, w, b):
    x, w = one_vector_each(x, w)
    return (x[None, :] @ w[:, None] + b)[0]


@linear_unit.wrong(
    "linear_unit",
    "a fixed number of inputs",
    "your sum has the same number of terms however many inputs come. A unit has as many weights as "
    "it has inputs, and all of them count.",
    count=(2, 3),
)
def fixed_count(x, w, b, *, count):
    x, w = one_vector_each(x, w)
    return float(sum(x[d] * w[d] for d in range(count)) + b)


@linear_unit.wrong(
    "linear_unit",
    "an input left out",
    "one of the inputs is missing in your sum, the first or the last. Python counts from 0, and "
    "a range ends before its second number.",
    which=("first", "last"),
)
def one_left_out(x, w, b, *, which):
    x, w = one_vector_each(x, w)
    rest = slice(1, None) if which == "first" else slice(None, -1)
    return float(x[rest] @ w[rest] + b)


@linear_unit.wrong(
    "linear_unit",
    "products not added up",
    "one number for each input comes back: the products of inputs and weights are there, but they "
    "still have to be added up.",
    is_biased=(True, False),
)
def not_summed(x, w, b, *, is_biased):
    x, w = one_vector_each(x, w)
    return x * w + b if is_biased else x * w


@linear_unit.wrong(
    "linear_unit",
    "mean instead of sum",
    "your unit takes the mean of the products. The weighted sum is asked for: with more inputs it "
    "may well become larger.",
)
def mean_of_products(x, w, b):
    x, w = one_vector_each(x, w)
    return float(np.mean(x * w) + b)


@linear_unit.wrong(
    "linear_unit",
    "bias with the wrong sign",
    "the bias is subtracted in your function. It is added, and may itself be negative.",
)
def bias_subtracted(x, w, b):
    x, w = one_vector_each(x, w)
    return float(x @ w - b)


@linear_unit.wrong(
    "linear_unit",
    "bias as a factor",
    "your weighted sum is multiplied by the bias. The bias is one more term of the sum: it is "
    "added.",
)
def bias_multiplied(x, w, b):
    x, w = one_vector_each(x, w)
    return float(x @ w * b)


@linear_unit.wrong(
    "linear_unit",
    "inputs and weights added",
    "inputs and weights are added in your function. A weight says how much its input counts: "
    "multiply the two.",
)
def added_to_weights(x, w, b):
    x, w = one_vector_each(x, w)
    return float(np.sum(x + w) + b)


@linear_unit.wrong(
    "linear_unit",
    "every input times the sum of all weights",
    "in your function each input meets every weight. Input number d goes with weight number d "
    "alone.",
)
def sums_multiplied(x, w, b):
    x, w = one_vector_each(x, w)
    return float(x.sum() * w.sum() + b)


@linear_unit.wrong(
    "linear_unit",
    "an activation that is not asked for",
    "where the sum is negative, your unit gives something else than the sum. A linear unit hands "
    "on its weighted sum as it is, also below 0.",
    bend=("max with 0", "absolute value"),
)
def bent(x, w, b, *, bend):
    x, w = one_vector_each(x, w)
    y = float(x @ w + b)
    return max(y, 0.0) if bend == "max with 0" else abs(y)


@linear_unit.wrong(
    "linear_unit",
    "rounded to a whole number",
    "your result is a whole number where a fraction is right. Do not round, and do not use int().",
    to_whole=(int, round),
)
def rounded(x, w, b, *, to_whole):
    x, w = one_vector_each(x, w)
    return to_whole(float(x @ w + b))


@linear_unit.wrong(
    "linear_unit",
    "lengths not compared",
    "a single weight came for four inputs, and NumPy used it for all of them without a word. "
    "Compare the two shapes first, and refuse different ones with a ValueError.",
)
def broadcasts(x, w, b):
    return float(np.sum(real(x) * real(w)) + b)


@linear_unit.wrong(
    "linear_unit",
    "what does not fit is cut off",
    "where there are more inputs than weights, the rest is dropped without a word. Compare the two "
    "lengths first, and refuse different ones with a ValueError.",
)
def zipped(x, w, b):
    return float(sum(each * weight for each, weight in zip(x, w, strict=False)) + b)


@linear_unit.right("linear_unit")
def by_loop(x, w, b):
    x, w = one_vector_each(x, w)
    y = b
    for d in range(len(x)):
        y = y + x[d] * w[d]
    return y


@linear_unit.right("linear_unit")
def by_sum_of_products(x, w, b):
    x, w = one_vector_each(x, w)
    return np.sum(x * w) + b
