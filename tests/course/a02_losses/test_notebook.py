"""What only the notebook on losses claims."""

import re

from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "losses")


def test_the_students_own_functions_read_digits_as_well_as_the_opening_says(capsys):
    opening = NOTEBOOK.cell("welcome").source
    promised = int(re.search(r"about (\d+) of 100 unseen ones right", opening)[1])
    names = NOTEBOOK.solution()
    (training,) = (each for each in NOTEBOOK.document.cells if each.id == "train_digits")
    exec(training.source, names)
    reached = float(re.search(r"([\d.]+)% of", capsys.readouterr().out)[1])
    assert abs(reached - promised) < 1
