"""What a density or a mass written by hand says about its parameters: where it is positive, so is each factor of it.

A name in such a law has no place that tells what it may be; without this, ``lamda*exp(-lamda*x)`` would have a rate of
any sign, and a result that does not hold for half of them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product
from typing import Any

from sympy import Add, And, Expr, Mul, Symbol
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.one_sign import of_the_same_sign
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import DiscreteLaw

__all__ = ["assumptions_under", "difference_by_sign", "domains_by_sign", "integers_of"]

CHOICES = (ParameterDomain.POSITIVE, ParameterDomain.OPEN_PROBABILITY)
#: How many names of a factor are looked at, how many choices are tried for one law, and how long a factor may be.
MOST_NAMES, MOST_TRIALS, LONGEST_FACTOR = 4, 50, 60

_Chosen = dict[Symbol, ParameterDomain]


@lru_cache(maxsize=1024)
def domains_by_sign(law: Any) -> tuple[tuple[Symbol, ParameterDomain], ...]:
    """The fewest names that must be positive, or lie between 0 and 1, for the sign of each factor to be known.

    Parameters
    ----------
    law : Law
        A law written by hand.

    Examples
    --------
    >>> from sympy import exp, oo, symbols
    >>> from symbinfo.laws.by_hand import Density
    >>> x, m, s = symbols("x m s")
    >>> [(symbol.name, domain.words) for symbol, domain in domains_by_sign(Density(exp(-x/s)/s, (x, 0, oo)))]
    [('s', 'positive')]
    """
    chosen: _Chosen = {}
    trials = [MOST_TRIALS]
    # Of a negative number times the rest no factor need be positive.
    negative = law.density.as_coeff_Mul()[0].is_negative
    for factor in (law.density,) if negative else Mul.make_args(law.density):
        found = _fewest(factor, law, chosen, trials)
        if found is not None:
            chosen = found
    return tuple(chosen.items())


def difference_by_sign(law: Any) -> list[Boolean]:
    """What the one factor of unknown sign says: of ``exp(-x/(a - b))/(a - b)`` that a - b is positive.

    Examples
    --------
    >>> from sympy import exp, oo, symbols
    >>> from symbinfo.laws.by_hand import Density
    >>> x, a, b = symbols("x a b", real=True)
    >>> difference_by_sign(Density(exp(-x/(a - b))/(a - b), (x, 0, oo), condition=a > b))
    []
    """
    factors = Mul.make_args(law.density)
    constant = [f for f in factors if not f.has(law.variable) and not _positive(f, law, {})]
    over = of_the_same_sign(constant[0]) if len(constant) == 1 else None
    if not isinstance(over, Add):
        return []
    *head, condition = law.args[:4]
    within = law.func(*head, And(condition, over > 0), *law.args[4:])
    return [over > 0] if all(_positive(f, within, {}) for f in factors) else []


def integers_of(law: Any) -> list[Symbol]:
    """The symbols that stand alone at an end of a range of integers, and so are integers."""
    ends = (law.lower, law.upper) if isinstance(law, DiscreteLaw) else ()
    return [end for end in ends if isinstance(end, Symbol)]


def assumptions_under(symbol: Symbol, domain: ParameterDomain) -> dict[str, bool]:
    """What is assumed of a symbol that lies in a domain."""
    kept = {name: value for name, value in symbol._assumptions_orig.items() if name != "real"}
    return {**kept, **domain.assumptions}


def _fewest(factor: Expr, law: Any, chosen: _Chosen, trials: list[int]) -> _Chosen | None:
    """The choices so far, extended by as few as make the factor positive; None when none do."""
    names = sorted(factor.free_symbols & law.free_symbols, key=lambda s: str(s.name))
    if not names:
        return chosen
    if len(names) > MOST_NAMES or factor.count_ops() > LONGEST_FACTOR:
        return None
    declared = Domain.of([law.condition])
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            for domains in product(CHOICES, repeat=size):
                pairs = list(zip(some, domains, strict=True))
                if any(d is ParameterDomain.POSITIVE and s.is_positive for s, d in pairs):
                    continue
                if any(declared.excludes(d.condition(s)) for s, d in pairs):
                    continue
                trials[0] -= 1
                if trials[0] < 0:
                    return None
                more = {**chosen, **dict(pairs)}
                if _positive(factor, law, more):
                    return more
    return None


def _positive(factor: Expr, law: Any, chosen: _Chosen) -> bool:
    """Whether the factor is known to be positive inside the support, with the parameters real."""
    fresh = {s: Symbol(s.name, **assumptions_under(s, d)) for s, d in chosen.items()}
    plain = (s for s in law.free_symbols - set(chosen) if s.is_extended_real is None)
    fresh |= {s: Symbol(s.name, real=True, **s._assumptions_orig) for s in plain}
    conditions = [d.condition(fresh[s]) for s, d in chosen.items()]
    # What is known of a name alone is what is looked for here.
    between = [c for c in Domain.of([law.condition]).conditions if len(c.free_symbols) > 1]
    inside = law.inside(Domain.of(between)).conditions
    return Domain.of([*conditions, *(c.xreplace(fresh) for c in inside)]).positive(factor.xreplace(fresh))
