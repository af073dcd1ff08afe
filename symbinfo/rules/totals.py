"""Sums and integrals of named masses and densities: written out, taken apart, marginals, totals of 1.

Everything here works on names such as P(x), P(x, y) and P(x | y), so that it serves abstract laws as well as given
ones. A *total* is a sum or an integral of an expression over the whole range of a law's variables.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Integral, Mul, Pow, S, Sum, Tuple, log

from symbinfo.expectation import ConditionalValue, DensityValue, Expectation, named_density, points_of, variables_of
from symbinfo.laws.abstract import abstract_joint, abstract_mass, independent, size, uniform_mass
from symbinfo.laws.joint import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.measures.base import Measure
from symbinfo.rules.algebra import tidy
from symbinfo.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.written import add, evaluated, ln, mul, quotient, replace_where

__all__ = [
    "AS_TOTAL",
    "COMPARE_WITH_OWN_LAW",
    "EXCHANGE_VARIABLES",
    "FACTOR_JOINT",
    "INDEPENDENCE",
    "INSERT_MASSES",
    "INVERT_LOG",
    "JOIN_TOTALS",
    "LINEARITY_OF_TOTAL",
    "MARGINALISE",
    "SPLIT_NAMED_LOGS",
    "SUM_OF_EQUAL_TERMS",
    "TOTAL_IS_ONE",
    "binders_of",
    "conditional",
    "factor_joint",
    "fraction_of",
    "recognise_as",
    "recognise_total",
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
        negative, body = _signed(node.body)
        whole = total(mul(value(node.law), body), node.law)
        return mul(S.NegativeOne, whole) if negative else whole

    kinds: set[bool] = set()
    new = replace_where(expr, change)
    because = "An expectation is the sum of probability times value."
    if kinds == {True}:
        because = "An expectation is the integral of density times value."
    return Rewritten(new, because) if kinds else None


def _signed(body: Expr) -> tuple[bool, Expr]:
    factors = Mul.make_args(body)
    return (True, mul(*factors[1:])) if factors[0] == -1 and len(factors) > 1 else (False, body)


_P, _Q, _J = abstract_mass("P"), abstract_mass("Q"), abstract_joint()
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


# --- logarithms of named values --------------------------------------------------------------------------------------


def _named(node: Any) -> bool:
    return isinstance(node, (DensityValue, ConditionalValue))


def _split_named_logs(expr: Expr, context: Context) -> Rewritten | None:
    """log(a b / c) = log a + log b - log c for named values, which are positive where the law has mass."""

    def change(node: Any) -> Any:
        if not isinstance(node, log) or not isinstance(node.args[0], (Mul, Pow)):
            return None
        terms: list[Expr] = []
        for part in Mul.make_args(node.args[0]):
            base, exponent = part.as_base_exp()
            for factor in Mul.make_args(base):
                if not _named(factor) and not factor.is_positive:
                    return None
                terms.append(mul(exponent, ln(factor)))
        return add(*terms)

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


SPLIT_NAMED_LOGS = Rule(
    name="log-of-product",
    theme=Theme.LOGARITHMS,
    why="The log of a product is the sum of the logs, and that of a quotient their difference.",
    rewrite=_split_named_logs,
    examples=((ln(quotient(_p, _q)), log(_p) - log(_q)),),
    refuses=(log(_p),),
)


def _invert_log(expr: Expr, context: Context) -> Rewritten | None:
    """A total of P log(P/Q) as minus a total of P log(Q/P)."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        factors = Mul.make_args(node.function)
        logs = [f for f in factors if isinstance(f, log)]
        if len(logs) != 1:
            return None
        top, bottom = fraction_of(logs[0].args[0])
        if bottom == 1:
            return None
        body = mul(*(f for f in factors if f is not logs[0]), ln(quotient(bottom, top)))
        return mul(S.NegativeOne, node.func(body, *node.limits))

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


