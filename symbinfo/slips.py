"""The usual slips: what a wrong formula is right for.

A slip is a change of the question or of the claim. The first change that makes the claim true, at several points of the
domain to many digits, is named; a formula that no change makes true gets no name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sympy import Add, Derivative, Expr, Integral, Pow, Rational, S, Sum, Symbol, exp, log, sqrt

from symbinfo.derivation import Status
from symbinfo.domain import Domain
from symbinfo.errors import SymbinfoError
from symbinfo.expectation import Expectation
from symbinfo.laws.strengthen import laws_in
from symbinfo.measures import KL, ConditionalEntropy, CrossEntropy, Entropy, JointEntropy
from symbinfo.measures.base import Measure
from symbinfo.strategies import derive

__all__ = ["SLIPS", "Slip", "diagnose"]

POINTS, DIGITS, SAME = 3, 30, 20
MOST_OPERATIONS, MOST_TERMS, MOST_SYMBOLS = 400, 16, 6
MOST_PROPOSALS = 200

Change = Iterator[tuple[str, Expr, Expr]]


@dataclass(frozen=True)
class Case:
    """A refuted claim: what was asked, its true value, and what was claimed."""

    left: Expr
    truth: Expr
    claimed: Expr

    @property
    def parameters(self) -> list[Symbol]:
        """The parameters of both sides, in the order of their names."""
        return sorted(self.truth.free_symbols | self.claimed.free_symbols, key=lambda s: str(s.name))

    @property
    def scales(self) -> list[Symbol]:
        """The parameters that are positive: scales and rates."""
        return [s for s in self.parameters if s.is_positive and not s.is_integer]


@dataclass(frozen=True)
class Slip:
    """A kind of slip.

    Parameters
    ----------
    name : str
        What tests call it.
    changes : callable
        For a case: words, and two expressions that are equal where the slip was made.
    """

    name: str
    changes: Callable[[Case], Change]


def _closed(expr: Expr) -> Expr | None:
    """The closed form of an expression of measures, or None."""
    try:
        derivation = derive(expr)
    except SymbinfoError:
        return None
    return derivation.result if derivation.status is Status.CLOSED else None


def _other_question(case: Case) -> Change:
    """The answer to another question: the other direction, another measure of the same laws."""
    if not isinstance(case.left, Measure):
        return
    for words, other in _neighbours(case.left):
        value = _closed(other)
        if value is not None:
            yield words, value, case.claimed


def _neighbours(measure: Measure) -> Iterator[tuple[str, Expr]]:
    laws, base = measure.laws, measure.base
    if isinstance(measure, (KL, CrossEntropy)):
        p, q = laws
        letter = "KL" if isinstance(measure, KL) else "H"
        sign = " || " if letter == "KL" else ", "
        yield f"P and Q are swapped: this is {letter}({q.name}{sign}{p.name})", measure.func(q, p, base=base)
        others = {"the divergence": KL(p, q, base=base), "the cross-entropy": CrossEntropy(p, q, base=base)}
        for name, other in others.items():
            if other.func is not measure.func:
                yield f"this is {name} {other}", other
        for law in laws:
            yield f"this is the entropy H({law.name})", Entropy(law, base=base)
    if hasattr(measure, "blocks") and len(measure.blocks) == 2:
        first, second = ([measure.joint.components[i] for i in block] for block in measure.blocks)
        pairs = (
            (ConditionalEntropy, first, second),
            (ConditionalEntropy, second, first),
        )
        found: list[Expr] = [kind(tuple(a), tuple(b), base=base) for kind, a, b in pairs]
        found.append(JointEntropy(*first, *second, base=base))
        found += [Entropy(v, base=base) for block in (first, second) if len(block) == 1 for v in block]
        for other in found:
            if other != measure:
                yield f"this is {other}", other


def _units(case: Case) -> Change:
    """Bits for nats, and the other way."""
    bits = getattr(case.left, "base", S.Exp1) == 2 or any(m.base == 2 for m in case.left.atoms(Measure))
    if bits:
        yield "this is in nats: divide by log 2 for bits", case.claimed / log(2), case.truth
        to_bits = {node: node / log(2) for node in case.claimed.atoms(log)}
        yield "bits are asked: logs are to base 2 here", case.claimed.xreplace(to_bits), case.truth
    else:
        yield "this is in bits: multiply by log 2 for nats", case.claimed * log(2), case.truth
        yield (
            "nats are asked: logs to base 2 stand where natural ones belong",
            case.claimed.xreplace({log(2): S.One}),
            case.truth,
        )


def _whole(case: Case) -> Change:
    """A sign or a factor of the whole."""
    yield "the sign of the whole is turned", -case.claimed, case.truth
    yield "a factor 1/2 is lost", case.claimed / 2, case.truth
    yield "a factor 1/2 is one too many", case.claimed * 2, case.truth
    yield "the exponential of the answer was asked", exp(case.claimed), case.truth
    yield "this is the exponential of the answer", case.claimed, exp(case.truth)


def _constants(case: Case) -> Change:
    """A small constant that is missing or one too many."""
    own = set(Add.make_args(case.claimed))
    for size in (Rational(1, 2), S.One, Rational(1, 4), log(2), log(2) / 2):
        for constant in (size, -size):
            if -constant / 2 in own:
                yield f"the sign of the constant {size / 2} is turned", case.claimed + constant, case.truth
            words = f"the constant {-constant} does not belong here" if -constant in own else ""
            yield words or f"the constant {constant} is missing", case.claimed + constant, case.truth


PARAMETRISATIONS: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("{s} is taken for a variance: in this law it is a standard deviation, whose square is the variance", sqrt),
    ("{s} is squared once too often: a variance stands where {s} is meant", lambda s: s**2),
    ("a rate is taken for a scale, or a scale for a rate: {s} stands for 1/{s}", lambda s: 1 / s),
    ("{s} is taken for the log of a standard deviation", exp),
    ("{s} is taken for a log-variance", lambda s: exp(s / 2)),
)


def _parametrisation(case: Case) -> Change:
    """Right for another reading of the parameters, of all scales at once or of a single one."""
    scales = case.scales[:MOST_SYMBOLS]
    groups = [scales] if len(scales) > 1 else []
    groups += [[s] for s in scales]
    for words, change in PARAMETRISATIONS:
        for group in groups:
            changes = {s: change(s) for s in group}
            names = " and ".join(s.name for s in group)
            yield words.replace("{s}", names), case.truth.xreplace(changes), case.claimed


def _exchanged(case: Case) -> Change:
    """Two parameters in each other's place."""
    for a, b in combinations(case.parameters[:MOST_SYMBOLS], 2):
        yield f"{a.name} and {b.name} are exchanged", case.claimed.xreplace({a: b, b: a}), case.truth


