"""The arithmetic of the LSTM, over a whole sequence; one step is a sequence of length 1.

Time comes first in here, (T, N, ·), so that what one step touches lies together. Three things
make it fast: the four gates are one product, the inputs of all steps are multiplied before the
loop and the weights' gradient after it, and the gates are computed where their sums already are.
"""

from typing import TypeAlias

import numpy as np

from dlkit.arguments import Array

Saved: TypeAlias = tuple[Array, Array, Array, Array]
Gradients: TypeAlias = tuple[Array | None, Array, Array, Array, Array]


def unroll(x: Array, h0: Array, c0: Array, W: Array, b: Array) -> Saved:
    """Return the gates (T, N, 4H), states and cells (T + 1, N, H), and tanh of the cells."""
    (N, T, D), H = x.shape, h0.shape[1]
    dtype = np.result_type(x, h0, c0, W, b)
    gates = (by_time(x) @ W[:D] + b).astype(dtype, copy=False).reshape(T, N, 4 * H)
    h, c = np.empty((T + 1, N, H), dtype), np.empty((T + 1, N, H), dtype)
    h[0], c[0], tanh_c = h0, c0, np.empty((T, N, H), dtype)
    with np.errstate(over="ignore", under="ignore"):
        for t in range(T):
            gates[t] += h[t] @ W[D:]
            squash(gates[t], H)
            i, f, o, g = slices(gates[t])
            np.multiply(f, c[t], out=c[t + 1])
            c[t + 1] += i * g
            np.tanh(c[t + 1], out=tanh_c[t])
            np.multiply(o, tanh_c[t], out=h[t + 1])
    return gates, h, c, tanh_c


def through_time(
    dh: Array, dc: Array | None, x: Array, W: Array, saved: Saved, need_dx: bool
) -> Gradients:
    """Return the gradients of x, h0, c0, W and b, in the dtype of what was saved."""
    (N, T, D), (gates, h, c, tanh_c) = x.shape, saved
    dz, state, cell = np.empty_like(gates), np.zeros_like(h[0]), np.zeros_like(c[0])
    with np.errstate(under="ignore"):
        for t in reversed(range(T)):
            (i, f, o, g), (di, df, do, dg) = slices(gates[t]), slices(dz[t])
            state += dh[:, t]
            cell += state * o * (1 - tanh_c[t] * tanh_c[t])
            if dc is not None:
                cell += dc[:, t]
            np.multiply(cell, g, out=di)
            np.multiply(cell, c[t], out=df)
            np.multiply(state, tanh_c[t], out=do)
            np.multiply(cell * i, 1 - g * g, out=dg)
            sigmoids = gates[t, :, : 3 * state.shape[1]]
            dz[t, :, : sigmoids.shape[1]] *= sigmoids * (1 - sigmoids)
            cell *= f
            np.matmul(dz[t], W[D:].T, out=state)
    flat = dz.reshape(T * N, W.shape[1])
    dW = np.concatenate([by_time(x).T @ flat, h[:-1].reshape(T * N, state.shape[1]).T @ flat])
    dx = (flat @ W[:D].T).reshape(T, N, D).swapaxes(0, 1) if need_dx else None  # (N, T, D)
    return dx, state, cell, dW, flat.sum(axis=0)


def by_time(x: Array) -> Array:
    """Return the samples of the first step, then those of the second, and so on."""
    N, T, D = x.shape
    return x.swapaxes(0, 1).reshape(T * N, D)


def squash(gates: Array, H: int) -> None:
    """Make gates of their sums, in place: three sigmoids and a tanh.

    Here exp may overflow to inf, of which the sigmoid makes the 0 that it should be.
    """
    sigmoids, candidate = gates[:, : 3 * H], gates[:, 3 * H :]
    np.negative(sigmoids, out=sigmoids)
    np.exp(sigmoids, out=sigmoids)
    sigmoids += 1
    np.reciprocal(sigmoids, out=sigmoids)
    np.tanh(candidate, out=candidate)


def slices(gates: Array) -> tuple[Array, Array, Array, Array]:
    """Return the four gates i, f, o, g as views of width H."""
    H = gates.shape[1] // 4
    return gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H : 3 * H], gates[:, 3 * H :]
