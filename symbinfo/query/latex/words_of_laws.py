r"""Names of laws in words: ``\text{Inv-Gamma}``, ``\text{von Mises}``, ``\text{Fréchet}``, ``\mathrm{Log\text{-}Normal}``."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["law_in_words"]

#: Words that say that a law is meant, and nothing else.
SILENT = ("distribution", "law")


def law_in_words(words: str) -> str:
    """The name of the law that words mean, or nothing.

    Examples
    --------
    >>> law_in_words("von Mises"), law_in_words("Inv-Gamma"), law_in_words("for all")
    ('VonMises', 'InvGamma', '')
    """
    key = _key(words)
    for word in SILENT:
        key = key.removesuffix(word) or key
    return _names().get(key, "")


def _key(words: str) -> str:
    plain = unicodedata.normalize("NFD", words)
    return "".join(c for c in plain if c.isascii() and c.isalnum()).lower()


@cache
def _names() -> dict[str, str]:
    from symbinfo.query.typed.short_laws import LAWS as SHORT
    from symbinfo.query.vocabulary import LAWS  # loads SymPy, which other formulas do without

    long: dict[str, str] = {}
    for name in LAWS:  # those of the catalogue first, other names of theirs behind
        if len(name) > 3:
            long.setdefault(_key(name), name)
    others = {_key(name): name for name in SHORT if len(name) > 3}
    return {"student": "StudentT", "studentst": "StudentT", "fisherf": "FDistribution", **others, **long}
