"""Notebooks: the cells in Markdown, one after the other; code and its output are no prose."""

from __future__ import annotations

import json
from typing import Any

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.verification.documents.formats.document_parts import Document
from symbinfo.verification.documents.formats.formulas_of_markdown import document_of_markdown

__all__ = ["cells_of", "document_of_notebook"]


def cells_of(text: str) -> list[tuple[int, str]]:
    """The cells in Markdown, each with its number among all cells, counted from 1.

    Raises
    ------
    SymbinfoError
        When the text is no notebook.

    Examples
    --------
    >>> cells_of('{"cells": [{"cell_type": "code", "source": "1"}, {"cell_type": "markdown", "source": ["$x", "=1$"]}]}')
    [(2, '$x=1$')]
    """
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SymbinfoError(f"the notebook is not JSON: {str(error)[:80]}") from None
    cells = data.get("cells") if isinstance(data, dict) else None
    if cells is None and isinstance(data, dict) and isinstance(data.get("worksheets"), list):  # before format 4
        cells = [c for sheet in data["worksheets"] if isinstance(sheet, dict) for c in sheet.get("cells", ())]
    if not isinstance(cells, list):
        raise SymbinfoError("this is no notebook: it has no list of cells")
    return [
        (number, _source(cell["source"]))
        for number, cell in enumerate(cells, 1)
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown" and "source" in cell
    ]


def _source(source: Any) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def document_of_notebook(text: str) -> Document:
    """The blocks of a notebook; what is declared in a cell holds in the following ones.

    Raises
    ------
    SymbinfoError
        When the text is no notebook.
    """
    sections: list[tuple[int, str]] = []
    parts = [document_of_markdown(source, number, sections) for number, source in cells_of(text)]
    blocks = tuple(block for part in parts for block in part.blocks)
    macros = "\n".join(part.macros for part in parts)
    return Document(blocks, macros, tuple(fault for part in parts for fault in part.faults))
