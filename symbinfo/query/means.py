"""Means of functions of a variable, in closed form, by the rules that derivations use."""

from __future__ import annotations

from typing import Any

from sympy import Expr, true

from symbinfo.derivation.rules.rule import run
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["mean_of"]

#: What of the plan of a derivation serves a mean.
STEPS = frozenset({"write-out-the-sum", "linearity-of-expectation", "evaluate-expectations", "collect"})


def mean_of(body: Expr, law: Law, conditions: tuple[Any, ...] = ()) -> Expr:
    """The mean of a body in the variable of a law.

    Raises
    ------
    QueryError
        When no closed form is known, or it holds under a condition that is not given (without the place).
    """
    if not body.has(law.variable):
        return body
    if isinstance(law, FiniteLaw):
        return sum((p * body.xreplace({law.variable: outcome}) for outcome, p in law.outcomes), start=body * 0)
    from symbinfo.derivation.plans.derive import PLAN  # most queries have no mean, and the rules take long to load

    domain = Domain.of([law.condition, *conditions])
    try:
        found = run(Expectation(body, law), [rule for rule in PLAN if rule.name in STEPS], domain)
    except SymbinfoError:
        raise
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        NotImplementedError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise QueryError("no closed form of this mean is known: write its value") from error
    value: Expr = found.stands
    if value.has(Expectation):
        raise QueryError("no closed form of this mean is known: write its value, or an integral")
    if found.requires != true:
        raise QueryError(f"this mean is finite only for {found.requires}: say so by --given")
    return value
