"""The exercise on costs: the edges that a walk back uses, and what forward mode computes."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a05_autodiff.exercises.engine import by_distance, sorted_nodes
from course.a05_autodiff.exercises.graphs import DIAMOND, LADDER, SQUARES, drawn_graph
from course.a05_autodiff.exercises.topo_order import asked_of
from dlkit import autodiff

edge_count = Exercise(
    id="autodiff.edge_count",
    title="What the way costs, back and forward",
    difficulty=3,
    minutes=35,
    is_core=False,
    hints=(
        "Each node has an edge to each of its parents. Which nodes count, and how often does each "
        "of them? And for the other direction: how does a product change when both factors do?",
        "Go through the nodes in your order and add up how many parents each one has. A dual "
        "number is a value with its rate of change; every operation computes both. Constants do "
        "not change.",
        "For a sum the rates are added; for a product each rate is multiplied by the other value, "
        "and both are added. A function of one operand multiplies the rate by its slope. Reading "
        "entries reads them in the value and in the rate. At the end return both.",
    ),
)


@edge_count.asks(autodiff.edge_count, part="gradients")  # with jvp: neither decides alone
def _ask_edge_count(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(DIAMOND)
    for nodes in (6, 9, 14):
        ask.values(f"{nodes} nodes", drawn_graph(rng, nodes))
    ask.values("squares of squares", SQUARES)
    ask.values("a ladder", LADDER)
    ask.edge("a single node", [[]])
    ask.pure(drawn_graph(rng, 5))


@edge_count.wrong(
    "edge_count",
    "nodes counted",
    "you count nodes, or nodes but one. There is an edge between a node and each of its parents, "
    "and a node may have several.",
    less=(0, 1),
)
def counting_nodes(parents, *, less):
    return asked_of(lambda root: len(sorted_nodes(root)) - less, parents)


@edge_count.wrong(
    "edge_count",
    "paths counted",
    "a node that is reached on two paths is counted twice, with everything behind it. The walk "
    "back visits each node once: go through your order.",
)
def counting_along_paths(parents):
    def count(root):
        total, waiting = 0, [root]
        while waiting:
            node = waiting.pop()
            total += len(node.parents)
            waiting.extend(node.parents)
        return total

    return asked_of(count, parents)


@edge_count.wrong(
    "edge_count",
    "paths in place of edges",
    "you count paths through the graph. The walk back goes along edges and uses each of them once, "
    "however many paths lead over it.",
)
def counting_paths(parents):
    def count(root):
        paths: dict[int, int] = {}
        for node in sorted_nodes(root):
            paths[id(node)] = sum(paths[id(parent)] for parent in node.parents) or 1
        return paths[id(root)]

    return asked_of(count, parents)


@edge_count.wrong(
    "edge_count",
    "equal parents counted once",
    "a node that uses the same parent twice, as a square does, has two edges to it: each use gets "
    "its own part of the gradient.",
)
def counting_different_parents(parents):
    return asked_of(
        lambda root: sum(len({id(p) for p in node.parents}) for node in sorted_nodes(root)), parents
    )


@edge_count.wrong(
    "edge_count",
    "edges of the root alone",
    "you count the parents of the root. The nodes that it was made of have parents, too.",
)
def counting_at_the_root(parents):
    return asked_of(lambda root: len(root.parents), parents)


@edge_count.wrong(
    "edge_count",
    "nodes that are not reached",
    "you count edges of nodes that the root does not depend on. The walk back never comes there.",
)
def counting_everything(parents):
    return sum(map(len, parents))


@edge_count.right("edge_count")
def by_levels(parents):
    return asked_of(_along_levels, parents)


def _along_levels(root):
    count = 0
    for node in by_distance(root):
        for _ in node.parents:
            count += 1
    return count


@edge_count.right("edge_count")
def by_numbers(parents):
    reached = [0]
    for number in reached:
        reached += [each for each in set(parents[number]) if each not in reached]
    return len([parent for number in reached for parent in parents[number]])
