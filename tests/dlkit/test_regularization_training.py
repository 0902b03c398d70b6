"""The training loop: each sample once an epoch, nothing learnt from the validation set."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.landscapes import early_stop
from dlkit.optimizers import SGD, Adam
from dlkit.regularization import (
    Callback,
    EarlyStopping,
    evaluate,
    fit,
    initial_loss_ok,
    nn,
    overfit_one_batch,
)


class Recorder:
    """A model that only notes what it is asked; its loss follows a script."""

    def __init__(self, losses=()):
        self.p, self.g, self.training = np.zeros(1), np.ones(1), False
        self.seen, self.measured, self.losses = [], [], list(losses)

    def train(self, mode=True):
        self.training = mode

    def backpropagate(self, x, y):
        assert self.training
        self.seen.append((x.copy(), y.copy()))
        return {"loss": float(np.mean(x))}

    def measure(self, x, y):
        assert not self.training
        self.measured.append(len(x))
        return {"loss": self.losses.pop(0) if self.losses else float(np.mean(x))}

    def state(self):
        return {"p": self.p.copy()}

    def load_state(self, state):
        self.p[...] = state["p"]


def sgd(p):
    return SGD(p, lr=1.0)


def run(model, data, **options):
    arguments = {"epochs": 1, "batch_size": 4, "rng": np.random.default_rng(0)}
    return fit(model, data, sgd, **(arguments | options))


def test_an_epoch_sees_each_sample_once_with_its_own_target():
    model, x = Recorder(), np.arange(10.0)
    history = run(model, (x, 10 * x), epochs=3)
    assert [len(batch) for batch, _ in model.seen] == [4, 4, 2] * 3
    epochs = [np.concatenate([a for a, _ in model.seen[i : i + 3]]) for i in (0, 3, 6)]
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch), x)
    assert not np.array_equal(epochs[0], epochs[1])
    assert all(np.array_equal(10 * a, b) for a, b in model.seen)
    # The mean over the samples: batches of 4, 4 and 2 do not count the same.
    np.testing.assert_allclose(history["loss"], 4.5)
    assert model.p == -9  # one step of size 1 for each batch
    assert not model.training


def test_the_same_seed_gives_the_same_training():
    first, second = Recorder(), Recorder()
    for model in (first, second):
        run(model, (np.arange(9.0), np.arange(9.0)), epochs=2)
    for (a, _), (b, _) in zip(first.seen, second.seen, strict=True):
        np.testing.assert_array_equal(a, b)


def test_each_fit_starts_with_a_new_optimizer():
    model, made = Recorder(), []

    def make(p):
        made.append(Adam(p))
        return made[-1]

    for _ in range(2):
        fit(model, ([1.0], [1.0]), make, epochs=1, batch_size=1, rng=np.random.default_rng(0))
    assert [optimizer.t for optimizer in made] == [1, 1]


def test_evaluation_weighs_batches_by_their_size_and_returns_to_the_mode():
    for mode in (True, False):
        model = Recorder()
        model.train(mode)
        result = evaluate(model, np.arange(5.0), np.zeros(5), batch_size=2)
        assert result == {"loss": 2.0}
        assert model.measured == [2, 2, 1]
        assert model.training is mode
    model.measure = lambda x, y: 1 / 0
    model.train(True)
    with pytest.raises(ZeroDivisionError):
        evaluate(model, [1.0], [1.0])
    assert model.training


def test_early_stopping_returns_to_the_best_weights():
    validation = [3.0, 2.0, float("nan"), 2.0, 1.9, 5.0, 5.0, 5.0, 5.0]
    model = Recorder(validation)
    stopping = EarlyStopping(patience=3, min_delta=0.05)
    data = (np.ones(4), np.ones(4))
    history = run(model, data, epochs=20, validation_data=data, callbacks=[stopping])
    assert history.epochs == 8
    assert (stopping.best, stopping.best_epoch) == (1.9, 5)
    assert model.p == -5  # the weights after epoch 5
    # The best weights come back too where the epochs run out.
    model = Recorder([1.0, 2.0])
    run(model, data, epochs=2, validation_data=data, callbacks=[stopping])
    assert model.p == -1


@pytest.mark.parametrize("seed", range(5))
def test_early_stopping_is_early_stop_while_it_happens(seed):
    curve = list(np.random.default_rng(seed).integers(0, 9, 30).astype(float))
    for patience, min_delta in ((1, 0.0), (3, 0.0), (4, 1.5)):
        best, stop = early_stop(curve, patience, min_delta)  # counted from 0
        stopping = EarlyStopping(patience=patience, min_delta=min_delta)
        data = (np.ones(4), np.ones(4))
        history = run(Recorder(curve), data, epochs=30, validation_data=data, callbacks=[stopping])
        assert (stopping.best_epoch, history.epochs) == (best + 1, stop + 1)


def test_early_stopping_can_watch_something_that_grows():
    model = Recorder()
    scores = [0.5, 0.7, 0.7, 0.6]
    model.measure = lambda x, y: {"accuracy": scores.pop(0)}
    stopping = EarlyStopping("val_accuracy", patience=2)
    data = (np.ones(4), np.ones(4))
    assert run(model, data, epochs=9, validation_data=data, callbacks=[stopping]).epochs == 4
    assert (stopping.best, stopping.best_epoch, float(model.p[0])) == (0.7, 2, -2.0)
    with pytest.raises(ValueError, match=r"val_loss is not measured; loss are \(val_… needs vali"):
        run(Recorder(), data, callbacks=[EarlyStopping()])


def test_callbacks_are_told_in_order():
    told = []

    class Tell(Callback):
        def on_train_begin(self, run):
            told.append("begin")

        def on_batch_end(self, run):
            told.append(run.step)

        def on_epoch_end(self, run):
            told.append(f"epoch {run.epoch} of {run.epochs}")
            run.stop = run.epoch == 2

        def on_train_end(self, run):
            told.append("end")

    run(Recorder(), (np.ones(8), np.ones(8)), epochs=5, callbacks=[Tell()])
    assert told == ["begin", 1, 2, "epoch 1 of 5", 3, 4, "epoch 2 of 5", "end"]


def test_a_training_that_is_interrupted_leaves_the_mode_as_it_was():
    class Interrupt(Callback):
        def on_batch_end(self, run):
            raise KeyboardInterrupt

    model = Recorder()
    with pytest.raises(KeyboardInterrupt):
        run(model, (np.ones(4), np.ones(4)), callbacks=[Interrupt()])
    assert not model.training


def test_samples_and_targets_must_fit():
    with pytest.raises(ShapeError, match=r"fit: x has shape \(3,\) but y has shape \(2,\); there"):
        run(Recorder(), (np.ones(3), np.ones(2)))
    with pytest.raises(ValueError, match="at least one sample is needed"):
        evaluate(Recorder(), np.ones((0, 2)), np.ones(0))
    with pytest.raises(TypeError, match="fit: rng is int; a generator is needed"):
        run(Recorder(), (np.ones(3), np.ones(3)), rng=0)
    assert run(Recorder(), (np.ones(3), np.ones(3)), epochs=0) == {}


def test_the_first_loss_is_a_guess_among_all_classes():
    assert initial_loss_ok(np.log(7) + 0.09, 7)
    assert not initial_loss_ok(np.log(7) + 0.11, 7)
    assert not initial_loss_ok(np.log(7) - 0.11, 7)
    assert not initial_loss_ok(float("nan"), 7)
    assert not initial_loss_ok(np.log(10), 7)


def test_a_sound_network_learns_a_batch_by_heart_and_an_unsound_one_does_not():
    rng = np.random.default_rng(3)
    x, labels = rng.standard_normal((50, 6)), rng.integers(0, 4, 50)
    sound = nn.Sequential(
        [nn.Dense(6, 64, rng=rng), nn.Activation("relu"), nn.Dense(64, 4, rng=rng)]
    )
    blind = nn.Sequential(
        [nn.Function(lambda x: 0 * x, lambda dy, x: 0 * dy), nn.Dense(6, 4, rng=rng)]
    )
    for model, answer in ((sound, True), (blind, False)):
        model.compile(loss="cross_entropy")
        model.train(False)
        before = model.p.copy()
        assert overfit_one_batch(model, x, labels) is answer
        np.testing.assert_array_equal(model.p, before)
        assert not model.training
