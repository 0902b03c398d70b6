"""What is in a container: described, filled in, remembered, compared part by part."""

from __future__ import annotations

import collections
import io
import random
from collections.abc import Callable
from typing import Any

import numpy as np

from dlkit.check.hashes import as_dict, as_set
from dlkit.check.plain import (
    SINGLE,
    NotPlain,
    decode,
    encode,
    encode_array,
    encode_container,
    is_exact,
)

from . import values

Inner = Callable[[Any], Any]
CONTAINERS = (list, dict, set)
QUEUES = (collections.deque, collections.Counter, collections.OrderedDict, collections.defaultdict)
GENERATORS = (np.random.Generator, np.random.RandomState, random.Random)


def is_mutable(value: Any) -> bool:
    """Whether it is one of the containers whose changes are sent."""
    kind = type(value)
    if kind in CONTAINERS or kind is np.ndarray or kind in QUEUES or kind in GENERATORS:
        return True
    return kind in (bytearray, io.StringIO, io.BytesIO) or _is_table(value)


def _is_table(value: Any) -> bool:
    kind = type(value)
    return kind.__name__ in ("DataFrame", "Series") and values.library_of(kind) == "pandas"


def content(value: Any, inner: Inner) -> Any:
    """Describe what is in a container; ``inner`` describes each of its parts."""
    if type(value) in CONTAINERS:
        return encode_container(value, inner)
    if type(value) is np.ndarray and is_exact(value):
        return encode_array(value)
    if type(value) is np.random.Generator:
        return encode(value)
    if type(value).__module__ == "__main__":
        state = [[name, inner(each)] for name, each in vars(value).items()]
        return {"is": "instance", "class": type(value).__name__, "state": state}
    described = values.describe(value, inner)
    if described is None:
        raise NotPlain(f"a {type(value).__name__} holds what cannot be sent")
    return described


def fill(own: Any, described: Any, hook: Inner) -> None:
    """Give a container of ours the content that was described."""
    match own:
        case list():
            own[:] = [decode(item, hook) for item in described]
        case dict():
            pairs = described["items"] if "items" in described else described["parts"]
            pairs = pairs[1] if isinstance(own, collections.defaultdict) else pairs
            fresh = as_dict([(decode(key, hook), decode(item, hook)) for key, item in pairs])
            own.clear()
            own.update(fresh)
        case set():
            fresh_items = as_set([decode(item, hook) for item in described["items"]])
            own.clear()
            own.update(fresh_items)
        case _ if type(own).__module__ == "__main__":
            state = {str(name): decode(each, hook) for name, each in described["state"]}
            vars(own).clear()
            vars(own).update(state)
        case _:
            _replace(own, decode(described, hook))


def _replace(own: Any, new: Any) -> None:
    """Give an object of a library the state of another one of its class."""
    match own, new:
        case np.ndarray(), np.ndarray():
            if own.flags.writeable and own.shape == new.shape:
                own[...] = new
        case np.random.Generator(), np.random.Generator():
            own.bit_generator.state = new.bit_generator.state
        case np.random.RandomState(), np.random.RandomState():
            own.set_state(new.get_state())
        case random.Random(), random.Random():
            own.setstate(new.getstate())
        case collections.deque(), collections.deque():
            own.clear()
            own.extend(new)
        case bytearray(), bytearray():
            own[:] = new
        case ((io.StringIO() | io.BytesIO()), (io.StringIO() | io.BytesIO())):
            own.seek(0)
            own.truncate()
            own.write(new.getvalue())  # type: ignore[arg-type]
            own.seek(new.tell())
        case _ if _is_table(own) and type(own) is type(new):
            own._update_inplace(new)


def snapshot(value: Any) -> Any:
    """What a container holds now, to be compared with later."""
    match value:
        case list() | collections.deque():
            return list(value)
        case dict():
            return list(value.items())
        case set():
            return set(value)
        case np.ndarray() if value.dtype.kind != "O":
            return value.tobytes()
        case np.ndarray():
            return value.ravel().tolist()
        case np.random.Generator():
            return repr(value.bit_generator.state)
        case np.random.RandomState():
            return repr(value.get_state(legacy=False))
        case random.Random():
            return value.getstate()
        case bytearray():
            return bytes(value)
        case io.StringIO() | io.BytesIO():
            return value.getvalue(), value.tell()
    return value.copy() if _is_table(value) else list(vars(value).items())


def same(before: Any, value: Any) -> bool:
    """Whether a container holds what it held, part by part the same."""
    match value:
        case list() | collections.deque():
            return len(before) == len(value) and all(map(_alike, before, value))
        case dict():
            return len(before) == len(value) and all(map(_alike, before, value.items()))
        case _ if _is_table(value):
            return type(before) is type(value) and bool(before.equals(value))
    now = snapshot(value)
    if not isinstance(now, list):
        return bool(now == before)
    return len(now) == len(before) and all(map(_alike, before, now))


def _alike(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is tuple is type(other):
        return len(one) == len(other) and all(map(_alike, one, other))
    return type(one) is type(other) and type(one) in SINGLE and one == other
