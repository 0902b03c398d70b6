"""Tables of pandas and what they are made of, column by column, as plain arrays and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dlkit.check.plain import MAX_RANGE, NotPlain

Inner = Callable[[Any], Any]
PLAIN = "biufc"
NULLABLE = (
    *("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"),
    *("Float32", "Float64", "boolean", "string", "str"),
)
MISSING = ("NaTType", "NAType")


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe a table, a column, an index, a moment, an interval; None for other values."""
    import pandas as pd

    name = type(value).__name__
    if isinstance(value, pd.DataFrame):
        columns = [_column(value.iloc[:, i], described) for i in range(value.shape[1])]
        parts = [_index(value.columns, described), _index(value.index, described), columns]
        return {"class": "DataFrame", "parts": parts}
    if isinstance(value, pd.Series):
        parts = [_column(value, described), _index(value.index, described), described(value.name)]
        return {"class": "Series", "parts": parts}
    if isinstance(value, pd.Index):
        return {"class": "Index", "parts": [_index(value, described)]}
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return {"class": "array", "parts": [_column(pd.Series(value), described)]}
    if name in MISSING:
        return {"class": name, "parts": []}
    return _single(value, described)


def _single(value: Any, described: Inner) -> dict[str, Any] | None:
    import pandas as pd

    match value:
        case pd.Timestamp():
            zone = None if value.tz is None else str(value.tz)
            return {"class": "Timestamp", "parts": [value.value, value.unit, zone]}
        case pd.Timedelta():
            return {"class": "Timedelta", "parts": [value.value, value.unit]}
        case pd.Period():
            return {"class": "Period", "parts": [value.ordinal, value.freqstr]}
        case pd.Interval():
            ends = [described(value.left), described(value.right)]
            return {"class": "Interval", "parts": [*ends, value.closed]}
        case pd.CategoricalDtype() if value.categories is not None:
            return {"class": "categories", "parts": [described(value.categories), value.ordered]}
        case pd.api.extensions.ExtensionDtype():
            return {"class": "dtype", "parts": [str(value)]}
    return None


def _column(column: Any, described: Inner) -> Any:
    """The dtype of a column (or of an index) and its values."""
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in PLAIN:
        return ["plain", described(np.array(column.to_numpy()))]
    if isinstance(dtype, pd.CategoricalDtype):
        codes = column.cat.codes if isinstance(column, pd.Series) else column.codes
        categories = _index(dtype.categories, described)
        return ["category", described(np.array(codes, "i8")), categories, bool(dtype.ordered)]
    if getattr(dtype, "kind", "") in "mM" and not isinstance(dtype, pd.PeriodDtype):
        zone = None if getattr(dtype, "tz", None) is None else str(dtype.tz)
        unit = np.datetime_data(dtype if isinstance(dtype, np.dtype) else dtype.base)[0]
        numbers = np.array(pd.Series(column).astype("int64"))
        return ["moments", described(numbers), dtype.kind, unit, zone]
    if str(dtype) in NULLABLE:
        items = [None if item is pd.NA or item is None or item != item else item for item in column]
        return ["nullable", described(items), str(dtype)]
    return ["objects", [described(item) for item in column]]


