"""Where a term is defined: the obligations of each head, and which of them are proved.

A term is defined at a point when each part of it is, and when of each power, logarithm, quotient and special function
the arguments lie in the domain below. Inside an integral the body has to be defined at all inner points of the range
but a null set. Whether an integral converges, or a limit exists, is not asked here.

Domains: DLMF 4.2 (log, powers), 4.23 and 4.37 (inverse functions), 5.2 (gamma), 5.15, 8.2, 10.25, 15.2 and 25. A head
without a row is refused.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..exceptions import CertificateError
from ..statements import sizes_of
from ..terms import Term, dump, free_symbols, parse, replace
from .context import Context
from .form_signs import sign_of
from .forms import Form, NoNormalForm, number_of
from .function_rules import filled
from .sign_sets import ZERO
from .term_forms import holds, is_impossible, normalised

__all__ = ["undefined"]

EVERYWHERE = frozenset(
    ("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf", "erfc", "erfi", "Si", "abs", "sign", "floor")
) | {"+", "*", "min", "max"}
#: What has kinks or jumps.
NOT_ANALYTIC = frozenset(("min", "max", "cases", "sign", "floor", "apply"))
#: Head -> arguments, and conditions on them that are sufficient.
_DOMAINS: dict[str, tuple[str, tuple[str, ...]]] = {
    "log": ("x", ("(< 0 x)",)),
    "tan": ("x", ("(!= (cos x) 0)",)),
    "asin": ("x", ("(<= -1 x)", "(<= x 1)")),
    "acos": ("x", ("(<= -1 x)", "(<= x 1)")),
    "erfinv": ("x", ("(< -1 x)", "(< x 1)")),
    "acosh": ("x", ("(<= 1 x)",)),
    "atanh": ("x", ("(< -1 x)", "(< x 1)")),
    "loggamma": ("x", ("(< 0 x)",)),
    "uppergamma": ("s x", ("(or (< 0 x) (and (< 0 s) (<= 0 x)))",)),
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


class Walk(NamedTuple):
    """What a walk through a term carries: where it is, what was not proved, what was seen, and points of derivatives.

    Under a derivative the obligations are asked at its point, and strictly; `at` lists such variables, inmost first.
    """

    context: Context
    found: dict[str, None]
    seen: set[Term]
    at: tuple[tuple[str, Term], ...] = ()

    def demand(self, condition: Term) -> None:
        """Note a condition unless it is proved, or fails on a null set only under an integral sign."""
        if self.at and isinstance(condition, tuple):
            condition = _strict(condition)
        self.context.algebra.products = 0
        for name, point in self.at:
            if isinstance(condition, tuple) and condition[0] == "integer" and name in free_symbols(condition):
                condition = f"{dump(condition[1])} is whole near a point"
            condition = replace(condition, name, point)
        if not (holds(condition, self.context) or _almost_everywhere(condition, self.context)):
            self.found[condition if isinstance(condition, str) else dump(condition)] = None

    def inside(self, head: str, name: str, lower: Term, upper: Term) -> Walk:
        """The walk inside of an integral or a sum."""
        for variable, point in self.at:
            lower, upper = replace(lower, variable, point), replace(upper, variable, point)
        return self._replace(context=self.context.within(head, name, lower, upper), seen=set())


def _strict(condition: Any) -> Any:
    """A condition that is open, and stronger."""
    head, *parts = condition
    if head in ("and", "or"):
        return (head, *(_strict(part) for part in parts))
    return ("<", *parts) if head == "<=" else condition


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
        _visit(term, Walk(context, found, set()))
    except RecursionError:
        found["a term that is nested too deeply"] = None
    except CertificateError as error:
        found[str(error)] = None
    return tuple(found)


def _visit(term: Term, walk: Walk) -> None:
    if not isinstance(term, tuple):
        if isinstance(term, str) and term not in ("%pi", "%e", "%gamma", "%catalan", *walk.context.names):
            walk.found[f"{term} is a number"] = None
        return
    if term in walk.seen:
        return
    walk.seen.add(term)
    head = term[0]
    if head in ("integral", "sum", "limit", "diff"):
        _visit_bound(term, walk)
    elif head == "cases":
        _visit_cases(term, walk)
    else:
        for part in term[2 if head == "apply" else 1 :]:
            _visit(part, walk)
        for condition in _own_obligations(term, walk.context):
            walk.demand(condition)
    if walk.at and (head in NOT_ANALYTIC or head == "abs"):
        for name, _ in walk.at:
            if name in free_symbols(term):
                walk.demand(("!=", term[1], 0) if head == "abs" else f"{head} is analytic in {name}")


def _own_obligations(term: Any, context: Context) -> list[Any]:
    """The conditions under which a head with these arguments is defined."""
    head, *parts = term
    if head in EVERYWHERE:
        return []
    if head == "apply":
        return _of_application(parts[0], parts[1:], context)
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


def _of_application(name: str, arguments: list[Term], context: Context) -> list[Any]:
    """A mass and a map are functions of whole numbers from 1 to their sizes; a density is one of all numbers."""
    kind = context.functions.get(name, "")
    sizes = sizes_of(kind)[: len(arguments)] if kind else []
    own: list[Any] = [] if kind else [f"{name} is declared"]
    for argument, size in zip(arguments, sizes, strict=False):
        own += [("integer", argument), ("<=", 1, argument), ("<=", argument, int(size) if size.isdigit() else size)]
    return own


def _no_pole(term: Term, context: Context) -> Term:
    """The condition that a value is none of 0, -1, -2, ...: true of a number, or that it is positive."""
    try:
        q = number_of(context.algebra.expanded(normalised(term, context)))
    except NoNormalForm:
        q = None
    return "true" if q is not None and (q > 0 or q.denominator != 1) else ("<", 0, term)


def _of_power(base: Term, exponent: Term, context: Context) -> list[Term]:
    """That b > 0; or e whole, and b != 0 where e may be 0 or negative; or e positive, and b >= 0: 0^e is 0."""
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
    return [("<=" if holds(("<", 0, exponent), context) else "<", 0, base)]


def _visit_cases(term: Any, walk: Walk) -> None:
    """Each value where its condition holds, and none before it; some condition must hold."""
    here = walk.context
    for _, value, condition in term[1:]:
        if is_impossible(here):
            return
        _visit_condition(condition, walk._replace(context=here))
        _visit(value, walk._replace(context=here.assuming(condition), seen=set()))
        if condition == "true" or holds(condition, here):
            return
        here = here.assuming(("not", condition))
    if not is_impossible(here):
        walk.found["some case"] = None


def _visit_condition(condition: Term, walk: Walk) -> None:
    """The values that a condition compares."""
    if isinstance(condition, tuple):
        for part in condition[1:]:
            if condition[0] in ("and", "or", "not"):
                _visit_condition(part, walk)
            elif part not in ("%oo", "%-oo"):
                _visit(part, walk._replace(seen=set()))


def _visit_bound(term: Any, walk: Walk) -> None:
    head, body, name, *ends = term
    for end in ends[:2] if head in ("integral", "sum") else ends[:1]:
        if end not in ("%oo", "%-oo"):
            _visit(end, walk)
            if head == "sum":
                walk.demand(("integer", end))
    if head == "diff":
        _visit_derivative(term, walk)
    elif head == "limit":
        walk.found[f"{dump(term)} exists"] = None
    else:
        _visit(body, walk.inside(head, name, ends[0], ends[1]))


def _visit_derivative(term: Any, walk: Walk) -> None:
    """A function made of analytic ones has all derivatives where its obligations hold strictly, for they do so near by.

    So those of the body, in which the variable is a symbol, are asked at the point; what is not analytic may not depend
    on the variable. Whether an integral that does may be differentiated is not asked here, as its convergence is not.
    """
    _, body, name, point, _ = term
    try:
        replace(body, name, point)
    except CertificateError as error:
        walk.found[str(error)] = None
        return
    near = walk.context.within("diff", name, 0, 0)
    _visit(body, walk._replace(context=near, seen=set(), at=((name, point), *walk.at)))


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
