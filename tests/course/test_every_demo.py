"""What holds for every demo, found by themselves in course/a*/demos/."""

import importlib
import math
import re
from collections import defaultdict
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from course.lectures.topics import topics
from course.widgets import Slider
from course.widgets.live import LiveDemo
from course.widgets.picture import Sheet
from course.widgets.writing import Writer

ALL = {
    f"{topic.address}.{name}": getattr(
        importlib.import_module(f"course.{topic.address}.demos"), name
    )
    for topic in topics()
    for name in topic.demos
}
STILL = {name: demo for name, demo in ALL.items() if not isinstance(demo, LiveDemo)}
LIVE = {name: demo for name, demo in ALL.items() if isinstance(demo, LiveDemo)}
STEPS = 300  # of a training, in which a prediction must be settled
PLACES = 3  # of a slider, besides its other end
SMALLEST = 8  # points; smaller letters cannot be read on a phone
# Not true of every page: a dark one shows the ink in negative, a narrow one stacks the pictures.
OF_ONE_PAGE = re.compile(
    r"\b(black|white|(dark|light|bright|pal)(er|est)|(left|right|middle) (picture|plot))\b"
    r"|\b(left|right):",
    re.IGNORECASE,
)

every_demo = pytest.mark.parametrize("demo", ALL.values(), ids=ALL)
every_still_demo = pytest.mark.parametrize("demo", STILL.values(), ids=STILL)
every_live_demo = pytest.mark.parametrize("demo", LIVE.values(), ids=LIVE)
at_each_width = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


def defaults(demo):
    return {control.name: control.default for control in demo.controls}


def result(demo, **changes):
    return demo.compute(**defaults(demo) | changes)


def each_control_through_its_range(demo):
    return [{control.name: value} for control in demo.controls for value in control.values()]


def some_places(control):
    """Every choice, but of a slider a few, where each value costs a picture or a training."""
    values = list(control.values())
    if not isinstance(control, Slider):
        return values
    return [*values[:: math.ceil(len(values) / PLACES)], values[-1]]


def each_control_at_some_places(demo):
    return [{control.name: value} for control in demo.controls for value in some_places(control)]


def wander(demo):
    """Move every control to its last setting, one after the other, and then all to the first."""
    settings = defaults(demo)
    for place in (-1, 0):
        for control in demo.controls:
            settings |= {control.name: control.values()[place]}
            yield dict(settings)


@every_demo
def test_every_control_moves_through_its_range(demo):
    panel = demo.show()
    for control in demo.controls:
        for value in some_places(control):
            panel.controls[control.name].value = value
            if isinstance(demo, LiveDemo):
                panel.advance(2)
        panel.controls[control.name].value = control.default
    panel.reset()
    assert panel.settings == defaults(demo)


@every_demo
def test_a_default_is_a_place_where_the_slider_can_stand(demo):
    for slider in (c for c in demo.controls if isinstance(c, Slider)):
        low, default = slider.low, slider.default
        way = math.log10(default / low) if slider.log else default - low
        assert way / slider.step == pytest.approx(round(way / slider.step), abs=1e-6)


@every_demo
def test_it_can_be_understood_without_seeing(demo):
    assert demo.title and demo.task.endswith((".", "?"))
    assert demo.prediction.question.endswith("?") and demo.prediction.because.endswith(".")
    labels = [control.label for control in demo.controls]
    assert all(labels) and len(set(labels)) == len(labels)


@every_demo
def test_its_words_are_true_on_dark_and_on_narrow_pages(demo):
    is_live = isinstance(demo, LiveDemo)
    shown = demo.start(**defaults(demo)) if is_live else result(demo)
    prediction = demo.prediction
    words = [demo.task, prediction.question, *prediction.choices, prediction.because]
    assert not OF_ONE_PAGE.search("\n".join([*words, demo.describe(shown)]))


@every_demo
def test_a_page_without_a_kernel_has_its_picture_with_words(part, demo):
    stills = part("stills")
    show = stills.live_still if isinstance(demo, LiveDemo) else stills.still
    page = show(SimpleNamespace(demo=demo))["text/html"]
    assert 'src="data:image/png;base64,iVBOR' in page and 'alt="' in page


@every_still_demo
def test_compute_is_pure_and_its_words_are_complete(demo):
    once, again = (demo.describe(result(demo)) for _ in range(2))
    assert once == again and len(once) > 40 and "{" not in once


