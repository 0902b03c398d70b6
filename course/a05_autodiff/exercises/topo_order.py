"""The exercise on the order of a graph: every node after those that it was made of."""

from types import SimpleNamespace

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a05_autodiff.exercises.engine import by_distance, preorder, sorted_nodes
from course.a05_autodiff.exercises.graphs import DIAMOND, LADDER, LATE, LATE_FIRST, drawn_graph
from dlkit import autodiff
from dlkit.check import expressions
from dlkit.check.expressions import CHAIN

topo_order = Exercise(
    id="autodiff.topo_order",
    title="Who was made of whom?",
    difficulty=3,
    minutes=30,
    hints=(
        "A node may enter the list when all of its parents stand there. Which nodes can be first? "
        "And what has to be remembered of a node that waits for its parents?",
        "Keep a list of waiting nodes and look at its last one. If a parent has not been visited "
        "yet, let this parent wait in front of it; if all have, the node leaves the waiting list "
        "and enters the order.",
        "Each waiting node needs an iterator over its own parents, so that it goes on where it "
        "stopped. Take the next parent from the iterator of the last waiting node; a new one is "
        "marked as visited and starts to wait with an iterator of its own. When the iterator is "
        "used up, move the node from the waiting list to the order.",
    ),
)


@topo_order.asks(autodiff.topo_order)
def _ask_topo_order(ask: Ask, rng: np.random.Generator) -> None:
    ask.holds("parents_first", "a chain of three nodes", [[2], [], [1]])
    with ask.essential("a node comes once, and after all of its parents, by whatever way"):
        ask.holds("parents_first", "a diamond", DIAMOND)
        ask.holds("parents_first", "a parent that is also reached by a longer way", LATE)
        ask.holds(
            "parents_first",
            "a parent that is named first and needed again further down",
            LATE_FIRST,
        )
        ask.holds("parents_first", "a ladder: every node is used twice", LADDER)
        for nodes in (6, 9, 14):
            ask.holds("parents_first", f"{nodes} nodes", drawn_graph(rng, nodes))
    ask.property("parents_first", [[]])
    ask.pure(drawn_graph(rng, 5))
    ask.holds("parents_first", f"a chain of {CHAIN:,} nodes", expressions.chain_of_nodes)


def asked_of(function, parents):
    """Return what a function says of the root of the graph with these parents."""
    parents = parents() if callable(parents) else parents
    nodes = [SimpleNamespace(number=number) for number in range(len(parents))]
    for node, own in zip(nodes, parents, strict=True):
        node.parents = [nodes[number] for number in own]
    return function(nodes[0])


def numbers_of(sort, parents):
    """Let a function sort the graph with these parents, and return the nodes' numbers."""
    return [node.number for node in asked_of(sort, parents)]


@topo_order.wrong(
    "topo_order",
    "recursive",
    "your function calls itself for each parent. Python nests about a thousand calls, and a chain "
    f"of {CHAIN:,} nodes needs more. Keep the nodes that wait in a list of your own.",
)
def recursive(parents):
    def sort(root):
        order, visited = [], set()

        def visit(node):
            if id(node) not in visited:
                visited.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(root)
        return order

    return numbers_of(sort, parents)


@topo_order.wrong(
    "topo_order",
    "shared nodes come once for each way to them",
    "a node that is used twice stands in your list twice. Remember which nodes have been visited, "
    "and pass over them.",
)
def with_duplicates(parents):
    def sort(root):
        order, waiting = [], [(root, iter(root.parents))]
        while waiting:
            parent = next(waiting[-1][1], None)
            if parent is None:
                order.append(waiting.pop()[0])
            else:
                waiting.append((parent, iter(parent.parents)))
        return order

    return numbers_of(sort, parents)


@topo_order.wrong(
    "topo_order",
    "each node when it is first met",
    "a node enters your list when it is met, before its parents. It may enter when all of its "
    "parents stand there: on the way out of it, not on the way in.",
)
def in_preorder(parents):
    return numbers_of(preorder, parents)


@topo_order.wrong(
    "topo_order",
    "the first meeting, turned round",
    "your list is the order in which nodes are first met, turned round. That fails where a parent "
    "is met early and needed again further down: it has to stand before all that were made of it.",
    turned=(False, True),
    early=(False, True),
)
def in_reversed_preorder(parents, *, turned, early):
    return numbers_of(lambda root: preorder(root, turned, early)[::-1], parents)


@topo_order.wrong(
    "topo_order",
    "by distance from the root",
    "your list goes by the shortest way from the root. A node may be reached by a longer way as "
    "well, and has to stand before everything that was made of it.",
)
def in_levels(parents):
    return numbers_of(lambda root: by_distance(root)[::-1], parents)


@topo_order.wrong(
    "topo_order",
    "root first",
    "your list is turned round: it begins with the root, and each node stands before its parents. "
    "The root comes last.",
)
def root_first(parents):
    return numbers_of(lambda root: sorted_nodes(root)[::-1], parents)


@topo_order.wrong(
    "topo_order",
    "root forgotten",
    "the root is missing from your list. It is a node like the others, and the last one.",
)
def without_root(parents):
    return numbers_of(lambda root: sorted_nodes(root)[:-1], parents)


@topo_order.wrong(
    "topo_order",
    "leaves forgotten",
    "nodes without parents are missing from your list. They are nodes, too, and it begins with "
    "them.",
)
def without_leaves(parents):
    return numbers_of(lambda root: [n for n in sorted_nodes(root) if n.parents], parents)


@topo_order.wrong(
    "topo_order",
    "only the first parent is followed",
    "your function follows one parent of each node alone. Every parent has to be visited, and all "
    "that it was made of.",
    which=(0, -1),
)
def along_one_parent(parents, *, which):
    def sort(root):
        order = [root]
        while order[-1].parents:
            order.append(order[-1].parents[which])
        return order[::-1]

    return numbers_of(sort, parents)


@topo_order.right("topo_order")
def by_counting_children(parents):
    return numbers_of(_counted, parents)


def _counted(root):
    nodes = by_distance(root)
    left = {id(node): 0 for node in nodes}
    for node in nodes:
        for parent in node.parents:
            left[id(parent)] += 1
    order = [root]
    for node in order:
        for parent in node.parents:
            left[id(parent)] -= 1
            if left[id(parent)] == 0:
                order.append(parent)
    return order[::-1]


@topo_order.right("topo_order")
def by_coming_back(parents):
    return [node.number for node in asked_of(_in_two_visits, parents)]


def _in_two_visits(root):
    entered, waiting = set(), [(root, False)]
    while waiting:
        node, is_done = waiting.pop()
        if is_done:
            yield node
        elif id(node) not in entered:
            entered.add(id(node))
            waiting.append((node, True))
            waiting.extend((parent, False) for parent in node.parents)
