"""The verb ``atlas`` of the command line: its arguments, its progress and its last line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

__all__ = ["add_arguments", "run"]


def add_arguments(parser: ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--measure", default="kl", help="kl (default), entropy, cross-entropy, hellinger, chi-squared")
    parser.add_argument("-o", "--output", metavar="FOLDER", help="write the pages and atlas.json here")
    parser.add_argument("--only", metavar="NAMES", default="", help="these families only, with commas between")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many processes work; 2 by default")
    parser.add_argument("--unchecked", action="store_true", help="derive only; do not have the cells checked")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="what is printed")


def run(options: dict[str, Any]) -> tuple[int, str]:
    """Make the atlas, and say in a line what came out."""
    from symbinfo.atlas.rows import make
    from symbinfo.cli.build import progress
    from symbinfo.expressions.errors import SymbinfoError

    if not 1 <= options["jobs"] <= 256:
        raise SymbinfoError(f"--jobs is a number of processes from 1 to 256: got {options['jobs']}")
    only = [name.strip() for name in options["only"].split(",") if name.strip()]
    target = Path(options["target"]) if options["target"] else None
    with progress() as tell:
        atlas = make(
            options["measure"], target, only=only, checking=not options["unchecked"], jobs=options["jobs"], tell=tell
        )
    if options["format"] == "json":
        return atlas.exit_code, json.dumps(atlas.plain(), indent=1, ensure_ascii=False) + "\n"
    counts = ", ".join(f"{number} {word}" for word, number in atlas.counts.items())
    return atlas.exit_code, f"{atlas.measure}: {len(atlas.cells)} cells: {counts}\n"
