"""Characters that people type or paste, and what each means: one table for plain text and for LaTeX."""

from __future__ import annotations

import unicodedata

__all__ = ["FRACTIONS", "GREEK", "LETTERS", "PRIMES", "SIGNS", "SPACES", "SUBSCRIPTS", "SUPERSCRIPTS", "plain_letter"]

GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho sigma tau
upsilon phi chi psi omega Gamma Delta Theta Lamda Xi Pi Sigma Upsilon Phi Psi Omega"""
#: Greek letters by their characters.
GREEK: dict[str, str] = dict(zip("αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", GREEK_NAMES.split(), strict=True)) | {
    "µ": "mu",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "ϖ": "pi",
    "ς": "sigma",
}
#: Other letters.
LETTERS: dict[str, str] = {"ℓ": "ell", "𝔼": "E", "ℰ": "E", "𝒩": "N", "ℙ": "P", "ℋ": "H", "ℐ": "I", "𝒰": "U"}
#: Signs of the language by the characters for them.
SIGNS: dict[str, str] = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-",
    "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "•": "*", "⁎": "*", "÷": "/", "∕": "/", "⁄": "/",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">=", "≠": "!=", "≈": "~=", "≃": "~=", "≅": "~=",
    "≡": "=", "∈": "in", "≔": "=", "≜": "=", "≝": "=", "‖": "||", "∥": "||", "∣": "|", "❘": "|", "｜": "|",
    "∼": "~", "；": ";", "，": ",", "：": ":", "（": "(", "）": ")", "＝": "=", "＋": "+", "⟨": "(", "⟩": ")",
}  # fmt: skip
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣᵃᵇᵏᵐᵖᵗ", "0123456789+-()nixabkmpt", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789aeoxhklmnpstijruv", strict=True))
FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
PRIMES = {"'": 1, "′": 1, "’": 1, "″": 2}
#: White space, and what is not seen at all.
SPACES = frozenset(
    " \t\r\n\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\u2060\u2062\ufeff"
)


def plain_letter(character: str) -> str:
    """The ASCII letter or the Greek name that a character is a variant of (bold, italic, double-struck), or nothing."""
    if character in LETTERS:
        return LETTERS[character]
    plain = unicodedata.normalize("NFKC", character)
    if plain in GREEK:
        return GREEK[plain]
    return plain if len(plain) == 1 and plain.isascii() and plain.isalpha() else ""
