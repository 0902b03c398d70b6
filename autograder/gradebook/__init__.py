"""nbgrader's own database: open it, write marks into it, read marks out of it.

What stands there is what formgrader, ``nbgrader export`` and the feedback pages show.
"""

from autograder.gradebook.connection import open_gradebook
from autograder.gradebook.lateness import Penalties, time_problem
from autograder.gradebook.marks import StudentMarks, marks
from autograder.gradebook.standing import Standing, read_standings
from autograder.gradebook.writing import write_records

__all__ = [
    "Penalties",
    "Standing",
    "StudentMarks",
    "marks",
    "open_gradebook",
    "read_standings",
    "time_problem",
    "write_records",
]
