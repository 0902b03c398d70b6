"""What only the notebook on landscapes claims."""

import re

import numpy as np
import pytest

from course.a08_landscapes.experiments import xor
from dlkit.landscapes import classify_critical, hessian_fd, p_local_min
from tests.course.notebooks import NOTEBOOKS

(NOTEBOOK,) = (each for each in NOTEBOOKS if each.topic == "landscapes")

RUN = (
    "failures",
    "find_out_hessian_fd",
    "find_out_classify_critical",
    "find_out_p_local_min",
    "find_out_index_vs_loss",
    "find_out_shell_fraction",
    "find_out_mean_pairwise_cos",
    "find_out_perturbed_gd",
    "fifty_starts",
    "noisy_digits",
)


@pytest.fixture(scope="module")
def text():
    """All that students read, but for the written answers."""
    cells = NOTEBOOK.document.cells
    return "\n".join(each.source for each in cells if each.cell_type == "markdown")


@pytest.fixture(scope="module")
def printed():
    """The names that solutions and cells define, and what each of the cells says."""
    names, said = NOTEBOOK.solution(), {}
    sources = {cell.id: cell.source for cell in NOTEBOOK.document.cells}
    for cell in RUN:
        lines = []
        names["print"] = lambda *words, lines=lines: lines.append(" ".join(map(str, words)))
        exec(sources[cell], names)
        said[cell] = lines
    return names, said


def numbers(line):
    return [float(number) for number in re.findall(r"-?\d+\.\d+", line)]


def test_from_zero_the_loss_stays_and_from_beside_it_falls(printed, text):
    stuck, *others = printed[1]["failures"]
    assert set(numbers(stuck)) == {1.099} and round(np.log(3), 3) == 1.099
    assert all(numbers(line)[0] == 1.099 and numbers(line)[-1] < 0.2 for line in others)
    at_50 = [numbers(line)[2] for line in others]
    assert at_50 == sorted(at_50, reverse=True)


def test_the_curvatures_at_zero_explain_how_long_it_takes(printed, text):
    values = np.array(numbers(" ".join(printed[1]["find_out_hessian_fd"][1:])))
    assert values.min() == -0.956 and np.sum(values < 0) == 4 and np.sum(values > 0) == 6
    assert np.log(1e8) / np.log(1 + 0.5 * 0.956) == pytest.approx(47, abs=0.5)
    assert r"\log(10^8) / \log(1.478) \approx 47" in text
    steps = [int(re.search(r"after (\d+) steps", line)[1])
             for line in printed[1]["find_out_perturbed_gd"][1:]]  # fmt: skip
    assert steps[:3] == [72, 48, 24]
    assert "Ten thousand times less noise costs 24 more steps" in text
    assert np.log(1e4) / np.log(1.478) == pytest.approx(23.6, abs=0.05)
    assert printed[1]["find_out_perturbed_gd"][0].endswith("never")


def test_the_slope_that_is_not_cancelled_is_in_the_last_biases(printed, text):
    names, said = printed
    slope = names["iris_gradient"](np.zeros(19))
    assert set(np.flatnonzero(slope)) <= {16, 17, 18} and names["SHAPES"][-1] == (3,)
    assert said["find_out_hessian_fd"][0].endswith("6e-16") and "slope of 6e-16" in text


def test_noise_does_not_care_from_a_thousandth_on(text):
    source = next(c.source for c in NOTEBOOK.document.cells if c.id == "figure_perturbed_gd")
    names = {"np": np}
    exec(source.split("def draw_perturbed_gd")[0], names)
    paths = [names["descend_saddle"](10.0**-k, 0.0, 0.1, 500) for k in range(1, 11)]
    steps = [np.argmax(np.abs(path[:, 1]) > 1) for path in paths]
    assert steps[:2] == [51, 109] and set(steps[2:]) <= {87, 88}
    assert "From $10^{-3}$ on, noise" in text and "Noise: 51 and 109" in source


def test_the_four_surfaces_and_the_network(printed):
    kinds = [line.split(": ")[1] for line in printed[1]["find_out_classify_critical"]]
    assert kinds == ["min", "saddle", "degenerate", "degenerate", "saddle"]


