"""The tables that come with the package."""

import csv
import functools
import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array

HERE = Path(__file__).parent


def digits() -> tuple[Array, npt.NDArray[np.int64]]:
    """Handwritten digits: 1797 images of 8 x 8 pixels.

    Each pixel is the share of black dots among 16. About 180 images per class. 13 people filled in
    forms, and the images stand form by form, so shuffle before splitting.

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
    table = _digits()
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


def wine() -> tuple[Array, npt.NDArray[np.int64]]:
    """Wine: 13 measurements of 178 wines of three grape varieties.

    All come from one region in Italy. The columns are alcohol (percent by volume), malic acid, ash,
    alkalinity of ash, magnesium, total phenols, flavonoids, other phenols, proanthocyanins,
    intensity of colour, hue, the ratio of the absorbances at 280 and 315 nm of diluted wine,
    proline. They are as measured, in very different units, most of which the source does not name:
    standardise them. The rows are in the order of the varieties, so shuffle before splitting.

    Returns
    -------
    x, labels : (178, 13), (178,)    float64; int64, the variety 0 (59), 1 (71) or 2 (48)

    Examples
    --------
    >>> x, labels = wine()
    >>> x.shape, labels[::60]
    ((178, 13), array([0, 1, 1]))

    Source: Aeberhard, Forina, Wine, UCI Machine Learning Repository, 1991.
    """
    table = _table("wine_data.csv.gz", delimiter=",", header=1)
    return table[:, :13].copy(), table[:, 13].astype(np.int64)


def iris() -> tuple[Array, npt.NDArray[np.int64]]:
    """Iris: the sepals and petals of 150 flowers of three species.

    The columns are the length and the width of a sepal, and the length and the width of a petal,
    in cm. The rows are in the order of the species, so shuffle before splitting. Setosa (0) stands
    apart; the other two overlap.

    Returns
    -------
    x, labels : (150, 4), (150,)    float64, cm; int64, 0 setosa, 1 versicolor, 2 virginica, 50 each

    Examples
    --------
    >>> x, labels = iris()
    >>> x[0], labels[::50]
    (array([5.1, 3.5, 1.4, 0.2]), array([0, 1, 2]))

    Source: Fisher, The Use of Multiple Measurements in Taxonomic Problems, Annals of Eugenics 7,
    1936, table 1 (with the two values in which the copy at UCI differs from it).
    """
    table = _table("iris.csv.gz", delimiter=",", header=1)
    return table[:, :4].copy(), table[:, 4].astype(np.int64)


def penguins() -> tuple[Array, npt.NDArray[np.int64]]:
    """Penguins: the bill, flipper and weight of 342 penguins of three species.

    The columns are the length and the depth of the bill (mm), the length of a flipper (mm) and the
    mass of the body (g): standardise them. The rows are in the order of the species, so shuffle
    before splitting. Two of the 344 penguins of the table were not measured and are left out.

    Returns
    -------
    x, labels : (342, 4), (342,)    float64; int64, 0 Adelie (151), 1 Chinstrap (68), 2 Gentoo (123)

    Examples
    --------
    >>> x, labels = penguins()
    >>> x[0], np.bincount(labels)
    (array([  39.1,   18.7,  181. , 3750. ]), array([151,  68, 123]))

    Source: Gorman, Williams, Fraser, Ecological Sexual Dimorphism and Environmental Variability
    within a Community of Antarctic Penguins, PLoS ONE 9, 2014, e90081.
    """
    text = gzip.decompress((HERE / "penguins.csv.gz").read_bytes()).decode("ascii")
    species = ["Adelie", "Chinstrap", "Gentoo"]
    rows = [row for row in csv.DictReader(text.splitlines()) if row["body_mass_g"] != "NA"]
    columns = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    x = np.array([[float(row[column]) for column in columns] for row in rows])
    return x, np.array([species.index(row["species"]) for row in rows])


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
def _digits() -> npt.NDArray[np.uint8]:
    """Pixels and label of each image; as text, reading them would take longer than learning them.

    Callers must hand out copies.
    """
    with gzip.open(HERE / "digits.npy.gz") as file:
        digits: npt.NDArray[np.uint8] = np.load(file)
        return digits


@functools.cache
def _table(name: str, delimiter: str | None = None, header: int = 0) -> Array:
    """Read a table once, without its lines of header. Callers must hand out copies."""
    return np.loadtxt(HERE / name, delimiter=delimiter, skiprows=header)
