"""Answers on the order of a graph and on its edges."""

from tests.course.plausible import right, wrong


class Node:
    def __init__(self, number):
        self.number = number
        self.parents = []


def graph_of(parents):
    parents = parents() if callable(parents) else parents
    nodes = [Node(number) for number in range(len(parents))]
    for node, numbers in zip(nodes, parents, strict=True):
        node.parents = [nodes[number] for number in numbers]
    return nodes[0]


def numbers(order):
    return [node.number for node in order]


def sort(root):
    order, visited, waiting = [], set(), [root]
    while waiting:
        node = waiting[-1]
        new = [parent for parent in node.parents if parent not in visited]
        if new:
            waiting.append(new[0])
        else:
            waiting.pop()
            if node not in visited:
                visited.add(node)
                order.append(node)
    return order


@right
def topo_order__looks_at_all_parents(parents):
    return numbers(sort(graph_of(parents)))


@right
def topo_order__with_a_dictionary(parents):
    root = graph_of(parents)
    state, waiting, order = {}, [root], []
    while waiting:
        node = waiting.pop()
        if state.get(node) == "open":
            state[node] = "done"
            order.append(node)
        elif node not in state:
            state[node] = "open"
            waiting.append(node)
            waiting += node.parents
    return numbers(order)


@wrong("calls itself for each parent")
def topo_order__like_micrograd(parents):
    order, visited = [], set()

    def build(node):
        if node not in visited:
            visited.add(node)
            for parent in node.parents:
                build(parent)
            order.append(node)

    build(graph_of(parents))
    return numbers(order)


@wrong("begins with the root")
def topo_order__forgot_to_reverse(parents):
    return numbers(sort(graph_of(parents))[::-1])


@wrong("in your list twice|times; once is needed|stands in your list twice")
def topo_order__without_visited(parents):
    order, waiting = [], [(graph_of(parents), 0)]
    while waiting:
        node, place = waiting.pop()
        if place < len(node.parents):
            waiting.append((node, place + 1))
            waiting.append((node.parents[place], 0))
        else:
            order.append(node)
    return numbers(order)


@wrong("the wrong way round")
def topo_order__appended_at_once(parents):
    order, waiting = [], [graph_of(parents)]
    while waiting:
        node = waiting.pop()
        if node not in order:
            order.append(node)
            waiting += node.parents
    return numbers(order)


@wrong("a list of the nodes' numbers is needed")
def topo_order__returns_nothing(parents):
    sort(graph_of(parents))


@wrong("is missing")
def topo_order__parents_of_the_root(parents):
    root = graph_of(parents)
    return numbers([*dict.fromkeys(root.parents), root])


@right
def edge_count__with_a_loop(parents):
    count = 0
    for node in sort(graph_of(parents)):
        for _parent in node.parents:
            count += 1
    return count


@wrong("you count nodes")
def edge_count__length_of_the_order(parents):
    return len(sort(graph_of(parents)))


@wrong("has two edges to it")
def edge_count__with_a_set_of_pairs(parents):
    order = sort(graph_of(parents))
    return len({(node, parent) for node in order for parent in node.parents})


@wrong
def edge_count__twice(parents):
    return 2 * sum(len(node.parents) for node in sort(graph_of(parents)))


@wrong("parents of the root")
def edge_count__of_the_root(parents):
    return len(graph_of(parents).parents)


@wrong("goes by the shortest way from the root")
def topo_order__breadth_first_reversed(parents):
    root = graph_of(parents)
    order, visited = [root], {root}
    for node in order:
        for parent in node.parents:
            if parent not in visited:
                visited.add(parent)
                order.append(parent)
    return numbers(order[::-1])


@wrong("the root is missing")
def topo_order__without_the_root(parents):
    return numbers(sort(graph_of(parents))[:-1])


@wrong("you count paths through the graph")
def edge_count__paths(parents):
    paths = {}
    root = graph_of(parents)
    for node in sort(root):
        paths[node] = sum(paths[parent] for parent in node.parents) if node.parents else 1
    return paths[root]


@wrong("counted twice, with everything behind it")
def edge_count__recursive(parents):
    def count(node):
        return len(node.parents) + sum(map(count, node.parents))

    return count(graph_of(parents))


@wrong("waits for ever")
def topo_order__kahn_with_sets_of_children(parents):
    nodes = sort(graph_of(parents))
    children = {node: {each for each in nodes if node in each.parents} for node in nodes}
    missing = {node: len(node.parents) for node in nodes}
    order = [node for node in nodes if not missing[node]]
    for node in order:
        for child in children[node]:
            missing[child] -= 1
            if not missing[child]:
                order.append(child)
    return numbers(order)
