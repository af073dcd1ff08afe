"""Totals: sums and integrals over the whole range of a law, of names such as P(x) and P(x, y).

Everything here works on names, so that it serves abstract laws as well as given ones.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Integral, Mul, S, Sum, Tuple, log

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.unevaluated import add, evaluated, mul, replace_where, signs_in
from symbinfo.laws.abstract import abstract_mass, kinds_of, size, tilted_mass, uniform_mass
from symbinfo.laws.expectation import DensityValue, Expectation, named_density, points_of, variables_of
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import AbstractLaw, FiniteLaw, Law

__all__ = [
    "AS_TOTAL",
    "CANCEL_UNDER_TOTAL",
    "INSERT_MASSES",
    "LINEARITY_OF_TOTAL",
    "MEAN_OF_CONSTANT",
    "SUM_OF_EQUAL_TERMS",
    "TILTED_TOTAL_IS_ONE",
    "TOTAL_IS_ONE",
    "binders_of",
    "covers",
    "signed",
    "total",
    "value",
]


def binders_of(law: Law) -> tuple[Tuple, ...]:
    """The limits of a total over a law, the innermost first."""
    if isinstance(law, JointLaw):
        return law.binders
    return (Tuple(law.variable, law.lower, law.upper),)


def total(body: Expr, law: Law) -> Expr:
    """The sum or integral of a body over the range of a law, not evaluated."""
    return (Integral if law.continuous else Sum)(body, *binders_of(law))


def value(law: Law) -> DensityValue:
    """P(x), or P(x, y): the law at its bound variables."""
    if isinstance(law, JointLaw):
        return DensityValue(law, Tuple(*law.variable))
    return named_density(law, law.variable)


# --- an expectation as a total ---------------------------------------------------------------------------------------


def _as_total(expr: Expr, context: Context) -> Rewritten | None:
    """E[f(X)] = sum of P(x) f(x), with a sign in front."""

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or isinstance(node.law, FiniteLaw):
            return None
        kinds.add(bool(node.law.continuous))
        negative, body = signed(node.body)
        whole = total(mul(value(node.law), body), node.law)
        return mul(S.NegativeOne, whole) if negative else whole

    kinds: set[bool] = set()
    new = replace_where(expr, change)
    because = "An expectation is the sum of probability times value."
    if kinds == {True}:
        because = "An expectation is the integral of density times value."
    return Rewritten(new, because) if kinds else None


def signed(body: Expr) -> tuple[bool, Expr]:
    """Whether a minus stands in front of a product, and the rest."""
    factors = Mul.make_args(body)
    return (True, mul(*factors[1:])) if factors[0] == -1 and len(factors) > 1 else (False, body)


_P, _Q = abstract_mass("P"), abstract_mass("Q")
_x = _P.variable
_p, _q = DensityValue(_P, _x), DensityValue(_Q, _x)

AS_TOTAL = Rule(
    name="write-as-total",
    theme=Theme.DEFINITIONS,
    why="An expectation is the sum, or the integral, of probability times value.",
    rewrite=_as_total,
    examples=((Expectation(_p, _P), total(_p * _p, _P)),),
    refuses=(log(_p),),
)


# --- linearity -------------------------------------------------------------------------------------------------------


def _linearity(expr: Expr, context: Context) -> Rewritten | None:
    """The total of a sum as a sum of totals, constants out; what multiplies a bracket goes to its terms first."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        parts = [_one_total(node, term) for term in _opened(node.function)]
        return add(*parts)

    new = signs_in(replace_where(expr, change))
    because = "Sum term by term; constants come out."
    if expr.has(Integral):
        because = "The integral of a sum is the sum of the integrals; constants come out."
    return Rewritten(new, because) if new != expr else None


def _opened(body: Expr) -> list[Expr]:
    """The terms of a body, brackets opened, with P (Q/P) cancelled."""
    if isinstance(body, Add):
        return [term for part in body.args for term in _opened(part)]
    factors = Mul.make_args(body)
    bracket = next((f for f in factors if isinstance(f, Add)), None)
    if bracket is None:
        return [Mul(*factors)]
    rest = [f for f in factors if f is not bracket]
    return [term for part in bracket.args for term in _opened(mul(*rest, part))]


def _one_total(node: Expr, term: Expr) -> Expr:
    variables = [limit[0] for limit in node.limits]
    outside, inside = term.as_independent(*variables, as_Add=False)
    return mul(outside, node.func(inside, *node.limits))


LINEARITY_OF_TOTAL = Rule(
    name="linearity",
    theme=Theme.SUMS,
    why="The total of a sum is the sum of the totals, and constants come out.",
    rewrite=_linearity,
    examples=((total(_p * (_q / _p - 1), _P), total(_q, _P) - total(_p, _P)),),
    refuses=(log(_p),),
)


# --- totals that are known -------------------------------------------------------------------------------------------


def covers(node: Any, law: Law) -> bool:
    """Whether a total runs over exactly the variables of a law, each on its whole range."""
    return {tuple(limit) for limit in node.limits} == {tuple(limit) for limit in binders_of(law)}


