"""The way from a derivation to the checker's report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.one_component import of_unknown_size, with_one_component
from symbinfo.derivation.certify.terms_of_sympy import UNKNOWN_SIZE
from symbinfo.expressions.errors import BudgetExceeded
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.trusted import Report, check

__all__ = ["check_derivation", "report_data", "unchecked"]

#: What is shown of a report wherever a derivation is.
SHOWN = ("verdict", "level", "statement", "axioms", "points", "digits", "worst_error", "reason")

# An instance in one size decides little: it is not waited for.
LONGEST = 10.0


def check_derivation(derivation: Derivation, seconds: float | None = None) -> Report:
    """Export a derivation and have every step of it re-checked.

    Parameters
    ----------
    derivation : Derivation
        What is to be checked.
    seconds : float, optional
        A limit of time.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    if of_unknown_size(derivation):
        return _of_one_component(with_one_component(derivation), seconds)
    return check(certificate_of(derivation), seconds)


def unchecked(reason: str) -> Report:
    """The report of a check that was not made, or not to its end."""
    return Report(Outcome.UNDECIDED.value, reason, "", 0, 0, "")


def report_data(report: Report) -> dict[str, Any]:
    """What is shown of a report, as JSON data."""
    data = report.to_dict()
    return {key: data[key] for key in SHOWN if key in data}


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
