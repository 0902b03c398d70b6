"""Files that a student's code leaves for autograded/: none is opened outside, and they have limits.

The names that are left out are tried in `tests.autograder.test_written_files`.
"""

# ruff: noqa: E501  (an attack reads best on one line)

import base64
import json

import pytest

from autograder.judge.written_files import of_session
from autograder.sandbox.inside.files import MAX_BYTES, MAX_FILES
from tests.attacks.tools import TAKE_OVER, run
from tests.autograder.conftest import ISOLATION_LEVELS

HONEST = "import os\nos.makedirs('plots')\nopen('plots/a.png', 'wb').write(b'\\0png')\n"
FILES = {"plots/a.png": b"\0png"}
each_level = pytest.mark.parametrize("isolation_level", ISOLATION_LEVELS)

ODD = {
    "a link": "os.symlink('/etc/passwd', 'p')",
    "a link to a folder": "os.symlink('/etc', 'etc')",
    "a pipe": "os.mkfifo('pipe')",
    "a socket": "import socket; s = socket.socket(socket.AF_UNIX); s.bind('socket')",
    "a huge file": "open('huge', 'wb').truncate(20 << 20)",
    "a line in a name": "open('a\\nb', 'w').write('x')",
    "half a letter": "open(b'a\\xff', 'w').write('x')",
    "another folder": "os.makedirs('/tmp/x'); os.chdir('/tmp/x'); open('y', 'w').write('x')",
}


@each_level
@pytest.mark.parametrize("attack", ODD.values(), ids=ODD)
def test_only_regular_files_of_the_folder_come(open_session, isolation_level, attack):
    session = open_session(isolation_level)
    run(session, f"{HONEST}try:\n    {attack}\nexcept OSError: pass")
    assert of_session(session, 5.0) == FILES


@each_level
def test_of_thousands_of_files_a_few_come(open_session, isolation_level):
    session = open_session(isolation_level)
    run(session, "for n in range(3_000): open(str(n), 'w').write('x')", 60)
    assert len(of_session(session, 60)) == MAX_FILES


def test_all_together_have_a_limit(open_session):
    session = open_session()
    run(session, f"for n in range(5): open(str(n), 'wb').write(bytes({MAX_BYTES // 4}))")
    assert sum(map(len, of_session(session, 10.0).values())) == MAX_BYTES


TEXT = base64.b64encode(b"x").decode()
FORGED = {
    "out": {
        name: TEXT
        for name in (
            "../x",
            "/x",
            "a/../x",
            "a/..",
            "",
            ".",
            "..",
            "a\nb",
            "a\0b",
            "/".join("a" * 99),
        )
    },
    "no text": {
        "a": None,
        "b": 1,
        "c": [TEXT],
        "d": {"e": TEXT},
        "f": "A",
        "g": "\ud800",
        "h/": "",
    },
    "no table": [TEXT],
    "a number": 7,
}


@pytest.mark.parametrize("files", FORGED.values(), ids=FORGED)
def test_a_forged_reply_brings_nothing(open_session, files):
    assert of_session(taken_over(open_session(), f"{json.dumps({'files': files})!r}"), 5.0) == {}


def test_a_forged_reply_has_the_same_limits(open_session):
    text = f"json.dumps({{'files': {{str(n): 'A' * {4 * (MAX_BYTES // 90 // 3)} for n in range(100)}}}})"
    assert len(of_session(taken_over(open_session(), text), 10.0)) == 90
    text = "json.dumps({'files': {str(n): 'AAAA' for n in range(100_000)}})"
    assert len(of_session(taken_over(open_session(), text), 10.0)) == MAX_FILES


@pytest.mark.parametrize("way", ["time.sleep(60)", "os._exit(1)", "raw('[]')", "raw('{}' * 9)"])
def test_one_who_does_not_answer_has_written_nothing(open_session, way):
    session = open_session()
    run(session, f"{TAKE_OVER}\nimport time\ntype(server)._serve = lambda *_: {way}")
    assert of_session(session, 0.5) == {}


def taken_over(session, text):
    """A session whose process answers with ``text``, an expression, when it is asked for files."""
    answer = "raw('{\"done\": %d, \"reply\": %s}' % (request['id'], TEXT))"
    run(
        session, f"{TAKE_OVER}\nTEXT = {text}\ntype(server)._serve = lambda self, request: {answer}"
    )
    return session
