"""Which parameters of a law may not be huge numbers: those that are powers or arguments of functions of numbers alone.

``Gamma(10**30, 1)`` has the factor ``gamma(10**30)``, which SymPy would work out; ``Normal(0, 10**30)`` has nothing of
the kind. The density over symbols tells which is which, and is looked at only when a number is large.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sympy import Add, E, Expr, Mul, Pow, Rational, Symbol, binomial, exp, factorial, gamma, log, zeta

from symbinfo.laws.family import Family
from symbinfo.laws.from_catalogue import law_of_family

__all__ = ["LARGEST_SHAPE", "too_large"]

LARGEST_SHAPE = 10_000
#: Functions that are worked out for whole numbers; of a binomial coefficient the lower one says how long that takes.
COMPUTED = (gamma, factorial, zeta, binomial)
#: The bits that a power with such an exponent may have.
LONGEST_SHAPE_POWER = 4_000_000


def too_large(family: Family, values: tuple[Any, ...]) -> str | None:
    """The name of a parameter that is too large a number for its place, or None.

    Examples
    --------
    >>> from sympy import Integer
    >>> from symbinfo.laws.catalogue import FAMILIES
    >>> too_large(FAMILIES["Gamma"], (Integer(10) ** 30, Integer(1)))
    'k'
    >>> too_large(FAMILIES["Normal"], (Integer(10) ** 30, Integer(1)))
    """
    numbers = {p.name: v for p, v in zip(family.parameters, values, strict=True) if isinstance(v, Rational)}
    sizes = {name: abs(value.p) // value.q for name, value in numbers.items()}
    bits = max((max(abs(v.p).bit_length(), v.q.bit_length()) for v in numbers.values()), default=0)
    limit = min(LARGEST_SHAPE, LONGEST_SHAPE_POWER // max(bits, 1))
    if all(size <= limit for size in sizes.values()):
        return None
    return next((name for name, size in sizes.items() if size > limit and name in _shapes(family)), None)


@cache
def _shapes(family: Family) -> frozenset[str]:
    """The parameters of a family that stand where a number is worked out."""
    if family.kind == "finite":
        return frozenset()
    symbols = iter(family.symbols())
    law: Any = law_of_family(
        family, tuple(next(symbols) if p.domain.numeric else p.default for p in family.parameters), "P"
    )
    return frozenset(s.name for place in _places(law.density, law.variable) for s in place.free_symbols)


def _places(density: Expr, variable: Symbol) -> list[Expr]:
    """Exponents and arguments that SymPy would compute with; a sum to a power, and beta(a, b), it leaves alone."""
    found = [f.args[-1] for f in density.atoms(*COMPUTED)]
    for power in density.atoms(Pow):
        if isinstance(power.base, Mul):
            found.extend(Add.make_args(power.exp))
        elif not power.base.has(variable, E):
            found.append(power.exp)
    for power in density.atoms(exp):  # exp(-a*log(x/b)) is a power, too
        terms = [Mul.make_args(term) for term in Add.make_args(power.exp)]
        found.extend(factor for term in terms if any(isinstance(f, log) for f in term) for factor in term)
    return [place for place in found if not place.has(variable)]
