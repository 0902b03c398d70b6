"""Mending the notes' Adam with as few words as possible."""

NOTED_ADAM = """\
m = beta1 * m + (1 - beta1) * g
v = beta1 * v + (1 - beta1) * g
m_hat = m / (1 - beta1**t)
v_hat = v / (1 - beta2**t)
w = w - lr / (v_hat**0.5 + eps) * m_hat
"""
WRONG, RIGHT = "v = beta1 * v + (1 - beta1) * g\n", "v = beta2 * v + (1 - beta2) * g**2\n"


def fix_adam(src: str) -> str:
    r"""Mend the line of v in the notes' Adam: the second beta, and the square.

    .. math:: v \leftarrow \beta_1 v + (1 - \beta_1) g \quad\longrightarrow\quad
              v \leftarrow \beta_2 v + (1 - \beta_2) g^2

    Parameters
    ----------
    src : str (no array)    `NOTED_ADAM`, a line per assignment

    Returns
    -------
    str    the same with four words changed

    Raises
    ------
    TypeError     if `src` is no text
    ValueError    if the wrong line does not stand in it exactly once

    Examples
    --------
    >>> fix_adam(NOTED_ADAM).splitlines()[1]
    'v = beta2 * v + (1 - beta2) * g**2'

    Source: Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR, 2015, algorithm 1.
    """
    if not isinstance(src, str):
        raise TypeError(f"fix_adam: src is {type(src).__name__}; text is needed")
    if src.count(WRONG) != 1:
        count = src.count(WRONG)
        raise ValueError(f"fix_adam: {WRONG.strip()!r} stands {count} times in src; once is needed")
    return src.replace(WRONG, RIGHT)
