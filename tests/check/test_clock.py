"""A limit of time: every kind of endless loop ends, whatever the machine offers for that."""

import contextlib
import itertools
import signal
import sys
import threading
import warnings

import numpy as np
import pytest

from dlkit.check import clock
from dlkit.check.battery import Value, run_all
from dlkit.check.clock import ByEvents, ByTimer, ByTrace, TimeUp, limit
from dlkit.check.patience import Patient

SECONDS = 0.02
HAS_EVENTS = hasattr(sys, "monitoring")
WAYS = [ByTimer, pytest.param(ByEvents, marks=pytest.mark.skipif(not HAS_EVENTS, reason="3.12"))]
ALL_WAYS = [*WAYS, ByTrace]


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    monkeypatch.setattr(clock, "GRACE_SECONDS", 0.02)
    monkeypatch.setattr(clock, "TICK_SECONDS", 0.005)


def nothing_but_a_loop():
    while True:
        pass


def an_endless_iterator():
    for _ in itertools.count():
        pass


def never_below_zero(x=1.0):
    while x > 0:
        x = x / 2 + 1


def a_generator():
    def numbers():
        while True:
            yield 1

    return sum(numbers())


def a_comprehension():
    return [None for _ in itertools.repeat(0) if _]


def calls_of_numpy():
    x = np.ones(3)
    while x.sum() > 0:
        x = np.abs(x)


def a_function_that_calls_itself():
    with contextlib.suppress(RecursionError):
        a_function_that_calls_itself()
    a_function_that_calls_itself()


def a_map():
    return any(map(lambda _: None, itertools.repeat(0)))


def an_error_that_is_caught_again_and_again():
    while True:
        with contextlib.suppress(Exception):
            int("x")


LOOPS = [nothing_but_a_loop, an_endless_iterator, never_below_zero, a_generator, a_comprehension]
LOOPS += [calls_of_numpy, a_function_that_calls_itself, a_map]
LOOPS += [an_error_that_is_caught_again_and_again]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("way", ALL_WAYS)
def test_an_endless_loop_is_stopped(way, loop):
    if (way, loop) == (ByTrace, a_function_that_calls_itself):
        pytest.skip("where the stack is full, Python drops a trace that it has no room to call")
    with pytest.raises(TimeUp), way(SECONDS):
        loop()


def everything_is_caught():
    while True:
        try:
            int("x")
        except BaseException:
            continue


def everything_is_caught_further_in():
    while True:
        with contextlib.suppress(BaseException):
            nothing_but_a_loop()


@pytest.mark.parametrize(
    ("loop", "way"),
    [*((everything_is_caught, way) for way in (ByTimer, ByEvents))]
    + [(everything_is_caught_further_in, ByEvents)],
)
def test_one_that_catches_everything_is_stopped_at_last(loop, way):
    if way is ByEvents and not HAS_EVENTS:
        pytest.skip("Python 3.12")
    with pytest.raises(TimeUp), way(SECONDS):
        loop()


@pytest.mark.parametrize("way", ALL_WAYS)
def test_what_the_code_does_on_its_way_out_is_done(way, monkeypatch):
    monkeypatch.setattr(clock, "GRACE_SECONDS", 60.0)
    closed = []

    def closes():
        try:
            nothing_but_a_loop()
        finally:
            closed.extend(abs(number) for number in range(100))

    with pytest.raises(TimeUp), way(SECONDS):
        closes()
    assert closed == list(range(100))


@pytest.mark.parametrize("way", ALL_WAYS)
def test_nothing_is_left_of_it(way):
    before = signal.getsignal(signal.SIGALRM), sys.gettrace()
    for loop in (nothing_but_a_loop, int):
        with contextlib.suppress(TimeUp), way(SECONDS):
            loop()
        assert (signal.getsignal(signal.SIGALRM), sys.gettrace()) == before
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    if HAS_EVENTS:
        assert all(sys.monitoring.get_tool(tool) is None for tool in clock.TOOLS)


@pytest.mark.parametrize("way", ALL_WAYS)
def test_a_limit_that_is_over_when_its_block_ends_raises_nothing(way):
    for _ in range(200):
        with contextlib.suppress(TimeUp), way(0.0):
            pass
    assert sum(range(1000)) == 499500


@pytest.mark.parametrize("way", WAYS[1:])
def test_other_threads_are_left_alone(way):
    ended = []
    go_on = threading.Event()

    def elsewhere():
        while not go_on.is_set():
            abs(-1)
        ended.append("by itself")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    with pytest.raises(TimeUp), way(SECONDS):
        nothing_but_a_loop()
    go_on.set()
    thread.join()
    assert ended == ["by itself"]


def in_a_thread(function):
    """Run it outside of the main thread, where no signal arrives; return what it returns."""
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


def test_a_timer_is_taken_where_there_is_one_that_goes_off(monkeypatch):
    other = ByEvents if HAS_EVENTS else ByTrace
    assert type(limit(1.0)) is ByTimer
    assert type(in_a_thread(lambda: limit(1.0))) is other
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert type(limit(1.0)) is other
    monkeypatch.undo()
    monkeypatch.delattr(signal, "setitimer")
    assert type(limit(1.0)) is other


@pytest.fixture
def windows(monkeypatch):
    for name in ("setitimer", "SIGALRM", "ITIMER_REAL"):
        monkeypatch.delattr(signal, name)


@pytest.fixture
def browser(windows, monkeypatch):
    """As in WebAssembly: no timer and no threads."""

    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)


@pytest.mark.parametrize("machine", ["windows", "browser"])
def test_a_check_ends_an_endless_loop_on_every_machine(machine, request):
    request.getfixturevalue(machine)
    checks = (Value(function="f", part="values", title="a case", args=(1.0,), expected=1.0),) * 2
    stdout, filters = sys.stdout, list(warnings.filters)
    found = run_all(checks, {"f": Patient(never_below_zero, SECONDS)})
    assert [each.status for each in found] == ["stopped", "stopped"]
    assert "Is there a loop that never ends?" in found[0].message
    assert (sys.stdout, warnings.filters) == (stdout, filters)
    assert run_all(checks, {"f": Patient(float, 60.0)})[0].passed


def test_a_check_in_another_thread_ends_an_endless_loop_too():
    assert in_a_thread(lambda: Patient(never_below_zero, SECONDS).__observe__((), {})).stopped
