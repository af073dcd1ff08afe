"""Rows of a table as sentences: under "Law" and "Entropy (nats)" a row says "The entropy (nats) of ... is ...".

What reads sentences reads the row then. Columns that say no measure of a law follow as words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symbinfo.verification.documents.formats.clauses_of_formulas import has_relation
from symbinfo.verification.documents.formats.document_parts import Formula, Prose

__all__ = ["Cell", "row_as_sentence"]

Cell = Sequence[Prose | Formula]
_ENTROPY = re.compile(
    r"^\W*(?:(?:differential|shannon)\s+)?entropy\b|^\W*(?:\\mathrm\{)?[Hh]\}?\s*\(\s*\\?[A-Za-z]\s*\)", re.I
)
_DIVERGENCE = re.compile(r"\bKL\b|D_?\{?\\?\w*\{?KL|kullback|relative\s+entropy|\bdivergence\b", re.I)
_OTHER = re.compile(
    r"\b(?:conditional|cross|joint|mutual|rate|max\w*|min\w*|power|js|jensen\w*|r[eé]nyi|reverse)\b", re.I
)
_LAW = re.compile(
    r"\b(?:laws?|distributions?|densit(?:y|ies)|sources?|variables?|famil(?:y|ies)|models?|names?)\b", re.I
)
_PARAMETERS = re.compile(r"\bparameters?\b", re.I)


def row_as_sentence(headers: Sequence[str], cells: Sequence[Cell]) -> tuple[Prose | Formula, ...] | None:
    """The parts of the sentences that a row says, or None where its table is of something else.

    Parameters
    ----------
    headers : sequence of str
        The heads of the columns, with their formulas in LaTeX.
    cells : sequence of cells
        The parts of each cell.

    Examples
    --------
    >>> row = row_as_sentence(["Law", "Entropy in bits"], [[Prose("a fair die")], [Prose("log 6")]])
    >>> row is None
    True
    """
    if len(headers) != len(cells):
        return None
    heads = [" ".join(head.replace("$", "").split()) for head in headers]
    law = next((at for at, head in enumerate(heads) if _LAW.search(head)), 0)
    measured = [
        (at, _ENTROPY.search(head) is not None)
        for at, head in enumerate(heads)
        if at != law and (_ENTROPY.search(head) or _DIVERGENCE.search(head)) and not _OTHER.search(head)
    ]
    measured = [(at, entropy) for at, entropy in measured if _formula(cells[at])]
    pair = [at for at, head in enumerate(heads) if head in ("P", "Q", "p", "q")]
    parts: list[Prose | Formula] = []
    used: set[int] = set()
    for at, entropy in measured:
        of = [law, *(n for n, head in enumerate(heads) if _PARAMETERS.search(head))]
        if entropy and not parts:
            parts.append(Prose(f"The entropy {_unit(heads[at])}of "))
            for number, column in enumerate(of):
                parts += [*([Prose(" with ")] if number else []), *cells[column]]
        elif entropy and law in used:
            parts.append(Prose(f"Its entropy {_unit(heads[at])}"))
        elif not entropy and len(pair) == 2 and not used & set(pair) and all(_formula(cells[n]) for n in pair):
            of = pair
            parts += [
                Prose(f"The divergence {_unit(heads[at])}"),
                *_formula(cells[pair[0]]),
                Prose("||"),
                *_formula(cells[pair[1]]),
            ]
        else:
            continue
        parts += [Prose(" is "), *_formula(cells[at]), Prose(". ")]
        used |= {at, *of}
    if not parts:
        return None
    rest = [part for at, cell in enumerate(cells) if at not in used for part in (*cell, Prose(", "))]
    return (*parts, *([Prose("Also "), *rest] if any(isinstance(part, Formula) for part in rest) else []))


def _formula(cell: Cell) -> list[Formula]:
    """The one formula of a cell that has nothing else, without a relation; or no formula."""
    formulas = [part for part in cell if isinstance(part, Formula)]
    words = "".join(part.text for part in cell if isinstance(part, Prose))
    return formulas if len(formulas) == 1 and not re.search(r"\w", words) and not has_relation(formulas[0].text) else []


def _unit(head: str) -> str:
    unit = re.search(r"\b(bit|nat)s?\b", head, re.I)
    return f"({unit[1].lower()}s) " if unit else ""
