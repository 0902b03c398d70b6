"""The arithmetic of the GRU, over a whole sequence, time first; built like that of the LSTM."""

from typing import TypeAlias

import numpy as np

from dlkit.activations import sigmoid
from dlkit.architectures._lstm import by_time
from dlkit.arguments import Array

Saved: TypeAlias = tuple[Array, Array, Array]
Gradients: TypeAlias = tuple[Array | None, Array, Array, Array, Array]


def unroll(x: Array, h0: Array, Wx: Array, Wh: Array, b: Array) -> Saved:
    """Return r, z and n (T, N, 3H), what r lets through or not (T, N, H), states (T + 1, N, H)."""
    (N, T, _), H = x.shape, h0.shape[1]
    dtype = np.result_type(x, h0, Wx, Wh, b)
    gates = (by_time(x) @ Wx + b).astype(dtype, copy=False).reshape(T, N, 3 * H)
    recalled, h = np.empty((T, N, H), dtype), np.empty((T + 1, N, H), dtype)
    h[0] = h0
    with np.errstate(under="ignore"):
        for t in range(T):
            heard = h[t] @ Wh
            recalled[t] = heard[:, 2 * H :]
            gates[t, :, : 2 * H] = sigmoid(gates[t, :, : 2 * H] + heard[:, : 2 * H])
            r, z, n = slices(gates[t])
            np.tanh(n + r * recalled[t], out=n)
            h[t + 1] = (1 - z) * n + z * h[t]
    return gates, recalled, h


def through_time(
    dh: Array, x: Array, Wx: Array, Wh: Array, saved: Saved, need_dx: bool
) -> Gradients:
    """Return the gradients of x (or None), h0, Wx, Wh and b, in the dtype of what was saved."""
    (N, T, D), (gates, recalled, h) = x.shape, saved
    H = h.shape[2]
    dsums, dheard, state = np.empty_like(gates), np.empty_like(gates), np.zeros_like(h[0])
    with np.errstate(under="ignore"):
        for t in reversed(range(T)):
            (r, z, n), (dr, dz, dn) = slices(gates[t]), slices(dsums[t])
            state += dh[:, t]
            np.multiply(state * (1 - z), 1 - n * n, out=dn)
            np.multiply(state * (h[t] - n), z * (1 - z), out=dz)
            np.multiply(dn * recalled[t], r * (1 - r), out=dr)
            dheard[t] = dsums[t]
            dheard[t, :, 2 * H :] *= r
            state = state * z + dheard[t] @ Wh.T
    flat = dsums.reshape(T * N, 3 * H)
    dWh = h[:-1].reshape(T * N, H).T @ dheard.reshape(T * N, 3 * H)
    dx = (flat @ Wx.T).reshape(T, N, D).swapaxes(0, 1) if need_dx else None  # (N, T, D)
    return dx, state, by_time(x).T @ flat, dWh, flat.sum(axis=0)


def slices(gates: Array) -> tuple[Array, Array, Array]:
    """Return r, z and n as views of width H."""
    H = gates.shape[1] // 3
    return gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
