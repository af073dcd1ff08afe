"""Plain text becomes tokens: ASCII as the language writes it, and Unicode as people type or paste it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterator
from functools import partial

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed import characters as chars
from symbinfo.query.typed.scan_openers import opener, place_below
from symbinfo.query.typed.tokens import Token, Told, name, number, sign, soft
from symbinfo.query.typed.typed_words import BASES, FUNCTIONS, INDEXED, REFUSED_WORDS, SPELLINGS

__all__ = ["check_name", "check_number", "scan", "special", "stray", "word"]

LONGEST_NUMERAL, LARGEST_EXPONENT, LONGEST_NAME = 40, 400, 40

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SIGN = re.compile(r"\*\*|\|\||==|:=|!=|<=|>=|~=|[-+*/%^(){}\[\],:;|&=<>!~]")
#: ``₂F₁(`` and ``2F1(``.
_HYPERGEOMETRIC = re.compile(r"(?:[0-9]F[0-9]|[₀-₉]F[₀-₉])(?=\()")
#: An index behind the name of a letter: typed, or below the line.
_INDEX = re.compile(r"_?[0-9]+(?:_[A-Za-z0-9]+)*|(?:_[A-Za-z0-9]+)+")
#: ``log_2``, ``log_b``, ``log2``: a logarithm and its base.
_LOGARITHM = re.compile(r"(?:log|Log|LOG)_?([0-9]+|(?<=_)[A-Za-z])\Z")
#: ``plogp``, ``nlogn``, ``ln2``.
_RUN_TOGETHER = re.compile(
    r"(?=.*[A-Za-z0-9])(?!(?:log|ln)\Z)([a-z]?)(log|ln)([a-z]?|(?:(?<=ln)|(?<=[a-z]log))[0-9]+)\Z"
)


def scan(text: str, told: Told) -> list[Token]:
    """The tokens of a plain text.

    Raises
    ------
    QueryError
        At the first character that is of no use in a query.
    """
    return list(_tokens(text, told))


def _tokens(text: str, told: Told) -> Iterator[Token]:
    end = len(text.rstrip())
    while end and text[end - 1] == "." and not text[: end - 1].endswith("."):
        end = len(text[: end - 1].rstrip())
        told.changed = True
    yield from _between(text, 0, end, told)


def _between(text: str, place: int, end: int, told: Told) -> Iterator[Token]:
    """The tokens between two places."""
    spaced, inside = False, text[:end]
    while place < end:
        if text[place] in chars.SPACES:
            place, spaced = place + 1, True
            continue
        found, place = _one(inside, place, spaced, told)
        yield from found
        spaced = False


def _part(text: str, start: int, end: int, told: Told) -> list[Token]:
    return list(_between(text, start, end, told))


def _one(text: str, place: int, spaced: bool, told: Told) -> tuple[list[Token], int]:
    """The tokens that begin at a place, and where they end."""
    part = partial(_part, told=told)
    if (found := opener(text, place, spaced, part) or place_below(text, place, part)) is not None:
        told.changed = True
        return [found[0]], found[1]
    if match := _HYPERGEOMETRIC.match(text, place):
        told.changed = True
        return [name("hyper", place, "word", spaced)], match.end()
    if text[place] == "∂":
        told.changed = True
        return [name("∂", place, spaced=spaced)], place + 1
    if text.startswith("^{", place):
        inside, end = _braced(text, place + 1, part)
        told.changed = True
        return [sign("^", place), *soft(inside, place)], end
    if match := _NUMBER.match(text, place):
        check_number(text, match.group(), place)
        follows = text[match.end() : match.end() + 1]
        if match.group().isdigit() and follows in chars.FRACTIONS:  # 1½
            told.note(f"{match.group()}{follows} is read as {match.group()} + {follows}")
            part_of_one, _ = special(f" {follows}", 1, False, told)
            both = [number(match.group(), place), sign("+", place), *part_of_one]
            return soft([token._replace(place=place) for token in both], place, spaced), match.end() + 1
        return [number(match.group(), place, spaced)], match.end()
    if match := _NAME.match(text, place):
        return _name(text, match.group(), place, match.end(), spaced, told)
    if text[place] in chars.PRIMES and not spaced and place and (text[place - 1].isalnum()):
        raise QueryError("a prime stands behind a name: write x', or another name such as x2", text, place)
    if not text[place].isascii():
        told.changed = True
        return special(text, place, spaced, told)
    match = _SIGN.match(text, place)
    if match is None:
        raise QueryError(stray(text, place), text, place)
    return [sign(match.group(), place, spaced)], match.end()


def special(text: str, place: int, spaced: bool, told: Told) -> tuple[list[Token], int]:
    """The tokens of a character beyond ASCII."""
    character = text[place]
    if character in chars.SIGNS:
        return [sign(chars.SIGNS[character], place, spaced)], place + 1
    if character in chars.FRACTIONS:
        above, below = chars.FRACTIONS[character]
        inside = [number(str(above), place), sign("/", place), number(str(below), place)]
        if place and text[place - 1].isdigit():
            raise QueryError(f"a name before {character}: write a product", text, place)
        return soft(inside, place, spaced), place + 1
    if character in chars.SUPERSCRIPTS:
        return _superscript(text, place)
    if character == "√":
        return [Token("function", "sqrt", place, spaced, "one")], place + 1
    if character == "∞":
        return [name("oo", place, spaced=spaced)], place + 1
    if letter := chars.plain_letter(character):
        stem, end = letter, place + 1
        if not letter.islower() and len(letter) == 1 and (match := _NAME.match(text, end)):
            return _name(text, letter + match.group(), place, match.end(), spaced, told)
        if text.startswith("_{", end):
            return _with_braces(text, stem, place, end + 1, spaced, told)
        if match := _INDEX.match(text, end):
            index = match.group()
            stem, end = stem + (index[1:] if index[1:].isdigit() else index), match.end()
        return _with_index(text, stem, place, end, spaced, "letter")
    raise QueryError(stray(text, place), text, place)


def _braced(text: str, place: int, part: Callable[[str, int, int], list[Token]]) -> tuple[list[Token], int]:
    """What stands in the braces that open at a place, and where they end."""
    depth = 0
    for here in range(place, len(text)):
        depth += (text[here] == "{") - (text[here] == "}")
        if depth == 0:
            return part(text, place + 1, here), here + 1
    raise QueryError("this brace is not closed: add }", text, place)


def _with_braces(text: str, stem: str, place: int, end: int, spaced: bool, told: Told) -> tuple[list[Token], int]:
    """``x_{1}``, ``D_{KL}``, ``E_{x~p}``: a name with its index in braces."""
    told.changed = True
    inside, following = _braced(text, end, partial(_part, told=told))
    words = [t.text for t in inside if t.text != ","]
    if not inside or any(t.kind == "sign" and t.text != "," for t in inside):
        if stem not in INDEXED or not inside:
            raise QueryError("an index is a number, a letter or a word: write another name", text, end)
        return [Token("name", stem, place, spaced, "letter", tuple(inside))], following
    index = "_".join(words)
    check_name(text, stem + (index if index.isdigit() else f"_{index}"), place)
    return _with_index(text, stem + (index if index.isdigit() else f"_{index}"), place, following, spaced, "letter")


def _superscript(text: str, place: int) -> tuple[list[Token], int]:
    """``^`` and the characters above the line, in brackets: each is a token of its own."""
    end = place
    while end < len(text) and text[end] in chars.SUPERSCRIPTS:
        end += 1
    plain = "".join(chars.SUPERSCRIPTS[c] for c in text[place:end])
    inside: list[Token] = []
    for match in re.finditer(r"[0-9]+|[a-z]|[-+()]", plain):
        kind = "number" if match.group()[0].isdigit() else "name" if match.group().isalpha() else "sign"
        inside.append(Token(kind, match.group(), place + match.start()))
    return [sign("^", place), *soft(inside, place)], end


def _with_index(text: str, stem: str, place: int, end: int, spaced: bool, mark: str) -> tuple[list[Token], int]:
    """A name with what stands below the line behind it, and its primes."""
    below = end
    while below < len(text) and text[below] in chars.SUBSCRIPTS:
        below += 1
    index = "".join(chars.SUBSCRIPTS[c] for c in text[end:below])
    if index:
        stem += index if index.isdigit() else f"_{index}"
    primes = 0
    while below < len(text) and text[below] in chars.PRIMES:
        primes += chars.PRIMES[text[below]]
        below += 1
    if primes:
        stem += "_prime" if primes == 1 else f"_prime{primes}"
    check_name(text, stem, place)
    return [name(stem, place, mark, spaced)], below


def _name(text: str, found: str, place: int, end: int, spaced: bool, told: Told) -> tuple[list[Token], int]:
    follows = text[end : end + 1]
    if follows == "{" and found.endswith("_") and len(found) > 1:
        return _with_braces(text, found[:-1], place, end, spaced, told)
    if follows in chars.SUBSCRIPTS or follows in chars.PRIMES:
        told.changed = True
        if found in ("log", "Log") and follows in chars.SUBSCRIPTS:
            below = end
            while below < len(text) and text[below] in chars.SUBSCRIPTS:
                below += 1
            index = "".join(chars.SUBSCRIPTS[c] for c in text[end:below])
            found, end = f"log_{index}", below
        else:
            return _with_index(text, found, place, end, spaced, "")
    if found == "in":
        return [sign("in", place, spaced)], end
    match = _RUN_TOGETHER.match(found)
    if match and not (match.group(3) and follows == "("):  # xlogy(x, y) is a call
        return _run_together(match, text, place, spaced, told), end
    return [word(text, found, place, spaced, told)], end


def _run_together(match: re.Match[str], text: str, place: int, spaced: bool, told: Told) -> list[Token]:
    """``plogp`` and ``ln2``: a factor, a logarithm, and its argument."""
    factor, function, argument = match.groups()
    shown = f"{function}({argument})" if argument else f"{function}"
    told.note(f"{match.group()} is read as {f'{factor}*' if factor else ''}{shown}")
    made = [name(factor, place, "", spaced)] if factor else []
    made.append(word(text, function, place + len(factor), spaced and not factor, told))
    if argument:
        at = place + match.start(3) - match.start()
        made.append(number(argument, at) if argument.isdigit() else name(argument, at))
    return made


def word(text: str, found: str, place: int, spaced: bool, told: Told) -> Token:
    """The token of a word: a name, or a function that waits for its argument."""
    if match := _LOGARITHM.match(found):
        if found != "log2":
            told.changed = True
        digits = match.group(1)
        base = (number(digits, place) if digits.isdigit() else name(digits, place),)
        return Token("function", "log", place, spaced, base=base)
    if found in BASES:
        told.changed = True
        return Token("function", "log", place, spaced, base=(number(BASES[found], place),))
    if found in ("if", "otherwise", "and"):
        return sign(found, place, spaced)
    if found in REFUSED_WORDS:
        raise QueryError(REFUSED_WORDS[found], text, place)
    if found in FUNCTIONS:
        if FUNCTIONS[found] != found:
            told.changed = True
        return Token("function", FUNCTIONS[found], place, spaced)
    if found in SPELLINGS:
        told.changed = True
        found = SPELLINGS[found]
    check_name(text, found, place)
    return name(found, place, spaced=spaced)


def stray(text: str, place: int) -> str:
    """What to say of a character that is of no use."""
    character = text[place]
    if character in "\"'`\u201c\u201d\u2018\u2019":
        return "text in quotes is no part of a query: write names and numbers"
    if character in "\u220f":
        return f"the sign {character} is not read: write the product out, or a sum of logarithms"
    if " " < character <= "~":
        return f"the character {character} is no part of a query"
    return f"the character U+{ord(character):04X} is no part of a query: write it in ASCII, or in LaTeX"


#: What to write for words that join outcomes 0 and 1.
OF_BITS = {"and": "write min(X, Z) for X and Z", "or": "write max(X, Z) for X or Z", "not": "write 1 - X for not X"}


def check_name(text: str, found: str, place: int) -> None:
    """A name is of the language.

    Raises
    ------
    QueryError
        When it is not.
    """
    if found.startswith("_") or found.endswith("_") or "__" in found:
        shown = found if len(found) <= LONGEST_NAME else f"{found[:LONGEST_NAME]}..."
        message = f"{shown} is no name: names begin with a letter and have single inner underscores"
        raise QueryError(message, text, place)
    if len(found) > LONGEST_NAME:
        raise QueryError(f"a name has at most {LONGEST_NAME} characters: this one has {len(found)}", text, place)
    if keyword.iskeyword(found) and found not in ("True", "False"):
        raise QueryError(f"{found} is a word of Python: {OF_BITS.get(found, 'choose another name')}", text, place)
    if found.lower() in ("nan", "zoo", "inf", "infinity"):
        raise QueryError(f"{found} is no name of a quantity: infinity is written oo", text, place)


def check_number(text: str, numeral: str, place: int) -> None:
    """A numeral is neither too long nor too large.

    Raises
    ------
    QueryError
        When it is.
    """
    mantissa, _, exponent = numeral.lower().partition("e")
    if len(mantissa.replace(".", "")) > LONGEST_NUMERAL:
        raise QueryError(f"a number has at most {LONGEST_NUMERAL} digits", text, place)
    if exponent and (len(exponent) > 8 or abs(int(exponent)) > LARGEST_EXPONENT):
        raise QueryError(f"a power of ten lies between -{LARGEST_EXPONENT} and {LARGEST_EXPONENT}", text, place)
