"""What a step carries so that it can be replayed exactly: the form of its inference, and the data that this form needs.

A witness says nothing that must be believed: a wrong one is a step that cannot be replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .exceptions import CertificateError
from .terms import BINDERS, Term, fold

__all__ = [
    "FORMS",
    "ByFacts",
    "Chart",
    "Cut",
    "FactInstance",
    "Part",
    "Spread",
    "Tangent",
    "Witness",
    "demand_named",
    "facts_of_witness",
    "terms_of_witness",
]

#: Form -> the keys that its data must have, and those that it may have.
FORMS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "same": (frozenset(), frozenset({"factors", "cases"})),
    "lemmas": (frozenset(), frozenset({"at", "cases", "factors", "times"})),
    "linear": (frozenset(), frozenset({"total", "spread", "factors"})),
    "integral": (frozenset({"integrals"}), frozenset({"facts", "factors", "cases"})),
    "split": (frozenset({"cuts"}), frozenset({"cases", "total", "factors"})),
    "antiderivative": (frozenset({"cuts"}), frozenset({"factors"})),
    "infinite-support": (frozenset({"interval"}), frozenset()),
    "point-mass": (frozenset(), frozenset()),
    "divergence": (frozenset({"ends", "facts"}), frozenset({"cases"})),
    "totals": (frozenset(), frozenset({"total"})),
    "fubini": (frozenset(), frozenset({"exchanged"})),
    "log-tangent": (frozenset(), frozenset({"tangent"})),
    "largest-value": (frozenset({"tangent"}), frozenset()),
    "sign": (frozenset(), frozenset()),
}


@dataclass(frozen=True)
class Chart:
    """A change of variables: the old variable as a function of the new one, one branch or several that tile the range."""

    variable: str
    lower: Term
    upper: Term
    branches: tuple[Term, ...]


@dataclass(frozen=True)
class FactInstance:
    """A stored fact at values of its parameters, which may hold a `parameter` that stands free in them."""

    fact: str
    variable: str
    values: tuple[tuple[str, Term], ...]
    parameter: str = ""


@dataclass(frozen=True)
class Part:
    """A multiple of the derivative of a fact, of some order in the parameter of its values, at 0."""

    times: Term
    instance: FactInstance
    order: int = 0


@dataclass(frozen=True)
class ByFacts:
    """An integral or a sum: in the chart its integrand, added up over the branches, is the sum of the parts' kernels.

    `each` are the parts of each branch by itself, where there are several: what must converge.
    """

    integral: Term
    chart: Chart | None
    parts: tuple[Part, ...]
    each: tuple[tuple[Part, ...], ...] = ()


@dataclass(frozen=True)
class Cut:
    """An integral whose range is cut at points, in order: on each piece its integrand is one expression.

    In a chart the points are places of the new variable. With an antiderivative the points are all ends of pieces, and
    on each piece the integrand is the derivative of `sign` times the antiderivative.
    """

    integral: Term
    points: tuple[Term, ...]
    chart: Chart | None = None
    antiderivative: Term | None = None
    signs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Spread:
    """An integral of a density times a sum: multiples of integrals, and a constant times the total of the density."""

    integral: Term
    terms: tuple[tuple[Term, Term], ...]
    constant: Term = 0


@dataclass(frozen=True)
class Tangent:
    """A bound by the tangent of a concave function f, in front of a sum or an integral, or of nothing.

    What is replaced is `times` the sum of `weight` times f at the place `at`, over the variables that `over` binds. With no
    body f is the logarithm, and its tangent that at 1; otherwise `body` is f in the `variable`, from `lower` to `upper`, and
    the `point` is where its derivative is 0.
    """

    over: Term | None
    times: Term
    weight: Term
    at: Term
    variable: str = ""
    body: Term | None = None
    point: Term = 1
    lower: Term = 0
    upper: Term = "%oo"


@dataclass(frozen=True)
class Witness:
    """The form of an inference with its data.

    Attributes
    ----------
    form : str
        One of `FORMS`.
    factors : tuple of pairs
        Sums, each with the product that it is.
    at : tuple of (lemma, substitution)
        Values of symbols at which a lemma is cited.
    totals : tuple of str
        Laws whose total is used; of a law that the derivation does not list, the derivation of its total.
    integrals : tuple of ByFacts
        Integrals and sums that stored facts give.
    facts : tuple of FactInstance
        Stored facts that stand as integrals or sums in the two terms of the step.
    cuts : tuple of Cut
        Integrals whose range is cut.
    cases : tuple of Term
        Values that are told apart: at most 0, or above it.
    spread : tuple of Spread
        Integrals that are taken apart although their parts stand in the cited lemmas alone.
    interval : pair of Term or None
        A range on which the first of two laws has mass and the second has none; its ends belong to a sum.
    exchanged : tuple of Term
        Sums of sums, and integrals of integrals, that are added up in the other order.
    tangent : Tangent or None
        By which a side is bounded.
    times : tuple of Term
        The factor before the two sides of the cited inequality.
    ends : tuple of Chart
        Maps that take a new variable towards +oo to an end of a range: first to that at which an integral is infinite.
    """

    form: str
    factors: tuple[tuple[Term, Term], ...] = ()
    at: tuple[tuple[str, tuple[tuple[str, Term], ...]], ...] = ()
    totals: tuple[str, ...] = ()
    integrals: tuple[ByFacts, ...] = ()
    facts: tuple[FactInstance, ...] = ()
    cuts: tuple[Cut, ...] = ()
    cases: tuple[Term, ...] = ()
    spread: tuple[Spread, ...] = ()
    interval: tuple[Term, Term] | None = None
    exchanged: tuple[Term, ...] = ()
    tangent: Tangent | None = None
    times: tuple[Term, ...] = ()
    ends: tuple[Chart, ...] = ()


# --- what is used must be declared -----------------------------------------------------------------------------------


def facts_of_witness(witness: Witness | None) -> Iterator[str]:
    """The names of the stored facts that a witness cites."""
    if witness is not None:
        yield from (instance.fact for instance in witness.facts)
        for entry in witness.integrals:
            yield from (part.instance.fact for part in (*entry.parts, *(p for each in entry.each for p in each)))


def terms_of_witness(witness: Witness | None, *sides: Term) -> Iterator[Term]:
    """All terms of a witness, each inside a binder of what the witness itself declares, or of one of the step's sides."""
    if witness is None:
        return
    charted = frozenset(entry.chart.variable for entry in witness.integrals if entry.chart is not None)
    inside = charted.union(*(fold(side, _bound_here) for side in sides))
    for term in (*(t for pair in witness.factors for t in pair), *(t for _, values in witness.at for _, t in values)):
        for name in sorted(inside):
            term = _binding(term, name)
        yield term
    for instance in witness.facts:
        yield from _terms_of_instance(instance)
    for entry in witness.integrals:
        yield entry.integral
        yield from _terms_of_chart(entry.chart)
        for part in (*entry.parts, *(part for branch in entry.each for part in branch)):
            yield part.times
            yield from _terms_of_instance(part.instance)
    for cut in witness.cuts:
        yield from (cut.integral, *cut.points)
        yield from _terms_of_chart(cut.chart)
        if cut.antiderivative is not None:
            yield _binding(cut.antiderivative, cut.integral[2] if isinstance(cut.integral, tuple) else "")
    for spread in witness.spread:
        yield from (spread.integral, spread.constant, *(term for pair in spread.terms for term in pair))
    for chart in witness.ends:
        yield from _terms_of_chart(chart)
    yield from (*witness.cases, *(witness.interval or ()), *witness.exchanged, *witness.times)
    if witness.tangent is not None:
        yield from _terms_of_tangent(witness.tangent)