@every_still_demo
def test_every_control_changes_the_picture(demo):
    sheet = Sheet(demo.size)
    sheet.png(demo.draw, result(demo))
    usual = sheet.png(demo.draw, result(demo))
    for control in demo.controls:
        changed = (result(demo, **{control.name: value}) for value in control.values())
        assert any(sheet.png(demo.draw, one) != usual for one in changed), control.name


@every_live_demo
def test_every_control_changes_the_training(demo):
    for control in demo.controls:
        shown = set()
        for value in control.values():
            settings = defaults(demo) | {control.name: value}
            state = demo.step(demo.start(**settings), **settings)
            shown.add(repr([plot.message() for plot in demo.plots(state)]))
        assert len(shown) > 1, control.name


@every_still_demo
def test_the_picture_is_that_of_the_settings_however_they_were_reached(demo):
    wandering = Sheet(demo.size)
    wandering.png(demo.draw, result(demo))
    for number, settings in enumerate(wander(demo), start=1):
        wandered = wandering.png(demo.draw, demo.compute(**settings))
        if number % len(demo.controls) == 0:  # each control has moved once more
            straight = Sheet(demo.size)
            straight.png(demo.draw, result(demo))
            assert wandered == straight.png(demo.draw, demo.compute(**settings)), settings


@at_each_width
@every_still_demo
def test_no_words_of_a_picture_are_cut_off_or_lie_on_others(demo, narrow, written):
    sheet, most = Sheet(demo.size, narrow=narrow), 0
    for changes in [{}, *each_control_at_some_places(demo), *wander(demo)]:
        written.clear()
        sheet.png(demo.draw, result(demo, **changes))
        most = max(most, len(written))
        texts = [text for text, _, _ in written]
        assert not narrow or min(size for _, size, _ in written) >= SMALLEST, changes
        left, low, right, high = np.reshape([box for _, _, box in written], (-1, 4)).T
        outside = (left < 1) | (low < 1)
        outside |= (right > sheet.bbox.width - 1) | (high > sheet.bbox.height - 1)
        assert not outside.any(), (texts[np.argmax(outside)], changes)
        overlap = (left[:, None] <= right) & (low[:, None] <= high)
        overlap &= overlap.T
        pairs = np.argwhere(np.triu(overlap, 1))
        assert not len(pairs), ([texts[number] for number in pairs[0]], changes)
    assert most > 10  # texts were noted


@pytest.fixture
def written(monkeypatch):
    """Every text that is drawn, with its size and the box of its ink: left, low, right, high."""
    texts, draw_text = [], Writer.draw_text

    def draw_text_and_note(writer, gc, x, y, s, prop, *more, **options):
        lay_down = writer.draw_image

        def note(gc, left, low, pixels):
            height, width = pixels.shape[:2]
            box = left, low, left + width, low + height
            texts.append((s, prop.get_size_in_points(), box))
            lay_down(gc, left, low, pixels)

        writer.draw_image = note
        draw_text(writer, gc, x, y, s, prop, *more, **options)
        writer.draw_image = lay_down

    monkeypatch.setattr(Writer, "draw_text", draw_text_and_note)
    return texts


@every_still_demo
def test_colours_are_never_the_only_sign(demo):
    sheet = Sheet(demo.size)
    sheet.png(demo.draw, result(demo))
    for ax in sheet.axes:
        colors = defaultdict(set)
        for line in ax.lines:
            colors[line.get_linestyle(), line.get_marker()].add(to_hex(line.get_color()))
        assert all(len(of_one_look) == 1 for of_one_look in colors.values()), colors


@every_still_demo
def test_a_prediction_is_settled_by_moving_and_not_by_the_defaults(demo):
    answer = demo.prediction.answer
    assert answer(result(demo)) is None
    moves = [*each_control_through_its_range(demo), *wander(demo)]
    answers = [answer(result(demo, **changes)) for changes in moves]
    check_answers(demo.prediction, [found for found in answers if found is not None])


@every_live_demo
def test_a_prediction_is_settled_by_training_and_not_at_the_start(demo):
    answer, answers = demo.prediction.answer, []
    assert answer(demo.start(**defaults(demo))) is None
    for changes in each_control_at_some_places(demo):
        settings = defaults(demo) | changes
        state = demo.start(**settings)
        for _ in range(STEPS):
            state = demo.step(state, **settings)
            if answer(state) is not None:
                answers.append(answer(state))
                break
    check_answers(demo.prediction, answers)


def check_answers(prediction, answers):
    """Demand that there is an answer, and that it is one that can be given."""
    assert answers
    for found in answers:
        assert found in prediction.choices if prediction.choices else math.isfinite(found)
