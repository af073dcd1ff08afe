"""The families whose density is an exponential of functions with given means, by the range that they live on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sympy import Expr, S, exp, oo, pi

from symbinfo.expressions.domain import Variable
from symbinfo.laws.by_hand import Density
from symbinfo.laws.law import Law
from symbinfo.laws.location_scale import moved
from symbinfo.laws.names.language import rows_of

__all__ = ["Form", "forms_of", "made", "of_family"]

#: Exponential densities on an interval, which bear no name.
FALLING, RISING = "falling", "rising"


class Form(NamedTuple):
    """A family of exponential form: its name, the arguments it takes here, the range, and what moves it."""

    family: str
    arguments: Callable[[Any, Any, Any], tuple[Any, ...]]
    lower: Any
    upper: Any
    discrete: bool = False
    shift: Any = S.Zero


def forms_of(low: Expr, high: Expr, center: Expr) -> Iterator[Form]:
    """The families whose range this may be, those with fewer parameters first; a and b are free, and positive."""
    if low == -oo and high == oo:
        yield Form("Normal", lambda a, b, m: (S.Zero, b), low, high)
        yield Form("Normal", lambda a, b, m: (center, b), low, high)
        yield Form("Laplace", lambda a, b, m: (center, b), low, high)
        yield Form("Normal", lambda a, b, m: (m, b), low, high)
    elif high == oo:
        yield Form("Exponential", lambda a, b, m: (b,), low, high, False, low)
        if low == 0:
            yield Form("HalfNormal", lambda a, b, m: (b,), low, high)
            yield Form("LogNormal", lambda a, b, m: (m, b), low, high)
            yield Form("Gamma", lambda a, b, m: (a, b), low, high)
            yield Form("Nakagami", lambda a, b, m: (a, b), low, high)
            yield Form("InverseGamma", lambda a, b, m: (a, b), low, high)
        else:
            yield Form("Pareto", lambda a, b, m: (low, b), low, high)
    elif (low, high) == (0, 1):
        yield Form("Beta", lambda a, b, m: (a, S.One), low, high)
        yield Form("Beta", lambda a, b, m: (S.One, b), low, high)
        yield Form("Beta", lambda a, b, m: (a, b), low, high)
    elif (low, high) in ((-pi, pi), (0, 2 * pi)):
        yield Form("VonMises", lambda a, b, m: (S.Zero, b), low, high)
        yield Form("VonMises", lambda a, b, m: (m, b), low, high)
    if low.is_finite and high.is_finite:
        yield Form(FALLING, lambda a, b, m: (b,), low, high)
        yield Form(RISING, lambda a, b, m: (b,), low, high)


def made(form: Form, free: tuple[Any, Any, Any], name: str) -> Law:
    """The law of a form, with the parameters that it takes of these three."""
    if form.family in (FALLING, RISING):
        return _cut_exponential(form, free, name)
    law = of_family(form.family, *form.arguments(*free))
    law = moved(law, form.shift, S.One) if form.shift != 0 else law
    return law.renamed(name)


def _cut_exponential(form: Form, free: tuple[Any, Any, Any], name: str) -> Law:
    """An exponential density on an interval, falling or rising."""
    (rate,) = form.arguments(*free)
    x = Variable("x", real=True)
    width = form.upper - form.lower
    way = x - form.lower if form.family == FALLING else form.upper - x
    return Density(rate * exp(-rate * way) / (1 - exp(-rate * width)), (x, form.lower, form.upper)).renamed(name)


def of_family(name: str, *values: Any) -> Law:
    """A law by the name and the parameters that the language has for it."""
    return rows_of(name)[0].law(tuple(values), "P")
