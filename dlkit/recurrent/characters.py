"""Words as rows of numbers, one per character, and the simplest model of what comes next."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    Labels,
    ShapeError,
    plain_array,
    require_axes,
    require_number,
    require_whole_number,
    whole_numbers,
)


def encode_words(
    words: Sequence[str], alphabet: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    r"""Write words as rows of ids, each between two marks, padded to one length.

    .. math:: i_{n0} = 0, \qquad i_{nt} = 1 + \text{place of letter } t \text{ in the alphabet},
              \qquad i_{n, \ell_n + 1} = 0

    A model reads ``ids[:, :-1]`` and tells ``ids[:, 1:]``: the first letter after the opening
    mark, and the closing mark after the last letter.

    Parameters
    ----------
    words : list of N str    T letters at most; a word may be empty
    alphabet : str    C - 1 different letters; id 0 is the mark

    Returns
    -------
    ids, mask : (N, T + 2), (N, T + 1)    integers 0..C-1; the mask is true where ``ids[:, 1:]`` is
        a letter or the closing mark

    Raises
    ------
    ValueError    if a word has a letter that `alphabet` lacks, or `alphabet` has one twice
    TypeError     if `words` is not a list of str

    Examples
    --------
    >>> ids, mask = encode_words(["abba", "b"], "ab")
    >>> ids.tolist(), mask[1]
    ([[0, 1, 2, 2, 1, 0], [0, 2, 0, 0, 0, 0]], array([ True,  True, False, False, False]))

    Source: the course's own, 2026.
    """
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise TypeError(f"encode_words: words is {type(words).__name__}; a list of str is needed")
    if len(set(alphabet)) < len(alphabet):
        raise ValueError(
            f"encode_words: alphabet {alphabet!r} holds a letter twice; each once is needed"
        )
    places = {letter: place for place, letter in enumerate(alphabet, start=1)}
    longest = max(map(len, words), default=0)
    ids = np.zeros((len(words), longest + 2), dtype=np.int64)
    for row, word in zip(ids, words, strict=True):
        if unknown := set(word) - set(alphabet):
            raise ValueError(
                f"encode_words: {word!r} has {min(unknown)!r}, which alphabet lacks; "
                "every letter of a word is needed there"
            )
        row[1 : len(word) + 1] = [places[letter] for letter in word]
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    return ids, np.arange(longest + 1) <= lengths[:, None]


def decode_words(ids: npt.ArrayLike, alphabet: str) -> list[str]:
    r"""Read rows of ids as words; the inverse of `encode_words`.

    .. math:: i_{nt} \mapsto \text{letter } i_{nt} \text{ of the alphabet, up to the first mark}

    Parameters
    ----------
    ids : (N, T)    integers 0..C-1; a mark at the start is skipped, the next one ends the word
    alphabet : str    C - 1 letters

    Returns
    -------
    list of N str

    Raises
    ------
    ShapeError    if `ids` has not two axes
    ValueError    if an id is outside 0..C-1
    TypeError     if the ids are not integers

    Examples
    --------
    >>> decode_words([[0, 1, 2, 2, 1, 0], [2, 0, 1, 1, 1, 1]], "ab")
    ['abba', 'b']

    Source: the course's own, 2026.
    """
    rows = _table("decode_words", ids, len(alphabet) + 1)
    letters = "\0" + alphabet
    words = ("".join(letters[i] for i in row) for row in rows)
    return [word.removeprefix("\0").partition("\0")[0] for word in words]


def bigram_logits(
    ids: npt.ArrayLike, mask: npt.ArrayLike, symbols: int, *, smoothing: float = 1.0
) -> Array:
    r"""Scores of what follows each symbol, by counting: a model without memory.

    With the number :math:`n_{ij}` of times that j follows i,

    .. math:: z_{ij} = \log \frac{n_{ij} + s}{\sum_k (n_{ik} + s)} .

    Parameters
    ----------
    ids : (N, T + 1)    integers 0..C-1, as from `encode_words`
    mask : (N, T)    bool, or 0 and 1: which of ``ids[:, 1:]`` are counted
    symbols : int    their number C, at least 1
    smoothing : float    :math:`s > 0`, so that what was never seen stays possible

    Returns
    -------
    (C, C)    log-probabilities, float64; row i is for the symbol that follows i

    Raises
    ------
    ShapeError    if `ids` and `mask` do not fit together
    ValueError    if an id is outside 0..C-1, `symbols` below 1, or `smoothing` not positive
    TypeError     if the ids are not integers

    Examples
    --------
    >>> ids, mask = encode_words(["aa"], "a")
    >>> np.exp(bigram_logits(ids, mask, 2)).round(4)
    array([[0.3333, 0.6667],
           [0.5   , 0.5   ]])

    Source: Jurafsky, Martin, Speech and Language Processing, 2nd edition, 2009, section 4.5.1.
    """
    C = require_whole_number(symbols, "symbols", "bigram_logits", at_least=1)
    smoothing = require_number(smoothing, "smoothing", "bigram_logits", above=0)
    rows = _table("bigram_logits", ids, C)
    counted = plain_array(mask, "mask", "bigram_logits").astype(bool)
    if counted.shape != rows[:, 1:].shape:
        raise ShapeError(
            f"bigram_logits: ids have shape {rows.shape} but mask has shape {counted.shape}; "
            "(N, T + 1) and (N, T) are needed"
        )
    pairs = rows[:, :-1][counted] * C + rows[:, 1:][counted]
    counts = np.bincount(pairs, minlength=C * C).reshape(C, C) + smoothing
    logits: Array = np.log(counts / counts.sum(axis=1, keepdims=True))
    return logits


def _table(who: str, ids: npt.ArrayLike, symbols: int) -> Labels:
    rows = whole_numbers(ids, symbols, "ids", who)
    require_axes(rows, "NT", "ids", who)
    return rows
