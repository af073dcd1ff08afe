"""A derivation, and anything else that is shown, in a cell of a notebook: MathML, lemmas folded, on any ground.

No colour of letters is set, since the ground may be light or dark: soft parts are the notebook's own colour, made thin.
Every rule of the style begins with the one class, so that nothing outside is touched; where a frontend drops the style,
the order of the parts and the folding remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from symbinfo.derivation import Derivation
from symbinfo.render.html import body_of, said
from symbinfo.render.mathml import mathml_of_layout
from symbinfo.render.story import tell

__all__ = ["card", "cell_of", "folded", "rows"]

#: The edge of a card, by what it says: told apart by those who see no red or green, too; the word stands beside it.
EDGES = {"good": "#2a9d6f", "bad": "#d1495b", "open": "#8a8f98", "": "#5b8bd0"}

STYLE = """
.symbinfo-cell { line-height: 1.5; container-type: inline-size; --line: rgba(128, 128, 128, .4); }
.symbinfo-cell math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math; font-size: 1.06em; }
.symbinfo-cell p, .symbinfo-cell h4 { margin: .3em 0; }
.symbinfo-cell h3, .symbinfo-cell h4 { font-size: 1em; font-weight: 600; margin: .8em 0 .2em; }
.symbinfo-cell .setting, .symbinfo-cell .reason, .symbinfo-cell .note { opacity: .78; }
.symbinfo-cell .result { border-left: 3px solid #5b8bd0; padding: .35em .8em; margin: .5em 0; overflow-x: auto; }
.symbinfo-cell .result div.more { padding-left: 4em; }
.symbinfo-cell .chain { display: grid; row-gap: .5em; margin: .5em 0; align-items: baseline; overflow-x: auto; }
.symbinfo-cell .chain { grid-template-columns: max-content minmax(min-content, 1fr) minmax(11em, 20em); }
.symbinfo-cell .row { display: contents; }
.symbinfo-cell .left { white-space: nowrap; text-align: right; padding-right: .3em; }
.symbinfo-cell .left:empty { min-width: 1.2em; }
.symbinfo-cell .whole { grid-column: 1 / -1; overflow-x: auto; overflow-y: hidden; }
.symbinfo-cell .formula { white-space: nowrap; overflow-x: auto; overflow-y: hidden; padding: .15em 0; }
.symbinfo-cell .formula div.more { padding-left: 2.4em; }
.symbinfo-cell .reason { font-size: .9em; padding-left: 1.4em; }
.symbinfo-cell details { border-left: 2px solid var(--line); padding-left: .8em; margin: .45em 0; }
.symbinfo-cell summary { cursor: pointer; overflow-x: auto; overflow-y: hidden; }
.symbinfo-cell .card { border-left: 3px solid; padding: .1em .8em; margin: .3em 0; }
.symbinfo-cell .said { display: grid; grid-template-columns: max-content 1fr; column-gap: 1em; }
.symbinfo-cell pre { white-space: pre-wrap; font: .88em monospace; margin: .2em 0; background: none; color: inherit; }
@container (max-width: 36em) {
  .symbinfo-cell .chain, .symbinfo-cell .row { display: block; }
  .symbinfo-cell .row { margin-bottom: .6em; }
  .symbinfo-cell .left { text-align: left; }
  .symbinfo-cell .left:empty { display: none; }
  .symbinfo-cell .formula, .symbinfo-cell .reason { padding-left: 1em; }
}
"""


def in_a_cell(content: str) -> str:
    """Content with its style."""
    return f'<div class="symbinfo-cell"><style>{STYLE}</style>\n{content}\n</div>'


def cell_of(derivation: Derivation) -> str:
    """The derivation: what is derived and found, the chain with its reasons, and the lemmas, folded."""
    story = tell(derivation)
    head = f"<h3>{said(story.heading)}</h3>\n" if story.title else ""
    if not story.title and not story.chain.lines:
        head = f"<p>{mathml_of_layout(story.conclusion.left)}</p>\n"
    return in_a_cell(head + body_of(story))


def card(word: str, tone: str, *content: str) -> str:
    """A word with what is said of it, beside an edge; the content is HTML.

    Parameters
    ----------
    word : str
        What is printed first.
    tone : str
        "good", "bad", "open" or nothing.
    """
    body = "\n".join(part for part in content if part)
    return in_a_cell(f'<div class="card" style="border-color:{EDGES[tone]}"><b>{escape(word)}</b>\n{body}</div>')


def rows(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and what is said of each, side by side; nothing where nothing is said."""
    cells = [f"<span>{escape(name)}</span><span>{escape(text)}</span>" for name, text in pairs if text]
    return f'<div class="said">{"".join(cells)}</div>' if cells else ""


def folded(title: str, lines: Sequence[str], *, shown: bool = False) -> str:
    """Lines of text as they stand, under a title; nothing where there are none."""
    if not lines:
        return ""
    text = escape("\n".join(lines))
    opened = ' open=""' if shown else ""
    return f"<details{opened}><summary>{escape(title)}</summary><pre>{text}</pre></details>"
