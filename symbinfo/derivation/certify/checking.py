"""The way from a derivation to the checker's report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.derivation.certify.entries import entries_of, report_of_entries
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.one_component import of_unknown_size, with_one_component
from symbinfo.derivation.certify.terms_of_sympy import UNKNOWN_SIZE
from symbinfo.expressions.errors import BudgetExceeded
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.laws.by_coordinates import not_over_space
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.hierarchy import is_mean
from symbinfo.laws.strengthen import averages_in, laws_in
from symbinfo.measures.base import Measure
from symbinfo.trusted import Certificate, Report, check

__all__ = ["check_derivation", "report_data", "unchecked"]

#: What is shown of a report wherever a derivation is.
SHOWN = ("verdict", "level", "statement", "beyond", "axioms", "points", "digits", "worst_error", "reason")

# An instance in one size decides little: it is not waited for.
LONGEST = 10.0
# Integrals of integrals are looked at in numbers so long, where a step is not replayed and no limit is given.
LONGEST_DOUBLE = 30.0


def check_derivation(
    derivation: Derivation, seconds: float | None = None, certificate: Certificate | None = None
) -> Report:
    """Export a derivation and have every step of it re-checked.

    Parameters
    ----------
    derivation : Derivation
        What is to be checked.
    seconds : float, optional
        A limit of time.
    certificate : Certificate, optional
        Its certificate, where that was made already.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    if entries := entries_of(derivation):
        return report_of_entries({place: check_derivation(entry, seconds) for place, entry in entries})
    if of_unknown_size(derivation):
        return _of_one_component(with_one_component(derivation), seconds)
    written = certificate or certificate_of(derivation)
    if not_over_space(derivation.left):
        try:
            return _over_numbers(check(written, min(seconds or LONGEST, LONGEST)))
        except BudgetExceeded:
            return unchecked(f"the integrals over several numbers took more than {LONGEST:g} seconds")
    if seconds is None and _averages_measures(derivation):
        try:
            return check(written, LONGEST_DOUBLE)
        except BudgetExceeded:
            return unchecked("double integrals were not looked at to the end: give a limit of time")
    return check(written, seconds)


def _averages_measures(derivation: Derivation) -> bool:
    """Whether integrals stand inside of integrals: measures or densities that are averaged."""
    laws = (*laws_in(derivation.left), *averages_in(derivation.left))
    nodes = derivation.left.atoms(Expectation)
    return any(map(is_mean, laws)) or any(node.body.has(Measure) for node in nodes)


def unchecked(reason: str) -> Report:
    """The report of a check that was not made, or not to its end."""
    return Report(Outcome.UNDECIDED.value, reason, "", 0, 0, "")


def report_data(report: Report) -> dict[str, Any]:
    """What is shown of a report, as JSON data."""
    data = report.to_dict()
    return {key: data[key] for key in SHOWN if key in data}


def _over_numbers(report: Report) -> Report:
    """What was shown is an equation of an integral over numbers; that it is the one over the space is not replayed."""
    if not report.accepted:
        return report
    reason = f"reduced to an integral over what the density depends on, and that is {report.level}: {report.reason}"
    return replace(report, level=Level.CHECKED.value, reason=reason)


def _of_one_component(derivation: Derivation | None, seconds: float | None) -> Report:
    """What is false for vectors of one component is refuted; what holds there is left open for the other sizes."""
    if derivation is None:
        return unchecked(UNKNOWN_SIZE)
    try:
        report = check(certificate_of(derivation), min(seconds or LONGEST, LONGEST), digits=12)
    except BudgetExceeded:
        return unchecked(UNKNOWN_SIZE)
    if report.verdict == Outcome.REFUTED:
        return replace(report, reason=f"for vectors of one component: {report.reason}")
    found = "every step holds" if report.accepted else f"undecided, {report.reason}"
    return replace(
        report, verdict=Outcome.UNDECIDED.value, level="", reason=f"{UNKNOWN_SIZE}; for one component: {found}"
    )
