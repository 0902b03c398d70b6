"""Interactive demos for the lectures: one module per topic, made with a small shared frame.

``from course.demos import losses`` and then, alone in a cell, ``losses.outlier.show()``. A demo
is a pure `compute`, a `draw`, a few controls, a task and a prediction: nothing else. Those on
pictures that stand still use `frame.Demo`, those that train before one's eyes `live.LiveDemo`.
"""
