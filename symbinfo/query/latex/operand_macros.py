"""Operands that a macro writes: fractions, roots, Greek letters, words in an alphabet; what is unknown is named."""

from __future__ import annotations

from difflib import get_close_matches

from symbinfo.query.latex import macros
from symbinfo.query.latex.derivatives_and_limits import derivative, limit
from symbinfo.query.latex.letter_names import LetterReader
from symbinfo.query.latex.raw import Mark
from symbinfo.query.latex.sums_and_integrals import binder
from symbinfo.query.latex.words_of_laws import law_in_words
from symbinfo.query.typed import characters as chars
from symbinfo.query.typed.scan import check_name
from symbinfo.query.typed.tokens import Token, name, number, sign, soft
from symbinfo.query.typed.typed_words import UNITS

__all__ = ["MacroReader"]


class MacroReader(LetterReader):
    """Reads macros."""

    def macro(self, mark: Mark, scripts: bool) -> list[Token]:
        """An operand that a macro writes."""
        text = mark.text
        if text in macros.REFUSED:
            raise self.fail(rf"\{text} {macros.REFUSED[text]}", mark)
        if text in macros.LETTERS:
            return self.greek(mark, scripts)
        if text in macros.FUNCTIONS:
            return self.function(mark, macros.FUNCTIONS[text])
        if text in macros.HEADS:
            return self.named(mark, macros.HEADS[text], scripts)
        if text in macros.FRACTIONS:
            if (found := derivative(self, mark)) is not None:
                return found
            return self.scripted(self.fraction(mark), scripts)
        if text in macros.ALPHABETS:
            return self.in_alphabet(mark, scripts)
        if text == "sqrt":
            return self.scripted(self.root(mark), scripts)
        if text in ("binom", "dbinom", "tbinom"):
            above, below = self.group(), self.group()
            inside = [*above, sign(",", mark.place), *below]
            return self.scripted(self.called("binomial", mark, inside), scripts)
        if text in ("sum", "int", "iint"):
            return binder(self, mark)
        if text == "lim":
            return limit(self, mark)
        if text in ("lfloor", "lceil"):
            return self.rounded(mark, "floor" if text == "lfloor" else "ceiling", f"r{text[1:]}")
        if text in ("bar", "hat", "tilde", "overline", "widehat", "widetilde", "vec"):
            stem = self.words()
            suffix = {"overline": "bar", "widehat": "hat", "widetilde": "tilde"}.get(text, text)
            check_name(self.text, f"{stem}_{suffix}", mark.place)
            return self.named(mark, f"{stem}_{suffix}", scripts)
        if text in ("mathbbm", "mathds"):
            raise self.fail(rf"\{text} is not read: write an indicator as cases", mark)
        near = get_close_matches(
            text, [*macros.LETTERS, *macros.FUNCTIONS, *macros.SIGNS, *macros.ALPHABETS, "frac", "sqrt"], n=1
        )
        advice = rf": did you mean \{near[0]}?" if near else ": write it out"
        raise self.fail(rf"the macro \{text} is not known{advice}", mark)

    def greek(self, mark: Mark, scripts: bool) -> list[Token]:
        """A Greek letter; two shapes of one letter in a formula are refused, for the language has one."""
        letter = macros.LETTERS[mark.text]
        if self.letters.setdefault(letter, mark.text) != mark.text:
            other = self.letters[letter]
            raise self.fail(rf"\{mark.text} and \{other} are one letter here: use another name for one of them", mark)
        return self.named(mark, letter, scripts)

    def called(self, head: str, mark: Mark, inside: list[Token]) -> list[Token]:
        """A call."""
        return [name(head, mark.place, "", mark.spaced), sign("(", mark.place), *inside, sign(")", mark.place)]

    def fraction(self, mark: Mark) -> list[Token]:
        r"""``\\frac{a}{b}``."""
        above, below = self.group(), self.group()
        if not above or not below:
            raise self.fail("a fraction has two parts: this one is empty", mark)
        parts = [part if len(part) == 1 else soft(part, mark.place) for part in (above, below)]
        return soft([*parts[0], sign("/", mark.place), *parts[1]], mark.place, mark.spaced)

    def root(self, mark: Mark) -> list[Token]:
        r"""``\\sqrt{a}`` and ``\\sqrt[n]{a}``."""
        degree: list[Token] = []
        if self.sees("char", "["):
            self.at += 1
            while self.more and not self.sees("char", "]"):
                degree += self.one()
            if not self.more:
                raise self.fail("this [ is not closed: add ]", mark)
            self.at += 1
        inside = self.group()
        if degree:
            power = soft([number("1", mark.place), sign("/", mark.place), *soft(degree, mark.place)], mark.place)
            return soft([*soft(inside, mark.place), sign("^", mark.place), *power], mark.place, mark.spaced)
        return self.called("sqrt", mark, inside)

    def rounded(self, mark: Mark, head: str, closing: str) -> list[Token]:
        """What stands between the signs of a rounding."""
        inside: list[Token] = []
        while self.more and not self.sees("macro", closing):
            if self.here.kind in ("close", "end"):
                break
            inside += self.one()
        if not self.sees("macro", closing):
            raise self.fail(rf"this \{mark.text} is not closed: add \{closing}", mark)
        self.at += 1
        return self.called(head, mark, inside)

    def in_alphabet(self, mark: Mark, scripts: bool) -> list[Token]:
        r"""``\mathrm{KL}``, ``\mathcal{N}``, ``\operatorname{erf}``, ``\text{bits}``; spaces make several words."""
        if self.sees("char", "*"):
            self.at += 1
        opened = self.at
        words = self.words()
        if not words:
            return []
        if words in ("Student-", "Student's", "Student") and self.sees("char", "t"):
            self.at += 1  # Student's t, whose letter stands outside
            return [name("StudentT", mark.place, "word", mark.spaced)]
        if not (words.isascii() and words.isalnum()) and self._opens_bracket() and (law := law_in_words(words)):
            return [name(law, mark.place, "word", mark.spaced)]
        if " " in words or any(c in words for c in "()|,=+-*/^"):
            if mark.text.startswith("text") or mark.text == "mbox":
                return self.spoken(mark, words)
            self.at = opened
            return self.grouped() if self.sees("open") else self.group()
        plain = "".join(chars.plain_letter(c) or c for c in words)
        if plain.replace(".", "").isdigit():
            return self.scripted([number(plain, mark.place, mark.spaced)], scripts)
        if plain in ("I", "J") and mark.text in ("mathcal", "mathscr", "mathfrak"):
            return self.named(mark, plain, scripts, "script")
        if plain == "E" and mark.text in ("mathbb", "operatorname", "mathrm", "mathsf", "mathbf"):
            return self.named(mark, plain, scripts, "operator")
        return self.spelt(mark, plain, scripts)

    def _opens_bracket(self) -> bool:
        """Whether a bracket opens next, in whatever size."""
        ahead = self.at
        while ahead < len(self.marks) and self.marks[ahead].kind == "macro" and self.marks[ahead].text in macros.SPACES:
            ahead += 1
        return ahead < len(self.marks) and self.marks[ahead].text in ("(", "[")

    def spoken(self, mark: Mark, words: str) -> list[Token]:
        """Words of a sentence: ``and``, ``if`` and the like are refused, a unit is read."""
        bare = words.strip(" .,;()")
        if bare in UNITS:
            return [name(bare, mark.place, "", mark.spaced)]
        if bare in ("", "as", "where"):
            return []
        raise self.fail("words are no part of a formula: give the formula alone, and what is assumed by --given", mark)
