"""The verb ``proofread`` of the command line: its progress and its last line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress
from symbinfo.cli.streams import write

__all__ = ["run"]


def run(options: dict[str, Any]) -> tuple[int, str]:
    """Read a document, judge its formulas, and say what came out."""
    from symbinfo.verification.documents.proofreading import proofread

    with progress() as tell:
        found = proofread(
            Path(options["document"]),
            seconds=options["timeout"],
            jobs=options["jobs"] or os.cpu_count() or 1,
            tell=tell,
        )
    if options["format"] == "json":
        told = json.dumps(found.to_dict(), indent=1, ensure_ascii=False, default=str) + "\n"
    else:
        told = found.text() if options["format"] == "text" else found.markdown()
    if options["target"] in (None, "-"):
        return found.exit_code, told
    write(told, options["target"], options["format"])
    return found.exit_code, ""
