r"""LaTeX becomes the tokens of plain text: fractions, roots and scripts get brackets, macros their words and signs."""

from __future__ import annotations

from symbinfo.expressions.errors import QueryError
from symbinfo.query.latex import macros
from symbinfo.query.latex.cases import cases
from symbinfo.query.latex.derivatives_and_limits import at_a_place, bar_with_place
from symbinfo.query.latex.hypergeometric import hypergeometric
from symbinfo.query.latex.mark_walk import is_digit
from symbinfo.query.latex.operand_macros import MacroReader
from symbinfo.query.latex.raw import Mark, marks
from symbinfo.query.latex.written_matrices import MATRICES, matrix
from symbinfo.query.typed import characters as chars
from symbinfo.query.typed.scan import check_number, special
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, Told, name, number, sign, soft

__all__ = ["LatexReader", "read_latex"]

PLAIN_SIGNS = frozenset("()[]|,;:!+-*/<>=~")


def read_latex(text: str, told: Told) -> list[Token]:
    """The tokens of a formula in LaTeX, with or without the dollars around it.

    Raises
    ------
    QueryError
        At what is not read; an unknown macro is named.
    """
    return LatexReader(text, _without_frame(text, marks(text)), told).all()


def _without_frame(text: str, found: list[Mark]) -> list[Mark]:
    """The marks between the signs that open and close the formula."""
    ends: list[Mark | None] = [m for m in found if m.kind == "math"] or [None]
    while len(found) > 1 and (_is_stop(found[-1]) or (found[-1] is ends[-1] and _is_stop(found[-2]))):
        del found[-1 if _is_stop(found[-1]) else -2]
    inner = [m for m in found if m.kind == "math"]
    if len(inner) > 2 or (inner and (found[0].kind != "math" or found[-1].kind != "math")):
        place = inner[1].place if found[0].kind == "math" and len(inner) > 1 else inner[0].place
        raise QueryError("one formula is expected: text and several formulas are not read", text, place)
    return [m for m in found if m.kind != "math"]


def _with_transposes(tokens: list[Token]) -> list[Token]:
    """``(x - m)^T`` is a power; a list is a row or a column as it is needed, and ``[1, 2]^T`` the list."""
    made: list[Token] = []
    commas: list[bool] = []
    listed = False
    for token in tokens:
        if token.kind == "transposed":
            if not listed:
                made += [sign("^", token.place), *soft([name("T", token.place)], token.place)]
            continue
        if token.text in CLOSING_OF:
            commas.append(False)
        elif token.text == "," and commas:
            commas[-1] = True
        elif token.text in CLOSING and commas:
            listed = commas.pop()
        made.append(token)
    return made


def _is_stop(mark: Mark) -> bool:
    """Whether a mark ends a sentence, or is white space before such an end."""
    return (mark.kind == "char" and mark.text in ".,;") or (mark.kind == "macro" and mark.text in macros.SPACES)


