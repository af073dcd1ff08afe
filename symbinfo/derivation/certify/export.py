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
from symbinfo.derivation import Derivation, Status, Step
from symbinfo.derivation.certify.law_totals import total_of
from symbinfo.derivation.certify.normal_marginals import marginals_of
from symbinfo.derivation.certify.terms_of_sympy import density_term, kind_of, term_of
from symbinfo.derivation.certify.witnesses_as_terms import witness_of
from symbinfo.derivation.integrals.iterated_integrals import inner_integral, total_of_vector
from symbinfo.derivation.plans.derive import derive
from symbinfo.derivation.plans.elsewhere import elsewhere, opened_edges
from symbinfo.derivation.rules.expectations import moment
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.abstract import kinds_of
from symbinfo.laws.by_coordinates import not_over_space
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.table import JointTable
from symbinfo.measures import CrossEntropy, Entropy
from symbinfo.measures.base import Measure

__all__ = ["certificate_of"]

Values = tuple[tuple[sp.Symbol, sp.Expr], ...]


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
    exported = _Export(opened_edges(derivation))
    exported.add(derivation, "main")
    exported.add_elsewhere(derivation)
    return cert.Certificate.from_dict({"schema": 3, "main": "main", "derivations": exported.done})


class _Export:
    """Derivations collected under their names, lemmas before what cites them."""

    def __init__(self, opened: dict[Any, Any]) -> None:
        #: Closed conditions that are written as open ones: what is needed beyond the domain, and what lemmas are given.
        self.opened = opened
        self.done: dict[str, Any] = {}
        self.names: dict[Derivation, str] = {}
        self.totals: dict[Law, str | None] = {}

    def add(self, derivation: Derivation, name: str | None = None) -> str:
        known = self.names.get(derivation)
        if known is not None:
            return known
        cited = [{self.add(lemma): values for lemma, values in _cited_by(step)} for step in derivation.steps]
        finite = _finite_entropy(derivation)
        if finite is not None:
            cited[-1][self.add(finite)] = ()
        for lemma in _inner_integrals(derivation):
            cited[0].setdefault(self.add(lemma), ())
        is_lemma = name is None
        name = name or f"L{len(self.names) + 1}"
        self.names[derivation] = name
        self.done[name] = self.plain(derivation, cited, self.opened if is_lemma else {})
        return name

    def add_elsewhere(self, derivation: Derivation) -> None:
        """What holds where a part of the condition fails, each in a derivation of its own."""
        entries = []
        for number, other in enumerate(elsewhere(derivation), 1):
            entry = {
                "instead_of": cert.dump(term_of(other.instead_of)),
                "where": cert.dump(term_of(other.where)),
                "derivation": self.add(other.derivation, f"O{number}"),
            }
            at = {} if other.at is None else {"at": {other.at[0].name: cert.dump(term_of(other.at[1]))}}
            entries.append({**entry, **at})
        if entries:
            self.done["main"]["otherwise"] = entries

    def total(self, law: Law) -> str | None:
        """The name of the derivation of a law's total, which is added; None where there is none."""
        if law not in self.totals:
            found = total_of(law) or total_of_vector(law, moment)
            self.totals[law] = None if found is None else f"T{sum(map(bool, self.totals.values())) + 1}"
            if found is not None:
                self.totals[law] = self.add(found, self.totals[law])
        return self.totals[law]

    def plain(self, derivation: Derivation, cited: list[dict[str, Values]], opened: dict[Any, Any]) -> dict[str, Any]:
        start = cert.dump(term_of(derivation.left))
        needs = sorted(sp.And.make_args(derivation.requires), key=str)
        given = [opened.get(c, c) for c in derivation.domain.conditions]
        conditions = list(dict.fromkeys([*given, *(self.opened.get(c, c) for c in needs)]))
        # What is over shells is certified as the integral that it is: certificates know no surfaces.
        measure = (
            derivation.left if isinstance(derivation.left, Measure) and not not_over_space(derivation.left) else None
        )
        laws = measure.laws if measure is not None else ()

        def total(law: Law) -> str | None:
            """A law that the derivation lists says itself what its total is called; that of an abstract law is known."""
            name = self.total(law)
            named = law in laws and law.name.isidentifier() and (name is not None or kinds_of(law))
            return law.name if named else name

        steps = [
            _step(step, list(lemmas), witness_of(step, before, total, lemmas))
            for step, before, lemmas in zip(derivation.steps, _expressions(derivation), cited, strict=False)
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
        marginals = [self.add(found) for found in marginals_of(law)] if name is not None else []
        more = {"marginals": marginals} if marginals else {}
        return _law(law, measure) if name is None else {**_law(law, measure), "total": name, **more}


def _cited_by(step: Step) -> list[tuple[Derivation, Values]]:
    """The lemmas of a step, and those that only a replay needs, each with the values at which it is cited."""
    if step.witness is None:
        return [(lemma, ()) for lemma in step.lemmas]
    return [
        *((lemma, _values_in(lemma, step.witness.at)) for lemma in step.lemmas),
        *((lemma, _values_in(lemma, at)) for lemma, at in step.witness.cites),
    ]


def _values_in(lemma: Derivation, at: Values) -> Values:
    """Of values those of the symbols of a lemma: of several lemmas one may speak of a variable, and another may not."""
    own = set().union(*map(_free, _expressions(lemma)), *(_free(c) for c in lemma.domain.conditions)) if at else set()
    return tuple((symbol, value) for symbol, value in at if symbol in own)


def _finite_entropy(derivation: Derivation) -> Derivation | None:
    """Of a cross-entropy that is infinite by supports, the entropy of its first law: with it, it is that and a divergence."""
    measure = derivation.left
    infinite = bool(derivation.steps) and derivation.steps[-1].rule == "support-mismatch"
    if not infinite or not isinstance(measure, CrossEntropy) or not measure.laws[0].continuous:
        return None
    try:
        found = derive(Entropy(measure.laws[0]))
    except SymbinfoError:
        return None
    return found if found.status is Status.CLOSED else None


def _inner_integrals(derivation: Derivation) -> list[Derivation]:
    """Of the expectations of vectors in a derivation the values of the integrals inside, which so converge."""
    nodes = {node: None for expr in _expressions(derivation) for node in _expectations(expr)}
    found = [inner_integral(node, derivation.domain, moment) for node in nodes]
    return [lemma for lemma in found if lemma is not None]


def _expectations(expr: Any) -> list[Expectation]:
    return sorted(expr.atoms(Expectation), key=str) if isinstance(expr, sp.Basic) else []


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
    parts = expr.args[:3] if isinstance(expr, sp.Limit) else expr.args  # what follows is the name of a side
    return set().union(*(_free(arg) for arg in parts if hasattr(arg, "free_symbols"))) - bound


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
    if getattr(measure, "second", None) is not None:
        plain["second"] = cert.dump(term_of(measure.second))
    if hasattr(measure, "blocks"):
        plain["blocks"] = [list(block) for block in measure.blocks]
    return plain
