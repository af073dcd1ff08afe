"""The definitions of the measures with an order, and of their relatives without a unit, as terms from the laws alone.

All but the Fisher information are made of overlaps: the integral or the sum of p**a q**(1 - a) where both have mass.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from .exceptions import CertificateError
from .statements import LISTED, Law, Measure, bind
from .terms import INFINITE, Term, replace

__all__ = ["ORDERED", "UNITLESS", "of_order"]

#: Measures in nats or bits, and how many laws they take.
ORDERED = {"renyi-entropy": 1, "renyi-divergence": 2, "jensen-shannon": 2}
UNITLESS = {"tsallis-entropy": 1, "hellinger": 2, "chi-squared": 2, "total-variation": 2, "fisher-information": 1}
WITHOUT_ORDER = ("jensen-shannon", "hellinger", "chi-squared", "total-variation")
HALF = Fraction(1, 2)


def of_order(measure: Measure, laws: list[Law]) -> Term:
    """The definition of a measure, in nats."""
    wanted = {**ORDERED, **UNITLESS}[measure.name]
    if len(laws) != wanted or (measure.order is None) != (measure.name in WITHOUT_ORDER) or measure.at is not None:
        raise CertificateError(f"no definition of the measure {measure.name} of {len(laws)} laws is known")
    if any(law.kind in ("joint", "table") for law in laws) or len({_family(law) for law in laws}) > 1:
        raise CertificateError(f"no definition of the measure {measure.name} of these laws is known")
    if measure.second is not None and measure.order is not None:
        return _fisher(measure.order, laws[0], measure.second)
    return DEFINITIONS[measure.name](measure.order, *laws)


def _family(law: Law) -> bool:
    return law.kind == "continuous"


def _minus(term: Term) -> Term:
    return ("*", -1, term)


def _over(top: Term, bottom: Term) -> Term:
    return ("*", top, ("^", bottom, -1))


def _renyi(order: Term, law: Law) -> Term:
    if order == 1:
        return _mean(law, lambda p: _minus(("log", p)))
    return _over(("log", _mean(law, lambda p: ("^", p, ("+", order, -1)))), ("+", 1, _minus(order)))


def _tsallis(order: Term, law: Law) -> Term:
    if order == 1:
        return _mean(law, lambda p: _minus(("log", p)))
    mean = _mean(law, lambda p: ("^", p, ("+", order, -1)))
    return _over(("+", 1, _minus(mean)), ("+", order, -1))


def _divergence(order: Term, first: Law, second: Law) -> Term:
    if order == 1:
        return _together(first, second, lambda p, q: ("*", p, ("log", _over(p, q))))
    range_of = _over_first if isinstance(order, (int, Fraction)) and order > 1 else _together
    total = range_of(first, second, lambda p, q: ("*", p, ("^", _over(p, q), ("+", order, -1))))
    return _over(("log", total), ("+", order, -1))


def _hellinger(_: Term | None, first: Law, second: Law) -> Term:
    total = _together(first, second, lambda p, q: ("*", ("^", p, HALF), ("^", q, HALF)))
    return ("^", ("+", 1, _minus(total)), HALF)


def _total_variation(_: Term | None, first: Law, second: Law) -> Term:
    """Half the distances of the probabilities of a list; of other laws one minus what they have in common."""
    if first.kind in LISTED and second.kind in LISTED:
        own, other = dict(first.outcomes), dict(second.outcomes)
        pairs = [(own.get(o, 0), other.get(o, 0)) for o in dict.fromkeys((*own, *other))]
        return ("+", *(("*", HALF, ("abs", ("+", p, _minus(q)))) for p, q in pairs))
    return ("+", 1, _minus(_together(first, second, lambda p, q: ("min", p, q))))


def _chi_squared(_: Term | None, first: Law, second: Law) -> Term:
    return ("+", _over_first(first, second, lambda p, q: ("*", p, _over(p, q))), -1)


def _jensen_shannon(_: Term | None, first: Law, second: Law) -> Term:
    """Log 2, and what both laws lose where both have mass (where one has none, log(2p/(p + q)) is log 2)."""

    def excess(p: Term, q: Term) -> Term:
        mixture = ("+", p, q)
        return ("+", ("*", p, ("log", _over(p, mixture))), ("*", q, ("log", _over(q, mixture))))

    return ("+", ("log", 2), ("*", HALF, _together(first, second, excess)))


def _fisher(parameter: Term, law: Law, second: Term | None = None) -> Term:
    """The mean square of the score of a parameter, or the mean product of the scores of two."""
    if any(not isinstance(s, str) or s.startswith("%") for s in (parameter, second) if s is not None):
        raise CertificateError("the Fisher information is about a parameter, by name")

    def score(p: Term, by: Term) -> Term:
        return ("diff", ("log", p), by, by, 1)

    if second is None:
        return _mean(law, lambda p: ("^", score(p, parameter), 2))
    return _mean(law, lambda p: ("*", score(p, parameter), score(p, second)))


def _mean(law: Law, body: Callable[[Term], Term]) -> Term:
    if law.kind in LISTED:
        return ("+", *(("*", p, body(p)) for _, p in law.outcomes))
    return bind(law, body(law.density))


def _together(first: Law, second: Law, body: Callable[[Term, Term], Term]) -> Term:
    """The integral or sum of a body over the places where both laws have mass."""
    if first.kind in LISTED and second.kind in LISTED:
        other = dict(second.outcomes)
        return ("+", 0, *(body(p, other[o]) for o, p in first.outcomes if o in other and other[o] != 0))
    if first.kind in LISTED or second.kind in LISTED:
        raise CertificateError("the overlap of an infinite law and a finite one is not known")
    x = first.variable
    low, high = _farther("max", first.lower, second.lower), _farther("min", first.upper, second.upper)
    continuous = first.kind == "continuous"
    if first.lower != second.lower and first.upper != second.upper:  # supports that lie apart have nothing in common
        high = _farther("max", low if continuous else ("+", low, -1), high)
    inner = body(first.density, replace(second.density, second.variable, x))
    return ("integral" if continuous else "sum", inner, x, low, high)


def _over_first(first: Law, second: Law, body: Callable[[Term, Term], Term]) -> Term:
    """The integral or sum of a body where the first law has mass; the second is read by its formula there."""
    if first.kind in LISTED or second.kind in LISTED:
        return _together(first, second, body)
    inner = body(first.density, replace(second.density, second.variable, first.variable))
    binder = "integral" if first.kind == "continuous" else "sum"
    return (binder, inner, first.variable, first.lower, first.upper)


def _farther(head: str, one: Term, other: Term) -> Term:
    """The greater or the smaller of two ends; an end at infinity gives way."""
    if one == other:
        return one
    finite = [end for end in (one, other) if end not in INFINITE]
    return (head, one, other) if len(finite) == 2 else finite[0]


DEFINITIONS: dict[str, Callable[..., Term]] = {
    "renyi-entropy": _renyi,
    "tsallis-entropy": _tsallis,
    "renyi-divergence": _divergence,
    "hellinger": _hellinger,
    "chi-squared": _chi_squared,
    "total-variation": _total_variation,
    "jensen-shannon": _jensen_shannon,
    "fisher-information": _fisher,
}
