"""The exercise on whole descents; this file is about the path."""

from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a06_optimizers.exercises.shared import draw, named
from dlkit import optimizers
from dlkit.arguments import positional_names
from dlkit.check import examples

minimize = Exercise(
    id="optimizers.minimize",
    title="A whole descent",
    difficulty=3,
    minutes=30,
    hints=(
        "The step forgets everything between two calls. So who has to remember the weights, the "
        "state and the number of the step, and what are they before the first step?",
        "The names of a step say what it wants: after w and dw an array of state for each name, "
        "and its number where the name is t. All arrays of state are zeros at first. What the step "
        "returns are the new weights, followed by the new state.",
        "Make a path with one row more than there are steps, and put the start into the first row. "
        "In each round: the gradient at a copy of the newest row, one call of the rule, the new "
        "weights into the next row, the new state in place of the old one.",
    ),
)


@minimize.asks(optimizers.minimize, {"w": takes("N", "N M")})
def _ask_minimize(ask: Ask, rng: np.random.Generator) -> None:
    bowl, overwriting = examples.slopes_of_a_bowl, examples.overwriting_slopes_of_a_bowl
    ask.paper(bowl, np.array([4.0, 2.0]), examples.plain_step, steps=2, lr=0.5)
    start = draw(rng, (2,), 0)[0]
    with ask.essential("every step begins where the last one ended, with the state it left"):
        ask.values("a step with a state", bowl, start, examples.sliding_step, steps=3, lr=0.1)
        ask.values("two states", bowl, start, examples.braking_step, steps=3, lr=0.2)
    ask.values("a step without a state", bowl, start, examples.plain_step, steps=3, lr=0.2)
    ask.values("two states and the count", bowl, start, examples.tiring_step, steps=3, lr=0.3)
    options: dict[str, Any] = {"steps": 2, "lr": 0.1}
    ask.values("an option", bowl, start, examples.sliding_step, drag=0.9, **options)
    ask.values("a matrix", bowl, draw(rng, (1, 2), 0)[0], examples.tiring_step, **options)
    ask.edge("no steps", bowl, start, examples.sliding_step, steps=0, lr=0.1)
    ask.edge("one step", bowl, start, examples.tiring_step, steps=1, lr=0.1)
    ask.edge("a gradient that overwrites", overwriting, start, examples.sliding_step, **options)
    ask.standard(bowl, start, examples.sliding_step, **options)
    ask.refuses("a step too few", "ValueError", bowl, start, examples.plain_step, steps=-1, lr=0.1)
    ask.refuses("2.5 steps", "TypeError", bowl, start, examples.plain_step, steps=2.5, lr=0.1)


def begin(w, rule, steps):
    """Return the start as floats and the state of zeros, after the guards."""
    if isinstance(steps, bool) or not isinstance(steps, int):
        raise TypeError("steps is a whole number")
    if steps < 0:
        raise ValueError("steps is not negative")
    w = np.array(w, dtype=np.result_type(w, np.float32))
    return w, [np.zeros_like(w) for name in positional_names(rule)[2:] if name != "t"]


def called(rule, w, dw, state, t, lr, options):
    """Return what the rule returns, whatever it wants."""
    count = [t] if "t" in positional_names(rule) else []
    return rule(w, dw, *state, *count, lr=lr, **options)


def once(*step):
    """Return the new weights and the new state, whatever kind of rule it is."""
    result = called(*step)
    new, *state = result if isinstance(result, tuple) else (result,)
    return new, state


def two_copies(row):  # one for the rule, one for the gradient
    return row.copy(), row.copy()


def descent(
    gradient, w, rule, steps, lr, options, *, number=int, keeps=lambda old, new: new, at=two_copies
):
    """Walk down, with what a wrong solution does to the count, the state and the newest row."""
    w, state = begin(w, rule, steps)
    path = [w]
    for t in range(1, steps + 1):
        place, handed = at(path[-1])
        new, changed = once(rule, place, gradient(handed), state, number(t), lr, options)
        state = keeps(state, changed)
        path.append(new)
    return path


@minimize.wrong(
    "minimize",
    "returned state ignored",
    "your descent hands the same state to every step, or only a part of the new one. What a step "
    "returns after the weights is the state for the next.",
    keeps=named(first=lambda old, new: old, second=lambda old, new: new[:1] + old[1:]),
)
def minimize_with_old_state(gradient, w, rule, *, steps, lr, keeps, **options):
    return np.array(descent(gradient, w, rule, steps, lr, options, keeps=keeps))


@minimize.wrong(
    "minimize",
    "all rows of the path are one array",
    "every row of your path is the last point: one array was kept in all of them, and changed. Put "
    "a copy into each row.",
)
def minimize_with_aliases(gradient, w, rule, *, steps, lr, **options):
    path = descent(gradient, w, rule, steps, lr, options)
    return np.array([path[-1] for _ in path])


