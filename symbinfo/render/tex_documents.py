"""The kinds of LaTeX: an article, a deck of slides, or a fragment to paste."""

from __future__ import annotations

from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.render.article import article_of
from symbinfo.render.deck import deck_of
from symbinfo.render.fragment import fragment_of

__all__ = ["latex_of"]


def latex_of(derivation: Derivation, *, fragment: bool = False, beamer: bool = False, **manner: Any) -> str:
    """The derivation in LaTeX.

    Parameters
    ----------
    derivation : Derivation
        What to set.
    fragment : bool
        Without a preamble, with a comment that names the packages it needs.
    beamer : bool
        As slides.
    **manner
        See `Manner`.
    """
    return (fragment_of if fragment else deck_of if beamer else article_of)(derivation, **manner)
