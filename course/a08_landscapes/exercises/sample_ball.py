"""The exercise on points that are spread evenly over a ball."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a08_landscapes.exercises.shared import sizes
from dlkit import landscapes

sample_ball = Exercise(
    id="landscapes.sample_ball",
    title="Points of a ball",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "A point is a direction and a distance. Which distribution prefers no direction? And how "
        "often should a distance below r occur, if the volume decides?",
        "Normal numbers in every entry, divided by their norm, give an even direction. The share "
        "of the ball within the distance r is r to the power of D: which power of a uniform "
        "number is spread like that?",
        "Draw an array of n rows of normals; divide each row by its own norm. Draw n uniform "
        "numbers and take the root of order D of each. Multiply each row by its own distance: both "
        "times a column of n numbers is needed.",
    ),
)


@sample_ball.asks(landscapes.sample_ball)
def _ask_sample_ball(ask: Ask, rng: np.random.Generator) -> None:
    with ask.essential("distances follow the volume, and all directions are alike"):
        ask.drawn("random_ball", "in the plane", int(rng.integers(1500, 1600)), 2, rng=rng)
        ask.drawn("random_ball", "in 50 dimensions", 250, 50, rng=rng)
    ask.drawn("random_ball", "on a line", 300, 1, rng=rng)
    ask.drawn("random_ball", "in space", 1000, 3, rng=rng)
    ask.drawn("random_ball", "in 200 dimensions", 60, 200, rng=rng)
    ask.edge("no points", 0, 3, rng=rng)
    ask.pure(4, 3, rng=rng)
    ask.refuses("a negative number of points", "ValueError", -1, 3, rng=rng)
    ask.refuses("no dimensions", "ValueError", 3, 0, rng=rng)
    ask.refuses("a number of points that is not whole", "TypeError", 2.5, 3, rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", 3, 2, rng=0)


def directions(n, D, rng):
    """Even directions, right, for solutions whose point lies elsewhere."""
    z = rng.standard_normal((n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True)


@sample_ball.wrong(
    "sample_ball",
    "drawn from the cube until inside",
    "your points are drawn from the cube, and those outside of the ball are thrown away. In many "
    "dimensions hardly any point of the cube lies in the ball, so too few are left.",
)
def those_inside(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    points = rng.uniform(-1, 1, size=(20 * n, D))
    return points[np.linalg.norm(points, axis=1) <= 1][:n]


@sample_ball.wrong(
    "sample_ball",
    "points of the cube",
    "some of your points lie outside of the ball: each entry is between -1 and 1, which makes a "
    "cube.",
)
def cube(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return rng.uniform(-1, 1, size=(n, D))


@sample_ball.wrong(
    "sample_ball",
    "distance uniform",
    "your distances from the centre are uniform, so the small inner balls, which hold little "
    "volume, get too many points. The share within r is r to the power of D.",
    is_direction_even=(True, False),
)
def uniform_radius(n, dimensions, *, rng, is_direction_even):
    n, D, rng = sizes(n, dimensions, rng)
    if is_direction_even:
        return directions(n, D, rng) * rng.uniform(size=(n, 1))
    z = rng.uniform(-1, 1, size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1))


@sample_ball.wrong(
    "sample_ball",
    "root of the same order in all dimensions",
    "you take a root of the same order in all dimensions, such as the square root, which is right "
    "in the plane alone. The share within r is r to the power of D.",
    order=(2, 3),
)
def same_root(n, dimensions, *, rng, order):
    n, D, rng = sizes(n, dimensions, rng)
    return directions(n, D, rng) * rng.uniform(size=(n, 1)) ** (1 / order)


@sample_ball.wrong(
    "sample_ball",
    "points of the surface",
    "all your points lie on the surface. The ball has an inside: each point needs a distance from "
    "the centre.",
)
def sphere(n, dimensions, *, rng):
    return directions(*sizes(n, dimensions, rng))


@sample_ball.wrong(
    "sample_ball",
    "power D in place of 1/D",
    "you take the uniform number to the power of D, which drives all points to the centre. The "
    "share within r is r to the power of D; so r is the uniform number to the power of 1/D.",
)
def power_turned(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return directions(n, D, rng) * rng.uniform(size=(n, 1)) ** D


@sample_ball.wrong(
    "sample_ball",
    "one distance for all",
    "all your points have the same distance from the centre: one uniform number is drawn for all. "
    "Draw one for each row.",
)
def one_radius(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return directions(n, D, rng) * rng.uniform() ** (1 / D)


@sample_ball.wrong(
    "sample_ball",
    "a distance for each entry",
    "a uniform number of its own multiplies every entry of your points. That changes their "
    "directions, too: draw one for each row.",
)
def radius_for_entries(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return directions(n, D, rng) * rng.uniform(size=(n, D)) ** (1 / D)


@sample_ball.wrong(
    "sample_ball",
    "directions from the cube",
    "your directions are those of points of a cube, which has more room towards its corners. "
    "Normal entries prefer no direction.",
)
def cube_directions(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    z = rng.uniform(-1, 1, size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1)) ** (1 / D)


@sample_ball.wrong(
    "sample_ball",
    "directions to one side",
    "all entries of your points are positive, so they lie in one corner of the ball. Uniform "
    "numbers from 0 to 1 are never negative.",
)
def one_side(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    z = rng.uniform(size=(n, D))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1)) ** (1 / D)


@sample_ball.wrong(
    "sample_ball",
    "normals not divided by their norm",
    "normal numbers have a length of their own, about the square root of D. Divide each row by its "
    "norm before the distance comes.",
)
def unnormed(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return rng.standard_normal((n, D)) * rng.uniform(size=(n, 1)) ** (1 / D)


@sample_ball.wrong(
    "sample_ball",
    "norm of the whole array",
    "you divide by one norm for the whole array, so all points lie near the centre. Each row has "
    "its own: `axis=1`.",
)
def one_norm(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    z = rng.standard_normal((n, D))
    return z / max(np.linalg.norm(z), 1e-300) * rng.uniform(size=(n, 1)) ** (1 / D)


@sample_ball.wrong(
    "sample_ball",
    "rows and columns exchanged",
    "your points are the columns of the result. A point is a row: shape (n, D).",
)
def columns(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return (directions(n, D, rng) * rng.uniform(size=(n, 1)) ** (1 / D)).T


@sample_ball.wrong(
    "sample_ball",
    "a generator of its own",
    "your function makes a generator of its own, so that every call gives the same points, or "
    "nobody can draw them again. Draw from the generator that came.",
    seed=(0, 42, None),
)
def own_generator(n, dimensions, *, rng, seed):
    n, D, _ = sizes(n, dimensions, rng)
    rng = np.random.default_rng(seed)
    return directions(n, D, rng) * rng.uniform(size=(n, 1)) ** (1 / D)


@sample_ball.right("sample_ball")
def radius_first(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    radius = np.exp(np.log1p(-rng.random((n, 1))) / D)
    return radius * directions(n, D, rng)


@sample_ball.right("sample_ball")
def with_two_more_dimensions(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng)
    return directions(n, D + 2, rng)[:, :D].copy()