def fraction_of(argument: Expr) -> tuple[Expr, Expr]:
    """A quotient as it is written: what stands above and below."""
    top: list[Expr] = []
    bottom: list[Expr] = []
    for part in Mul.make_args(argument):
        inverted = isinstance(part, Pow) and part.args[1] == -1
        (bottom if inverted else top).append(part.args[0] if inverted else part)
    return mul(*top), mul(*bottom)


INVERT_LOG = Rule(
    name="log-of-inverse",
    theme=Theme.LOGARITHMS,
    why="log(1/u) = -log(u).",
    rewrite=_invert_log,
    examples=((total(_p * log(_p / _q), _P), -total(_p * log(_q / _p), _P)),),
    refuses=(total(_p * log(_p), _P),),
)


def _compare_with_own_law(expr: Expr, context: Context) -> Rewritten | None:
    """Under a total of P log Q: log Q = log P - log(P/Q)."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        factors = Mul.make_args(node.function)
        weights = [f for f in factors if isinstance(f, DensityValue)]
        logs = [f for f in factors if isinstance(f, log) and isinstance(f.args[0], DensityValue)]
        if len(weights) != 1 or len(logs) != 1 or len(factors) != 2 or logs[0].args[0] == weights[0]:
            return None
        own, other = weights[0], logs[0].args[0]
        names.append((own.law.name, other.law.name))
        bracket = add(log(own), mul(S.NegativeOne, ln(quotient(own, other))))
        return node.func(mul(own, bracket), *node.limits)

    names: list[tuple[str, str]] = []
    new = replace_where(expr, change)
    if not names:
        return None
    p, q = names[0]
    p, q = (p.lower(), q.lower()) if expr.has(Integral) else (p, q)
    return Rewritten(new, f"log {q}(x) = log {p}(x) - log({p}(x)/{q}(x)).")


COMPARE_WITH_OWN_LAW = Rule(
    name="compare-with-own-law",
    theme=Theme.LOGARITHMS,
    why="log Q(x) = log P(x) - log(P(x)/Q(x)).",
    rewrite=_compare_with_own_law,
    examples=((total(_p * log(_q), _P), total(_p * (log(_p) - log(_p / _q)), _P)),),
    refuses=(total(_p * log(_p), _P),),
)


def _join_totals(expr: Expr, context: Context) -> Rewritten | None:
    """A sum of totals of P log(...) over one range as one total, the logs joined."""
    weights: set[Any] = set()
    above: list[Expr] = []
    below: list[Expr] = []
    for term in Add.make_args(expr):
        negative, node = _signed(term)
        if not isinstance(node, (Sum, Integral)):
            return None
        logs = [f for f in Mul.make_args(node.function) if isinstance(f, log)]
        if len(logs) != 1:
            return None
        weights.add((node.func, mul(*(f for f in Mul.make_args(node.function) if f is not logs[0])), node.limits))
        (below if negative else above).append(logs[0].args[0])
    if len(weights) != 1 or len(above) + len(below) < 2:
        return None
    ((kind, weight, limits),) = weights
    return Rewritten(kind(mul(weight, ln(quotient(mul(*above), mul(*below)))), *limits))


JOIN_TOTALS = Rule(
    name="join-totals",
    theme=Theme.SUMS,
    why="One total: the difference of two logs is the log of the quotient.",
    rewrite=_join_totals,
    examples=((add(total(_p * log(_p), _P), -total(_p * log(_q), _P)), total(_p * log(_p / _q), _P)),),
    refuses=(total(_p * log(_p), _P),),
)


# --- linearity -------------------------------------------------------------------------------------------------------


def _linearity(expr: Expr, context: Context) -> Rewritten | None:
    """The total of a sum as a sum of totals, constants out; what multiplies a bracket goes to its terms first."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        parts = [_one_total(node, term) for term in _opened(node.function)]
        return add(*parts)

    new = _signs_in(replace_where(expr, change))
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


