"""Terms as normal forms in a context: a row or a small function for each head; with signs and conditions of terms.

Every rewriting keeps the value at each point at which its input is defined (as `definedness` has it). Integrals, sums,
limits and abstract functions are atoms over normal forms; nothing is split, joined or differentiated through them, but
factors free of the bound variable stand outside, and the variable is named by the depth of the binders inside.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

from ..exceptions import CertificateError
from ..terms import INFINITE, Term, free_symbols, replace
from .angles import cosine, positive_where, reflected, sine
from .assumed_inequalities import opposite_of, prepare
from .context import Context
from .derivatives import binds_over, depth_of_binders, derivative, is_partial
from .extremes import among_infinities, by_extremes
from .form_facts import as_it_was, is_integer
from .form_signs import sign_of
from .forms import ONE, Form, Monomial, NoNormalForm, Rational, number_of
from .function_rules import matched, rewritings, rules, slopes
from .powers import absolute, exponential, factored, logarithm, power, reduced
from .sign_sets import ANY, NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE, ZERO, flipped
from .zero_test import is_zero

__all__ = ["holds", "is_empty", "is_impossible", "normalised", "sign_of_term"]

Argument = tuple[Rational, Monomial]


def sign_of_term(term: Term, context: Context) -> int:
    """The possible signs of a term, as the bits of `context`."""
    try:
        q, monomial = _noted(term, normalised(term, context), context)
        return sign_of({monomial: q} if q else {}, context)
    except (NoNormalForm, RecursionError):
        return ANY


def holds(condition: Term, context: Context) -> bool:
    """Whether a condition is true at each point of the context; False is "not proved"."""
    if not isinstance(condition, tuple):
        return condition == "true"
    if condition in context.held:
        return True
    found = _holds(condition, context)
    if found and context.prepared:
        context.held.add(condition)
    return found


def _holds(condition: Any, context: Context) -> bool:
    head, *parts = condition
    if head in ("and", "or"):
        return (all if head == "and" else any)(holds(part, context) for part in parts)
    if head == "not":
        opposite = opposite_of(parts[0])
        return opposite is not None and holds(opposite, context)
    if head == "integer":
        try:
            whole = is_integer(context.algebra.expanded(normalised(parts[0], context)), context)
        except (NoNormalForm, RecursionError):
            return False
        return whole or by_extremes(condition, lambda part: holds(part, context))
    left, right = parts
    if left in INFINITE or right in INFINITE:
        return among_infinities(head, left, right)
    allowed = {"<": POSITIVE, "<=": NONNEGATIVE, "=": ZERO, "!=": NONZERO}[head]
    if left == 0 or right == 0:
        found = sign_of_term(right, context) if left == 0 else flipped(sign_of_term(left, context))
    else:
        found = sign_of_term(("+", right, ("*", -1, left)), context)
    if not found & ~allowed:
        return True
    ordered = head in ("<", "<=") and by_extremes(condition, lambda part: holds(part, context))
    return ordered or (head == "=" and _are_equal(left, right, context))


def _are_equal(left: Term, right: Term, context: Context) -> bool:
    try:
        gap = context.algebra.scaled(normalised(right, context), -1)
        return is_zero(context.algebra.plus(normalised(left, context), gap), context)
    except (NoNormalForm, RecursionError):
        return False


def is_impossible(context: Context) -> bool:
    """Whether what is assumed in a context was found to hold nowhere; then anything is true in it."""
    if not context.prepared:
        prepare(context, normalised, holds)
    return context.impossible


def normalised(term: Term, context: Context) -> Form:
    """The normal form of a value.

    Raises
    ------
    NoNormalForm
        When it is too large, infinite, or has an undeclared symbol.
    """
    if not context.prepared:
        prepare(context, normalised, holds)
    form = context.remembered.get(term)
    if form is None:
        form = context.remembered[term] = _normalised(term, context)
    return form


def _normalised(term: Term, context: Context) -> Form:
    if isinstance(term, (int, Fraction)):
        return {(): term if term.denominator != 1 else int(term)} if term else {}
    if isinstance(term, str):
        return _leaf(term, context)
    head = term[0]
    if head in _OWN:
        return _OWN[head](term, context)
    if head in ("integral", "sum", "limit", "diff"):
        return _bound(term, context)
    return _function(term, context)


def _leaf(name: str, context: Context) -> Form:
    algebra = context.algebra
    if name == "%e":
        return algebra.atom(algebra.e)
    if name in ("%pi", "%gamma", "%catalan"):
        return algebra.atom(algebra.base("constant", name))
    inner = context.names.get(name)
    if inner is None:
        raise NoNormalForm(f"{name} is infinite or not declared")
    return algebra.atom(algebra.base("symbol", inner, free=frozenset({inner})))


def _sum(term: Any, context: Context) -> Form:
    algebra = context.algebra
    return algebra.plus(*(algebra.expanded(normalised(part, context)) for part in term[1:]))


def _product(term: Any, context: Context) -> Form:
    algebra = context.algebra
    result = ONE
    for part in term[1:]:
        form = normalised(part, context)
        if len(form) > 1:
            q, monomial = _noted(part, form, context)
            form = {monomial: q}
        result = algebra.times(result, form)
    return result


def _noted(term: Term, form: Form, context: Context) -> Argument:
    """A form as a product; of a sum it is kept how it was written, or of what wave, from which its sign may be read."""
    q, monomial = factored(form, context)
    if isinstance(term, tuple) and (len(term) > 2 if term[0] == "+" else term[0] in ("cos", "sin")) and q:
        sums = [g for g, p in monomial if p == 1 and context.algebra.sum_of(context.algebra.generators[g][0])]
        if len(sums) == 1:
            base, exponent = context.algebra.generators[sums[0]]
            if not exponent and base not in context.written and base not in context.signs:
                rest = tuple(x for x in monomial if x[0] != sums[0])
                wave = () if term[0] == "+" else (POSITIVE if holds(positive_where(*term), context) else ANY,)
                context.written[base] = (q, rest, wave or _written(_parts_of(term), context))
    return q, monomial


def _parts_of(term: Any) -> list[Term]:
    """The terms of a sum and of the sums in it."""
    return [
        part for own in term[1:] for part in (_parts_of(own) if isinstance(own, tuple) and own[0] == "+" else [own])
    ]


def _written(parts: list[Term], context: Context) -> tuple[Form | int, ...]:
    """The forms of the terms of a sum; of c + c cos u, which angle addition takes apart, the sign, for a number c."""
    for part in parts:
        c, angle = part[1:] if isinstance(part, tuple) and part[0] == "*" and len(part) == 3 else (1, part)
        if isinstance(c, (int, Fraction)) and c > 0 and c in parts and isinstance(angle, tuple) and angle[0] == "cos":
            low, high = ("<", ("*", -1, "%pi"), angle[1]), ("<", angle[1], "%pi")
            sign = POSITIVE if holds(low, context) and holds(high, context) else NONNEGATIVE
            rest = list(parts)
            rest.remove(c)
            rest.remove(part)
            return (sign, *_written(rest, context))
    return tuple(normalised(part, context) for part in parts)


def _argument(term: Term, context: Context) -> Form:
    """The form of an argument, after it was noted how it was written."""
    form = normalised(term, context)
    if len(form) > 1:
        _noted(term, form, context)
    return form


def _power(term: Any, context: Context) -> Form:
    return power(_argument(term[1], context), normalised(term[2], context), context)


def _name(form: Form, context: Context) -> Argument:
    """A form as the argument of an atom."""
    return context.algebra.as_product(reduced(form, context))


def _sign(term: Any, context: Context) -> Form:
    found = sign_of_term(term[1], context)
    if found in (NEGATIVE, ZERO, POSITIVE):
        return {(): {NEGATIVE: -1, POSITIVE: 1}[found]} if found != ZERO else {}
    return _atom("sign", [_argument(term[1], context)], context)


def _angle(term: Any, context: Context) -> Form:
    """The sine or the cosine; of a multiple of pi by gamma functions, where it is positive."""
    angle = context.algebra.expanded(normalised(term[1], context))
    known = reflected(term[0], term[1], angle, context)
    if known and holds(known[0], context):
        return normalised(known[1], context)
    return (sine if term[0] == "sin" else cosine)(angle, context)


def _floor(term: Any, context: Context) -> Form:
    form = normalised(term[1], context)
    q = number_of(form)
    if q is not None:
        return {(): int(q // 1)} if q // 1 else {}
    return form if is_integer(context.algebra.expanded(form), context) else _atom("floor", [form], context)


def _atom(head: str, arguments: list[Form], context: Context, *more: Hashable) -> Form:
    """A function of forms about which no rule says more."""
    algebra = context.algebra
    free = frozenset().union(*(algebra.free_in(argument) for argument in arguments))
    return algebra.atom(algebra.base(head, *more, *(_name(argument, context) for argument in arguments), free=free))


def _maximum(term: Any, context: Context) -> Form:
    """The largest of some values, without those that are nowhere larger than another; of min by max(-u) = -min(u)."""
    algebra = context.algebra
    turn = -1 if term[0] == "min" else 1
    left: list[Form] = []
    for part in term[1:]:
        form = algebra.scaled(algebra.expanded(normalised(part, context)), turn)
        gaps = [sign_of(algebra.plus(other, algebra.scaled(form, -1)), context) for other in left]
        if any(not gap & NEGATIVE for gap in gaps):
            continue
        left = [other for other, gap in zip(left, gaps, strict=True) if gap & POSITIVE]
        left.append(form)
    if len(left) == 1:
        return algebra.scaled(left[0], turn)
    left.sort(key=lambda form: sorted(form.items()))
    return algebra.scaled(_atom("max", left, context), turn)


def _cases(term: Any, context: Context) -> Form:
    """The first case whose condition holds; cases that never hold are left out, and those after one that always does."""
    left: list[tuple[Form, Term, Hashable]] = []
    here, alternatives = context, []
    for _, value, condition in term[1:]:
        if is_impossible(here):
            break
        if is_impossible(here.assuming(condition)):
            continue
        form = normalised(value, context)
        always = holds(condition, here)
        if always and not left:
            return form
        left.append((form, condition, True if always else _condition_name(condition, context)))
        inside = here.assuming(condition)
        alternatives.append((inside, normalised(value, inside)))
        here = here.assuming(("not", condition))
    if not left:
        raise NoNormalForm("no case can hold")
    algebra = context.algebra
    free = frozenset().union(
        *(algebra.free_in(form) for form, _, _ in left),
        *({context.names[n] for n in free_symbols(c) if n in context.names} for _, c, _ in left),
    )
    data = tuple((_name(form, context), name) for form, _, name in left)
    base = algebra.base("cases", data, free=free)
    context.alternatives[base] = tuple(alternatives)
    return algebra.atom(base)


def _condition_name(condition: Term, context: Context) -> Hashable:
    """A condition as part of an atom, over normal forms."""
    if not isinstance(condition, tuple):
        return condition
    head, *parts = condition
    if head in ("and", "or", "not"):
        return (head, *(_condition_name(part, context) for part in parts))
    if head == "integer":
        return (head, _name(normalised(parts[0], context), context))
    if any(part in INFINITE for part in parts):
        return (head, *(part if part in INFINITE else _name(normalised(part, context), context) for part in parts))
    q, monomial = _name(normalised(("+", parts[1], ("*", -1, parts[0])), context), context)
    if head in ("=", "!="):
        return (head, monomial if q else 0)
    return (head, 1 if q > 0 else -1 if q < 0 else 0, monomial)


def _function(term: Any, context: Context) -> Form:
    head = term[0]
    arguments = [_argument(part, context) for part in term[1:]]
    for condition, value in rewritings(term, arguments):
        if holds(condition, context):
            return normalised(value, context)
    if head in ("hyper2f1", "hyper2f2", "hyper3f2"):
        upper = 3 if head == "hyper3f2" else 2
        arguments = [
            *sorted(map(context.algebra.expanded, arguments[:upper]), key=lambda form: sorted(form.items())),
            *sorted(map(context.algebra.expanded, arguments[upper:-1]), key=lambda form: sorted(form.items())),
            arguments[-1],
        ]
    if rules(head, "odd") and (name := _name(arguments[0], context))[0] < 0:
        return context.algebra.scaled(_atom(head, [{name[1]: -name[0]}], context), -1)
    return _atom(head, arguments, context)


def _bound(term: Any, context: Context) -> Form:
    """An integral, a sum, a limit or a derivative as an atom over the normal form of what is inside."""
    head, body, name, *ends = term
    if head == "diff" and not binds_over(body, name):
        if ends[1] == 1 and is_partial(body, name):
            known = _of_parameter(term, context)
            if known is not None:
                return known
        else:
            try:
                slope = body
                for _ in range(ends[1]):
                    slope = derivative(slope, name)
                return normalised(replace(slope, name, ends[0]), context)
            except CertificateError:
                pass  # Then it is an atom, as one over an integral.
    if is_empty(head, ends, context):
        return {}
    level = depth_of_binders(body)
    while True:
        bound = f"#{level}"
        inside = context.within(head, name, ends[0], ends[1] if head != "diff" else 0, bound)
        form = normalised(body, inside)
        algebra = context.algebra
        depth = sum(1 for n in algebra.free_in(form) if n.startswith("in #"))
        if depth == level:
            break
        level = depth
    bound = inside.names[name]
    q, monomial = algebra.as_product(algebra.expanded(form))
    outside = tuple((g, p) for g, p in monomial if bound not in algebra.free_of(g))
    body_left = tuple((g, p) for g, p in monomial if bound in algebra.free_of(g))
    if not q:
        return {}
    places = [end if end in (*INFINITE, "+", "-") else _name(normalised(end, context), context) for end in ends[:2]]
    free = frozenset(n for g, _ in body_left for n in algebra.free_of(g)) - {bound}
    free |= {f"in #{level}"}.union(*(algebra.free_in({p[1]: 1}) for p in places if not isinstance(p, str)))
    base = algebra.base("sum over" if head == "sum" else head, body_left, bound, *places, *ends[2:], free=free)
    if bound in inside.in_range:
        context.bodies[base] = (inside, body_left, as_it_was(form, q, outside, bound, algebra))
    return algebra.times({outside: q}, algebra.atom(base))


def is_empty(head: str, ends: list[Any], context: Context) -> bool:
    """Whether an integral runs from a point to the same, or a sum to the number before its first: it is 0."""
    if head not in ("integral", "sum") or ends[0] in INFINITE or ends[1] in INFINITE or free_symbols(ends[0]):
        return False
    return _are_equal(ends[1], ends[0] if head == "integral" else ("+", ends[0], -1), context)


def _of_parameter(term: Any, context: Context) -> Form | None:
    """The derivative of a function in one of its parameters at a special value, by a row; of what has none, None."""
    _, body, name, point, _ = term
    arguments = tuple(point if part == name else part for part in body[1:])
    forms = [normalised(part, context) for part in arguments]
    for rule in slopes(body[0], body.index(name) - 1):
        given = matched(rule.pattern, arguments, forms)
        if given is not None:
            condition, value = rule.at(given)
            if holds(condition, context):
                return normalised(value, context)
    return None


_OWN: dict[str, Callable[[Any, Context], Form]] = {
    "+": _sum,
    "*": _product,
    "^": _power,
    "exp": lambda term, context: exponential(normalised(term[1], context), context),
    "log": lambda term, context: logarithm(_argument(term[1], context), context),
    "abs": lambda term, context: absolute(_argument(term[1], context), context),
    "sin": _angle,
    "cos": _angle,
    "sign": _sign,
    "floor": _floor,
    "max": _maximum,
    "min": _maximum,
    "cases": _cases,
    "apply": lambda term, context: _atom("apply", [normalised(part, context) for part in term[2:]], context, term[1]),
}
