"""The divergence of probabilities that lie in arrays, one law along an axis: the definition, summed without cancellation."""

from __future__ import annotations

from typing import Any

import numpy as np

from symbinfo.kernels.blocks import BLOCK
from symbinfo.kernels.containers import has_more, kept_along, without_units
from symbinfo.kernels.remainders import gap, log_remainder

__all__ = ["categorical_kl"]

LARGE = 0.25  # a divergence from which on the plain sum loses no more than its last digit
UNEVEN = 1e-3  # relative difference of the totals beyond which q is scaled to p first


def categorical_kl(p: Any, q: Any, axis: int | str = -1) -> Any:
    """KL divergence in nats of probabilities along an axis; each law is scaled to a total of 1, as in scipy.stats.entropy.

    With P and Q the totals, it is the sum of ``p log(p/q) + q - p``, which is at least 0 term by term, over P, less
    ``r - 1 - log(r)`` for r = Q/P, which is as small as the square of what rounding does to the totals.

    Parameters
    ----------
    p, q : array_like
        Not negative, finite; they broadcast.
    axis : int or str
        Along which the outcomes lie; of a DataArray also the name of the dimension.

    Returns
    -------
    float or ndarray
        NaN for a negative or missing probability, or a total of 0; oo where q is 0 and p is not. Masks and labels stay,
        as with other kernels: a law with a masked outcome has a masked divergence.

    Examples
    --------
    >>> float(categorical_kl([0.5, 0.5], [0.5 + 2**-40, 0.5 - 2**-40])) == 2**-79
    True
    >>> categorical_kl([[0.5, 0.5], [1.0, 0.0]], [0.25, 0.75])
    array([0.14384104, 1.38629436])
    """
    p, q = without_units({"p": p, "q": q}).values()
    if has_more(p) or has_more(q):
        return kept_along(p, q, axis, _of_arrays)
    return _of_arrays(p, q, axis)  # type: ignore[arg-type]


def _of_arrays(p: Any, q: Any, axis: int) -> Any:
    p, q = (np.moveaxis(np.asarray(part, float), axis, -1) for part in np.broadcast_arrays(p, q))
    shape, size = p.shape[:-1], p.shape[-1]
    p, q = p.reshape(-1, size), q.reshape(-1, size)
    result = np.empty(len(p))
    rows = max(1, 2 * BLOCK // max(size, 1))
    with np.errstate(all="ignore"):
        for start in range(0, len(p), rows):
            cut = slice(start, start + rows)
            result[cut] = _rows(p[cut], q[cut])
    return result.reshape(shape)[()]


def _rows(p: Any, q: Any) -> Any:
    """Row by row: the plain sum where it is large, with the care of `_near_rows` elsewhere."""
    total = p.sum(axis=1)
    apart = np.log(total / q.sum(axis=1))
    log = p / q
    np.log(log, out=log)
    value = np.einsum("ij,ij->i", log, p)
    value /= total
    value -= apart
    plain = (value > LARGE) & (value < np.inf) & (np.abs(apart) < 1) & (p.min(axis=1, initial=1.0) > 0)
    near = np.flatnonzero(~plain)
    if near.size == len(p):
        return _near_rows(p, q)
    if near.size:
        value[near] = _near_rows(p[near], q[near])
    return value


def _near_rows(p: Any, q: Any) -> Any:
    total = p.sum(axis=1)
    d = q - p
    e = d.sum(axis=1) / total
    if not np.abs(e).max(initial=0.0) <= UNEVEN:
        p = p / total[:, None]
        q = q / q.sum(axis=1, keepdims=True)
        total, d = p.sum(axis=1), q - p
        e = d.sum(axis=1) / total
    np.divide(d, p, out=d)
    value = np.einsum("ij,ij->i", log_remainder(d, q, p), p)
    odd = np.flatnonzero(~(np.isfinite(value) & (p.min(axis=1, initial=1.0) > 0)))
    if odd.size:
        some, other = p[odd], q[odd]
        good = ((some >= 0) & (other >= 0) & (other < np.inf)).all(axis=1)
        value[odd] = np.where(good, gap(some, other, other - some).sum(axis=1), np.nan)
    value /= total
    return np.maximum(value - log_remainder(e, total * (1 + e), total), 0.0)
