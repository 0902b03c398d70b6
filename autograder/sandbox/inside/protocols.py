"""The special methods that a test may use of a student's object, for both ends of the wire."""

from __future__ import annotations

ASKED = tuple(  # always, of an object whose class has them
    f"__{name}__"
    for name in (
        "len bool int float complex index getitem setitem delitem iter next reversed enter exit "
        "call round trunc floor ceil str repr format bytes"
    ).split()
)
TWO_SIDED = "add sub mul matmul truediv floordiv mod divmod pow and or xor lshift rshift".split()
ONE_SIDED = "neg pos invert abs".split()
ORDERED = "lt le gt ge".split()
IN_PLACE = [name for name in TWO_SIDED if name != "divmod"]
COMPUTING = tuple(  # only where the source says that students write them
    f"__{name}__"
    for name in (
        *TWO_SIDED,
        *(f"r{name}" for name in TWO_SIDED),
        *(f"i{name}" for name in IN_PLACE),
        *ONE_SIDED,
        *ORDERED,
        *("eq", "hash", "contains"),
    )
)
CONVERTING = ("__array__", "__array_ufunc__", "__array_function__")  # of numpy: never asked
PROTOCOLS = (*ASKED, *COMPUTING, *CONVERTING)
