"""The claim is right for other parameters: read in another way, or exchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sympy import Expr, Rational, Symbol, sqrt

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.laws.strengthen import laws_in
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure
from symbinfo.verification.diagnosis.number_tree import CTX, tried
from symbinfo.verification.diagnosis.question import MOST_SYMBOLS, Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


@dataclass(frozen=True)
class Reading:
    """How a parameter was read: words, with {s} for it and {is} for its verb, and the value that it was given."""

    words: str
    change: Callable[[Any], Any]
    of_deviations: bool = False
    """Whether only a standard deviation is read so."""
    of_any: bool = False
    """Whether a parameter of any sign may be read so."""
    of_chances: bool = True
    """Whether a probability may be read so."""


READINGS: tuple[Reading, ...] = (
    Reading(
        "{s} {is} taken for a variance: in this law it is a standard deviation, whose square is the variance",
        CTX.sqrt,
        True,
    ),
    Reading("{s} {is} squared once too often: a variance stands where {s} {is} meant", lambda s: s**2, True),
    Reading("{s} {is} taken for a log-variance", lambda s: CTX.exp(s / 2), True),
    Reading("a rate is taken for a scale, or a scale for a rate: the reciprocal of {s} belongs here", lambda s: 1 / s),
    Reading("{s} {is} taken for a square: {s}**2 belongs wherever {s} stands", CTX.sqrt),
    Reading("{s} {is} squared once too often: {s} belongs wherever {s}**2 stands", lambda s: s**2),
    Reading("{s} {is} taken for a logarithm of what it is", CTX.exp),
    Reading("a rate is taken for a scale, or a scale for a rate: 2 over {s} stands here", lambda s: 2 / s),
    Reading("twice the value of {s} belongs here", lambda s: s / 2, of_any=True, of_chances=False),
    Reading("half the value of {s} belongs here", lambda s: 2 * s, of_any=True, of_chances=False),
    Reading("success and failure are exchanged: the complement of {s} belongs here", lambda s: 1 - s),
    Reading("{s} {is} counted from the wrong end: one less belongs here", lambda s: s + 1),
    Reading("{s} {is} counted from the wrong end: one more belongs here", lambda s: s - 1),
)
#: How the catalogue names a parameter that is a standard deviation, of the law or of its logarithm.
DEVIATION = "std"


def in_other_parameters(q: Question) -> Found:
    """Right for another reading of one parameter, or of two that are each other's counterpart."""
    scales = q.scales
    pairs = [[a, b] for a, b in q.pairs.items() if a in scales and b in scales]
    others = [[s] for s in q.case.symbols[:MOST_SYMBOLS] if s not in scales and not s.is_integer]
    yield from _read_otherwise(q, [*pairs, *([s] for s in scales)], READINGS)
    yield from _read_otherwise(q, others, [reading for reading in READINGS if reading.of_any])


def in_other_scales(q: Question) -> Found:
    """Right for another reading of all scales."""
    if len(q.scales) > 1:
        yield from _read_otherwise(q, [q.scales], READINGS)


def _read_otherwise(q: Question, groups: Sequence[list[Symbol]], readings: Sequence[Reading]) -> Found:
    deviations, chances = _deviations(q), _chances(q)
    for group in groups:
        for reading in readings:
            if reading.of_deviations and not set(group) <= deviations:
                continue
            if not reading.of_chances and chances & set(group):
                continue
            if q.claimed_is_at([{**at, **{s: tried(reading.change, at[s]) for s in group}} for at in q.case.at]):
                names, verb = " and ".join(s.name for s in group), "is" if len(group) == 1 else "are"
                yield reading.words.replace("{s}", names).replace("{is}", verb)


def _deviations(q: Question) -> set[Symbol]:
    """The symbols that are standard deviations of a law, or of its logarithm."""
    found = [_named(law) for law in laws_in(q.left)]
    return {value for named in found for name, value in named if name == DEVIATION and isinstance(value, Symbol)}


def _chances(q: Question) -> set[Symbol]:
    """The symbols that are probabilities of a law."""
    rows = [(FAMILIES[law.family], law) for law in laws_in(q.left) if law.family in FAMILIES]
    both = [pair for row, law in rows for pair in zip(row.parameters, law.parameters, strict=False)]
    return {value for p, value in both if p.domain.high == 1 and isinstance(value, Symbol)}


