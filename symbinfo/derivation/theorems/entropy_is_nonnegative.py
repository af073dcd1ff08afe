"""The entropy of a discrete law is never negative."""

from __future__ import annotations

from sympy import Expr, Mul, S, Sum, log

from symbinfo.derivation import Derivation, Relation
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_density, abstract_mass
from symbinfo.laws.expectation import DensityValue
from symbinfo.measures import Entropy

TITLE = "Discrete entropy is never negative: H(P) >= 0"


def _terms_are_nonnegative(expr: Expr, context: Context) -> Rewritten | None:
    """Minus a sum of P(x) log P(x), for a mass."""
    sign, *rest = Mul.make_args(expr)
    if sign != -1 or len(rest) != 1 or not isinstance(rest[0], Sum):
        return None
    factors = Mul.make_args(rest[0].function)
    logs = [f.args[0] for f in factors if isinstance(f, log)]
    values = [f for f in factors if isinstance(f, DensityValue)]
    if len(factors) != 2 or logs != values or values[0].law.continuous:
        return None
    return Rewritten(S.Zero, relation=Relation.GE)


_sum, _integral = (total(value(p) * log(value(p)), p) for p in (abstract_mass("P"), abstract_density("X")))

TERMS_ARE_NONNEGATIVE = Rule(
    name="terms-are-nonnegative",
    theme=Theme.INEQUALITIES,
    why="0 < P(x) <= 1 makes log P(x) <= 0, so no term of the sum is positive.",
    rewrite=_terms_are_nonnegative,
    examples=((-_sum, S.Zero),),
    refuses=(_sum, -_integral),
)


def derive() -> Derivation:
    """Derive it for an abstract mass."""
    return run(Entropy(abstract_mass("P")), (DEFINITION, AS_TOTAL, TERMS_ARE_NONNEGATIVE), Domain())
