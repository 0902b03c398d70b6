"""TensorBoard itself, as a student starts it, shows what a session has written."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from dlkit import frameworks as fw
from dlkit.optimizers import sgd_step

pytestmark = pytest.mark.slow


@pytest.fixture
def served(tensorboard, tmp_path):
    """Return a function that asks a TensorBoard of this folder, which ends with the test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(tmp_path), "--port", port]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def ask(path):
        address = f"http://127.0.0.1:{port}/data/plugin/{path}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()

    yield ask
    process.terminate()
    process.wait(20)


def test_tensorboard_shows_the_curves_and_the_graph(served, tmp_path):
    fw.reset_default_graph()
    x = fw.variable(10.0, name="x")
    fw.scalar_summary("curr_x", x)
    step, summaries = fw.Optimizer(sgd_step, lr=0.1).minimize(x**2), fw.merge_all_summaries()
    with fw.Session() as session, fw.FileWriter(tmp_path / "1", session.graph) as writer:
        session.run(fw.global_variables_initializer())
        for i in range(5):
            writer.add_summary(session.run([step, summaries])[1], i)
    for _ in range(120):  # until it listens and has read the folder
        time.sleep(0.5)
        try:
            if "curr_x" in served("scalars/tags"):
                break
        except urllib.error.URLError:
            continue
    scalars = json.loads(served("scalars/scalars?run=1&tag=curr_x"))
    assert [(t, round(value, 4)) for _, t, value in scalars] == [
        (0, 10.0),
        (1, 8.0),
        (2, 6.4),
        (3, 5.12),
        (4, 4.096),
    ]
    graph = served("graphs/graph?run=1&conceptual=false")
    assert 'name: "power"' in graph and 'input: "x"' in graph
