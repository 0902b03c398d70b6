"""Settings of this course, for nbgrader's tools and for `autograder` alike."""

c = get_config()  # noqa: F821  (traitlets puts it here)

c.CourseDirectory.course_id = "dlkit"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".autograder"]
c.AutograderCourse.exercises = "course"  # course/<assignment>/exercises/
c.AutograderCourse.sample_class = "course.sample_class"  # who hands in for `autograder demo`
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}

# `nbgrader autograde` and formgrader's button grade in the sandbox too.
c.Autograde.exporter_class = "autograder.grading.inside_nbgrader.GradedNotebook"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.LimitOutput"]
