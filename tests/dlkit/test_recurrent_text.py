"""Symbols in and out: masks, embeddings, words, and drawing the next one."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.backprop import check_grad
from dlkit.losses import cross_entropy, softmax
from dlkit.recurrent import (
    bigram_logits,
    decode_words,
    embed,
    embed_backward,
    encode_words,
    length_mask,
    masked_cross_entropy,
    masked_cross_entropy_grad,
    sample,
)


def rng(seed=0):
    return np.random.default_rng(seed)


class TestMaskedCrossEntropy:
    def problem(self, lengths=(3, 0, 5, 1), T=5, C=4):
        z = rng().standard_normal((len(lengths), T, C))
        return z, rng(1).integers(C, size=z.shape[:2]), length_mask(lengths, T)

    @pytest.mark.parametrize("lengths", [(3, 0, 5, 1), (2,), (1, 1)])
    def test_equals_pytorch(self, lengths, torch, close):
        z, y, mask = self.problem(lengths)
        tensor = torch.tensor(z, requires_grad=True)
        targets = torch.tensor(np.where(mask, y, -100))
        loss = torch.nn.functional.cross_entropy(tensor.flatten(0, 1), targets.flatten())
        loss.backward()
        close(masked_cross_entropy(z, y, mask), loss.item())
        close(masked_cross_entropy_grad(z, y, mask), tensor.grad.numpy())

    def test_equals_central_differences(self):
        z, y, mask = self.problem()
        pair = masked_cross_entropy, masked_cross_entropy_grad
        assert check_grad(*pair, z, y, mask, rng=rng()) is None

    def test_padding_changes_nothing_whatever_it_holds(self):
        z, y, mask = self.problem()
        loss, gradient = masked_cross_entropy(z, y, mask), masked_cross_entropy_grad(z, y, mask)
        z[~mask], y[~mask] = np.nan, -7
        assert masked_cross_entropy(z, y, mask.astype(float)) == loss
        np.testing.assert_array_equal(masked_cross_entropy_grad(z, y, mask), gradient)
        assert not gradient[~mask].any() and gradient[mask].all()

    def test_is_the_mean_over_steps_not_over_sequences(self):
        z, y, mask = self.problem()
        assert masked_cross_entropy(z, y, mask) == cross_entropy(z[mask], y[mask])
        assert masked_cross_entropy(np.zeros((2, 3, 4)), np.zeros((2, 3), int), np.eye(2, 3)) == (
            pytest.approx(np.log(4))
        )

    def test_float32_stays_and_extremes_give_no_warning(self):
        z, y, mask = self.problem()
        with np.errstate(all="raise"):
            gradient = masked_cross_entropy_grad((1e4 * z).astype(np.float32), y, mask)
        assert gradient.dtype == np.float32 and np.isfinite(gradient).all()

    @pytest.mark.parametrize("f", [masked_cross_entropy, masked_cross_entropy_grad])
    def test_what_has_no_mean_is_refused(self, f):
        z, y, mask = self.problem()
        with pytest.raises(ValueError, match=f"{f.__name__}: mask has no true element"):
            f(z, y, 0 * mask)
        with pytest.raises(ValueError, match="mask holds 2"):
            f(z, y, 2 * mask)
        with pytest.raises(ShapeError, match=r"\(N, T, C\), \(N, T\) and \(N, T\)"):
            f(z, y, mask[:, :-1])
        y[0, 2] = 4
        with pytest.raises(ValueError, match=rf"{f.__name__}: labels\[0, 2\] is 4; whole numbers"):
            f(z, y, mask)
        with pytest.raises(TypeError, match="labels has dtype float64"):
            f(z, y.astype(float), mask)

    def test_lengths_are_between_none_and_all(self):
        with pytest.raises(ValueError, match=r"lengths\[1\] is 4; whole numbers from 0 to 3"):
            length_mask([2, 4], 3)
        assert length_mask([], 3).shape == (0, 3)


class TestSample:
    @pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
    def test_frequencies_are_the_probabilities(self, temperature):
        z, n = np.array([2.0, -1.0, 0.5, 0.0]), 20_000
        drawn = sample(np.tile(z, (n, 1)), temperature=temperature, rng=rng())
        expected = n * softmax(z / temperature)
        chi_squared = np.sum((np.bincount(drawn, minlength=4) - expected) ** 2 / expected)
        assert chi_squared < 16.3  # exceeded once in a thousand by three degrees of freedom

    def test_low_temperature_takes_the_largest_score(self):
        z = rng().standard_normal((50, 6))
        for temperature in (0, 1e-300, 1e-6):
            with np.errstate(all="raise"):
                drawn = sample(z, temperature=temperature, rng=rng())
            np.testing.assert_array_equal(drawn, z.argmax(axis=1))

    def test_the_seed_decides_and_one_row_gives_one_number(self):
        z = rng().standard_normal((9, 6))
        first, same = (sample(z, rng=rng(3)) for _ in range(2))
        np.testing.assert_array_equal(first, same)
        assert sample(z[0], rng=rng(3)) == first[0]
        state = np.random.get_state()[1].copy()
        sample(z, rng=rng())
        np.testing.assert_array_equal(np.random.get_state()[1], state)

    def test_extremes_and_impossible_classes(self):
        z = np.array([[1e4, 0.0, -np.inf], [-1e4, -1e4, -np.inf]])
        with np.errstate(all="raise"):
            drawn = np.array([sample(z, rng=rng(seed)) for seed in range(40)])
        assert not drawn[:, 0].any() and set(drawn[:, 1]) == {0, 1}
        assert sample(np.zeros((0, 3)), rng=rng()).shape == (0,)

    @pytest.mark.parametrize(
        ("logits", "options", "error"),
        [
            (np.zeros((2, 0)), {}, ShapeError),
            (np.zeros((1, 2, 3)), {}, ShapeError),
            ([np.nan, 0.0], {}, ValueError),
            ([-np.inf, -np.inf], {}, ValueError),
            ([0.0, 1.0], {"temperature": -1}, ValueError),
            ([0.0, 1.0], {"rng": 3}, TypeError),
        ],
    )
    def test_what_cannot_be_drawn_from_is_refused(self, logits, options, error):
        with pytest.raises(error, match=r"^sample: "):
            sample(logits, **({"rng": rng()} | options))


class TestEmbedding:
    @pytest.mark.parametrize("padding", [None, 0, 3])
    def test_equals_pytorch(self, padding, torch, close):
        E, ids = rng().standard_normal((5, 3)), rng(1).integers(5, size=(4, 6))
        dy, table = rng(2).standard_normal((4, 6, 3)), torch.tensor(E, requires_grad=True)
        y = torch.nn.functional.embedding(torch.tensor(ids), table, padding_idx=padding)
        y.backward(torch.tensor(dy))
        close(embed(ids, E), y.detach().numpy())
        close(embed_backward(dy, ids, E, padding=padding), table.grad.numpy())

    def test_repeated_symbols_add_up_and_absent_ones_get_nothing(self):
        dE = embed_backward([[1.0], [10.0], [100.0]], [2, 0, 2], np.zeros((4, 1)))
        np.testing.assert_array_equal(dE, [[10], [0], [101], [0]])

    def test_is_linear_in_the_table(self):
        E, ids, dy = rng().standard_normal((5, 3)), [4, 4, 1], rng(1).standard_normal((3, 3))
        lhs, rhs = np.sum(embed(ids, E) * dy), np.sum(E * embed_backward(dy, ids, E))
        assert lhs == pytest.approx(rhs, rel=1e-14)

    def test_the_result_is_new_memory_and_keeps_its_precision(self):
        E = np.zeros((3, 2), np.float32)
        y = embed(2, E)
        assert y.shape == (2,) and y.dtype == np.float32 and not np.shares_memory(y, E)
        assert embed_backward(np.ones((0, 2)), [], E).dtype == np.float32

    def test_symbols_outside_the_table_are_refused(self):
        for ids in ([[0, 3]], [[0, -1]]):
            with pytest.raises(ValueError, match=r"embed: ids\[0, 1\] is -?\d; whole numbers"):
                embed(ids, np.zeros((3, 2)))
        with pytest.raises(ValueError, match="embed: ids is 3; whole numbers from 0 to 2"):
            embed(3, np.zeros((3, 2)))
        with pytest.raises(TypeError, match="ids has dtype float64"):
            embed([0.0], np.zeros((3, 2)))
        with pytest.raises(ShapeError, match=r"dy must have shape \(2, 3\)"):
            embed_backward(np.zeros((2, 2)), [0, 1], np.zeros((4, 3)))
        with pytest.raises(ValueError, match="padding"):
            embed_backward(np.zeros((2, 3)), [0, 1], np.zeros((4, 3)), padding=4)


class TestWords:
    WORDS = ("abba", "", "cab", "b")

    def test_decoding_undoes_encoding(self):
        ids, mask = encode_words(self.WORDS, "abc")
        assert decode_words(ids, "abc") == decode_words(ids[:, 1:], "abc") == list(self.WORDS)
        assert (ids.shape, mask.shape) == ((4, 6), (4, 5))
        np.testing.assert_array_equal(mask.sum(axis=1), [5, 1, 4, 2])  # letters and the end

    def test_bigrams_are_shares_of_what_follows(self):
        ids, mask = encode_words(self.WORDS, "abc")
        p = np.exp(bigram_logits(ids, mask, 4, smoothing=1e-9))
        expected = [[0.25, 0.25, 0.25, 0.25], [1 / 3, 0, 2 / 3, 0], [0.5, 0.25, 0.25, 0]]
        np.testing.assert_allclose(p[:3], expected, atol=1e-6)
        np.testing.assert_allclose(p[3], [0, 1, 0, 0], atol=1e-6)

    def test_no_table_of_pairs_beats_the_counts(self):
        ids, mask = encode_words(self.WORDS, "abc")
        best = bigram_logits(ids, mask, 4, smoothing=1e-12)

        def loss(table):
            return masked_cross_entropy(table[ids[:, :-1]], ids[:, 1:], mask)

        for seed in range(5):
            assert loss(best) < loss(best + 0.1 * rng(seed).standard_normal((4, 4)))

    def test_letters_that_are_unknown_or_twice_there_are_refused(self):
        with pytest.raises(ValueError, match="'cat' has 't', which alphabet lacks"):
            encode_words(["cat"], "abc")
        with pytest.raises(ValueError, match="holds a letter twice"):
            encode_words(["a"], "aba")
        with pytest.raises(TypeError, match="words is str; a list of str"):
            encode_words("cat", "abct")
        with pytest.raises(ValueError, match=r"ids\[0, 1\] is 4"):
            decode_words([[0, 4]], "abc")
