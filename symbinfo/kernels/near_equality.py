"""How two laws of one family differ at a place: log(q/p) by the differences of their parameters, up to a constant.

With u(x) the part of log(q/p) that speaks of x and m its mean under P, the divergence is log(1 + E[exp(u - m) - 1 - (u - m)]):
the constant, which holds both normalising factors, is what makes the mean of q/p equal to 1, and need not be known.
An error of m counts by its square only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sy

from symbinfo.expressions.domain import Domain
from symbinfo.kernels.code import checked_name
from symbinfo.kernels.integrand import integrals_of, log_density, near_definition
from symbinfo.kernels.quotients import NoForm
from symbinfo.kernels.reparametrised import Maps
from symbinfo.kernels.stable_functions import ExpRemainder, ExpStep
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["CLOSELY", "NearEquality"]

# Below SMALL the mean is taken, if it agrees so far; without it the value counts from SURE on, and is NaN below.
SMALL, AGREEING, SURE = 0.01, 1e-8, 1e-5
CLOSELY = (
    f"below {SMALL} summed from its definition as the mean of exp(u) - 1 - u for u = log(q/p), which is never negative"
)


class NearEquality:
    """The lines of code after which a small divergence within a family has its digits, or is NaN.

    Parameters
    ----------
    laws : pair of Law
        P and Q.
    names : dict of Symbol to str
        The parameters.
    domain, ends
        Signs, and the parameters that may reach a closed end.

    Attributes
    ----------
    functions : list of str
        What the lines call.
    """

    def __init__(self, laws: Any, names: dict[Any, str], domain: Domain, ends: frozenset[Any]) -> None:
        self.laws, self.names, self.domain, self.ends = laws, names, domain, ends
        self.functions: list[str] = []

    def lines(self, base: Any, pairs: Iterable[tuple[Any, Any]]) -> list[str]:
        """The lines, for a value in units of log(base); `pairs` are the parameters that agree where the laws are equal."""
        kept = f"np.where(value >= {SURE}, value, np.nan)"
        lines = [f"near = inside & ~(value >= {SMALL})"]
        if means := self._small_mean():
            unit = "" if base == sy.E else f"/{float(sy.log(base))!r}"
            lines += [
                *means,
                f"closely = np.log1p(closely){unit}",
                # The mean misses what Q has where P has next to nothing, so it must agree with the other value.
                f"closely = np.where(np.abs(closely - value) <= {AGREEING}, closely, {kept})",
                "value = np.where(near, closely, value)",
            ]
        else:
            lines.append(f"value = np.where(near, {kept}, value)")
        same = " & ".join(f"({self.names[p]} == {self.names[q]})" for p, q in pairs)
        return [*lines, f"value = np.where(inside & {same}, 0.0, value)"] if same else lines

    def lines_of_slope(self, symbol: Any, base: Any) -> list[str]:
        """The lines after which a first derivative by a parameter has its digits where the divergence is small, or is NaN.

        By a parameter of Q it is the mean of (q/p - 1) d log(q), by one of P that of log(p/q) d log(p): both scores
        have the mean 0 under their own law, so that nothing of the size of 1 is left.
        """
        first, second = self.laws
        change = changing_part(first, second, self.domain)
        ratio = DensityValue(first, first.variable) / DensityValue(second, first.variable)
        distance = self._mean("distance", Expectation(sy.log(ratio, evaluate=False), first), self.names, "inside")
        kept = f"np.where(distance >= {SURE}, value, np.nan)"
        lines = [distance, f"near = inside & ~(distance >= {SMALL})"]
        if change is None:
            return [*lines, f"value = np.where(near, {kept}, value)"]
        centre, whole = sy.symbols("centre closely", cls=sy.Dummy, real=True)
        names = {**self.names, centre: checked_name("centre", self.names.values())}
        u = change - centre - whole
        scores = [sy.diff(log_density(law, law.inside(self.domain)), symbol) for law in (first, second)]
        scores[1] = scores[1].xreplace({second.variable: first.variable})
        slope = Expectation(ExpStep(u) * scores[1] - u * scores[0], first)
        unit = "" if base == sy.E else f"/{float(sy.log(base))!r}"
        return [
            *lines,
            self._mean(names[centre], Expectation(change, first), self.names),
            self._mean("closely", Expectation(ExpRemainder(change - centre), first), names),
            "closely = np.log1p(closely)",
            self._mean("slope", slope, {**names, whole: "closely"}),
            f"value = np.where(near, np.where(np.abs(closely - distance) <= {AGREEING}, slope{unit}, {kept}), value)",
        ]

    def _small_mean(self) -> list[str]:
        """The lines that compute the mean of exp(u) - 1 - u, u = log(q/p) from its mean; none where it has no such form."""
        first, second = self.laws
        change = changing_part(first, second, self.domain)
        if change is None:
            definition = near_definition(first, second)
            return [] if definition is None else [self._mean("closely", definition, self.names)]
        centre = sy.Dummy("centre", real=True)
        names = {**self.names, centre: checked_name("centre", self.names.values())}
        around = Expectation(ExpRemainder(change - centre), first)
        return [self._mean(names[centre], Expectation(change, first), self.names), self._mean("closely", around, names)]

    def _mean(self, name: str, definition: Any, names: dict[Any, str], where: str = "near") -> str:
        found = integrals_of(definition, names, self.domain, self.ends, where=where, mark=f"_{name}")
        self.functions += found.functions
        return f"{name} = {next(iter(found.symbols.values()))}"


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
