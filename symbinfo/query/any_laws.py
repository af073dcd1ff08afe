"""Claims about laws that are only named: ``KL(P || Q) >= 0``, ``H(P, Q) = H(P) + KL(P || Q)``, ``H(X + c) = H(X)``.

Nothing is assumed of such laws. Every measure of the claim is of bare names, and the claim is linear in them, or is of
divergences alone: ``TV(P || Q) <= sqrt(KL(P || Q)/2)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Abs, Expr, Integer, Poly, PolynomialError, Symbol, log

from symbinfo.derivation import Relation
from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.one_line import OneLine
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import KL, Entropy
from symbinfo.measures.base import Measure
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.nodes import Call, Name, Negation, Node, Operation, Statement, below, changed
from symbinfo.query.rounded_decimals import relation_of
from symbinfo.query.symbols import symbols_of, uses_of
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.usual_names import bare_laws
from symbinfo.query.vocabulary import LAWS, MEASURES

__all__ = ["AnyLawsClaim", "LinearForm", "claims_of_any_laws", "is_of_any_laws"]

#: Words for divergences without an order, each with its measure.
DIVERGENCES: dict[str, type[Measure]] = {
    word: form.measure for word, form in MEASURES.items() if form.measure.bars and not form.measure.order_name
}
#: A measure, and the names of its laws.
Key = tuple[Any, ...]


@dataclass(frozen=True)
class LinearForm:
    """A constant and measures with their factors; `scaled` is what a density adds for a change of units.

    Parameters
    ----------
    constant, scaled : Expr
        Of masses the value is `constant` and the terms; of densities `scaled` comes on top.
    terms : dict
        The factor of each measure: (Entropy, "P"), (KL, "P", "Q"), (JensenShannon, "P", "Q") and so on.
    """

    constant: Expr
    scaled: Expr
    terms: dict[Key, Expr]

    def plus(self, other: LinearForm, factor: Expr) -> LinearForm:
        """The sum with a multiple of another."""
        terms = dict(self.terms)
        for key, value in other.terms.items():
            terms[key] = terms.get(key, Integer(0)) + factor * value
        kept = {key: value for key, value in terms.items() if value != 0}
        return LinearForm(self.constant + factor * other.constant, self.scaled + factor * other.scaled, kept)


@dataclass(frozen=True, repr=False)
class AnyLawsClaim(OneLine):
    """A claim about laws of which nothing is known but their names.

    Parameters
    ----------
    text : str
        The claim in the language.
    relation : Relation
        How the sides are related.
    difference : LinearForm, optional
        The left side less the right one, where both are linear.
    names : tuple of str
        The laws.
    left, right : str
        The sides.
    base : Expr
        The base of its logarithms.
    differential : bool
        Whether the laws are densities.
    whole : Expr, optional
        The left side less the right one as an expression over divergences, where it is of these alone.
    """

    text: str
    relation: Relation
    difference: LinearForm | None
    names: tuple[str, ...]
    left: str
    right: str
    base: Expr
    differential: bool = False
    whole: Expr | None = None

    def __str__(self) -> str:
        return self.text


def is_of_any_laws(statement: Statement) -> bool:
    """Whether a claim speaks of measures of bare laws, or of shifted and scaled variables."""
    if statement.right is None:
        return False
    calls = [node for node in below(statement) if isinstance(node, Call) and node.name in MEASURES]
    return any(_speaks_of_any(call) for call in calls)


def _speaks_of_any(call: Call) -> bool:
    items = call.arguments.items
    if not items or not all(isinstance(item, Name) and item.name not in LAWS for item in items):
        return _affine_name(call) is not None
    return call.name in DIVERGENCES or call.name == "CrossEntropy" or bool(bare_laws(call))


def _affine_name(call: Call) -> str | None:
    """The one capital name in ``H(a*X + c)``."""
    items = call.arguments.items
    if call.name != "H" or len(items) != 1 or not isinstance(items[0], Operation | Negation):
        return None
    inside = below(items[0])
    names = {n.name for n in inside if isinstance(n, Name) and n.name[0].isupper() and n.name not in ("E",)}
    return names.pop() if len(names) == 1 and not any(isinstance(n, Call) for n in inside) else None


def claims_of_any_laws(text: str, statement: Statement, base: Expr) -> list[AnyLawsClaim]:
    """The claims of a statement, one a relation, their logarithms to a base.

    Raises
    ------
    QueryError
        When a side is neither linear in measures of bare names, nor of divergences alone.
    """
    reader = _Reader(text, statement, base)
    forms, wholes = reader.sides(statement)
    made = []
    for at, link in enumerate(statement.links):
        relation, _ = relation_of(link, text)
        difference = forms[at].plus(forms[at + 1], Integer(-1)) if forms else None
        left, right = (canonical(Statement(side)) for side in link.sides)
        text_of_link = f"{left} {(relation or Relation.EQ).value} {right}"
        related, small = relation or Relation.EQ, statement.differential
        whole = wholes[at] - wholes[at + 1] if wholes else None
        made.append(AnyLawsClaim(text_of_link, related, difference, reader.names, left, right, base, small, whole))
    return made


class _Reader:
    def __init__(self, text: str, statement: Statement, base: Expr) -> None:
        self.text, self.base = text, base
        calls = [node for node in below(statement) if isinstance(node, Call) and node.name in MEASURES]
        bare = {i.name for call in calls for i in call.arguments.items if isinstance(i, Name)}
        affine = {name for call in calls if (name := _affine_name(call))}
        self.names = tuple(sorted(bare | affine))
        uses = [use for use in uses_of(list(statement.sides)) if use.name not in self.names]
        inside = [item for call in calls if _affine_name(call) for item in call.arguments.items]
        uses += [use for use in uses_of(inside) if use.name not in self.names]  # type: ignore[arg-type]
        self.symbols = symbols_of(uses)
        self.builder = LawBuilder(text, self.symbols)

    def sides(self, statement: Statement) -> tuple[list[LinearForm], list[Expr]]:
        """The sides as linear forms, where all are, and of divergences alone as expressions over these."""
        measures = [part for part in below(statement) if isinstance(part, Call) and part.name in MEASURES]
        of_divergences = all(map(self._is_divergence, measures))
        wholes = [self._whole(side) for side in statement.sides] if of_divergences else []
        try:
            return [self.linear(side) for side in statement.sides], wholes
        except QueryError:
            if not of_divergences:
                raise
        return [], wholes

    def _is_divergence(self, call: Call) -> bool:
        items = call.arguments.items
        return call.name in DIVERGENCES and len(items) == 2 and all(isinstance(item, Name) for item in items)

    def _whole(self, side: Node) -> Expr:
        """A side over divergences of masses of which the names are known."""
        values: dict[str, Expr] = {}

        def named(node: Any) -> Any:
            if not isinstance(node, Call) or node.name not in DIVERGENCES:
                return None
            first, second = (abstract_mass(item.name) for item in node.arguments.items if isinstance(item, Name))
            value = Integer(0) if first == second else DIVERGENCES[node.name](first, second, base=self.base)
            values[word := canonical(Statement(node))] = value
            return Name(word, node.start)

        changed_side = changed(side, named)
        return self.builder.part(values).expression(changed_side)

    def linear(self, node: Node) -> LinearForm:
        """A side; a chain of sums is walked without recursion."""
        chain: list[Operation] = []
        while isinstance(node, Operation) and node.sign in "+-":
            chain.append(node)
            node = node.left
        made = self._term(node)
        for operation in reversed(chain):
            made = made.plus(self.linear(operation.right), Integer(1 if operation.sign == "+" else -1))
        return made

    def _term(self, node: Node) -> LinearForm:
        nothing = LinearForm(Integer(0), Integer(0), {})
        if isinstance(node, Negation):
            return nothing.plus(self.linear(node.value), Integer(-1))
        if isinstance(node, Operation) and node.sign in "*/":
            left, right = self._has_measure(node.left), self._has_measure(node.right)
            if left and not right:
                value = self.builder.expression(node.right)
                return nothing.plus(self.linear(node.left), value if node.sign == "*" else 1 / value)
            if right and not left and node.sign == "*":
                return nothing.plus(self.linear(node.right), self.builder.expression(node.left))
        if isinstance(node, Call) and node.name in MEASURES:
            return self._measure(node)
        if self._has_measure(node):
            message = "a claim about laws of which only the names are known is linear in their measures: give the laws"
            raise QueryError(message, self.text, node.start)
        return LinearForm(self.builder.expression(node), Integer(0), {})

    def _has_measure(self, node: Node) -> bool:
        return any(isinstance(part, Call) and part.name in MEASURES for part in below(node))

    def _measure(self, call: Call) -> LinearForm:
        one, none = Integer(1), Integer(0)
        names = [item.name for item in call.arguments.items if isinstance(item, Name)]
        if (name := _affine_name(call)) is not None:
            return self._affine(call, name)
        if len(names) == len(call.arguments.items) == 2 and set(call.arguments.separators) <= {",", "||"}:
            first, second = names
            if call.name in DIVERGENCES:
                kind = DIVERGENCES[call.name]
                key = (kind, *(sorted(names) if kind.symmetric else names))
                return LinearForm(none, none, {} if first == second else {key: one})
            if call.name in ("H", "CrossEntropy"):
                cross: dict[Key, Expr] = {} if first == second else {(KL, first, second): one}
                return LinearForm(none, none, {(Entropy, first): one, **cross})
        if call.name in ("H", "Entropy") and len(names) == len(call.arguments.items) == 1:
            return LinearForm(none, none, {(Entropy, names[0]): one})
        message = (
            f"{call.name} of these names is not judged without their laws: declare them by --given 'P = Normal(0, 1)'"
        )
        raise QueryError(message, self.text, call.start)

    def _affine(self, call: Call, name: str) -> LinearForm:
        x = Symbol(name, real=True)
        (item,) = call.arguments.items
        value = self.builder.part({name: x}).expression(item)
        try:
            poly = Poly(value, x)
        except PolynomialError:
            poly = None
        if poly is None or poly.degree() != 1:
            raise QueryError(
                f"only a*{name} + c is known for any law: declare {name} by --given", self.text, call.start
            )
        return LinearForm(Integer(0), log(Abs(poly.LC())) / log(self.base), {(Entropy, name): Integer(1)})
