"""An assignment of two notebooks: locked helpers, a manually graded cell with code, a task.

Both notebooks have a cell ``imports`` and a test ``test_shapes``, as authors who copy a notebook
leave them; ``scaled`` is the student's in the first and the author's own in the second.
"""

from __future__ import annotations

from tests.ordinary_course.cells import Cell

TABLES: list[Cell] = [
    ("text", "", 0, "# Tables of numbers"),
    ("locked", "imports", 0, "import numpy as np\ntable = np.arange(12.0).reshape(4, 3)"),
    (
        "locked",
        "near",
        0,
        "def near(a, b):\n    return np.shape(a) == np.shape(b) and np.allclose(a, b)\n"
        "print('near is ready', near(1, 1))",
    ),
    (
        "solution",
        "scaled",
        0,
        "def scaled(x):\n    ### BEGIN SOLUTION\n"
        "    return (x - x.mean(axis=0)) / x.std(axis=0)\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_shapes",
        2,
        "assert scaled(table).shape == table.shape\n### BEGIN HIDDEN TESTS\n"
        "assert scaled(table[:, :1]).shape == (4, 1)\n### END HIDDEN TESTS",
    ),
    (
        "test",
        "test_scaled",
        5,
        "### BEGIN HIDDEN TESTS\nearned = 0\n"
        "earned += near(scaled(table).mean(axis=0), np.zeros(3))\n"
        "earned += 1.5 * near(scaled(table).std(axis=0), np.ones(3))\n"
        "earned += 2.5 * near(scaled(table * 7 + 1), scaled(table))\nearned\n### END HIDDEN TESTS",
    ),
    (
        "manual_code",
        "drawing",
        3,
        "### BEGIN SOLUTION\nfor row in scaled(table):\n    print(*(f'{x:+.2f}' for x in row))\n"
        "scaled(table).sum().round(6) + 0.0\n### END SOLUTION",
    ),
    (
        "task",
        "explore",
        2,
        "Add cells below: what does a constant column do?\n"
        "### BEGIN MARK SCHEME\nOne point for nan, one for why.\n### END MARK SCHEME",
    ),
    ("free", "", 0, "constant = np.ones((3, 1))\nconstant.std(axis=0)"),
]

WORDS: list[Cell] = [
    ("text", "", 0, "# Counting words"),
    ("locked", "imports", 0, "from collections import Counter\nimport numpy as np"),
    (
        "locked",
        "scaled",
        0,
        "def scaled(counts):\n    total = sum(counts.values())\n"
        "    return {word: n / total for word, n in counts.items()}",
    ),
    (
        "solution",
        "count",
        0,
        "def count(text):\n    ### BEGIN SOLUTION\n    return Counter(text.lower().split())\n"
        "    ### END SOLUTION",
    ),
    (
        "test",
        "test_shapes",
        1,
        "assert len(count('a b c')) == 3\n### BEGIN HIDDEN TESTS\nassert len(count('')) == 0\n"
        "### END HIDDEN TESTS",
    ),
    (
        "test",
        "test_count",
        4,
        "### BEGIN HIDDEN TESTS\nfound = scaled(count('The cat the dog'))\n"
        "(found.get('the') == 0.5) * 3 + ('The' not in found)\n### END HIDDEN TESTS",
    ),
    ("manual", "uses", 2, "To compare two texts."),
    ("free", "", 0, "scaled(count('to be or not to be'))"),
]

SEVERAL = {"tables": TABLES, "words": WORDS}
