"""Products without a sign and functions without brackets: each is written out, and what has two readings is told."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed.brackets import DEEPEST
from symbinfo.query.typed.places_of_laws import law_places
from symbinfo.query.typed.tokens import (
    CLOSING,
    CLOSING_OF,
    Token,
    Told,
    matching,
    name,
    separators,
    sign,
    starts_operand,
)
from symbinfo.query.typed.typed_words import CALLED, DENSITIES, UNITS, function_names, is_letter, stem_of

__all__ = ["written_out"]

RELATIONS = frozenset({"=", "==", ":=", "<", ">", "<=", ">=", "~=", "!="})
POWERS = frozenset({"**", "^"})
CONSTANTS = frozenset({"pi", "e", "E", "oo", "EulerGamma"})


def written_out(text: str, tokens: Sequence[Token], told: Told) -> list[Token]:
    """The tokens with every product signed and every argument in brackets.

    Raises
    ------
    QueryError
        Where an operator is missing between what is no product, or a function has no argument.
    """
    return _Writer(text, list(tokens), told).all()


class _Writer:
    """Reads the tokens from left to right; every method takes a place and returns tokens with the next place."""

    def __init__(self, text: str, tokens: list[Token], told: Told) -> None:
        self.text, self.tokens, self.told = text, tokens, told
        told.densities_stand |= any(t.text in ("Total", "Expectation") for t in tokens)
        self.depth = 0
        self.laws = law_places(tokens, told.law)
        #: Names that stand somewhere as a quantity, without a bracket behind them.
        self.bare = {
            t.text
            for at, t in enumerate(tokens)
            if t.kind == "name" and not (at + 1 < len(tokens) and self._opens(at + 1) and not self._factor(t))
        }

    def _opens(self, at: int) -> bool:
        return self.tokens[at].kind == "sign" and self.tokens[at].text == "("

    def _factor(self, token: Token) -> bool:
        """A letter that is nothing else than a factor before a bracket."""
        return is_letter(token.text) and stem_of(token.text) not in CALLED and stem_of(token.text) not in DENSITIES

    def all(self) -> list[Token]:
        """All of them."""
        made, _at = self.until(0, len(self.tokens))
        return made

    def inner(self, tokens: Sequence[Token]) -> tuple[list[Token], int]:
        """Tokens that stand inside one: the base of a logarithm, the body of an integral."""
        writer = _Writer(self.text, list(tokens), self.told)
        writer.depth = self.depth
        writer.bare |= self.bare
        return writer.until(0, len(tokens))

    def until(self, at: int, end: int) -> tuple[list[Token], int]:
        """What stands between two places."""
        made: list[Token] = []
        while at < end:
            if starts_operand(self.tokens[at]):
                found, at = self.product(at, end, made[-1] if made else None)
                made += found
            else:
                made.append(self.tokens[at])
                at += 1
        return made, at

    def product(self, at: int, end: int, before: Token | None) -> tuple[list[Token], int]:
        """Operands side by side."""
        start = at
        made, at = self.operand(at, end)
        while at < end and starts_operand(self.tokens[at]):
            self._check_side_by_side(start, at)
            if self.tokens[start].text == "Sigma" and at == start + 1:
                message = "a sum is read in LaTeX with its range: write Sum(expr, (k, a, b))"
                raise QueryError(message, self.text, self.tokens[start].place)
            if before is not None and before.text == "/":
                self._tell_quotient(start, at)
            found, following = self.operand(at, end)
            self.told.changed = True
            made += [sign("*", self.tokens[at].place), *found]
            start, at = at, following
        return made, at

    def _check_side_by_side(self, start: int, at: int) -> None:
        """A number behind an operand, and words side by side, are no product."""
        left, right = self.tokens[at - 1], self.tokens[at]
        if right.kind == "name" and right.text in UNITS and right.text not in self.told.names:
            raise QueryError("a unit stands at the end: one query is in one unit", self.text, right.place)
        call = right.kind == "name" and at + 1 < len(self.tokens) and self._opens(at + 1) and self.is_call(at)
        words = left.kind == right.kind == "name" and not call and not all(self._quantity(t) for t in (left, right))
        listed = right.text in ("[", "{") or left.text in ("]", "}")
        behind = left.mark == "soft" or (left.text == ")" and right.spaced)
        if listed or words or (right.kind == "number" and not behind):
            shown = right.text
            message = f"an operator is missing before {shown}: a product is written with *, such as 2*x"
            raise QueryError(message, self.text, right.place)

    def _quantity(self, token: Token) -> bool:
        known = token.text in CONSTANTS or token.text in self.told.names or bool(token.mark)
        return known or is_letter(token.text) or sum(t.text == token.text for t in self.tokens) > 1

    def _tell_quotient(self, start: int, at: int) -> None:
        """``1/2a`` has two readings; ``1/2 log x`` and ``1/2 (a + b)`` have one in practice."""
        left, right = self.tokens[start], self.tokens[at]
        plain = left.kind == "number" and (right.spaced or right.kind == "function" or right.text == "(")
        if plain or (left.text == "(" and left.mark == "soft"):
            return
        shown = "".join(t.text for t in self.tokens[start:at]) + right.text
        if len(shown) > 20:
            shown = f"{left.text}...{right.text}"
        self.told.note(
            f"/{shown} is read from left to right, as (1/{left.text})*{right.text}...: use brackets for another"
        )

    # Operands.

    def operand(self, at: int, end: int) -> tuple[list[Token], int]:
        """A number, a name, a bracket, a call or a function with its argument; with its factorials and powers."""
        token = self.tokens[at]
        self.depth += 1
        if self.depth > 2 * DEEPEST:
            raise QueryError(f"the query is nested more than {DEEPEST} deep: simplify it", self.text, token.place)
        if token.kind == "function":
            made, at = self.function(at, end)
        elif token.kind == "binder":
            made, at = self.binder(at, end)
        elif token.kind == "sign":
            close = matching(self.tokens, at)
            inside, _ = self.until(at + 1, close)
            made, at = [token, *inside, self.tokens[close]], close + 1
        elif token.kind == "name" and at + 1 < end and self._opens(at + 1) and self.is_call(at):
            close = matching(self.tokens, at + 1)
            inside, _ = self.until(at + 2, close)
            if token.text == "Gamma" and token.mark:
                token = token._replace(text="GammaFunction")
            made, at = [token, self.tokens[at + 1], *inside, self.tokens[close]], close + 1
            if token.text == "FisherInformation" and at < end and self.tokens[at].text == "[":  # an entry of it
                close = matching(self.tokens, at)
                inside, _ = self.until(at + 1, close)
                made, at = [*made, self.tokens[at], *inside, self.tokens[close]], close + 1
        else:
            made, at = self.single(token), at + 1
        made, at = self.postfix(made, at, end)
        self.depth -= 1
        return made, at

    def single(self, token: Token) -> list[Token]:
        """A number or a name; a word of letters that all stand elsewhere by themselves is their product."""
        letters = token.text
        if not self._is_product_of_letters(token):
            return [token]
        self.told.note(f"{letters} is read as the product {'*'.join(letters)}")
        made = [name(letters[0], token.place)]
        for c in letters[1:]:
            made += [sign("*", token.place), name(c, token.place)]
        return [sign("(", token.place, mark="soft"), *made, sign(")", token.place, mark="soft")]

    def _is_product_of_letters(self, token: Token) -> bool:
        letters = token.text
        if token.kind != "name" or token.mark or not 2 <= len(letters) <= 4 or is_letter(letters):
            return False
        if letters in CONSTANTS or letters in self.told.names or letters in function_names():
            return False
        word = letters.isalpha() and letters[:-1].islower()
        declared = {c for c in self.told.names if len(c) == 1} and self.told.names | {"e"}
        return word and (
            all(c in self.bare for c in letters) or (bool(declared) and all(c in declared for c in letters))
        )

    def postfix(self, made: list[Token], at: int, end: int) -> tuple[list[Token], int]:
        """Factorials and powers behind an operand."""
        while at < end and self.tokens[at].kind == "sign":
            token = self.tokens[at]
            if token.text == "!":
                if at + 1 < end and self.tokens[at + 1].text == "!":
                    raise QueryError("two factorial signs have two readings: use brackets", self.text, token.place)
                made = [name("factorial", made[0].place), sign("(", token.place), *made, sign(")", token.place)]
                self.told.changed = True
                at += 1
            elif token.text in POWERS:
                exponent, at = self.exponent(at + 1, end)
                made = [*made, token, *exponent]
                break
            else:
                break
        return made, at

    def exponent(self, at: int, end: int) -> tuple[list[Token], int]:
        """An operand with signs before it."""
        signs: list[Token] = []
        while at < end and self.tokens[at].text in ("-", "+") and self.tokens[at].kind == "sign":
            signs.append(self.tokens[at])
            at += 1
        if at >= end or not starts_operand(self.tokens[at]):
            return signs, at
        found, at = self.operand(at, end)
        return [*signs, *found], at

    def is_call(self, at: int) -> bool:
        """Whether a name before a bracket is applied to what is in it, and no factor before it."""
        if at in self.laws:
            return True
        token = self.tokens[at]
        close = matching(self.tokens, at + 1)
        inside = self.tokens[at + 2 : close]
        if self.tokens[at + 1].mark == "square" and token.text not in ("E",) and not is_letter(token.text):
            return True
        separated = separators(inside)
        if not is_letter(token.text):
            quantity = token.text in CONSTANTS or token.text in self.told.names
            return separated > 0 or not (quantity or token.text in self.bare or self._is_product_of_letters(token))
        stem = stem_of(token.text)
        if token.text == "U" and self.told.densities_stand and [t.kind for t in inside] == ["name"]:
            self.told.densities.add("U")
            return True  # the uniform law, in a sum over its values
        if token.text == stem and stem in ("gamma", "beta") and not token.mark:
            return stem == "gamma" or separated > 0
        if (
            stem in DENSITIES
            and inside
            and inside[0].kind == "name"
            and self._names_only(inside)
            and stem not in CALLED
        ):
            applied = self.told.densities_stand or token.text not in self.bare or separated > 0
            if applied:
                self.told.densities.add(token.text)
            return applied
        if separated:
            return True
        if not inside:
            return True
        count, indexed = CALLED.get(stem, (-1, False))
        return count in (0, 1) and (not indexed or token.text != stem)

    def _names_only(self, inside: Sequence[Token]) -> bool:
        return all(t.kind == "name" or t.text in (",", "|", ";", "=") for t in inside)

    # Functions without brackets.

    def function(self, at: int, end: int) -> tuple[list[Token], int]:
        """A function with its argument: what is in the bracket behind it, or the product up to the next sign."""
        head = self.tokens[at]
        following = at + 1
        raised: list[Token] = []
        if following < end and self.tokens[following].text in POWERS and self.tokens[following].kind == "sign":
            raised, following = self.raised(following, end)
        if following < end and self._opens(following) and self.tokens[following].mark != "soft":
            close = matching(self.tokens, following)
            inside, _ = self.until(following + 1, close)
            spaced, following = self.tokens[following].spaced, close + 1
            if spaced and following < end and self.tokens[following].text == "/" and head.text in ("log", "ln"):
                shown = self._shown(close, close + 1)
                self.told.note(
                    f"{head.text} (...{shown}/... is read as ({head.text}(...))/...: use brackets for another"
                )
        elif following < end and starts_operand(self.tokens[following]):
            self.told.changed = True
            inside, following = self.argument(head, following, end)
        elif head.text in ("log", "ln") and following < end and self.tokens[following].text == "-":
            raise QueryError(
                f"{head.text} has no argument: put it in brackets", self.text, self.tokens[following].place
            )
        elif head.base and not head.mark:
            inside, _ = self.inner(head.base)
            self.told.note(f"a logarithm of nothing to base {inside[0].text} is read as {head.text}({inside[0].text})")
            head = head._replace(base=())
        else:
            return [name(head.text, head.place)], following
        if head.base:
            base, _ = self.inner(head.base)
            inside = [*inside, sign(",", head.place), *base]
        made = [name(head.text, head.place), sign("(", head.place), *inside, sign(")", head.place)]
        if raised:
            made = [*made, sign("^", head.place), sign("(", head.place), *raised, sign(")", head.place)]
            self.told.changed = True
        if head.power:
            power, _ = self.inner(head.power)
            made = [*made, sign("^", head.place), sign("(", head.place), *power, sign(")", head.place)]
            self.told.changed = True
        return made, following

    def raised(self, at: int, end: int) -> tuple[list[Token], int]:
        """``log^2 x``: the power between a function and its argument, which is a numeral or a bracket."""
        token = self.tokens[at + 1] if at + 1 < end else self.tokens[at]
        if token.kind == "number":
            return [token], at + 2
        if token.text == "(":
            close = matching(self.tokens, at + 1)
            inside, _ = self.until(at + 2, close)
            if [t.text for t in inside] == ["-", "1"]:
                raise QueryError(
                    "an inverse and a power are written alike: write the one that is meant", self.text, token.place
                )
            return inside, close + 1
        raise QueryError(
            "a power before an argument is a number: put the power behind brackets", self.text, token.place
        )

    def argument(self, head: Token, at: int, end: int) -> tuple[list[Token], int]:
        """The operands that a function without brackets takes."""
        start = at
        made, at = self.operand(at, end)
        if head.mark == "one":
            return made, at
        count = 1
        while at < end and starts_operand(self.tokens[at]) and self.tokens[at].kind not in ("function", "binder"):
            self._check_side_by_side(start, at)
            found, following = self.operand(at, end)
            made += [sign("*", self.tokens[at].place), *found]
            at, count = following, count + 1
        if count > 1:
            shown = self._shown(start, at)
            self.told.note(
                f"{head.text} {shown} is read as the {head.text} of the whole product {shown}: use brackets for another"
            )
        if at + 1 < end and self.tokens[at].text == "/" and starts_operand(self.tokens[at + 1]):
            made, at = self._quotient(head, made, start, at, end)
        return made, at

    def _quotient(self, head: Token, made: list[Token], start: int, at: int, end: int) -> tuple[list[Token], int]:
        """``log p/q`` is the log of the quotient, where nothing stands between; ``log 2/2`` and ``log p / q`` are not."""
        numeral = self.tokens[start].kind == "number" and at == start + 1 and self.tokens[start].text != "1"
        together = not self.tokens[at].spaced and not self.tokens[at + 1].spaced and self.tokens[start].text != "("
        shown = self._shown(start, at)
        if numeral or not together:
            self.told.note(f"{head.text} {shown}/... is read as ({head.text} {shown})/...: use brackets for another")
            return made, at
        below, following = self.operand(at + 1, end)
        whole = self._shown(start, following)
        self.told.note(f"{head.text} {whole} is read as {head.text}({whole}): use brackets for another")
        return [*made, self.tokens[at], *below], following

    def _shown(self, start: int, end: int) -> str:
        shown = " ".join(t.text for t in self.tokens[start:end] if t.mark != "soft")
        return shown if len(shown) <= 30 else f"{shown[:27]}..."

    # Sums and integrals.

    def binder(self, at: int, end: int) -> tuple[list[Token], int]:
        """A sum or an integral: its body is the product that follows, and its variable and range are in the token."""
        head = self.tokens[at]
        if head.power:  # the body is known
            self.told.densities_stand |= head.text == "Total"
            body, _ = self.inner(head.power)
            following = at + 1
        else:
            following = self._end_of_term(at + 1, end)
            if following == at + 1:
                raise QueryError(f"nothing stands behind this {head.text}: write what it is of", self.text, head.place)
            body, _ = self.until(at + 1, following)
        ranges, _ = self.inner(head.base)
        comma, opening, closing = (sign(c, head.place) for c in ",()")
        if len(ranges) > 1 and head.text != "diff":
            ranges = [opening, *ranges, closing]
        made = [name(head.text, head.place), opening, *body, comma, *ranges, closing]
        self.told.changed = True
        return made, following

    def _end_of_term(self, at: int, end: int) -> int:
        """Where the term that begins here ends: at a sum, a difference, a relation, a comma or a closing bracket."""
        start = at
        while at < end:
            token = self.tokens[at]
            if token.kind == "sign" and token.text in CLOSING_OF:
                at = matching(self.tokens, at) + 1
                continue
            ends = {"+", "-", ",", ";", "|", "||", *RELATIONS, *CLOSING}
            if token.kind == "sign" and token.text in ends and not (token.text == "-" and self._is_prefix(start, at)):
                break
            at += 1
        return at

    def _is_prefix(self, start: int, at: int) -> bool:
        """Whether a minus is no difference: at the start, or behind an operator."""
        return at == start or (self.tokens[at - 1].kind == "sign" and self.tokens[at - 1].text in ("*", "/", "^", "**"))
