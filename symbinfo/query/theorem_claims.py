"""Claims about named variables and numbers beside them that a theorem may make: ``H(X|Y) <= h(e) + e*log(k - 1)``.

What the numbers are, the theorem says. A claim is compared with it letter by letter: what is left over must be shown by
who judges the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

from sympy import E, Expr, Symbol, default_sort_key, false, log

from symbinfo.derivation import Relation
from symbinfo.derivation.stated import Stated
from symbinfo.derivation.theorems import stated
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.one_line import OneLine
from symbinfo.measures.base import Measure
from symbinfo.query.build_measures import MeasureBuilder
from symbinfo.query.declarations import declarations
from symbinfo.query.nodes import Bars, Call, Name, Statement, below, changed, children
from symbinfo.query.parameter_lines import assumptions_and_conditions
from symbinfo.query.rounded_decimals import relation_of
from symbinfo.query.shannon_measures import ShannonTerm, term_of
from symbinfo.query.symbols import Use, symbols_of, uses_of
from symbinfo.query.syntax import read
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.vocabulary import MEASURES, UNLESS_DECLARED, is_shannon

__all__ = ["Instance", "TheoremClaim", "claims_of_theorems"]

#: How many values the letters of a theorem are tried with.
MOST_VALUES = 6


@dataclass(frozen=True)
class Instance:
    """A theorem with the letters of a claim.

    Parameters
    ----------
    theorem : str
        Its name.
    says : str
        What it says in these letters, and what they stand for.
    rest : Expr
        By how much the claim gives away more than the theorem: where that is at least 0, the claim follows.
    conditions : tuple
        What holds of the numbers.
    sharp : tuple of str
        A setting in which the theorem holds with equality.
    unlike : int
        How many of its numbers are called otherwise in the claim.
    literal : bool
        Whether the sides of the theorem are those of the claim.
    """

    theorem: str
    says: str
    rest: Expr
    conditions: tuple[Any, ...]
    sharp: tuple[str, ...]
    unlike: int
    literal: bool


@dataclass(frozen=True, repr=False)
class TheoremClaim(OneLine):
    """A claim, and the theorems that speak of its measures, each in the letters of the claim; the nearest first."""

    left: str
    relation: Relation
    right: str
    instances: tuple[Instance, ...]
    base: Expr

    def __str__(self) -> str:
        return f"{self.left} {self.relation} {self.right}"


@dataclass(frozen=True)
class _Form:
    """The larger side of a claim less the other, in nats, over a symbol for each measure of named variables."""

    statement: Statement
    excess: Expr
    terms: dict[ShannonTerm, Symbol]
    conditions: tuple[Any, ...]
    base: Expr

    @property
    def numbers(self) -> list[Symbol]:
        """The letters of numbers."""
        return sorted(self.excess.free_symbols - {*self.terms.values()}, key=str)


def claims_of_theorems(text: str, statement: Statement, base: Expr) -> list[TheoremClaim]:
    """The claims of a statement, one a relation; nothing where one of them is of measures that no theorem speaks of.

    Raises
    ------
    QueryError
        When a side cannot be read.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> (claim,) = claims_of_theorems("", read("H(A | B) <= H(q) + q*log(m - 1)"), E)
    >>> claim.instances[0].theorem, claim.instances[0].rest
    ('fano-inequality', 0)
    """
    made = []
    for link in statement.links:
        relation, _ = relation_of(link, text)
        if relation is None or relation is Relation.EQ:
            return []
        form = _form(text, link, base)
        instances = [found for name, theorem in stated().items() for found in _instances(name, theorem, form)]
        if not instances:
            return []
        left, right = (canonical(Statement(side)) for side in form.statement.sides)
        instances.sort(key=lambda found: (found.rest != 0, found.unlike))
        made.append(TheoremClaim(left, relation, right, tuple(instances), base))
    return made


def _form(text: str, link: Statement, base: Expr, given: tuple[str, ...] = ()) -> _Form:
    numbers = _numbers(link)
    sides = [changed(side, lambda node: _with_numbers(node, numbers)) for side in link.sides]
    calls = [node for side in sides for node in below(side) if is_shannon(node)]
    words = {node: re.sub(r"\W+", "_", str(term_of(node))) for node in calls}
    plain = [changed(side, lambda node: Name(words[node], node.start) if node in words else None) for side in sides]
    uses = [
        *uses_of(plain),
        *(Use(name, 0, {"real": True}, declares=True) for name in numbers & UNLESS_DECLARED.keys()),
    ]
    symbols, conditions = assumptions_and_conditions(declarations(given), symbols_of(uses))
    left, right = MeasureBuilder(text, symbols, base=base).sides(plain)
    relation, _ = relation_of(link, text)
    excess = (left - right if relation in (Relation.GE, Relation.GT) else right - left) * log(base)
    terms = {term_of(node): symbols[word] for node, word in words.items()}
    in_nats: dict[Expr, Expr] = {symbol: symbol / log(base) for symbol in terms.values()}
    in_nats |= {node: node.func(*node.laws) / log(base) for node in excess.atoms(Measure)}
    return _Form(Statement(sides[0], link.relation, sides[1]), excess.xreplace(in_nats), terms, conditions, base)


def _numbers(link: Statement) -> set[str]:
    """The names that stand outside of all measures."""
    waiting: list[Any] = list(link.sides)
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name):
            found.add(node.name)
        elif not isinstance(node, Call) or not (node.name in MEASURES or node.name == "Abs"):
            waiting.extend(children(node))
    return found


def _with_numbers(node: Any, numbers: set[str]) -> Any:
    """``|X|`` as the letter of a number, and the entropy of a number as that of a coin."""
    if not isinstance(node, Call) or len(node.arguments.items) != 1:
        return None
    (inner,) = node.arguments.items
    if not isinstance(inner, Name):
        return None
    if node.name == "Abs":
        return Name(f"size_{inner.name}", node.start)
    if node.name == "H" and inner.name in numbers:
        return Call("H", Bars((Call("Bernoulli", node.arguments, node.start),), ()), node.start)
    return None


@cache
def _form_of_theorem(theorem: Stated) -> _Form:
    return _form(theorem.claim, read(theorem.claim), E, theorem.given)


def _instances(name: str, theorem: Stated, form: _Form) -> Iterator[Instance]:
    """The theorem with the variables and the numbers of a claim in the place of its own."""
    own = _form_of_theorem(theorem)
    variables = _variables(own, form)
    if variables is None:
        return
    names, pairs = variables
    mine = own.excess.xreplace({own.terms[term]: form.terms[other] for term, other in pairs})
    coins, of_claim = (_coins(excess) for excess in (mine, form.excess))
    for values in permutations(_values(form, of_claim), len(own.numbers)):
        chosen = dict(zip(own.numbers, values, strict=True))
        letters = {value: letter for letter, value in chosen.items() if value.is_Symbol}
        given = {letter: value for letter, value in chosen.items() if not value.is_Symbol}
        conditions = tuple(condition.xreplace(given) for condition in own.conditions)
        if false in conditions or (of_claim and {coin.xreplace(chosen) for coin in coins} != of_claim):
            continue
        rest = _rest(form.excess.xreplace(letters), mine.xreplace(given), form, Domain.of(conditions))
        if rest is None or (given and rest != 0):
            continue
        words = {**names, **{letter.name: str(value) for letter, value in chosen.items()}}
        says = f"{_renamed(theorem.claim, words)}, where {theorem.where.format(**words)}"
        sharp = tuple(_renamed(line, words) for line in theorem.sharp)
        unlike = sum(letter.name != str(value) for letter, value in chosen.items())
        yield Instance(name, says, rest, conditions, sharp, unlike, theorem.literal)


def _coins(excess: Expr) -> set[Expr]:
    """The probabilities of the coins of which entropies stand in a claim."""
    return {law.parameters[0] for node in excess.atoms(Measure) for law in node.laws}


def _rest(excess: Expr, own: Expr, form: _Form, domain: Domain) -> Expr | None:
    """What a claim gives away beyond the theorem, where its measures stand in it as in that, up to a positive factor."""
    first = next(iter(form.terms.values()))
    excess, own = excess.expand(), own.expand()
    factor = excess.coeff(first) / own.coeff(first)
    if factor != 1 and not domain.positive(factor):
        return None
    rest = (excess / factor - own).expand()
    return None if rest.free_symbols & {*form.terms.values()} else rest


def _variables(own: _Form, form: _Form) -> tuple[dict[str, str], list[tuple[ShannonTerm, ShannonTerm]]] | None:
    """The variables of a claim for those of a theorem, and its measures; None where they are others."""
    for terms in permutations(form.terms, len(own.terms)) if len(own.terms) == len(form.terms) else ():
        pairs = list(zip(own.terms, terms, strict=True))
        names: dict[str, str] = {}
        shapes = [[(term.kind, len(term.groups), bool(term.given)) for term in pair] for pair in pairs]
        for mine, other in pairs:
            for group, groups in zip((*mine.groups, mine.given), (*other.groups, other.given), strict=False):
                names.update(dict.fromkeys(group, groups[0] if len(groups) == 1 else f"({', '.join(groups)})"))
        if all(first == second for first, second in shapes):
            return names, pairs
    return None


def _values(form: _Form, coins: set[Expr]) -> list[Expr]:
    """What the numbers of a theorem may be in a claim: its letters, the chances of its coins, how many values there are."""
    inside = {part.args[0] for part in form.excess.atoms(log)} - {form.base}
    counts = {value + more for value in inside if value.is_Integer for more in (0, 1)}
    given = {value for value in coins | counts if value.is_number}
    return [*form.numbers, *sorted(given, key=default_sort_key)][:MOST_VALUES]


def _renamed(line: str, words: dict[str, str]) -> str:
    return re.sub(r"\b[A-Za-z]\w*\b", lambda word: words.get(word[0], word[0]), line)
