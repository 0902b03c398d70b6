"""Calls of `dlkit.activations`."""

from dlkit import activations
from tests.dlkit.examples import example, real

Z, DY = real(4, 3), real(4, 3, seed=1)
ELEMENTWISE = ("elu", "gelu", "relu", "selu", "sigmoid", "silu", "softplus", "tanh")

for name in ELEMENTWISE:
    example(getattr(activations, name), Z)
    example(getattr(activations, f"{name}_backward"), DY, Z)
example(activations.erf, Z)
example(activations.dead_fraction, Z)
example(activations.leaky_relu, Z, real(3))
example(activations.leaky_relu_backward, DY, Z, real(3))
example(activations.maxout, Z, real(2, 3, 5), real(2, 5))
example(activations.maxout_backward, real(4, 5), Z, real(2, 3, 5), real(2, 5))
example(
    activations.mlp_forward, Z, [(real(3, 5), real(5)), (real(5, 2), real(2))], activations.tanh
)
example(activations.collapse_affine, real(3, 5), real(5), real(5, 2), real(2))
