"""Three assignments: ``light`` computes, ``heavy`` trains a network and draws, ``several`` has two
notebooks.

A cell is (role, grade_id, points, source); a solution's stub comes from its solution region.
"""

from __future__ import annotations

from tests.ordinary_course.cells import Cell
from tests.ordinary_course.several import SEVERAL

LIGHT: list[Cell] = [
    ("text", "", 0, "# Numbers, gradients and a little structure"),
    ("locked", "imports", 0, "import numpy as np\nimport helper"),
    (
        "solution",
        "softmax",
        0,
        "def softmax(z):\n    ### BEGIN SOLUTION\n"
        "    e = np.exp(z - z.max(axis=-1, keepdims=True))\n"
        "    return e / e.sum(axis=-1, keepdims=True)\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_softmax",
        4,
        "z = np.random.default_rng(0).normal(size=(4, 3))\nassert softmax(z).shape == z.shape\n"
        "### BEGIN HIDDEN TESTS\nassert np.allclose(softmax(z).sum(axis=1), 1)\n"
        "assert np.allclose(softmax(z + 1000), softmax(z))\n"
        "np.testing.assert_allclose(softmax(np.log([1.0, 3.0])), [0.25, 0.75])\n"
        "### END HIDDEN TESTS",
    ),
    (
        "solution",
        "gradient",
        0,
        "def gradient(f, x, h=1e-5):\n    ### BEGIN SOLUTION\n    g = np.zeros_like(x)\n"
        "    for i in range(x.size):\n        step = np.zeros_like(x)\n        step[i] = h\n"
        "        g[i] = (f(x + step) - f(x - step)) / (2 * h)\n    return g\n"
        "    ### END SOLUTION",
    ),
    (
        "test",
        "test_gradient",
        4,
        "x = np.array([1.0, -2.0, 0.5])\n"
        "### BEGIN HIDDEN TESTS\nassert np.allclose(gradient(lambda v: (v ** 2).sum(), x), 2 * x)\n"
        "assert np.allclose(gradient(lambda v: np.sin(v).sum(), x), np.cos(x), atol=1e-6)\n"
        "assert np.allclose(gradient(helper.bowl, x), helper.bowl_gradient(x), atol=1e-6)\n"
        "### END HIDDEN TESTS",
    ),
    (
        "solution",
        "adam",
        0,
        "def adam_step(w, g, state, rate=0.1):\n    ### BEGIN SOLUTION\n"
        "    state['t'] = state.get('t', 0) + 1\n"
        "    m = state['m'] = 0.9 * state.get('m', 0 * g) + 0.1 * g\n"
        "    v = state['v'] = 0.999 * state.get('v', 0 * g) + 0.001 * g * g\n"
        "    m, v = m / (1 - 0.9 ** state['t']), v / (1 - 0.999 ** state['t'])\n"
        "    return w - rate * m / (np.sqrt(v) + 1e-8)\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_adam",
        6,
        "### BEGIN HIDDEN TESTS\nfrom reference import adam_step as right\npoints = 0\n"
        "for steps in (1, 2, 5):\n    mine, theirs = {}, {}\n    a = b = np.array([1.0, -3.0])\n"
        "    for k in range(steps):\n        g = np.array([0.3, -0.1 * k])\n"
        "        a, b = adam_step(a, g, mine), right(b, g, theirs)\n"
        "    points += 2 * np.allclose(a, b)\npoints\n### END HIDDEN TESTS",
    ),
    (
        "solution",
        "stack",
        0,
        "class Stack:\n    ### BEGIN SOLUTION\n    def __init__(self):\n        self.items = []\n"
        "    def push(self, item):\n        self.items.append(item)\n"
        "    def pop(self):\n        if not self.items:\n            raise IndexError('empty')\n"
        "        return self.items.pop()\n    def __len__(self):\n"
        "        return len(self.items)\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_stack",
        3,
        "### BEGIN HIDDEN TESTS\ns = Stack()\nfor n in range(3):\n    s.push(n)\n"
        "assert len(s) == 3 and s.pop() == 2 and s.pop() == 1\ns.pop()\n"
        "try:\n    s.pop()\n    raise AssertionError('popped from nothing')\n"
        "except IndexError:\n    pass\n### END HIDDEN TESTS",
    ),
    (
        "solution",
        "primes",
        0,
        "def primes():\n    ### BEGIN SOLUTION\n    n = 2\n    while True:\n"
        "        if all(n % d for d in range(2, int(n ** 0.5) + 1)):\n            yield n\n"
        "        n += 1\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_primes",
        2,
        "import itertools\n### BEGIN HIDDEN TESTS\n"
        "assert list(itertools.islice(primes(), 6)) == [2, 3, 5, 7, 11, 13]\n"
        "### END HIDDEN TESTS",
    ),
    (
        "solution",
        "answer",
        0,
        "### BEGIN SOLUTION\nanswer = {'mean': 2.5, 'names': ['a', 'b'], 'shape': (2, 3)}\n"
        "### END SOLUTION",
    ),
    (
        "test",
        "test_answer",
        1,
        "assert set(answer) == {'mean', 'names', 'shape'}\n### BEGIN HIDDEN TESTS\n"
        "assert answer == {'mean': 2.5, 'names': ['a', 'b'], 'shape': (2, 3)}\n"
        "### END HIDDEN TESTS",
    ),
    ("manual", "why", 5, "Because a constant drops out of the ratio."),
    (
        "free",
        "",
        0,
        "print(softmax(np.arange(3.0)).round(3))\nadam_step(np.ones(2), np.ones(2), {})",
    ),
]

