"""Where a term is defined: the obligations of each head, and which of them are proved.

A term is defined at a point when each part of it is, and when of each power, logarithm, quotient and special function
the arguments lie in the domain below. Inside an integral the body has to be defined at all inner points of the range
but a null set. Whether an integral converges, or a limit exists, is not asked here.

The domains of functions stand in their rows in `facts.function_table`; a head without one is refused. Powers: DLMF 4.2(iv).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from ..exceptions import CertificateError
from ..statements import sizes_of
from ..terms import INFINITE, Term, bound_symbols, conjuncts, dump, free_symbols, fresh, replace
from .cases_of_terms import comparisons_of
from .context import Context
from .form_signs import sign_of
from .forms import Form, Monomial, NoNormalForm, Rational, number_of
from .function_rules import rules
from .sign_sets import ZERO
from .term_forms import holds, is_empty, is_impossible, normalised

__all__ = ["almost_everywhere", "needed", "undefined"]

EVERYWHERE = frozenset(("+", "*", "min", "max"))
NUMBERS = frozenset(("%pi", "%e", "%gamma", "%catalan"))
#: What has kinks or jumps.
NOT_ANALYTIC = frozenset(("min", "max", "sign", "floor", "apply"))
#: What has no derivative, or one by another formula than its row has, where an argument is 0: the place of that argument.
SLOPE_BUT_AT_0 = {"abs": 1, "Si": 1, "polylog": 2}


class Walk(NamedTuple):
    """Where a walk through a term is: its context, and the points of derivatives around, inmost first.

    Under a derivative the obligations are asked at its point, and strictly. What is bound `beneath` it has no one
    neighbourhood of the point for its whole range: no obligation may speak of both.
    """

    context: Context
    at: tuple[tuple[str, Term], ...] = ()
    beneath: frozenset[str] = frozenset()

    def missing(self, condition: Term) -> list[str]:
        """The condition, unless it is proved, or fails on a null set only under an integral sign."""
        if self.at and isinstance(condition, tuple):
            condition = _strict(condition)
        self.context.algebra.products = 0
        for name, point in self.at:
            if isinstance(condition, tuple) and name in free_symbols(condition):
                if condition[0] == "integer":
                    condition = f"{dump(condition[1])} is whole near a point"
                elif self.beneath & free_symbols(condition):
                    condition = f"{dump(condition)} near a point, all over a range"
            condition = replace(condition, name, point)
        if holds(condition, self.context) or almost_everywhere(condition, self.context):
            return []
        return [condition if isinstance(condition, str) else dump(condition)]

    def inside(self, head: str, name: str, lower: Term, upper: Term) -> Walk:
        """The walk inside of an integral or a sum."""
        for variable, point in self.at:
            lower, upper = replace(lower, variable, point), replace(upper, variable, point)
        at = tuple(pair for pair in self.at if pair[0] != name)
        return Walk(self.context.within(head, name, lower, upper), at, self.beneath | {name} if at else frozenset())

    def at_points(self, condition: Term) -> Term:
        """The condition at the points of the derivatives around."""
        for name, point in self.at:
            condition = replace(condition, name, point)
        return condition

    def under(self, condition: Term) -> Walk:
        """The walk where a condition holds."""
        return self._replace(context=self.context.assuming(condition))


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
    >>> from symbinfo.trusted.terms import parse
    >>> undefined(parse("(log (* a x))"), Context({"a": "positive", "x": "real"}))
    ('(< 0 (* a x))',)
    >>> undefined(parse("(^ a x)"), Context({"a": "positive", "x": "real"}))
    ()
    """
    try:
        return tuple(dict.fromkeys(_missing(term, Walk(context))))
    except RecursionError:
        return ("a term that is nested too deeply",)
    except CertificateError as error:
        return (str(error),)


def needed(term: Term) -> list[Term]:
    """What is true wherever a term has a value, of its logarithms, roots and denominators outside of binders and cases.

    Examples
    --------
    >>> from symbinfo.trusted.terms import parse
    >>> needed(parse("(* (^ x 1/2) (log (* a x)))"))
    [('<=', 0, 'x'), ('<', 0, ('*', 'a', 'x'))]
    """
    if not isinstance(term, tuple) or term[0] in ("integral", "sum", "limit", "diff", "cases"):
        return []
    head, *parts = term
    found = [condition for part in parts for condition in needed(part)]
    if head == "log":
        found.append(("<", 0, parts[0]))
    elif head == "^" and isinstance(parts[1], (int, Fraction)) and parts[1].denominator > 1:
        found.append(("<=" if parts[1] > 0 else "<", 0, parts[0]))
    elif head == "^" and isinstance(parts[1], (int, Fraction)) and parts[1] < 0:
        found.append(("!=", parts[0], 0))
    return found


