"""Arrays with more to them than numbers: masks and labels are kept, units are refused. No library is imported for it.

Labels (of pandas, xarray, and whatever else answers NumPy's ufuncs itself) are aligned and broadcast by the library that
knows them: a sum of zeros, one for each parameter, has the labels of the result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from importlib import import_module
from typing import Any

import numpy as np

from symbinfo.kernels.code import KernelError

__all__ = ["has_more", "kept", "kept_along", "kept_inside", "without_units"]

WITHOUT_UNITS = ("builtins", "torch", "jax", "jaxlib")


def has_more(value: Any) -> bool:
    """Whether it has a mask or labels."""
    return isinstance(value, np.ma.MaskedArray) or _is_labelled(value)


def _is_labelled(value: Any) -> bool:
    """Whether it is no array of NumPy, and answers NumPy's ufuncs itself."""
    return not isinstance(value, (np.ndarray, np.generic)) and getattr(type(value), "__array_ufunc__", None) is not None


def kept(named: dict[str, Any], compute: Callable[[dict[str, Any]], Any]) -> Any:
    """What `compute` makes of the plain arrays, with the masks and the labels that the parameters have.

    Parameters
    ----------
    named : dict of str to array or number
        One of them has a mask or labels.
    compute : callable
        From plain arrays by name to an array of their common shape.

    Returns
    -------
    array
        Masked where a parameter is. With labels: aligned as the library of the labels aligns a sum; NaN where a label is
        missing on one side.
    """
    if not any(map(_is_labelled, named.values())):
        return _masked(named, compute)
    frame, aligned = _aligned(named)
    return np.add(frame, compute({**named, **aligned}))


def kept_inside(named: dict[str, Any], compute: Callable[[dict[str, Any]], Any]) -> Any:
    """The same where `compute` gives a matrix for each element, with its two axes last.

    Raises
    ------
    KernelError
        For labels of a library that cannot hold matrices.
    """
    if not any(map(_is_labelled, named.values())):
        return _masked(named, compute) if any(map(has_more, named.values())) else compute(named)
    frame, aligned = _aligned(named)
    found = compute({**named, **aligned})
    size = found.shape[-1]
    if hasattr(frame, "expand_dims"):
        return np.add(frame.expand_dims({"row": size, "column": size}, axis=(-2, -1)), found)
    if type(frame).__module__.partition(".")[0] != "pandas":
        raise KernelError(
            f"no matrix stands at a label of {type(frame).__name__}: call the entries, or give plain arrays"
        )
    pandas: Any = import_module("pandas")
    numbers = range(size)
    if frame.ndim == 1:
        places = pandas.MultiIndex.from_product([numbers, numbers], names=["row", "column"])
    else:
        places = pandas.MultiIndex.from_product([frame.columns, numbers, numbers])
    return pandas.DataFrame(found.reshape(len(frame), -1), index=frame.index, columns=places)


def kept_along(p: Any, q: Any, axis: Any, compute: Callable[[Any, Any, int], Any]) -> Any:
    """What `compute` makes of laws that lie along an axis, with the masks and the labels that are left.

    Parameters
    ----------
    p, q : array
        One of them has a mask or labels. A law of which a part is masked has a masked result.
    axis : int or str
        Of the first of them that has labels; with names of dimensions, also by its name.
    compute : callable
        From two plain arrays and an axis to an array without that axis.
    """
    if not (_is_labelled(p) or _is_labelled(q)):
        hidden = np.any(np.ma.getmaskarray(p) | np.ma.getmaskarray(q), axis=axis)
        first, second = (np.where(np.expand_dims(hidden, axis), 1.0, np.ma.getdata(part)) for part in (p, q))
        return np.ma.masked_array(compute(first, second, axis), hidden)
    frame, aligned = _aligned({"p": p, "q": q})
    if hasattr(frame, "dims"):
        first = p if hasattr(p, "dims") else q
        name = axis if isinstance(axis, str) else first.dims[axis]
        rest, place = frame.sum(name), list(frame.dims).index(name)
    else:
        place = range(frame.ndim)[axis]
        rest = frame.sum(axis=place) if frame.ndim > 1 else 0.0
    return np.add(rest, compute(aligned["p"], aligned["q"], place))


def _aligned(named: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Zeros with the labels of all, and the arrays that have the same ones."""
    arrays = {name: value for name, value in named.items() if _is_labelled(value) or np.ndim(value)}
    zeros = [_zeros(value) for value in sorted(arrays.values(), key=_is_labelled, reverse=True)]
    frame = reduce(np.add, zeros)
    return frame, {name: np.asarray(np.add(frame, value)) for name, value in arrays.items()}


def _zeros(value: Any) -> Any:
    zero = np.float32(0) if getattr(value, "dtype", None) == np.float32 else 0.0
    return np.multiply(np.isnan(value), zero)


def _masked(named: dict[str, Any], compute: Callable[[dict[str, Any]], Any]) -> Any:
    """Only what no mask hides is computed."""
    shape = np.broadcast_shapes(*(np.shape(value) for value in named.values()))
    hidden = np.zeros(shape, bool)
    for value in named.values():
        hidden |= np.ma.getmaskarray(value) if isinstance(value, np.ma.MaskedArray) else False
    seen = {name: np.broadcast_to(np.ma.getdata(value), shape)[~hidden] for name, value in named.items()}
    values = np.asarray(compute(seen))
    inner = values.shape[1:]  # those of a matrix
    result = np.full((*shape, *inner), np.nan, values.dtype)
    result[~hidden] = values
    return np.ma.masked_array(result, np.broadcast_to(hidden.reshape(*shape, *(1,) * len(inner)), result.shape))


def without_units(named: dict[str, Any]) -> dict[str, Any]:
    """The parameters, those that are dimensionless quantities as plain numbers.

    Raises
    ------
    KernelError
        For a quantity with a unit: a kernel's parameters are numbers.
    """
    return {name: _magnitude(name, value) for name, value in named.items()}


def _magnitude(name: str, value: Any) -> Any:
    unit = _unit(value)
    if unit is None:
        return value
    try:  # as pint and astropy convert what is dimensionless
        return value.to_base_units().magnitude if value.dimensionless else _refuse(name, unit)
    except AttributeError:
        try:
            return value.to_value("")
        except Exception:  # whatever a library raises, the unit is there
            return _refuse(name, unit)


def _refuse(name: str, unit: Any) -> Any:
    raise KernelError(
        f"{name} has the unit {unit}, and a kernel takes numbers: give magnitudes, those of one dimension in one unit"
    )


def _unit(value: Any) -> Any:
    """The unit of a quantity, of what an array with labels holds, or of its type; None without one."""
    if type(value).__module__.partition(".")[0] in WITHOUT_UNITS:  # and what is traced has no data to look into
        return None
    part: Any
    for part in (value, getattr(value, "data", None)):
        if hasattr(part, "dimensionality"):
            return part.units
        if hasattr(part, "unit") and hasattr(part, "to_value"):
            return part.unit
    return getattr(getattr(value, "dtype", None), "units", None)
