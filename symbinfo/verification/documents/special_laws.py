r"""What the referee needs of some claims besides their text: positive factors, densities that refute, listed probabilities."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

from sympy import Expr, Symbol, simplify

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.laws.law import DiscreteLaw, FiniteLaw
from symbinfo.query.any_laws import AnyLawsClaim, LinearForm
from symbinfo.query.parse_query import parse_alone
from symbinfo.query.setting import parse_given
from symbinfo.query.setting import setting as read_setting
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.claims.verdict import Witness
from symbinfo.verification.documents.readings_of_formulas import Way
from symbinfo.verification.documents.settings.names_and_laws import expression_text
from symbinfo.verification.documents.settings.outcomes_and_masses import mass_in
from symbinfo.verification.referee.verify import verify

__all__ = ["of_densities", "of_positive", "of_probabilities", "of_scaled"]

#: Laws of independent variables that refute what is not true of all densities.
DENSITIES = ("Normal(0, 1)", "Normal(0, 1/100)", "Uniform(0, 1/2)")


def of_positive(meaning: Any, given: tuple[str, ...]) -> Any:
    """A claim about any laws with its parameters positive where a line says so: log |a| is log a then."""
    if not isinstance(meaning, AnyLawsClaim) or meaning.difference is None:
        return meaning
    positive = {line.split(">")[0].strip() for line in given if line.replace(" ", "").endswith((">0", ">1", ">=1"))}
    form = meaning.difference
    names: set[Symbol] = {s for part in (form.constant, form.scaled, *form.terms.values()) for s in part.free_symbols}
    changes = {s: Symbol(s.name, positive=True) for s in names if s.name in positive}
    if not changes:
        return meaning

    def put(value: Expr) -> Expr:
        return simplify(value.xreplace(changes))

    made = LinearForm(put(form.constant), put(form.scaled), {key: put(value) for key, value in form.terms.items()})
    return replace(meaning, difference=made)


def of_densities(text: str, claim: ShannonClaim, seconds: float) -> Any:
    """A verdict on a claim of differential entropies that some independent variables refute, or None."""
    names = sorted(
        {
            name
            for side in (claim.left, claim.right)
            for _, term in side.terms
            for group in (*term.groups, term.given)
            for name in group
        }
    )
    if not 1 <= len(names) <= 2:
        return None
    for laws in product(DENSITIES, repeat=len(names)):
        lines = [f"{name} ~ {law}" for name, law in zip(names, laws, strict=True)]
        try:
            concrete, _ = parse_given(text, lines, form="latex")
            found: Any = verify(concrete, seconds=seconds)
        except SymbinfoError:
            return None
        if found.verdict is Outcome.REFUTED and found.witness is not None:
            parameters = {**dict(zip(names, laws, strict=True)), **found.witness["parameters"]}
            witness: Witness = {**found.witness, "parameters": parameters}  # type: ignore[typeddict-item]
            return replace(found, witness=witness, reason=f"it fails for {', '.join(lines)}")
    return None


_OF_FUNCTION = re.compile(r"(?<![A-Za-z\\])([Hh])\s*\(\s*([^()]*?[A-Z][^()]*?)\s*\)")


def of_scaled(text: str, claim: AnyLawsClaim, given: tuple[str, ...], seconds: float) -> Any:
    """A verdict on a claim about a X + c that a density and a mass refute, or a density alone where it is about densities."""
    if len(claim.names) != 1 or claim.difference is None or claim.difference.terms:
        return None
    lines: list[str] = []

    def named(hit: re.Match[str]) -> str:
        inside = expression_text(hit[2])
        if inside == claim.names[0]:
            return hit.group()
        lines.append(f"{claim.names[0]}{len(lines) + 7} = {inside}")
        return f"{hit[1]}({lines[-1].split()[0]})"

    renamed = _OF_FUNCTION.sub(named, text)
    found = None
    for law in ("Normal(0, 1)",) if claim.differential else ("Bernoulli(1/3)", "Normal(0, 1)"):
        try:
            concrete, _ = parse_given(renamed, [f"{claim.names[0]} ~ {law}", *lines, *given], form="latex")
            found = verify(concrete, seconds=seconds)
        except SymbinfoError:
            return None
        if found.verdict is not Outcome.REFUTED or found.witness is None:
            return None
        witness: Witness = {**found.witness, "parameters": {claim.names[0]: law, **found.witness["parameters"]}}
        found = replace(found, witness=witness)
    return found


def of_probabilities(tex: str, tried: list[Way]) -> dict[str, Any] | None:
    r"""The fields of a verdict on ``P(X=1)=\phi``, where the law of X is declared; None of anything else."""
    mass = mass_in(tex)
    if mass is None or not tried:
        return None
    value, outcome = expression_text(mass.value), expression_text(mass.outcome)
    try:
        known = read_setting(tried[0].given)
        variable = mass.law == "P" and mass.name in known.variables.names
        law = known.variables.law(mass.name) if variable else known.laws.get(mass.law)
        symbols = {s.name: s for s in law.free_symbols} if law is not None else {}
        stated, at = parse_alone(value, form="text"), parse_alone(outcome, form="text")
    except (SymbinfoError, KeyError, AttributeError):
        return None
    if law is None or not isinstance(stated, Expr) or not isinstance(at, Expr):
        return None
    stated = stated.xreplace({s: symbols[s.name] for s in stated.free_symbols if s.name in symbols})
    actual = _probability(law, at)
    if actual is None or not (stated.free_symbols <= law.free_symbols):
        return None
    difference = simplify(stated - actual)
    shown = {"shown": tried[0].shown, "read_as": f"P({mass.name} = {outcome}) = {value}"}
    if difference == 0:
        return {
            "verdict": str(Outcome.HOLDS),
            "level": str(Level.CERTIFIED),
            "reason": f"the mass of {law.title} there",
            **shown,
        }
    point = dict(zip(sorted(law.free_symbols, key=str), _POINTS, strict=False))
    values = [str(side.xreplace(point).evalf(15)) for side in (stated, actual)]
    if values[0] == values[1] or difference.xreplace(point).evalf(15).is_comparable is not True:
        return None
    witness = {"parameters": {str(s): str(v) for s, v in point.items()}, "claimed": values[0], "actual": values[1]}
    return {
        "verdict": str(Outcome.REFUTED), "level": str(Level.CHECKED), "reason": f"{law.title} gives {actual}",
        "repair": f"it is {actual}", "witness": witness, **shown,
    }  # fmt: skip


_POINTS = tuple(parse_alone(value, form="text") for value in ("3/10", "2/5", "7/10"))


def _probability(law: Any, at: Expr) -> Expr | None:
    """The probability of an outcome."""
    if isinstance(law, FiniteLaw):
        found = [p for outcome, p in law.outcomes if simplify(outcome - at) == 0]
        return found[0] if found else None
    if isinstance(law, DiscreteLaw) and at.is_integer:
        return law.density_at(at)
    return None
