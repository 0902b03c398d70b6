"""How much processor time the tests take, by topic, for the table at the end of ``make test``.

A test's time is that of its own process and of the child processes that it has waited for, so
it can be a little too small, but is the same however many tests run at once.
"""

import os
import re
from collections import Counter

import pytest

from dlkit.topics import ORDER

_TOPICS = "|".join(ORDER)
IN_PATH = re.compile(rf"(?:/a\d\d_|/test_)({_TOPICS})(?=[_./])")
IN_PARAMETERS = re.compile(rf"\[(?:a\d\d_)?({_TOPICS})(?=[.\]-])")
SENT = "processor_time"  # what a worker of xdist hands over at its end


def group_of(nodeid):
    """Return the topic that a test names in its folder, file or parameters, else its folder."""
    path, _, test = nodeid.partition("::")
    if found := IN_PATH.search(path) or IN_PARAMETERS.search(test):
        return found[1]
    return "/".join(path.split("/")[:-1][:2])


def spent():
    """Seconds of this process and of its finished children, in user and in system mode."""
    return sum(os.times()[:4])


class ProcessorTime:
    """Adds up what the tests take; those of a worker arrive where the table is printed."""

    def __init__(self):
        self.seconds = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        before = spent()
        result = yield
        self.seconds[group_of(item.nodeid)] += spent() - before
        return result

    def pytest_sessionfinish(self, session):
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[SENT] = dict(self.seconds)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.seconds.update(getattr(node, "workeroutput", {}).get(SENT, {}))

    def pytest_terminal_summary(self, terminalreporter):
        if len(self.seconds) > 1:
            terminalreporter.section("processor time by topic, then by folder")
            for line in table(self.seconds):
                terminalreporter.line(line)


def table(seconds):
    """Yield the lines: topics in their order, the rest by folder, the sum."""
    groups = [topic for topic in ORDER if topic in seconds]
    groups += sorted(set(seconds) - set(groups))
    yield from (f"{group:20} {seconds[group]:7.1f} s" for group in groups)
    yield f"{'in all':20} {sum(seconds.values()):7.1f} s"
