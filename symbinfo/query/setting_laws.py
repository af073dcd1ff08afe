"""What may stand where a setting wants a law: a family, a declared name, a table, softmax(...) or stationary(...)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from sympy import Dict, Expr, Integer, Matrix, S, Symbol, Tuple, cancel, exp, eye, true

from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, QueryError
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.table import JointTable, joint_law
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.nodes import Argument, Call, Keyword, Mapping, Name, Node, Sequence, below
from symbinfo.query.setting_contents import Setting
from symbinfo.query.symbols import REAL, Use, uses_in_argument, uses_in_law
from symbinfo.query.vocabulary import is_law

__all__ = ["SettingLawBuilder", "is_lawful", "law_uses"]

_Made = TypeVar("_Made")

MAKERS = {
    "table": "table([[1/4, 1/4], [1/2, 0]])",
    "softmax": "softmax([2, 1, 0])",
    "stationary": "stationary([[9/10, 1/10], [1/2, 1/2]])",
    "rows": "rows([[9/10, 1/10], [1/2, 1/2]])",
    "MultivariateNormal": "MultivariateNormal([0, 0], [[1, rho], [rho, 1]])",
}
MOST_STATES = 30


def is_lawful(node: object) -> bool:
    """Whether a node can only be a law."""
    return is_law(node) or isinstance(node, Mapping | Sequence) or (isinstance(node, Call) and node.name in MAKERS)


def law_uses(node: Node) -> list[Use]:
    """The names in a law, with what their places imply; a name that is an entry of a table is a probability."""
    found: list[Use] = []
    if isinstance(node, Call) and is_law(node):
        uses_in_law(node, found)
        return found
    if isinstance(node, Call) and node.name in ("softmax", "MultivariateNormal"):
        for part in below(node):
            if isinstance(part, Name):
                found.append(Use(part.name, part.start, REAL, declares=True))
        return found
    for entry in _entries(node):
        uses_in_argument(entry, ParameterDomain.PROBABILITY, "a probability of a table", found)
    return found


def _entries(node: Any) -> list[Any]:
    """The probabilities in a table."""
    if isinstance(node, Mapping):
        return [mass for _, mass in node.pairs]
    if isinstance(node, Sequence):
        return [entry for item in node.items for entry in (_entries(item) if isinstance(item, Sequence) else [item])]
    if isinstance(node, Call) and node.name in MAKERS:
        return [entry for item in node.arguments.items for entry in _entries(item)]
    return []


class SettingLawBuilder(LawBuilder):
    """A builder of laws over what a setting has declared so far.

    Parameters
    ----------
    text, symbols
        The line, and the parameters.
    setting : Setting
        Declared laws are taken from here.
    local : dict, optional
        Values of variables that the law may speak of: ``Y | X ~ Bernoulli(X/4)``.
    """

    def __init__(
        self, text: str, symbols: dict[str, Symbol], setting: Setting, local: dict[str, Any] | None = None
    ) -> None:
        super().__init__(text, symbols, declared=setting.conditions, local=dict(local or {}))
        self.setting = setting

    def law(self, node: Argument, name: str = "P") -> Law:
        """A law of one variable."""
        if isinstance(node, Name) and node.name in self.setting.laws:
            return self.setting.laws[node.name]
        if is_law(node):
            return super().law(node, name)
        if isinstance(node, Mapping):
            return self._checked(node, lambda: finite_law(dict(self.table(node)), name))
        if isinstance(node, Sequence):
            masses = self._numbers(node)
            return self._checked(node, lambda: finite_law(dict(enumerate(masses)), name))
        if isinstance(node, Call) and node.name in MAKERS:
            return self._made_law(node, name)
        return super().law(node, name)

    def _made_law(self, call: Call, name: str) -> Law:
        if call.name == "table":
            return self.law(self._only(call), name)
        if call.name == "softmax":
            return _softmax(self._numbers(self._only(call)), name)
        if call.name == "stationary":
            masses = self.at(call.start, _stationary, self.matrix(self._only(call)))
            return self._checked(call, lambda: finite_law(dict(enumerate(masses)), name))
        raise self.fail(f"{call.name}(...) is no law of one variable: write Y | X ~ {MAKERS['rows']}", call)

    def joint(self, node: Argument, names: tuple[str, ...]) -> JointTable | JointNormal:
        """A joint law of several variables."""
        call = node if isinstance(node, Call) else None
        if call and call.name == "MultivariateNormal":
            items = call.arguments.items
            if len(items) != 2:
                raise self.fail(f"write {MAKERS['MultivariateNormal']}", call)
            mean, covariance = self._numbers(items[0]), self.matrix(items[1])
            return self._checked(call, lambda: JointNormal.of(mean, covariance, names))
        inner = self._only(call) if call and call.name == "table" else node
        if isinstance(inner, Mapping):
            pairs = {tuple(k) if isinstance(k, Tuple) else (k,): m for k, m in self.table(inner).items()}
        elif isinstance(inner, Sequence):
            pairs = dict(self._cells(inner))
        else:
            raise self.fail(f"a joint table is expected for several variables: write {MAKERS['table']}", node)
        return self._checked(node, lambda: joint_law(pairs, names))

    def _cells(self, node: Any, place: tuple[Integer, ...] = ()) -> list[tuple[tuple[Integer, ...], Expr]]:
        if not isinstance(node, Sequence):
            return [(place, self.expression(node))]
        return [cell for i, item in enumerate(node.items) for cell in self._cells(item, (*place, Integer(i)))]

    def rows(self, call: Call) -> list[FiniteLaw]:
        """The laws of ``rows([[...], [...]])``, one for each row.

        Raises
        ------
        QueryError
            When a row is no law.
        """
        matrix = self.matrix(self._only(call))
        return [self._checked(call, partial(finite_law, dict(enumerate(row)))) for row in matrix]

    def matrix(self, node: Argument) -> list[list[Expr]]:
        """Nested lists of expressions, all of one length."""
        if not isinstance(node, Sequence) or not node.items:
            raise self.fail("rows of numbers are expected here: write [[9/10, 1/10], [1/2, 1/2]]", node)
        rows = [self._numbers(item) for item in node.items]
        if len({len(row) for row in rows}) != 1:
            raise self.fail("the rows are not all of one length", node)
        return rows

    def _numbers(self, node: Argument) -> list[Expr]:
        if not isinstance(node, Sequence) or not node.items:
            raise self.fail("a list is expected here: write [1/2, 1/4, 1/4]", node)
        return [self.expression(item) for item in node.items]

    def _only(self, call: Call) -> Node:
        items = call.arguments.items
        if len(items) != 1 or isinstance(items[0], Keyword):
            raise self.fail(f"{call.name} takes one argument: write {MAKERS[call.name]}", call)
        return items[0]

    def _checked(self, node: Argument, make: Callable[[], _Made]) -> _Made:
        try:
            return make()
        except (DomainError, MeasureError, NotNormalised) as error:
            raise self.fail(str(error).replace("si.", ""), node) from error


def _softmax(logits: list[Expr], name: str) -> FiniteLaw:
    """The law with masses proportional to the exponentials of the logits, which are shifted so that one is 0."""
    weights = [exp(z - logits[0]) for z in logits]
    total = sum(weights, S.Zero)
    pairs = [(Integer(i), w / total) for i, w in enumerate(weights)]
    return FiniteLaw(name, "FiniteRV", (Dict(dict(pairs)),), true, pairs)


def _stationary(rows: list[list[Expr]]) -> list[Expr]:
    """The law that a step of a chain leaves as it is: proportional to the principal minors of 1 - P, without division."""
    size = len(rows)
    if len(rows[0]) != size or size > MOST_STATES:
        raise QueryError(f"a chain has a square matrix with at most {MOST_STATES} rows")
    for i, row in enumerate(rows):
        if cancel(sum(row, S.Zero)) != 1:
            raise QueryError(f"row {i + 1} does not sum to 1: a row holds the probabilities of the next state")
    leaving = eye(size) - Matrix(rows)
    weights = [
        cancel(leaving.minor_submatrix(i, i).det(method="berkowitz")) if size > 1 else S.One for i in range(size)
    ]
    total = cancel(sum(weights, S.Zero))
    if total == 0:
        raise QueryError("this chain has more than one stationary law: its states fall apart")
    return [cancel(weight / total) for weight in weights]
