"""Arrays with more to them than numbers: masks and labels are kept, units are refused. No library is imported for it.

Labels (of pandas, xarray, and whatever else answers NumPy's ufuncs itself) are aligned and broadcast by the library that
knows them: a sum of zeros, one for each parameter, has the labels of the result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from symbinfo.kernels.code import KernelError

__all__ = ["has_more", "kept", "without_units"]

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
    arrays = {name: value for name, value in named.items() if _is_labelled(value) or np.ndim(value)}
    zeros = [_zeros(value) for value in sorted(arrays.values(), key=_is_labelled, reverse=True)]
    frame = reduce(np.add, zeros)
    aligned = {name: np.asarray(np.add(frame, value)) for name, value in arrays.items()}
    return np.add(frame, compute({**named, **aligned}))


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
    result = np.full(shape, np.nan, values.dtype)
    result[~hidden] = values
    return np.ma.masked_array(result, hidden)


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
