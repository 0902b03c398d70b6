"""Memory, disk, output, time: one who wants them all gets a limit, and the next student a process."""

# ruff: noqa: E501  (an attack reads best on one line)

import contextlib
import os
import time
from pathlib import Path

import pytest

from autograder.model import Limits
from autograder.sandbox import cgroups, folders, staging
from autograder.sandbox.session import SandboxEnded
from autograder.sandbox.warm import WarmParent
from tests.attacks.tools import (
    FENCED,
    LOCKED,
    QUICK,
    SOLUTION,
    TEST,
    each_fence,
    each_world,
    marks,
    run,
)
from tests.autograder.conftest import ALLOWED

SMALL = Limits(memory_bytes=200 << 20)


@pytest.fixture
def warm(request):
    """A warm parent of one's own on an isolation level, limited as a whole."""
    parent = WarmParent(request.param, staging.view(ALLOWED), limits=SMALL)
    yield parent
    parent.close()


SHARED = """
import mmap, os, time
def fill(pages):
    for start in range(0, len(pages), 1 << 20): pages[start:start + (1 << 20)] = bytes(1 << 20)
for n in range({processes}):
    if {processes} == 1 or os.fork() == 0:
        held = [mmap.mmap(-1, 100 << 20) for _ in range({maps})]
        for pages in held: fill(pages)
        time.sleep({rest})
        if {processes} > 1: os._exit(0)
time.sleep({rest})
"""


@pytest.mark.parametrize("warm", FENCED, indirect=True)
@pytest.mark.parametrize(("processes", "maps"), [(1, 12), (6, 2)], ids=["shared", "forked"])
def test_memory_is_limited_for_all_processes_together(warm, processes, maps):
    """1.2 GB of shared pages, which no limit of resources counts, or of several processes."""
    if warm._group is None:
        pytest.skip("no control group can be made here")
    session = warm.fork(SMALL)
    bomb = SHARED.replace("{processes}", str(processes)).replace("{maps}", str(maps))
    with_memory = Path(warm._group.folders[0])
    with contextlib.suppress(SandboxEnded):
        run(session, bomb.replace("{rest}", "3"), seconds=9)
    names = ("memory.max_usage_in_bytes", "memory.peak")
    peak = next(with_memory / name for name in names if (with_memory / name).exists())
    most = SMALL.memory_bytes + cgroups.HEADROOM_BYTES
    assert SMALL.memory_bytes < int(peak.read_text()) <= most
    if session.alive:
        session.end()
    after = warm.fork(SMALL)
    assert run(after, "1 + 1")[1] == "2"
    after.end()


def test_a_control_group_goes_with_its_parent():
    group = cgroups.make(SMALL)
    if group is None:
        pytest.skip("no control group can be made here")
    assert all(folder.exists() for folder in group.folders)
    group.close()
    assert not any(folder.exists() for folder in group.folders)


def test_control_groups_of_the_second_version_are_made_where_they_are_handed_on(
    tmp_path, monkeypatch
):
    """Told on folders that look like them: the group around ours hands its controllers on."""
    scope = tmp_path / "user.slice" / "ours.scope"
    scope.mkdir(parents=True)
    for folder, handed_on in ((scope.parent, "cpu memory pids"), (scope, "")):
        (folder / "cgroup.subtree_control").write_text(handed_on)
        (folder / "cgroup.procs").write_text("")
    monkeypatch.setattr(cgroups, "ROOT", tmp_path)
    monkeypatch.setattr(cgroups, "_memberships", lambda _: [("", "/user.slice/ours.scope")])
    group = cgroups.make(SMALL)
    assert group and [folder.parent for folder in group.folders] == [scope.parent]
    assert (group.folders[0] / "memory.max").read_text() == str(712 << 20)
    assert (group.folders[0] / "pids.max").read_text() == "80"


def test_nothing_is_made_where_control_groups_may_not_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroups, "ROOT", tmp_path)
    assert cgroups.make(SMALL) is None


