"""The exercise on the walk back through a whole expression."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a05_autodiff.exercises.engine import by_distance, preorder, slopes_by, sorted_nodes
from dlkit import autodiff
from dlkit.check import expressions
from dlkit.check.expressions import CHAIN

derivatives = Exercise(
    id="autodiff.derivatives",
    title="The walk back",
    difficulty=3,
    minutes=30,
    hints=(
        "How fast does the result change with itself? Begin with that, and go from the result to "
        "the leaves. When may a node hand on what it has?",
        "A node may hand on its gradient when everything that was made of it has added its part: "
        "in your order from the last node to the first. What is added up has to begin at 0; only "
        "the leaves keep what earlier walks have left in them.",
        "Sort the nodes. Put the gradient of each node that has parents to 0, then add 1 to that "
        "of the root. Go through the order from its end: a node with parents pulls, and each part "
        "is added to the gradient of its parent.",
    ),
)


@derivatives.asks(autodiff.derivatives, part="gradients")
def _ask_derivatives(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(expressions.diamond, 2.0)
    x, y = rng.uniform(0.5, 1.5, size=2).tolist()
    ask.values("one product", expressions.product, x, y)
    with ask.essential("a number that is used several times collects from all of its uses"):
        ask.values("a number times itself", expressions.square, x)
        ask.values("a diamond", expressions.diamond, y)
        ask.values("a diamond in a diamond", expressions.two_diamonds, x, -y)
        ask.values("used at once, and again later", expressions.late_use, y, x)
    ask.values("every kind of operation", expressions.bumpy, x, y, -x)
    ask.edge("a number that does not matter", expressions.unused, x, y)
    ask.edge("nothing to go back through", expressions.identity, x)
    ask.edge("two walks back, one operation", expressions.product, y, x, times=2)
    ask.edge("two walks back", expressions.two_diamonds, y, x, times=2)
    ask.edge("three walks back", expressions.late_use, x, y, times=3)
    ask.edge("three walks back through nothing", expressions.identity, y, times=3)
    ask.edge(f"a chain of {CHAIN:,} sums", expressions.long_chain, x)
    ask.edge("twelve diamonds in a row: 4,096 paths", expressions.diamonds_in_a_row, x)


def walk_with(root, order, begin, receive, *, forget=lambda node: bool(node.parents)):
    """Go back in this order: `begin` at the root, and let each parent `receive` its part."""
    for node in order:
        if forget(node):
            node.grad = 0.0
    begin(root)
    for node in order[::-1]:
        if node.parents:
            for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                receive(parent, part)


def add(node, part):
    node.grad += part


def put(node, part):
    node.grad = part


def add_one(node):
    node.grad += 1.0


@derivatives.wrong(
    "derivatives",
    "the last use counts alone",
    "a number that is used several times keeps one part of its gradient only: each part overwrites "
    "the one before. Add the parts up.",
)
def overwriting(f, *numbers, times=1):
    return slopes_by(lambda y: walk_with(y, sorted_nodes(y), add_one, put), f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "the first use counts alone",
    "a number that is used several times keeps the part of its gradient that comes first. Add the "
    "parts up.",
)
def keeping_the_first(f, *numbers, times=1):
    def walk(root):
        received = set()

        def receive(node, part):
            if id(node) not in received:
                received.add(id(node))
                node.grad += part

        walk_with(root, sorted_nodes(root), add_one, receive)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "old gradients within the graph",
    "a second walk back counts what the first one has left in the nodes between root and leaves. "
    "Only leaves keep their gradient; all other nodes begin at 0 in each walk.",
)
def with_old_gradients(f, *numbers, times=1):
    def walk(root):
        order = sorted_nodes(root)
        walk_with(root, order, lambda node: put(node, 1.0), add, forget=lambda node: False)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "leaves forget as well",
    "each of your walks begins by setting the leaves to 0. They keep what earlier walks have left "
    "in them: several results may share a leaf, and their gradients add up.",
)
def forgetting_everything(f, *numbers, times=1):
    def walk(root):
        walk_with(root, sorted_nodes(root), add_one, add, forget=lambda node: True)

    return slopes_by(walk, f, numbers, times)


def preorder_turned(root):
    return preorder(root, turned=True)


@derivatives.wrong(
    "derivatives",
    "in the order of the first meeting",
    "a node hands on its gradient when it is first met, though parts of it may still come. It has "
    "to wait for everything that was made of it: use your order, from the last to the first.",
    order=(by_distance, preorder, preorder_turned),
)
def in_order_of_meeting(f, *numbers, times=1, order):
    def walk(root):
        walk_with(root, order(root)[::-1], add_one, add)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "from the leaves to the root",
    "you go through the order from its beginning, so that the leaves are asked before anything has "
    "come to them. Begin at the root, the last node.",
)
def from_the_leaves(f, *numbers, times=1):
    def walk(root):
        walk_with(root, sorted_nodes(root)[::-1], add_one, add)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "a root that is a leaf does not accumulate",
    "your walk sets `grad` of the root to 1. A root that is a leaf keeps what it has and adds 1 to "
    "it in each walk, as every leaf does.",
)
def setting_the_root(f, *numbers, times=1):
    def walk(root):
        walk_with(root, sorted_nodes(root), lambda node: put(node, 1.0), add)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "the root has no gradient of its own",
    "your walk begins with a gradient of 0 at the root, and everything behind it is 0. The result "
    "changes with itself at the rate 1.",
)
def without_a_seed(f, *numbers, times=1):
    def walk(root):
        walk_with(root, sorted_nodes(root), lambda node: None, add)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "the value of the root as its gradient",
    "your walk begins with the value of the root in place of 1, so that every gradient is too "
    "large or too small by that factor. The result changes with itself at the rate 1.",
)
def with_value_as_seed(f, *numbers, times=1):
    def walk(root):
        walk_with(root, sorted_nodes(root), lambda node: add(node, node.data), add)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "recursive",
    "your walk calls itself for each parent. Python nests about a thousand calls, and a chain of "
    f"{CHAIN:,} sums needs more; use your order instead.",
)
def recursive(f, *numbers, times=1):
    def walk(node, part=1.0):
        node.grad += part
        for parent, share in zip(node.parents, node.pull(part) if node.pull else (), strict=True):
            walk(parent, share)

    return slopes_by(walk, f, numbers, times)


@derivatives.wrong(
    "derivatives",
    "along every path",
    "your walk goes along every path, so that a node pulls as often as paths lead to it, and "
    "their number doubles with every diamond. Visit each node once, with all that has come to it.",
)
def along_every_path(f, *numbers, times=1):
    def walk(root):
        waiting = [(root, 1.0)]
        while waiting:
            node, part = waiting.pop()
            node.grad += part
            if node.parents:
                waiting.extend(zip(node.parents, node.pull(part), strict=True))

    return slopes_by(walk, f, numbers, times)
