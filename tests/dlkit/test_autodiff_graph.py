"""The graph: its order, the walk back, when nothing is recorded, and what it looks like."""

import gc
import threading
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlkit import plots
from dlkit.arguments import ShapeError
from dlkit.autodiff import (
    Dual,
    Tensor,
    backward,
    count_edges,
    graph_dot,
    graph_layout,
    graph_text,
    jvp,
    no_grad,
    op,
    ops,
    topo_sort,
)


def diamond():
    """Return x and (x + 1) * (x * 2), in which x is reached on two ways."""
    x = Tensor(3.0, name="x")
    return x, (x + 1) * (x * 2)


def test_every_node_comes_once_and_after_its_parents():
    x, root = diamond()
    order = topo_sort(root)
    assert len({id(node) for node in order}) == len(order) == 6
    assert order[0] is x and order[-1] is root
    place = {id(node): k for k, node in enumerate(order)}
    for node in order:
        assert all(place[id(parent)] < place[id(node)] for parent in node.parents)


def test_any_nodes_with_parents_can_be_sorted():
    leaf = SimpleNamespace(parents=())
    root = SimpleNamespace(parents=(leaf, leaf))
    assert topo_sort(root) == [leaf, root]
    assert topo_sort(leaf) == [leaf]
    assert count_edges(root) == 2


def test_fifty_thousand_operations_in_a_row():
    x = Tensor(1.0)
    y = x
    for _ in range(50_000):
        y = y + 1e-5
    assert len(topo_sort(y)) == 100_001  # a constant for each sum
    y.backward()
    assert x.grad == 1
    del y
    gc.collect()  # taking the chain apart must not recurse either


def test_a_diamond_adds_both_ways():
    x, root = diamond()
    root.backward()
    assert x.grad == 2 * 3 * 2 + 2  # 2x (x + 1)


def test_each_edge_is_used_once_however_many_paths_there_are():
    calls = []

    def twice_backward(dy, x):
        calls.append(dy)
        return 2 * dy

    twice = op(lambda x: 2 * x, twice_backward)
    x = Tensor(1.0)
    y = twice(x)
    for _ in range(60):
        y = y + y
    y.backward()
    assert len(calls) == 1
    assert x.grad == 2.0**61
    assert count_edges(y) == 121


def test_leaves_accumulate_and_other_nodes_do_not():
    x, root = diamond()
    inner = root.parents[0]
    backward(root)
    first, between = x.grad.copy(), inner.grad.copy()
    backward(root)
    assert x.grad == 2 * first
    assert inner.grad == between
    assert root.grad == 1
    x.zero_grad()
    assert x.grad is None
    backward(root)
    assert x.grad == first


def test_a_result_with_several_elements_needs_an_upstream_gradient():
    x = Tensor([1.0, 2.0])
    with pytest.raises(ValueError, match=r"shape \(2,\); give dy"):
        (x * x).backward()
    with pytest.raises(ShapeError, match=r"dy has shape \(3,\)"):
        (x * x).backward(np.ones(3))
    (x * x).backward([1.0, 10.0])
    np.testing.assert_array_equal(x.grad, [2.0, 40.0])
    one = Tensor([[3.0]])
    (one * one).backward()
    assert one.grad.shape == (1, 1)


def test_a_gradient_is_the_leafs_own_array():
    x, y = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    dy = np.ones(2)
    (x + y).backward(dy)
    assert not np.shares_memory(x.grad, y.grad)
    assert not np.shares_memory(x.grad, dy)


def test_constants_get_no_gradient():
    x, c = Tensor(2.0), Tensor(5.0, requires_grad=False)
    (x * c).backward()
    assert x.grad == 5 and c.grad is None
    with pytest.raises(ValueError, match="needs no gradient"):
        (c * 2).backward()


def test_nothing_is_recorded_without_grad_and_an_exception_ends_it():
    x = Tensor(2.0)
    with no_grad():
        with no_grad():
            assert not (x * x).requires_grad
        y = x * x
    assert y.parents == () and not y.requires_grad and y.data == 4
    with pytest.raises(RuntimeError), no_grad():
        raise RuntimeError
    assert (x * x).requires_grad


