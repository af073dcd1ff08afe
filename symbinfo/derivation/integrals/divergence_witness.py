"""What an exact replay needs of an integral that is infinite: the end at which it is, and coordinates that go there."""

from __future__ import annotations

from sympy import Expr, S, Symbol, exp, log, oo

from symbinfo.derivation.integrals.growth_at_ends import signs_at_ends
from symbinfo.derivation.witness import Coordinate, Reasoning, StoredFact
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw

__all__ = ["witness_at", "witness_of_infinite"]


def witness_of_infinite(body: Expr, law: ContinuousLaw | DiscreteLaw, domain: Domain) -> Reasoning | None:
    """The witness that E[f(X)] is infinite, where an end is known at which it is."""
    ends = (end for end, sign in signs_at_ends(body, law, domain) if sign not in (0, None))
    end = next(ends, None)
    return None if end is None else witness_at(law, end)


def witness_at(law: ContinuousLaw | DiscreteLaw, end: Expr) -> Reasoning:
    """The witness that an expectation is infinite by an end of the range.

    Parameters
    ----------
    law : ContinuousLaw or DiscreteLaw
        The law.
    end : Expr
        Its lower or its upper end.
    """
    t = Variable("t" if "t" not in {s.name for s in law.free_symbols | {law.variable}} else "t_1", real=True)
    other = law.lower if end == law.upper else law.upper
    fact = StoredFact("power-integral-to-infinity", t, (("p", S.NegativeOne), ("l", S.One)))
    if isinstance(law, DiscreteLaw):
        fact = StoredFact("zeta-series", t, (("s", S.NegativeOne),))
    named = [end, other] if isinstance(law, ContinuousLaw) or other in (oo, -oo) else [end]
    return Reasoning("divergence", facts=(fact,), ends=tuple(_towards(law, one, t) for one in named))


def _towards(law: ContinuousLaw | DiscreteLaw, end: Expr, t: Symbol) -> Coordinate:
    """A coordinate that goes to +oo at an end; by powers, or by exponentials where a logarithm is a factor of the density."""
    large = exp(t) if _has_power_of_logarithm(law) else t
    if end in (oo, -oo):
        branch = large if end == oo else -large
    else:
        branch = end + 1 / large if end == law.lower else end - 1 / large
    return Coordinate(t, S.One, oo, (branch,))


def _has_power_of_logarithm(law: ContinuousLaw | DiscreteLaw) -> bool:
    """Whether the density holds logarithms as factors: in their exponential they are a power, or of the scale."""
    outside = law.density.replace(exp, lambda argument: S.One)
    return isinstance(law, ContinuousLaw) and outside.has(log)
