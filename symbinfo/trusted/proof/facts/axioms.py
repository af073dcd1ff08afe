"""The stored facts that a proof rests on, in words."""

from __future__ import annotations

from collections.abc import Iterable

from ...statement_words import written
from . import FACTS

__all__ = ["axioms_in_words"]


def axioms_in_words(names: Iterable[str]) -> tuple[str, ...]:
    """A line for each fact: its name, where it is printed, what it says, and when.

    The identities of special functions, which a normal form uses throughout, are not among the facts that are cited.

    Parameters
    ----------
    names : iterable of str
        Names of facts, as `Report.axioms` gives them; what is no stored fact, such as an inequality of Shannon's
        measures, says itself what it is.

    Examples
    --------
    >>> axioms_in_words(["exponential-series"])
    ('exponential-series (DLMF 4.2.19): sum of r^k/factorial(k) over k from 0 to oo = exp(r), for r positive',)
    """
    return tuple(_line(name) if name in FACTS else name for name in names)


def _line(name: str) -> str:
    fact = FACTS[name]
    integral, _, _, value = fact.terms
    kinds = [f"{parameter} {kind}" for parameter, kind in fact.parameters.items()]
    where = [] if fact.condition == "true" else [f"where {written(fact.condition)}"]
    conditions = ", ".join([*([f"for {', '.join(kinds)}"] if kinds else []), *where])
    said = f"{written(integral)} = {written(value)}"
    return f"{name} ({fact.reference}): {said}" + (f", {conditions}" if conditions else "")
