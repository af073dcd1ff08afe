"""Whether one law has mass only where another has, or has some where the other has none."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ..definitions import definition
from ..statements import LISTED, Law, Measure
from ..terms import INFINITE, Term, dump, is_name
from .context import Context
from .definedness import undefined
from .refusal import Refused
from .signs import implied, sign
from .totals_in_terms import has_total

__all__ = ["demand_below", "demand_in_support", "demand_infinite", "demand_mass_outside", "demand_within"]


def demand_within(first: Law, second: Law, context: Context) -> None:
    """The support of the first law must be part of that of the second, where its density is positive.

    Raises
    ------
    Refused
        When that does not follow.
    """
    _demand_alike(first, second)
    if first.kind in LISTED:
        other = dict(second.outcomes)
        missing = [o for o, _ in first.outcomes if o not in other or sign(other[o], context) != "positive"]
        if missing:
            raise Refused(f"that the second law has mass at {dump(missing[0])} is not shown")
        return
    if first.kind == "joint":
        if first.variables != second.variables:
            raise Refused("the two laws have different ranges")
        return
    demand_below(second.lower, first.lower, context)
    demand_below(first.upper, second.upper, context)
    if first.kind == "discrete":
        _demand_integers([end for law in (first, second) for end in (law.lower, law.upper)], context)


def demand_in_support(place: Term, law: Law, context: Context) -> None:
    """A place must lie in the range of a law; of a list, the definition finds it or has no value.

    Raises
    ------
    Refused
        When that does not follow.
    """
    if law.kind in LISTED:
        return
    demand_below(law.lower, place, context)
    demand_below(place, law.upper, context)
    if law.kind == "discrete":
        _demand_integers([place, law.lower, law.upper], context)


def demand_infinite(
    measure: Measure, first: Law, second: Law, interval: tuple[Term, Term], finite: Iterable[Term], context: Context
) -> None:
    """A measure of two laws must be infinite as the first has mass on an interval outside of the second.

    Parameters
    ----------
    finite : iterable of Term
        What is known to have a finite value.

    Raises
    ------
    Refused
        When that does not follow.
    """
    if not _is_infinite_outside(measure, first, context):
        raise Refused("the measure is not infinite by the supports of its laws")
    if measure.name == "cross-entropy" and first.kind == "continuous":
        _demand_finite_entropy(first, finite)
    for end in interval if first.kind != "finite" else ():
        missing = undefined(end, context) if end not in INFINITE else ()
        if missing or has_total(end):
            raise Refused(f"not defined for certain: {missing[0] if missing else dump(end)}")
    if not implied(("<", 1, measure.base), context) and measure.base != "%e":
        raise Refused("that the base is above 1 is not shown")
    demand_mass_outside(first, second, *interval, context)


def _is_infinite_outside(measure: Measure, first: Law, context: Context) -> bool:
    """Whether a measure is infinite where its second law lacks mass of the first.

    Means of ratios p/q are so; of a list of outcomes they are not written so: their definition adds up what both laws have.
    """
    if measure.name in ("kl", "cross-entropy"):
        return True
    above = measure.name == "renyi-divergence" and implied(("<=", 1, measure.order or 0), context)
    return (above or measure.name == "chi-squared") and first.kind in ("continuous", "discrete")


def demand_mass_outside(first: Law, second: Law, low: Term, high: Term, context: Context) -> None:
    """On a part of its range, outside that of the second law, the first law must have a positive density.

    Raises
    ------
    Refused
        When that does not follow.
    """
    if first.kind == "finite":
        _demand_outcome_outside(first, second, low, high, context)
        return
    _demand_alike(first, second)
    if first.kind in ("table", "joint"):
        raise Refused("a joint law has no interval")
    if low == "%oo" or high == "%-oo":
        raise Refused("the ends of the interval are not in order")
    demand_below(first.lower, low, context)
    demand_below(high, first.upper, context)
    strict = "<" if first.kind == "continuous" else "<="
    if low in INFINITE and high in INFINITE:
        raise Refused("a law has no mass outside of everything")
    if low not in INFINITE and high not in INFINITE and not implied((strict, low, high), context):
        raise Refused(f"that {dump(low)} {strict} {dump(high)} does not follow")
    if first.kind == "continuous":
        apart = _below(high, second.lower, context) or _below(second.upper, low, context)
    else:
        _demand_integers([low, high, first.lower, second.lower, second.upper], context)
        apart = _strictly(high, second.lower, context) or _strictly(second.upper, low, context)
    if not apart:
        raise Refused("that the second law has no mass there does not follow")
    if not _has_mass(first, low, high, context):
        raise Refused("that the first law has mass there is not shown")


def _has_mass(law: Law, low: Term, high: Term, context: Context) -> bool:
    """Whether a density is positive between two ends, or not negative there, and not 0 but at single places."""
    head = "integral" if law.kind == "continuous" else "sum"
    inside = (context.within(head, law.variable, *ends) for ends in ((low, high), (law.lower, law.upper)))
    signs = {sign(law.density, there) for there in inside}
    if "positive" in signs or head == "sum" or "nonnegative" not in signs:
        return "positive" in signs
    return not undefined((head, ("^", law.density, -1), law.variable, low, high), context)


def _demand_outcome_outside(first: Law, second: Law, low: Term, high: Term, context: Context) -> None:
    """One outcome of a list has mass, and is none of the second law: not on its list, or no number, or out of range."""
    if low != high or sign(dict(first.outcomes).get(low, 0), context) != "positive":
        raise Refused("no outcome with mass is named")
    if second.kind == "finite":
        plain = all(not isinstance(label, tuple) for label, _ in (*first.outcomes, *second.outcomes))
        apart = plain and low not in dict(second.outcomes)  # labels without structure are equal as they are written
    else:
        named = is_name(low) and low not in context.names
        beyond = _strictly(low, second.lower, context) or _strictly(second.upper, low, context)
        apart = second.kind == "discrete" and (named or (isinstance(low, (int, Fraction)) and beyond))
    if not apart:
        raise Refused("that the second law has no mass there does not follow")


def demand_below(low: Term, high: Term, context: Context) -> None:
    """One end must not lie above another."""
    if not _below(low, high, context):
        raise Refused(f"that {dump(low)} <= {dump(high)} does not follow")


def _below(low: Term, high: Term, context: Context) -> bool:
    if low == "%-oo" or high == "%oo":
        return True
    return low not in INFINITE and high not in INFINITE and implied(("<=", low, high), context)


def _strictly(low: Term, high: Term, context: Context) -> bool:
    return low not in INFINITE and high not in INFINITE and implied(("<", low, high), context)


def _demand_integers(ends: list[Term], context: Context) -> None:
    for end in ends:
        if end not in INFINITE and not implied(("integer", end), context):
            raise Refused(f"that {dump(end)} is an integer does not follow")


def _demand_alike(first: Law, second: Law) -> None:
    if first.kind != second.kind:
        raise Refused("laws of two kinds are not compared")


def _demand_finite_entropy(law: Law, finite: Iterable[Term]) -> None:
    """The entropy of a law is among what has a finite value.

    Then a cross-entropy, which is that and a divergence, is infinite as the divergence is, whatever the second density is.
    """
    if definition(Measure("entropy", ("P",), "%e"), {"P": law}) not in finite:
        raise Refused("where the second density is above 1 the cross-entropy may be -oo")
