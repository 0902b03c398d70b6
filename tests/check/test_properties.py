"""Named laws: each holds for a function that obeys it and fails for one that does not."""

import numpy as np
import pytest

from dlkit.check.battery import Property
from dlkit.check.properties import NAMED
from tests.check import test_draws

Z = np.random.default_rng(3).normal(size=(5, 4))
T = np.random.default_rng(4).normal(size=(5, 4))


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def logsumexp(z):
    return np.log(np.exp(z).sum(axis=-1))


POINTS = np.array([-1e6, -1.0, 0.0, 1e-7, 1.0, 1e6])
DIAMOND = [[1, 2], [3], [3], [], [0]]
COUNTER = (POINTS, np.array([0.0, 0.4, 0.4 + 1e-7, 1.0]))


def constant(z, x):
    return np.full_like(z, 3.0), x, 0.5


def but(position, change):
    """The counterexample with a constant sigma, one of its three results changed."""

    def answer(z, x):
        results = list(constant(z, x))
        results[position] = change((z, x, x)[position])
        return tuple(results)

    return answer


def split(n, share, *, rng):
    order, size = rng.permutation(n), int(share * n)
    return order[size:], order[:size]


def batches(n, size, *, rng):
    return np.split(rng.permutation(n), range(size, n, size))


def normal(shape, *, rng):
    return rng.standard_normal(shape)


def rotation(shape, *, rng):
    turn = np.exp(1j * rng.uniform(0, 2 * np.pi))
    return np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])


CASES = {
    "bounded_sigma": (but(0, np.tanh), but(0, np.abs), COUNTER),
    "continuous_sigma": (but(0, np.tanh), but(0, np.sign), COUNTER),
    "continuous_target": (constant, but(1, lambda x: np.sign(x - 0.4)), COUNTER),
    "failing_sigma": (constant, but(0, np.sin), COUNTER),
    "unreached_target": (constant, but(1, np.ones_like), COUNTER),
    "positive_eps": (constant, but(2, lambda _: 0.0), COUNTER),
    "honest_eps": (constant, but(2, lambda _: 0.51), COUNTER),
    "parents_first": (lambda parents: [3, 1, 2, 0], lambda parents: [0, 1, 2, 3], (DIAMOND,)),
    "shift_invariant": (softmax, np.exp, (Z,)),
    "shift_equivariant": (logsumexp, softmax, (Z,)),
    "permutation_equivariant": (softmax, np.cumsum, (Z,)),
    "sums_to_one": (softmax, lambda z: np.exp(z) / (np.exp(z).sum(axis=-1)[:, None] + 1e-8), (Z,)),
    "batch_duplication_invariant": (
        lambda p, t: np.mean(p - t),
        lambda p, t: np.sum(p - t),
        (Z, T),
    ),
    "batch_order_invariant": (lambda p, t: np.mean(p - t), lambda p, t: (p - t)[0, 0], (Z, T)),
    "symmetric": (lambda p, t: np.mean(np.abs(p - t)), lambda p, t: np.mean(p - t), (Z, T)),
    "antisymmetric": (lambda p, t: p - t, lambda p, t: np.abs(p - t), (Z, T)),
    "mirrored": (np.arctan, np.cos, (Z,)),
    "linear": (lambda dy, z: dy * z, lambda dy, z: np.sign(dy) * z, (Z, T)),
    "zero_sum": (lambda z: z - z.mean(axis=-1, keepdims=True), lambda z: z, (Z,)),
    "not_negative": (np.abs, np.copy, (Z,)),
    "random_split": (split, lambda n, share, *, rng: split(n, 1 - share, rng=rng), (50, 0.3)),
    **test_draws.CASES,
    "random_batches": (batches, lambda n, size, *, rng: batches(n, size + 1, rng=rng), (50, 8)),
    "random_weights": (normal, lambda shape, *, rng: 2 * normal(shape, rng=rng), ((100, 200),)),
    "random_rotation": (rotation, normal, ((2, 2),)),
}
SEEDS = {"seeds": (1, 2)}  # what the laws about chance take as a parameter
CHANCE = {name: SEEDS for name in CASES if name.startswith("random_")}
CHANCE["random_weights"] = SEEDS | {"law": "normal", "std": 1.0}


def run(law, function, args, **parameters):
    words = {"function": "f", "part": "edges", "title": "a law"}
    parameters = CHANCE.get(law, {}) | parameters
    return Property(**words, args=args, name=law, parameters=parameters).run({"f": function})


