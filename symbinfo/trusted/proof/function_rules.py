"""What is known of functions, read from the table of `facts.function_table` and put to use.

A rewriting is used from left to right where its condition is implied, and holds at each point at which the left side is
defined as `definedness` has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from ..terms import Term, conjuncts, parse
from .facts.function_table import FUNCTIONS
from .forms import Form, Rational, number_of
from .polynomial_series import terminating
from .sign_sets import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, ZERO

__all__ = ["Rule", "matched", "partial", "rewritings", "rules", "signs_of", "slopes", "table"]

MOST_SHIFTS = 60
_SIGNS = {"positive": POSITIVE, "negative": NEGATIVE, "nonnegative": NONNEGATIVE}


class Rule(NamedTuple):
    """A row of a function: the argument it is about, the arguments at which it holds, a value, and a condition."""

    name: str
    pattern: tuple[Any, ...]
    value: Term
    condition: Term

    def at(self, given: Mapping[str, Term]) -> tuple[Term, Term]:
        """The condition and the value, the letters replaced."""
        return _filled(self.condition, given), _filled(self.value, given)


def _filled(term: Term, given: Mapping[str, Term]) -> Term:
    """A term of a row, which binds nothing, with its letters replaced."""
    if isinstance(term, tuple):
        return (term[0], *(_filled(part, given) for part in term[1:]))
    return given.get(term, term) if isinstance(term, str) else term


@cache
def table() -> dict[str, tuple[tuple[str, ...], tuple[tuple[str, str, str, str], ...]]]:
    """Head -> its arguments, and its rows of four cells."""
    found = {}
    for block in FUNCTIONS.strip().split("\n\n"):
        first, *lines = block.splitlines()
        head, *arguments = first.split()
        cells = ([cell.strip() for cell in line.split("|")] for line in lines)
        found[head] = tuple(arguments), tuple((what, value, where, source) for what, value, where, source in cells)
    return found


@cache
def rules(head: str, word: str) -> tuple[Rule, ...]:
    """The rows of a function that begin with a word; those with its own name are definitions and values."""
    arguments, rows = table().get(head, ((), ()))
    found = []
    for what, value, where, _ in rows:
        first, _, pattern = what.partition(", ")
        own, *name = first.split(" ", 1)
        if own == word:
            call: Any = (
                parse(f"({first if own == head else pattern})") if pattern or own == head else (head, *arguments)
            )
            found.append(Rule("".join(name), tuple(call[1:]), parse(value or "0"), parse(where or "true")))
    return tuple(found)


@cache
def slopes(head: str, place: int) -> tuple[Rule, ...]:
    """The partial derivatives in an argument: that at all arguments first, or those at some."""
    names = table().get(head, ((), ()))[0]
    return tuple(rule for rule in rules(head, "slope") if rule.name == names[place])


def partial(head: str, place: int) -> Rule | None:
    """The partial derivative in an argument, where there is one at all arguments."""
    return next((rule for rule in slopes(head, place) if all(isinstance(name, str) for name in rule.pattern)), None)


@cache
def signs_of(head: str) -> tuple[tuple[int, tuple[tuple[int, Rational, int], ...]], ...]:
    """Signs of a function: each with what it asks: of a place, that the argument less a number has a sign, or is whole (0)."""
    names, _ = table().get(head, ((), ()))
    return tuple(
        (sign, tuple(_asked(condition, names) for condition in conjuncts(rule.condition)))
        for word, sign in _SIGNS.items()
        for rule in rules(head, word)
    )


def _asked(condition: Any, names: tuple[str, ...]) -> tuple[int, Rational, int]:
    head, *sides = condition
    if head == "integer":
        return names.index(sides[0]), 0, 0
    left, right = sides
    if left in names:
        return names.index(left), right, {"<": NEGATIVE, "<=": NONPOSITIVE, "=": ZERO}[head]
    return names.index(right), left, {"<": POSITIVE, "<=": NONNEGATIVE, "=": ZERO}[head]


def rewritings(term: Any, forms: Sequence[Form]) -> Iterator[tuple[Term, Term]]:
    """What a function may be written as, each after the condition for it: by values, recurrences and halved arguments."""
    head, *arguments = term
    for rule in rules(head, head):
        given = matched(rule.pattern, arguments, forms)
        if given is not None:
            yield rule.at(given)
    for word, step in (("down", -1), ("up", 1)):
        for rule in rules(head, word):
            if _direction(forms[rule.pattern.index(rule.name)], _calls(rule.value, head) > 1) == step:
                yield rule.at(dict(zip(rule.pattern, arguments, strict=True)))
    q = number_of(forms[-1])
    for rule in rules(head, "mirror") if q is not None and Fraction(1, 2) < q < 1 else ():
        given = matched(rule.pattern, arguments, forms)
        if given is not None:
            yield rule.at(given)
    yield from terminating(term, forms)
    for rule in rules(head, "half") if forms[-1].get(()) == Fraction(3, 2) and len(forms[-1]) > 1 else ():
        given = matched(rule.pattern, [*arguments[:-1], ("+", arguments[-1], Fraction(-1, 2))], forms)
        if given is not None:
            yield rule.at(given)


def _calls(term: Term, head: str) -> int:
    """How often a function is applied in a term; a recurrence with two such needs two neighbours."""
    return (term[0] == head) + sum(_calls(part, head) for part in term[1:]) if isinstance(term, tuple) else 0


def _direction(form: Form, of_two: bool) -> int:
    """Whether an argument is moved down or up: of a number into (0, 1], of others until their constant part is in [1, 2).

    With [0, 1) for the others a pole would come near where an argument 1 + t is differentiated at t = 0. Where two
    neighbours are needed it is [0, 1] and [0, 2).
    """
    constant = form.get((), 0)
    if not -MOST_SHIFTS <= constant <= MOST_SHIFTS:
        return 0
    if number_of(form) is not None:
        return -1 if constant > 1 else 1 if constant < 0 or (constant == 0 and not of_two) else 0
    return -1 if constant >= 2 else 1 if constant < (0 if of_two else 1) else 0


def matched(pattern: Sequence[Term], terms: Sequence[Term], forms: Sequence[Form]) -> dict[str, Term] | None:
    """What the letters of a row stand for; a letter that stands twice must meet one form twice."""
    given: dict[str, Term] = {}
    met: dict[str, Form] = {}
    for name, term, form in zip(pattern, terms, forms, strict=True):
        if isinstance(name, str):
            if met.setdefault(name, form) != form:
                return None
            given[name] = term
        elif number_of(form) != name:
            return None
    return given