def _terms_of_tangent(tangent: Tangent) -> Iterator[Term]:
    inside: tuple[Term, ...] = (tangent.weight, tangent.at)
    whole: Any = tangent.over
    while isinstance(whole, tuple) and whole[0] in ("integral", "sum"):
        inside = tuple(_binding(term, whole[2]) for term in inside)
        whole = whole[1]
    yield from (*inside, tangent.times, tangent.point, tangent.lower, tangent.upper)
    yield from () if tangent.over is None else (tangent.over,)
    yield from () if tangent.body is None else (_binding(tangent.body, tangent.variable),)


def _terms_of_chart(chart: Chart | None) -> Iterator[Term]:
    if chart is not None:
        yield from (_binding(branch, chart.variable) for branch in chart.branches)
        yield from (chart.lower, chart.upper)


def _terms_of_instance(instance: FactInstance) -> Iterator[Term]:
    yield from (_binding(value, instance.parameter) for _, value in instance.values)


def _bound_here(term: Term, parts: list[frozenset[str]]) -> frozenset[str]:
    own = {str(term[2])} if isinstance(term, tuple) and term[0] in BINDERS else set()
    return frozenset(own).union(*parts)


def _binding(term: Term, name: str) -> Term:
    return ("sum", term, name, 0, 0) if name else term


def demand_named(derivations: Iterable[tuple[str, Any]]) -> None:
    """Every derivation that a law, a witness or what is said beyond a condition names must be there.

    Raises
    ------
    CertificateError
        With the first that is missing.
    """
    table = dict(derivations)
    for name, plain in table.items():
        laws = {law: found.total for law, found in plain.laws}
        cited = [total for total in laws.values() if total]
        cited += [marginal for _, law in plain.laws for marginal in law.marginals]
        cited += [entry.derivation for entry in plain.otherwise]
        for step in plain.steps:
            if step.witness is not None:
                cited += [own for total in step.witness.totals if (own := laws.get(total, total))]
                cited += [lemma for lemma, _ in step.witness.at]
        missing = sorted(set(cited) - set(table))
        if missing:
            raise CertificateError(f"the derivation {missing[0]} is not there", name)
