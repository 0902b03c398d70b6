"""The tables and the generators."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.datasets import (
    blobs,
    breast_cancer,
    circles,
    diabetes,
    digits,
    given_names,
    ill_conditioned,
    iris,
    line_with_outliers,
    moons,
    penguins,
    sinusoid,
    spirals,
    tables,
    triangle,
    wine,
    xor,
)


def rng(seed=0):
    return np.random.default_rng(seed)


def test_digits_are_1797_images_of_ten_classes():
    x, labels = digits()
    assert (x.shape, x.dtype, labels.shape, labels.dtype) == (
        (1797, 64),
        np.float64,
        (1797,),
        np.int64,
    )
    assert (x.min(), x.max()) == (0, 1)
    # The class counts that UCI publishes for the test set.
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    np.testing.assert_array_equal(np.bincount(labels), counts)
    np.testing.assert_array_equal(16 * x[0, :8], [0, 0, 5, 13, 9, 1, 0, 0])


def test_diabetes_holds_raw_measurements_of_442_patients():
    x, y = diabetes()
    assert (x.shape, y.shape, x.dtype, y.dtype) == ((442, 10), (442,), np.float64, np.float64)
    np.testing.assert_allclose(x[0], [59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87])
    assert set(x[:, 1]) == {1, 2}
    assert (y.min(), y.max()) == (25, 346)
    assert y.mean() == pytest.approx(152.13, abs=0.01)


def test_given_names_are_5163_words_of_small_letters_in_order():
    names = given_names()
    assert len(set(names)) == len(names) == 5163
    assert names == sorted(names)
    assert set("".join(names)) == set("abcdefghijklmnopqrstuvwxyz")
    assert {"mary", "james"} < set(names)
    assert (min(map(len, names)), max(map(len, names))) == (2, 11)
    names.clear()
    assert len(given_names()) == 5163


def test_breast_cancer_holds_raw_measurements_of_569_samples():
    x, labels = breast_cancer()
    assert (x.shape, x.dtype, labels.dtype) == ((569, 30), np.float64, np.int64)
    np.testing.assert_array_equal(np.bincount(labels), [212, 357])  # malignant, benign
    np.testing.assert_allclose(x[0, :4], [17.99, 10.38, 122.8, 1001])
    # The range of the mean radius and of the largest area that UCI publishes.
    assert (x[:, 0].min(), x[:, 0].max(), x[:, 23].max()) == (6.981, 28.11, 4254)


def test_wine_has_the_ranges_that_uci_publishes():
    x, labels = wine()
    assert (x.shape, x.dtype, labels.dtype) == ((178, 13), np.float64, np.int64)
    np.testing.assert_array_equal(np.bincount(labels), [59, 71, 48])
    least = [11.03, 0.74, 1.36, 10.6, 70, 0.98, 0.34, 0.13, 0.41, 1.28, 0.48, 1.27, 278]
    most = [14.83, 5.8, 3.23, 30, 162, 3.88, 5.08, 0.66, 3.58, 13, 1.71, 4, 1680]
    np.testing.assert_array_equal([x.min(axis=0), x.max(axis=0)], [least, most])
    means = [13.0, 2.34, 2.36, 19.5, 99.7, 2.29, 2.03, 0.36, 1.59, 5.1, 0.96, 2.61, 746]
    np.testing.assert_allclose(x.mean(axis=0), means, rtol=0.01)


def test_iris_has_fishers_means_and_the_two_rows_that_uci_has_wrong():
    x, labels = iris()
    assert (x.shape, x.dtype, labels.dtype) == ((150, 4), np.float64, np.int64)
    means = [[5.006, 3.428, 1.462, 0.246], [5.936, 2.77, 4.26, 1.326], [6.588, 2.974, 5.552, 2.026]]
    for species in range(3):
        assert (labels == species).sum() == 50
        np.testing.assert_allclose(x[labels == species].mean(axis=0), means[species], rtol=1e-12)
    np.testing.assert_array_equal(x[[34, 37]], [[4.9, 3.1, 1.5, 0.2], [4.9, 3.6, 1.4, 0.1]])


def test_penguins_are_the_342_that_were_measured():
    x, labels = penguins()
    assert (x.shape, x.dtype, labels.dtype) == ((342, 4), np.float64, np.int64)
    np.testing.assert_array_equal(np.bincount(labels), [151, 68, 123])
    assert np.isfinite(x).all()
    np.testing.assert_array_equal(x.min(axis=0), [32.1, 13.1, 172, 2700])
    np.testing.assert_array_equal(x.max(axis=0), [59.6, 21.5, 231, 6300])
    # The means per species that the table's documentation gives.
    bill, mass = ([x[labels == c, column].mean() for c in range(3)] for column in (0, 3))
    np.testing.assert_allclose(bill, [38.8, 48.8, 47.5], atol=0.05)
    np.testing.assert_allclose(mass, [3701, 3733, 5076], atol=0.5)


def test_every_table_has_its_terms_written_down():
    terms = (tables.HERE / "LICENSES.md").read_text(encoding="utf-8")
    for file in tables.HERE.glob("*.gz"):
        assert f"`{file.name}`" in terms


@pytest.mark.parametrize("table", [digits, diabetes, breast_cancer, wine, iris, penguins])
def test_changing_a_table_changes_nothing_for_the_next_caller(table):
    first = table()
    before = [a.copy() for a in first]
    for a in first:
        a[:] = 7
    for a, b in zip(table(), before, strict=True):
        np.testing.assert_array_equal(a, b)


def test_moons_without_noise_are_half_circles():
    x, labels = moons(101, noise=0, rng=rng())
    np.testing.assert_array_equal(np.bincount(labels), [51, 50])
    upper, lower = x[labels == 0], x[labels == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1, rtol=1e-12)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1, rtol=1e-12)
    assert (upper[:, 1] >= 0).all()
    assert (lower[:, 1] <= 0.5).all()


def test_circles_without_noise_have_the_radii_one_and_a_half():
    x, labels = circles(40, noise=0, rng=rng())
    np.testing.assert_allclose(np.hypot(*x.T), np.where(labels == 1, 0.5, 1), rtol=1e-12)
    assert (np.sign(x).sum(axis=0) != len(x)).all()  # all round, not one half


def test_an_arm_of_a_spiral_turns_with_its_radius():
    x, labels = spirals(30, 3, turns=1.5, noise=0, rng=rng())
    radius = np.hypot(*x.T)
    turned = 2 * np.pi * (1.5 * radius + labels / 3)
    np.testing.assert_allclose(np.cos(np.arctan2(x[:, 1], x[:, 0]) - turned), 1, rtol=1e-12)
    np.testing.assert_array_equal(np.bincount(labels), [10, 10, 10])


def test_no_line_gets_more_than_three_quarters_of_xor():
    x, labels = xor(400, noise=0.1, rng=rng())
    np.testing.assert_array_equal(labels, (x[:, 0] > 0) != (x[:, 1] > 0))
    for angle in np.linspace(0, np.pi, 37):
        score = x @ [np.cos(angle), np.sin(angle)]
        for cut in np.linspace(-3, 3, 25):
            assert 0.2 < np.mean((score > cut) == labels) < 0.8


def test_a_sinusoid_has_the_periods_asked_for():
    x, y = sinusoid(50, periods=3, noise=0, rng=rng())
    np.testing.assert_allclose(y, np.sin(3 * np.pi * x[:, 0]))
    assert (np.diff(x[:, 0]) > 0).all()
    with pytest.raises(ValueError, match="sinusoid: periods"):
        sinusoid(5, periods=0, noise=0, rng=rng())


def test_an_ill_conditioned_valley_has_the_curvatures_asked_for():
    H = ill_conditioned(4, 1000.0, rng=rng())
    np.testing.assert_array_equal(H, H.T)
    np.testing.assert_allclose(np.linalg.eigvalsh(H), [1, 10, 100, 1000], rtol=1e-10)
    assert np.abs(H[np.triu_indices(4, 1)]).min() > 1e-3  # turned: no axis is an eigenvector
    for wrong in ({"dimensions": 1, "condition": 9.0}, {"dimensions": 3, "condition": 0.5}):
        with pytest.raises(ValueError, match="ill_conditioned"):
            ill_conditioned(**wrong, rng=rng())


def test_noise_has_the_standard_deviation_asked_for():
    clean, noisy = (moons(4000, noise=s, rng=rng())[0] for s in (0, 0.3))
    assert (noisy - clean).std() == pytest.approx(0.3, rel=0.05)


def test_blobs_surround_centres_on_a_circle():
    x, labels = blobs(4000, 4, spread=0.5, rng=rng())
    np.testing.assert_array_equal(np.bincount(labels), [1000] * 4)
    for c, centre in enumerate([(2, 0), (0, 2), (-2, 0), (0, -2)]):
        np.testing.assert_allclose(x[labels == c].mean(axis=0), centre, atol=0.1)
        np.testing.assert_allclose(x[labels == c].std(axis=0), 0.5, rtol=0.1)


def test_outliers_are_the_rightmost_points_six_below_the_line():
    x, y, is_outlier = line_with_outliers(20, outliers=3, noise=0, rng=rng())
    np.testing.assert_array_equal(np.flatnonzero(is_outlier), [17, 18, 19])
    assert (np.diff(x) > 0).all()
    np.testing.assert_allclose(y - (2 * x + 1), -6.0 * is_outlier, atol=1e-12)


def test_a_triangle_holds_its_share_of_the_square():
    corners = np.array([[-0.5, -1.0], [1.0, -1.0], [1.0, 0.0]])  # right-angled, of area 0.75
    x, labels = triangle(20_000, corners, rng=rng())
    inside = (x[:, 1] + 1) * 1.5 <= x[:, 0] + 0.5
    np.testing.assert_array_equal(labels, inside)
    assert labels.mean() == pytest.approx(0.75 / 4, abs=0.015)
    np.testing.assert_array_equal(labels, triangle(20_000, corners[::-1], rng=rng())[1])
    assert triangle(20_000, rng=rng())[1].mean() == pytest.approx(0.235, abs=0.015)
    with pytest.raises(ShapeError, match=r"triangle: corners has shape \(2, 3\)"):
        triangle(9, np.ones((2, 3)), rng=rng())


GENERATORS = {
    moons: {"n": 9, "noise": 0.1},
    blobs: {"n": 9, "classes": 3, "spread": 0.1},
    line_with_outliers: {"n": 9, "outliers": 2, "noise": 0.1},
    triangle: {"n": 9},
    circles: {"n": 9, "noise": 0.1},
    spirals: {"n": 9, "noise": 0.1},
    xor: {"n": 9, "noise": 0.1},
    sinusoid: {"n": 9, "noise": 0.1},
}


@pytest.mark.parametrize("generate", GENERATORS, ids=lambda f: f.__name__)
def test_the_seed_decides(generate):
    options = GENERATORS[generate]
    first, same, other = (generate(**options, rng=rng(seed)) for seed in (1, 1, 2))
    for a, b in zip(first, same, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (first[0] != other[0]).any()
    assert len(generate(**(options | {"n": 2}), rng=rng())[0]) == 2


@pytest.mark.parametrize("generate", GENERATORS, ids=lambda f: f.__name__)
def test_wrong_options_are_refused(generate):
    options = GENERATORS[generate]
    spreads = [{name: -1.0} for name in options if name in ("noise", "spread")]
    for wrong in ({"n": 0}, *spreads):
        with pytest.raises(ValueError, match=generate.__name__):
            generate(**(options | wrong), rng=rng())
    with pytest.raises(TypeError, match="default_rng"):
        generate(**options, rng=1)


def test_more_outliers_than_points_are_refused():
    with pytest.raises(ValueError, match="at most 9"):
        line_with_outliers(9, outliers=10, noise=0, rng=rng())
