"""The usual slips: what a wrong formula is right for.

A slip is a change of the question, of the way parameters are read, or of one place of the formula. The first change
that makes the claim true, at several places of the domain to many digits, is named; a formula that no change makes true
gets no name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from sympy import Derivative, Expr, Integral, S, Sum, Symbol, Tuple, factor_terms, log, oo

from symbinfo.derivation import Status
from symbinfo.derivation.certify.terms_of_sympy import kind_of, term_of
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.strengthen import laws_in
from symbinfo.measures import MEASURES, Entropy, FisherInformation
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import Term
from symbinfo.verification.claims.sample_points import Places
from symbinfo.verification.claims.side_values import CONFIRMED, Numbers
from symbinfo.verification.diagnosis.everywhere import changed_everywhere
from symbinfo.verification.diagnosis.number_tree import CTX, Node, agree, tree
from symbinfo.verification.diagnosis.one_place import Case, constant_off, one_place, terms_off

__all__ = ["SLIPS", "diagnose", "missing_condition"]

POINTS = 3
MOST_OPERATIONS, MOST_SYMBOLS = 400, 8
# Seconds for the true values from a definition.
LONGEST = 3.0

Found = Iterator[str]


@dataclass(frozen=True)
class Question:
    """A refuted claim: what was asked, its closed form, what was claimed, and numbers of both."""

    left: Expr
    true_form: Expr | None
    case: Case
    claimed: Node

    @property
    def pairs(self) -> dict[Symbol, Symbol]:
        """Each parameter of P with its counterpart of Q, where both are symbols of laws of one family."""
        laws = laws_in(self.left)
        if len(laws) != 2 or laws[0].family != laws[1].family:
            return {}
        both = zip(_flat(laws[0].parameters), _flat(laws[1].parameters), strict=False)
        return {a: b for a, b in both if isinstance(a, Symbol) and isinstance(b, Symbol) and a != b}

    @property
    def scales(self) -> list[Symbol]:
        """The parameters that are positive: scales and rates."""
        return [s for s in self.case.symbols if s.is_positive and not s.is_integer][:MOST_SYMBOLS]

    def claimed_is(self, values: Sequence[Any]) -> bool:
        """Whether the claimed values are those of something else."""
        return all(map(agree, values, self.claimed.values))

    def claimed_is_form(self, form: Expr | None) -> bool:
        """Whether the claimed values are those of another closed form."""
        return form is not None and self.claimed_is(tree(form, self.case.at).values)

    def claimed_is_at(self, points: Sequence[Any]) -> bool:
        """Whether the claim is the truth at other parameters."""
        return self.true_form is not None and self.claimed_is(tree(self.true_form, points).values)


def _flat(parameters: Any) -> list[Any]:
    """The parameters of a law, those in lists included."""
    return [p for given in parameters for p in (_flat(given) if isinstance(given, Tuple) else [given])]


def _closed(expr: Expr) -> Expr | None:
    """The closed form of an expression of measures, or None."""
    try:
        derivation = derive(expr)
    except (SymbinfoError, TypeError, ValueError):
        return None
    return derivation.result if derivation.status is Status.CLOSED else None


# --- another question ------------------------------------------------------------------------------------------------


def _other_question(q: Question) -> Found:
    """The answer to another question: the other direction, or an entropy of the same laws."""
    return (words for words, other in _neighbours(q.left) if q.claimed_is_form(_closed(other)))


def _other_measure(q: Question) -> Found:
    """The value of another measure of the same laws."""
    return (words for words, other in _further(q.left) if q.claimed_is_form(_closed(other)))


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
    if not hasattr(measure, "blocks"):
        yield from _mistaken(left, laws, base, [m for m in OF_LAWS if m.near])
    if hasattr(measure, "blocks") and len(measure.blocks) == 2:
        yield from _of_joint(measure)


def _further(left: Expr) -> Iterator[tuple[str, Expr]]:
    measures = sorted(left.atoms(Measure), key=str)
    if len(measures) != 1 or hasattr(measures[0], "blocks"):
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


def _of_joint(measure: Any) -> Iterator[tuple[str, Expr]]:
    blocks = [tuple(measure.joint.components[i] for i in block) for block in measure.blocks]
    base = measure.base
    found = [other for m in MEASURES if issubclass(m, JointMeasure) for _, other in m.mistaken(blocks, base)]
    found += [Entropy(v, base=base) for block in blocks if len(block) == 1 for v in block]
    for other in found:
        if other != measure:
            yield f"this is {other}", other


# --- the whole -------------------------------------------------------------------------------------------------------


def _units(q: Question) -> Found:
    """Bits for nats, and the other way."""
    bits = any(m.base == 2 for m in q.left.atoms(Measure))
    claimed, truth = q.claimed.values, q.case.truth
    log2 = CTX.log(2)
    if bits and all(agree(c / log2, t) for c, t in zip(claimed, truth, strict=True)):
        yield "this is in nats: divide by log 2 for bits"
    if not bits and all(agree(c * log2, t) for c, t in zip(claimed, truth, strict=True)):
        yield "this is in bits: multiply by log 2 for nats"
    text = q.case.claimed
    changes = {node: node / log(2) for node in text.atoms(log)} if bits else {log(2): S.One}
    values = tree(text.xreplace(changes), q.case.at).values
    if all(agree(v, t) for v, t in zip(values, truth, strict=True)):
        yield (
            "bits are asked: logs are to base 2 here"
            if bits
            else "nats are asked: logs to base 2 stand where natural ones belong"
        )


WHOLE: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("the sign of the whole is turned", lambda t: -t),
    ("a factor 1/2 is lost", lambda t: 2 * t),
    ("a factor 1/2 is one too many", lambda t: t / 2),
    ("a factor 2 is lost, and the sign of the whole turned", lambda t: -t / 2),
    ("the exponential of the answer was asked", lambda t: CTX.log(t)),
    ("this is the exponential of the answer", lambda t: CTX.exp(t)),
    ("this is the square of the answer: a square root is missing", lambda t: t * t),
    ("this is the square root of the answer", lambda t: CTX.sqrt(t)),
    ("this is one minus the answer", lambda t: 1 - t),
    ("this is the reciprocal of the answer", lambda t: 1 / t),
    ("this is minus the logarithm of one minus the answer", lambda t: -CTX.log(1 - t)),
    ("a factor 4 is one too many", lambda t: 4 * t),
    ("a factor 4 is lost", lambda t: t / 4),
    ("the logarithm is to base 10 here", lambda t: t / CTX.log(10)),
    ("logs to base 10 are asked: divide by log 10", lambda t: t * CTX.log(10)),
)


def _whole(q: Question) -> Found:
    """A sign, a factor or a function of the whole."""
    for words, change in WHOLE:
        if all(agree(_tried(change, t), c) for t, c in zip(q.case.truth, q.claimed.values, strict=True)):
            yield words


def _of_variance(q: Question) -> Found:
    """The information on the square or the root of a parameter."""
    for node in q.left.atoms(FisherInformation):
        theta = [point[node.theta] for point in q.case.at]
        own = list(zip(q.case.truth, theta, q.claimed.values, strict=True))
        if all(agree(t / (2 * x) ** 2, c) for t, x, c in own):
            yield f"this is the information on {node.theta}**2, not on {node.theta}"
        if all(agree(t * 4 * x, c) for t, x, c in own):
            yield f"this is the information on sqrt({node.theta}), not on {node.theta}"


def _tried(change: Callable[[Any], Any], value: Any) -> Any:
    try:
        return change(value)
    except (ArithmeticError, ValueError, TypeError):
        return None


# --- parameters ------------------------------------------------------------------------------------------------------

# {s} is one parameter or several, {is} and {its} what goes with it.
PARAMETRISATIONS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("{s} {is} taken for a variance: in this law it is a standard deviation, whose square is the variance", CTX.sqrt),
    ("{s} {is} squared once too often: a variance stands where {s} {is} meant", lambda s: s**2),
    ("a rate is taken for a scale, or a scale for a rate: the reciprocal of {s} belongs here", lambda s: 1 / s),
    ("{s} {is} taken for the log of a standard deviation", CTX.exp),
    ("{s} {is} taken for a log-variance", lambda s: CTX.exp(s / 2)),
    ("a rate is taken for a scale, or a scale for a rate: 2 over {s} stands here", lambda s: 2 / s),
    ("twice the value of {s} belongs here", lambda s: s / 2),
    ("half the value of {s} belongs here", lambda s: 2 * s),
    ("success and failure are exchanged: the complement of {s} belongs here", lambda s: 1 - s),
    ("{s} {is} counted from the wrong end: one less belongs here", lambda s: s + 1),
    ("{s} {is} counted from the wrong end: one more belongs here", lambda s: s - 1),
)


def _parametrisation(q: Question) -> Found:
    """Right for another reading of the parameters, of all scales at once or of a single one."""
    scales = q.scales
    groups = [scales] if len(scales) > 1 else []
    groups += [[s] for s in scales] + [list(pair) for pair in combinations(scales, 2) if len(scales) > 2]
    for words, change in PARAMETRISATIONS:
        for group in groups:
            if q.claimed_is_at([{**at, **{s: _tried(change, at[s]) for s in group}} for at in q.case.at]):
                names, verb = " and ".join(s.name for s in group), "is" if len(group) == 1 else "are"
                yield words.replace("{s}", names).replace("{is}", verb)


def _exchanged(q: Question) -> Found:
    """Two parameters in each other's place, or one in the place of another."""
    pairs = list(combinations(q.case.symbols[:MOST_SYMBOLS], 2))
    for a, b in pairs:
        if q.claimed_is_at([{**at, a: at[b], b: at[a]} for at in q.case.at]):
            yield f"{a.name} and {b.name} are exchanged"
    for a, b in [*pairs, *((b, a) for a, b in pairs)]:
        if q.claimed_is_at([{**at, a: at[b]} for at in q.case.at]):
            yield f"right only for {a.name} = {b.name}"


