"""Two slips at once: a unit, a sign or a factor of the whole beside another slip, or two terms of many.

Two changes explain much, so each must be a simple one, and most terms of the claim must stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from sympy import Add, Expr, Integer, Rational, log

from symbinfo.verification.diagnosis.case import short
from symbinfo.verification.diagnosis.number_tree import CTX, agree
from symbinfo.verification.diagnosis.one_term import with_values
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.single_slips import SINGLE
from symbinfo.verification.diagnosis.slip import Slip
from symbinfo.verification.diagnosis.units import in_bits

__all__ = ["SLIPS"]

LEAST_UNTOUCHED, MOST_TERMS, MANY_DIGITS = 2, 14, 4

# --- a unit, a sign or a factor, and another slip --------------------------------------------------------------------


def _factors(q: Question) -> Iterator[tuple[str, Expr]]:
    """What a claim may have to be multiplied by, with the words for it."""
    yield ("this is in nats", 1 / log(2)) if in_bits(q) else ("this is in bits", log(2))
    if q.within is not None and q.digits < MANY_DIGITS:
        return
    yield "the sign of the whole is turned", Integer(-1)
    yield "a factor 1/2 is lost", Rational(1, 2)
    yield "a factor 1/2 is one too many", Integer(2)


def with_a_factor(q: Question) -> Found:
    """Another slip, made beside a factor of the whole."""
    for words, factor in _factors(q):
        changed = q.times(factor)
        for slip in SINGLE:
            if slip.beside_another and q.admits(slip):
                yield from (f"{words}, and {other}" for other in slip.find(changed))


# --- two terms -------------------------------------------------------------------------------------------------------

ASTRAY, LOST = " does not belong here", " is missing"
#: What a term may have to be multiplied by.
WRONG: tuple[tuple[str, Any], ...] = (
    ("the sign of {t} is turned", CTX.mpf(-1)),
    ("{t} lacks a factor 1/2", CTX.mpf(1) / 2),
    ("{t} has a factor 1/2 too many", CTX.mpf(2)),
    ("{t}" + ASTRAY, CTX.mpf(0)),
)


def two_terms(q: Question) -> Found:
    """Two terms of many that are wrong, each in a simple way; one that stands in the place of another."""
    if q.true_form is None or not q.case.symbols:
        return
    for form, answer in zip(_forms(q.case.claimed), _forms(q.true_form), strict=True):
        own, right = Add.make_args(form), Add.make_args(answer)
        known = set(right)
        kept = [term for term in own if term in known]
        if len(own) > MOST_TERMS or len(right) > MOST_TERMS or len(kept) < max(LEAST_UNTOUCHED, len(right) - 3):
            continue
        changes = list(_changes(q, [t for t in own if t not in known], [t for t in right if t not in set(own)]))
        for (said, first), (also, second) in combinations(changes, 2):
            if agree(first[0] + second[0], q.missing[0]) and all(
                agree(first[k] + second[k], q.missing[k]) for k in q.case.places
            ):
                yield (
                    said.replace(ASTRAY, " stands where ") + also.replace(LOST, " belongs")
                    if (said.endswith(ASTRAY) and also.endswith(LOST))
                    else f"{said}, and {also}"
                )


def _changes(q: Question, wrong: Sequence[Expr], lost: Sequence[Expr]) -> Iterator[tuple[str, list[Any]]]:
    """What one change adds to the claim at each place."""
    for part, values in with_values(q, wrong):
        for words, factor in WRONG:
            yield words.replace("{t}", short(part)), [(factor - 1) * v for v in values]
    for part, values in with_values(q, lost):
        yield f"{short(part)}{LOST}", list(values)


def _forms(expr: Expr) -> list[Expr]:
    """An expression as it stands, and with its brackets and logarithms opened."""
    return [expr, expr.expand(log=False, power_base=False, power_exp=False), expr.expand(power_base=False)]


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="a factor beside another slip",
        why="The unit, the sign or a factor of the whole is wrong, and something else is, too.",
        equal="the claim times a number shows another slip of the list",
        find=with_a_factor,
        example="KL(Exponential(a) || Exponential(b)) = 1 - log(b/a) - a/b",
        refuses="KL(Exponential(a) || Exponential(b)) = 2 - log(b/a) - 2*a/b",
        of_decimals=True,
    ),
    Slip(
        name="two terms",
        why="Two terms of many are wrong, or one stands in the place of another.",
        equal="the claim with two terms changed, each in a simple way, is the answer, and most of its terms stay",
        find=two_terms,
        example="H(Gamma(a, b)) = 2*a - log(b) + loggamma(a) + (1 - a)*digamma(a)",
        refuses="H(Gamma(a, b)) = 2*a - log(b) + loggamma(a) + (1 - a)*digamma(b)",
        needs_form=True,
    ),
)
