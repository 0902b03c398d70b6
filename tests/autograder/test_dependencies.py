"""Which files imports lead to, in packages made for the purpose."""

import pytest

from autograder.coursework import names
from autograder.grading.dependencies import Modules, imports
from autograder.specification.registry import Registry

FILES = {
    "own/__init__.py": '"""Nothing."""',
    "own/fruit/__init__.py": "from own.fruit.apple import apple\nfrom .pear import pear as p",
    "own/fruit/apple.py": "from own import tools\n\ndef apple():\n    return tools.cut()",
    "own/fruit/pear.py": "pear = 1",
    "own/fruit/plum.py": "from .pear import *",
    "own/tools/__init__.py": "from own.tools.knife import cut\nfrom own.tools.spoon import stir",
    "own/tools/knife.py": "import numpy\n\ndef cut():\n    from own.deep.inner import steel\n",
    "own/tools/spoon.py": "stir = 1",
    "own/deep/inner.py": "from ..fruit import p",  # `deep` has no __init__
    "own/code/__init__.py": "from own.fruit import plum\nLIMIT = max(1, 2)",
    "own/code/part.py": "",
    "own/relay.py": "from own import tools",
    "own/circle.py": "from own.circle2 import a",
    "own/circle2.py": "from own.circle import a",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    root = tmp_path_factory.mktemp("packages")
    for place, text in FILES.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text)
    return root / "own"


KNIFE = {"tools.knife", "deep.inner", "fruit.pear"}


@pytest.mark.parametrize(
    ("source", "behind"),
    [
        ("import numpy, os", set()),
        ("from own.fruit.pear import pear", {"fruit.pear"}),
        ("from own.fruit import p", {"fruit.pear"}),
        ("from own import fruit\nfruit.p", {"fruit.pear"}),
        ("from own import fruit as f\nf.p, f.apple()", {"fruit.apple", *KNIFE}),
        ("import own.fruit.plum as plum\nplum.pear", {"fruit.plum", "fruit.pear"}),
        ("from own.fruit import plum", {"fruit.plum", "fruit.pear"}),
        # Handed on, or unknown: all of the package.
        ("from own import fruit\nuse(fruit)", {"fruit", "fruit.apple", *KNIFE}),
        ("import own.tools", {"tools", "tools.spoon", *KNIFE}),
        ("from own.fruit import nothing", {"fruit", "fruit.apple", *KNIFE}),
        # A package with code of its own runs before its parts.
        ("from own.code.part import x", {"code.part", "code", "fruit.plum", "fruit.pear"}),
        # A module handed on by another one.
        ("from own.relay import tools\ntools.stir", {"relay", "tools", "tools.spoon", *KNIFE}),
        ("from own.circle import a", {"circle", "circle2"}),
        ("def f():\n    from own.fruit import p", {"fruit.pear"}),
    ],
)
def test_the_files_behind_an_import(home, source, behind):
    modules = Modules(Registry("own", str(home)))
    found = modules.behind(imports(names.parse(source)))
    assert {name.removeprefix("own.") for name in found} == behind
    assert all(path.is_file() for path in found.values())