def test_minima_are_rarer_than_with_coins(printed, text):
    lines = printed[1]["find_out_p_local_min"]
    shares = [numbers(line)[1] for line in lines[:5]]
    assert [f"{share:.3f}" for share in shares[1:3]] == ["0.146", "0.025"]
    assert f"{shares[4]:.5f}" == "0.00015"
    many = p_local_min(5, 2_000_000, rng=np.random.default_rng(0))
    assert f"{many:.5f}" == "0.00013" and "it is about 0.00013" in text
    assert 8 <= round(100_000 * shares[4]) <= 16  # about a dozen
    shifted = {int(line.split(":")[0].split()[1]): numbers(line)[0] for line in lines[6:]}
    assert shifted[8] == 0.0 and 0.7 < shifted[10] < 0.95 and shifted[12] == 1.0


def test_the_critical_points_lie_in_bands(printed, text):
    count, *bands = printed[1]["find_out_index_vs_loss"]
    assert count.startswith("100 ")
    low, between, high = (numbers(line) for line in bands)
    assert f"about {low[0]} to {low[1]}. One way down" in text
    assert f"from {between[0]} to {between[1]}. Two" in text
    assert high[0] == 0.693 and "at about 0.693 and above" in text
    assert low[1] < between[0] and between[1] < high[0]
    corners = xor(lam=0.01, count=4, noise=0.0)
    H = hessian_fd(lambda w: float(corners.losses(w[None])[0]), np.zeros(9))
    assert classify_critical(H, 1e-4) == "min"
    assert f"local minimum, at {corners.losses(np.zeros((1, 9)))[0]:.3f}" in text


def test_cosines_shrink_as_one_over_the_root(printed):
    *lines, limit = printed[1]["find_out_mean_pairwise_cos"]
    assert numbers(lines[-1])[1] == pytest.approx(numbers(limit)[0], abs=0.01)


def test_shells_are_those_of_the_answer(printed):
    assert numbers(printed[1]["find_out_shell_fraction"][3])[0] == 0.634


def test_shares_of_the_cube_that_the_text_names(text):
    from math import gamma, pi

    share = {D: pi ** (D / 2) / gamma(D / 2 + 1) / 2**D for D in (2, 10, 50)}
    assert f"{share[2]:.0%}" == "79%" and f"{share[10]:.2%}" == "0.25%"
    assert "keeps 79 % of them, in 10 dimensions 0.25 %" in text
    # A billion points a second for 14 billion years are not one point in 50 dimensions.
    assert share[50] * 1e9 * 3.2e7 * 14e9 < 1


def test_bad_ends_of_the_milestone(printed, text):
    bad = [int(re.search(r": (\d+) of 50", line)[1]) for line in printed[1]["fifty_starts"]]
    assert bad == [10, 2, 0, 0]
    assert "with 2 hidden units 10 end near 0.35, with 3 units 2 do, with 4 and 8 none" in text
    final = printed[0]["final"]
    assert all(losses[losses < 0.2].max() < 0.0101 for losses in final.values())


def test_the_gain_of_stopping_early(printed, text):
    *starts, gain = printed[1]["noisy_digits"]
    mean, spread = re.search(r"([\d.]+) ± ([\d.]+)", gain).groups()
    assert f"gains {float(mean):.2f} ± {float(spread):.2f} of the digits never seen" in text
    assert "best epoch 25" in starts[0] and "turns at epoch 25" in text
    assert round(printed[0]["learn_noisy_digits"](0)[0][-1], 1) == 0.2
    drawing = next(c.source for c in NOTEBOOK.document.cells if c.id == "drawing_milestone")
    assert "learned digits falls to about 0.2" in drawing
    assert all(line["right"][0] > line["right"][1] for line in map(shares, starts))


def shares(line):
    return {"right": numbers(line)[:2]}


def test_relu_weights_can_be_scaled_as_the_last_lines_say():
    from dlkit.landscapes import hessian_fd

    def loss(w):
        return float((np.maximum(w[0] * 1.5, 0) * w[1] - 2.0) ** 2)

    plain, scaled = hessian_fd(loss, np.array([1.0, 1.0])), hessian_fd(loss, np.array([10.0, 0.1]))
    assert scaled[0, 0] == pytest.approx(plain[0, 0] / 100, rel=1e-3)
    assert scaled[1, 1] == pytest.approx(plain[1, 1] * 100, rel=1e-3)
