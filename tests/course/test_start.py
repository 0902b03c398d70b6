"""A student's desk: laid out once, brought up to date, and never at the cost of their work."""

import json
import re

import pytest

from course.start import __main__ as start
from course.start import contents, page, settings
from course.start.desk import Desk, NoDesk
from dlkit.check.display import RESULT

NOTEBOOK = "assignments/a02_losses/losses.ipynb"


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """Start on a desk; JupyterLab is not run, what it would be given is remembered."""
    given = []
    monkeypatch.setattr(settings, "run_jupyterlab", lambda *rest: given.append(rest))

    def once(*options, desk=tmp_path / "desk"):
        code = start.main(["--desk", str(desk), *options])
        return code, desk

    once.given = given
    return once


def test_everything_lies_there_and_every_link_of_the_start_page_leads_somewhere(begin):
    code, desk = begin("--no-browser", "--port=1")
    assert code is None
    assert begin.given == [(desk, ["--no-browser", "--port=1"])]
    links = re.findall(r"\]\((.+?)\)", (desk / page.PLACE).read_text())
    assert {NOTEBOOK, "lectures/a02_losses/lecture.ipynb", "demos/a02_losses.ipynb"} <= set(links)
    assert all((desk / link).is_file() for link in links)
    assert (desk / "assignments/a02_losses/checks.json").is_file()
    assert "../../release/" not in (desk / "lectures/a02_losses/lecture.ipynb").read_text()


def test_every_notebook_names_its_kernel_and_its_language(begin):
    """Where one is missing, JupyterLab asks which kernel to take before anything can be run."""
    _, desk = begin()
    notebooks = [json.loads(path.read_text()) for path in desk.rglob("*.ipynb")]
    assert notebooks
    for notebook in notebooks:
        assert notebook["metadata"]["kernelspec"]["name"] == "python3"
        assert notebook["metadata"]["language_info"] == {"name": "python"}


def test_a_second_start_changes_nothing(begin):
    def seen(desk):
        return {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}

    _, desk = begin()
    before = seen(desk)
    begin()
    assert seen(desk) == before


def test_work_is_kept_and_what_was_deleted_comes_back(begin, capsys):
    _, desk = begin()
    (desk / NOTEBOOK).write_text("my work")
    (desk / page.PLACE).unlink()
    (desk / "mine.txt").write_text("mine")
    begin()
    assert (desk / NOTEBOOK).read_text() == "my work"
    assert (desk / page.PLACE).is_file() and (desk / "mine.txt").is_file()
    assert "newer" not in capsys.readouterr().out


def test_the_start_page_says_what_a_topic_asks_for_and_what_the_saved_checks_say(begin):
    _, desk = begin()
    assert "6 core, 4 extension, 3 written: 115 points | nothing yet" in start_page(desk)
    save_results(desk / NOTEBOOK, {"losses.mse": 10.0, "losses.mae": 4.5, "other.thing": 10.0})
    begin()
    assert "| 1 of 10 right, 14.5 points |" in start_page(desk)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [{"outputs": [{"metadata": 1}]}]}'])
def test_a_notebook_that_cannot_be_read_counts_as_not_begun(begin, text):
    _, desk = begin()
    (desk / NOTEBOOK).write_text(text)
    code, _ = begin()
    assert code is None and "| nothing yet |" in start_page(desk)


def start_page(desk):
    return (desk / page.PLACE).read_text()


def save_results(path, earned):
    """Save a notebook in which checks were run, as JupyterLab does."""
    notebook = json.loads(path.read_text())
    (cell,) = [each for each in notebook["cells"] if each["id"] == "test_mse"]
    cell["outputs"] = [
        {"output_type": "display_data", "data": {}, "metadata": {RESULT: result}}
        for name, points in earned.items()
        for result in ({"exercise": name, "earned": points, "points": 10.0},)
    ]
    path.write_text(json.dumps(notebook))


def test_a_newer_version_replaces_only_what_was_not_touched(tmp_path):
    first = Desk(tmp_path)
    for name in ("touched", "untouched"):
        first.put(name, b"old")
    first.close()
    (tmp_path / "touched").write_bytes(b"my work")
    for _ in range(2):
        second = Desk(tmp_path)
        for name in ("touched", "untouched"):
            second.put(name, b"new")
        second.close()
        assert second.kept == ["touched"]
    assert (tmp_path / "touched").read_bytes() == b"my work"
    assert (tmp_path / "untouched").read_bytes() == b"new"


def test_the_start_page_names_what_was_kept_of_an_older_version(begin, monkeypatch):
    _, desk = begin()
    (desk / NOTEBOOK).write_text("my work")
    newer = [contents.File(NOTEBOOK, (desk / "demos/a02_losses.ipynb").read_bytes())]
    monkeypatch.setattr(contents, "files", lambda root: newer)
    begin()
    assert f"> * `{NOTEBOOK}`" in (desk / page.PLACE).read_text()
    assert (desk / NOTEBOOK).read_text() == "my work"


def test_work_is_kept_even_without_the_list(tmp_path):
    (tmp_path / ".desk.json").write_text("{")
    (tmp_path / "file").write_bytes(b"my work")
    Desk(tmp_path).put("file", b"new")
    assert (tmp_path / "file").read_bytes() == b"my work"


@pytest.mark.parametrize("kind", ["file", "other things"])
def test_what_cannot_be_a_desk_is_refused_in_a_sentence(begin, tmp_path, kind, capsys):
    place = tmp_path / "place"
    if kind == "file":
        place.write_text("")
    else:
        place.mkdir()
        (place / "thesis.tex").write_text("")
    code, _ = begin(desk=place)
    said = capsys.readouterr().err
    assert code == 2 and not begin.given
    assert said.startswith("course.start: ") and said.count("\n") == 1 and "--desk" in said


def test_without_releases_it_says_where_they_should_be(tmp_path):
    with pytest.raises(NoDesk, match="release"):
        list(contents.files(tmp_path))


@pytest.mark.parametrize("exists", [True, False])
def test_an_exchange_folder_brings_the_list_of_assignments(tmp_path, monkeypatch, exists):
    exchange = tmp_path / "exchange"
    if exists:
        exchange.mkdir()
    config = tmp_path / "nbgrader_config.py"
    config.write_text(f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n")
    monkeypatch.chdir(tmp_path)
    settings.write(tmp_path)
    written = json.loads((tmp_path / settings.FOLDER / "labconfig/page_config.json").read_text())
    switched_off = {name for name, off in written["disabledExtensions"].items() if off}
    assert switched_off >= set(settings.UNWANTED)
    assert ("@jupyter/nbgrader:assignment-list" in switched_off) is not exists
