"""Where a term is defined: the obligations of each head, and which of them are proved.

A term is defined at a point when each part of it is, and when of each power, logarithm, quotient and special function
the arguments lie in the domain below. Inside an integral the body has to be defined at all inner points of the range
but a null set. Whether an integral converges, or a limit exists, is not asked here.

Domains: DLMF 4.2 (log, powers), 4.23 and 4.37 (inverse functions), 5.2 (gamma), 5.15, 8.2, 10.25, 15.2 and 25. A head
without a row is refused.
"""

from __future__ import annotations

from typing import Any

from ..exceptions import CertificateError
from ..terms import Term, dump, parse, replace
from .context import Context
from .derivatives import derivative
from .form_signs import sign_of
from .forms import Form, NoNormalForm, number_of
from .function_rules import filled
from .normal_form import binds_over, holds, normalised
from .sign_sets import ZERO

__all__ = ["undefined"]

EVERYWHERE = frozenset(
    ("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf", "erfc", "erfi", "Si", "abs", "sign", "floor")
) | {"+", "*", "min", "max", "apply"}
#: Head -> arguments, and conditions on them that are sufficient.
_DOMAINS: dict[str, tuple[str, tuple[str, ...]]] = {
    "log": ("x", ("(< 0 x)",)),
    "tan": ("x", ("(!= (cos x) 0)",)),
    "asin": ("x", ("(<= -1 x)", "(<= x 1)")),
    "acos": ("x", ("(<= -1 x)", "(<= x 1)")),
    "acosh": ("x", ("(<= 1 x)",)),
    "atanh": ("x", ("(< -1 x)", "(< x 1)")),
    "loggamma": ("x", ("(< 0 x)",)),
    "uppergamma": ("s x", ("(< 0 x)",)),
    "lowergamma": ("s x", ("(< 0 s)", "(<= 0 x)")),
    "expint": ("s x", ("(< 0 x)",)),
    "Ei": ("x", ("(!= x 0)",)),
    "Ci": ("x", ("(< 0 x)",)),
    "zeta": ("s", ("(< 1 s)",)),
    "dzeta": ("s", ("(< 1 s)",)),
    "zeta2": ("s a", ("(< 1 s)", "(< 0 a)")),
    "polylog": ("s z", ("(< -1 z)", "(< z 1)")),
    "besseli": ("v x", ("(< 0 x)",)),
    "besselj": ("v x", ("(< 0 x)",)),
    "besselk": ("v x", ("(< 0 x)",)),
    "lambertw": ("x", ("(<= 0 x)",)),
    "hyper1f1": ("a b z", ("(< 0 b)",)),
    "hyper2f1": ("a b c z", ("(< 0 c)", "(< z 1)")),
    "hyper3f2": ("a b c d e z", ("(< 0 d)", "(< 0 e)", "(< z 1)")),
    "betainc": ("a b x y", ("(< 0 a)", "(< 0 b)", "(<= 0 x)", "(<= x 1)", "(<= 0 y)", "(<= y 1)")),
}
#: Head -> arguments, and the values that must be no pole of the gamma function: 0, -1, -2, ...
_POLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "gamma": ("x", ("x",)),
    "polygamma": ("n x", ("x",)),
    "factorial": ("x", ("(+ x 1)",)),
    "harmonic": ("x", ("(+ x 1)",)),
    "beta": ("a b", ("a", "b", "(+ a b)")),
    "binomial": ("n k", ("(+ n 1)", "(+ k 1)", "(+ n (* -1 k) 1)")),
}


def undefined(term: Term, context: Context) -> tuple[str, ...]:
    """The obligations of a term that could not be proved; none when it is defined at each point of the context.

    Examples
    --------
    >>> undefined(parse("(log (* a x))"), Context({"a": "positive", "x": "real"}))
    ('(< 0 (* a x))',)
    >>> undefined(parse("(^ a x)"), Context({"a": "positive", "x": "real"}))
    ()
    """
    found: dict[str, None] = {}
    try:
        _visit(term, context, found, set(), False)
    except RecursionError:
        found["a term that is nested too deeply"] = None
    return tuple(found)


