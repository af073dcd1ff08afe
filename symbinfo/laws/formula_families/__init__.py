"""Families that sympy.stats has not and people name: one row each, with the density or the mass by a formula.

Densities as other libraries and the literature document them; tests compare each with SciPy's where it has one, and
integrate all. `catalogue` holds the families of sympy.stats.

- `bounded`: on bounded intervals.
- `counts`: of counts and other integers.
- `half_line`: on a half-line.
- `real_line`: on the whole line.
- `row`: what a row is made by.
"""

from symbinfo.laws.family import Family
from symbinfo.laws.formula_families import bounded, counts, half_line, real_line

__all__ = ["BY_FORMULA"]

_ROWS = (*bounded.ROWS, *half_line.ROWS, *real_line.ROWS, *counts.ROWS)

BY_FORMULA: dict[str, Family] = {row.name: row for row in sorted(_ROWS, key=lambda row: row.name)}
