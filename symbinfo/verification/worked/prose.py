"""Prose and formulas in one line of a worked solution: ``since E[X] = mu, H(X) = 1 + log(mu)`` holds two formulas.

A word is prose where it is no word of the language: three letters or more, or a short word of English. A formula is what
stands between words and has a relation, or fills its line, or is called the result.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from symbinfo.query.typed.characters import GREEK
from symbinfo.query.typed.typed_words import BASES, FUNCTIONS, SPELLINGS, UNITS
from symbinfo.verification.worked.relations import CLOSING, OPENING, is_drawn, relations_in

__all__ = ["Formula", "formulas_of", "is_prose", "pieces_of"]

#: Short words of English, which nobody uses for a quantity.
SHORT = frozenset(
    {"an", "as", "at", "be", "by", "do", "if", "in", "is", "it", "no", "of", "on", "or", "so", "to", "we", "us"}
)
#: Words of mathematics besides those of the language.
MATHEMATICS = frozenset({
    "sum", "int", "min", "max", "var", "cov", "std", "dx", "dy", "dt", "dz", "mod", "kl", "js", "jsd", "mi", "oo", "arg",
    "argmax", "argmin", "sup", "inf", "lim", "dkl", "varphi", "varepsilon",
    "ell", "prod", "det", "abs", "prob",
})  # fmt: skip
#: Words after which what stands there is the result, though it has no left side.
RESULT = frozenset({
    "so", "thus", "hence", "therefore", "finally", "answer", "result", "get", "gives", "obtain", "we", "is", "the", "this",
    "which", "final", "solution", "entropy", "divergence", "information", "yields", "total", "equals",
})  # fmt: skip
NAMED = frozenset({"answer", "result"})

_WORD = re.compile(r"(?<![A-Za-z0-9_\\])[A-Za-z][A-Za-z'’]*(?![A-Za-z0-9_])")
_ARROWS = re.compile(
    r"^\s*(?:(?:=>|==>|->|⇒|⟹|⟶|→|∴|⇔|⟺|\\(?:Rightarrow|implies|therefore|iff|Longrightarrow)(?![A-Za-z]))\s*)+"
)
_THEN = re.compile(r"(?:==?>|⇒|⟹|⟺|⇔|\\(?:Rightarrow|implies|iff|Longrightarrow)(?![A-Za-z]))")
_LABEL = re.compile(r"^\s*(?:[Ss]tep|[Ll]ine|[Pp]art)\s*\d{1,2}\s*[.:)]\s*")
_STAR = re.compile(r"\(\s*\*+\s*\)")
_MARKER = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.(?=\s)|[•◦])\s*")
_COMMENT = re.compile(r"\s(?:#|//|--\s).*$")
_NAMED_BY_MACRO = re.compile(r"\\[A-Za-z]+\s*\{[A-Za-z*]+\}|_\{[A-Za-z, ]+\}")
#: The range of a bound variable, ``x in (0, oo)``, and a named argument, ``noise=[1, 4]``: inside of brackets no prose.
_RANGE = re.compile(r"\b(?:mass\s*,\s*)?[A-Za-z]\w*\s+in(?=\s*[(\[])|\b(?:noise|power|ar)(?==)")
_IN_UNITS = re.compile(r"\bin\s+(nats|bits|nat|bit)\b")


@dataclass(frozen=True)
class Formula:
    """A formula in a line.

    Attributes
    ----------
    text : str
        As it was written, with its relation where it begins with one.
    before : tuple of str
        The words before it, as far as the formula before, in small letters.
    whole : bool
        Whether it fills its line.
    """

    text: str
    before: tuple[str, ...] = ()
    whole: bool = True


@cache
def _mathematical() -> frozenset[str]:
    from symbinfo.query.typed.short_laws import LAWS as SHORT_LAWS
    from symbinfo.query.typed.usual_names import MEASURES as USUAL
    from symbinfo.query.vocabulary import CONSTANTS, LAWS, MEASURES

    words = {*FUNCTIONS, *BASES, *SPELLINGS, *UNITS, *GREEK.values(), *LAWS, *MEASURES, *USUAL, *SHORT_LAWS, *CONSTANTS}
    return frozenset(
        (words - {"entropy"}) | MATHEMATICS | {"Var", "Cov", "Pr", "lambda", "KL", "Entropy", "Piecewise", "Integral"}
    )


def is_prose(word: str, known: Collection[str], following: str = "") -> bool:
    """Whether a word is one of a sentence."""
    plain = word.strip("'’-")
    if (
        plain in known
        or plain in _mathematical()
        or plain.lower() in MATHEMATICS
        or following.startswith(("(", "[", "{"))
    ):
        return False
    return plain.lower() in SHORT if len(plain) < 3 else True


def formulas_of(text: str, known: Collection[str] = ()) -> tuple[tuple[Formula, ...], str]:
    """The formulas of a line of plain text, and its prose.

    Parameters
    ----------
    text : str
        The line.
    known : collection of str
        The names that are declared, which are no prose.

    Examples
    --------
    >>> found, prose = formulas_of("since E[X] = 1/lamda, H(X) = 1 - log(lamda) by linearity")
    >>> [formula.text for formula in found], prose
    (['E[X] = 1/lamda', 'H(X) = 1 - log(lamda)'], 'since by linearity')
    """
    text = _IN_UNITS.sub(
        r"\1", _COMMENT.sub(_as_words, _MARKER.sub("", _LABEL.sub("", _STAR.sub(" ", _ARROWS.sub("", text)))))
    )
    runs = list(_runs(_ARROWS.sub("", text), known))
    words = [word for run in runs for word in (run.split() if isinstance(run, str) else ())]
    found: list[Formula] = []
    before: list[str] = []
    for run in runs:
        if isinstance(run, str):
            before += [re.sub(r"\W+$", "", word).lower() for word in run.split()]
            continue
        for piece in pieces_of(run[0], before, not words):
            found.append(Formula(piece, tuple(before), not words))
            before = []
    return tuple(found), " ".join(words)


def pieces_of(run: str, before: list[str], whole: bool) -> list[str]:
    """The formulas in what stands between words; `whole`: whether there are no words."""
    return [piece for piece in _pieces(run) if _is_formula(piece, before, whole)]


def _as_words(match: re.Match[str]) -> str:
    """A comment behind a formula, in brackets."""
    return f" (so {match.group().strip(' #/-')})" if re.search(r"[A-Za-z]{3}", match.group()) else match.group()


def _runs(text: str, known: Collection[str]) -> Iterator[str | tuple[str]]:
    """Prose as text and what stands between as tuples, in order; remarks in brackets are looked into."""
    at = 0
    for start, end in _remarks(text, known):
        yield from _split(text[at:start], known)
        yield from _split(text[start + 1 : end], known)
        at = end + 1
    yield from _split(text[at:], known)


def _remarks(text: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where outermost brackets hold a word of prose and belong to no name before them."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character in OPENING:
            if depth == 0:
                start = at
            depth += 1
        elif character in CLOSING:
            depth -= 1
            apart = start == 0 or text[start - 1].isspace()
            if depth == 0 and apart and any(_prose_places(text[start + 1 : at], known)):
                yield start, at
            depth = max(depth, 0)


def _is_inside(text: str, at: int) -> bool:
    """Whether a bracket is open at a place."""
    return sum((c in OPENING) - (c in CLOSING) for c in text[:at]) > 0


def _prose_places(text: str, known: Collection[str]) -> list[tuple[int, int]]:
    """Where the words of prose stand."""
    places = []
    text = _NAMED_BY_MACRO.sub(lambda m: "0" * len(m.group()), text)
    text = _RANGE.sub(lambda m: "0" * len(m.group()) if _is_inside(text, m.start()) else m.group(), text)
    for match in _WORD.finditer(text):
        if match.group() in ("a", "I", "A"):
            follows = _WORD.match(text, match.end() + 1) if text[match.end() : match.end() + 1] == " " else None
            if follows and is_prose(follows.group(), known) and match.group() not in known:
                places.append(match.span())
        elif is_prose(match.group(), known, text[match.end() :]):
            places.append(match.span())
    return places


def _split(text: str, known: Collection[str]) -> Iterator[str | tuple[str]]:
    at = 0
    for start, end in _prose_places(text, known):
        if text[at:start].strip(" ,.;:"):
            yield (text[at:start],)
        yield text[start:end] + (":" if text[end : end + 1] == ":" else "")
        at = end
    if text[at:].strip(" ,.;:"):
        yield (text[at:],)


def _pieces(run: str) -> Iterator[str]:
    """The formulas of a run, which commas outside of brackets divide where each part has a relation of its own."""
    parts = _THEN.split(run)
    if len(parts) > 1:
        for part in parts:
            yield from _pieces(part)
        return
    depth, at = 0, 0
    cuts = []
    for place, character in enumerate(run):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0 and character in ",;" and run[place + 1 : place + 2].isspace():
            cuts.append(place)
    for cut in cuts:
        head, tail = run[at:cut], run[cut + 1 :]
        if _related(head) and _related(tail):
            yield _trimmed(head)
            at = cut + 1
    if run[at:].strip(" ,.;:"):
        yield _trimmed(run[at:])


def _related(text: str) -> bool:
    return bool(relations_in(text)) or is_drawn(text)


def _trimmed(text: str) -> str:
    text = text.strip().rstrip(",;:").rstrip()
    text = text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text
    return (
        _ARROWS.sub("", text).lstrip(",;:. ")
        if text[:1] in ",;:." and not re.match(r"\.\d|:=", text)
        else _ARROWS.sub("", text)
    )


def _is_formula(piece: str, before: list[str], whole: bool) -> bool:
    """Whether a piece between words is meant as a formula; ``mu`` in a sentence is none."""
    if not re.search(r"[A-Za-z0-9½⅓¼¾]|\\", piece) and not any(c in GREEK for c in piece):
        return False
    if whole or _related(piece):
        return True
    if NAMED & set(before[-2:]):
        return True
    return bool(before) and set(before) <= RESULT and bool(re.search(r"[0-9(]|\\", piece))
