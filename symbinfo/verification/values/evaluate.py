"""Values of measures from their definitions, to as many digits as are asked for and can be promised."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from sympy import Expr, Float, S, Symbol, floor, gamma, oo, simplify, sympify

from symbinfo.derivation.certify.normalisation import demand_normalised
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.expressions.errors import BudgetExceeded, MeasureError, NotCertified, PrecisionNotReached
from symbinfo.expressions.one_line import OneLine
from symbinfo.laws.expectation import DensityValue
from symbinfo.laws.independent_parts import ProductLaw
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.support import apart, contained
from symbinfo.measures.base import Measure
from symbinfo.measures.marginals import by_marginals
from symbinfo.measures.optimum import Optimum
from symbinfo.trusted import (
    INFINITE,
    Evaluator,
    Term,
    Undefined,
    Unknown,
    as_one_integral,
    body_with_split_logarithms,
    free_symbols,
    replace,
    sign_of_divergence,
    value_at_two_precisions,
    without_factors_and_log,
)
from symbinfo.verification.values.rigorous import available, enclosure

__all__ = ["Value", "evaluate", "infinite_by_supports"]

# Working precisions tried in turn: a little above the digits asked for, then far above, where terms cancel. Each is
# tried together with a higher one, and what the two values differ by is counted as error.
GUARDS = ((1, 8), (2, 12), (5, 20), (12, 40))


@dataclass(frozen=True, repr=False)
class Value(OneLine):
    """A number with the digits that are promised of it.

    Attributes
    ----------
    text : str
        The decimal digits, or ``inf``.
    digits : int
        How many are promised.
    method : str
        How it was found.
    """

    text: str
    digits: int
    method: str

    def _line(self) -> str:
        return f"{self.text} ({self.digits} digits; {self.method})"

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """For a notebook."""
        from symbinfo.render.notebook import card, rows

        return card(self.text, "", rows([("digits", str(self.digits)), ("method", self.method)]))

    @property
    def number(self) -> Expr:
        """The value as a SymPy number."""
        return {"inf": oo, "-inf": -oo}.get(self.text) or Float(self.text, self.digits)


def evaluate(
    measure: Expr,
    digits: int = 15,
    seconds: float = 60.0,
    at: Mapping[Symbol, Expr | float] | None = None,
    certified: bool = False,
) -> Value:
    """The value of a measure whose parameters are numbers, from its definition.

    Parameters
    ----------
    measure : Measure or Expr
        A measure, or an expression over measures.
    digits : int
        How many digits to promise.
    seconds : float
        A limit of time.
    at : mapping, optional
        Numbers for symbols: the parameter of a Fisher information must stay a symbol until then.
    certified : bool
        Whether the digits must be proven, by balls that bound tails and singular ends; needs python-flint.

    Returns
    -------
    Value

    Raises
    ------
    MeasureError
        When a parameter is not a number, or the definition has no value.
    PrecisionNotReached
        When the digits cannot be promised.
    BudgetExceeded
        When the limit of time is spent, as on an integral that diverges.
    NotCertified
        When the digits are to be proven and are not.

    Examples
    --------
    >>> from sympy.stats import Normal
    >>> import symbinfo as si
    >>> evaluate(si.KL(Normal("P", 0, 1), Normal("Q", 1, 2)), 20).text
    '0.44314718055994530942'
    """
    if measure.has(Optimum):
        measure = measure.xreplace({question: question.doit() for question in measure.atoms(Optimum)})
    measure, point = _placed(measure, at or {})
    free = sorted(s.name for s in measure.free_symbols if s.name not in point)
    if free:
        raise MeasureError(f"{', '.join(free)} must be given as numbers to evaluate this; `derive` keeps symbols")
    if any(infinite_by_supports(node) for node in measure.atoms(Measure)):
        if isinstance(measure, Measure):
            return Value("inf", digits, "the first law has mass where the second has none")
        raise MeasureError("one of the measures is infinite; evaluate them one by one")
    if isinstance(measure, Measure) and _is_zero(measure):
        return Value("0", digits, "the two laws are the same")
    for node in measure.atoms(Measure):
        for law in node.laws:
            demand_normalised(law)
    method, reduced = _method(measure), by_marginals(_listed(measure))
    if reduced in (oo, -oo):
        return Value("inf" if reduced is oo else "-inf", digits, "an integral of a positive function that diverges")
    term = term_of(reduced)
    if free_symbols(term) - set(point):  # a list and a range have no common variable
        term = term_of(by_marginals(measure))
    for name, value in point.items():
        term = replace(term, name, value)
    if certified:
        return _certified(term, digits, seconds)
    if isinstance(measure, Measure) and (infinite := _divergence(term, seconds / 4)) is not None:
        if infinite == "-inf" and measure.of_equals == 0:
            raise PrecisionNotReached(digits, "not known")
        return Value(infinite, digits, "a body that grows towards an end of its range")
    deadline, error = time.process_time() + seconds, "not known"
    for factor, guard in GUARDS:
        working = factor * digits + guard
        coarse, fine = (Evaluator(d, deadline=deadline) for d in (working, working + working // 8 + 5))
        try:
            found = value_at_two_precisions(term, {}, coarse, fine)
        except Undefined as undefined:
            raise MeasureError(f"the definition has no value here: {undefined}") from None
        except Unknown:
            continue
        error = fine.ctx.nstr(found.error, 2)
        small = 0 if _is_between_other_laws(measure) else fine.ctx.mpf(10) ** -digits
        if found.value == 0 and found.error <= small:
            return Value("0", digits, method)
        if found.error <= abs(found.value) * fine.ctx.mpf(10) ** (-digits - 1):
            return Value(fine.ctx.nstr(found.value, digits, strip_zeros=False), digits, method)
    raise PrecisionNotReached(digits, error)


def _certified(term: Term, digits: int, seconds: float) -> Value:
    """The value from a ball that provably contains it."""
    if not available():
        raise NotCertified('python-flint is not installed: pip install "symbinfo[rigorous]"')
    ball = enclosure(term, {}, digits + 2, seconds)
    if ball is None:
        raise NotCertified("no proven bound covers this integrand in the time given; drop --certified for an estimate")
    if not ball.reaches(digits):
        if ball.contains(0):
            raise NotCertified("the ball holds 0, and that the value is 0 is not proven by it")
        raise NotCertified(f"the ball is too wide for {digits} digits; ask for fewer")
    return Value(ball.digits(digits), digits, "ball arithmetic with proven bounds on the tails (certified)")


def _placed(measure: Any, at: Mapping[Symbol, Any]) -> tuple[Any, dict[str, Term]]:
    """The measure with numbers for its symbols, and the numbers of those that a derivative is taken in, as terms."""
    kept = {
        getattr(node, name) for node in measure.atoms(Measure) for name in ("theta", "second") if hasattr(node, name)
    }
    values = {symbol: sympify(value, rational=True) for symbol, value in at.items()}
    placed = measure.subs({symbol: value for symbol, value in values.items() if symbol not in kept})
    return placed, {s.name: term_of(value) for s, value in values.items() if s in kept and value.is_number}


def _divergence(term: Any, seconds: float) -> str | None:
    """The infinite value of an integral or a sum, as text, where its body says so in time; one without value raises."""
    inner, factors, logged = without_factors_and_log(term)
    found = as_one_integral(inner)
    if found is None:
        return None
    body, binder, name, limits, _ = found
    evaluator = Evaluator(80, deadline=time.process_time() + seconds)
    along = evaluator.along(body_with_split_logarithms((binder, body, name, *limits)), name)

    def value(x: Fraction) -> Any:
        try:
            return along(x)
        except (Undefined, Unknown, BudgetExceeded):
            return None

    if not all(end in INFINITE or isinstance(end, (int, Fraction)) for end in limits):
        return None
    low, high = (INFINITE.get(end, end) for end in limits)
    signs = {sign_of_divergence(value, *ends, whole=binder == "sum") for ends in ((low, high), (high, low))}
    if {1, -1} <= signs:
        raise MeasureError("the defining integral does not exist: it is +oo towards one end and -oo towards the other")
    infinite = signs - {0}
    if None in signs or not infinite or (logged and -1 in signs):
        return None
    sign = prod([1 if 1 in infinite else -1, *(1 if evaluator.value(f, {}).value > 0 else -1 for f in factors)])
    return "inf" if sign > 0 else "-inf"


def _is_zero(measure: Measure) -> bool:
    """Whether a divergence is of a law from itself: its integrand is then log 1 everywhere."""
    if measure.of_equals != 0:
        return False
    first, second = (law.renamed("P") for law in measure.laws)
    if first.args[4:] == second.args[4:]:
        return True
    if isinstance(first, (FiniteLaw, JointLaw)) or isinstance(second, (FiniteLaw, JointLaw)):
        return False
    if (first.lower, first.upper) != (second.lower, second.upper):
        return False
    ratio = first.density / second.density.xreplace({second.variable: first.variable})
    # The ratio at a few places tells different laws apart; only what looks like 1 is worth simplifying.
    return bool(_looks_like_one(ratio, first) and simplify(ratio.rewrite(gamma)) == 1)


# A ratio that is no term is simplified unless it is long.
LARGEST_SIMPLIFIED, SECONDS_TO_COMPARE = 60, 5


def _is_between_other_laws(measure: Expr) -> bool:
    """Whether it is a divergence, which is 0 of equal laws alone: those were told before."""
    return isinstance(measure, Measure) and measure.of_equals == 0


def _looks_like_one(ratio: Expr, law: Law) -> bool:
    """Whether a ratio of densities is 1 at places of the support, to many digits; a place without a number tells none."""
    evaluator, name = Evaluator(60, deadline=time.process_time() + SECONDS_TO_COMPARE), law.variable.name
    try:
        term = term_of(ratio)
    except MeasureError:
        return ratio.count_ops() < LARGEST_SIMPLIFIED
    for place in _places(law):
        try:
            found = evaluator.attempt(term, {name: place})
        except (Undefined, Unknown, BudgetExceeded):
            continue
        if abs(found.value - 1) > found.error + evaluator.ctx.mpf(10) ** -40:
            return False
    return True


def _places(law: Law) -> list[Fraction]:
    """A few rational places of the support, in no simple ratio (whole ones for a discrete law)."""
    low, high = (None if end.is_infinite else Fraction(int(floor(end))) for end in (law.lower, law.upper))
    if not law.continuous:
        first = low if low is not None else (high or Fraction(0)) - 9
        return [first + k for k in (0, 1, 3, 7)]
    if low is not None and high is not None and law.lower.is_Rational and law.upper.is_Rational:
        start, width = Fraction(str(law.lower)), Fraction(str(law.upper - law.lower))
        return [start + width * share for share in (Fraction(3, 16), Fraction(7, 13), Fraction(10, 11))]
    start = low + 1 if low is not None else (high or Fraction(0)) - 9
    return [start + step for step in (Fraction(3, 16), Fraction(17, 13), Fraction(53, 11))]


def _listed(measure: Expr) -> Expr:
    """The measures with laws that have all their mass at one end of their range as lists of one outcome."""
    found = {law: _one_point(law) for law in measure.atoms(DiscreteLaw)}
    return measure.xreplace({law: listed for law, listed in found.items() if listed is not None})


def _one_point(law: DiscreteLaw) -> FiniteLaw | None:
    for end in (law.lower, law.upper):
        if end.is_Integer and _may_be_one(law, end) and law.density.xreplace({law.variable: end}) == 1:
            return FiniteLaw(law.name, law.family, law.parameters, law.condition, [(end, S.One)])
    return None


def _may_be_one(law: DiscreteLaw, end: Expr) -> bool:
    """Whether a mass is near 1 as a number: of a large count, SymPy would write the digits of the exact one."""
    if law.density.free_symbols - {law.variable}:
        return True
    try:
        found = Evaluator(20, deadline=time.process_time() + SECONDS_TO_COMPARE).attempt(
            term_of(law.density), {law.variable.name: int(end)}
        )
    except (MeasureError, Undefined, Unknown, BudgetExceeded):
        return True
    return bool(abs(found.value - 1) <= found.error)


def _method(measure: Any) -> str:
    kinds = {law.continuous for node in measure.atoms(Measure) for law in node.laws if not isinstance(law, FiniteLaw)}
    words = {True: "double-exponential quadrature", False: "summation with a bound on the tail"}
    return " and ".join(words[kind] for kind in sorted(kinds)) or "finite sum"


def infinite_by_supports(measure: Measure) -> bool:
    """Whether a place of positive mass of the first law lies outside the support of the second."""
    if len(measure.laws) != 2:
        return measure.outside
    nowhere = measure.infinite_apart and apart(*measure.laws) == True  # noqa: E712 - a SymPy Boolean
    return bool(nowhere or (measure.infinite_outside and _outside(*measure.laws)))


def _outside(first: Law, second: Law) -> bool:
    if isinstance(first, JointLaw):
        if isinstance(first, ProductLaw):
            return any(_outside(a, b) for a, b in zip(first.parameters, second.parameters, strict=True))
        return bool(first.ranges != second.ranges)
    if isinstance(first, FiniteLaw):
        return any(_mass(second, outcome) == 0 for outcome, _ in first.outcomes)
    if isinstance(second, FiniteLaw):
        held = {outcome for outcome, _ in second.outcomes}
        if first.upper == oo or first.lower == -oo or first.upper - first.lower > len(held):
            return True
        return any(first.lower + i not in held for i in range(int(first.upper - first.lower) + 1))
    return contained(first, second) == False  # noqa: E712 - a SymPy Boolean


def _mass(law: Law, outcome: Expr) -> Expr:
    if not isinstance(law, FiniteLaw):
        inside = outcome.is_integer and bool(law.lower <= outcome) and bool(outcome <= law.upper)
        return law.density_at(outcome) if inside else DensityValue(law, outcome) * 0
    return law.density_at(outcome)
