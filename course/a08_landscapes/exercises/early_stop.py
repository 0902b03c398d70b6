"""The exercise on the best epoch of a validation curve, and when to stop waiting for a better."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a08_landscapes.exercises.shared import whole
from dlkit import landscapes

early_stop = Exercise(
    id="landscapes.early_stop",
    title="When to stop",
    difficulty=3,
    minutes=25,
    hints=(
        "Walk through the epochs as training does: you know the past and not the future. What do "
        "you have to remember from one epoch to the next?",
        "Remember the best epoch so far and its loss. An epoch whose loss is below the best one by "
        "more than min_delta becomes the best; in any other, stop if the best lies at least "
        "patience epochs back.",
        "Begin with a best loss of infinity and no best epoch. Loop with `enumerate`; compare with "
        "the best loss minus min_delta; otherwise compare epoch minus best with patience and "
        "break. If no epoch ever was an improvement, refuse. nan is smaller than nothing, so a "
        "comparison with < needs no extra case.",
    ),
)

NAN = np.nan


@early_stop.asks(landscapes.early_stop, {"val": takes("T")})
def _ask_early_stop(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([5.0, 3.0, 4.0, 3.5, 2.0, 1.0]), 2)
    with ask.essential("the best epoch so far, and the wait since then"):
        ask.values("a pit after a hill", np.array([9.0, 4.0, 6.0, 5.0, 7.0, 1.0, 0.5]), 3)
        ask.values("a longer wait finds it", np.array([9.0, 4.0, 6.0, 5.0, 7.0, 1.0, 2.0, 3.0]), 4)
    curve = 2 + np.abs(np.arange(12) - 5) / 4 + rng.uniform(-0.05, 0.05, size=12)
    ask.values("a curve with its pit at epoch 5", curve, 3)
    ask.values("falling to the end", np.sort(rng.uniform(1, 3, size=7))[::-1].copy(), 2)
    ask.values("rising from the start", np.sort(rng.uniform(1, 3, size=7)), 3)
    zigzag = np.array([8.0, 7.0, 7.5, 6.0, 6.5, 5.0, 5.5, 5.2, 5.4, 5.3])
    ask.values("down in zigzag", zigzag, 3)
    slow = np.array([5.0, 4.9, 4.8, 4.7, 4.6, 4.5])
    ask.values("gains that are too small one by one", slow, 2, 0.15)
    ask.values("no gain is large enough", np.array([5.0, 4.9, 4.8, 4.7, 1.0]), 3, 0.5)
    ask.values("small gains that add up", np.array([5.0, 4.75, 4.5, 4.25, 4.0, 3.75]), 3, 0.6)
    deeper = np.array([3.0, 2.9, 2.95, 2.97, 3.5, 1.0])
    ask.values("a lower loss that does not count", deeper, 3, 0.2)
    _ask_edges(ask)


def _ask_edges(ask: Ask) -> None:
    """The questions about ties, nan, short curves and refusals."""
    ask.edge("ties are no improvement", np.array([3.0, 2.0, 2.0, 2.0, 2.0]), 2)
    ask.edge("exactly min_delta lower", np.array([5.0, 4.0, 3.5, 2.5]), 2, 1.0)
    ask.edge("a patience of 0", np.array([5.0, 4.0, 4.5, 3.0]), 0)
    ask.edge("a patience of 1", np.array([5.0, 4.0, 4.5, 3.0]), 1)
    ask.edge("nan on the way", np.array([5.0, NAN, 4.0, NAN, NAN, 1.0]), 2)
    ask.edge("nan first", np.array([NAN, 3.0, 2.0, 2.5]), 2)
    ask.edge("infinite first", np.array([np.inf, 7.0, 8.0]), 5)
    ask.edge("nan at the end of the wait", np.array([2.0, 3.0, NAN, 1.0]), 2)
    ask.edge("nan while waiting", np.array([2.0, 3.0, NAN, 3.0, 3.0, 1.0]), 3)
    ask.edge("one epoch", np.array([2.0]), 3)
    ask.edge("losses below 0", np.array([-1.0, -3.0, -2.0, -2.5]), 2)
    ask.standard(np.array([3.0, 2.0, 2.5, 1.0, 4.0]), 2)
    ask.refuses("no epochs", "ValueError", np.empty(0), 2)
    ask.refuses("a column in place of a curve", "ValueError", np.ones((4, 1)), 2)
    ask.refuses("nan alone", "ValueError", np.array([NAN, NAN, NAN]), 5)
    ask.refuses("nan until patience ends", "ValueError", np.array([NAN, NAN, 1.0, 0.5]), 1)
    ask.refuses("a negative patience", "ValueError", np.ones(3), -1)
    ask.refuses("a negative min_delta", "ValueError", np.ones(3), 2, -0.1)
    ask.refuses("a patience that is not whole", "TypeError", np.ones(3), 2.5)


def accepted(val, patience, min_delta):
    """Return the losses as plain numbers, with the guards that solutions share."""
    if min_delta < 0:
        raise ValueError("min_delta is not negative")
    whole(patience)
    losses = np.asarray(val, dtype=np.float64)
    if losses.ndim != 1:
        raise ValueError("one loss for each epoch")
    return losses.tolist()


def refuse_unless(best):
    if best < 0:
        raise ValueError("no epoch is an improvement")


def watched(losses, is_better, is_over):
    """Walk through the epochs, right, with two decisions left open."""
    best, lowest, epoch = -1, np.inf, -1
    for epoch, loss in enumerate(losses):
        if is_better(loss, lowest):
            best, lowest = epoch, loss
        elif is_over(epoch, best):
            break
    refuse_unless(best)
    return best, epoch


def decisions(patience, min_delta):
    """Both decisions, right."""
    return (
        lambda loss, lowest: loss < lowest - min_delta,
        lambda epoch, best: epoch - best >= patience,
    )


@early_stop.wrong(
    "early_stop",
    "last epoch in place of the best",
    "your first number is where training stopped. Between the best epoch and the stop the model "
    "has become worse: the epoch to go back to is asked for.",
    back=(0, 1),
)
def stop_twice(val, patience, min_delta=0.0, *, back):
    _, stop = watched(accepted(val, patience, min_delta), *decisions(patience, min_delta))
    return max(stop - back, 0), stop


@early_stop.wrong(
    "early_stop",
    "results exchanged",
    "the two numbers are exchanged: the best epoch comes first, then the stop.",
)
def exchanged(val, patience, min_delta=0.0):
    best, stop = watched(accepted(val, patience, min_delta), *decisions(patience, min_delta))
    return stop, best


@early_stop.wrong(
    "early_stop",
    "epochs counted from 1",
    "your epochs count from 1. Here the first one is epoch 0, the index into the curve.",
    which=("both", "best", "stop"),
)
def from_one(val, patience, min_delta=0.0, *, which):
    best, stop = watched(accepted(val, patience, min_delta), *decisions(patience, min_delta))
    return best + (which != "stop"), stop + (which != "best")


@early_stop.wrong(
    "early_stop",
    "compared with the epoch before",
    "your function compares each epoch with the one before it. A curve that goes up and a little "
    "down again is no improvement: compare with the best so far.",
)
def against_last(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    best, last, epoch, wait = -1, np.inf, -1, 0
    for epoch, loss in enumerate(losses):
        if loss < last - min_delta:
            best, wait = epoch, 0
        else:
            wait += 1
            if wait >= patience:
                break
        last = loss
    refuse_unless(best)
    return best, epoch


@early_stop.wrong(
    "early_stop",
    "patience one epoch too long or too short",
    "your function waits for another number of epochs than patience says. It stops at the first "
    "epoch without improvement that lies patience epochs, or more, after the best.",
    more=(1, -1),
)
def waits_otherwise(val, patience, min_delta=0.0, *, more):
    better, _ = decisions(patience, min_delta)
    losses = accepted(val, patience, min_delta)
    return watched(losses, better, lambda epoch, best: epoch - best >= patience + more)


@early_stop.wrong(
    "early_stop",
    "best of the whole curve",
    "your best epoch lies after the stop, or is not the one that waiting began at. While training "
    "runs, nobody knows the rest of the curve: walk through it epoch by epoch.",
    until=("end", "stop", "end, and then patience"),
)
def by_argmin(val, patience, min_delta=0.0, *, until):
    losses = accepted(val, patience, min_delta)
    _, stop = watched(losses, *decisions(patience, min_delta))
    if until == "end, and then patience":
        best = int(np.nanargmin(losses))
        return best, min(best + max(patience, 1), len(losses) - 1)
    return int(np.nanargmin(losses if until == "end" else losses[: stop + 1])), stop


@early_stop.wrong(
    "early_stop",
    "the end of the curve is missed",
    "where patience never ends, the stop is the last epoch. Your function says something else.",
    says=("one more", "none", "minus one"),
)
def never_stopped(val, patience, min_delta=0.0, *, says):
    losses = accepted(val, patience, min_delta)
    better, over = decisions(patience, min_delta)
    best, stop = watched(losses, better, over)
    if stop != best and over(stop, best):
        return best, stop
    return best, {"one more": len(losses), "none": None, "minus one": -1}[says]


@early_stop.right("early_stop")
def by_waiting(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    best, lowest, wait, stop = None, float("inf"), 0, len(losses) - 1
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest, wait = epoch, loss, 0
        else:
            wait += 1
            if wait >= patience:
                stop = epoch
                break
    if best is None:
        raise ValueError("there is no best epoch")
    return best, stop


@early_stop.right("early_stop")
def by_records(val, patience, min_delta=0.0):
    losses = accepted(val, patience, min_delta)
    records, lowest = [-1], np.inf
    for epoch, loss in enumerate(losses):
        is_record = loss < lowest - min_delta
        if is_record:
            records.append(epoch)
            lowest = loss
        if not is_record and epoch - records[-1] >= patience:
            refuse_unless(records[-1])
            return records[-1], epoch
    refuse_unless(records[-1])
    return records[-1], len(losses) - 1
