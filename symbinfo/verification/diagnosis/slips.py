"""The usual slips, a closed list: what a wrong formula is right for.

A slip is a change of the question, of the way parameters are read, or of one place of the formula. The first change
that makes the claim true, at several places of the domain to many digits, is named; a formula that no change makes true
gets no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, factor_terms
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.measures import MEASURES, Entropy
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure
from symbinfo.verification.claims.verdict import Witness
from symbinfo.verification.diagnosis.everywhere import changed_everywhere
from symbinfo.verification.diagnosis.function_of_answer import in_other_units, information_on_square, of_whole
from symbinfo.verification.diagnosis.number_tree import CTX, tree
from symbinfo.verification.diagnosis.one_place import constant_off, one_place, terms_off
from symbinfo.verification.diagnosis.parametrisations import (
    in_other_parameters,
    of_exchanged_parameters,
    of_special_parameters,
)
from symbinfo.verification.diagnosis.question import Found, Question, closed_form, question_of

__all__ = ["SLIPS", "Slip", "diagnose", "first_slip", "missing_condition"]


# Of a claim that is right at ordinary places: what is said of it, and which gap is little, by the values or as such.
OFF_BY_LITTLE = "the claim is off by a tiny number"
DIFFERS_HERE = "the claim is right at ordinary places, and differs at special ones such as this"
LITTLE, LEAST = 1e-6, 1e-15


@dataclass(frozen=True)
class Slip:
    """What is wrong in one way: one row of the list.

    Attributes
    ----------
    name : str
        In a few words.
    why : str
        In a sentence: what somebody did who made it.
    equal : str
        What is equal where it was made.
    find : callable
        From a question to what is said of it, in a sentence without a full stop; nothing where the slip was not made.
    example : str
        A wrong claim that shows it, and no slip that stands before it.
    refuses : str
        A wrong claim near the example that does not show it.
    needs_form : bool
        Whether it can be seen only where what was asked has a closed form: true values alone do not do.
    """

    name: str
    why: str
    equal: str
    find: Callable[[Question], Found]
    example: str
    refuses: str
    needs_form: bool = False


# --- another question ------------------------------------------------------------------------------------------------


def _other_question(q: Question) -> Found:
    """The answer to another question: the other direction, or an entropy of the same laws."""
    return (words for words, other in _neighbours(q.left) if q.claimed_is_form(closed_form(other)))


def _other_measure(q: Question) -> Found:
    """The value of another measure of the same laws."""
    return (words for words, other in _further(q.left) if q.claimed_is_form(closed_form(other)))


def _neighbours(left: Expr) -> Iterator[tuple[str, Expr]]:
    measures = sorted(left.atoms(Measure), key=str)
    if len(measures) != 1:
        return
    (measure,) = measures
    laws, base = measure.laws, measure.base
    if len(laws) == 2:
        p, q = laws
        if not measure.symmetric:
            rest = measure.args[2:-1]
            swapped = measure.func(q, p, *rest, base=base) if rest else measure.func(q, p, base=base)
            sign = " || " if measure.bars else ", "
            yield (
                f"P and Q are swapped: this is {measure.letter}({q.name}{sign}{p.name})",
                left.xreplace({measure: swapped}),
            )
    if not isinstance(measure, JointMeasure):
        yield from _mistaken(left, laws, base, [m for m in OF_LAWS if m.near])
    elif len(measure.blocks) == 2:
        yield from _of_joint(measure)


def _further(left: Expr) -> Iterator[tuple[str, Expr]]:
    measures = sorted(left.atoms(Measure), key=str)
    if len(measures) != 1 or isinstance(measures[0], JointMeasure):
        return
    laws, base = measures[0].laws, measures[0].base
    yield from _mistaken(left, laws, base, [m for m in OF_LAWS if not m.near])
    if len(laws) == 2:
        p, q = laws
        yield "this is the difference of the entropies", Entropy(q, base=base) - Entropy(p, base=base)


# Of two laws before those of one, and those without an order first.
OF_LAWS = sorted((m for m in MEASURES if not issubclass(m, JointMeasure)), key=lambda m: (-m.arity, bool(m.order_name)))


def _mistaken(left: Expr, laws: Any, base: Expr, measures: Sequence[type[Measure]]) -> Iterator[tuple[str, Expr]]:
    """What the classes of measures say may have been computed of these laws."""
    found = (pair for measure in measures for pair in measure.mistaken(laws, base))
    yield from ((f"this is {name}", other) for name, other in found if other != left)


def _of_joint(measure: JointMeasure) -> Iterator[tuple[str, Expr]]:
    blocks = [tuple(measure.joint.components[i] for i in block) for block in measure.blocks]
    base = measure.base
    found = [other for m in MEASURES if issubclass(m, JointMeasure) for _, other in m.mistaken(blocks, base)]
    found += [Entropy(v, base=base) for block in blocks if len(block) == 1 for v in block]
    for other in found:
        if other != measure:
            yield f"this is {other}", other


# --- one place -------------------------------------------------------------------------------------------------------


def _constant(q: Question) -> Found:
    found = constant_off(q.case, q.claimed)
    if found:
        yield found


def _terms(q: Question) -> Found:
    found = terms_off(q.case, q.claimed)
    if found:
        yield found


def _one_place(q: Question) -> Found:
    other = factor_terms(q.case.claimed)
    for case in (q.case, replace(q.case, claimed=other)) if other != q.case.claimed else (q.case,):
        found = one_place(case, tree(case.claimed, case.at))
        if found:
            yield found


def _everywhere(q: Question) -> Found:
    found = changed_everywhere(q.case, q.pairs)
    if found:
        yield found


# --- the list --------------------------------------------------------------------------------------------------------

# The first slip that makes a claim true is named: what is simple and frequent comes first.
SLIPS: tuple[Slip, ...] = (
    Slip(
        name="units",
        why="The answer is in bits where nats were asked, or in nats where bits were.",
        equal="the claim times log 2, or divided by it, is the answer; or it is, with its logarithms to the other base",
        find=in_other_units,
        example="H(Bernoulli(p)) = (-p*log(p) - (1 - p)*log(1 - p))/log(2)",
        refuses="H(Bernoulli(p)) = (-p*log(p) - (1 - p)*log(1 - p))/log(3)",
    ),
    Slip(
        name="other question",
        why="The question was read with the laws exchanged, or as one after the nearest measure of the same laws.",
        equal="the claim is the closed form of the other direction, of an entropy, a cross-entropy or a divergence",
        find=_other_question,
        example="KL(Exponential(a) || Exponential(b)) = log(b/a) + a/b - 1",
        refuses="KL(Exponential(a) || Exponential(b)) = log(b/a) + b/a - 1",
    ),
    Slip(
        name="sign, factor or function of the whole",
        why="A sign, a factor or a function was lost in front of everything, or was put there.",
        equal="the answer, changed in one way of a short list, is the claim",
        find=of_whole,
        example="H(Normal(m, s)) = log(2*pi*E*s**2)",
        refuses="H(Normal(m, s)) = log(2*pi*E*s**2)*3/2",
    ),
    Slip(
        name="another measure",
        why="Another measure of the same laws was worked out.",
        equal="the claim is the closed form of a Renyi, Jensen-Shannon, Hellinger or chi-squared measure",
        find=_other_measure,
        example="KL(Normal(m, s) || Normal(n, s)) = exp((m - n)**2/s**2) - 1",
        refuses="KL(Normal(m, s) || Normal(n, s)) = exp((m - n)**2/s**2) - 2",
    ),
    Slip(
        name="information on a square",
        why="The Fisher information is on the square or the root of the parameter that was asked.",
        equal="the answer over (2 theta)**2, or times 4 theta, is the claim",
        find=information_on_square,
        example="FisherInformation(Normal(m, s), s) = 1/(2*s**4)",
        refuses="FisherInformation(Normal(m, s), s) = 1/s**4",
    ),
    Slip(
        name="parametrisation",
        why="A parameter was read as another one that is usual: a variance, a rate, a logarithm, a complement.",
        equal="the answer at changed values of some scales is the claim",
        find=in_other_parameters,
        example="H(Normal(m, s)) = log(2*pi*E*s)/2",
        refuses="H(Normal(m, s)) = log(2*pi*E*s)/3",
        needs_form=True,
    ),
    Slip(
        name="exchanged parameters",
        why="Two parameters stand in each other's place, or one stands in both places.",
        equal="the answer with two parameters exchanged, or with one in the place of the other, is the claim",
        find=of_exchanged_parameters,
        example="H(Gamma(a, b)) = b + log(a) + loggamma(b) + (1 - b)*digamma(b)",
        refuses="H(Gamma(a, b)) = b + log(a) + loggamma(b) + (1 - b)*digamma(a)",
        needs_form=True,
    ),
    Slip(
        name="constant",
        why="A constant is missing, is one too many, or has the wrong sign.",
        equal="the claim differs from the answer by the same number everywhere",
        find=_constant,
        example="H(Laplace(m, b)) = log(2*b)",
        refuses="H(Laplace(m, b)) = log(2*b) + b",
    ),
    Slip(
        name="term",
        why="A term is missing, is one too many, or has a wrong sign or coefficient.",
        equal="the claim differs from the answer by the same multiple of one of the terms everywhere",
        find=_terms,
        example="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 - (m - n)**2)/(2*t**2) - 1/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + (m - n)**3)/(2*t**2) - 1/2",
    ),
    Slip(
        name="one place",
        why="One place of the formula is wrong: a symbol, a sign, a factor, an exponent, a function or a bracket.",
        equal="the claim with one node of its tree exchanged is the answer",
        find=_one_place,
        example="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + (m - n)**2)/(2*s**2) - 1/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + m - n)/(2*t**2) - 1/2",
    ),
    Slip(
        name="special case",
        why="A formula for one value of a parameter was taken for the general one.",
        equal="the answer at one value of a parameter is the claim",
        find=of_special_parameters,
        example="KL(Normal(m, s) || Normal(n, t)) = (m - n)**2/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = (m - n)**2/3",
        needs_form=True,
    ),
    Slip(
        name="all places of a kind",
        why="The same was done wrongly at all places of a kind: a decimal, a difference, a product, a mean.",
        equal="the claim with one replacement made throughout is the answer",
        find=_everywhere,
        example="KL(Laplace(m, s) || Laplace(n, s)) = exp(-(m - n)/s) + (m - n)/s - 1",
        refuses="KL(Laplace(m, s) || Laplace(n, s)) = exp(-(m - n)/s) + (m - n)/s - 3",
    ),
)


def first_slip(question: Question) -> tuple[Slip, str] | None:
    """The first slip of the list that a question shows, and what is said of it; None where it shows none."""
    rows = (slip for slip in SLIPS if question.true_form or not slip.needs_form)
    return next(((slip, words) for slip in rows for words in slip.find(question)), None)


def diagnose(left: Expr, claimed: Expr, domain: Domain | None = None, witness: Witness | None = None) -> str | None:
    """Name the slip that a wrong claim shows.

    Parameters
    ----------
    left : Expr
        What was asked: a measure, or an expression of measures.
    claimed : Expr
        What was claimed of it, wrongly.
    domain : Domain, optional
        Where the parameters live, beyond the conditions of the laws.
    witness : Witness, optional
        Where the claim was refuted, and both values there.

    Returns
    -------
    str or None
        A sentence without a full stop; None where no known slip makes the claim true.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> a, b = symbols("a b", positive=True)
    >>> diagnose(si.KL(Exponential("P", a), Exponential("Q", b)), log(b/a) + a/b - 1)
    'P and Q are swapped: this is KL(Q || P)'
    >>> diagnose(si.Entropy(Exponential("P", a)), a**3) is None
    True
    """
    question = question_of(left, claimed, domain)
    if question is None:
        return None
    if question.claimed_is(question.case.truth):
        return OFF_BY_LITTLE if _little(witness) else DIFFERS_HERE
    found = first_slip(question)
    return None if found is None else found[1]


def _little(witness: Witness | None) -> bool:
    """Whether both values of a witness are numbers near each other."""
    if witness is None:
        return False
    try:
        claimed, actual = (CTX.mpf(witness[side]) for side in ("claimed", "actual"))
    except ValueError:
        return False
    gap = abs(claimed - actual)
    return bool(CTX.isfinite(gap)) and bool(gap <= LITTLE * max(abs(claimed), abs(actual)) or gap <= LEAST)


def missing_condition(needs: Iterable[Boolean]) -> str:
    """Where a claim that is finite everywhere may be right: the condition that it forgets."""
    known = [need for need in needs if need not in (True, False)]
    if not known:
        return "the measure is infinite there"
    words = " and ".join(str(need) for need in known)
    return f"a condition is missing: outside {words} the measure is infinite"
