"""The error of a measured gradient over the step: truncation against rounding."""

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from course.widgets import Choice, Demo, Prediction, Slider, Switch, key
from dlkit.arguments import Array
from dlkit.backprop import relative_error, two_layer_objective, two_layer_objective_grad
from dlkit.plots.style import GREY, axes, line

STEPS = 10.0 ** np.arange(-14, -0.75, 0.5)
DTYPES = {"float64": np.float64, "float32": np.float32}
LAM = 0.1
TINY = 1e-17  # where an error of exactly 0 is drawn
Params = tuple[Array, Array, Array, Array]


@dataclass(frozen=True)
class Errors:
    """The relative errors of differences, against a formula, at every step and at one."""

    precision: str
    is_wrong: bool
    step: float
    curves: dict[str, Array]  # by the kind of difference, over STEPS
    here: dict[str, float]


def compute(h: float, precision: str, wrong: bool) -> Errors:
    """Hold the gradient of a network of two layers against differences."""
    return Errors(precision, wrong, h, curves(precision, wrong), at_step(h, precision, wrong))


@functools.cache
def curves(precision: str, wrong: bool) -> dict[str, Array]:
    """Return the errors at every step, which moving the step does not change."""
    errors = [at_step(float(h), precision, wrong) for h in STEPS]
    return {name: np.array([each[name] for each in errors]) for name in errors[0]}


def at_step(h: float, precision: str, wrong: bool) -> dict[str, float]:
    """Return the relative error of both kinds of difference, the largest of all entries."""
    params, x, labels = network(precision)
    measured = differences(h, params, x, labels)
    return {name: relative_error(each, formula(wrong)) for name, each in measured.items()}


@functools.cache
def network(precision: str) -> tuple[Params, Array, npt.NDArray[np.int64]]:
    """Draw a network of 3 inputs, 4 hidden units and 2 classes, and five samples."""
    rng, dtype = np.random.default_rng(0), DTYPES[precision]
    shapes = (3, 4), (4,), (4, 2), (2,)
    W1, b1, W2, b2 = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return (W1, b1, W2, b2), rng.standard_normal((5, 3)).astype(dtype), np.arange(5) % 2


@functools.cache
def formula(wrong: bool) -> Array:
    """Return the gradient of the first weights in float64; the wrong one forgets the penalty."""
    params, x, labels = network("float64")
    return two_layer_objective_grad(params, x, labels, lam=0.0 if wrong else LAM)[0]


def differences(
    h: float, params: Params, x: Array, labels: npt.NDArray[np.int64]
) -> dict[str, Array]:
    """Return one-sided and central differences for the first weights, in their own precision."""
    W1, b1, W2, b2 = params
    one_sided, central = np.empty(W1.shape), np.empty(W1.shape)

    def objective(weights: Array) -> float:
        return two_layer_objective((weights, b1, W2, b2), x, labels, lam=LAM)

    middle = objective(W1)
    for index in np.ndindex(W1.shape):
        up, down = W1.copy(), W1.copy()
        up[index] += h
        down[index] -= h
        above, below = objective(up), objective(down)
        one_sided[index] = (above - middle) / h
        central[index] = (above - below) / (2 * h)
    return {"one-sided": one_sided, "central": central}


def draw(figure: Figure, errors: Errors) -> None:
    """Draw both errors over the step, and mark the step that was chosen."""
    ax = axes(figure.subplots())
    entries = {}
    for index, (name, curve) in enumerate(errors.curves.items()):
        ax.loglog(STEPS, np.maximum(curve, TINY), linewidth=2, **line(index))
        style = line(index) | {"marker": "os"[index]}
        ax.plot(errors.step, max(errors.here[name], TINY), **style)
        entries[f"{name}: {errors.here[name]:.1e}"] = style
    ax.axvline(errors.step, color=GREY, linewidth=1, linestyle=":")
    key(ax, entries, left=0.3)
    ax.set(xlim=(3e-15, 0.5), ylim=(1e-11, 1e4), xlabel="step ε", ylabel="largest relative error")
    formula_text = "penalty forgotten" if errors.is_wrong else "right formula"
    ax.set_title(f"{errors.precision}, {formula_text}")


def describe(errors: Errors) -> str:
    """Say the errors here, and where each curve is lowest."""
    here = ", ".join(f"{name} {error:.1e}" for name, error in errors.here.items())
    low = ", ".join(
        f"{curve.min():.1e} at {STEPS[curve.argmin()]:.0e} {name}"
        for name, curve in errors.curves.items()
    )
    formula_text = "a formula without the penalty" if errors.is_wrong else "the right formula"
    return (
        f"The largest relative error of {formula_text} against slopes measured in "
        f"{errors.precision}, over the step from 1e-14 to 0.1, both axes logarithmic. At "
        f"ε = {errors.step:.1e}: {here}. Lowest: {low}."
    )


def best_step(errors: Errors) -> str | None:
    """Return the best of four steps for central differences, once the smallest was tried."""
    if errors.step > 1e-13 or errors.is_wrong or errors.precision != "float64":
        return None
    central = errors.curves["central"]
    return min(CANDIDATES, key=lambda name: central[np.abs(STEPS - float(name)).argmin()])


CANDIDATES = ("1e-2", "1e-5", "1e-8", "1e-14")

step_size = Demo(
    title="Which step is the best one?",
    task="J is the objective of a network of two layers, loss and penalty. The curves show the "
    "largest relative error of the 12 weights w of its first layer. One-sided is "
    "(J(w + ε) − J(w)) / ε, central (J(w + ε) − J(w − ε)) / 2ε. Make ε smaller and smaller: why "
    "does the error grow again? Find the best step for each. Then forget the penalty in the "
    "formula: which step helps?",
    controls=(
        Slider("h", "step ε", 1e-14, 1e-1, default=1e-2, step=0.25, log=True),
        Choice("precision", "precision", tuple(DTYPES)),
        Switch("wrong", "the formula forgets the penalty"),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Make ε smaller, down to 1e-14, in float64. Which step gives the best central difference?",
        choices=CANDIDATES,
        answer=best_step,
        because="A bend that changes costs ε squared, rounding costs about 1e-16 over ε; the two "
        "are equal near the cube root of 1e-16.",
    ),
)
