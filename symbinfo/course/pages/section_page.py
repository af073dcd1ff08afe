"""A section as a page, in each format: title, introduction, and every derivation under its number with its verdict."""

from __future__ import annotations

from html import escape
from typing import Any

from symbinfo.course.pages.made import Result, Whole
from symbinfo.course.pages.sources import Section
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.render import article, html, markdown
from symbinfo.render.names import GREEK
from symbinfo.render.style import page_of
from symbinfo.render.words import parts_of

__all__ = ["PAGES", "html_page", "latex_page", "markdown_page", "said_in"]


def said_in(form: Any, text: str, **options: Any) -> str:
    """A sentence with its formulas, in the format of a module of `symbinfo.render`."""
    said = article.sentence_of if form is article else form.said
    return str(said(tuple(parts_of(text, GREEK)), **options))


def backed(result: Result) -> str:
    """Which equations of the page a derivation backs: ``equations (1) and (2)``."""
    numbers = [f"({number})" for number in result.entry.backs]
    if not numbers:
        return ""
    last = numbers.pop()
    return f"equations {', '.join(numbers)} and {last}" if numbers else f"equation {last}"


# Markdown.


def markdown_page(whole: Whole, section: Section) -> str:
    """The page in a flavour of Markdown."""
    flavour = whole.flavour
    blocks = [f"# {said_in(markdown, section.title, flavour=flavour)}"]
    blocks += [said_in(markdown, section.intro, flavour=flavour)] if section.intro else []
    for result in whole.of_section(section):
        if result.made is not None:
            blocks += _markdown_result(whole, result)
    return "\n\n".join(blocks) + "\n"


def _markdown_result(whole: Whole, result: Result) -> list[str]:
    flavour, entry = whole.flavour, result.entry
    form = flavour.name
    notes = [markdown.escape_markdown(result.says())]
    if result.certified and "json" in whole.forms:
        notes.append(f"[certificate]({result.section.name}/{entry.name}.json)")
    notes += [f"backs {backed(result)}"] if entry.backs else []
    says = [result.text("says", form)] if entry.says else []
    title = f"{result.number} {result.text('title', form)}"
    head = flavour.heading.replace("{name}", entry.name).replace("{title}", title)
    picture = (
        [f"![{markdown.escape_markdown(result.picture['words'])}]({result.picture_file})"] if result.picture else []
    )
    picture += [result.text("shows", form)] if result.picture and entry.shows else []
    small = flavour.small.replace("{}", f"{'; '.join(notes)}.")
    return [head, *says, result.text("body", form), *picture, small]


# LaTeX.


def latex_page(whole: Whole, section: Section) -> str:
    """The page as a document."""
    parts = [rf"\begin{{center}}\LARGE {said_in(article, section.title)}\end{{center}}"]
    parts += [said_in(article, section.intro)] if section.intro else []
    for result in whole.of_section(section):
        if result.made is not None:
            parts += _latex_result(result)
    return article.document_of(parts)


def _latex_result(result: Result) -> list[str]:
    form, entry = "latex", result.entry
    notes = [result.says(), *([f"backs {backed(result)}"] if entry.backs else [])]
    says = [result.text("says", form) + article.TOGETHER] if entry.says else []
    head = rf"\subsection*{{\raggedright {result.number}\quad {result.text('title', form)}}}"
    small = rf"{{\footnotesize\itshape {article.sentence_of(('; '.join(notes) + '.',))}\par}}"
    return [head, *says, result.text("body", form) + article.TOGETHER, small]


# HTML.


def html_page(whole: Whole, section: Section) -> str:
    """The page for a browser, without scripts."""
    others = [s for s in whole.course.sections if whole.of_section(s)]
    at = others.index(section)
    around = [("index.html", "All sections")]
    around += [(f"{others[at - 1].name}.html", f"← {others[at - 1].title}")] if at else []
    around += [(f"{others[at + 1].name}.html", f"{others[at + 1].title} →")] if at + 1 < len(others) else []
    nav = " · ".join(f'<a href="{href}">{escape(words)}</a>' for href, words in around)
    body = [f"<nav>{nav}</nav>", f"<h1>{said_in(html, section.title)}</h1>"]
    body += [f'<p class="intro">{said_in(html, section.intro)}</p>'] if section.intro else []
    body += [_html_result(whole, r) for r in whole.of_section(section) if r.made is not None]
    return page_of(section.title, "\n".join(body))


def _html_result(whole: Whole, result: Result) -> str:
    form, entry = "html", result.entry
    kind = Outcome.HOLDS if result.holds else "open"
    notes = [f'<span class="{kind}">{escape(result.says())}</span>']
    if result.certified and "json" in whole.forms:
        notes.append(f'<a href="{result.section.name}/{entry.name}.json">certificate</a>')
    notes += [f'backs <a href="index.html#equations">{backed(result)}</a>'] if entry.backs else []
    says = f'<p class="intro">{result.text("says", form)}</p>\n' if entry.says else ""
    picture = ""
    if result.picture:
        caption = f"<figcaption>{result.text('shows', form)}</figcaption>" if entry.shows else ""
        words = escape(result.picture["words"])
        picture = f'<figure><img src="{result.picture_file}" alt="{words}">{caption}</figure>\n'
    return (
        f'<article id="{entry.name}">\n<h2><span class="number">{result.number}</span>{result.text("title", form)}</h2>\n'
        f"{says}{result.text('body', form)}\n{picture}"
        f'<p class="verdict">{" · ".join(notes)}</p>\n</article>'
    )


#: The page of a section, by format.
PAGES = {"markdown": markdown_page, "latex": latex_page, "html": html_page}
