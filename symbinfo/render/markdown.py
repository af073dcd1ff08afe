r"""Markdown in one of several flavours: see `flavours` for what they differ in.

Formulas survive renderers that treat a backslash before punctuation as an escape: none of ``\|``, ``\{``, ``\!``
and ``\,`` is used. A displayed formula stands between blank lines.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.render.article import tail_of
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.flavours import FLAVOURS, Flavour
from symbinfo.render.fragment import aligned_rows
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Layout, Row
from symbinfo.render.line import line_of
from symbinfo.render.notation import RELATIONS
from symbinfo.render.story import Chain, Sentence, Story, tell

__all__ = ["body_of", "escape_markdown", "inline", "markdown_of", "said"]

LINE = 31.0
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!@^])")
ENTITIES = {"<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "@": "&#64;", "^": "&#94;"}
#: Where nothing else is said.
USUAL = FLAVOURS["material"]


def markdown_of(derivation: Derivation, flavour: str = USUAL.name, **manner: Any) -> str:
    """The derivation as a section of a page."""
    row = FLAVOURS[flavour]
    story = tell(derivation, **manner)
    title = said(story.heading, row) if story.title else inline(story.conclusion.left, row)
    return f"## {title}\n\n{body_of(story, row)}\n"


def body_of(story: Story, flavour: Flavour = USUAL, *, boxed: bool = False) -> str:
    """The derivation without a heading: its setting, what is shown, the chain, the reasons, the lemmas.

    What is shown stands out where it is `boxed`, on the pages of a course.
    """
    return _Page(flavour, story.manner.lemmas or flavour.lemmas[0]).body(story, boxed)


def escape_markdown(text: str) -> str:
    """Any text, without a meaning to Markdown or HTML."""
    plain = "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text).replace("&", "&amp;")
    return SPECIAL.sub(lambda m: ENTITIES.get(m[1], "\\" + m[1]), plain)


def inline(layout: Layout, flavour: Flavour = USUAL) -> str:
    """A formula inside a sentence."""
    return flavour.inline.replace("{}", flavour.tex(latex_of_layout(layout)))


def said(sentence: Sentence, flavour: Flavour = USUAL) -> str:
    """Words and formulas as Markdown."""
    return "".join(escape_markdown(p) if isinstance(p, str) else inline(p, flavour) for p in sentence)


class _Page:
    def __init__(self, flavour: Flavour, lemmas: str) -> None:
        self.flavour = flavour
        folds = flavour.fold is not None and lemmas != "inline"
        self.frame = flavour.fold if folds and flavour.fold else flavour.open
        self.set_title = flavour.set_title or not folds

    def body(self, story: Story, boxed: bool) -> str:
        """All blocks of the story, with blank lines between."""
        result = self.result(story)
        blocks = [said(story.setting, self.flavour)] if story.setting else []
        blocks += [self.flavour.box.round("\n\n".join(result))] if boxed else result
        if not story.manner.results:
            blocks += [*(["*Derivation.*"] if story.chain.lines else []), self.chain(story.chain)]
            blocks += [*self.reasons(story.chain), *map(self.lemma, story.chain.lemmas)]
        blocks += [said(note, self.flavour) for note in story.notes]
        if story.limits:
            blocks.append(f"**{story.limits_title}**")
            for limit in story.limits:
                blocks += [self.chain(limit), *self.reasons(limit)]
        if story.appendix:
            blocks += ["**Lemmas**", *map(self.lemma, story.appendix)]
        return "\n\n".join(blocks)

    def display(self, latex: str) -> str:
        """A formula on lines of its own."""
        return self.flavour.display.replace("{}", self.flavour.tex(latex))

    def aligned(self, rows: list[str]) -> str:
        """Rows, aligned at their relations."""
        return self.display("\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}")

    def chain(self, chain: Chain) -> str:
        """The steps, numbered."""
        room = LINE - min(width_of(chain.left), LINE / 4)
        return self.aligned(aligned_rows(chain, lambda line: rf"\text{{({line.number})}}", room))

    def reasons(self, chain: Chain) -> list[str]:
        """The reasons, a numbered list."""
        lines = (f"{line.number}. {said(line.reason, self.flavour)}" for line in chain.lines)
        return ["\n".join(lines)] if chain.lines else []

    def lemma(self, lemma: Chain) -> str:
        """A lemma with those inside it, in its frame."""
        inner = [self.chain(lemma), *self.reasons(lemma), *map(self.lemma, lemma.lemmas)]
        return self.frame.round("\n\n".join(inner), self.title(lemma))

    def title(self, lemma: Chain) -> str:
        """The label of a lemma, and what it says where that is short."""
        statement = Row((lemma.left, lemma.relation, lemma.result))
        if width_of(statement) >= LINE:
            return lemma.label
        shown = inline(statement, self.flavour) if self.set_title else escape(line_of(statement))
        return f"{lemma.label}: {shown}"

    def result(self, story: Story) -> list[str]:
        """What is shown, and where it holds."""
        chain = story.conclusion
        if not chain.lines:
            return ["No step was taken."]
        left, sign = latex_of_layout(chain.left), chain.relation.latex.strip()
        formulas = [latex_of_layout(f) for f in lines_of(chain.result, LINE - width_of(chain.left), width_of)]
        tail = tail_of(story)
        if len(formulas) == 1:
            blocks = [self.display(f"{left} {sign} {formulas[0]}{tail}")]
        else:
            rows = [f"{left} & {sign} {formulas[0]}", *(rf"& \qquad {{}} {f}" for f in formulas[1:])]
            blocks = [self.aligned([*rows[:-1], rows[-1] + tail])]
        if story.needs:
            needs = ", ".join(inline(n, self.flavour) for n in story.needs)
            otherwise = ""
            if story.otherwise is not None:
                value = Row((chain.left, RELATIONS["=="], story.otherwise))
                otherwise = f"; otherwise {inline(value, self.flavour)}"
            blocks.append(f"This holds for {needs}{otherwise}.")
        return blocks
