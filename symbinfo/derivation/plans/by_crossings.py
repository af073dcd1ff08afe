"""Total variations: where two densities cross, each part of the line belongs to the smaller of them."""

from __future__ import annotations

from itertools import pairwise

from sympy import And, Expr, Integral, Min, Piecewise, S, atan, erf, erfc, hyper, true

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.bends import Stretch, kinks_of
from symbinfo.derivation.integrals.pieces import in_order
from symbinfo.derivation.integrals.plain_totals import total_of_kernel, total_up_to
from symbinfo.derivation.simplify.factoring import as_product
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul
from symbinfo.laws.cumulative import mass_below, mass_between
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw
from symbinfo.laws.support import contained
from symbinfo.measures.base import Measure

__all__ = ["by_crossings"]


def by_crossings(measure: Measure, domain: Domain) -> Derivation | None:
    """1 less the integrals of the smaller density between the places where the two cross; None where they are not found.

    Parameters
    ----------
    measure : Measure
        The total variation of two laws with a density, on one range.
    domain : Domain
        Where the parameters live; the order of the places must follow from it.
    """
    first, second = measure.laws
    if not (isinstance(first, ContinuousLaw) and isinstance(second, ContinuousLaw)):
        return None
    if not (domain.implies(contained(first, second)) and domain.implies(contained(second, first))):
        return None
    x = first.variable
    smaller = Min(first.density, second.density)
    inside = first.inside(domain)
    places = kinks_of(smaller, x, inside) if smaller.has(Min) else None
    ends = None if places is None else in_order(places, first, domain)
    if ends is None:
        return None
    lemmas = []
    for low, high in pairwise(ends):
        here = inside.and_(*(c for c in (low < x, x < high) if c != true))
        least = Stretch(x, low, high, tuple(ends), here).formula(smaller)
        lemma = None if least is None else _integral_of(least, (first, second), low, high, domain)
        if lemma is None:
            return None
        lemmas.append(lemma)
    ratio = second.density / first.density
    node = Expectation(Min(S.One, ratio), first)
    derivation = Derivation(left=measure, domain=domain)
    defined = add(S.One, mul(S.NegativeOne, node))
    cut = Reasoning("split", cuts=(CutRange(node, tuple(ends[1:-1])),))
    apart = add(S.One, *(mul(S.NegativeOne, lemma.left) for lemma in lemmas))
    value = add(S.One, *(mul(S.NegativeOne, lemma.stands) for lemma in lemmas))
    needs = And(*(lemma.requires for lemma in lemmas))
    derivation = derivation.then(Step(Relation.EQ, defined, "definition", measure.because, start=measure))
    words = "Between two places where the densities cross the smaller one is integrated."
    derivation = derivation.then(Step(Relation.EQ, apart, "split-the-range", words, start=defined, witness=cut))
    said = "Each integral by a lemma."
    step = Step(Relation.EQ, value, "insert-lemma", said, tuple(lemmas), apart, needs, witness=Reasoning("lemmas"))
    return derivation.then(step).closing(Status.REDUCED)


def _integral_of(
    density: Expr, laws: tuple[ContinuousLaw, ...], low: Expr, high: Expr, domain: Domain
) -> Derivation | None:
    """The integral of one of the densities over a part of the line: by a kernel, or by a distribution function."""
    x = laws[0].variable
    written = Integral(density, (x, low, high))
    plain = total_of_kernel(written, domain)
    law = next((law for law in laws if law.density == density), None)
    mass = None if law is None else mass_between(law, low, high)
    if plain is not None and (mass is None or not plain.stands.has(hyper)):
        spelt = _spelt(plain.stands)
        step = Step(Relation.EQ, spelt, "simplify", "Simplify.", start=plain.stands, witness=Reasoning("same"))
        return plain if spelt == plain.stands else plain.then(step).closing(Status.CLOSED)
    if law is None or mass is None or mass.has(Piecewise):
        return total_up_to(written, domain)
    witness = Reasoning("antiderivative", cuts=(CutRange(written, (low, high), None, mass_below(law, x), (1,)),))
    words = f"By the distribution function of {law.name}."
    step = Step(Relation.EQ, _spelt(mass), "antiderivative", words, start=written, witness=witness)
    return Derivation(left=written, domain=domain).then(step).closing(Status.CLOSED)


def _spelt(mass: Expr) -> Expr:
    """Arguments of functions as products, and erfc by erf, so that equal parts meet."""
    plain = mass.replace(erfc, lambda z: 1 - erf(z)).replace(
        lambda node: isinstance(node, (erf, atan)),
        lambda node: node.func(as_product(node.args[0]) if node.args[0].is_rational_function() else node.args[0]),
    )
    return plain if plain.has(erf, atan) else mass