def _index(index: Any, described: Inner) -> Any:
    import pandas as pd

    names = [described(name) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return {"kind": "range", "names": names, "made of": [index.start, index.stop, index.step]}
    if isinstance(index, pd.MultiIndex):
        levels = [index.get_level_values(level) for level in range(index.nlevels)]
        return {"kind": "levels", "names": names, "made of": [_index(e, described) for e in levels]}
    if isinstance(index, pd.PeriodIndex | pd.IntervalIndex):
        column = ["objects", [described(item) for item in index]]
        return {"kind": type(index).__name__, "names": names, "made of": column}
    pace = getattr(index, "freqstr", None)
    return {"kind": "column", "names": names, "made of": _column(index, described), "pace": pace}


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make it again."""
    import pandas as pd

    name, parts = data["class"], data["parts"]
    match name:
        case "DataFrame":
            return _table(parts, decoded)
        case "Series":
            index = _made_index(parts[1], decoded)
            return pd.Series(_values(parts[0], decoded), index=index, name=decoded(parts[2]))
        case "Index":
            return _made_index(parts[0], decoded)
        case "array":
            return pd.Series(_values(parts[0], decoded)).array
        case "NaTType" | "NAType":
            return pd.NaT if name == "NaTType" else pd.NA
    return _made_single(name, parts, decoded)


def _made_single(name: str, parts: Any, decoded: Inner) -> Any:
    import pandas as pd

    match name:
        case "Timestamp":
            moment = pd.Timestamp(int(parts[0]), unit="ns", tz=parts[2] and str(parts[2]))
            return moment.as_unit(str(parts[1]))
        case "Timedelta":
            return pd.Timedelta(int(parts[0]), unit="ns").as_unit(str(parts[1]))
        case "Period":
            return pd.Period(ordinal=int(parts[0]), freq=str(parts[1]))
        case "Interval":
            return pd.Interval(decoded(parts[0]), decoded(parts[1]), str(parts[2]))
        case "categories":
            return pd.CategoricalDtype(decoded(parts[0]), bool(parts[1]))
        case "dtype" if str(parts[0]) in NULLABLE:
            return pd.api.types.pandas_dtype(str(parts[0]))
    raise NotPlain(f"a {name} of pandas is not sent")


def _table(parts: Any, decoded: Inner) -> Any:
    import pandas as pd

    columns, index = _made_index(parts[0], decoded), _made_index(parts[1], decoded)
    values = {i: pd.Series(_values(each, decoded), index=index) for i, each in enumerate(parts[2])}
    table = pd.DataFrame(values, index=index)
    table.columns = columns
    return table


def _values(column: Any, decoded: Inner) -> Any:
    import pandas as pd

    kind, values, *rest = column
    match kind:
        case "plain":
            return _numbers(decoded(values))
        case "category":
            categories = _made_index(rest[0], decoded)
            codes = _numbers(decoded(values))
            return pd.Categorical.from_codes(codes, categories, ordered=bool(rest[1]))
        case "moments":
            unit, zone = str(rest[1]), rest[2]
            moments = _numbers(decoded(values)).view(f"{'M' if rest[0] == 'M' else 'm'}8[{unit}]")
            series = pd.Series(moments)
            return series if zone is None else series.dt.tz_localize("UTC").dt.tz_convert(str(zone))
        case "nullable" if str(rest[0]) in NULLABLE:
            return pd.array(decoded(values), dtype=str(rest[0]))
        case "objects":
            objects = np.empty(len(values), dtype=object)
            for i, item in enumerate(values):
                objects[i] = decoded(item)
            return pd.array(objects, dtype=object) if len(objects) else objects
    raise NotPlain(f"a column of kind {kind!r} is not sent")


def _numbers(array: Any) -> np.ndarray:
    if not isinstance(array, np.ndarray) or array.dtype.kind not in PLAIN or array.ndim != 1:
        raise NotPlain("a column is no array of numbers")
    return array


def _made_index(data: Mapping[str, Any], decoded: Inner) -> Any:
    import pandas as pd

    names, made_of = [decoded(name) for name in data["names"]], data["made of"]
    match data["kind"]:
        case "range":
            numbers = range(*map(int, made_of))
            if len(numbers) > MAX_RANGE:
                raise NotPlain(f"an index of {len(numbers)} numbers is too long")
            return pd.RangeIndex(numbers, name=names[0])
        case "levels":
            return pd.MultiIndex.from_arrays(
                [_made_index(e, decoded) for e in made_of], names=names
            )
        case "PeriodIndex" | "IntervalIndex":
            items = list(_values(made_of, decoded))
            kind = pd.PeriodIndex if data["kind"] == "PeriodIndex" else pd.IntervalIndex
            return kind(items, name=names[0])
    index = pd.Index(_values(made_of, decoded), name=names[0])
    if data.get("pace") and isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        index.freq = str(data["pace"])
    return index
