"""Live demos without a browser: stepping, the loop, and the bytes for the canvas."""

import asyncio

import numpy as np
import pytest

from course.widgets import Choice, Prediction, Slider
from course.widgets.live import Curve, LiveDemo, Plot, Points
from course.widgets.live import demo as live
from course.widgets.live.canvas import ON_THE_WAY


def counting():
    """A demo whose state is a number that grows by `pace`."""
    return LiveDemo(
        title="Counting",
        task="Play.",
        controls=(
            Choice("first", "first", ("zero", "ten"), restarts=True),
            Slider("pace", "pace", 1, 5, default=1),
        ),
        start=lambda first, pace: 10 if first == "ten" else 0,
        step=lambda state, first, pace: state + pace,
        plots=lambda state: (Plot("count", (0, 1, 0, 1)),),
        describe=lambda state: f"The count is {state}.",
        prediction=Prediction(
            "When?", answer=lambda state: state if state >= 20 else None, because="So."
        ),
    )


@pytest.fixture
def panel():
    panel = counting().show()
    yield panel
    panel.close()


def watch(panel):
    """Answer every picture at once, as a browser does."""
    panel.view.observe(lambda change: setattr(panel.view, "shown", change.new["number"]), "picture")


def test_step_and_advance_move_the_state_and_its_words(panel):
    assert panel.state == 0 and panel.view.picture["alt"] == "The count is 0."
    panel.step_button.click()
    panel.advance(4)
    assert panel.state == 5 and panel.view.picture["alt"] == "The count is 5."


def test_some_settings_restart_and_others_act_from_the_next_step(panel):
    panel.advance(3)
    panel.controls["pace"].value = 5
    assert panel.state == 3
    panel.advance(1)
    assert panel.state == 8
    panel.controls["first"].value = "ten"
    assert panel.state == 10


def test_reset_stops_and_starts_afresh(panel):
    panel.controls["first"].value = "ten"
    panel.speed.value = 7
    panel.advance(2)
    panel.prediction.record(20)
    panel.reset_button.click()
    assert panel.state == 0 and panel.speed.value == 1 and panel.prediction.recorded is None
    assert panel.settings == {"first": "zero", "pace": 1}


def test_a_prediction_is_settled_while_it_trains(panel):
    panel.prediction.record(20)
    panel.advance(19)
    assert panel.prediction.right is None
    panel.advance(1)
    assert panel.prediction.right is True


def test_play_trains_with_the_speed_until_pause(panel):
    watch(panel)

    async def lecture():
        panel.speed.value = 10
        panel.play_button.click()
        assert panel.playing and panel.play_button.description == "Pause"
        while panel.state < 30:
            await asyncio.sleep(0.01)
        assert panel.view.picture["moving"]
        panel.play_button.click()
        reached = panel.state
        await asyncio.sleep(0.1)
        return reached

    assert asyncio.run(lecture()) == panel.state >= 30
    assert not panel.playing and not panel.view.picture["moving"]
    assert panel.play_button.description == "Play"


def test_play_twice_and_pause_at_once_leave_one_training(panel):
    watch(panel)

    async def lecture():
        for _ in range(3):
            panel.play()
            panel.play()
            await asyncio.sleep(0)
            panel.pause()
        panel.play()
        await asyncio.sleep(0.2)  # the others notice that they are over
        running = len(asyncio.all_tasks() - {asyncio.current_task()})
        panel.pause()
        return running

    assert asyncio.run(lecture()) == 1


def test_the_training_waits_for_the_browser_and_stops_when_nobody_looks(panel, monkeypatch):
    monkeypatch.setattr(live, "PATIENCE", 0.05)

    async def lecture():
        panel.play()
        await asyncio.sleep(0.3)

    asyncio.run(lecture())
    assert not panel.playing
    assert panel.state <= ON_THE_WAY  # it did not run ahead of pictures that nobody had seen


def test_closing_the_panel_stops_the_training(panel):
    watch(panel)

    async def lecture():
        panel.play()
        await asyncio.sleep(0.05)
        panel.close()
        reached = panel.state
        await asyncio.sleep(0.1)
        return reached

    assert asyncio.run(lecture()) == panel.state and not panel.playing


def test_plots_become_bytes_of_float32_and_uint8():
    plot = Plot(
        "all",
        (0, 1, -1, 1),
        image=np.full((2, 3, 3), 7, dtype=np.uint8),
        points=Points(np.array([[0.5, -0.5]]), np.array([2])),
        curves=(Curve(np.array([[0.0, 0.0], [1.0, 0.25]]), color=1),),
    )
    message = plot.message()
    assert message["extent"] == [0.0, 1.0, -1.0, 1.0]
    assert (message["image"]["width"], message["image"]["height"]) == (3, 2)
    assert message["image"]["rgba"] == bytes([7, 7, 7, 255]) * 6
    assert np.frombuffer(message["points"]["xy"], "<f4").tolist() == [0.5, -0.5]
    assert message["points"]["classes"] == b"\x02"
    assert np.frombuffer(message["curves"][0]["xy"], "<f4").tolist() == [0, 0, 1, 0.25]


def test_pictures_are_numbered(panel):
    first = panel.view.picture["number"]
    panel.advance(1)
    panel.advance(1)
    assert panel.view.picture["number"] == first + 2
