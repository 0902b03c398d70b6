"""Drawing the next symbol from scores, more or less daringly."""

from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Labels, ShapeError, real_array, require_generator, require_number
from dlkit.losses import softmax


def sample(
    logits: npt.ArrayLike, *, temperature: float = 1.0, rng: np.random.Generator
) -> Labels | np.integer[Any]:
    r"""Draw one class for each row of scores.

    With the temperature :math:`\tau`, class j has the probability

    .. math:: p_j = \frac{e^{z_j / \tau}}{\sum_k e^{z_k / \tau}} .

    Parameters
    ----------
    logits : (N, C) or (C,)    scores z; -inf for a class that is never drawn
    temperature : float    :math:`\tau \ge 0`; below 1 likely classes become likelier, above 1 all
        come closer, and 0 takes the largest score, the first of equal ones
    rng : numpy.random.Generator    asked for one number per row, also when :math:`\tau = 0`

    Returns
    -------
    (N,) or one number    integers in 0..C-1

    Raises
    ------
    ShapeError    if `logits` has neither one axis nor two, or no class
    ValueError    if `temperature` is negative or not finite, or a row has no largest finite score
    TypeError     if an argument is of the wrong kind

    Conventions: the class is the first whose cumulative probability exceeds a uniform number,
    so that a seed gives the same symbols at all times.

    Examples
    --------
    >>> sample([[1.0, 3.0, 2.0], [5.0, 0.0, 0.0]], temperature=0, rng=np.random.default_rng(0))
    array([1, 0])

    Source: Ackley, Hinton, Sejnowski, A Learning Algorithm for Boltzmann Machines, Cognitive
    Science 9, 1985, pages 147-169.
    """
    z = real_array(logits, "logits", "sample")
    tau = require_number(temperature, "temperature", "sample", at_least=0)
    if z.ndim not in (1, 2) or z.shape[-1] == 0:
        raise ShapeError(f"sample: logits have shape {z.shape}; (N, C) or (C,) is needed, C > 0")
    highest = z.max(axis=-1, keepdims=True)
    if not np.isfinite(highest).all():
        raise ValueError("sample: logits hold nan, inf, or a row of only -inf; nothing to draw")
    u = require_generator(rng, "sample").random(z.shape[:-1])
    if tau == 0:
        highest_of_each: Labels | np.integer[Any] = z.argmax(axis=-1)
        return highest_of_each
    with np.errstate(over="ignore", under="ignore"):  # a gap over a tiny tau may round to -inf
        reached = np.cumsum(softmax((z - highest).astype(np.float64) / tau), axis=-1)
    # The sum of probabilities is 1 but for rounding; u is a share of what it is.
    drawn: Labels | np.integer[Any] = np.sum(reached <= (u * reached[..., -1])[..., None], axis=-1)
    return drawn
