"""The gradient checker: right gradients pass, wrong ones are named."""

import re

import numpy as np
import pytest

from dlkit.backprop import check_backward, check_grad, numerical_gradient
from dlkit.losses import mse, mse_grad, softmax, softmax_backward


def rng():
    return np.random.default_rng(5)


def product(x, W):
    return x @ W


def product_backward(dy, x, W):
    return dy @ W.T, x.T @ dy


INPUTS = rng().standard_normal((4, 3)), rng().standard_normal((3, 2))


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 4)])
def test_numerical_gradient_of_a_cubic(shape):
    x = np.asarray(rng().normal(0, 30, size=shape))
    gradient = numerical_gradient(lambda x: np.sum(x**3), x)
    assert gradient.shape == shape
    np.testing.assert_allclose(gradient, 3 * x**2, rtol=1e-6)


def test_numerical_gradient_is_central():
    # A one-sided difference of the square would be off by h, not by rounding.
    gradient = numerical_gradient(lambda x: np.sum(x**2), [0.0, 0.5], h=1e-2)
    np.testing.assert_allclose(gradient, [0.0, 1.0], atol=1e-12)


def test_numerical_gradient_moves_one_coordinate_at_a_time():
    # At h = 0.1 a coordinate that was not put back would change the product of the others.
    gradient = numerical_gradient(np.prod, [2.0, 3.0, 5.0], h=0.1)
    np.testing.assert_allclose(gradient, [15, 10, 6], rtol=1e-12)


def test_numerical_gradient_of_float32_is_taken_in_float64():
    gradient = numerical_gradient(lambda x: np.sum(x**2), np.array([1.3], np.float32))
    np.testing.assert_allclose(gradient, [2 * np.float32(1.3)], rtol=1e-9)


def test_numerical_gradient_steps_relative_to_large_arguments():
    # An absolute step of 1e-5 at 1e12 would be lost in rounding.
    assert numerical_gradient(lambda x: 3 * x[0], [1e12])[0] == pytest.approx(3, rel=1e-9)


def test_numerical_gradient_promotes_integers_and_shows_copies():
    x = np.array([1, 2, 3])
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), x), [2, 4, 6], rtol=1e-8)

    def greedy(x):
        x *= 0
        return 1.0

    x = np.ones(3)
    np.testing.assert_array_equal(numerical_gradient(greedy, x), 0)
    np.testing.assert_array_equal(x, 1)


@pytest.mark.parametrize("h", [0.0, -1e-5, np.nan])
def test_numerical_gradient_demands_a_positive_step(h):
    with pytest.raises(ValueError, match="h is"):
        numerical_gradient(np.sum, np.ones(2), h=h)


def test_right_gradients_pass():
    assert check_backward(product, product_backward, *INPUTS, rng=rng()) is None
    assert check_backward(softmax, softmax_backward, INPUTS[0], rng=rng()) is None
    assert check_grad(mse, mse_grad, INPUTS[0], INPUTS[0] ** 2, rng=rng()) is None


def test_a_list_of_integers_is_checked_in_float64():
    assert check_backward(product, product_backward, [[1, 2]], [[3], [4]], rng=rng()) is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda dy, x, W: (dy @ W.T, x.T @ dy / 4), "gradient of W differs"),
        (lambda dy, x, W: (dy @ W.T * 1.00001, x.T @ dy), "gradient of x differs"),
        (lambda dy, x, W: (-(dy @ W.T), x.T @ dy), "gradient of x differs"),
        (lambda dy, x, W: (dy @ W.T * 0, x.T @ dy), "gradient of x differs"),
        (lambda dy, x, W: (dy @ W.T * np.nan, x.T @ dy), "gradient of x differs"),
        (lambda dy, x, W: (np.ones_like(dy) @ W.T, x.T @ dy), "gradient of x differs"),
        (lambda dy, x, W: (dy @ W.T, dy.T @ x), r"of W has shape \(2, 3\); \(3, 2\) is needed"),
        (lambda dy, x, W: (dy @ W.T,), "returned 1 gradients for 2 inputs"),
        (lambda dy, x, W: dy @ W.T, "returned 1 gradients for 2 inputs"),
    ],
)
def test_a_wrong_gradient_is_named(wrong, message):
    wrong.__name__ = "mine"
    with np.errstate(invalid="ignore"):
        found = check_backward(product, wrong, *INPUTS, rng=rng())
    assert found.startswith("mine: ")
    assert re.search(message, found)


def test_zeros_do_not_pass_for_softmax():
    # They would with an upstream gradient of ones, for rows of softmax add up to a constant.
    message = check_backward(softmax, lambda dy, z: 0 * z, INPUTS[0], rng=rng())
    assert "the gradient of z differs" in message


def test_a_function_that_tells_no_names_of_its_inputs():
    """So does every function of NumPy before 2.4."""
    largest = np.array([1.0, 3.0, 2.0])
    assert check_backward(max, lambda dy, x: dy * (x == x.max()), largest, rng=rng()) is None
    message = check_backward(max, lambda dy, x: dy * (x > 1), largest, rng=rng())
    assert "the gradient of input 1 differs" in message


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_the_size_of_the_function_does_not_matter(size):
    def cube(x):
        return size * x**3

    assert check_backward(cube, lambda dy, x: dy * size * 3 * x**2, [1.0, 2.0], rng=rng()) is None
    message = check_backward(cube, lambda dy, x: dy * size * 3 * x, [1.0, 2.0], rng=rng())
    assert "the gradient of x differs" in message


def test_inputs_without_names_are_numbered():
    message = check_backward(
        lambda *inputs: inputs[0] * inputs[1],
        lambda dy, a, b: (dy * b, dy * b),
        [1.0, 2.0],
        [5.0, 7.0],
        rng=rng(),
    )
    assert "the gradient of input 2 differs" in message


def test_a_backward_that_changes_its_inputs_cannot_mislead():
    def thief(dy, x, W):
        gradients = product_backward(dy, x, W)
        for a in (dy, x, W):
            a *= 0
        return gradients

    x, W = (a.copy() for a in INPUTS)
    assert check_backward(product, thief, x, W, rng=rng()) is None
    np.testing.assert_array_equal(x, INPUTS[0])


def test_check_grad_names_the_wrong_gradient():
    def mine(p, t):
        return p - t

    message = check_grad(mse, mine, INPUTS[0], INPUTS[0] ** 2, rng=rng())
    assert message.startswith("mine: the gradient of predictions differs")


def test_a_seed_is_no_generator():
    with pytest.raises(TypeError, match="default_rng"):
        check_backward(softmax, softmax_backward, [1.0], rng=0)
    with pytest.raises(TypeError, match="default_rng"):
        check_grad(mse, mse_grad, [1.0], [2.0], rng=0)
