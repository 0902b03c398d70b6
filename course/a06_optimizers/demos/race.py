"""Two optimizers run down one surface, live, with noise in the gradient if one wants."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course.a06_optimizers.demos.surfaces import SURFACES, Surface, bands
from course.widgets import Choice, Prediction, Slider
from course.widgets.live import Curve, LiveDemo, Plot, Points
from dlkit import optimizers
from dlkit.arguments import Array, positional_names

FIRST, SECOND = "momentum", "Adagrad"
SYMBOLS = {"momentum": "µ", "beta1": "β₁", "rho": "ρ", "beta2": "β₂"}  # of an option
STEPS = 150  # after which a race may be judged
FAR = 1e3  # beyond this a runner has left the surface, and stays where it is
RULES: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {  # with its options by slider
    "momentum": (optimizers.momentum_step, {"momentum": "memory"}),
    "RMSprop": (optimizers.rmsprop_step, {"rho": "scale"}),
    "Adam": (optimizers.adam_step, {"beta1": "memory", "beta2": "scale"}),
    "gradient descent": (optimizers.sgd_step, {}),
    "Nesterov": (optimizers.nesterov_step, {"momentum": "memory"}),
    "Adagrad": (optimizers.adagrad_step, {}),
    "Adadelta": (optimizers.adadelta_step, {"rho": "scale"}),
    "AdaMax": (optimizers.adamax_step, {"beta1": "memory", "beta2": "scale"}),
    "AMSGrad": (optimizers.amsgrad_step, {"beta1": "memory", "beta2": "scale"}),
    "Nadam": (optimizers.nadam_step, {"beta1": "memory", "beta2": "scale"}),
}


@dataclass(frozen=True)
class Runner:
    """One optimizer on its way: its path, and what it remembers."""

    name: str
    path: tuple[tuple[float, float], ...]
    memory: tuple[Array, ...]
    losses: tuple[float, ...]

    @property
    def has_left(self) -> bool:
        """Whether it has run off the surface."""
        return max(map(abs, self.path[-1])) > FAR


@dataclass(frozen=True)
class Race:
    """Two runners on one surface."""

    surface: str
    runners: tuple[Runner, Runner]
    rates: tuple[float, float]
    shares: tuple[float, float]  # of the past that they keep: of gradients, and of squares

    @property
    def steps(self) -> int:
        """How many steps each has made."""
        return len(self.runners[0].path) - 1


def start(surface: str, first: str, second: str, **settings: float) -> Race:
    """Return both runners at the start."""
    ground = SURFACES[surface]
    loss = float(ground.height(np.array([ground.start]))[0])
    names = (first, second)
    one, other = (Runner(n, (ground.start,), no_memory(n), (loss,)) for n in names)
    return Race(surface, (one, other), *numbers(settings))


def numbers(settings: dict[str, Any]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return both learning rates, and the shares of the past that are kept."""
    rates = (settings["lr_first"], settings["lr_second"])
    return rates, (settings["memory"], settings["scale"])


def no_memory(name: str) -> tuple[Array, ...]:
    """Return the state of a rule before its first step: zeros."""
    names = positional_names(RULES[name][0])[2:]
    return tuple(np.zeros(2) for each in names if each != "t")


def step(race: Race, *, noise: float, **settings: Any) -> Race:
    """Let both make one step; the noise in their gradients is the same."""
    rng = np.random.default_rng(race.steps)
    spoil = noise * rng.standard_normal(2)
    rates, shares = numbers(settings)
    one, other = (
        move(runner, race.surface, rate, spoil, race.steps + 1, settings)
        for runner, rate in zip(race.runners, rates, strict=True)
    )
    return replace(race, runners=(one, other), rates=rates, shares=shares)


def move(
    runner: Runner, surface: str, lr: float, spoil: Array, t: int, settings: dict[str, Any]
) -> Runner:
    """Return a runner after one step, or where it was if it has left the surface."""
    if runner.has_left:
        return replace(
            runner,
            path=(*runner.path, runner.path[-1]),
            losses=(*runner.losses, runner.losses[-1]),
        )
    ground, (rule, sliders) = SURFACES[surface], RULES[runner.name]
    options = {option: settings[slider] for option, slider in sliders.items()}
    count = [t] if "t" in positional_names(rule) else []
    w = np.array(runner.path[-1])
    result = rule(w, ground.slope(w) + spoil, *runner.memory, *count, lr=lr, **options)
    new, *memory = result if isinstance(result, tuple) else (result,)
    place = (float(new[0]), float(new[1]))
    loss = float(ground.height(new[None])[0])
    return Runner(runner.name, (*runner.path, place), tuple(memory), (*runner.losses, loss))


