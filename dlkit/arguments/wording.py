"""How an error names the argument it is about."""


def subject(name: str, who: str) -> str:
    """Return how a message begins: *who: name*, or the name alone where nobody is said to ask."""
    return f"{who}: {name}" if who else name


def element(name: str, index: tuple[int, ...]) -> str:
    """Return how a message names one element, as in ``x[0, 2]``; a single number has no index."""
    return f"{name}[{', '.join(map(str, index))}]" if index else name
