"""``symbinfo mark``: the answers of a class, a table of marks."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress
from symbinfo.cli.streams import text_of_file, write
from symbinfo.expressions.errors import SymbinfoError

__all__ = ["run"]


def run(o: dict[str, Any]) -> tuple[int, str]:
    """Mark a table of answers, and tell a person who looks at the screen what came out."""
    from symbinfo.course.exercises import exercises, read_file
    from symbinfo.course.marks.answer_rows import read_rows
    from symbinfo.course.marks.mark_table import counted, mark_rows, table_of

    target = None if o["target"] in (None, "-") else Path(o["target"])
    if target is not None and (target.is_dir() or not target.parent.is_dir()):
        raise SymbinfoError(f"cannot write {target}: {'it is a folder' if target.is_dir() else 'no such folder'}")
    if o["answers"] == "-":
        if sys.stdin is None:
            raise SymbinfoError("cannot read standard input: it is closed")
        from symbinfo.cli.streams import LARGEST_INPUT, decoded

        text = decoded(sys.stdin.buffer.read(LARGEST_INPUT + 1), "standard input")
    else:
        text = text_of_file(o["answers"])
    rows = read_rows(text, os.path.basename(o["answers"]))
    known = read_file(o["exercises"]) if o["exercises"] else exercises()
    journal = target.with_name(target.name + ".part") if target is not None else None
    with progress() as tell:
        marks = mark_rows(
            rows, known, journal=journal, seconds=o["timeout"], jobs=o["jobs"], reveal=o["reveal"], tell=tell
        )
    as_json = json.dumps({"marks": marks}, indent=2, ensure_ascii=False) + "\n"
    write(as_json if o["format"] == "json" else table_of(marks), o["target"], o["format"])
    if journal is not None:
        journal.unlink(missing_ok=True)
    with suppress(AttributeError, OSError, ValueError):  # it may be closed
        if sys.stderr.isatty():
            sys.stderr.write(f"symbinfo: {counted(marks)}\n")
            sys.stderr.flush()
    return 0, ""
