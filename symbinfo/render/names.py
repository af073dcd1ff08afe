"""Names of symbols as they are set: greek letters, subscripts, and every other character made harmless."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from sympy.printing.conventions import split_super_sub

from symbinfo.render.layout import Atom, Kind, Layout, Row, Sub, Sup

__all__ = ["escape_math", "name_of", "number", "upright", "word"]

GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau
upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"""
GREEK = dict(zip(GREEK_NAMES.split(), "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
ROMAN_GREEK = {"Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K"}
VARIANTS = {"lamda": "lambda", "varepsilon": "epsilon", "Lamda": "Lambda"}
FROM_UNICODE = {c: n for n, c in GREEK.items()}
CAPITALS = {n: n.capitalize() for n in GREEK if n[0].islower() and n.capitalize() in (GREEK | ROMAN_GREEK)}

# What may not stand in a LaTeX formula as it is; none of the replacements is eaten by Markdown.
UNSAFE = {
    "\\": r"\backslash ",
    "{": r"\lbrace ",
    "}": r"\rbrace ",
    "$": r"\text{\textdollar}",
    "&": r"\text{and}",
    "#": r"\text{no.}",
    "%": r"\text{pct}",
    "_": r"\text{\textunderscore}",
    "^": r"\wedge ",
    "~": r"\sim ",
    "<": " < ",
    ">": " > ",
    "|": r"\vert ",
    "*": r"\ast ",
    "`": "'",
    '"': "''",
}


def escape_math(text: str) -> str:
    """Any text, safe inside a LaTeX formula; characters that TeX does not know become their code points."""
    out = []
    for c in text:
        if c in UNSAFE:
            out.append(UNSAFE[c])
        elif c.isascii() and c.isprintable():
            out.append(c)
        elif c in FROM_UNICODE:
            out.append(rf"\{FROM_UNICODE[c]} ".replace(r"\omicron ", "o"))
        else:
            out.append(f"u{ord(c):04X}")
    return "".join(out)


@lru_cache(maxsize=4096)
def name_of(name: str) -> Layout:
    r"""The layout of a symbol's name: ``sigma1`` as a sigma with subscript 1.

    Examples
    --------
    >>> from symbinfo.render.latex import latex_of_layout
    >>> latex_of_layout(name_of("sigma1")), latex_of_layout(name_of("lamda"))
    ('\\sigma_1', '\\lambda')
    """
    if name in FROM_UNICODE:
        return _letter(name)
    stem, supers, subs = split_super_sub(name)
    layout: Layout = _letter(stem)
    if subs:
        layout = Sub(layout, _list(subs))
    if supers:
        layout = Sup(layout, _list(supers))
    return layout


def capital(name: str) -> Layout:
    """The random variable that runs over the values of the variable `name`: X for x."""
    stem, _, subs = split_super_sub(name)
    stem = VARIANTS.get(stem, stem)
    upper: Layout = _letter(CAPITALS.get(stem, stem.capitalize()))
    return Sub(upper, _list(subs)) if subs else upper


def _list(parts: list[str]) -> Layout:
    items: list[Layout] = []
    for part in parts:
        if items:
            items.append(Atom(", ", ",", ",", Kind.OPERATOR))
        items.append(number(part) if part.isascii() and part.isdigit() else _letter(part))
    return items[0] if len(items) == 1 else Row(tuple(items))


def _letter(stem: str) -> Atom:
    stem = FROM_UNICODE.get(stem, stem)
    spelt = VARIANTS.get(stem, stem)
    if spelt in ROMAN_GREEK:
        return Atom(rf"\mathrm{{{ROMAN_GREEK[spelt]}}}", ROMAN_GREEK[spelt], stem)
    if spelt in GREEK:
        return Atom("o" if spelt == "omicron" else rf"\{spelt}", GREEK[spelt], stem)
    if len(stem) == 1 and stem.isascii() and stem.isalpha():
        return Atom(stem, stem, stem)
    return Atom(rf"\mathit{{{escape_math(stem)}}}", _printable(stem), _printable(stem, ascii=True))


def number(digits: str) -> Atom:
    """A number in digits."""
    return Atom(digits, digits, digits, Kind.NUMBER)


def upright(name: str, text: str | None = None, latex: str | None = None, ascii: str | None = None) -> Atom:
    """The name of a function, upright: ``log``, ``erf``."""
    text = name if text is None else text
    return Atom(
        rf"\operatorname{{{escape_math(name)}}}" if latex is None else latex,
        _printable(text),
        _printable(name if ascii is None else ascii, ascii=True),
        Kind.FUNCTION,
    )


def word(text: str) -> Atom:
    """Words inside a formula, such as the name of an outcome."""
    # Where the text holds a formula (a Greek letter), it is closed and opened again: no dollars inside a formula.
    parts = escape_text(text).split("$")
    latex = "".join(part if i % 2 else rf"\text{{{part}}}" for i, part in enumerate(parts) if part)
    return Atom(latex or r"\text{}", _printable(text), _printable(text, ascii=True), Kind.TEXT)


TEXT_UNSAFE = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\textdollar{}",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\textunderscore{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "`": "'",
    "‖": r"$\Vert$",
    "’": "'",
    "–": "--",
    "—": "---",
    "→": r"$\to$",
    "∞": r"$\infty$",
}


def escape_text(text: str) -> str:
    """Any text, safe in LaTeX text; characters that pdflatex does not know lose their accents or become code points."""
    out = []
    for c in text:
        if c == "\u00a0":
            out.append("~")
        elif c in TEXT_UNSAFE:
            out.append(TEXT_UNSAFE[c])
        elif c.isascii():
            out.append(c if c.isprintable() else " ")
        else:
            plain = unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode()
            greek = rf"$\{FROM_UNICODE[c]}$" if c in FROM_UNICODE and c != "ο" else ""
            out.append(greek or escape_text(plain) or f"U+{ord(c):04X}")
    return "".join(out)


def _printable(text: str, *, ascii: bool = False) -> str:
    """Text for a terminal: control characters, which could rewrite the line, become a question mark."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown.encode("ascii", "backslashreplace").decode() if ascii else shown
