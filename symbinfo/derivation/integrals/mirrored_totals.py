"""Totals over a line and over half of it: a density with its mirror image, where that is a stored kernel."""

from __future__ import annotations

from sympy import Add, Expr, Integral, Mul, S, Symbol, cosh, erfc, exp, expand, oo, powsimp

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.plain_totals import total_of_kernel
from symbinfo.derivation.simplify.lengths import same
from symbinfo.derivation.witness import Coordinate, CutRange, Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.law import ContinuousLaw

__all__ = ["total_by_mirror_image"]


def total_by_mirror_image(law: ContinuousLaw, domain: Domain) -> Derivation | None:
    """That a law adds up to 1, as f(x) + f(-x) on half of the line and f on all of it have one integral; None of others.

    Parameters
    ----------
    law : ContinuousLaw
        A law on the half-line from 0, whose density is a sum of two mirror images, or one on the line.
    domain : Domain
        Where its parameters live.
    """
    x, density = law.variable, evaluated(law.density)
    whole = Integral(law.density, (x, law.lower, law.upper))
    if (law.lower, law.upper) == (S.Zero, oo):
        half = _half_of(density, x)
        other = None if half is None else Integral(half, (x, -oo, oo))
        line, words = other, "The two terms are one function, of x and of -x: the integral of it over the line."
    elif (law.lower, law.upper) == (-oo, oo) and density.has(erfc):
        both = _with_mirror_image(density, x)
        other = None if both is None else Integral(both, (x, S.Zero, oo))
        line, words = whole, "The values at x and at -x are added up: the integral of them over half of the line."
    else:
        return None
    known = None if other is None or line is None else total_of_kernel(other, domain)
    if known is None or line is None or other is None or known.stands != 1 or not domain.implies(known.requires):
        return None
    cut = CutRange(line, (), Coordinate(x, S.Zero, oo, (x, -x)))
    witness = Reasoning("split", cuts=(cut,))
    first = Step(Relation.EQ, other, "split-the-range", words, start=whole, witness=witness)
    derivation = Derivation(left=whole, domain=domain).then(first)
    last = Step(Relation.EQ, S.One, "insert-lemma", "By a lemma.", (known,), other, witness=Reasoning("lemmas"))
    return derivation.then(last).closing(Status.CLOSED)


def _half_of(density: Expr, x: Symbol) -> Expr | None:
    """Of a density that is f(x) + f(-x), the function f."""
    factors = [f.replace(cosh, lambda u: (exp(u) + exp(-u)) / 2) for f in Mul.make_args(density)]
    sums = [f for f in factors if isinstance(f, Add) and f.has(x)]
    if len(sums) != 1 or len(sums[0].args) != 2:
        return None
    others = Mul(*(f for f in factors if f is not sums[0]))
    first, second = (powsimp(others * term) for term in sums[0].args)
    return first if same(second, first.xreplace({x: -x})) else None


def _with_mirror_image(density: Expr, x: Symbol) -> Expr | None:
    """What f(x) + f(-x) is, where the error functions cancel."""
    mirrored = density.xreplace({x: -x}).replace(
        erfc, lambda u: 2 - erfc(-u) if u.could_extract_minus_sign() else erfc(u)
    )
    both = expand(density + mirrored)
    return None if both.has(erfc) else both
