"""The numbers in the words of the lecture on approximation are those that come out."""

import re

import nbformat
import numpy as np
import pytest

from course.a03_approximation import experiments, figures
from course.lectures.topics import ROOT
from dlkit import approximation
from dlkit.activations import dead_fraction, mlp_forward, relu, sigmoid

SEEDS = range(8)


@pytest.fixture(scope="module")
def text():
    """The source of every cell; a description that is written in several pieces is one text."""
    cells = nbformat.read(ROOT / "course/a03_approximation/lecture.ipynb", as_version=4).cells
    return {cell["id"]: re.sub(r'"\n\s*"', "", cell.source) for cell in cells}


@pytest.fixture(scope="module")
def shares():
    """The networks of eight starts by their hidden units, and what each names right."""
    trained = {n: [experiments.train(n, seed) for seed in SEEDS] for n in (0, 3, 8)}
    right = {
        n: np.array([experiments.share_right(net, s) for s, net in enumerate(nets)])
        for n, nets in trained.items()
    }
    return trained, right


def says(text, cell, *values):
    """Demand that a cell holds each of these numbers as it is written."""
    for value in values:
        assert value in text[cell], f"{cell} does not say {value}"


def percent(share, digits=1):
    return f"{100 * share:.{digits}f}"


@pytest.mark.slow
def test_a_line_is_no_better_than_the_answer_outside(text, shares):
    line = shares[1][0]
    says(text, "problem_answer", f"About {percent(line.mean())} of 100")
    outside = [np.mean(experiments.points(1000 + s, 5000)[1] == 0) for s in SEEDS]
    assert line.mean() == pytest.approx(np.mean(outside), abs=0.002)


def test_the_changes_of_slope_are_those_of_the_picture(text):
    knots, values = [0.0, 1.0, 2.0, 3.5, 4.0], [1.0, 2.5, 2.0, 0.5, 2.0]
    *_, v, c = approximation.relu_interpolant(knots, values)
    assert v == pytest.approx([1.5, -2, -0.5, 4]) and c == 1
    assert np.cumsum(v) == pytest.approx([1.5, -0.5, -1, 3])
    says(text, "read_off", "slopes 1.5, -0.5, -1, 3 make the output weights 1.5, -2, -0.5, 4")
    says(text, "bends", "plus 1.5, minus 2, minus 0.5 and plus 4")
    assert np.cumsum(np.cumsum(v)) == pytest.approx([1.5, 1, 0, 3])  # with the slopes as v
    says(text, "read_off", "in place of $s_j$: here 1.5, 1, 0, 3")


def test_bumps_halve_the_error_and_pieces_quarter_it(text):
    _, walls, pieces = figures.errors_of_walls_and_lines()
    assert np.divide(walls[:-1], walls[1:]) == pytest.approx(2, abs=0.1)
    assert np.divide(pieces[:-1], pieces[1:]) == pytest.approx(4, abs=0.3)
    says(text, "rates_caption", f"from {walls[0]:.3f} with 8 of them to {walls[-1]:.3f} with 128")
    says(text, "rates_caption", f"from {pieces[0]:.4f} to {pieces[-1]:.4f}")
    says(text, "rates_figure", f"from {walls[0]:.2f} to {walls[-1]:.3f}")
    says(text, "rates_figure", f"from {pieces[0]:.2f} to {pieces[-1]:.4f}")
    steepest = 2 * np.pi / 16
    assert 0.95 * steepest < walls[0] < steepest
    says(text, "rates_caption", f"$\\frac{{1}}{{16}} \\cdot 2 \\pi = {steepest:.3f}$")
    bound = (2 * np.pi) ** 2 / 8 / 8**2
    assert pieces[0] < bound
    says(text, "rates_caption", f"$(2 \\pi)^2 / 8 \\cdot (1/8)^2 = {bound:.3f}$ with 8")


