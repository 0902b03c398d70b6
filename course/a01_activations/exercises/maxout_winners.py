"""What may go wrong with the winners of a maxout layer."""

from course.a01_activations.exercises.maxout import maxout, pieces_of, with_winners


@maxout.wrong(
    "maxout",
    "winner of the flattened array",
    "your winner is one position in all numbers together. Every sample and every output has a "
    "winner of its own, the number of a piece: the search needs the axis of the pieces.",
)
def maxout_flat_winner(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return with_winners(z.max(axis=0), z.argmax(), return_saved)


@maxout.wrong(
    "maxout",
    "winners counted from 1",
    "your winners are counted from 1. Positions are counted from 0 everywhere in Python, and here "
    "as well.",
)
def maxout_from_one(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return with_winners(z.max(axis=0), z.argmax(axis=0) + 1, return_saved)


@maxout.wrong(
    "maxout",
    "last of equal pieces wins",
    "where pieces tie, your winner is the last of them. The specification names the first, as "
    "numpy's own search does.",
)
def maxout_last_of_equals(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return with_winners(z.max(axis=0), len(z) - 1 - z[::-1].argmax(axis=0), return_saved)


@maxout.wrong(
    "maxout",
    "the pair where nobody asked for it",
    "your function returns the winners even if nobody asked for them. Without return_saved it "
    "returns one array.",
)
def maxout_always_pair(x, W, b, *, return_saved=False):
    z = pieces_of(x, W, b)
    return z.max(axis=0), z.argmax(axis=0)


@maxout.wrong(
    "maxout",
    "winners left out",
    "with return_saved your function returns the values alone. Then the winners are asked for as "
    "well: return the pair of both.",
)
def maxout_without_winners(x, W, b, *, return_saved=False):
    return pieces_of(x, W, b).max(axis=0)
