"""Signs of forms in a context: products, sums of like signs, linear inequalities, squares, ends of ranges.

A sign is said for all points of the context at which the form is defined. Nothing here is a guess: what is not found
is `ANY`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

from .context import KINDS, Context
from .form_facts import bounds_of, coefficients_of, facts_of_functions, is_integer, quotient_of
from .forms import Form, Monomial, Rational, number_of
from .function_rules import SIGNS
from .linear_inequalities import follows
from .sign_sets import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    flipped,
    sign_of_largest,
    sign_of_number,
    sign_of_product,
    sign_of_sum,
)

__all__ = ["sign_of", "sign_of_base", "sign_of_monomial"]

MOST_FACTS, MOST_MULTIPLIED, DEEPEST, DEEPEST_ENDS = 24, 8, 4, 2


def sign_of(form: Form, context: Context, depth: int = 0) -> int:
    """The possible signs of a form."""
    q = number_of(form)
    if q is not None:
        return sign_of_number(q)
    q, monomial = context.algebra.as_product(form)
    return sign_of_product(sign_of_number(q), sign_of_monomial(monomial, context, depth))


def sign_of_monomial(monomial: Monomial, context: Context, depth: int = 0) -> int:
    """The sign of a product of generators."""
    found = POSITIVE
    for g, p in monomial:
        base = context.algebra.generators[g][0]
        if not context.algebra.generators[g][1] and p % 2 == 0 and p < 0:
            continue
        found = sign_of_product(found, _of_power(sign_of_base(base, context, depth), g, p, context))
    return found


def _of_power(sign: int, generator: int, p: Rational, context: Context) -> int:
    """The sign of a base with this sign to the power p of a generator, where that is defined."""
    if context.algebra.generators[generator][1]:
        return POSITIVE if sign == POSITIVE else sign & ZERO | NONZERO
    if p.denominator != 1:
        return POSITIVE | (sign & ZERO if p > 0 else 0)
    if p < 0:
        sign &= NONZERO
    return sign if p % 2 else (POSITIVE | sign & ZERO)


def sign_of_base(base: int, context: Context, depth: int = 0) -> int:
    """The sign of a base, remembered in the context; what is being looked for, or was not found, is not looked for deeper."""
    found = context.signs.get(base)
    if found is None:
        if context.tried.get(base, DEEPEST + 2) <= depth:
            return ANY
        context.tried[base] = depth
        found = _found(base, context, depth)
        if base in context.nonzero:
            found &= NONZERO
        if found != ANY:
            context.signs[base] = found
    return found


def _found(base: int, context: Context, depth: int) -> int:
    algebra = context.algebra
    kind, *data = algebra.bases[base]
    if kind in ("prime", "constant"):
        return POSITIVE
    if kind == "minus one":
        return NONZERO
    if kind == "symbol":
        found = KINDS[context.kinds[data[0]]] if data[0] in context.kinds else ANY
        return found if found in (POSITIVE, NEGATIVE) else found & _by_inequalities(algebra.atom(base), context, depth)
    if kind == "log":
        return _of_difference(algebra.atom(data[0]), {(): 1}, context, depth)
    if kind == "abs":
        inner = sign_of_base(data[0], context, depth)
        return (POSITIVE if inner & NONZERO else 0) | inner & ZERO
    form = algebra.sum_of(base)
    if form is not None:
        return _of_sum(form, context, depth) & _as_written(base, context, depth)
    if kind in ("sin", "cos"):
        return _of_angle(kind, data[0], context, depth)
    if kind == "cases" and base in context.alternatives and depth < DEEPEST:
        found = 0
        for inside, value in context.alternatives[base]:
            found |= sign_of(value, inside, depth + 1)
        return found
    if kind == "besseli" and is_integer({data[0][1]: data[0][0]} if data[0][0] else {}, context):
        # Of a whole order it is that of the mirrored one, [10.27.1].
        return POSITIVE if _of_argument(data[1], context, depth) == POSITIVE else ANY
    if kind in SIGNS:
        return _by_table(kind, data, context, depth)
    if kind == "apply":
        return POSITIVE if context.functions.get(data[0], "").startswith(("density", "mass")) else ANY
    if kind in ("integral", "sum over") and base in context.bodies:
        inside, body = context.bodies[base]
        return sign_of_monomial(body, inside, depth + 1) if depth < DEEPEST else ANY
    if kind == "max":
        signs = [_of_argument(argument, context, depth) for argument in data]
        return sign_of_largest(signs)
    if kind == "power":
        sign = _of_argument(data[0], context, depth)
        return ANY if sign & NEGATIVE else POSITIVE | sign & ZERO
    return ANY


def _as_written(base: int, context: Context, depth: int) -> int:
    """The sign of a sum read off its terms before they were multiplied out: 1 + (x - m)^2 is positive."""
    if base not in context.written or depth > DEEPEST:
        return ANY
    q, rest, parts = context.written[base]
    outer = sign_of_product(sign_of_number(q), sign_of_monomial(rest, context, depth + 1))
    if outer not in (POSITIVE, NEGATIVE):
        return ANY
    signs = [part if isinstance(part, int) else sign_of(part, context, depth + 1) for part in parts]
    return sign_of_product(outer, sign_of_sum(signs))


def _of_argument(argument: tuple[Rational, Monomial], context: Context, depth: int, offset: Rational = 0) -> int:
    if depth > DEEPEST:
        return ANY
    q, monomial = argument
    if offset:
        return sign_of(context.algebra.plus({monomial: q} if q else {}, {(): -offset}), context, depth + 1)
    return sign_of_product(sign_of_number(q), sign_of_monomial(monomial, context, depth + 1))


def _of_angle(kind: str, argument: tuple[Rational, Monomial], context: Context, depth: int) -> int:
    """The sine is positive between 0 and pi, the cosine between -pi/2 and pi/2."""
    if depth > DEEPEST:
        return ANY
    algebra = context.algebra
    angle: Form = {argument[1]: argument[0]}
    half = algebra.scaled(algebra.atom(algebra.base("constant", "%pi")), Fraction(1, 2))
    if kind == "sin":
        angle = algebra.plus(angle, algebra.scaled(half, -1))
    gaps = (algebra.plus(half, angle), algebra.plus(half, algebra.scaled(angle, -1)))
    return POSITIVE if all(sign_of(gap, context, depth + 1) == POSITIVE for gap in gaps) else ANY


def _by_table(kind: str, arguments: list[tuple[Rational, Monomial]], context: Context, depth: int) -> int:
    """The sign of a function from those of its arguments, each less a number: a row of `SIGNS`."""
    for wanted, sign in SIGNS[kind]:
        if all(
            not _of_argument(argument, context, depth, offset) & ~allowed
            for (offset, allowed), argument in zip(wanted, arguments, strict=True)
        ):
            return sign
    return ANY


def _of_difference(first: Form, second: Form, context: Context, depth: int) -> int:
    if depth > DEEPEST:
        return ANY
    return sign_of(context.algebra.plus(first, context.algebra.scaled(second, -1)), context, depth + 1)


def _of_sum(form: Form, context: Context, depth: int) -> int:
    """The sign of a sum as it stands."""
    if depth > DEEPEST:
        return ANY
    found = ANY
    for attempt in (_like_signs, _by_inequalities, _at_the_ends, _as_quadratic, _increasing, _by_products):
        found &= attempt(form, context, depth + 1)
        if found in (POSITIVE, NEGATIVE, ZERO):
            break
    return found


def _like_signs(form: Form, context: Context, depth: int) -> int:
    if len(form) == 1:
        m = next(iter(form))
        if form[m] == 1 and len(m) == 1 and m[0][1] == 1:
            return ANY
    signs = []
    for m, c in form.items():
        signs.append(sign_of_product(sign_of_number(c), sign_of_monomial(m, context, depth)))
        if signs[-1] & POSITIVE and signs[-1] & NEGATIVE:
            return ANY
    return sign_of_sum(signs)


def _by_inequalities(form: Form, context: Context, depth: int) -> int:
    return _by_facts(form, _facts_about(form, context, depth), context)


def _by_products(form: Form, context: Context, depth: int) -> int:
    """By the products of two of the things assumed, too: b^2 - a b - b c + a c > 0 for a < b and c < b."""
    algebra = context.algebra
    own = {frozenset(fact.items()): (fact, strict) for fact, strict in context.facts}
    if depth > DEEPEST_ENDS or len(own) > MOST_MULTIPLIED:
        return ANY
    facts = _facts_about(form, context, depth)
    for (one, strict), (other, strict_too) in combinations_with_replacement(own.values(), 2):
        product = algebra.expanded(algebra.times(one, other))
        if sum(1 for m in product if m in form) > 1:
            facts.append((product, strict and strict_too))
    return _by_facts(form, facts, context)


def _by_facts(form: Form, facts: list[tuple[Form, bool]], context: Context) -> int:
    if not facts:
        return ANY
    negated = context.algebra.scaled(form, -1)
    if follows(form, False, facts):
        if follows(form, True, facts):
            return POSITIVE
        return ZERO if follows(negated, False, facts) else NONNEGATIVE
    if follows(negated, False, facts):
        return NEGATIVE if follows(negated, True, facts) else NONPOSITIVE
    return ANY


def _facts_about(form: Form, context: Context, depth: int) -> list[tuple[Form, bool]]:
    """Inequalities that speak of the monomials of a form: what is assumed, times monomials of known sign, and signs."""
    algebra = context.algebra
    facts: list[tuple[Form, bool]] = []
    known = {m for m in form if m}
    seen: set[tuple[frozenset[tuple[Monomial, Rational]], bool]] = set()
    for _ in range(3):
        for fact, strict in [*context.facts, *facts_of_functions(known, context)]:
            for monomial in list(known):
                for own in fact:
                    factor = quotient_of(monomial, own) if own else None
                    if factor is None:
                        continue
                    sign = _plain_sign(factor, context, depth)
                    if (sign & POSITIVE and sign & NEGATIVE) or len(facts) >= MOST_FACTS:
                        continue
                    new = algebra.times(fact, {factor: -1 if sign & NEGATIVE else 1})
                    new_strict = strict and not sign & ZERO
                    name = (frozenset(new.items()), new_strict)
                    if name not in seen:
                        seen.add(name)
                        facts.append((new, new_strict))
        known |= {m for fact, _ in facts for m in fact if m}
    for monomial in known:
        facts.extend(_own_facts(monomial, context, depth))
    return facts


def _plain_sign(monomial: Monomial, context: Context, depth: int) -> int:
    """The sign of a monomial, of symbols by their kinds alone: what more is known of them is among the facts."""
    found = POSITIVE
    for g, p in monomial:
        base = context.algebra.generators[g][0]
        kind, *data = context.algebra.bases[base]
        if kind == "symbol" and base not in context.signs:
            sign = KINDS[context.kinds.get(data[0], "real")]
        else:
            sign = sign_of_base(base, context, depth)
        found = sign_of_product(found, _of_power(sign, g, p, context))
    return found


def _own_facts(monomial: Monomial, context: Context, depth: int) -> list[tuple[Form, bool]]:
    """The sign of a monomial, and the bounds of one that is a number."""
    bounds = bounds_of(monomial, context)
    if bounds is not None:
        low, high = bounds
        return [({monomial: 1, (): -low}, True), ({monomial: -1, (): high}, True)]
    sign = _plain_sign(monomial, context, depth)
    if (sign & POSITIVE and sign & NEGATIVE) or not sign & NONZERO:
        return []
    return [({monomial: 1 if sign & POSITIVE else -1}, not sign & ZERO)]


def _at_the_ends(form: Form, context: Context, depth: int) -> int:
    """What is concave in a variable is positive inside of its range if it is so at both ends; convex the other way.

    What is affine is both. Inside an open range it is 0 only where it is 0 at both ends and affine.
    """
    algebra = context.algebra
    if depth > DEEPEST_ENDS:
        return ANY
    for name in sorted({n for m in form for g, _ in m for n in algebra.free_of(g)} & set(context.ends)):
        lower, upper, left_out = context.ends[name]
        parts = coefficients_of(form, name, context)
        if parts is None or (lower is None and upper is None):
            continue
        bend = sign_of(parts[2], context, depth)
        signs = [_at_end(parts, end, side, context, depth) for end, side in ((lower, -1), (upper, 1))]
        both = signs[0] | signs[1]
        for allowed, straight in ((NONNEGATIVE, NONPOSITIVE), (NONPOSITIVE, NONNEGATIVE)):
            if not both & ~allowed and not bend & ~straight:
                strict = left_out and (not bend & ZERO or not (signs[0] & ZERO and signs[1] & ZERO))
                return allowed & NONZERO if strict else both | (allowed & NONZERO if bend & NONZERO else 0)
    return ANY


def _at_end(parts: tuple[Form, Form, Form], end: Form | None, side: int, context: Context, depth: int) -> int:
    """The sign at an end of the range; of what is affine, far out it is that of its slope."""
    algebra = context.algebra
    if end is None:
        if parts[2]:
            return ANY
        sign = sign_of(parts[1], context, depth)
        return flipped(sign) if side < 0 else sign
    value = algebra.plus(algebra.times(algebra.plus(algebra.times(parts[2], end), parts[1]), end), parts[0])
    return sign_of(algebra.expanded(value), context, depth)


def _as_quadratic(form: Form, context: Context, depth: int) -> int:
    """A y^2 + B y + C with 4 A C - B^2 > 0 has the sign of A; with >= 0 it may be 0."""
    algebra = context.algebra
    for g in sorted({g for m in form for g, p in m if p == 2 and not algebra.generators[g][1]}):
        parts: dict[Rational, Form] = {}
        for m, c in form.items():
            powers = dict(m)
            parts.setdefault(powers.pop(g, 0), {})[tuple(sorted(powers.items()))] = c
        if not set(parts) <= {0, 1, 2}:
            continue
        a, b, last = (parts.get(k, {}) for k in (2, 1, 0))
        lead = sign_of(a, context, depth)
        if lead not in (POSITIVE, NEGATIVE):
            continue
        gap = algebra.plus(algebra.scaled(algebra.times(a, last), 4), algebra.scaled(algebra.times(b, b), -1))
        sign = sign_of(gap, context, depth) if gap else ZERO
        if not sign & NEGATIVE:
            return lead | sign & ZERO
    return ANY


def _increasing(form: Form, context: Context, depth: int) -> int:
    """The sign of c (log a - log b), and of c (a^r - b^r) for r > 0, is that of c (a - b); so with a^r - 1."""
    algebra = context.algebra
    if len(form) != 2:
        return ANY
    (m, c), (n, d) = form.items()
    if c != -d:
        return ANY
    common = dict(n)
    shared = {(g, p) for g, p in m if common.get(g) == p}
    first, second = (tuple(x for x in k if x not in shared) for k in (m, n))
    outer = sign_of_product(sign_of_number(c), sign_of_monomial(tuple(sorted(shared)), context, depth))
    if not first or not second:
        one, swap = (first, 1) if first else (second, -1)
        inner = _above_one(one, context, depth)
        return sign_of_product(outer, inner if swap > 0 else flipped(inner))
    if len(first) == len(second) == 1:
        (g, p), (h, q) = first[0], second[0]
        (a, u), (b, v) = algebra.generators[g], algebra.generators[h]
        logs = algebra.bases[a][0] == algebra.bases[b][0] == "log" and p == q == 1 and not u and not v
        if logs:
            return sign_of_product(
                outer,
                _of_difference(algebra.atom(algebra.bases[a][1]), algebra.atom(algebra.bases[b][1]), context, depth),
            )
        if u == v and p == q and sign_of_base(a, context, depth) == sign_of_base(b, context, depth) == POSITIVE:
            power = sign_of_product(sign_of_number(p), sign_of_monomial(u, context, depth))
            return sign_of_product(
                outer, sign_of_product(power, _of_difference(algebra.atom(a), algebra.atom(b), context, depth))
            )
    return ANY


def _above_one(monomial: Monomial, context: Context, depth: int) -> int:
    """The sign of b^u - 1 for b > 0: that of u (b - 1); of e^u - 1 that of u."""
    algebra = context.algebra
    if len(monomial) != 1:
        return ANY
    g, p = monomial[0]
    base, exponent = algebra.generators[g]
    power = sign_of_product(sign_of_number(p), sign_of_monomial(exponent, context, depth))
    if base == algebra.e:
        return power
    if sign_of_base(base, context, depth) != POSITIVE or (p == 1 and not exponent):
        return ANY
    return sign_of_product(power, _of_difference(algebra.atom(base), {(): 1}, context, depth))
