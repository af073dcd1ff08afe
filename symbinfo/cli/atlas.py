"""The verb ``atlas`` of the command line: its progress and its last lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress

__all__ = ["run"]


def run(options: dict[str, Any]) -> tuple[int, str]:
    """Make the atlas, and say in a line for each measure what came out."""
    from symbinfo.atlas.cells import plain_of
    from symbinfo.atlas.rows import make_all

    measures, only = _names(options["measure"]), _names(options["only"])
    target = Path(options["target"]) if options["target"] else None
    with progress() as tell:
        atlases = make_all(
            measures,
            target,
            only=only,
            checking=not options["unchecked"],
            site=options["site"],
            jobs=options["jobs"],
            tell=tell,
        )
    code = max(atlas.exit_code for atlas in atlases)
    if options["format"] == "json":
        return code, json.dumps(plain_of(atlases), indent=1, ensure_ascii=False) + "\n"
    counts = [", ".join(f"{number} {word}" for word, number in atlas.counts.items()) for atlas in atlases]
    lines = zip(atlases, counts, strict=True)
    return code, "".join(f"{atlas.measure}: {len(atlas.cells)} cells: {count}\n" for atlas, count in lines)


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
