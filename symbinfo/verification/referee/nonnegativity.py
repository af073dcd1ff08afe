"""Inequalities that follow from theorems and from signs on the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product

from sympy import Abs, Add, Dummy, Expr, Integer, Mul, Pow, S, default_sort_key, factor, log, sqrt

from symbinfo.derivation import Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import KL, ChiSquaredDivergence, Hellinger, TotalVariation
from symbinfo.measures.base import Measure
from symbinfo.verification.referee.largest_entropy import largest_entropies

# How many choices of bounds are looked at.
MOST_CHOICES = 12
# Divergences that are known to be bounded by others of the same two laws.
BOUNDED = (KL, ChiSquaredDivergence, TotalVariation)
# Those that are distances.
DISTANCES = (TotalVariation, Hellinger)

__all__ = ["decomposed", "equal_by_theorem", "sign_by", "sign_by_theorem"]


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


def sign_by_theorem(
    difference: Expr, relation: str, domain: Domain, nonnegative: Callable[[Expr], bool] | None = None
) -> str | None:
    """Why ``difference relation 0`` holds for an expression over measures, whatever their values, or None.

    Parameters
    ----------
    difference : Expr
        Over measures.
    relation : str
        ``>=`` or ``<=``.
    domain : Domain
        Where its symbols live.
    nonnegative : callable, optional
        What says of an expression without measures that it is at least 0 everywhere; the signs on the domain otherwise.
        Where it is given, a divergence is also compared with the closed forms of its bounds, which takes time.
    """
    return _by_theorem(difference if relation == ">=" else -difference, domain, nonnegative)


def equal_by_theorem(difference: Expr) -> str | None:
    """Why an expression over measures is 0 whatever their values: by a decomposition alone."""
    reasons: list[str] = []
    rest = _decomposed(difference, reasons).expand()
    return "; ".join(reasons) if reasons and rest == 0 else None


def decomposed(difference: Expr) -> Expr:
    """An expression over measures, with those that are made of others by these, multiplied out; laws stay as they are."""
    apart = _decomposed(difference, [])
    names = {measure: Dummy() for measure in apart.atoms(Measure)}
    return apart.xreplace(names).expand().xreplace({name: measure for measure, name in names.items()})


def _by_theorem(difference: Expr, domain: Domain, nonnegative: Callable[[Expr], bool] | None) -> str | None:
    """Why an expression over measures is at least 0: a sum of terms each of which is, in one of several readings."""
    if not all(_in_a_base_above_one(node, domain) for node in difference.atoms(Measure)):
        return None
    reasons: list[str] = []
    ordered = {node: _in_order(node) for node in difference.atoms(Measure)}
    decomposed = _decomposed(difference.xreplace(ordered), reasons).expand()
    found = (
        _of_terms(reading, domain, nonnegative or domain.nonnegative, [*reasons, *above, *why])
        for bounded, above in _from_above(decomposed, domain)
        for reading, why in _readings(bounded, domain, closed=nonnegative is not None)
    )
    return next((reason for reason in found if reason is not None), None)


def _in_order(node: Measure) -> Measure:
    """A symmetric measure with its laws in an order of their own; what has no unit, without one."""
    if not node.symmetric:
        return node
    laws = sorted(node.laws, key=default_sort_key)
    return node.func(*laws) if node.unitless else node.xreplace(dict(zip(node.laws, laws, strict=True)))


def _in_a_base_above_one(node: Measure, domain: Domain) -> bool:
    """Whether logarithms keep the order of numbers: those to a base below 1 turn it."""
    return bool(domain.positive(node.base - 1))


def _of_terms(difference: Expr, domain: Domain, nonnegative: Callable[[Expr], bool], reasons: list[str]) -> str | None:
    """Why every term that speaks of measures is at least 0, and the sum of the others, too."""
    apart: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(difference.expand()):
        coefficient, rest = term.as_independent(Measure, Distance, as_Add=False)
        apart.setdefault(rest, []).append(coefficient)
    plain = apart.pop(S.One, [])
    for rest, coefficients in apart.items():
        coefficient = Add(*coefficients)
        if not domain.nonnegative(coefficient):
            return None
        for power in Mul.make_args(rest):
            base, exponent = power.as_base_exp()
            reason = _reason(base) if exponent.is_positive else None
            if reason is None:
                return None
            reasons.append(reason)
    others = Add(*plain)
    if not all(map(domain.nonnegative, plain)) and not domain.nonnegative(factor(others)) and not nonnegative(others):
        return None
    return "; ".join(dict.fromkeys(filter(None, reasons))) or None


def _readings(
    difference: Expr, domain: Domain, closed: bool, among: list[Expr] | None = None
) -> Iterator[tuple[Expr, list[str]]]:
    """The expression as it is, and with divergences by what bounds them, as measures or as their closed forms."""
    yield difference, []
    found = {p for p in difference.atoms(*BOUNDED, Pow) if isinstance(p.as_base_exp()[0], BOUNDED)}
    powers = sorted(found, key=str) if among is None else among
    for at, power in enumerate(powers):
        node, exponent = power.as_base_exp()
        for times, measure, own, sign, reason in _bounds_of_divergence(node):
            if exponent.is_positive and (difference.coeff(power) * sign).is_positive:
                for form in (measure, _closed(measure, domain)) if closed else (measure,):
                    bound = times**exponent * form ** (own * exponent)
                    reading = difference.xreplace({power: bound + sign * Distance(nonnegative=True)}).expand()
                    rest = _readings(reading, domain, closed, powers[at + 1 :])
                    yield from ((further, [reason, *more]) for further, more in rest)


def _closed(bound: Expr, domain: Domain) -> Expr:
    """A bound with the closed forms of its measures, where they have some on the whole domain."""
    forms = {node: derive(node) for node in bound.atoms(Measure)}
    if any(f.status is not Status.CLOSED or not domain.implies(f.requires) for f in forms.values()):
        return bound
    return bound.xreplace({node: f.result for node, f in forms.items()})


def _bounds_of_divergence(node: Measure) -> Iterator[tuple[Expr, Expr, Expr, int, str]]:
    """What a divergence is at least (1) or at most (-1): a factor, and a measure to some power."""
    first, second = node.laws
    tv, hellinger = (_in_order(kind(first, second)) for kind in (TotalVariation, Hellinger))
    if isinstance(node, TotalVariation):
        yield S.One, hellinger, Integer(2), 1, "a total variation is at least the squared Hellinger distance"
        yield sqrt(2), hellinger, S.One, -1, "a total variation is at most sqrt(2) Hellinger distances"
        return
    if isinstance(node, ChiSquaredDivergence):
        yield (
            Integer(4),
            tv,
            Integer(2),
            1,
            "by Cauchy and Schwarz: chi-squared is at least four squared total variations",
        )
        return
    scale = log(node.base)
    chi2 = ChiSquaredDivergence(first, second)
    yield 1 / scale, chi2, S.One, -1, "log t <= t - 1: KL is at most the chi-squared divergence"
    yield 1 / scale, log(1 + chi2), S.One, -1, "Jensen's inequality: KL is at most log(1 + chi-squared)"
    yield 2 / scale, hellinger, Integer(2), 1, "log t <= t - 1: KL is at least twice the squared Hellinger distance"
    yield 2 / scale, tv, Integer(2), 1, "Pinsker's inequality"
    if isinstance(first, FiniteLaw) and isinstance(second, FiniteLaw):
        masses = [dict(law.outcomes) for law in (first, second)]
        if masses[0].keys() == masses[1].keys():
            gaps = [masses[0][outcome] - masses[1][outcome] for outcome in masses[0]]
            norm = Abs(gaps[0]) if len(gaps) == 2 else Add(*map(Abs, gaps)) / 2
            yield 2 / scale, norm, Integer(2), 1, "Pinsker's inequality"


class Distance(Dummy):
    """How far a measure is below its bound."""


def _from_above(difference: Expr, domain: Domain) -> Iterator[tuple[Expr, list[str]]]:
    """The expression with bounded measures of a negative coefficient as a bound less a distance: one choice after another."""
    nodes = [node for node in sorted(difference.atoms(Measure), key=str) if difference.coeff(node).is_negative]
    choices: list[list[tuple[Expr, str]]] = []
    for node in nodes:
        own = node.bound()
        known = [own] if own is not None else largest_entropies(node, domain)
        known = [*_by_triangles(node, difference), *known]
        choices.append([*known, (node, "")])
    for chosen in islice(product(*choices), MOST_CHOICES):
        bounds = {
            n: bound - Distance(nonnegative=True) for n, (bound, _) in zip(nodes, chosen, strict=True) if bound != n
        }
        yield difference.xreplace(bounds).expand(), [reason for _, reason in chosen if reason]


def _by_triangles(node: Measure, difference: Expr) -> Iterator[tuple[Expr, str]]:
    """A distance of two laws as at most the sum of those to a third law that stands in an expression."""
    if not isinstance(node, DISTANCES):
        return
    first, last = node.laws
    for other in {law for beside in difference.atoms(type(node)) for law in beside.laws} - {first, last}:
        yield _in_order(node.func(first, other)) + _in_order(node.func(other, last)), "the triangle inequality"


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
