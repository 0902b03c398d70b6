"""The few bytes of TensorBoard's file format that scalars and graphs need, written by hand.

An event is a protocol buffer: fields, each a number and a type in one byte, then the value. An
event file is a row of frames (TFRecord): length, checksum, data, checksum. The checksum is the
CRC of Castagnoli, rotated and shifted, so that a checksum of checksums is not a special case.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

VARINT, DOUBLE, BYTES, FLOAT = 0, 1, 2, 5
POLYNOMIAL = 0x82F63B78  # Castagnoli's, its bits from low to high
MASK = 0xA282EAD8


class DamagedFile(ValueError):
    """A frame whose checksum is wrong, or that ends too early."""


def _table() -> list[int]:
    """Return the checksum of every single byte."""
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc >> 1) ^ (POLYNOMIAL if crc & 1 else 0)
        table.append(crc)
    return table


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """Return the cyclic redundancy check of Castagnoli, as in RFC 3720."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def masked_crc32c(data: bytes) -> int:
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + MASK) & 0xFFFFFFFF


def frame(data: bytes) -> bytes:
    """Return one record as it stands in the file."""
    length = struct.pack("<Q", len(data))
    return b"".join(
        (length, struct.pack("<I", masked_crc32c(length)), data)
        + (struct.pack("<I", masked_crc32c(data)),)
    )


def frames(file: BinaryIO) -> Iterator[bytes]:
    """Yield the records of a file; raise where it is damaged."""
    while head := file.read(12):
        if len(head) < 12 or struct.unpack("<I", head[8:])[0] != masked_crc32c(head[:8]):
            raise DamagedFile("the length of a record is damaged or cut off")
        (length,) = struct.unpack("<Q", head[:8])
        data, tail = file.read(length), file.read(4)
        if len(tail) < 4 or struct.unpack("<I", tail)[0] != masked_crc32c(data):
            raise DamagedFile("a record is damaged or cut off")
        yield data


def varint(value: int) -> bytes:
    """Return an integer in groups of 7 bits, the low ones first; negative ones as 64 bits."""
    value &= 0xFFFFFFFFFFFFFFFF
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(groups + bytes([value]))


def field(number: int, value: int | float | str | bytes, *, single: bool = False) -> bytes:
    """Return one field; a Python float is a double, or with ``single`` a float of 4 bytes."""
    if isinstance(value, float):
        kind, data = (FLOAT, struct.pack("<f", value)) if single else (DOUBLE, _double(value))
    elif isinstance(value, int):
        kind, data = VARINT, varint(value)
    else:
        text = value.encode() if isinstance(value, str) else value
        kind, data = BYTES, varint(len(text)) + text
    return varint(number << 3 | kind) + data


def fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the number and the value of each field."""
    place = 0
    while place < len(message):
        key, place = _read_varint(message, place)
        kind = key & 7
        value: Any
        if kind == VARINT:
            value, place = _read_varint(message, place)
        elif kind == BYTES:
            length, place = _read_varint(message, place)
            value, place = message[place : place + length], place + length
        elif kind in (DOUBLE, FLOAT):
            form, length = ("<d", 8) if kind == DOUBLE else ("<f", 4)
            value, place = struct.unpack(form, message[place : place + length])[0], place + length
        else:
            raise DamagedFile(f"a field has the unknown type {kind}")
        yield key >> 3, value


def scalar_summary(name: str, value: float) -> bytes:
    """Return a Summary of one Value (1), which has a tag (1) and a simple value (2)."""
    return field(1, field(1, name) + field(2, float(value), single=True))


def event(wall_time: float, **content: int | str | bytes) -> bytes:
    """Return an Event: wall time (1), and of step (2), file_version (3), graph_def (4), summary (5)
    those that are given."""
    numbers = {"step": 2, "file_version": 3, "graph_def": 4, "summary": 5}
    return field(1, wall_time) + b"".join(field(numbers[k], v) for k, v in content.items())


def graph_definition(nodes: Iterable[tuple[str, str, list[str]]]) -> bytes:
    """Return a GraphDef of (name, kind, names of the parents)."""
    return b"".join(
        field(1, field(1, name) + field(2, kind) + b"".join(field(3, p) for p in parents))
        for name, kind, parents in nodes
    )


def _double(value: float) -> bytes:
    return struct.pack("<d", value)


def _read_varint(message: bytes, place: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
