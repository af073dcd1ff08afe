"""A table of answers: a row is a student, an exercise and an answer; a row that is none is told, and the next one read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["FORMULA", "AnswerRow", "read_rows"]

COLUMNS = ("student", "exercise", "answer")
SEED = "seed"
DELIMITERS = ",;\t"
MOST_ROWS, LONGEST_ROW = 100_000, 50
#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class AnswerRow:
    """A row.

    Attributes
    ----------
    line : int
        Where it begins in the file.
    student, exercise, answer, seed : str
        Its cells; the seed is empty where the table has none.
    trouble : str
        Why it is no row, or nothing.
    """

    line: int
    student: str = ""
    exercise: str = ""
    answer: str = ""
    seed: str = ""
    trouble: str = ""


def read_rows(text: str, name: str = "answers.csv") -> list[AnswerRow]:
    r"""The rows of a table with a head, whose columns stand in any order; others are not looked at.

    Raises
    ------
    SymbinfoError
        When a column is missing.

    Examples
    --------
    >>> rows = read_rows('student,exercise,answer\nann,coin,"log(2)"\nbob,coin\n')
    >>> rows[0].answer, rows[1].trouble
    ('log(2)', 'the row has 2 cells, and the head 3')
    """
    lines = text.splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise SymbinfoError(f"{name} is empty: its first line is {','.join(COLUMNS)}")
    delimiter = max(DELIMITERS, key=lines[start].count)
    head = [cell.strip().lower() for cell in next(csv.reader([lines[start]], delimiter=delimiter), [])]
    if missing := [column for column in COLUMNS if head.count(column) != 1]:
        raise SymbinfoError(
            f"{name}: the first line names the columns {', '.join(COLUMNS)}, each once: {missing[0]} fails"
        )
    rows = [_row(line, cells, head) for line, cells in _cells(lines, start + 1, delimiter) if cells != []]
    if len(rows) > MOST_ROWS:
        raise SymbinfoError(f"{name} has more than {MOST_ROWS} rows: divide it")
    return rows


def _cells(lines: Sequence[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The cells of each row with its line; of what is no row, why. The reading goes on behind the line where it began."""
    while start < len(lines):
        reader = csv.reader(lines[start : start + LONGEST_ROW], delimiter=delimiter, strict=True)
        try:
            cells = next(reader, [])
        except csv.Error as error:
            yield start + 1, f"the row cannot be read: {str(error).split('(')[0].strip()}"
            start += 1
            continue
        yield start + 1, cells
        start += max(reader.line_num, 1)


def _row(line: int, cells: list[str] | str, head: Sequence[str]) -> AnswerRow:
    if isinstance(cells, str):
        return AnswerRow(line, trouble=cells)
    known = {column: _plain(cell) for column, cell in zip(head, cells, strict=False)}
    own = {column: known.get(column, "") for column in (*COLUMNS, SEED)}
    trouble = ""
    if len(cells) != len(head):
        trouble = f"the row has {len(cells)} cell{'s' * (len(cells) != 1)}, and the head {len(head)}"
    elif empty := next((column for column in COLUMNS[1:] if not own[column]), ""):
        trouble = f"the {empty} is empty"
    return AnswerRow(line, **own, trouble=trouble)


def _plain(cell: str) -> str:
    """A cell without the quotation mark that keeps a spreadsheet from computing it."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell
