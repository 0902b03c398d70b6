"""The numbers of the class report, against numbers worked by hand."""

import math
from dataclasses import replace

import pytest

from autograder.report import chart, statistics
from autograder.report.submissions import Shown, reduce
from autograder.results.manual_marks import HumanMark, ManualMarks
from tests.autograder import test_feedback_course as build


def submissions(*marks, points=(4.0, 4.0), **values):
    """One submission for each tuple of marks, one mark for each exercise."""
    return [
        reduce(build.record(f"student{number}", _cells(row, points), **values), {})
        for number, row in enumerate(marks)
    ]


def _cells(row, points):
    for index, (mark, most) in enumerate(zip(row, points, strict=True)):
        done = build.exercise(f"losses.e{index}", most, mark)
        yield build.graded_cell(f"test_{index}", most, mark, [done])


def test_the_summary_of_three_marks():
    told = statistics.summary(submissions((0.0, 1.0), (4.0, 3.0), (1.0, 3.0)))
    assert (told.submissions, told.points) == (3, 8.0)
    assert (told.mean, told.median) == (4.0, 4.0)
    assert told.median_seconds == 1.5


def test_who_waits_who_is_late_and_what_is_unreadable_is_counted():
    waits = reduce(build.record("a", [build.manual_cell()]), {})
    late = reduce(build.record("b", late_seconds=1.0), {})
    lost = reduce(build.record("c", ending=build.unreadable()), {})
    told = statistics.summary([waits, late, lost])
    assert (told.waiting, told.late, told.unreadable, told.submissions) == (1, 1, 1, 3)


def test_a_class_of_nobody_readable_has_no_mean():
    told = statistics.summary([reduce(build.record(ending=build.unreadable()), {})])
    assert (told.mean, told.median, told.median_seconds, told.points) == (None, None, None, 0.0)


def test_while_answers_wait_shares_are_of_the_points_that_are_marked():
    half = [build.graded_cell("test_0", 4.0, 2.0), build.manual_cell(points=6.0)]
    told = [reduce(build.record("a", half), {})]
    assert statistics.distribution(told)[5] == 1
    assert statistics.summary(told).mean_reached == 0.5


def test_written_answers_count_only_when_all_of_them_are_read():
    left_empty = reduce(build.record("a", [build.manual_cell(mark=0.0)]), {})
    waits = build.record("b", [build.manual_cell()])
    (unread,) = statistics.items([left_empty, reduce(waits, {})])
    assert (unread.mean, unread.count, unread.waiting) == (None, 0, 1)
    read = reduce(waits, {"losses": ManualMarks({"essay": HumanMark(3.0)})})
    (item,) = statistics.items([left_empty, read])
    assert (item.mean, item.complete, item.nothing, item.partial) == (1.5, 1, 1, 0)


def test_each_submission_falls_into_the_tenth_it_reached():
    rows = [(0.0, 0.0), (0.0, 0.5), (0.0, 1.0), (4.0, 0.0), (4.0, 3.5), (4.0, 4.0)]
    # of 8 points: 0, 6.25, 12.5, 50, 93.75 and 100 percent
    assert statistics.distribution(submissions(*rows)) == (2, 1, 0, 0, 0, 1, 0, 0, 0, 2)


def test_a_mark_at_the_edge_of_a_bin_counts_in_the_upper_one():
    rows = [(tenths / 10,) for tenths in range(11)]
    counts = statistics.distribution(submissions(*rows, points=(1.0,)))
    assert counts == (1, 1, 1, 1, 1, 1, 1, 1, 1, 2)


def test_marks_outside_the_points_fall_into_the_outer_bins():
    assert statistics.distribution(submissions((5.0, 4.0), (-1.0, 0.0)))[0::9] == (1, 1)


def test_mean_and_difficulty_of_each_exercise():
    first, second = statistics.items(submissions((0.0, 4.0), (1.0, 4.0), (2.0, 4.0)))
    assert (first.name, first.mean, first.difficulty, first.count) == ("losses.e0", 1.0, 0.75, 3)
    assert (second.mean, second.difficulty) == (4.0, 0.0)


def test_discrimination_is_the_correlation_with_the_other_marks():
    # marks 0 1 2 and rests 0 2 1: covariance sum 1, both sums of squares 2
    first, second = statistics.items(submissions((0.0, 0.0), (1.0, 2.0), (2.0, 1.0)))
    assert math.isclose(first.discrimination, 0.5) and math.isclose(second.discrimination, 0.5)


def test_for_right_or_wrong_it_is_the_point_biserial_correlation():
    rows = [(0.0, 1.0), (0.0, 2.0), (1.0, 3.0), (1.0, 4.0)]
    first, _ = statistics.items(submissions(*rows))
    # (mean rest of the right - of the wrong) / deviation * sqrt(p q) = 2 / sqrt(1.25) * 0.5
    assert math.isclose(first.discrimination, 1 / math.sqrt(1.25))


