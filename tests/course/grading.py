"""Grade an exercise with some of its functions replaced, the others being right."""

from functools import cache, lru_cache

import numpy as np

from dlkit.check import checksfile
from dlkit.check.battery import run_all
from dlkit.check.diagnosis import diagnose
from dlkit.check.marking import mark
from dlkit.check.panel import summarise
from tests.course.topics import ADDRESSES, EXERCISES, ROOT, topic_of

BY_ID = {exercise.id: exercise for exercise in EXERCISES}
SEEDS = range(3)  # the audit takes 30, and shows there that no mark depends on the seed


@cache
def hidden_checks(exercise_id, seed):
    """The checks that a student with this seed meets, made only once."""
    exercise = BY_ID[exercise_id]
    return exercise.checks(np.random.default_rng([seed, *exercise_id.encode()]))


@cache
def catalogue(exercise_id, seed):
    """What the wrong solutions give on these checks; each is run only once."""
    exercise = BY_ID[exercise_id]
    return exercise.misconceptions(hidden_checks(exercise_id, seed))


def findings_with(exercise, seed, **replaced):
    return _findings(exercise.id, seed, tuple(replaced.items()))


@lru_cache(maxsize=16)
def _findings(exercise_id, seed, replaced):
    """What the checks find, made only once for marks, diagnoses, feedback and messages."""
    exercise = BY_ID[exercise_id]
    return run_all(hidden_checks(exercise_id, seed), {**exercise.references, **dict(replaced)})


def marks_with(exercise, seeds=SEEDS, **replaced):
    """The marks at these seeds, each once."""
    return {mark(exercise.points, findings_with(exercise, seed, **replaced)) for seed in seeds}


def diagnoses_with(exercise, seed, **replaced):
    """What is said to be wrong with each function."""
    return diagnose(findings_with(exercise, seed, **replaced), catalogue(exercise.id, seed))


def feedback_with(exercise, seed, **replaced):
    """What a student reads after grading."""
    findings = findings_with(exercise, seed, **replaced)
    return str(summarise(exercise.id, findings, diagnose(findings, catalogue(exercise.id, seed))))


@cache
def released(topic):
    """The checks.json that the students of a topic get."""
    return checksfile.load(ROOT / "release" / ADDRESSES[topic])


def visible_panel_with(exercise, **replaced):
    """What a student reads under the exercise, from checks.json alone."""
    visible = released(topic_of(exercise)).exercise(exercise.id)
    findings = run_all(visible.checks, {**exercise.references, **replaced})
    return summarise(exercise.id, findings, diagnose(findings, visible.misconceptions))
