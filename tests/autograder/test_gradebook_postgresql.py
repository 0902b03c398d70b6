"""Two graders write into one PostgreSQL at the same time (Debian's package ``postgresql``)."""

import os
import shutil
import subprocess
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from autograder.errors import GradebookError
from autograder.gradebook import marks, open_gradebook, write_records
from autograder.release import release
from tests.autograder import test_release_course as build
from tests.autograder.test_gradebook_faults import with_url
from tests.autograder.test_gradebook_writing import record

pytestmark = pytest.mark.slow
STUDENTS = [f"s{i:02}" for i in range(60)]
ROUNDS = 10


@pytest.fixture(scope="module")
def database():
    """The address of a database of our own, in a temporary folder, on a socket only."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is not installed here: apt install postgresql")
    pytest.importorskip("psycopg", reason="pip install 'dlkit[postgresql]'")
    folder = tempfile.mkdtemp(prefix="pg-")
    data, user = f"{folder}/data", "postgres" if os.getuid() == 0 else None
    if user:
        import pwd

        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(program, *arguments):
        command = [str(programs[-1] / program), "-D", data, *arguments]
        subprocess.run(command, user=user, cwd=folder, stdout=subprocess.DEVNULL, check=True)

    run("initdb", "--username=postgres", "--auth=trust", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", options, "start")
    yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    run("pg_ctl", "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def course(database, tmp_path):
    build.make_course(tmp_path)
    made = with_url(build.open_course(tmp_path), database)
    release(made)
    return made


def test_a_course_without_a_name_is_told_to_take_one(database, tmp_path):
    build.make_course(
        tmp_path, config=f"c = get_config()\nc.CourseDirectory.db_url = {database!r}\n"
    )
    with pytest.raises(GradebookError, match=r"Set c\.CourseDirectory\.course_id"):
        release(build.open_course(tmp_path))


def grade_again_and_again(course, mark, students, both_ready):
    with open_gradebook(course) as gradebook:
        both_ready.wait(60)
        for _ in range(ROUNDS):
            batch = [record(mark, picture=mark / 4, student=student) for student in students]
            write_records(gradebook, course, batch)


def test_two_graders_at_once_leave_whole_records_and_what_a_human_gave(course):
    with open_gradebook(course) as gradebook:
        write_records(gradebook, course, [record(student="s30")])
        by_hand = gradebook.find_grade("why", "ps1", "ps1", "s30")
        by_hand.manual_score, by_hand.extra_credit = 1.5, 0.5
        gradebook.db.commit()
    # The second goes through the class backwards.
    work = [(1.0, STUDENTS[:45]), (2.0, STUDENTS[:14:-1])]
    context = get_context("fork")
    both_ready = context.Barrier(2)
    graders = [
        context.Process(target=grade_again_and_again, args=(course, *each, both_ready))
        for each in work
    ]
    for grader in graders:
        grader.start()
    for grader in graders:
        grader.join(120)
    assert [grader.exitcode for grader in graders] == [0, 0]
    with open_gradebook(course) as gradebook:
        papers = {s.student_id: s.notebooks[0] for s in gradebook.assignment_submissions("ps1")}
        assert sorted(papers) == STUDENTS
        for student, paper in papers.items():
            automatic = {grade.name: grade.auto_score for grade in paper.grades}
            assert sorted(automatic) == ["draw", "test_double", "why"]
            assert automatic["draw"] == automatic["test_double"] / 4
            assert automatic["test_double"] in {m for m, students in work if student in students}
        kept = [g.auto_score for g in papers["s30"].grades if g.name != "why"]
        assert papers["s30"].score == sum(kept) + 1.5 + 0.5
        ours = {each.student: each.total for each in marks(gradebook, "ps1")}
        assert ours == {student: paper.score for student, paper in papers.items()}
