"""What several exercises on landscapes share: the guards of their solutions, and curvatures."""

import numpy as np


def whole(value, at_least=0):
    """Return a whole number, refused where it is none or too small."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError("a whole number is needed")
    if value < at_least:
        raise ValueError("the number is too small")
    return int(value)


def generator(rng):
    """Return the generator, refused where something else came."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError("rng is a numpy.random.Generator")
    return rng


def sizes(n, dimensions, rng, least=0):
    """Return both sizes and the generator, guarded."""
    return whole(n, least), whole(dimensions, 1), generator(rng)


def turned(rng: np.random.Generator, *eigenvalues: float) -> np.ndarray:
    """Draw a symmetric matrix with these eigenvalues, along axes that are turned at random."""
    Q, _ = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
    H = (Q * np.array(eigenvalues)) @ Q.T
    return (H + H.T) / 2
