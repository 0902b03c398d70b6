"""The exercise on how rare minima are among random curvatures."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a08_landscapes.exercises.shared import generator, whole
from dlkit import landscapes

p_local_min = Exercise(
    id="landscapes.p_local_min",
    title="How rare are minima?",
    difficulty=3,
    minutes=25,
    hints=(
        "Draw matrices that look like Hessians, and count how many of them curve upward in every "
        "direction. Which property must every Hessian have?",
        "Draw A with standard normal entries, take half of A plus its transpose, add the shift to "
        "the diagonal. A minimum is where even the smallest eigenvalue is positive. The share is "
        "their number over n.",
        "Draw a stack of n matrices at once, and exchange the last two axes to transpose each of "
        "them. The function for eigenvalues of symmetric matrices takes the whole stack and gives "
        "n rows. Compare with 0, demand all along the last axis, take the mean.",
    ),
)


@p_local_min.asks(landscapes.p_local_min)
def _ask_p_local_min(ask: Ask, rng: np.random.Generator) -> None:
    ask.values("a shift so large that all are minima", 3, 40, rng=rng, shift=100.0)
    with ask.essential("the matrices are those of the formula, and all eigenvalues are counted"):
        ask.drawn("random_minima", "two dimensions", 2, int(rng.integers(2500, 2600)), rng=rng)
        ask.drawn("random_minima", "three dimensions", 3, 1500, rng=rng)
        ask.drawn("random_minima", "shifted up by one and a half", 2, 3000, rng=rng, shift=1.5)
        # The smallest of 60 eigenvalues is about -10.5, and about -15 if A itself is taken:
        # few draws show what in few dimensions tens of thousands would.
        ask.values("60 dimensions, shifted beyond the edge", 60, 6, rng=rng, shift=13.8)
    ask.drawn("random_minima", "one dimension", 1, 1000, rng=rng)
    ask.drawn("random_minima", "shifted up by 1", 2, 3000, rng=rng, shift=1.0)
    ask.drawn("random_minima", "shifted down by a half", 1, 1000, rng=rng, shift=-0.5)
    n, shift = int(rng.integers(5, 12)), float(rng.uniform(50, 60))
    ask.values("12 dimensions, shifted far up", 12, n, rng=rng, shift=shift)
    farther = {"rng": rng, "shift": 19.6}  # that of A + A.T without the half is about -21
    ask.values("60 dimensions, shifted far beyond the edge", 60, 4, **farther)
    ask.edge("a single matrix", 2, 1, rng=rng, shift=100.0)
    ask.edge("a single matrix of three rows", 3, 1, rng=rng, shift=100.0)
    ask.pure(2, 50, rng=rng)
    ask.refuses("no matrices", "ValueError", 2, 0, rng=rng)
    ask.refuses("no dimensions", "ValueError", 0, 10, rng=rng)
    ask.refuses("a number of dimensions that is not whole", "TypeError", 2.5, 10, rng=rng)
    ask.refuses("an infinite shift", "ValueError", 2, 10, rng=rng, shift=np.inf)
    ask.refuses("a seed in place of a generator", "TypeError", 2, 10, rng=0)


def accepted(dimensions, n, rng, shift):
    """Return both sizes and the generator, guarded."""
    if not np.isfinite(shift):
        raise ValueError("the shift is finite")
    return whole(dimensions, 1), whole(n, 1), generator(rng)


def symmetric_matrices(D, n, rng):
    A = rng.standard_normal((n, D, D))
    return (A + A.swapaxes(1, 2)) / 2


def share_of(eigenvalues):
    """The share of rows that are all positive, right, for mistakes that lie elsewhere."""
    return float(np.mean((eigenvalues > 0).all(axis=1)))


@p_local_min.wrong(
    "p_local_min",
    "signs taken to be independent",
    "your share is the one of independent signs, 2 to the power of minus D. So it comes out for "
    "numbers that are drawn one by one, for the diagonal of a random matrix, and for matrices that "
    "are not symmetric. Make them symmetric, and use the eigenvalues.",
    way=("formula", "formula alone", "draws", "diagonal", "not symmetric"),
)
def by_coins(dimensions, n, *, rng, shift=0.0, way):
    D, n, rng = accepted(dimensions, n, rng, shift)
    if way == "diagonal":
        return share_of(np.diagonal(symmetric_matrices(D, n, rng), axis1=1, axis2=2) + shift)
    if way == "draws":
        return share_of(rng.standard_normal((n, D)) + shift)
    if way == "not symmetric":
        values = np.linalg.eigvals(rng.standard_normal((n, D, D)) + shift * np.eye(D))
        return share_of(values.real)
    return float(shift > 0) if abs(shift) > 10 and way == "formula" else 2.0**-D


@p_local_min.wrong(
    "p_local_min",
    "matrices that are not symmetric",
    "your matrices are not symmetric, so that no function has them as its second derivatives. Add "
    "the transpose of A to A first, then take half of the sum.",
    way=("lower", "upper", "half of one"),
)
def of_any_matrices(dimensions, n, *, rng, shift=0.0, way):
    D, n, rng = accepted(dimensions, n, rng, shift)
    A = rng.standard_normal((n, D, D))
    if way == "half of one":
        A = A + A.swapaxes(1, 2) / 2
    if way == "upper":  # `eigvalsh` reads the lower half
        A = A.swapaxes(1, 2)
    return share_of(np.linalg.eigvalsh(A + shift * np.eye(D)))


@p_local_min.wrong(
    "p_local_min",
    "complex eigenvalues counted",
    "your matrices have complex eigenvalues, since they are not symmetric; only those that are "
    "real and positive are counted. Make the matrices symmetric.",
)
def real_and_positive(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    values = np.linalg.eigvals(rng.standard_normal((n, D, D)) + shift * np.eye(D)) + 0j
    return float(np.mean(((values.real > 0) & (values.imag == 0)).all(axis=1)))


@p_local_min.wrong(
    "p_local_min",
    "positive eigenvalues counted one by one",
    "your result is the share of eigenvalues that are positive. A minimum needs all eigenvalues of "
    "its matrix: demand that first, then take the share of matrices.",
)
def of_eigenvalues(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    H = symmetric_matrices(D, n, rng) + shift * np.eye(D)
    return float(np.mean(np.linalg.eigvalsh(H) > 0))


@p_local_min.wrong(
    "p_local_min",
    "one positive eigenvalue is enough",
    "in your function one positive eigenvalue is enough. A minimum goes up in every direction: the "
    "smallest eigenvalue decides.",
)
def of_the_largest(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    H = symmetric_matrices(D, n, rng) + shift * np.eye(D)
    return float(np.mean(np.linalg.eigvalsh(H)[:, -1] > 0))


@p_local_min.wrong(
    "p_local_min",
    "positive determinant",
    "you count matrices with a positive determinant. Two negative eigenvalues make it positive as "
    "well: look at the eigenvalues themselves.",
)
def of_determinants(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    H = symmetric_matrices(D, n, rng) + shift * np.eye(D)
    return float(np.mean(np.linalg.det(H) > 0))


@p_local_min.wrong(
    "p_local_min",
    "shift ignored",
    "your function does the same whatever the shift is. It is to be added to every eigenvalue, "
    "that is, to the diagonal of every matrix.",
)
def without_shift(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    return share_of(np.linalg.eigvalsh(symmetric_matrices(D, n, rng)))


@p_local_min.wrong(
    "p_local_min",
    "shift added to every entry",
    "the shift is added to every entry of the matrices. That moves one eigenvalue alone: add it to "
    "the diagonal.",
)
def shift_everywhere(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    return share_of(np.linalg.eigvalsh(symmetric_matrices(D, n, rng) + shift))


@p_local_min.wrong(
    "p_local_min",
    "shift with the wrong sign",
    "a positive shift makes minima rarer in your function. It raises every eigenvalue, so minima "
    "become more frequent: maxima are counted, or the shift is subtracted.",
    way=("subtracted", "maxima"),
)
def shifted_down(dimensions, n, *, rng, shift=0.0, way):
    D, n, rng = accepted(dimensions, n, rng, shift)
    values = np.linalg.eigvalsh(symmetric_matrices(D, n, rng))
    return share_of(values - shift if way == "subtracted" else -values - shift)


@p_local_min.wrong(
    "p_local_min",
    "a number in place of a share",
    "your result is how many matrices have a minimum. Divide by n.",
)
def counted(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    values = np.linalg.eigvalsh(symmetric_matrices(D, n, rng) + shift * np.eye(D))
    return int(np.sum(values[:, 0] > 0))


@p_local_min.wrong(
    "p_local_min",
    "a generator of its own",
    "your function makes a generator of its own, so that every call draws the same "
    "matrices. Draw from the generator that came.",
    seed=(0, 42),
)
def own_generator(dimensions, n, *, rng, shift=0.0, seed):
    D, n, _ = accepted(dimensions, n, rng, shift)
    H = symmetric_matrices(D, n, np.random.default_rng(seed)) + shift * np.eye(D)
    return share_of(np.linalg.eigvalsh(H))


@p_local_min.right("p_local_min")
def with_eigenvectors(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    A = rng.normal(size=(n, D, D))
    values, _ = np.linalg.eigh(A + np.einsum("nij->nji", A) + 2 * shift * np.eye(D))
    return np.count_nonzero(np.sign(values[:, 0]) == 1) / n


@p_local_min.right("p_local_min")
def of_smallest(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    values = np.linalg.eigvalsh(symmetric_matrices(D, n, rng))
    return np.searchsorted(np.sort(-values[:, 0]), shift) / n
