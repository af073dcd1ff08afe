"""Numbers of Python and of arrays as exact numbers: a float is read as its shortest decimal."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Float, MatrixBase, Rational, sympify

from symbinfo.expressions.errors import MeasureError

__all__ = ["depth_of", "exact", "plain_array"]


def exact(value: Any) -> Any:
    """A number as an exact SymPy number; expressions stay what they are, text is refused.

    Parameters
    ----------
    value : number, Expr or array of one element
        A float of any width is its shortest decimal: 0.1 is 1/10.

    Raises
    ------
    MeasureError
        When it is no single number.

    Examples
    --------
    >>> import numpy as np
    >>> exact(0.1), exact(np.float32(0.1)), exact(3)
    (1/10, 1/10, 3)
    """
    if isinstance(value, Basic):
        return _without_floats(value)
    if isinstance(value, (bool, int)):
        return sympify(int(value))
    if isinstance(value, str):
        raise MeasureError(f"a number or an expression is expected: got the text {value!r}")
    if isinstance(value, float):
        return _decimal(repr(float(value)))
    single = plain_array(value)
    if getattr(single, "size", 0) != 1:
        raise MeasureError(
            f"one number is expected, not an array of the shape {getattr(single, 'shape', None)}: give one law at a time"
        )
    scalar = single.reshape(-1)[0]
    if single.dtype.kind in "iub":
        return sympify(int(scalar))
    if single.dtype.kind == "f":
        return _decimal(str(scalar))
    raise MeasureError(f"a number is expected: got {value}")


def depth_of(value: Any) -> int:
    """0 for a number, 1 for a list, 2 for a matrix, by its rows or of SymPy.

    Examples
    --------
    >>> depth_of(3), depth_of([1, 2]), depth_of([[1, 0], [0, 1]])
    (0, 1, 2)
    """
    if isinstance(value, MatrixBase):
        return 2
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


def _without_floats(value: Any) -> Any:
    return value.xreplace({f: Rational(str(f)) for f in value.atoms(Float)}) if value.has(Float) else value


def _decimal(text: str) -> Any:
    text = text.strip().lower()
    if text in ("inf", "-inf", "nan"):
        return sympify({"inf": "oo", "-inf": "-oo", "nan": "nan"}[text])
    return Rational(text)


def plain_array(value: Any) -> Any:
    """An array of NumPy from an array of any library, which is copied to the memory of the processor."""
    import numpy as np

    for method in ("detach", "cpu"):
        if hasattr(value, method):
            value = getattr(value, method)()
    try:
        return np.asarray(value)
    except (TypeError, ValueError) as error:
        raise MeasureError(f"a number is expected: got {type(value).__name__}") from error
