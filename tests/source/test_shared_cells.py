"""The cells that all notebooks share are those of the templates, in every source notebook."""

from pathlib import Path

import pytest

from autograder.coursework.course import assignment_names, open_course
from autograder.release import shared_cells
from autograder.specification import registry

COURSE = open_course(Path(__file__).parents[2])
TEMPLATES = sorted((Path(__file__).parents[2] / "course" / "shared_cells").rglob("*.j2"))


@pytest.mark.parametrize("assignment", assignment_names(COURSE))
def test_they_are_there_and_up_to_date(assignment):
    with registry.using(COURSE.registry):
        assert [str(each) for each in shared_cells.problems(COURSE, assignment)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_no_topic(path):
    text = path.read_text(encoding="utf-8")
    assert not [topic for topic in COURSE.registry.folders if topic in text]
