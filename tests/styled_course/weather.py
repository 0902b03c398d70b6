"""Assignment `weather`: files in folders, a helper package, tables, plots, printed text."""

from __future__ import annotations

from tests.ordinary_course.cells import Cell

FILES = {
    "data/june.csv": "day,city,celsius\n1,Bonn,17.5\n1,Oslo,12.0\n2,Bonn,21.5\n2,Oslo,15.0\n",
    "helpers/__init__.py": "",
    "helpers/units.py": "def fahrenheit(celsius):\n    return celsius * 9 / 5 + 32\n",
}

PLAIN = """import csv
import io
from contextlib import redirect_stdout

import matplotlib.pyplot as plt
import numpy as np
from helpers.units import fahrenheit"""

READ = '''def read(path):
    """Read a table of temperatures: a list of dictionaries."""
    ### BEGIN SOLUTION
    with open(path) as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["celsius"] = float(row["celsius"])
    return rows
    ### END SOLUTION'''

READ_TEST = """rows = read("data/june.csv")
assert len(rows) == 4
assert rows[0] == {"day": "1", "city": "Bonn", "celsius": 17.5}
### BEGIN HIDDEN TESTS
with open("july.csv", "w") as file:
    file.write("day,city,celsius\\n1,Rome,30\\n")
assert read("july.csv")[0]["celsius"] == 30.0
### END HIDDEN TESTS"""

MEANS = '''def means(rows):
    """The mean of each city, in degrees Fahrenheit."""
    ### BEGIN SOLUTION
    cities = {}
    for row in rows:
        cities.setdefault(row["city"], []).append(fahrenheit(row["celsius"]))
    return {city: np.mean(values) for city, values in cities.items()}
    ### END SOLUTION'''

MEANS_TEST = """result = means(rows)
assert set(result) == {"Bonn", "Oslo"}
assert np.isclose(result["Bonn"], 67.1)
np.testing.assert_allclose(result["Oslo"], fahrenheit(13.5))"""

SAY = '''def say(rows):
    """Print one line for each row."""
    ### BEGIN SOLUTION
    for row in rows:
        print(row["city"], row["celsius"])
    ### END SOLUTION'''

SAY_TEST = """buffer = io.StringIO()
with redirect_stdout(buffer):
    say(rows[:2])
assert buffer.getvalue() == "Bonn 17.5\\nOslo 12.0\\n\""""

DRAW = '''def draw(ax, rows):
    """Draw the temperatures of Bonn by day."""
    ### BEGIN SOLUTION
    bonn = [row for row in rows if row["city"] == "Bonn"]
    ax.plot([int(row["day"]) for row in bonn], [row["celsius"] for row in bonn])
    ax.set_ylabel("degrees")
    ### END SOLUTION'''

DRAW_TEST = """figure, ax = plt.subplots()
draw(ax, rows)
line = ax.lines[0]
assert ax.get_ylabel() == "degrees"
assert list(line.get_ydata()) == [17.5, 21.5]
plt.close(figure)"""

TABLE = '''import pandas as pd


def table(path):
    """The mean temperature of each day, as a Series."""
    ### BEGIN SOLUTION
    return pd.read_csv(path).groupby("day")["celsius"].mean()
    ### END SOLUTION'''

TABLE_TEST = """days = table("data/june.csv")
assert isinstance(days, pd.Series)
assert days.loc[1] == 14.75
expected = pd.Series([14.75, 18.25], index=pd.Index([1, 2], name="day"), name="celsius")
pd.testing.assert_series_equal(days, expected)"""

CELLS: list[Cell] = [
    ("text", "", 0, "# Weather"),
    ("free", "", 0, PLAIN),
    ("solution", "read", 0, READ),
    ("test", "test_read", 2, READ_TEST),
    ("solution", "means", 0, MEANS),
    ("test", "test_means", 3, MEANS_TEST),
    ("solution", "say", 0, SAY),
    ("test", "test_say", 1, SAY_TEST),
    ("solution", "draw", 0, DRAW),
    ("test", "test_draw", 2, DRAW_TEST),
    ("solution", "table", 0, TABLE),
    ("test", "test_table", 3, TABLE_TEST),
    ("manual", "why", 2, "Because the sun shines."),
]

ANSWERS = {
    "right": {},
    "celsius": {
        "means": "def means(rows):\n    return {r['city']: r['celsius'] for r in rows}",
        "say": "def say(rows):\n    return [r['city'] for r in rows]",
    },
    "forgetful": {
        "read": "def read(path):\n    return list(csv.DictReader(open(path)))",
        "draw": "def draw(ax, rows):\n    ax.plot([1, 2], [17.5, 21.5])",
    },
    "noisy": {
        "means": (
            "import sys\n\n\ndef means(rows):\n    print('thinking', file=sys.stderr)\n"
            "    values = {'Bonn': 67.1, 'Oslo': 56.3}\n    return values"
        ),
    },
}
