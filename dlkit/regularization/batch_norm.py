"""Batch norm: bring each feature to mean 0 and variance 1 over the batch."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_number, require_same_shape
from dlkit.regularization.scale_and_shift import in_dtypes_of


@np.errstate(under="ignore")  # the square of a tiny value may round to 0
def batchnorm_forward(
    x: npt.ArrayLike,
    gamma: npt.ArrayLike,
    beta: npt.ArrayLike,
    running_mean: npt.ArrayLike,
    running_var: npt.ArrayLike,
    *,
    train: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[Array, Array, Array]:
    r"""Normalize each feature over the batch, then scale and shift it.

    With mean :math:`\mu` and variance :math:`v` of a feature over the n values of the batch,

    .. math:: \hat x = \frac{x - \mu}{\sqrt{v + \epsilon}}, \qquad y = \gamma \hat x + \beta,
              \qquad \mu_r \leftarrow (1 - m) \mu_r + m \mu, \qquad
              v_r \leftarrow (1 - m) v_r + m \tfrac{n}{n - 1} v .

    In evaluation :math:`\mu_r` and :math:`v_r` take the place of :math:`\mu` and :math:`v`.

    Parameters
    ----------
    x : (N, D) or (N, C, H, W)    in training at least 2 values per feature
    gamma, beta : (D,) or (C,)    scale and shift
    running_mean, running_var : (D,) or (C,)    the state; zeros and ones before the first batch
    train : bool    False uses the state and leaves it as it is
    momentum : float    m in [0, 1], the weight of the new batch
    eps : float    :math:`\epsilon > 0`, inside the root

    Returns
    -------
    y, running_mean, running_var : the shapes and dtypes of the arguments    new arrays

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if a feature has a single value in training, or a number is out of range
    TypeError     if an argument is of the wrong kind

    Conventions: the batch is divided by its biased variance, while the running one is unbiased;
    momentum weighs the new value (both as in PyTorch; Keras weighs the old one).

    Examples
    --------
    >>> one, zero = np.ones(1), np.zeros(1)
    >>> y, mean, var = batchnorm_forward([[1.0], [3.0]], one, zero, zero, one, eps=1e-12)
    >>> y.ravel(), mean, var
    (array([-1.,  1.]), array([0.2]), array([1.1]))

    Source: Ioffe, Szegedy, Batch Normalization, ICML, 2015, algorithms 1 and 2.
    """
    who = "batchnorm_forward"
    x, gamma, beta, old_mean, old_var = _features(who, x, gamma, beta, running_mean, running_var)
    share = require_number(momentum, "momentum", who, at_least=0, at_most=1)
    mean, var, n = _statistics(who, x, train, old_mean, old_var)
    y = _column(gamma, x) * _normalized(who, x, mean, var, eps) + _column(beta, x)
    new_mean, new_var = old_mean.copy(), old_var.copy()
    if train:
        new_mean += share * (mean - old_mean)
        new_var += share * (var * (n / (n - 1)) - old_var)
    return y.astype(x.dtype, copy=False), new_mean, new_var


@np.errstate(under="ignore")  # the square of a tiny value may round to 0
def batchnorm_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    gamma: npt.ArrayLike,
    beta: npt.ArrayLike,
    running_mean: npt.ArrayLike,
    running_var: npt.ArrayLike,
    *,
    train: bool = True,
    eps: float = 1e-5,
) -> tuple[Array, Array, Array]:
    r"""Gradients of `batchnorm_forward`.

    The mean and the variance depend on x as well. With sums over the n values of a feature,
    in training

    .. math:: d\beta = \sum dy, \qquad d\gamma = \sum dy \, \hat x, \qquad
              dx = \frac{\gamma}{\sqrt{v + \epsilon}}
              \Big(dy - \frac{d\beta + \hat x \, d\gamma}{n}\Big) ;

    in evaluation only the first term of dx remains, since the state does not depend on x.

    Parameters
    ----------
    dy : the shape of `x`    gradient of the loss with respect to y
    x, gamma, beta, running_mean, running_var : (N, D), (D,) ...    the inputs of the forward pass
    train, eps : bool, float    as in the forward pass

    Returns
    -------
    dx, dgamma, dbeta : the shapes and dtypes of x, gamma and beta    the state gets no gradient

    Raises
    ------
    ShapeError, ValueError, TypeError    as in `batchnorm_forward`

    Examples
    --------
    >>> one, zero = np.ones(1), np.zeros(1)
    >>> x = [[1.0], [3.0], [2.0]]
    >>> dx, dgamma, dbeta = batchnorm_backward([[2.0], [0.0], [1.0]], x, one, zero, zero, one)
    >>> np.abs(dx).max() < 1e-4, dgamma.round(3), dbeta
    (np.True_, array([-2.449]), array([3.]))

    Source: Ioffe, Szegedy, Batch Normalization, ICML, 2015, section 3.
    """
    who = "batchnorm_backward"
    x, gamma, beta, old_mean, old_var = _features(who, x, gamma, beta, running_mean, running_var)
    dy = real_array(dy, "dy", who)
    require_same_shape(who, dy=dy, x=x)
    mean, var, n = _statistics(who, x, train, old_mean, old_var)
    normalized = _normalized(who, x, mean, var, eps)
    over = _over(x)
    dbeta, dgamma = dy.sum(axis=over), (dy * normalized).sum(axis=over)
    dx = dy
    if train:
        dx = dy - (_column(dbeta, x) + normalized * _column(dgamma, x)) / n
    dx = _column(gamma / np.sqrt(var + eps), x) * dx
    return in_dtypes_of((x, gamma, beta), (dx, dgamma, dbeta))


def fold_batchnorm(
    W: npt.ArrayLike,
    b: npt.ArrayLike,
    gamma: npt.ArrayLike,
    beta: npt.ArrayLike,
    mean: npt.ArrayLike,
    var: npt.ArrayLike,
    *,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    r"""Weights with which a layer does the work of the batch norm after it.

    In evaluation the two are one linear map:

    .. math:: s_m = \frac{\gamma_m}{\sqrt{v_m + \epsilon}}, \qquad
              W'_{\cdot m} = W_{\cdot m} s_m, \qquad b'_m = (b_m - \mu_m) s_m + \beta_m

    Parameters
    ----------
    W : (D, M), or (M, C, k, k) for a convolution    the weights in front of the batch norm
    b, gamma, beta, mean, var : (M,)    the bias, and the batch norm with its running state
    eps : float    as in the forward pass

    Returns
    -------
    W, b : the shapes and dtypes of W and b    new arrays

    Raises
    ------
    ShapeError    if the shapes do not fit together
    ValueError    if `eps` is not positive
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> one = np.ones(1)
    >>> fold_batchnorm([[2.0]], [5.0], 3 * one, one, 4 * one, one, eps=1e-12)
    (array([[6.]]), array([4.]))

    Source: Jacob et al., Quantization and Training of Neural Networks, CVPR, 2018, section 3.2.
    """
    who = "fold_batchnorm"
    W, b = real_array(W, "W", who), real_array(b, "b", who)
    if W.ndim not in (2, 4):
        raise ShapeError(f"{who}: W has shape {W.shape}; (D, M) or (M, C, k, k) is needed")
    outputs = W.shape[1] if W.ndim == 2 else W.shape[0]
    gamma, beta, mean, var = _vectors(
        who, outputs, b=b, gamma=gamma, beta=beta, mean=mean, var=var
    )[1:]
    scale = gamma / np.sqrt(var + require_number(eps, "eps", who, above=0))
    folded = W * (scale if W.ndim == 2 else scale[:, None, None, None])
    shifted = (b - mean) * scale + beta
    return folded.astype(W.dtype, copy=False), shifted.astype(b.dtype, copy=False)


def _features(who: str, x: npt.ArrayLike, *vectors: npt.ArrayLike) -> tuple[Array, ...]:
    """Return x of shape (N, D) or (N, C, H, W), and four vectors with one number per feature."""
    x = real_array(x, "x", who)
    if x.ndim not in (2, 4):
        raise ShapeError(f"{who}: x has shape {x.shape}; (N, D) or (N, C, H, W) is needed")
    names = ("gamma", "beta", "running_mean", "running_var")
    return x, *_vectors(who, x.shape[1], **dict(zip(names, vectors, strict=True)))


def _vectors(who: str, length: int, **vectors: npt.ArrayLike) -> list[Array]:
    arrays = [real_array(vector, name, who) for name, vector in vectors.items()]
    for name, vector in zip(vectors, arrays, strict=True):
        if vector.shape != (length,):
            raise ShapeError(f"{who}: {name} has shape {vector.shape}; ({length},) is needed")
    return arrays


def _over(x: Array) -> tuple[int, ...]:
    """The axes of the values of one feature: all but the second."""
    return (0, *range(2, x.ndim))


def _column(vector: Array, x: Array) -> Array:
    return vector.reshape(-1, *(1,) * (x.ndim - 2))  # (C,) -> (C, 1, 1) for images


def _statistics(
    who: str, x: Array, train: bool, mean: Array, var: Array
) -> tuple[Array, Array, int]:
    """Return mean, biased variance and number of values per feature; in evaluation the state."""
    n = x.size // max(x.shape[1], 1)
    if not train:
        return mean, var, n
    if n < 2:
        raise ValueError(
            f"{who}: x has shape {x.shape}, {n} value{'s' * (n != 1)} per feature; "
            "training needs at least 2, for one value has no variance"
        )
    mean = x.mean(axis=_over(x))
    # Two passes: the difference of two large means of squares would cancel.
    centered = x - _column(mean, x)
    return mean, np.mean(centered * centered, axis=_over(x)), n


def _normalized(who: str, x: Array, mean: Array, var: Array, eps: float) -> Array:
    root = np.sqrt(var + require_number(eps, "eps", who, above=0))
    return (x - _column(mean, x)) / _column(root, x)
