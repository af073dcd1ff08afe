"""The witness of a step as plain data of a certificate: what the rule said, or what the name of the step says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Basic, S

from symbinfo import trusted as cert
from symbinfo.derivation import Relation, Step
from symbinfo.derivation.certify.fitting_facts import fitting
from symbinfo.derivation.certify.forms_of_steps import BOUNDS, FORM_OF_STEP
from symbinfo.derivation.certify.hidden_products import products_in
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.witness import (
    Coordinate,
    CutRange,
    KernelTerm,
    Reasoning,
    SpreadExpectation,
    StoredFact,
    Transformed,
)
from symbinfo.laws.law import Law

__all__ = ["witness_of"]


def witness_of(step: Step, total: Callable[[Law], str | None], lemmas: list[str]) -> dict[str, Any] | None:
    """The witness as plain data, or None where nothing is known that a replay could follow.

    Parameters
    ----------
    step : Step
        The step.
    total : callable
        From a law to what the certificate calls its total, None where it has none.
    lemmas : list of str
        What the lemmas of the step are called.
    """
    if step.witness is not None:
        plain = _plain(step.witness, total)
        values = {symbol.name: _text(value) for symbol, value in step.witness.at}
        return {**plain, "at": dict.fromkeys(lemmas, values)} if plain is not None and values else plain
    form = FORM_OF_STEP.get(step.rule)
    return None if form is None or (step.relation is not Relation.EQ and form not in BOUNDS) else {"form": form}


def _plain(reasoning: Reasoning, total: Callable[[Law], str | None]) -> dict[str, Any] | None:
    plain: dict[str, Any] = {"form": reasoning.form}
    if reasoning.totals:
        names = [name for law in reasoning.totals if (name := total(law)) is not None]
        if len(names) < len(reasoning.totals):
            return None
        plain["total"] = names[0] if len(names) == 1 else names
    if reasoning.form == "integral":
        plain["integrals"] = [_transformed(entry) for entry in reasoning.integrals]
    if factors := [[_text(total), _text(product)] for total, product in products_in(reasoning)]:
        plain["factors"] = factors
    if reasoning.facts:
        plain["facts"] = [_fact(fitting(KernelTerm(S.One, fact)).fact) for fact in reasoning.facts]
    if reasoning.cuts:
        plain["cuts"] = [_cut(entry) for entry in reasoning.cuts]
    if reasoning.cases:
        plain["cases"] = [_text(case) for case in reasoning.cases]
    if reasoning.spread:
        plain["spread"] = [_spread(entry) for entry in reasoning.spread]
    if reasoning.interval is not None:
        plain["interval"] = [_text(end) for end in reasoning.interval]
    return plain


def _text(expr: Basic) -> str:
    return cert.dump(term_of(expr))


def _transformed(entry: Transformed) -> dict[str, Any]:
    plain: dict[str, Any] = {"integral": _text(entry.integral), **_chart(entry.coordinate)}
    plain["parts"] = [_part(part) for part in entry.parts]
    if entry.each:
        plain["each"] = [[_part(part) for part in branch] for branch in entry.each]
    return plain


def _chart(new: Coordinate | None) -> dict[str, Any]:
    if new is None:
        return {}
    ends = {"lower": _text(new.lower), "upper": _text(new.upper)}
    return {"chart": {"variable": _text(new.variable), **ends, "branches": [_text(branch) for branch in new.branches]}}


def _cut(entry: CutRange) -> dict[str, Any]:
    plain: dict[str, Any] = {"integral": _text(entry.integral), "points": [_text(point) for point in entry.points]}
    if entry.antiderivative is not None:
        plain |= {"antiderivative": _text(entry.antiderivative), "signs": list(entry.signs)}
    return plain | _chart(entry.coordinate)


def _spread(entry: SpreadExpectation) -> dict[str, Any]:
    terms = [[_text(times), _text(expectation)] for times, expectation in entry.terms]
    plain: dict[str, Any] = {"integral": _text(entry.integral), "terms": terms}
    return plain if entry.constant == 0 else {**plain, "constant": _text(entry.constant)}


def _part(part: KernelTerm) -> dict[str, Any]:
    part = fitting(part)
    plain = {"times": _text(part.times), **_fact(part.fact)}
    return {**plain, "order": part.order} if part.order else plain


def _fact(fact: StoredFact) -> dict[str, Any]:
    values = {name: _text(value) for name, value in fact.values}
    plain: dict[str, Any] = {"fact": fact.fact, "variable": _text(fact.variable), "values": values}
    return plain if fact.parameter is None else {**plain, "parameter": _text(fact.parameter)}
