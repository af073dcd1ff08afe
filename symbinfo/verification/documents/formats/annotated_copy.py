"""A copy of a document with a mark behind each statement, and what is said of it at the end.

Of LaTeX the marks are comments, so that the copy compiles as before; of a notebook the cells become one page.
"""

from __future__ import annotations

import json
from typing import Any

from symbinfo.expressions.verdict_words import Outcome

__all__ = ["annotated"]


def annotated(read: Any) -> str:
    """The copy."""
    numbered = {id(finding): number for number, finding in enumerate(read.statements, 1)}
    if read.name.endswith(".tex") or read.form == "tex":
        return _of_tex(read, numbered)
    if read.form == "notebook":
        text = "\n\n".join(_cells(read, numbered))
    else:
        text = _marked(read.source, read.statements, numbered)
    return f"{text.rstrip()}\n\n{_report(read, numbered)}"


def _word(finding: Any) -> str:
    return finding.level if finding.verdict == Outcome.HOLDS else finding.verdict


def _marked(text: str, findings: tuple[Any, ...], numbered: dict[int, int]) -> str:
    """A text with the marks of the formulas in it."""
    marks: dict[int, str] = {}
    for finding in findings:
        marks[finding.end] = marks.get(finding.end, "") + f" **[{numbered[id(finding)]} {_word(finding)}]**"
    for end in sorted(marks, reverse=True):
        text = text[:end] + marks[end] + text[end:]
    return text


def _cells(read: Any, numbered: dict[int, int]) -> list[str]:
    made = []
    for number, cell in enumerate(json.loads(read.source).get("cells", ()), 1):
        source: Any = cell.get("source", "") if isinstance(cell, dict) else ""
        text = "".join(map(str, source)) if isinstance(source, list) else str(source)
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            made.append(_marked(text, tuple(f for f in read.statements if f.place.cell == number), numbered))
        elif text.strip():
            made.append(f"```python\n{text}\n```")
    return made


def _of_tex(read: Any, numbered: dict[int, int]) -> str:
    """LaTeX with a comment on a line of its own behind the line in which each formula ends."""
    text = read.source
    notes: dict[int, list[str]] = {}
    for finding in read.statements:
        end = text.find("\n", finding.end)
        end = len(text) if end < 0 else end
        said = " ".join(part for part in (finding.repair or finding.reason,) if finding.verdict != Outcome.HOLDS)
        notes.setdefault(end, []).append(
            f"% [{numbered[id(finding)]} {_word(finding)}] {' '.join(said.split())}".rstrip()
        )
    for end in sorted(notes, reverse=True):
        text = text[:end] + "\n" + "\n".join(notes[end]) + text[end:]
    return f"{text.rstrip()}\n% {read.name}: {read.summary()}\n"


def _report(read: Any, numbered: dict[int, int]) -> str:
    rows = ["---", "", f"**Proofread**: {read.summary()}.", ""]
    for finding in read.statements:
        said = [f"{numbered[id(finding)]}. line {finding.place}: {_word(finding)}"]
        if finding.setting:
            said.append(f"read with `{'; '.join(finding.setting)}`")
        if finding.verdict != Outcome.HOLDS:
            said += [f"as `{finding.read_as}`" if finding.read_as else "", finding.reason, finding.repair]
        rows.append(", ".join(" ".join(part.split()) for part in said if part))
    return "\n".join(rows) + "\n"
