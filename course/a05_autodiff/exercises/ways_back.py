"""Mistakes in what a tensor hands to its way back; most of them end in an error of some shape."""

from course.a05_autodiff.exercises.tensors import Tensor, grads_by
from course.a05_autodiff.exercises.value_and_grads import value_and_grads
from dlkit.activations import tanh_backward
from dlkit.arguments import ShapeError


def raising(error, back):
    """Let a student's own way back refuse shapes with this error; that of tanh is finished."""

    def own(dy, *arrays, **options):
        try:
            return back(dy, *arrays, **options)
        except ShapeError as fault:
            raise error(str(fault)) from fault

    return back if back is tanh_backward else own


class WithoutOptions(Tensor):
    error: type[Exception] = ShapeError
    kept: tuple[str, ...] = ()

    def going_back(self, back, dy, arrays, options):
        left = {name: value for name, value in options.items() if name in self.kept}
        return super().going_back(raising(self.error, back), dy, arrays, left)


@value_and_grads.wrong(
    "value_and_grads",
    "options forgotten on the way back",
    "the way back is called without the options of the way forward: an axis, or that axes are "
    "kept. It needs the same ones.",
    how=(((), ShapeError), ((), ValueError), (("index", "exponent"), ShapeError)),
)
def without_options(f, *arrays, how):
    kind = type("Changed", (WithoutOptions,), dict(zip(("kept", "error"), how, strict=True)))
    return grads_by(f, arrays, kind)


class OnTheResult(Tensor):
    error: type[Exception] = ShapeError
    most = 2  # inputs of the operations that are concerned

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.grad = 0.0  # as in the notebook: what comes is not stretched to the shape of data

    def apply(self, f, back, *inputs, **options):
        result = super().apply(f, back, *inputs, **options)
        if result.requires_grad:
            arrays = [each.data for each in result.parents]
            arrays[0] = result.data if len(inputs) <= self.most else arrays[0]
            own = raising(self.error, back)
            result.pull = lambda dy: self.going_back(own, dy, arrays, options)
        return result


@value_and_grads.wrong(
    "value_and_grads",
    "way back from the result",
    "the way back gets the result of the operation in place of its first input. Backward "
    "functions take what came in.",
    how=((1, ShapeError), (1, ValueError), (2, ShapeError)),
)
def with_way_back_from_the_result(f, *arrays, how):
    kind = type("Changed", (OnTheResult,), dict(zip(("most", "error"), how, strict=True)))
    return grads_by(f, arrays, kind)