def _named(law: Law) -> list[tuple[str, Any]]:
    """The parameters of a law of the catalogue, by their names."""
    row = FAMILIES.get(law.family)
    return [(p.name, value) for p, value in zip(row.parameters, law.parameters, strict=False)] if row else []


#: Of a number in the place of a parameter: how it was read, by what it was changed.
OF_NUMBERS: tuple[tuple[str, Callable[[Expr], Expr], bool], ...] = (
    ("{s} is taken for a variance: in {law} it is a standard deviation", sqrt, True),
    ("a rate is taken for a scale, or a scale for a rate: {s} of {law} by its reciprocal", lambda s: 1 / s, False),
    ("success and failure are exchanged: {s} of {law} by its complement", lambda s: 1 - s, False),
)


def in_other_numbers(q: Question) -> Found:
    """Right for another reading of a number that a law has as a parameter."""
    measures = list(q.left.atoms(Measure))
    if q.case.symbols or len(measures) != 1:
        return
    for law in measures[0].laws if not isinstance(measures[0], JointMeasure) else ():
        for i, (name, value) in enumerate(_named(law)):
            for words, change, of_deviations in OF_NUMBERS:
                if not isinstance(value, Rational) or value in (0, 1) or (of_deviations and name != DEVIATION):
                    continue
                try:
                    parameters = (*law.parameters[:i], change(value), *law.parameters[i + 1 :])
                    other = law_of_family(FAMILIES[law.family], parameters, law.name)
                except SymbinfoError:
                    continue
                if other.title != law.title and q.claimed_is_form_of(q.left.xreplace({law: other})):
                    yield words.replace("{s}", str(value)).replace("{law}", law.title)


def of_exchanged_parameters(q: Question) -> Found:
    """Two parameters in each other's place, or one in the place of another."""
    pairs = list(combinations(q.case.symbols[:MOST_SYMBOLS], 2))
    for a, b in pairs:
        if q.claimed_is_at([{**at, a: at[b], b: at[a]} for at in q.case.at]):
            yield f"{a.name} and {b.name} are exchanged"
    for a, b in [*pairs, *((b, a) for a, b in pairs)]:
        if q.claimed_is_at([{**at, a: at[b]} for at in q.case.at]):
            yield f"right only for {a.name} = {b.name}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="parametrisation",
        why="A parameter was read as another one that is usual: a variance, a rate, a logarithm, a complement.",
        equal="the answer at changed values of some scales is the claim",
        find=in_other_parameters,
        example="H(Normal(m, s)) = log(2*pi*E*s)/2",
        refuses="H(Normal(m, s)) = log(2*pi*E*s)/3",
        needs_form=True,
        beside_another=True,
    ),
    Slip(
        name="exchanged parameters",
        why="Two parameters stand in each other's place, or one stands in both places.",
        equal="the answer with two parameters exchanged, or with one in the place of the other, is the claim",
        find=of_exchanged_parameters,
        example="H(Gamma(a, b)) = b + log(a) + loggamma(b) + (1 - b)*digamma(b)",
        refuses="H(Gamma(a, b)) = b + log(a) + loggamma(b) + (1 - b)*digamma(a)",
        needs_form=True,
        beside_another=True,
    ),
    Slip(
        name="parametrisation of all scales",
        why="All scales were read as other ones that are usual.",
        equal="the answer at changed values of all scales is the claim",
        find=in_other_scales,
        example="KL(Laplace(0, a) || Normal(0, b)) = log(2*pi*b/(4*E**2*a))/2 + a/b",
        refuses="KL(Laplace(0, a) || Normal(0, b)) = log(2*pi*b/(4*E**2*a))/2 + a/b**2",
        needs_form=True,
    ),
    Slip(
        name="parametrisation of a number",
        why="A number was read as another parameter of the law than it is.",
        equal="the answer for the law with another number is the claim",
        find=in_other_numbers,
        example="H(Exponential(2)) = 1 + log(2)",
        refuses="H(Exponential(2)) = 1 + log(3)",
        of_decimals=True,
        beside_another=True,
    ),
)
