"""Write the tables of the laws into docs/laws.md; `--check` compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from symbinfo.cli.list_laws import asked, markdown

PAGE = Path(__file__).with_name("laws.md")
MARKS = re.compile(r"(?<=<!-- laws: begin -->\n).*(?=<!-- laws: end -->)", re.DOTALL)


def page(text: str) -> str:
    """The page with its tables as the data have them now."""
    return MARKS.sub(lambda _: markdown(asked(None)), text)


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is old: run python docs/laws.py" if page(now) != now else 0)
    PAGE.write_text(page(now), encoding="utf-8")
