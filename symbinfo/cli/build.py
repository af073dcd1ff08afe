"""The verb ``build`` of the command line: its progress and its last line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress
from symbinfo.expressions.errors import SymbinfoError

__all__ = ["run"]


def run(options: dict[str, Any]) -> tuple[int, str]:
    """Build, and say in a line what came out; what went wrong goes to standard error, a line each."""
    from symbinfo.course.pages.build_pages import FORMS, build
    from symbinfo.course.pages.index import summary

    forms = options["format"] or FORMS
    if options["flavour"] and "markdown" not in forms:
        raise SymbinfoError(f"flavour is for markdown: {', '.join(forms)} does not take it")
    with progress() as tell:
        more = {"flavour": options["flavour"]} if options["flavour"] else {}
        source, target = Path(options["source"]), Path(options["target"])
        built = build(source, target, forms, seconds=options["timeout"], tell=tell, **more)
    lines = [*built.notes, *built.faults]
    lines += [f"{r.number} {r.entry.of}: {r.verdict}: {r.check['reason']}" for r in built.whole.results if _open(r)]
    lines += [f"equation ({e.number}) is not backed" for e in built.whole.unbacked()]
    for line in lines:
        sys.stderr.write("symbinfo: " + "".join(c if c.isprintable() else " " for c in line) + "\n")
    return built.exit_code, f"{summary(built.whole)}; {len(built.written)} files written\n"


def _open(result: Any) -> bool:
    return result.made is not None and not result.holds
