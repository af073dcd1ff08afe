"""Expansions at an end of a range: what a function is beyond a place, by exact leading terms and a bounded rest.

They are the germs of `asymptotic_bounds`, with more terms, and with exact coefficients, so that what cancels there does.
The remainders are those of Taylor (Lagrange) and of Stirling: at a positive argument each is at most the first term
left out and has its sign (DLMF 5.11(ii)); it is completely monotonic up to its sign (Alzer, Math. Comp. 66 (1997) 373,
theorem 8), and so its derivatives have the same property.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    bernoulli,
    beta,
    binomial,
    cosh,
    erf,
    erfc,
    exp,
    factorial,
    gamma,
    harmonic,
    log,
    loggamma,
    pi,
    polygamma,
    sinh,
    tanh,
)

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.verification.slack.coefficients import Exact, plain
from symbinfo.verification.values.rigorous.asymptotic_bounds import (
    LOG,
    ONE,
    Germ,
    NotCovered,
    Power,
    Scale,
    Sum,
)
from symbinfo.verification.values.rigorous.ball_functions import Function
from symbinfo.verification.values.rigorous.balls import real

__all__ = ["sign_beyond"]

# How many terms of a series are exact, and how many monomials are kept apart.
TERMS, KEPT = 4, 9
# Functions that are expanded by their derivatives where their argument tends to a number inside their domain.
SMOOTH = (loggamma, polygamma, erf, erfc, tanh, sinh, cosh)


def sign_beyond(expr: Expr, symbol: Symbol, start: Fraction, outwards: bool) -> int | None:
    """The sign of an expression for all values of a positive symbol beyond exp(start), or below exp(-start).

    Parameters
    ----------
    expr : Expr
        With one symbol.
    symbol : Symbol
        The distance from the end; a positive number.
    start : Fraction
        At least 2.
    outwards : bool
        Whether the symbol tends to oo; else to 0.

    Returns
    -------
    int or None
        1, -1, or 0 where the expression is exactly 0; None where it is not known.
    """
    scale = FineScale(start)
    try:
        return scale.sign(Expansion(scale, symbol, 1 if outwards else -1).of(expr))
    except (NotCovered, ZeroDivisionError, SymbinfoError):
        return None


class FineScale(Scale):
    """The arithmetic of germs with more exact terms."""

    def range(self, germ: Sum) -> Any:
        """The ball that a sum without growing monomials stays in."""
        return sum((plain(c) * self.between(m) for m, c in germ.parts.items()), real(0))

    def least(self, germ: Sum) -> Any:
        """The least size of a sum whose leading monomial does not fall."""
        return plain(super().least(germ))

    def _total(self, germs: list[Sum]) -> Sum:
        parts = super()._total(germs).parts
        kept = sorted(parts, reverse=True)[: KEPT + 1]
        if len(parts) == len(kept):
            return Sum(parts)
        found, last = {m: parts[m] for m in kept}, kept[-1]
        for m, c in parts.items():
            if m < last:
                found[last] = plain(found[last]) + plain(c) * self.between((m[0] - last[0], m[1] - last[1]))
        return Sum(found)

    def _product(self, one: Germ, other: Germ) -> Germ:
        if isinstance(one, Sum) and isinstance(other, Sum):
            pairs = [
                Sum({(p + s, q + r): c * k}) for (p, q), c in one.parts.items() for (s, r), k in other.parts.items()
            ]
            return self._total(pairs)
        return self.opened(super()._product(one, other))

    def opened(self, germ: Germ) -> Germ:
        """A power that is a constant times a monomial times 1 plus a small rest as such a sum."""
        if isinstance(germ, Sum) or germ.sign is None or germ.loglog.denominator != 1 or germ.loglog < 0:
            return germ
        parts = dict(germ.exponent.parts)
        order = parts.pop(LOG, Exact(0))
        if not isinstance(order, Exact) or not order.expr.is_Rational or (parts and max(parts) > ONE):
            return germ
        near = self.exp(Sum(parts))
        head = Sum({(Fraction(int(order.expr.p), int(order.expr.q)), int(germ.loglog)): Exact(germ.sign)})
        return self._product(head, near) if isinstance(near, Sum) else germ

    def taylor(self, rest: Sum, coefficients: Sequence[Any], remainder: Any) -> Sum:
        """The sum of coefficients times powers of a small rest, and a remainder times the next power."""
        total, power = [], Sum({ONE: Exact(1)})
        for coefficient in (*coefficients, remainder):
            total.append(Sum({m: c * coefficient for m, c in power.parts.items()}))
            found = self._product(power, rest)
            if isinstance(found, Power):
                raise NotCovered("a power with too many parts")
            power = found
        return self._total(total)

    def _log_of_one_plus(self, rest: Sum) -> Sum:
        if not rest.parts:
            return Sum({})
        between = real(0).union(self.range(rest))
        known = [Exact(0), *(Exact(Rational((-1) ** (k + 1), k)) for k in range(1, TERMS + 1))]
        return self.taylor(rest, known, (1 / (1 + between)) ** (TERMS + 1) * (-1) ** TERMS / (TERMS + 1))

    def _exp_of_small(self, germ: Sum) -> Sum:
        between = real(0).union(self.range(germ))
        known = [Exact(Rational(1, factorial(k))) for k in range(TERMS + 1)]
        return self.taylor(germ, known, between.exp() / int(factorial(TERMS + 1)))

    def exp(self, germ: Germ) -> Germ:
        """The exponential of a germ; of one that tends to a constant, that of the constant and of the rest."""
        if isinstance(germ, Sum) and (not germ.parts or germ.leading <= ONE):
            parts = dict(germ.parts)
            limit = parts.pop(ONE, None)
            near = self._exp_of_small(Sum(parts)) if parts else Sum({ONE: Exact(1)})
            return near if limit is None else Sum({m: c * limit.exp() for m, c in near.parts.items()})
        return self.opened(super().exp(germ))

    def raised(self, germ: Germ, exponent: Fraction) -> Germ:
        """A germ to a rational power, the power of its leading coefficient exact."""
        if isinstance(germ, Sum) and germ.parts and exponent.denominator == 1 and 0 < exponent <= TERMS:
            return self.multiplied([germ] * int(exponent))
        if isinstance(germ, Sum) and germ.parts:
            (power, logs), c, rest = self.relative(germ)
            whole = exponent.denominator == 1
            if (c > 0 or whole) and (logs * exponent).denominator == 1:
                head = Sum({(power * exponent, int(logs * exponent)): self._to_the(c, exponent)})
                if not rest.parts:
                    return head
                e, between = Rational(exponent.numerator, exponent.denominator), real(0).union(self.range(rest))
                known = [Exact(binomial(e, k)) for k in range(TERMS + 1)]
                tail = Exact(binomial(e, TERMS + 1)).ball * ((1 + between).log() * real(exponent - TERMS - 1)).exp()
                return self._product(head, self.taylor(rest, known, tail))
        return self.opened(super().raised(germ, exponent))

    def _to_the(self, c: Any, exponent: Fraction) -> Any:
        if isinstance(c, Exact):
            return c ** Rational(exponent.numerator, exponent.denominator)
        return c ** int(exponent) if exponent.denominator == 1 else (c.log() * real(exponent)).exp()

    def log_gamma(self, germ: Germ) -> Germ:
        """Stirling's series of log Gamma(u) for u -> oo."""
        u, log_u = self._growing(germ)
        half = Sum({ONE: Exact(Rational(-1, 2))})
        terms = [self.multiplied([self.added([u, half]), log_u]), self._negative(u), Sum({ONE: Exact(log(2 * pi) / 2)})]
        return self.added([*terms, self._stirling(u, lambda k: bernoulli(2 * k) / (2 * k * (2 * k - 1)), -1)])

    def polygamma(self, order: int, germ: Germ) -> Germ:
        """The series of the digamma function (order 0) and its derivatives for u -> oo."""
        u, log_u = self._growing(germ)
        if order == 0:
            half = self._times(self.raised(u, Fraction(-1)), Rational(-1, 2))
            return self.added([log_u, half, self._stirling(u, lambda k: -bernoulli(2 * k) / (2 * k), 0)])
        sign, n = (-1) ** (order + 1), Integer(order)
        first = self._times(self.raised(u, Fraction(-order)), sign * factorial(n - 1))
        second = self._times(self.raised(u, Fraction(-order - 1)), sign * factorial(n) / 2)
        rest = self._stirling(u, lambda k: sign * bernoulli(2 * k) * factorial(2 * k + n - 1) / factorial(2 * k), order)
        return self.added([first, second, rest])

    def _growing(self, germ: Germ) -> tuple[Sum, Sum]:
        if not isinstance(germ, Sum) or not germ.parts or germ.leading <= ONE or self.sign(germ) != 1:
            raise NotCovered("Stirling's series of what does not grow")
        return germ, self.log(germ)

    def _stirling(self, u: Sum, term: Callable[[Integer], Expr], order: int) -> Germ:
        """The terms c_k u**(-2 k - order), the last of them with a factor from 0 to 1."""
        terms = []
        for k in range(1, TERMS):
            power = self.raised(u, Fraction(-2 * k - order))
            terms.append(self._times(power, term(Integer(k))))
        last = terms.pop()
        if isinstance(last, Power):
            raise NotCovered("Stirling's series of what is no sum")
        return self.added([*terms, Sum({m: plain(c) * real(0).union(real(1)) for m, c in last.parts.items()})])

    def _times(self, germ: Germ, factor: Expr) -> Germ:
        return self.multiplied([germ, Sum({ONE: Exact(factor)})])

    def _negative(self, germ: Sum) -> Sum:
        return Sum({m: -c for m, c in germ.parts.items()})