def _total_is_one(expr: Expr, context: Context) -> Rewritten | None:
    laws: list[Law] = []

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        body = node.function
        known = (f.law for f in Mul.make_args(body) if isinstance(f, DensityValue))
        laws.extend(law for law in known if _needs_proof(law))
        if isinstance(body, DensityValue) and set(points_of(body)) == set(variables_of(body.law)):
            return S.One if covers(node, body.law) else None
        factors = Mul.make_args(body)
        if len(factors) > 1 and all(isinstance(f, DensityValue) for f in factors):
            limits = {tuple(limit) for f in factors for limit in binders_of(f.law)}
            apart = sum(len(binders_of(f.law)) for f in factors) == len(limits)
            return S.One if apart and limits == {tuple(limit) for limit in node.limits} else None
        return None

    new = replace_where(expr, change)
    because = "A density integrates to 1." if expr.has(Integral) else "Probabilities add up to 1."
    witness = Reasoning("totals", totals=tuple(dict.fromkeys(laws)))
    return Rewritten(new, because, witness=witness) if new != expr else None


def _needs_proof(law: Law) -> bool:
    """Whether the total of a law does not follow from its kind alone: that of a given law, and of a mixture."""
    return not isinstance(law, AbstractLaw) and (not kinds_of(law) or isinstance(law.density, Add))


TOTAL_IS_ONE = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="Probabilities add up to 1; a density integrates to 1.",
    rewrite=_total_is_one,
    examples=((total(_p, _P), S.One),),
    refuses=(total(_p * _q, _P),),
)


def _tilted_total_is_one(expr: Expr, context: Context) -> Rewritten | None:
    """The probabilities of a tilted law add up to 1, whatever it is called: its denominator is the sum of what is above."""

    def change(node: Any) -> Any:
        law = node.function.law if isinstance(node, Sum) and isinstance(node.function, DensityValue) else None
        return S.One if law is not None and law.density.has(Sum) and covers(node, law) else None

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("fubini")) if new != expr else None


_T = tilted_mass(_P, _Q)

TILTED_TOTAL_IS_ONE = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="The denominator of the tilted law is the sum of what stands above: its probabilities add up to 1.",
    rewrite=_tilted_total_is_one,
    examples=((total(value(_T), _T), S.One),),
    refuses=(total(_p * _q, _P),),
)


def _mean_of_constant(expr: Expr, context: Context) -> Rewritten | None:
    """The total of P(x) c is c, where no x stands free in c."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        factors = Mul.make_args(node.function)
        weight = next((f for f in factors if isinstance(f, DensityValue)), None)
        if weight is None or not covers(node, weight.law) or not kinds_of(weight.law):
            return None
        constant = mul(*(f for f in factors if f is not weight))
        return constant if not constant.free_symbols & set(points_of(weight)) else None

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("totals")) if new != expr else None


MEAN_OF_CONSTANT = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="Probabilities add up to 1: the mean of a constant is the constant.",
    rewrite=_mean_of_constant,
    examples=((total(mul(_p, log(size("n"))), _P), log(size("n"))),),
    refuses=(total(mul(_p, log(_q)), _P),),
)


def _cancel_under_total(expr: Expr, context: Context) -> Rewritten | None:
    """What stands above and below in the terms of a total cancels."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)) or node.function.has(log):
            return None
        return node.func(evaluated(node.function), *node.limits)

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("totals")) if new != expr else None


CANCEL_UNDER_TOTAL = Rule(
    name="cancel-factors",
    theme=Theme.SUMS,
    why="What stands above and below cancels.",
    rewrite=_cancel_under_total,
    examples=((total(mul(_q, mul(_p, 1 / _q)), _P), total(_p, _P)),),
    refuses=(total(_p, _P), log(_p)),
)


# --- masses that are given -------------------------------------------------------------------------------------------


def _insert_masses(expr: Expr, context: Context) -> Rewritten | None:
    """The expression of a mass that is a constant, for its name."""

    def change(node: Any) -> Any:
        if isinstance(node, DensityValue) and not isinstance(node.law, (FiniteLaw, JointLaw)):
            given = node.law.density
            return given if not given.has(node.law.variable) else None
        return None

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


_U = uniform_mass("U", size_of=size("n"))

INSERT_MASSES = Rule(
    name="insert-masses",
    theme=Theme.DEFINITIONS,
    why="Insert the probabilities of the uniform law.",
    rewrite=_insert_masses,
    examples=((value(_U), _U.density),),
    refuses=(_p,),
)


def _sum_of_equal_terms(expr: Expr, context: Context) -> Rewritten | None:
    """A sum from 1 to k of a constant is k times the constant."""
    sums: list[Transformed] = []

    def change(node: Any) -> Any:
        if not isinstance(node, Sum) or len(node.limits) != 1:
            return None
        variable, low, high = node.limits[0]
        if node.function.has(variable) or low != 1:
            return None
        ones = StoredFact("sum-of-ones", variable, (("l", low), ("h", high)))
        sums.append(Transformed(node, None, (KernelTerm(node.function, ones),)))
        return Mul(high, tidy(evaluated(node.function)))

    new = replace_where(expr, change)
    witness = Reasoning("integral", integrals=tuple(sums))
    return Rewritten(tidy(evaluated(new)), witness=witness) if new != expr else None


SUM_OF_EQUAL_TERMS = Rule(
    name="sum-of-equal-terms",
    theme=Theme.SUMS,
    why="All terms are equal: their number times one of them.",
    rewrite=_sum_of_equal_terms,
    examples=((Sum(_U.density, *binders_of(_U)), S.One),),
    refuses=(total(_p, _P),),
)
