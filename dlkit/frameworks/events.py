"""Scalars that TensorBoard shows, and the graph that they come from."""

from __future__ import annotations

import itertools
import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from dlkit.arguments import require_number
from dlkit.frameworks import protobuf
from dlkit.frameworks.graph import Graph

_counter = itertools.count()


class FileWriter:
    r"""Writer of an event file, which ``tensorboard --logdir`` opens.

    .. math:: \text{file} = \text{frame}(e_1) \, \text{frame}(e_2) \dots, \qquad
              \text{frame}(e) = (|e|, \text{crc}(|e|), e, \text{crc}(e))

    Parameters
    ----------
    folder : str or Path, no array    made if it is missing; one per run, as in ``logs/1``
    graph : Graph, optional    shown under Graphs

    Attributes
    ----------
    path : Path    the event file; every writer has one of its own

    Raises
    ------
    TypeError     from ``add_scalar``, if a value is not one real number
    ValueError    from a writer that is closed

    Conventions: values are stored with 4 bytes, as TensorBoard's own; keep exact ones with
    `ScalarLogger`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with FileWriter(folder) as writer:
    ...         writer.add_scalar("loss", 0.5, step=1)
    ...     read_events(writer.path)
    {'loss': [(1, 0.5)]}

    Source: Abadi et al., TensorFlow: Large-Scale Machine Learning on Heterogeneous Distributed
    Systems, arXiv:1603.04467, 2016, section 9.1.
    """

    def __init__(self, folder: str | Path, graph: Graph | None = None) -> None:
        directory = Path(folder)
        directory.mkdir(parents=True, exist_ok=True)
        unique = f"{time.time_ns()}.{socket.gethostname()}.{os.getpid()}.{next(_counter)}"
        self.path = directory / f"events.out.tfevents.{unique}"
        self._waiting, self._closed = bytearray(), False
        self._add(file_version="brain.Event:2")
        if graph is not None:
            rows = [(v.name, v.kind, [p.name for p in v.parents]) for v in graph.nodes]
            self._add(graph_def=protobuf.graph_definition(rows))
        self.flush()

    def add_scalar(self, name: str, value: float, *, step: int) -> None:
        """Add one number under a name, such as "loss/training"."""
        self.add_summary(
            protobuf.scalar_summary(name, require_number(value, name, "add_scalar")), step=step
        )

    def add_summary(self, summary: bytes, step: int) -> None:
        """Add what a run of a summary node has returned."""
        self._add(step=int(step), summary=summary)

    def flush(self) -> None:
        """Write what is waiting to the file, for TensorBoard to see."""
        with self.path.open("ab") as file:  # not kept open: a run that fails leaves nothing behind
            file.write(self._waiting)
        self._waiting.clear()

    def close(self) -> None:
        """Flush, and write no more."""
        self.flush()
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _add(self, **content: int | str | bytes) -> None:
        if self._closed:
            raise ValueError(f"FileWriter: the writer of {self.path} is closed; open a new one")
        self._waiting += protobuf.frame(protobuf.event(time.time(), **content))


def read_events(path: str | Path) -> dict[str, list[tuple[int, float]]]:
    r"""Scalars of an event file, by their names.

    .. math:: \text{name} \mapsto ((t_1, v_1), (t_2, v_2), \dots)

    Parameters
    ----------
    path : str or Path    an event file, of `FileWriter` or of another program

    Returns
    -------
    dict of lists of (step, value)    in the order in which they were written; other
        things than scalars are passed over

    Raises
    ------
    ValueError    if a checksum is wrong or the file is cut off, with the scalars read before
    FileNotFoundError    if there is no such file

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     writer = FileWriter(folder)
    ...     for step, value in enumerate([4.0, 2.0, 1.0]):
    ...         writer.add_scalar("loss", value, step=step)
    ...     writer.close()
    ...     read_events(writer.path)
    {'loss': [(0, 4.0), (1, 2.0), (2, 1.0)]}

    Source: Abadi et al., TensorFlow: Large-Scale Machine Learning on Heterogeneous Distributed
    Systems, arXiv:1603.04467, 2016, section 9.1.
    """
    scalars: dict[str, list[tuple[int, float]]] = {}
    with Path(path).open("rb") as file:
        try:
            for record in protobuf.frames(file):
                content = dict(protobuf.fields(record))
                step = content.get(2, 0)
                for _, value in protobuf.fields(content.get(5, b"")):
                    scalar = dict(protobuf.fields(value))
                    if 2 in scalar:
                        scalars.setdefault(scalar[1].decode(), []).append((step, scalar[2]))
        except protobuf.DamagedFile as problem:
            count = sum(map(len, scalars.values()))
            raise ValueError(
                f"read_events: {path}: {problem}, after {count} scalars; a run that was killed "
                "leaves a last record like that"
            ) from None
    return scalars
