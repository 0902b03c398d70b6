"""The table of concepts names only places that exist, and every exercise and demo of a topic."""

import importlib
import json
import re
from pathlib import Path

import pytest

from docs.figures.gallery import ENTRIES
from tests.course.topics import ADDRESSES, COURSE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/concepts.md").read_text(encoding="utf-8")
TABLES = {
    title.strip().lower(): [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in body.splitlines()
        if line.startswith("| ") and not line.startswith("| in the notes")
    ]
    for title, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
PLACE = re.compile(r"(lecture|assignment|demos?|figure)((?:(?: and)? `\w+`)+)")


def cells(path):
    return {cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}


@pytest.fixture(params=TABLES)
def topic(request):
    return request.param


def test_every_topic_that_is_taught_has_a_table():
    assert set(TABLES) == set(ADDRESSES)


def test_every_reference_and_exercise_exists(topic):
    for _, reference, exercises, _ in TABLES[topic]:
        for name in re.findall(r"`dlkit\.(\w+)\.?(\w*)`", reference):
            module = importlib.import_module(f"dlkit.{name[0]}")
            assert not name[1] or hasattr(module, name[1]), name
        for exercise in re.findall(r"`([\w.]+)`", exercises):
            assert COURSE.registry.find(exercise)


def test_every_place_exists(topic):
    address = ADDRESSES[topic]
    importlib.import_module("docs.figures")
    known = {
        "lecture": cells(ROOT / f"course/{address}/lecture.ipynb"),
        "assignment": cells(ROOT / f"source/{address}/{topic}.ipynb"),
        "demo": set(importlib.import_module(f"course.{address}.demos").__all__),
        "figure": {entry.name for entry in ENTRIES},
    }
    for concept, *_, places in TABLES[topic]:
        named = [
            (kind.removesuffix("s"), place)
            for kind, listed in PLACE.findall(places)
            for place in re.findall(r"`(\w+)`", listed)
        ]
        assert named, f"{concept} is met nowhere"
        for kind, place in named:
            assert place in known[kind], f"{concept}: no {kind} {place}"


def test_every_exercise_and_every_demo_of_the_topic_is_in_its_table(topic):
    rows = " ".join(" ".join(row) for row in TABLES[topic])
    for exercise in COURSE.registry.exercises_for(topic):
        assert f"`{exercise.id}`" in rows
    for demo in importlib.import_module(f"course.{ADDRESSES[topic]}.demos").__all__:
        assert re.search(rf"demos?[^|]*`{demo}`", rows), demo
