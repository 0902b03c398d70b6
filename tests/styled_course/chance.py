"""Assignment `chance`: seeds, classes, exceptions, warnings, names that a test cell binds."""

from __future__ import annotations

from tests.ordinary_course.cells import Cell

PLAIN = """import random
import warnings
from collections import Counter

import numpy as np"""

ROLLS = '''def rolls(n):
    """Roll a die n times with numpy's global generator."""
    ### BEGIN SOLUTION
    return np.random.randint(1, 7, size=n)
    ### END SOLUTION'''

ROLLS_TEST = """np.random.seed(3)
expected = np.random.randint(1, 7, size=5)
np.random.seed(3)
assert np.array_equal(rolls(5), expected)
assert rolls(1000).min() >= 1 and rolls(1000).max() <= 6"""

DRAWS = '''def shuffled(cards):
    """Return the cards in another order; the list itself stays as it is."""
    ### BEGIN SOLUTION
    return random.sample(cards, len(cards))
    ### END SOLUTION'''

DRAWS_TEST = """cards = list(range(20))
random.seed(7)
first = shuffled(cards)
assert sorted(first) == cards == list(range(20))
random.seed(7)
assert shuffled(cards) == first"""

PURSE = '''class Empty(ValueError):
    """There is not enough money."""


class Purse:
    ### BEGIN SOLUTION
    def __init__(self, coins=0):
        self.coins = coins

    def pay(self, price):
        if price > self.coins:
            raise Empty(f"{self.coins} coins are not enough")
        self.coins -= price
        return self

    def __eq__(self, other):
        return self.coins == other.coins

    def __add__(self, other):
        return Purse(self.coins + other.coins)

    def __repr__(self):
        return f"Purse({self.coins})"
    ### END SOLUTION'''

PURSE_TEST = """purse = Purse(5)
assert purse.pay(2).coins == 3
assert Purse(1) + Purse(2) == Purse(3)
assert repr(Purse(4)) == "Purse(4)"
try:
    purse.pay(100)
except Empty as fault:
    assert "not enough" in str(fault)
else:
    assert False, "nobody can pay 100 with 3 coins"
assert issubclass(Empty, ValueError)"""

SCALE_TEST = """GRAVITY = 9.81
assert abs(weight(2) - 19.62) < 1e-9"""

SCALE = '''def weight(mass):
    """The force on a mass, with the constant GRAVITY that the notebook defines."""
    ### BEGIN SOLUTION
    return mass * GRAVITY
    ### END SOLUTION'''

COUNT = '''def count(text):
    """Count the letters; warn where there are none."""
    ### BEGIN SOLUTION
    if not text:
        warnings.warn("no text", UserWarning)
    return Counter(text)
    ### END SOLUTION'''

COUNT_TEST = """counted = count("banana")
assert counted.most_common(1) == [("a", 3)]
assert counted == Counter("banana")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    count("")
assert len(caught) == 1 and "no text" in str(caught[0].message)"""

CELLS: list[Cell] = [
    ("text", "", 0, "# Chance"),
    ("free", "", 0, PLAIN),
    ("solution", "rolls", 0, ROLLS),
    ("test", "test_rolls", 2, ROLLS_TEST),
    ("solution", "shuffled", 0, DRAWS),
    ("test", "test_shuffled", 2, DRAWS_TEST),
    ("solution", "purse", 0, PURSE),
    ("test", "test_purse", 4, PURSE_TEST),
    ("solution", "weight", 0, SCALE),
    ("test", "test_weight", 1, SCALE_TEST),
    ("solution", "count", 0, COUNT),
    ("test", "test_count", 2, COUNT_TEST),
]

ANSWERS = {
    "right": {},
    "careless": {
        "shuffled": "def shuffled(cards):\n    random.shuffle(cards)\n    return cards",
        "count": "def count(text):\n    return {letter: text.count(letter) for letter in text}",
    },
    "rich": {
        "purse": (
            "class Empty(ValueError):\n    pass\n\n\nclass Purse:\n"
            "    def __init__(self, coins=0):\n        self.coins = coins\n\n"
            "    def pay(self, price):\n        self.coins -= price\n        return self"
        ),
        "rolls": "def rolls(n):\n    return [random.randint(1, 6) for _ in range(n)]",
    },
    "broken": {"rolls": "def rolls(n)\n    return 4", "weight": "def weight(mass):\n    return 0"},
}
