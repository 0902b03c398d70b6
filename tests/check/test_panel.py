"""The panel: one state, one headline, one sentence for each function, and no markup let through."""

import pytest

from dlkit.check import panel
from dlkit.check.battery import Purity
from dlkit.check.misconceptions import Misconception
from dlkit.check.panel import Finding, Panel, summarise

NASTY = "<script>alert('&')</script>"


def found(function, status, message=""):
    check = Purity(function=function, part="edges", title="a case")
    return Finding(check=check, status=status, message=message)


def test_markup_is_escaped_wherever_it_stands():
    html = Panel(NASTY, "wrong", NASTY, (NASTY, "fine"))._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;") == 3


@pytest.mark.parametrize("state", ["passed", "wrong", "not attempted", "error"])
def test_every_state_has_a_colour(state):
    assert panel.COLOURS[state] in Panel("toy", state, "headline")._repr_html_()


def test_each_function_gets_its_first_failure_only():
    findings = [found("f", "failed", "one"), found("f", "failed", "two"), found("g", "passed")]
    shown = summarise("toy", findings, [])
    assert (shown.state, shown.headline) == ("wrong", "1 of 3 checks passed.")
    assert shown.sentences == ("f: one",)


def test_a_misconception_takes_the_place_of_the_finding():
    known = Misconception("f", "sum", "you sum.", ())
    shown = summarise("toy", [found("f", "failed", "one"), found("g", "failed", "two")], [known])
    assert shown.sentences == ("f: you sum. (Seen with: a case.)", "g: two")


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["passed", "passed"], "passed"),
        (["not attempted", "not attempted"], "not attempted"),
        (["passed", "not attempted"], "wrong"),
        (["failed", "not attempted"], "wrong"),
        (["stopped"], "wrong"),
    ],
)
def test_the_state_follows_from_the_findings(statuses, state):
    assert summarise("toy", [found("f", status) for status in statuses], []).state == state


def test_without_a_notebook_the_text_is_printed(capsys):
    panel.show(Panel("toy", "wrong", "headline", ("one",)))
    assert capsys.readouterr() == ("toy: headline\n  one\n", "")


def test_in_a_notebook_it_is_displayed_and_never_a_result(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("IPython.get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    assert panel.show(Panel("toy", "passed", "headline")) is None
    assert set(shown[0]) == {"text/plain", "text/html"}
    assert capsys.readouterr() == ("", "")
