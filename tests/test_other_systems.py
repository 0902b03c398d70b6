"""Whatever is imported can be imported on every system: what only POSIX has is asked for late."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios"}
POSIX_NAMES = {
    *("os.chown os.fork os.getegid os.geteuid os.getgid os.getpgid os.getuid os.killpg").split(),
    *("os.mkfifo os.setsid os.setuid os.uname os.wait os.WNOHANG os.O_NOFOLLOW").split(),
    *("signal.SIGALRM signal.SIGKILL signal.SIGHUP signal.setitimer signal.ITIMER_REAL").split(),
    *("socket.AF_UNIX socket.socketpair socket.send_fds").split(),
}
FOLDERS = ("tests", "dlkit", "autograder", "course")
A_TEXT = ROOT / "tests/attacks/inside.py"  # that the sandbox runs
FILES = sorted({path for folder in FOLDERS for path in ROOT.glob(f"{folder}/**/*.py")} - {A_TEXT})


def run_on_import(node):
    """Yield what a module's import runs on any system: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "sys.platform != 'win32'":
            continue
        yield child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            outside = [child.args, *getattr(child, "decorator_list", ())]
            yield from (each for part in outside for each in (part, *run_on_import(part)))
        else:
            yield from run_on_import(child)


def needed(text):
    """The names in a module's text that only POSIX has, and that its import needs."""
    for node in run_on_import(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names} & POSIX_MODULES
        elif isinstance(node, ast.ImportFrom):
            names = {node.module} & POSIX_MODULES
        elif isinstance(node, ast.Attribute):
            names = {ast.unparse(node)} & POSIX_NAMES
        else:
            names = set()
        yield from sorted(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import fcntl", ["fcntl"]),
        ("from pwd import getpwnam", ["pwd"]),
        ("@skipif(os.geteuid() != 0)\ndef f(): os.fork()", ["os.geteuid"]),
        ("def f(number=signal.SIGKILL): import fcntl", ["signal.SIGKILL"]),
        ("class A:\n    x = os.getuid()", ["os.getuid"]),
        ("def f():\n    import fcntl", []),
        ("if sys.platform != 'win32':\n    import fcntl", []),
    ],
)
def test_what_an_import_needs_is_seen(text, names):
    assert list(needed(text)) == names


def test_every_module_can_be_imported_on_every_system():
    texts = {path: path.read_text(encoding="utf-8") for path in FILES}
    named = {str(path.relative_to(ROOT)): list(needed(text)) for path, text in texts.items()}
    assert {path: names for path, names in named.items() if names} == {}
