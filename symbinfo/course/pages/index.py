"""The index: every derivation with its verdict and its files, and every equation of the course with what backs it."""

from __future__ import annotations

from html import escape

from symbinfo.course.pages.made import Result, Whole
from symbinfo.course.pages.section_page import said_in
from symbinfo.course.pages.sources import Equation, Section
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.render import html, markdown
from symbinfo.render.mathml import mathml_of_layout
from symbinfo.render.style import page_of
from symbinfo.render.tex import layout_of_latex

__all__ = ["INDICES", "html_index", "markdown_index", "summary"]

TITLE = "Derivations of the course page"
NOT_BACKED = "not backed"


def summary(whole: Whole) -> str:
    """The state of the whole in one sentence."""
    counts = [f"{len(whole.course.sections)} sections", f"{len(whole.results)} derivations"]
    for verdict in (Outcome.HOLDS, Outcome.UNDECIDED, Outcome.REFUTED, "missing"):
        number = sum(r.verdict == verdict for r in whole.results)
        counts += [f"{number} {verdict if verdict != Outcome.HOLDS else 'hold'}"] if number else []
    total = len(whole.course.equations)
    if total:
        counts.append(f"{total - len(whole.unbacked())} of {total} equations backed")
    return ", ".join(counts)


# HTML.


def html_index(whole: Whole) -> str:
    """The index for a browser."""
    body = [f"<h1>{TITLE}</h1>", f'<p class="intro">{escape(summary(whole))}.</p>']
    for section in whole.course.sections:
        body += _html_section(whole, section)
    if whole.course.equations:
        body += ['<h2 id="equations">The display equations of the page</h2>', '<div class="scroll"><table>']
        body.append("<tr><th></th><th>equation</th><th></th><th>backed by</th></tr>")
        body += [_html_equation(whole, equation) for equation in whole.course.equations]
        body.append("</table></div>")
    return page_of(TITLE, "\n".join(body))


def _html_section(whole: Whole, section: Section) -> list[str]:
    links = " · ".join(f'<a href="{file}">{word}</a>' for word, file in whole.links(section))
    rows = [_html_row(whole, result) for result in whole.of_section(section)]
    head = f"<h2>{said_in(html, section.title)}</h2>"
    return [
        head,
        f'<p class="setting">{links}</p>',
        '<div class="scroll"><table class="list">',
        *rows,
        "</table></div>",
    ]


def _html_row(whole: Whole, result: Result) -> str:
    title = result.text("title", "html") or escape(result.entry.of)
    if result.made is not None:
        title = f'<a href="{result.section.name}.html#{result.entry.name}">{title}</a>'
    file = f"{result.section.name}/{result.entry.name}.json"
    shown = result.certified and "json" in whole.forms
    link = f'<a href="{file}">certificate</a>' if shown else ""
    kind = Outcome.HOLDS if result.holds else "open"
    return (
        f'<tr><td class="plain">{result.number}</td><td>{title}</td>'
        f'<td class="plain {kind}">{escape(_short(result))}</td><td class="plain">{link}</td></tr>'
    )


def _html_equation(whole: Whole, equation: Equation) -> str:
    links = ", ".join(f'<a href="{r.section.name}.html#{r.entry.name}">{r.number}</a>' for r in whole.backing(equation))
    formula = mathml_of_layout(layout_of_latex(equation.tex), display=False)
    backing = f'<td class="plain">{links}</td>' if links else f'<td class="plain open">{NOT_BACKED}</td>'
    says = said_in(html, equation.says)
    return f'<tr><td>({equation.number})</td><td class="plain">{formula}</td><td>{says}</td>{backing}</tr>'


# Markdown.


def markdown_index(whole: Whole) -> str:
    """The index in a flavour of Markdown."""
    flavour = whole.flavour
    blocks = [f"# {TITLE}", f"{markdown.escape_markdown(summary(whole))}."]
    for section in whole.course.sections:
        links = " · ".join(f"[{word}]({file})" for word, file in whole.links(section))
        rows = ["| | derivation | verdict | |", "|---|---|---|---|"]
        rows += [_markdown_row(whole, result) for result in whole.of_section(section)]
        blocks += [f"## {said_in(markdown, section.title, flavour=flavour)}", links, "\n".join(rows)]
    if whole.course.equations:
        rows = ["| | equation | | backed by |", "|---|---|---|---|"]
        rows += [_markdown_equation(whole, equation) for equation in whole.course.equations]
        blocks += ["## The display equations of the page", "\n".join(rows)]
    return "\n\n".join(blocks) + "\n"


def _markdown_row(whole: Whole, result: Result) -> str:
    title = result.text("title", whole.flavour.name) or markdown.escape_markdown(result.entry.of)
    file = f"{result.section.name}/{result.entry.name}.json"
    shown = result.certified and "json" in whole.forms
    place = f"[{result.number}]({_place(whole, result)})" if result.made else result.number
    return f"| {place} | {title} | {_short(result)} | {f'[certificate]({file})' if shown else ''} |"


def _markdown_equation(whole: Whole, equation: Equation) -> str:
    links = ", ".join(f"[{r.number}]({_place(whole, r)})" for r in whole.backing(equation))
    formula = markdown.inline(layout_of_latex(equation.tex), whole.flavour)
    says = said_in(markdown, equation.says, flavour=whole.flavour)
    return f"| ({equation.number}) | {formula} | {says} | {links or f'**{NOT_BACKED}**'} |"


def _place(whole: Whole, result: Result) -> str:
    return f"{result.section.name}.md" + (f"#{result.entry.name}" if whole.flavour.linked else "")


def _short(result: Result) -> str:
    if not result.holds:
        return result.verdict
    points, level = result.check["points"], result.check["level"]
    if not points:
        return f"{Outcome.HOLDS}: {level}" if level else Outcome.HOLDS
    return f"{Outcome.HOLDS}: {level} at {points} point{'s' if points > 1 else ''}, {result.check['digits']} digits"


#: The index of all sections, by format: those that a reader follows links in.
INDICES = {"markdown": markdown_index, "html": html_index}
