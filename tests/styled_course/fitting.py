"""Assignment `fitting`: a model that is updated in place, partial credit, input, identity."""

from __future__ import annotations

from tests.ordinary_course.cells import Cell

PLAIN = """import copy
from unittest import mock

import numpy as np
np.set_printoptions(precision=3)"""

MODEL = '''class Line:
    """The line y = W x + b, with its parameters in a dictionary."""
    ### BEGIN SOLUTION
    def __init__(self):
        self.params = {"W": np.zeros(1), "b": np.zeros(1)}

    def predict(self, x):
        return self.params["W"] * x + self.params["b"]

    def loss(self, x, y):
        return float(np.mean((self.predict(x) - y) ** 2))

    def gradient(self, x, y):
        rest = self.predict(x) - y
        return {"W": np.array([2 * np.mean(rest * x)]), "b": np.array([2 * np.mean(rest)])}
    ### END SOLUTION'''

STEPS_TEST = """x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0])
line = Line()
before = line.loss(x, y)
for _ in range(200):
    gradient = line.gradient(x, y)
    for name in line.params:
        line.params[name] -= 0.1 * gradient[name]
assert line.loss(x, y) < 1e-3 < before
assert np.allclose(line.params["W"], 2, atol=0.05)"""

GRADIENT_TEST = """x, y = np.array([0.0, 1.0]), np.array([1.0, -2.0])
line = Line()
line.params["W"][0] = 0.3
for name, values in line.params.items():
    kept = values[0]
    values[0] = kept + 1e-5
    above = line.loss(x, y)
    values[0] = kept - 1e-5
    below = line.loss(x, y)
    values[0] = kept
    assert abs((above - below) / 2e-5 - line.gradient(x, y)[name][0]) < 1e-6
assert copy.deepcopy(line).loss(x, y) == line.loss(x, y)"""

ASK = '''def ask():
    """Ask for a number until one comes."""
    ### BEGIN SOLUTION
    while True:
        try:
            return float(input("number? "))
        except ValueError:
            print("That is no number.")
    ### END SOLUTION'''

ASK_TEST = """with mock.patch("builtins.input", side_effect=["two", "2.5"]) as asked:
    assert ask() == 2.5
assert asked.call_count == 2"""

INPLACE = '''def scale(values, factor):
    """Multiply a list in place, and return the very same list."""
    ### BEGIN SOLUTION
    values[:] = [value * factor for value in values]
    return values
    ### END SOLUTION'''

INPLACE_TEST = """values = [1, 2, 3]
result = scale(values, 2)
assert result is values
assert values == [2, 4, 6]"""

NUMBERS = """### BEGIN SOLUTION
slope, offset = 2.0, 1.0
### END SOLUTION"""

NUMBERS_TEST = """score = 0
if slope == 2:
    score += 1.5
if offset == 1:
    score += 0.5
score"""

CELLS: list[Cell] = [
    ("text", "", 0, "# Fitting"),
    ("free", "", 0, PLAIN),
    ("solution", "line", 0, MODEL),
    ("test", "test_steps", 3, STEPS_TEST),
    ("test", "test_gradient", 3, GRADIENT_TEST),
    ("solution", "ask", 0, ASK),
    ("test", "test_ask", 2, ASK_TEST),
    ("solution", "scale", 0, INPLACE),
    ("test", "test_scale", 1, INPLACE_TEST),
    ("solution", "numbers", 0, NUMBERS),
    ("test", "test_numbers", 2, NUMBERS_TEST),
]

HALF_GRADIENT = (
    "    def gradient(self, x, y):\n        rest = self.predict(x) - y\n"
    '        return {"W": np.array([np.mean(rest * x)]), "b": np.array([np.mean(rest)])}'
)

ANSWERS = {
    "right": {},
    "halved": {
        "line": MODEL[: MODEL.index("    def gradient")].replace("    ### BEGIN SOLUTION\n", "")
        + HALF_GRADIENT,
        "numbers": "slope, offset = 2.0, 0.0",
    },
    "copies": {
        "scale": "def scale(values, factor):\n    return [value * factor for value in values]",
        "ask": "def ask():\n    return float(input())",
    },
    "unfinished": {"line": "class Line:\n    pass", "numbers": "slope = 2"},
}