def _terms(case: Case) -> Change:
    """One term of the claim is wrong, or one term of the truth is missing."""
    claimed = _terms_of(case.claimed)
    if len(claimed) <= MOST_TERMS:
        for term in claimed:
            rest = case.claimed - term
            yield f"the sign of the term {_short(term)} is turned", rest - term, case.truth
            yield f"the term {_short(term)} lacks a factor 1/2", rest + term / 2, case.truth
            yield f"the term {_short(term)} has a factor 1/2 too many", rest + 2 * term, case.truth
            yield f"the term {_short(term)} does not belong here", rest, case.truth
    true = _terms_of(case.truth)
    if 1 < len(true) <= MOST_TERMS:
        for term in true:
            yield f"the term {_short(term)} is missing", case.claimed + term, case.truth


def _terms_of(expr: Expr) -> list[Expr]:
    """The terms of a sum, as it stands and with its brackets opened."""
    kept = {"log": False, "power_base": False, "power_exp": False}
    forms = (expr, expr.expand(multinomial=False, **kept), expr.expand(**kept))
    return list(dict.fromkeys(term for form in forms for term in Add.make_args(form)))


def _squares(case: Case) -> Change:
    """A square that is missing, or one too many, at a difference of parameters."""
    for difference in sorted(case.claimed.atoms(Add), key=str):
        if difference.free_symbols and not difference.has(log):
            once = case.claimed.xreplace({difference: difference**2})
            yield f"the difference {difference} must be squared", once, case.truth
    for power in sorted((p for p in case.claimed.atoms(Pow) if p.exp == 2), key=str):
        yield f"{power.base} must not be squared", case.claimed.xreplace({power: power.base}), case.truth


def _inverted(case: Case) -> Change:
    """A log whose argument is upside down."""
    for node in sorted(case.claimed.atoms(log), key=str):
        turned = case.claimed.xreplace({node: -node})
        yield f"the argument of {node} is upside down", turned, case.truth


SLIPS: tuple[Slip, ...] = (
    Slip("other question", _other_question),
    Slip("units", _units),
    Slip("sign or factor", _whole),
    Slip("parametrisation", _parametrisation),
    Slip("exchanged parameters", _exchanged),
    Slip("constant", _constants),
    Slip("term", _terms),
    Slip("inverted log", _inverted),
    Slip("square", _squares),
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
    truth = _closed(left)
    if truth is None or _open(claimed) or claimed.count_ops() > MOST_OPERATIONS:
        return None
    case = Case(left, truth, claimed)
    conditions = [*(law.condition for law in laws_in(left)), *(domain.conditions if domain else ())]
    points = _points(case, Domain.of(conditions))
    if len(points) < (POINTS if case.parameters else 1):
        return None
    for slip in SLIPS:
        for words, first, second in slip.changes(case):
            if all(_agree(first, second, point) for point in points):
                return words
    return None


def _open(expr: Expr) -> bool:
    return bool(expr.has(Integral, Sum, Expectation, Derivative, Measure))


def _points(case: Case, domain: Domain) -> list[dict[Symbol, Expr]]:
    """A few rational points of the domain, always the same, in no simple ratio."""
    rng = random.Random(20)
    found: list[dict[Symbol, Expr]] = []
    symbols = case.parameters
    if not symbols:
        return [{}]
    for _ in range(MOST_PROPOSALS):
        point = {s: _value(s, rng) for s in symbols}
        if all(_holds(c, point) for c in domain.conditions):
            found.append(point)
        if len(found) == POINTS:
            break
    return found


def _value(symbol: Symbol, rng: random.Random) -> Expr:
    if symbol.is_integer:
        return S(rng.randrange(2, 9))
    size = Rational(rng.randrange(20, 400), 101) if rng.random() < 0.5 else Rational(rng.randrange(5, 96), 101)
    return size if symbol.is_nonnegative or rng.random() < 0.5 else -size


def _holds(condition: Any, point: dict[Symbol, Expr]) -> bool:
    return bool(condition.xreplace(point) == True)  # noqa: E712 - a SymPy Boolean


def _agree(first: Expr, second: Expr, point: dict[Symbol, Expr]) -> bool:
    """Whether two expressions agree at a point to many digits; what has no value agrees with nothing."""
    try:
        a, b = (e.xreplace(point).evalf(DIGITS) for e in (first, second))
        if not (a.is_Float or a.is_Rational) or not (b.is_Float or b.is_Rational):
            return False
        return bool(abs(a - b) <= Rational(10) ** -SAME * max(1, abs(a), abs(b)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return False


def _short(term: Expr) -> str:
    text = str(term)
    return text if len(text) <= 40 else text[:37] + "..."
