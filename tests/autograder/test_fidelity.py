"""Odd cells in our sandbox and in a real ipykernel: the same outputs, but for the list of ours.

The list is `DIFFERENT`; docs/decisions/kernel.md says why.
"""

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.judge.outputs import Collector
from tests.autograder.kernel_outputs import lasting

pytestmark = pytest.mark.slow

CELLS = {
    "result": "1 + 1",
    "text result": "'a\\nb'",
    "no result": "1 + 1;",
    "several results": "%config InteractiveShell.ast_node_interactivity = 'all'\n1\n2",
    "one result again": "%config InteractiveShell.ast_node_interactivity = 'last_expr'\n1\n2",
    "last result": "41\n_",
    "pretty": "{letter: list(range(30)) for letter in 'abcdef'}",
    "long list": "list(range(2000))",
    "numpy": "import numpy as np\nnp.arange(12.0).reshape(3, 4) / 7",
    "large array": "np.arange(5000)",
    "magic of plots": "%matplotlib inline\nimport matplotlib\nmatplotlib.get_backend()",
    "html": "class Page:\n    def _repr_html_(self):\n        return '<b>x</b>'\nPage()",
    "mime bundle": "class Both:\n    def _repr_mimebundle_(self, **_):\n"
    "        return {'text/plain': 'p', 'text/latex': '$x$'}\nBoth()",
    "failing html": "class Bad:\n    def _repr_html_(self):\n        return 1 / 0\nBad()",
    "failing repr": "class Worse:\n    def __repr__(self):\n        raise ValueError('no')\n"
    "Worse()",
    "display": "from IPython.display import HTML, Markdown, Math, display, clear_output\n"
    "display(HTML('<i>1</i>'), Markdown('*2*'), Math('x^2'))",
    "raw display": "display({'text/plain': 'raw', 'application/json': {'a': [1]}}, raw=True)",
    "display with metadata": "display(HTML('x'), metadata={'text/html': {'isolated': True}})",
    "clear": "print('gone')\nclear_output()\nprint('here')",
    "clear and wait": "for n in range(3):\n    clear_output(wait=True)\n    print(n)",
    "print": "print('a', end='')\nprint('b', flush=True)",
    "both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "write returns": "sys.stdout.write('abc')",
    "carriage return": "print('50 %\\r100 %')",
    "many lines": "for n in range(3000):\n    print(n)",
    "unicode": "print('äöü €  漢字 \\N{PILE OF POO}')",
    "isatty": "sys.stdout.isatty(), sys.stdout.encoding",
    "redirected": "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as text:\n"
    "    print('x')\ntext.getvalue()",
    "warning": "import warnings\nwarnings.warn('careful')",
    "warning of numpy": "np.log(0.0)",
    "warning once": "def noisy():\n    warnings.warn('once', UserWarning)\nnoisy()\nnoisy()",
    "logging": "import logging\nlogging.warning('logged')",
    "error": "1 / 0",
    "error inside": "def f(x):\n    return 1 / x\ndef g(x):\n    return f(x - 1)\ng(1)",
    "chained": "try:\n    {}['a']\nexcept KeyError as fault:\n    raise ValueError('b') from fault",
    "context": "try:\n    {}['a']\nexcept KeyError:\n    [][1]",
    "group": "raise ExceptionGroup('two', [ValueError(1), TypeError(2)])",
    "note": "fault = ValueError('x')\nfault.add_note('a note')\nraise fault",
    "own error": "class Mine(Exception):\n    pass\nraise Mine('mine')",
    "assertion": "assert 1 == 2, 'not equal'",
    "assert allclose": "np.testing.assert_allclose([1.0, 2.0], [1.0, 2.5])",
    "syntax": "def broken(:\n    pass",
    "indentation": "if True:\nx = 1",
    "unclosed": "print((1, 2)",
    "name": "undefined_name",
    "recursion": "def deep(n):\n    return deep(n + 1)\ndeep(0)",
    "interrupted": "raise KeyboardInterrupt",
    "input": "input('name? ')",
    "await": "import asyncio\nawait asyncio.sleep(0, 'slept')",
    "async for": "async def count():\n    for n in range(3):\n        yield n\n"
    "[n async for n in count()]",
    "gather": "await asyncio.gather(*(asyncio.sleep(0, n) for n in range(3)))",
    "time": "%time x = 1\nx",
    "timeit": "t = %timeit -o -q -n 1 -r 1 pass\ntype(t).__name__",
    "capture": "%%capture kept\nprint('kept')\n1",
    "captured": "kept.stdout, len(kept.outputs)",
    "writefile": "%%writefile note.txt\nhello",
    "read back": "open('note.txt').read()",
    "who": "alpha = 1\n%who int",
    "alias": "%pwd\n%env NOT_SET",
    "unknown magic": "%nothing",
    "unknown cell magic": "%%nothing\nx",
    "help": "len?",
    "source": "import inspect\nprint(inspect.getsource(f))",
    "line of code": "def line():\n    return inspect.currentframe().f_lineno\nline()",
    "subprocess": "import subprocess\nsubprocess.run([sys.executable, '-c', 'print(6 * 7)'], "
    "capture_output=True, text=True).stdout",
    "thread": "import threading\nthread = threading.Thread(target=lambda: print('in a thread'))\n"
    "thread.start()\nthread.join()",
    "pool": "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(2) as pool:\n    print(list(pool.map(abs, [-1, -2])))",
    "generator": "(n for n in ())",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\n"
    "Point(1)",
    "name of main": "__name__",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()",
    "plot as result": "plt.plot([1, 2]);",
    "axes as result": "plt.figure(figsize=(2, 2)).subplots(1, 2)",
    "two figures": "for n in range(2):\n    plt.figure(figsize=(2, 1))\n    plt.plot([n, 1])",
    "figure": "figure, axes = plt.subplots(figsize=(2, 1))\nplt.close(figure)\nfigure",
    "retina": "%config InlineBackend.figure_format = 'retina'\nplt.figure(figsize=(1, 1))\n"
    "plt.plot([1, 2])\nplt.show()",
    "svg": "%config InlineBackend.figure_format = 'png'\nplt.imshow(np.eye(3))\nplt.axis('off')",
    "updated": "handle = display('before', display_id='here')\nhandle.update('after')",
    "background": "import os\nos.getcwd() == os.path.realpath('.')",
    "python magic": "%%python\nprint('by the magic')",
    "shell": "!echo from the shell",
    "bash": "%%bash\necho from bash",
    "widget": "import ipywidgets\nipywidgets.IntSlider(3)",
    "trace": "sys.gettrace() is None",
    "history": "%history -l 1",
    "threads alive": "threading.active_count() == 1",
}
DIFFERENT = {"history", "recursion", "python magic"}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """What a real kernel shows for each cell."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS.values()]
    notebook = nbformat.v4.new_notebook(cells=cells)
    folder = tmp_path_factory.mktemp("kernel")
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=60, allow_errors=True, resources=place)
    client.execute()
    return {name: cell.outputs for name, cell in zip(CELLS, cells, strict=True)}


def test_cells_show_what_a_real_kernel_shows(real, open_session):
    session = open_session()
    differing = {}
    for name, source in CELLS.items():
        collect = Collector(1 << 20)
        session.ask("execute", 30.0, collect, code=source)
        mine, theirs = lasting(collect.outputs), lasting(real[name])
        if mine != theirs:
            differing[name] = f"\n ours {mine}\n real {theirs}"
    assert set(differing) == DIFFERENT, "".join(
        f"\n{name}: {differing.get(name, 'the same')}" for name in set(differing) ^ DIFFERENT
    )
