"""What may be assumed of named random variables, read from a line of text into linear statements.

Forms: ``X-Y-Z Markov``, ``X,Y independent``, ``X,Y,Z mutually independent``, ``X,Y,Z pairwise independent``,
``X,Y independent given Z``, ``X independent of Y,Z``, ``Z,X&Y independent`` (Z and the pair), ``Z=f(X,Y)``,
``Z function of X,Y``, ``Z = X + Y`` (in any group: each of the three is a function of the two others), ``X constant``,
and any linear equation or inequality between measures. An ampersand or brackets make a group of variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sympy import Integer

from symbinfo.derivation import Relation
from symbinfo.expressions.errors import QueryError
from symbinfo.query.parse_query import parse_alone
from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, ShannonTerm
from symbinfo.query.vocabulary import LAWS, SHANNON

__all__ = ["FORMS", "Given", "assumptions", "is_assumption"]

MOST_LINES, LONGEST_LINE = 32, 500
FORMS = "X-Y-Z Markov; X,Y independent; X,Y independent given Z; Z=f(X,Y); H(Z|X,Y) = 0"

Group = tuple[str, ...]

_MEASURE = re.compile(rf"\b({'|'.join(SHANNON)})\s*\(")
_FUNCTION = re.compile(r"\s*\(?[A-Za-z][\w\s,&]*\)?\s*=\s*[A-Za-z]\w*\s*\([\w\s,&]*\)\s*\Z")
_SUM = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*([A-Za-z]\w*(?:\s*[+-]\s*[A-Za-z]\w*)+)\s*\Z")
_TOKEN = re.compile(
    r"\s+|(?P<arrow><?-+>|-+|\u2192|\u2194|\u2013|\u2014|\u2212)|(?P<apart>_\|\|_|\u22a5|\u2aeb)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign>[,&;()|=:])"
)
_FILLING = frozenset({"is", "are", "form", "forms", "the", "conditionally", "deterministic"})
_INDEPENDENT = frozenset({"independent", "indep"})
_WORDS = _FILLING | _INDEPENDENT | {
    "and", "markov", "chain", "mutually", "jointly", "pairwise", "given", "of", "on", "function", "determined", "by",
    "constant",
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What may be assumed: the words of the user, and the linear statement that they mean."""

    words: str
    statement: ShannonClaim


def assumptions(lines: Iterable[str] | str) -> tuple[Given, ...]:
    """Read assumptions, one a line.

    Parameters
    ----------
    lines : iterable of str, or str
        The lines; a single text is a single line.

    Raises
    ------
    QueryError
        For a line that is none of the forms; it knows the place.

    Examples
    --------
    >>> for given in assumptions(["X-Y-Z-W Markov", "Z = f(X, Y)"]):
    ...     print(given.statement)
    I(X;Z|Y) = 0
    I(X,Y;W|Z) = 0
    H(Z|X,Y) = 0
    """
    lines = [lines] if isinstance(lines, str) else list(lines)
    if len(lines) > MOST_LINES:
        raise QueryError(f"at most {MOST_LINES} lines are given: got {len(lines)}")
    return tuple(Given(line.strip(), statement) for line in lines for statement in _read(line))


def is_assumption(line: str) -> bool:
    """Whether a line with an equals sign says how variables depend, or is between measures, and declares no law.

    Examples
    --------
    >>> is_assumption("Z = f(X, Y)"), is_assumption("H(X|Y) = 0"), is_assumption("P = Normal(0, 1)")
    (True, True, False)
    """
    functions = _FUNCTION.match(line) and not any(name in LAWS for name in re.findall(r"\w+", line))
    return bool(functions or _SUM.match(line) or _MEASURE.search(line))


def _read(line: str) -> Iterator[ShannonClaim]:
    if not isinstance(line, str) or not line.strip():
        raise QueryError(f"an empty line assumes nothing: write such as {FORMS}")
    if len(line) > LONGEST_LINE:
        raise QueryError(f"an assumption has at most {LONGEST_LINE} characters", line, LONGEST_LINE)
    if _MEASURE.search(line):
        yield _between_measures(line)
    elif match := _SUM.match(line):
        yield from _sum(match.group(1), re.findall(r"\w+", match.group(2)))
    else:
        yield from _Line(line).statements()


