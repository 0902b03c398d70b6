"""The cells that all notebooks share are those of the templates, in every source notebook."""

import pytest

from autograder.release import shared_cells
from autograder.specification import registry
from tests.course.topics import ADDRESSES, COURSE, ROOT

TEMPLATES = sorted((ROOT / "course" / "shared_cells").rglob("*.j2"))


@pytest.mark.parametrize("assignment", ADDRESSES.values())
def test_they_are_there_and_up_to_date(assignment):
    with registry.using(COURSE.registry):
        assert [str(each) for each in shared_cells.problems(COURSE, assignment)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_no_topic(path):
    text = path.read_text(encoding="utf-8")
    named = [(address, f"dlkit.{topic}", f'"{topic}.') for topic, address in ADDRESSES.items()]
    assert not [name for names in named for name in names if name in text]
