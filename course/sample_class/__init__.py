"""A class of 24 students for demonstrations and tests: honest, mistaken, and damaged work.

`students.toml` is the table: who hands in what, and which marks that must give, worked out by
hand. :func:`make_class` writes it to a folder as nbgrader would have collected it.
"""

from course.sample_class.build import ASSIGNMENT, make_class
from course.sample_class.students import STUDENTS, Student

__all__ = ["ASSIGNMENT", "STUDENTS", "Student", "make_class"]
