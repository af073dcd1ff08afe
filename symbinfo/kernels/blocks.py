"""How a kernel goes through arrays: in blocks that stay in the cache, without making what is broadcast larger first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextvars import Context, copy_context
from itertools import product
from typing import Any

import numpy as np

__all__ = [
    "BLOCK",
    "all_finite",
    "all_positive",
    "blockwise",
    "demand",
    "of_floats",
    "quietly",
    "sum_of_squares",
    "within",
]

BLOCK = 32768  # elements: a temporary of 256 kB
ALONE = 8192  # elements up to which a product of vectors is computed by one thread
ROW = 512  # of the last axis in a block, where there are several axes


# From version 2 on, what NumPy says of infinities and NaN is a matter of the context; before, of the thread.
BY_CONTEXT = int(np.__version__.partition(".")[0]) >= 2


def _quiet() -> Context:
    """A context in which NumPy says nothing."""
    context = copy_context()
    if BY_CONTEXT:
        context.run(np.seterr, all="ignore")
    return context


QUIET = _quiet()


def quietly(function: Callable[..., Any], *values: Any) -> Any:
    """The function's value without warnings of arithmetic; to enter `np.errstate` costs more than a small array."""
    if BY_CONTEXT:
        return QUIET.copy().run(function, *values)
    with np.errstate(all="ignore"):
        return function(*values)


def within(array: Any, low: float, high: float, ends: str = "()") -> bool:
    """Whether all elements lie in an interval, open or closed as its brackets say; NaN lies nowhere."""
    least, most = array.item(array.argmin()), array.item(array.argmax())
    above = low < least or (ends[0] == "[" and low == least)
    return above and (most < high or (ends[1] == "]" and most == high))


def sum_of_squares(flat: Any) -> Any:
    """The sum of the squares: a product of vectors, where that is not shared out to threads that wait for each other."""
    return flat.dot(flat) if flat.size <= ALONE else np.einsum("i,i", flat, flat)


def all_finite(*arrays: Any) -> bool:
    """Whether no element is infinite or NaN."""
    for array in arrays:
        if not sum_of_squares(array.reshape(-1)) < np.inf and not within(array, -np.inf, np.inf):  # it may overflow
            return False
    return True


def all_positive(*arrays: Any) -> bool:
    """Whether all elements are positive and finite."""
    for array in arrays:  # noqa: SIM110 - a generator takes as long as the arrays
        if not (array.item(array.argmin()) > 0 and array.item(array.argmax()) < np.inf):
            return False
    return True


def blockwise(values: Callable[..., Any], given: tuple[Any, ...], out: Any = None) -> Any:
    """`values` of the arrays, block by block, in float64; rounded to float32 where no array is wider.

    Parameters
    ----------
    values : callable
        An elementwise function of arrays that broadcast, of at least one dimension.
    given : tuple
        Numbers or arrays.
    out : array, optional
        Where the result goes, a memory map for instance.
    """
    arrays, kind = _floats(given)
    shape = arrays[0].shape
    if any(array.shape != shape for array in arrays):
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
    return quietly(_blockwise, values, arrays, shape, kind, out)


def _blockwise(values: Callable[..., Any], arrays: list[Any], shape: tuple[int, ...], kind: Any, out: Any) -> Any:
    if out is None and 0 < math.prod(shape) <= BLOCK:
        found = values(*(array.astype(np.float64, copy=False).reshape(array.shape or 1) for array in arrays))
        found = np.asarray(found, kind)
        return (found if found.size == math.prod(shape) else np.broadcast_to(found, shape).copy()).reshape(shape)[()]
    result = np.empty(shape, kind) if out is None else out
    if result.shape != shape:
        raise ValueError(f"out has the shape {result.shape}, the result {shape}")
    target, arrays, shape = _flattened(result, arrays, shape)
    for tile in _tiles(shape):
        target[tile] = values(*(_part(array, tile, len(shape)) for array in arrays))
    return result


def _flattened(result: Any, arrays: list[Any], shape: tuple[int, ...]) -> tuple[Any, list[Any], tuple[int, ...]]:
    """One long axis, where nothing is broadcast but numbers and every array lies in one piece."""
    whole = all(a.size == 1 or (a.shape == shape and a.flags.c_contiguous) for a in arrays)
    if len(shape) == 1 or not whole or not result.flags.c_contiguous:
        return result, arrays, shape
    return result.reshape(-1), [a.reshape(-1) for a in arrays], (result.size,)


def _floats(given: tuple[Any, ...]) -> tuple[list[Any], Any]:
    """The values as arrays, and the type of the result."""
    arrays = [np.asarray(value) for value in given]
    if all(array.dtype == np.float64 and array.ndim for array in arrays):
        return arrays, np.float64
    kinds = [array.dtype for value, array in zip(given, arrays, strict=True) if hasattr(value, "dtype") or array.ndim]
    for array in arrays:
        if not np.can_cast(array.dtype, np.float64, "same_kind"):
            raise TypeError(f"an array of {array.dtype} is not real")
    single = bool(kinds) and np.result_type(np.float32, *kinds) == np.float32
    return arrays, np.float32 if single else np.float64


def _tiles(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Boxes of about BLOCK elements; of several axes each a part, so that what is broadcast is read a few times only."""
    if math.prod(shape) == 0:
        return
    left = BLOCK
    steps: list[int] = []
    for size in reversed(shape):
        steps.append(min(size, max(1, left if len(steps) + 1 == len(shape) else min(left, ROW))))
        left //= steps[-1]
    axes = [range(0, size, step) for size, step in zip(shape, reversed(steps), strict=True)]
    for starts in product(*axes):
        yield tuple(slice(i, i + step) for i, step in zip(starts, reversed(steps), strict=True))


def _part(array: Any, tile: tuple[slice, ...], rank: int) -> Any:
    """The part of an array that belongs to a tile, in float64; its axes of length 1 stay."""
    own = tile[rank - array.ndim :]
    part = array[tuple(slice(None) if size == 1 else cut for cut, size in zip(own, array.shape, strict=True))]
    part = part.reshape((1,) * (rank - array.ndim) + part.shape) if array.ndim == 0 else part
    return part.astype(np.float64, copy=False)


def of_floats(function: Callable[..., Any], *values: float) -> float:
    """A function of arrays at floats."""
    return float(quietly(function, *(np.array([value]) for value in values))[0])


def demand(conditions: Iterator[tuple[str, Any, dict[str, Any]]]) -> None:
    """Raise a ValueError for the first condition that does not hold: what must hold, where, and the value there."""
    for words, holds, given in conditions:
        wrong = ~np.asarray(holds)
        if wrong.any():
            index = tuple(int(i) for i in np.argwhere(wrong)[0])
            place = f"[{', '.join(map(str, index))}]" if index else ""
            parts = (f"{name}{place} is {np.broadcast_to(array, wrong.shape)[index]}" for name, array in given.items())
            raise ValueError(f"{words}: {', '.join(parts)}")
