"""The demos of automatic differentiation show what they claim, by numbers."""

import numpy as np
import pytest

from course.a05_autodiff.demos import diamond, graph
from course.a05_autodiff.demos.diamond import CLIMBS, ENDS, STANDS, curve, slope, walk_back
from course.a05_autodiff.demos.expression import NotAnExpression, computed
from course.a05_autodiff.demos.graph import LAST
from dlkit.backprop import numerical_gradient


def result(demo, **changes):
    return demo.compute(**demo.settings(**changes))


def python(typed, x, y):
    names = {"tanh": np.tanh, "exp": np.exp, "log": np.log, "relu": lambda z: max(z, 0.0)}
    return eval(typed, {"__builtins__": {}}, {"x": x, "y": y, **names})


@pytest.mark.parametrize(
    "typed", ["x * y + tanh(x)", "x * x * x", "3 * x * x**2", "relu(x - y) * exp(-x)", "log(x) / y"]
)
def test_values_and_gradients_are_those_of_what_was_typed(typed):
    walk = result(graph, typed=typed, step=LAST, x=1.3, y=0.4)
    assert walk.is_over and not walk.fault
    assert walk.values[-1] == pytest.approx(python(typed, 1.3, 0.4))
    measured = numerical_gradient(lambda at: python(typed, *at), np.array([1.3, 0.4]))
    for name, expected in zip("xy", measured, strict=True):
        if name in walk.names:
            gradient = walk.gradients[walk.names.index(name)]
            assert gradient == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "typed",
    [
        *("x +", "z", "x.data", "__import__('os')", "x if y else 1", "x ** y", "x ** 99", "'a'"),
        *("f(x)", "tanh(x, y)", "log(-x)", "1e9 * x", "(" * 300 + "x" + ")" * 300, "x\n*y"),
    ],
)
def test_what_cannot_be_computed_is_told_and_never_run(typed):
    with pytest.raises(NotAnExpression):
        computed(typed, 1.0, 0.5)
    walk = result(graph, typed=typed)
    assert walk.fault and "No graph" in graph.describe(walk)


def test_a_graph_too_large_for_the_picture_is_told():
    assert "nodes" in result(graph, typed="+".join(["x*y"] * 9)).fault


def test_a_number_alone_has_a_graph_of_one_node():
    walk = result(graph, typed="1", step=3)
    assert (walk.names, walk.values, walk.edges) == (("1",), (1.0,), ())


def test_the_walk_goes_forward_and_then_back():
    steps = [result(graph, step=step) for step in range(LAST + 1)]
    known = [sum(value is not None for value in walk.values) for walk in steps]
    passed = [sum(slope is not None for slope in walk.gradients) for walk in steps]
    assert known[:5] == [2, 3, 4, 5, 5] and passed[:5] == [0, 0, 0, 0, 1]
    assert known[-1] == passed[-1] == 5
    assert graph.prediction.answer(steps[3]) is None
    assert graph.prediction.answer(steps[-1]) == "two"


@pytest.mark.parametrize("overwrites", [False, True])
@pytest.mark.parametrize("x", [-1.7, 0.3, 1.8])
def test_the_slope_in_a_formula_is_what_the_walk_leaves(x, overwrites):
    parts, left = walk_back(x, overwrites)
    assert left == pytest.approx(slope(x, overwrites))
    assert left == pytest.approx(parts[-1] if overwrites else sum(parts))


def test_added_up_the_parts_are_the_slope_of_the_curve():
    for x in (-1.2, 0.7):
        measured = numerical_gradient(lambda at: curve(at).item(), np.array([x])).item()
        assert slope(x, False) == pytest.approx(measured, abs=1e-8)


def test_with_overwritten_parts_the_descent_passes_the_lowest_point():
    right, wrong = result(diamond), result(diamond, overwrites=True)
    assert right.descent[-1] == pytest.approx(np.sqrt(2), abs=0.01)
    assert 0 < wrong.descent[-1] < 0.6
    assert diamond.prediction.answer(right) is None
    assert diamond.prediction.answer(wrong) == CLIMBS
    assert diamond.prediction.answer(result(diamond, x=0.0, overwrites=True)) == STANDS
    assert {ENDS, CLIMBS, STANDS} == set(diamond.prediction.choices)


def test_the_mistake_does_not_show_at_the_peak():
    assert result(diamond, x=0.0).left == result(diamond, x=0.0, overwrites=True).left == 0