def test_bumps_reach_both_ends_of_the_interval_only_from_beyond_it(text):
    def curve(x):
        return np.cos(2 * np.pi * x)

    def stopped(x):
        """The wall without what reaches beyond the ends."""
        left, right = (
            curve(at) * approximation.bump(x, *ends, height=1, steepness=20 * 128.0)
            for at, ends in ((1 / 256, (-np.inf, 0)), (255 / 256, (1, np.inf)))
        )
        return wall(x).sum(axis=0) - left - right

    def whole(x):
        return wall(x).sum(axis=0)

    wall = experiments.wall(curve, 128, 20 * 128.0)
    assert approximation.sup_error(curve, stopped, 0, 1, 10_001) == pytest.approx(0.5, abs=0.001)
    assert approximation.sup_error(curve, whole, 0, 1, 10_001) < 0.03
    says(text, "bump_caption", "the first and the last reach beyond its ends")
    assert approximation.bump(1.0, 1, 2, height=1, steepness=100) == pytest.approx(0.5)
    says(text, "bump_caption", "At its own wall a steep bump has only half its height")


def test_a_spike_is_as_bad_as_it_was_at_its_worst_point(text):
    for width in (0.2, 0.05, 0.01):
        arguments = (lambda x, w=width: np.maximum(1 - np.abs(x - 0.5) / w, 0), np.zeros_like)
        assert approximation.sup_error(*arguments, 0, 1, 1001) == pytest.approx(1)
        assert approximation.l1_error(*arguments, 0, 1, 1001) == pytest.approx(width)
    says(text, "spikes", "the L1 errors are 0.2, 0.05 and 0.01")


def test_ten_folds(text):
    x = np.linspace(0, 1, 2**11 + 1)
    pieces = approximation.count_pieces(approximation.sawtooth(x, 10))
    says(text, "ten_folds", f"= {pieces}$ pieces", f"so {pieces - 1} units at least")


@pytest.mark.parametrize("to_the_right", [0, 1])
def test_the_folds_need_a_unit_more_than_they_have_bends(to_the_right, text):
    """One tent: a unit at its only bend leaves one side flat, and the tent rises and falls."""
    x = np.linspace(0, 1, 101)
    unit = relu(x - 0.5 if to_the_right else 0.5 - x)
    design = np.column_stack([unit, np.ones_like(x)])
    tent = approximation.sawtooth(x, 1)
    _, (left_over, *_), *_ = np.linalg.lstsq(design, tent, rcond=None)
    assert left_over > 1
    slopes = np.diff(approximation.sawtooth(np.linspace(0, 1, 1025), 10)) * 1024
    assert slopes[0] == 1024 and (np.abs(np.diff(slopes)) == 2048).all()
    says(text, "ten_folds", "one more, for the slope at the beginning: 1024 units")
    says(text, "ten_folds", "changes the slope by 2048", "do not add up to 1024")


@pytest.mark.slow
def test_the_shares_of_eight_starts(text, shares):
    trained, right = shares
    stuck, good = right[3][right[3] < 0.95], right[3][right[3] > 0.95]
    assert (len(stuck), len(good)) == (5, 3)
    says(
        text,
        "why_starts_fail",
        f"The other five end at {percent(stuck.min())} to {percent(stuck.max())} %",
    )
    says(
        text,
        "why_starts_fail",
        f"Three starts get there and end at {percent(good.min())} % and more",
    )
    says(text, "why_starts_fail", f"{percent(right[8].min())} to {percent(right[8].max())} %")
    says(text, "starts", "five between 0.74 and 0.81, three near 0.98")
    dead = [
        dead_fraction(experiments.points(s, 500)[0] @ net[0][0] + net[0][1])
        for s, net in enumerate(trained[3])
        if right[3][s] < 0.95
    ]
    assert sum(0 < share < 1 for share in dead) == 3
    says(text, "why_starts_fail", "In three of the five, one or two units became *dead*")
    alive = np.flatnonzero(right[3] < 0.95)[np.array(dead) == 0]
    longer = [experiments.share_right(experiments.train(3, s, steps=10_000), s) for s in alive]
    assert len(alive) == 2 and max(longer) < 0.82
    says(text, "why_starts_fail", "five times as many steps leave them below 82 %")


def test_the_network_by_hand(text):
    net = approximation.triangle_net(experiments.TRIANGLE, 100.0)
    least = min(experiments.share_right(net, seed, sigmoid) for seed in SEEDS)
    says(text, "starts_caption", f"the AND ($k = 100$), names {percent(least, 2)} % and more")