def _missing(term: Term, walk: Walk) -> list[str]:
    """What is not proved of a term and its parts; of what is defined outside of derivatives it is remembered."""
    if not isinstance(term, tuple):
        odd = isinstance(term, str) and term not in NUMBERS and term not in walk.context.names
        return [f"{term} is a number"] if odd else []
    if not walk.at and term in walk.context.defined:
        return []
    head = term[0]
    if head in _SPECIAL:
        found = _SPECIAL[head](term, walk)
    else:
        found = _of_all(term[2 if head == "apply" else 1 :], walk)
        for condition in _own_obligations(term, walk.context):
            found += walk.missing(condition)
    for name, _ in walk.at:
        if head in SLOPE_BUT_AT_0 and name in free_symbols(term):
            found += walk.missing(("!=", term[SLOPE_BUT_AT_0[head]], 0))
        elif head == "cases":
            found += _of_moving_conditions(term, name, walk)
        elif head in NOT_ANALYTIC and name in free_symbols(term):
            found += walk.missing(f"{head} is analytic in {name}")
    if not walk.at and not found:
        walk.context.defined.add(term)
    return found


def _of_all(terms: Iterable[Term], walk: Walk) -> list[str]:
    """What is not proved of several terms."""
    return [text for term in terms for text in _missing(term, walk)]


def _of_ends(ends: Iterable[Term], walk: Walk) -> list[str]:
    """What is not proved of ends of ranges or of sides of comparisons, which may be infinite."""
    return _of_all((end for end in ends if end not in INFINITE), walk)


def _own_obligations(term: Any, context: Context) -> list[Any]:
    """The conditions under which a head with these arguments is defined."""
    head, *parts = term
    if head in EVERYWHERE:
        return []
    if head == "apply":
        return _of_application(parts[0], parts[1:], context)
    if head == "^":
        return _of_power(parts[0], parts[1], context)
    domain, poles = rules(head, "defined"), rules(head, "no-pole")
    if not domain and not poles:
        return [f"{head} has no row"]
    given: dict[Any, Term] = dict(zip((domain or poles)[0].pattern, parts, strict=True))
    own = [condition for rule in domain for condition in conjuncts(rule.at(given)[0])]
    own += [condition for rule in poles if (condition := _no_pole(rule.at(given)[1], context)) != "true"]
    if head == "polygamma" and not (isinstance(parts[0], int) and parts[0] >= 0):
        own += [("integer", parts[0]), ("<=", 0, parts[0])]
    return own


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
    q = _number(term, context)
    return "true" if q is not None and (q > 0 or q.denominator != 1) else ("<", 0, term)


def _number(term: Term, context: Context) -> Rational | None:
    """The number that a term is, or None."""
    if isinstance(term, (int, Fraction)):
        return term
    try:
        return number_of(context.algebra.expanded(normalised(term, context)))
    except NoNormalForm:
        return None


def _of_power(base: Term, exponent: Term, context: Context) -> list[Term]:
    """That b > 0; or e whole, and b != 0 where e may be 0 or negative; or e positive, and b >= 0: 0^e is 0."""
    q = _number(exponent, context)
    if q is not None and q.denominator == 1:
        return [] if q > 0 else [("!=", base, 0)]
    if q is not None:
        return [("<=" if q > 0 else "<", 0, base)]
    if holds(("integer", exponent), context):
        return [] if holds(("<", 0, exponent), context) else [("!=", base, 0)]
    return [("<=" if holds(("<", 0, exponent), context) else "<", 0, base)]


def _of_cases(term: Any, walk: Walk) -> list[str]:
    """Each value where its condition holds, and none before it; some condition must hold."""
    found: list[str] = []
    for _, value, condition in term[1:]:
        if is_impossible(walk.context):
            return found
        found += _of_condition(condition, walk)
        here = walk.at_points(condition)
        found += _missing(value, walk.under(here))
        if here == "true" or holds(here, walk.context):
            return found
        walk = walk.under(("not", here))
    return found if is_impossible(walk.context) else [*found, "some case"]


