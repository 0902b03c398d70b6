"""The frame of a demo: from `compute`, `draw` and controls to a panel in a notebook.

For example::

    demo = Demo(
        title="Squares",
        task="Move n and watch the square.",
        controls=(Slider("n", "side n", 1, 9, default=3),),
        compute=lambda n: n * n,
        draw=lambda figure, result: figure.subplots().bar([0], [result]),
        describe=lambda result: f"A bar of height {result}.",
        prediction=Prediction(
            "How high is the bar at n = 5?",
            answer=lambda result: result if result == 25 else None,
            because="5 times 5.",
        ),
    )
    demo.show()

`compute` gets every control's value by keyword and knows no picture; `draw` gets an empty figure
and what `compute` returned; `describe` says in words what the picture shows, for those who do not
see it. The files, in reading order: `controls`, `prediction`, `text`, `panel`, `picture`, `key`,
`player`, `demo`.
"""

from course.widgets.controls import Choice, Control, Entry, Slider, Switch
from course.widgets.demo import Demo
from course.widgets.key import key
from course.widgets.panel import Panel
from course.widgets.prediction import Prediction

__all__ = ["Choice", "Control", "Demo", "Entry", "Panel", "Prediction", "Slider", "Switch", "key"]
