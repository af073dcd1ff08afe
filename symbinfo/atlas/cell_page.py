"""A page for each cell of the atlas: what was found, its proof, derivation and curve, a sentence to cite, and code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from symbinfo.atlas.cells import MEASURES, SIGNS, UNBUILT, UNCHECKED, evidence_of
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.trusted import axioms_in_words

__all__ = ["address_of", "document", "in_edition", "named", "pages_of_row"]

Cell = dict[str, Any]
#: What the names of status and evidence mean, where they stand alone.
MEANING = {
    "closed": "a closed form",
    "infinite": "+∞, with its reason",
    "undefined": "the integral does not exist",
    "reduced": "no closed form is known to the engine",
    UNBUILT: "not derived for these pages: the link has the browser edition derive it",
    Level.PROVED: "every step was replayed exactly, from listed facts",
    Level.CERTIFIED: "enclosed rigorously over the whole domain",
    Level.CHECKED: "every step was compared in numbers, at places of every regime",
    Outcome.UNDECIDED: "the checker did not decide",
    Outcome.REFUTED: "the checker found a step that does not hold",
    UNCHECKED: "the checker was not shown it",
}
LIBRARIES = {"numpy": "NumPy", "torch": "PyTorch"}


def pages_of_row(measure: str, cells: Sequence[Cell], site: str = "") -> dict[str, str]:
    """The pages of a row by file name.

    Parameters
    ----------
    measure : str
        The key of a measure.
    cells : sequence of dict
        Those of one row, in order, as `row_of` gives them with pages.
    site : str
        The address of a documentation site, from where the index stands.
    """
    around = [None, *cells, None]
    return {
        address_of(measure, cell): _page(measure, cell, around[at], around[at + 2], site)
        for at, cell in enumerate(cells)
    }


def address_of(measure: str, cell: Cell) -> str:
    """The file of a cell, from where the index stands."""
    return f"cells/{measure}/{_slug(cell['p'])}{'--' + _slug(cell['q']) if cell['q'] else ''}.html"


def named(cell: Cell) -> str:
    """The families of a cell."""
    return f"{cell['p']} ‖ {cell['q']}" if cell["q"] else str(cell["p"])


def document(title: str, content: str, to_root: str = "") -> str:
    """A page that shares its looks and its script with the others.

    Parameters
    ----------
    title : str
        Plain text.
    content : str
        HTML.
    to_root : str
        The way to the folder of the index.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{to_root}atlas.css">\n'
        f'<script src="{to_root}atlas.js" defer></script>\n</head>\n<body>\n'
        f'<main class="symbinfo explorer">\n{content}\n</main>\n</body>\n</html>\n'
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _page(measure: str, cell: Cell, before: Cell | None, after: Cell | None, site: str) -> str:
    kind, details = MEASURES[measure].title, cell.get("details", {})
    body = [
        f'<nav aria-label="Atlas">{_ways(measure, cell, before, after)}</nav>',
        f"<h1>{escape(named(cell))}</h1>",
        f'<p class="intro">The {escape(kind)}.</p>',
        _found(cell),
        *_section("Derivation", details.get("html", "")),
        *_section("Proof", _proof(cell)),
        *_section("Curve", f"<figure>{details['curve']}</figure>" if details.get("curve") else ""),
        *_section("To cite", _cited(cell, details)),
        *_section("Code", _code(details)),
        *_section("To make it again", _command(details, site)),
    ]
    return document(f"{named(cell)}: {kind}", "\n".join(body), "../../")


def _ways(measure: str, cell: Cell, before: Cell | None, after: Cell | None) -> str:
    """Back to the matrix, at this cell; the laws exchanged; the cells beside it."""
    here = address_of(measure, cell)
    ways = [f'<a href="../../index.html#{escape(here)}">The atlas</a>']
    if cell["q"] and cell["q"] != cell["p"]:
        other = {"p": cell["q"], "q": cell["p"]}
        ways.append(_way(measure, other, f"{named(other)}", ""))
    ways += [_way(measure, other, named(other), rel) for other, rel in ((before, "prev"), (after, "next")) if other]
    return " ".join(ways)