def _signs_in(expr: Expr) -> Expr:
    """A minus sign in front of a bracket goes to its terms."""
    if isinstance(expr, Mul) and expr.args[0] == -1 and len(expr.args) == 2 and isinstance(expr.args[1], Add):
        return add(*(mul(S.NegativeOne, term) for term in expr.args[1].args))
    return expr


LINEARITY_OF_TOTAL = Rule(
    name="linearity",
    theme=Theme.SUMS,
    why="The total of a sum is the sum of the totals, and constants come out.",
    rewrite=_linearity,
    examples=((total(_p * (_q / _p - 1), _P), total(_q, _P) - total(_p, _P)),),
    refuses=(log(_p),),
)


# --- totals that are known -------------------------------------------------------------------------------------------


def _covers(node: Any, law: Law) -> bool:
    """Whether a total runs over exactly the variables of a law, each on its whole range."""
    return {tuple(limit) for limit in node.limits} == {tuple(limit) for limit in binders_of(law)}


def _total_is_one(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)):
            return None
        body = node.function
        if isinstance(body, DensityValue) and set(points_of(body)) == set(variables_of(body.law)):
            return S.One if _covers(node, body.law) else None
        factors = Mul.make_args(body)
        if len(factors) > 1 and all(isinstance(f, DensityValue) for f in factors):
            limits = {tuple(limit) for f in factors for limit in binders_of(f.law)}
            apart = sum(len(binders_of(f.law)) for f in factors) == len(limits)
            return S.One if apart and limits == {tuple(limit) for limit in node.limits} else None
        return None

    new = replace_where(expr, change)
    because = "A density integrates to 1." if expr.has(Integral) else "Probabilities add up to 1."
    return Rewritten(new, because) if new != expr else None


TOTAL_IS_ONE = Rule(
    name="total-is-one",
    theme=Theme.NORMALISERS,
    why="Probabilities add up to 1; a density integrates to 1.",
    rewrite=_total_is_one,
    examples=((total(_p, _P), S.One),),
    refuses=(total(_p * _q, _P),),
)


def _marginalise(expr: Expr, context: Context) -> Rewritten | None:
    """The sum over x of P(x, y) f(y) is P(y) f(y): what stays is summed over the remaining variables."""

    def change(node: Any) -> Any:
        if not isinstance(node, (Sum, Integral)) or len(node.limits) < 2:
            return None
        factors = Mul.make_args(node.function)
        joint = next((f for f in factors if isinstance(f, DensityValue) and isinstance(f.law, JointLaw)), None)
        if joint is None or not _covers(node, joint.law) or points_of(joint) != variables_of(joint.law):
            return None
        rest = mul(*(f for f in factors if f is not joint))
        kept = [i for i, x in enumerate(joint.law.variable) if _occurs(x, rest)]
        if not kept or len(kept) == len(joint.law.variable):
            return None
        marginal = joint.law.marginal(kept)
        return total(mul(value(marginal), rest), marginal)

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


def _occurs(x: Any, expr: Expr) -> bool:
    """Whether a variable occurs free in an expression of named values."""
    if _named(expr):
        parts = (expr.joint, expr.given) if isinstance(expr, ConditionalValue) else (expr,)
        return any(x in points_of(part) for part in parts)
    return expr == x or any(_occurs(x, arg) for arg in expr.args)


_pxy = value(_J)
_py = value(_J.marginal((1,)))

MARGINALISE = Rule(
    name="marginalise",
    theme=Theme.JOINT_LAWS,
    why="What does not depend on a variable is averaged over the others: summing the joint law leaves the marginal.",
    rewrite=_marginalise,
    examples=((total(_pxy * log(_py), _J), total(_py * log(_py), _J.marginal((1,)))),),
    refuses=(total(_pxy * log(_pxy), _J),),
)


# --- conditional laws ------------------------------------------------------------------------------------------------


