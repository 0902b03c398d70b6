"""Label shift: rates of predictions, priors, corrections, and the figures of the lecture."""

import numpy as np
import pytest

from dlkit.activations import sigmoid
from dlkit.arguments import ShapeError
from dlkit.datasets import breast_cancer, clouds
from dlkit.losses import cross_entropy_grad, softmax
from dlkit.shift import (
    em_prior,
    estimate_target_prior,
    label_shift_weights,
    posterior_correct,
    prediction_rates,
    weighted_fit,
)

UNIFORM = np.full(3, 1 / 3)


class TestPredictionRates:
    PREDICTIONS, LABELS = (0, 1, 1, 2, 0, 0), (0, 0, 1, 1, 0, 1)

    def test_columns_are_true_classes_and_rows_what_was_predicted(self):
        C = prediction_rates(self.PREDICTIONS, self.LABELS, 4)
        thirds = [[2, 1, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
        np.testing.assert_allclose(3 * C, thirds)  # two of the classes do not occur

    def test_times_the_prior_it_is_the_distribution_of_the_predictions(self):
        rng = np.random.default_rng(0)
        predictions, labels = rng.integers(5, size=(2, 300))
        prior, shares = (np.bincount(a, minlength=5) / 300 for a in (labels, predictions))
        C = prediction_rates(predictions, labels, 5)
        np.testing.assert_allclose(C.sum(axis=0), 1)
        np.testing.assert_allclose(C @ prior, shares)

    def test_no_samples_and_samples_that_do_not_fit(self):
        np.testing.assert_array_equal(prediction_rates([], [], 2), np.zeros((2, 2)))
        with pytest.raises(ShapeError, match=r"\(2,\) but labels have shape \(3,\)"):
            prediction_rates([0, 1], [0, 1, 1], 2)
        with pytest.raises(ValueError, match="with 2 classes"):
            prediction_rates([0, 2], [0, 1], 2)
        with pytest.raises(TypeError, match="integers are needed"):
            prediction_rates([0.0], [0], 2)


class TestEstimateTargetPrior:
    C = np.array([[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.1, 0.2, 0.7]])

    @pytest.mark.parametrize("p", [(0.2, 0.5, 0.3), (1.0, 0.0, 0.0)])
    def test_is_exact_for_exact_shares(self, p, close):
        close(estimate_target_prior(self.C, self.C @ p), p)

    def test_shares_that_no_prior_explains_give_one_at_the_border(self):
        p = estimate_target_prior(self.C, [1.0, 0.0, 0.0])
        np.testing.assert_array_equal(p, [1, 0, 0])
        p = estimate_target_prior(self.C, [0.75, 0.05, 0.2])
        assert (p >= 0).all() and p.sum() == pytest.approx(1) and p[1] == 0

    def test_a_singular_matrix_divides_what_it_cannot_tell_apart(self):
        C = np.array([[0.8, 0.1, 0.1], [0.1, 0.45, 0.45], [0.1, 0.45, 0.45]])
        p = estimate_target_prior(C, C @ [0.4, 0.5, 0.1])
        np.testing.assert_allclose(p, [0.4, 0.3, 0.3])

    def test_a_class_that_the_source_lacked_gets_nothing(self):
        C = np.array([[0.9, 0.2, 0], [0.1, 0.8, 0], [0, 0, 0]])
        np.testing.assert_allclose(estimate_target_prior(C, [0.55, 0.45, 0]), [0.5, 0.5, 0])

    @pytest.mark.parametrize(
        ("C", "mu", "error", "words"),
        [
            (C / 3, UNIFORM, ValueError, "the columns of rates add up to"),  # the joint matrix
            (C, [0.5, 0.5], ShapeError, r"\(C, C\) and \(C,\) are needed"),
            (C, [0.5, 0.5, 0.5], ValueError, "mu adds up to 1.5"),
            (C, [1.5, -0.5, 0.0], ValueError, r"mu\[1\] is -0.5"),
            (np.zeros((3, 3)), UNIFORM, ValueError, "rates tell nothing"),
        ],
    )
    def test_what_cannot_be_solved_is_refused(self, C, mu, error, words):
        with pytest.raises(error, match=f"^estimate_target_prior: .*{words}"):
            estimate_target_prior(C, mu)


class TestCorrections:
    P, Q = (0.7, 0.2, 0.1), (0.2, 0.3, 0.5)

    def test_weights_are_target_over_source_by_true_class(self):
        w = label_shift_weights(self.P, self.Q, [2, 0, 0, 1])
        np.testing.assert_allclose(w, [0.2, 3.5, 3.5, 2 / 3])
        assert label_shift_weights(self.P, self.Q, np.empty(0, int)).shape == (0,)

    def test_equals_the_posterior_of_the_other_prior_exactly(self, close):
        centres = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
        x = np.random.default_rng(0).normal(size=(9, 2))
        likelihood = np.exp(-np.sum((x[:, None] - centres) ** 2, axis=2) / 2)

        def posterior(prior):
            joint = likelihood * prior
            return joint / joint.sum(axis=1, keepdims=True)

        close(posterior_correct(posterior(np.array(self.Q)), self.P, self.Q), posterior(self.P))

    def test_nothing_changes_without_a_shift_and_back_is_back(self, close):
        P = softmax(np.random.default_rng(0).normal(size=(6, 3)))
        close(posterior_correct(P, self.Q, self.Q), P)
        close(posterior_correct(posterior_correct(P, self.P, self.Q), self.Q, self.P), P)

    def test_precision_stays_and_certain_answers_stay_certain(self):
        P = np.eye(3, dtype=np.float32)
        P.setflags(write=False)
        with np.errstate(all="raise"):
            corrected = posterior_correct(P, self.P, self.Q)
        assert corrected.dtype == np.float32
        np.testing.assert_array_equal(corrected, P)

    def test_a_class_without_a_prior_is_refused(self):
        with pytest.raises(ValueError, match=r"q\[1\] is 0 but sample 2 has that class"):
            label_shift_weights([0.5, 0.5], [1.0, 0.0], [0, 0, 1])
        with pytest.raises(ValueError, match=r"q\[1\] is 0 but p\[1\] is 0.5"):
            posterior_correct([[0.5, 0.5]], [0.5, 0.5], [1.0, 0.0])
        with pytest.raises(ValueError, match="row 1 of P has only classes whose p is 0"):
            posterior_correct([[0.5, 0.5], [0.0, 1.0]], [1.0, 0.0], [0.5, 0.5])

    def test_what_are_no_probabilities_is_refused(self):
        for P in ([[0.5, 0.6]], [[1.5, -0.5]], [[np.nan, 1.0]]):
            with pytest.raises(ValueError, match="row 0 of P is"):
                posterior_correct(P, [0.5, 0.5], [0.5, 0.5])
        with pytest.raises(ShapeError, match="the numbers of classes must be equal"):
            label_shift_weights(self.P, [0.5, 0.5], [0])
        with pytest.raises(ShapeError, match=r"P has shape \(1, 2\); \(N, 3\) is needed"):
            posterior_correct([[0.5, 0.5]], self.P, self.Q)


class TestEmPrior:
    def problem(self):
        return softmax(2 * np.random.default_rng(0).normal(size=(40, 3))), np.array([0.2, 0.3, 0.5])

    def test_the_likelihood_never_falls(self):
        P, q = self.problem()
        values = []
        for iters in range(30):
            p = em_prior(P, q, iters=iters)
            assert p.sum() == pytest.approx(1)
            values.append(np.log(P @ (p / q)).sum())
        assert (np.diff(values) > -1e-12).all() and values[-1] > values[0]

    def test_the_end_is_a_fixed_point_and_the_start_is_q(self):
        P, q = self.problem()
        p = em_prior(P, q, iters=100_000, tolerance=1e-14)
        np.testing.assert_allclose(posterior_correct(P, p, q).mean(axis=0), p, atol=1e-12)
        np.testing.assert_array_equal(em_prior(P, q, iters=0), q)

    def test_a_large_tolerance_stops_at_once(self):
        P, q = self.problem()
        np.testing.assert_array_equal(em_prior(P, q, tolerance=1), em_prior(P, q, iters=1))

    def test_what_cannot_be_estimated_is_refused(self):
        with pytest.raises(ValueError, match="every class needs a share above 0"):
            em_prior([[0.5, 0.5]], [1.0, 0.0])
        with pytest.raises(ValueError, match="em_prior: P has shape"):
            em_prior(np.empty((0, 2)), [0.5, 0.5])


def softmax_regression(x, y, steps=100):
    rows, W = np.column_stack([x, np.ones(len(x))]), np.zeros((3, 3))
    for _ in range(steps):
        W -= 0.5 * rows.T @ cross_entropy_grad(rows @ W, y)
    return lambda x: softmax(np.column_stack([x, np.ones(len(x))]) @ W)


def label_shift(prior, seed, n=500):
    """Return accuracies without and with corrections, and how far off three priors are."""
    rng = np.random.default_rng(seed)
    (xs, ys), (held_out, true), (x, y) = (
        clouds(n, p, spread=2.0, rng=rng) for p in (UNIFORM, UNIFORM, prior)
    )
    model = softmax_regression(xs, ys)
    P = model(x)
    naive = np.bincount(P.argmax(axis=1), minlength=3) / n
    bbse = estimate_target_prior(prediction_rates(model(held_out).argmax(axis=1), true, 3), naive)
    em = em_prior(P, UNIFORM)

    def accuracy(p):
        return np.mean(posterior_correct(P, p, UNIFORM).argmax(axis=1) == y)

    errors = [np.abs(p - prior).max() for p in (naive, bbse, em)]
    return *map(accuracy, (UNIFORM, bbse, em, prior)), *errors


@pytest.mark.parametrize(
    ("prior", "before", "after"),
    [((0.8, 0.1, 0.1), 0.69, 0.825), ((0.05, 0.05, 0.9), 0.69, 0.905)],
)
def test_correcting_the_posterior_mends_label_shift(prior, before, after):
    results = np.mean([label_shift(prior, seed) for seed in range(10)], axis=0)
    plain, bbse, em, known, naive_error, bbse_error, em_error = results
    assert plain == pytest.approx(before, abs=0.02)
    assert bbse == pytest.approx(after, abs=0.02) and em == pytest.approx(after, abs=0.02)
    assert known >= max(bbse, em) - 0.005  # the true prior is the best that can be known
    assert naive_error > 0.19 and max(bbse_error, em_error) < 0.08


def test_without_a_shift_the_correction_costs_next_to_nothing():
    plain, bbse, em, *_ = np.mean([label_shift(UNIFORM, seed) for seed in range(10)], axis=0)
    assert plain - bbse < 0.01 and plain - em < 0.01


def rarer_cancer(seed):
    """Return accuracies before and after, and how far off the old and the estimated prior are.

    A third of the samples that a model learns from are malignant, a tenth of those that it meets.
    """
    x, labels = breast_cancer()
    x, malignant = x[:, [1, 4]], 1 - labels  # the mean texture and smoothness
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    order = np.random.default_rng(seed).permutation(len(x))
    training, held_out, rest = order[:200], order[200:350], order[350:]
    few = np.sum(malignant[rest] == 0) // 9
    met = np.append(rest[malignant[rest] == 0], rest[malignant[rest] == 1][:few])
    W, b = weighted_fit(x[training], malignant[training], np.ones(200), lam=0.1, model="logistic")
    P = np.column_stack([sigmoid(-x @ W - b), sigmoid(x @ W + b)])
    q, p = (np.bincount(malignant[rows], minlength=2) / len(rows) for rows in (training, met))
    predictions = P.argmax(axis=1)
    shares = np.bincount(predictions[met], minlength=2) / len(met)
    estimate = estimate_target_prior(
        prediction_rates(predictions[held_out], malignant[held_out], 2), shares
    )
    corrected = posterior_correct(P[met], estimate, q).argmax(axis=1)
    accuracies = [np.mean(guess == malignant[met]) for guess in (predictions[met], corrected)]
    return *accuracies, np.abs(q - p).max(), np.abs(estimate - p).max()


def test_on_real_measurements_a_rarer_disease_is_seen_and_corrected_for():
    results = np.array([rarer_cancer(seed) for seed in range(20)])
    before, after, old_error, error = results.mean(axis=0)
    assert after - before > 0.04  # measured: from 0.83 to 0.90
    assert old_error > 0.25 and error < 0.1
    assert (results[:, 3] < results[:, 2]).all()
