"""The verb ``atlas`` of the command line: its progress and its last line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress

__all__ = ["run"]


def run(options: dict[str, Any]) -> tuple[int, str]:
    """Make the atlas, and say in a line what came out."""
    from symbinfo.atlas.rows import make

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
