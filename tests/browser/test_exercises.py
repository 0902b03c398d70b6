"""In an exercise of each notebook a student writes a wrong answer, then a right one.

It is the first whose answers use nothing but what the notebook's own opening brings.
"""

import builtins
import re

import nbformat
import pytest

from autograder.coursework import names
from course.sample_class.solutions import typed
from tests.browser import servers, student
from tests.course.topics import ADDRESSES, COURSE


@pytest.fixture(scope="module")
def desk(chromium, tmp_path_factory):
    folder, home = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("desk_home")
    with servers.student_lab(folder, home) as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("topic", ADDRESSES)
def test_a_wrong_answer_is_told_and_a_right_one_passes(topic, desk, page, screenshot):
    place = f"assignments/{ADDRESSES[topic]}/{topic}.ipynb"
    opening = list(before_the_first_stub(desk.folder / place))
    exercise, wrong = first_that_can_be_typed(topic, opening)
    page.goto(desk.lab(place))
    student.wait_until_idle(page)
    for source in opening:
        student.run(page, source.partition("\n")[0])

    for name, answer in answers(exercise, wrong):
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
    """Yield each cell of code that comes before what a student writes."""
    for cell in nbformat.read(path, 4).cells:
        if "# YOUR CODE HERE" in cell.source:
            return
        if cell.cell_type == "code":
            yield cell.source


def first_that_can_be_typed(topic, opening):
    """Return an exercise and a wrong solution of it, of one kind and in one function."""
    brought = set(dir(builtins)).union(*(names.assigned(names.parse(each)) for each in opening))
    return next(
        (exercise, wrong)
        for exercise in COURSE.registry.exercises_for(topic)
        for wrong in exercise.wrong_solutions
        if list(wrong.variants) == [""]
        and all(
            names.used_globally(tree) - names.assigned(tree) <= brought
            for name, answer in [*answers(exercise, wrong), *right_ones(exercise).items()]
            for tree in [names.parse(typed(answer, name))]
        )
    )


def answers(exercise, wrong):
    """Yield a name and an answer for each function, of which one is wrong."""
    for name, solution in right_ones(exercise).items():
        yield name, wrong.solution if name == wrong.replaces else solution


def right_ones(exercise):
    return {each.replaces: each.solution for each in exercise.right_variants}
