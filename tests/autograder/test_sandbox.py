"""The sandbox: what a student's code can see and do, on every isolation level that works here."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

import pytest

from autograder.errors import NoIsolation
from autograder.model import Limits
from autograder.sandbox import isolation, launch
from autograder.sandbox.inside import world
from autograder.sandbox.session import SandboxEnded
from dlkit.check.plain import encode
from tests.attacks.tools import FENCED, IS_ROOT, OWN_WORLD, each_fence, each_world, run
from tests.autograder.conftest import ISOLATION_LEVELS

DENIED = ("OSError", "PermissionError", "FileNotFoundError")
each_isolation_level = pytest.mark.parametrize("isolation_level", ISOLATION_LEVELS)


def test_some_fence_works_where_the_tests_run():
    assert FENCED, [isolation_level.why for isolation_level in isolation.available()]


@each_isolation_level
def test_cells_run_as_in_a_kernel(open_session, isolation_level):
    session = open_session(isolation_level)
    assert run(session, "print('hello'); 1 + 1")[1] == "hello\n2"
    assert run(session, "x = 3")[0]["status"] == "ok"
    assert run(session, "x / 0")[0]["ename"] == "ZeroDivisionError"
    assert run(session, "%matplotlib inline")[0]["status"] == "ok"
    assert run(session, "import asyncio\nawait asyncio.sleep(0)\nx")[1] == "3"
    assert run(session, "input('name? ')")[0]["ename"] == "StdinNotImplementedError"


@each_isolation_level
def test_the_topic_and_the_grader_do_not_exist(open_session, isolation_level):
    session = open_session(isolation_level)
    for module in ("dlkit.losses", "autograder", "autograder.specification.registry", "nbgrader"):
        reply, _ = run(session, f"import {module}")
        assert reply["ename"] == "ModuleNotFoundError", module
    assert run(session, "import dlkit.shapes, dlkit.check")[0]["status"] == "ok"


@each_fence
def test_files_outside_the_view_cannot_be_read(open_session, isolation_level):
    import autograder
    import dlkit.losses

    session = open_session(isolation_level)
    for path in (autograder.__file__, dlkit.losses.__file__, __file__, "/etc/passwd"):
        refused = "FileNotFoundError" if isolation_level in OWN_WORLD else "PermissionError"
        assert run(session, f"open({path!r}).read()")[0]["ename"] == refused, path


@each_fence
def test_only_the_working_folder_can_be_written(open_session, isolation_level):
    session = open_session(isolation_level)
    assert run(session, "open('mine.txt', 'w').write('x')")[0]["status"] == "ok"
    for path in ("/site/evil.py", "/engine/evil.py", "/usr/evil", "/evil"):
        assert run(session, f"open({path!r}, 'w')")[0]["ename"] in DENIED


@each_fence
def test_there_is_no_network(open_session, isolation_level):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = listening.getsockname()
        code = f"import socket\nsocket.create_connection({address!r})"
        assert run(open_session(isolation_level), code)[0]["ename"] == "OSError"


@each_world
def test_only_own_processes_are_visible(open_session, isolation_level):
    code = "import os; len([p for p in os.listdir('/proc') if p.isdigit()])"
    assert int(run(open_session(isolation_level), code)[1]) <= 3


@each_fence
def test_no_other_process_can_be_signalled(open_session, isolation_level):
    session = open_session(isolation_level)
    for code in (f"os.kill({os.getpid()}, 9)", "os.kill(os.getppid(), 9)"):
        assert (
            run(session, f"import os\n{code}")[0]["status"] == "error"
            or isolation_level in OWN_WORLD
        )
    assert run(open_session(isolation_level), "1 + 1")[1] == "2"


@each_fence
def test_a_daemon_does_not_outlive_its_submission(open_session, isolation_level):
    session = open_session(isolation_level)
    code = "import os, time\nif os.fork() == 0:\n    os.setsid()\n"
    code += "    if os.fork() == 0:\n        time.sleep(77)\n    os._exit(0)"
    mark = f"{os.getpid()}.{isolation_level[:4]}"  # the kernel keeps 15 letters
    run(session, f"import ctypes; ctypes.CDLL(None).prctl(15, b{mark!r})")
    run(session, code)
    assert mark in _names_of_processes()
    session.end()
    assert mark not in _names_of_processes()


def _names_of_processes():
    names = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/comm") as file:
            names.add(file.read().strip())
    return names


@each_isolation_level
def test_the_environment_is_not_passed_on(open_session, isolation_level, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    assert "s3cret" not in run(open_session(isolation_level), "import os; dict(os.environ)")[1]


@each_isolation_level
def test_an_endless_loop_is_ended_in_time(open_session, isolation_level):
    session = open_session(isolation_level)
    started = time.monotonic()
    with pytest.raises(SandboxEnded) as ended:
        run(session, "while True: pass", seconds=1.0)
    assert ended.value.stop == "time"
    assert time.monotonic() - started < 10
    assert not session.alive


@each_isolation_level
def test_exit_is_seen_as_death(open_session, isolation_level):
    with pytest.raises(SandboxEnded) as ended:
        run(open_session(isolation_level), "import os; os._exit(0)")
    assert ended.value.stop == "died"


@each_isolation_level
def test_memory_is_limited(open_session, isolation_level):
    session = open_session(isolation_level, limits=Limits(memory_bytes=600 << 20))
    assert run(session, "x = bytearray(1 << 30)")[0]["ename"] == "MemoryError"
    assert run(session, "1")[0]["status"] == "ok"


@each_isolation_level
def test_file_size_is_limited(open_session, isolation_level):
    session = open_session(isolation_level, limits=Limits(file_bytes=1 << 20))
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += "f = open('big', 'wb'); f.write(bytes(2 << 20)); f.flush()"
    assert run(session, code)[0]["ename"] == "OSError"


@each_isolation_level
@pytest.mark.parametrize(
    "forgery", [b"\\xff\\xff\\xff\\xff", b"\\0\\0\\0\\2[]", b"\\0\\0\\0\\5{\\xff!}}"]
)
def test_forged_frames_end_the_process_not_the_judge(open_session, isolation_level, forgery):
    code = "import os\nfor fd in os.listdir('/proc/self/fd'):\n"
    code += "    try:\n        if 'socket' in os.readlink(f'/proc/self/fd/{fd}'):\n"
    code += f"            os.write(int(fd), b'{forgery.decode()}')\n    except OSError: pass"
    with pytest.raises(SandboxEnded) as ended:
        run(open_session(isolation_level), code, seconds=3.0)
    assert ended.value.stop in ("reply", "time", "died")


def test_a_call_carries_arrays_there_and_back(open_session):
    session = open_session()
    run(session, "def double(x, *, by=2): return x * by")
    handle = session.ask("fetch", 2.0, names=["double"], beside={})["found"][0]["value"]["handle"]
    arguments = {"args": encode(([1.5],)), "kwargs": encode({"by": 2})}
    reply = session.ask("call", 2.0, function=handle, **arguments)
    assert reply["value"] == [1.5, 1.5]


def test_companion_files_are_there_and_links_are_not_followed(open_session, tmp_path):
    (tmp_path / "data.csv").write_text("1,2")
    session = open_session(files={"data.csv": str(tmp_path / "data.csv")})
    assert "1,2" in run(session, "open('data.csv').read()")[1]


def test_grading_unfenced_has_to_be_asked_for(monkeypatch):
    for name in ("bubblewrap", "namespaces", "landlock"):
        monkeypatch.setitem(_REFUSED, name, isolation.IsolationLevel(name, False, "not here"))
    monkeypatch.setattr(
        isolation, "_try", lambda name: _REFUSED.get(name, isolation.IsolationLevel(name, True))
    )
    with pytest.raises(NoIsolation, match="--isolation process"):
        isolation.choose(None)
    assert isolation.choose("process") == "process"


_REFUSED: dict = {}


@pytest.mark.skipif(not IS_ROOT, reason="needs to become an ordinary user")
def test_an_ordinary_user_is_fenced_off_too():
    """Without root the namespaces come with a user namespace; the standard library is enough."""
    python = "/usr/bin/python3"
    if not os.path.exists(python):
        pytest.skip("no Python that an ordinary user can read")
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(folder, "root")
        os.makedirs(root)
        for place in (folder, root):
            os.chmod(place, 0o777)
        shutil.copytree(os.path.dirname(world.__file__), os.path.join(folder, "inside"))
        places = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache")
        program = f"import os; print(os.path.exists({folder!r}), open('/proc/self/uid_map').read())"
        spec = {
            "root": root,
            "places": [(place, place) for place in places if os.path.lexists(place)],
            "covered": [],
            "writable": [["/work", "size=1m"]],
            "files": [],
            "folder": "/work",
            "argv": [python, "-I", "-S", "-c", program],
            "environment": {},
        }
        done = subprocess.run(
            [python, "-I", "-S", "-c", launch.LAUNCH, folder],
            input=json.dumps(spec).encode(),
            capture_output=True,
            check=False,
            cwd="/",
            user=65534,
            group=65534,
            extra_groups=[],
        )
    assert done.stdout.split() == [b"False", b"0", b"65534", b"1"], done.stderr
