"""Huffman's algorithm as a derivation: the two least likely outcomes are merged, until one is left."""

from __future__ import annotations

from sympy import Expr, S, true
from sympy.core.symbol import Str

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures.code_lengths import HuffmanLength

__all__ = ["by_merging"]


def by_merging(measure: HuffmanLength, domain: Domain) -> Derivation | None:
    """The expected length of a Huffman code, one merging a step; None where the probabilities are no numbers.

    Parameters
    ----------
    measure : HuffmanLength
        Of a listed law.
    domain : Domain
        Where its parameters live.
    """
    masses = [mass for _, mass in measure.laws[0].outcomes]
    if not all(mass.is_Rational for mass in masses):
        return None
    masses.sort()
    derivation = Derivation(left=measure, domain=domain)
    parts: list[Expr] = []
    while len(masses) > 1:
        least, next_least, *rest = masses
        merged = least + next_least
        masses = sorted([*rest, merged])
        parts.append(merged)
        left = ", ".join(map(str, reversed(masses)))
        ending = f"left are {left}." if len(masses) > 1 else "one is left, and needs no digit."
        because = f"The two least likely, {least} and {next_least}, share a digit that costs {merged}: merged, {ending}"
        further = [_of(masses, measure, len(parts))] if len(masses) > 1 else []
        expr = add(*parts, *further)
        if expr != derivation.stands:
            derivation = derivation.then(
                Step(Relation.EQ, expr, "merge-the-least-likely", because, start=derivation.stands)
            )
    if not parts:
        step = Step(Relation.EQ, S.Zero, "merge-the-least-likely", "One outcome needs no digit.", start=measure)
        return derivation.then(step).closing(Status.CLOSED)
    return apply_rule(derivation, COLLECT, Context(domain)).closing(Status.CLOSED)


def _of(masses: list[Expr], measure: HuffmanLength, merged: int) -> HuffmanLength:
    """The measure of the law that is left."""
    name = f"{measure.laws[0].name}_{merged}"
    outcomes = [(Str(f"m{at}"), mass) for at, mass in enumerate(reversed(masses))]
    made: HuffmanLength = measure.func(FiniteLaw(name, "FiniteRV", (), true, outcomes), base=measure.base)
    return made
