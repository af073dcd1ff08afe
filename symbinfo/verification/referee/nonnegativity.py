"""Inequalities that follow from theorems and from signs on the domain."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Dummy, Expr, Mul, S, factor, log

from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw, FiniteLaw
from symbinfo.measures import KL, ChiSquaredDivergence, Entropy, Hellinger
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
    """Why an expression over measures is at least 0: a sum of terms each of which is, in one of several readings."""
    if not all(_in_a_base_above_one(node, domain) for node in difference.atoms(Measure)):
        return None
    reasons: list[str] = []
    decomposed = _from_above(_decomposed(difference, reasons).expand(), reasons)
    found = (_of_terms(reading, domain, [*reasons, *why]) for reading, why in _readings(decomposed))
    return next((reason for reason in found if reason is not None), None)


def _in_a_base_above_one(node: Measure, domain: Domain) -> bool:
    """Whether logarithms keep the order of numbers: those to a base below 1 turn it."""
    return bool(domain.positive(node.base - 1))


def _of_terms(difference: Expr, domain: Domain, reasons: list[str]) -> str | None:
    """Why every term that speaks of measures is at least 0, and the sum of the others, too."""
    plain = []
    for term in Add.make_args(difference.expand()):
        coefficient, rest = term.as_independent(Measure, Distance, as_Add=False)
        if rest == S.One:
            plain.append(term)
            continue
        if not domain.nonnegative(coefficient):
            return None
        for power in Mul.make_args(rest):
            base, exponent = power.as_base_exp()
            reason = _reason(base) if exponent.is_positive else None
            if reason is None:
                return None
            reasons.append(reason)
    others = Add(*plain)
    if not all(map(domain.nonnegative, plain)) and not domain.nonnegative(factor(others)):
        return None
    return "; ".join(dict.fromkeys(filter(None, reasons))) or None


def _readings(difference: Expr) -> Iterator[tuple[Expr, list[str]]]:
    """The expression as it is, and with a divergence by what bounds it."""
    yield difference, []
    for node in sorted(difference.atoms(KL), key=str):
        for bound, sign, reason in _bounds_of_divergence(node):
            if (difference.coeff(node) * sign).is_positive:
                reading = difference.xreplace({node: bound + sign * Distance(nonnegative=True)})
                yield reading.expand(), [reason]


def _bounds_of_divergence(node: KL) -> Iterator[tuple[Expr, int, str]]:
    """What a divergence is at least (1) or at most (-1)."""
    first, second = node.laws
    scale = log(node.base)
    yield ChiSquaredDivergence(first, second) / scale, -1, "log t <= t - 1: KL is at most the chi-squared divergence"
    yield (
        2 * Hellinger(first, second) ** 2 / scale,
        1,
        "log t <= t - 1: KL is at least twice the squared Hellinger distance",
    )
    if isinstance(first, FiniteLaw) and isinstance(second, FiniteLaw):
        masses = [dict(law.outcomes) for law in (first, second)]
        if masses[0].keys() == masses[1].keys() and len(masses[0]) == 2:
            gap = next(masses[0][outcome] - masses[1][outcome] for outcome in masses[0])
            yield 2 * gap**2 / scale, 1, "Pinsker's inequality"


class Distance(Dummy):
    """How far a measure is below its bound."""


def _from_above(difference: Expr, reasons: list[str]) -> Expr:
    """A bounded measure with a negative coefficient as its bound less a distance."""
    changes = {}
    for node in sorted(difference.atoms(Measure), key=str):
        bound = node.bound() or _largest_entropy(node)
        if bound is not None and difference.coeff(node).is_negative:
            changes[node] = bound[0] - Distance(nonnegative=True)
            reasons.append(bound[1])
    return difference.xreplace(changes).expand()


def _largest_entropy(node: Measure) -> tuple[Expr, str] | None:
    """Of the entropy of a law on a bounded range: that of the uniform law there."""
    if not isinstance(node, Entropy):
        return None
    (law,) = node.laws
    if not isinstance(law, (ContinuousLaw, DiscreteLaw)) or isinstance(law, AbstractLaw):
        return None
    size = law.upper - law.lower + (0 if law.continuous else 1)
    return (log(size) / log(node.base), "the uniform law has the largest entropy") if size.is_positive else None


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
