"""The answer is in another unit."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import E, Expr, Integer, S, log

from symbinfo.measures.base import Measure
from symbinfo.verification.diagnosis.number_tree import number, tree
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS", "in_bits"]


def in_bits(q: Question) -> bool:
    """Whether bits were asked."""
    return any(m.base == 2 for m in q.left.atoms(Measure))


#: The base that was asked for, that of the claim -> what is said.
CONVERSIONS: Mapping[tuple[Expr, Expr], str] = {
    (Integer(2), E): "this is in nats: divide by log 2 for bits",
    (E, Integer(2)): "this is in bits: multiply by log 2 for nats",
    (E, Integer(10)): "the logarithm is to base 10 here: multiply by log 10 for nats",
    (Integer(2), Integer(10)): "the logarithm is to base 10 here: divide by log10(2) for bits",
    (Integer(10), E): "logarithms to base 10 are asked: divide by log 10",
    (Integer(10), Integer(2)): "logarithms to base 10 are asked, not bits",
}


def in_other_units(q: Question) -> Found:
    """Bits for nats, and the other way; decimal logarithms for natural ones."""
    bases = {m.base for m in q.left.atoms(Measure)}
    for (asked, other), words in CONVERSIONS.items():
        factor = number(log(asked) / log(other))
        if bases == {asked} and q.claimed_is([t * factor for t in q.case.truth]):
            yield words
    if q.within is None:
        text, bits = q.case.claimed, in_bits(q)
        changes = {node: node / log(2) for node in text.atoms(log)} if bits else {log(2): S.One}
        if q.case.is_truth(tree(text.xreplace(changes), q.case.at).values):
            yield (
                "bits are asked: logs are to base 2 here"
                if bits
                else "nats are asked: logs to base 2 stand where natural ones belong"
            )


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="units",
        why="The answer is in bits where nats were asked, or in nats where bits were.",
        equal="the claim times log 2, or divided by it, is the answer; or it is, with its logarithms to the other base",
        find=in_other_units,
        example="H(Bernoulli(p)) = (-p*log(p) - (1 - p)*log(1 - p))/log(2)",
        refuses="H(Bernoulli(p)) = (-p*log(p) - (1 - p)*log(1 - p))/log(3)",
        of_decimals=True,
    ),
)
