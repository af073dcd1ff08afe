"""The values of a curve: by a kernel, with the stretches where there is no finite value, and limits at open ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from sympy import Expr, Limit, Rational, Symbol, oo

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.soft_limit import attempted
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.compiler import Compiler
from symbinfo.kernels.kernel import Kernel
from symbinfo.kernels.kernel_parameters import Range
from symbinfo.laws.expectation import Expectation
from symbinfo.measures.base import Measure
from symbinfo.plots.axis_ranges import Axis

__all__ = ["EndLimit", "Stretch", "Valued", "curve_of"]

#: How many places are looked at, and seconds for the limit at an end.
PLACES, SECONDS = 401, 5.0
#: What is said of a stretch without a finite value.
FINITE, INFINITE, BELOW, UNDEFINED, OUTSIDE = "finite", "infinite", "−∞", "undefined", "outside the domain"


class Valued:
    """A measure or an expression as a function of its parameters.

    Parameters
    ----------
    expr : Expr
        What is derived and compiled; its parameters keep their names.
    conditions : tuple of Boolean
        Of an expression without measures: where its parameters live.
    """

    def __init__(self, expr: Expr, conditions: tuple[Any, ...] = ()) -> None:
        self.expr = expr
        plain = not expr.has(Measure, Expectation)
        own = Domain.of(c for c in conditions if c.free_symbols <= expr.free_symbols)
        self.derivation = Derivation(left=expr, domain=own).closing(Status.CLOSED) if plain else derive(expr)
        compiler = Compiler(self.derivation)
        self.kernel = Kernel(compiler.module(), compiler)
        self.ranges: dict[Symbol, Range] = compiler.ranges
        self.names: dict[str, Symbol] = {name: symbol for symbol, name in compiler.names.items()}

    def at(self, values: Mapping[str, Any]) -> Any:
        """The values, of numbers and arrays by the names of the parameters."""
        return np.asarray(self.kernel(**values), dtype=float)

    def is_outside(self, values: Mapping[str, float]) -> bool:
        """Whether a place lies outside the domain."""
        try:
            self.kernel(**values, strict=True)
        except KernelError:
            return True
        return False

    def within(self, axis: Axis, fixed: Mapping[str, Fraction]) -> Axis:
        """The part of an axis that lies in the domain, where only a part does; found by looking, so that it is one stretch."""
        xs = np.linspace(float(axis.low), float(axis.high), PLACES)
        others = {name: float(value) for name, value in fixed.items()}
        defined = np.flatnonzero(~np.isnan(np.broadcast_to(self.at({**others, axis.symbol.name: xs}), xs.shape)))
        if not len(defined) or len(defined) > len(xs) - 3 or axis.whole:
            return axis

        def edge(inner: float, outer: float) -> Fraction:
            if not self.is_outside({**others, axis.symbol.name: outer}):
                return Fraction(outer)
            name = axis.symbol.name
            return Fraction(_edge(lambda x: not np.isnan(float(self.at({**others, name: x}))), inner, outer))

        first, last = defined[0], defined[-1]
        low = axis.low if first <= 1 else edge(xs[first], xs[first - 1])
        high = axis.high if last >= len(xs) - 2 else edge(xs[last], xs[last + 1])
        return replace(axis, low=low, high=high)

    def limit(self, symbol: Symbol, end: Fraction, sign: str, fixed: Mapping[str, Fraction]) -> Any:
        """The limit as a parameter tends to an end, derived; None where none is found in time."""
        numbers = {self.names[name]: Rational(value) for name, value in fixed.items() if name in self.names}

        def derived() -> Any:
            try:
                found = derive(Limit(self.expr.subs(numbers), symbol, Rational(end), sign))
            except (SymbinfoError, ArithmeticError, NotImplementedError, TypeError, ValueError):
                return None
            return found.result if found.status in (Status.CLOSED, Status.INFINITE) else None

        return attempted(derived, SECONDS, None)


@dataclass(frozen=True)
class Stretch:
    """A part of an axis on which the values are of one kind, with the places that are drawn where they are finite."""

    kind: str
    low: float
    high: float
    xs: Any = ()
    ys: Any = ()


@dataclass(frozen=True)
class EndLimit:
    """What the values tend to at an end where they have none; `value` is a SymPy number, or infinite."""

    place: float
    value: Any
    from_left: bool


def curve_of(valued: Valued, axis: Axis, fixed: Mapping[str, Fraction]) -> tuple[list[Stretch], list[EndLimit]]:
    """The stretches of an axis, and the limits at the ends of those that are finite."""
    others = {name: float(value) for name, value in fixed.items()}

    def at(x: Any) -> Any:
        return valued.at({**others, axis.symbol.name: x})

    low, high = float(axis.low), float(axis.high)
    if axis.whole:
        xs = np.arange(np.ceil(low), np.floor(high) + 1)
        return _of_whole_numbers(xs, np.broadcast_to(at(xs), xs.shape)), []
    xs = np.linspace(low, high, PLACES)
    ys = np.broadcast_to(at(xs), xs.shape)
    kinds = [_kind(y) for y in ys]

    def named(kind: str, x: float) -> str:
        return OUTSIDE if kind == UNDEFINED and valued.is_outside({**others, axis.symbol.name: x}) else kind

    edges, order = [low], [kinds[0]]
    for i in range(1, len(xs)):
        if kinds[i] != kinds[i - 1]:
            edges.append(_edge(lambda x: _kind(float(at(x))) == kinds[i - 1], xs[i - 1], xs[i]))  # noqa: B023
            order.append(kinds[i])
    edges.append(high)
    thin = 1e-9 * (high - low)
    stretches, limits = [], []
    for kind, a, b in zip(order, edges, edges[1:], strict=False):
        if b - a <= thin:  # an open end, or a gap of one place
            continue
        if kind != FINITE:
            stretches.append(Stretch(named(kind, (a + b) / 2), a, b))
            continue
        inner = xs[(xs > a) & (xs < b)]
        steps = (b - a) * 10.0 ** -np.arange(2, 10)
        places = np.unique(np.concatenate([[a, b], a + steps, b - steps, inner]))
        values = np.broadcast_to(at(places), places.shape)
        finite = np.isfinite(values)
        stretches.append(Stretch(FINITE, a, b, places[finite], values[finite]))
        for x, y, left in ((a, values[0], False), (b, values[-1], True)):
            if not np.isfinite(y):
                exact = valued.limit(axis.symbol, _simple(x, thin), "-" if left else "+", fixed)
                if exact is not None and (exact in (oo, -oo) or exact.is_number):
                    limits.append(EndLimit(float(_simple(x, thin)), exact, left))
    return stretches, limits


def _of_whole_numbers(xs: Any, ys: Any) -> list[Stretch]:
    found = []
    for x, y in zip(xs, ys, strict=True):
        found.append(Stretch(_kind(y), x - 0.5, x + 0.5, np.array([x]), np.array([y])))
    return found


def _kind(y: float) -> str:
    return FINITE if np.isfinite(y) else UNDEFINED if np.isnan(y) else INFINITE if y > 0 else BELOW


def _edge(is_first: Callable[[float], bool], low: float, high: float) -> float:
    """Where one kind ends and another begins."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if is_first(middle) else (low, middle)
    return float(_simple((low + high) / 2, 1e-12 * max(1.0, abs(high))))


def _simple(x: float, within: float) -> Fraction:
    """The simplest fraction near a place."""
    near = Fraction(x).limit_denominator(1000)
    return near if abs(float(near) - x) <= within else Fraction(x)
