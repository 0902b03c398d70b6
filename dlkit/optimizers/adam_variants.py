"""Three variants of Adam: AdaMax, AMSGrad, Nadam. Each changes one line of it."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, arrays_alike
from dlkit.optimizers.adam import adam_numbers

# How Nadam's momentum grows with t; fixed in the paper, not an option in other libraries.
MOMENTUM_BASE, MOMENTUM_DECAY = 0.96, 0.004


def adamax_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    m: npt.ArrayLike,
    u: npt.ArrayLike,
    t: int,
    *,
    lr: float = 2e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    r"""AdaMax: Adam that divides by the largest gradient, with decay.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad
              u \leftarrow \max(\beta_2 u, |g| + \epsilon), \qquad
              w \leftarrow w - \frac{\eta}{1 - \beta_1^t} \frac{m}{u}

    Parameters
    ----------
    w, dw, m, t : as in `adam_step`
    u : the shape of `w`    the decaying maximum, zeros before the first step
    lr, beta1, beta2, eps : float    as in `adam_step`

    Returns
    -------
    w, m, u : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `adam_step`

    Conventions: the norm over the past is the maximum (the limit of an :math:`L_p` norm for
    large p), not the :math:`L_2` norm that the lecture names and that Adam has. A maximum
    needs no correction. eps inside it as in PyTorch; the paper has none.

    Examples
    --------
    >>> w, m, u = adamax_step([1.0], [4.0], [0.0], [5.0], 1, lr=0.5)
    >>> w.round(4), u
    (array([0.5996]), array([4.995]))

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 2.
    """
    weights, g, m, largest = arrays_alike("adamax_step", w=w, dw=dw, m=m, u=u)
    t, lr, beta1, beta2, eps = adam_numbers("adamax_step", t, lr, beta1, beta2, eps)
    with np.errstate(under="ignore"):
        m = beta1 * m + (1 - beta1) * g
        largest = np.maximum(beta2 * largest, np.abs(g) + eps)
        return weights - lr / (1 - beta1**t) * m / largest, m, largest


def amsgrad_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    m: npt.ArrayLike,
    v: npt.ArrayLike,
    v_max: npt.ArrayLike,
    t: int,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array, Array]:
    r"""AMSGrad: Adam that divides by the largest mean squared gradient so far.

    With m and v of `adam_step`,

    .. math:: v_{max} \leftarrow \max(v_{max}, v), \qquad
              w \leftarrow w - \eta \,
              \frac{m / (1 - \beta_1^t)}{\sqrt{v_{max} / (1 - \beta_2^t)} + \epsilon} .

    Parameters
    ----------
    w, dw, m, v, t : as in `adam_step`
    v_max : the shape of `w`    the largest v so far, zeros before the first step
    lr, beta1, beta2, eps : float    as in `adam_step`

    Returns
    -------
    w, m, v, v_max : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `adam_step`

    Conventions: the maximum is taken of v as it is and corrected afterwards, as in PyTorch. The
    lecture, like the paper, corrects nothing, which makes the first steps
    :math:`(1 - \beta_1) / \sqrt{1 - \beta_2} \approx 3.2` times as long.

    Examples
    --------
    >>> w, m, v, v_max = amsgrad_step([1.0], [2.0], [0.0], [0.0], [0.016], 1, lr=0.5)
    >>> w.round(6), v, v_max
    (array([0.75]), array([0.004]), array([0.016]))

    Source: Reddi, Kale, Kumar, On the Convergence of Adam and Beyond, ICLR, 2018, algorithm 2.
    """
    weights, g, m, v, largest = arrays_alike("amsgrad_step", w=w, dw=dw, m=m, v=v, v_max=v_max)
    t, lr, beta1, beta2, eps = adam_numbers("amsgrad_step", t, lr, beta1, beta2, eps)
    with np.errstate(under="ignore"):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        largest = np.maximum(largest, v)
        root = np.sqrt(largest / (1 - beta2**t))
        return weights - lr / (1 - beta1**t) * m / (root + eps), m, v, largest


def nadam_step(
    w: npt.ArrayLike,
    dw: npt.ArrayLike,
    m: npt.ArrayLike,
    v: npt.ArrayLike,
    t: int,
    *,
    lr: float = 2e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    r"""Nadam: Adam with Nesterov's look ahead.

    With m and v of `adam_step` and the momentum :math:`\mu_k = \beta_1 (1 - 0.96^{0.004 k} / 2)`,
    which grows from :math:`\beta_1 / 2` to :math:`\beta_1`,

    .. math:: w \leftarrow w - \eta \,
              \frac{\frac{\mu_{t+1}}{1 - \prod_{k \le t+1} \mu_k} m
                    + \frac{1 - \mu_t}{1 - \prod_{k \le t} \mu_k} g}
                   {\sqrt{v / (1 - \beta_2^t)} + \epsilon} .

    Parameters
    ----------
    w, dw, m, v, t : as in `adam_step`
    lr, beta1, beta2, eps : float    as in `adam_step`

    Returns
    -------
    w, m, v : the shape and dtype of `w`    new arrays

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `adam_step`

    Conventions: the growing momentum of the paper and of PyTorch, with its 0.96 and 0.004; with
    a constant momentum the weights are a few hundredths away after 50 steps.

    Examples
    --------
    >>> w, m, v = nadam_step([1.0], [4.0], [0.0], [0.0], 1, lr=0.5)
    >>> w.round(4), m, v
    (array([0.4718]), array([0.4]), array([0.016]))

    Source: Dozat, Incorporating Nesterov Momentum into Adam, ICLR Workshop, 2016.
    """
    weights, g, m, v = arrays_alike("nadam_step", w=w, dw=dw, m=m, v=v)
    t, lr, beta1, beta2, eps = adam_numbers("nadam_step", t, lr, beta1, beta2, eps)
    now, ahead = _momentum(t, beta1), _momentum(t + 1, beta1)
    product = _momentum_product(t, beta1)
    with np.errstate(under="ignore"):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        along = ahead / (1 - product * ahead) * m + (1 - now) / (1 - product) * g
        return weights - lr * along / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def _momentum(k: int, beta1: float) -> float:
    share: float = MOMENTUM_BASE ** (k * MOMENTUM_DECAY)
    return beta1 * (1 - 0.5 * share)


def _momentum_product(t: int, beta1: float) -> float:
    """Return mu_1 ... mu_t, or so few of the factors that 1 minus them is already 1."""
    product = 1.0
    for k in range(1, t + 1):
        product *= _momentum(k, beta1)
        if product < np.finfo(np.float64).eps / 4:  # after at most 60 of them
            break
    return product
