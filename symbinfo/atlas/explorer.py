"""The atlas as a folder that any web server shows: the matrix of all cells, searched and filtered, each leads to its page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from sympy import Symbol

from symbinfo.atlas.cell_page import MEANING, address_of, document, in_edition, named
from symbinfo.atlas.cells import MEASURES, SIGNS, UNBUILT, UNCHECKED, Atlas, evidence_of, plain_of
from symbinfo.atlas.families import ROWS, columns_of
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.render.style import STYLE

__all__ = ["files_of"]

Cell = dict[str, Any]
EVIDENCE = (*(level for level in Level if level), Outcome.UNDECIDED, Outcome.REFUTED, UNCHECKED)


WHAT = (
    "Which families of laws have a closed form, what it is, and what proves it: each square is a page. Search, or go "
    "with the arrow keys; Home and End lead along a row, Enter opens a square."
)


def files_of(atlases: Sequence[Atlas], helpers: Mapping[str, str], site: str = "") -> dict[str, str]:
    """All that the pages of the cells share, by file name.

    Parameters
    ----------
    atlases : sequence of Atlas
        A measure each.
    helpers : mapping
        What the code on the pages has in common, by its hash.
    site : str
        The address of a documentation site: with it the index has all cells, those without a page with a link that
        derives them in its browser edition.
    """
    listed = [_whole(atlas) for atlas in atlases] if site else atlases
    return {
        "index.html": document("Atlas", _index(listed, site)),
        "atlas.json": json.dumps(plain_of(atlases), indent=1, ensure_ascii=False) + "\n",
        "formulas.js": _data(
            "FORMULAS", {a.measure: [cell.get("formula", "") for cell in _in_order(a)] for a in listed}
        ),
        "helpers.js": _data("HELPERS", dict(sorted(helpers.items()))),
        "atlas.css": STYLE + _beside("explorer.css"),
        "atlas.js": _beside("explorer.js"),
    }


def _whole(atlas: Atlas) -> Atlas:
    """The atlas with a cell for every pair of all families, whether it was derived or not."""
    kind = MEASURES[atlas.measure]
    if kind.about_parameter:  # each family has others: there is no one question
        return atlas
    there = {(cell["p"], cell["q"]): cell for cell in atlas.cells}
    cells = [
        there.get((p, q)) or {"p": p, "q": q, "status": UNBUILT}
        for p in ROWS
        for q in (columns_of(kind.arity, p, ROWS) or [""])
    ]
    return Atlas(atlas.measure, tuple(ROWS), tuple(cells))


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _data(name: str, data: Any) -> str:
    """Data as a script: pages that are opened from a disk may load nothing else."""
    return f"window.{name} = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _in_order(atlas: Atlas) -> Iterator[Cell]:
    """The cells as the tables have them, from left to right and from top to bottom."""
    for names, _ in _kinds(atlas):
        for name in names:
            yield from (cell for cell in atlas.cells if cell["p"] == name)


def _kinds(atlas: Atlas) -> list[tuple[list[str], tuple[str, ...]]]:
    """The rows that have the same columns: continuous and discrete families."""
    columns: dict[str, list[str]] = {name: [] for name in atlas.rows}
    for cell in atlas.cells:
        columns[cell["p"]].append(cell["q"])
    kinds: dict[tuple[str, ...], list[str]] = {}
    for name, own in columns.items():
        kinds.setdefault(tuple(own), []).append(name)
    return [(names, own) for own, names in kinds.items()]


def _index(atlases: Sequence[Atlas], site: str) -> str:
    home = [f'<nav aria-label="Site"><a href="{site}/index.html">Documentation</a></nav>'] if site else []
    body = [*home, "<h1>Atlas</h1>", f'<p class="intro">{WHAT}</p>', _controls(atlases), _key(atlases)]
    body += [
        '<p id="told" class="told" aria-live="polite">&nbsp;</p>',
        '<section id="hits" hidden><h2>Found</h2><div class="scroll" tabindex="0" role="region" '
        'aria-label="What was found"><table><thead><tr><th scope="col">Families</th>'
        '<th scope="col">Status</th><th scope="col">Evidence</th><th scope="col">Result</th></tr></thead>'
        "<tbody></tbody></table></div></section>",
        *(_measure(atlas, site) for atlas in atlases),
        '<p class="setting"><a href="atlas.json">All results as data</a></p>',
    ]
    return "\n".join(body) + '\n<script src="formulas.js" defer></script>'


def _controls(atlases: Sequence[Atlas]) -> str:
    measures = [(atlas.measure, MEASURES[atlas.measure].in_atlas) for atlas in atlases]
    statuses = [word for word in SIGNS if any(word in atlas.counts for atlas in atlases)]
    found = {evidence_of(cell) for atlas in atlases for cell in atlas.cells if cell["status"] != UNBUILT}
    evidence = [str(word) for word in EVIDENCE if word in found]
    return (
        '<form role="search" class="controls" onsubmit="return false">'
        '<label>Search <input id="q" type="search" placeholder="gamma || weibull" autocomplete="off"></label>'
        + _choice("measure", "Measure", measures)
        + _choice("status", "Status", [("", "any"), *((word, word) for word in statuses)])
        + _choice("evidence", "Evidence", [("", "any"), *((word, word) for word in evidence)])
        + '<button type="reset">Show all</button></form>'
    )


def _choice(key: str, words: str, rows: Sequence[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(shown)}</option>' for value, shown in rows)
    return f'<label>{words} <select id="{key}">{options}</select></label>'


def _key(atlases: Sequence[Atlas]) -> str:
    signs = [
        f'<li><span class="sign {word}">{SIGNS[word]}</span> {MEANING[word]}</li>'
        for word in SIGNS
        if any(word in atlas.counts for atlas in atlases)
    ]
    found = {
        evidence_of(cell) for atlas in atlases for cell in atlas.cells if cell["status"] not in ("reduced", UNBUILT)
    }
    signs += [
        f'<li><span class="sign {word}">&nbsp;</span> {word}: {MEANING[word]}</li>'
        for word in EVIDENCE
        if word in found
    ]
    return f'<details class="key"><summary>What the signs mean</summary><ul>{"".join(signs)}</ul></details>'


def _measure(atlas: Atlas, site: str) -> str:
    name = MEASURES[atlas.measure].in_atlas
    counts = ", ".join(f"{number} {word}" for word, number in atlas.counts.items() if word != UNBUILT)
    built = sum(cell["status"] != UNBUILT for cell in atlas.cells)
    asked = _asked(atlas.measure, site) if any(cell["status"] == UNBUILT for cell in atlas.cells) else ""
    parts = [f'<section data-measure="{atlas.measure}"{asked}><h2>{escape(name[:1].upper() + name[1:])}</h2>']
    parts.append(f'<p class="setting">{built} cells: {counts}.{_unbuilt(atlas)}</p>')
    by_row: dict[str, list[Cell]] = {name: [] for name in atlas.rows}
    for cell in atlas.cells:
        by_row[cell["p"]].append(cell)
    for names, columns in _kinds(atlas):
        table = _matrix(atlas.measure, names, columns, by_row) if any(columns) else _list(atlas.measure, names, by_row)
        parts.append(table)
    return "\n".join([*parts, "</section>"])


def _asked(measure: str, site: str) -> str:
    """For the script: the address that asks for a cell, and the measure as it is typed, of laws that are called P and Q."""
    kind = MEASURES[measure]
    laws = [ROWS["Exponential"].law(name, name) for name in "PQ"[: kind.arity]]
    typed = str(kind(*laws, *([Symbol(kind.order_name, positive=True)] if kind.order_name else [])))
    return f' data-edition="{escape(in_edition(site))}" data-asks="{escape(typed)}"'


def _matrix(measure: str, names: Sequence[str], columns: Sequence[str], by_row: Mapping[str, list[Cell]]) -> str:
    laws = _some_unbuilt(by_row)
    heads = "".join(f'<th scope="col"{_law(q, "2", laws)}><span>{escape(q)}</span></th>' for q in columns)
    rows = "\n".join(
        f'<tr><th scope="row"{_law(name, "1", laws)}>{escape(name)}</th>'
        f"{''.join(_square(measure, cell) for cell in by_row[name])}</tr>"
        for name in names
    )
    return (
        f'<p class="setting">Rows are P, columns are Q.</p><div class="matrix"><table role="grid" '
        f'aria-label="{escape(MEASURES[measure].in_atlas)}, rows P, columns Q"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _list(measure: str, names: Sequence[str], by_row: Mapping[str, list[Cell]]) -> str:
    laws = _some_unbuilt(by_row)
    rows = "\n".join(
        f'<tr><th scope="row"{_law(name, "1", laws)}>{escape(name)}</th>{_square(measure, cell)}<td class="formula">'
        f"{escape(cell.get('formula', ''))}</td></tr>"
        for name in names
        for cell in by_row[name]
    )
    head = '<tr><th scope="col">Family</th><th scope="col"></th><th scope="col">Result</th></tr>'
    return (
        f'<div class="matrix list"><table role="grid" aria-label="{escape(MEASURES[measure].in_atlas)}"><thead>{head}'
        f"</thead><tbody>\n{rows}\n</tbody></table></div>"
    )


def _unbuilt(atlas: Atlas) -> str:
    number = sum(cell["status"] == UNBUILT for cell in atlas.cells)
    if not number:
        return ""
    return (
        f" {number} more {'pairs' if MEASURES[atlas.measure].arity == 2 else 'families'} have no page here: a search "
        "finds them, too, and their links have the browser edition derive them."
    )


def _some_unbuilt(by_row: Mapping[str, list[Cell]]) -> bool:
    return any(cell["status"] == UNBUILT for cells in by_row.values() for cell in cells)


def _law(name: str, suffix: str, wanted: bool) -> str:
    """For the script: the law of a row or a column as it is typed."""
    return f' data-law="{escape(ROWS[name].law(suffix, "P").title)}"' if wanted else ""


def _square(measure: str, cell: Cell) -> str:
    """A cell; its name for those who do not see where it stands is made by the script, of the heads of its row and column."""
    if cell["status"] == UNBUILT:
        return f'<td><a class="{UNBUILT}"></a></td>'
    kind = f"{cell['status']} {evidence_of(cell)}"
    label = "" if cell["q"] else f' aria-label="{escape(named(cell))}"'
    return f'<td><a class="{kind}" href="{address_of(measure, cell)}"{label}>{SIGNS[cell["status"]]}</a></td>'
