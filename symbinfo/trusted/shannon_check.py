"""The checker of claims over named random variables: a proof or a counterexample as plain data, re-checked exactly.

It imports the standard library, mpmath and the files beside it. A linear combination of entropies and informations is
expanded into joint entropies, one coordinate for each set of variables. A proof writes the difference of the two sides
as a nonnegative combination of conditional entropies and conditional informations of two groups, which are never
negative, plus multiples of what is given; the checker adds up and compares, in fractions. A proof may add copies of
variables: given some others, a copy is independent of all the rest, and together with these it is distributed as the
original. A counterexample is a table of fractions: its entropies are sums of logarithms of primes with rational
coefficients, zero only when all of these are, so that what is given is checked exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isqrt
from typing import Any

from .exceptions import CertificateError

__all__ = [
    "Logs",
    "confirm",
    "entropies_in_logarithms",
    "expanded",
    "failure_of_counterexample",
    "failure_of_proof",
    "sign_of_logarithms",
    "total",
]

Names = frozenset[str]
#: Joint entropies with their coefficients; the entropy of no variable is 0 and left out.
Vector = dict[Names, Fraction]
#: The logarithms of primes with their coefficients.
Logs = dict[int, Fraction]

MOST_GROUPS, MOST_VARIABLES, MOST_OUTCOMES, MOST_ITEMS, LARGEST = 12, 16, 1024, 2000, 10**9
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_']*\Z")
_NUMBER = re.compile(r"-?[0-9]{1,300}(/[0-9]{1,300})?\Z")
RELATIONS = {"=": (1, -1), ">=": (1,), "<=": (-1,)}


@dataclass(frozen=True)
class Term:
    """A conditional entropy of one group, or an information between several."""

    groups: tuple[Names, ...]
    given: Names


@dataclass(frozen=True)
class Statement:
    """``left - right relation 0``, the terms with their coefficients."""

    left: tuple[tuple[Fraction, Term], ...]
    relation: str
    right: tuple[tuple[Fraction, Term], ...]

    def vector(self) -> Vector:
        """The difference of the two sides in joint entropies."""
        return expanded([*self.left, *((-factor, term) for factor, term in self.right)])

    @property
    def names(self) -> set[str]:
        """The variables that it speaks of."""
        return {name for _, term in (*self.left, *self.right) for group in (*term.groups, term.given) for name in group}


# --- joint entropies -------------------------------------------------------------------------------------------------


def expanded(terms: Iterable[tuple[Fraction, Term]]) -> Vector:
    """A combination of terms in joint entropies: ``H(A|C) = H(A,C) - H(C)``, informations by inclusion and exclusion.

    Examples
    --------
    >>> half = expanded([(Fraction(1, 2), Term((frozenset("X"), frozenset("Y")), frozenset()))])
    >>> sorted(("".join(sorted(names)), str(factor)) for names, factor in half.items())
    [('X', '1/2'), ('XY', '-1/2'), ('Y', '1/2')]
    """
    found: Vector = {}
    for factor, term in terms:
        for size in range(1, len(term.groups) + 1):
            for chosen in combinations(term.groups, size):
                share = factor if size % 2 else -factor
                _add(found, term.given.union(*chosen), share)
                _add(found, term.given, -share)
    return found


def _add(vector: Vector, names: Names, factor: Fraction) -> None:
    if names and (total := vector.get(names, Fraction(0)) + factor):
        vector[names] = total
    else:
        vector.pop(names, None)


@dataclass(frozen=True)
class Copy:
    """New variables that are to the group `over` as their originals are, and independent of all the rest given it."""

    originals: tuple[tuple[str, str], ...]
    over: Names

    def known(self, names: Names) -> Iterator[tuple[Fraction, Names]]:
        """The joint entropy of a set with copies by entropies of sets with fewer, where the construction says it."""
        back = dict(self.originals)
        copies = names & set(back)
        rest = names - copies - self.over
        original = frozenset(back[name] for name in copies)
        if copies and not rest:
            yield Fraction(1), original | names & self.over
        elif copies and self.over <= names:
            yield Fraction(1), original | self.over
            yield Fraction(1), self.over | rest
            yield Fraction(-1), self.over
        else:
            yield Fraction(1), names


def without_copies(vector: Vector, copies: Iterable[Copy]) -> Vector:
    """A vector by the coordinates that the copies, the last of them first, leave open."""
    for copy in reversed(tuple(copies)):
        changed: Vector = {}
        for names, factor in vector.items():
            for share, known in copy.known(names):
                _add(changed, known, factor * share)
        vector = changed
    return vector


# --- exact entropies of a table --------------------------------------------------------------------------------------


def entropies_in_logarithms(variables: tuple[str, ...], table: dict[tuple[int, ...], Fraction], vector: Vector) -> Logs:
    """A combination of joint entropies of a table of fractions, in logarithms of primes.

    Examples
    --------
    >>> fair = {(0, 0): Fraction(1, 2), (1, 1): Fraction(1, 2)}
    >>> entropies_in_logarithms(("X", "Y"), fair, {frozenset("X"): Fraction(1), frozenset("XY"): Fraction(-1, 2)})
    {2: Fraction(1, 2)}
    """
    found: Logs = {}
    for names, factor in vector.items():
        places = [i for i, name in enumerate(variables) if name in names]
        marginal: dict[tuple[int, ...], Fraction] = {}
        for outcome, p in table.items():
            key = tuple(outcome[i] for i in places)
            marginal[key] = marginal.get(key, Fraction(0)) + p
        for p in marginal.values():
            for prime, power in (*_primes(p.denominator, 1), *_primes(p.numerator, -1)):
                found[prime] = found.get(prime, Fraction(0)) + factor * p * power
    return {prime: share for prime, share in found.items() if share}


def _primes(number: int, direction: int) -> Iterator[tuple[int, int]]:
    if number > LARGEST:
        raise CertificateError(f"the probabilities are too fine: {number} is above {LARGEST}")
    divisor, rest, last = 2, number, isqrt(number)
    while divisor <= last and rest > 1:
        while rest % divisor == 0:
            yield divisor, direction
            rest //= divisor
            last = isqrt(rest)
        divisor += 1 if divisor == 2 else 2
    if rest > 1:
        yield rest, direction


def total(logs: Logs, digits: int = 30) -> Any:
    """The value of a sum of logarithms, as an interval that surely contains it."""
    from mpmath.ctx_iv import MPIntervalContext

    context = MPIntervalContext()
    context.dps = digits
    value = context.mpf(0)
    for prime, share in logs.items():
        value += context.log(context.mpf(prime)) * share.numerator / share.denominator
    return value


def sign_of_logarithms(logs: Logs) -> int:
    """-1, 0 or 1, and never a guess: the logarithms of the primes are independent over the fractions."""
    if not logs:
        return 0
    for digits in (30, 120, 1000):
        value = total(logs, digits)
        if value.a > 0 or value.b < 0:
            return 1 if value.a > 0 else -1
    raise CertificateError("a difference of entropies is too small for its sign to be told")


# --- what is asked ---------------------------------------------------------------------------------------------------


def failure_of_proof(data: dict[str, Any]) -> str:
    """What is wrong with a proof, or nothing: see `confirm`."""
    claim, given = _statement(data["claim"]), [_statement(line) for line in _list(data["given"])]
    copies = _copies(data["copies"], claim.names.union(*(line.names for line in given)))
    if claim.relation not in RELATIONS:
        return f"a claim with {claim.relation} is not proved by inequalities that may be equalities"
    parts = _list(data["proof"])
    shown = set()
    for part in parts:
        _keys(part, {"direction", "terms", "uses"}, "proof")
        difference = claim.vector()
        if part["direction"] not in (1, -1):
            raise CertificateError("the direction of a proof is 1 (left - right >= 0) or -1")
        remaining = {names: part["direction"] * factor for names, factor in difference.items()}
        for factor, term in _sum(part["terms"]):
            if factor < 0:
                return "an inequality is used with a negative coefficient"
            if len(term.groups) > 2:
                return "an information of more than two groups may be negative"
            for names, share in expanded([(factor, term)]).items():
                _add(remaining, names, -share)
        for pair in _list(part["uses"]):
            factor, line = _use(pair, given)
            if line.relation != "=" and (line.relation == "<=") == (factor > 0) and factor:
                return "a given inequality is used in the wrong direction"
            for names, share in line.vector().items():
                _add(remaining, names, -factor * share)
        if left := without_copies(remaining, copies):
            names, factor = next(iter(left.items()))
            return f"the terms do not add up to the claim: {factor}*H({','.join(sorted(names))}) is left over"
        shown.add(part["direction"])
    missing = set(RELATIONS[claim.relation]) - shown
    return f"nothing is shown of one direction of {claim.relation}" if missing else ""


def failure_of_counterexample(data: dict[str, Any]) -> str:
    """What is wrong with a counterexample, or nothing: see `confirm`."""
    claim, given = _statement(data["claim"]), [_statement(line) for line in _list(data["given"])]
    variables, table = _table(data["counterexample"])
    missing = claim.names.union(*(line.names for line in given)) - set(variables)
    if missing:
        return f"the table has no variable {min(missing)}"
    for number, line in enumerate(given, 1):
        if not _holds(line, variables, table):
            return f"line {number} of what is given does not hold in the table"
    return "the claim holds in the table" if _holds(claim, variables, table) else ""


def _holds(line: Statement, variables: tuple[str, ...], table: dict[tuple[int, ...], Fraction]) -> bool:
    found = sign_of_logarithms(entropies_in_logarithms(variables, table, line.vector()))
    return {"=": found == 0, "<=": found <= 0, ">=": found >= 0, "<": found < 0, ">": found > 0}[line.relation]


def confirm(data: Any) -> tuple[str, str]:
    """Re-check a certificate of a claim over named random variables.

    Parameters
    ----------
    data : dict
        ``{"schema": 1, "kind": "shannon", "claim", "given"}`` with ``copies`` and ``proof``, or ``counterexample``.

    Returns
    -------
    tuple of str
        "holds" or "refuted" (of what the certificate says: that the claim is proved, or is false), and the reason.

    Raises
    ------
    CertificateError
        When the data has not this shape.
    """
    head = {"schema", "kind", "claim", "given"}
    if not isinstance(data, dict) or type(data.get("schema")) is not int or data["schema"] != 1:
        raise CertificateError("a certificate of schema 1 was expected")
    if "proof" in data:
        _keys(data, {*head, "copies", "proof"}, "certificate")
        failure, fine = failure_of_proof(data), "the proof adds up: the claim is true"
    else:
        _keys(data, {*head, "counterexample"}, "certificate")
        failure, fine = failure_of_counterexample(data), "the counterexample is one: the claim is false"
    return ("refuted", failure) if failure else ("holds", fine)


# --- from JSON data --------------------------------------------------------------------------------------------------


def _keys(data: Any, wanted: set[str], where: str) -> None:
    if not isinstance(data, dict) or set(data) != wanted:
        raise CertificateError(f"an object with the keys {', '.join(sorted(wanted))} was expected", where)


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list) or len(data) > MOST_ITEMS:
        raise CertificateError(f"a list of at most {MOST_ITEMS} items was expected")
    return data


def _fraction(data: Any) -> Fraction:
    if not isinstance(data, str) or not _NUMBER.match(data) or data.endswith("/0"):
        raise CertificateError(f"{str(data)[:40]!r} is no fraction such as -1/2")
    try:
        return Fraction(data)
    except ZeroDivisionError:
        raise CertificateError("division by zero in a number", data[:40]) from None


def _names(data: Any) -> Names:
    if not isinstance(data, list) or not all(isinstance(name, str) and _NAME.match(name) for name in data):
        raise CertificateError("a list of names was expected")
    return frozenset(data)


def _sum(data: Any) -> tuple[tuple[Fraction, Term], ...]:
    terms = []
    for item in _list(data):
        if not isinstance(item, list) or len(item) != 3 or not isinstance(item[1], list):
            raise CertificateError("a term is a coefficient, a list of groups and what is given")
        groups = tuple(_names(group) for group in item[1])
        if not 1 <= len(groups) <= MOST_GROUPS or not all(groups):
            raise CertificateError(f"a term has 1 to {MOST_GROUPS} groups, none of them empty")
        terms.append((_fraction(item[0]), Term(groups, _names(item[2]))))
    return tuple(terms)


def _statement(data: Any) -> Statement:
    _keys(data, {"left", "relation", "right"}, "claim")
    if data["relation"] not in ("=", "<=", ">=", "<", ">"):
        raise CertificateError("a relation is one of =, <=, >=, <, >")
    return Statement(_sum(data["left"]), data["relation"], _sum(data["right"]))


def _use(data: Any, given: list[Statement]) -> tuple[Fraction, Statement]:
    well = isinstance(data, list) and len(data) == 2 and type(data[1]) is int and 0 <= data[1] < len(given)
    if not well:
        raise CertificateError("a use is a coefficient and the number of a given line")
    if given[data[1]].relation not in RELATIONS:
        raise CertificateError("what is given is an equation, or an inequality with <= or >=")
    return _fraction(data[0]), given[data[1]]


def _copies(data: Any, known: set[str]) -> list[Copy]:
    """The copies, each of variables that are there before it, under names that are not."""
    copies = []
    for item in _list(data):
        _keys(item, {"new", "of", "over"}, "copies")
        new, of, over = item["new"], item["of"], _names(item["over"])
        if not _names(new) or len(_names(new)) != len(new) or len(new) != len(_names(of)) or len(of) != len(new):
            raise CertificateError("a copy has as many new names as originals, each once")
        if not set(of) <= known or not over <= known or over & set(of) or set(new) & known:
            raise CertificateError("a copy is a new variable, of known ones, over other known ones")
        known = known | set(new)
        copies.append(Copy(tuple(zip(new, of, strict=True)), over))
    if len(known) > MOST_VARIABLES:
        raise CertificateError(f"there are more than {MOST_VARIABLES} variables")
    return copies


def _table(data: Any) -> tuple[tuple[str, ...], dict[tuple[int, ...], Fraction]]:
    _keys(data, {"variables", "pmf"}, "counterexample")
    variables, rows = data["variables"], _list(data["pmf"])
    if len(_names(variables)) != len(variables) or len(variables) > MOST_VARIABLES or len(rows) > MOST_OUTCOMES:
        raise CertificateError(f"a table has at most {MOST_VARIABLES} variables and {MOST_OUTCOMES} outcomes")
    table: dict[tuple[int, ...], Fraction] = {}
    for row in rows:
        _keys(row, {"outcome", "p"}, "counterexample")
        outcome, p = row["outcome"], _fraction(row["p"])
        if not isinstance(outcome, list) or len(outcome) != len(variables) or any(type(x) is not int for x in outcome):
            raise CertificateError("an outcome is a list of whole numbers, one for each variable")
        if tuple(outcome) in table or p <= 0:
            raise CertificateError("an outcome is listed once, with a positive probability")
        table[tuple(outcome)] = p
    if sum(table.values()) != 1:
        raise CertificateError("the probabilities do not sum to 1")
    return variables if isinstance(variables, tuple) else tuple(variables), table
