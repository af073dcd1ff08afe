"""What may stand where a setting wants a law: a family, a declared name, a table, softmax(...) or stationary(...)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from sympy import And, Dict, Expr, Integer, S, Symbol, Tuple, exp, true

from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.hierarchy import Hierarchy
from symbinfo.laws.joint_by_hand import JointDensity
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.markov_chain import stationary_law
from symbinfo.laws.table import JointTable, joint_law
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.dirichlet_vectors import dirichlet_vector
from symbinfo.query.nodes import Argument, Call, Keyword, Mapping, Name, Node, Number, Sequence, Weighted, below
from symbinfo.query.setting_contents import Setting
from symbinfo.query.symbols import REAL, Use, is_joint, uses_in_argument, uses_in_law
from symbinfo.query.t_vectors import T_LAWS, t_vector
from symbinfo.query.variables import Blocks
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

    def law_or_point(self, node: Argument, name: str = "P") -> Law:
        """A law of one variable; a number is what is certain."""
        if isinstance(node, Number):
            value = self.expression(node)
            return self._checked(node, lambda: finite_law({value: S.One}, name))
        return self.law(node, name)

    def part_law(self, node: Argument, name: str = "P") -> Law:
        """A law inside another: a variable stands for its own."""
        if isinstance(node, Name) and node.name in self.setting.variables.names:
            found: Law = self.setting.variables.law(node.name)
            return found
        return self.law(node, name)

    def _made_law(self, call: Call, name: str) -> Law:
        if call.name == "table":
            return self.law(self._only(call), name)
        if call.name == "softmax":
            return _softmax(self._numbers(self._only(call)), name)
        if call.name == "stationary":
            masses = self._checked(call, lambda: stationary_law(self.matrix(self._only(call))))
            return self._checked(call, lambda: finite_law(dict(enumerate(masses)), name))
        raise self.fail(f"{call.name}(...) is no law of one variable: write Y | X ~ {MAKERS['rows']}", call)

    def joint(self, node: Argument, names: tuple[str, ...]) -> JointTable | JointNormal | Hierarchy | Blocks:
        """A joint law of several variables."""
        call = node if isinstance(node, Call) else None
        if call and is_joint(call):
            return self._joint_density(call, names)
        if call and call.name in T_LAWS:
            law: Any = self.law(call)
            return self._checked(call, lambda: t_vector(law, names))
        if call and call.name in ("Dirichlet", "MultivariateBeta"):
            shares: Any = self.law(call)
            return self._checked(call, lambda: dirichlet_vector(shares, names))
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

    def _joint_density(self, call: Call, names: tuple[str, ...]) -> Hierarchy:
        """Two variables by their joint density."""
        if len(names) != 2:
            raise self.fail(
                "a joint density of two variables is read: X, Y ~ density(f(x, y), x in (0, 1), y in (0, x))", call
            )
        items: list[Any] = list(call.arguments.items)
        body, *ranges = items
        local: dict[str, Any] = {}
        limits = []
        for part in ranges:
            name, *ends = part.items
            low, high = (self.part(local).expression(end) for end in ends)
            kind = {"positive": True} if low.is_nonnegative else {"real": True}
            local[name.name] = Symbol(name.name, **kind)
            limits.append((local[name.name], low, high))
        expr = self.part(local).expression(body)
        first, second = limits
        return self._checked(call, lambda: JointDensity(expr, first, second, names, condition=And(*self.declared)))

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
        if len(items) != 1 or isinstance(items[0], Keyword | Weighted):
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
