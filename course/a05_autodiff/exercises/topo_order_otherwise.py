"""Mistakes of the order with nodes that wait: when they are marked, and how they are counted."""

from course.a05_autodiff.exercises.engine import by_distance
from course.a05_autodiff.exercises.topo_order import numbers_of, topo_order


@topo_order.wrong(
    "topo_order",
    "marked when it begins to wait",
    "your function marks a parent as visited when it begins to wait, long before its turn. Another "
    "node that needs it passes over it then, and stands in front of it. Mark it at its turn.",
    turned=(False, True),
    stays=(False, True),
    twice=(False, True),
)
def marked_when_waiting(parents, *, turned, stays, twice):
    def sort(root):
        order, marked, waiting = [], {id(root)}, [(root, False)]
        while waiting:
            node, is_done = waiting.pop()
            own = node.parents[::-1] if turned else node.parents
            new = [parent for parent in own if id(parent) not in marked]
            if is_done or (stays and not new):
                order.append(node)
                continue
            waiting.append((node, not stays))
            marked.update(map(id, new))
            new = new if twice else list({id(parent): parent for parent in new}.values())
            waiting.extend((parent, False) for parent in new)
        return order

    return numbers_of(sort, parents)


@topo_order.wrong(
    "topo_order",
    "not looked at again at its turn",
    "your function asks whether a node is done when it begins to wait, and not again at its turn. "
    "It may have entered the list in between, for another node, and enters it twice then.",
    turned=(False, True),
)
def not_asked_again(parents, *, turned):
    def sort(root):
        order, done, waiting = [], set(), [(root, False)]
        while waiting:
            node, is_ready = waiting.pop()
            if is_ready:
                order.append(node)
                done.add(id(node))
                continue
            waiting.append((node, True))
            own = node.parents[::-1] if turned else node.parents
            waiting.extend((parent, False) for parent in own if id(parent) not in done)
        return order

    return numbers_of(sort, parents)


@topo_order.wrong(
    "topo_order",
    "a parent twice is waited for twice",
    "where a node has the same parent twice, as in x · x, your function counts two and strikes out "
    "one, so that it waits for ever. Count and strike out in the same way.",
    start=("leaves", "root"),
)
def waiting_for_ever(parents, *, start):
    def sort(root):
        nodes = by_distance(root)
        before = {id(node): node.parents for node in nodes}
        after = {id(node): [n for n in nodes if node in n.parents] for node in nodes}
        if start == "leaves":
            return _counted(nodes, before, after)
        uses = {id(node): [n for n in nodes for p in n.parents if p is node] for node in nodes}
        once = {id(node): list({id(p): p for p in node.parents}.values()) for node in nodes}
        return _counted(nodes, uses, once)[::-1]

    return numbers_of(sort, parents)


def _counted(nodes, awaited, waiting):
    """Enter each node when as many have come as it waits for; each tells those that wait."""
    left = {id(node): len(awaited[id(node)]) for node in nodes}
    order = [node for node in nodes if left[id(node)] == 0]
    for node in order:
        for other in waiting[id(node)]:
            left[id(other)] -= 1
            if left[id(other)] == 0:
                order.append(other)
    return order
