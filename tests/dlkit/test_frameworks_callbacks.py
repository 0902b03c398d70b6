"""Training with listeners: a crash that leaves no trace, and curves for TensorBoard."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.frameworks import ModelCheckpoint, TensorBoard, load_checkpoint, read_events
from dlkit.optimizers import SGD, Adam
from dlkit.regularization import Callback, nn

X = np.random.default_rng(3).standard_normal((40, 6))
LABELS = np.arange(40) % 3


class Crash(Callback):
    """End the training the hard way, in the middle of an epoch."""

    def __init__(self, step):
        self.step = step

    def on_batch_end(self, run):
        if run.step == self.step:
            raise KeyboardInterrupt


def train(*callbacks, epochs=6, optimizer="adam", own_generator=True, hidden=5):
    rng = np.random.default_rng(0)
    drops = np.random.default_rng(1) if own_generator else rng
    model = nn.Sequential(
        [
            nn.Dense(6, hidden, rng=rng),
            nn.BatchNorm(hidden),
            nn.Sequential([nn.Activation("relu"), nn.Dropout(0.3, rng=drops)]),
            nn.Dense(hidden, 3, rng=rng),
        ]
    )
    model.compile(optimizer, loss="cross_entropy", metrics=["accuracy"])
    history = model.fit(
        X, LABELS, epochs=epochs, batch_size=16, rng=rng, callbacks=callbacks, progress=False
    )
    return model, history


@pytest.mark.parametrize("own_generator", [True, False])
@pytest.mark.parametrize(
    "optimizer", ["adam", lambda p: SGD(p, lr=0.1, momentum=0.9)], ids=["adam", "momentum"]
)
def test_a_crash_leaves_no_trace_in_the_result(own_generator, optimizer, tmp_path):
    options = {"own_generator": own_generator, "optimizer": optimizer}
    whole, expected = train(**options)
    path = tmp_path / "run.npz"
    with pytest.raises(KeyboardInterrupt):
        train(ModelCheckpoint(path), Crash(step=11), **options)
    assert load_checkpoint(path).step == 3  # three batches an epoch, and a crash in the fourth
    resumed, history = train(ModelCheckpoint(path, resume=True), **options)
    for name, array in whole.state().items():
        np.testing.assert_array_equal(resumed.state()[name], array)
    assert history == expected


def test_a_finished_training_is_not_trained_again(tmp_path):
    path = tmp_path / "run.npz"
    whole, _ = train(ModelCheckpoint(path, every=2), epochs=4)
    again, history = train(ModelCheckpoint(path, resume=True), epochs=4)
    np.testing.assert_array_equal(again.p, whole.p)
    assert history.epochs == 4
    _, fresh = train(ModelCheckpoint(path), epochs=1)  # without resume the file is not read
    assert fresh.epochs == 1


def test_the_checkpoint_of_another_training_is_refused(tmp_path):
    path = tmp_path / "run.npz"
    train(ModelCheckpoint(path), epochs=1)
    resume = ModelCheckpoint(path, resume=True)
    with pytest.raises(ShapeError, match="this network has"):
        train(resume, hidden=4)
    with pytest.raises(ValueError, match=r"an optimizer with \{'m'.*this one has \{\}"):
        train(resume, optimizer=lambda p: SGD(p, lr=0.1))
    with pytest.raises(ValueError, match="holds 2 generators; this training has 1"):
        train(resume, own_generator=False)


def test_every_measure_is_an_event_of_its_epoch(tmp_path):
    _, history = train(TensorBoard(tmp_path), optimizer=lambda p: Adam(p, lr=0.25), epochs=3)
    (path,) = tmp_path.iterdir()
    found = read_events(path)
    assert set(found) == {"loss", "accuracy", "lr"}
    assert found["lr"] == [(1, 0.25), (2, 0.25), (3, 0.25)]
    expected = np.float32(history["loss"]).tolist()
    assert found["loss"] == list(zip([1, 2, 3], expected, strict=True))
