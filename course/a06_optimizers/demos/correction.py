"""The first steps of Adam, with and without the corrections of its two means."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course.widgets import Choice, Demo, Prediction, Slider, Switch, key
from dlkit.arguments import Array
from dlkit.plots.style import GREY, axes, line

STEPS = 20
GRADIENTS = ("constant", "alternating", "noisy")


@dataclass(frozen=True)
class FirstSteps:
    """The means and the length of each step, in units of the learning rate."""

    gradients: str
    corrects: tuple[bool, bool]
    m: Array  # (20,), as they are used
    v: Array
    lengths: Array


def compute(
    gradients: str, beta1: float, beta2: float, correct_m: bool, correct_v: bool
) -> FirstSteps:
    """Make twenty steps along gradients of size 1, or around 1."""
    g = {
        "noisy": 1 + 0.5 * np.random.default_rng(0).standard_normal(STEPS),
        "constant": np.ones(STEPS),
        "alternating": (-1.0) ** np.arange(STEPS),
    }[gradients]
    m, v = mean(g, beta1), mean(g * g, beta2)
    t = np.arange(1, STEPS + 1)
    m = m / (1 - beta1**t) if correct_m else m
    v = v / (1 - beta2**t) if correct_v else v
    return FirstSteps(gradients, (correct_m, correct_v), m, v, m / (np.sqrt(v) + 1e-8))


def mean(values: Array, beta: float) -> Array:
    """Return the decaying mean after each step, which begins with zero."""
    t = np.arange(len(values))
    weights = np.where(t[:, None] >= t, (1 - beta) * beta ** np.maximum(t[:, None] - t, 0), 0.0)
    means: Array = weights @ values
    return means


def draw(figure: Figure, steps: FirstSteps) -> None:
    """Draw both means, and the length of the steps."""
    t = np.arange(1, STEPS + 1)
    left, right = (axes(ax) for ax in figure.subplots(1, 2))
    left.plot(t, steps.m, **line(0))
    left.plot(t, steps.v, **line(1))
    corrected = ["corrected" if each else "as it is" for each in steps.corrects]
    key(left, {f"m, {corrected[0]}": line(0), f"v, {corrected[1]}": line(1)})
    left.set(xlabel="step t", ylabel="value", xticks=[1, 10, 20], title="means")
    left.set_ylim(min(-0.1, steps.m.min() - 0.1), 1.45)
    right.axhline(1, color=GREY, linewidth=0.8)
    right.plot(t, steps.lengths, "o-", color=line(2)["color"])
    right.set(xlabel="step t", xticks=[1, 10, 20], title="step in units of η")
    right.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    right.set_ylim(min(0.0, steps.lengths.min()) - 0.2, max(4.0, steps.lengths.max() + 0.3))


def describe(steps: FirstSteps) -> str:
    """Say the first, the longest and the last step."""
    longest = int(np.abs(steps.lengths).round(2).argmax())
    words = [
        f"{name} {'corrected' if each else 'as it is'}"
        for name, each in zip("mv", steps.corrects, strict=True)
    ]
    return (
        f"Twenty steps of Adam, gradients {steps.gradients}, {words[0]}, {words[1]}. Step 1 is "
        f"{steps.lengths[0]:.2f} units of the learning rate long, the longest is step "
        f"{longest + 1} with {steps.lengths[longest]:.2f}, step 20 has {steps.lengths[-1]:.2f}."
    )


def longest_corrected(steps: FirstSteps) -> float | None:
    """Return the length of the longest step with both corrections, once it is shown."""
    asked = steps.gradients == "constant" and all(steps.corrects)
    return float(steps.lengths.max()) if asked else None


correction = Demo(
    title="Zeros are no data",
    task="Neither mean is corrected here. Correct only m, only v, and both: when are the first "
    "steps too short, when too long? Then correct both and let the gradients alternate: why are "
    "the steps short now, though every gradient has size 1?",
    controls=(
        Choice("gradients", "gradients", GRADIENTS),
        Slider("beta1", "β₁", 0.5, 0.98, default=0.9, step=0.02),
        Slider("beta2", "β₂", 0.9, 0.999, default=0.999, step=0.001),
        Switch("correct_m", "correct m"),
        Switch("correct_v", "correct v"),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Constant gradients, both means corrected: how many units of the learning rate is the "
        "longest of the twenty steps long?",
        answer=longest_corrected,
        because="Corrected, m is the gradient itself and v its square from the first step on, so "
        "every step has length 1, whatever the betas are.",
        tolerance=0.05,
    ),
)
