"""What the boxes of the backprop notebook say of PyTorch and NumPy is true of those installed."""

import numpy as np
import pytest

from dlkit import activations, backprop
from dlkit.shapes import dense_forward

torch = pytest.importorskip("torch")

RNG = np.random.default_rng(0)
X, W, B, DY = (RNG.normal(size=shape) for shape in ((5, 3), (3, 2), (2,), (5, 2)))


def tensors(*arrays):
    return [torch.tensor(each, requires_grad=True) for each in arrays]


def test_gradcheck_accepts_the_right_and_refuses_float32():
    assert torch.autograd.gradcheck(torch.tanh, tensors(X))
    with pytest.warns(UserWarning, match="not a double precision"):
        torch.autograd.gradcheck(torch.tanh, tensors(np.float32(X)), raise_exception=False)


def test_allclose_takes_a_share_of_the_second_array_and_stretches_shapes():
    ones = np.ones(5)
    for allclose, make in ((torch.allclose, torch.tensor), (np.allclose, np.asarray)):
        assert allclose(make(ones), make(ones[None, :]))
        assert allclose(make([1.0]), make([2.0]), rtol=0.5, atol=0)
        assert not allclose(make([2.0]), make([1.0]), rtol=0.5, atol=0)
        assert allclose(make([1e-9]), make([-1e-9]))
    with pytest.raises(AssertionError, match="shape"):
        torch.testing.assert_close(torch.tensor(ones), torch.tensor(ones[None, :]))


def test_the_weights_of_linear_are_the_transpose_and_so_is_their_gradient():
    x, weight, b = tensors(X, W.T, B)
    y = torch.nn.functional.linear(x, weight, b)
    np.testing.assert_allclose(y.detach(), dense_forward(X, W, B))
    gradients = torch.autograd.grad(y, (x, weight, b), torch.tensor(DY))
    dx, dW, db = backprop.dense_backward(DY, X, W, B)
    for theirs, ours in zip(gradients, (dx, dW.T, db), strict=True):
        np.testing.assert_allclose(theirs, ours)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_an_activation_backwards_also_at_the_corner(name):
    z = np.array([-1.0, 0.0, -0.0, 2.0])
    (tensor,) = tensors(z)
    dy = np.array([1.0, 2.0, 3.0, 4.0])
    (theirs,) = torch.autograd.grad(getattr(torch, name)(tensor), tensor, torch.tensor(dy))
    np.testing.assert_allclose(theirs, backprop.activation_backward(name, dy, z))


def test_a_jacobian_keeps_the_axes_of_output_and_input():
    x = torch.tensor(RNG.normal(size=(2, 3)))
    theirs = torch.autograd.functional.jacobian(lambda x: (x**2).T, x)
    assert theirs.shape == (3, 2, 2, 3)
    ours = backprop.jacobian(lambda x: (x**2).T, x.numpy())
    np.testing.assert_allclose(theirs.numpy().reshape(6, 6), ours, atol=1e-8)


def test_a_vector_jacobian_product_has_a_name_of_its_own():
    x, dy = torch.tensor(X[0]), torch.tensor(X[1])
    _, theirs = torch.autograd.functional.vjp(torch.tanh, x, dy)
    np.testing.assert_allclose(theirs, activations.tanh_backward(X[1], X[0]))


def test_backward_adds_to_what_is_there():
    (x,) = tensors(X)
    for times in (1, 2):
        (x**2).sum().backward()
        np.testing.assert_allclose(x.grad, times * 2 * X)


def test_backward_starts_at_any_tensor_with_any_upstream_gradient():
    x, weight, b = tensors(X, W.T, B)
    torch.nn.functional.linear(x, weight, b).backward(torch.tensor(DY))
    np.testing.assert_allclose(x.grad, backprop.dense_backward(DY, X, W, B)[0])


def test_sgd_writes_into_the_parameters():
    (w,) = tensors(W)
    (w**2).sum().backward()
    torch.optim.SGD([w], lr=0.1).step()
    np.testing.assert_allclose(w.detach(), backprop.gd_step(W, 2 * W, lr=0.1))