def _visit(term: Term, context: Context, found: dict[str, None], seen: set[Term], strict: bool) -> None:
    """Collect what is not proved; when strict, no edge of a domain is allowed."""
    if not isinstance(term, tuple):
        if isinstance(term, str) and term not in ("%pi", "%e", "%gamma", "%catalan") and term not in context.names:
            found[f"{term} is a number"] = None
        return
    if term in seen:
        return
    seen.add(term)
    head = term[0]
    if head in ("integral", "sum", "limit", "diff"):
        _visit_bound(term, context, found, strict)
    elif head == "cases":
        _visit_cases(term, context, found, strict)
    else:
        for part in term[2 if head == "apply" else 1 :]:
            _visit(part, context, found, seen, strict)
        for condition in _own_obligations(term, context):
            if strict and condition[0] == "<=":
                condition = ("<", *condition[1:])
            if not _met(condition, context):
                found[condition if isinstance(condition, str) else dump(condition)] = None


def _met(condition: Term, context: Context) -> bool:
    """Whether an obligation is proved, or under the integral sign fails on a null set only."""
    return holds(condition, context) or _almost_everywhere(condition, context)


def _own_obligations(term: Any, context: Context) -> list[Any]:
    """The conditions under which a head with these arguments is defined."""
    head, *parts = term
    if head in EVERYWHERE:
        return []
    if head == "^":
        return _of_power(parts[0], parts[1], context)
    for table in (_DOMAINS, _POLES):
        if head in table:
            names, conditions = table[head]
            given = dict(zip(names.split(), parts, strict=True))
            terms = [filled(parse(text), given) for text in conditions]
            if table is _DOMAINS:
                return terms
            own: list[Term] = [_no_pole(t, context) for t in terms]
            if head == "polygamma" and not (isinstance(parts[0], int) and parts[0] >= 0):
                own.append(("integer", parts[0]))
                own.append(("<=", 0, parts[0]))
            return [t for t in own if t != "true"]
    return [f"{head} has no row"]


def _no_pole(term: Term, context: Context) -> Term:
    """The condition that a value is none of 0, -1, -2, ...: true of a number, or that it is positive."""
    try:
        q = number_of(context.algebra.expanded(normalised(term, context)))
    except NoNormalForm:
        q = None
    return "true" if q is not None and (q > 0 or q.denominator != 1) else ("<", 0, term)


def _of_power(base: Term, exponent: Term, context: Context) -> list[Term]:
    """That b > 0; or e whole, and b != 0 where e may be 0 or negative; or e a positive number, and b >= 0."""
    q: Any
    try:
        q = number_of(context.algebra.expanded(normalised(exponent, context)))
    except NoNormalForm:
        q = None
    if q is not None and q.denominator == 1:
        return [] if q > 0 else [("!=", base, 0)]
    if q is not None:
        return [("<=" if q > 0 else "<", 0, base)]
    if holds(("integer", exponent), context):
        return [] if holds(("<", 0, exponent), context) else [("!=", base, 0)]
    return [("<", 0, base)]


def _visit_cases(term: Any, context: Context, found: dict[str, None], strict: bool) -> None:
    """Each value where its condition holds, and none before it; some condition must hold."""
    here = context
    for _, value, condition in term[1:]:
        _visit_condition(condition, here, found)
        _visit(value, here.assuming(condition), found, set(), strict)
        if condition == "true" or holds(condition, here):
            return
        here = here.assuming(("not", condition))
    found["some case"] = None


def _visit_condition(condition: Term, context: Context, found: dict[str, None]) -> None:
    """The values that a condition compares."""
    if isinstance(condition, tuple):
        for part in condition[1:]:
            if condition[0] in ("and", "or", "not"):
                _visit_condition(part, context, found)
            elif part not in ("%oo", "%-oo"):
                _visit(part, context, found, set(), False)