def edge_units():
    """Weights (2, 3) and biases (3,) of the three edges, positive inside."""
    corners = experiments.TRIANGLE
    pairs = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    W, b = zip(*(approximation.half_plane(p, q) for p, q in pairs), strict=True)
    return np.array(W).T, np.array(b)


def test_three_relus_make_the_triangle(text):
    W, b = edge_units()
    net = [(-W, -b), (np.full((3, 1), -100.0), np.ones(1))]
    assert min(experiments.share_right(net, seed) for seed in SEEDS) > 0.985
    says(text, "starts_caption", "be $1 - 100 \\big(", "positive up to 0.01 beyond each edge")


@pytest.mark.slow
def test_a_start_is_good_if_three_units_get_to_three_edges(text, shares):
    outward = -edge_units()[0]
    for hidden, seed in ((h, s) for h in (3, 8) for s in SEEDS):
        x, labels = experiments.points(seed, 500)
        ((W0, b0), (v0, _)), ((W, b), (v, _)) = (
            experiments.train(hidden, seed, steps=0),
            shares[0][hidden][seed],
        )
        assert (b0 == 0).all()
        assert all(np.mean(labels[side]) < 0.5 for side in (x @ W0 > 0).T)
        is_dead = (x @ W + b <= 0).all(axis=0)
        assert (v0[is_dead] > 0).all()
        along = outward.T @ W / np.linalg.norm(W, axis=0)
        has_edge = (along > 0.9) & ~is_dead & (v[:, 0] < 0)
        assert has_edge.any(axis=1).all() == (shares[1][hidden][seed] > 0.95)
    says(text, "why_starts_fail", "They had begun with a positive output weight")
    says(text, "why_starts_fail", "three different edges", "at least three that get there")


def test_the_example_of_a_line(text):
    w, b = approximation.half_plane([-1.0, -1.0], [1.0, 0.5])
    assert w == pytest.approx([-0.6, 0.8]) and b == pytest.approx(0.2)
    assert np.array([[-1, 1], [0.5, -1]]) @ w + b == pytest.approx([1.6, -0.9])
    says(text, "one_side_caption", "$w = (-0.6, 0.8)$ and $b = 0.2$", "has the length 2.5")
    says(text, "one_side", "plus 1.6, one on the other side minus 0.9")


def test_the_two_starts_that_are_drawn(text, shares):
    trained, right = shares
    assert (right[3].argmax(), right[3].argmin()) == (3, 2)
    (W, b), (v, _) = trained[3][3]
    assert (relu(experiments.TRIANGLE.mean(axis=0) @ W + b) == 0).all() and (v < 0).all()
    says(text, "learnt_caption", "all output weights are negative")
    inside = [
        np.mean(mlp_forward(figures.SQUARE, trained[3][seed], relu)[0] > 0) for seed in (3, 2)
    ]
    assert inside[1] / inside[0] == pytest.approx(2, abs=0.15)
    says(text, "learnt_figure", "a region twice as large", "none of its lines runs along the left")
    W, b = trained[3][2][0]
    left_edge = experiments.TRIANGLE[[0, 2]].mean(axis=0)
    assert (np.abs(left_edge @ W + b) / np.linalg.norm(W, axis=0) > 0.5).all()
    assert dead_fraction(experiments.points(2, 500)[0] @ W + b) == 0
    says(text, "learnt_caption", "no unit is dead", f"({percent(right[3][2])} %)")


def test_random_units_come_nearer_than_trained_ones(text):
    pieces, random, trained = (
        error(32)
        for error in (
            experiments.constructed_error,
            experiments.random_error,
            experiments.trained_error,
        )
    )
    assert random < 1e-6
    says(text, "three_ways_caption", "With 32 units the error is below $10^{-6}$")
    says(text, "three_ways_caption", f"is at {trained:.3f} after 1500 steps")
    says(text, "three_ways_figure", "end near 0.01")
    steep = experiments.random_error(32, scale=100.0)
    says(text, "three_ways_caption", f"with 100 the error is {steep:.3f}")
    assert all(0.005 < each < 0.015 for each in (pieces, trained))