def test_another_thread_records_while_this_one_does_not():
    seen = []
    x = Tensor(2.0)
    with no_grad():
        thread = threading.Thread(target=lambda: seen.append((x * x).requires_grad))
        thread.start()
        thread.join()
        assert not (x * x).requires_grad
    assert seen == [True]


def test_a_detached_tensor_stops_the_gradient():
    x = Tensor(3.0)
    y = (x * x).detach()
    assert y.parents == () and not y.requires_grad
    (x * y).backward()
    assert x.grad == 9  # not 27


def test_a_training_keeps_no_old_graphs():
    W = Tensor(np.ones((3, 1)))
    x, t = np.eye(3), np.array([[1.0], [2.0], [3.0]])
    sizes = []
    for _ in range(100):
        W.zero_grad()
        loss = ops.mse(x @ W, t)
        loss.backward()
        W.data -= 0.5 * W.grad
        sizes.append(len(topo_sort(loss)))
    assert set(sizes) == {4}
    np.testing.assert_allclose(W.data, t, atol=1e-12)
    del loss
    gc.collect()
    assert sum(isinstance(thing, Tensor) for thing in gc.get_referrers(W)) == 0


def test_forward_mode_is_linear_in_the_direction():
    def f(x):
        return (x.exp() * x).sum()

    x, u, v = np.random.default_rng(0).standard_normal((3, 4))
    tangents = [jvp(f, x, direction)[1] for direction in (u, v, 2 * u - 3 * v)]
    assert tangents[2] == pytest.approx(2 * tangents[0] - 3 * tangents[1], rel=1e-12)
    assert jvp(f, x, 0 * u)[1] == 0


def test_a_dual_is_a_value_and_a_tangent_of_one_shape():
    y = Dual([1.0, 2.0], [10.0, 0.0]) ** 2
    assert repr(y) == "Dual([1.0, 4.0], [20.0, 0.0])"
    with pytest.raises(ShapeError, match=r"tangent has shape \(3,\)"):
        Dual([1.0, 2.0], [1.0, 0.0, 0.0])
    value, tangent = jvp(lambda x: 5.0, [1.0, 2.0], [1.0, 1.0])
    assert value == 5 and tangent == 0


def test_the_table_names_leaves_and_numbers_constants():
    _, root = diamond()
    assert graph_text(root).splitlines() == [
        "0  x ()",
        "1  1",
        "2  add () <- 0 1",
        "3  2",
        "4  multiply () <- 0 3",
        "5  multiply () <- 2 4",
    ]


def test_graphviz_gets_one_node_per_tensor_and_quotes_labels():
    _, root = diamond()
    text = graph_dot(root, label=lambda node: f'"{node.name}"\n\\')
    assert text.count("->") == 6
    assert r'n0 [shape=box, label="\"x\"\n\\"];' in text
    assert "n2 -> n5;" in text


def test_positions_run_forward_and_never_meet():
    x = Tensor(np.ones((5, 3)), name="x")
    W, b = Tensor(np.ones((3, 4)), name="W"), Tensor(np.ones(4), name="b")
    h = (x @ W + b).relu()
    labels, positions, edges = graph_layout((h * h).sum() + (W**2).sum())
    assert labels[0] == "x (5, 3)"
    assert len({tuple(p) for p in positions}) == len(labels) == 11
    assert all(positions[u, 0] < positions[v, 0] for u, v in edges)
    assert edges.count((5, 6)) == 2  # h * h


def test_plots_draws_what_the_layout_says():
    _, root = diamond()
    labels, positions, edges = graph_layout(root)
    ax = plots.graph(labels, positions, edges, highlighted=[5])
    ax.figure.canvas.draw()
    shown = [text for text in ax.texts if text.get_text()]
    assert [text.get_text() for text in shown] == labels
    assert len(ax.texts) - len(shown) == len(edges)
    assert shown[5].get_color() != shown[4].get_color()
    plt.close(ax.figure)
