"""What holds for every element-wise activation: one table, one battery."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest

from dlkit import activations
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward


@dataclass(frozen=True)
class Case:
    """An activation with its options, and the same in PyTorch."""

    name: str
    oracle: Callable
    options: dict = field(default_factory=dict)

    @property
    def forward(self):
        return partial(getattr(activations, self.name), **self.options)

    @property
    def backward(self):
        return partial(getattr(activations, f"{self.name}_backward"), **self.options)


def torch_function(name, **options):
    return lambda torch, z: getattr(torch.nn.functional, name)(z, **options)


CASES = [
    Case("sigmoid", torch_function("sigmoid")),
    Case("tanh", torch_function("tanh")),
    Case("softplus", torch_function("softplus", threshold=1e3)),
    Case("relu", torch_function("relu")),
    Case("elu", torch_function("elu")),
    Case("elu", torch_function("elu", alpha=0.3), {"a": 0.3}),
    Case("selu", torch_function("selu")),
    Case("silu", torch_function("silu")),
    Case("gelu", torch_function("gelu")),
    Case("gelu", torch_function("gelu", approximate="tanh"), {"approximate": True}),
]
SHAPES = [(), (1,), (7,), (1, 4), (5, 3), (0, 3), (2, 3, 4)]

each_case = pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.name}{c.options or ''}")
each_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def draw(shape, scale=3.0):
    """Return pre-activations and an upstream gradient."""
    rng = np.random.default_rng([*shape])
    return np.asarray(scale * rng.standard_normal(shape)), np.asarray(rng.standard_normal(shape))


def near(actual, expected):
    # Not only relative: far out PyTorch's 1 - tanh(z)**2 cancels, and dlkit keeps more digits.
    scale = 1 + np.abs(expected).max(initial=0)
    np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-12 * scale, strict=True)


@each_case
@each_shape
@pytest.mark.parametrize("scale", [1e-3, 1.0, 30.0])
def test_equals_pytorch(case, shape, scale, torch):
    z, dy = draw(shape, scale)
    t = torch.tensor(z, requires_grad=True)
    expected = case.oracle(torch, t)
    expected.backward(torch.tensor(dy))
    near(case.forward(z), expected.detach().numpy())
    near(case.backward(dy, z), t.grad.numpy())


@each_case
def test_equals_pytorch_exactly_at_zero(case, torch):
    t = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    case.oracle(torch, t).backward(torch.ones(1, dtype=torch.float64))
    np.testing.assert_allclose(case.backward([1.0], [0.0]), t.grad.numpy(), rtol=1e-15)


@each_case
@each_shape
def test_gradient_equals_central_differences(case, shape):
    z, _ = draw(shape)
    rng = np.random.default_rng(1)
    assert check_backward(case.forward, case.backward, z, rng=rng) is None


@each_case
def test_float32_stays_float32(case, close):
    z, dy = (a.astype(np.float32) for a in draw((5, 3)))
    wide = z.astype(np.float64)
    for upstream in (dy, dy.astype(np.float64)):
        assert case.backward(upstream, z).dtype == np.float32
    assert case.backward(dy, wide).dtype == np.float64
    assert case.forward(z).dtype == np.float32
    close(case.forward(z), case.forward(wide), tolerance=1e-6)
    close(case.backward(dy, z), case.backward(dy, wide), tolerance=2e-6)


@each_case
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [0.0, 1e-300, 1.0, 88.0, 710.0, 745.0, 1e4])
def test_extremes_are_finite_and_without_a_warning(case, dtype, size):
    z = np.array([-size, size], dtype)
    with np.errstate(all="raise"):
        assert np.isfinite(case.forward(z)).all()
        assert np.isfinite(case.backward([0.7, 1e-300], z)).all()


@each_case
def test_nan_propagates_alone_and_without_a_warning(case):
    z = np.array([np.nan, 1.0, -1.0])
    with np.errstate(all="raise"):
        for result in (case.forward(z), case.backward(np.ones(3), z)):
            np.testing.assert_array_equal(np.isnan(result), [True, False, False])


@each_case
def test_inputs_of_any_layout_are_read_and_never_changed(case):
    z, dy = draw((6, 4))
    for view, upstream in ((z.T, dy.T), (z[::2], dy[::2]), (z[:, ::-1], dy[:, ::-1])):
        for a in (view, upstream):
            a.setflags(write=False)
        y, dz = case.forward(view), case.backward(upstream, view)
        np.testing.assert_allclose(y, case.forward(view.copy()), rtol=1e-14)
        np.testing.assert_allclose(dz, case.backward(upstream.copy(), view.copy()), rtol=1e-14)
        assert not np.shares_memory(y, z)
        assert not np.shares_memory(dz, dy)


@each_case
def test_lists_and_integers_count_as_float64(case):
    assert case.forward([-1, 0, 2]).dtype == np.float64
    np.testing.assert_array_equal(case.forward([-1, 2]), case.forward(np.array([-1.0, 2.0])))
    np.testing.assert_array_equal(
        case.backward([3, 1], [-1, 2]), case.backward(np.array([3.0, 1.0]), np.array([-1.0, 2.0]))
    )


@each_case
def test_the_upstream_gradient_must_have_the_shape_of_the_input(case):
    with pytest.raises(ShapeError, match=rf"^{case.name}_backward: dy has shape \(3, 1\)"):
        case.backward(np.ones((3, 1)), np.ones(3))


@each_case
def test_a_message_names_the_function(case):
    with pytest.raises(TypeError, match=f"^{case.name}: z has dtype complex128"):
        case.forward(np.zeros(2, complex))
    with pytest.raises(TypeError, match=f"^{case.name}_backward: z has dtype complex128"):
        case.backward(np.zeros(2), np.zeros(2, complex))


def test_every_element_wise_pair_is_in_the_table():
    pairs = {n.removesuffix("_backward") for n in activations.__all__ if n.endswith("_backward")}
    assert pairs == {case.name for case in CASES} | {"leaky_relu", "maxout"}
