"""Define, then run: the lecture's scripts, sessions, gradients as nodes, optimizers."""

import numpy as np
import pytest

from dlkit import frameworks as fw
from dlkit import optimizers
from dlkit.arguments import ShapeError
from dlkit.autodiff import graph_text, ops
from dlkit.backprop import two_layer_objective_grad
from dlkit.optimizers import adam_step, sgd_step

RULES = [getattr(optimizers, name) for name in optimizers.__all__ if name.endswith("_step")]


@pytest.fixture(autouse=True)
def _empty_graph():
    fw.reset_default_graph()
    yield
    fw.reset_default_graph()


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


def started(*fetched):
    session = fw.Session()
    session.run(fw.global_variables_initializer())
    return session


def test_descent_on_a_parabola_as_in_the_lecture():
    x = fw.variable(10.0, name="X")
    f = x**2
    step = fw.Optimizer(sgd_step, lr=0.1).minimize(f, var_list=[x])
    session = started()
    path = [session.run([step, x, f]) for _ in range(10)]
    for k, (nothing, at, value) in enumerate(path):
        assert nothing is None
        assert at == pytest.approx(10 * 0.8**k) and value == pytest.approx(100 * 0.64**k)


def test_building_computes_nothing():
    fw.print_values(fw.constant(1.0) / 0, [fw.constant(1.0)])
    fw.constant([1.0, -1.0]).log()  # would be refused


def test_a_run_computes_each_node_once_and_only_what_it_needs(capsys):
    x = fw.placeholder(name="x")
    y = fw.print_values(x, [x], "computed")
    z = y * y + y
    fw.print_values(x, [x], "not asked for")
    assert fw.Session().run([z, y], {x: 3.0}) == [12, 3]
    assert capsys.readouterr().out == "computed 3.0\n"


def test_values_come_back_in_the_form_they_were_asked_for():
    x = fw.placeholder()
    a, b = x + 1, x * 2
    result = fw.Session().run({"both": (a, b), "one": [b]}, {x: np.arange(3)})
    np.testing.assert_array_equal(result["both"][0], [1, 2, 3])
    np.testing.assert_array_equal(result["one"][0], [0, 2, 4])


def test_what_is_missing_is_named():
    x, w = fw.placeholder((None, 3), name="x"), fw.variable(draw(3, 2), name="W")
    y, session = x @ w, fw.Session()
    with pytest.raises(RuntimeError, match="'W' has no value yet; run global_variables_init"):
        session.run(y, {x: draw(4, 3)})
    session.run(fw.global_variables_initializer())
    with pytest.raises(ValueError, match="placeholder 'x' is needed but not fed"):
        session.run(y)
    with pytest.raises(ShapeError, match=r"'x' is fed an array of shape \(4, 2\); \(None, 3\)"):
        session.run(y, {x: draw(4, 2)})
    with pytest.raises(TypeError, match="only placeholders can be"):
        session.run(y, {w: draw(3, 2)})
    with pytest.raises(TypeError, match="3 is fetched"):
        session.run(3)
    session.close()
    with pytest.raises(RuntimeError, match="closed"):
        session.run(y, {x: draw(4, 3)})


def test_a_variable_keeps_its_value_from_run_to_run_and_per_session():
    x = fw.variable(1.0, name="x")
    double = fw.assign(x, x * 2)
    one, other = started(), started()
    assert [one.run(double) for _ in range(3)] == [2, 4, 8]
    assert one.run(x) == 8 and other.run(x) == 1
    later = fw.variable(5.0, name="later")
    with pytest.raises(RuntimeError, match="'later'"):
        one.run(later)
    wrong = fw.assign(x, fw.constant([1.0, 2.0]))
    with pytest.raises(ShapeError, match=r"'x' of shape \(\) is assigned .* \(2,\)"):
        one.run(wrong)


def test_a_fetched_array_is_the_callers_own():
    w = fw.variable(draw(3, 2), name="W")
    session = started()
    session.run(w)[:] = 0
    np.testing.assert_array_equal(session.run(w), draw(3, 2))


def test_the_initialiser_draws_anew():
    rng = np.random.default_rng(0)
    w = fw.variable(fw.random_normal((50, 40), 1.0, 2.0, rng=rng), name="W")
    u = fw.variable(fw.random_uniform((50, 40), -3.0, 3.0, rng=rng), name="U")
    initializer, session = fw.global_variables_initializer(), fw.Session()
    session.run(initializer)
    first = session.run([w, u])
    assert first[0].mean() == pytest.approx(1, abs=0.2)
    assert np.abs(first[1]).max() == pytest.approx(3, abs=0.01)
    np.testing.assert_array_equal(session.run(w), first[0])
    session.run(initializer)
    assert not np.array_equal(session.run(w), first[0])


