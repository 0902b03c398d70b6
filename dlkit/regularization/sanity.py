"""Two questions to ask before a long training: is the first loss right, and can it learn at all?"""

import math
from typing import Any

import numpy.typing as npt

from dlkit.arguments import require_number, require_whole_number
from dlkit.optimizers import Adam
from dlkit.regularization.fitting import samples_and_targets
from dlkit.regularization.metrics import accuracy, predicted_classes


def initial_loss_ok(loss: float, classes: int, *, tolerance: float = 0.1) -> bool:
    r"""Whether the first cross-entropy is that of a guess among C classes.

    .. math:: |L - \log C| < \text{tolerance}

    Parameters
    ----------
    loss : float    the mean cross-entropy before the first step, in nats (a number, no array)
    classes : int    the number C of classes, at least 2
    tolerance : float    positive, in nats

    Returns
    -------
    bool    False for nan

    Raises
    ------
    ValueError    if `classes` is below 2 or `tolerance` not positive
    TypeError     if an argument is of the wrong kind

    Conventions: a much larger first loss shows too large weights in the last layer.

    Examples
    --------
    >>> initial_loss_ok(2.31, 10), initial_loss_ok(2.31, 2)
    (True, False)

    Source: Karpathy, A Recipe for Training Neural Networks, 2019.
    """
    classes = require_whole_number(classes, "classes", "initial_loss_ok", at_least=2)
    tolerance = require_number(tolerance, "tolerance", "initial_loss_ok", above=0)
    return abs(require_number(loss, "loss", "initial_loss_ok") - math.log(classes)) < tolerance


def overfit_one_batch(
    model: Any,
    x: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    samples: int = 32,
    steps: int = 200,
    lr: float = 1e-2,
) -> bool:
    r"""Whether a network learns a few samples by heart, as every sound one can.

    Adam takes up to so many steps on the same batch, until

    .. math:: \frac{1}{n} \sum_{i=1}^{n} \mathbb{1}[\hat y_i = y_i] = 1 .

    Parameters
    ----------
    model : a compiled `nn.Sequential`    one score per class
    x, labels : (N, ...), (N,)    arrays, of which the first n = `samples` are used
    samples, steps : int    at least 1
    lr : float    the learning rate of Adam

    Returns
    -------
    bool

    Raises
    ------
    ValueError    if a number is too small
    ShapeError, TypeError    as in `accuracy`

    Conventions: the answer is looked at in evaluation mode after every step. Weights and mode
    of the network are put back.

    Examples
    --------
    >>> import numpy as np
    >>> from dlkit.regularization import nn
    >>> rng = np.random.default_rng(0)
    >>> model = nn.Sequential([nn.Dense(5, 3, rng=rng)])
    >>> model.compile(loss="cross_entropy")
    >>> overfit_one_batch(model, rng.standard_normal((4, 5)), [0, 1, 2, 0])
    True

    Source: Karpathy, A Recipe for Training Neural Networks, 2019.
    """
    samples = require_whole_number(samples, "samples", "overfit_one_batch", at_least=1)
    steps = require_whole_number(steps, "steps", "overfit_one_batch", at_least=1)
    few, answers = (
        array[:samples] for array in samples_and_targets("overfit_one_batch", x, labels)
    )
    before, state, optimizer = model.training, model.state(), Adam(model.p, lr=lr)
    try:
        for _ in range(steps):
            model.train(True)
            model.backpropagate(few, answers)
            optimizer.step(model.g)
            if accuracy(predicted_classes(model.predict(few)), answers) == 1:
                return True
        return False
    finally:
        model.load_state(state)
        model.train(before)
