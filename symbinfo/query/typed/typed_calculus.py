"""Sums, integrals, derivatives, limits and places as they are typed or pasted: ``∑_{k=0}^n``, ``∫_0^1 f dx``, ``(d/dt) f``.

The scanner makes an opener of each sign with what stands below and above it; here an opener becomes a binder, which has
its variable and its range, and an integral what stands before its ``dx``.
"""

from __future__ import annotations

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed.sums_of_terms import integral_of, sum_over
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, number, sign

__all__ = ["with_binders"]

SUM, INTEGRAL, LIMIT = "Sum", "Integral", "Limit"
RELATIONS = frozenset({"=", "<=", ">=", "<", ">", "~=", "!="})
DEEPEST = 40


def with_binders(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with their openers and derivatives as binders.

    Raises
    ------
    QueryError
        Where an integral has no end, or a range is missing.
    """
    if not any(t.kind == "opener" or t.mark == "at" or t.text in ("d", "∂") for t in tokens):
        return tokens
    made, _ = _Walk(text, tokens).until(0, "")
    return made


class _Walk:
    """Reads the tokens from left to right."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens, self.depth = text, tokens, 0

    def fail(self, message: str, token: Token) -> QueryError:
        return QueryError(message, self.text, token.place)

    def until(self, at: int, ends: str) -> tuple[list[Token], int]:
        """The tokens up to a differential (`ends`: "d"), or to the end, and the place where reading stands."""
        made: list[Token] = []
        depth = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind == "sign":
                depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
                if ends and (depth < 0 or (depth == 0 and token.text in RELATIONS)):
                    break
            if ends and depth == 0 and self._differential(at) is not None:
                break
            if token.kind == "opener":
                found, at = self.opened(at)
                made.append(found)
            elif (derivative := self._derivative(at)) is not None:
                made.append(derivative[0])
                at = derivative[1]
            else:
                if token.mark == "at" and made and made[-1].text == "|" and not token.spaced:
                    made.pop()
                made.append(token)
                at += 1
        return made, at

    def opened(self, at: int) -> tuple[Token, int]:
        """The binder of an opener, and the place behind what it holds."""
        head = self.tokens[at]
        if head.text == LIMIT:
            return head._replace(kind="binder"), at + 1
        if head.text == SUM:
            found = sum_over(head, head.base, head.power)
            if found is None:
                raise self.fail("this sum says no range: write sum_{k=1}^n, or sum_x over all values", head)
            return found, at + 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"integrals are nested more than {DEEPEST} deep: simplify the query", head)
        body, following = self.until(at + 1, "d")
        self.depth -= 1
        ending = self._differential(following) if following < len(self.tokens) else None
        if ending is None:
            raise self.fail("this integral has no end: write ∫_a^b ... dx, or Integral(expr, (x, a, b))", head)
        return integral_of(head, ending[0], head.base, head.power, body), ending[1]

    def _differential(self, at: int) -> tuple[Token, int] | None:
        """``dx``, ``dλ``: the variable, and the place behind it."""
        token = self.tokens[at]
        if token.kind != "name" or token.text[0] not in "d∂":
            return None
        if len(token.text) > 1:
            rest = token.text[1:]
            single = len(rest.split("_")[0].rstrip("0123456789")) == 1 or rest in ("lamda", "phi", "theta", "mu")
            return (token._replace(text=rest, place=token.place + 1), at + 1) if single else None
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following is not None and following.kind == "name" and not following.spaced:
            return following, at + 2
        return None

    def _derivative(self, at: int) -> tuple[Token, int] | None:
        """``(d/dx)``, ``d/dx`` and ``d²/dx²``."""
        opened = self.tokens[at].text == "("
        start = at + opened
        if start >= len(self.tokens) or self.tokens[start].text not in ("d", "∂"):
            return None
        order, here = self._order(start + 1)
        if here >= len(self.tokens) or self.tokens[here].text != "/" or here + 1 >= len(self.tokens):
            return None
        below = self._differential(here + 1)
        if below is None:
            return None
        times, here = self._order(below[1])
        if times != order:
            return None
        if opened:
            if here >= len(self.tokens) or self.tokens[here].text != ")":
                return None
            here += 1
        place = self.tokens[at].place
        more = (sign(",", place), number(str(order), place)) if order > 1 else ()
        return Token("binder", "diff", place, self.tokens[at].spaced, "", (below[0], *more)), here

    def _order(self, at: int) -> tuple[int, int]:
        """The power that stands there, 1 where none does, and the place behind it."""
        if at >= len(self.tokens) or self.tokens[at].text not in ("^", "**"):
            return 1, at
        words = [t.text for t in self.tokens[at + 1 : at + 4]]
        if len(words) == 3 and words[0] == "(" and words[2] == ")" and words[1] in ("2", "3", "4"):
            return int(words[1]), at + 4
        return (int(words[0]), at + 2) if words[:1] in (["2"], ["3"], ["4"]) else (0, at)
