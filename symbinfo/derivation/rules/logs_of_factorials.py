"""Logarithms of factorials, binomial coefficients and beta functions by those of gamma, where some of them cancel."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, Symbol, beta, binomial, exp, expand, factorial, gamma, log, loggamma, oo, symbols

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Variable
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import DiscreteLaw

__all__ = ["LOGS_OF_FACTORIALS"]

OPENED: dict[Any, Any] = {
    factorial: lambda n: loggamma(n + 1),
    binomial: lambda n, k: loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1),
    beta: lambda a, b: loggamma(a) + loggamma(b) - loggamma(a + b),
    gamma: loggamma,
}


def _logs_of_factorials(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or type(node.law) is not DiscreteLaw:
            return None
        body = _by_loggamma(node.body, node.variable)
        return None if body is None else Expectation(body, node.law)

    new = replace_where(expr, change)
    return Rewritten(new, witness=Reasoning("linear")) if new != expr else None


def _by_loggamma(body: Expr, k: Symbol) -> Expr | None:
    """The body by logarithms of gamma functions, where fewer of them move with k than there were logarithms before."""
    logs = [node for node in body.atoms(log) if node.args[0].func in OPENED and node.has(k)]
    before = len(logs) + sum(node.has(k) for node in body.atoms(loggamma))
    if not logs or before < 2:
        return None
    table = {node: OPENED[node.args[0].func](*node.args[0].args) for node in logs}
    # A sum is opened only as far as it holds them: all else keeps its form.
    opened = expand(body.xreplace(table), log=False, power_exp=False, power_base=False)
    opened = opened.replace(loggamma, lambda z: _at(z.expand(), k))
    return opened if sum(node.has(k) for node in opened.atoms(loggamma)) < before else None


def _at(z: Expr, k: Symbol) -> Expr:
    """Log Gamma(z): of a whole number that does not move with k as a factorial, as it stands in masses."""
    return log(factorial(z - 1)) if z.is_integer and not z.has(k) else loggamma(z)


_k, (_n, _r) = Variable("k", integer=True), symbols("n r", positive=True)
_P = DiscreteLaw("P", "Poisson", (_n,), _n > 0, _k, exp(-_n) * _n**_k / factorial(_k), Integer(0), oo)

LOGS_OF_FACTORIALS = Rule(
    name="logs-of-factorials",
    theme=Theme.LOGARITHMS,
    why="Write the logarithms of factorials by one function, so that equal ones cancel.",
    rewrite=_logs_of_factorials,
    examples=(
        (Expectation(log(factorial(_k)) - loggamma(_k + 1) + _k, _P), Expectation(_k, _P)),
        (
            Expectation(log(binomial(_k + _r, _k)) + log(factorial(_k)), _P),
            Expectation(loggamma(_k + _r + 1) - loggamma(_r + 1), _P),
        ),
    ),
    refuses=(Expectation(log(factorial(_k)) + _k, _P), log(_r)),
)
