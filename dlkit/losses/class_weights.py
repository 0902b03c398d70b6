"""Classes that count more than others, and labels that do not count at all."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    Labels,
    ShapeError,
    plain_array,
    real_array,
    require_whole_number,
    scores_and_labels,
)


def weighted_labels(
    who: str,
    logits: npt.ArrayLike,
    labels: npt.ArrayLike,
    class_weights: npt.ArrayLike | None,
    ignored: int | None,
) -> tuple[Array, Labels, Array | None]:
    """Return scores, labels and a weight per sample, None where all count the same.

    Where a weight is 0 the label is one of 0..C-1 and the scores are 0, whatever came.
    """
    if class_weights is None and ignored is None:
        return *scores_and_labels(logits, labels, who), None
    came = plain_array(labels, "labels", who)
    counts = np.ones(came.shape, bool)
    if ignored is not None:
        counts = came != require_whole_number(ignored, "ignored", who)
    z, y = scores_and_labels(logits, np.where(counts, came, 0), who)
    w = counts * (1 if class_weights is None else _weights(who, class_weights, z.shape[1])[y])
    if not w.any():
        raise ValueError(f"{who}: every label is ignored or weighs 0; at least one must count")
    return np.where(w[:, None] > 0, z, 0).astype(z.dtype), y, w.astype(z.dtype)


def shared_out(dz: Array, w: Array | None) -> Array:
    """Return the gradient of a mean over samples, from one row for each sample's own loss."""
    return dz / len(dz) if w is None else dz * (w / w.sum())[:, None]


def _weights(who: str, class_weights: npt.ArrayLike, classes: int) -> Array:
    weights = real_array(class_weights, "class_weights", who)
    if weights.shape != (classes,):
        raise ShapeError(
            f"{who}: class_weights has shape {weights.shape}; ({classes},) is needed, one per class"
        )
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError(
            f"{who}: class_weights run from {weights.min()} to {weights.max()}; finite numbers "
            "from 0 on are needed"
        )
    return weights
