"""What the boxes of the shapes notebook say of PyTorch is true of the PyTorch that is installed."""

import numpy as np
import pytest

from dlkit import shapes

torch = pytest.importorskip("torch")

RNG = np.random.default_rng(0)
X, W, B = RNG.normal(size=(5, 3)), RNG.normal(size=(3, 4)), RNG.normal(size=4)


def tensors(*arrays):
    return [torch.from_numpy(np.ascontiguousarray(array)) for array in arrays]


def test_dot_is_the_sum_without_the_bias():
    x, w = tensors(X[0], X[1])
    assert float(torch.dot(x, w)) + 0.5 == pytest.approx(shapes.linear_unit(X[0], X[1], 0.5))


def test_multi_dot_keeps_the_axis_of_the_outputs():
    y = torch.linalg.multi_dot(tensors(X, W, B[:, None]))
    assert y.shape == (5, 1)
    np.testing.assert_allclose(y.numpy()[:, 0], shapes.forward_matrix(X, W, B[:, None]))
    assert np.linalg.multi_dot([X, W, B[:, None]]).shape == (5, 1)


def test_linear_keeps_its_weights_the_other_way_round():
    y = torch.nn.functional.linear(*tensors(X, W.T, B))
    np.testing.assert_allclose(y.numpy(), shapes.dense_forward(X, W, B), rtol=1e-12)
    assert torch.nn.Linear(3, 4).weight.shape == (4, 3)


def test_one_hot_gives_whole_numbers_and_counts_the_columns_itself():
    labels = torch.tensor([2, 0])
    rows = torch.nn.functional.one_hot(labels, 4)
    assert rows.dtype == torch.int64 and rows.tolist() == shapes.one_hot([2, 0], 4).tolist()
    assert torch.nn.functional.one_hot(labels).shape == (2, 3)


def test_std_divides_by_one_less_unless_told():
    (x,) = tensors(X)
    _, _, _, std = shapes.standardize(X, X)
    np.testing.assert_allclose(torch.std(x, dim=0, correction=0).numpy(), std, rtol=1e-12)
    np.testing.assert_allclose(torch.std(x, dim=0).numpy(), X.std(axis=0, ddof=1), rtol=1e-12)


def test_random_split_returns_parts_of_the_data():
    generator = torch.Generator().manual_seed(0)
    parts = torch.utils.data.random_split(list("abcdefghij"), [0.75, 0.25], generator=generator)
    assert [len(part) for part in parts] == [8, 2]
    assert sorted([*parts[0], *parts[1]]) == list("abcdefghij")


def test_a_loader_keeps_the_short_batch_and_the_order_unless_told():
    load = torch.utils.data.DataLoader
    assert [len(batch) for batch in load(range(10), batch_size=4, shuffle=True)] == [4, 4, 2]
    assert [len(batch) for batch in load(range(10), batch_size=4, drop_last=True)] == [4, 4]
    assert torch.cat(list(load(range(10), batch_size=4))).tolist() == list(range(10))


def test_cdist_takes_the_root():
    roots = torch.cdist(*tensors(X, W.T))
    np.testing.assert_allclose(roots.numpy() ** 2, shapes.pairwise_sq_dist(X, W.T), rtol=1e-12)
