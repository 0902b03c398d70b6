"""The gallery: every figure is drawn, told in words, and the same each time."""

import re
from html import unescape

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

from docs.figures import ENTRIES, classifiers, curves, descents, write_page
from docs.figures.gallery import LECTURES


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Draw everything once."""
    folder = tmp_path_factory.mktemp("figures")
    for entry in ENTRIES:
        entry.save(folder, "svg")
    write_page(folder, "svg")
    return folder


def test_every_figure_is_drawn(folder):
    drawn = {path.stem for path in folder.glob("*.svg")}
    assert sorted(drawn) == sorted(entry.name for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_figure_is_told_in_words(entry):
    assert entry.lecture in LECTURES
    for words in (entry.caption, entry.alt):
        assert words[0].isupper() or words[0] in "xdX"
        assert words.endswith(".")
    assert entry.alt != entry.caption


def test_the_same_figure_is_the_same_file(folder, tmp_path):
    entry = next(e for e in ENTRIES if e.name == "race_at_a_saddle")
    again = entry.save(tmp_path, "svg")
    assert again.read_bytes() == (folder / again.name).read_bytes()


def test_the_page_shows_all_figures_with_their_words(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    shown = re.findall(r'src="(\w+)\.svg" alt="([^"]+)"', page)
    assert sorted((name, unescape(alt)) for name, alt in shown) == sorted(
        (entry.name, entry.alt) for entry in ENTRIES
    )


def test_a_resumed_run_lies_on_the_one_without_a_stop():
    whole, resumed = descents.checkpoints().lines[:2]
    np.testing.assert_array_equal(resumed.get_ydata(), whole.get_ydata()[30:])


def test_plain_descent_is_the_one_that_still_sits_at_the_saddle():
    ends = {
        line.get_label(): line.get_xydata()[-1, 1] for line in descents.race_at_a_saddle().lines
    }
    assert ends.pop("SGD") < 0.3
    assert min(ends.values()) > 1


def test_only_hes_weights_keep_the_signal():
    last = {line.get_label(): line.get_ydata()[-1] for line in curves.signal_through_layers().lines}
    assert last["normal, deviation 1"] > 1e10
    assert 0.1 < last["He"] < 10
    assert last["normal, deviation 0.01"] < 1e-10


def test_no_line_solves_the_triangle():
    x, labels = classifiers.triangle(600, classifiers.CORNERS, rng=np.random.default_rng(0))
    model = classifiers.trained(x, labels, 0, seed=0)
    assert np.mean((model.predict(x)[:, 0] > 0) == labels) < 0.8
