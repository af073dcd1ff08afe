"""One page of HTML that needs no network and no script: MathML, reasons at the side, lemmas folded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from html import escape
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.layout import Layout, Row
from symbinfo.render.line import line_of
from symbinfo.render.mathml import mathml_of_layout
from symbinfo.render.story import Chain, Sentence, Story, tell
from symbinfo.render.style import page_of

__all__ = ["body_of", "heading_of", "html_of", "in_lines_of", "said"]

# The widest formula, the widest left side that stands beside it, and the room of the reasons beside both, in em.
WIDE, LEFT, BESIDE = 33.0, 8.0, 10.0
LINE: ContextVar[float] = ContextVar("line", default=WIDE)


@contextmanager
def in_lines_of(width: float) -> Iterator[None]:
    """Break formulas into lines of another width, in em: for a narrow screen."""
    before = LINE.set(width)
    try:
        yield
    finally:
        LINE.reset(before)


def html_of(derivation: Derivation, **manner: Any) -> str:
    """The derivation as a self-contained page; every word and name in it is escaped."""
    story = tell(derivation, **manner)
    return page_of(story.title or line_of(story.conclusion.left), f"{heading_of(story, 1)}\n{body_of(story)}")


def heading_of(story: Story, level: int) -> str:
    """The title, or what is derived: a formula, with its text for those who do not see it."""
    if story.title:
        return f"<h{level}>{said(story.heading)}</h{level}>"
    name = escape(line_of(story.conclusion.left))
    return f'<h{level} aria-label="{name}">{mathml_of_layout(story.conclusion.left)}</h{level}>'


def body_of(story: Story) -> str:
    """The derivation without a heading: its setting, what is shown, the chain, the lemmas."""
    body = [f'<p class="setting">{said(story.setting)}</p>'] if story.setting else []
    body += _result(story)
    lemma_of = partial(_lemma, folded=story.manner.lemmas != "inline")
    if not story.manner.results:
        body += [_chain(story.chain), *map(lemma_of, story.chain.lemmas)]
    body += [f'<p class="note">{said(note)}</p>' for note in story.notes]
    if story.limits:
        body += [f"<h3>{story.limits_title}</h3>", *(_chain(limit) for limit in story.limits)]
    if story.appendix:
        body += ["<h3>Lemmas</h3>", *map(lemma_of, story.appendix)]
    return "\n".join(body)


def said(sentence: Sentence) -> str:
    """Words and formulas as HTML."""
    return "".join(escape(p) if isinstance(p, str) else mathml_of_layout(p, display=False) for p in sentence)


def _formula(layout: Layout, sign: Layout) -> str:
    """A formula with the relation in front, on as many lines as it needs."""
    first, *more = lines_of(layout, LINE.get(), width_of)
    lines = [f"<div>{mathml_of_layout(Row((sign, first)))}</div>"]
    return "".join([*lines, *(f'<div class="more">{mathml_of_layout(part)}</div>' for part in more)])


def _chain(chain: Chain) -> str:
    rows = []
    left = mathml_of_layout(chain.left)
    if width_of(chain.left) > LEFT or not chain.lines:
        wide = "".join(f"<div>{mathml_of_layout(part)}</div>" for part in lines_of(chain.left, LINE.get(), width_of))
        rows.append(f'<div class="whole">{wide}</div>')
        left = ""
    for line in chain.lines:
        rows.append(
            f'<div class="row"><div class="left">{left}</div>'
            f'<div class="formula">{_formula(line.formula, line.relation)}</div>'
            f'<div class="reason" title="{escape(line.rule)}">{said(line.reason)}</div></div>'
        )
        left = ""
    return '<div class="chain">\n' + "\n".join(rows) + "\n</div>"


def _lemma(lemma: Chain, *, folded: bool) -> str:
    statement = mathml_of_layout(Row((lemma.left, lemma.relation, lemma.result)))
    inner = "\n".join(_lemma(deeper, folded=folded) for deeper in lemma.lemmas)
    return f"<details{'' if folded else ' open'}>\n<summary>{escape(lemma.label)}: {statement}</summary>\n{_chain(lemma)}\n{inner}</details>"


def _result(story: Story) -> list[str]:
    chain = story.conclusion
    if not chain.lines:
        return ["<p>No step was taken.</p>"]
    room = LINE.get() + (BESIDE if LINE.get() >= WIDE else 0) - min(width_of(chain.left), LINE.get() / 2)
    first, *more = lines_of(chain.result, room, width_of)
    parts = [mathml_of_layout(Row((chain.left, chain.relation, first)))]
    parts += [f'<div class="more">{mathml_of_layout(part)}</div>' for part in more]
    return [f'<div class="result">{"".join(parts)}{_tail(story)}{_needs(story)}</div>']


def _tail(story: Story) -> str:
    if story.value is None or "inf" in story.value:
        return f" ({said(story.unit)})" if story.unit not in ((), ("nats",)) else ""
    whole = story.value.lstrip("-").isdigit()
    return ("" if whole else f" ≈ {escape(story.value).replace('-', '−')}") + f" {said(story.unit)}"


def _needs(story: Story) -> str:
    if not story.needs:
        return ""
    needs = ", ".join(mathml_of_layout(n, display=False) for n in story.needs)
    otherwise = ""
    if story.otherwise is not None:
        left, value = (mathml_of_layout(x, display=False) for x in (story.chain.left, story.otherwise))
        otherwise = f"; otherwise {left} = {value}"
    return f'<div class="setting">provided {needs}{otherwise}</div>'
