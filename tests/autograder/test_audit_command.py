"""The whole audit and its command: processes, progress, exit codes."""

import json
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from autograder.audit import AuditReport, run
from autograder.commands import audit as command
from autograder.specification.registry import exercises_for


def test_the_exercises_on_losses_pass_in_parallel_and_steps_are_told():
    steps = []

    @contextmanager
    def progress(description, total):
        yield lambda: steps.append(total)

    audited = run(("losses",), seeds=1, workers=2, progress=progress)
    assert [each.exercise for each in audited.exercises] == [e.id for e in exercises_for("losses")]
    assert len(steps) == steps[0]
    assert audited.passed, audited.as_table()
    assert audited.seconds_by_topic()["losses"] == sum(each.seconds for each in audited.exercises)
    assert "losses: " in audited.as_table() and audited.as_json()["processor_seconds"]["losses"] > 0


@pytest.mark.parametrize(("missing", "code"), [((), 0), (("fake: the exercise",), 1)])
def test_the_command_says_by_its_exit_code_whether_all_is_well(missing, code, monkeypatch):
    monkeypatch.setattr(command, "run", lambda *_, **__: AuditReport(1, (), missing, {}))
    result = CliRunner().invoke(command.audit, ["losses", "--json"])
    assert result.exit_code == code
    assert json.loads(result.stdout)["missing_from_syllabus"] == len(missing)


def test_an_unknown_topic_is_wrong_use():
    result = CliRunner().invoke(command.audit, ["lossess"])
    assert result.exit_code == 2
    assert "lossess" in result.stderr and "losses" in result.stderr
