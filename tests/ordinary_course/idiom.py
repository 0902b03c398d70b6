"""How tests of ordinary courses are written: idioms, with the marks that plain nbgrader gives."""

from __future__ import annotations

import ast
from dataclasses import dataclass

PREAMBLE = """\
import copy, io, itertools, math, os, random, sys, warnings
from collections import Counter, namedtuple
from math import pi, sqrt
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sympy as sp
from scipy import optimize
"""
LOCKED = """\
from enum import Enum
from collections import namedtuple
class ListNode:
    def __init__(self, val, next=None):
        self.val, self.next = val, next
class LockedError(Exception):
    pass
class Color(Enum):
    RED = 1
    BLUE = 2
Pair = namedtuple("Pair", "a b")
"""


@dataclass(frozen=True)
class Idiom:
    """An exercise of one point: the marks of a right answer and of one that does nothing."""

    name: str
    right: int
    emptied: int
    answer: str
    test: str


def emptied(answer: str) -> str:
    """An answer whose functions return None and whose values are None."""
    tree = _Emptied().visit(ast.parse(answer))
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and not isinstance(statement.value, ast.Lambda):
            statement.value = ast.Constant(None)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Emptied(ast.NodeTransformer):
    def visit_Return(self, _: ast.Return) -> ast.Return:
        return ast.Return(ast.Constant(None))

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        return ast.Lambda(node.args, ast.Constant(None))
