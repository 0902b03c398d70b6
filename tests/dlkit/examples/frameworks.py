"""Calls of `dlkit.frameworks`."""

import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np

from dlkit import frameworks
from dlkit.activations import tanh, tanh_backward
from dlkit.frameworks import Graph, Session
from dlkit.optimizers import sgd_step
from tests.dlkit.examples import RNG, example, real

X = real(4, 3)


def within_graph(build):
    """Run what is built in a graph of its own, its variables initialised."""

    def call(*args):
        with Graph().as_default():
            node, feed = build(*args)
            session = Session()
            session.run(frameworks.global_variables_initializer())
            return session.run(node, feed)

    return call


def in_folder(use):
    """Give a function a new folder in front of its arguments."""

    def call(*args):
        with tempfile.TemporaryDirectory() as folder:
            return use(Path(folder), *args)

    return call


def stored(folder, params, step):
    """Write a checkpoint, and read it again."""
    frameworks.save_checkpoint(folder / "a.npz", {"W": params}, {"t": step}, step=step)
    found = frameworks.load_checkpoint(folder / "a.npz")
    return np.asarray(found.params["W"], np.float64), found.step


def logged(folder, step, value):
    """Write a scalar, and read it again."""
    with frameworks.FileWriter(folder) as writer:
        writer.add_scalar("loss", value, step=step)
    return frameworks.read_events(writer.path)["loss"]


def fed(x):
    """Feed a placeholder."""
    node = frameworks.placeholder((None, 3))
    return node * 2, {node: x}


def shown(x):
    """Print a node in passing."""
    node = frameworks.constant(x)
    return frameworks.print_values(node * 2, [node], ""), {}


def quietly(call):
    """Leave out what is printed."""

    def quiet(*args):
        with redirect_stdout(io.StringIO()):
            return call(*args)

    return quiet


def descended(x):
    """Take a step of an optimizer."""
    node = frameworks.variable(x)
    step = frameworks.Optimizer(sgd_step, lr=0.5).minimize((node * node).sum())
    return [step, node], {}


def differentiated(x):
    """Ask for a gradient."""
    node = frameworks.constant(x)
    return frameworks.gradients((node * node).sum(), [node]), {}


for thing in (frameworks.placeholder, frameworks.Session, frameworks.Graph):
    example(thing, X, call=within_graph(fed))
for thing in (frameworks.variable, frameworks.global_variables_initializer):
    example(thing, X, call=within_graph(lambda x: (frameworks.variable(x), {})))
example(frameworks.Optimizer, X, call=within_graph(descended))
example(frameworks.constant, X, call=within_graph(lambda x: (frameworks.constant(x), {})))
example(
    frameworks.assign,
    X,
    call=within_graph(
        lambda x: (frameworks.assign(frameworks.variable(x), frameworks.constant(x)), {})
    ),
)
example(frameworks.gradients, X, call=within_graph(differentiated))
example(frameworks.print_values, X, call=quietly(within_graph(shown)))
for thing in (frameworks.get_default_graph, frameworks.reset_default_graph):
    example(thing, call=lambda thing=thing: bool(thing()))
example(frameworks.trainable_variables, call=within_graph(lambda: (frameworks.constant(1.0), {})))
for draw in (frameworks.random_normal, frameworks.random_uniform):
    example(
        draw,
        (20, 13),
        0.5,
        2.0,
        RNG,
        call=within_graph(lambda *a, draw=draw: (draw(*a[:3], rng=a[3]), {})),
    )
for thing in (frameworks.scalar_summary, frameworks.merge_all_summaries):
    example(
        thing,
        0.5,
        call=within_graph(lambda x: (frameworks.scalar_summary("x", frameworks.constant(x)), {})),
    )
for thing in (frameworks.Checkpoint, frameworks.save_checkpoint, frameworks.load_checkpoint):
    example(thing, X, 100, call=in_folder(stored))
for thing in (frameworks.FileWriter, frameworks.read_events):
    example(thing, 100, 0.5, call=in_folder(logged), single=None)
for thing in (frameworks.ModelCheckpoint, frameworks.ScalarLogger, frameworks.TensorBoard):
    example(thing, call=in_folder(lambda folder, thing=thing: bool(thing(folder / "a"))))
example(frameworks.diagnose, 1 / np.arange(1.0, 20.0), 1 / np.arange(1.0, 20.0))
example(frameworks.gradcheck_report, [(tanh, tanh_backward)], X, rng=RNG)
example(frameworks.memory_estimate, [100, 100, 10], 100)
example(
    frameworks.parallel_grads,
    [(real(3),), (real(1),)],
    lambda x: np.mean(x, keepdims=True, dtype=float),
)
example(frameworks.smooth, real(4), 0.5)
