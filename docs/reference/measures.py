"""Write the table of the measures into docs/reference/measures.md; `--check` compares."""

from __future__ import annotations

import re
import sys
from inspect import getdoc
from pathlib import Path
from string import Template

from sympy import Symbol, latex

from symbinfo.cli.options import MEASURE
from symbinfo.measures import MEASURES
from symbinfo.measures.base import Measure

PAGE = Path(__file__).with_suffix(".md")
MARKS = re.compile(r"(?<=<!-- measures: begin -->\n).*(?=<!-- measures: end -->)", re.DOTALL)


def table() -> str:
    """A line a measure: its class, how it is asked for, its notation, its definition, and what is known of it."""
    rows = ["| in Python | in a query | printed | definition | known |", "|---|---|---|---|---|"]
    for measure in MEASURES:
        said = (getdoc(measure) or "").split("\n\n")[0].replace("\n", " ").replace("*", r"\*")
        cells = (f"[`{measure.__name__}`](python.md#symbinfo.{measure.__name__})", _asked(measure), _printed(measure))
        rows.append(_row(*cells, said, "; ".join(_known(measure))))
    rows += [
        "",
        f"The option `--measure` of an [atlas](commands.md#atlas) knows {MEASURE.help.replace(' (default)', '')}.",
    ]
    return "\n".join(rows) + "\n"


def _asked(measure: type[Measure]) -> str:
    """The forms in which a query writes it; of variables, what its definition begins with."""
    if not measure.words:
        return f"`{(getdoc(measure) or '').partition(' = ')[0]}`"
    forms = dict.fromkeys(form for said in measure.words.values() for form in re.findall(r"\w+\([^()]*\)", said))
    return ", ".join(f"`{form}`" for form in forms if len(re.findall(r"\b[PQ]\b", form)) == measure.arity)


def _printed(measure: type[Measure]) -> str:
    if not measure.notation:
        return ""
    named = {"P": "P", "Q": "Q", "x": "x", "order": latex(Symbol(measure.order_name or "theta"))}
    return f"${Template(measure.notation).substitute(named)}$".replace(r"\|", r"\Vert ")


def _known(measure: type[Measure]) -> list[str]:
    known = [f"never negative: {measure.nonnegative}"] if measure.nonnegative else []
    return known + (["symmetric"] if measure.symmetric else [])


def _row(*cells: str) -> str:
    escaped = (re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells)
    return f"| {' | '.join(escaped)} |"


def page(text: str) -> str:
    """The page with its table as the classes have it now."""
    return MARKS.sub(lambda _: table(), text)


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is old: run python docs/reference/measures.py" if page(now) != now else 0)
    PAGE.write_text(page(now), encoding="utf-8")