def plots(race: Race) -> tuple[Plot, ...]:
    """Return the surface with both paths, and their losses on a logarithmic axis."""
    ground = SURFACES[race.surface]
    paths = [np.array(runner.path) for runner in race.runners]
    ends = np.array([path[-1] for path in paths])
    names = " and ".join(runner.name for runner in race.runners)
    plane = Plot(
        names,
        ground.extent,
        *("w₁", "w₂"),
        image=bands(race.surface),
        points=Points(np.clip(ends, -1e6, 1e6), np.arange(2)),
        curves=(*crosses(ground), *(Curve(path, color) for color, path in enumerate(paths))),
        width=1.6,
    )
    logs = [np.log10(np.maximum(runner.losses, 1e-12)) for runner in race.runners]
    curves = tuple(
        Curve(np.column_stack([np.arange(len(log)), log]), color) for color, log in enumerate(logs)
    )
    extent = (0, max(STEPS, race.steps), -12, 3)
    return plane, Plot(
        f"loss ({kept(race)})", extent, "step", "power of ten (≥ −12)", curves=curves
    )


def crosses(ground: Surface) -> list[Curve]:
    """Return a green cross at each minimum, larger than the mark of a runner that arrives."""
    left, right, low, high = ground.extent
    along, up = 0.04 * np.array([[right - left, 0.0], [0.0, high - low]])
    arms = np.array([-along, along, 0 * along, -up, up, 0 * up])
    return [Curve(minimum + arms, 2) for minimum in ground.minima]


def kept(race: Race) -> str:
    """Say both shares of the past, by the letters of the rules that use them."""
    words = []
    for slider, share, usual in zip(("memory", "scale"), race.shares, "µρ", strict=True):
        options = dict.fromkeys(
            option
            for runner in race.runners
            for option, used in RULES[runner.name][1].items()
            if used == slider
        )
        letters = ", ".join(SYMBOLS[option] for option in options)
        words.append(f"{letters} {share:.2f}" if letters else f"{usual} {share:.2f} unused")
    return "; ".join(words)


def describe(race: Race) -> str:
    """Say where both runners are."""
    ground = SURFACES[race.surface]
    words = []
    for runner, rate in zip(race.runners, race.rates, strict=True):
        distance = ground.distance(np.array(runner.path[-1]))
        place = f"is {distance:.3f} from the minimum, with a loss of {runner.losses[-1]:.2g}"
        where = "has left the surface" if runner.has_left else place
        words.append(f"{runner.name} (η = {rate:.3g}) {where}")
    return f"{race.surface.capitalize()}, step {race.steps}: {words[0]}; {words[1]}."


def nearer(race: Race) -> str | None:
    """Return the winner of the race that the prediction asks for, once it is over."""
    names = tuple(runner.name for runner in race.runners)
    asked = race.surface == "valley at 45 degrees" and names == (FIRST, SECOND)
    if not asked or race.steps < STEPS:
        return None
    one, other = (race.runners[i].losses[-1] for i in (0, 1))
    return FIRST if one < other else SECOND


race = LiveDemo(
    title="A race",
    task="The first runner is blue, the second orange and dashed; the green cross is the minimum, "
    "towards which the loss falls from band to band. "
    "Let them run along an axis, then at 45 degrees: what does the turn cost each of them? "
    "Find a rate at which one leaves the surface. Then try the saddle, which falls to both sides "
    "and rises ahead and behind: who escapes first, and why?",
    controls=(
        Choice("surface", "surface", tuple(SURFACES), restarts=True),
        Choice("first", "first runner", tuple(RULES), restarts=True),
        Slider("lr_first", "first learning rate", 1e-3, 10, default=1e-2, step=0.1, log=True),
        Choice(
            "second", "second runner", (SECOND, *(n for n in RULES if n != SECOND)), restarts=True
        ),
        Slider("lr_second", "second learning rate", 1e-3, 10, default=1.0, step=0.1, log=True),
        Slider("memory", "momentum µ, β₁", 0, 0.98, default=0.9, step=0.02),
        Slider("scale", "ρ, β₂", 0.5, 0.99, default=0.9, step=0.01),
        Slider("noise", "noise in the gradient", 0, 2, default=0.0, step=0.1),
    ),
    start=start,
    step=step,
    plots=plots,
    describe=describe,
    prediction=Prediction(
        f"Valley at 45 degrees, everything else as it is: whose loss is lower after {STEPS} steps?",
        choices=(FIRST, SECOND),
        answer=nearer,
        because="At 45 degrees both weights are equally steep: both gradients are divided by "
        "nearly the same number, so the direction stays, and the way along the valley is slow. "
        "The memory of momentum does not care how the valley lies.",
    ),
)
