"""The exercise on convex polygons: the AND of any number of edges."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a03_approximation.exercises.shared import (
    CORNERS_DTYPES,
    edges_of,
    left_of,
    network,
    polygon,
    positive,
    real,
    regular,
)
from dlkit import approximation

polygon_net = Exercise(
    id="approximation.polygon_net",
    title="Any convex polygon",
    difficulty=4,
    minutes=30,
    is_core=False,
    hints=(
        "The triangle again, with m edges. What must the last unit demand now, and how can you see "
        "from the units themselves that the polygon is convex?",
        "Put all corners into all units: a table of m rows and m columns. Each corner is on two "
        "edges, where the table is 0; everywhere else it must be positive, once the direction is "
        "right.",
        "Build m half planes from corner to next corner, the last back to the first. Compute the "
        "table; if its sum is negative, turn all signs; refuse unless every corner is strictly "
        "inside every edge that it is not an end of. Scale, and demand all m: half a unit below.",
    ),
)


@polygon_net.asks(approximation.polygon_net, {"vertices": takes("m 2", dtypes=CORNERS_DTYPES)})
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]), 10.0)
    for m, steepness in ((3, 4.0), (4, 20.0), (5, 1.5), (8, 30.0)):
        ask.values(f"{m} corners", regular(rng, m), steepness)
    ask.values("5 corners, clockwise", regular(rng, 5, clockwise=True), 7.0)
    corners = regular(rng, 6)
    ask.layouts(corners, 3.0)
    house = np.array([[0, 0], [6, 0], [6, 4], [3, 7], [0, 4]]) + rng.integers(1, 9, 2)
    ask.edge("whole numbers as input", house, 4.0)
    ask.edge("a tiny polygon", 1e-2 * regular(rng, 4), 100.0)
    ask.edge("a steepness below 1", corners, 0.4)
    ask.pure(corners, 3.0)
    ask.refuses("an arrow head", "ValueError", np.array([[0, 0], [4, 0], [1, 1], [0, 4.0]]), 3.0)
    ask.refuses("a star with five points", "ValueError", regular(rng, 5)[[0, 2, 4, 1, 3]], 3.0)
    ask.refuses("edges that cross", "ValueError", regular(rng, 4)[[0, 1, 3, 2]], 3.0)
    bent = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [1.0, 1.0]])
    ask.refuses("a corner without a bend", "ValueError", bent, 3.0)
    ask.refuses("two corners", "ValueError", corners[:2], 3.0)
    ask.refuses("a row of numbers", "ValueError", corners.ravel(), 3.0)
    ask.refuses("corners with three coordinates", "ValueError", np.ones((4, 3)), 3.0)
    ask.refuses("a steepness of 0", "ValueError", corners, 0.0)


def of_the_plane(vertices):
    """The corners, with the guard of their shape alone."""
    corners = real(vertices)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError("corners (m, 2)")
    return corners


@polygon_net.wrong(
    "polygon_net",
    "threshold of a triangle",
    "your last unit demands 2.5 for every polygon. With more than three edges some of them may say "
    "no, and it still fires: the threshold grows with the number of edges.",
)
def of_a_triangle(vertices, steepness):
    _, W, b = polygon(vertices)
    return network(W, b, positive(steepness), 2.5)


@polygon_net.wrong(
    "polygon_net",
    "threshold at the wrong place",
    "the threshold of your last unit is not half-way between the number of edges and one less. "
    "There, a sum of all edges and a sum with one missing are equally far from it.",
    share=("m", "m - 1", "m / 2"),
)
def elsewhere(vertices, steepness, *, share):
    corners, W, b = polygon(vertices)
    m = len(corners)
    return network(W, b, positive(steepness), {"m": m, "m - 1": m - 1, "m / 2": m / 2}[share])


@polygon_net.wrong(
    "polygon_net",
    "convexity not checked",
    "a polygon that is not convex is no AND of half planes, and your network silently gives "
    "another region. Refuse it.",
)
def of_any_shape(vertices, steepness):
    corners = of_the_plane(vertices)
    W, b = edges_of(corners)
    sign = 1.0 if np.sum(corners @ W + b) > 0 else -1.0
    return network(sign * W, sign * b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "a corner without a bend accepted",
    "a corner without a bend must be refused. It lies on the line of an edge that does not end in "
    "it, and so not strictly on the inner side.",
)
def with_straight_corners(vertices, steepness):
    corners = of_the_plane(vertices)
    W, b = edges_of(corners)
    sides = corners @ W + b
    direction = 1.0 if sides.sum() > 0 else -1.0
    if np.any(direction * sides < -1e-9):
        raise ValueError("not convex")
    return network(direction * W, direction * b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "only neighbouring corners compared",
    "you look at the bend at each corner alone. A star with five points turns the same way at each "
    "corner and is not convex: every corner has to be inside every edge.",
    strict=(True, False),
)
def turning_one_way(vertices, steepness, *, strict):
    corners = of_the_plane(vertices)
    along = np.roll(corners, -1, axis=0) - corners
    after = np.roll(along, -1, axis=0)
    bends = along[:, 0] * after[:, 1] - along[:, 1] * after[:, 0]
    room = 1e-12 if strict else -1e-12
    if not (np.all(bends > room) or np.all(-bends > room)):
        raise ValueError("not convex")
    W, b = np.sign(np.sum(bends)) * np.array(edges_of(corners), dtype=object)
    return network(W, b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "last edge to the wrong corner",
    "your last edge does not go back to corner 0. The polygon closes where it began: after the "
    "last corner comes the first.",
    target=(1, 2),
)
def badly_closed(vertices, steepness, *, target):
    corners, W, b = polygon(vertices)
    w, c = left_of(corners[-1], corners[target % (len(corners) - 1)])
    sign = np.sign(np.round(np.median(corners @ w + c), 9)) or 1.0  # most corners may lie on it
    W, b = W.copy(), b.copy()
    W[:, -1], b[-1] = sign * w, sign * c
    return network(W, b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "polygon not closed",
    "the edge from the last corner back to the first is missing, so the region is open there. A "
    "polygon has as many edges as corners.",
)
def open_polygon(vertices, steepness):
    corners, W, b = polygon(vertices)
    return network(W[:, :-1], b[:-1], positive(steepness), len(corners) - 1.5)


@polygon_net.wrong(
    "polygon_net",
    "counter-clockwise corners assumed",
    "your units are right when the corners run counter-clockwise. When they run clockwise, left is "
    "outside: all units have to be turned round then.",
)
def one_direction(vertices, steepness):
    corners, _, _ = polygon(vertices)
    W, b = edges_of(corners)
    return network(W, b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "corners turned round",
    "you reverse the corners when they run clockwise, which moves the units to other places. Unit "
    "0 belongs to the edge from corner 0 to corner 1: turn the signs instead.",
)
def corners_reversed(vertices, steepness):
    corners, W, b = polygon(vertices)
    if np.sum(corners @ edges_of(corners)[0] + edges_of(corners)[1]) < 0:
        W, b = edges_of(corners[::-1])
    return network(W, b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "edges in another order",
    "your units are the right ones, in another order. Unit 0 belongs to the edge from corner 0 to "
    "corner 1, unit 1 to the edge from corner 1 to corner 2, and so on.",
    shift=(1, -1),
)
def shifted(vertices, steepness, *, shift):
    corners, W, b = polygon(vertices)
    W, b = np.roll(W, shift, axis=1), np.roll(b, shift)
    return network(W, b, positive(steepness), len(corners) - 0.5)


@polygon_net.wrong(
    "polygon_net",
    "steepness not in the output unit",
    "your last unit is not scaled by the steepness, so its answer stays near one half. Scale its "
    "weights and its bias as well.",
)
def soft_output(vertices, steepness):
    corners, W, b = polygon(vertices)
    k, m = positive(steepness), len(corners)
    return [(k * W, k * b), (np.ones((m, 1)), np.array([0.5 - m]))]


@polygon_net.right("polygon_net")
def by_table(vertices, steepness):
    corners, W, b = polygon(vertices)
    k, m = positive(steepness), len(corners)
    table = k * np.vstack([W, b])
    return [(table[:2], table[2]), (np.full((m, 1), k), np.array([k / 2 - k * m]))]


@polygon_net.right("polygon_net")
def edge_by_edge(vertices, steepness):
    corners, W, b = polygon(vertices)
    k, m = positive(steepness), len(corners)
    units = [np.append(W[:, e], b[e]) * k for e in range(m)]
    first = np.array([unit[:2] for unit in units]).T, np.array([unit[2] for unit in units])
    return [first, (np.full((m, 1), k), np.full(1, k * (0.5 - m)))]
