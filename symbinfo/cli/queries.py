"""What a query of the command line asks for: it is read, and derive finds the theorem or the measure that is meant."""

from __future__ import annotations

import re
from typing import Any

from symbinfo.expressions.errors import QueryError, SymbinfoError

__all__ = ["THEOREM", "derivation_of", "is_claim", "named_value", "parsed"]

#: What derive takes for the name of a theorem.
THEOREM = re.compile(r"[A-Za-z]\w*(-\w+)*")


def derivation_of(o: dict[str, Any]) -> Any:
    """The derivation of a theorem, by its name or by what it states, or of a measure."""
    text = o["query"].strip()
    if THEOREM.fullmatch(text):
        if o["unit"] or o["base"]:
            raise SymbinfoError(f"{text} is the name of a theorem: --unit and --base are for queries")
        from symbinfo.derivation.theorems import theorem

        return theorem(text)
    from symbinfo.query.theorems_asked import advice_on, theorem_stated

    plain = not (o["unit"] or o["base"] or o["given"])
    if plain and (name := theorem_stated(text, o["form"])):
        from symbinfo.derivation.theorems import theorem

        return theorem(name)
    try:
        measure = parsed(o, to_derive=True)
    except QueryError as error:
        if plain and (advice := advice_on(text, o["form"])):
            raise QueryError(advice, text) from None
        raise error
    if is_claim(measure):
        raise QueryError("this is a claim: `symbinfo verify` judges it; derive takes one measure", text)
    if plain and not hasattr(measure, "laws") and (advice := advice_on(text, o["form"])):
        raise QueryError(advice, text)
    if not hasattr(measure, "laws") and not _speaks_of_measures(measure):
        raise QueryError("derive takes one measure of given laws, such as H(Normal(0, 1)), or a theorem's name", text)
    from symbinfo.derivation.plans.derive import derive

    return derive(measure)


def _speaks_of_measures(read: Any) -> bool:
    from symbinfo.laws.expectation import Expectation
    from symbinfo.measures.base import Measure
    from symbinfo.measures.optimum import Optimum

    return bool(getattr(read, "has", None) and read.has(Measure, Optimum, Expectation))


def parsed(o: dict[str, Any], to_derive: bool = False) -> Any:
    """The query, read in its setting; what is to be derived keeps its means."""
    if to_derive:
        from symbinfo.query.setting import parse_to_derive

        return parse_to_derive(o["query"], o["given"] or (), o["unit"] or "nats", o["base"], o["form"])
    if o.get("given"):
        from symbinfo.query.setting import parse_in

        return parse_in(o["query"], o["given"], o["unit"] or "nats", o["base"], o["form"])
    from symbinfo.query import parse

    return parse(o["query"], o["unit"] or "nats", o["base"], form=o["form"])


def is_claim(read: object) -> bool:
    """Whether what was read has two sides."""
    return hasattr(read, "relation") and hasattr(read, "right")


def named_value(word: str, usage: str) -> tuple[str, str]:
    """The name and the text behind it in ``m=1``; anything else is told how it is written."""
    name, sign, value = word.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise SymbinfoError(f"{usage}: got {word.strip()!r}")
    return name.strip(), value.strip()
