"""Exact derivatives of terms: a row for each head, the chain rule for the rest.

Each formula holds where the term is analytic; a term made of |u|, min, max, cases, floor or sign of what depends on the
variable has no row and is refused, but |u|, whose derivative u |u|^-1 is not defined where u is 0. Nothing is
differentiated under an integral or a sum. References: DLMF chapters 4 to 10 under the names of the functions.
"""

from __future__ import annotations

from functools import cache

from ..exceptions import CertificateError
from ..terms import BINDERS, Term, fold, free_symbols, parse
from .function_rules import filled

__all__ = ["binds_over", "depth_of_binders", "derivative", "is_partial"]

#: Head and place of the argument -> the partial derivative, in the arguments u (the first), v, w, ...
_PARTIALS: dict[tuple[str, int], str] = {
    ("exp", 0): "(exp u)",
    ("log", 0): "(^ u -1)",
    ("abs", 0): "(* u (^ (abs u) -1))",
    ("sin", 0): "(cos u)",
    ("cos", 0): "(* -1 (sin u))",
    ("tan", 0): "(^ (cos u) -2)",
    ("sinh", 0): "(cosh u)",
    ("cosh", 0): "(sinh u)",
    ("tanh", 0): "(^ (cosh u) -2)",
    ("asin", 0): "(^ (+ 1 (* -1 (^ u 2))) -1/2)",
    ("acos", 0): "(* -1 (^ (+ 1 (* -1 (^ u 2))) -1/2))",
    ("atan", 0): "(^ (+ 1 (^ u 2)) -1)",
    ("asinh", 0): "(^ (+ 1 (^ u 2)) -1/2)",
    ("acosh", 0): "(^ (+ (^ u 2) -1) -1/2)",
    ("atanh", 0): "(^ (+ 1 (* -1 (^ u 2))) -1)",
    ("gamma", 0): "(* (gamma u) (polygamma 0 u))",
    ("loggamma", 0): "(polygamma 0 u)",
    ("factorial", 0): "(* (gamma (+ u 1)) (polygamma 0 (+ u 1)))",
    ("harmonic", 0): "(polygamma 1 (+ u 1))",
    ("polygamma", 1): "(polygamma (+ u 1) v)",
    ("beta", 0): "(* (beta u v) (+ (polygamma 0 u) (* -1 (polygamma 0 (+ u v)))))",
    ("beta", 1): "(* (beta u v) (+ (polygamma 0 v) (* -1 (polygamma 0 (+ u v)))))",
    ("binomial", 0): "(* (binomial u v) (+ (polygamma 0 (+ u 1)) (* -1 (polygamma 0 (+ u (* -1 v) 1)))))",
    ("binomial", 1): "(* (binomial u v) (+ (polygamma 0 (+ u (* -1 v) 1)) (* -1 (polygamma 0 (+ v 1)))))",
    ("erf", 0): "(* 2 (^ %pi -1/2) (exp (* -1 (^ u 2))))",
    ("erfc", 0): "(* -2 (^ %pi -1/2) (exp (* -1 (^ u 2))))",
    ("erfi", 0): "(* 2 (^ %pi -1/2) (exp (^ u 2)))",
    ("Ei", 0): "(* (exp u) (^ u -1))",
    ("Si", 0): "(* (sin u) (^ u -1))",
    ("Ci", 0): "(* (cos u) (^ u -1))",
    ("expint", 1): "(* -1 (expint (+ u -1) v))",
    ("uppergamma", 1): "(* -1 (^ v (+ u -1)) (exp (* -1 v)))",
    ("lowergamma", 1): "(* (^ v (+ u -1)) (exp (* -1 v)))",
    ("zeta", 0): "(dzeta u)",
    ("zeta2", 1): "(* -1 u (zeta2 (+ u 1) v))",
    ("polylog", 1): "(* (^ v -1) (polylog (+ u -1) v))",
    ("besseli", 1): "(* 1/2 (+ (besseli (+ u -1) v) (besseli (+ u 1) v)))",
    ("besselk", 1): "(* -1/2 (+ (besselk (+ u -1) v) (besselk (+ u 1) v)))",
    ("besselj", 1): "(* 1/2 (+ (besselj (+ u -1) v) (* -1 (besselj (+ u 1) v))))",
    ("lambertw", 0): "(* (^ (+ u (exp (lambertw u))) -1))",
    ("hyper1f1", 2): "(* u (^ v -1) (hyper1f1 (+ u 1) (+ v 1) w))",
    ("hyper2f1", 3): "(* u v (^ w -1) (hyper2f1 (+ u 1) (+ v 1) (+ w 1) p))",
    ("hyper3f2", 5): "(* u v w (^ (* p q) -1) (hyper3f2 (+ u 1) (+ v 1) (+ w 1) (+ p 1) (+ q 1) r))",
}
#: Functions that are analytic in all their arguments, inside of the domains of `definedness`.
ANALYTIC = frozenset(
    {"uppergamma", "lowergamma", "expint", "zeta2", "polylog", "besseli", "besselj", "besselk"}
    | {"hyper1f1", "hyper2f1", "hyper3f2", "betainc"}
)
_ARGUMENTS = ("u", "v", "w", "p", "q", "r")


