"""From a derivation to its certificate, with everything explicit: symbols, laws, measures, steps and lemmas.

Nothing is evaluated on the way: the certificate says what the step says, in the terms of
`symbinfo.derivation.certify.terms_of_sympy`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.symbol import Str

from symbinfo import trusted as cert
from symbinfo.derivation import Derivation, Step
from symbinfo.derivation.certify.law_totals import total_of
from symbinfo.derivation.certify.terms_of_sympy import density_term, kind_of, term_of
from symbinfo.derivation.certify.witnesses_as_terms import witness_of
from symbinfo.laws.abstract import kinds_of
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.table import JointTable
from symbinfo.measures.base import Measure

__all__ = ["certificate_of"]


def certificate_of(derivation: Derivation) -> cert.Certificate:
    """The derivation as a certificate: every lemma once, cited by name, and everything explicit.

    Parameters
    ----------
    derivation : Derivation
        A derivation of a measure, or of any expression.

    Returns
    -------
    Certificate
        Plain data; `symbinfo.checker` re-checks it without SymPy.
    """
    exported = _Export()
    exported.add(derivation, "main")
    return cert.Certificate.from_dict({"schema": 2, "main": "main", "derivations": exported.done})


class _Export:
    """Derivations collected under their names, lemmas before what cites them."""

    def __init__(self) -> None:
        self.done: dict[str, Any] = {}
        self.names: dict[Derivation, str] = {}
        self.totals: dict[Law, str | None] = {}

    def add(self, derivation: Derivation, name: str | None = None) -> str:
        known = self.names.get(derivation)
        if known is not None:
            return known
        cited = [[self.add(lemma) for lemma in step.lemmas] for step in derivation.steps]
        name = name or f"L{len(self.names) + 1}"
        self.names[derivation] = name
        self.done[name] = self.plain(derivation, cited)
        return name

    def total(self, law: Law) -> str | None:
        """The name of the derivation of a law's total, which is added; None where there is none."""
        if law not in self.totals:
            found = total_of(law)
            self.totals[law] = None if found is None else f"T{sum(map(bool, self.totals.values())) + 1}"
            if found is not None:
                self.totals[law] = self.add(found, self.totals[law])
        return self.totals[law]

    def plain(self, derivation: Derivation, cited: list[list[str]]) -> dict[str, Any]:
        start = cert.dump(term_of(derivation.left))
        conditions = [*derivation.domain.conditions, *sorted(sp.And.make_args(derivation.requires), key=str)]
        measure = derivation.left if isinstance(derivation.left, Measure) else None
        laws = measure.laws if measure is not None else ()

        def total(law: Law) -> str | None:
            """A law that the derivation lists says itself what its total is called."""
            name = self.total(law)
            return law.name if name is not None and law in laws else name

        steps = [
            _step(step, lemmas, witness_of(step, total, lemmas))
            for step, lemmas in zip(derivation.steps, cited, strict=True)
        ]
        return {
            "symbols": _symbols(derivation, conditions),
            "conditions": [cert.dump(term_of(c)) for c in conditions if c not in (sp.true, True)],
            "functions": _functions(derivation),
            # The total of a law serves a replay, which wants a witness of every step.
            "laws": {law.name: self.law(law, measure, all("witness" in step for step in steps)) for law in laws},
            "measure": None if measure is None else _measure(measure),
            "start": start,
            "steps": steps,
            "claim": {
                "relation": str(derivation.relation),
                "left": start,
                "right": steps[-1]["term"] if steps else start,
            },
        }

    def law(self, law: Law, measure: Measure | None, with_total: bool) -> dict[str, Any]:
        name = self.total(law) if with_total or law in self.totals else None
        return _law(law, measure) if name is None else {**_law(law, measure), "total": name}


def _step(step: Step, lemmas: list[str], witness: dict[str, Any] | None) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "relation": str(step.relation),
        "term": cert.dump(term_of(step.expr)),
        "rule": step.rule,
        "lemmas": lemmas,
    }
    if step.equality is not None:
        over = [[v.name, cert.dump(term_of(low)), cert.dump(term_of(high))] for v, low, high in step.equality.over]
        plain["equality"] = {"condition": cert.dump(term_of(step.equality.condition)), "over": over}
    return plain if witness is None else {**plain, "witness": witness}


def _expressions(derivation: Derivation) -> list[Any]:
    return [derivation.left, *(step.expr for step in derivation.steps)]


