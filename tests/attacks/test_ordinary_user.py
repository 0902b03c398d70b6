"""The fences once more, for a grader that is not root: the same tests, run by an ordinary user."""

import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from tests.attacks.tools import IS_ROOT

ROOT = Path(__file__).parents[2]
NOBODY = 65534
SAME = f"python{sys.version_info.major}.{sys.version_info.minor}"
TESTS = ("tests/attacks/test_fences.py", "tests/attacks/test_resources.py")


def by_an_ordinary_user(folder, python, *arguments):
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": f"{ROOT}:{sysconfig.get_path('purelib')}",
    }
    return subprocess.run(
        [python, *arguments],
        cwd=ROOT,
        env=environment,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )


def is_able(folder, python):
    try:
        done = by_an_ordinary_user(
            folder, python, "-c", "import pytest, IPython, tests.attacks.tools"
        )
    except OSError:
        return False
    return done.returncode == 0


@pytest.fixture
def home():
    """Give a folder of the ordinary user's own, where no other run of pytest changes the rights."""
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


@pytest.mark.slow
@pytest.mark.skipif(not IS_ROOT, reason="the tests beside this one run as an ordinary user")
def test_the_fences_hold_where_an_ordinary_user_grades(home):
    pythons = (sys.executable, f"/usr/bin/{SAME}")
    python = next((each for each in pythons if is_able(home, each)), None)
    if python is None:
        pytest.skip("no Python with the course's libraries that an ordinary user can read")
    options = ("-q", "-p", "no:cacheprovider", f"--basetemp={home}/t", "-k", "not greed")
    done = by_an_ordinary_user(home, python, "-m", "pytest", *options, *TESTS)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