def _special(q: Question) -> Found:
    """Right for one value of a parameter only, or of a parameter of each law."""
    for a, b in q.pairs.items():
        if q.claimed_is_at([{**at, a: CTX.mpf(1), b: CTX.mpf(1)} for at in q.case.at]):
            yield f"right only for {a.name} = {b.name} = 1"
    for s in q.case.symbols[:MOST_SYMBOLS]:
        for value in (0, 1, 2):
            if value == 0 and s.is_positive:
                continue
            if q.claimed_is_at([{**at, s: CTX.mpf(value)} for at in q.case.at]):
                yield f"right only for {s.name} = {value}"


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


SLIPS: dict[str, Callable[[Question], Found]] = {
    "units": _units,
    "other question": _other_question,
    "sign, factor or function of the whole": _whole,
    "another measure": _other_measure,
    "information on a square": _of_variance,
    "parametrisation": _parametrisation,
    "exchanged parameters": _exchanged,
    "constant": _constant,
    "term": _terms,
    "one place": _one_place,
    "special case": _special,
    "all places of a kind": _everywhere,
}


#: What needs the true values only, and no closed form.
OF_VALUES = (
    "units",
    "other question",
    "another measure",
    "sign, factor or function of the whole",
    "information on a square",
    "constant",
    "term",
    "one place",
    "all places of a kind",
)


