"""The second schedule: a warm-up, then half a wave of the cosine."""

import math
from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from course.a06_optimizers.exercises.shared import named
from course.a06_optimizers.exercises.step_decay import require_counts, schedules
from dlkit import optimizers


@schedules.asks(optimizers.warmup_cosine)
def _ask_warmup_cosine(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(4, lr=6.0, total=6, warmup=2)
    warmup = int(rng.integers(3, 6))
    plan: dict[str, Any] = {"lr": 0.6, "total": warmup + 9, "warmup": warmup}
    with ask.essential("up along a line, then down along half a wave"):
        ask.values("in the middle of the warm-up", 1, **plan)
        ask.values("a third of the way down", warmup + 3, **plan)
    ask.values("the first update of all", 0, **plan)
    ask.values("the last update of the warm-up", warmup - 1, **plan)
    ask.values("the first update after the warm-up", warmup, **plan)
    ask.values("two thirds of the way down", warmup + 6, **plan)
    ask.values("the last update", warmup + 8, **plan)
    ask.edge("one update beyond the end", warmup + 9, **plan)
    ask.edge("far beyond the end", 2 * (warmup + 9), **plan)
    _ask_short_plans(ask)
    _ask_refusals(ask)


def _ask_short_plans(ask: Ask) -> None:
    """Plans in which a piece is missing, or a single update long."""
    ask.edge("no warm-up", 0, lr=0.5, total=4, warmup=0)
    ask.edge("no warm-up, three updates made", 3, lr=0.5, total=4, warmup=0)
    ask.edge("a training of one update", 0, lr=0.5, total=1, warmup=0)
    ask.edge("one update after the warm-up", 3, lr=0.5, total=4, warmup=3)


def _ask_refusals(ask: Ask) -> None:
    """Numbers that make no plan."""
    ask.refuses("a warm-up as long as the training", "ValueError", 1, lr=0.1, total=4, warmup=4)
    ask.refuses("a negative number of updates", "ValueError", -1, lr=0.1, total=4, warmup=1)
    ask.refuses("a negative warm-up", "ValueError", 2, lr=0.1, total=4, warmup=-1)
    ask.refuses("a negative rate in the warm-up", "ValueError", 0, lr=-0.1, total=4, warmup=1)
    ask.refuses("a negative rate after it", "ValueError", 3, lr=-0.1, total=4, warmup=1)
    ask.refuses("no updates at all", "ValueError", 0, lr=0.1, total=0, warmup=0)
    for name, bad in (("updates", 1.5), ("total", 4.5), ("warmup", 1.5)):
        call = {"updates": 0, "total": 4, "warmup": 1} | {name: bad}
        updates = call.pop("updates")
        ask.refuses(f"{name} of {bad}", "TypeError", updates, lr=0.1, **call)


def accepted(updates, lr, total, warmup):
    """Refuse what makes no sense: the guard that right and wrong solutions share."""
    require_counts(lr, updates, total, warmup, least=(0, 1, 0))
    if warmup >= total:
        raise ValueError("the warm-up is shorter than the training")


def down(share):
    """Return half a wave of the cosine, from 1 to 0."""
    return (1 + math.cos(math.pi * share)) / 2


@schedules.wrong(
    "warmup_cosine",
    "warm-up one update off",
    "your first update has the rate 0, which wastes it. In the warm-up the rate is lr times k + 1, "
    "over warmup.",
    ramp=named(first=lambda k, n: k / n, second=lambda k, n: k / max(n - 1, 1)),
    stretched=(False, True),
    held=(True, False),
)
def warmup_off_by_one(updates, *, lr, total, warmup, ramp, stretched, held):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * ramp(updates, warmup)
    share = updates / total if stretched else (updates - warmup) / (total - warmup)
    return lr * down(min(1, share) if held else share)


@schedules.wrong(
    "warmup_cosine",
    "warm-up that ends below the rate",
    "the last update of your warm-up does not have the full rate yet. In the warm-up the rate is "
    "lr times k + 1, over warmup.",
)
def warmup_that_ends_too_low(updates, *, lr, total, warmup):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / (warmup + 1)
    return lr * down(min(1, (updates - warmup) / (total - warmup)))


@schedules.wrong(
    "warmup_cosine",
    "a whole wave",
    "your cosine runs through a whole wave, or a quarter of one. Half a wave takes the rate from "
    "lr down to 0.",
    waves=(2, 0.5),
)
def cosine_of_another_wave(updates, *, lr, total, warmup, waves):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    share = min(1, (updates - warmup) / (total - warmup))
    return lr * (down(2 * share) if waves == 2 else math.cos(math.pi / 2 * share))


@schedules.wrong(
    "warmup_cosine",
    "no warm-up",
    "your warm-up does not rise to lr along a line: it begins with the full rate, or falls.",
    ramp=named(first=lambda k, n: 1.0, second=lambda k, n: 1 - k / n),
)
def warmup_from_the_top(updates, *, lr, total, warmup, ramp):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * ramp(updates, warmup)
    return lr * down(min(1, (updates - warmup) / (total - warmup)))


@schedules.wrong(
    "warmup_cosine",
    "wave over all updates",
    "your wave is stretched over all updates, or begins with the warm-up. It begins where the "
    "warm-up ends, and has the rest of the updates.",
    share=named(
        first=lambda k, n, total: k / total,
        second=lambda k, n, total: (k - n) / total,
        third=lambda k, n, total: k / (total - n),
    ),
    held=(True, False),
)
def cosine_over_everything(updates, *, lr, total, warmup, share, held):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    done = share(updates, warmup, total)
    return lr * down(min(1, done) if held else done)


@schedules.wrong(
    "warmup_cosine",
    "warm-up and wave multiplied",
    "your wave takes part in the warm-up already: line and wave are multiplied. In the warm-up the "
    "line alone counts, and the wave begins where it ends.",
)
def warmup_times_cosine(updates, *, lr, total, warmup):
    accepted(updates, lr, total, warmup)
    up = min(1, (updates + 1) / max(warmup, 1))
    return lr * up * down(min(1, updates / total))


@schedules.wrong(
    "warmup_cosine",
    "rises again beyond the end",
    "beyond the last update your rate rises again. The wave ends: from there on the rate is 0.",
)
def cosine_without_end(updates, *, lr, total, warmup):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * down((updates - warmup) / (total - warmup))


@schedules.wrong(
    "warmup_cosine",
    "a straight line down",
    "your rate falls along a line. Half a wave of the cosine is asked for: slow, fast, slow.",
)
def line_instead_of_cosine(updates, *, lr, total, warmup):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * (1 - min(1, (updates - warmup) / (total - warmup)))


@schedules.wrong(
    "warmup_cosine",
    "wave one update off",
    "your wave reaches 0 one update too early, or is one update ahead. Its first update has the "
    "full rate, and the first update beyond the training has 0.",
    share=named(first=lambda k, rest: k / max(rest - 1, 1), second=lambda k, rest: (k + 1) / rest),
)
def cosine_off_by_one(updates, *, lr, total, warmup, share):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * down(min(1, share(updates - warmup, total - warmup)))


@schedules.wrong(
    "warmup_cosine",
    "cosine neither raised nor halved",
    "your wave does not run from lr to 0: the cosine runs from 1 to -1. Add 1, and halve.",
    wave=named(first=lambda share: math.cos(math.pi * share), second=lambda share: 2 * down(share)),
)
def cosine_unscaled(updates, *, lr, total, warmup, wave):
    accepted(updates, lr, total, warmup)
    if updates < warmup:
        return lr * (updates + 1) / warmup
    return lr * wave(min(1, (updates - warmup) / (total - warmup)))


@schedules.right("warmup_cosine")
def warmup_cosine_by_squares(updates, *, lr, total, warmup):
    accepted(updates, lr, total, warmup)
    if updates + 1 <= warmup:
        return lr / warmup * (updates + 1)
    if updates >= total:
        return 0.0
    return lr * math.cos(math.pi / 2 * (updates - warmup) / (total - warmup)) ** 2


@schedules.right("warmup_cosine")
def warmup_cosine_by_interpolation(updates, *, lr, total, warmup):
    accepted(updates, lr, total, warmup)
    up = np.linspace(0, lr, warmup + 1)[1:]
    rest = np.arange(total - warmup) / (total - warmup)
    rates = [*up, *(0.5 * lr * (1 + np.cos(np.pi * rest)))]
    return float(rates[updates]) if updates < total else 0.0