def conditional(joint: JointLaw, first: tuple[int, ...], given: tuple[int, ...]) -> ConditionalValue:
    """P(x | y) at the bound variables of the joint law."""
    whole = joint if (*first, *given) == tuple(range(len(joint.names))) else joint.marginal((*first, *given))
    points = Tuple(*(joint.variable[i] for i in (*first, *given)))
    return ConditionalValue(DensityValue(whole, points), value(joint.marginal(given)))


def factor_joint(given: int = 1) -> Rule:
    """P(x, y) = P(y) P(x | y) inside logarithms, for two variables.

    Parameters
    ----------
    given : int
        Which variable is the condition.
    """

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        def change(node: Any) -> Any:
            if not isinstance(node, log):
                return None
            return replace_where(node, inside)

        def inside(node: Any) -> Any:
            if not (isinstance(node, DensityValue) and isinstance(node.law, JointLaw) and len(node.law.names) == 2):
                return None
            law = node.law
            return mul(value(law.marginal((given,))), conditional(law, (1 - given,), (given,)))

        new = replace_where(expr, change)
        return Rewritten(_cancelled(new)) if new != expr else None

    why = "The joint probability is that of the condition times the conditional one: P(x, y) = P(y) P(x | y)."
    if given == 0:
        why = "The joint probability is that of the condition times the conditional one: P(x, y) = P(x) P(y | x)."
    return Rule("factor-the-joint-law", Theme.JOINT_LAWS, why, rewrite, refuses=(total(_p * log(_p), _P),))


def _cancelled(expr: Expr) -> Expr:
    """Quotients of named values inside logarithms, with what stands above and below cancelled."""

    def change(node: Any) -> Any:
        if not isinstance(node, log):
            return None
        top, bottom = (list(Mul.make_args(part)) for part in fraction_of(node.args[0]))
        for factor in list(bottom):
            if factor in top:
                top.remove(factor)
                bottom.remove(factor)
        return ln(quotient(mul(*top), mul(*bottom)))

    return replace_where(expr, change)


FACTOR_JOINT = factor_joint()


def _independence(expr: Expr, context: Context) -> Rewritten | None:
    """P(x | y) = P(x), and P(x, y) = P(x) P(y), where the joint mass is a product."""

    def change(node: Any) -> Any:
        if isinstance(node, ConditionalValue) and _is_product(node.joint.law):
            first = variables_of(node.joint.law)[0]
            places = [i for i, v in enumerate(node.joint.law.variable) if v == first]
            return value(node.joint.law.marginal(places))
        if isinstance(node, log):
            return replace_where(node, inside) if node.has(DensityValue) else None
        return None

    def inside(node: Any) -> Any:
        if isinstance(node, ConditionalValue):
            return change(node)
        if isinstance(node, DensityValue) and isinstance(node.law, JointLaw) and _is_product(node.law):
            return mul(*(value(node.law.marginal((i,))) for i in range(len(node.law.names))))
        return None

    new = replace_where(expr, change)
    return Rewritten(_cancelled(new)) if new != expr else None


def _is_product(law: Law) -> bool:
    """Whether a joint law is a product of functions of one variable each."""
    if not isinstance(law, JointLaw):
        return False
    factors = Mul.make_args(law.density)
    return all(len(f.free_symbols & set(law.variable)) == 1 for f in factors) and len(factors) == len(law.names)


_I = independent()

INDEPENDENCE = Rule(
    name="independence",
    theme=Theme.JOINT_LAWS,
    why="The variables are independent: the joint probability is the product, and a condition changes nothing.",
    rewrite=_independence,
    examples=((log(conditional(_I, (0,), (1,))), log(value(_I.marginal((0,))))),),
    refuses=(log(conditional(_J, (0,), (1,))),),
)


