"""The way from a derivation to the checker's report."""

from __future__ import annotations

from symbinfo.checker import Report, check
from symbinfo.derivation import Derivation
from symbinfo.lowering import certificate_of

__all__ = ["check_derivation"]


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
    return check(certificate_of(derivation), seconds)
