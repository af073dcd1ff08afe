"""The largest or the least value of a measure over its parameters: closed form, stationary point, concavity, bound.

One parameter is taken after the other. Where the closed form has its derivative 0 at a place and is concave in some
coordinate, its value there bounds it; where it is monotone, that at the end of the range does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from sympy import (
    Derivative,
    Eq,
    Expr,
    FiniteSet,
    Limit,
    Min,
    S,
    Subs,
    Symbol,
    Tuple,
    diff,
    limit,
    nan,
    oo,
    simplify,
    zoo,
)

from symbinfo.derivation import Derivation, EqualityCase, Relation, Status, Step
from symbinfo.derivation.optima.found import OptimumDerivation, as_answered, first_proved, is_proved
from symbinfo.derivation.optima.input_of_channel import as_channel
from symbinfo.derivation.optima.stationary import (
    COORDINATES,
    Coordinate,
    Interval,
    interval_of,
    measure_at_end,
    places_of,
    sign_at,
    sorted_ends,
    stationary_points,
)
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.calculus import DIFFERENTIATE, PUT_IN
from symbinfo.derivation.rules.inequalities import ABOVE_ZERO, BELOW_ZERO
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import MeasureError, SymbinfoError
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.expressions.verdict_words import Level
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.strengthen import laws_in, probabilities
from symbinfo.measures.base import Measure
from symbinfo.measures.optimum import OverParameters

__all__ = ["over_parameters"]

LONGEST_LIMIT = 5.0


def over_parameters(question: OverParameters) -> OptimumDerivation:
    """The answer to a question for an optimum over parameters.

    Parameters
    ----------
    question : OverParameters
        What is asked.

    Raises
    ------
    MeasureError
        When the measure has no closed form, or no optimum is found in closed form.
    """
    if (channel := as_channel(question)) is not None:
        return channel
    whole = _plain(question) or door("derive")(question.objective)
    if whole.status is not Status.CLOSED:
        words = {Status.INFINITE: "is infinite", Status.UNDEFINED: "is not defined"}
        what = words.get(whole.status, "has no closed form here")
        raise MeasureError(f"{question.objective} {what}: no optimum over {_listed(question.variables)} is derived")
    strong = {user: own for own, user in whole.symbols}
    where = question.where.xreplace(strong)
    start = replace(whole, domain=whole.domain.and_(where), limits=())
    added = Domain.of([where]).conditions
    variables = [strong.get(symbol, symbol) for symbol in question.variables]
    search = _Search(start, evaluated(start.stands), question, added)
    for symbol in _in_order(search.value, variables):
        search.over(symbol)
    return search.answer(question, variables)


def _plain(question: OverParameters) -> Derivation | None:
    """Of an expression without measures nothing is to be derived but its bound."""
    if question.objective.has(Measure, Expectation):
        return None
    return Derivation(left=question.objective, domain=Domain.of([question.where])).closing(Status.CLOSED)


def _listed(symbols: Any) -> str:
    return ", ".join(map(str, symbols))


def _in_order(value: Expr, variables: list[Symbol]) -> list[Symbol]:
    """Those first in which the expression is a polynomial: their stationary points are simple."""
    return sorted(variables, key=lambda symbol: not value.is_polynomial(symbol))


class _Search:
    """A chain of bounds, one parameter after the other."""

    def __init__(self, start: Derivation, value: Expr, question: OverParameters, added: tuple[Any, ...]) -> None:
        self.chain, self.value, self.question, self.added = start, value, question, added
        self.largest = question.kind.endswith("max")
        self.at: dict[Symbol, Expr] = {}
        self.also: list[Expr] = []
        self.ends: list[tuple[Symbol, Expr, Expr]] = []
        self.remarks: list[str] = []
        self.certain = True

    @property
    def sign(self) -> int:
        return 1 if self.largest else -1

    def over(self, symbol: Symbol) -> None:
        """Bound the expression over one parameter."""
        if symbol not in self.value.free_symbols:
            self.remarks.append(f"The value does not depend on {symbol}.")
            return
        if symbol.is_integer:
            raise MeasureError(f"{symbol} is a whole number: optima are derived over real parameters")
        interval = interval_of(symbol, self.chain.domain)
        if interval.lower.has(Min) or (not interval.upper.is_finite and interval.upper != oo):
            raise MeasureError(f"the range of {symbol} is not one interval: say it, as in {symbol} <= 1")
        points = stationary_points(self.value, symbol, interval, self.chain.domain)
        best = self._best(symbol, points, interval)
        if best is not None:
            self._stationary(symbol, best, interval)
        else:
            self._at_an_end(symbol, interval)

    def _others(self, symbol: Symbol) -> Domain:
        return Domain.of(c for c in self.chain.domain.conditions if not c.has(symbol))

    def _best(self, symbol: Symbol, points: list[Expr], interval: Interval) -> Expr | None:
        """The stationary point whose value is not beaten at any place that is looked at."""
        for point in points:
            gap = self.sign * (self.value.xreplace({symbol: point}) - self.value)
            values = [gap.xreplace(place).evalf(25) for place in places_of(gap, self.chain.domain, (symbol,))]
            if values and all(value.is_real and value > -1e-18 for value in values):
                return point
        return None

    # --- at a stationary point ---------------------------------------------------------------------------------------

    def _stationary(self, symbol: Symbol, point: Expr, interval: Interval) -> None:
        bound = tidy(self.value.xreplace({symbol: point}), self._others(symbol))
        ways: list[Callable[[], Derivation | None]] = [
            partial(self._in_coordinate, symbol, point, bound, interval, coordinate)
            for coordinate in COORDINATES
            if interval.lower.is_nonnegative or not coordinate.positive
        ]
        found = first_proved(ways)
        if found is None:
            raise MeasureError(
                f"the derivative in {symbol} is 0 at {symbol} = {point}, and that this is the optimum is not shown"
            )
        self._take(symbol, point, found, bound)

    def _in_coordinate(
        self, symbol: Symbol, point: Expr, bound: Expr, interval: Interval, coordinate: Coordinate
    ) -> Derivation | None:
        """The bound by concavity in a coordinate; None where the second derivative has not one sign."""
        t = Symbol(free_name("tuvw", self.value.free_symbols), positive=coordinate.of(symbol).is_positive, real=True)
        body = self.sign * coordinate.body(self.value, symbol, t)
        low, high = sorted_ends(coordinate, interval)
        inside = Domain.of(
            [*self._others(symbol).conditions, *([low < t] if low != -oo else []), *([t < high] if high != oo else [])]
        )
        if sign_at(diff(body, t, 2), inside) != -1:
            return None
        place = coordinate.of(symbol)
        target = _simple(coordinate.of(point))
        line = TangentLine(None, S(self.sign), S.One, place, (t, body, target, low, high))
        words = coordinate.words.format(symbol)
        curve = "concave" if self.largest else "convex"
        extreme = "maximum" if self.largest else "minimum"
        said = f"In the coordinate {words} this is {curve}" if words else f"This is {curve} in {symbol}"
        because = f"The first derivative is 0 at {symbol} = {point}. {said}, so that its only stationary point is its {extreme}."
        rule = "maximum-of-concave-function" if self.largest else "minimum-of-convex-function"
        lemmas = self._lemmas(symbol, point, body, t, inside, coordinate)
        case = EqualityCase(f"{symbol} = {point}", Eq(place, target, evaluate=False))
        return self._bounded(bound, because, lemmas, case, Reasoning("largest-value", tangent=line), rule)

    def _lemmas(
        self, symbol: Symbol, point: Expr, body: Expr, t: Symbol, inside: Domain, coordinate: Coordinate
    ) -> tuple[Derivation, ...]:
        value, domain = self.value, self.chain.domain
        rules = (DIFFERENTIATE, PUT_IN, COLLECT)
        slope = run(Derivative(value, symbol), rules, domain)
        zero = run(Subs(Derivative(value, symbol), symbol, point), rules, self._others(symbol))
        if coordinate.words:
            curve, sign, where = self.sign * body, -self.sign, inside
            bend = run(Derivative(curve, (t, 2)), (*rules, BELOW_ZERO if sign < 0 else ABOVE_ZERO), where)
        else:
            bend = run(Derivative(value, (symbol, 2)), (*rules, BELOW_ZERO if self.largest else ABOVE_ZERO), domain)
        there = run(Subs(value, symbol, point), (PUT_IN, COLLECT), self._others(symbol))
        return tuple(lemma for lemma in (slope, zero, bend, there) if lemma.steps)

    def _bounded(
        self,
        bound: Expr,
        because: str,
        lemmas: tuple[Derivation, ...],
        case: EqualityCase | None,
        witness: Reasoning,
        rule: str,
    ) -> Derivation:
        relation = Relation.LE if self.largest else Relation.GE
        return self.chain.then(Step(relation, bound, rule, because, lemmas, equality=case, witness=witness))

    def _take(self, symbol: Symbol, point: Expr, found: Derivation, bound: Expr) -> None:
        self.certain = self.certain and is_proved(found)
        self.at = {own: _simple(value.xreplace({symbol: point})) for own, value in self.at.items()} | {symbol: point}
        self.chain, self.value = found, evaluated(bound)

    # --- at an end of the range --------------------------------------------------------------------------------------

    def _at_an_end(self, symbol: Symbol, interval: Interval) -> None:
        """The end at which the value is best, where it is monotone, or convex where the largest is asked."""
        slope = diff(self.value, symbol)
        rising = sign_at(slope, self.chain.domain)
        upper = (rising == 1) == self.largest if rising in (1, -1) else self._better_end(symbol, interval)
        end = interval.upper if upper else interval.lower
        others = self._others(symbol)
        bound = self._limit(symbol, end, "-" if upper else "+")
        if bound is None:
            raise MeasureError(f"no optimum over {symbol} is found in closed form: evaluate at numbers")
        gap = self.sign * (bound - self.value)
        beaten = bound.is_finite is not False and any(
            not (value := gap.xreplace(place).evalf(25)).is_real or value < -1e-18
            for place in places_of(gap, self.chain.domain, (symbol,))
        )
        if beaten:
            raise MeasureError(f"no optimum over {symbol} is found in closed form: evaluate at numbers")
        word = "largest" if self.largest else "least"
        if bound.is_infinite:
            self._without_bound(symbol, end, bound)
            return
        bound = tidy(bound, others)
        way = {1: f"The value increases in {symbol}", -1: f"The value decreases in {symbol}"}.get(rising or 0, "")
        because = f"{way}: it is {word} at the end {symbol} = {end}." if way else f"It is {word} at {symbol} = {end}."
        reached = self._reached(symbol, end, bound)
        if reached is None:
            because = because[:-1] + ", which it tends to and does not reach."
        rules = (DIFFERENTIATE, COLLECT, ABOVE_ZERO if rising == 1 else BELOW_ZERO)
        lemmas: tuple[Derivation, ...] = ()
        if way:
            lemmas = (run(Derivative(self.value, symbol), rules, self.chain.domain),)
        if reached is not None:
            lemmas = (*lemmas, reached)
        plain = self._bounded(bound, because, lemmas, None, Reasoning("sign"), "value-at-an-end")
        ways: list[Callable[[], Derivation | None]] = [
            lambda: plain,
            partial(self._by_tangent, symbol, end, bound, because, lemmas),
        ]
        found = first_proved(ways) or plain
        self._take(symbol, end, found, bound)
        strict = bool(lemmas) and way != "" and lemmas[0].relation in (Relation.LT, Relation.GT)
        self.certain = self.certain and (strict or not self.question.kind.startswith("arg"))
        if reached is None:
            self.ends.append((symbol, end, bound))
        elif not way and len(self.question.variables) == 1:
            other = interval.lower if upper else interval.upper
            again = self._limit(symbol, other, "+" if upper else "-")
            if again is not None and simplify(again - bound) == 0 and self._reached(symbol, other, bound) is not None:
                self.also = [other]

    def _reached(self, symbol: Symbol, end: Expr, bound: Expr) -> Derivation | None:
        """The measure at an end that belongs to the range, where its value there is the bound; None otherwise."""
        own = dict(self.chain.symbols).get(symbol, symbol)
        interval = interval_of(symbol, self.chain.domain)
        belongs = any(
            closed and end == place
            for place, closed in zip((interval.lower, interval.upper), interval.closed, strict=True)
        )
        if not belongs and not (end in (0, 1) and own in probabilities(laws_in(self.question.objective))):
            return None
        try:
            there: Derivation = door("derive")(measure_at_end(self.question.objective, own, end))
        except (SymbinfoError, ValueError, TypeError):
            return None
        if there.status is not Status.CLOSED or len(self.question.variables) > 1:
            return None
        return there if simplify(there.result - bound.xreplace(dict(self.chain.symbols))) == 0 else None

    def _by_tangent(
        self, symbol: Symbol, end: Expr, bound: Expr, because: str, lemmas: tuple[Derivation, ...]
    ) -> Derivation | None:
        """Where the end lies inside the range of the law: by the tangent there, which rises or falls towards it."""
        wide = Domain.of(c for c in self.chain.domain.conditions if c not in self.added)
        interval = interval_of(symbol, wide)
        if not end.is_finite or not interval.holds(end, self._others(symbol)):
            return None
        t = Symbol(free_name("tuvw", self.value.free_symbols), positive=symbol.is_positive, real=True)
        slope = simplify(diff(self.value, symbol).xreplace({symbol: end}))
        body = self.sign * (self.value.xreplace({symbol: t}) - slope * t)
        low, high = interval.lower, interval.upper
        ends = [*([low < t] if low != -oo else []), *([t < high] if high != oo else [])]
        if sign_at(diff(body, t, 2), Domain.of([*self._others(symbol).conditions, *ends])) != -1:
            return None
        line = TangentLine(None, S(self.sign), S.One, symbol, (t, body, end, low, high))
        curve = "concave" if self.largest else "convex"
        side = "below" if self.largest else "above"
        words = f"This is {curve} in {symbol}, and lies {side} its tangent at {symbol} = {end}."
        touching = add(bound, mul(slope, add(symbol, -end)))
        first = self._bounded(touching, words, (), None, Reasoning("largest-value", tangent=line), "tangent-at-a-place")
        relation = Relation.LE if self.largest else Relation.GE
        last = Step(relation, bound, "value-at-an-end", because, lemmas, witness=Reasoning("sign"))
        return first.then(last)

    def _better_end(self, symbol: Symbol, interval: Interval) -> bool:
        """Whether the value at the upper end beats that at the lower one."""
        low, high = (self._limit(symbol, end, side) for end, side in ((interval.lower, "+"), (interval.upper, "-")))
        if low is None or high is None:
            raise MeasureError(f"no optimum over {symbol} is found in closed form: evaluate at numbers")
        if low.is_infinite or high.is_infinite:
            return high == self.sign * oo
        return sign_at(self.sign * (high - low), self._others(symbol)) in (0, 1)

    def _limit(self, symbol: Symbol, end: Expr, side: str) -> Expr | None:
        def taken() -> Expr | None:
            try:
                found = limit(self.value, symbol, end, side) if end.is_finite else limit(self.value, symbol, end)
            except (NotImplementedError, ValueError, TypeError, ArithmeticError, AttributeError):
                return None
            return None if found.has(nan, zoo, Limit) else found

        return attempted(taken, LONGEST_LIMIT, None)

    def _without_bound(self, symbol: Symbol, end: Expr, bound: Expr) -> None:
        where = f"as {symbol} grows without bound" if end == oo else f"as {symbol} tends to {end}"
        if end == -oo:
            where = f"as {symbol} falls without bound"
        word, side = ("largest", "above") if self.largest else ("least", "below")
        self.remarks.append(f"Not bounded from {side}: {where}, the value tends to {bound}, and none is {word}.")
        self.ends.append((symbol, end, bound))
        self.at = {**self.at, symbol: end}
        self.value, self.certain = bound, False

    # --- the answer --------------------------------------------------------------------------------------------------

    def answer(self, question: OverParameters, variables: list[Symbol]) -> OptimumDerivation:
        """The chain with its answer."""
        back = dict(self.chain.symbols)
        at = tuple((back.get(v, v), self.at[v].xreplace(back)) for v in variables if v in self.at)
        value = self.value.xreplace(back)
        said = " and ".join(f"{symbol} = {place}" for symbol, place in at)
        if self.ends:
            what = "maximiser" if self.largest else "minimiser"
            there = "there is no value at" if value.is_finite is not False else "it is not reached at"
            kind = "least upper bound" if self.largest else "greatest lower bound"
            if value.is_finite is not False:
                self.remarks.append(f"The {kind} is {value}, and there is no {what}: {there} {said}.")
            if question.kind.startswith("arg"):
                raise MeasureError(f"there is no {what}: {self.remarks[-1][0].lower()}{self.remarks[-1][1:]}")
        status = Status.INFINITE if value.is_infinite else Status.CLOSED
        chain = self.chain.closing(status, remarks=(*self.chain.remarks, *self.remarks))
        place: Any = (
            FiniteSet(at[0][1], *self.also)
            if self.also
            else at[0][1]
            if len(at) == 1
            else Tuple(*(found for _, found in at))
        )
        answer = place if question.kind.startswith("arg") else value
        return as_answered(
            chain,
            question,
            answer,
            at=at,
            also=tuple((at[0][0], place) for place in self.also),
            taken=not self.ends,
            evidence=Level.PROVED if self.certain else Level.NONE,
        )


def _simple(value: Expr) -> Expr:
    found: Expr = simplify(value)
    return found
