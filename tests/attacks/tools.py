"""What attackers share: a cell run on an isolation level, and the wire in their own hands."""

from __future__ import annotations

import os

import pytest

from autograder.model import Limits, Role
from tests.autograder.conftest import ISOLATION_LEVELS

FENCED = [name for name in ISOLATION_LEVELS if name != "process"]
OWN_WORLD = [name for name in FENCED if name != "landlock"]
each_fence = pytest.mark.parametrize("isolation_level", FENCED)
each_world = pytest.mark.parametrize("isolation_level", OWN_WORLD)

IS_ROOT = getattr(os, "geteuid", lambda: None)() == 0  # Windows has no such number
LOCKED, SOLUTION, TEST = Role.LOCKED, Role.SOLUTION, Role.TEST
QUICK = Limits(cell_seconds=1.5, call_seconds=0.7, submission_seconds=8.0)

# Inside, an attacker may take over the engine's own half: the wire, and who answers on it.
TAKE_OVER = """
import gc, json, os, struct
wire = next(o for o in gc.get_objects() if type(o).__name__ == "Wire")
server = next(o for o in gc.get_objects() if type(o).__name__ == "Server")
def raw(text):
    data = text.encode()
    wire._socket.sendall(struct.pack(">I", len(data)) + data)
def answer_calls_with(make):
    honest = type(server)._serve
    def serve(self, request):
        if request["op"] in ("act", "call", "call each"):
            raw(make(request))
        else:
            honest(self, request)
    type(server)._serve = serve
SEEN = {"error": None, "warnings": [], "changed": [], "shared": [], "moved_global_rng": False,
        "seconds": 0.0, "after": [], "value": None, "beside": {}}
def reply(request, value, **more):
    return json.dumps({"done": request["id"], "reply": {**SEEN, "value": value, **more}})
"""


def run(session, code, seconds=10.0):
    """Execute a cell; return the reply and all text it printed or returned."""
    seen = []
    reply = session.ask("execute", seconds, seen.append, code=code)
    text = "".join(
        str(m.content.get("text") or m.content.get("data", {}).get("text/plain", "")) for m in seen
    )
    return reply, text


def marks(record):
    """The marks of the test cells, in order."""
    return [cell.mark for cell in record.cells if cell.role is TEST]
