"""The derivative of a definition: of the mean of f under p, the mean of the change of f and of f times that of log p."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sy

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated, replace_where
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.integrand import log_density
from symbinfo.kernels.stable import paired_parameters
from symbinfo.kernels.stable_base import almost_everywhere
from symbinfo.laws.expectation import DensityValue, Expectation, explicit
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import KL

__all__ = ["derivative_of", "slope_of", "zero_where_equal"]

#: What may jump at a place that moves with a parameter: then the place counts, too.
JUMPING = (sy.Piecewise, sy.Heaviside, sy.sign, sy.floor, sy.ceiling, sy.Max, sy.Min)


def derivative_of(definition: Any, symbol: Any, domain: Domain) -> Any:
    """Differentiate a definition by a parameter, under the signs of its expectations.

    Parameters
    ----------
    definition : Expr
        With expectations in it.
    symbol : Symbol
        The parameter.
    domain : Domain
        What holds of the parameters.

    Raises
    ------
    KernelError
        Where the support moves with the parameter, or an integrand may jump where the parameter says.
    """
    means: dict[Any, Any] = {}

    def taken(node: Any) -> Any:
        if not isinstance(node, Expectation):
            return None
        return evaluated(explicit(node)) if isinstance(node.law, FiniteLaw) else means.setdefault(node, sy.Dummy())

    outer = evaluated(explicit(replace_where(definition, taken)))
    total = sy.diff(outer, symbol)
    for node, mean in means.items():
        total += sy.diff(outer, mean) * _changed(node, symbol, domain)
    return total.xreplace({mean: node for node, mean in means.items()})


def slope_of(value: Any, symbol: Any) -> Any:
    """The derivative of a closed form, almost everywhere: the square of a sign is 1, and a sign does not change."""
    return replace_where(sy.diff(value, symbol), almost_everywhere)


def zero_where_equal(left: Any, laws: Sequence[Any], names: Mapping[Any, str]) -> list[str]:
    """Code by which a first derivative of a divergence is exactly 0 where both laws are one."""
    same = isinstance(left, KL) and len(laws) == 2 and laws[0].family == laws[1].family
    pairs = [pair for pair in (paired_parameters(*laws) or () if same else ()) if pair[0] != pair[1]]
    if not pairs or not all(part in names for pair in pairs for part in pair):
        return []
    equal = " & ".join(f"({names[a]} == {names[b]})" for a, b in pairs)
    return [f"value = np.where({equal}, 0.0, value)"]


def _changed(node: Expectation, symbol: Any, domain: Domain) -> Any:
    """How the expectation changes with the parameter."""
    law: Any = node.law
    inside = law.inside(domain)
    own = log_density(law, inside)
    body = _opened(node.body, law, inside)
    if any(end.has(symbol) for end in (law.lower, law.upper)):
        raise KernelError(f"no derivative by {symbol} under the integral: the support moves with it")
    if any(part.has(symbol) for expr in (own, body) for part in expr.atoms(*JUMPING)):
        raise KernelError(f"no derivative by {symbol} under the integral: where the integrand jumps moves with it")
    change = sy.diff(body, symbol) + node.body * sy.diff(own, symbol)
    return Expectation(change, law) if change != 0 else sy.S.Zero


def _opened(body: Any, own: Any, inside: Domain) -> Any:
    """The body with the densities written out, and their logarithms taken apart."""

    def log_value(value: Any) -> Any:
        law = value.law
        for end, of_own, covered in (
            (law.lower, own.lower, law.lower <= own.variable),
            (law.upper, own.upper, own.variable <= law.upper),
        ):
            if end != of_own and not inside.implies(covered):
                raise KernelError("no derivative under the integral: one support does not cover the other")
        return log_density(law, law.inside(inside)).xreplace({law.variable: value.point})

    def change(node: Any) -> Any:
        if isinstance(node, sy.log) and node.has(DensityValue):
            terms = []
            for factor in sy.Mul.make_args(node.args[0]):
                base, exponent = factor.args if isinstance(factor, sy.Pow) else (factor, sy.S.One)
                known = isinstance(base, DensityValue)
                terms.append(exponent * log_value(base) if known else log_of(_opened(factor, own, inside), inside))
            return sy.Add(*terms)
        return sy.exp(log_value(node)) if isinstance(node, DensityValue) else None

    return evaluated(replace_where(body, change))
