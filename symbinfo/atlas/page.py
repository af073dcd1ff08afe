"""The atlas as pages: the matrix, whose cells lead to a page for each row with formulas, derivations and verdicts."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from symbinfo.atlas.cells import Atlas
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.measures import MEASURES
from symbinfo.render.style import page_of

__all__ = ["pages_of"]

#: Letter and word of each status: colour is never the only sign.
SIGNS = {"closed": "C", "infinite": "∞", "reduced": "·", "undefined": "?"}
WORDS = {
    "closed": "a closed form",
    "infinite": "+∞, with its reason",
    "undefined": "the integral does not exist",
    "reduced": "no closed form is known to the engine",
}
STYLE = """<style>
.atlas { border-collapse: collapse; font: 13px/1.2 system-ui, sans-serif; width: auto; min-width: 0; }
.symbinfo .atlas th, .symbinfo .atlas td { padding: 0; border: 1px solid #fff; }
.symbinfo .atlas tr + tr td { border-top: 1px solid #fff; }
.symbinfo .atlas th[scope=col] { height: 9.5rem; vertical-align: bottom; min-width: 1.35rem; }
.symbinfo .atlas th[scope=col] span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
.symbinfo .atlas th[scope=row] { position: sticky; left: 0; background: #fff; white-space: nowrap; padding: 0 .5rem 0 0; }
.symbinfo .atlas td a { display: block; text-align: center; border: 0; color: #1b1b1b; line-height: 1.35rem; }
.symbinfo .closed { background: #b9dfc6; } .symbinfo .infinite { background: #f2d5a0; }
.symbinfo .reduced { background: #e6e8ee; } .symbinfo .undefined { background: #dcc6ec; }
.symbinfo .refuted { outline: 3px solid #a4262c; outline-offset: -3px; }
.symbinfo .key span { display: inline-block; min-width: 1.6rem; text-align: center; margin-right: .4rem; }
.symbinfo .key { margin: .2rem 0; }
</style>"""


def pages_of(atlas: Atlas) -> dict[str, str]:
    """All pages by file name.

    Parameters
    ----------
    atlas : Atlas
        The cells.
    """
    by_row: dict[str, list[dict[str, Any]]] = {name: [] for name in atlas.rows}
    for cell in atlas.cells:
        by_row[cell["p"]].append(cell)
    pages = {file_of(name): _row_page(atlas, name, cells) for name, cells in by_row.items()}
    return {"index.html": _index(atlas, by_row), **pages}


def file_of(name: str) -> str:
    """The file of a row."""
    return f"{_slug(name)}.html"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _title(atlas: Atlas) -> str:
    (name,) = (measure.in_atlas for measure in MEASURES if measure.key == atlas.measure)
    return f"Atlas of {name}"


def _index(atlas: Atlas, by_row: dict[str, list[dict[str, Any]]]) -> str:
    counts = ", ".join(f"{number} {word}" for word, number in atlas.counts.items())
    body = [STYLE, f"<h1>{escape(_title(atlas))}</h1>", f'<p class="intro">{len(atlas.cells)} cells: {counts}.</p>']
    body += [
        f'<p class="key"><span class="{status}">{SIGNS[status]}</span>{WORDS[status]}</p>'
        for status in SIGNS
        if status in atlas.counts
    ]
    kinds: dict[tuple[str, ...], list[str]] = {}
    for name, cells in by_row.items():
        kinds.setdefault(tuple(cell["q"] for cell in cells), []).append(name)
    body += [_matrix(names, columns, by_row) for columns, names in kinds.items()]
    return page_of(_title(atlas), "\n".join(body))


def _matrix(names: list[str], columns: tuple[str, ...], by_row: dict[str, list[dict[str, Any]]]) -> str:
    heads = "".join(f'<th scope="col"><span>{escape(q)}</span></th>' for q in columns if q)
    rows = [
        f'<tr><th scope="row"><a href="{file_of(name)}">{escape(name)}</a></th>'
        + "".join(_square(cell) for cell in by_row[name])
        + "</tr>"
        for name in names
    ]
    note = '<p class="setting">Rows are P, columns are Q.</p>' if heads else ""
    head = f"<tr><th></th>{heads}</tr>" if heads else ""
    return f'{note}<div class="scroll"><table class="atlas">{head}{"".join(rows)}</table></div>'


def _square(cell: dict[str, Any]) -> str:
    verdict = cell.get("check", {}).get("verdict", "")
    words = f"{cell['p']}{' || ' + cell['q'] if cell['q'] else ''}: {cell['status']}{', ' + verdict if verdict else ''}"
    kind = cell["status"] + (f" {verdict}" if verdict == Outcome.REFUTED else "")
    target = f"{file_of(cell['p'])}#{_slug(cell['q'])}" if cell["q"] else file_of(cell["p"])
    return f'<td class="{kind}"><a href="{target}" title="{escape(words)}">{SIGNS[cell["status"]]}</a></td>'


def _row_page(atlas: Atlas, name: str, cells: list[dict[str, Any]]) -> str:
    title = f"{_title(atlas)}: {name}"
    body = [STYLE, '<nav><a href="index.html">The atlas</a></nav>', f"<h1>{escape(title)}</h1>"]
    body += [_entry(cell) for cell in cells]
    return page_of(title, "\n".join(body))


def _entry(cell: dict[str, Any]) -> str:
    between = " ‖ " if cell["q"] else ""
    head = f"{escape(cell['p'])}{between}{escape(cell['q'])}"
    sign = f'<span class="{cell["status"]}">&nbsp;{SIGNS[cell["status"]]}&nbsp;</span>'
    left = f"no closed form is known of {', '.join(cell['left'])}" if cell.get("left") else ""
    said = cell.get("reason") or left
    reason = f'<p class="note">{escape(said)}</p>' if said else ""
    return (
        f'<article id="{_slug(cell["q"] or cell["p"])}"><details><summary>{sign} {head}: {cell["status"]}</summary>'
        f"{cell['html']}{reason}{_verdict(cell)}</details></article>"
    )


def _verdict(cell: dict[str, Any]) -> str:
    check = cell.get("check")
    if check is None:
        return ""
    kind = Outcome.HOLDS if check["verdict"] == Outcome.HOLDS else "open"
    seen = (
        f": {check['level']} at {check['points']} points, {check['digits']} digits"
        if check["verdict"] == Outcome.HOLDS
        else ""
    )
    more = f" ({escape(check['reason'])})" if check["verdict"] != Outcome.HOLDS else ""
    return f'<p class="verdict"><span class="{kind}">{check["verdict"]}</span>{seen}{more}</p>'
