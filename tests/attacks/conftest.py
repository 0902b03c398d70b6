"""The engine's own fixtures; the attackers' tools stand in `tests.attacks.tools`."""

from tests.autograder.conftest import conduct, open_session, warm_parents  # noqa: F401