def _of_moving_conditions(term: Any, name: str, walk: Walk) -> list[str]:
    """Where a derivative is taken the case must stay the same near by: the sides of each comparison differ at the point."""
    found: list[str] = []
    for _, _, condition in term[1:]:
        for part in comparisons_of(condition):
            if name not in free_symbols(part):
                continue
            if not isinstance(part, tuple) or part[0] not in ("<", "<=", "=", "!=") or set(part) & set(INFINITE):
                found += walk.missing(f"{dump(part)} stays so near a point")
            else:
                found += walk.missing(("!=", ("+", part[1], ("*", -1, part[2])), 0))
    return found


def _of_condition(condition: Term, walk: Walk) -> list[str]:
    """The values that a condition compares."""
    if not isinstance(condition, tuple):
        return []
    if condition[0] in ("and", "or", "not"):
        return [text for part in condition[1:] for text in _of_condition(part, walk)]
    return _of_ends(condition[1:], walk)


def _of_total(term: Any, walk: Walk) -> list[str]:
    """The ends of an integral or a sum, and its body inside of the range."""
    head, body, name, *ends = term
    found = _of_ends(ends, walk)
    for end in ends:
        if head == "sum" and end not in INFINITE:
            found += walk.missing(("integer", end))
    return found if is_empty(head, ends, walk.context) else found + _missing(body, walk.inside(head, name, *ends))


def _of_limit(term: Any, walk: Walk) -> list[str]:
    """Nothing is known of limits."""
    return [*_of_ends(term[3:4], walk), f"{dump(term)} exists"]


def _of_derivative(term: Any, walk: Walk) -> list[str]:
    """A function made of analytic ones has all derivatives where its obligations hold strictly, for they do so near by.

    So those of the body, in which the variable is a symbol, are asked at the point; what is not analytic may not depend
    on the variable. Whether an integral that does may be differentiated is not asked here, as its convergence is not.
    The variable is renamed where the point is an expression in a symbol of that name, as in d/dp at p.
    """
    _, body, name, point, _ = term
    if name in walk.context.names:
        new = fresh(name, frozenset(walk.context.names) | free_symbols(body) | bound_symbols(body))
        body, name = replace(body, name, new), new
    near = walk._replace(context=walk.context.within("diff", name, 0, 0), at=((name, point), *walk.at))
    return _missing(point, walk) + _missing(body, near)


_SPECIAL: dict[str, Callable[[Any, Walk], list[str]]] = {
    "integral": _of_total,
    "sum": _of_total,
    "limit": _of_limit,
    "diff": _of_derivative,
    "cases": _of_cases,
}


def almost_everywhere(condition: Term, context: Context) -> bool:
    """Whether u != 0, or u > 0 for u >= 0, fails on a null set of the variables of integrals only.

    That is so when each factor of u is not 0, or is a polynomial in one of them of which a coefficient is not 0.
    """
    if not isinstance(condition, tuple) or condition[0] not in ("<", "!="):
        return False
    _, left, right = condition
    if _is_positive_integral(condition, context):
        return True
    if not context.ranges:
        return False
    gap: Term = right if left == 0 else left if right == 0 else ("+", right, ("*", -1, left))
    if condition[0] == "<" and not holds(("<=", 0, gap), context):
        return False
    try:
        q, monomial = context.algebra.as_product(normalised(gap, context))
    except NoNormalForm:
        return False
    return bool(q) and _vanishes_rarely(monomial, context)


def _vanishes_rarely(monomial: Monomial, context: Context) -> bool:
    """Whether a product is 0 on a null set of the variables of integrals only, as each of its factors is, or is never 0.

    A power b^e is 0 at most where b is.
    """
    variables = [name for name, own in context.ranges.items() if own.head == "integral"]
    for g, _ in monomial:
        kind, *data = context.algebra.bases[context.algebra.generators[g][0]]
        if kind == "power" and data[0][0] and _vanishes_rarely(data[0][1], context):
            continue
        if sign_of({((g, 1),): 1}, context) & ZERO and not any(_rarely_zero(g, name, context) for name in variables):
            return False
    return True


def _is_positive_integral(condition: Any, context: Context) -> bool:
    """Whether a condition says 0 < u, for the integral u of what is not negative, and 0 on a null set only."""
    head, zero, total = condition
    if head != "<" or zero != 0 or not isinstance(total, tuple) or total[0] != "integral":
        return False
    _, body, name, lower, upper = total
    inside = context.within("integral", name, lower, upper)
    positive: Term = ("<", 0, body)
    return holds(("<", lower, upper), context) and (holds(positive, inside) or almost_everywhere(positive, inside))


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
