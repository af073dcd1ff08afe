"""Kernels whose place a law leaves open: they take that of what is averaged."""

from __future__ import annotations

from dataclasses import replace

from symbinfo.derivation.integrals.matching import Match, Statistic

__all__ = ["placed"]


def placed(
    kernel: Match, found: list[Statistic], branches: list[list[Statistic]]
) -> tuple[Match, list[Statistic], list[list[Statistic]]] | None:
    """A kernel whose place the law leaves open at the one place of the statistics, whose base has no exponent in the law.

    None where they have none, or several.
    """
    values = dict(kernel.values)
    if not kernel.row.placed or all(values[u] != 0 for u in kernel.row.places):
        return kernel, found, branches
    everything = [found, *branches]
    shifts = {pair for part in everything for s in part for pair in s.shifts if pair[0] in kernel.row.places}
    if len(shifts) != 1:
        return None

    def moved(part: list[Statistic]) -> list[Statistic]:
        return [replace(s, shifts=tuple(pair for pair in s.shifts if pair not in shifts)) for s in part]

    settled = replace(kernel, values=tuple({**values, **dict(shifts)}.items()))
    return settled, moved(found), [moved(part) for part in branches]
