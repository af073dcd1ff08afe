"""Parameters as people hold them: log-variances, logits, precisions. A form for plain parameters, with maps put in.

A form is made of differences p - q of parameters and of ratios p/q. Where p = f(x) and q = f(y), both vanish with x - y,
and are computed from it by the rules of the tree of f: exp(x) - exp(y) is exp(y) expm1(x - y), the logarithm of a ratio
of sums of exponentials is log(1 + sum of w expm1(x - y)), and so on. A number on Q's side is f at its own y: the 1 of
``Normal(0, 1)`` beside exp(v/2) is exp(0/2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

import sympy as sy

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.kernels.increments import difference
from symbinfo.kernels.quotients import NoForm
from symbinfo.kernels.stable_functions import (
    Difference,
    DotRatio,
    ExpRemainder,
    ExpStep,
    Gap,
    GapOfLogs,
    LogGammaRemainder,
    LogRatio,
    LogRemainder,
    LogSum,
    LogSumStep,
    TimesLog,
)

__all__ = ["Maps", "is_logarithmic", "log_of_positive", "readable"]

HYPERBOLIC = (sy.sinh, sy.cosh, sy.tanh, sy.coth, sy.sech, sy.csch)
LARGEST_MATCHED = 5  # terms of a sum whose order is looked for


def readable(expr: Any) -> Any:
    """An expression with quotients of sums of exponentials as 1/(sum), whose logarithm never overflows.

    Examples
    --------
    >>> x, y = sy.symbols("x y", real=True)
    >>> readable(sy.exp(x) / (sy.exp(x) + sy.exp(y)))
    1/(exp(-x + y) + 1)
    >>> readable(1 - 1 / (1 + sy.exp(-x)))
    1/(exp(x) + 1)
    """
    opened = _opened(_in_exponentials(expr, HYPERBOLIC))
    if expr.has(sy.tanh) and not is_logarithmic(opened):
        # Where no logarithm is asked for, a difference of its values has a formula of its own.
        return _opened(_in_exponentials(expr, tuple(set(HYPERBOLIC) - {sy.tanh})))
    return opened


def _in_exponentials(expr: Any, kinds: tuple[Any, ...]) -> Any:
    return replace_where(expr, lambda node: node.rewrite(sy.exp) if isinstance(node, kinds) else None)


def _opened(expr: Any) -> Any:
    if isinstance(expr, sy.Add) and not expr.has(sy.exp) and any(_is_fraction(term) for term in expr.args):
        whole = sy.factor(sy.together(expr))  # 1 - 1/(1 + x**2) is x**2/(1 + x**2)
        return expr if isinstance(whole, sy.Add) else whole
    if not expr.has(sy.exp) or isinstance(expr, (sy.exp, sy.log)):
        return expr
    top, bottom = (sy.expand(part) for part in sy.fraction(sy.cancel(sy.together(expr))))
    growing = [f for f in sy.Mul.make_args(top) if isinstance(f, sy.exp)]
    if growing and isinstance(bottom, sy.Add):
        product = sy.Mul(*growing)
        # One exponential a term: exp(-x)*exp(y) would be 0 times infinity far out.
        return top / product / sy.Add(*(sy.powsimp(term / product, combine="exp") for term in bottom.args))
    return sy.expand_mul(top / bottom) if isinstance(top, sy.Add) and not isinstance(bottom, sy.Add) else top / bottom


def is_logarithmic(expr: Any) -> bool:
    """Whether the logarithm of a positive expression is simpler than itself: exponentials, their sums and quotients."""
    if isinstance(expr, sy.exp):
        return True
    if isinstance(expr, sy.Add):
        return all(t.is_positive for t in expr.args) and any(map(is_logarithmic, expr.args))
    if isinstance(expr, sy.Mul):
        return bool(expr.is_positive) and any(map(is_logarithmic, expr.args))
    return isinstance(expr, sy.Pow) and not expr.exp.free_symbols and is_logarithmic(expr.base)


def _is_fraction(term: Any) -> bool:
    return any(isinstance(base, sy.Add) for base in sy.fraction(term)[1].as_powers_dict())


class Maps:
    """The maps of one question: what P's parameters are, and what stands for them on Q's side.

    Parameters
    ----------
    given : mapping of Symbol to pair of Expr
        For each symbol of a form its value, and the value of the parameter that it equals where the laws agree; P's
        symbols and Q's.
    first : collection of Symbol
        Which of them are P's; None: all.
    domain : Domain
        Further signs.
    """

    def __init__(
        self, given: Mapping[Any, tuple[Any, Any]], first: frozenset[Any] | None = None, domain: Domain | None = None
    ) -> None:
        self.domain = domain or Domain()
        self.given: dict[Any, Any] = {}
        self.to_second: dict[Any, Any] = {}
        self.numbers: dict[Any, Any] = {}
        self.beside: list[tuple[Any, Any]] = []
        self.logarithmic = False
        for symbol, (own, other) in given.items():
            self.given[symbol] = self._entered(readable(own), readable(other), first is None or symbol in first)

    def _entered(self, own: Any, other: Any, is_first: bool) -> Any:
        """The value to put in for a symbol, when P's tree is laid beside Q's."""
        self.logarithmic = self.logarithmic or is_logarithmic(own)
        a, b = (own, other) if is_first else (other, own)
        if b.is_number and not a.is_number:
            self.beside.append((a, b))
            found = self._inverted(a, b)
            return own if is_first or found is None else found
        for found in _matches(a, b, self.to_second):
            self.to_second = found
            break
        return own

    def _inverted(self, a: Any, number: Any) -> Any | None:
        """The tree of `a` where it has the value of a number, its symbol replaced by a place for that."""
        known = a.xreplace(self.to_second)
        if not known.free_symbols - set(self.numbers):
            return known if sy.N(known.xreplace(self.numbers) - number, 30) == 0 else None
        if len(a.free_symbols) != 1:
            return None
        (symbol,) = a.free_symbols
        if symbol in self.to_second:
            return None
        place = symbol if symbol == a else sy.Symbol(symbol.name, real=True)
        try:
            found = sy.solve(a.xreplace({symbol: place}) - number, place)
        except NotImplementedError:
            return None
        real = [v for v in found if v.is_real]
        if len(real) != 1:
            return None
        dummy = sy.Dummy(f"{symbol.name}_0", real=True)
        self.to_second[symbol], self.numbers[dummy] = dummy, real[0]
        return a.xreplace({symbol: dummy})

    # Putting in.

    def into(self, form: Any) -> Any:
        """The form with the parameters put in, and nothing in it that cancels.

        Raises
        ------
        NoForm
            Where the tree of a map has a node without a rule.
        """
        mapped = self._into(form)
        return replace_where(mapped, _by_logarithms).xreplace(self.numbers)

    def _into(self, form: Any) -> Any:
        if isinstance(form, Difference):
            return self.difference(*(self._value(a) for a in form.args))
        if isinstance(form, (LogRemainder, LogRatio)):
            return self._of_ratio(form)
        if isinstance(form, Gap):
            a, b = (self._value(part) for part in form.args[:2])
            if is_logarithmic(a) and (is_logarithmic(b) or b.is_number):
                return GapOfLogs(log_of_positive(a), log_of_positive(b), -self._log_ratio(a, b))
        if isinstance(form, DotRatio):
            raise NoForm
        if isinstance(form, sy.log):
            return log_of_positive(self._value(form.args[0]))
        if isinstance(form, sy.Mul) and any(isinstance(f, sy.log) for f in form.args):
            return self._times_log(form)
        if not form.args:
            return self.given.get(form, form)
        if isinstance(form, sy.Add) and not form.has(sy.Function):
            return self._value(form)
        return form.func(*map(self._into, form.args))

    def _value(self, expr: Any) -> Any:
        return readable(expr.xreplace(self.given))

    def _times_log(self, product: Any) -> Any:
        """A factor times a logarithm: 0 where the factor is 0, which may be where the logarithm is infinite."""
        log = next(f for f in product.args if isinstance(f, sy.log))
        sign, factor = self._value(sy.Mul(*(f for f in product.args if f != log))).as_coeff_Mul()
        log = log_of_positive(self._value(log.args[0]))
        return sign * (TimesLog(log_of_positive(factor), log) if is_logarithmic(factor) else factor * log)

    def _of_ratio(self, form: Any) -> Any:
        """A function of a product of ratios: by the logarithms of exponentials, by the changes of other factors."""
        tops, bottoms = ([self._value(f) for f in form.args[i::2]] for i in (1, 2))
        ratios = []
        for top in tops:
            same = next((b for b in bottoms if self._are_twins(top, b)), None)
            bottom = bottoms[0] if same is None else same
            bottoms.remove(bottom)
            if top != bottom:
                ratios.append((top, bottom))
        if all(is_logarithmic(part) or part.is_number for pair in ratios for part in pair):
            change = sy.Add(*(self._log_ratio(*pair) for pair in ratios))
            return ExpRemainder(change) if isinstance(form, LogRemainder) else change
        small = self._into(form.args[0]) if not form.args[0].has(DotRatio) else self._change(ratios)
        return form.func(small, *(part for pair in ratios for part in pair))

    def _change(self, ratios: list[tuple[Any, Any]]) -> Any:
        """The product of the ratios less 1."""
        total: Any = sy.S.Zero
        for top, bottom in ratios:
            change = self.difference(top, bottom) / bottom
            total = total + change + total * change
        return total

    # Differences by the trees.

    def _are_twins(self, a: Any, b: Any) -> bool:
        return a.xreplace(self.to_second) == b or b.xreplace(self.to_second) == a

    def difference(self, a: Any, b: Any) -> Any:
        """``a - b``."""
        if a.xreplace(self.to_second) == b:
            return self.step(a)
        if b.xreplace(self.to_second) == a:
            return -self.step(b)
        if self._has_maps(a) and self._has_maps(b):
            raise NoForm
        return difference(a, b)

    @staticmethod
    def _has_maps(expr: Any) -> bool:
        return not expr.is_rational_function()

    def _log_ratio(self, a: Any, b: Any) -> Any:
        """``log(a/b)``."""
        if a.xreplace(self.to_second) == b:
            return self.log_step(a)
        if b.xreplace(self.to_second) == a:
            return -self.log_step(b)
        return self._beside_numbers(a, b) or Difference(log_of_positive(a), log_of_positive(b))

    def _beside_numbers(self, a: Any, number: Any) -> Any | None:
        """``log(a/number)`` for one of several shares, each of which stands beside a number."""
        whole = 1 / a
        if not number.is_number or not isinstance(whole, sy.Add):
            return None
        parts = []
        for term in whole.args:
            share = next((n for value, n in self.beside if sy.simplify(value - term * a) == 0), None)
            if share is None:
                return None
            other = sy.log(share / number)
            parts += [other, log_of_positive(term), Difference(log_of_positive(term), other)]
        return -LogSumStep(*parts)

    def step(self, expr: Any) -> Any:
        """How much an expression in P's parameters exceeds the same in Q's."""
        other = expr.xreplace(self.to_second)
        if other == expr:
            return sy.S.Zero
        if isinstance(expr, sy.Symbol):
            return Difference(expr, other)
        if is_logarithmic(expr):
            return other * ExpStep(self.log_step(expr))
        if isinstance(expr, sy.Add):
            return sy.Add(*map(self.step, expr.args))
        if isinstance(expr, sy.Mul):
            return self._step_of_product(expr.args)
        if isinstance(expr, sy.log):
            return self.log_step(expr.args[0])
        if isinstance(expr, sy.Pow) and expr.exp.is_Rational:
            return self._step_of_power(expr.base, expr.exp)
        if isinstance(expr, (sy.Pow, sy.exp)):
            value = other * ExpStep(self.log_step(expr))
            if isinstance(expr, sy.exp) or self._positive(expr.base):
                return value
            return sy.Piecewise((expr - other, sy.Eq(expr.base, 0) | sy.Eq(other.base, 0)), (value, True))
        if isinstance(expr, sy.Abs):
            return self.step(expr.args[0]) * (expr.args[0] + other.args[0]) / (expr + other)
        if isinstance(expr, sy.loggamma):
            x, y = other.args[0], expr.args[0]
            change = self.step(y)
            return sy.digamma(x) * change + LogGammaRemainder(x, y, change)
        if isinstance(expr, sy.tanh):
            return sy.sinh(self.step(expr.args[0])) / (sy.cosh(expr.args[0]) * sy.cosh(other.args[0]))
        if isinstance(expr, sy.atan):
            a, b = expr.args[0], other.args[0]
            return sy.atan2(self.step(a), 1 + a * b)
        raise NoForm

    def _step_of_product(self, factors: Any) -> Any:
        """``a b - a' b' = (a - a') b + a' (b - b')``."""
        total: Any = sy.S.Zero
        for i, factor in enumerate(factors):
            before = sy.Mul(*factors[:i]).xreplace(self.to_second)
            total += before * self.step(factor) * sy.Mul(*factors[i + 1 :])
        return total

    def _step_of_power(self, base: Any, n: Any) -> Any:
        other = base.xreplace(self.to_second)
        change = self.step(base)
        if n < 0:
            return (
                -self._step_of_power(base, -n) / (base ** (-n) * other ** (-n)) if n != -1 else -change / (base * other)
            )
        if n.is_Integer and n <= 8:
            return change * sy.Add(*(base**i * other ** (n - 1 - i) for i in range(int(n))))
        if n == sy.S.Half:
            return change / (sy.sqrt(base) + sy.sqrt(other))
        return other**n * ExpStep(n * LogRatio(change / other, base, other))

    def _positive(self, expr: Any) -> bool:
        return bool(expr.is_positive) or self.domain.positive(expr)

    def log_step(self, expr: Any) -> Any:
        """The logarithm of the ratio of a positive expression in P's parameters to the same in Q's."""
        other = expr.xreplace(self.to_second)
        if other == expr:
            return sy.S.Zero
        if isinstance(expr, sy.exp):
            return self.step(expr.args[0])
        if isinstance(expr, sy.Mul) and all(map(self._positive, expr.args)):
            return sy.Add(*map(self.log_step, expr.args))
        if isinstance(expr, sy.Pow):
            change = expr.exp * self.log_step(expr.base)
            exponent = self.step(expr.exp)
            return change + (exponent * log_of_positive(other.base) if exponent != 0 else 0)
        if is_logarithmic(expr) and isinstance(expr, sy.Add):
            parts = [
                part
                for t in expr.primitive()[1].args
                for part in (log_of_positive(t.xreplace(self.to_second)), log_of_positive(t), self.log_step(t))
            ]
            return LogSumStep(*parts)
        if isinstance(expr, sy.gamma):
            return self.step(sy.loggamma(expr.args[0]))
        if not self._positive(expr) and not isinstance(expr, sy.Abs):
            raise NoForm
        return LogRatio(self.step(expr) / other, expr, other)


def _by_logarithms(node: Any) -> Any:
    return log_of_positive(node.args[0]) if isinstance(node, sy.log) and is_logarithmic(node.args[0]) else None


def log_of_positive(expr: Any) -> Any:
    """The logarithm of a positive expression, by its tree."""
    if isinstance(expr, sy.exp):
        return expr.args[0]
    if isinstance(expr, sy.Mul) and all(f.is_positive for f in expr.args):
        return sy.Add(*map(log_of_positive, expr.args))
    if isinstance(expr, sy.Pow) and not expr.exp.free_symbols:
        return expr.exp * log_of_positive(expr.base)
    if is_logarithmic(expr) and isinstance(expr, sy.Add):
        return LogSum(*map(log_of_positive, expr.args))
    return sy.log(expr)


def _matches(a: Any, b: Any, known: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
    """The ways to read `b` as `a` with other symbols, beyond what is known."""
    if isinstance(a, sy.Symbol):
        if b == known.get(a, b) and isinstance(b, (sy.Symbol, sy.Number)):
            yield {**known, a: b}
        return
    if not a.args or a.func != b.func or len(a.args) != len(b.args):
        if a == b:
            yield known
        return
    orders: Any = [b.args]
    if isinstance(a, (sy.Add, sy.Mul)) and len(b.args) <= LARGEST_MATCHED:
        orders = permutations(b.args)
    for order in orders:
        yield from _all_match(list(zip(a.args, order, strict=True)), known)


def _all_match(pairs: list[tuple[Any, Any]], known: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
    if not pairs:
        yield known
        return
    (a, b), *rest = pairs
    for found in _matches(a, b, known):
        yield from _all_match(rest, found)
