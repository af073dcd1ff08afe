"""The verb `eval`: a value in decimals, from the definition, perhaps with numbers for parameters given beside the query."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from symbinfo.cli.queries import is_claim, named_value, parsed
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Level

__all__ = ["run"]


def run(o: dict[str, Any], reading_of: Callable[[dict[str, Any]], Any]) -> tuple[int, str]:
    """The exit code and what is written."""
    measure = parsed(o)
    if is_claim(measure):
        raise QueryError("this is a claim: `symbinfo verify` judges it; eval takes a measure", o["query"])
    if not hasattr(measure, "free_symbols"):
        raise QueryError(f"{measure} has no value without a law: write H(Normal(0, 1)), say", o["query"])
    if hasattr(measure, "shape"):
        raise QueryError("a matrix is no number: eval takes an entry, FisherInformation(P; a; b)", o["query"])
    from symbinfo.verification.values.evaluate import evaluate

    measure, at = _placed(measure, o) if o["at"] else (measure, {})
    value = evaluate(measure, o["digits"], o["timeout"], at=at, certified=o[Level.CERTIFIED])
    reading = reading_of(o)
    if o["format"] == "text":
        return 0, f"{value.text}\n{reading.told() if reading else ''}"
    unit = getattr(measure, "unit", None) or (f"base {o['base']}" if o["base"] else o["unit"] or "nats")
    data = {"query": o["query"], "unit": str(unit), "value": value.text, "digits": value.digits, "method": value.method}
    from symbinfo.query.reading import with_reading

    return 0, json.dumps(with_reading(data, reading), indent=2, ensure_ascii=False) + "\n"


def _placed(measure: Any, o: dict[str, Any]) -> tuple[Any, dict[Any, Any]]:
    """The measure with the numbers of ``--at`` in it, and those that must wait: of what a derivative is taken in.

    A number is a line of the setting, so that it is refused where the query with it would be.
    """
    from symbinfo.query.typed.lines_behind import outside_of_brackets

    typed = dict(named_value(part, "--at is written m=1,s=2") for word in o["at"] for part in outside_of_brackets(word))
    known = {symbol.name for symbol in measure.free_symbols}
    for name in typed:
        if name not in known:
            has = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise SymbinfoError(f"--at: {name} is no parameter of the query: {has}")
    waits = _differentiated(measure)
    lines = [f"{name} = {value}" for name, value in typed.items() if name not in waits]
    placed = parsed({**o, "given": [*(o["given"] or ()), *lines]}) if lines else measure
    later = [s for s in placed.free_symbols if s.name in waits and s.name in typed]
    return placed, {symbol: _number(symbol, typed[symbol.name]) for symbol in later}


def _differentiated(measure: Any) -> set[str]:
    """The names of the parameters of Fisher informations: they stay symbols until the derivative is taken."""
    from symbinfo.measures.base import Measure

    nodes = measure.atoms(Measure)
    return {getattr(node, word).name for node in nodes for word in ("theta", "second") if hasattr(node, word)}


def _number(symbol: Any, typed: str) -> Any:
    from symbinfo.query.parse_query import parse_expression

    value = parse_expression(typed, {})
    for word in ("integer", "positive", "nonnegative", "real"):
        if getattr(symbol, f"is_{word}") and getattr(value, f"is_{word}") is False:
            raise SymbinfoError(f"--at: {symbol.name} must be {word}: got {typed}")
    return value
