"""Names that nobody bears: of bound variables, and of symbols beside those of a user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import Any

__all__ = ["free_name"]


def free_name(wanted: Sequence[str], used: Iterable[Any]) -> str:
    """The first of some names that nobody bears, or the first of them all with a number.

    Parameters
    ----------
    wanted : str or sequence of str
        The names, or the letters of a text, in the order of preference.
    used : iterable of str or Symbol
        Names that are taken, or what bears them.

    Examples
    --------
    >>> from sympy import symbols
    >>> free_name("yzt", symbols("y z"))
    't'
    >>> free_name("yz", ["y", "z", "y0"])
    'y1'
    """
    taken = {each if isinstance(each, str) else each.name for each in used}
    return next(name for name in chain(wanted, (f"{wanted[0]}{i}" for i in count())) if name not in taken)