@each_world
def test_disk_and_files_are_limited(open_session, isolation_level):
    fill = "n = 0\ntry:\n    while n < 20: open(f'f{n}', 'wb').write(bytes(8 << 20)); n += 1\n"
    fill += "except OSError: pass\nn"
    assert int(run(open_session(isolation_level), fill)[1]) <= 8
    many = "n = 0\ntry:\n    while n < 9000: open(f'g{n}', 'w').close(); n += 1\n"
    many += "except OSError: pass\nn"
    assert int(run(open_session(isolation_level), many)[1]) <= 4096


@each_fence
def test_processes_are_limited(open_session, isolation_level):
    bomb = "import os, time\nn = 0\ntry:\n    while n < 300:\n"
    bomb += "        if os.fork() == 0: time.sleep(60)\n        n += 1\nexcept OSError: pass\nn"
    session = open_session(isolation_level, limits=Limits(processes=30))
    assert int(run(session, bomb)[1]) <= 30
    session.end()
    assert run(open_session(isolation_level), "1 + 1")[1] == "2"


GREEDY = {
    "recursion": "import sys\nsys.setrecursionlimit(10 ** 8)\ndef f(x): return f(x)",
    "a huge result": "def f(x): return bytes(40 << 20) * 10",
    "a huge array": "import numpy as np\ndef f(x): return np.zeros(30_000_000)",
    "a list without end": "def f(x):\n    a = []\n    a.append(a)\n    return a",
    "many objects": "def f(x): return [object() for _ in range(300_000)]",
    "a huge error": "def f(x): raise ValueError('x' * (50 << 20))",
    "an error that prints for ever": "class E(Exception):\n    def __str__(self):\n        while True: pass\n"
    "def f(x): raise E",
    "warnings": "import warnings\ndef f(x):\n    for n in range(10 ** 7): warnings.warn(str(n))",
    "output": "def f(x):\n    while True: print('x' * 10 ** 6)",
    "a loop in C": "def f(x): return sum(range(10 ** 12))",
    "ignores every signal": "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n"
    "    except OSError: pass\ndef f(x):\n    while True:\n        try:\n            while True: pass\n"
    "        except BaseException: pass",
    "stops itself": "import os\ndef f(x):\n    os.kill(os.getpid(), 19)\n    os.kill(0, 19)\n    os.abort()",
    "memory": "def f(x):\n    held = []\n    while True: held.append(bytearray(50 << 20))",
    "an iterator of large arrays": "import numpy as np\ndef f(x):\n    while True: yield np.ones(2_000_000)",
}


@pytest.mark.parametrize("greed", GREEDY)
def test_greed_costs_the_greedy_their_own_points(run_notebook, greed):
    cells = [
        (SOLUTION, "def honest(x): return 2 * x"),
        (SOLUTION, GREEDY[greed]),
        (TEST, "for n, each in enumerate(f(3)): assert n < 20 and each == 42"),
        (TEST, "assert honest(1) == 2"),
    ]
    started = time.monotonic()
    record = run_notebook(cells, {"f", "honest"}, QUICK)
    assert marks(record) == [0.0, 10.0], [(c.mark, c.ending) for c in record.cells]
    assert time.monotonic() - started < 60


def test_greed_in_a_cell_is_cut_and_told(run_notebook):
    cells = [
        (SOLUTION, "for n in range(200): print('x' * 100_000)\ndef f(): return 1"),
        (SOLUTION, "raise ValueError('y' * (5 << 20))"),
        (LOCKED, "x = 1"),
        (TEST, "assert f() == 1"),
    ]
    record = run_notebook(cells, {"f"}, QUICK)
    assert marks(record) == [10.0]
    for cell in record.cells[:2]:
        assert len(str(cell.outputs)) < QUICK.output_bytes + 1000
        assert "output cut" in str(cell.outputs)


def test_folders_of_a_killed_grader_are_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    for name in ("autograder-left", "autograder-young", "another"):
        (tmp_path / name / "deep").mkdir(parents=True)
    mine = folders.make()
    for name in ("autograder-left", "another", mine.name):
        os.utime(tmp_path / name, (1, 1))
    second = folders.make()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"autograder-young", "another", mine.name, second.name}
    folders.remove(mine)
    folders.remove(second)
    assert {path.name for path in tmp_path.iterdir()} == {"autograder-young", "another"}
