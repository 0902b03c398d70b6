"""A kernel that reaches no other machine: a lecture that needs the network fails."""

import sys

OWN = ("127.0.0.1", "::1", "localhost", None, "", "0.0.0.0", "::")


def install():
    """Refuse every connection to another machine, and every question for its address."""
    sys.addaudithook(refuse)


def refuse(event, arguments):
    """Raise where Python is about to leave this machine."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in OWN:
        raise OSError(f"a lecture runs without the network; it asked for {host}")
