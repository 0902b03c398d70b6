"""Deep nets and equal weights as they are typed with a slip, and right in other ways."""

import numpy as np

from dlkit.activations import tanh, tanh_backward
from dlkit.backprop import fit_gd, two_layer_objective_grad
from tests.course.a07_initialization.plausible.typed_measurements import checked, reported, start
from tests.course.plausible import right, wrong

PAIR = {"activation": tanh, "activation_backward": tanh_backward}


def report(x, labels, begin, *, lr, steps, **pair):
    params, history = fit_gd(begin, x, labels, lr=lr, steps=steps, **pair)
    return reported(two_layer_objective_grad(begin, x, labels, **pair), history, params[0])


@wrong("not handed on")
def zero_init_report__without_its_pair(
    x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0, activation=tanh,
    activation_backward=tanh_backward,
):  # fmt: skip
    begin = start(x, hidden, classes, value, nudge)
    return report(x, labels, begin, lr=lr, steps=steps)


@wrong("hidden biases begin at")
def zero_init_report__all_equal(x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0,
                                **pair):  # fmt: skip
    W1, b1, W2, b2 = start(x, hidden, classes, value, nudge)
    return report(x, labels, (W1, b1 + value, W2, b2 + value), lr=lr, steps=steps, **PAIR | pair)


@wrong("more than one weight")
def zero_init_report__nudged_row(x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0,
                                 **pair):  # fmt: skip
    start(x, hidden, classes, value, nudge)
    W1, b1, W2, b2 = start(x, hidden, classes, value, 0.0)
    W1[0] += nudge
    return report(x, labels, (W1, b1, W2, b2), lr=lr, steps=steps, **PAIR | pair)


@wrong("different inputs")
def zero_init_report__spread_down(x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0,
                                  **pair):  # fmt: skip
    begin = start(x, hidden, classes, value, nudge)
    (W1, *_), _ = fit_gd(begin, x, labels, lr=lr, steps=steps, **PAIR | pair)
    said = report(x, labels, begin, lr=lr, steps=steps, **PAIR | pair)
    return said | {"unit_spread": float(np.ptp(W1, axis=0).max())}


@wrong("a singular value")
def zero_init_report__spectral(x, labels, *, hidden, classes, lr, steps, value=0.0, nudge=0.0,
                               **pair):  # fmt: skip
    begin = start(x, hidden, classes, value, nudge)
    said = report(x, labels, begin, lr=lr, steps=steps, **PAIR | pair)
    gradients = two_layer_objective_grad(begin, x, labels, **PAIR | pair)
    norms = [float(np.linalg.norm(g, 2)) for g in gradients]
    return said | dict(zip(("dW1", "db1", "dW2", "db2"), norms, strict=True))


def forward(x, init, activation, depth, rng):
    """Go through the net; return weights, pre-activations, and activations."""
    h, depth, rng = checked(x, depth, rng)
    weights, zs, hs = [], [], []
    for _ in range(depth):
        weights.append(init((h.shape[1], h.shape[1]), rng=rng))
        zs.append(h @ weights[-1])
        h = activation(zs[-1])
        hs.append(h)
    return weights, zs, hs


@wrong("share one weight matrix")
def activation_stats__one_matrix(x, init, activation, depth, *, rng):
    x, depth, rng = checked(x, depth, rng)
    W, stats = init((x.shape[1], x.shape[1]), rng=rng), []
    for _ in range(depth):
        x = activation(x @ W)
        stats.append(x.std())
    return np.array(stats)


@wrong("root of the mean square")
def activation_stats__rms(x, init, activation, depth, *, rng):
    _, _, hs = forward(x, init, activation, depth, rng)
    return np.array([np.sqrt(np.mean(h**2)) for h in hs])


@wrong("one entry less")
def activation_stats__as_in_pytorch(x, init, activation, depth, *, rng):
    _, _, hs = forward(x, init, activation, depth, rng)
    return np.array([np.std(h, ddof=1) if h.size > 1 else 0.0 for h in hs])


@right
def activation_stats__weights_first(x, init, activation, depth, *, rng):
    h, depth, rng = checked(x, depth, rng)
    weights = [init((h.shape[1], h.shape[1]), rng=rng) for _ in range(depth)]
    stats = []
    for W in weights:
        h = activation(np.matmul(h, W))
        stats.append(float(np.sqrt(np.mean((h - h.mean()) ** 2))))
    return np.asarray(stats)


def back(delta, steps):
    """Measure the gradient at each layer; a step is a slope, a place, and weights."""
    stats = []
    for slope, at, W in reversed(list(steps)):
        delta = slope(delta, at)
        stats.insert(0, delta.std())
        delta = delta @ W
    return np.array(stats)


@wrong("transposed weights")
def gradient_stats__plain_weights(x, init, activation, activation_backward, depth, *, rng):
    weights, zs, hs = forward(x, init, activation, depth, rng)
    steps = [(activation_backward, z, W) for z, W in zip(zs, weights, strict=True)]
    return back(rng.standard_normal(hs[-1].shape), steps)


@wrong("slope of the activation at its output")
def gradient_stats__slope_at_h(x, init, activation, activation_backward, depth, *, rng):
    weights, _, hs = forward(x, init, activation, depth, rng)
    steps = [(activation_backward, h, W.T) for h, W in zip(hs, weights, strict=True)]
    return back(rng.standard_normal(hs[-1].shape), steps)


@wrong("weights of a neighbouring layer")
def gradient_stats__layer_below(x, init, activation, activation_backward, depth, *, rng):
    weights, zs, hs = forward(x, init, activation, depth, rng)
    below = [weights[0], *weights[:-1]]
    steps = [(activation_backward, z, W.T) for z, W in zip(zs, below, strict=True)]
    return back(rng.standard_normal(hs[-1].shape), steps)


@wrong("drawn too early")
def gradient_stats__end_first(x, init, activation, activation_backward, depth, *, rng):
    x, depth, rng = checked(x, depth, rng)
    delta = rng.standard_normal(x.shape)
    weights, zs, _ = forward(x, init, activation, depth, rng)
    return back(delta, [(activation_backward, z, W.T) for z, W in zip(zs, weights, strict=True)])


@wrong("before it has passed the slope")
def gradient_stats__at_h(x, init, activation, activation_backward, depth, *, rng):
    weights, zs, hs = forward(x, init, activation, depth, rng)
    delta, stats = rng.standard_normal(hs[-1].shape), np.zeros(len(zs))
    for layer in range(len(zs) - 1, -1, -1):
        stats[layer] = delta.std()
        delta = activation_backward(delta, zs[layer]) @ weights[layer].T
    return stats


@right
def gradient_stats__by_popping(x, init, activation, activation_backward, depth, *, rng):
    weights, zs, hs = forward(x, init, activation, depth, rng)
    cache, delta, stats = list(zip(weights, zs, strict=True)), rng.standard_normal(hs[0].shape), []
    while cache:
        W, z = cache.pop()
        delta = activation_backward(delta, z)
        stats.insert(0, np.std(delta))
        delta = delta @ W.T
    return np.array(stats)