class Expansion:
    """From expressions to germs, each distinct part once.

    Parameters
    ----------
    scale : FineScale
        Beyond which place.
    symbol : Symbol
        What tends to oo or 0.
    way : int
        1 for oo, -1 for 0.
    """

    def __init__(self, scale: FineScale, symbol: Symbol, way: int) -> None:
        self.scale, self.symbol, self.way = scale, symbol, way
        self.known: dict[Expr, Germ] = {}

    def of(self, expr: Expr) -> Germ:
        """The germ of an expression."""
        if expr not in self.known:
            self.known[expr] = self._germ(expr)
        return self.known[expr]

    def _germ(self, expr: Expr) -> Germ:
        scale = self.scale
        if expr == self.symbol:
            return Sum({(Fraction(self.way), 0): Exact(1)})
        if not expr.has(self.symbol):
            found = Exact(expr)
            return Sum({} if found.is_zero() else {ONE: found})
        if isinstance(expr, Add):
            return scale.added([self.of(a) for a in expr.args])
        if isinstance(expr, Mul):
            return scale.multiplied([self.of(a) for a in expr.args])
        if isinstance(expr, exp):
            return scale.exp(self.of(expr.args[0]))
        if isinstance(expr, Pow):
            return self._power(*expr.args)
        if isinstance(expr, log):
            return self._log(expr.args[0])
        if isinstance(expr, Abs):
            return scale.size(self.of(expr.args[0]))
        if isinstance(expr, SMOOTH):
            return self._function(expr)
        if type(expr) in LOGS:
            return self.of(exp(LOGS[type(expr)](*expr.args)))
        if isinstance(expr, harmonic) and len(expr.args) == 1:
            return self.of(polygamma(0, expr.args[0] + 1) - polygamma(0, 1))
        raise NotCovered(f"{type(expr).__name__} at an end")

    def _power(self, base: Expr, exponent: Expr) -> Germ:
        if exponent.is_Rational:
            return self.scale.raised(self.of(base), Fraction(int(exponent.p), int(exponent.q)))
        return self.scale.exp(self.scale.multiplied([self.of(exponent), self._log(base)]))

    def _log(self, inside: Expr) -> Germ:
        if inside == self.symbol:
            return Sum({LOG: Exact(self.way)})
        if isinstance(inside, (gamma, factorial, beta, binomial)):
            return self.of(LOGS[type(inside)](*inside.args))
        if isinstance(inside, Mul) and all(self.scale.sign(self.of(a)) == 1 for a in inside.args):
            return self.scale.added([self._log(a) for a in inside.args])
        if isinstance(inside, Pow) and self.scale.sign(self.of(inside.args[0])) == 1:
            return self.scale.multiplied([self.of(inside.args[1]), self._log(inside.args[0])])
        return self.scale.log(self.of(inside))

    def _function(self, expr: Expr) -> Germ:
        """A special function: by its series at oo, by its recurrence at 0, and by Taylor's series at a number."""
        inside = self.of(expr.args[-1])
        stirling = isinstance(expr, (loggamma, polygamma))
        if stirling and not (isinstance(expr, loggamma) or expr.args[0].is_Integer):
            raise NotCovered("a polygamma function of another order")
        if isinstance(inside, Power) or not inside.parts:
            raise NotCovered("a function of what is no sum")
        if stirling and inside.leading > ONE:
            if isinstance(expr, loggamma):
                return self.scale.log_gamma(inside)
            return self.scale.polygamma(int(expr.args[0]), inside)
        if stirling and inside.leading < ONE:
            return self._above_its_pole(expr)
        return self._at_a_number(expr, inside)

    def _above_its_pole(self, expr: Expr) -> Germ:
        u = expr.args[-1]
        if self.scale.sign(self.of(u)) != 1:
            raise NotCovered("the gamma function of what may not be positive")
        if isinstance(expr, loggamma):
            return self.scale.added([self._function(loggamma(1 + u)), self.of(-log(u))])
        n = expr.args[0]
        shifted = polygamma(n, 1 + u, evaluate=False)
        return self.scale.added([self._function(shifted), self.of(-((-1) ** n) * factorial(n) * u ** (-n - 1))])

    def _at_a_number(self, expr: Expr, inside: Sum) -> Germ:
        parts = dict(inside.parts)
        if inside.leading > ONE:
            raise NotCovered("a function without a series at oo")
        limit, rest = parts.pop(ONE, Exact(0)), Sum(parts)
        u, exact = Dummy("u", real=True), isinstance(limit, Exact)
        derivative, known = expr.func(*expr.args[:-1], u), []
        if exact:
            for k in range(TERMS + 1):
                known.append(Exact(derivative.xreplace({u: limit.expr}).doit() / factorial(k)))
                derivative = derivative.diff(u)
        hull = plain(limit) + (real(0).union(self.scale.range(rest)) if rest.parts else real(0))
        remainder = self._ball(derivative, u, hull) / int(factorial(len(known)))
        return self.scale.taylor(rest, known, remainder) if exact else self.scale.constant(remainder)

    def _ball(self, expr: Expr, symbol: Symbol, at: Any) -> Any:
        from flint import acb

        found = Function(term_of(expr), (symbol.name,))(acb(at))
        if not found.is_finite() or not found.imag.contains(0):
            raise NotCovered("a function that is not enclosed near its limit")
        return found.real


LOGS: dict[Any, Callable[..., Expr]] = {
    gamma: loggamma,
    factorial: lambda n: loggamma(n + 1),
    beta: lambda a, b: loggamma(a) + loggamma(b) - loggamma(a + b),
    binomial: lambda n, k: loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1),
}
