"""The exercise on the triangle problem: its four units."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a03_approximation.exercises.shared import (
    CORNERS_DTYPES,
    edges_of,
    network,
    polygon,
    positive,
    regular,
)
from dlkit import approximation

triangle_net = Exercise(
    id="approximation.triangle_net",
    title="The four units of a triangle",
    difficulty=3,
    minutes=30,
    hints=(
        "A point is inside when it lies on the inner side of every edge. One unit for each "
        "edge, and a fourth that asks: do all three say yes?",
        "Each hidden unit is a half plane whose weights and bias are multiplied by the steepness. "
        "The fourth unit sums three numbers near 0 or 1: its threshold must lie between two and "
        "three, in the middle. First layer (2, 3) and (3,), second (3, 1) and (1,).",
        "Build the three half planes from corner to next corner, the last back to the first. Look "
        "at the third corner: if it is on the negative side, turn the signs of all weights and "
        "biases. Refuse a triangle without area. Scale by the steepness; append the fourth unit.",
    ),
)


@triangle_net.asks(approximation.triangle_net, {"vertices": takes("3 2", dtypes=CORNERS_DTYPES)})
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]]), 10.0)
    for title, steepness in (("a triangle", 20.0), ("another triangle, softer", 0.5)):
        ask.values(title, regular(rng, 3), steepness)
    with ask.essential("the inside is positive for every unit, whatever the direction"):
        ask.values("corners that run clockwise", regular(rng, 3, clockwise=True), 7.0)
        ask.values("other corners, clockwise", -2 * regular(rng, 3, clockwise=True), 3.0)
    corners = regular(rng, 3)
    ask.layouts(corners, 3.0)
    far = np.array([[0, 0], [7, 1], [2, 5]]) + rng.integers(1, 9, 2)
    ask.edge("whole numbers as input", far, 4.0)
    ask.edge("a tiny triangle", 1e-2 * regular(rng, 3), 100.0)
    ask.pure(corners, 3.0)
    flat = np.array([[0.0, 1.0], [2.0, 1.0], [5.0, 1.0]])
    ask.refuses("three corners on a line", "ValueError", flat, 3.0)
    ask.refuses("the same corner twice", "ValueError", corners[[0, 1, 1]], 3.0)
    ask.refuses("four corners", "ValueError", regular(rng, 4), 3.0)
    ask.refuses("a steepness of 0", "ValueError", corners, 0.0)


@triangle_net.wrong(
    "triangle_net",
    "counter-clockwise corners assumed",
    "your units are right when the corners run counter-clockwise. When they run clockwise, left is "
    "outside: all three units have to be turned round then.",
)
def one_direction(vertices, steepness):
    corners, _, _ = polygon(vertices, 3)
    W, b = edges_of(corners)
    return network(W, b, positive(steepness), 2.5)


@triangle_net.wrong(
    "triangle_net",
    "corners turned round",
    "you reverse the corners when they run clockwise, which moves the units to other places. Unit "
    "0 belongs to the edge from corner 0 to corner 1: turn the signs instead.",
)
def corners_reversed(vertices, steepness):
    corners, W, b = polygon(vertices, 3)
    if np.any(corners @ edges_of(corners)[0] + edges_of(corners)[1] < -1e-9):
        W, b = edges_of(corners[::-1])
    return network(W, b, positive(steepness), 2.5)


@triangle_net.wrong(
    "triangle_net",
    "edges in another order",
    "your units are the right ones, in another order. Unit 0 belongs to the edge from corner 0 to "
    "corner 1, unit 1 to the edge from corner 1 to corner 2, and unit 2 closes the triangle.",
    shift=(1, -1),
)
def shifted(vertices, steepness, *, shift):
    _, W, b = polygon(vertices, 3)
    return network(np.roll(W, shift, axis=1), np.roll(b, shift), positive(steepness), 2.5)


@triangle_net.wrong(
    "triangle_net",
    "weights and biases not turned together",
    "when the corners run clockwise you turn the signs of the weights or of the biases, but not of "
    "both. A unit is turned round only if both change their sign.",
    turned=("weights", "biases"),
)
def half_turned(vertices, steepness, *, turned):
    corners, W, b = polygon(vertices, 3)
    plain_W, plain_b = edges_of(corners)
    W, b = (W, plain_b) if turned == "weights" else (plain_W, b)
    return network(W, b, positive(steepness), 2.5)


@triangle_net.wrong(
    "triangle_net",
    "threshold of an OR",
    "your fourth unit fires when fewer than three edges agree. All three are demanded, so its "
    "threshold lies half-way between two and three.",
    threshold=(0.5, 1.0, 1.5, 2.0),
)
def any_edge(vertices, steepness, *, threshold):
    _, W, b = polygon(vertices, 3)
    return network(W, b, positive(steepness), threshold)


@triangle_net.wrong(
    "triangle_net",
    "threshold out of reach",
    "your fourth unit demands a sum of 3, which three sigmoids never reach, so it hardly ever "
    "fires. The threshold lies half-way between two and three.",
)
def out_of_reach(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    return network(W, b, positive(steepness), 3.0)


@triangle_net.wrong(
    "triangle_net",
    "no fourth unit",
    "your network ends with the three edges. A fourth unit, in a layer of its own, has to ask "
    "whether all of them agree.",
)
def only_lines(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    k = positive(steepness)
    return [(k * W, k * b)]


@triangle_net.wrong(
    "triangle_net",
    "steepness not in the output unit",
    "your fourth unit is not scaled by the steepness: its weights are 1, so its answer is near one "
    "half everywhere. Scale its weights and its bias as well.",
)
def soft_output(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    k = positive(steepness)
    return [(k * W, k * b), (np.ones((3, 1)), np.array([-2.5]))]


@triangle_net.wrong(
    "triangle_net",
    "steepness not in the edges",
    "your edges are not scaled by the steepness, so they stay soft however large it is. Scale the "
    "weights and the biases of the first layer as well.",
)
def soft_edges(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    return [(W, b), network(W, b, positive(steepness), 2.5)[1]]


@triangle_net.wrong(
    "triangle_net",
    "steepness in the weights but not in the biases",
    "your steepness multiplies weights but not the biases that go with them. A unit that is scaled "
    "in one of the two only has its line somewhere else.",
    layer=(0, 1),
)
def moved_lines(vertices, steepness, *, layer):
    _, W, b = polygon(vertices, 3)
    layers = network(W, b, positive(steepness), 2.5)
    layers[layer] = (layers[layer][0], layers[layer][1] / steepness)
    return layers


@triangle_net.wrong(
    "triangle_net",
    "output bias with the wrong sign",
    "the bias of your fourth unit is positive, so it fires everywhere. A threshold enters the bias "
    "with a minus.",
)
def firing_everywhere(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    return network(W, b, positive(steepness), -2.5)


@triangle_net.wrong(
    "triangle_net",
    "inside and outside exchanged",
    "your units are positive outside the triangle, each of them. Turn the signs of all three.",
)
def inside_out(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    return network(-W, -b, positive(steepness), 2.5)


@triangle_net.wrong(
    "triangle_net",
    "a row for each unit",
    "your first weights have a row for each unit. Here the rows belong to the inputs and the "
    "columns to the units, so the shape is (2, 3).",
)
def transposed(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    layers = network(W, b, positive(steepness), 2.5)
    return [(layers[0][0].T.copy(), layers[0][1]), layers[1]]


@triangle_net.right("triangle_net")
def by_third_corner(vertices, steepness):
    corners, _, _ = polygon(vertices, 3)
    k = positive(steepness)
    W, b = edges_of(corners)
    inwards = np.sign(np.linalg.det(np.diff(corners, axis=0)))
    W, b = inwards * W, inwards * b
    return [(k * W, k * b), (np.array([[k], [k], [k]]), np.array([-2.5 * k]))]


@triangle_net.right("triangle_net")
def by_table(vertices, steepness):
    _, W, b = polygon(vertices, 3)
    k = positive(steepness)
    table = k * np.vstack([W, b])
    return (table[:2], table[2]), (np.full((3, 1), k), np.full(1, -2.5 * k))
