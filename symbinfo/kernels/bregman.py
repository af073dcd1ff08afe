"""A divergence within one family as a sum of remainders: every function of Q's parameters is developed around P's.

Written out, a divergence near P = Q is a difference of large terms. Here each logarithm, log-gamma or exponential f at a
parameter y of Q becomes f(x) + f'(x) (y - x) + remainder, with x the same parameter of P. The first two parts of all of
them cancel, symbolically; what is left are remainders of convex functions, which are not negative and are computed
accurately, and products of at least two differences of parameters. That D(P||P) = 0 is a minimum is why it works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import sympy as sy

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.kernels.bessel_functions import BesselRatio, BesselRemainder
from symbinfo.kernels.increments import Increments
from symbinfo.kernels.quotients import Group, NoForm, independent, mixed_quotient, paired
from symbinfo.kernels.stable_functions import (
    ExpRemainder,
    LogGammaRemainder,
    LogRatio,
    SharesRemainder,
    SinSquare,
    StirlingRemainder,
)

__all__ = ["is_exponential", "remainder_form"]


class _Potential(sy.Function):
    """A convex function at a point, while it is being developed: its kind, the point."""

    nargs = 2


class _Slope(_Potential):
    """The derivative of a potential."""


GAMMA, STIRLING, BESSEL = sy.symbols("gamma stirling bessel")
REMAINDERS: dict[Any, Any] = {GAMMA: LogGammaRemainder, STIRLING: StirlingRemainder, BESSEL: BesselRemainder}
LARGEST = 400


def remainder_form(expr: Any, pairs: Sequence[tuple[Any, Any]], domain: Domain, ends: frozenset[Any]) -> Any | None:
    """The divergence `expr` as remainders and products of differences; None where that is not reached.

    Parameters
    ----------
    expr : Expr
        A closed form that vanishes to second order where every pair of parameters agrees.
    pairs : sequence of pairs of Symbol
        Parameters of P and Q.
    domain : Domain
        Signs.
    ends : frozenset of Symbol
        Parameters that may reach an end at which a logarithm meets a factor 0.
    """
    if not pairs or expr.count_ops() > LARGEST:
        return None
    try:
        return _Development(Increments(pairs), domain, ends).of(expr)
    except (NoForm, sy.PolynomialError):
        return None


@dataclass
class _Development:
    """One divergence on its way."""

    increments: Increments
    domain: Domain
    ends: frozenset[Any]
    found: list[Any] = field(default_factory=list)
    linear: list[Any] = field(default_factory=list)
    small: dict[Any, int] = field(default_factory=dict)
    meaning: dict[Any, Any] = field(default_factory=dict)

    def of(self, expr: Any) -> Any:
        opened = self._opened(expr)
        opened = self._developed_exponentials(opened)
        logs = self._sorted_terms(opened)
        return self._logs_and_rest(logs)

    # Preparation.

    def _opened(self, expr: Any) -> Any:
        """Logarithms split, special functions as potentials, what vanishes by itself as a symbol."""

        def change(node: Any) -> Any:
            if isinstance(node, sy.log):
                return log_of(sy.factor_terms(node.args[0]), self.domain)
            if isinstance(node, sy.Abs):
                return self._symbol("distance", node.xreplace(self.increments.to_steps), 1, sy.Abs)
            if isinstance(node, sy.cos):
                return 1 - self._symbol("turn", node.xreplace(self.increments.to_steps), 2, SinSquare)
            return None

        expr = replace_where(_betas_opened(expr), change)
        expr = sy.expand(replace_where(expr, _as_potential))
        return sy.expand(replace_where(expr, self._without_stirling_part))

    def _symbol(self, name: str, node: Any, order: int, make: Any) -> Any:
        argument = sy.expand(node.args[0])
        if not argument.free_symbols <= set(self.increments.steps.values()):
            raise NoForm
        meaning = make(argument)
        for symbol, known in self.meaning.items():
            if known == meaning:
                return symbol
        symbol = sy.Dummy(name, nonnegative=True)
        self.small[symbol], self.meaning[symbol] = order, meaning
        return symbol

    def _without_stirling_part(self, node: Any) -> Any:
        """Write log Gamma(x) = x log x - x + rest, where x belongs to one law: the main parts of all of them combine."""
        if not isinstance(node, _Potential) or node.args[0] != GAMMA:
            return None
        x = node.args[1]
        if not (self.increments.of_first(x) or self.increments.of_second(x)):
            return None
        rest = node.func(STIRLING, x)
        log = log_of(sy.factor_terms(x), self.domain)
        return rest + log if isinstance(node, _Slope) else x * log - x + rest

    # Exponentials: c exp(u) with u = 0 at agreement is c (1 + u + remainder).

    def _developed_exponentials(self, expr: Any) -> Any:
        terms = []
        for term in sy.Add.make_args(expr):
            wild = [f for f in sy.Mul.make_args(term) if is_exponential(f)]
            if not wild:
                terms.append(term)
                continue
            product = sy.Mul(*wild)
            at = sy.simplify(self.increments.agree(product).xreplace(dict.fromkeys(self.small, sy.S.Zero)))
            if at.free_symbols or not at.is_positive:
                raise NoForm
            factor = term / product * at
            if not self.domain.positive(factor):
                raise NoForm
            exponent = sy.expand(sum(log_of(f, self.domain) for f in wild) - log_of(at, self.domain))
            exponent = replace_where(exponent, _as_potential)
            accurate = _Development(self.increments, self.domain, frozenset(), meaning=self.meaning, small=self.small)
            self.found.append(factor * ExpRemainder(accurate.step(exponent)))
            terms += [factor, factor * exponent]
        return sy.expand(sy.Add(*terms))

    def step(self, expr: Any) -> Any:
        """An expression that vanishes at agreement, without cancellation: logarithms as log(1 + small)."""
        logs = self._sorted_terms(sy.expand(expr))
        return self._logs_and_rest(logs, order=1)

    # Sorting, and developing the potentials.

    def _sorted_terms(self, expr: Any) -> dict[Any, Any]:
        """The coefficients of the logarithms; potentials go to `found` and, linearised, to `linear`."""
        logs: dict[Any, Any] = {}
        potentials: dict[Any, Any] = {}
        for term in sy.Add.make_args(expr):
            wild = [f for f in sy.Mul.make_args(term) if isinstance(f, (sy.log, _Potential))]
            if len(wild) > 1 or _has_exponential(term):
                raise NoForm
            if not wild or not wild[0].free_symbols:
                self.linear.append(term)
            elif isinstance(wild[0], sy.log):
                logs[wild[0].args[0]] = logs.get(wild[0].args[0], sy.S.Zero) + term / wild[0]
            else:
                potentials[wild[0]] = potentials.get(wild[0], sy.S.Zero) + term / wild[0]
        self._develop(potentials)
        return {x: sy.factor(c) for x, c in logs.items() if sy.cancel(c) != 0}

    def _develop(self, potentials: dict[Any, Any]) -> None:
        total: dict[Any, Any] = {}

        def add(node: Any, coefficient: Any) -> None:
            total[node] = total.get(node, sy.S.Zero) + coefficient

        for node, coefficient in potentials.items():
            kind, y = node.args
            x = self.increments.agree(y)
            if x == y:
                add(node, coefficient)
                continue
            if isinstance(node, _Slope):
                raise NoForm
            d = self.increments.terms(y - x, self.small)
            if d is None:
                raise NoForm
            step = self.increments.written(sy.Add(*(m * c for m, c in d.items())))
            self.found.append(coefficient * REMAINDERS[kind](x, y, step))
            add(_Potential(kind, x), coefficient)
            add(_Slope(kind, x), coefficient * (y - x))
        for node, coefficient in total.items():
            kind, x = node.args
            if not x.free_symbols and kind == GAMMA:
                value = sy.digamma(x) if isinstance(node, _Slope) else log_of(sy.gamma(x), self.domain)
                self.linear.append(coefficient * sy.expand(_number(value)))
            elif sy.cancel(coefficient) != 0:
                self.linear.append(coefficient * self._kept(node))

    def _kept(self, node: Any) -> Any:
        """A symbol for a slope that stays, as a factor of a product of differences."""
        if not isinstance(node, _Slope) or node.args[0] != BESSEL:
            raise NoForm
        symbol = sy.Dummy("ratio", positive=True)
        self.meaning[symbol] = BesselRatio(node.args[1])
        return symbol

    # Logarithms.

    def _logs_and_rest(self, logs: dict[Any, Any], order: int = 2) -> Any:
        for merged in (False, True):
            value = self._with_groups(self._groups(logs, merged), order)
            if value is not None:
                return value
        raise NoForm

    def _with_groups(self, groups: list[Group], order: int) -> Any | None:
        flat = {i for i, group in enumerate(groups) if group.flat}
        others = [i for i in range(len(groups)) if i not in flat]
        for size in range(len(others) + 1) if order == 2 else [len(others)]:
            for plain in combinations(others, size):
                value = self._with_plain(groups, flat | set(plain), order)
                if value is not None:
                    return value
        return None

    def _with_plain(self, groups: list[Group], plain: set[int], order: int) -> Any | None:
        """The whole with some groups as log(1 + e), the others as remainders; None if first-order parts are left."""
        found, linear = list(self.found), list(self.linear)
        for i, group in enumerate(groups):
            if i in plain:
                found.append(group.coefficient * LogRatio(group.small, *paired(group.tops, group.bottoms)))
            else:
                found.append(group.remainder(self.ends))
                linear.append(group.linear)
        terms = self.increments.terms(sy.Add(*linear), self.small)
        if terms is not None and any(self.increments.order(m, self.small) < order for m in terms):
            terms = self.increments.terms(self._related(sy.Add(*linear)), self.small)
        if terms is None:
            return None
        if any(self.increments.order(m, self.small) < order for m in terms):
            return None
        rest = self.increments.written(sy.Add(*(m * c for m, c in terms.items())))
        meaning = {symbol: self.increments.written(value) for symbol, value in self.meaning.items()}
        return sy.Add(*_with_shares(found), rest).xreplace(meaning)

    def _related(self, expr: Any) -> Any:
        """The expression with what the equations of the domain determine put in."""
        return expr.xreplace(dict(self._determined))

    @property
    def _determined(self) -> list[tuple[Any, Any]]:
        """From each equation of the domain (probabilities add up to 1), one symbol by the others."""
        found = []
        for equation in self.domain.conditions:
            if isinstance(equation, sy.Eq):
                rest = equation.lhs - equation.rhs
                symbol = max(rest.free_symbols, key=sy.default_sort_key)
                slope = sy.diff(rest, symbol)
                if slope.is_number:
                    found.append((symbol, sy.expand(symbol - rest / slope)))
        return found

    def _shortest(self, coefficient: Any) -> Any:
        """A coefficient in the shortest way that the equations of the domain allow: 1 - p1 - p2 is p3."""
        ways = [coefficient]
        for symbol, value in self._determined:
            for other in value.free_symbols:
                slope = sy.diff(value, other)
                ways.append(sy.factor(coefficient.xreplace({other: sy.expand(other + (symbol - value) / slope)})))
        return min(ways, key=lambda c: (c.count_ops(), sy.default_sort_key(c)))

    def _groups(self, logs: dict[Any, Any], merged: bool) -> list[Group]:
        """Logarithms of quotients that are 1 at agreement; merged: with independent coefficients."""
        logs = {x: self._shortest(c) for x, c in logs.items()}
        pairs: list[tuple[Any, list[Any], list[Any]]] = []
        mixed: dict[Any, Any] = {}
        for x, c in logs.items():
            partner = self.increments.agree(x)
            if not x.free_symbols or self.increments.of_first(x) or partner == x:
                mixed.setdefault(x, c)
            elif self.increments.of_second(x) and sy.cancel(logs.get(partner, sy.S.Zero) + c) == 0:
                pairs.append((-c, [partner], [x]))
            else:
                mixed[x] = c
        for _, tops, _ in pairs:
            mixed.pop(tops[0], None)
        own = [self._group(*g, flat=False) for g in independent(pairs, merged)]
        return own + [self._group(*self._normalised(*g), flat=True) for g in mixed_quotient(mixed)]

    def _normalised(self, coefficient: Any, tops: list[Any], bottoms: list[Any]) -> tuple[Any, list[Any], list[Any]]:
        """The quotient divided by its value at agreement, which is a number."""
        at = sy.cancel(self.increments.agree(sy.Mul(*tops) / sy.Mul(*bottoms)))
        if at.free_symbols or not at.is_positive:
            raise NoForm
        self.linear.append(coefficient * log_of(at, self.domain))
        return coefficient, tops, [*bottoms, at]

    def _group(self, coefficient: Any, tops: list[Any], bottoms: list[Any], flat: bool) -> Group:
        if coefficient.is_negative or self.domain.positive(-coefficient):
            coefficient, tops, bottoms = -coefficient, bottoms, tops
        elif not self.domain.positive(coefficient):
            at_ends = self.ends and coefficient.free_symbols & self.ends
            if not (at_ends and self.domain.nonnegative(coefficient)):
                raise NoForm
        # coefficient*log(tops/bottoms) = coefficient*(r - 1 - log r) - coefficient*(r - 1) for r = bottoms/tops.
        backward, forward = self._small(bottoms, tops), self._small(tops, bottoms)
        return Group(coefficient, tuple(tops), tuple(bottoms), backward, forward, flat)

    def _small(self, tops: list[Any], bottoms: list[Any]) -> Any:
        found = self.increments.small_quotient(tops, bottoms, self.small)
        if found is not None:
            return found
        top, bottom = sy.Mul(*tops), sy.Mul(*bottoms)
        within = _Development(self.increments, self.domain, frozenset(), meaning=self.meaning, small=self.small)
        return within.step(top - bottom) / bottom


def _with_shares(found: list[Any]) -> list[Any]:
    """Remainders of log-gamma functions less the one of their sum, as one function."""
    less = next((f for f in found if isinstance(-f, StirlingRemainder)), None)
    parts = [f for f in found if isinstance(f, StirlingRemainder)]
    if less is None or len(parts) < 2 or sy.expand(sum(f.args[0] for f in parts) - (-less).args[0]) != 0:
        return found
    kept = [f for f in found if f not in parts and f is not less]
    return [*kept, SharesRemainder(*(a for part in parts for a in part.args))]


# Reading special functions.


def _betas_opened(expr: Any) -> Any:
    def change(node: Any) -> Any:
        if isinstance(node, sy.log) and node.has(sy.beta):
            return sy.log(node.args[0].replace(sy.beta, lambda a, b: sy.gamma(a) * sy.gamma(b) / sy.gamma(a + b)))
        return None

    return replace_where(expr, change)


def _as_potential(node: Any) -> Any:
    if isinstance(node, sy.loggamma):
        return _Potential(GAMMA, node.args[0])
    if isinstance(node, sy.log) and isinstance(node.args[0], sy.gamma):
        return _Potential(GAMMA, node.args[0].args[0])
    if isinstance(node, sy.polygamma) and node.args[0] == 0:
        return _Slope(GAMMA, node.args[1])
    if isinstance(node, sy.log) and isinstance(node.args[0], sy.besseli) and node.args[0].args[0] == 0:
        return _Potential(BESSEL, node.args[0].args[1])
    if isinstance(node, sy.Mul):
        top = next((f for f in node.args if isinstance(f, sy.besseli) and f.args[0] == 1), None)
        if top is not None and 1 / sy.besseli(0, top.args[1]) in node.args:
            rest = sy.Mul(*(f for f in node.args if f not in (top, 1 / sy.besseli(0, top.args[1]))))
            return rest * _Slope(BESSEL, top.args[1])
    return None


def is_exponential(factor: Any) -> bool:
    """Whether the factor is an exponential, a gamma function or a power with a symbolic exponent."""
    if isinstance(factor, (sy.exp, sy.gamma)):
        return True
    return isinstance(factor, sy.Pow) and (not factor.exp.is_Rational or is_exponential(factor.base))


def _has_exponential(term: Any) -> bool:
    return any(is_exponential(f) for f in sy.Mul.make_args(term))


def _number(value: Any) -> Any:
    return sy.expand_func(value) if value.has(sy.polygamma) else value
