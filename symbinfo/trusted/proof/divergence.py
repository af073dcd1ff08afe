"""The form by which an integral or a sum is infinite: near an end its integrand is not small against 1/t.

At the end, which a map x = g(t) takes to +oo, the quotient of f(g(t)) |g'(t)| and the kernel of a stored fact that is
sharp there goes to a number other than 0, or to infinity, with a sign: so the integral from some t on is infinite with that
sign. It remains that the rest is bounded to the other side. Of a divergence of two laws that is so in any case:
p log(p/q) >= p - q, and both are integrable. Of anything else the integrand is continuous inside, and has the same sign,
or decays, towards the other end.
"""

from __future__ import annotations

from typing import Any

from ..definitions import definition
from ..statements import Plain
from ..terms import INFINITE, Term, conjuncts, free_symbols, fresh, replace
from ..witnesses import Chart, FactInstance, Witness
from .context import Context
from .definedness import undefined
from .derivatives import derivative
from .facts import FACTS
from .growth import Growth
from .growth_scale import LINEAR, Scale
from .normal_form import equal
from .range_ends import limit_at_end, same_end, same_range
from .refusal import Refused
from .signs import implied, sign
from .supports import demand_within
from .totals_in_terms import combination, everywhere_between, has_total, totals_in

__all__ = ["demand_divergence"]

#: The facts that are sharp at +oo: their integrands are continuous at the lower end.
TOWARDS_INFINITY = {"integral": "power-integral-to-infinity", "sum": "zeta-series"}
#: What is not continuous, or not looked at.
JUMPS = frozenset({"floor", "sign", "cases", "limit", "diff", "integral", "sum", "apply"})
SAME, TURNED = {"positive": "%oo", "negative": "%-oo"}, {"positive": "negative", "negative": "positive"}


def demand_divergence(left: Term, right: Term, witness: Witness, plain: Plain, context: Context) -> None:
    """The left side, a function of one integral or sum, is infinite as the right one says.

    Parameters
    ----------
    left, right : Term
        The left side, and an infinity.
    witness : Witness
        The maps onto the ends: first that at which the integral is infinite. And the sharp fact.
    plain : Plain
        The derivation, for the two laws of a divergence.
    context : Context
        Where the symbols live.

    Raises
    ------
    Refused
        When that is not shown.
    """
    whole = list(totals_in(left, context))
    if len(whole) != 1 or not witness.ends or len(witness.facts) != 1:
        raise Refused("not one integral is named with an end and a fact")
    total, there = whole[0]
    if there is not context:
        raise Refused("the integral stands under a derivative")
    head, _, _, low, high = total
    if low == "%oo" or high == "%-oo":
        raise Refused("that the range is not empty is not shown")
    if has_total(total[1]):
        raise Refused("an integral inside of another")
    chart, *others = witness.ends
    end = _end(total, chart, context)
    way = _sign_at(total, chart, end, context, witness.facts[0])
    if not (way == "positive" and _is_divergence_of_laws(left, total, plain, context)):
        _demand_one_way(total, end, way, others, context)
    if head == "integral" and not (low in INFINITE or high in INFINITE or implied(("<", low, high), context)):
        raise Refused("that the range is not empty is not shown")
    _demand_limit(left, total, SAME[way], right, context)


def _is_divergence_of_laws(left: Term, total: Any, plain: Plain, context: Context) -> bool:
    """Whether the integral is that of p log(p/q), of the two laws of the title, but for a positive factor."""
    measure = plain.measure
    if measure is None or measure.name != "kl" or len(combination(left)) != 1:
        return False
    laws = dict(plain.laws)
    first, second = (laws[name] for name in measure.laws)
    if "finite" in (first.kind, second.kind) or not (measure.base == "%e" or implied(("<", 1, measure.base), context)):
        return False
    demand_within(first, second, context)
    wanted: Any = definition(measure, laws)
    rows: list[tuple[Term, Any]] = [(factor, whole) for factor, whole in combination(wanted) if whole is not None]
    factor, own = rows[0] if len(rows) == 1 else (0, None)
    if own is None or (total[2] != own[2] and total[2] in free_symbols(own[1])) or not same_range(own, total, context):
        return False
    times = combination(left)[0][0]
    inside = context.within(total[0], total[2], total[3], total[4])
    body = replace(own[1], own[2], total[2])
    return sign(times, context) == "positive" and equal(("*", times, total[1]), ("*", factor, body), inside)


def _end(total: Any, chart: Chart, context: Context) -> int:
    """Which end a map takes to +oo: 0 the lower, 1 the upper one; from inside of the range."""
    head, _, x, low, high = total
    t, branch = chart.variable, chart.branches[0]
    if len(chart.branches) != 1 or chart.upper != "%oo":
        raise Refused("an end is where one branch goes as its variable goes to +oo")
    if t in context.names or (t != x and t in free_symbols(total)) or t in free_symbols(chart.lower):
        raise Refused(f"the new variable {t} has a meaning already")
    if free_symbols(branch) - {t} - set(context.names):
        raise Refused("the map holds a symbol without a meaning")
    if head == "sum" and branch not in (t, ("*", -1, t)):
        raise Refused("a sum is only mirrored")
    inside = everywhere_between(t, 1, "%oo", context)
    at = limit_at_end(branch, t, "%oo", inside, context)
    if at is None:
        raise Refused("where the map goes is not known")
    growth = Growth(t, context)
    slope = growth.lead(derivative(branch, t))
    way = "" if slope.factor is None else growth.sign_of(slope.factor)
    if way == "positive" and same_end(at, high, context):
        return 1
    if way == "negative" and same_end(at, low, context):
        return 0
    raise Refused("the map does not go to an end of the range, from inside")


