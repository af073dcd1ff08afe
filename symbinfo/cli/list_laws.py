"""What `symbinfo laws` answers, as text, as Markdown and as data; its page in the documents is the Markdown of all."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.laws.names.conventions import LIBRARIES
from symbinfo.laws.names.listing import Described, described, listed_names, names_for

__all__ = ["asked", "markdown", "text"]

MOVED = "loc=, scale= (start= of integers) move and stretch any law whose family has no such parameters of its own."


def asked(word: str | None) -> tuple[Described, ...]:
    """The laws of a word, or all."""
    return tuple(described(name) for name in (names_for(word) if word else listed_names()))


def text(laws: Sequence[Described], whole: bool, columns: int) -> str:
    """A line a law, or all that is known of each; names that are too long for a column stand on a line of their own."""
    if whole:
        return "\n".join(_told(law) for law in laws)
    width = min(max(len(law.usage) for law in laws), columns // 2 - 2)
    lines = []
    for law in laws:
        said = law.convention or law.support or law.density
        long = len(law.usage) > width and said
        lines += [law.usage, f"{'':<{width}}  {said}"] if long else [f"{law.usage:<{width}}  {said}".rstrip()]
    return "\n".join([*lines, "", MOVED, "`symbinfo laws NAME` tells more; NAME may be that of another library.", ""])


def _told(law: Described) -> str:
    rows: list[tuple[str, str]] = [("parameters", ", ".join(f"{name} {domain}" for name, domain in law.parameters))]
    rows += [
        ("by place", law.convention),
        ("density", _density(law)),
        ("note", law.note),
        ("also", "; ".join(law.more)),
    ]
    rows += [(library, way) for library, ways in law.elsewhere.items() for way in ways]
    return "\n".join([law.usage, *(f"  {head:<10}  {said}" for head, said in rows if said), ""])


def _density(law: Described) -> str:
    return f"{law.density}, {law.support}" if law.density and law.support else law.density


def markdown(laws: Sequence[Described]) -> str:
    """Two tables: the laws with their parameters and densities, and their names elsewhere."""
    rows = ["| law | parameters | by place | density or mass | where |", "|---|---|---|---|---|"]
    for law in laws:
        parameters = ", ".join(f"`{name}` {domain}" for name, domain in law.parameters)
        written = law.density if not law.support else f"`{law.density}`"
        rows.append(
            _row(f"`{law.usage}`", parameters, law.convention, written, f"`{law.support}`" if law.support else "")
        )
    rows += ["", f"| law | other parameters and words | {' | '.join(LIBRARIES)} |", "|---" * (len(LIBRARIES) + 2) + "|"]
    for law in laws:
        if law.more or law.elsewhere:
            cells = ["<br>".join(f"`{way}`" for way in law.elsewhere.get(library, ())) for library in LIBRARIES]
            rows.append(_row(f"`{law.name}`", "<br>".join(f"`{way}`" for way in law.more), *cells))
    return "\n".join(rows) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
