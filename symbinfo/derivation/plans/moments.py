"""Moments of a law, by the rules of derivations."""

from __future__ import annotations

from sympy import Expr

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.expectations import EVALUATE_EXPECTATIONS
from symbinfo.derivation.rules.linearity import LINEARITY
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import Law

__all__ = ["mean_of"]

MOMENTS = (LINEARITY, EVALUATE_EXPECTATIONS, COLLECT)


def mean_of(body: Expr, law: Law, domain: Domain) -> Expr | None:
    """The expectation of an expression in the variable of a law, where it is known to exist on the whole domain."""
    derivation = Derivation(left=Expectation(body, law), domain=domain)
    try:
        for rule in MOMENTS:
            derivation = apply_rule(derivation, rule, Context(domain.and_(derivation.requires)))
    except SymbinfoError:
        return None
    found = derivation.stands
    if found.has(Expectation) or found.is_finite is False or not domain.implies(derivation.requires):
        return None
    return found