def _way(measure: str, cell: Cell, words: str, rel: str) -> str:
    arrows = {"prev": ("← ", ""), "next": ("", " →"), "": ("⇄ ", "")}[rel]
    kind = f' rel="{rel}"' if rel else ""
    target = address_of(measure, cell).rpartition("/")[2]
    return f'<a href="{target}"{kind}>{arrows[0]}{escape(words)}{arrows[1]}</a>'


def _found(cell: Cell) -> str:
    status, evidence = cell["status"], evidence_of(cell)
    words = [
        f'<p class="found"><span class="{status}">&nbsp;{SIGNS[status]}&nbsp;</span> {status}: {MEANING[status]}.</p>'
    ]
    words.append(f'<p class="found"><span class="{_tone(evidence)}">{evidence}</span>: {MEANING[evidence]}.</p>')
    left = f"No closed form is known of {', '.join(cell['left'])}." if cell.get("left") else ""
    words += [
        f'<p class="note">{escape(said)}</p>' for said in (cell.get("reason") or left, cell.get("no_page")) if said
    ]
    return "\n".join(words)


def _tone(evidence: str) -> str:
    return Outcome.HOLDS if evidence in set(Level) else "open"


def _section(title: str, content: str) -> Iterator[str]:
    if content:
        yield f"<section><h2>{title}</h2>\n{content}</section>"


def _proof(cell: Cell) -> str:
    check = cell.get("check")
    if check is None:
        return ""
    said = [f'<p class="setting">{escape(check.get("reason", ""))}</p>']
    if check.get("statement"):
        said.append(f"<p>What was shown: {escape(check['statement'])}.</p>")
    said += [f'<p class="note">{escape(words)}</p>' for words in check.get("beyond", ())]
    facts = axioms_in_words(check.get("axioms", ()))
    if facts:
        said.append(f"<p>It rests on:</p><ul>{''.join(f'<li>{escape(fact)}</li>' for fact in facts)}</ul>")
    return "\n".join(said)


def _cited(cell: Cell, details: Cell) -> str:
    """One sentence, with the evidence and no more than it."""
    if not details or cell["status"] == "reduced":
        return ""
    check, evidence = cell.get("check", {}), evidence_of(cell)
    facts = check.get("axioms", ())
    resting = f" from {', '.join(facts)}" if facts and evidence == Level.PROVED else ""
    where = f", provided {cell['condition']}" if cell["condition"] != "True" else ""
    words = f"{details['query']} = {cell['result']}{where} (derived by symbinfo {version('symbinfo')}; {evidence}{resting})."
    return f'<p class="cite" id="cite">{escape(words)}</p><p><button type="button" data-copies="cite">Copy</button></p>'


def _code(details: Cell) -> str:
    parts = []
    for library, blocks in details.get("code", {}).items():
        text = "\n\n\n".join(
            escape(b) if isinstance(b, str) else f'<span data-helper="{b[0]}"># ...</span>' for b in blocks
        )
        name = LIBRARIES[library]
        parts.append(
            f'<details class="code"><summary>{name}: value and gradient, with a test</summary>'
            f'<p><button type="button" data-copies="{library}">Copy all of it</button></p>'
            f'<pre tabindex="0"><code id="{library}">{text}</code></pre></details>'
        )
    if details.get("no_code"):
        parts.append(f'<p class="note">{escape(details["no_code"])}</p>')
    return "\n".join(parts)


def _command(details: Cell, site: str) -> str:
    if not details:
        return ""
    shown = f'<pre tabindex="0"><code>symbinfo derive "{escape(details["query"])}"</code></pre>'
    address = escape(f"{in_edition(_from_a_cell(site))}{quote(details['query'], safe='')}")
    return shown + (f'<p><a href="{address}">Derive it in the browser</a></p>' if site else "")


def in_edition(site: str) -> str:
    """The address of the browser edition of a site, but for what is asked."""
    return f"{site}/try/index.html#mode=derive&q="


def _from_a_cell(site: str) -> str:
    return site if re.match("[a-z]+:|/", site) else f"../../{site}"
