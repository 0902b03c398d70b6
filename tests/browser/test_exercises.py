"""In the first exercise of each notebook a student writes a wrong answer, then a right one."""

import re

import nbformat
import pytest

from course.sample_class.solutions import typed
from tests.browser import servers, student
from tests.course.topics import ADDRESSES, COURSE


@pytest.fixture(scope="module")
def desk(chromium, tmp_path_factory):
    folder, home = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("desk_home")
    with servers.student_lab(folder, home) as server:
        yield server


@pytest.mark.parametrize("topic", ADDRESSES)
def test_a_wrong_answer_is_told_and_a_right_one_passes(topic, desk, page, screenshot):
    place = f"assignments/{ADDRESSES[topic]}/{topic}.ipynb"
    exercise = COURSE.registry.exercises_for(topic)[0]
    page.goto(desk.lab(place))
    student.wait_until_idle(page)
    for source in before_the_first_stub(desk.folder / place):
        student.run(page, source)

    wrong = next(each for each in exercise.wrong_solutions if list(each.variants) == [""])
    for name, solution in right_ones(exercise).items():
        answer = wrong.solution if name == wrong.replaces else solution
        student.write(page, f"def {name}(", typed(answer, name))
    checked = student.run(page, f'check("{exercise.id}"')
    checked.get_by_text(re.split(r"[`.:]", wrong.message)[0]).first.wait_for()
    screenshot(f"exercise_{topic}_wrong")

    right = typed(right_ones(exercise)[wrong.replaces], wrong.replaces)
    student.write(page, f"def {wrong.replaces}(", right)
    checked = student.run(page, f'check("{exercise.id}"')
    checked.get_by_text(re.compile(r"all \d+ checks passed")).wait_for()
    screenshot(f"exercise_{topic}_right")


def before_the_first_stub(path):
    """Return the first line of each cell of code that comes before what a student writes."""
    for cell in nbformat.read(path, 4).cells:
        if "# YOUR CODE HERE" in cell.source:
            return
        if cell.cell_type == "code":
            yield cell.source.partition("\n")[0]


def right_ones(exercise):
    return {each.replaces: each.solution for each in exercise.right_variants}
