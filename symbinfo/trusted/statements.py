"""What a certificate is made of: laws, measures, steps, claims and derivations, each plain data over terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from .terms import Term
from .witnesses import Witness

__all__ = [
    "FUNCTION_KIND",
    "KINDS",
    "LISTED",
    "RELATIONS",
    "Beyond",
    "Claim",
    "Law",
    "Measure",
    "Plain",
    "Step",
    "arity_of",
    "bind",
    "cited_by",
    "sizes_of",
]

RELATIONS = ("=", "<=", ">=", "<", ">")
KINDS = (
    "real",
    "positive",
    "nonnegative",
    "negative",
    "nonzero",
    "probability",
    "open probability",
    "integer",
    "positive integer",
    "nonnegative integer",
)
_SIZE = r"(?:[A-Za-z_][A-Za-z0-9_]*|[1-9][0-9]?)"
FUNCTION_KIND = re.compile(rf"density on R( R)?|mass on {_SIZE}( {_SIZE})*|map from {_SIZE} to {_SIZE}")
#: Kinds of laws that list their outcomes.
LISTED = ("finite", "table")


@dataclass(frozen=True)
class Law:
    """A law: a density (or mass) with its support, or a list of outcomes with their probabilities.

    Of a joint law the `variables` are (name, kind, low, high); of a table the outcomes are tuples of labels. `total`
    names the derivation that shows that the law adds up to 1, where the certificate holds one.
    """

    kind: str
    variable: str = ""
    density: Term = 0
    lower: Term = 0
    upper: Term = 0
    outcomes: tuple[tuple[Any, Term], ...] = ()
    variables: tuple[tuple[str, str, Term, Term], ...] = ()
    total: str = ""
    marginals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A measure by name, of laws by name, with the base of its logarithm.

    Self-information has the outcome `at`; a measure of a joint law the `blocks` of variables that it speaks of; a Renyi
    or Tsallis measure its `order`; the Fisher information, in the place of an order, the parameter that it is about, and
    a `second` one where it is an entry beside the diagonal of the matrix.
    """

    name: str
    laws: tuple[str, ...]
    base: Term
    at: Term | None = None
    blocks: tuple[tuple[int, ...], ...] = ()
    order: Term | None = None
    second: Term | None = None


@dataclass(frozen=True)
class Step:
    """One step: a relation and the new expression, with the rule it names and the lemmas it cites.

    An inequality may say when its sides are equal: a condition, for all values of some variables in their ranges. The
    witness is what an exact replay of the step needs.
    """

    relation: str
    term: Term
    rule: str
    lemmas: tuple[str, ...]
    equality: tuple[tuple[Any, ...], tuple[tuple[str, Term, Term], ...]] | None = None
    witness: Witness | None = None


class Claim(NamedTuple):
    """What a derivation says in the end."""

    relation: str
    left: Term
    right: Term


class Beyond(NamedTuple):
    """What holds where one of a derivation's conditions fails: the derivation that shows it, and where that is.

    On an edge a symbol is `at` a value, and the other derivation is of the laws there.
    """

    instead_of: Term
    where: Term
    derivation: str
    at: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True)
class Plain:
    """One derivation as plain data: see the certificate format in the documentation."""

    symbols: tuple[tuple[str, str], ...]
    conditions: tuple[Term, ...]
    functions: tuple[tuple[str, str], ...]
    laws: tuple[tuple[str, Law], ...]
    measure: Measure | None
    start: Term
    steps: tuple[Step, ...]
    claim: Claim
    otherwise: tuple[Beyond, ...] = ()


def cited_by(plain: Plain) -> frozenset[str]:
    """The derivations that one rests on: its lemmas, and the totals of its laws and of those that its steps use."""
    own = {name for _, law in plain.laws for name in (law.total, *law.marginals) if name}
    laws = dict(plain.laws)
    used = {name for step in plain.steps if step.witness is not None for name in step.witness.totals}
    return frozenset(own.union(used - set(laws), *(step.lemmas for step in plain.steps)))


def sizes_of(kind: str) -> list[str]:
    """The sizes that a kind names: of a mass, one an argument; of a map, those of its start and its target."""
    words = kind.split()
    return {"mass": words[2:], "map": words[2::2], "density": []}[words[0]]


def arity_of(kind: str) -> int:
    """How many arguments a function of a kind takes."""
    words = kind.split()
    return 1 if words[0] == "map" else len(words) - 2


def bind(law: Law, body: Term) -> Term:
    """The sum or the integral of density times body over a law; of a joint law the first variable is outermost."""
    variables = law.variables or ((law.variable, law.kind, law.lower, law.upper),)
    bound: Term = ("*", law.density, body)
    for name, kind, low, high in reversed(variables):
        bound = ("integral" if kind == "continuous" else "sum", bound, name, low, high)
    return bound