HEAVY: list[Cell] = [
    ("text", "", 0, "# Train a network"),
    ("locked", "imports", 0, "import numpy as np\nimport matplotlib.pyplot as plt"),
    (
        "solution",
        "dense",
        0,
        "def dense(x, W, b):\n    ### BEGIN SOLUTION\n    return x @ W + b\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_dense",
        3,
        "rng = np.random.default_rng(1)\n"
        "x, W, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), "
        "rng.normal(size=3)\n### BEGIN HIDDEN TESTS\n"
        "assert np.allclose(dense(x, W, b), np.einsum('nd,dm->nm', x, W) + b)\n"
        "### END HIDDEN TESTS",
    ),
    (
        "solution",
        "dense_backward",
        0,
        "def dense_backward(dy, x, W, b):\n    ### BEGIN SOLUTION\n"
        "    return dy @ W.T, x.T @ dy, dy.sum(axis=0)\n    ### END SOLUTION",
    ),
    (
        "test",
        "test_dense_backward",
        3,
        "### BEGIN HIDDEN TESTS\ndy = rng.normal(size=(5, 3))\n"
        "dx, dW, db = dense_backward(dy, x, W, b)\nassert dx.shape == x.shape\n"
        "eps = 1e-6\nmoved = W.copy()\nmoved[1, 2] += eps\n"
        "change = ((dense(x, moved, b) - dense(x, W, b)) * dy).sum() / eps\n"
        "assert abs(change - dW[1, 2]) < 1e-5\nassert np.allclose(db, dy.sum(0))\n"
        "### END HIDDEN TESTS",
    ),
    (
        "solution",
        "network",
        0,
        "class Network:\n    def __init__(self, sizes, rng):\n        ### BEGIN SOLUTION\n"
        "        self.layers = [(rng.normal(0, (2 / a) ** 0.5, (a, b)), np.zeros(b))\n"
        "                       for a, b in zip(sizes, sizes[1:])]\n        ### END SOLUTION\n"
        "    def step(self, x, t, rate):\n        ### BEGIN SOLUTION\n"
        "        hidden = [x]\n        for i, (W, b) in enumerate(self.layers):\n"
        "            x = dense(x, W, b)\n            if i + 1 < len(self.layers):\n"
        "                x = np.maximum(x, 0)\n            hidden.append(x)\n"
        "        dy = 2 * (x - t) / x.size\n        loss = float(((x - t) ** 2).mean())\n"
        "        for i in reversed(range(len(self.layers))):\n"
        "            W, b = self.layers[i]\n            if i + 1 < len(self.layers):\n"
        "                dy = dy * (hidden[i + 1] > 0)\n"
        "            dx, dW, db = dense_backward(dy, hidden[i], W, b)\n"
        "            self.layers[i] = W - rate * dW, b - rate * db\n            dy = dx\n"
        "        return loss\n        ### END SOLUTION",
    ),
    (
        "free",
        "",
        0,
        "net = Network([1, 16, 16, 1], np.random.default_rng(0))\n"
        "inputs = np.linspace(-2, 2, 64)[:, None]\n"
        "history = [net.step(inputs, np.sin(3 * inputs), 0.05) for _ in range(200)]\n"
        "plt.figure(figsize=(4, 3))\nplt.plot(history)\nplt.xlabel('step')\nplt.ylabel('loss')\n"
        "plt.show()",
    ),
    (
        "test",
        "test_network",
        6,
        "assert history[-1] < history[0]\n### BEGIN HIDDEN TESTS\n"
        "other = Network([2, 8, 1], np.random.default_rng(3))\n"
        "data = np.random.default_rng(4).normal(size=(32, 2))\n"
        "target = data[:, :1] * data[:, 1:]\n"
        "losses = [other.step(data, target, 0.05) for _ in range(60)]\n"
        "assert losses[-1] < 0.8 * losses[0]\n3 + 3 * (history[-1] < 0.25)\n### END HIDDEN TESTS",
    ),
    ("free", "", 0, "print(f'{history[0]:.3f} -> {history[-1]:.3f}')"),
    ("manual", "what_next", 4, "More steps."),
]

# By assignment, then by the notebook's name.
ASSIGNMENTS = {"light": {"light": LIGHT}, "heavy": {"heavy": HEAVY}, "several": SEVERAL}
HELPER = (
    "def bowl(v):\n    return (v ** 4).sum()\n\n\ndef bowl_gradient(v):\n    return 4 * v ** 3\n"
)
