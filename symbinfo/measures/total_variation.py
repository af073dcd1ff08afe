"""Total variation: the largest difference of two laws in the probability of an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Abs, Expr, Min, S

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul, quotient
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.support import contained
from symbinfo.measures.base import Measure
from symbinfo.measures.ordered import over_both

__all__ = ["TotalVariation"]


class TotalVariation(Measure):
    """TV(P, Q) = 1 - the integral of min(p, q), which is half that of |p - q|. It has no unit.

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        Both discrete or both continuous.

    Examples
    --------
    >>> from sympy.stats import Exponential
    >>> TotalVariation(Exponential("P", 2), Exponential("Q", 1)).doit()
    1/4

    References
    ----------
    A. B. Tsybakov, Introduction to Nonparametric Estimation, Lemma 2.1 (Scheffe).
    """

    key, letter, arity, title = "total-variation", "TV", 2, "total variation"
    because = (
        "The total variation is half the mean distance of the probabilities, or one minus what the laws have in common."
    )
    words: ClassVar = {"TV": "TV(P || Q)", "TotalVariation": "TV(P || Q)"}
    bars = True
    records: ClassVar = {"tv": 1}
    notation = r"\mathrm{TV}\left($P, $Q\right)"
    without: ClassVar = {"in_atlas": "its closed forms want to know the order of the parameters"}
    unitless = True
    nonnegative = "half an integral of an absolute value"
    of_equals = 0
    symmetric = True
    infinite_outside = False

    def bound(self) -> tuple[Expr, str]:
        """That of laws without a common place."""
        return S.One, "a total variation is at most 1"

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """The total variation, and the L1 distance, which is twice that."""
        if len(of) == 2:
            yield f"the {cls.title}", cls(*of)
            yield "the L1 distance (without the half)", 2 * cls(*of)

    def in_nats(self) -> Expr:
        """The definition."""
        listed = [as_finite(law) for law in self.laws]
        if None not in listed:
            return _half_of_distances(*listed)
        return add(S.One, mul(S.NegativeOne, _in_common(*self.laws)))


def _half_of_distances(first: Any, second: Any) -> Expr:
    """Half the sum of the distances of the probabilities of all outcomes."""
    own, other = dict(first.outcomes), dict(second.outcomes)
    outcomes = dict.fromkeys((*own, *other))
    return add(*(mul(S.Half, Abs(own.get(o, S.Zero) - other.get(o, S.Zero))) for o in outcomes))


def _in_common(first: Any, second: Any) -> Expr:
    """The integral of the smaller of two densities."""
    domain = Domain.of([first.condition, second.condition])
    for law, other in ((first, second), (second, first)):
        if domain.implies(contained(law, other)):
            p, q = named_density(law, law.variable), named_density(other, law.variable)
            return Expectation(Min(S.One, quotient(q, p)), law)
    return over_both(first, second, Min)