def diagnose(left: Expr, claimed: Expr, domain: Domain | None = None) -> str | None:
    """Name the slip that a wrong claim shows.

    Parameters
    ----------
    left : Expr
        What was asked: a measure, or an expression of measures.
    claimed : Expr
        What was claimed of it, wrongly.
    domain : Domain, optional
        Where the parameters live, beyond the conditions of the laws.

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
    if _open(claimed) or claimed.has(oo) or claimed.count_ops() > MOST_OPERATIONS:
        return None
    conditions = [*(law.condition for law in laws_in(left)), *(domain.conditions if domain else ())]
    question = _question(left, claimed, Domain.of(conditions))
    if question is None:
        return None
    if question.claimed_is(question.case.truth):
        return "the claim is off by a tiny number"
    found = (
        words for name, slip in SLIPS.items() if question.true_form or name in OF_VALUES for words in slip(question)
    )
    return next(found, None)


def _question(left: Expr, claimed: Expr, domain: Domain) -> Question | None:
    symbols = sorted(left.free_symbols | claimed.free_symbols, key=lambda s: str(s.name))
    kinds = [(s.name, kind_of(s)) for s in symbols]
    terms: list[Term] = [term_of(c) for c in domain.conditions]
    points = Places(kinds, terms).moderate(POINTS)
    if not points or (symbols and len(points) < POINTS):
        return None
    at = [{s: _number(point[s.name]) for s in symbols} for point in points]
    form = _closed(left)
    form = None if form is None or _open(form) else form
    values = tree(form, at).values if form is not None else _defined(left, points)
    if any(v is None for v in values):
        return None
    return Question(left, form, Case(claimed, at, values, form), tree(claimed, at))


def _defined(left: Expr, points: list[Any]) -> list[Any]:
    """The true values from the definition, where there is no closed form."""
    numbers = Numbers(CONFIRMED, time.monotonic() + LONGEST)
    try:
        found = [numbers.of(by_marginals(left), point) for point in points]
    except BudgetExceeded:
        return [None]
    return [None if value.estimate is None else CTX.mpf(value.estimate.value) for value in found]


def _number(value: Fraction) -> Any:
    return CTX.mpf(value.numerator) / value.denominator


def _open(expr: Expr) -> bool:
    return bool(expr.has(Integral, Sum, Expectation, Derivative, Measure))


def missing_condition(needs: Any) -> str:
    """Where a claim that is finite everywhere may be right: the condition that it forgets."""
    needs = [need for need in needs if need not in (True, False)]
    if not needs:
        return "the measure is infinite there"
    words = " and ".join(str(need) for need in needs)
    return f"a condition is missing: outside {words} the measure is infinite"
