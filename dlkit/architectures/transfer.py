"""Fine-tuning: keep a part of a trained network, train the rest."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, real_array, real_arrays, require_callables, require_same_shape


def freeze_and_finetune(
    params: Sequence[npt.ArrayLike],
    mask: Sequence[bool],
    grads: Sequence[npt.ArrayLike | None],
    opt: Callable[[Array, Array, Any], tuple[npt.ArrayLike, Any]],
    *,
    states: Sequence[Any] | None = None,
) -> tuple[list[Array], list[Any]]:
    r"""One step of training that leaves the frozen arrays exactly as they are.

    .. math:: (\theta_i, s_i) \leftarrow \begin{cases}
              \text{opt}(\theta_i, g_i, s_i) & m_i = 1 \\ (\theta_i, \text{None}) & m_i = 0
              \end{cases}

    Parameters
    ----------
    params : list of arrays of any shapes    weights, biases, running statistics; never changed
    mask : list of bool, one per array    True where it is trained, False where it is frozen
    grads : list, one per array    of its shape; None, or anything, where it is frozen
    opt : callable    from ``w, dw, state`` to the new w and the new state; the state is None before
        the first step
    states : list, one per array, or None    what the last call returned; None at the first step

    Returns
    -------
    params, states : list of new arrays, list    bit for bit the same where frozen, state None

    Raises
    ------
    ShapeError    if a gradient, or what `opt` returns, has not the shape of its array
    ValueError    if the lists differ in length
    TypeError     if `mask` holds anything but bool, or a trained array has no gradient
    TypeError     if `opt` is no function

    Conventions: True trains. A learning rate of 0 would not freeze: momentum moves on, and weight
    decay shrinks.

    Examples
    --------
    >>> from dlkit.optimizers import momentum_step
    >>> def opt(w, dw, v):
    ...     return momentum_step(w, dw, np.zeros_like(w) if v is None else v, lr=0.1)
    >>> params, states = freeze_and_finetune([[1.0], [2.0]], [False, True], [None, [5.0]], opt)
    >>> params, states
    ([array([1.]), array([1.5])], [None, array([5.])])

    Source: Yosinski, Clune, Bengio, Lipson, How transferable are features in deep neural
    networks?, NIPS, 2014.
    """
    who = "freeze_and_finetune"
    require_callables(who, opt=opt)
    weights = real_arrays(params, "params", who)
    before = [None] * len(weights) if states is None else list(states)
    if not len(weights) == len(mask) == len(grads) == len(before):
        raise ValueError(
            f"{who}: {len(weights)} arrays, {len(mask)} entries of mask, {len(grads)} gradients "
            f"and {len(before)} states came; the lists must be equally long"
        )
    for i, trained in enumerate(mask):
        if not isinstance(trained, bool | np.bool_):
            raise TypeError(f"{who}: mask[{i}] is {trained!r}; True (train) or False is needed")
    new: list[tuple[Array, Any]] = [
        _trained(who, i, weights[i], grads[i], before[i], opt)
        if trained
        else (weights[i].copy(), None)
        for i, trained in enumerate(mask)
    ]
    return [w for w, _ in new], [state for _, state in new]


def _trained(
    who: str,
    i: int,
    w: Array,
    gradient: npt.ArrayLike | None,
    state: Any,
    opt: Callable[[Array, Array, Any], tuple[npt.ArrayLike, Any]],
) -> tuple[Array, Any]:
    if gradient is None:
        raise TypeError(f"{who}: grads[{i}] is None but mask[{i}] is True; a gradient is needed")
    dw = real_array(gradient, f"grads[{i}]", who)
    require_same_shape(who, **{f"params[{i}]": w, f"grads[{i}]": dw})
    result = opt(w.copy(), dw.copy(), state)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError(f"{who}: opt returned {type(result).__name__}; (w, state) is needed")
    moved, state = np.array(result[0], dtype=w.dtype), result[1]
    require_same_shape(who, **{f"params[{i}]": w, "the result of opt": moved})
    return moved, state
