"""A standalone LaTeX article: laws, the steps with their reasons at the side, lemmas, the result in a box."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Layout, Level, level_of
from symbinfo.render.names import escape_text
from symbinfo.render.story import Chain, Line, Sentence, Story, tell

__all__ = ["TOGETHER", "article_of", "body_of", "document_of", "sentence_of", "tail_of"]

PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage{amsmath,amssymb,bm}
\usepackage[margin=2.4cm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\setlength{\jot}{8pt}
\allowdisplaybreaks
\makeatletter \@endparpenalty=10000 \makeatother
\postdisplaypenalty=10000
\newcommand{\reason}[1]{\parbox[t]{0.29\textwidth}{\raggedright\footnotesize #1}}
\newcommand{\wide}[1]{\rlap{$\displaystyle #1$}}
\newcommand{\shown}[1]{\par\nopagebreak\smallskip{\centering\fbox{\(\displaystyle\;#1\;\)}\par}\nopagebreak\smallskip}
\newenvironment{lemma}[1]{\begin{list}{}{\leftmargin=1.5em \topsep=0pt \parsep=4pt}\item\textbf{#1.}}{\end{list}}
\begin{document}
\abovedisplayskip=4pt \abovedisplayshortskip=4pt
"""
# No page may end behind a paragraph that ends in this.
TOGETHER = r"\par\nopagebreak"
# Widths in em of the text font: the line, and what is left of it beside the reasons.
LINE, BESIDE_REASON = 38.0, 28.0
INDENT = 1.5


def article_of(derivation: Derivation) -> str:
    """The derivation as a document that compiles with amsmath, amssymb, bm and geometry alone."""
    story = tell(derivation)
    left = rf"$\displaystyle {latex_of_layout(story.conclusion.left)}$"
    head = sentence_of(story.heading) if story.title else left
    return document_of([_centred(rf"\Large {head}"), body_of(story)])


def document_of(parts: list[str]) -> str:
    """A whole document with these paragraphs."""
    return PREAMBLE + "\n\n".join(part for part in parts if part) + "\n\\end{document}\n"


def body_of(story: Story) -> str:
    """The derivation without a heading: its setting, what is shown, the chain, the lemmas."""
    body = [sentence_of(story.setting), _result(story)]
    # A display that began a paragraph would stand below an empty line.
    body.append("\\textit{Derivation.}\n" + _chain(story.chain))
    body += [_lemma(lemma, 1) for lemma in story.chain.lemmas]
    body += [sentence_of(note) for note in story.notes]
    if story.limits:
        body.append("\n".join([rf"\textit{{{story.limits_title}.}}", *(_chain(limit) for limit in story.limits)]))
    return "\n\n".join(part for part in body if part)


def sentence_of(sentence: Sentence) -> str:
    """Words and formulas as LaTeX text."""
    return "".join(escape_text(p) if isinstance(p, str) else f"${latex_of_layout(p)}$" for p in sentence)


def _centred(text: str) -> str:
    return rf"\begin{{center}}{text}\end{{center}}"


def _lemma(lemma: Chain, depth: int) -> str:
    statement = f"{latex_of_layout(lemma.left)} {lemma.relation.latex.strip()} {latex_of_layout(lemma.result)}"
    inner = "\n\n".join(_lemma(deeper, depth + 1) for deeper in lemma.lemmas)
    fits = width_of(lemma.left) + width_of(lemma.result) < LINE - 8 - INDENT * depth
    head = rf"$\displaystyle {statement}$." if fits else ""
    # A lemma starts on the page where its first step stands.
    chain = "\\nopagebreak\n" + _chain(lemma, INDENT * depth)
    return f"\\begin{{lemma}}{{{lemma.label}}}\n{head}{chain}" + (f"\n\n{inner}" if inner else "") + "\n\\end{lemma}"


