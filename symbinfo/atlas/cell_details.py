"""What the page of a cell shows beside the result: its derivation, a curve, and code for arrays; made by a worker."""

from __future__ import annotations

from typing import Any

from symbinfo.derivation import Derivation, Status
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.cache import key_of

__all__ = ["BACKENDS", "details_of", "formula_of"]

#: The array libraries that a page has code for.
BACKENDS = ("numpy", "torch")
LONGEST_FORMULA = 160


def details_of(derivation: Derivation, helpers: dict[str, str]) -> dict[str, Any]:
    """The derivation as HTML, the query that makes it, and of a closed form its curve and code.

    Parameters
    ----------
    derivation : Derivation
        Of a cell.
    helpers : dict
        What files of code have in common, by its hash: written to, so that it is kept once.

    Returns
    -------
    dict
        ``html, query, curve, code``; the code of a library is a list of blocks, each its text, or the hash of a helper
        in a list. ``no_code`` says why there is none.
    """
    from symbinfo.render.html import body_of
    from symbinfo.render.json import query_of
    from symbinfo.render.story import tell

    told: dict[str, Any] = {"html": body_of(tell(derivation)), "query": query_of(derivation), "curve": "", "code": {}}
    if derivation.status is not Status.CLOSED:
        return told
    try:
        return told | _compiled(derivation, told["query"], helpers)
    except (SymbinfoError, ArithmeticError) as error:  # one cell does not end an atlas that takes hours
        return told | {"no_code": str(error)}


def _compiled(derivation: Derivation, query: str, helpers: dict[str, str]) -> dict[str, Any]:
    from symbinfo.atlas.curve import curve_of
    from symbinfo.kernels.written_file import written

    kernel = derivation.compile()
    found: dict[str, Any] = {"code": {}}
    if kernel.method == "closed form":
        found["curve"] = curve_of(kernel, query)
    for backend in BACKENDS:
        try:
            found["code"][backend] = _blocks(written(kernel, backend, query), kernel.name, helpers)
        except SymbinfoError as error:
            found["no_code"] = str(error)
    return found


def _blocks(text: str, name: str, helpers: dict[str, str]) -> list[Any]:
    """A file in blocks: what is the kernel's own, its table of tested places among it, and the names of helpers."""
    blocks: list[Any] = []
    for block in text.split("\n\n\n"):
        if name in block or block.startswith(('"""', "#:")):
            blocks.append(block)
        else:
            key = key_of(block)[:12]
            helpers[key] = block
            blocks.append([key])
    return blocks


def formula_of(derivation: Derivation) -> str:
    """The result on one line, for lists; a long one is cut."""
    from symbinfo.render.line import line_of
    from symbinfo.render.story import typesetter_of

    text = line_of(typesetter_of(derivation)(derivation.stands))
    return text if len(text) <= LONGEST_FORMULA else text[: LONGEST_FORMULA - 2] + " …"
