"""Regions of the plane as networks: one unit per edge, and one that asks for all of them."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, ShapeError, real_array, require_number

TwoLayers: TypeAlias = list[tuple[Array, Array]]
FLAT = 1e-12  # of the size of a polygon: a corner nearer to a line than this lies on it


def half_plane(p: npt.ArrayLike, q: npt.ArrayLike) -> tuple[Array, float]:
    r"""Linear unit that is positive to the left of the line from p to q.

    .. math:: w = \frac{(-(q_1 - p_1), \; q_0 - p_0)}{\lVert q - p \rVert}, \qquad
              b = -w^\top p

    Parameters
    ----------
    p, q : (2,), (2,)    two different points on the line

    Returns
    -------
    w, b : (2,), float    :math:`w^\top x + b` is the signed distance of x from the line

    Raises
    ------
    ShapeError    if a point has not the shape (2,)
    ValueError    if the points are equal: no line, or every line, goes through them
    TypeError     if a point does not hold real numbers

    Conventions: left as seen when walking from p to q, with the second axis pointing up.

    Examples
    --------
    >>> w, b = half_plane([1.0, 0.0], [1.0, 2.0])
    >>> w, b
    (array([-1.,  0.]), 1.0)

    Source: Lippmann, An Introduction to Computing with Neural Nets, IEEE ASSP Magazine 4, 1987,
    pages 4-22.
    """
    p, q = real_array(p, "p", "half_plane"), real_array(q, "q", "half_plane")
    for name, point in (("p", p), ("q", q)):
        if point.shape != (2,):
            raise ShapeError(f"half_plane: {name} has shape {point.shape}; it must be (2,)")
    dx, dy = q - p
    length = np.hypot(dx, dy)
    if not 0 < length < np.inf:
        raise ValueError(f"half_plane: p is {p} and q is {q}; two different points are needed")
    w = np.array([-dy, dx]) / length
    return w, -float(w @ p)


def triangle_net(vertices: npt.ArrayLike, steepness: float) -> TwoLayers:
    r"""Sigmoid network that is near 1 inside a triangle and near 0 outside.

    Three hidden units say on which side of an edge a point lies, the fourth unit asks for all
    three; with the steepness k and the signed distances :math:`d_e`,

    .. math:: u_e = \sigma(k \, d_e(x)), \qquad
              y = \sigma\big(k \, (u_0 + u_1 + u_2 - 2.5)\big) .

    Unit e belongs to the edge from corner e to corner e + 1, and is positive on the inside.

    Parameters
    ----------
    vertices : (3, 2)    the corners, in either direction
    steepness : float    k > 0; large beside 1 over the height of the triangle

    Returns
    -------
    [(W1, b1), (W2, b2)] : (2, 3), (3,), (3, 1), (1,)    for
        ``sigmoid(mlp_forward(x, params, sigmoid)[0])``

    Raises
    ------
    ShapeError    if `vertices` has not the shape (3, 2)
    ValueError    if the corners lie on a line, or `steepness` is not positive
    TypeError     if `vertices` do not hold real numbers

    Conventions: as in `polygon_net`.

    Examples
    --------
    >>> from dlkit.activations import mlp_forward, sigmoid
    >>> params = triangle_net([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]], 50.0)
    >>> sigmoid(mlp_forward([[0.5, 0.5], [2.0, 2.0]], params, sigmoid)[0]).round(6)
    array([[1.],
           [0.]])

    Source: Lippmann, An Introduction to Computing with Neural Nets, IEEE ASSP Magazine 4, 1987,
    pages 4-22.
    """
    corners = real_array(vertices, "vertices", "triangle_net")
    if corners.shape != (3, 2):
        raise ShapeError(f"triangle_net: vertices has shape {corners.shape}; it must be (3, 2)")
    return _all_edges("triangle_net", corners, steepness)


def polygon_net(vertices: npt.ArrayLike, steepness: float) -> TwoLayers:
    r"""Sigmoid network that is near 1 inside a convex polygon and near 0 outside.

    One hidden unit per edge, in the order of the corners that the edges leave; with the distances
    :math:`d_e` of the m edges, positive on the inside,

    .. math:: u_e = \sigma(k \, d_e(x)), \qquad
              y = \sigma\Big(k \, \Big(\sum_e u_e - \big(m - \tfrac{1}{2}\big)\Big)\Big) .

    Parameters
    ----------
    vertices : (m, 2)    the corners in order around the polygon, in either direction; m from 3 on
    steepness : float    k > 0

    Returns
    -------
    [(W1, b1), (W2, b2)] : (2, m), (m,), (m, 1), (1,)    as in `triangle_net`

    Raises
    ------
    ShapeError    if `vertices` has not the shape (m, 2)
    ValueError    if there are fewer than three corners, the polygon is not convex or has a
        corner without a bend, or `steepness` is not positive
    TypeError     if `vertices` do not hold real numbers

    Conventions: a region that is not convex is no AND of half planes; it needs other output
    weights or a third layer. A corner nearer to a line than 1e-12 of the size of the polygon
    lies on that line.

    Examples
    --------
    >>> (W1, b1), (W2, b2) = polygon_net([[0, 0], [2, 0], [2, 2], [0, 2]], 10.0)
    >>> W1.shape, b2
    ((2, 4), array([-35.]))

    Source: Lippmann, An Introduction to Computing with Neural Nets, IEEE ASSP Magazine 4, 1987,
    pages 4-22.
    """
    corners = real_array(vertices, "vertices", "polygon_net")
    if corners.shape[1:] != (2,):
        raise ShapeError(f"polygon_net: vertices has shape {corners.shape}; it must be (m, 2)")
    if len(corners) < 3:
        raise ValueError(f"polygon_net: there are {len(corners)} vertices; at least 3 are needed")
    return _all_edges("polygon_net", corners, steepness)


def _all_edges(who: str, corners: Array, steepness: float) -> TwoLayers:
    """Return the two layers: a unit per edge, and the AND of the edges."""
    k = require_number(steepness, "steepness", who, above=0)
    m = len(corners)
    edges = [half_plane(corners[e], corners[(e + 1) % m]) for e in range(m)]
    W, b = np.array([w for w, _ in edges]).T, np.array([b for _, b in edges])
    sides = corners @ W + b  # (m corners, m edges)
    if sides.max() < -sides.min():  # clockwise: the inside is to the right of the edges
        W, b, sides = -W, -b, -sides
    own = np.eye(m, dtype=bool) | np.roll(np.eye(m, dtype=bool), 1, axis=0)
    if not np.all(sides[~own] > FLAT * np.ptp(corners)):  # so written, nan is refused too
        raise ValueError(
            f"{who}: vertices are {corners.tolist()}; a convex polygon is needed, with a bend at "
            "each corner"
        )
    AND = np.full((m, 1), k)
    return [(k * W, k * b), (AND, np.array([-k * (m - 0.5)]))]
