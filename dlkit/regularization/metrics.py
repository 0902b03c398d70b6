"""How good a classifier is: the share of right answers, and which mistakes it makes."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    Labels,
    ShapeError,
    class_labels,
    plain_array,
    real_array,
    require_same_shape,
    require_samples,
    require_whole_number,
)


def predicted_classes(scores: npt.ArrayLike) -> Labels:
    r"""The class with the largest score, or for one score per sample its sign.

    .. math:: \hat y_n = \arg\max_c z_{nc} \qquad\text{or}\qquad \hat y_n = \mathbb{1}[z_n > 0]

    Parameters
    ----------
    scores : (N, C), (N, 1) or (N,)    logits; probabilities too where C is at least 2

    Returns
    -------
    (N,)    integers, for `accuracy` and `confusion_matrix`

    Raises
    ------
    ShapeError    if `scores` has another number of axes, or no class
    TypeError     if `scores` does not hold real numbers

    Conventions: of equal scores the first wins; a single score of exactly 0 is class 0.

    Examples
    --------
    >>> predicted_classes([[0.1, 0.9], [3.0, 2.0]]), predicted_classes([[-2.0], [0.5]])
    (array([1, 0]), array([0, 1]))

    Source: Bishop, Pattern Recognition and Machine Learning, 2006, section 1.5.
    """
    z = real_array(scores, "scores", "predicted_classes")
    if z.ndim not in (1, 2) or z.shape[1:] == (0,):
        raise ShapeError(
            f"predicted_classes: scores has shape {z.shape}; (N, C), (N, 1) or (N,) is needed"
        )
    if z.ndim == 2 and z.shape[1] > 1:
        return np.asarray(z.argmax(axis=1))
    return (z.reshape(len(z)) > 0).astype(np.intp)  # (N, 1) -> (N,)


def accuracy(predictions: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    r"""Share of samples whose class is right.

    .. math:: \frac{1}{N} \sum_n \mathbb{1}[\hat y_n = y_n]

    Parameters
    ----------
    predictions : (N,)    predicted classes, integers; N at least 1
    labels : (N,)    true classes, integers

    Returns
    -------
    float    in [0, 1]

    Raises
    ------
    ShapeError    if the shapes differ or are not (N,)
    ValueError    if there is no sample
    TypeError     if an argument does not hold integers: scores must become classes first

    Examples
    --------
    >>> accuracy([0, 1, 2, 2], [0, 1, 1, 2])
    0.75

    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.2.
    """
    predicted, true = _pairs("accuracy", predictions, labels)
    require_samples(true, "labels", "accuracy")
    return float(np.mean(predicted == true))


def confusion_matrix(
    predictions: npt.ArrayLike, labels: npt.ArrayLike, classes: int
) -> npt.NDArray[np.int64]:
    r"""How often each class was taken for each other.

    .. math:: M_{ij} = \sum_n \mathbb{1}[y_n = i] \, \mathbb{1}[\hat y_n = j]

    Parameters
    ----------
    predictions : (N,)    predicted classes, integers in 0..C-1; N may be 0
    labels : (N,)    true classes, integers in 0..C-1
    classes : int    the number C of classes; some may not occur

    Returns
    -------
    (C, C)    counts that add up to N

    Raises
    ------
    ShapeError    if the shapes differ or are not (N,)
    ValueError    if a class is outside 0..C-1, or `classes` below 1
    TypeError     if an argument does not hold integers

    Conventions: a row is a true class, a column a predicted one (as in scikit-learn).

    Examples
    --------
    >>> confusion_matrix([1, 1, 0], [0, 0, 0], 3)
    array([[1, 2, 0],
           [0, 0, 0],
           [0, 0, 0]])

    Source: Stehman, Selecting and Interpreting Measures of Thematic Classification Accuracy,
    Remote Sensing of Environment 62, 1997, pages 77-89.
    """
    who = "confusion_matrix"
    C = require_whole_number(classes, "classes", who, at_least=1)
    predicted, true = _pairs(who, predictions, labels, C)
    return np.bincount(true * C + predicted, minlength=C * C).reshape(C, C)  # (C*C,) -> (C, C)


def precision(matrix: npt.ArrayLike) -> Array:
    r"""Of what was called class c, the share that is of class c.

    .. math:: \text{precision}_c = \frac{M_{cc}}{\sum_i M_{ic}}

    Parameters
    ----------
    matrix : (C, C)    a `confusion_matrix`, true classes in rows

    Returns
    -------
    (C,)    in [0, 1]

    Raises
    ------
    ShapeError    if `matrix` is not square
    TypeError     if `matrix` does not hold real numbers

    Conventions: 0 for a class that was never predicted.

    Examples
    --------
    >>> precision([[3, 1], [0, 4]])
    array([1. , 0.8])

    Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
    """
    counts = _square("precision", matrix)
    return _share(np.diag(counts), counts.sum(axis=0))


def recall(matrix: npt.ArrayLike) -> Array:
    r"""Of what is of class c, the share that was called class c.

    .. math:: \text{recall}_c = \frac{M_{cc}}{\sum_j M_{cj}}

    Parameters
    ----------
    matrix : (C, C)    a `confusion_matrix`, true classes in rows

    Returns
    -------
    (C,)    in [0, 1]

    Raises
    ------
    ShapeError    if `matrix` is not square
    TypeError     if `matrix` does not hold real numbers

    Conventions: 0 for a class without samples.

    Examples
    --------
    >>> recall([[3, 1], [0, 4]])
    array([0.75, 1.  ])

    Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
    """
    counts = _square("recall", matrix)
    return _share(np.diag(counts), counts.sum(axis=1))


def f1_score(matrix: npt.ArrayLike) -> Array:
    r"""Harmonic mean of precision and recall, for each class.

    .. math:: F_c = \frac{2 M_{cc}}{\sum_i M_{ic} + \sum_j M_{cj}}

    Parameters
    ----------
    matrix : (C, C)    a `confusion_matrix`

    Returns
    -------
    (C,)    in [0, 1]; large only if both precision and recall are

    Raises
    ------
    ShapeError    if `matrix` is not square
    TypeError     if `matrix` does not hold real numbers

    Conventions: 0 for a class that neither occurs nor was predicted.

    Examples
    --------
    >>> f1_score([[3, 1], [0, 4]]).round(4)
    array([0.8571, 0.8889])

    Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
    """
    counts = _square("f1_score", matrix)
    return _share(2 * np.diag(counts), counts.sum(axis=0) + counts.sum(axis=1))


def _pairs(
    who: str, predictions: npt.ArrayLike, labels: npt.ArrayLike, classes: int | None = None
) -> tuple[Labels, Labels]:
    """Return predicted and true classes of equal shape (N,)."""
    arrays = {}
    for name, values in (("predictions", predictions), ("labels", labels)):
        array = arrays[name] = plain_array(values, name, who)
        if array.ndim != 1:
            raise ShapeError(f"{who}: {name} has shape {array.shape}; (N,) is needed")
        if array.size and array.dtype.kind not in "iu":
            raise TypeError(
                f"{who}: {name} has dtype {array.dtype}; integers are needed "
                "(predicted_classes makes them from scores)"
            )
    require_same_shape(who, **arrays)
    if classes is not None:
        arrays = {name: class_labels(array, classes, who) for name, array in arrays.items()}
    return arrays["predictions"], arrays["labels"]


def _square(who: str, matrix: npt.ArrayLike) -> Array:
    counts = real_array(matrix, "matrix", who)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ShapeError(f"{who}: matrix has shape {counts.shape}; (C, C) is needed")
    return counts


def _share(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole != 0)
