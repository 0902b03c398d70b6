"""Who wrote the same code: found whatever the names, and not claimed of short answers."""

import pytest

from autograder.report import similarity
from autograder.report.similarity import Answer
from course.sample_class.build import answers_of
from course.sample_class.students import STUDENTS

LONG = '''
def {name}({x}, /, delta: float = 1.0):
    """{doc}"""
    {y} = np.abs({x} - np.mean({x}))  # {doc}
    {y} = np.where({y} > delta, {y}, delta * {y})
    {z} = np.sum({y}, axis=0) / np.size({x})
    return np.sqrt({z}) + np.exp(-{z}) * np.log({z} + {shift}) + np.sum({y} * {y} - {x})
'''
NAMES = {"name": "f", "x": "x", "y": "y", "z": "z", "doc": "One."}


def answers(shift=1, count=2, **names):
    """Answers of one student; another ``shift`` makes all of them other code."""
    sources = (LONG.format(**NAMES | names, shift=shift + 10 * number) for number in range(count))
    return [Answer(f"a{n}", similarity.functions(source)) for n, source in enumerate(sources)]


def test_code_is_the_same_whatever_its_names_comments_and_layout():
    renamed = answers(name="g", x="values", y="gap", z="mean", doc="Mine!")
    (group,) = similarity.groups({"ben": renamed, "ada": answers(), "eve": answers(shift=2)})
    assert (group.students, group.answers, group.counts) == (("ada", "ben"), ("a0", "a1"), (2, 2))


@pytest.mark.parametrize(
    ("old", "new"), [("np.abs", "np.exp"), ("- np.mean", "+ np.mean"), ("= 1.0", "= 2.0")]
)
def test_other_calls_and_numbers_make_other_code(old, new):
    source = LONG.format(**NAMES, shift=1)
    (first,), (second,) = map(similarity.functions, (source, source.replace(old, new, 1)))
    assert first.digest != second.digest


def test_of_the_sample_class_exactly_those_with_a_shared_solution_are_found():
    class_of = {
        student.name: [
            Answer(cell, similarity.functions(text)) for cell, text in answers_of(student).items()
        ]
        for student in STUDENTS
    }
    found = {student for group in similarity.groups(class_of) for student in group.students}
    assert found == {each.name for each in STUDENTS if each.answers in ("first", "second")}


def test_a_short_answer_or_a_single_one_in_common_says_nothing():
    short = similarity.functions("def f(x):\n    return x.mean()")
    many = [Answer(f"a{n}", short) for n in range(99)]
    assert similarity.groups({"ada": many, "ben": many}) == ()
    one = answers(count=1)
    assert similarity.SMALLEST <= one[0].size < similarity.ENOUGH
    assert similarity.groups({"ada": one, "ben": one}) == ()


def test_short_answers_that_are_all_the_same_to_the_letter_are_remarked():
    """Eight functions of one line, as two people write them who know each other."""
    texts = [f"def f{n}(x):\n    return x.mean() + {n}" for n in range(8)]

    def written(change=lambda text: text):
        return [Answer(f"a{n}", similarity.functions(t), change(t)) for n, t in enumerate(texts)]

    other = written(lambda text: text.replace("x", "y"))
    class_of = {"ada": written(), "ben": written(), "eve": other, "few": written()[:3]}
    (group,) = similarity.groups(class_of)
    assert group.students == ("ada", "ben") and len(group.answers) == 8
    assert similarity.groups({"few": written()[:3], "gus": written()[:3]}) == ()


def test_groups_are_apart_and_the_larger_stands_first():
    class_of = {f"b{n}": answers(3) for n in range(2)} | {f"a{n}": answers() for n in range(3)}
    assert [len(group.students) for group in similarity.groups(class_of)] == [3, 2]


def test_a_copy_of_the_solution_is_found_also_when_only_one_student_has_it():
    reference = [function for answer in answers() for function in answer.functions]
    (found,) = similarity.copied({"ada": answers(name="g"), "ben": answers(5)}, reference)
    assert (found.student, found.functions) == ("ada", ("g", "g"))


@pytest.mark.parametrize("source", ["def f(", "(" * 5000 + ")" * 5000, "x\0y", ""])
def test_what_cannot_be_parsed_has_no_functions(source):
    assert similarity.functions(source) == ()
