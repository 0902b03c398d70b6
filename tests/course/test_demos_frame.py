"""The frame of the demos: controls, prediction, reset, and the words for the picture."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from PIL import Image

from course.widgets import Choice, Demo, Prediction, Slider, Switch
from course.widgets.picture import Sheet
from course.widgets.writing import Writer
from dlkit.plots.style import COLORS

CONTROLS = (
    Slider("count", "count", 1, 9, default=3),
    Slider("rate", "rate", 0.01, 1.0, default=0.1, step=0.05, log=True),
    Choice("kind", "kind", ("bars", "line")),
    Switch("twice", "twice"),
)


def draw(figure, height):
    ax = figure.subplots()
    ax.bar([0], [height], color=COLORS[0])
    ax.set(ylim=(0, 20))


def demo(**changes):
    parts = {
        "title": "Heights",
        "task": "Move count.",
        "controls": CONTROLS,
        "compute": lambda count, rate, kind, twice: count * (2 if twice else 1),
        "draw": draw,
        "describe": lambda height: f"A bar of height {height}.",
        "prediction": Prediction(
            "How high at count 8?",
            answer=lambda height: height if height == 8 else None,
            because="It is the count.",
            tolerance=0.5,
        ),
    }
    return Demo(**(parts | changes))


def test_a_panel_starts_with_the_defaults_and_a_described_picture():
    panel = demo().show()
    assert panel.settings == {"count": 3, "rate": 0.1, "kind": "bars", "twice": False}
    assert panel.view.content["alt"] == "A bar of height 3."
    assert Image.open(io.BytesIO(panel.view.content["png"])).size == (739, 403)


def test_a_single_slider_is_enough():
    panel = demo(controls=CONTROLS[:1], compute=lambda count: count).show()
    panel.controls["count"].value = 4
    assert panel.view.content["alt"] == "A bar of height 4."


def test_a_move_changes_picture_and_words_together():
    panel = demo().show()
    before = panel.view.content
    panel.controls["count"].value = 5
    assert panel.view.content["alt"] == "A bar of height 5."
    assert panel.view.content["png"] != before["png"]
    panel.controls["count"].value = 3
    assert panel.view.content == before  # nothing of the higher bar is left on the sheet


def test_one_move_draws_once_and_a_reset_draws_once():
    drawn = []
    panel = demo(draw=lambda figure, height: drawn.append(height)).show()
    panel.controls["count"].value = 7
    panel.controls["twice"].value = True
    assert drawn == [3, 7, 14]
    panel.reset_button.click()
    assert drawn == [3, 7, 14, 3]
    assert panel.settings == demo().settings()


def test_sliders_keep_the_axes_still_and_choices_make_them_anew():
    axes = []
    panel = demo(draw=lambda figure, height: axes.append(figure.subplots())).show()
    panel.controls["count"].value = 7
    panel.controls["kind"].value = "line"
    assert axes[0] is axes[1] and axes[2] is not axes[1]


def test_a_sheet_is_wiped_between_pictures():
    def busy(figure, _):
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1], label="a line")
        ax.text(0, 0, "a text")
        ax.imshow([[0, 1]])
        ax.legend()

    sheet = Sheet((4, 3))
    sheet.png(busy, None)
    ax = sheet.subplots()
    assert not [*ax.lines, *ax.texts, *ax.images, *ax.patches] and ax.get_legend() is None


@pytest.mark.parametrize("again", [False, True], ids=["the first time", "once it is known"])
@pytest.mark.parametrize(
    ("text", "angle", "color", "alpha"),
    [
        ("loss: −0.25", 0, "black", None),
        ("slope of the loss", 90, COLORS[1], None),
        ("$x_1$", 30, COLORS[0], None),
        ("transparent", 0, (0.8, 0.2, 0.0, 0.5), None),
        ("made transparent", 0, "black", 0.3),
        (" ", 0, "black", None),
    ],
)
def test_text_is_written_as_matplotlib_writes_it(text, angle, color, alpha, again):
    drawn = []
    for renderer in (RendererAgg(300, 200, 100), Writer(300, 200, 100)):
        gc = renderer.new_gc()
        gc.set_alpha(alpha)
        gc.set_foreground(color)
        for _ in range(1 + again):
            renderer.clear()
            where = (120, 150, text, FontProperties(size=10), angle, text.startswith("$"))
            renderer.draw_text(gc, *where)
        drawn.append(np.asarray(renderer.buffer_rgba()).astype(int))
    ink = [pixels[..., 3:] * (255 - pixels[..., :3]) / 255 for pixels in drawn]
    assert ink[0].any() == (text != " ")
    assert np.abs(ink[0] - ink[1]).max() < 3  # of 255: rounding where the ink is transparent


def test_pyplot_is_left_alone():
    before = plt.get_fignums()
    demo().show()
    assert plt.get_fignums() == before


def test_a_picture_for_a_page_needs_no_panel():
    assert demo().picture() == demo().show().view.content["png"]
    assert demo().picture(count=5) != demo().picture()


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_controls_have_a_label_a_default_and_values_to_try(control):
    widget = control.widget()
    assert widget.description == control.label and widget.value == control.default
    values = control.values()
    assert control.default in values and len(values) == len(set(values)) >= 2
    for value in values:
        widget.value = value
        assert widget.value == pytest.approx(value) if not isinstance(value, str) else value


def test_whole_numbers_stay_whole():
    assert CONTROLS[0].values() == list(range(1, 10))
    assert isinstance(CONTROLS[0].widget().value, int)
    assert CONTROLS[1].values()[0] == 0.01 and CONTROLS[1].values()[-1] == pytest.approx(1.0)


def test_a_right_prediction_is_told_when_the_picture_shows_it():
    panel = demo().show()
    panel.prediction.entry.value = "8,4"
    panel.prediction.button.click()
    assert panel.prediction.recorded == 8.4 and panel.prediction.right is None
    panel.controls["count"].value = 7
    assert panel.prediction.verdict.value == "Recorded: 8.4. Now find out."
    panel.controls["count"].value = 8
    assert panel.prediction.right is True
    assert panel.prediction.verdict.value == "You predicted 8.4: right. It is the count."


def test_a_wrong_prediction_is_told_kindly_and_cannot_be_mended():
    panel = demo().show()
    panel.prediction.record(20)
    panel.controls["count"].value = 8
    assert panel.prediction.right is False
    assert panel.prediction.verdict.value.startswith("You predicted 20; the picture shows 8.")
    panel.prediction.record(8)
    assert panel.prediction.recorded == 20 and panel.prediction.button.disabled


def test_nothing_is_judged_without_a_prediction():
    panel = demo().show()
    panel.prediction.record(None)
    panel.controls["count"].value = 8
    assert panel.prediction.right is None and panel.prediction.verdict.value == ""


@pytest.mark.parametrize("written", ["", "eight", "nan"])
def test_a_prediction_must_be_written_before_it_is_recorded(written):
    panel = demo().show()
    assert panel.prediction.entry.value == ""  # nothing is suggested
    panel.prediction.entry.value = written
    panel.prediction.button.click()
    assert panel.prediction.recorded is None
    assert panel.prediction.verdict.value == "Write a number first."
    panel.controls["count"].value = 8
    assert panel.prediction.right is None


def test_a_reset_forgets_the_prediction():
    panel = demo().show()
    panel.prediction.entry.value = "8"
    panel.prediction.button.click()
    panel.controls["count"].value = 8
    panel.reset()
    assert panel.prediction.entry.value == ""  # it would tell the next one what to say
    assert panel.prediction.recorded is None and panel.prediction.right is None
    assert panel.prediction.verdict.value == "" and not panel.prediction.button.disabled


def test_a_choice_is_compared_as_text():
    prediction = Prediction("?", answer=lambda _: "left", because="", choices=("left", "right"))
    assert prediction.is_right("left", "left") and not prediction.is_right("right", "left")
    panel = demo(prediction=prediction).show()
    assert panel.prediction.entry.value is None  # nothing is suggested
    panel.prediction.button.click()
    assert panel.prediction.verdict.value == "Choose an answer first."
    panel.prediction.record("right")
    panel.controls["count"].value = 4
    assert panel.prediction.verdict.value.startswith("You predicted “right”; the picture shows “l")
