"""Exact rewriting to zero: each step has a name, and is an identity wherever the expression is defined.

There is no general simplifier and no probabilistic test here: either the named steps lead to 0, or nothing is found. What
is found proves no claim, for SymPy's arithmetic has a part in it: it says that two sides that agree at many places agree
between them, too.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from sympy import (
    Abs,
    Add,
    EulerGamma,
    Expr,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    S,
    beta,
    binomial,
    cancel,
    cosh,
    erf,
    erfc,
    exp,
    expand,
    expand_func,
    factorial,
    factorint,
    false,
    gamma,
    harmonic,
    log,
    loggamma,
    nan,
    oo,
    pi,
    polygamma,
    sinh,
    tanh,
    together,
    zoo,
)

from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.expressions.domain import Domain

__all__ = ["rewritten", "zero_by"]

LARGEST, LARGEST_FACTORED = 400, 10**9
MOST_CASES = 3
# What is too large is not opened: the steps must stay quick.
LARGEST_OPENED = 250


def zero_by(difference: Expr, domain: Domain) -> str | None:
    """The names of the steps that turn a difference into 0, or None where they do not.

    Parameters
    ----------
    difference : Expr
        Without measures, integrals and sums.
    domain : Domain
        Where its symbols live.

    Examples
    --------
    >>> from sympy import symbols
    >>> n = symbols("n", positive=True)
    >>> zero_by(harmonic(n) - polygamma(0, n + 1) - EulerGamma, Domain())
    'harmonic numbers as digamma'
    >>> zero_by(log(n) - n + 1, Domain()) is None
    True
    """
    if difference == 0:
        return "the same expression"
    if difference.count_ops() > LARGEST:
        return None
    names: list[str] = []
    current = difference
    for name, change in STEPS:
        changed = change(current, domain)
        if changed != current:
            names.append(name)
            current = changed
        if current == 0 or _vanishes(current, domain):
            return "; ".join(dict.fromkeys(names)) or "logarithms collected"
    return _by_cases(current, domain, names)


def rewritten(expr: Expr, domain: Domain) -> Expr:
    """An expression over the same symbols after all named steps, collected: special functions of whole shifts meet there."""
    for _, change in STEPS:
        expr = change(expr, domain) if change is not _by_slack else expr
    return tidy(expr, domain)


def _vanishes(expr: Expr, domain: Domain) -> bool:
    """Whether collecting, over one denominator, leaves nothing."""
    if tidy(expr, domain) == 0:
        return True
    if expr.count_ops() > LARGEST_OPENED:
        return False
    return bool(cancel(together(expand(expr, force=False))) == 0)


def _by_cases(expr: Expr, domain: Domain, names: list[str]) -> str | None:
    """Absolute values taken apart: zero in each of the cases."""
    nodes = sorted(expr.atoms(Abs), key=str)
    inner = list(dict.fromkeys(_up_to_sign(node.args[0]) for node in nodes))
    if not 1 <= len(inner) <= MOST_CASES:
        return None
    for signs in product((1, -1), repeat=len(inner)):
        where = domain.and_(*((u > 0) if sign > 0 else (u < 0) for u, sign in zip(inner, signs, strict=True)))
        sides = dict(zip(inner, signs, strict=True))
        changes = {n: _with_sign(n.args[0], sides) for n in nodes}
        plain = expr.xreplace(changes)
        if not _vanishes(plain, where) and not _vanishes(_by_slack(plain, where), where):
            return None
    if not all(_vanishes_where_zero(expr, u, domain) for u in inner):
        return None
    return "; ".join(dict.fromkeys([*names, "absolute values by cases"]))


def _vanishes_where_zero(expr: Expr, u: Expr, domain: Domain) -> bool:
    """Whether an expression vanishes, or has no value, where ``u`` is 0: the case between the two signs."""
    symbol = next((s for s in sorted(u.free_symbols, key=str) if u.diff(s).is_nonzero), None)
    if symbol is None or not u.diff(symbol).is_number:
        return _is_continuous_in_absolute_values(expr)
    zero = (symbol - u / u.diff(symbol)).expand()
    there = expr.subs(symbol, zero)
    if there.has(nan, zoo, oo):
        return True
    where = [condition.subs(symbol, zero) for condition in domain.conditions]
    return false in where or zero_by(there, Domain.of(where)) is not None


def _is_continuous_in_absolute_values(expr: Expr) -> bool:
    """Whether absolute values stand only where what is 0 on both sides of their kinks is 0 there, too."""
    if not expr.has(Abs) or isinstance(expr, Abs):
        return True
    if expr.func in (Add, Mul, exp) or (isinstance(expr, Pow) and expr.exp.is_Integer and expr.exp > 0):
        return all(map(_is_continuous_in_absolute_values, expr.args))
    return False


def _up_to_sign(u: Expr) -> Expr:
    return -u if u.could_extract_minus_sign() else u


def _with_sign(u: Expr, signs: dict[Expr, int]) -> Expr:
    return signs[u] * u if u in signs else -signs[-u] * u


# --- the steps -------------------------------------------------------------------------------------------------------


def _replaced(kind: Any, change: Callable[..., Expr | None]) -> Callable[[Expr, Domain], Expr]:
    """Every node of a kind replaced from the inside outwards, where the change applies."""

    def step(expr: Expr, domain: Domain) -> Expr:
        if not expr.has(kind):
            return expr

        def new(*args: Expr) -> Expr:
            found = change(domain, *args)
            return kind(*args) if found is None else found

        return expr.replace(kind, new)

    return step


def _harmonic(domain: Domain, n: Expr, order: Expr = S.One) -> Expr | None:
    if not domain.positive(n + 1):
        return None
    if order == 1:
        return polygamma(0, n + 1) + EulerGamma
    return None if order != 2 else pi**2 / 6 - polygamma(1, n + 1)


def _binomial(domain: Domain, n: Expr, k: Expr) -> Expr | None:
    if not all(domain.positive(e + 1) for e in (n, k, n - k)):
        return None
    return gamma(n + 1) / (gamma(k + 1) * gamma(n - k + 1))


def _loggamma(domain: Domain, x: Expr) -> Expr | None:
    return log(gamma(x)) if domain.positive(x) else None


def _shifts(expr: Expr, domain: Domain) -> Expr:
    """gamma(x + 1) = x gamma(x), and the like for digamma and its derivatives."""
    if not expr.has(gamma, polygamma):
        return expr
    nodes = {n: expand_func(n) for n in expr.atoms(gamma, polygamma) if n.args[-1].is_Add}
    return expr.xreplace({old: new for old, new in nodes.items() if old != new and not new.has(Piecewise)})


def _doubled(domain: Domain, x: Expr) -> Expr | None:
    """Legendre: gamma(2 z) by gamma(z) and gamma(z + 1/2)."""
    half = x / 2
    if not (x.is_Mul or x.is_Symbol) or x.as_coeff_Mul()[0] != 2:
        return None
    return 2 ** (x - 1) * gamma(half) * gamma(half + S.Half) / pi**S.Half


def _by_slack(expr: Expr, domain: Domain) -> Expr:
    """Inequalities as positive slack: a < b is b = a + w."""
    for symbol, value in domain.slack:
        expr = expr.xreplace({symbol: value})
    return expr


def _opened(expr: Expr, domain: Domain) -> Expr:
    """Products and powers of sums multiplied out, logarithms left alone."""
    return expr if expr.count_ops() > LARGEST_OPENED else expand(expr, log=False)


def _unequal(kind: Any) -> Callable[[Expr, Domain], Expr]:
    """The larger or the smaller of values whose order is known."""

    def chosen(domain: Domain, *args: Expr) -> Expr | None:
        for one in args:
            gaps = [(one - other) if kind is Max else (other - one) for other in args if other != one]
            if all(domain.nonnegative(gap) for gap in gaps):
                return one
        return None

    return _replaced(kind, chosen)


def _absolute(domain: Domain, u: Expr) -> Expr | None:
    if domain.nonnegative(u):
        return u
    return -u if domain.nonnegative(-u) else None


def _log_of_reciprocal(domain: Domain, u: Expr) -> Expr | None:
    """log(1/u) = -log(u): both are real where u is positive, and only there; the same beside positive factors."""
    if u.is_Integer and 1 < u < LARGEST_FACTORED:
        return Add(*(power * log(prime, evaluate=False) for prime, power in factorint(u).items()))
    factors = Mul.make_args(u)
    open_ones = [f for f in factors if not domain.positive(f)]
    if len(open_ones) != 1:
        return None
    (factor,) = open_ones
    base, exponent = factor.as_base_exp()
    if exponent != -1:
        return None
    return Add(*(log(f) for f in factors if f is not factor), -log(base))


def _rewritten(*kinds: Any, by: Any) -> Callable[[Expr, Domain], Expr]:
    return lambda expr, domain: expr.rewrite(list(kinds), by) if expr.has(*kinds) else expr


STEPS: tuple[tuple[str, Callable[[Expr, Domain], Expr]], ...] = (
    ("logarithms collected", lambda expr, domain: expr),
    ("absolute values of a known sign", _replaced(Abs, _absolute)),
    ("the larger of two of a known order", _unequal(Max)),
    ("the smaller of two of a known order", _unequal(Min)),
    ("harmonic numbers as digamma", _replaced(harmonic, _harmonic)),
    ("factorials as gamma functions", _replaced(factorial, lambda domain, n: gamma(n + 1))),
    ("binomials as gamma functions", _replaced(binomial, _binomial)),
    ("beta as gamma functions", _replaced(beta, lambda domain, a, b: gamma(a) * gamma(b) / gamma(a + b))),
    ("erfc as 1 - erf", _replaced(erfc, lambda domain, x: 1 - erf(x))),
    ("hyperbolic functions as exponentials", _rewritten(sinh, cosh, tanh, by=exp)),
    ("loggamma as log of gamma", _replaced(loggamma, _loggamma)),
    ("recurrence of the gamma function", _shifts),
    ("duplication of the gamma function", _replaced(gamma, _doubled)),
    ("powers multiplied out", _opened),
    ("logarithms of reciprocals", _replaced(log, _log_of_reciprocal)),
    ("inequalities as positive slack", _by_slack),
    ("recurrence of the gamma function", _shifts),
)
