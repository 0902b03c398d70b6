"""The warm parent: it has imported everything once, and forks a fenced child per submission.

It runs trusted code only. A request comes as one packet on the control socket, with the open
files that go with it; the child serves the judge on a socket of its own.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy.random  # which numpy itself puts off until it is asked for

from . import fence, linux, system_calls
from .kernel import Kernel
from .serve import Server
from .wire import Wire, WireError

if TYPE_CHECKING:
    from .foreign import ForeignKernel

MAX_PACKET, MAX_FILES = 1 << 16, 250
REHEARSAL = (  # each wakes something that the first cell of every student would have to wake
    "print('x'); x = [1, 2]; x",
    "import numpy as np; np.linspace(0, 1, 3) @ np.ones(3)",
    "1 / 0",
    "def f(x):\n    raise ValueError('x')\nf(1)",
    "np.testing.assert_allclose(1, 2)",
    "x x",
    "import asyncio; await asyncio.sleep(0)",
)
PLOTTING = "matplotlib.pyplot"  # which is large: awake only where the notebook is known to want it
PLOTS = (
    "%matplotlib inline",
    "import matplotlib.pyplot as plt; fig, ax = plt.subplots(figsize=(4, 3))\n"
    "ax.plot([1, 2], label='a'); ax.set_title('$x^2$'); ax.legend(); plt.show()",
)


def main(descriptor: int) -> None:
    """Import, preload, then fork a child for every request until the socket closes.

    The first packet says how children are to be fenced.
    """
    if sys.platform == "linux":
        linux.die_with_parent()
        linux.adopt_orphans()
    control = socket.socket(fileno=descriptor)
    spec = json.loads(control.recv(MAX_PACKET))
    kernel = Kernel()
    kernel.preload_imports(REHEARSAL)
    program = system_calls.assemble(alone=not spec["namespaces"]) if spec["filter"] else None
    settle()
    control.send(b'{"ready": true}')
    while (received := socket.recv_fds(control, MAX_PACKET, MAX_FILES))[0]:
        packet, files, *_ = received
        request = json.loads(packet)
        if request["op"] == "fork":
            child = fence.fork(spec)
            if child == 0:
                control.close()
                _live(kernel, spec, request, files, program)
            reply = {"child": child}
        else:
            reply = _answer(request, spec, kernel)
        for each in files:
            os.close(each)
        control.send(json.dumps(reply).encode())


def _answer(request: Mapping[str, Any], spec: Mapping[str, Any], kernel: Kernel) -> dict[str, Any]:
    if request["op"] == "end":
        fence.end(request["child"], spec)
        return {}
    before = set(sys.modules)
    import_all(request["modules"])
    if PLOTTING in sys.modules and PLOTTING not in before:
        kernel.preload_imports(PLOTS)
    settle()
    return {"imported": len(sys.modules) - len(before)}


def import_all(modules: Sequence[str]) -> None:
    """Import what the instructor's notebook was seen to need; what cannot be had is left out."""
    for name in modules:
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def settle() -> None:
    """Keep the garbage collector away from what every child shares, so that it stays shared."""
    gc.collect()
    gc.freeze()


def _live(
    kernel: Kernel | ForeignKernel,
    spec: Mapping[str, Any],
    request: Mapping[str, Any],
    files: list[int],
    program: bytes | None,
) -> None:
    """The whole life of a child; it never returns to the warm parent's code."""
    wire = Wire(socket.socket(fileno=files[0]))
    try:
        spec = {**spec, "limits": request["limits"]}
        companions = dict(zip(request["files"], files[1:], strict=True))
        fence.enter(spec, companions, program)
        _close_all_but(wire.fileno())
        kernel = _kernel_of(request) or kernel
        kernel.connect(wire)
        sys.path.insert(0, "")  # a notebook may import the modules beside it
        random.seed(0)
        numpy.random.seed(0)  # unseeded student code must not make two runs differ
        wire.send({"ready": True})
    except BaseException as fault:
        with contextlib.suppress(WireError):
            wire.send({"ready": False, "fault": f"{type(fault).__name__}: {fault}"})
        os._exit(1)
    try:
        Server(wire, kernel).run()
    finally:
        os._exit(0)


def _kernel_of(request: Mapping[str, Any]) -> ForeignKernel | None:
    """The kernel of its own process that is asked for, if there is one."""
    if not request["kernel"]:
        return None
    from .foreign import ForeignKernel

    return ForeignKernel(request["kernel"])


def _close_all_but(descriptor: int) -> None:
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, 4096)
