"""Mean distances E|X - m|: the mean, and what lies beyond m, an incomplete integral of a stored kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import (
    Abs,
    Add,
    And,
    Dummy,
    Expr,
    Integral,
    Max,
    Min,
    S,
    Symbol,
    betainc,
    binomial,
    expand,
    expand_func,
    nan,
    oo,
    together,
    true,
    zoo,
)
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.changes_of_variables import centre_of_symmetry
from symbinfo.derivation.integrals.coordinate_forms import form_of
from symbinfo.derivation.integrals.matching import Match, Statistic, converges_when, kernels_of
from symbinfo.derivation.integrals.normalisers import END_OF_TAIL
from symbinfo.derivation.integrals.statistics import statistics_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Coordinate, CutRange, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import add, evaluated, mul, quotient
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["mean_distance"]

LARGEST_OPENED = 6

Moment = Callable[[Expectation, Domain], "Derivation | None"]


def mean_distance(node: Expectation, domain: Domain, moment: Moment) -> Derivation | None:
    """E|X - m|, or None where the body is no distance or no stored kernel serves.

    Parameters
    ----------
    node : Expectation
        Its body is ``Abs(x - m)``.
    domain : Domain
        Where the parameters live.
    moment : callable
        Derives the mean.
    """
    law, x = node.law, node.variable
    m = _root(node.body, x)
    if m is None or not isinstance(law, ContinuousLaw):
        return None
    centre = centre_of_symmetry(form_of(law, domain)) if (law.lower, law.upper) == (-oo, oo) else None
    if centre is not None:
        return _about_the_centre(node, law, m, centre, domain)
    return _beyond(node, law, m, domain, moment)


def _root(body: Expr, x: Symbol) -> Expr | None:
    if not isinstance(body, Abs):
        return None
    inner = body.args[0]
    slope = inner.diff(x)
    return expand(x - inner / slope) if slope in (S.One, S.NegativeOne) else None


def _about_the_centre(
    node: Expectation, law: ContinuousLaw, m: Expr, centre: Expr, domain: Domain
) -> Derivation | None:
    """The law folded over its centre: with d = |m - centre|, E|X - m| = d + E[(Y - d)+], Y = |X - centre|."""
    x = law.variable
    distance = Abs(expand(m - centre))
    beyond = Dummy(positive=True)
    folded = 2 * law.density.xreplace({x: centre + beyond}).xreplace({beyond: x})
    name, family, parameters, condition = law.args[:4]
    half = ContinuousLaw(Str(f"{name.name}1"), family, parameters, condition, x, folded, S.Zero, oo)
    beyond_it = Integral(mul(add(x, -distance), folded), (x, distance, oo))
    tail = _tail(half, distance, distance, domain, beyond_it)
    if tail is None:
        return None
    written = add(distance, beyond_it)
    words = f"Fold the law over its centre; of the distance to {m} the part beyond is left."
    y = Variable(free_name("yztw", node.free_symbols), positive=True)
    folding = Coordinate(y, S.Zero, oo, (add(centre, y), add(centre, mul(S.NegativeOne, y))))
    cut = Reasoning("split", (law,), cuts=(CutRange(node, (distance,), folding),), cases=(expand(m - centre),))
    return _closed(node, written, add(distance, tail.value), words, tail, cut, (), domain)


def _beyond(node: Expectation, law: ContinuousLaw, m: Expr, domain: Domain, moment: Moment) -> Derivation | None:
    """|x - m| = (m - x) + 2 (x - m)+, wherever m lies."""
    x = law.variable
    mean = moment(Expectation(x, law), domain)
    start = m if law.lower == -oo else Max(m, law.lower)
    start = start if law.upper == oo else Min(start, law.upper)
    beyond = Integral(mul(add(x, -m), law.density), (x, start, law.upper))
    tail = _tail(law, m, start, domain, beyond)
    if tail is None and start != m:
        inside = And(*(c for c in (law.lower < m, m < law.upper) if c != true))
        tail = _tail(law, m, m, domain.and_(inside), beyond, inside)
    if mean is None or tail is None:
        return None
    written = add(m, mul(S.NegativeOne, Expectation(x, law)), mul(S(2), beyond))
    words = f"Write |{x} - m| = m - {x} + 2 ({x} - m) where {x} > m, with m = {m}."
    whole = add(m, mul(S.NegativeOne, mean.stands), mul(S(2), tail.value))
    # Where m lies says which of the maxima and minima is which.
    ends = (add(m, mul(S.NegativeOne, law.lower)), add(law.upper, mul(S.NegativeOne, m)))
    cases = tuple(expand(gap) for gap in ends if not gap.has(oo)) if start != m else ()
    cut = Reasoning("split", (law,), cuts=(CutRange(node, (start,)),), cases=cases)
    return _closed(node, written, whole, words, tail, cut, (mean,), domain)


def _closed(
    node: Expectation,
    written: Expr,
    value: Expr,
    words: str,
    tail: _Tail,
    cut: Reasoning,
    lemmas: tuple[Derivation, ...],
    domain: Domain,
) -> Derivation:
    derivation = Derivation(left=node, domain=domain)
    derivation = derivation.then(Step(Relation.EQ, written, "mean-distance", words, start=node, witness=cut))
    because = f"The {tail.row.replace('-', ' ')}, from its lower limit on."
    needs = And(tail.requires, *(lemma.requires for lemma in lemmas))
    by_facts = Reasoning("integral", integrals=(tail.witness,), cases=cut.cases)
    rule = f"incomplete-{tail.row}"
    derivation = derivation.then(Step(Relation.EQ, value, rule, because, lemmas, written, needs, witness=by_facts))
    plain = evaluated(value)
    short = simplest_of([tidy(plain, domain), plain])
    if short != value:
        same = Reasoning("same", cases=cut.cases)
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value, witness=same))
    return derivation.closing(Status.CLOSED)


@dataclass(frozen=True)
class _Tail:
    """What lies beyond a place: the value, the kernel's name, what it needs, and how a replay finds it."""

    value: Expr
    row: str
    requires: Boolean
    witness: Transformed


