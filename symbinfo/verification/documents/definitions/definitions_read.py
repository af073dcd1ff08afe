r"""Definitions as people write them, as trees: ``-\sum_x P(X=x)\log P(X=x)``, ``\mathbb{E}_{x\sim p}[\cdot]``, ``D(P\|Q)``.

A letter of a law, small or capital, stands for one law over all its variables: p(x), p(y) and p(x | y) are its marginals
and conditionals. Anything else is not read here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from symbinfo.verification.documents.definitions.arguments_of_measures import listed, measure_of
from symbinfo.verification.documents.definitions.pieces_of_definitions import (
    DROPPED,
    GREEK,
    LAWS,
    REWRITTEN,
    TOKEN,
    Tree,
    Unread,
    law_key,
)

__all__ = ["read_side"]

DEEPEST = 40


def read_side(tex: str) -> Tree:
    r"""The tree of one side of a definition.

    Raises
    ------
    Unread
        When it is anything else.

    Examples
    --------
    >>> read_side(r"-\log P(X=x)")
    ('neg', ('log', ('p', 'p', ('x',), ()), 0))
    """
    for pattern, replacement in REWRITTEN:
        tex = re.sub(pattern, replacement, tex)
    reader = _Reader([token for token in TOKEN.findall(tex) if token.strip() and token not in DROPPED])
    tree = reader.sum()
    if reader.more:
        raise Unread(reader.here)
    return tree


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    @property
    def more(self) -> bool:
        return self.at < len(self.tokens)

    @property
    def here(self) -> str:
        return self.tokens[self.at] if self.more else ""

    def next(self) -> str:
        if not self.more:
            raise Unread("the end")
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, token: str) -> None:
        if self.next() != token:
            raise Unread(token)

    def sum(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unread("depth")
        made = self.product()
        while self.here in ("+", "-"):
            sign = self.next()
            right = self.product()
            made = ("add", made, right if sign == "+" else ("neg", right))
        self.depth -= 1
        return made

    def product(self) -> Tree:
        if self.here in ("-", "+"):
            sign = self.next()
            inner = self.product()
            return ("neg", inner) if sign == "-" else inner
        made = self.power()
        while self.more:
            if self.here in (r"\cdot", r"\times", "*"):
                self.next()
                made = ("mul", made, self.power())
            elif self.here == "/":
                self.next()
                made = ("div", made, self.power())
            elif self._starts():
                made = ("mul", made, self.power())
            else:
                break
        return made

    def _starts(self) -> bool:
        here = self.here
        return here in ("(", "[", r"\{", r"\frac", r"\log", r"\ln", r"\sum", r"\int", r"\mathbb{E}", r"\card") or bool(
            re.match(r"[A-Za-z0-9.]|\\mathrm|\\operatorname|\\text", here) or here in ("\\KL",)
        )

    def power(self) -> Tree:
        made = self.atom()
        while self.here == "^":
            self.next()
            exponent = self.group_tree()
            made = ("pow", made, exponent)
        return made

    def group(self) -> list[str]:
        """The tokens of a group in braces, or the next one."""
        if self.here != "{":
            return [self.next()]
        self.next()
        found: list[str] = []
        level = 1
        while True:
            token = self.next()
            level += (token == "{") - (token == "}")
            if level == 0:
                return found
            found.append(token)

    def group_tree(self) -> Tree:
        inner = _Reader(self.group())
        inner.depth = self.depth + 1
        tree = inner.sum()
        if inner.more:
            raise Unread(inner.here)
        return tree

    def atom(self) -> Tree:
        token = self.here
        if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", token):
            self.next()
            return ("number", Fraction(token))
        if token in ("(", "[", r"\{"):
            self.next()
            inner = self.sum()
            self.skip({"(": ")", "[": "]", r"\{": r"\}"}[token])
            return inner
        if token == "{":
            return self.group_tree()
        if token == r"\card":
            self.next()
            return ("size", "".join(self.group()).lower())
        if token in (r"\max", r"\min"):
            self.next()
            self.skip("(" if self.here == "(" else r"\{")
            one = self.sum()
            self.skip(",")
            other = self.sum()
            if self.next() not in (")", r"\}"):
                raise Unread("more than two values")
            return (token[1:], one, other)
        if token == r"\frac":
            self.next()
            above = self.group_tree()
            return ("div", above, self.group_tree())
        if token in (r"\log", r"\ln"):
            return self.logarithm()
        if token in (r"\sum", r"\int"):
            return self.total()
        if token == r"\mathbb{E}":
            return self.expectation()
        found = self.call()
        if found[0] == "law":
            raise Unread("a law by itself")
        return found

    def logarithm(self) -> Tree:
        self.next()
        base = 0
        if self.here == "_":
            self.next()
            words = self.group()
            if words not in (["2"], ["e"]):
                raise Unread("base")
            base = 2 if words == ["2"] else 1
        if self.here == "^":
            raise Unread("a power of a logarithm")
        argument = self.power()
        follows = self.tokens[self.at + 1 : self.at + 2]
        if re.match(r"[A-Za-z]", self.here) and law_key(self.here) in LAWS and follows in (["("], ["_"]):
            raise Unread("log p(x) q(x) has two readings")
        return ("log", argument, base)

    def total(self) -> Tree:
        """A sum or an integral over all values of some variables."""
        head = self.next()
        below: list[str] = []
        while self.here in ("_", "^"):
            sign = self.next()
            words = self.group()
            if sign == "_":
                below = words
        if head == r"\sum":
            variables = listed(below)
            return ("sum", variables, self.product())
        start = self.at
        level = 0
        while self.more:
            token = self.next()
            level += (token in ("(", "[", "{", r"\{")) - (token in (")", "]", "}", r"\}"))
            if level < 0:
                raise Unread("no end of the integral")
            if level == 0 and re.fullmatch(r"d[a-z]", token):
                break
        else:
            raise Unread("no end of the integral")
        end = self.at - 1
        over = [self.tokens[end][1]]
        while re.fullmatch(r"d[a-z]", self.here):
            over.append(self.next()[1])
        inner = _Reader(self.tokens[start:end])
        inner.depth = self.depth + 1
        body = inner.sum()
        if inner.more:
            raise Unread(inner.here)
        return ("integral", tuple(over), body)

    def expectation(self) -> Tree:
        """An expectation: over what is said below, or over all that is random in it."""
        self.next()
        below: list[str] = []
        if self.here == "_":
            self.next()
            below = self.group()
        if self.here in ("[", "(", r"\{"):
            opening = self.next()
            body = self.sum()
            self.skip({"(": ")", "[": "]", r"\{": r"\}"}[opening])
        else:
            body = self.power()
        free = tuple(sorted(_variables(body)))
        if not below:
            return ("sum", free, ("mul", ("p", "", free, ()), body)) if free else body
        if r"\sim" in below:
            at = below.index(r"\sim")
            variables = tuple(v.lower() for v in listed(below[:at]))
            law = self._law_of(below[at + 1 :], variables)
        else:
            law = self._law_of(below, free)
            variables = law[2]
        return ("sum", variables, ("mul", law, body))

    @staticmethod
    def _law_of(words: list[str], variables: tuple[str, ...]) -> Tree:
        """``P``, ``p(x, y)`` or ``q(z | x)``: a law at some variables; of a bare one all."""
        if len(words) == 1 and re.fullmatch(r"[A-Z]", words[0]) and words[0].lower() in "xyzuvw":
            return ("p", "", (words[0].lower(),), ())
        reader = _Reader(words)
        tree = reader.call()
        if reader.more or tree[0] not in ("p", "law"):
            raise Unread("law")
        return ("p", tree[1], variables, ()) if tree[0] == "law" else tree

    def call(self) -> Tree:
        """A measure, the probability of something, or a bare letter of a law."""
        head = self.next()
        if head in (r"\mathrm", r"\operatorname", r"\text", r"\mathsf", r"\mathbf", r"\mathcal"):
            head = "".join(self.group())
        index = ""
        while self.here == "_":
            self.next()
            index = "".join(
                t for t in self.group() if t not in (r"\mathrm", r"\text", "{", "}", r"\operatorname", r"\mathsf")
            )
        kind = {"D": "KL", "KL": "KL", "H": "H", "h": "H", "I": "I", "JS": "JS", "JSD": "JS"}.get(head)
        if head == "D" and index.upper() in ("JS", "JSD"):
            kind = "JS"
        elif head == "D" and index.upper() not in ("", "KL"):
            raise Unread(index)
        if head in ("H", "h", "I") and index:
            if self.here != "(" or not re.fullmatch(r"[a-zA-Z]|\\[a-z]+", index):
                raise Unread(index)
            raise Unread(index)
        if kind and self.here in ("(", "["):
            return self.measure(kind, head)
        if not re.fullmatch(r"[A-Za-z]", head) or law_key(head) not in LAWS:
            raise Unread(head)
        return self.law(head, index)

    def law(self, head: str, index: str) -> Tree:
        index = index.replace("\\", "")
        name = law_key(head)
        own = re.fullmatch(
            r"[XYZUVW](?:[,|]?[XYZUVW])*|[XYZUVW]mid[XYZUVW]|[xyz]",
            index.replace("mid", "|") if "mid" in index else index,
        )
        if index and not own:
            if not re.fullmatch(r"[A-Za-z0-9]+", index) or (
                len(index) > 1 and index not in GREEK and not index.isdigit()
            ):
                raise Unread(index)
            name += f"_{index}"
        if self.here != "(":
            if own and index.isupper():
                return ("p", name, tuple(c.lower() for c in index if c.isalpha()), ())
            return ("law", name)
        self.next()
        groups: list[list[str]] = [[]]
        while self.here != ")":
            token = self.next()
            if token in ("|", r"\mid", r"\vert", r"\middle|"):
                groups.append([])
            elif re.fullmatch(r"[A-Za-z]", token):
                if self.here == "=":
                    self.next()
                    token = self.next()
                    if not re.fullmatch(r"[a-z]", token):
                        raise Unread(token)
                groups[-1].append(token)
            elif token != ",":
                raise Unread(token)
        self.next()
        if len(groups) > 2 or not all(groups):
            raise Unread("bars")
        names = [tuple(v.lower() for v in group) for group in groups]
        if own and sorted(index.replace("mid", "").replace("|", "").replace(",", "").lower()) != sorted(
            v for g in names for v in g
        ):
            raise Unread("another variable's law")
        return ("p", name, names[0], names[1] if len(names) > 1 else ())

    def measure(self, kind: str, head: str) -> Tree:
        """``H(X | Y)``, ``H(P, Q)``, ``I(X; Y)``, ``D(P || Q)``."""
        closing = {"(": ")", "[": "]"}[self.next()]
        items: list[Any] = [[]]
        signs: list[str] = []
        while self.here != closing:
            token = self.here
            if token in (",", ";", "|", r"\mid", r"\|", "||", r"\parallel", r"\Vert", r"\vert"):
                self.next()
                signs.append(
                    {r"\mid": "|", r"\vert": "|", r"\parallel": "||", r"\Vert": "||", r"\|": "||"}.get(token, token)
                )
                items.append([])
                continue
            if token in (r"\otimes", r"\times", r"\cdot"):
                self.next()
                continue
            if re.fullmatch(r"[XYZUVWxyzuvw]", token):
                self.next()
                value = ""
                if self.here == "=":
                    self.next()
                    value = self.next()
                    if not re.fullmatch(r"[a-z]", value):
                        raise Unread(value)
                items[-1].append(("variable", token.lower(), value, token.isupper()))
            elif token in "fgmr" and re.match(r"\( ?[A-Z]", " ".join(self.tokens[self.at + 1 : self.at + 3])):
                raise Unread("a function of a variable")
            else:
                items[-1].append(self.call())
        self.next()
        if not all(items):
            raise Unread("an empty argument")
        return measure_of(kind, head, items, signs)


def _variables(tree: Any) -> set[str]:
    """The variables at which a tree takes probabilities, bound ones left out."""
    if not isinstance(tree, tuple):
        return set()
    if tree[0] == "p":
        return {*tree[2], *tree[3]}
    if tree[0] == "self":
        return {tree[1]}
    if tree[0] in ("sum", "integral"):
        return _variables(tree[2]) - set(tree[1])
    return set().union(*(_variables(part) for part in tree[1:])) if len(tree) > 1 else set()