def test_every_law_has_a_case_here():
    assert set(CASES) == set(NAMED)


@pytest.mark.parametrize("law", CASES)
def test_a_law_holds_where_it_is_obeyed(law):
    obeying, _, args = CASES[law]
    assert run(law, obeying, args).passed


@pytest.mark.parametrize("law", CASES)
def test_a_law_fails_where_it_is_violated(law):
    _, violating, args = CASES[law]
    found = run(law, violating, args)
    assert found.status == "failed"
    assert found.message.startswith("a law: ")


@pytest.mark.parametrize("law", CASES)
@pytest.mark.parametrize(
    "answer",
    [None, {}, "text", object(), True, 1 + 2j, np.array("x"), [1, None], np.full(2, None)],
    ids=lambda answer: type(answer).__name__,
)
def test_what_is_no_number_obeys_no_law_and_breaks_none(law, answer):
    assert run(law, lambda *args: answer, CASES[law][2]).status == "failed"


@pytest.mark.parametrize("law", ["permutation_equivariant", "sums_to_one", "zero_sum"])
def test_a_missing_axis_fails_the_law(law):
    assert run(law, lambda z: z[:, 0], (Z,), axis=1).status == "failed"


COUNTERS = [law for law, (*_, args) in CASES.items() if args is COUNTER]


@pytest.mark.parametrize("law", COUNTERS)
@pytest.mark.parametrize(
    "answer",
    [but(0, np.sum), but(1, lambda x: x[1:]), but(2, np.copy), but(0, lambda z: z / 0 * 0)],
    ids=["one number", "too few", "eps an array", "nan"],
)
def test_an_answer_of_another_form_is_no_counterexample(law, answer):
    assert run(law, answer, COUNTER).status == "failed"


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ([3, 2, 1, 0], ""),
        ((3, 1, np.int64(2), 0), ""),
        ([3, 1, 3, 2, 0], "node 3 is in your list 2 times"),
        ([1, 2, 0], "node 3 is missing"),
        ([3, 1, 2, 0, 4], "node 4 is in your list, though"),
        ([0, 2, 1, 3], "the wrong way round"),
        ([1, 3, 2, 0], "node 1 stands before node 3"),
        ([3.0, 1.0, 2.0, 0.0], "a list of the nodes' numbers is needed"),
    ],
)
def test_the_sentence_about_an_order_says_what_is_wrong_with_it(order, sentence):
    found = run("parents_first", lambda parents: order, (DIAMOND,))
    assert sentence in found.message and found.passed == (not sentence)


def test_a_large_graph_may_come_as_the_function_that_makes_it():
    assert run("parents_first", lambda graph: [3, 1, 2, 0], (lambda: DIAMOND,)).passed


def test_units_of_a_sigma_that_is_zero_reach_zero_alone():
    def nothing(z, x):
        return 0 * z, np.ones_like(x), 0.9

    assert all(run(law, nothing, COUNTER).passed for law in COUNTERS)


def test_a_sentence_about_a_counterexample_is_said_where_it_is_true():
    def with_relu(z, x):
        return np.maximum(z, 0), np.ones_like(x), 9.0

    failed = [law for law in COUNTERS if not run(law, with_relu, COUNTER).passed]
    assert failed == ["bounded_sigma", "failing_sigma", "unreached_target"]


def test_an_error_in_the_call_is_the_finding():
    found = run("linear", lambda dy, z: dy @ z, (Z, T))
    assert found.status == "failed"
    assert "ValueError" in found.message


def test_a_stub_is_not_attempted():
    def stub(*args):
        raise NotImplementedError

    assert run("linear", stub, (Z, T)).status == "not attempted"


def test_one_call_cannot_disturb_the_next():
    def in_place(dy, z):
        z *= 2
        return dy * z

    assert run("linear", in_place, (Z, T)).passed


def test_laws_hold_for_several_gradients_at_once():
    assert run("linear", lambda dy, z: (dy * z, [dy.sum()]), (Z, T)).passed
    assert not run("linear", lambda dy, z: (dy * z, [z.sum()]), (Z, T)).passed


def test_infinite_answers_raise_no_warning():
    assert run("zero_sum", lambda z: np.full_like(z, np.inf) * np.sign(z), (Z,)).status == "failed"


def test_a_curve_may_be_mirrored_at_another_height():
    def above(z):
        return np.arctan(z) + 2

    assert run("mirrored", above, (Z,), total=4.0).passed
    assert "must be 0" in run("mirrored", above, (Z,)).message
