"""Write the tables of the stored facts and of special functions into docs/facts.md; `--check` compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from symbinfo.trusted import dump
from symbinfo.trusted.proof.facts import FACTS
from symbinfo.trusted.proof.function_rules import table

PAGE = Path(__file__).with_name("facts.md")
MARKS = re.compile(r"(?<=<!-- facts: begin -->\n).*(?=<!-- facts: end -->)", re.DOTALL)


def tables() -> str:
    """Both tables in Markdown: integrals and sums, and the rows of special functions."""
    rows = ["| name | printed in | integral or sum | value | holds where |", "|---|---|---|---|---|"]
    for fact in FACTS.values():
        where = [f"`{name}` {kind}" for name, kind in fact.parameters.items()]
        where += [f"`{dump(fact.condition)}`"] * (fact.condition != "true")
        cells = (fact.name, fact.reference, f"`{fact.integral}`", f"`{fact.value}`", ", ".join(where))
        rows.append(f"| {' | '.join(cells)} |")
    rows += ["", "| function | what | formula | holds where | printed in |", "|---|---|---|---|---|"]
    for head, (names, lines) in table().items():
        for what, formula, where, source in lines:
            cells = (f"`{' '.join((head, *names))}`", what, f"`{formula}`", f"`{where}`", source)
            rows.append(f"| {' | '.join(cell if cell != '``' else '' for cell in cells)} |")
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """The page with its tables as the data have them now."""
    return MARKS.sub(lambda _: tables(), text)


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is old: run python docs/facts.py" if page(now) != now else 0)
    PAGE.write_text(page(now), encoding="utf-8")
