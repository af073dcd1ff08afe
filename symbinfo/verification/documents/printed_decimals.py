"""Decimals as they are printed in documents: each is right to half a unit of its last digit."""

from __future__ import annotations

import re
from typing import Any

from sympy import Expr, Float

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.query.parse_query import parse_alone

__all__ = ["slack_of"]

_DECIMAL = re.compile(r"(?<![\d.])(\d*)\.(\d+)(?![\d.])")
#: From how many decimals on a numeral among others is taken for rounded; one that stands alone may have fewer.
FEWEST, ALONE = 3, 2
DIGITS = 20


def slack_of(side: str) -> float:
    r"""How far the value of a side in LaTeX may be off because its decimals are rounded; 0 where it has none.

    Examples
    --------
    >>> slack_of("0.47"), slack_of(r"-0.9 \log 0.9")
    (0.005, 0.0)
    """
    side = re.sub(r"\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\}|\\[,;!: ]", " ", side).strip(" .,~")
    alone = _DECIMAL.fullmatch(side.lstrip("-").strip())
    if alone:
        return 0.5 * 10.0 ** -max(len(alone[2]), ALONE)
    value = _value(side)
    if value is None:
        return 0.0
    total = 0.0
    for hit in _DECIMAL.finditer(side):
        if len(hit[2]) < FEWEST:
            continue
        unit = 10.0 ** -len(hit[2])
        moved = f"{side[: hit.start()]}({hit.group()}+{unit / 2:.{len(hit[2]) + 1}f}){side[hit.end() :]}"
        other = _value(moved)
        if other is not None:
            total += abs(other - value)
    return total


def _value(side: str) -> float | None:
    try:
        found: Any = parse_alone(side, form="latex")
    except SymbinfoError:
        return None
    if not isinstance(found, Expr) or found.free_symbols:
        return None
    number = found.evalf(DIGITS)
    return float(number) if isinstance(number, Float) or number.is_number else None
