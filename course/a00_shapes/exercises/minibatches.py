"""The exercise on the batches of one epoch."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a00_shapes.exercises.shared import generator, whole
from dlkit import shapes

minibatches = Exercise(
    id="shapes.minibatches",
    title="One epoch in batches",
    difficulty=2,
    minutes=15,
    is_core=False,
    hints=(
        "In one epoch every sample is used once. What happens to those that do not fill a last "
        "batch?",
        "Put all n indices into a random order, then cut that order into pieces of batch_size. The "
        "last piece may be shorter; with drop_last such a piece is left out.",
        "Let a start run from 0 to n in steps of batch_size, and take batch_size entries of the "
        "order from each start: a slice that reaches too far simply ends. Drop the last where it "
        "is asked.",
    ),
)


@minibatches.asks(shapes.minibatches)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    some, many = int(rng.integers(51, 55)), int(rng.integers(98, 103))
    with ask.essential("every index comes once, in a random order"):  # no batch is a short one
        ask.drawn("random_batches", "48 indices in batches of 12", 48, 12, rng=rng)
        ask.drawn("random_batches", "50 indices in batches of 5", 50, 5, rng=rng)
    ask.drawn("random_batches", "some fifty indices in batches of 8", some, 8, rng=rng)
    ask.drawn("random_batches", "about a hundred indices in batches of 16", many, 16, rng=rng)
    for title, n in (("some fifty indices", some), ("48 indices", 48)):
        text = f"{title} in batches of 12, without a last short one"
        ask.drawn("random_batches", text, n, 12, rng=rng, drop_last=True)
    ask.values("one index", 1, 3, rng=rng)
    ask.drawn("random_batches", "more room in a batch than indices", 19, 23, rng=rng)
    ask.drawn("random_batches", "batches of one index", 45, 1, rng=rng)
    ask.edge("nothing left without the short batch", 2, 3, rng=rng, drop_last=True)
    ask.pure(12, 5, rng=rng)
    ask.refuses("no samples", "ValueError", 0, 4, rng=rng)
    ask.refuses("batches of no samples", "ValueError", 10, 0, rng=rng)
    ask.refuses("a batch size below 0", "ValueError", 10, -1, rng=rng)
    ask.refuses("a batch size that is not whole", "TypeError", 10, 2.5, rng=rng)
    ask.refuses("a number of samples that is not whole", "TypeError", 10.5, 2, rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", 10, 4, rng=0)


def settings(n, batch_size, rng):
    """Return both sizes and the generator, guarded."""
    return whole(n, at_least=1), whole(batch_size, at_least=1), generator(rng)


def cut(order, size, drop_last):
    """Cut an order into batches, right, for the solutions whose point lies elsewhere."""
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    return [batch for batch in batches if len(batch) == size or not drop_last]


@minibatches.wrong(
    "minibatches",
    "last short batch always dropped",
    "the last batch is missing where it is not full. Unless drop_last is true, it belongs to the "
    "epoch: every index comes once.",
)
def always_dropped(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    return cut(rng.permutation(n), size, drop_last=True)


@minibatches.wrong(
    "minibatches",
    "the same order in every epoch",
    "your function makes a generator of its own, so each epoch has the same order, whatever `rng` "
    "is. Draw from the generator that came.",
    seed=(0, 42),
)
def own_seed(n, batch_size, *, rng, drop_last=False, seed):
    n, size, _ = settings(n, batch_size, rng)
    return cut(np.random.default_rng(seed).permutation(n), size, drop_last)


@minibatches.wrong(
    "minibatches",
    "drawn with replacement",
    "an index can be drawn twice in your function, so others never come in this epoch. Put all "
    "indices into a random order instead.",
    is_batchwise=(False, True),
)
def with_replacement(n, batch_size, *, rng, drop_last=False, is_batchwise):
    n, size, rng = settings(n, batch_size, rng)
    if is_batchwise:
        batches = cut(np.arange(n), size, drop_last)
        return [rng.choice(n, len(batch), replace=False) for batch in batches]
    return cut(rng.integers(n, size=n), size, drop_last)


@minibatches.wrong(
    "minibatches",
    "each batch drawn anew, and full",
    "each of your batches is drawn anew, always with batch_size indices. Put all indices into a "
    "random order once, and cut that order.",
    is_rest_dropped=(True, False),
)
def drawn_anew(n, batch_size, *, rng, drop_last=False, is_rest_dropped):
    n, size, rng = settings(n, batch_size, rng)
    batches = cut(np.arange(n), size, drop_last or is_rest_dropped)
    return [rng.choice(n, size) for _ in batches]


@minibatches.wrong(
    "minibatches",
    "nothing shuffled",
    "your batches hold the indices in their old order. Where a table is sorted by class, whole "
    "batches would have one class: shuffle first.",
)
def unshuffled(n, batch_size, *, rng, drop_last=False):
    n, size, _ = settings(n, batch_size, rng)
    return cut(np.arange(n), size, drop_last)


@minibatches.wrong(
    "minibatches",
    "only the batches shuffled",
    "each of your batches holds neighbours; only the order of the batches, or the order inside "
    "them, is random. Shuffle all indices before you cut.",
    what=("batches", "inside"),
)
def blocks_shuffled(n, batch_size, *, rng, drop_last=False, what):
    n, size, rng = settings(n, batch_size, rng)
    batches = cut(np.arange(n), size, drop_last)
    if what == "inside":
        return [rng.permutation(batch) for batch in batches]
    full = [batch for batch in batches if len(batch) == size]
    order = rng.permutation(len(full))
    return [full[i] for i in order] + batches[len(full) :]


@minibatches.wrong(
    "minibatches",
    "drop_last ignored",
    "with drop_last the last batch goes where it is not full. In your function it stays.",
)
def never_dropped(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    return cut(rng.permutation(n), size, drop_last=False)


@minibatches.wrong(
    "minibatches",
    "drop_last drops a full batch",
    "with drop_last your last batch goes even where it is full. Only a batch with fewer than "
    "batch_size indices is dropped.",
)
def drops_full(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    batches = cut(rng.permutation(n), size, drop_last=False)
    return batches[:-1] if drop_last else batches


@minibatches.wrong(
    "minibatches",
    "last batch never made",
    "your last batch is missing whether it is full or not, also without drop_last. Look at the "
    "start of the last batch: a range ends before its second number.",
)
def stops_early(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    order = rng.permutation(n)
    return [order[start : start + size] for start in range(0, n - size, size)]


@minibatches.wrong(
    "minibatches",
    "batch_size taken for the number of batches",
    "your function makes batch_size batches. It is the other way round: each batch has batch_size "
    "indices, and there are as many batches as that takes.",
)
def so_many_batches(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    return np.array_split(rng.permutation(n), size)


@minibatches.wrong(
    "minibatches",
    "batches made equally large",
    "your batches are made as equal as possible, so most of them are not full. All but the last "
    "have batch_size indices.",
    is_rest_dropped=(False, True),
)
def evened_out(n, batch_size, *, rng, drop_last=False, is_rest_dropped):
    n, size, rng = settings(n, batch_size, rng)
    order, number = rng.permutation(n), n // size if drop_last else -(-n // size)
    if drop_last and is_rest_dropped:
        order = order[: number * size]
    return np.array_split(order, number) if number else []


@minibatches.wrong(
    "minibatches",
    "numpy's global random state",
    "the order comes from numpy's global random state, not from `rng`. Nobody could repeat it, and "
    "every other user of that state is disturbed: call a method of `rng`.",
)
def from_global_state(n, batch_size, *, rng, drop_last=False):
    n, size, _ = settings(n, batch_size, rng)
    return cut(np.random.permutation(n), size, drop_last)


@minibatches.wrong(
    "minibatches",
    "a generator without a seed",
    "your function makes a generator of its own without a seed, so that an epoch can never be "
    "repeated. Draw from the generator that came.",
)
def unseeded(n, batch_size, *, rng, drop_last=False):
    n, size, _ = settings(n, batch_size, rng)
    return cut(np.random.default_rng().permutation(n), size, drop_last)


@minibatches.right("minibatches")
def by_cutting_at_places(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    batches = np.split(rng.permutation(n), range(size, n, size))
    return batches[:-1] if drop_last and len(batches[-1]) < size else batches


@minibatches.right("minibatches")
def by_taking_off(n, batch_size, *, rng, drop_last=False):
    n, size, rng = settings(n, batch_size, rng)
    rest, batches = np.arange(n), []
    rng.shuffle(rest)
    while len(rest) >= (size if drop_last else 1):
        batches.append(rest[:size])
        rest = rest[size:]
    return batches