@cache
def _partial(head: str, place: int) -> Term | None:
    text = _PARTIALS.get((head, place))
    return None if text is None else parse(text)


def derivative(term: Term, name: str) -> Term:
    """The derivative of a term in a symbol.

    Raises
    ------
    CertificateError
        When there is no rule for it.

    Examples
    --------
    >>> from symbinfo.trusted.terms import dump
    >>> dump(derivative(parse("(* a (log x))"), "x"))
    '(* (^ x -1) a)'
    """
    if term == name:
        return 1
    if not isinstance(term, tuple) or name not in free_symbols(term):
        return 0
    head, *parts = term
    if head == "+":
        return _plus([derivative(part, name) for part in parts])
    if head == "*":
        return _plus([_times(derivative(p, name), *parts[:i], *parts[i + 1 :]) for i, p in enumerate(parts)])
    if head == "^":
        return _of_power(parts[0], parts[1], name)
    if head in BINDERS or head == "apply":
        raise CertificateError("nothing is differentiated under a binder or an abstract function", head)
    sums = []
    for place, part in enumerate(parts):
        slope = derivative(part, name)
        if slope != 0:
            partial = _partial(head, place)
            if partial is not None:
                sums.append(_times(slope, filled(partial, dict(zip(_ARGUMENTS, parts, strict=False)))))
            elif head in ANALYTIC:
                sums.append(_times(slope, _in_parameter(head, parts, place)))
            else:
                raise CertificateError(f"{head} is not differentiated in its argument {place + 1}")
    return _plus(sums)


def is_partial(term: Term, name: str) -> bool:
    """Whether a term is a function of a symbol in an argument without a row: its derivative is named, not computed."""
    if not isinstance(term, tuple) or term[0] not in ANALYTIC or term[1:].count(name) != 1:
        return False
    place = term.index(name) - 1
    others = (part for i, part in enumerate(term[1:]) if i != place)
    return _partial(term[0], place) is None and not any(name in free_symbols(part) for part in others)


def _in_parameter(head: str, parts: list[Term], place: int) -> Term:
    """The partial derivative in an argument without a row, named as it is: at a new symbol, where that is the argument."""
    new = "t"
    while any(new in free_symbols(part) for part in parts):
        new += "_"
    return ("diff", (head, *parts[:place], new, *parts[place + 1 :]), new, parts[place], 1)


def _of_power(base: Term, exponent: Term, name: str) -> Term:
    """b^e (e' log b + e b'/b); of a constant exponent e b^(e-1) b'."""
    down, up = derivative(base, name), derivative(exponent, name)
    if up == 0:
        lower = exponent - 1 if not isinstance(exponent, (str, tuple)) else ("+", exponent, -1)
        return _times(down, exponent, ("^", base, lower))
    return _times(("^", base, exponent), _plus([_times(up, ("log", base)), _times(down, exponent, ("^", base, -1))]))


def _plus(parts: list[Term]) -> Term:
    parts = [part for part in parts if part != 0]
    return 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)


def _times(*parts: Term) -> Term:
    if any(part == 0 for part in parts):
        return 0
    left = [part for part in parts if part != 1]
    return 1 if not left else left[0] if len(left) == 1 else ("*", *left)


def _is_binder(term: Term) -> bool:
    return isinstance(term, tuple) and term[0] in ("integral", "sum", "limit")


def binds_over(term: Term, name: str) -> bool:
    """Whether an integral, a sum or a limit inside depends on a symbol: through it nothing is differentiated."""
    found: bool = fold(
        term, lambda t, parts: any(p is True for p in parts) or (_is_binder(t) and name in free_symbols(t))
    )
    return found


def depth_of_binders(term: Term) -> int:
    """How many integrals, sums and limits stand in one another."""
    depth: int = fold(term, lambda t, parts: max([0, *parts]) + _is_binder(t))
    return depth
