"""A figure is shown as an image that carries its words."""

import base64
import html
import re

import matplotlib as mpl
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt

from dlkit import plots


@pytest.fixture(autouse=True)
def closed():
    """Leave no figure open for other tests."""
    yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed."""
    pictures = []
    monkeypatch.setattr("IPython.display.display", pictures.append)
    return pictures


def figure():
    _, ax = plt.subplots(figsize=(3, 2))
    ax.plot([0, 1], [1, 0])
    return ax


def image(picture):
    """Return the attributes of the image in a picture's HTML."""
    markup = picture._repr_html_()
    assert re.fullmatch(r"<style>[^<]*</style><img [^<>]*>", markup)
    return {name: html.unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', markup)}


def test_the_image_carries_its_words(shown):
    plots.show(figure(), 'A line "falls" from 1\n    to 0, where x < 1 & y > 0.')
    (picture,) = shown
    assert image(picture)["alt"] == 'A line "falls" from 1 to 0, where x < 1 & y > 0.'
    assert repr(picture) == image(picture)["alt"]
    kind, png = image(picture)["src"].split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(png).startswith(b"\x89PNG")


def test_the_picture_has_more_pixels_than_it_takes_on_the_screen(shown):
    plots.show(figure(), "A line.")
    (picture,) = shown
    pixels = int.from_bytes(picture.png[16:20], "big")
    width = int(image(picture)["width"])
    assert width == pixels // 2
    assert 200 < width < 320  # 3 inches
    assert "max-width: 100%" in image(picture)["style"]


def test_a_figure_is_the_same_picture_as_its_axes_each_time(shown):
    plots.show(figure(), "A line.")
    plots.show(figure().figure, "A line.")
    first, second = shown
    assert first.png == second.png


def test_the_figure_is_closed_so_that_no_notebook_shows_it_twice(shown):
    ax = figure()
    assert plots.show(ax, "A line.") is None
    assert not plt.fignum_exists(ax.figure.number)


@pytest.mark.parametrize("alt", ["", "  \n "])
def test_a_picture_without_words_is_refused(shown, alt):
    with pytest.raises(ValueError, match="say in words"):
        plots.show(figure(), alt)
    assert not shown


@pytest.mark.parametrize(("drawn", "alt"), [(None, "words"), ("figure", "words"), (plt, "words")])
def test_what_is_no_figure_is_refused(drawn, alt):
    with pytest.raises(TypeError, match="a Figure or Axes are needed"):
        plots.show(drawn, alt)


def test_words_are_a_string():
    with pytest.raises(TypeError, match="words are needed"):
        plots.show(figure(), None)


def test_words_are_printed_where_there_is_no_notebook(capsys):
    plots.show(figure(), "A line.")
    assert capsys.readouterr().out == "A line.\n"
