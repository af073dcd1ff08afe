"""Letters with their indices, primes and powers, words that are written letter by letter, and functions with their base."""

from __future__ import annotations

from symbinfo.query.latex import macros
from symbinfo.query.latex.mark_walk import MarkWalk, is_digit
from symbinfo.query.latex.raw import Mark
from symbinfo.query.latex.scripts import index_name, index_words
from symbinfo.query.typed import characters as chars
from symbinfo.query.typed.scan import check_name, word
from symbinfo.query.typed.short_laws import LAWS as LAW_NAMES
from symbinfo.query.typed.tokens import Token, name, number, sign, soft
from symbinfo.query.typed.typed_words import FUNCTIONS as PLAIN_FUNCTIONS
from symbinfo.query.typed.typed_words import INDEXED, UNITS
from symbinfo.query.typed.usual_names import MEASURES

__all__ = ["LetterReader"]

#: Signs above the line that belong to a name, and two that belong to measures.
ABOVE = {"*": "star", "ast": "star", "star": "star", "prime": "prime", "dagger": "dagger", "circ": "circ"}
OF_MEASURES = {"times": "times", "R": "renyi"}


class LetterReader(MarkWalk):
    """Reads names."""

    def letter(self, mark: Mark, text: str, scripts: bool) -> list[Token]:
        r"""A letter, or a word that is written letter by letter before a bracket: ``KL(P\\|Q)``."""
        if self.names and (indexed := self.declared_with_index(text)) is not None:
            self.at = indexed[1]
            return self.named(mark, indexed[0], scripts, "")
        if self.names and (declared := self.declared(text)):
            self.at += len(declared) - 1
            return self.named(mark, declared, scripts, "")
        if self.more and self._is_digit(self.at):
            return self.with_digits(mark, text, scripts)
        run = text
        ahead = self.at
        while ahead < len(self.marks) and self._goes_on(ahead):
            run += self.marks[ahead].text
            ahead += 1
        if len(run) > 1 and is_word(run, ahead < len(self.marks) and self.marks[ahead].text in "(["):
            self.at = ahead
            return self.spelt(mark, run, scripts)
        if run in UNITS and len(run) > 2 and ahead == len(self.marks):
            self.at = ahead  # the unit behind a claim, and no product of its letters
            return [name(run, mark.place, "word", mark.spaced)]
        return self.named(mark, text, scripts)

    def with_digits(self, mark: Mark, text: str, scripts: bool) -> list[Token]:
        """``x1``: a digit behind a letter is its index, for a product has its number before."""
        while self.more and self._is_digit(self.at):
            text += self.here.text
            self.at += 1
        self.told.note(f"{text} is read as {text[0]} with an index")
        return self.named(mark, text, scripts)

    def declared(self, text: str) -> str:
        """The declared name of several letters and digits that begins here and goes no further, or nothing."""
        ahead, found = self.at, ""
        while ahead < len(self.marks) and (
            self._goes_on(ahead) or self._is_digit(ahead) or self.marks[ahead].text == "_"
        ):
            text += self.marks[ahead].text
            ahead += 1
            found = text if text in self.names else found
        return found if len(found) == len(text) or not text[len(found)].isalnum() else ""

    def declared_with_index(self, text: str) -> tuple[str, int] | None:
        """The declared name of several letters whose index stands in braces, ``rate_{1}``, and where it ends."""
        ahead = self.at
        while ahead < len(self.marks) and self._goes_on(ahead):
            text += self.marks[ahead].text
            ahead += 1
        if len(text) < 2 or [m.text for m in self.marks[ahead : ahead + 1]] != ["_"]:
            return None
        braced = ahead + 1 < len(self.marks) and self.marks[ahead + 1].kind == "open"
        end = ahead + 1 + braced
        index = ""
        while end < len(self.marks) and self.marks[end].kind == "char" and self.marks[end].text.isalnum():
            index += self.marks[end].text
            end += 1
            if not braced:
                break
        if braced and (end >= len(self.marks) or self.marks[end].kind != "close"):
            return None
        found = next((name for name in (f"{text}{index}", f"{text}_{index}") if name in self.names), None)
        return None if found is None else (found, end + braced)

    def _is_digit(self, at: int) -> bool:
        mark = self.marks[at]
        return mark.kind == "char" and not mark.spaced and is_digit(mark.text)

    def _goes_on(self, at: int) -> bool:
        mark = self.marks[at]
        return mark.kind == "char" and not mark.spaced and mark.text.isascii() and mark.text.isalpha()

    def spelt(self, mark: Mark, plain: str, scripts: bool) -> list[Token]:
        """A word: a function, or a name."""
        plain = macros.WORDS.get(plain, plain)
        if (plain in PLAIN_FUNCTIONS and plain not in LAW_NAMES) or plain in ("lb", "lg"):
            token = word(self.text, plain, mark.place, mark.spaced, self.told)
            return [token] if token.base else self.function(mark, token.text)
        if plain == "tr":  # a function in LaTeX alone: in plain text it may be the beginning of a name
            return self.function(mark, plain)
        plain = macros.LETTERS.get(plain, plain)
        check_name(self.text, plain, mark.place)
        return self.named(mark, plain, scripts, "letter" if len(plain) == 1 else "word")

    def named(self, mark: Mark, text: str, scripts: bool, kind: str = "letter") -> list[Token]:
        """A name with its index, its primes and its power."""
        if not scripts:
            return [name(text, mark.place, kind, mark.spaced)]
        index: list[Token] = []
        primes = 0
        powers: list[Token] = []
        while self.more:
            self.skip_spaces_before_script()
            if self.sees("char", "_"):
                self.at += 1
                before = self.at
                index = self.index_tokens(before) if text in INDEXED else [name(index_name(self), mark.place)]
            elif self.more and self.here.kind == "char" and self.here.text in chars.PRIMES:
                primes += chars.PRIMES[self.here.text]
                self.at += 1
            elif self.sees("char", "^"):
                power = self.power(of=text)
                if len(power) == 1 and power[0].kind == "mark":
                    if power[0].text == "prime":
                        primes += 1
                    elif power[0].text == "renyi":
                        self.told.note(f"the R above {text} is read as the name of Renyi")
                    else:
                        text += f"_{power[0].text}"
                    continue
                powers += power
            else:
                break
        return [*self.with_index(mark, text, index, primes, kind), *powers]

    def skip_spaces_before_script(self) -> None:
        r"""``\\limits`` and braces of nothing between a letter and its index."""
        while self.sees("macro") and self.here.text in ("limits", "nolimits"):
            self.at += 1

    def index_tokens(self, before: int) -> list[Token]:
        """An index as an expression where it is one, or as a word."""
        words = index_words(self, before)
        if words is not None:
            return [
                number(words, self.marks[before].place) if words.isdigit() else name(words, self.marks[before].place)
            ]
        self.at = before
        return self.group()

    def with_index(self, mark: Mark, text: str, index: list[Token], primes: int, kind: str) -> list[Token]:
        """The name as a token."""
        end = "" if not primes else "_prime" if primes == 1 else f"_prime{primes}"
        if (
            index
            and text in INDEXED
            and not (len(index) == 1 and not index[0].text.isdigit() and len(index[0].text) > 1)
        ):
            return [Token("name", text + end, mark.place, mark.spaced, kind, tuple(index))]
        if index:
            text += index[0].text if index[0].text.isdigit() else f"_{index[0].text}"
        check_name(self.text, text + end, mark.place)
        return [name(text + end, mark.place, kind, mark.spaced)]

    def power(self, of: str = "") -> list[Token]:
        """``^`` with its exponent; a star or a prime above the line belongs to the name."""
        mark = self.here
        self.at += 1
        self.skip_spaces()
        digits = self.sees("char") and is_digit(self.here.text)
        inside = self.superscript_word(of) if of else None
        if inside is not None:
            return [Token("mark", inside, mark.place)]
        if self.transposed(1):
            return [sign("^", mark.place), *soft([name("T", mark.place)], mark.place)]
        ordered = of == "psi" and self.sees("open")
        exponent = self.group()
        if digits and self.sees("char") and is_digit(self.here.text) and not self.here.spaced:
            raise self.fail(f"^{exponent[0].text}{self.here.text}: more than one digit above the line needs braces")
        if not exponent:
            raise self.fail("an exponent is missing here", mark)
        if ordered and exponent[0].text == "(":
            exponent = [exponent[0]._replace(mark="order"), *exponent[1:]]
        return [sign("^", mark.place), *soft(exponent, mark.place)]

    def transposed(self, behind: int = 0) -> bool:
        r"""Whether ``^\top`` comes next, and is read; `behind`: the sign ``^`` has been read."""
        start = self.at + 1 - behind
        braced = start < len(self.marks) and self.marks[start].kind == "open"
        found = self.marks[start + braced : start + 1 + 2 * braced]
        if (
            len(found) != 1 + braced
            or found[0].text not in ("top", "intercal")
            or (braced and found[1].kind != "close")
        ):
            return False
        self.at = start + 1 + 2 * braced
        return True

    def superscript_word(self, of: str) -> str | None:
        """A star or a prime above the line, or None."""
        place, opened = self.at, self.sees("open")
        self.at += opened
        known = ABOVE | (OF_MEASURES if of in ("D", "H") else {})
        if self.more and self.here.kind in ("char", "macro") and self.here.text in known:
            found = known[self.here.text]
            self.at += 1
            if not opened or self.sees("close"):
                self.at += opened
                return found
        elif "R" in known and self.sees("macro") and self.here.text in macros.ALPHABETS:
            self.at += 1
            if self.words() in ("R", "Re") and (not opened or self.sees("close")):
                self.at += opened
                return "renyi"
        self.at = place
        return None

    def scripted(self, made: list[Token], scripts: bool) -> list[Token]:
        """Powers behind an operand."""
        while scripts and self.sees("char", "^"):
            made += self.power()
        if scripts and self.sees("char", "_") and made:
            raise self.fail("an index stands behind a letter")
        return made

    def function(self, mark: Mark, head: str) -> list[Token]:
        r"""A function with its base and its power: ``\log_2``, ``\log^2``."""
        base: list[Token] = []
        power: list[Token] = []
        while self.more:
            if self.sees("char", "_") and head in ("log", "ln"):
                self.at += 1
                base = self.group()
            elif self.sees("char", "^"):
                self.at += 1
                power = self.group()
                if [t.text for t in power] == ["-", "1"]:
                    raise self.fail(
                        rf"\{mark.text}^{{-1}} has two readings: write \arc{mark.text} or 1/\{mark.text}", mark
                    )
            elif self.sees("macro") and self.here.text in ("limits", "nolimits", "!", ","):
                self.at += 1
            else:
                break
        return [Token("function", head, mark.place, mark.spaced, "", tuple(base), tuple(power))]


def is_word(run: str, called: bool) -> bool:
    """Whether letters side by side are a word: a function, or before a bracket the name of a measure or a law."""
    if run in ("log", "ln", "exp", "sqrt", "lb"):
        return True
    if not called:
        return False
    if run in macros.WORDS or run in PLAIN_FUNCTIONS or run in MEASURES or run in LAW_NAMES:
        return True
    from symbinfo.query.vocabulary import LAWS
    from symbinfo.query.vocabulary import MEASURES as WORDS_OF_MEASURES

    return run in ("density", "mass") or run in LAWS or run in WORDS_OF_MEASURES
