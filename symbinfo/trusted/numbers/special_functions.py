"""The functions of terms on numbers of mpmath, each real or refused: the special ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .estimates import Undefined, Unknown

__all__ = ["FUNCTIONS", "LARGE", "SPECIAL_HEADS"]

Value = Any

# A number with so many bits more before the point than the precision has is no argument for a periodic function.
LARGEST_ANGLE_BITS, LARGE = 4000, 64
# Numbers with so many bits have gamma functions whose exponents fill the memory.
LARGEST_GAMMA_BITS = 2000


def _within(low: Any, high: Any, name: str) -> Callable[..., Value]:
    """A function that is real on an interval only."""

    def function(ctx: Any, x: Value) -> Value:
        if (low is not None and x < low) or (high is not None and x > high):
            raise Undefined(f"{name} of a number outside its domain")
        return getattr(ctx, name)(x)

    return function


def _real(name: str) -> Callable[..., Value]:
    """A special function of mpmath, wherever its value is real."""

    def function(ctx: Any, *arguments: Value) -> Value:
        for a in arguments:
            if isinstance(a, Exception):
                raise TypeError(name)
        value = getattr(ctx, name)(*arguments)
        if isinstance(value, ctx.mpc):
            if abs(value.imag) > abs(value.real) * ctx.eps * 2**20:
                raise Undefined(f"{name} is not real")
            value = value.real
        return value

    return function


def _periodic(name: str) -> Callable[..., Value]:
    """A function of an angle; of a huge one it says nothing but that it oscillates."""

    def function(ctx: Any, x: Value) -> Value:
        if x.exp + x.bc > ctx.prec + LARGEST_ANGLE_BITS:
            raise Unknown(f"{name} of a huge number")
        return getattr(ctx, name)(x)

    return function


def _whole(x: Value) -> int:
    if int(x) != x:
        raise Undefined("not an integer")
    return int(x)


def _beta(ctx: Any, a: Value, b: Value) -> Value:
    """The beta function; of a huge argument by logarithms, with the digits added that their difference loses."""
    size = max(ctx.mag(a), ctx.mag(b))
    if min(a, b) <= 0 or size < LARGE:
        return _real("beta")(ctx, a, b)
    prec = ctx.prec
    try:
        ctx.prec = prec + size + LARGE
        found = ctx.exp(ctx.loggamma(a) + ctx.loggamma(b) - ctx.loggamma(a + b))
    finally:
        ctx.prec = prec
    return +found


def _gamma(name: str, shift: int) -> Callable[..., Value]:
    """The gamma function of an argument with a shift; of a huge one by its logarithm, with the digits that this loses."""

    def function(ctx: Any, x: Value) -> Value:
        size = ctx.mag(x) if x else 0
        if size <= LARGE:
            return _real(name)(ctx, x)
        if x < 0 or size > LARGEST_GAMMA_BITS:
            raise Unknown(f"{name} of a huge number")
        prec = ctx.prec
        try:
            ctx.prec = prec + 2 * size + LARGE
            found = ctx.exp(ctx.loggamma(x + shift))
        finally:
            ctx.prec = prec
        return +found

    return function


def _binomial(ctx: Any, n: Value, k: Value) -> Value:
    """The binomial coefficient; of huge numbers by the logarithms of its factorials."""
    size = max(ctx.mag(n) if n else 0, ctx.mag(k) if k else 0)
    if size <= LARGE:
        return _real("binomial")(ctx, n, k)
    if not 0 <= k <= n or size > LARGEST_GAMMA_BITS:
        raise Unknown("binomial of a huge number")
    prec = ctx.prec
    try:
        ctx.prec = prec + 2 * size + LARGE
        found = ctx.exp(ctx.loggamma(n + 1) - ctx.loggamma(k + 1) - ctx.loggamma(n - k + 1))
    finally:
        ctx.prec = prec
    return +found


def _besseli(ctx: Any, n: Value, x: Value) -> Value:
    """I of order n; of a negative whole order by its mirror image, which mpmath would find as a limit."""
    return _real("besseli")(ctx, -n if n < 0 and n == ctx.floor(n) else n, x)


def _struvek(ctx: Any, n: Value, x: Value) -> Value:
    """H of order n less Y of order n, with the digits added that their difference loses (DLMF 11.2.5, 11.6.1)."""
    if x <= 0:
        raise Undefined("struvek of a number that is not positive")
    prec = ctx.prec
    try:
        ctx.prec = prec + LARGE + 2 * abs(ctx.mag(x)) * (1 + int(abs(n)))
        found = ctx.struveh(n, x) - ctx.bessely(n, x)
    finally:
        ctx.prec = prec
    return +found


_REAL_NAMES = {
    "loggamma": "loggamma",
    "uppergamma": "gammainc",
    "erf": "erf",
    "erfc": "erfc",
    "erfi": "erfi",
    "Ei": "ei",
    "Si": "si",
    "Ci": "ci",
    "expint": "expint",
    "besselj": "besselj",
    "besselk": "besselk",
    "zeta": "zeta",
    "zeta2": "zeta",
    "polylog": "polylog",
    "harmonic": "harmonic",
    "lambertw": "lambertw",
    "hyper2f1": "hyp2f1",
    "hyper1f1": "hyp1f1",
    "hyper2f2": "hyp2f2",
    "hyper3f2": "hyp3f2",
    "hyperu": "hyperu",
    "betainc": "betainc",
}
FUNCTIONS: dict[str, Callable[..., Value]] = {
    **{head: _real(name) for head, name in _REAL_NAMES.items()},
    **{name: _real(name) for name in ("sinh", "cosh", "tanh", "atan", "asinh")},
    **{name: _periodic(name) for name in ("sin", "cos", "tan")},
    "gamma": _gamma("gamma", 0),
    "factorial": _gamma("factorial", 1),
    "binomial": _binomial,
    "besseli": _besseli,
    "struvek": _struvek,
    "beta": _beta,
    "asin": _within(-1, 1, "asin"),
    "acos": _within(-1, 1, "acos"),
    "acosh": _within(1, None, "acosh"),
    "atanh": _within(-1, 1, "atanh"),
    "erfinv": _within(-1, 1, "erfinv"),
    "sign": lambda ctx, x: ctx.sign(x),
    "floor": lambda ctx, x: ctx.floor(x),
    "integer": lambda ctx, x: bool(x == ctx.floor(x)),
    "polygamma": lambda ctx, n, x: ctx.psi(_whole(n), x),
    "lowergamma": lambda ctx, s, x: ctx.gammainc(s, 0, x),
    "dzeta": lambda ctx, s: ctx.zeta(s, 1, 1),
}
#: Those that mpmath does not get right to the last bits by construction; abstract functions may be made of them.
SPECIAL_HEADS = frozenset((*FUNCTIONS, "apply")) - {
    *("sinh", "cosh", "tanh", "atan", "asinh", "sin", "cos", "tan", "asin", "acos", "acosh", "atanh"),
    *("sign", "floor", "integer"),
}
