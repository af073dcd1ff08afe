"""What a density or a mass written by hand says about its parameters: where it is positive, so is each factor of it.

A name in such a law has no place that tells what it may be; without this, ``lamda*exp(-lamda*x)`` would have a rate of
any sign, and a result that does not hold for half of them.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from sympy import Expr, Mul, Symbol

from symbinfo.expressions.domain import Domain
from symbinfo.laws.family import ParameterDomain
from symbinfo.query.symbols import Use

__all__ = ["uses_by_sign"]

CHOICES = (ParameterDomain.POSITIVE, ParameterDomain.OPEN_PROBABILITY)
#: How many names of a factor are looked at, how many choices are tried for one law, and how long a factor may be.
MOST_NAMES, MOST_TRIALS, LONGEST_FACTOR = 4, 50, 60

_Chosen = dict[Symbol, ParameterDomain]


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
    >>> from symbinfo.laws.read import Density
    >>> x, m, s = symbols("x m s", real=True)
    >>> [use.name for use in uses_by_sign(Density(exp(-abs(x - m)/s)/(2*s), (x, -oo, oo)), 0)]
    ['s']
    """
    chosen: _Chosen = {}
    trials = [MOST_TRIALS]
    for factor in Mul.make_args(law.density):
        found = _fewest(factor, law, chosen, trials)
        if found is not None:
            chosen = found
    place = f"a parameter of {law.family}"
    return [Use(s.name, start, _assumptions(s, d), d, place) for s, d in chosen.items()]


def _assumptions(symbol: Symbol, domain: ParameterDomain) -> dict[str, bool]:
    kept = {name: value for name, value in symbol._assumptions_orig.items() if name != "real"}
    return {**kept, **domain.assumptions}


def _fewest(factor: Expr, law: Any, chosen: _Chosen, trials: list[int]) -> _Chosen | None:
    """The choices so far, extended by as few as make the factor positive; None when none do."""
    free = factor.free_symbols & law.free_symbols
    names = sorted((s for s in free if not s.is_positive or s in chosen), key=lambda s: str(s.name))
    if not names:
        return chosen
    if len(names) > MOST_NAMES or factor.count_ops() > LONGEST_FACTOR:
        return None
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            for domains in product(CHOICES, repeat=size):
                trials[0] -= 1
                if trials[0] < 0:
                    return None
                more = {**chosen, **dict(zip(some, domains, strict=True))}
                if _positive(factor, law, more):
                    return more
    return None


def _positive(factor: Expr, law: Any, chosen: _Chosen) -> bool:
    """Whether the factor is known to be positive inside the support."""
    fresh = {s: Symbol(s.name, **_assumptions(s, d)) for s, d in chosen.items()}
    conditions = [d.condition(fresh[s]) for s, d in chosen.items()]
    inside = law.inside(Domain.of([law.condition])).conditions
    return Domain.of([*conditions, *(c.xreplace(fresh) for c in inside)]).positive(factor.xreplace(fresh))
