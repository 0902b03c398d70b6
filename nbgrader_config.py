"""Settings of this course, for nbgrader's tools and for `autograder` alike."""

c = get_config()  # noqa: F821  (traitlets puts it here)

c.CourseDirectory.course_id = "dlkit"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".autograder"]
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}

# `nbgrader autograde` and formgrader's button grade in the sandbox too.
c.Autograde.exporter_class = "autograder.inside_nbgrader.GradedNotebook"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.LimitOutput"]
