"""How two laws of one family differ at a place: log(q/p) by the differences of their parameters, up to a constant.

With u(x) the part of log(q/p) that speaks of x and m its mean under P, the divergence is log(1 + E[exp(u - m) - 1 - (u - m)]):
the constant, which holds both normalising factors, is what makes the mean of q/p equal to 1, and need not be known.
An error of m counts by its square only.
"""

from __future__ import annotations

from typing import Any

import sympy as sy

from symbinfo.expressions.domain import Domain
from symbinfo.kernels.integrand import log_density
from symbinfo.kernels.quotients import NoForm
from symbinfo.kernels.reparametrised import Maps
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["changing_part"]


def changing_part(first: Law, second: Law, domain: Domain) -> Any | None:
    """``log(q/p)`` at x, up to a constant, where both laws have one support; None where it has no such form.

    Parameters
    ----------
    first, second : Law
        P and Q, of one family.
    domain : Domain
        Of the parameters.
    """
    if isinstance(first, FiniteLaw) or isinstance(second, FiniteLaw) or not hasattr(first, "lower"):
        return None
    if (first.lower, first.upper) != (second.lower, second.upper):
        return None
    values = [(a, b) for a, b in zip(first.parameters, second.parameters, strict=False) if isinstance(a, sy.Expr)]
    if len(first.parameters) != len(second.parameters) or not values:
        return None
    inside = first.inside(domain)
    maps = Maps({sy.Dummy(): pair for pair in values}, None, inside)
    log = log_density(first, inside)
    other = second.density.xreplace({second.variable: first.variable})
    if sy.simplify(first.density.xreplace(maps.to_second).xreplace(maps.numbers) - other) != 0:
        return None
    parts = [t for t in sy.Add.make_args(sy.expand(log)) if t.has(first.variable)]
    try:
        return -sy.Add(*map(maps.step, parts)).xreplace(maps.numbers)
    except NoForm:
        return None