def _sum(name: str, summands: list[str]) -> Iterator[ShannonClaim]:
    """A sum is a function of its summands, and each summand, if it stands there once, of the sum and the others."""
    yield _zero(ShannonTerm("H", ((name,),), tuple(dict.fromkeys(summands))))
    for summand in summands:
        if summands.count(summand) == 1 and summand != name:
            others = tuple(dict.fromkeys(other for other in summands if other != summand))
            yield _zero(ShannonTerm("H", ((summand,),), (name, *others)))


def _between_measures(line: str) -> ShannonClaim:
    statement = parse_alone(line)
    if not isinstance(statement, ShannonClaim):
        raise QueryError("an assumption has two sides: write H(Z|X,Y) = 0", line, 0)
    if statement.relation in (Relation.LT, Relation.GT):
        raise QueryError("an assumption is an equation, or an inequality with <= or >=", line, 0)
    return statement


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int

    @property
    def word(self) -> str:
        """The word of the forms that it is, or nothing; a variable may have the name of no such word."""
        lower = self.text.lower()
        return lower if self.kind == "name" and lower in _WORDS else ""


class _Line:
    """The tokens of a line, read from left to right."""

    def __init__(self, line: str) -> None:
        self.line, self.at = line, 0
        self.tokens = list(_without_filling(_tokens(line)))

    def statements(self) -> Iterator[ShannonClaim]:
        """What the line says."""
        self._skip("markov", "chain", ":")
        groups, separators = self._groups()
        if not self.more and len(groups) > 2 and set(separators) == {"-"}:
            yield from _markov(groups)
        elif "-" in separators or self._word() == "markov":
            yield from self._chain(groups, separators)
        elif self._accept("="):
            yield from self._function(groups)
        elif self._peek("apart"):
            self.at += 1
            yield from self._independent([_joined(groups), _joined(self._groups()[0])], pairwise=False)
        else:
            yield from self._words(groups)
        if self.more:
            raise self.fail(f"{self.tokens[self.at].text} is not expected here")

    @property
    def more(self) -> bool:
        """Whether there is more to read."""
        return self.at < len(self.tokens)

    def fail(self, message: str) -> QueryError:
        """An error at the place where reading stands."""
        place = self.tokens[self.at].place if self.more else len(self.line.rstrip())
        return QueryError(f"{message}: write such as {FORMS}", self.line, place)

    def _word(self) -> str:
        return self.tokens[self.at].word if self.more else ""

    def _peek(self, kind: str) -> bool:
        return self.more and self.tokens[self.at].kind == kind

    def _accept(self, text: str) -> bool:
        if self.more and text in (self.tokens[self.at].text, self._word()):
            self.at += 1
            return True
        return False

    def _skip(self, *texts: str) -> None:
        while any(self._accept(text) for text in texts):
            pass

    def _name(self) -> str:
        if not self._peek("name") or self._word():
            raise self.fail("the name of a variable is missing" if not self.more else "a variable is expected here")
        self.at += 1
        return self.tokens[self.at - 1].text

    def _group(self) -> Group:
        """Variables joined by an ampersand, or listed in brackets."""
        if self._accept("("):
            names = [self._name()]
            while any(self._accept(sign) for sign in (",", "&")):
                names.append(self._name())
            if not self._accept(")"):
                raise self.fail("the bracket is not closed")
        else:
            names = [self._name()]
        while self._accept("&"):
            names.extend(self._group())
        return tuple(names)

    def _groups(self) -> tuple[list[Group], list[str]]:
        """Groups, and what stands between them: a comma, a semicolon or the dash of a chain."""
        groups, separators = [self._group()], []
        while self.more:
            if self._peek("arrow"):
                self.at += 1
                separators.append("-")
            elif any(self._accept(sign) for sign in (",", "and")):
                self._accept("and")
                separators.append(",")
            elif self._accept(";"):
                separators.append(";")
            else:
                break
            groups.append(self._group())
        return groups, separators

    def _chain(self, groups: list[Group], separators: list[str]) -> Iterator[ShannonClaim]:
        parts = _joined_at(groups, separators, "-")
        self._skip("markov", "chain")
        if len(parts) < 3:
            raise self.fail("a Markov chain has three parts or more, with dashes between them")
        yield from _markov(parts)

    def _function(self, groups: list[Group]) -> Iterator[ShannonClaim]:
        self._name()
        if not self._accept("("):
            raise self.fail("a function of variables is expected")
        arguments = _joined(self._groups()[0])
        if not self._accept(")"):
            raise self.fail("the bracket is not closed")
        yield _zero(ShannonTerm("H", (_joined(groups),), arguments))

    def _words(self, groups: list[Group]) -> Iterator[ShannonClaim]:
        if self._word() in ("function", "determined"):
            self.at += 1
            if not (self._accept("of") or self._accept("by")):
                raise self.fail("what the function is of is missing")
            yield _zero(ShannonTerm("H", (_joined(groups),), _joined(self._groups()[0])))
        elif self._accept("constant"):
            yield from (_zero(ShannonTerm("H", (group,))) for group in groups)
        else:
            self._accept("mutually") or self._accept("jointly")
            pairwise = self._accept("pairwise")
            if self._word() not in _INDEPENDENT:
                unexpected = f"{self.tokens[self.at].text} is not expected here" if self.more else ""
                raise self.fail(unexpected or "this line does not say what is assumed")
            self.at += 1
            if self._accept("of") or self._accept("on"):
                groups = [_joined(groups), _joined(self._groups()[0])]
            elif any(token.text == ";" for token in self.tokens):
                groups = _joined_at(groups, self._separators(), ";")
            yield from self._independent(groups, pairwise)

    def _separators(self) -> list[str]:
        """What stands between the groups at the start of the line."""
        again = _Line(self.line)
        return again._groups()[1]

    def _independent(self, groups: list[Group], pairwise: bool) -> Iterator[ShannonClaim]:
        given: Group = ()
        if self._accept("given") or self._accept("|"):
            given = _joined(self._groups()[0])
        if len(groups) < 2:
            raise self.fail("independence is between two variables or more")
        if pairwise:
            yield from (_zero(ShannonTerm("I", pair, given)) for pair in combinations(groups, 2))
        else:
            for place in range(1, len(groups)):
                yield _zero(ShannonTerm("I", (_joined(groups[:place]), groups[place]), given))


