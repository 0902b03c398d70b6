"""What a student's process reaches outside: nothing, on every isolation level that works here."""

import ast
import contextlib
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.inside import landlock, system_calls
from autograder.sandbox.session import SandboxEnded
from tests.attacks.tools import each_fence, run

ATTEMPTS = Path(__file__).with_name("inside.py").read_text(encoding="utf-8")


@pytest.fixture
def outside(tmp_path):
    """A folder with a secret, and sockets of all kinds that listen; how to find them."""
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    secret.chmod(0o644)
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
        names = [f"\0dlkit.{os.getpid()}", str(tmp_path / "socket")]
        for name in names:
            listening = stack.enter_context(socket.socket(socket.AF_UNIX))
            listening.bind(name)
            listening.listen()
        yield {
            "PLACE": str(tmp_path),
            "JUDGE": os.getpid(),
            "ABSTRACT": names[0][1:],
            "PORT": port,
        }


def state(folder):
    found = {}
    for path in sorted(folder.iterdir()):
        status = path.lstat()
        found[path.name] = (status.st_mode, status.st_uid, status.st_mtime_ns, status.st_size)
    return found, (folder / "secret.txt").read_text()


@each_fence
def test_nothing_outside_is_read_written_reached_or_signalled(
    open_session, outside, isolation_level
):
    folder = Path(outside["PLACE"])
    before = state(folder)
    same = isolation_level == "landlock"
    told = outside | {"FENCED": True, "SAME_PROCESSES": same, "JUDGE_SHM": same}
    assert attempted(open_session(isolation_level), told) == {}
    assert state(folder) == before
    assert not Path("/dev/shm/left").exists()


def attempted(session, told):
    settings = "".join(f"{name} = {value!r}\n" for name, value in told.items())
    reply, text = run(session, settings + ATTEMPTS, seconds=60)
    assert reply["status"] == "ok", "\n".join(reply["traceback"])
    return ast.literal_eval(text)


def test_the_attempts_do_work_where_there_is_no_fence(open_session, outside):
    told = outside | {"FENCED": False, "SAME_PROCESSES": True, "JUDGE_SHM": False}
    worked = set(attempted(open_session("process"), told))
    for each in ("plainly", "path_handle", "folder", "command_line", "own_root", "other_program"):
        assert f"read: {each}" in worked
    for each in ("over", "beside", "rename", "shorter", "pipe"):
        assert f"write: {each}" in worked
    for each in ("local_port", "abstract", "in_a_folder"):
        assert f"network: {each}" in worked
    assert {"message: flock", "message: range"} <= worked


@pytest.mark.skipif(platform.machine() != "x86_64", reason="another processor has one ABI")
@each_fence
def test_system_calls_of_the_old_kind_end_the_process(open_session, isolation_level):
    """int 0x80 has numbers of its own: a filter that does not look at that can be walked round."""
    code = "import ctypes, mmap\npage = mmap.mmap(-1, 4096, prot=7)\n"
    code += "page.write(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')\n"
    code += "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
    code += "ctypes.CFUNCTYPE(ctypes.c_int)(address)()"
    with pytest.raises(SandboxEnded) as ended:
        run(open_session(isolation_level), code)
    assert ended.value.stop == "died"


def run_inside(program):
    """Run a program beside the engine's own modules, in a process of its own."""
    program = "import os, sys; sys.path.insert(0, sys.argv[1])\n" + program
    folder = str(Path(system_calls.__file__).parents[1])
    command = [sys.executable, "-I", "-S", "-c", program, folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not system_calls.known_here(), reason="no filter for this machine")
def test_where_landlock_knows_no_signals_the_filter_does():
    program = "from inside import landlock, system_calls; landlock.version = lambda: 5\n"
    program += "system_calls.install(system_calls.assemble(alone=True)); os.kill(os.getppid(), 0)"
    assert "PermissionError" in run_inside(program).stderr


LAYERS = {
    "no capabilities": "from inside import linux; linux.drop_privileges(0)",
    "landlock": "from inside import landlock; landlock.restrict(['/proc'], [])",
    "filter": "from inside import system_calls as s; s.install(s.assemble(alone=True))",
}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_by_itself_keeps_programs_from_giving_new_rights(layer):
    if layer == "landlock" and not landlock.version():
        pytest.skip("no Landlock here")
    if layer == "filter" and not system_calls.known_here():
        pytest.skip("no filter for this machine")
    done = run_inside(f"{LAYERS[layer]}\nprint(open('/proc/self/status').read())")
    assert "NoNewPrivs:\t1" in done.stdout, done.stderr


@each_fence
def test_what_one_student_leaves_the_next_does_not_find(open_session, tmp_path, isolation_level):
    target = tmp_path / "gradebook.db"
    target.write_text("marks")
    (tmp_path / "data.csv").write_text("1,2")
    leave = f"import os\nos.symlink({str(target)!r}, 'data.csv')\nos.makedirs('numpy/x')\n"
    leave += "open('answers.py', 'w').write('x')\nos.chmod('numpy', 0)\n"
    leave += "for _ in range(1500): os.mkdir('d'); os.chdir('d')\n"
    leave += "home = os.environ['HOME']; open(home + '/left', 'w').write('x')"
    session = open_session(isolation_level)
    assert run(session, leave)[0]["status"] == "ok"
    session.end()
    files = {"data.csv": str(tmp_path / "data.csv")}
    look = "import os; (os.listdir(), os.path.exists(os.environ['HOME'] + '/left'))"
    assert ast.literal_eval(run(open_session(isolation_level, files=files), look)[1]) == (
        ["data.csv"],
        False,
    )
    assert target.read_text() == "marks"


@each_fence
def test_a_database_of_their_own_needs_no_locks(open_session, isolation_level):
    """Locks do nothing inside, and sqlite locks its file all the time."""
    code = "import sqlite3\nfor _ in range(2):\n    with sqlite3.connect('own.db') as own:\n"
    code += "        own.execute('create table if not exists t (n)')\n"
    code += "        own.execute('insert into t values (1)')\n"
    code += "own.execute('select sum(n) from t').fetchone()"
    assert run(open_session(isolation_level), code)[1] == "(2,)"


SURVIVORS = """
import ctypes, os, signal, time
prctl = ctypes.CDLL(None).prctl
for number in range(12):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            prctl(1, 0, 0, 0, 0)
            prctl(15, b"{mark}", 0, 0, 0)
            for each in range(1, 32):
                try: signal.signal(each, signal.SIG_IGN)
                except (OSError, ValueError): pass
            if number % 3 == 0: os.kill(os.getpid(), signal.SIGSTOP)
            while number % 3 == 1:
                try:
                    if os.fork(): time.sleep(0.001)
                except OSError: pass
            while True: time.sleep(100)
        os._exit(0)
time.sleep(0.3)
"""


@each_fence
def test_no_process_survives_however_many_and_however_stubborn(open_session, isolation_level):
    mark = f"left{os.getpid()}.{isolation_level[:3]}"
    session = open_session(isolation_level)
    run(session, SURVIVORS.replace("{mark}", mark))
    assert mark in processes()
    session.end()
    assert mark not in processes()
    assert run(open_session(isolation_level), "1 + 1")[1] == "2"


def processes():
    names = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            names.add((folder / "comm").read_text().strip())
    return names
