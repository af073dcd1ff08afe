"""Inequalities that follow from theorems and from signs on the domain."""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Mul, S

from symbinfo.expressions.domain import Domain
from symbinfo.measures.base import Measure

__all__ = ["equal_by_theorem", "sign_by", "sign_by_theorem"]


def sign_by(closed: Expr, relation: str, domain: Domain) -> str | None:
    """Why ``closed relation 0`` holds everywhere on the domain, or None: by the signs that are known there.

    Examples
    --------
    >>> from sympy import symbols
    >>> a = symbols("a", positive=True)
    >>> sign_by(a + 1/a, ">", Domain()) is None, sign_by(a - 1, ">=", Domain()) is None
    (False, True)
    """
    up = closed if relation in (">=", ">") else -closed
    known = domain.positive(up) if relation in ("<", ">") else domain.nonnegative(up)
    return "the sign of the closed form is known on the domain" if known else None


def sign_by_theorem(difference: Expr, relation: str, domain: Domain) -> str | None:
    """Why ``difference relation 0`` holds for an expression over measures, whatever their values, or None."""
    return _by_theorem(difference if relation == ">=" else -difference, domain)


def equal_by_theorem(difference: Expr) -> str | None:
    """Why an expression over measures is 0 whatever their values: by a decomposition alone."""
    reasons: list[str] = []
    rest = _decomposed(difference, reasons).expand()
    return "; ".join(reasons) if reasons and rest == 0 else None


def _by_theorem(difference: Expr, domain: Domain) -> str | None:
    """Why an expression over measures is at least 0: a sum of terms each of which is."""
    reasons: list[str] = []
    for term in Add.make_args(_from_above(_decomposed(difference, reasons).expand(), reasons)):
        coefficient, rest = term.as_independent(Measure, Distance, as_Add=False)
        if not domain.nonnegative(coefficient):
            return None
        if rest == S.One:
            continue
        for factor in Mul.make_args(rest):
            base, exponent = factor.as_base_exp()
            reason = _reason(base) if exponent.is_positive else None
            if reason is None:
                return None
            reasons.append(reason)
    return "; ".join(dict.fromkeys(filter(None, reasons))) or None


class Distance(Dummy):
    """How far a measure is below its bound."""


def _from_above(difference: Expr, reasons: list[str]) -> Expr:
    """A bounded measure with a negative coefficient as its bound less a distance."""
    changes = {}
    for node in sorted(difference.atoms(Measure), key=str):
        bound = node.bound()
        if bound is not None and difference.coeff(node).is_negative:
            changes[node] = bound[0] - Distance(nonnegative=True)
            reasons.append(bound[1])
    return difference.xreplace(changes).expand()


def _decomposed(difference: Expr, reasons: list[str]) -> Expr:
    """Measures that are made of others by these: a cross-entropy as an entropy and a divergence."""
    changes = {}
    for node in sorted(difference.atoms(Measure), key=str):
        made_of = node.decomposition()
        if made_of is not None:
            changes[node], reason = made_of
            reasons.append(reason)
    reasons[:] = dict.fromkeys(reasons)
    return difference.xreplace(changes)


def _reason(measure: Expr) -> str | None:
    if isinstance(measure, Distance):
        return ""
    return measure.why_nonnegative() if isinstance(measure, Measure) else None
