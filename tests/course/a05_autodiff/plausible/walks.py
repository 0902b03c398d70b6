"""More walks back through numbers, each with a mistake of its own."""

from tests.course.a05_autodiff.plausible.orders import sort
from tests.course.a05_autodiff.plausible.slopes import adding_product
from tests.course.a05_autodiff.plausible.values import Value, walked
from tests.course.plausible import wrong


def prepared(root):
    """The order, with every node between root and leaves at 0, and 1 added to the root."""
    order = sort(root)
    for node in order:
        if node.parents:
            node.grad = 0.0
    root.grad += 1.0
    return order


def as_asked(root):
    for node in reversed(prepared(root)):
        if node.parents:
            for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                parent.grad += part


@wrong("A root that is a leaf")
def derivatives__leaf_root_set(f, *numbers, times=1):
    def backward(root):
        root.grad = 0.0
        as_asked(root)

    return walked(backward, f, numbers, times)


@wrong("it brings it one part only")
def derivatives__dictionary_of_parts(f, *numbers, times=1):
    def backward(root):
        for node in reversed(prepared(root)):
            if node.parents:
                parts = dict(zip(node.parents, node.pull(node.grad), strict=True))
                for parent, part in parts.items():
                    parent.grad += part

    return walked(backward, f, numbers, times)


@wrong("hands on its gradient when it is first met")
def derivatives__stack_without_order(f, *numbers, times=1):
    def backward(root):
        prepared(root)
        stack, met = [root], set()
        while stack:
            node = stack.pop()
            if node in met or not node.parents:
                continue
            met.add(node)
            for parent, part in zip(node.parents, node.pull(node.grad), strict=True):
                parent.grad += part
                stack.append(parent)

    return walked(backward, f, numbers, times)


@wrong("calls itself for each parent")
def derivatives__recursive(f, *numbers, times=1):
    def walk(node, dy):
        node.grad += dy
        if node.parents:
            for parent, part in zip(node.parents, node.pull(dy), strict=True):
                walk(parent, part)

    def backward(root):
        prepared(root)
        root.grad -= 1.0
        walk(root, 1.0)

    return walked(backward, f, numbers, times)


@wrong("goes along every path")
def derivatives__every_path(f, *numbers, times=1):
    def backward(root):
        prepared(root)
        root.grad -= 1.0
        stack = [(root, 1.0)]
        while stack:
            node, dy = stack.pop()
            node.grad += dy
            if node.parents:
                stack.extend(zip(node.parents, node.pull(dy), strict=True))

    return walked(backward, f, numbers, times)


@wrong("parts are added twice")
def derivatives__products_add_to_grad(f, *numbers, times=1):
    class Adding(Value):
        __mul__ = __rmul__ = adding_product

        def __neg__(self):
            return Adding(-self.data, (self,), lambda dy: (-dy,))

    leaves = [Adding(x) for x in numbers]
    y = f(*leaves)
    for _ in range(times):
        as_asked(y)
    return y.data, [leaf.grad for leaf in leaves]
