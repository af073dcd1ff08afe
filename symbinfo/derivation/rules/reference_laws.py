"""Integrals that stand under no law, as means under one that is uniform on the range, or falls off beyond its end."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Integral, S, Symbol, exp, expand, oo, true

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.rules.linearity import LINEARITY
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["over_a_reference"]


def over_a_reference(written: Expr, domain: Domain) -> Derivation | None:
    """The value of an integral, as the mean of its integrand over the density of a law on its range; None of others.

    Parameters
    ----------
    written : Integral
        Over one range.
    domain : Domain
        Where the parameters live.
    """
    if not isinstance(written, Integral):
        return None
    for law in _references(written, domain):
        body = expand(evaluated(written.function / law.density))
        whole = Expectation(body, law)
        words = f"As a mean under a law with the density {law.density}."
        start = Derivation(left=written, domain=domain)
        derivation = start.then(
            Step(Relation.EQ, whole, "write-as-mean", words, start=written, witness=Reasoning("linear"))
        )
        context = Context(domain)
        derivation = apply_rule(derivation, LINEARITY, context) if isinstance(body, Add) else derivation
        nodes = derivation.stands.atoms(Expectation)
        found = {node: moment(node, domain) for node in nodes}
        if any(lemma is None or lemma.status is not Status.CLOSED for lemma in found.values()):
            continue
        known = {node: lemma for node, lemma in found.items() if lemma is not None}
        value = derivation.stands.xreplace({node: lemma.stands for node, lemma in known.items()})
        step = Step(
            Relation.EQ,
            value,
            "evaluate-expectations",
            "Insert the expectations, derived as lemmas.",
            tuple(known.values()),
            derivation.stands,
            witness=Reasoning("lemmas"),
        )
        return derivation.then(step).closing(Status.CLOSED)
    return None


def _references(written: Integral, domain: Domain) -> Iterator[ContinuousLaw]:
    ((x, low, high),) = written.limits
    if low.is_finite is not False and high.is_finite is not False:
        yield ContinuousLaw("U", "Uniform", (low, high), true, x, 1 / (high - low), low, high)
        return
    if high == oo and low.is_finite is not False:
        for rate in _rates(written.function, x, domain):
            yield ContinuousLaw("U", "reference", (), true, x, rate * exp(-rate * (x - low)), low, high)


def _rates(body: Expr, x: Symbol, domain: Domain) -> list[Expr]:
    """The rates at which factors of a body fall off exponentially."""
    slopes = {-e.args[0].expand().coeff(x) for e in body.atoms(exp)}
    return [rate for rate in sorted(slopes, key=str) if rate != S.Zero and domain.positive(rate)]
