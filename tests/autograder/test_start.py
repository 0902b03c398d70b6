"""What a command imports before it does anything: its start is most of the time of a short one."""

import json
import subprocess
import sys
import zipfile

import pytest
from nbgrader import coursedir, utils

from autograder.coursework.course import CONFIG, open_course
from autograder.coursework.nbgrader_folders import CourseDirectory, copied_files
from autograder.errors import CourseError

LONG_TO_IMPORT = {"nbgrader.api", "sqlalchemy", "nbformat", "nbconvert", "numpy", "jinja2"}
RUN = """
import json, sys
from autograder.commands.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(json.dumps([end.code, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def nothing_graded(tmp_path_factory):
    """A course whose one assignment nobody has handed in."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "source/a02_losses").mkdir(parents=True)
    (folder / "source/a02_losses/losses.ipynb").write_text("{}")
    (folder / CONFIG).write_text("")
    return folder


@pytest.mark.parametrize(
    "command", ["export losses", "feedback losses", "report losses", "explain losses ada mse"]
)
def test_a_command_with_nothing_to_do_imports_nothing_for_it(nothing_graded, command):
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command.split()],
        cwd=nothing_graded,
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert (code, LONG_TO_IMPORT & set(modules)) == (2, set())


def test_nbgraders_parts_are_imported_without_its_servers():
    program = (
        "import sys, autograder; from nbgrader import api; import nbgrader.coursedir\n"
        "assert 'nbgrader.server_extensions' not in sys.modules\n"
        "import nbgrader; print(nbgrader.__version__, bool(nbgrader._jupyter_labextension_paths()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stderr, done.stdout.split()[1]) == ("", "True")


def test_what_nbgrader_unpacks_with_is_imported_when_it_unpacks(tmp_path):
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("words.txt", "hello")
    program = (
        "import sys, autograder; from nbgrader import api, utils\n"
        "assert 'setuptools' not in sys.modules\n"
        f"utils.unzip({str(tmp_path / 'packed.zip')!r}, {str(tmp_path)!r})\n"
        "from setuptools.archive_util import UnrecognizedFormat\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr == ""
    assert [path.read_text() for path in tmp_path.rglob("words.txt")] == ["hello"]


def test_our_reading_of_the_folders_is_nbgraders():
    ours, theirs = (
        kind.class_traits(config=True) for kind in (CourseDirectory, coursedir.CourseDirectory)
    )
    assert {name: type(trait) for name, trait in ours.items()} == {
        name: type(trait) for name, trait in theirs.items()
    }
    one, other = CourseDirectory(root="/c"), coursedir.CourseDirectory(root="/c")
    for name in theirs:
        assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize("setting", ["course_id = 3", "ignore = 3", "root = ['here']"])
def test_a_setting_of_the_wrong_kind_is_named(nothing_graded, tmp_path, setting):
    (tmp_path / CONFIG).write_text(f"c = get_config()\nc.CourseDirectory.{setting}\n")
    with pytest.raises(CourseError, match=r"a setting c\.CourseDirectory in .*wrong"):
        open_course(tmp_path)


@pytest.mark.parametrize("folder", [".", "feedback", "data"])
def test_the_files_that_are_copied_are_nbgraders(folder, tmp_path):
    names = ("a.csv", "losses.ipynb", ".pyc", ".kept.pyc", "kept.pyc", ".secret/key")
    places = ("", "data/", "feedback/", "data/feedback/", ".ipynb_checkpoints/", "__pycache__/")
    for place in places:
        for name in names:
            path = tmp_path / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    ignored = [*CourseDirectory().ignore, "*.ipynb"]
    theirs = utils.find_all_files(str(tmp_path / folder), ignored)
    assert sorted(map(str, copied_files(tmp_path / folder, ignored))) == sorted(theirs)
    assert bool(theirs) == (folder != "feedback")
