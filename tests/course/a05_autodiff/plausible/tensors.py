"""More answers on tensors: what is remembered, what is a parent, and how a block ends."""

from contextlib import contextmanager, suppress

from tests.course.a05_autodiff.plausible.engines import Tensor, gradients, in_list, sizes
from tests.course.plausible import wrong


def computed(engine, f, back, inputs, options, *, plain=False, needs=None, result=None):
    """Compute as specified, with rules of its own for constants, for what is remembered, …"""
    tensors = [x if isinstance(x, Tensor) else engine.tensor(x, plain) for x in inputs]
    arrays = [t.data for t in tensors]
    wanted = engine.is_on and any(t.requires_grad for t in tensors)
    wanted = needs(engine, tensors) if needs else wanted
    out = engine.tensor(f(*arrays, **options), wanted if result is None else result)
    if wanted:
        out.parents = tensors
        out.pull = lambda dy: in_list(back(dy, *arrays, **options))
    return out


def applying(**rules):
    def apply(engine, f, back, *inputs, **options):
        return computed(engine, f, back, inputs, options, **rules)

    return apply


def filtered(engine, f, back, *inputs, **options):
    out = computed(engine, f, back, inputs, options)
    out.parents = [t for t in out.parents if t.requires_grad]
    return out


def of_all(engine, tensors):
    return engine.is_on and all(t.requires_grad for t in tensors)


@wrong("One input that requires a gradient is enough")
def value_and_grads__all_inputs(f, *arrays):
    return gradients(f, arrays, apply=applying(needs=of_all))


@wrong("without the options")
def value_and_grads__no_options(f, *arrays):
    def apply(engine, f, back, *inputs, **options):
        out = computed(engine, f, back, inputs, options)
        out.pull = lambda dy: in_list(back(dy, *[t.data for t in out.parents]))
        return out

    return gradients(f, arrays, apply=apply)


@wrong("the walk hands them to the wrong ones")
def value_and_grads__parents_filtered(f, *arrays):
    return gradients(f, arrays, apply=filtered)


@wrong("in place of its first input")
def value_and_grads__pull_with_result(f, *arrays):
    def apply(engine, f, back, *inputs, **options):
        out = computed(engine, f, back, inputs, options)
        if len(inputs) == 1:
            out.pull = lambda dy: in_list(back(dy, out.data, **options))
        return out

    return gradients(f, arrays, apply=apply)


@wrong("everything is remembered as before")
def graph_sizes__switch_ignored(f, *arrays):
    def needs(engine, tensors):
        return any(t.requires_grad for t in tensors)

    return sizes(f, arrays, apply=applying(needs=needs))


@wrong("you do not ask whether an input does")
def graph_sizes__constants_remembered(f, *arrays):
    return sizes(f, arrays, apply=applying(needs=lambda engine, tensors: engine.is_on))


@wrong("Plain inputs are constants")
def graph_sizes__plain_inputs_wanted(f, *arrays):
    return sizes(f, arrays, apply=applying(plain=True))


@wrong("One input that requires a gradient is enough")
def graph_sizes__all_inputs(f, *arrays):
    return sizes(f, arrays, apply=applying(needs=of_all))


@wrong("All inputs are parents")
def graph_sizes__parents_filtered(f, *arrays):
    return sizes(f, arrays, apply=filtered)


@wrong("still requires a gradient")
def graph_sizes__result_still_requires(f, *arrays):
    return sizes(f, arrays, apply=applying(result=True))


@wrong("takes the past away from the tensor itself")
def graph_sizes__detach_in_place(f, *arrays):
    def detach(engine, tensor):
        tensor.requires_grad, tensor.parents = False, ()
        return tensor

    return sizes(f, arrays, detach=detach)


@wrong("does not come out of it")
def graph_sizes__swallowed(f, *arrays):
    @contextmanager
    def no_grad(engine):
        before, engine.is_on = engine.is_on, False
        with suppress(Exception):
            yield
        engine.is_on = before

    return sizes(f, arrays, no_grad=no_grad)


@wrong("everything is remembered as before")
def graph_sizes__on_in_the_block(f, *arrays):
    @contextmanager
    def no_grad(engine):
        before, engine.is_on = engine.is_on, True
        try:
            yield
        finally:
            engine.is_on = before

    return sizes(f, arrays, no_grad=no_grad)
