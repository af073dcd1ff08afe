"""The stored facts and what the engine says of the same: neither has what the other lacks, but for what is named here."""

from __future__ import annotations

from pathlib import Path

from symbinfo.derivation.certify import fitting_facts
from symbinfo.trusted.proof.facts import FACTS

RULES = Path(fitting_facts.__file__).parents[1]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(RULES.rglob("*.py")))
#: Facts that no file of the rules names, and how they come into a certificate all the same.
NAMED_BY_PARTS = {
    **dict.fromkeys((n for n in FACTS if n.endswith("-tail")), "the name of a row of the rules, with its tail"),
    **dict.fromkeys((n for n in FACTS if n.endswith("-closed")), "the name of a tail, with an end at its edge"),
}
#: Facts that no certificate of the engine cites today, and what they complete.
UNUSED = {
    "two-sided-exponential-integral-at-equal-rates-with-distance": "first derivatives at the gap b = c",
    "gamma-integral-tail-of-negative-power": "the tail for m < 0, as the whole is there for m < 0",
    "poisson-integral-at-zero": "the edge d = 0 of poisson-integral",
}


def test_every_fact_can_be_cited_by_the_engine() -> None:
    unnamed = {name for name in FACTS if f'"{name}"' not in SOURCE}
    assert unnamed - set(NAMED_BY_PARTS) - set(UNUSED) == set()
    assert set(UNUSED) <= unnamed


def test_the_engine_cites_no_fact_that_is_not_stored() -> None:
    fitted = {name for fits in fitting_facts_of() for name in fits if name}
    assert "power-integral-at-minus-one" in fitted
    assert fitted <= set(FACTS)


def fitting_facts_of() -> list[tuple[str, ...]]:
    """The tables of facts at gaps: names of general facts, and of those that fill them."""
    tables = [value for value in vars(fitting_facts).values() if isinstance(value, dict) and value]
    rows = [(key, *value) for table in tables for key, value in table.items() if isinstance(value, tuple)]
    return [tuple(word for word in row if isinstance(word, str) and "-" in word and " " not in word) for row in rows]
