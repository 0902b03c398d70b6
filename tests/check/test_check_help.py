"""What a student is told beside a verdict: calls that do not fit, lost files, long calls, stubs."""

import json
import os
import threading

import pytest

from dlkit.check import CheckFailed, check, checksfile, hint, misfits, patience, stub
from tests.check.conftest import EXERCISE, mean, total


def test_functions_in_another_order_are_told_apart_from_wrong_ones():
    pair = checksfile.VisibleExercise("toy.pair", "Pair", 10.0, ("mean", "total"), (), (), ())
    assert "in another order: mean, total." in str(misfits.other_functions(pair, (total, mean)))
    assert misfits.other_functions(pair, (mean, total)) is None
    assert misfits.other_functions(pair, (mean, lambda x: x)) is None
    assert misfits.other_functions(pair, (mean, "total")) is None


def test_a_call_without_name_does_not_pass_validation(folder, monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(CheckFailed, match="the name of the exercise comes first"):
        check(mean)


@pytest.mark.parametrize("ask", [hint, stub])
def test_hint_and_stub_without_a_name_are_explained(folder, ask, capsys):
    ask(mean)
    line = f'{ask.__name__}("toy.mean")'
    assert f"comes first, in quotation marks: `{line}`." in capsys.readouterr().out


def test_the_file_is_found_again_after_the_folder_has_changed(folder, tmp_path_factory, capsys):
    check("toy.mean", mean)
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    check("toy.mean", total)
    hint("toy.mean")
    out = capsys.readouterr().out
    assert "2 of 4 checks passed" in out and "hint 1 of 3" in out


def test_the_file_is_found_where_the_kernel_started(folder, tmp_path_factory, monkeypatch, capsys):
    shell = type("Shell", (), {"starting_dir": str(folder)})()
    monkeypatch.setattr("dlkit.check.reading.display.notebook", lambda: shell)
    monkeypatch.setattr("dlkit.check.display.show", lambda panel, **_: print(panel))
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    stub("toy.mean")
    assert "handed out" in capsys.readouterr().out


def test_a_call_that_no_interrupt_reaches_is_explained_while_it_runs(folder, monkeypatch):
    panels, explained = [], threading.Event()
    monkeypatch.setattr(patience, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr("dlkit.check.display.show", lambda panel, **_: panels.append(panel))
    monkeypatch.setattr("dlkit.check.display.show_progress", lambda so_far: None)

    def multiply(x):
        while not panels:
            explained.wait(0.01)
        return mean(x)

    thread = threading.Thread(target=check, args=("toy.mean", multiply))
    thread.start()
    thread.join(30)
    assert "multiply: busy for 0.05 seconds with one call" in str(panels[0])
    assert "Restart Kernel" in str(panels[0])
    assert "all 4 checks passed" in str(panels[-1])


def test_a_call_that_ends_in_time_is_not_explained(folder, monkeypatch, capsys):
    monkeypatch.setattr(patience, "BUSY_SECONDS", 60)
    check("toy.mean", mean)
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(10)
            assert not thread.is_alive()
    assert "busy" not in capsys.readouterr().out


def test_a_stub_is_shown_as_it_was_handed_out(folder, capsys):
    assert stub("toy.mean") is None
    headline, *code = capsys.readouterr().out.splitlines()
    assert headline.startswith("toy.mean: this is your cell as it was handed out.")
    assert code == EXERCISE.stubs["mean"].splitlines()


def test_a_stub_of_nothing_is_explained(folder, capsys):
    stub("toy.meen")
    assert "Did you mean toy.mean?" in capsys.readouterr().out


def test_stubs_that_an_older_file_does_not_hold_are_explained(folder, capsys):
    path = folder / checksfile.NAME
    described = json.loads(path.read_text())
    del described["exercises"][0]["stubs"]
    path.write_text(json.dumps(described))
    stub("toy.mean")
    assert "does not hold what was handed out" in capsys.readouterr().out
