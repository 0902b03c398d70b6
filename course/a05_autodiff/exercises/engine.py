"""A right engine for numbers, in which the solutions replace single methods or functions."""

import math


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, parents=(), pull=None):
        self.data = float(data)
        self.grad = 0.0
        self.parents = tuple(parents)
        self.pull = pull

    def one(self, data, slope):
        """Make a result of one operand, which has this slope."""
        return type(self)(data, (self,), lambda dy: (dy * slope,))

    def two(self, other, data, slopes):
        """Make a result of two operands, each with its slope."""
        return type(self)(data, (self, other), lambda dy: tuple(dy * s for s in slopes))

    def other(self, x):
        """Return a constant as a number of the engine, and such a number as it is."""
        return x if isinstance(x, Value) else type(self)(x)

    def __add__(self, x):
        x = self.other(x)
        return self.two(x, self.data + x.data, (1.0, 1.0))

    def __mul__(self, x):
        x = self.other(x)
        return self.two(x, self.data * x.data, (x.data, self.data))

    def __neg__(self):
        return self.one(-self.data, -1.0)

    def __pow__(self, exponent):
        slope = exponent * self.data ** (exponent - 1) if exponent else 0.0
        return self.one(self.data**exponent, slope)

    def exp(self):
        return self.one(math.exp(self.data), math.exp(self.data))

    def log(self):
        if self.data <= 0:
            raise ValueError("the logarithm needs a number above 0")
        return self.one(math.log(self.data), 1 / self.data)

    def relu(self):
        return self.one(max(self.data, 0.0), float(self.data > 0))

    def tanh(self):
        return self.one(math.tanh(self.data), 1 - math.tanh(self.data) ** 2)

    def __sub__(self, x):
        return self + (-self.other(x))

    def __rsub__(self, x):
        return self.other(x) + (-self)

    __radd__, __rmul__ = __add__, __mul__


def sorted_nodes(root):
    """Return every node that the root depends on, after its parents."""
    order, visited, waiting = [], {id(root)}, [(root, iter(root.parents))]
    while waiting:
        parents = waiting[-1][1]
        parent = next((each for each in parents if id(each) not in visited), None)
        if parent is None:
            order.append(waiting.pop()[0])
        else:
            visited.add(id(parent))
            waiting.append((parent, iter(parent.parents)))
    return order


def by_distance(root):
    """Level after level, from the root on."""
    order, seen = [root], {id(root)}
    for node in order:
        for parent in node.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
    return order


def preorder(root, turned=False, early=False):
    """Each node when it is first met, from the root on; parents from left to right, or turned.

    A node is met when its turn comes, or, where ``early``, when it begins to wait.
    """
    order, seen, waiting = [], set(), [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        order.append(node)
        met = set(map(id, waiting)) if early else set()
        parents = node.parents if turned else node.parents[::-1]
        waiting.extend(parent for parent in parents if id(parent) not in met)
    return order


def local(kind, f, numbers, dy):
    """Ask one operation of an engine for its value, and for what it hands to its operands."""
    leaves = [kind(x) for x in numbers]
    y = f(*leaves)
    parts = list(zip(y.parents, y.pull(dy), strict=True))
    return y.data, [sum(part for parent, part in parts if parent is leaf) for leaf in leaves]


def slopes_by(walk, f, numbers, times, kind=Value):
    """Let a walk back go through an expression, and return what has come to its leaves."""
    leaves = [kind(x) for x in numbers]
    y = f(*leaves)
    for _ in range(times):
        walk(y)
    return y.data, [leaf.grad for leaf in leaves]
