"""The witness of a step as plain data of a certificate: what the rule said, or what the name of the step says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sympy import Basic, Expr, S, Symbol

from symbinfo import trusted as cert
from symbinfo.derivation import Relation, Step
from symbinfo.derivation.certify.fitting_facts import fitting
from symbinfo.derivation.certify.forms_of_steps import BOUNDS, FORM_OF_STEP
from symbinfo.derivation.certify.hidden_products import products_below, products_in, products_outside
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.witness import (
    Coordinate,
    CutRange,
    KernelTerm,
    Reasoning,
    SpreadExpectation,
    StoredFact,
    TangentLine,
    Transformed,
)
from symbinfo.laws.law import Law

__all__ = ["witness_of"]

#: Forms that may name sums that are products.
FACTORED = frozenset({"same", "lemmas", "linear", "integral", "split", "antiderivative"})


def witness_of(
    step: Step,
    before: Expr,
    total: Callable[[Law], str | None],
    lemmas: Mapping[str, Iterable[tuple[Symbol, Expr]]],
) -> dict[str, Any] | None:
    """The witness as plain data, or None where nothing is known that a replay could follow.

    Parameters
    ----------
    step : Step
        The step.
    before : Expr
        What it starts from.
    total : callable
        From a law to what the certificate calls its total, None where it has none.
    lemmas : mapping
        What the lemmas of the step are called, each with the values at which it is cited.
    """
    if step.witness is not None:
        plain = _plain(step.witness, total, step.expr)
        at = {
            name: {symbol.name: _text(value) for symbol, value in values} for name, values in lemmas.items() if values
        }
        return {**plain, "at": at} if plain is not None and at else plain
    form = FORM_OF_STEP.get(step.rule)
    if form is None or (step.relation is not Relation.EQ and form not in BOUNDS):
        return None
    products = products_outside((before, step.expr), step.rule.startswith("insert")) if form == "same" else ()
    return {"form": form, **_factors((*products, *(products_below(step.expr) if form in FACTORED else ())))}


def _plain(reasoning: Reasoning, total: Callable[[Law], str | None], after: Expr) -> dict[str, Any] | None:
    plain: dict[str, Any] = {"form": reasoning.form}
    if reasoning.totals:
        names = [name for law in reasoning.totals if (name := total(law)) is not None]
        if len(names) < len(reasoning.totals):
            return None
        plain["total"] = names[0] if len(names) == 1 else names
    if reasoning.form == "integral":
        plain["integrals"] = [_transformed(entry) for entry in reasoning.integrals]
    below = products_below(after, *_named(reasoning)) if reasoning.form in FACTORED else ()
    plain |= _factors((*reasoning.products, *products_in(reasoning), *below))
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
    if reasoning.exchanged:
        plain["exchanged"] = [_text(total) for total in reasoning.exchanged]
    if reasoning.tangent is not None:
        plain["tangent"] = _tangent(reasoning.tangent)
    if reasoning.times is not None:
        plain["times"] = _text(reasoning.times)
    if reasoning.ends:
        plain["ends"] = [_chart(end)["chart"] for end in reasoning.ends]
    return plain


def _named(reasoning: Reasoning) -> Iterator[Expr]:
    """What a witness alone says, which must have a value, too."""
    yield from (cut.antiderivative for cut in reasoning.cuts if cut.antiderivative is not None)
    yield from (part.times for entry in reasoning.integrals for part in entry.parts)


def _tangent(line: TangentLine) -> dict[str, Any]:
    plain = {} if line.over is None else {"over": _text(line.over)}
    plain |= {"times": _text(line.times), "weight": _text(line.weight), "at": _text(line.at)}
    names = ("variable", "body", "point", "lower", "upper")
    return plain | {name: _text(part) for name, part in zip(names, line.function or (), strict=False)}


def _factors(products: Iterable[tuple[Expr, Expr]]) -> dict[str, Any]:
    found = [[_text(total), _text(product)] for total, product in products]
    return {"factors": found} if found else {}


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
