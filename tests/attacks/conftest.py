"""The engine's own fixtures; the attackers' tools stand in `tests.attacks.tools`."""

from tests.autograder.conftest import open_session, run_notebook, warm_parents  # noqa: F401
