"""Answers on the order of a graph that mark, meet or ask for a node at the wrong time."""

from tests.course.a05_autodiff.plausible.orders import graph_of, numbers
from tests.course.plausible import wrong


@wrong("Mark it at its turn")
def topo_order__marked_when_pushed(parents):
    root = graph_of(parents)
    order, visited, stack = [], {root}, [(root, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            order.append(node)
            continue
        stack.append((node, True))
        for parent in node.parents:
            if parent not in visited:
                visited.add(parent)
                stack.append((parent, False))
    return numbers(order)


@wrong("Mark it at its turn")
def topo_order__all_new_parents_at_once(parents):
    root = graph_of(parents)
    order, visited, stack = [], {root}, [root]
    while stack:
        new = [parent for parent in stack[-1].parents if parent not in visited]
        visited.update(new)
        stack.extend(new)
        if not new:
            order.append(stack.pop())
    return numbers(order)


@wrong("and not again at its turn")
def topo_order__done_asked_once(parents):
    order, done, stack = [], set(), [(graph_of(parents), False)]
    while stack:
        node, is_ready = stack.pop()
        if is_ready:
            order.append(node)
            done.add(node)
            continue
        stack.append((node, True))
        stack.extend((parent, False) for parent in node.parents if parent not in done)
    return numbers(order)


@wrong("nodes are first met, turned round")
def topo_order__marked_in_a_comprehension(parents):
    root = graph_of(parents)
    order, seen, stack = [], {root}, [root]
    while stack:
        node = stack.pop()
        order.append(node)
        stack += [p for p in node.parents if p not in seen and not seen.add(p)]
    return numbers(order[::-1])


@wrong("nodes are first met, turned round")
def topo_order__new_ones_in_front(parents):
    order, stack = [], [graph_of(parents)]
    while stack:
        node = stack.pop()
        if node not in order:
            order.insert(0, node)
            stack += node.parents
    return numbers(order)


@wrong("Mark it at its turn")
def topo_order__waits_and_marked_in_a_comprehension(parents):
    root = graph_of(parents)
    order, seen, stack = [], {root}, [root]
    while stack:
        new = [p for p in stack[-1].parents if p not in seen and not seen.add(p)]
        stack += new
        if not new:
            order.append(stack.pop())
    return numbers(order)
