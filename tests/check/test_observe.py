"""Watching one call: everything that can be seen from outside, and nothing that leaks out."""

import sys
import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from dlkit.check.observe import observe


def test_value_and_time_are_noted():
    seen = observe(lambda x, *, by: x + by, (1.0,), {"by": 2.0})
    assert seen.value == 3.0
    assert seen.error is None and not seen.stopped
    assert 0 <= seen.seconds < 1


def writes(x):
    x[0] = 9.0


def writes_inside(x):
    x[1]["w"] += 1.0


def reshapes(x):
    x.shape = (3, 1)


def loses_an_item(x):
    x.pop()


def adds_an_item(x):
    x.append(np.zeros(1))


@pytest.mark.filterwarnings("ignore:Setting the shape")
@pytest.mark.parametrize(
    ("function", "argument", "changed"),
    [
        (writes, np.ones(3), ("argument 1",)),
        (writes_inside, [np.ones(2), {"w": np.ones(2)}], ("argument 1[1]['w']",)),
        (reshapes, np.ones(3), ("argument 1",)),
        (loses_an_item, [np.ones(1), np.ones(2)], ("argument 1",)),
        (adds_an_item, [np.ones(1)], ("argument 1",)),
        (list.sort, [3, 1, 2], ("argument 1",)),
        (sorted, [3, 1, 2], ()),
        (lambda d: d.update(a=2), {"a": 1}, ("argument 1",)),
        (lambda s: s.add(2), {1}, ("argument 1",)),
        (lambda o: setattr(o, "n", 2), SimpleNamespace(n=1), ("argument 1",)),
        (np.sum, np.ones(3), ()),
    ],
)
def test_a_changed_argument_is_named(function, argument, changed):
    assert observe(function, (argument,)).changed == changed


def test_a_changed_keyword_is_named():
    assert observe(lambda *, out: writes(out), (), {"out": np.ones(2)}).changed == ("out",)


@pytest.mark.parametrize(
    ("function", "shared"),
    [
        (lambda x, y: y, ("argument 2",)),
        (lambda x, y: (x[1:], y.T), ("argument 1", "argument 2")),
        (lambda x, y: {"x": x.reshape(-1)}, ("argument 1",)),
        (lambda x, y: x + y, ()),
        (lambda x, y: 1.0, ()),
        (lambda x, y: np.broadcast_to(x + y, (2, 3)), ("itself",)),
        (lambda x, y: np.broadcast_to(x, (2, 3)), ("argument 1",)),
        (lambda x, y: np.broadcast_to(x + y, (1, 3)), ()),
    ],
)
def test_shared_memory_is_named(function, shared):
    assert observe(function, (np.ones(3), np.ones(3))).shared == shared


def test_output_and_warnings_are_swallowed_and_kept(capsys):
    def noisy():
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return np.log(np.zeros(1))

    seen = observe(noisy)
    assert capsys.readouterr() == ("", "")
    assert [text.partition(":")[0] for text in seen.warnings] == ["UserWarning", "RuntimeWarning"]


def test_the_error_state_of_the_caller_does_not_matter():
    with np.errstate(all="raise"):
        assert observe(lambda: np.exp(np.array(1000.0))).value == np.inf
        assert observe(lambda: np.exp(np.array(-1000.0))).value == 0.0


def test_the_global_random_state_is_watched():
    assert observe(lambda: np.random.random()).moved_global_rng
    assert not observe(lambda: np.random.default_rng(0).random()).moved_global_rng


def own_line():
    return int("many")


def test_an_error_brings_the_line_in_the_functions_own_file():
    seen = observe(own_line)
    assert seen.error.kind == "ValueError"
    assert seen.error.line == 'return int("many")'
    assert seen.error.line_number == own_line.__code__.co_firstlineno + 1
    assert "with ValueError: invalid literal" in seen.error.sentence()


def test_an_error_names_the_classes_it_is_derived_from():
    assert "ValueError" in observe(lambda: np.sum(np.ones(2), axis=5)).error.also


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def raising(exception):
    def function():
        raise exception

    return function


@pytest.mark.parametrize(
    "exception", [SystemExit(0), RecursionError(), Mute(), Exception("x" * 900)]
)
def test_every_exception_is_noted(exception):
    seen = observe(raising(exception))
    assert seen.error.kind == type(exception).__name__
    assert len(seen.error.message) <= 500


def test_an_interrupt_is_the_users_own():
    with pytest.raises(KeyboardInterrupt):
        observe(raising(KeyboardInterrupt()))


def test_what_cannot_be_called_is_an_error():
    assert observe(None).error.kind == "TypeError"


def test_a_result_that_contains_itself_is_noted():
    endless = []
    endless.append(endless)
    assert observe(lambda x: endless, (np.ones(2),)).shared == ()


def test_a_proxy_observes_itself():
    class Proxy:
        def __observe__(self, args, kwargs):
            return (args, kwargs)

    assert observe(Proxy(), (1,), {"a": 2}) == ((1,), {"a": 2})
