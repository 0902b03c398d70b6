"""Figures of the lecture on automatic differentiation."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from course.a05_autodiff import experiments
from course.a05_autodiff.demos.diamond import PLACES, compute, curve
from dlkit import plots
from dlkit.plots.style import COLORS, GREY, axes, line

WIDE = (8.0, 2.6)  # inches
LOW = (9.2, 2.1)  # leaves more room for words below


def slopes() -> Figure:
    """Draw the graph of 3x times x squared at 2, with the slope beside each arrow."""
    names = ["x = 2", "3x = 6", "x·x = 4", "f = 24"]
    places = np.array([[0, 0], [2, 1], [2, -1], [4, 0]])
    edges, beside = [(0, 1), (0, 2), (0, 2), (1, 3), (2, 3)], ["3", "2", "2", "4", "6"]
    figure, ax = plt.subplots(figsize=WIDE, layout="constrained")
    plots.graph(names, places, edges, highlighted=[0], edge_labels=beside, ax=ax)
    ax.set(ylim=(-1.5, 1.5))
    return figure


def orders() -> Figure:
    """Draw a graph in which one node is reached on a short path and on a long one."""
    names = ["a", "b", "c", "d", "e"]
    places = np.array([[0, 0], [1, 0.6], [2, 0.6], [2, -0.6], [3.2, 0]])
    edges = [(0, 1), (1, 2), (0, 3), (2, 4), (3, 4), (1, 3)]
    figure, ax = plt.subplots(figsize=LOW, layout="constrained")
    plots.graph(names, places, edges, highlighted=[4], ax=ax)
    ax.set(ylim=(-1.1, 1.1))
    return figure


def stretched() -> Figure:
    """Draw the gradient of a row that was stretched over four samples."""
    dy = np.random.default_rng(4).normal(size=(4, 3)).round(1) + 0.0  # no -0
    ones = np.ones((1, 4))
    parts: list[Any] = [("db", ones @ dy), "=", ("ones", ones), "@", ("dy", dy)]
    figure, ax = plt.subplots(figsize=(4.5, 2.0), layout="constrained")
    plots.matrix_equation(parts, written=True, ax=ax)
    return figure


def descents() -> Figure:
    """Draw two descents from one start: the parts of each slope added up, and overwritten."""
    figure, panels = plt.subplots(1, 2, figsize=LOW, sharey=True, layout="constrained")
    for index, ax in enumerate(panels):
        axes(ax)
        ax.plot(PLACES, curve(PLACES), color=GREY, linewidth=1)
        at = compute(1.8, 0.2, bool(index)).descent
        ax.plot(at, curve(at), "o", markersize=4, color=COLORS[index], label="step")
        ax.plot(at[0], curve(at[0]), "D", markersize=6, color=COLORS[6], label="start")
        ax.legend(frameon=False, loc="upper center", ncols=2)
        ax.set(xlabel="x", ylim=(-1.3, 0.6), title=("added up", "overwritten")[index])
    panels[0].set(ylabel="f(x)")
    return figure


def kept() -> Figure:
    """Draw how many nodes a total of losses keeps alive, with their past and without it."""
    figure, ax = plt.subplots(figsize=WIDE, layout="constrained")
    axes(ax)
    steps = np.arange(1, 101)
    for index, (name, detached) in enumerate((("detach()", True), ("with its past", False))):
        sizes = experiments.nodes_kept(len(steps), detached=detached)
        ax.plot(steps, sizes, linewidth=2, label=name, **line(index))
        ax.text(steps[-1] + 1, sizes[-1], str(sizes[-1]), va="center")
    ax.set(xlabel="step of the training", ylabel="nodes kept alive", xlim=(-4, 106))
    ax.legend(frameon=False)
    return figure


def paths() -> Figure:
    """Draw a diamond, and the number of paths and of arrows of a chain of diamonds."""
    figure, (left, ax) = plt.subplots(1, 2, figsize=WIDE, width_ratios=[1, 2], layout="constrained")
    places = np.array([[0, 0], [1, 0.6], [1, -0.6], [2, 0]])
    plots.graph(["x", "a", "b", "f"], places, [(0, 1), (0, 2), (1, 3), (2, 3)], ax=left)
    left.set(ylim=(-1.1, 1.1))
    axes(ax)
    diamonds = np.arange(1, 31)
    for index, (name, count) in enumerate((("arrows", 4 * diamonds), ("paths", 2.0**diamonds))):
        ax.semilogy(diamonds, count, linewidth=2, label=name, **line(index))
    ax.set(xlabel="diamonds in a row", ylabel="count, logarithmic")
    ax.legend(frameon=False)
    return figure
