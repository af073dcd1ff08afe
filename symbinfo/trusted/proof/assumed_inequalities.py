"""What a context assumes, read into inequalities between forms: kinds of symbols, ranges, conditions, hints.

Whatever cannot be read is not used, which is sound: fewer assumptions prove less. The functions that turn terms into
forms and look at conditions are given, since they stand on what is read here.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..terms import INFINITE, Term
from .context import Context
from .form_facts import is_integer
from .form_signs import sign_of
from .forms import Form, Monomial, NoNormalForm
from .sign_sets import NEGATIVE, POSITIVE, ZERO

__all__ = ["opposite_of", "prepare"]

Normalise = Callable[[Term, Context], Form]
Holds = Callable[[Term, Context], bool]


def opposite_of(condition: Term) -> Term | None:
    """The negation of a condition, or None of what has no short one."""
    if not isinstance(condition, tuple):
        return {"true": "false", "false": "true"}.get(str(condition))
    head, *parts = condition
    if head in ("<", "<="):
        return ("<=" if head == "<" else "<", parts[1], parts[0])
    if head in ("=", "!="):
        return ("!=" if head == "=" else "=", *parts)
    if head in ("and", "or"):
        turned = [opposite_of(part) for part in parts]
        return None if None in turned else ("or" if head == "and" else "and", *turned)
    return parts[0] if head == "not" else None


def prepare(context: Context, normalised: Normalise, holds: Holds) -> None:
    """Read what is assumed into inequalities between forms; whatever cannot be read is not used."""
    context.prepared, context.algebra.products = True, 0
    outer = context.outer
    if outer is not None:
        if not outer.prepared:
            prepare(outer, normalised, holds)
        context.facts, context.nonzero = list(outer.facts), set(outer.nonzero)
        context.ends, context.hints, context.written = dict(outer.ends), dict(outer.hints), dict(outer.written)
        context.bodies, context.alternatives = dict(outer.bodies), dict(outer.alternatives)
        context.in_range, context.impossible = set(outer.in_range), outer.impossible
        context.signs = {base: sign for base, sign in outer.signs.items() if sign in (NEGATIVE, ZERO, POSITIVE)}
    for name in [name for name in context.kinds if outer is None or name not in outer.kinds]:
        _assume_kind(name, context)
        if name in context.ranges:
            _assume_range(name, context, normalised, holds)
    for _ in range(2 if len(context.conditions) > 1 else 1):
        for condition in context.conditions:
            _assume(condition, context, normalised, holds)
    context.facts = list({(frozenset(fact.items()), strict): (fact, strict) for fact, strict in context.facts}.values())
    for left, right in context.factors:
        _take_hint(left, right, context, normalised)
    context.remembered.clear()
    context.made.clear()  # What was made on the way knows less.


def _assume_kind(name: str, context: Context) -> None:
    symbol: Monomial = ((context.algebra.generator(context.algebra.base("symbol", name, free=frozenset({name}))), 1),)
    kind = context.kinds[name]
    if "probability" in kind:
        context.facts.append(({(): 1, symbol: -1}, kind == "open probability"))
    if kind == "positive integer":
        context.facts.append(({(): -1, symbol: 1}, False))


def _assume_range(name: str, context: Context, normalised: Normalise, holds: Holds) -> None:
    """A variable lies in its range, if the ends are in order.

    Where both ends of an integral may be equal its body is looked at as if they were not: it is 0 there whatever the body
    and the factors that are taken out of it.
    """
    head, lower, upper, outside = context.ranges[name]
    if not holds(("<=", lower, upper), outside):
        return
    algebra = context.algebra
    symbol = algebra.atom(algebra.base("symbol", name, free=frozenset({name})))
    ends: list[Form | None] = []
    for end, side, extreme in ((lower, 1, "max"), (upper, -1, "min")):
        parts = end[1:] if isinstance(end, tuple) and end[0] == extreme else ()
        try:
            form = None if end in INFINITE else algebra.expanded(normalised(end, outside))
            forms = [algebra.expanded(normalised(part, outside)) for part in parts] or ([] if form is None else [form])
        except (NoNormalForm, RecursionError):
            return
        ends.append(form)
        for bound in forms:
            gap = algebra.scaled(algebra.plus(symbol, algebra.scaled(bound, -1)), side)
            context.facts.append((gap, head == "integral"))
    context.ends[name] = (ends[0], ends[1], head == "integral")
    if head == "sum" or holds(("<", lower, upper), outside):
        context.in_range.add(name)


def _assume(condition: Term, context: Context, normalised: Normalise, holds: Holds) -> None:
    """Take a condition apart; of what is said by `or`, the one part that is not refuted."""
    opposite = opposite_of(condition)
    if opposite is not None and holds(opposite, context):
        context.impossible = True
        return
    if not isinstance(condition, tuple):
        return
    head, *parts = condition
    if head == "or":
        left = [part for part in parts if (o := opposite_of(part)) is None or not holds(o, context)]
        parts = left if len(left) == 1 else []
    if head in ("and", "or"):
        for part in parts:
            _assume(part, context, normalised, holds)
        return
    if head == "not":
        turned = opposite_of(parts[0])
        if turned is not None:
            _assume(turned, context, normalised, holds)
        return
    if head == "integer" and isinstance(parts[0], str) and parts[0] in context.names:
        kind = context.kinds[context.names[parts[0]]]
        new = {"real": "integer", "positive": "positive integer", "nonnegative": "nonnegative integer"}.get(kind)
        if new is not None:
            context.kinds[context.names[parts[0]]] = new
            _assume_kind(context.names[parts[0]], context)
        return
    if head not in ("<", "<=", "=", "!="):
        return
    try:
        _assume_relation(head, normalised(("+", parts[1], ("*", -1, parts[0])), context), context)
    except (NoNormalForm, RecursionError):
        return
    finally:
        context.remembered.clear()
        context.tried.clear()
        context.signs = {base: sign for base, sign in context.signs.items() if sign in (NEGATIVE, ZERO, POSITIVE)}


def _assume_relation(head: str, gap: Form, context: Context) -> None:
    """Assume gap > 0, >= 0, = 0 or != 0; and the same of its one factor whose sign is not known."""
    algebra = context.algebra
    q, monomial = algebra.as_product(gap)
    open_factors = [(g, p) for g, p in monomial if sign_of({((g, p),): 1}, context) not in (NEGATIVE, POSITIVE)]
    if head == "!=":
        for g, _ in monomial:
            context.nonzero.add(algebra.generators[g][0])
            if not algebra.generators[g][1]:
                context.nonzero.add(algebra.negative(algebra.generators[g][0]))
        return
    if head == "=":
        context.facts.extend([(gap, False), (algebra.scaled(gap, -1), False)])
        return
    strict = head == "<"
    _assume_end(gap, strict, context)
    if strict and is_integer(gap, context):
        gap, strict = algebra.plus(gap, {(): -1}), False
    context.facts.append((gap, strict))
    if len(open_factors) == 1 and open_factors[0][1] % 2 == 1:
        rest = sign_of({tuple(x for x in monomial if x != open_factors[0]): q}, context)
        if rest in (NEGATIVE, POSITIVE):
            own = algebra.expanded({((open_factors[0][0], 1),): 1 if rest == POSITIVE else -1})
            context.facts.append((own, head == "<"))
            base, exponent = algebra.generators[open_factors[0][0]]
            if head == "<" and not exponent:
                context.signs[base] = rest


def _assume_end(gap: Form, strict: bool, context: Context) -> None:
    """X - u > 0 or u - x > 0 says that u is an end of where the symbol x may lie."""
    algebra = context.algebra
    for m, c in gap.items():
        if len(m) != 1 or m[0][1] != 1 or c not in (1, -1):
            continue
        base, exponent = algebra.generators[m[0][0]]
        kind, *data = algebra.bases[base]
        end = algebra.scaled({n: d for n, d in gap.items() if n != m}, -c)
        if kind == "symbol" and not exponent and data[0] not in algebra.free_in(end):
            lower, upper, left_out = context.ends.get(data[0], (None, None, True))
            if c > 0 and lower is None:
                context.ends[data[0]] = (end, upper, left_out and strict)
            elif c < 0 and upper is None:
                context.ends[data[0]] = (lower, end, left_out and strict)


def _take_hint(left: Term, right: Term, context: Context, normalised: Normalise) -> None:
    """A sum as a product, if they are the same polynomial: then both are defined everywhere."""
    algebra = context.algebra
    try:
        total, product = algebra.expanded(normalised(left, context)), normalised(right, context)
    except (NoNormalForm, RecursionError):
        return
    if len(total) < 2 or len(product) != 1 or total != algebra.expanded(product):
        return
    if any(p < 0 or p.denominator != 1 or algebra.generators[g][1] for m in product for g, p in m):
        return
    q, monomial = algebra.as_product(total)
    if len(monomial) == 1 and monomial[0][1] == 1:
        context.hints[algebra.generators[monomial[0][0]][0]] = algebra.scaled(product, 1 / Fraction(q))
