"""What a function may demand of its arguments, each demand with one clear message.

Refusing nonsense is a duty of every function, and the same work each time. Here it is done once:

* `arrays`: real numbers in an array, or in several of one shape.
* `shapes`: how many axes, which sizes, at least one sample.
* `labels`: whole numbers in a range, such as the numbers of classes.
* `numbers`: one number within bounds.
* `objects`: a function, a random generator, a list or tuple like another.

A function named after a thing returns its argument as that thing; one named ``require_...``
demands something, and returns the argument where it may have to be converted. An array that comes
back may be the one that went in: do not write into it.

Messages read *who: what came; what is needed*. So after what they check, the functions take the
name of the argument and who asks, the name of the function: both are for the message alone and
may be left out. Where several arguments are given by name, who asks comes first.

>>> require_number(-1, "delta", "huber", above=0)
Traceback (most recent call last):
    ...
ValueError: huber: delta is -1.0; a finite number above 0 is needed
>>> require_number(-1, above=0)
Traceback (most recent call last):
    ...
ValueError: the number is -1.0; a finite number above 0 is needed
"""

from dlkit.arguments.arrays import Array as Array
from dlkit.arguments.arrays import (
    arrays_alike,
    fitting_arrays,
    plain_array,
    real_array,
    real_arrays,
    real_pair,
    require_finite,
)
from dlkit.arguments.labels import Labels as Labels
from dlkit.arguments.labels import class_labels, scores_and_labels, whole_numbers
from dlkit.arguments.numbers import require_number, require_whole_number
from dlkit.arguments.objects import (
    positional_names,
    require_callables,
    require_generator,
    same_sequence,
)
from dlkit.arguments.shapes import (
    ShapeError,
    require_axes,
    require_same_shape,
    require_samples,
    require_sizes,
)

__all__ = [
    "ShapeError",
    "arrays_alike",
    "class_labels",
    "fitting_arrays",
    "plain_array",
    "positional_names",
    "real_array",
    "real_arrays",
    "real_pair",
    "require_axes",
    "require_callables",
    "require_finite",
    "require_generator",
    "require_number",
    "require_same_shape",
    "require_samples",
    "require_sizes",
    "require_whole_number",
    "same_sequence",
    "scores_and_labels",
    "whole_numbers",
]