def _tail(
    law: ContinuousLaw, m: Expr, start: Expr, domain: Domain, beyond: Integral, given: Boolean = true
) -> _Tail | None:
    """The integral `beyond` of (x - m) p(x) from `start` on."""
    x = law.variable
    for kernel in kernels_of(law, domain):
        if kernel.row.tail is None or kernel.weight != 1 or len(kernel.form.back) > 1:
            continue
        power = dict(kernel.values).get(kernel.row.power) if kernel.row.power is not None else S.One
        found = statistics_of(x - m, x, kernel)
        if found is None or any(s.order for s in found[0]) or not domain.positive(power):
            continue
        slope = kernel.form.forth.diff(x)
        inside = law.inside(domain)
        rising = inside.positive(slope)
        if not rising and not inside.positive(-slope):
            continue
        if start != m and kernel.form.forth.xreplace({x: law.lower}).has(oo, zoo, nan):
            continue
        end = kernel.form.forth.xreplace({x: start})
        parts = [s.coefficient * _share(kernel, s, end, rising=rising) for s in found[0]]
        needs = And(given, *(converges_when(kernel, s) for s in [None, *found[0]]))
        if not domain.excludes(needs):
            value = evaluated(elementary(expand_func(Add(*parts))))
            return _Tail(value, kernel.row.name, needs, _from(kernel, found[0], end, beyond, rising=rising))
    return None


def _from(kernel: Match, statistics: list[Statistic], end: Expr, beyond: Integral, *, rising: bool) -> Transformed:
    """The part of the range beyond a place in the coordinate of the kernel: up from its end, or down to it."""
    form, own = kernel.form, kernel.form.back == (kernel.form.variable,)
    low, high = (end, form.upper) if rising else (form.lower, end)
    name = f"{kernel.row.name}-{'from' if rising else 'to'}-z"
    whole = kernel.at(kernel.row.value)
    parts = []
    for s in statistics:
        values = {**dict(kernel.values), **{symbol: dict(kernel.values)[symbol] + shift for symbol, shift in s.shifts}}
        named = tuple((symbol.name, value) for symbol, value in (values | {END_OF_TAIL: end}).items())
        parts.append(KernelTerm(quotient(s.coefficient, whole), StoredFact(name, form.variable, named)))
    return Transformed(beyond, None if own else Coordinate(form.variable, low, high, form.back), tuple(parts))


def elementary(expr: Expr) -> Expr:
    """Incomplete beta functions with a small integer among their parameters as sums of powers."""

    def change(a: Expr, b: Expr, low: Expr, high: Expr) -> Expr:
        if b.is_Integer and 0 < b <= LARGEST_OPENED:
            powers = ((power(high, a + j) - power(low, a + j)) / (a + j) for j in range(b))
            return Add(*((-1) ** j * binomial(b - 1, j) * p for j, p in enumerate(powers)))
        if a.is_Integer and 0 < a <= LARGEST_OPENED:
            return change(b, a, together(1 - high), together(1 - low))
        return betainc(a, b, low, high)

    def power(base: Expr, exponent: Expr) -> Expr:
        return S.Zero if base == 0 else base**exponent

    return expr.replace(betainc, change) if expr.has(betainc) else expr


def _share(kernel: Match, s: Statistic, end: Expr, *, rising: bool) -> Expr:
    """The shifted kernel beyond the end, over the whole of the kernel."""
    table = dict(kernel.values)
    changes = {symbol: table[symbol] + shift for symbol, shift in s.shifts}
    whole = kernel.at(kernel.row.value)
    tail = kernel.at(kernel.row.tail, {**changes, END_OF_TAIL: end})
    return (tail if rising else kernel.at(kernel.row.value, changes) - tail) / whole
