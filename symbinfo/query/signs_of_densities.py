"""What the laws written by hand in a query say about its names, as uses of those names."""

from __future__ import annotations

from typing import Any

from symbinfo.laws.domains_by_sign import assumptions_under, domains_by_sign
from symbinfo.query.symbols import Use

__all__ = ["uses_by_sign"]


def uses_by_sign(law: Any, start: int) -> list[Use]:
    """The fewest names that must be positive, or lie between 0 and 1, for the sign of each factor to be known.

    Parameters
    ----------
    law : Law
        A law written by hand, over symbols that are at least real.
    start : int
        Where it stands in the text.

    Examples
    --------
    >>> from sympy import exp, oo, symbols
    >>> from symbinfo.laws.by_hand import Density
    >>> x, m, s = symbols("x m s", real=True)
    >>> [use.name for use in uses_by_sign(Density(exp(-abs(x - m)/s)/(2*s), (x, -oo, oo)), 0)]
    ['s']
    """
    place = f"a parameter of {law.family}"
    return [Use(s.name, start, assumptions_under(s, d), d, place) for s, d in domains_by_sign(law)]
