r"""Markdown in the dialect of the course page, which is also read by GitHub.

Formulas survive renderers that treat a backslash before punctuation as an escape: none of ``\|``, ``\{``, ``\!``
and ``\,`` is used. Formulas of several lines stand in a raw ``div``, between blank lines, without which GitHub, and the
admonitions of Python-Markdown, would not see them.
"""

from __future__ import annotations

import re

from symbinfo.derivation import Derivation
from symbinfo.render.article import tail_of
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.fragment import aligned_rows
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Layout, Row
from symbinfo.render.story import Chain, Sentence, Story, tell

__all__ = ["body_of", "escape_markdown", "inline", "markdown_of", "said"]

DIV = '<div style="overflow-x:auto; max-width:100%;">'
LINE = 31.0
PLAIN = (
    (r"\|", r"\Vert "),
    (r"\,", r"\thinspace "),
    (r"\;", r"\thickspace "),
    (r"\!", r"\negthinspace "),
    (r"\{", r"\lbrace "),
    (r"\}", r"\rbrace "),
)
# What Markdown would read as an image, a link or emphasis, inside the words of a formula.
EATEN = re.compile(r"!\[|\]\(|\*\*")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!])")


def markdown_of(derivation: Derivation) -> str:
    """The derivation as a section of a page."""
    story = tell(derivation)
    title = said(story.heading) if story.title else inline(story.conclusion.left)
    return f"## {title}\n\n{body_of(story)}\n"


def body_of(story: Story, *, boxed: bool = False) -> str:
    """The derivation without a heading: its setting, what is shown, the chain, the reasons, the lemmas.

    What is shown stands in an admonition where it is `boxed`: only on the pages of a course, since elsewhere an
    admonition is shown as code.
    """
    result = [_admonition('!!! success "Result"', _result(story))] if boxed else _result(story)
    blocks = [*([said(story.setting)] if story.setting else []), *result]
    blocks += [*(["*Derivation.*"] if story.chain.lines else []), _chain(story.chain), *_reasons(story.chain)]
    for lemma in story.chain.lemmas:
        blocks += _lemma(lemma)
    blocks += [said(note) for note in story.notes]
    if story.limits:
        blocks.append(f"**{story.limits_title}**")
        for limit in story.limits:
            blocks += [_chain(limit), *_reasons(limit)]
    return "\n\n".join(blocks)


def escape_markdown(text: str) -> str:
    """Any text, without a meaning to Markdown or HTML."""
    plain = "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text).replace("&", "&amp;")
    return SPECIAL.sub(lambda m: {"<": "&lt;", ">": "&gt;", "|": "&#124;"}.get(m[1], "\\" + m[1]), plain)


def _tex(latex: str) -> str:
    """LaTeX that no Markdown renderer eats."""
    for given, safe in PLAIN:
        latex = re.sub(r"(?<!\\)" + re.escape(given) + " *", lambda _, s=safe: s, latex)  # type: ignore[misc]
    return EATEN.sub(lambda m: "{}".join(m[0]), latex)


def inline(layout: Layout) -> str:
    """A formula inside a sentence."""
    return f"${_tex(latex_of_layout(layout))}$"


def said(sentence: Sentence) -> str:
    """Words and formulas as Markdown."""
    return "".join(escape_markdown(p) if isinstance(p, str) else inline(p) for p in sentence)


def _chain(chain: Chain) -> str:
    room = LINE - min(width_of(chain.left), LINE / 4)
    rows = aligned_rows(chain, lambda line: rf"\text{{({line.number})}}", room)
    body = "\\begin{aligned}\n" + " \\\\\n".join(_tex(row) for row in rows) + "\n\\end{aligned}"
    return f"{DIV}\n\n$$\n{body}\n$$\n\n</div>"


def _reasons(chain: Chain) -> list[str]:
    return ["\n".join(f"{line.number}. {said(line.reason)}" for line in chain.lines)] if chain.lines else []


def _lemma(lemma: Chain) -> list[str]:
    inner = [_chain(lemma), *_reasons(lemma)]
    for deeper in lemma.lemmas:
        inner += _lemma(deeper)
    statement = Row((lemma.left, lemma.relation, lemma.result))
    title = f"{lemma.label}: {inline(statement)}" if width_of(statement) < LINE else lemma.label
    return [_admonition(f'??? note "{title}"', inner)]


def _result(story: Story) -> list[str]:
    chain = story.conclusion
    if not chain.lines:
        return ["No step was taken."]
    left, sign = latex_of_layout(chain.left), chain.relation.latex.strip()
    formulas = [latex_of_layout(f) for f in lines_of(chain.result, LINE - width_of(chain.left), width_of)]
    tail = tail_of(story)
    if len(formulas) == 1:
        blocks = [f"$$\n{_tex(f'{left} {sign} {formulas[0]}{tail}')}\n$$"]
    else:
        rows = [f"{left} & {sign} {formulas[0]}", *(rf"& \qquad {{}} {f}" for f in formulas[1:])]
        body = _tex(" \\\\\n".join(rows) + tail)
        blocks = [f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"]
    blocks = [f"{DIV}\n\n{blocks[0]}\n\n</div>"]
    if story.needs:
        needs = ", ".join(inline(n) for n in story.needs)
        otherwise = ""
        if story.otherwise is not None:
            otherwise = f"; otherwise ${_tex(left)} = {_tex(latex_of_layout(story.otherwise))}$"
        blocks.append(f"This holds for {needs}{otherwise}.")
    return blocks


def _admonition(head: str, blocks: list[str]) -> str:
    body = "\n\n".join(blocks)
    return head + "\n" + "\n".join(f"    {line}" if line else "" for line in body.split("\n"))
