"""Buttons that move a slider by themselves: Play and Step."""

import ipywidgets as widgets

MILLISECONDS = 900  # from one place to the next: time to read what has changed


def player() -> tuple[widgets.Play, widgets.Button]:
    """Return the buttons, which `join` connects with their slider."""
    step = widgets.Button(description="Step", layout={"width": "auto"})
    return widgets.Play(interval=MILLISECONDS, show_repeat=False), step


def join(play: widgets.Play, step: widgets.Button, slider: widgets.IntSlider) -> None:
    """Let Play run through the places of a slider, and Step go to the next, up to its end."""
    play.min, play.max, play.value = slider.min, slider.max, slider.value
    # In the kernel, so that a picture is drawn before the slider moves on.
    widgets.link((play, "value"), (slider, "value"))

    def forward(_: object) -> None:
        slider.value = min(slider.value + slider.step, slider.max)

    step.on_click(forward)
