"""What the boxes of the landscapes notebook say of PyTorch and NumPy is true of those installed."""

import numpy as np
import pytest

from dlkit.landscapes import hessian_fd

torch = pytest.importorskip("torch")


def test_the_hessian_of_a_function():
    def f(x):
        return x[0] ** 2 * x[1] + (x[2] ** 4 if len(x) > 2 else 0)

    theirs = torch.autograd.functional.hessian(f, torch.tensor([1.0, 3.0, 0.5]).double())
    np.testing.assert_allclose(hessian_fd(f, [1.0, 3.0, 0.5]), theirs, atol=1e-6)


def test_the_product_of_the_hessian_with_a_vector():
    def f(x):
        return x[0] ** 2 * x[1] + x[2] ** 4

    x, v = np.array([1.0, 3.0, 0.5]), np.array([2.0, -1.0, 3.0])
    _, theirs = torch.autograd.functional.hvp(f, torch.tensor(x), torch.tensor(v))
    np.testing.assert_allclose(hessian_fd(f, x) @ v, theirs, atol=1e-5)


def test_eigenvalues_are_in_rising_order_and_one_half_is_read():
    lopsided = np.array([[2.0, 100.0], [1.0, 2.0]])
    np.testing.assert_allclose(np.linalg.eigvalsh(lopsided), [1, 3])
    np.testing.assert_allclose(torch.linalg.eigvalsh(torch.tensor(lopsided)), [1, 3])


def test_a_stack_of_matrices_is_taken_at_once():
    stack = np.random.default_rng(0).normal(size=(5, 3, 3))
    stack = stack + stack.swapaxes(1, 2)
    assert np.linalg.eigvalsh(stack).shape == (5, 3)
    assert torch.linalg.eigvalsh(torch.tensor(stack)).shape == (5, 3)


def test_logarithms_near_1_have_the_same_names():
    for module in (np, torch):
        y = module.log1p(torch.tensor(-1e-13).double() if module is torch else -1e-13)
        assert float(module.expm1(1e6 * y)) == pytest.approx(-1e-7, rel=1e-6)


def test_cosine_similarity_compares_row_by_row():
    a, b = np.random.default_rng(0).normal(size=(2, 4, 3))
    theirs = torch.nn.functional.cosine_similarity(torch.tensor(a), torch.tensor(b))
    ours = np.sum(a * b, axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    np.testing.assert_allclose(theirs, ours)


def test_ten_to_the_minus_13_keeps_three_digits():
    kept = 1 - (1 - 1e-13)
    assert 1e-5 < abs(kept / 1e-13 - 1) < 1e-2
