"""The exercise on putting a part of the data aside, at random."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a00_shapes.exercises.shared import generator, whole
from dlkit import shapes

train_val_split = Exercise(
    id="shapes.train_val_split",
    title="A part put aside",
    difficulty=2,
    minutes=15,
    hints=(
        "Data often lie in some order. What would the last tenth of a sorted table tell you about "
        "the rest?",
        "Put all n indices into a random order, once. The first few of that order are for "
        "validation, all the others for training: so no index can be in both.",
        "Ask the generator for a permutation of n. Cut it after floor of fraction times n entries. "
        "Return what comes behind the cut first, and what comes before it second.",
    ),
)


@train_val_split.asks(shapes.train_val_split)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    share, even = float(rng.uniform(0.3, 0.45)), 2 * int(rng.integers(23, 28))
    with ask.essential("both parts are drawn at random, and every index comes once"):
        # in halves neither the order of the parts nor the rounding matters
        ask.drawn("random_split", "some fifty indices, half to validate", even, 0.5, rng=rng)
    for about, low in (("some fifty indices", 45), ("about a hundred indices", 95)):
        n = int(rng.integers(low, low + 10))
        ask.drawn("random_split", f"{about}, a third or so to validate", n, share, rng=rng)
    ask.drawn("random_split", "ten indices, 0.27 of them to validate", 10, 0.27, rng=rng)
    ask.drawn("random_split", "nine of ten indices to validate", 60, 0.9, rng=rng)
    ask.values("one index", 1, share, rng=rng)
    ask.edge("nothing to validate", 1, 0.0, rng=rng)
    ask.edge("a share so small that it is no index", 1, 0.999, rng=rng)
    ask.pure(12, 0.25, rng=rng)
    ask.refuses("a fraction of 1", "ValueError", 10, 1.0, rng=rng)
    ask.refuses("a fraction below 0", "ValueError", 10, -0.1, rng=rng)
    ask.refuses("no samples", "ValueError", 0, 0.5, rng=rng)
    ask.refuses("a number of samples that is not whole", "TypeError", 10.5, 0.5, rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", 10, 0.5, rng=0)


def settings(n, fraction, rng):
    """Return n, the size of the validation part and the generator, guarded."""
    n = whole(n, at_least=1)
    if not 0 <= fraction < 1:
        raise ValueError("fraction is in [0, 1)")
    return n, int(fraction * n), generator(rng)


@train_val_split.wrong(
    "train_val_split",
    "nothing shuffled",
    "both parts hold neighbours in their old order. Where a table is sorted by class, the model "
    "would be validated on classes that it has never met: shuffle first.",
    is_first=(True, False),
)
def unshuffled(n, fraction, *, rng, is_first):
    n, size, _ = settings(n, fraction, rng)
    cut = size if is_first else n - size
    head, tail = np.arange(cut), np.arange(cut, n)
    return (tail, head) if is_first else (head, tail)


@train_val_split.wrong(
    "train_val_split",
    "an index in both parts",
    "an index of the training part is also in your validation part. A model may know that sample "
    "by heart, so it shows nothing.",
    overlap=(1, 2),
)
def overlapping(n, fraction, *, rng, overlap):
    n, size, rng = settings(n, fraction, rng)
    order = rng.permutation(n)
    return order[max(size - overlap, 0) :], order[:size]


@train_val_split.wrong(
    "train_val_split",
    "numpy's global random state",
    "the order comes from numpy's global random state, not from `rng`. Nobody could repeat it, and "
    "every other user of that state is disturbed: call a method of `rng`.",
)
def from_global_state(n, fraction, *, rng):
    n, size, _ = settings(n, fraction, rng)
    order = np.random.permutation(n)
    return order[size:], order[:size]


@train_val_split.wrong(
    "train_val_split",
    "a block of neighbours to validate",
    "your validation part is a block of neighbours; only the order inside the parts is random. "
    "Shuffle all indices first, and divide them afterwards.",
    is_first=(True, False),
)
def block_to_validate(n, fraction, *, rng, is_first):
    n, size, rng = settings(n, fraction, rng)
    if is_first:
        return rng.permutation(np.arange(size, n)), rng.permutation(size)
    return rng.permutation(n - size), rng.permutation(np.arange(n - size, n))


@train_val_split.wrong(
    "train_val_split",
    "parts exchanged",
    "the share that should be put aside for validation is your first part. Training comes first: "
    "it gets all the other indices.",
)
def exchanged(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    order = rng.permutation(n)
    return order[:size], order[size:]


@train_val_split.wrong(
    "train_val_split",
    "size of the validation part rounded",
    "your validation part has an index more than floor of fraction times n. Cut off what follows "
    "the point: int() does that for positive numbers.",
    to_whole=(round, lambda size: -int(-size // 1)),
)
def rounded_up(n, fraction, *, rng, to_whole):
    n, _, rng = settings(n, fraction, rng)
    order, size = rng.permutation(n), to_whole(fraction * n)
    return order[size:], order[:size]


@train_val_split.wrong(
    "train_val_split",
    "drawn with replacement",
    "an index can be drawn twice in your function, so others never come. Each index belongs to "
    "exactly one of the two parts.",
)
def with_replacement(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    order = rng.integers(n, size=n)
    return order[size:], order[:size]


@train_val_split.wrong(
    "train_val_split",
    "validation part drawn with replacement",
    "an index can be drawn twice for your validation part, so the same sample may stand there "
    "twice. Draw without replacement.",
)
def validation_repeats(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    val = rng.choice(n, size)
    return np.setdiff1d(np.arange(n), val), val


@train_val_split.wrong(
    "train_val_split",
    "cut from the end by minus 0",
    "where nothing is to be validated, your training part is empty. `-0` is `0`, so the slice "
    "`[:-size]` ends where it begins: cut at n - size.",
)
def cut_at_minus_zero(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    order = rng.permutation(n)
    return order[:-size], order[-size:]


@train_val_split.wrong(
    "train_val_split",
    "the same order for every generator",
    "your function makes a generator of its own, so each split is the same one, whatever `rng` is. "
    "Draw from the generator that came.",
    seed=(0, 42),
)
def own_seed(n, fraction, *, rng, seed):
    n, size, _ = settings(n, fraction, rng)
    order = np.random.default_rng(seed).permutation(n)
    return order[size:], order[:size]


@train_val_split.wrong(
    "train_val_split",
    "a generator without a seed",
    "your function makes a generator of its own without a seed, so that a split can never be "
    "repeated. Draw from the generator that came.",
)
def unseeded(n, fraction, *, rng):
    n, size, _ = settings(n, fraction, rng)
    order = np.random.default_rng().permutation(n)
    return order[size:], order[:size]


@train_val_split.right("train_val_split")
def by_shuffling(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    order = np.arange(n)
    rng.shuffle(order)
    return order[: n - size], order[n - size :]


@train_val_split.right("train_val_split")
def by_choice(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    val = rng.choice(n, size=size, replace=False)
    return np.setdiff1d(np.arange(n), val), val


@train_val_split.right("train_val_split")
def by_sorting_noise(n, fraction, *, rng):
    n, size, rng = settings(n, fraction, rng)
    order = np.argsort(rng.random(n))
    return order[size:], order[:size]