@minimize.wrong(
    "minimize",
    "start or end missing",
    "your path lacks its first or its last point. It has one row more than there are steps.",
    part=(slice(1, None), slice(None, -1)),
)
def minimize_without_an_end(gradient, w, rule, *, steps, lr, part, **options):
    start, _ = begin(w, rule, steps)
    path = np.array(descent(gradient, w, rule, steps, lr, options))[part]
    return path.reshape(steps, *start.shape)


@minimize.wrong(
    "minimize",
    "one step too few",
    "your descent makes one step too few, so that nothing fills the last row of its path. There "
    "are as many steps as `steps` says, and the start is a row of its own.",
    last=(np.zeros_like, np.copy),
)
def minimize_one_step_short(gradient, w, rule, *, steps, lr, last, **options):
    begin(w, rule, steps)
    path = descent(gradient, w, rule, max(steps - 1, 0), lr, options)
    return np.array([*path, last(path[-1])] if steps else path)


@minimize.wrong(
    "minimize",
    "last point alone",
    "you return the point where the descent ends. The whole path is asked for, with a row for "
    "every point.",
)
def minimize_to_the_end(gradient, w, rule, *, steps, lr, **options):
    return descent(gradient, w, rule, steps, lr, options)[-1].copy()


@minimize.wrong(
    "minimize",
    "steps counted from 0",
    "your first step gets t = 0. The steps are counted from 1 on: the first has t = 1.",
)
def minimize_counted_from_zero(gradient, w, rule, *, steps, lr, **options):
    return np.array(descent(gradient, w, rule, steps, lr, options, number=lambda t: t - 1))


@minimize.wrong(
    "minimize",
    "count that stands still, or begins with 2",
    "your steps do not get the numbers 1, 2, 3 and so on: t stays at 1, or begins with 2.",
    number=named(first=lambda t: 1, second=lambda t: t + 1),
)
def minimize_counted_otherwise(gradient, w, rule, *, steps, lr, number, **options):
    return np.array(descent(gradient, w, rule, steps, lr, options, number=number))


@minimize.wrong(
    "minimize",
    "weights unpacked",
    "a rule without a state returns the weights alone, not in a tuple: do not unpack them.",
)
def minimize_that_unpacks(gradient, w, rule, *, steps, lr, **options):
    w, state = begin(w, rule, steps)
    path = [w]
    for t in range(1, steps + 1):
        w, *state = called(rule, w, gradient(w.copy()), state, t, lr, options)
        path.append(w)
    return np.array(path)


@minimize.wrong(
    "minimize",
    "gradient of the start for every step",
    "your gradient is computed once, at the start, or every step begins there. Each step begins "
    "where the last one ended, with the gradient of that point.",
    both=(True, False),
)
def minimize_from_the_start(gradient, w, rule, *, steps, lr, both, **options):
    start, state = begin(w, rule, steps)
    path = [start]
    for t in range(1, steps + 1):
        origin = start if both else path[-1]
        new, state = once(rule, origin, gradient(start.copy()), state, t, lr, options)
        path.append(new)
    return np.array(path)


@minimize.wrong(
    "minimize",
    "the gradient gets the only copy",
    "a gradient may overwrite the array that it gets, and yours gets the one that you still need, "
    "for the path or for the step. Hand it a copy.",
    at=named(row=lambda row: (row, row), weights=lambda row: (row.copy(),) * 2),
)
def minimize_without_copies(gradient, w, rule, *, steps, lr, at, **options):
    return np.array(descent(gradient, w, rule, steps, lr, options, at=at))


@minimize.wrong(
    "minimize",
    "options not handed on",
    "your descent does not hand its options on to the step, so that the step takes its own.",
)
def minimize_without_options(gradient, w, rule, *, steps, lr, **options):
    return np.array(descent(gradient, w, rule, steps, lr, {}))


@minimize.wrong(
    "minimize",
    "state not of zeros",
    "your state does not begin with zeros: an optimizer has no past before its first step.",
    begins=(np.ones_like, np.copy),
)
def minimize_with_a_past(gradient, w, rule, *, steps, lr, begins, **options):
    w, state = begin(w, rule, steps)
    state, path = [begins(w) for _ in state], [w]
    for t in range(1, steps + 1):
        new, state = once(rule, path[-1], gradient(path[-1].copy()), state, t, lr, options)
        path.append(new)
    return np.array(path)


@minimize.right("minimize")
def minimize_row_by_row(gradient, w, rule, *, steps, lr, **options):
    w, state = begin(w, rule, steps)
    path = np.zeros((steps + 1, *w.shape), dtype=w.dtype)
    path[0] = w
    for t in range(steps):
        dw = gradient(path[t].copy())
        path[t + 1], state = once(rule, path[t], dw, state, t + 1, lr, options)
    return path


@minimize.right("minimize")
def minimize_by_stack(gradient, w, rule, *, steps, lr, **options):
    return np.stack(descent(gradient, w, rule, steps, lr, options))
