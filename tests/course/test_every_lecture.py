"""What holds for every lecture, found by themselves in course/a*/."""

import re

import nbformat
import pytest

from course.lectures.topics import topics

LECTURES = [topic for topic in topics() if topic.lecture]
MOST_SLIDES = 30  # for 45 minutes
PICTURE = re.compile(r"<img\b[^>]*>")


@pytest.fixture(params=LECTURES, ids=lambda topic: topic.address)
def topic(request):
    return request.param


@pytest.fixture
def cells(topic):
    return nbformat.read(topic.lecture, as_version=4).cells


@pytest.fixture
def executed(part, topic):
    """The lecture with its outputs, run in a kernel that refuses to leave this machine."""
    return part("lectures").executed(topic.lecture)


def outputs(notebook):
    return [
        (cell.id, output.data)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]


def test_nothing_that_a_run_leaves_behind_is_committed(cells):
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        assert not cell.outputs and cell.execution_count is None, cell.id


def test_it_has_a_title_sources_to_read_on_and_a_place_on_the_slides_for_each_cell(cells):
    assert cells[0].source.startswith("# ")
    assert "To read on" in cells[-1].source
    for cell in cells:
        assert "slide_type" in cell.metadata.get("slideshow", {}), cell.id


def test_it_has_questions_and_mistakes_with_hidden_answers(cells):
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert text.count("**Question.**") >= 3 and text.count("Spot the mistake") >= 3
    assert text.count("<details><summary>Answer</summary>") == text.count("</details>") >= 6


def test_it_runs_without_the_network_and_complains_of_nothing(executed):
    for cell in (cell for cell in executed.cells if cell.cell_type == "code"):
        assert not [o for o in cell.outputs if o.get("name") == "stderr"], cell.id


def test_every_picture_has_words(executed):
    pictures = 0
    for cell, data in outputs(executed):
        assert not {"image/png", "image/svg+xml"} & set(data), f"{cell}: show it by plots.show"
        for picture in PICTURE.findall(data.get("text/html", "")):
            assert re.search(r'alt="[^"]{40,}"', picture), cell
            pictures += 1
    assert pictures >= 5


def test_no_value_is_shown_that_only_python_understands(executed):
    for cell, data in outputs(executed):
        assert "text/html" in data or " at 0x" not in data["text/plain"], cell
        assert "Panel(" not in data.get("text/plain", ""), cell


def test_its_slides_are_few_enough_for_the_time(part, executed):
    assert len(part("slides").pages(executed)) <= MOST_SLIDES


def test_its_demos_are_those_of_its_topic(topic, cells):
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert set(re.findall(r"demos\.(\w+)\.show\(\)", code)) == set(topic.demos)