@pytest.mark.parametrize("rows", [[(1.0, 0.0), (1.0, 4.0)], [(1.0, 2.0)], [(0.0, 3.0), (4.0, 3.0)]])
def test_without_variance_there_is_no_discrimination(rows):
    assert [item.discrimination for item in statistics.items(submissions(*rows))] == [None, None]


def test_the_only_exercise_has_no_rest_to_compare_with():
    (only,) = statistics.items(submissions((0.0,), (4.0,), points=(4.0,)))
    assert only.discrimination is None


def test_a_cell_without_a_mark_is_left_out_of_its_exercise():
    rows = [(0.0, 0.0), (2.0, 2.0), (None, 4.0)]
    first, second = statistics.items(submissions(*rows))
    assert (first.count, first.mean) == (2, 1.0)
    assert (second.count, second.mean) == (3, 2.0)


def test_an_exercise_keeps_its_name_where_a_run_did_not_reach_it():
    ended = reduce(build.record("a", [build.graded_cell("test_0", 4.0, 0.0)]), {})
    (item,) = statistics.items([ended, *submissions((4.0,), points=(4.0,))])
    assert (item.name, item.count, item.mean) == ("losses.e0", 2, 2.0)


def test_unreadable_submissions_do_not_make_an_exercise_harder():
    lost = submissions((0.0, 0.0), ending=build.unreadable())
    first, _ = statistics.items([*lost, *submissions((4.0, 4.0))])
    assert (first.mean, first.count) == (4.0, 1)


def test_a_persons_mark_counts_in_the_report():
    cells = [build.graded_cell("test_0", 4.0, 1.0), build.manual_cell()]
    human = {"losses": ManualMarks({"test_0": HumanMark(3.0), "essay": HumanMark(2.0)})}
    endings = dict.fromkeys(("losses", "more"), build.COMPLETE)
    told = reduce(build.record(cells=cells, endings=endings), human)
    assert (told.mark, told.points, told.waiting, told.items[0].mark) == (5.0, 7.0, 0, 3.0)


def test_notebooks_of_one_assignment_are_kept_apart_and_their_marks_add_up():
    cells = [
        replace(build.graded_cell("test", 4.0, 2.0), notebook=name) for name in ("losses", "more")
    ]
    human = {"more": ManualMarks({"test": HumanMark(4.0)}, penalty=0.5)}
    endings = dict.fromkeys(("losses", "more"), build.COMPLETE)
    told = reduce(build.record(cells=cells, endings=endings), human)
    assert (told.mark, told.points, told.notebooks) == (5.5, 8.0, ("losses", "more"))
    assert [(each.notebook, each.mean) for each in statistics.items([told])] == [
        ("losses", 2.0),
        ("more", 4.0),
    ]


def test_a_misconception_is_counted_once_for_each_student_the_most_frequent_first():
    def with_shown(student, *shown):
        done = [build.exercise(misconceptions=[each, each]) for each in shown]
        return reduce(build.record(student, [build.graded_cell(exercises=done)]), {})

    other = build.MisconceptionRecord("mse", "factor one half", "")
    counted = statistics.misconceptions(
        [with_shown("zoe", build.BROADCASTS), with_shown("ada", other, build.BROADCASTS)]
    )
    assert [(met.name, met.students) for met in counted] == [
        ("shapes broadcast silently", ("ada", "zoe")),
        ("factor one half", ("ada",)),
    ]
    assert with_shown("a", other).misconceptions == (
        Shown("losses.mse", "mse", "factor one half", ""),
    )


def test_the_bars_of_the_histogram_are_as_high_as_their_counts():
    low, none, high = chart.histogram((1, 0, 4))
    assert (low.height * 4, none.height) == (high.height, 0)
    assert high.height == chart.HEIGHT - 2 * chart.MARGIN
    assert low.y + low.height == high.y + high.height == chart.HEIGHT - chart.MARGIN
    assert [tick.percent for tick in chart.scale(10)] == list(range(0, 101, 10))


def test_a_histogram_of_nothing_is_flat():
    assert {bar.height for bar in chart.histogram((0, 0))} == {0}


def test_without_a_deadline_nobody_is_late_or_in_time():
    assert statistics.summary([reduce(build.record("a"), {})]).late is None
    in_time = reduce(build.record("a", late_seconds=0.0), {})
    assert statistics.summary([in_time]).late == 0


def test_exercises_that_are_equally_hard_are_hardest_together():
    items = statistics.items(submissions((1.0, 2.0, 1.0), points=(4.0, 4.0, 4.0)))
    assert [item.name for item in statistics.hardest(items)] == ["losses.e0", "losses.e2"]
    assert statistics.hardest(statistics.items(submissions((4.0, 4.0)))) == ()


def test_misconceptions_that_equally_many_met_are_most_met_together():
    names = ("b", "c", "a")
    counted = [statistics.MisconceptionCount("e", "f", name, "", ("x", "y")) for name in names]
    rarer = statistics.MisconceptionCount("e", "f", "d", "", ("x",))
    assert statistics.most_met([*counted, rarer]) == tuple(counted)
    assert statistics.most_met([]) == ()
