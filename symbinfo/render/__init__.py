"""Derivations on paper, on the screen and as data: one file a format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbinfo.derivation import Derivation

__all__ = ["FORMATS", "render"]


def _text(derivation: Derivation, **options: Any) -> str:
    from symbinfo.render.text import text_of

    return text_of(derivation, **options)


def _latex(derivation: Derivation) -> str:
    from symbinfo.render.article import article_of

    return article_of(derivation)


def _fragment(derivation: Derivation) -> str:
    from symbinfo.render.fragment import fragment_of

    return fragment_of(derivation)


def _notebook(derivation: Derivation) -> str:
    from symbinfo.render.fragment import notebook_of

    return notebook_of(derivation)


def _markdown(derivation: Derivation) -> str:
    from symbinfo.render.markdown import markdown_of

    return markdown_of(derivation)


def _html(derivation: Derivation) -> str:
    from symbinfo.render.html import html_of

    return html_of(derivation)


def _json(derivation: Derivation) -> str:
    from symbinfo.render.json import json_of

    return json_of(derivation)


FORMATS: dict[str, Callable[..., str]] = {
    "text": _text,
    "latex": _latex,
    "latex-fragment": _fragment,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
    "notebook-latex": _notebook,
}


def render(derivation: Derivation, form: str, **options: Any) -> str:
    """The derivation in one of the formats.

    Parameters
    ----------
    derivation : Derivation
        What to show.
    form : str
        A key of `FORMATS`.
    **options
        ``encoding`` for text.

    Returns
    -------
    str
        The same for the same derivation, byte for byte.

    Raises
    ------
    ValueError
        When the format is not known.
    """
    if form not in FORMATS:
        raise ValueError(f"no format {form!r}: choose from {', '.join(FORMATS)}")
    return FORMATS[form](derivation, **options)
