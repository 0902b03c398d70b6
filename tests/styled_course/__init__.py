"""A course of three assignments in the style of real ones, and twelve submissions to it.

Their tests are written as instructors write them: imports stand in a plain cell, data lies in
sub-folders, helpers in a package, tests redirect what is printed, set seeds, look at plots, and
update a model in place.
"""

from tests.styled_course.build import SUBMISSIONS, make_course

__all__ = ["SUBMISSIONS", "make_course"]