def _symbols(derivation: Derivation, conditions: Iterable[Any]) -> dict[str, str]:
    found: set[sp.Symbol] = set()
    for expr in (*_expressions(derivation), *conditions):
        found |= _free(expr)
    return {s.name: kind_of(s) for s in sorted(found, key=lambda s: s.name)}


def _free(expr: Any) -> set[sp.Symbol]:
    """Free symbols, those of laws included; a bound variable counts where it stands free (a point of the support)."""
    if isinstance(expr, (Expectation, Measure)):
        return set(expr.free_symbols)
    if isinstance(expr, DensityValue):
        return set(expr.law.free_symbols) | set(expr.point.free_symbols)
    if isinstance(expr, (sp.Integral, sp.Sum, sp.Subs, sp.Limit)):
        return set(expr.free_symbols) if not expr.has(Expectation, DensityValue, Measure) else _free_by_parts(expr)
    if not expr.args:
        return set(expr.free_symbols)
    return set().union(*(_free(arg) for arg in expr.args))


def _free_by_parts(expr: Any) -> set[sp.Symbol]:
    bound = set(getattr(expr, "variables", ())) or {expr.args[1]}
    return set().union(*(_free(arg) for arg in expr.args if hasattr(arg, "free_symbols"))) - bound


def _functions(derivation: Derivation) -> dict[str, str]:
    """The abstract functions, each with its kind, which says on what it is a mass or a density."""
    found: set[str] = set()
    kinds: dict[str, str] = {}
    for expr in _expressions(derivation):
        laws = expr.atoms(Law)
        parts = (expr, *(law.density for law in laws if hasattr(law, "density")))
        found |= {node.func.__name__ for part in parts for node in part.atoms(AppliedUndef)}
        for law in laws:
            kinds |= kinds_of(law)
    return {name: kinds.get(name, "density on R") for name in sorted(found)}


def _law(law: Law, measure: Any = None) -> dict[str, Any]:
    if isinstance(law, JointTable) and not hasattr(measure, "outcome"):
        rows = [[[_label(o) for o in outcome], cert.dump(term_of(p))] for outcome, p in law.outcomes]
        return {"kind": "table", "outcomes": rows}
    kind = "continuous" if law.continuous else "discrete"
    if isinstance(law, JointLaw) and len(law.variable) > 1:
        ends = [[cert.dump(term_of(end)) for end in pair] for pair in law.ranges]
        variables = [[v.name, kind, *pair] for v, pair in zip(law.variable, ends, strict=True)]
        return {"kind": "joint", "variables": variables, "density": cert.dump(density_term(law))}
    if isinstance(law, FiniteLaw):
        return {
            "kind": "finite",
            "outcomes": [[_outcome(i, o), cert.dump(term_of(p))] for i, (o, p) in enumerate(law.outcomes)],
        }
    one = isinstance(law, JointLaw)
    variable, (lower, upper) = (law.variable[0], law.ranges[0]) if one else (law.variable, (law.lower, law.upper))
    return {
        "kind": kind,
        "variable": variable.name,
        "density": cert.dump(term_of(law.density)),
        "lower": cert.dump(term_of(lower)),
        "upper": cert.dump(term_of(upper)),
    }


def _label(outcome: Any) -> str:
    """One coordinate of an outcome: a number, or its name."""
    if not isinstance(outcome, Str):
        return cert.dump(term_of(outcome))
    return "outcome_" + "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in outcome.name)


def _outcome(index: int, outcome: Any) -> str:
    """Outcomes only have to be told apart: numbers stay, labels become their place in the list."""
    return (
        cert.dump(term_of(outcome)) if isinstance(outcome, sp.Expr) and not outcome.free_symbols else f"outcome{index}"
    )


def _outcome_asked(measure: Any) -> str:
    """The outcome of a self-information; of a list of outcomes, by the label that it has there."""
    law = measure.laws[0]
    if isinstance(law, FiniteLaw):
        place = next((i for i, (o, _) in enumerate(law.outcomes) if o == measure.outcome), None)
        return "impossible" if place is None else _outcome(place, measure.outcome)
    return cert.dump(term_of(measure.outcome))


def _measure(measure: Measure) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": measure.key,
        "laws": [law.name for law in measure.laws],
        "base": cert.dump(term_of(measure.base)),
    }
    if hasattr(measure, "outcome"):
        plain["at"] = _outcome_asked(measure)
    order = getattr(measure, "order", None) or getattr(measure, "theta", None)
    if order is not None:
        plain["order"] = cert.dump(term_of(order))
    if hasattr(measure, "blocks"):
        plain["blocks"] = [list(block) for block in measure.blocks]
    return plain
