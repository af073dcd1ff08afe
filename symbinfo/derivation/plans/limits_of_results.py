"""What a closed form tends to where it is itself undefined: at the ends of probabilities, and where it reads 0/0."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, S

from symbinfo.derivation.derivation import Derivation
from symbinfo.derivation.rules.limits_at_ends import limit_at
from symbinfo.derivation.rules.removable_gaps import gaps_of, limit_at_gap
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.strengthen import probabilities
from symbinfo.measures.base import Measure

__all__ = ["limits_of"]


def limits_of(derivation: Derivation, measure: Measure, domain: Domain) -> tuple[Derivation, ...]:
    """The limits of a closed form, each a derivation of its own.

    Parameters
    ----------
    derivation : Derivation
        The derivation of the closed form.
    measure : Measure
        What was derived.
    domain : Domain
        Where its parameters live.
    """
    found = (*_at_ends(derivation, measure, domain), *_at_gaps(derivation, measure, domain))
    return tuple(limit for limit in found if limit is not None)


def _at_ends(derivation: Derivation, measure: Measure, domain: Domain) -> Iterator[Derivation | None]:
    for symbol in probabilities(measure.laws):
        for end, direction in ((S.Zero, "+"), (S.One, "-")):
            yield limit_at(evaluated(derivation.stands), symbol, end, direction, domain)


def _at_gaps(derivation: Derivation, measure: Measure, domain: Domain) -> Iterator[Derivation | None]:
    """At places that the condition of the result, or that of an order, leaves out."""
    own = And(*(m.condition for m in measure.atoms(Measure)))
    orders = frozenset(own.free_symbols)
    for symbol, value in dict.fromkeys(gaps_of(And(own, derivation.requires), orders)):
        yield limit_at_gap(evaluated(derivation.stands), symbol, value, domain)