class LatexReader(MacroReader):
    """Reads the marks from left to right."""

    def all(self) -> list[Token]:
        """All tokens."""
        made: list[Token] = []
        while self.more:
            if self.here.kind in ("close", "end"):
                shown = "}" if self.here.kind == "close" else rf"\end{{{self.here.text}}}"
                raise self.fail(f"this {shown} closes nothing: remove it, or open one before it")
            made += self.one()
        return _with_transposes(made)

    def one(self) -> list[Token]:
        """The next operand with its scripts, or the next sign."""
        mark = self.here
        if mark.kind == "char" and mark.text in PLAIN_SIGNS:
            return self.plain_sign()
        if mark.kind == "char" and mark.text in "&~":
            self.at += 1
            return []
        if mark.kind == "macro" and mark.text in macros.SPACES:
            self.at += 1
            if mark.text == "left" and self.sees("char", "."):
                self.at += 1
                return at_a_place(self, mark)
            if mark.text in ("left", "right", "middle", "bigl", "bigr") and self.sees("char", "."):
                self.at += 1
            return []
        if mark.kind == "macro" and mark.text in macros.SPACES_WITH_ARGUMENT:
            self.at += 1
            self.skip_option()
            self.words()
            if mark.text == "rule":
                self.words()
            return []
        if mark.kind == "macro" and mark.text in macros.SIGNS:
            return self.macro_sign()
        if mark.kind == "macro" and mark.text == "\\":
            return self.line_break()
        return self.atom(scripts=True)

    def skip_option(self) -> None:
        """``[-1em]``."""
        if self.sees("char", "["):
            while self.more and not self.sees("char", "]"):
                self.at += 1
            self.at += 1

    def plain_sign(self) -> list[Token]:
        """A sign of ASCII; ``||`` and ``<=`` are two characters."""
        mark = self.here
        self.at += 1
        text = mark.text
        if self.more and not self.here.spaced and self.here.kind == "char":
            pair = text + self.here.text
            if pair in ("||", "<=", ">=", "~=", ":=", "!="):
                self.at += 1
                text = pair
        if text == "|" and (at := bar_with_place(self, mark)) is not None:
            return [at]
        return self.scripted_closing([sign(text, mark.place, mark.spaced)])

    def macro_sign(self) -> list[Token]:
        """A sign that is written by a macro."""
        mark = self.here
        self.at += 1
        text = macros.SIGNS[mark.text]
        if text == "|" and mark.text != "lvert" and (at := bar_with_place(self, mark)) is not None:
            return [at]
        told = "percent" if text == "%" else {"lvert": "opens", "rvert": "closes"}.get(mark.text, "")
        return self.scripted_closing([sign(text, mark.place, mark.spaced, told)])

    def scripted_closing(self, made: list[Token]) -> list[Token]:
        """A power behind a closing bracket."""
        if made[0].text in CLOSING or made[0].text in ("|", "!"):
            while self.sees("char", "^"):
                if made[0].text in CLOSING and self.transposed():
                    made.append(Token("transposed", "", made[0].place))
                    continue
                made += self.power()
        return made

    def line_break(self) -> list[Token]:
        r"""``\\\\``: the next line goes on with a relation or an operator."""
        mark = self.here
        self.at += 1
        if self.sees("char", "[") and not self.here.spaced:  # \\[2pt]
            while self.more and not self.sees("char", "]"):
                self.at += 1
            self.at += 1
        ahead = self.at
        while ahead < len(self.marks) and (
            (self.marks[ahead].kind == "char" and self.marks[ahead].text in "&")
            or (self.marks[ahead].kind == "macro" and self.marks[ahead].text in macros.SPACES)
            or (self.marks[ahead].kind in ("open", "close") and ahead + 1 < len(self.marks))
        ):
            ahead += 1
        if ahead < len(self.marks) and self.marks[ahead].kind != "end":
            following = self.marks[ahead]
            shown = macros.SIGNS.get(following.text, following.text) if following.kind == "macro" else following.text
            if shown not in ("=", "<", ">", "<=", ">=", "~=", "!=", "+", "-", "*", "/", ":", "|", "||", ")", "~"):
                raise self.fail("the next line begins a formula of its own: give one formula", mark)
        return []

    def atom(self, scripts: bool) -> list[Token]:
        """An operand: a letter, a number, a group, a macro."""
        mark = self.here
        if (mark.kind == "open" or mark.text == "_") and (found := hypergeometric(self)) is not None:
            return found
        if mark.kind == "open":
            return self.scripted(self.grouped(), scripts)
        if mark.kind == "begin":
            return self.environment()
        self.at += 1
        if mark.kind == "macro":
            return self.macro(mark, scripts)
        if mark.kind != "char":
            raise self.fail("one formula is expected: text and several formulas are not read", mark)
        if is_digit(mark.text) or mark.text == ".":
            return self.scripted([self.number(mark)], scripts)
        if mark.text.isascii() and mark.text.isalpha():
            return self.letter(mark, mark.text, scripts)
        if mark.text in "_^" or mark.text in chars.PRIMES:
            if mark.text == "^" and not scripts:
                raise self.fail("a superscript of a superscript: use braces", mark)
            raise self.fail(f"{mark.text} stands behind what it belongs to", mark)
        if mark.text in PLAIN_SIGNS:
            self.at -= 1
            return self.plain_sign()
        if mark.text.isascii():
            raise self.fail(f"the character {mark.text} is no part of a formula", mark)
        found, end = special(self.text, mark.place, mark.spaced, self.told)
        while self.more and self.here.place < end:
            self.at += 1
        if len(found) == 1 and found[0].kind == "name":
            return self.named(mark, found[0].text, scripts)
        return found

    def number(self, mark: Mark) -> Token:
        """Digits, with a point or a comma in braces between."""
        digits = mark.text
        while self.more:
            if (
                self.here.kind == "char"
                and not self.here.spaced
                and (is_digit(self.here.text) or self.here.text == ".")
            ):
                if self.here.text == "." and ("." in digits or not self._digit_follows()):
                    break
                digits += self.here.text
                self.at += 1
            elif self._decimal_comma():
                digits += "."
                self.at += 3
            else:
                break
        if digits == ".":
            raise self.fail("a number is expected around this point", mark)
        check_number(self.text, digits, mark.place)
        return number(digits, mark.place, mark.spaced)

    def _digit_follows(self) -> bool:
        following = self.marks[self.at + 1 : self.at + 2]
        return bool(following) and following[0].kind == "char" and is_digit(following[0].text)

    def _decimal_comma(self) -> bool:
        """``{,}``."""
        three = self.marks[self.at : self.at + 3]
        return [m.kind for m in three] == ["open", "char", "close"] and three[1].text == ","

    def grouped(self) -> list[Token]:
        """A group in braces as an operand: brackets are added where it is not one."""
        opening = self.here
        inside = self.braces()
        if len(inside) == 1 or not inside or _is_bracket(inside):
            return inside
        if all(t.kind == "sign" and t.text not in CLOSING_OF and t.text not in CLOSING for t in inside):
            return inside
        return soft(inside, opening.place, opening.spaced)

    def environment(self) -> list[Token]:
        """``aligned`` and its like are read as one chain, ``cases`` as Piecewise."""
        mark = self.here
        if mark.text == "cases":
            return cases(self)
        if mark.text in MATRICES:
            return matrix(self)
        if mark.text not in macros.ENVIRONMENTS:
            raise self.fail(rf"the environment {mark.text} is not read: give the formula alone", mark)
        self.at += 1
        if mark.text in ("alignedat", "alignat", "alignat*") and self.sees("open"):
            self.words()
        made: list[Token] = []
        while self.more and not self.sees("end"):
            if self.here.kind == "close":
                raise self.fail("this } closes nothing: remove it, or open one before it")
            made += self.one()
        if not self.sees("end", mark.text):
            raise self.fail(rf"this \begin{{{mark.text}}} is not closed: add \end{{{mark.text}}}", mark)
        self.at += 1
        return made


def _is_bracket(inside: list[Token]) -> bool:
    """Whether tokens are one pair of brackets with what is in it."""
    if inside[0].text != "(" or inside[-1].text != ")":
        return False
    depth = 0
    for at, token in enumerate(inside):
        if token.kind == "sign":
            depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
            if depth == 0:
                return at == len(inside) - 1
    return False