def test_names_are_unique_and_a_second_variable_of_a_name_is_refused():
    fw.variable(1.0, name="X")
    with pytest.raises(ValueError, match=r"a variable 'X' already.*reset_default_graph"):
        fw.variable(1.0, name="X")
    a, b = fw.constant(1.0, name="c"), fw.constant(1.0, name="c")
    assert (a.name, b.name) == ("c", "c_1")
    fw.reset_default_graph()
    fw.variable(1.0, name="X")


def test_graphs_are_apart():
    outside = fw.constant(1.0)
    graph = fw.Graph()
    with graph.as_default():
        inside = fw.constant(2.0)
        assert fw.get_default_graph() is graph
    assert fw.get_default_graph() is outside.graph
    with pytest.raises(ValueError, match="another graph"):
        inside + outside
    with pytest.raises(ValueError, match="another graph"):
        fw.Session().run(inside)
    assert fw.Session(graph).run(inside) == 2


def test_gradients_of_a_network_are_those_by_hand(close):
    x, labels = draw(7, 4), np.array([0, 2, 1, 1, 0, 2, 2])
    params = (draw(4, 5), draw(5), draw(5, 3), draw(3))
    feed_x, feed_y = fw.placeholder((None, 4)), fw.placeholder((None,))
    W1, b1, W2, b2 = variables = [fw.variable(p) for p in params]
    h = ops.tanh(ops.dense_forward(feed_x, W1, b1))
    loss = ops.cross_entropy(h @ W2 + b2, feed_y) + 0.05 * ((W1**2).sum() + (W2**2).sum())
    nodes = fw.gradients(loss, [*variables, feed_x])
    found = started().run(nodes, {feed_x: x, feed_y: labels})
    by_hand = two_layer_objective_grad(params, x, labels, lam=0.1)
    for gradient, expected in zip(found, by_hand, strict=False):
        close(gradient, expected)
    assert found[4].shape == (7, 4)


def test_gradients_add_up_over_the_ways_and_stop_where_there_is_none():
    x, other = fw.placeholder(name="x"), fw.placeholder()
    y = fw.print_values(x * x + x, [], "")
    dx, none, inner = fw.gradients(y, [x, other, y])
    assert none is None
    assert fw.Session().run([dx, inner], {x: 3.0}) == [7, 1]
    (ddx,) = fw.gradients(x * x * x, [x])
    assert fw.Session().run(ddx, {x: 2.0}) == 12


def test_gradients_that_make_no_sense_are_refused():
    x = fw.placeholder(name="x")
    (dx,) = fw.gradients(x * 2, [x])
    with pytest.raises(ValueError, match=r"y has shape \(3,\); reduce it"):
        fw.Session().run(dx, {x: draw(3)})
    with pytest.raises(ValueError, match="no gradient for its targets"):
        fw.gradients(ops.mse(fw.constant([1.0]), x), [x])
    w = fw.variable(1.0, name="w")
    with pytest.raises(ValueError, match="no gradient passes 'assign'"):
        fw.gradients(fw.assign(w, w * 2) * 3, [w])
    with pytest.raises(TypeError, match="a list of nodes is needed"):
        fw.gradients(x, x)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_trains_as_the_pure_steps_do(rule, close):
    A, start = draw(4, 4), draw(4, 1)
    w = fw.variable(start, name="w")
    loss = ((A @ w) ** 2).sum()
    step = fw.Optimizer(rule, lr=0.01).minimize(loss)
    session = started()
    for _ in range(50):
        session.run(step)
    path = optimizers.minimize(lambda w: 2 * A.T @ (A @ w), start, rule, steps=50, lr=0.01)
    close(session.run(w), path[-1])
    assert fw.trainable_variables() == [w]  # the state is kept, not trained


def test_only_the_variables_that_are_given_change():
    a, b = fw.variable(1.0, name="a"), fw.variable(1.0, name="b")
    c = fw.variable(1.0, name="c", trainable=False)
    loss = (a * b * c) ** 2
    some = fw.Optimizer(adam_step, lr=0.1).minimize(loss, var_list=[b])
    session = started()
    session.run(some)
    assert session.run([a, c]) == [1, 1] and session.run(b) == pytest.approx(0.9)
    with pytest.raises(ValueError, match=r"does not depend on all of .*\['b'\]"):
        fw.Optimizer(sgd_step, lr=0.1).minimize(a * 2, var_list=[b])


def test_float32_stays_float32_through_training():
    w = fw.variable(draw(3, 2).astype(np.float32), name="w")
    step = fw.Optimizer(adam_step, lr=0.1).minimize(((2 * w + 1) ** 2).mean())
    session = started()
    session.run(step)
    assert {name: v.dtype for name, v in session.values.items() if name != "w/t"} == {
        name: np.float32 for name in ("w", "w/m", "w/v")
    }


def test_a_graph_of_nodes_can_be_drawn():
    x = fw.placeholder(name="x")
    assert graph_text((x * x).exp()) == "0  x\n1  multiply <- 0 0\n2  exp <- 1"
    assert repr((x * x).exp()) == "<exp 'exp_1' of multiply_1>"
