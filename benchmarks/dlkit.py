"""How long dlkit needs for a step of training, beside PyTorch on one core.

Run ``python -m benchmarks.dlkit``, or name cases: ``python -m benchmarks.dlkit mlp cnn``. Both
train the same network from the same weights on the same batch in float32 with Adam; their first
losses are compared before the clock runs. Then they take turns, a few steps each, so that what
else the machine does meets both. Times are processor time; a ratio is the median over the turns,
with the middle half of them in brackets.
"""

import os
import sys

for name in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{name}_NUM_THREADS"] = "1"
for name in ("CORETYPE", "L2_SIZE"):  # let the library choose the code for this processor
    os.environ.pop(f"OPENBLAS_{name}", None)

import argparse  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

from benchmarks.networks import CASES, Case, dense  # noqa: E402
from dlkit.datasets import digits  # noqa: E402
from dlkit.optimizers import Adam  # noqa: E402
from dlkit.regularization import Callback, nn  # noqa: E402

TURNS = 41
CHECKED = 8  # first losses that are compared
CLOSE = 1e-4  # largest relative difference between two float32 losses
SECONDS_FOR_DIGITS = 1.0
EPOCHS_FOR_DIGITS = 30


def our_step(case: Case) -> Callable[[], float]:
    """Return one step of training with dlkit, which returns its loss."""
    optimizer = Adam(case.ours.p)

    def step() -> float:
        loss = case.ours.backpropagate(case.x, case.y)["loss"]
        optimizer.step(case.ours.g)
        return loss

    return step


def their_step(case: Case) -> Callable[[], float]:
    """Return one step of training with PyTorch, which returns its loss."""
    optimizer = torch.optim.Adam(case.theirs.parameters())
    x, y = torch.tensor(case.x), torch.tensor(case.y)
    losses = {"bce_with_logits": functional.binary_cross_entropy_with_logits}
    loss = losses.get(case.loss, functional.cross_entropy)

    def step() -> float:
        optimizer.zero_grad()
        value = loss(case.theirs(x), y)
        value.backward()
        optimizer.step()
        return value.item()

    return step


def seconds(step: Callable[[], float], times: int) -> float:
    """Return the processor time of one step."""
    start = time.process_time()
    for _ in range(times):
        step()
    return (time.process_time() - start) / times


def compare(name: str) -> bool:
    """Print the figures of one case; return whether losses agree and the time is acceptable."""
    case = CASES[name]()
    ours, theirs = our_step(case), their_step(case)
    losses = np.array([(ours(), theirs()) for _ in range(CHECKED)])
    apart = np.max(np.abs(losses[:, 0] / losses[:, 1] - 1))
    turns = np.array(
        [(seconds(ours, case.steps), seconds(theirs, case.steps)) for _ in range(TURNS)]
    )
    low, ratio, high = np.percentile(turns[:, 0] / turns[:, 1], (25, 50, 75))
    time_of_ours, time_of_theirs = 1e6 * np.median(turns, axis=0)
    print(
        f"  {name:<11} dlkit {time_of_ours:6.0f} us, PyTorch {time_of_theirs:6.0f} us,"
        f" ratio {ratio:.2f} ({low:.2f} to {high:.2f}),"
        f" goal {case.goal:.2f}, at most {case.most:.2f}; losses {apart:.0e} apart"
    )
    return bool(apart <= CLOSE and ratio <= case.most)


class StopAt(Callback):
    """Stop at an accuracy on the validation set."""

    def __init__(self, accuracy: float) -> None:
        self.accuracy = accuracy

    def on_epoch_end(self, run) -> None:
        run.stop = run.history["val_accuracy"][-1] >= self.accuracy


def learn_digits(seed: int) -> tuple[float, float]:
    """Return the best accuracy on 360 test digits, and the seconds until 98 % of them are right."""
    rng = np.random.default_rng(seed)
    x, labels = digits()
    order = rng.permutation(len(x))
    train, test = order[360:], order[:360]
    model = nn.Sequential(dense((64, 256, 10), rng)[0], dtype=np.float32)
    model.compile(lambda p: Adam(p, lr=3e-3), loss="cross_entropy", metrics=["accuracy"])
    start = time.process_time()
    history = model.fit(
        x[train],
        labels[train],
        epochs=EPOCHS_FOR_DIGITS,
        batch_size=32,
        rng=rng,
        validation_data=(x[test], labels[test]),
        callbacks=[StopAt(0.98)],
        progress=False,
    )
    return max(history["val_accuracy"]), time.process_time() - start


def compare_digits() -> bool:
    """Print how long digits take; return whether most splits reach 98 % within the goal."""
    runs = np.array([learn_digits(seed) for seed in range(9)])
    reached = runs[runs[:, 0] >= 0.98, 1]
    missed = len(runs) - len(reached)
    print(
        f"  digits      98 % of the test set after {np.median(reached):.2f} s"
        f" ({reached.min():.2f} to {reached.max():.2f}), goal {SECONDS_FOR_DIGITS:.0f} s;"
        f" {missed} of {len(runs)} splits stayed below, the worst at {100 * runs[:, 0].min():.1f} %"
    )
    return bool(np.median(reached) < SECONDS_FOR_DIGITS and missed < len(runs) / 2)


def main() -> int:
    """Compare the cases named; return 0 if every figure is acceptable."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    names = [*CASES, "digits"]
    parser.add_argument("case", nargs="*", help=f"{', '.join(names)}; all if none is named")
    wanted = parser.parse_args().case or names
    if unknown := set(wanted) - set(names):
        parser.error(f"{', '.join(unknown)}: {', '.join(names)} are known")
    torch.set_num_threads(1)
    kept = "kept" if nn.keep_freed_memory() else "given back"
    print(
        f"NumPy {np.__version__}, PyTorch {torch.__version__}, one thread, freed memory {kept},"
        f" load average {os.getloadavg()[0]:.1f}"
    )
    reached = [compare_digits() if name == "digits" else compare(name) for name in wanted]
    print("every figure is acceptable" if all(reached) else "not every figure is acceptable")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