def _visit_bound(term: Any, context: Context, found: dict[str, None], strict: bool) -> None:
    head, body, name, *ends = term
    for end in ends[:2] if head != "diff" else ends[:1]:
        if end not in ("%oo", "%-oo", "+", "-"):
            _visit(end, context, found, set(), strict)
    if head in ("integral", "sum"):
        inside = context.within(head, name, ends[0], ends[1])
        _visit(body, inside, found, set(), strict)
        if head == "sum":
            for end in ends[:2]:
                if end not in ("%oo", "%-oo") and not holds(("integer", end), context):
                    found[dump(("integer", end))] = None
        return
    if head == "limit":
        found[f"{dump(term)} exists"] = None
        return
    _visit_derivative(body, name, ends[0], ends[1], context, found)


def _visit_derivative(body: Term, name: str, point: Term, order: int, context: Context, found: dict[str, None]) -> None:
    """A derivative exists where the body and its derivatives are defined by strict conditions: these stay true near by.

    Whether an integral or a sum that depends on the variable may be differentiated is not asked here, as its convergence.
    """
    try:
        _visit(replace(body, name, point), context, found, set(), True)
        for _ in range(0 if binds_over(body, name) else order):
            body = derivative(body, name)
            _visit(replace(body, name, point), context, found, set(), True)
    except CertificateError as error:
        found[str(error)] = None


def _almost_everywhere(condition: Term, context: Context) -> bool:
    """Whether u != 0, or u > 0 for u >= 0, fails on a null set of the variables of integrals only.

    That is so when each factor of u is not 0, or is a polynomial in one of them of which a coefficient is not 0.
    """
    if not context.ranges or not isinstance(condition, tuple) or condition[0] not in ("<", "!="):
        return False
    _, left, right = condition
    gap: Term = right if left == 0 else left if right == 0 else ("+", right, ("*", -1, left))
    if condition[0] == "<" and not holds(("<=", 0, gap), context):
        return False
    try:
        q, monomial = context.algebra.as_product(normalised(gap, context))
    except NoNormalForm:
        return False
    variables = [name for name, own in context.ranges.items() if own.head == "integral"]
    return bool(q) and all(
        not sign_of({((g, 1),): 1}, context) & ZERO or any(_rarely_zero(g, name, context) for name in variables)
        for g, _ in monomial
    )


def _rarely_zero(generator: int, name: str, context: Context) -> bool:
    """Whether a base is 0 on a null set of a symbol only: it is analytic in it and not constant.

    Seen of polynomials whose first coefficient is not 0, of a sine or cosine of such a polynomial plus what does not
    depend on the symbol, of |u| with u, and of log u with u - 1.
    """
    algebra = context.algebra
    base, exponent = algebra.generators[generator]
    kind, *data = algebra.bases[base]
    if kind == "abs":
        base = data[0]
    form = algebra.sum_of(base) or algebra.atom(base)
    if kind == "log":
        form = algebra.plus(algebra.atom(data[0]), {(): -1})
    return not exponent and _not_constant(form, name, context)


def _not_constant(form: Form, name: str, context: Context) -> bool:
    """Whether a form is a polynomial of a symbol, or one sine or cosine of one, that is evidently not constant in it."""
    algebra = context.algebra
    symbol = algebra.generator(algebra.base("symbol", name, free=frozenset({name})))
    depends = {m: c for m, c in algebra.expanded(form).items() if name in algebra.free_in({m: c})}
    parts: dict[Any, Form] = {}
    for m, c in depends.items():
        powers = dict(m)
        degree = powers.pop(symbol, 0)
        others = [g for g in powers if name in algebra.free_of(g)]
        if others and len(depends) == 1 and not degree and powers[others[0]] == 1 and len(others) == 1:
            base, exponent = algebra.generators[others[0]]
            kind, *data = algebra.bases[base]
            if kind in ("sin", "cos") and not exponent:
                rest: Form = {tuple(x for x in m if x[0] != others[0]): c}
                q, monomial = data[0]
                return not sign_of(rest, context) & ZERO and _not_constant({monomial: q}, name, context)
        if others or degree.denominator != 1 or degree < 0:
            return False
        parts.setdefault(degree, {})[tuple(sorted(powers.items()))] = c
    return bool(parts) and not sign_of(parts[max(parts)], context) & ZERO