def _exchange_variables(expr: Expr, context: Context) -> Rewritten | None:
    """Name the variables of a pair in the other order, under the total and in the joint law."""

    def change(node: Any) -> Any:
        if isinstance(node, (Sum, Integral)) and len(node.limits) == 2:
            return node.func(replace_where(node.function, inside), *reversed(node.limits))
        return None

    def inside(node: Any) -> Any:
        if isinstance(node, DensityValue) and isinstance(node.law, JointLaw) and len(node.law.names) == 2:
            return value(node.law.marginal((1, 0)))
        if isinstance(node, Pow) and node.args[1] == -1 and isinstance(node.args[0], Mul):
            return Pow(mul(*reversed(node.args[0].args)), -1, evaluate=False)
        return None

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


EXCHANGE_VARIABLES = Rule(
    name="exchange-variables",
    theme=Theme.JOINT_LAWS,
    why="The pair (Y, X) has the same joint probabilities as (X, Y), and a product the same value in either order.",
    rewrite=_exchange_variables,
    refuses=(total(_p, _P),),
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

    def change(node: Any) -> Any:
        if not isinstance(node, Sum) or len(node.limits) != 1:
            return None
        variable, low, high = node.limits[0]
        if node.function.has(variable) or low != 1:
            return None
        return Mul(high, tidy(evaluated(node.function)))

    new = replace_where(expr, change)
    return Rewritten(tidy(evaluated(new))) if new != expr else None


SUM_OF_EQUAL_TERMS = Rule(
    name="sum-of-equal-terms",
    theme=Theme.SUMS,
    why="All terms are equal: their number times one of them.",
    rewrite=_sum_of_equal_terms,
    examples=((Sum(_U.density, *binders_of(_U)), S.One),),
    refuses=(total(_p, _P),),
)


# --- definitions read backwards --------------------------------------------------------------------------------------


def _in_order(value: DensityValue) -> DensityValue:
    """A named value with its variables in alphabetical order, under a law called P."""
    law = value.law.renamed("P")
    points = points_of(value)
    if len(points) == 1 or points != variables_of(law):
        return DensityValue(law, value.point)
    order = sorted(range(len(points)), key=lambda i: points[i].name)
    return DensityValue(law.marginal(order).renamed("P"), Tuple(*(points[i] for i in order)))


def recognise_as(node: Expr, measure: Measure, words: str) -> Rule:
    """One expression, wherever it stands, is replaced by the measure that it defines.

    Parameters
    ----------
    node : Expr
        The expression.
    measure : Measure
        The measure.
    words : str
        The reason given.
    """

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        new = replace_where(expr, lambda part: measure if part == node else None)
        return Rewritten(new) if new != expr else None

    return Rule("recognise", Theme.DEFINITIONS, words, rewrite)


def recognise_total(*measures: Measure, words: str = "") -> Rule:
    """The total that defines a measure is replaced by its name, wherever it stands.

    Parameters
    ----------
    *measures : Measure
        Measures of laws that are written as totals.
    words : str
        The reason given.
    """
    table: dict[Expr, Expr] = {}
    for measure in measures:
        written = measure.definition()
        found = AS_TOTAL.rewrite(written, Context())
        whole = written if found is None else found.expr
        negative, body = _signed(whole)
        table[_unnamed(body)] = mul(S.NegativeOne, measure) if negative else measure

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        def change(node: Any) -> Any:
            return table.get(_unnamed(node)) if isinstance(node, (Sum, Integral)) else None

        new = replace_where(expr, change)
        return Rewritten(new) if new != expr else None

    why = words or "The definition, read backwards."
    return Rule("recognise", Theme.DEFINITIONS, why, rewrite)


def _unnamed(expr: Expr) -> Expr:
    """An expression in which the names of laws and the order of variables play no part.

    H(X) is a total over the marginal of X, however it is called, and P(y, x) is P(x, y).
    """

    def change(node: Any) -> Any:
        if isinstance(node, DensityValue):
            return _in_order(node)
        if isinstance(node, ConditionalValue):
            return ConditionalValue(change(node.joint), change(node.given))
        if isinstance(node, (Sum, Integral)):
            limits = sorted(node.limits, key=lambda limit: limit[0].name)
            return node.func(replace_where(node.function, change), *limits)
        return None

    return replace_where(expr, change)
