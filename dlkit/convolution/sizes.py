"""How large an output is, how many weights a layer has, and how much of the input it sees."""

from collections.abc import Sequence
from math import prod

from dlkit.arguments import ShapeError, require_whole_number


def out_size(n: int, kernel: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    r"""Number of places where a kernel fits.

    With the extent :math:`e = d (k - 1) + 1` of a kernel of k taps that lie d apart,

    .. math:: \left\lfloor \frac{n + 2p - e}{s} \right\rfloor + 1 .

    Parameters
    ----------
    n : int    the length of the input along one axis, not an array
    kernel : int    k, at least 1
    stride : int    s, the step between two places, at least 1
    padding : int    p zeros on each side, from 0 on
    dilation : int    d, at least 1; 1 means neighbours

    Returns
    -------
    int    at least 1

    Raises
    ------
    ValueError    if the kernel is longer than the padded input, or a number is too small
    TypeError     if an argument is not a whole number

    Conventions: what is left over at the end is not used (floor).

    Examples
    --------
    >>> out_size(28, 5), out_size(28, 5, padding=2), out_size(7, 3, stride=2, dilation=2)
    (24, 28, 2)

    Source: Dumoulin, Visin, A guide to convolution arithmetic for deep learning,
    arXiv:1603.07285, 2016, relationships 6 and 15.
    """
    who = "out_size"
    n, k = (
        require_whole_number(n, "n", who, at_least=0),
        require_whole_number(kernel, "kernel", who, at_least=1),
    )
    s, p, d = spacing(who, stride, padding, dilation)
    extent = d * (k - 1) + 1
    if extent > n + 2 * p:
        raise ValueError(
            f"{who}: the kernel covers {extent} places but the input has {n + 2 * p} "
            f"(n = {n}, padding = {p}); a smaller kernel or more padding is needed"
        )
    return (n + 2 * p - extent) // s + 1


def spacing(who: str, stride: int, padding: int, dilation: int) -> tuple[int, int, int]:
    """Return stride, padding and dilation in Python's int, in which no product wraps around."""
    return (
        require_whole_number(stride, "stride", who, at_least=1),
        require_whole_number(padding, "padding", who, at_least=0),
        require_whole_number(dilation, "dilation", who, at_least=1),
    )


def n_params(shape: Sequence[int]) -> int:
    r"""Number of weights and biases of a layer, from the shape of its weights.

    .. math:: D M + M \qquad\text{or}\qquad F C k_h k_w + F

    Parameters
    ----------
    shape : (D, M) of a dense layer, or (F, C, kh, kw) of a convolution

    Returns
    -------
    int    one bias per output or filter included

    Raises
    ------
    ShapeError    if `shape` has neither two nor four numbers
    ValueError    if a number is below 1
    TypeError     if a number is not whole

    Conventions: a convolution uses the same weights at every place, so the size of the image
    does not come in.

    Examples
    --------
    >>> n_params((784, 10)), n_params((8, 1, 3, 3))
    (7850, 80)

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 9.2.
    """
    sizes = [
        require_whole_number(size, "a number in shape", "n_params", at_least=1) for size in shape
    ]
    if len(sizes) not in (2, 4):
        raise ShapeError(f"n_params: shape is {tuple(shape)}; (D, M) or (F, C, kh, kw) is needed")
    return prod(sizes) + (sizes[1] if len(sizes) == 2 else sizes[0])


def receptive_field(stack: Sequence[tuple[int, int, int]]) -> int:
    r"""How many inputs along one axis one output of the last layer depends on.

    For layers with kernels :math:`k_l`, strides :math:`s_l` and dilations :math:`d_l`,

    .. math:: r = 1 + \sum_l d_l (k_l - 1) \prod_{i < l} s_i .

    Parameters
    ----------
    stack : list of (kernel, stride, dilation)    from the first layer to the last, pooling
        included; empty for the input itself (an array has no say in it)

    Returns
    -------
    int    at least 1

    Raises
    ------
    ValueError    if a number is below 1, or an entry has not three
    TypeError     if a number is not whole

    Examples
    --------
    >>> receptive_field([(3, 1, 1), (3, 1, 1)]), receptive_field([(3, 1, 1), (2, 2, 1), (3, 1, 1)])
    (5, 8)

    Source: Araujo, Norris, Sim, Computing Receptive Fields of Convolutional Neural Networks,
    Distill, 2019.
    """
    field, step = 1, 1
    for index, layer in enumerate(stack):
        who = f"receptive_field: layer {index}"
        if len(layer) != 3:
            raise ValueError(f"{who}: {layer} came; (kernel, stride, dilation) is needed")
        names = ("kernel", "stride", "dilation")
        k, s, d = (
            require_whole_number(v, n, who, at_least=1) for n, v in zip(names, layer, strict=True)
        )
        field += d * (k - 1) * step
        step *= s  # one step of this layer is so many steps of the input
    return field
