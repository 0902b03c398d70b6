"""nbgrader's own database: open it, write marks into it, read marks out of it.

What stands there is what formgrader, ``nbgrader export`` and the feedback pages show.
"""

from autograder.gradebook.connection import open_gradebook
from autograder.gradebook.marks import StudentMarks, marks
from autograder.gradebook.writing import write_records

__all__ = ["StudentMarks", "marks", "open_gradebook", "write_records"]
