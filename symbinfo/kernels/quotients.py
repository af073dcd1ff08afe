"""Logarithms of quotients that are 1 where two laws agree: paired, merged, and split into remainder and linear part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sy

from symbinfo.kernels.stable_functions import Gap, LogRemainder

__all__ = ["Group", "NoForm", "independent", "mixed_quotient", "paired"]


class NoForm(Exception):
    """The expression has no such form."""


@dataclass(frozen=True)
class Group:
    """``coefficient*log(tops/bottoms)`` with a positive coefficient."""

    coefficient: Any
    tops: tuple[Any, ...]
    bottoms: tuple[Any, ...]
    backward: Any
    small: Any
    flat: bool  # speaks of both laws at once: taken as log(1 + small)

    @property
    def linear(self) -> Any:
        """The first-order part."""
        return self.coefficient * (1 - sy.Mul(*self.bottoms) / sy.Mul(*self.tops))

    def remainder(self, ends: frozenset[Any]) -> Any:
        """The rest: of bottoms/tops around 1."""
        if len(self.tops) == len(self.bottoms) == 1:
            top, bottom = self.tops[0], self.bottoms[0]
            factor = sy.cancel(self.coefficient / top)
            whole = sy.fraction(factor)[1].is_number and top.is_Symbol
            if whole or (top.free_symbols & ends and not sy.fraction(factor)[1].has(top)):
                return factor * Gap(top, bottom, sy.cancel(self.backward * top))
        return self.coefficient * LogRemainder(self.backward, *paired(self.bottoms, self.tops))


def paired(tops: tuple[Any, ...], bottoms: tuple[Any, ...]) -> list[Any]:
    """top, bottom, top, bottom, ..., with ones for what is missing."""
    size = max(len(tops), len(bottoms))
    fill = (sy.S.One,) * size
    pairs = zip((*tops, *fill)[:size], (*bottoms, *fill)[:size], strict=True)
    return [part for pair in pairs for part in pair]


def independent(pairs: list[tuple[Any, list[Any], list[Any]]], merged: bool) -> list[tuple[Any, list[Any], list[Any]]]:
    """Merge quotients whose coefficient is a sum of the coefficients of others; numbers only if `merged`.

    ``-(a + b) log(s/s') + a log(x/x') + b log(y/y')`` is ``a log(x s'/(x' s)) + b log(y s'/(y' s))``.
    """
    if not merged:
        numbers = [g for g in pairs if g[0].is_number]
        return [*numbers, *independent([g for g in pairs if not g[0].is_number], True)]
    if not pairs:
        return []
    common = sy.lcm_list([sy.fraction(sy.together(c))[1] for c, _, _ in pairs])
    ordered = sorted(
        pairs, key=lambda g: (len(sy.Add.make_args(sy.expand(g[0] * common))), sy.default_sort_key(g[1][0]))
    )
    symbols = sorted({s for c, _, _ in pairs for s in (c * common).free_symbols}, key=sy.default_sort_key)
    rows = [_monomials(sy.expand(c * common), symbols) for c, _, _ in ordered]
    columns = sorted({m for row in rows for m in row}, key=str)
    basis: list[int] = []
    groups: dict[int, tuple[Any, list[Any], list[Any]]] = {}
    for i, (c, tops, bottoms) in enumerate(ordered):
        weights = _combination([rows[j] for j in basis], rows[i], columns)
        if weights is None or any(not w.is_Integer for w in weights):
            basis.append(i)
            groups[i] = (c, list(tops), list(bottoms))
            continue
        for j, weight in zip(basis, weights, strict=True):
            up, down = (tops, bottoms) if weight > 0 else (bottoms, tops)
            groups[j][1].extend(list(up) * abs(int(weight)))
            groups[j][2].extend(list(down) * abs(int(weight)))
    return list(groups.values())


def _monomials(expr: Any, symbols: list[Any]) -> dict[Any, Any]:
    if not symbols:
        return {(): expr}
    return dict(sy.Poly(expr, *symbols).terms())


def _combination(rows: list[dict[Any, Any]], wanted: dict[Any, Any], columns: list[Any]) -> list[Any] | None:
    if not rows:
        return None
    matrix = sy.Matrix(len(columns), len(rows), lambda i, j: rows[j].get(columns[i], sy.S.Zero))
    right = sy.Matrix(len(columns), 1, lambda i, _: wanted.get(columns[i], sy.S.Zero))
    weights = sy.symbols(f"w:{len(rows)}")
    found = sy.linsolve((matrix, right), *weights)
    solution = next(iter(found), None)
    return None if solution is None or any(w.free_symbols for w in solution) else list(solution)


def mixed_quotient(logs: dict[Any, Any]) -> list[tuple[Any, list[Any], list[Any]]]:
    """Logarithms that speak of both laws, as one quotient: all their coefficients must be whole multiples of one."""
    if not logs:
        return []
    unit = min((c for c in logs.values()), key=lambda c: (c.count_ops(), sy.default_sort_key(abs(c))))
    unit = abs(unit) if unit.is_number else unit
    tops: list[Any] = []
    bottoms: list[Any] = []
    for x, c in logs.items():
        count = sy.cancel(c / unit)
        if not count.is_Integer:
            raise NoForm
        (tops if count > 0 else bottoms).extend([x] * abs(int(count)))
    return [(unit, tops, bottoms or [sy.S.One])]
