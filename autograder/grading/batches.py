"""Finished submissions are written in batches, each in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Done = TypeVar("Done")
BATCH = 50  # submissions written in one transaction
PATIENCE = 1.0  # seconds after which what is done is written, however few there are


def batches(finished: Iterable[Done]) -> Iterator[list[Done]]:
    """Gather finished submissions: few transactions for a big class, no delay for a slow one."""
    batch: list[Done] = []
    last = time.monotonic()
    for done in finished:
        batch.append(done)
        if len(batch) == BATCH or time.monotonic() - last > PATIENCE:
            yield batch
            batch, last = [], time.monotonic()
    if batch:
        yield batch
