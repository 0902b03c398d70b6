"""Values of the standard library whose class counts: counters, queues, moments, paths, views."""

from __future__ import annotations

import collections
import datetime
import io
import pathlib
import random
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from dlkit.check.hashes import as_dict
from dlkit.check.plain import NotPlain

Inner = Callable[[Any], Any]
MODULES = ("builtins", "collections", "datetime", "pathlib", "uuid", "io", "_io", "random")
DATA_TYPES: tuple[type, ...] = (
    *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
    *(range, slice, object, type, type(None)),
)
TYPES = {each.__name__: each for each in DATA_TYPES}
VIEWS: Mapping[type, str] = {
    type({}.keys()): "keys",
    type({}.values()): "values",
    type({}.items()): "items",
}
SINGLE = {"Ellipsis": Ellipsis, "NotImplemented": NotImplemented}
PATHS = {each.__name__: each for each in (pathlib.PurePosixPath, pathlib.PosixPath)}
MOMENT = "year month day hour minute second microsecond".split()


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe a value of these classes; None for all others."""
    kind = type(value)
    if kind in VIEWS:
        return {"class": VIEWS[kind], "parts": [described(item) for item in value]}
    if value is Ellipsis or value is NotImplemented:
        return {"class": str(value), "parts": []}
    parts = _parts(value, described)
    return None if parts is None else {"class": kind.__name__, "parts": parts}


def _parts(value: Any, described: Inner) -> list[Any] | None:
    """What a value is made of again."""
    match value:
        case type():
            return [value.__name__] if TYPES.get(value.__name__) is value else None
        case collections.Counter() | collections.OrderedDict():
            return [[described(key), described(item)] for key, item in value.items()]
        case collections.defaultdict():
            pairs = [[described(key), described(item)] for key, item in value.items()]
            return [described(value.default_factory), pairs]
        case collections.deque():
            return [[described(item) for item in value], value.maxlen]
        case datetime.datetime() | datetime.time():
            return _moment(value)
        case pathlib.PurePosixPath() | uuid.UUID():
            return [str(value)]
        case bytearray():
            return [described(bytes(value))]
        case slice():
            return [described(part) for part in (value.start, value.stop, value.step)]
        case io.StringIO() | io.BytesIO():
            return [described(value.getvalue()), value.tell()]
        case random.Random():
            version, words, kept = value.getstate()
            return [version, list(words), kept]
    return None


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make it again from its parts."""
    name, parts = data["class"], data["parts"]
    if name in MAKERS:
        return MAKERS[name](parts, decoded)
    if name in SINGLE:
        return SINGLE[name]
    if name in PATHS:
        return PATHS[name](str(parts[0]))
    raise NotPlain(f"a {name} of the standard library is not sent")


def _moment(value: datetime.datetime | datetime.time) -> list[Any] | None:
    """Year to microsecond, what zone it is in (seconds from Greenwich), and which of a fold."""
    numbers = [getattr(value, part) for part in MOMENT if hasattr(value, part)]
    zone = value.tzinfo
    if zone is not None and type(zone) is not datetime.timezone:
        return None
    offset = None if zone is None else zone.utcoffset(None).total_seconds()
    return [numbers, offset, value.fold]


def _made_moment(kind: Any) -> Callable[[Any, Inner], Any]:
    def make(parts: Any, _: Inner) -> Any:
        numbers, offset, fold = parts
        zone = None
        if offset is not None:
            zone = datetime.timezone(datetime.timedelta(seconds=float(offset)))
        return kind(*map(int, numbers), tzinfo=zone, fold=int(fold))

    return make


def _pairs(parts: Any, decoded: Inner) -> dict[Any, Any]:
    return as_dict([(decoded(key), decoded(item)) for key, item in parts])


def _counter(parts: Any, decoded: Inner) -> Any:
    return collections.Counter(_pairs(parts, decoded))


def _defaultdict(parts: Any, decoded: Inner) -> Any:
    return collections.defaultdict(decoded(parts[0]), _pairs(parts[1], decoded))


def _deque(parts: Any, decoded: Inner) -> Any:
    longest = None if parts[1] is None else int(parts[1])
    return collections.deque([decoded(item) for item in parts[0]], longest)


def _random(parts: Any, _: Inner) -> Any:
    generator = random.Random()
    generator.setstate((int(parts[0]), tuple(map(int, parts[1])), parts[2] and float(parts[2])))
    return generator


def _file(kind: Any) -> Callable[[Any, Inner], Any]:
    def make(parts: Any, decoded: Inner) -> Any:
        file = kind(decoded(parts[0]))
        file.seek(int(parts[1]))
        return file

    return make


MAKERS: Mapping[str, Callable[[Any, Inner], Any]] = {
    "type": lambda parts, _: TYPES[parts[0]],
    "Counter": _counter,
    "OrderedDict": lambda parts, decoded: collections.OrderedDict(_pairs(parts, decoded)),
    "defaultdict": _defaultdict,
    "deque": _deque,
    "datetime": _made_moment(datetime.datetime),
    "time": _made_moment(datetime.time),
    "UUID": lambda parts, _: uuid.UUID(parts[0]),
    "bytearray": lambda parts, decoded: bytearray(memoryview(decoded(parts[0]))),
    "slice": lambda parts, decoded: slice(*map(decoded, parts)),
    "StringIO": _file(io.StringIO),
    "BytesIO": _file(io.BytesIO),
    "Random": _random,
    "keys": lambda parts, decoded: as_dict([(decoded(part), None) for part in parts]).keys(),
    "values": lambda parts, decoded: dict(enumerate(map(decoded, parts))).values(),
    "items": lambda parts, decoded: as_dict(list(map(decoded, parts))).items(),
}
