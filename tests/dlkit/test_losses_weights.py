"""Samples and classes that count more than others, and labels that do not count."""

import numpy as np
import pytest

from dlkit.backprop import check_grad
from dlkit.losses import (
    cross_entropy,
    cross_entropy_grad,
    mse,
    mse_grad,
    weighted_loss,
    weighted_loss_grad,
)

RNG = np.random.default_rng(0)
Z, LABELS, WEIGHTS = RNG.normal(size=(6, 3)), np.array([0, -1, 2, 2, 1, -1]), np.array([0.5, 2, 0])


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("ignored", [None, -1])
def test_class_weights_and_ignored_labels_are_pytorchs(torch, close, weights, ignored):
    labels = LABELS if ignored else np.abs(LABELS)
    tensor = torch.tensor(Z, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(
        tensor,
        torch.tensor(labels),
        None if weights is None else torch.tensor(weights),
        ignore_index=-1,
    )
    theirs.backward()
    options = {"class_weights": weights, "ignored": ignored}
    close(cross_entropy(Z, labels, **options), theirs.item())
    close(cross_entropy_grad(Z, labels, **options), tensor.grad.numpy())


def test_weights_agree_with_differences():
    options = {"class_weights": WEIGHTS, "ignored": -1}
    problem = check_grad(
        lambda z, y: cross_entropy(z, y, **options),
        lambda z, y: cross_entropy_grad(z, y, **options),
        Z,
        LABELS,
        rng=np.random.default_rng(1),
    )
    assert problem is None


def test_what_does_not_count_may_be_anything():
    spoiled = Z.copy()
    spoiled[LABELS == -1] = np.nan
    options = {"ignored": -1}
    assert cross_entropy(spoiled, LABELS, **options) == cross_entropy(Z, LABELS, **options)
    gradient = cross_entropy_grad(spoiled, LABELS, **options)
    np.testing.assert_array_equal(gradient[LABELS == -1], 0)
    assert cross_entropy_grad(Z.astype(np.float32), LABELS, **options).dtype == np.float32


def test_an_ignored_label_fits_any_integer_type():
    labels = np.where(LABELS < 0, 255, LABELS)
    for dtype in (np.uint8, np.uint64, np.int64):
        assert cross_entropy(Z, labels.astype(dtype), ignored=255) == cross_entropy(
            Z, LABELS, ignored=-1
        )


@pytest.mark.parametrize(
    ("labels", "options", "words"),
    [
        ([-1] * 6, {"ignored": -1}, "every label is ignored or weighs 0"),
        ([2] * 6, {"class_weights": WEIGHTS}, "every label is ignored or weighs 0"),
        ([0] * 6, {"class_weights": [1, 2]}, r"class_weights has shape \(2,\); \(3,\) is needed"),
        ([0] * 6, {"class_weights": [1, 2, -1]}, "class_weights run from -1.0 to 2.0"),
        ([-1] * 6, {}, "labels\\[0\\] is -1"),
    ],
)
def test_weights_that_make_no_sense_are_refused(labels, options, words):
    for function in (cross_entropy, cross_entropy_grad):
        with pytest.raises(ValueError, match=f"^{function.__name__}: .*{words}"):
            function(Z, labels, **options)


class TestManySamples:
    """A loss is called for parts of a batch, not once a sample."""

    def test_each_weight_counts_exactly(self, close):
        rng = np.random.default_rng(2)
        p, t = rng.normal(size=3000), rng.normal(size=3000)
        w = np.exp(rng.normal(size=3000, scale=3)) * rng.integers(0, 2, 3000)
        close(weighted_loss(mse, p, t, w), np.mean(w * (p - t) ** 2))
        close(weighted_loss(mse, p, t, w.astype(np.float32)), np.mean(np.float32(w) * (p - t) ** 2))

    @pytest.mark.parametrize("different", [2, 10_000])
    def test_the_loss_is_called_for_parts(self, different):
        rng = np.random.default_rng(3)
        calls = []
        w = rng.uniform(1, 2, different)[rng.integers(0, different, 10_000)]
        weighted_loss(lambda p, t: calls.append(len(p)) or 1.0, w, w, w)
        assert len(calls) <= 60

    def test_what_weighs_nothing_may_be_nan(self):
        p, t, w = [np.nan, 2.0], [0.0, 0.0], [0.0, 1.0]
        assert weighted_loss(mse, p, t, w) == 2.0
        np.testing.assert_array_equal(weighted_loss_grad(mse_grad, p, t, w), [0, 2])
