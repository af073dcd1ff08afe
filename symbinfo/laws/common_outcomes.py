"""Two discrete laws on common ground: one list of outcomes, with one form for one value, or one range of integers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Eq, Integer, Piecewise, S

from symbinfo.laws.law import DiscreteLaw, FiniteLaw, Law, variable_for
from symbinfo.laws.outcomes import representatives

__all__ = ["MOST_OUTCOMES", "as_finite", "together_discrete"]

#: How long a range of integers may be that is written out as a list.
MOST_OUTCOMES = 64


def as_finite(law: Any, most: int = MOST_OUTCOMES) -> FiniteLaw | None:
    """The law as a list of outcomes, where it has few and all are numbers; None otherwise."""
    if isinstance(law, FiniteLaw):
        return law
    if not isinstance(law, DiscreteLaw) or not (law.lower.is_Integer and law.upper.is_Integer):
        return None
    if law.upper - law.lower >= most:
        return None
    outcomes = [(k, law.density_at(k)) for k in map(Integer, range(int(law.lower), int(law.upper) + 1))]
    name, family, parameters, condition = law.args[:4]
    return FiniteLaw(name, family, parameters, condition, outcomes)


def together_discrete(laws: Sequence[Law]) -> list[Law]:
    """Two discrete laws that can be compared: both listed, with one form for one value, or both on ranges.

    A short range beside a list is listed. A list of neighbouring integers beside a range with a symbolic end becomes a
    range, since the range may or may not lie in it. What stays a list beside an infinite range is summed over the list.

    Parameters
    ----------
    laws : sequence of Law
        Laws of one kind; all but pairs with at least one list stay as they are.
    """
    # A joint table is compared over several variables, and has a class of its own.
    if len(laws) != 2 or not any(type(law) is FiniteLaw for law in laws):
        return list(laws)
    ranges = [law for law in laws if isinstance(law, DiscreteLaw)]
    if not ranges:
        return _with_one_form(list(laws))
    longest = max(MOST_OUTCOMES, *(len(law.outcomes) for law in laws if isinstance(law, FiniteLaw)))
    listed = [as_finite(law, longest) for law in laws]
    if all(law is not None for law in listed):
        return _with_one_form([law for law in listed if law is not None])
    (other,) = ranges
    if other is laws[0] and not other.upper.is_number and (formula := _on_a_range(laws[1])) is not None:
        return [laws[0], formula]
    return list(laws)


def _with_one_form(laws: list[Any]) -> list[Law]:
    """The laws with equal outcomes written alike, as in the first that has them."""
    form = representatives(outcome for law in laws for outcome, _ in law.outcomes)
    if all(outcome == same for outcome, same in form.items()):
        return laws
    return [law.func(*law.args[:4], [(form[o], p) for o, p in law.outcomes]) for law in laws]


def _on_a_range(law: Any) -> DiscreteLaw | None:
    """A law of neighbouring integers by a formula; None where the outcomes are others."""
    masses = dict(tuple(pair) for pair in law.outcomes)
    if not masses or not all(getattr(outcome, "is_Integer", False) for outcome in masses):
        return None
    low, high = min(masses), max(masses)
    if high - low + 1 != len(masses):
        return None
    k = variable_for([], law.free_symbols)
    if len(set(masses.values())) == 1:
        mass = masses[low]
    elif law.family == "Bernoulli" and (low, high) == (0, 1):
        mass = masses[S.One] ** k * masses[S.Zero] ** (1 - k)
    else:
        *before, last = sorted(masses)
        mass = Piecewise(*((masses[o], Eq(k, o)) for o in before), (masses[last], True))
    return DiscreteLaw(law.name, law.family, law.parameters, law.condition, k, mass, low, high)
