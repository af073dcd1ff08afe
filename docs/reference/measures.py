"""Write the table of the measures into docs/reference/measures.md; `--check` compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from symbinfo.cli.list_measures import markdown
from symbinfo.cli.options import MEASURE
from symbinfo.measures import MEASURES

PAGE = Path(__file__).with_suffix(".md")
MARKS = re.compile(r"(?<=<!-- measures: begin -->\n).*(?=<!-- measures: end -->)", re.DOTALL)


def table() -> str:
    """The measures, and which of them an atlas has."""
    known = MEASURE.help.replace(" (default)", "")
    return f"{markdown(MEASURES)}\nThe option `--measure` of an [atlas](commands.md#atlas) knows {known}.\n"


def page(text: str) -> str:
    """The page with its table as the classes have it now."""
    return MARKS.sub(lambda _: table(), text)


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is old: run python docs/reference/measures.py" if page(now) != now else 0)
    PAGE.write_text(page(now), encoding="utf-8")
