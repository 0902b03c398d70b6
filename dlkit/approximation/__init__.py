"""Approximation: networks built by hand, whose weights are chosen, not learnt.

Read in this order:

1. `interpolants`: one hidden layer through given points (`relu_interpolant`, `eval_hidden`).
2. `bumps`: two sigmoids that switch on and off (`bump`).
3. `norms`: how far two functions are apart (`sup_error`, `l1_error`, `l2_error`), and how fast
   that falls (`convergence_order`).
4. `polygons`: regions as an AND of half planes (`half_plane`, `triangle_net`, `polygon_net`).
5. `depth`: pieces that double with every layer (`sawtooth`, `count_pieces`).
6. `limits`: hidden units at random (`random_features`), and an activation with which no network
   helps (`uat_counterexample`).

A network with one input and one hidden layer is ``(w, b, v, c)``, in the order of use; one that
`dlkit.activations.mlp_forward` runs is a list of ``(W, b)``.
"""

from dlkit.approximation.bumps import bump
from dlkit.approximation.depth import count_pieces, sawtooth, tent
from dlkit.approximation.interpolants import (
    eval_hidden,
    relu_interpolant,
    staircase_interpolant,
)
from dlkit.approximation.limits import random_features, uat_counterexample
from dlkit.approximation.norms import convergence_order, l1_error, l2_error, sup_error
from dlkit.approximation.polygons import half_plane, polygon_net, triangle_net

__all__ = [
    "bump",
    "convergence_order",
    "count_pieces",
    "eval_hidden",
    "half_plane",
    "l1_error",
    "l2_error",
    "polygon_net",
    "random_features",
    "relu_interpolant",
    "sawtooth",
    "staircase_interpolant",
    "sup_error",
    "tent",
    "triangle_net",
    "uat_counterexample",
]
