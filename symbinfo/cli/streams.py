"""What is read and what is written: files and the standard streams, in the encodings that they have."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from symbinfo.cli.colours import coloured
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.jobs.cache import in_one_move
from symbinfo.render.choices import NARROWEST

__all__ = [
    "LARGEST_INPUT",
    "PIPED",
    "columns_of",
    "complain",
    "decoded",
    "encodable",
    "encoding_of",
    "folded",
    "show_seconds",
    "silence",
    "text_of_file",
    "write",
]

#: The width of text that goes to no terminal.
PIPED = 80
LARGEST_INPUT = 64 * 2**20
#: Longer messages lose their middle.
LONGEST_MESSAGE = 400


def text_of_file(path: str) -> str:
    """The text of a file, or one line that says why there is none."""
    try:
        with open(path, "rb") as file:
            return decoded(file.read(LARGEST_INPUT + 1), path)
    except (OSError, ValueError) as error:
        raise SymbinfoError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def decoded(data: bytes, name: str) -> str:
    """Text out of bytes, or one line that says why they are none."""
    if len(data) > LARGEST_INPUT:
        raise SymbinfoError(f"{name} holds more than {LARGEST_INPUT >> 20} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SymbinfoError(f"{name} is not UTF-8 text") from None


def write(content: str | bytes, target: str | None, form: str) -> None:
    """Write an answer to a file, or to standard output in what its encoding can say."""
    if target not in (None, "-"):
        try:
            in_one_move(Path(str(target)), content if isinstance(content, bytes) else content.encode("utf-8"))
        except (OSError, ValueError) as error:
            raise SymbinfoError(f"cannot write {target}: {getattr(error, 'strerror', None) or error}") from None
        return
    if sys.stdout is None:
        raise SymbinfoError("cannot write to standard output: it is closed")
    try:
        shown = encodable(str(content), encoding_of(sys.stdout), form)
        sys.stdout.write(coloured(shown, sys.stdout) if form == "text" else shown)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        raise SymbinfoError(f"cannot write to standard output: {error.strerror}") from None


def columns_of(target: str | None) -> int:
    """The columns of the terminal that text goes to; 80 where it goes to a file or into a pipe."""
    if target in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        from shutil import get_terminal_size

        return max(NARROWEST, get_terminal_size((PIPED, 24)).columns)
    return PIPED


def folded(text: str, width: int) -> str:
    """Lines that are too wide, broken at spaces; what follows stands under the last column of the line.

    A word is not broken: a number has as many digits as were asked for.

    Examples
    --------
    >>> print(folded("name        what it is, in many words", 30))
    name        what it is, in
                many words
    """
    return "\n".join(part for line in text.split("\n") for part in _folded_line(line, width))


def _folded_line(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    from re import finditer
    from textwrap import wrap

    start = len(line) - len(line.lstrip())
    columns = [m.end() for m in finditer(r"(?<=\S) {2,}(?=\S)", line) if m.end() <= width // 2]
    hang = max(columns, default=start + 2)
    begin = hang if columns else start  # what stands before the last column keeps its spaces
    pads = {"initial_indent": line[:begin], "subsequent_indent": " " * hang}
    return wrap(line[begin:], width, break_long_words=False, break_on_hyphens=False, **pads)  # type: ignore[arg-type]


def encoding_of(stream: Any) -> str:
    """The encoding of a stream; UTF-8 where it says nothing."""
    return getattr(stream, "encoding", None) or "utf-8"


def silence(stream: Any) -> None:
    """Let a stream whose reader has gone end in nothing, so that no complaint comes at the end of the program."""
    with suppress(Exception):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def encodable(text: str, encoding: str, form: str) -> str:
    """The text in what the encoding can say: JSON and HTML in their own escapes, other text with backslashes."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if form == "json":
            import json

            return json.dumps(json.loads(text), indent=2) + "\n"
        return text.encode(encoding, "xmlcharrefreplace" if form == "html" else "backslashreplace").decode(encoding)
    return text


def complain(error: SymbinfoError) -> int:
    """One line on standard error, with the place under it where it is known."""
    message = "".join(c if c.isprintable() else " " for c in str(error))
    half = LONGEST_MESSAGE // 2
    if len(message) > LONGEST_MESSAGE:  # a formula in it is long; what is wrong stands before it, what to do behind
        message = f"{message[:half]} ... {message[-half:]}"
    lines = [f"symbinfo: {message}"]
    if isinstance(error, QueryError) and (caret := error.caret()):
        lines.append(caret)
    with suppress(AttributeError, OSError, ValueError):  # it may be closed
        shown = encodable("\n".join(lines) + "\n", encoding_of(sys.stderr), "text")
        sys.stderr.write(coloured(shown, sys.stderr))
        sys.stderr.flush()
    return error.exit_code


def show_seconds(spent: float) -> None:
    """The seconds spent, on the last line of a terminal."""
    sys.stderr.write(f"\rsymbinfo: {spent:.0f} s ")
    sys.stderr.flush()