def _tokens(line: str) -> Iterator[_Token]:
    place = 0
    while place < len(line):
        match = _TOKEN.match(line, place)
        if match is None:
            raise QueryError(f"{line[place]!r} is no part of an assumption: write such as {FORMS}", line, place)
        if match.lastgroup:
            yield _Token(match.lastgroup, match.group(), place)
        place = match.end()


def _without_filling(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """The tokens without the words that only make a sentence, and an article after one of these."""
    after = False
    for token in tokens:
        if not (after and token.text in ("a", "an")) and token.word not in _FILLING:
            yield token
        after = token.word in _FILLING


def _joined(groups: Iterable[Group]) -> Group:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _joined_at(groups: list[Group], separators: list[str], border: str) -> list[Group]:
    """The groups between two borders made one."""
    parts: list[list[Group]] = [[groups[0]]]
    for group, separator in zip(groups[1:], separators, strict=True):
        if separator == border:
            parts.append([group])
        else:
            parts[-1].append(group)
    return [_joined(part) for part in parts]


def _markov(parts: list[Group]) -> Iterator[ShannonClaim]:
    """Each part depends on those before it by its neighbour alone."""
    for place in range(2, len(parts)):
        yield _zero(ShannonTerm("I", (_joined(parts[: place - 1]), parts[place]), parts[place - 1]))


def _zero(term: ShannonTerm) -> ShannonClaim:
    return ShannonClaim(ShannonSum(((Integer(1), term),)), Relation.EQ, ShannonSum())
