"""The verb ``verify`` over a file: its lines and its last word."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress
from symbinfo.cli.streams import encodable, encoding_of, silence
from symbinfo.expressions.errors import SymbinfoError

__all__ = ["run"]


def run(options: dict[str, Any], text: str) -> tuple[int, str]:
    """Judge the records of a file, and say in a line on standard error what came out."""
    from symbinfo.verification.files.judge_file import judge, kept_lines, records_of

    if options["given"] or options["unit"] or options["base"]:
        raise SymbinfoError("--given, --unit and --base stand in the records of a file: see `given`, `unit` and `base`")
    records = records_of(text)
    target = None if options["target"] in (None, "-") else Path(options["target"])
    known = kept_lines(target, records, options["timeout"]) if target and target.is_file() else []
    with _writing(target) as say, progress() as tell:
        tally = judge(records, say, known=known, seconds=options["timeout"], jobs=options["jobs"], tell=tell)
    with suppress(AttributeError, OSError, ValueError):  # it may be closed
        sys.stderr.write(f"symbinfo: {tally.text()}\n")
        sys.stderr.flush()
    return tally.exit_code, ""


@contextmanager
def _writing(target: Path | None) -> Iterator[Callable[[str], None]]:
    """Writes a line to the file or to standard output, where it is safe before the next one is judged."""
    if target is None:
        yield _printed
        return
    try:
        with open(target, "a", encoding="utf-8") as file:

            def say(line: str) -> None:
                file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())

            yield say
    except OSError as error:
        raise SymbinfoError(f"cannot write {target}: {error.strerror}") from None


def _printed(line: str) -> None:
    """Write a line where it is seen at once; what is not written is not judged, so the exit code does not say that all hold."""
    if sys.stdout is None:
        raise SymbinfoError("cannot write to standard output: it is closed")
    try:
        sys.stdout.write(encodable(line, encoding_of(sys.stdout), "text") + "\n")
        sys.stdout.flush()
    except OSError as error:
        silence(sys.stdout)
        raise Unwritten(f"cannot write to standard output: {error.strerror}; not all claims are judged") from None


class Unwritten(SymbinfoError):
    """The verdicts cannot be written any more."""

    exit_code = 3
