"""Limits at the ends of a parameter's domain: t log t -> 0, and what is continuous is evaluated."""

from __future__ import annotations

from sympy import Add, Expr, Limit, Mul, S, Symbol, log, nan, oo, symbols, zoo

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add

__all__ = ["LIMIT_TERM_BY_TERM", "limit_at", "limit_of_term"]


def _term_by_term(expr: Expr, context: Context) -> Rewritten | None:
    if not isinstance(expr, Limit):
        return None
    body, variable, point, _ = expr.args
    values = [limit_of_term(term, variable, point) for term in Add.make_args(body)]
    known = [v for v in values if v is not None]
    return Rewritten(add(*known)) if len(known) == len(values) else None


def limit_of_term(term: Expr, variable: Symbol, point: Expr) -> Expr | None:
    """0 for a term ``c u**n log(u)**m`` with u -> 0 and n > 0; the value where the term is continuous; else None."""
    value = term.subs(variable, point)
    if not value.has(nan, zoo, oo):
        return value
    factors = Mul.make_args(term)
    logs = [f for f in factors if isinstance(f.as_base_exp()[0], log) and f.as_base_exp()[1].is_Integer]
    if len(logs) != 1 or logs[0].as_base_exp()[1].is_negative:
        return None
    u = logs[0].as_base_exp()[0].args[0]
    if u.subs(variable, point) != 0:
        return None
    rest = Mul(*(f for f in factors if f is not logs[0])) / u
    settled = rest.cancel().subs(variable, point)
    return None if settled.has(nan, zoo, oo) else S.Zero


_t, _c = symbols("t c", positive=True)

LIMIT_TERM_BY_TERM = Rule(
    name="limit-term-by-term",
    theme=Theme.LIMITS,
    why="t*log(t) tends to 0 as t tends to 0 from above; the other terms are continuous.",
    rewrite=_term_by_term,
    examples=((Limit(_t * log(_t) + _c, _t, 0, "+"), _c),),
    refuses=(Limit(log(_t), _t, 0, "+"), log(_t)),
)

SIMPLIFY_LIMIT = Rule(
    name="simplify",
    theme=Theme.ALGEBRA,
    why="Simplify.",
    rewrite=lambda e, c: None if isinstance(e, Limit) else Rewritten(tidy(e, c.domain)),
    examples=((add(log(_t), -log(_c)), log(_t / _c)),),
    refuses=(Limit(log(_t), _t, 0, "+"),),
)


def limit_at(result: Expr, variable: Symbol, point: Expr, direction: str, domain: Domain) -> Derivation | None:
    """Derive the one-sided limit of a closed form at an end of a parameter's domain, or None where the rule is silent.

    Parameters
    ----------
    result : Expr
        The closed form.
    variable : Symbol
        The parameter.
    point : Expr
        The end of its domain.
    direction : str
        "+" from above, "-" from below.
    domain : Domain
        Where the other parameters live.
    """
    derivation = run(Limit(result, variable, point, direction), (LIMIT_TERM_BY_TERM, SIMPLIFY_LIMIT), domain)
    return derivation.closing(Status.CLOSED) if derivation.steps else None
