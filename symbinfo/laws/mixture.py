"""Mixtures: with each weight, one of several laws of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import And, Eq, Expr, Max, Min, Piecewise, S, simplify, sympify

from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law, same_kind, variable_for
from symbinfo.laws.outcomes import representatives
from symbinfo.laws.shown_parts import MIXED, ShownLaw, Weight

__all__ = ["mixture"]


def mixture(parts: Sequence[tuple[Any, Law]], name: str = "P") -> Law:
    """The law of what is drawn from one of several laws, chosen by their weights.

    Parameters
    ----------
    parts : sequence of (weight, law)
        At least one; the laws are all of one variable, all with a density or all discrete.
    name : str
        What to call it.

    Raises
    ------
    DomainError
        When a weight is known to lie outside [0, 1].
    NotNormalised
        When the weights are known not to sum to 1.
    MeasureError
        When the laws are not of one kind.

    Examples
    --------
    >>> from sympy import Rational
    >>> from symbinfo.laws.catalogue import FAMILIES
    >>> from symbinfo.laws.from_catalogue import law_of_family
    >>> coins = [law_of_family(FAMILIES["Bernoulli"], (p,), "P") for p in (Rational(1, 2), 1)]
    >>> mixture([(Rational(1, 2), coin) for coin in coins]).title
    'mixture(1/2: Bernoulli(1/2), 1/2: Bernoulli(1))'
    """
    if not parts:
        raise MeasureError("a mixture has at least one part: write mixture(1/3: Normal(0, 1), 2/3: Normal(1, 2))")
    weights = [sympify(weight) for weight, _ in parts]
    laws = [law for _, law in parts]
    same_kind(*laws)
    if any(type(law) not in (ContinuousLaw, DiscreteLaw, FiniteLaw) for law in laws):
        raise MeasureError("a mixture is of laws of one variable with a density, a mass or a list of outcomes")
    shown = tuple(Weight(weight, ShownLaw(law)) for weight, law in zip(weights, laws, strict=True))
    head = (name, MIXED, shown, And(_checked(weights), *(law.condition for law in laws)))
    used = [(weight, law) for weight, law in zip(weights, laws, strict=True) if weight != 0]
    if all(law.continuous for law in laws):
        return _on_a_range(head, used, ContinuousLaw)
    listed = [as_finite(law) for _, law in used]
    if all(law is not None for law in listed):
        return FiniteLaw(*head, _together([(w, law) for (w, _), law in zip(used, listed, strict=True) if law]))
    return _on_a_range(head, used, DiscreteLaw)


def _checked(weights: Sequence[Expr]) -> Any:
    """That the weights are positive and sum to 1, as a condition on their symbols."""
    for number, weight in enumerate(weights, 1):
        if not ParameterDomain.PROBABILITY.admits(weight):
            raise DomainError(MIXED, f"weight {number}", weight, ParameterDomain.PROBABILITY.words)
    total = sum(weights, S.Zero)
    total = total if total.is_number else simplify(total)
    if total.is_number and abs((total - 1).evalf(30)) > 1e-25:
        raise NotNormalised("the list of weights", total)
    signs = [weight > 0 for weight in weights if weight.free_symbols]
    return And(*signs, *([] if total.is_number else [Eq(total, 1)]))


def _together(parts: Sequence[tuple[Expr, FiniteLaw]]) -> list[tuple[Any, Expr]]:
    """The outcomes of all lists, each once."""
    form = representatives(outcome for _, law in parts for outcome, _ in law.outcomes)
    masses: dict[Any, Expr] = {}
    for weight, law in parts:
        for outcome, mass in law.outcomes:
            masses[form[outcome]] = masses.get(form[outcome], S.Zero) + weight * mass
    return list(masses.items())


def _on_a_range(head: Any, parts: Sequence[tuple[Expr, Any]], kind: type) -> Any:
    """A law whose density or mass is the sum, each part on its own support."""
    laws = [law for _, law in parts]
    free = {symbol for weight, law in parts for symbol in weight.free_symbols | law.free_symbols}
    variable = variable_for(laws, free)
    ends = [_ends(law) for law in laws]
    low, high = Min(*(end[0] for end in ends)), Max(*(end[1] for end in ends))
    terms = [weight * _inside(law, variable, (low, high)) for weight, law in parts]
    return kind(*head, variable, sum(terms, S.Zero), low, high)


def _ends(law: Any) -> tuple[Expr, Expr]:
    if not isinstance(law, FiniteLaw):
        return law.lower, law.upper
    outcomes = [outcome for outcome, _ in law.outcomes]
    if not all(getattr(outcome, "is_Integer", False) for outcome in outcomes):
        raise MeasureError(f"{law.title} has outcomes that are no integers beside a law of integers")
    return min(outcomes), max(outcomes)


def _inside(law: Any, variable: Any, ends: tuple[Expr, Expr]) -> Expr:
    """The density at the variable, which is 0 outside the support where the whole range is wider."""
    if isinstance(law, FiniteLaw):
        return Piecewise(*((mass, Eq(variable, outcome)) for outcome, mass in law.outcomes), (S.Zero, True))
    density = law.on(variable).density
    if _ends(law) == ends:
        return density
    return Piecewise((density, And(law.lower <= variable, variable <= law.upper)), (S.Zero, True))