def _chain(chain: Chain, indent: float = 0.0) -> str:
    if not chain.lines:
        return rf"\[ {latex_of_layout(chain.left)} \]"
    left = latex_of_layout(chain.left)
    apart = width_of(chain.left) > 7
    rows = [rf"& \wide{{{left}}}"] if apart else []
    for line in chain.lines:
        rows += _rows(line, "" if rows else left, indent + (1.0 if apart else width_of(chain.left)), apart)
    # No page ends between a left side on a line of its own and what it is equal to.
    text = " \\\\\n".join(rows).replace("\\\\\n", "\\\\*\n", 1 if apart else 0)
    return "\\begin{flalign*}\n" + text + "\n\\end{flalign*}"


def _rows(line: Line, left: str, taken: float, apart: bool) -> list[str]:
    """The lines of one formula; its reason stands beside the last of them, or below where there is no room."""
    relation = line.relation.latex.strip()
    rows = []
    formulas = _broken(line.formula, taken)
    reason = rf" && \reason{{{sentence_of(line.reason)}}}"
    lead = r"\quad " if apart else ""
    for index, formula in enumerate(formulas):
        sign = rf"{left} & {lead}{relation} " if index == 0 else rf"& {lead}\qquad "
        fits = taken + _width_on_line(formula, index) <= BESIDE_REASON
        tex = ("{} " if index else "") + latex_of_layout(formula)
        rows.append((sign + (tex if fits else rf"\wide{{{tex}}}")).strip())
        left = ""
    return [*rows[:-1], rows[-1] + reason] if fits else [*rows, "&" + reason]


def _broken(formula: Layout, taken: float) -> list[Layout]:
    """The lines of a formula: as few as the page allows, or one more where the reason then finds room beside them.

    Only a sum is broken for the sake of its reason; a product would be broken inside a bracket.
    """
    formulas = lines_of(formula, LINE - taken - 3.5, width_of)
    if level_of(formula) is Level.SUM and taken + _width_on_line(formulas[-1], len(formulas) - 1) > BESIDE_REASON:
        narrow = lines_of(formula, BESIDE_REASON - taken - 4.6, width_of)
        last = taken + _width_on_line(narrow[-1], len(narrow) - 1)
        if len(narrow) <= len(formulas) + 1 and last <= BESIDE_REASON:
            return narrow
    return formulas


def _width_on_line(formula: Layout, index: int) -> float:
    return 1.6 + (3.0 if index else 0.0) + width_of(formula)


def _result(story: Story) -> str:
    chain = story.conclusion
    if not chain.lines:
        return ""
    left, sign = latex_of_layout(chain.left), chain.relation.latex.strip()
    tail = tail_of(story)
    formulas = lines_of(chain.result, LINE - width_of(chain.left) - 4, width_of)
    texts = [latex_of_layout(f) for f in formulas]
    if len(texts) == 1:
        boxed = f"{left} {sign} {texts[0]}{tail}"
    else:
        rows = [rf"{left} & {sign} {texts[0]}", *(rf"& \qquad {{}} {t}" for t in texts[1:])]
        boxed = r"\begin{aligned} " + r" \\ ".join(rows) + tail + r" \end{aligned}"
    lines = [rf"\shown{{{boxed}}}"]
    if story.needs:
        lines.append(_centred(_needs(story)))
    return "\n".join(lines)


def tail_of(story: Story) -> str:
    """The decimals and the unit, where the result is a number."""
    text = ""
    if story.value is not None and "inf" not in story.value:
        whole = story.value.lstrip("-").isdigit()
        text = ("" if whole else rf" \approx {story.value}") + (rf"\ {_unit(story)}" if story.unit else "")
    elif story.unit not in ((), ("nats",)):
        text = rf"\quad ({_unit(story)})"
    return text


def _unit(story: Story) -> str:
    return "".join(rf"\text{{{escape_text(p)}}}" if isinstance(p, str) else latex_of_layout(p) for p in story.unit)


def _needs(story: Story) -> str:
    """The condition of the result in words."""
    needs = ", ".join(f"${latex_of_layout(n)}$" for n in story.needs)
    if story.otherwise is None:
        return f"provided {needs}"
    left, value = latex_of_layout(story.chain.left), latex_of_layout(story.otherwise)
    return f"provided {needs}; otherwise ${left} = {value}$"
