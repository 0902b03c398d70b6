"""Computations as graphs: forward, derivatives on the edges, and what is visited again."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlkit import plots
from dlkit.autodiff import Tensor, backward, graph_layout
from docs.figures.gallery import figure, panels


@figure(
    2,
    "The computational graph of two layers and their penalty: the objective J = L + s.",
    "x and W1 are multiplied to z, which the activation turns into h; h and W2 are multiplied to "
    "o; o and y give the loss L; W1 and W2 give the penalty s; J is the sum of L and s.",
)
def forward_graph() -> Axes:
    places = {
        "x": (0, 0.5),
        "W1": (0, -0.5),
        "z": (1, 0.5),
        "h": (2, 0.5),
        "W2": (2, -0.5),
        "o": (3, 0.5),
        "y": (3, 1.5),
        "L": (4, 0.5),
        "s": (4, -1.2),
        "J": (5, 0.0),
    }
    arrows = "x-z W1-z z-h h-o W2-o o-L y-L W1-s W2-s L-J s-J"
    return _drawn(places, arrows, {"W1": "$W^{(1)}$", "W2": "$W^{(2)}$"}, given="x W1 W2 y")


def _drawn(
    places: dict[str, tuple[float, float]],
    arrows: str,
    texts: dict[str, str],
    *,
    given: str = "",
    written: Sequence[str] = (),
) -> Axes:
    """Draw a graph by the names of its nodes: arrows as "a-b", the given nodes in colour."""
    order = list(places)
    across, down = np.ptp(list(places.values()), axis=0)
    _, (ax,) = panels(1, width=0.9 * (across + 1), height=0.75 * (down + 1))
    return plots.graph(
        [texts.get(name, f"${name}$") for name in order],
        list(places.values()),
        [tuple(order.index(end) for end in arrow.split("-")) for arrow in arrows.split()],
        highlighted=[order.index(name) for name in given.split()],
        edge_labels=written,
        ax=ax,
    )


@figure(
    3,
    "The network for the triangle as a computational graph: this is a multilayer perceptron.",
    "Two inputs lead to three units, these to a fourth, which gives the answer.",
)
def perceptron_graph() -> Axes:
    units = {f"h_{k}": (1.5, 2 - k) for k in (1, 2, 3)}
    places = {"x_1": (0.0, 0.5), "x_2": (0.0, -0.5), **units, "y": (3.0, 0.0)}
    arrows = " ".join(f"{x}-{h}" for x in ("x_1", "x_2") for h in units)
    arrows += "".join(f" {h}-y" for h in units)
    texts = {h: rf"$\sigma(z_{h[-1]})$" for h in units}
    return _drawn(places, arrows, texts, given="x_1 x_2")


@figure(
    3,
    "The chain rule along a chain: multiply the derivatives on the edges.",
    "x leads to u leads to y; on the edges stand du/dx and dy/du.",
)
def derivative_of_a_chain() -> Axes:
    written = [r"$\dfrac{du}{dx}$", r"$\dfrac{dy}{du}$"]
    places = {"x": (0, 0), "u": (1.5, 0), "y": (3, 0)}
    return _drawn(places, "x-u u-y", {}, given="x", written=written)


@figure(
    3,
    "Two paths from x to y: multiply along each, add the two.",
    "x leads to u and to v, both lead to y; on every edge stands its derivative.",
)
def derivative_of_two_paths() -> Axes:
    places = {"x": (0, 0), "u": (1.7, 0.8), "v": (1.7, -0.8), "y": (3.4, 0)}
    written = [
        r"$\dfrac{\partial u}{\partial x}$",
        r"$\dfrac{\partial v}{\partial x}$",
        r"$\dfrac{\partial y}{\partial u}$",
        r"$\dfrac{\partial y}{\partial v}$",
    ]
    return _drawn(places, "x-u x-v u-y v-y", {}, given="x", written=written)


@figure(
    3,
    "The product rule as a graph: y = x · sin x at x = 2, its derivatives on the edges.",
    "x = 2 leads to the product directly, with the derivative sin 2 = 0.909, and through the "
    "sine, with the derivatives cos 2 = −0.416 and 2; the sum is 0.077.",
)
def derivative_of_a_product() -> Axes:
    x = 2.0
    places = {"x": (0, 0), "s": (1.7, 0.9), "y": (3.4, 0)}
    sine = np.sin(x)
    texts = {"x": "$x = 2$", "s": rf"$\sin x = {sine:.3f}$", "y": f"$y = {x * sine:.3f}$"}
    written = [f"{np.cos(x):.3f}", f"{x:g}", f"{sine:.3f}"]
    return _drawn(places, "x-s s-y x-y", texts, given="x", written=written)


@figure(
    3,
    "Results are used again: going back from the loss, every edge is visited once.",
    "The graph of a small expression, four times: at each step one more node has its gradient, "
    "from the output to the inputs.",
)
def reuse_of_results() -> Figure:
    a, b = Tensor(2.0, name="a"), Tensor(3.0, name="b")
    y = (a * b + b).exp()
    labels, positions, edges = graph_layout(y, label=lambda node: node.name)
    whole, axes = panels(2, 2, width=3.4, height=1.7)
    for ax, index in zip(axes, (0, 1, 2, len(labels) - 1), strict=True):
        visited = range(len(labels) - 1 - index, len(labels))
        plots.graph(labels, positions, edges, highlighted=list(visited), ax=ax)
        ax.set_title(f"{index + 1} of {len(labels)} gradients known", fontsize=10)
    return whole


@figure(
    4,
    "Backpropagation with numbers: values go forward, gradients come back.",
    "A linear unit with a squared error. Under every node stand its value and its gradient.",
)
def backpropagation() -> Axes:
    x, w, b, t = (Tensor(v, name=n) for v, n in ((2.0, "x"), (0.5, "w"), (1.0, "b"), (3.0, "t")))
    residual = x * w + b - t
    loss = residual * residual
    backward(loss)
    labels, positions, edges = graph_layout(
        loss, label=lambda node: f"{node.name}\n{node.data:.3g}\n∂: {node.grad:.3g}"
    )
    place = {label[0]: position for label, position in zip(labels, positions, strict=True)}
    place["x"][:], place["w"][:] = (0, 0.6), (0, -0.6)
    place["b"][:], place["t"][:] = (1, -1.1), (2, -1.1)  # below the node that they lead into
    _, (ax,) = panels(1, width=5.6, height=2.8)
    return plots.graph(labels, positions, edges, ax=ax)
