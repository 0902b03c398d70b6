"""Functions as arguments of a check: described by where they are found."""

import json

import numpy as np
import pytest

from dlkit.activations import tanh
from dlkit.check import addresses, examples, rounded
from dlkit.check.messages import call_text
from dlkit.check.plain import NotPlain


@pytest.mark.parametrize("function", [np.tanh, tanh, examples.ripples], ids=lambda f: f.__name__)
def test_a_function_comes_back_as_itself(function):
    written = json.dumps(rounded.encode([function, 1.5]))
    again, number = rounded.decode(json.loads(written))
    assert again is function and number == 1.5


@pytest.mark.parametrize(
    "value",
    [lambda x: x, len, np.sum, np.load, json.dumps, examples, 3.0],
    ids=["lambda", "len", "np.sum", "np.load", "json.dumps", "module", "number"],
)
def test_what_is_no_public_function_of_dlkit_has_no_address(value):
    with pytest.raises(NotPlain):
        addresses.describe(value)
    assert not addresses.is_everywhere(value)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("numpy", "load"),
        ("dlkit.check.addresses", "_found"),
        ("dlkit.check.addresses", "np"),
        ("dlkit.nowhere", "tanh"),
        ("dlkit.activations", "nothing"),
    ],
)
def test_no_file_can_name_anything_else(module, name):
    with pytest.raises(NotPlain):
        rounded.decode({"is": "function", "module": module, "name": name})


def test_only_what_no_topic_hides_is_everywhere():
    assert addresses.is_everywhere(np.sin)
    assert addresses.is_everywhere(examples.sum_of_cubes)
    assert not addresses.is_everywhere(tanh)  # activations does not exist while it is graded


def test_a_message_writes_a_function_by_its_name():
    text = call_text("slope", (examples.sum_of_squares, np.array([1.0, 2.5])), {"act": np.tanh})
    assert text == "`slope(sum_of_squares, [1, 2.5], act=np.tanh)`"


OVERWRITING = {  # what is overwritten in the name of the other function
    "ripples": "ripples",
    "products_of_neighbours": "products",
    "saddle_slopes": "saddle_slopes",
    "slopes_of_a_bowl": "slopes_of_a_bowl",
}


class TestExamples:
    x = np.array([0.5, -1.0, 2.0, 3.0])

    def test_values_by_hand(self):
        assert examples.sum_of_squares(self.x) == 14.25
        assert examples.sum_of_cubes(self.x) == 34.125
        assert examples.ripples(np.array([0.3])) == pytest.approx(np.sin(0.45))
        assert examples.sum_of_products(self.x) == 3.5
        assert examples.wells(self.x) == 0.5625 + 0 + 9 + 64
        np.testing.assert_array_equal(examples.saddle_slopes(self.x), [0.5, 1, 2, -3])
        np.testing.assert_array_equal(examples.products_of_neighbours(self.x), [-0.5, -2, 6])
        np.testing.assert_array_equal(examples.power_sums(self.x[:2]), [-0.5, 1.25, -0.875, 1.0625])
        np.testing.assert_array_equal(examples.transposed_squares(np.eye(2, 3)), np.eye(3, 2))
        np.testing.assert_array_equal(examples.slopes_of_a_bowl(self.x), [0.5, -2, 6, 12])

    def test_steps_by_hand(self):
        w, dw, zero = np.array([1.0]), np.array([2.0]), np.zeros(1)
        np.testing.assert_array_equal(examples.plain_step(w, dw, lr=0.25), [0.5])
        step = examples.sliding_step(w, dw, np.array([4.0]), lr=0.25)
        np.testing.assert_array_equal(step, [[0.0], [4.0]])
        step = examples.braking_step(w, dw, zero, np.array([1.0]), lr=1.0)
        np.testing.assert_array_equal(step, [[0.5], [2.0], [3.0]])
        step = examples.tiring_step(w, dw, zero, np.array([1.0]), 1, lr=1.0)
        np.testing.assert_array_equal(step, [[0.75], [2.0], [3.0]])
        step = examples.tiring_step(w, dw, zero, np.array([1.0]), 0, lr=1.0)
        np.testing.assert_array_equal(step, [[0.5], [2.0], [3.0]])

    @pytest.mark.parametrize("name", OVERWRITING)
    def test_the_one_that_overwrites_gives_the_same_and_leaves_zeros(self, name):
        plain, x = getattr(examples, name), self.x.copy()
        overwriting = getattr(examples, f"overwriting_{OVERWRITING[name]}")
        np.testing.assert_array_equal(overwriting(x), plain(self.x))
        assert not x.any()

    def test_entries_that_differ_are_refused_by_name(self):
        np.testing.assert_array_equal(examples.squares_all_alike(np.full(3, 2.0)), [4, 4, 4])
        with pytest.raises(ValueError, match="squares_all_alike: the entries differ"):
            examples.squares_all_alike(self.x)
