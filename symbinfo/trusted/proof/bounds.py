"""The forms in which one side of a step is bounded by the other, one function each, with the case of equality.

A form says which relation it proved, which integrals and sums of the left side converge, and, where it is known, of which
equation the two sides are equal exactly when it holds at each place. It raises `Refused` where it does not reach.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..terms import INFINITE, Term, dump, fold, free_symbols, replace
from ..witnesses import Tangent, Witness
from .abstract_laws import masses_at_most_one
from .context import Context
from .cut_ranges import demand_combination
from .definedness import undefined
from .derivatives import derivative
from .inference import Key, Lemma, Setting, demand_values
from .normal_form import equal, key
from .orders_of_summation import Binder, chain_of, demand_equal_terms, is_nested, rebound
from .refusal import Refused
from .signs import implied, sign
from .supports import demand_below
from .totals_in_terms import combination, everywhere_between, has_total

__all__ = ["BOUNDS", "Bounded", "Equality", "composed", "demand_equality", "is_implied"]

#: An equation, and the variables for all of whose values in their ranges it holds; of an integral for almost all.
Equality = tuple[tuple[Any, ...], tuple[tuple[str, Term, Term], ...]]

_TURNED = {"=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}
_WEAKER = {"=": ("=", "<=", ">="), "<": ("<", "<="), ">": (">", ">="), "<=": ("<=",), ">=": (">=",)}


class Bounded(NamedTuple):
    """What a form proved: left relation right, with equality exactly where a term is another at each place."""

    relation: str
    converging: frozenset[Key] = frozenset()
    equal_where: tuple[Term, Term, tuple[tuple[str, Term, Term], ...], Context] | None = None
    case: Equality | None = None


def composed(relations: list[str]) -> str | None:
    """The relation of a chain: < where one of <= and < is strict; None where the directions are mixed.

    Examples
    --------
    >>> composed(["=", "<=", "<"]), composed(["<=", "="]), composed(["<=", ">="])
    ('<', '<=', None)
    """
    kinds = set(relations) - {"="}
    if kinds & {"<", "<="} and kinds & {">", ">="}:
        return None
    return next((relation for relation in ("<", ">", "<=", ">=") if relation in kinds), "=")


def is_implied(wanted: str, proved: str) -> bool:
    """Whether one relation follows from another between the same sides."""
    return wanted in _WEAKER[proved]


def _times(relation: str, factor: Term, context: Context) -> str:
    """The relation after both sides are multiplied by a factor whose sign is known, and not 0."""
    found = sign(factor, context)
    if found == "positive":
        return relation
    if found == "negative":
        return _TURNED[relation]
    raise Refused(f"the sign of {dump(factor)[:60]} is not known")


def by_sign(left: Term, right: Term, witness: Witness, setting: Setting) -> Bounded:
    """The left side is above or below the right one, read off the terms of both; no value of a mass is above 1."""
    found = _sign(left if right == 0 else ("+", left, ("*", -1, right)), setting.context)
    relations = {"positive": ">", "negative": "<", "nonnegative": ">=", "nonpositive": "<="}
    if found not in relations:
        raise Refused("the sign is not known")
    return Bounded(relations[found])


def _sign(term: Term, context: Context) -> str:
    """The sign of a combination of sums and integrals, whose terms have one; that of a total may be 0 by itself."""
    if not has_total(term):
        return sign(term, context.assuming(*masses_at_most_one(term, context)))
    found = set()
    for factor, total in combination(term):
        inner: Any = total
        own = sign(factor, context)
        if inner is not None:
            head, body, name, lower, upper = inner
            demand_below(lower, upper, context)  # turned around it has the other sign
            there = _sign(body, context.within(head, name, lower, upper))
            weak = {"positive": "nonnegative", "negative": "nonpositive"}.get(there, there)
            own = _of_product(own, weak)
        found.add(own)
    up, down = found <= {"positive", "nonnegative", "zero"}, found <= {"negative", "nonpositive", "zero"}
    if up or down:
        return "nonnegative" if up else "nonpositive"
    return "unknown"


def _of_product(first: str, second: str) -> str:
    if "zero" in (first, second):
        return "zero"
    known = {"positive": 1, "nonnegative": 1, "negative": -1, "nonpositive": -1}
    if first not in known or second not in known:
        return "unknown"
    return "nonnegative" if known[first] == known[second] else "nonpositive"


# --- the tangent of a concave function -------------------------------------------------------------------------------

#: log t - t on t > 0, which is largest at t = 1: log t <= t - 1.
LOG_TANGENT: dict[str, Term] = {
    "variable": "t",
    "body": ("+", ("log", "t"), ("*", -1, "t")),
    "point": 1,
    "lower": 0,
    "upper": "%oo",
}


def log_tangent(left: Term, right: Term, witness: Witness, setting: Setting) -> Bounded:
    """Weights that are not negative times log t are replaced by weights times t - 1, at a named t > 0."""
    tangent = _tangent(witness)
    if tangent.body is not None:
        raise Refused("the function of this form is the logarithm")
    return _tangent_of(left, right, tangent, LOG_TANGENT, witness, setting)


def largest_value(left: Term, right: Term, witness: Witness, setting: Setting) -> Bounded:
    """Values of a function with a negative second derivative are replaced by that where its first derivative is 0.

    On the whole of the named open interval the function is defined, its second derivative is negative, and the places at
    which it is taken lie there.
    """
    tangent = _tangent(witness)
    if tangent.body is None:
        raise Refused("no function is named")
    function = {name: getattr(tangent, name) for name in LOG_TANGENT}
    _demand_concave(function, setting.context)
    return _tangent_of(left, right, tangent, function, witness, setting)


def _tangent(witness: Witness) -> Tangent:
    if witness.tangent is None:
        raise Refused("no tangent is named")
    return witness.tangent


def _demand_concave(function: dict[str, Any], context: Context) -> None:
    """The first derivative is 0 at the point, and the second is negative all over the interval, in which the point lies."""
    variable, body, point = function["variable"], function["body"], function["point"]
    if variable in context.names:
        raise Refused(f"the variable {variable} of the function is a symbol of the derivation")
    inside = everywhere_between(variable, function["lower"], function["upper"], context)
    demand_values((function["lower"], function["upper"]), context)
    first = _without_first_powers(derivative(body, variable))
    second = derivative(first, variable)
    for part in (body, first, second):
        if undefined(part, inside):
            raise Refused("that the function is smooth on the interval is not shown")
    if sign(second, inside) != "negative":
        raise Refused("that the second derivative is negative is not shown")
    demand_values((point,), context)
    _demand_between(point, function, context)
    if not equal(replace(first, variable, point), 0, context):
        raise Refused("the first derivative is not 0 at the point")


def _without_first_powers(term: Term) -> Term:
    """U for u^1, whose derivative is then that of u, and holds no u^0."""
    return fold(term, lambda part, parts: _power_or_own(part, parts) if isinstance(part, tuple) else part)


def _power_or_own(part: Any, parts: list[Term]) -> Term:
    return parts[0] if part[0] == "^" and parts[1] == 1 else (part[0], *parts)


def _demand_between(place: Term, function: dict[str, Any], context: Context) -> None:
    low, high = function["lower"], function["upper"]
    inside = (low == "%-oo" or implied(("<", low, place), context)) and (
        high == "%oo" or implied(("<", place, high), context)
    )
    if low == "%oo" or high == "%-oo" or not inside:
        raise Refused(f"that {dump(place)[:60]} lies in the interval of the function does not follow")


def _tangent_of(
    left: Term, right: Term, tangent: Tangent, function: dict[str, Any], witness: Witness, setting: Setting
) -> Bounded:
    """Left - right = c (sum of w (f(t) - f(point))), where w >= 0; so it has the other sign than c, or is 0."""
    context = setting.context
    binders: list[Binder] = []
    if tangent.over is not None:
        binders, _ = chain_of(tangent.over)
    there = context
    for head, name, lower, upper in binders:
        if name in there.names:
            raise Refused(f"the variable {name} of a sum is a symbol of the derivation")
        demand_below(lower, upper, there)
        there = there.within(head, name, lower, upper)
    demand_values((tangent.times,), context)
    demand_values((tangent.weight, tangent.at), there)
    _demand_between(tangent.at, function, there)
    weight = sign(tangent.weight, there)
    if weight not in ("positive", "nonnegative"):
        raise Refused("that the weight is not negative is not shown")
    if any(name in free_symbols(tangent.times) for _, name, _, _ in binders):
        raise Refused("the factor in front holds a variable of the sum")
    variable, body, point = function["variable"], function["body"], function["point"]
    gap: Term = ("+", replace(body, variable, tangent.at), ("*", -1, replace(body, variable, point)))
    lost = rebound(binders, ("*", tangent.weight, gap))
    _demand_difference(left, right, (tangent.times, lost), bool(binders), witness, context)
    relation = _times("<=", tangent.times, context)
    over = tuple((name, lower, upper) for _, name, lower, upper in binders)
    named = all((head == "integral") == (lower in INFINITE or upper in INFINITE) for head, _, lower, upper in binders)
    # a case of equality names no head: over the line it is said of almost all places, between two numbers of all
    where = (tangent.at, point, over, there) if weight == "positive" and named else None
    return Bounded(relation, frozenset(), where)


def _demand_difference(
    left: Term, right: Term, lost: tuple[Term, Term], summed: bool, witness: Witness, context: Context
) -> None:
    """Left - right must be a factor times what is lost, compared term by term where that is a sum or an integral."""
    factor, total = lost
    if not summed:
        if not equal(("+", left, ("*", -1, right)), ("*", factor, total), context, witness.factors):
            raise Refused("the two sides do not differ by what the bound loses")
        return
    turned = [(("*", -1, f), t) for f, t in (*combination(right), (factor, total))]
    rows = [*combination(left), *turned]
    constant: Term = ("+", 0, *(f for f, t in rows if t is None))
    moving = [(f, t) for f, t in rows if t is not None]
    kept = _without_equal(moving, context)
    if is_nested(total):
        demand_equal_terms(kept, constant, witness.factors, context)
    else:
        demand_combination(kept, constant, None, None, witness.factors, context)


def _without_equal(rows: list[tuple[Term, Any]], context: Context) -> list[tuple[Term, Any]]:
    """The rows without those that stand on both sides as they are."""
    left = list(rows)
    for row in rows:
        twin = next((r for r in left if r[1] == row[1] and equal(("+", r[0], row[0]), 0, context)), None)
        if row in left and twin is not None and twin is not row:
            left.remove(row)
            left.remove(twin)
    return left


# --- lemmas ----------------------------------------------------------------------------------------------------------


def by_lemma(left: Term, right: Term, witness: Witness, setting: Setting) -> Bounded:
    """Left - right is a named factor times left - right of the cited inequality, whose assumptions all follow."""
    if len(setting.lemmas) != 1 or len(witness.times) != 1:
        raise Refused("not one lemma with its factor is named")
    lemma: Lemma = setting.lemmas[0]
    factor = witness.times[0]
    context = setting.context
    if not lemma.follows_from(context):
        raise Refused("what the lemma assumes does not follow")
    demand_values((factor,), context)
    relation = _times(lemma.relation, factor, context)
    gap = ("*", factor, ("+", lemma.left, ("*", -1, lemma.right)))
    if not equal(("+", left, ("*", -1, right)), gap, context, witness.factors):
        raise Refused("the two sides do not differ by those of the lemma")
    converging = {key(total, context) for _, total in combination(lemma.left) if total is not None}
    return Bounded(relation, frozenset(converging), None, lemma.equality)


# --- the case of equality --------------------------------------------------------------------------------------------


def demand_equality(stated: Equality, found: Bounded) -> None:
    """What is stated of the case of equality must be what was found: the same equation, over the same ranges.

    Raises
    ------
    Refused
        When it is not, or nothing was found.
    """
    if found.relation in ("<", ">"):
        raise Refused("of a strict inequality there is no case of equality")
    if found.case is not None:
        if stated != found.case:
            raise Refused("the case of equality is not that of the lemma")
        return
    if found.equal_where is None:
        raise Refused("when both sides are equal is not shown")
    condition, over = stated
    term, value, places, there = found.equal_where
    if tuple(over) != tuple(places):
        raise Refused("the case of equality runs over other ranges")
    if condition[0] != "=" or len(condition) != 3:
        raise Refused("the case of equality is no equation")
    if not any(_same_equation(one, other, term, value, there) for one, other in (condition[1:], condition[:0:-1])):
        raise Refused("the case of equality is another equation")


def _same_equation(left: Term, right: Term, term: Term, value: Term, context: Context) -> bool:
    """Whether left = right exactly where term = value: they are these, or positive with the quotient term/value."""
    if any(has_total(part) and undefined(part, context) for part in (left, right)):
        return False
    if undefined(left, context) or undefined(right, context):
        return False
    if equal(left, term, context) and equal(right, value, context):
        return True
    positive = sign(left, context) == sign(right, context) == sign(value, context) == "positive"
    return positive and equal(("*", left, ("^", right, -1)), ("*", term, ("^", value, -1)), context)


#: The closed list of forms of inequalities, by the name that a witness gives.
BOUNDS: dict[str, Callable[[Term, Term, Witness, Setting], Bounded]] = {
    "sign": by_sign,
    "log-tangent": log_tangent,
    "largest-value": largest_value,
    "lemmas": by_lemma,
}
