"""A course as nbgrader's documentation teaches to write them: asserts in hidden tests, no dlkit.

The engine has to give it the marks that nbgrader gives, cell by cell. `notebooks` and `several`
hold the assignments as their authors wrote them, `answers` what students made of them, `build`
writes the course folder.
"""

from tests.ordinary_course.build import make_course

__all__ = ["make_course"]
