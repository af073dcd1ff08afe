"""Signs of forms in a context: products, sums of like signs, linear inequalities, squares, ends of ranges.

A sign is said for all points of the context at which the form is defined. Nothing here is a guess: what is not found
is `ANY`. One file, as each of these ways asks the others about the parts of what it looks at.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

from .context import KINDS, Context
from .form_facts import (
    bounds_of,
    coefficients_of,
    exponentials_in,
    facts_of_functions,
    is_integer,
    quotient_of,
)
from .forms import Algebra, Form, Monomial, Rational, number_of
from .function_rules import signs_of
from .linear_inequalities import sign_that_follows
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
from .signs_by_parts import alike_in_sign, product_alike, sign_of_quadratic, sign_of_wave

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
    """The sign of a product of generators; of two that are not known it may be that of both together."""
    found, unknown = POSITIVE, list[tuple[int, Rational]]()
    for g, p in monomial:
        base, exponent = context.algebra.generators[g]
        if not exponent and p % 2 == 0 and p < 0:
            continue
        sign = _of_power(sign_of_base(base, context, depth), g, p, context)
        found = sign_of_product(found, sign)
        if sign & POSITIVE and sign & NEGATIVE:
            unknown.append((g, p))
    if len(unknown) < 2 or depth > DEEPEST_ENDS:
        return found
    known = tuple(x for x in monomial if x not in unknown)
    alike = product_alike(known, unknown, context.algebra, lambda form: _alike(form, context, depth + 1))
    return found if alike is None else found & _of_argument(alike, context, depth)


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
    if kind == "cases" and base in context.alternatives and depth < DEEPEST:
        found = 0
        for inside, value in context.alternatives[base]:
            found |= sign_of(value, inside, depth + 1)
        return found
    if signs_of(kind):
        return _by_table(kind, data, context, depth)
    if kind in ("cos", "sin"):
        return _of_wave(kind, data[0], context, depth)
    if kind == "apply":
        return POSITIVE if context.functions.get(data[0], "").startswith(("density", "mass")) else ANY
    if kind in ("integral", "sum over") and base in context.bodies:
        inside, body, (q, written) = context.bodies[base]
        found = sign_of_monomial(body, inside, depth + 1) if depth < DEEPEST else ANY
        if q and found not in (POSITIVE, NEGATIVE) and depth < DEEPEST:
            found &= sign_of_product(sign_of_number(q), sign_of_monomial(written, inside, depth + 1))
        return ANY if found == NONZERO else found  # what is now above 0 and now below may add up to 0
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


def _by_table(kind: str, arguments: list[tuple[Rational, Monomial]], context: Context, depth: int) -> int:
    """The sign of a function, by what its row asks of its arguments."""
    for sign, asked in signs_of(kind):
        for place, number, allowed in asked:
            q, monomial = arguments[place]
            if not allowed and not is_integer({monomial: q} if q else {}, context):
                break
            if allowed and _of_argument(arguments[place], context, depth, number) & ~allowed:
                break
        else:
            return sign
    return ANY


def _of_wave(kind: str, angle: tuple[Rational, Monomial], context: Context, depth: int) -> int:
    """The sine is positive inside of (0, pi), the cosine inside of (-pi/2, pi/2): DLMF 4.16, 4.17."""
    if depth > DEEPEST:
        return ANY
    algebra = context.algebra
    pi, (q, monomial) = algebra.atom(algebra.base("constant", "%pi")), angle
    low, high = (0, 1) if kind == "sin" else (Fraction(-1, 2), Fraction(1, 2))
    own: Form = {monomial: q}
    gaps = (
        algebra.plus(own, algebra.scaled(pi, -low)),
        algebra.plus(algebra.scaled(pi, high), algebra.scaled(own, -1)),
    )
    return POSITIVE if all(sign_of(gap, context, depth + 1) == POSITIVE for gap in gaps) else ANY


def _of_difference(first: Form, second: Form, context: Context, depth: int) -> int:
    if depth > DEEPEST:
        return ANY
    return sign_of(context.algebra.plus(first, context.algebra.scaled(second, -1)), context, depth + 1)


def _of_sum(form: Form, context: Context, depth: int) -> int:
    """The sign of a sum as it stands."""
    if depth > DEEPEST:
        return ANY
    found = ANY
    for attempt in (
        _like_signs,
        _increasing,
        _with_a_pair,
        _by_inequalities,
        _as_quadratic,
        _at_the_ends,
        _in_a_wave,
        _in_an_exponential,
    ):
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
    """By what is assumed, and by the products of two such: b^2 - a b - b c + a c > 0 for a < b and c < b."""
    algebra = context.algebra
    facts = _facts_about(form, context, depth)
    found = sign_that_follows(form, facts)
    own = {frozenset(fact.items()): (fact, strict) for fact, strict in context.facts}
    if found in (POSITIVE, NEGATIVE, ZERO) or len(form) < 2 or depth > DEEPEST_ENDS or len(own) > MOST_MULTIPLIED:
        return found
    pairs = combinations_with_replacement(own.values(), 2)
    products = [(algebra.expanded(algebra.times(a, b)), strict and also) for (a, strict), (b, also) in pairs]
    more = [product for product in products if sum(m in form for m in product[0]) > 1]
    return found & sign_that_follows(form, [*facts, *more]) if more else found


def _facts_about(form: Form, context: Context, depth: int) -> list[tuple[Form, bool]]:
    """Inequalities that speak of the monomials of a form: what is assumed, times monomials of known sign, and signs."""
    algebra = context.algebra
    facts: list[tuple[Form, bool]] = []
    known = {m for m in form if m}
    seen: set[tuple[frozenset[tuple[Monomial, Rational]], bool]] = set()
    assumed, met = context.facts, set[Monomial]()
    for _ in range(3):
        new, more = known - met, list(facts_of_functions(known - met, context))
        pairs = [*((fact, m) for fact in assumed for m in new), *((fact, m) for fact in more for m in known)]
        for (fact, strict), factor in ((pair, quotient_of(m, own)) for pair, m in pairs for own in pair[0] if own):
            if factor is None:
                continue
            sign = _plain_sign(factor, context, depth)
            if (sign & POSITIVE and sign & NEGATIVE) or len(facts) >= MOST_FACTS:
                continue
            shifted = algebra.times(fact, {factor: -1 if sign & NEGATIVE else 1})
            name = (frozenset(shifted.items()), strict and not sign & ZERO)
            if name not in seen:
                seen.add(name)
                facts.append((shifted, name[1]))
        assumed, met = [*assumed, *more], known
        known = known | {m for fact, _ in facts for m in fact if m}
        if known == met:
            break
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


def _in_an_exponential(form: Form, context: Context, depth: int) -> int:
    """What is A + B exp(u): for u < 0 strictly between A and A + B where these differ, for u > 0 it is A + B + B (exp(u) - 1)."""
    algebra = context.algebra
    if depth > DEEPEST_ENDS:
        return ANY
    for start, slope, exponent in exponentials_in(form, context):
        way = sign_of(exponent, context, depth + 1)
        if way not in (NEGATIVE, POSITIVE):
            continue
        other = start if way == NEGATIVE else slope
        signs = [sign_of(part, context, depth + 1) for part in (algebra.plus(start, slope), other)]
        for allowed, strict in ((NONNEGATIVE, POSITIVE), (NONPOSITIVE, NEGATIVE)):
            if not (signs[0] | signs[1]) & ~allowed and strict in signs:
                return strict
    return ANY


def _in_a_wave(form: Form, context: Context, depth: int) -> int:
    return (
        ANY if depth > DEEPEST_ENDS else sign_of_wave(form, context.algebra, lambda end: sign_of(end, context, depth))
    )


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
    return sign_of_quadratic(form, context.algebra, lambda part: sign_of(part, context, depth))


def _increasing(form: Form, context: Context, depth: int) -> int:
    """The sign of c (log a - log b) is that of c (a - b); so of c (u^E - v^E) with c E (u - v)."""
    algebra = context.algebra
    logs = [{g for g, p in m if p == 1 and _is_log(algebra.generators[g], algebra)} for m in form]
    if len(form) != 2 or not all(logs):
        return _of_powers(form, context, depth)
    (m, c), (n, d) = form.items()
    shared = set(m) & set(n)
    rest = [tuple(x for x in k if x not in shared) for k in (m, n)]
    if c != -d or not all(len(k) == 1 and k[0][0] in own for k, own in zip(rest, logs, strict=True)):
        return _of_powers(form, context, depth)
    outer = sign_of_product(sign_of_number(c), sign_of_monomial(tuple(sorted(shared)), context, depth))
    a, b = (algebra.atom(algebra.bases[algebra.generators[k[0][0]][0]][1]) for k in rest)
    return sign_of_product(outer, _of_difference(a, b, context, depth))


def _is_log(generator: tuple[int, Monomial], algebra: Algebra) -> bool:
    """Whether a generator is a logarithm itself, and no power of one with a symbolic exponent."""
    base, exponent = generator
    return not exponent and algebra.bases[base][0] == "log"


def _of_powers(form: Form, context: Context, depth: int) -> int:
    """The sign of c (u^E - v^E) for positive u and v is that of c E (u - v)."""
    alike = _alike(form, context, depth)
    return ANY if alike is None else _of_argument(alike, context, depth)


def _alike(form: Form, context: Context, depth: int) -> tuple[Rational, Monomial] | None:
    alike = alike_in_sign(form, context.algebra, lambda base: sign_of_base(base, context, depth) == POSITIVE)
    return alike if alike is None or alike[1] != context.algebra.as_product(form)[1] else None


def _with_a_pair(form: Form, context: Context, depth: int) -> int:
    """Of three terms two that make a difference of powers, beside the third: u^(-t) + v^(-t) - 1 is positive for u < 1."""
    for left in form if len(form) == 3 else ():
        pair = _increasing({m: c for m, c in form.items() if m != left}, context, depth)
        third = sign_of_product(sign_of_number(form[left]), sign_of_monomial(left, context, depth))
        if (found := sign_of_sum([pair, third])) in (POSITIVE, NEGATIVE):
            return found
    return ANY
