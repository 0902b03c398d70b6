"""Mistakes with the parts of single operations, and two right walks that are built differently."""

import numpy as np

from course.a05_autodiff.exercises.derivatives import (
    add,
    add_one,
    derivatives,
    walk_with,
)
from course.a05_autodiff.exercises.engine import Value, slopes_by, sorted_nodes
from course.a05_autodiff.exercises.local_slopes import adding


@derivatives.wrong(
    "derivatives",
    "an operation brings each number one part",
    "where an operation uses a number twice, as x · x does, it brings it one part only in your "
    "walk. Each use has a part of its own, and both are added.",
)
def one_part_for_each_number(f, *numbers, times=1):
    def walk(root):
        order = sorted_nodes(root)
        for node in order:
            if node.parents:
                node.grad = 0.0
        add_one(root)
        for node in order[::-1]:
            if node.parents:
                parts = dict(zip(node.parents, node.pull(node.grad), strict=True))
                for parent, part in parts.items():
                    add(parent, part)

    return slopes_by(walk, f, numbers, times)


class AddingProducts(Value):
    """Numbers whose products add to grad on the way back, besides returning their gradients."""

    def __mul__(self, x):
        y = super().__mul__(x)
        y.pull = adding(y, y.pull)
        return y

    __rmul__ = __mul__


class AddingAlways(Value):
    """Numbers that do so in every operation but the sum, which is finished."""

    def one(self, data, slope):
        y = super().one(data, slope)
        y.pull = adding(y, y.pull)
        return y

    __mul__ = __rmul__ = AddingProducts.__mul__


ADDING = {"products": AddingProducts, "all but sums": AddingAlways}


@derivatives.wrong(
    "derivatives",
    "operations add to grad as well",
    "parts are added twice: some of your operations add them to `grad`, and so does the walk. An "
    "operation only returns its gradients, as exercise 2 says.",
    where=tuple(ADDING),
)
def added_twice(f, *numbers, times=1, where):
    def walk(root):
        walk_with(root, sorted_nodes(root), add_one, add)

    return slopes_by(walk, f, numbers, times, kind=ADDING[where])


@derivatives.right("derivatives")
def by_flows(f, *numbers, times=1):
    return slopes_by(_flowing, f, numbers, times)


def _flowing(root):
    flows = {root: 1.0}
    for node in sorted_nodes(root)[::-1]:
        flow = flows[node]
        if not node.parents:
            node.grad += flow
            continue
        parts = node.pull(flow)
        for k, parent in enumerate(node.parents):
            flows[parent] = flows.get(parent, 0.0) + parts[k]


@derivatives.right("derivatives")
def by_accumulating(f, *numbers, times=1):
    return slopes_by(_accumulated, f, numbers, times, kind=_Accumulating)


class _Accumulating(Value):
    """Numbers that begin with a gradient of 0.0, a numpy float."""

    def __init__(self, *args):
        super().__init__(*args)
        self.grad = np.float64(0)


def _accumulated(root):
    order = sorted_nodes(root)
    for node in order:
        if node.parents:
            node.grad = 0
    root.grad = root.grad + 1
    for node in reversed(order):
        parts = node.pull(node.grad) if node.parents else ()
        for k, parent in enumerate(node.parents):
            parent.grad = parent.grad + parts[k]
