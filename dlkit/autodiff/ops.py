"""The pairs and losses of earlier topics, under their own names, as operations on tensors.

``from dlkit.autodiff import ops``, then ``ops.dense_forward(x, W, b)`` with any tensor among the
arguments. Keyword options are those of the pair. Losses take plain targets.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from dlkit import activations, backprop, losses, shapes
from dlkit.arguments import Array, require_callables
from dlkit.autodiff.operations import Primitive, op
from dlkit.autodiff.tangents import symmetric


def loss_op(loss: Callable[..., float], loss_grad: Callable[..., Array]) -> Callable[..., Any]:
    r"""Operation on tensors that is made of a loss and its gradient.

    .. math:: \frac{\partial L}{\partial p} = dy \cdot \text{loss\_grad}(p, t)

    Parameters
    ----------
    loss : callable    from predictions (N, ...), targets and keyword options to a float
    loss_grad : callable    from the same to the gradient with respect to the predictions

    Returns
    -------
    callable    from a tensor of predictions and plain targets to a tensor of shape ()

    Raises
    ------
    TypeError    when called with targets that are a tensor: they get no gradient
    TypeError    if `loss` or `loss_grad` is no function

    Examples
    --------
    >>> from dlkit.autodiff import Tensor
    >>> mse = loss_op(losses.mse, losses.mse_grad)
    >>> p = Tensor([1.0, 2.0])
    >>> mse(p, [0.0, 4.0]).backward()
    >>> p.grad
    array([ 1., -2.])

    Source: Baydin, Pearlmutter, Radul, Siskind, Automatic Differentiation in Machine Learning:
    a Survey, Journal of Machine Learning Research 18(153), 2018, section 3.2.
    """
    require_callables("loss_op", loss=loss, loss_grad=loss_grad)

    @wraps(loss)
    def value(p: Array, *targets: Any, **options: Any) -> Array:
        return np.asarray(loss(p, *targets, **options), getattr(p, "dtype", None))

    def gradient(dy: Array, p: Array, *targets: Any, **options: Any) -> Array:
        return dy * loss_grad(p, *targets, **options)

    return Primitive(loss.__name__, value, gradient, differentiable=1).operation()


dense_forward = op(shapes.dense_forward, backprop.dense_backward)

sigmoid = op(activations.sigmoid, activations.sigmoid_backward, push=symmetric)
tanh = op(activations.tanh, activations.tanh_backward, push=symmetric)
softplus = op(activations.softplus, activations.softplus_backward, push=symmetric)
relu = op(activations.relu, activations.relu_backward, push=symmetric)
leaky_relu = op(activations.leaky_relu, activations.leaky_relu_backward)
elu = op(activations.elu, activations.elu_backward, push=symmetric)
selu = op(activations.selu, activations.selu_backward, push=symmetric)
silu = op(activations.silu, activations.silu_backward, push=symmetric)
gelu = op(activations.gelu, activations.gelu_backward, push=symmetric)
maxout = op(activations.maxout, activations.maxout_backward)

softmax = op(losses.softmax, losses.softmax_backward, push=symmetric)
log_softmax = op(losses.log_softmax, losses.log_softmax_backward)

mse = loss_op(losses.mse, losses.mse_grad)
mae = loss_op(losses.mae, losses.mae_grad)
huber = loss_op(losses.huber, losses.huber_grad)
cross_entropy = loss_op(losses.cross_entropy, losses.cross_entropy_grad)
soft_cross_entropy = loss_op(losses.soft_cross_entropy, losses.soft_cross_entropy_grad)
kl_divergence = loss_op(losses.kl_divergence, losses.kl_divergence_grad)
bce_with_logits = loss_op(losses.bce_with_logits, losses.bce_with_logits_grad)
hinge = loss_op(losses.hinge, losses.hinge_grad)
