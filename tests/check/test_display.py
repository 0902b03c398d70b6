"""Where panels appear: one place each in a notebook, plain text outside of one."""

import pytest

from dlkit import losses
from dlkit.check import check, display, hint
from dlkit.check.panel import Panel
from tests.check.conftest import mean, total


class Shell:
    """A notebook that remembers what it was given: (what, display_id, first line of the text)."""

    execution_count = 1

    def __init__(self):
        self.messages, self.results = [], []

    def show(self, bundle, raw, metadata, display_id):
        assert raw and set(bundle) == {"text/plain", "text/html"}
        self.display_id = f"id {len(self.messages)}" if display_id is True else display_id
        self.results.append(metadata.get(display.RESULT))
        self.messages.append(("new", self.display_id, bundle["text/plain"].split(":")[0]))
        handle = type("Handle", (), {"display_id": self.display_id})
        return handle()

    def update(self, bundle, raw, metadata, display_id):
        self.results.append(metadata.get(display.RESULT))
        self.messages.append(("again", display_id, bundle["text/plain"].split(":")[0]))


@pytest.fixture
def shell(monkeypatch, folder):
    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.display.display", shell.show)
    monkeypatch.setattr("IPython.display.update_display", shell.update)
    monkeypatch.setattr(display, "_last_shown", {})
    return shell


def panels(shell):
    return [(what, where) for what, where, text in shell.messages if text == "toy.mean"]


def progress(shell):
    return [(what, text) for what, where, text in shell.messages if where == display.PROGRESS]


def test_without_a_notebook_the_text_is_printed(capsys):
    display.show(Panel("toy", "wrong", "headline", ("one",)))
    assert capsys.readouterr() == ("toy: headline\n  one\n", "")


def test_a_check_in_a_loop_shows_one_panel(shell, capsys):
    for _ in range(3):
        check("toy.mean", total)
    assert panels(shell) == [("new", "id 0"), ("again", "id 0"), ("again", "id 0")]
    assert [what for what, _ in progress(shell)].count("new") == 1
    assert capsys.readouterr() == ("", "")


def test_another_cell_shows_a_panel_of_its_own_and_corrects_progress_everywhere(shell):
    check("toy.mean", total)
    shell.execution_count = 2
    check("toy.mean", mean)
    assert [what for what, _ in panels(shell)] == ["new", "new"]
    wrong, right = "0 of 1 exercises right, 0 of 10 points by these checks", "1 of 1 exercises"
    said = progress(shell)
    assert said[0] == ("new", wrong) and said[-1][0] == "again" and right in said[-1][1]


def test_a_borrowed_reference_is_refused(shell):
    shell.user_ns = {"losses": losses}
    check("toy.mean", mean)
    shell.user_ns = {}
    check("toy.mean", losses.mse)
    assert panels(shell) == [("new", "id 0"), ("again", "id 0")]
    assert not progress(shell)


def test_a_hint_does_not_take_the_place_of_the_panel(shell):
    check("toy.mean", total)
    hint("toy.mean")
    assert [what for what, _ in panels(shell)] == ["new", "new"]


def test_what_was_not_attempted_says_nothing_about_progress(shell):
    def stub(x):
        raise NotImplementedError

    check("toy.mean", stub)
    assert not progress(shell)


def test_what_a_check_earned_is_saved_with_its_panel_for_the_start_page(shell):
    check("toy.mean", total)
    check("toy.mean", mean)
    hint("toy.mean")
    results = [result for result in shell.results if result]
    assert [result["exercise"] for result in results] == ["toy.mean"] * 2
    assert results[0]["earned"] < results[1]["earned"] == results[1]["points"] == 10.0
