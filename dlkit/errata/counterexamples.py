"""What the lecture notes say wrongly, and for each a case that shows it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, require_axes, require_number


def noted_tanh(x: npt.ArrayLike) -> Array:
    r"""What the notes print as the hyperbolic tangent, which is another function.

    .. math:: \frac{1 - e^{-x}}{1 + e^{-x}} = \tanh\frac{x}{2}

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    the shape of `x`    computed as tanh(x / 2), which does not overflow

    Raises
    ------
    TypeError    if `x` does not hold real numbers

    Examples
    --------
    >>> noted_tanh(2.0).round(4), np.tanh(2.0).round(4)
    (np.float64(0.7616), np.float64(0.964))

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.3.2 (the right one).
    """
    return np.tanh(real_array(x, "x", "noted_tanh") / 2)


def counterexample_tanh() -> float:
    r"""Place where the notes' hyperbolic tangent is wrong by more than 0.1.

    .. math:: \tanh 2 - \tanh 1 = 0.202\ldots

    Returns
    -------
    float (no array)    2.0

    Examples
    --------
    >>> x = counterexample_tanh()
    >>> abs(noted_tanh(x) - np.tanh(x)).round(3)
    np.float64(0.202)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.3.2.
    """
    return 2.0


def counterexample_psd() -> tuple[Callable[[Array], float], Array]:
    r"""Function whose Hessian is positive semidefinite at a point that is no minimum.

    .. math:: f(x) = x_1^2 + x_2^3, \qquad \nabla f(0) = 0, \qquad
              \nabla^2 f(0) = \begin{pmatrix} 2 & 0 \\ 0 & 0 \end{pmatrix}, \qquad
              f(0, -\varepsilon) = -\varepsilon^3 < f(0)

    Returns
    -------
    f, x : callable from (2,) to a float, array (2,)

    Examples
    --------
    >>> f, x = counterexample_psd()
    >>> f(x), f(x + [0.0, -1e-3]) < f(x)
    (0.0, True)

    Source: Nocedal, Wright, Numerical Optimization, 2nd edition, 2006, section 2.1.
    """
    return lambda x: float(x[0] ** 2 + x[1] ** 3), np.zeros(2)


def noted_adam(
    grads: npt.ArrayLike,
    *,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> Array:
    r"""Way of one weight under Adam as the notes print it, with two slips in v.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad
              v \leftarrow \beta_1 v + (1 - \beta_1) g, \quad
              w \leftarrow w - \eta \,
              \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}

    Parameters
    ----------
    grads : (T,)    the gradient at each step, whatever the weight
    lr, beta1, beta2, eps : float    as in `optimizers.adam_step`

    Returns
    -------
    (T + 1,)    the weight, from 0 on; nan once v is negative

    Raises
    ------
    ShapeError    if `grads` is not one row
    TypeError     if an argument does not hold real numbers

    Examples
    --------
    >>> noted_adam([-1.0], lr=0.5)
    array([ 0., nan])

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 1, which
    has the second beta and the square.
    """
    row = real_array(grads, "grads", "noted_adam")
    require_axes(row, "T", "grads", "noted_adam")
    lr, eps = require_number(lr, "lr", "noted_adam"), require_number(eps, "eps", "noted_adam")
    path, m, v = np.zeros(len(row) + 1), 0.0, 0.0
    for t, g in enumerate(row, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta1 * v + (1 - beta1) * g
        with np.errstate(invalid="ignore"):
            root = np.sqrt(v / (1 - beta2**t))
            path[t] = path[t - 1] - lr * m / (1 - beta1**t) / (root + eps)
    return path


def counterexample_adam() -> Array:
    r"""Gradients on which the notes' Adam breaks down, and Adam does not.

    Without the square, :math:`v_1 = (1 - \beta_1) g_1` is negative as soon as :math:`g_1` is.

    Returns
    -------
    array (1,)    one negative gradient

    Examples
    --------
    >>> noted_adam(counterexample_adam())[-1]
    np.float64(nan)

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 1.
    """
    return np.array([-1.0])


def counterexample_sqrt_init() -> tuple[int, int]:
    r"""Network of rectifiers in which the default weights lose the signal.

    Weights uniform in :math:`\pm 1 / \sqrt{H}` have the variance :math:`1 / (3 H)`, and a
    rectifier halves the mean square, so that a layer passes on a sixth of it:

    .. math:: 6^{-L / 2} < 10^{-6} \quad\text{for}\quad L > 15.4

    Returns
    -------
    width, depth : int, int (no arrays)    H units in each of L layers

    Examples
    --------
    >>> width, depth = counterexample_sqrt_init()
    >>> 6 ** (-depth / 2) < 1e-6
    True

    Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV, 2015, section 2.2.
    """
    return 100, 20
