"""Shannon measures of named random variables, ``H(X|Y)`` and ``I(X;Y|Z)``, and linear claims about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sympy import E, Integer, Rational

from symbinfo.derivation import Relation
from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.one_line import OneLine
from symbinfo.measures.joint import JointMeasure
from symbinfo.query.nodes import Call, Name, Negation, Node, Number, Operation
from symbinfo.query.vocabulary import SHANNON, is_law, is_shannon

__all__ = ["ShannonClaim", "ShannonSum", "ShannonTerm", "shannon_sum", "signed_sum", "term_of"]


@dataclass(frozen=True, repr=False)
class ShannonTerm(OneLine):
    """An entropy or an information of named variables.

    Parameters
    ----------
    kind : str
        "H" or "I".
    groups : tuple of tuple of str
        The groups between which the information is taken; one group for an entropy.
    given : tuple of str
        The variables conditioned on.
    """

    kind: str
    groups: tuple[tuple[str, ...], ...]
    given: tuple[str, ...] = ()

    def __str__(self) -> str:
        inner = ";".join(",".join(group) for group in self.groups)
        return f"{self.kind}({inner}{'|' + ','.join(self.given) if self.given else ''})"


@dataclass(frozen=True, repr=False)
class ShannonSum(OneLine):
    """A linear combination of terms, each term once, in the order in which they were first written."""

    terms: tuple[tuple[Rational, ShannonTerm], ...] = ()

    def __str__(self) -> str:
        return signed_sum((factor, str(term)) for factor, term in self.terms)


@dataclass(frozen=True, repr=False)
class ShannonClaim(OneLine):
    """A statement to be judged: ``left relation right``; `base` is that of the logarithm in which values are shown.

    It is of differential entropies (`differential`) where one was written with a small h: these may be negative.
    """

    left: ShannonSum
    relation: Relation
    right: ShannonSum
    base: Any = E
    differential: bool = False

    def __str__(self) -> str:
        return f"{self.left} {self.relation.value} {self.right}"


def signed_sum(terms: Iterable[tuple[Any, str]]) -> str:
    """A linear combination as text.

    Examples
    --------
    >>> signed_sum([(-1, "H(X)"), (Rational(3, 2), "H(Y)"), (-2, "H(Z)")])
    '-H(X) + 3/2*H(Y) - 2*H(Z)'
    """
    text = ""
    for factor, term in terms:
        sign = ("-" if factor < 0 else "") if not text else " - " if factor < 0 else " + "
        text += f"{sign}{term}" if abs(factor) == 1 else f"{sign}{abs(factor)}*{term}"
    return text or "0"


_Linear = tuple[Rational, dict[ShannonTerm, Rational]]
LONGEST_FACTOR = 10**40


def shannon_sum(node: Node) -> ShannonSum:
    """A side of a claim as a combination of terms.

    Raises
    ------
    QueryError
        When it is not linear, or has a constant other than 0 (without the text, which the caller knows).
    """
    constant, terms = _linear(node)
    if constant != 0:
        message = f"a claim about named variables compares their measures with each other or with 0: got {constant}"
        raise QueryError(message, "", node.start)
    return ShannonSum(tuple((factor, term) for term, factor in terms.items() if factor != 0))


def _linear(node: Node) -> _Linear:
    """Constant and terms; a chain of sums is walked without recursion."""
    chain: list[tuple[Operation, _Linear]] = []
    while isinstance(node, Operation) and node.sign in "+-*/":
        chain.append((node, _linear(node.right)))
        node = node.left
    value = _atom(node)
    for operation, right in reversed(chain):
        value = _combined(operation, value, right)
        if any(max(abs(f.p), f.q) > LONGEST_FACTOR for f in (value[0], *value[1].values())):
            raise QueryError("this factor is too long", "", operation.at)
    return value


def _atom(node: Node) -> _Linear:
    if isinstance(node, Number):
        if abs(node.exponent) > 40:
            raise QueryError("this factor is too long", "", node.start)
        return Rational(node.digits) * Rational(10) ** node.exponent, {}
    if isinstance(node, Negation):
        return _scaled(_linear(node.value), Integer(-1))
    if isinstance(node, Call) and is_shannon(node):
        return Integer(0), {term_of(node): Integer(1)}
    if isinstance(node, Call) and (is_law(node) or any(is_law(item) for item in node.arguments.items)):
        raise QueryError("named variables and laws do not mix in one query: ask for them apart", "", node.start)
    message = "a claim about named variables is linear, with numbers as factors: such as 2*H(X) - I(X;Y) >= 0"
    raise QueryError(message, "", node.start)


def _scaled(value: _Linear, factor: Rational) -> _Linear:
    return value[0] * factor, {term: f * factor for term, f in value[1].items()}


def _combined(operation: Operation, left: _Linear, right: _Linear) -> _Linear:
    if operation.sign in "+-":
        right = right if operation.sign == "+" else _scaled(right, Integer(-1))
        terms = dict(left[1])
        for term, factor in right[1].items():
            terms[term] = terms.get(term, Integer(0)) + factor
        return left[0] + right[0], terms
    if operation.sign == "*" and not (left[1] and right[1]):
        return _scaled(left, right[0]) if left[1] else _scaled(right, left[0])
    if operation.sign == "/" and not right[1] and right[0] != 0:
        return _scaled(left, 1 / right[0])
    message = "division by zero" if not right[1] else "a claim about named variables is linear in its measures"
    raise QueryError(message, "", operation.at)


def term_of(call: Call) -> ShannonTerm:
    """The entropy or the information that a call over bare names means."""
    names = [item.name for item in call.arguments.items if isinstance(item, Name)]
    separators = call.arguments.separators
    places = [item.start for item in call.arguments.items]
    measure = SHANNON[call.name]
    if issubclass(measure, JointMeasure) and call.name != measure.letter:
        return _by_class_name(call, names, measure)
    kind = measure.letter
    groups: list[list[str]] = [[names[0]]]
    conditioned = False
    for name, separator, place in zip(names[1:], separators, places[1:], strict=True):
        if separator == ",":
            groups[-1].append(name)
        elif separator == ";" and kind == "I" and not conditioned:
            groups.append([name])
        elif separator == "|" and not conditioned:
            conditioned = True
            groups.append([name])
        else:
            form = "I(X; Y | Z)" if kind == "I" else "H(X, Y | Z) for variables, KL(P || Q) for laws"
            raise QueryError(f"{separator} is not expected here: write {form}", "", place)
    given = tuple(groups.pop()) if conditioned else ()
    if kind == "I" and len(groups) < 2:
        message = "an information is between variables: write I(X; Y), or I(x; Bernoulli(phi)) for an outcome of a law"
        raise QueryError(message, "", call.start)
    return ShannonTerm(kind, tuple(tuple(group) for group in groups), given)


def _by_class_name(call: Call, names: list[str], measure: type[JointMeasure]) -> ShannonTerm:
    if set(call.arguments.separators) - {","}:
        raise QueryError(f"{call.name} takes names separated by commas", "", call.start)
    if measure.arity == 1:
        return ShannonTerm(measure.letter, (tuple(names),))
    if len(names) != 2:
        raise QueryError(f"{call.name} takes two names: got {len(names)}", "", call.start)
    if measure.conditional:
        return ShannonTerm(measure.letter, ((names[0],),), (names[1],))
    return ShannonTerm(measure.letter, ((names[0],), (names[1],)))
