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
    x, moved = law.variable, _moved(law)
    known = None if moved is None else total_of_kernel(moved[1], domain)
    if moved is None or known is None or known.stands != 1 or not domain.implies(known.requires):
        return None
    line, other, words = moved
    whole = Integral(law.density, (x, law.lower, law.upper))
    witness = Reasoning("split", cuts=(CutRange(line, (), Coordinate(x, S.Zero, oo, (x, -x))),))
    first = Step(Relation.EQ, other, "split-the-range", words, start=whole, witness=witness)
    last = Step(Relation.EQ, S.One, "insert-lemma", "By a lemma.", (known,), other, witness=Reasoning("lemmas"))
    return Derivation(left=whole, domain=domain).then(first).then(last).closing(Status.CLOSED)


def _moved(law: ContinuousLaw) -> tuple[Integral, Integral, str] | None:
    """The integral over the line, the one that is equal to that of the density, and how they belong together."""
    x, density = law.variable, evaluated(law.density)
    if (law.lower, law.upper) == (S.Zero, oo) and (half := _half_of(density, x)) is not None:
        line = Integral(half, (x, -oo, oo))
        return line, line, "The two terms are one function, of x and of -x: the integral of it over the line."
    if (law.lower, law.upper) == (-oo, oo) and (both := _with_mirror_image(density, x)) is not None:
        words = "The values at x and at -x are added up: the integral of them over half of the line."
        return Integral(law.density, (x, -oo, oo)), Integral(both, (x, S.Zero, oo)), words
    return None


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
    """What f(x) + f(-x) is, where error functions cancel."""
    if not density.has(erfc):
        return None
    mirrored = density.xreplace({x: -x}).replace(
        erfc, lambda u: 2 - erfc(-u) if u.could_extract_minus_sign() else erfc(u)
    )
    both = expand(density + mirrored)
    return None if both.has(erfc) else both
