"""The tables that come with the package."""

import functools
import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array

HERE = Path(__file__).parent


def digits() -> tuple[Array, npt.NDArray[np.int64]]:
    """Handwritten digits: 1797 images of 8 x 8 pixels.

    Each pixel is the share of black dots among 16. About 180 images per class, from 13 writers
    and in their order, so shuffle before splitting.

    Returns
    -------
    x, labels : (1797, 64), (1797,)    float64 in [0, 1], row after row of the image; int64 0..9

    Examples
    --------
    >>> x, labels = digits()
    >>> x.shape, labels[:5]
    ((1797, 64), array([0, 1, 2, 3, 4]))

    Source: Alpaydin, Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, 1998 (the test set).
    """
    table = _table("digits.csv.gz", delimiter=",")
    return table[:, :64] / 16, table[:, 64].astype(np.int64)


def diabetes() -> tuple[Array, Array]:
    """Diabetes: ten measurements of 442 patients, and the course of a year.

    The columns are age (years), sex (1 or 2), body mass index (kg/m²), mean blood pressure
    (mm Hg), and six values of the blood serum: total cholesterol, LDL, HDL, the ratio of total
    cholesterol to HDL, a logarithm of triglycerides, glucose. They are as measured, in very
    different units: standardise them.

    Returns
    -------
    x, y : (442, 10), (442,)    float64; y is a score of progression from 25 to 346

    Examples
    --------
    >>> x, y = diabetes()
    >>> x.shape, y[:3]
    ((442, 10), array([151.,  75., 141.]))

    Source: Efron, Hastie, Johnstone, Tibshirani, Least Angle Regression, Annals of Statistics
    32, 2004, pages 407-499.
    """
    return _table("diabetes_data_raw.csv.gz").copy(), _table("diabetes_target.csv.gz").copy()


def breast_cancer() -> tuple[Array, npt.NDArray[np.int64]]:
    """Breast cancer: 30 measurements of the cell nuclei in 569 samples of tissue.

    Ten properties of a nucleus (radius, texture, perimeter, area, smoothness, compactness,
    concavity, concave points, symmetry, fractal dimension), first their means, then their standard
    errors, then the means of the three largest values. They are as measured, in very different
    units: standardise them.

    Returns
    -------
    x, labels : (569, 30), (569,)    float64; int64, 0 for malignant (212), 1 for benign (357)

    Examples
    --------
    >>> x, labels = breast_cancer()
    >>> x.shape, labels[:3]
    ((569, 30), array([0, 0, 0]))

    Source: Wolberg, Mangasarian, Street, Street, Breast Cancer Wisconsin (Diagnostic), UCI Machine
    Learning Repository, 1995.
    """
    table = _table("breast_cancer.csv.gz", delimiter=",", header=1)
    return table[:, :30].copy(), table[:, 30].astype(np.int64)


def given_names() -> list[str]:
    """Given names: 5163 that were frequent in the United States in 1990.

    In small letters a to z, in alphabetical order, so shuffle before splitting. Names of women and
    of men in one list; each stands there once, however frequent it was.

    Returns
    -------
    list of 5163 str    2 to 11 letters each

    Examples
    --------
    >>> names = given_names()
    >>> len(names), names[:3]
    (5163, ['aaron', 'abbey', 'abbie'])

    Source: United States Census Bureau, Frequently Occurring First Names from Census 1990, 1995.
    """
    text = gzip.decompress((HERE / "given_names.txt.gz").read_bytes())
    return text.decode("ascii").split()


@functools.cache
def _table(name: str, delimiter: str | None = None, header: int = 0) -> Array:
    """Read a table once, without its lines of header. Callers must hand out copies."""
    return np.loadtxt(HERE / name, delimiter=delimiter, skiprows=header)