def _integrand(total: Any, chart: Chart, context: Context) -> Term:
    """The integrand in the new variable, with the size of the slope."""
    head, body, x, _, _ = total
    t, branch = chart.variable, chart.branches[0]
    moved = body if branch == x else replace(body, x, branch)
    if head == "sum" or branch == t:
        return moved
    slope = derivative(branch, t)
    lead = Growth(t, context).lead(slope)
    turn = 1 if lead.factor is not None and Growth(t, context).sign_of(lead.factor) == "positive" else -1
    return ("*", moved, turn, slope)


def _sign_at(total: Any, chart: Chart, end: int, context: Context, instance: FactInstance) -> str:
    """The sign with which the integral is infinite towards an end."""
    if total[0] == "sum" and total[3 + end] not in INFINITE:
        raise Refused("a sum is finite towards a finite end")
    growth = Growth(chart.variable, context)
    kernel = growth.lead(_sharp_kernel(instance, total[0], chart.variable, context))
    lead = growth.lead(_integrand(total, chart, context))
    if growth.trend(growth.quotient(lead.scale, kernel.scale)) not in ("positive", "zero", "nonnegative"):
        raise Refused("that the integrand is large enough towards the end is not shown")
    way = "" if lead.factor is None else growth.sign_of(lead.factor)
    if way not in SAME:
        raise Refused("the sign of the integrand towards the end is not known")
    return way


def _sharp_kernel(instance: FactInstance, head: str, variable: str, context: Context) -> Term:
    """The integrand of a stored fact whose integral is infinite at these values, and by its upper end alone."""
    fact = FACTS.get(instance.fact)
    if fact is None or fact.name != TOWARDS_INFINITY[head] or instance.parameter or instance.variable != variable:
        raise Refused(f"{instance.fact} is not sharp towards infinity")
    values = dict(instance.values)
    kernel, domain, converges = fact.divergence(values, variable)
    if not all(implied(part, context) for part in (*conjuncts(domain), *fact.kinds_at(values))):
        raise Refused(f"{fact.name} is not used in its domain")
    parts: list[Any] = list(conjuncts(converges))
    fails = [part for part in parts if part[0] == "<" and implied(("<=", part[2], part[1]), context)]
    if not fails:
        raise Refused(f"that {fact.name} diverges there is not shown")
    body: Term = kernel[1]
    return body


def _demand_one_way(total: Any, end: int, way: str, charts: list[Chart], context: Context) -> None:
    """Apart from the end that is known the integral is not infinite the other way."""
    head, body, x, low, high = total
    inside = context.within(head, x, low, high)
    if sign(body, inside) in (way, {"positive": "nonnegative", "negative": "nonpositive"}[way]):
        return
    other = (high, low)[end]
    if head == "sum" and other not in INFINITE:
        return  # finitely many terms, each of which has a value
    if head == "integral" and (_heads(body) & JUMPS or undefined(body, everywhere_between(x, low, high, context))):
        raise Refused("that the integrand is continuous inside is not shown")
    if len(charts) != 1 or _end(total, charts[0], context) == end:
        raise Refused("the other end is not named")
    growth = Growth(charts[0].variable, context)
    lead = growth.lead(_integrand(total, charts[0], context))
    if lead.factor is not None and growth.sign_of(lead.factor) == way:
        return
    decay = growth.quotient(Scale(), growth.product(lead.scale, LINEAR))  # 1/(t m)
    slower = Scale(decay.exponentials, decay.power, ("+", decay.logs, -1))  # 1/(t m log t)
    if growth.trend(slower) != "positive":
        raise Refused("the integral may be infinite the other way towards the other end")


def _heads(term: Term) -> frozenset[str]:
    if not isinstance(term, tuple):
        return frozenset()
    return frozenset({term[0]}).union(*map(_heads, term[1:]))


def _demand_limit(left: Term, total: Any, value: Term, right: Term, context: Context) -> None:
    """A function of one infinite integral, such as a multiple or its logarithm, goes where the right side says."""
    name = fresh("z", frozenset(context.names) | free_symbols(left))
    towards = ("*", -1, name) if value == "%-oo" else name
    inside = everywhere_between(name, 0, "%oo", context)
    found = limit_at_end(_put(left, total, towards), name, "%oo", inside, context)
    if found != right:
        raise Refused("where the whole goes with its integral is not what is said")


def _put(term: Term, total: Any, value: Term) -> Term:
    if term == total:
        return value
    return (term[0], *(_put(part, total, value) for part in term[1:])) if isinstance(term, tuple) else term
