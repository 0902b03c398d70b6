"""Calls of `dlkit.arguments`; what demands something of an array gets one, as everywhere."""

import numpy as np

from dlkit import arguments
from dlkit.arguments import plain_array, real_array
from tests.dlkit.examples import RNG, example, real

X, LABELS = real(4, 3), np.array([2, 0, 1, 2])


class Raised(arguments.ShapeError):
    """An error of a student's own."""


example(arguments.ShapeError, call=lambda: issubclass(Raised, ValueError))
example(arguments.arrays_alike, w=X, dw=real(4, 3, seed=1))
example(arguments.class_labels, LABELS, 3)
example(arguments.fitting_arrays, x=(X, "N D"), W=(real(3, 2), "D M"))
example(arguments.plain_array, X, call=lambda x: real_array(plain_array(x)))
example(arguments.positional_names, np.clip)
example(arguments.real_array, X)
example(arguments.real_arrays, [X, real(2)])
example(arguments.real_pair, X, real(4, 3, seed=1))
example(arguments.require_axes, X, call=lambda x: arguments.require_axes(plain_array(x), "ND"))
example(arguments.require_callables, f=np.tanh)
example(arguments.require_finite, X, call=lambda x: arguments.require_finite(real_array(x)))
example(arguments.require_generator, RNG, call=lambda rng: bool(arguments.require_generator(rng)))
example(arguments.require_number, 0.5, at_least=0.25)
example(
    arguments.require_same_shape,
    X,
    real(4, 3, seed=1),
    call=lambda p, t: arguments.require_same_shape(p=plain_array(p), t=plain_array(t)),
)
example(arguments.require_samples, X, call=lambda x: arguments.require_samples(plain_array(x)))
example(
    arguments.require_sizes, X, call=lambda x: arguments.require_sizes(x=(plain_array(x), "N D"))
)
example(arguments.require_whole_number, 100, at_least=3)
example(arguments.same_sequence, ("a", "b"), ["c", "d"])
example(arguments.scores_and_labels, X, LABELS)
example(arguments.whole_numbers, LABELS, 3)
