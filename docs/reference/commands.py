"""Write the tables of the verbs and of their options into docs/reference/commands.md; `--check` compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from symbinfo.cli.options import Option
from symbinfo.cli.verbs import VERBS

PAGE = Path(__file__).with_suffix(".md")
MARKS = r"(?<=<!-- {0}: begin -->\n).*?(?=<!-- {0}: end -->)"


def table_of_verbs() -> str:
    """A line a verb, with where it stands on the page."""
    return _table(("verb", "what it does"), [(f"[`{name}`](#{name})", verb.help) for name, verb in VERBS.items()])


def table_of_options(verb: str) -> str:
    """A line an option, in the order of its help."""
    options = VERBS[verb].options
    return _table(("argument or option", "what"), [(_written(option), _said(option)) for option in options])


def _written(option: Option) -> str:
    if not option.words.startswith("-"):
        return f"`{option.metavar}`"
    words = option.words.split()
    value = option.metavar or ("{" + ",".join(option.choices) + "}" if option.choices else "")
    value = f"[{value}]" if value and option.many == "?" else value
    return (
        ", ".join(f"`{word}`" for word in words[:-1]) + ", " * (len(words) > 1) + f"`{f'{words[-1]} {value}'.strip()}`"
    )


def _said(option: Option) -> str:
    return f"{option.help} (must be given)" if option.required else option.help


def _table(heads: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def page(text: str) -> str:
    """The page with its tables as the rows have them now."""
    for name, table in (("verbs", table_of_verbs()), *((verb, table_of_options(verb)) for verb in VERBS)):
        if f"<!-- {name}: begin -->" not in text:
            sys.exit(f"{PAGE.name} has no place for `{name}`: give it a section with an example, and the marks")
        text = re.sub(MARKS.format(name), lambda _, table=table: table, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is old: run python docs/reference/commands.py" if page(now) != now else 0)
    PAGE.write_text(page(now), encoding="utf-8")
