"""Tensors of PyTorch on the processor, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dlkit.check.plain import NotPlain

Inner = Callable[[Any], Any]
NAMES = ("Tensor", "Parameter")


def describe(value: Any, described: Inner) -> dict[str, Any] | None:
    """Describe a dense tensor; None for other values of PyTorch."""
    import torch

    if type(value).__name__ not in NAMES or not isinstance(value, torch.Tensor):
        return None
    if value.layout is not torch.strided or value.dtype is torch.bfloat16:
        return None
    plain = value.detach().cpu().resolve_conj().resolve_neg().numpy()
    needs_gradient = bool(value.requires_grad)
    return {"class": "tensor", "parts": [described(np.array(plain)), needs_gradient]}


def rebuild(data: Mapping[str, Any], decoded: Inner) -> Any:
    """Make it again; how it was computed does not travel."""
    import torch

    array = decoded(data["parts"][0])
    if not isinstance(array, np.ndarray):
        raise NotPlain("this describes no tensor")
    tensor = torch.from_numpy(array.copy())
    if data["parts"][1]:
        tensor.requires_grad_(True)
    return tensor
