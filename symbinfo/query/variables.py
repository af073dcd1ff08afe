"""Random variables by name: finite ones as a table of all their outcomes, normal ones by their mean and covariance.

Variables that hang together form a group; groups are independent of each other, so that an entropy of several is the
sum over the groups.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sympy import (
    Add,
    And,
    Dict,
    Expr,
    Integer,
    Matrix,
    Mul,
    S,
    Tuple,
    cancel,
    diag,
    expand_mul,
    factor,
    sqrt,
    true,
    zeros,
)

from symbinfo import measures
from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.shortest import shortest
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.component import Component
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.outcomes import representatives
from symbinfo.laws.table import JointTable
from symbinfo.query.chained_variables import Chained
from symbinfo.query.independence import FunctionOf, demand_apart, hang_together

__all__ = [
    "Finite",
    "FunctionOf",
    "Group",
    "Lone",
    "Normals",
    "Variables",
    "certain",
    "lone_normal",
    "simplest",
]

MOST_OUTCOMES = 4096
LARGEST_SIMPLIFIED = 120

Outcome = tuple[Any, ...]


def simplest(expr: Expr) -> Expr:
    """A probability or a variance with what cancels cancelled, as a product where it is one; what is large stays."""
    if not expr.free_symbols or expr.count_ops() > LARGEST_SIMPLIFIED or not expr.is_rational_function():
        return expr
    product = _upright(factor(cancel(expr)))
    return product if product.count_ops() <= expr.count_ops() + 3 else expr


def _upright(product: Expr) -> Expr:
    """``-(e - 1)/2`` as ``(1 - e)/2``, and ``(e - 1)*(p - 1)`` as ``(1 - e)*(1 - p)``."""
    coefficient, rest = product.as_coeff_Mul()
    factors = list(Mul.make_args(rest))
    turned = [f for f in factors if f.is_Add and f.as_coeff_Add()[0].is_negative]
    if coefficient.is_negative:
        if not turned:
            return product
        chosen, coefficient = turned[:1], -coefficient
    else:
        chosen = [f for f in turned if f.as_coeff_Add()[0] == -1]
        chosen = chosen[: len(chosen) // 2 * 2]
        if not chosen:
            return product
    others = [f for f in factors if f not in chosen]
    numbers = [coefficient] if coefficient != 1 else []
    parts = [*numbers, *others, *(-f for f in chosen)]
    return Mul(*parts, evaluate=False) if len(parts) > 1 else parts[0]


@dataclass(frozen=True)
class Finite:
    """Variables with finitely many outcomes: every tuple of outcomes with its probability."""

    names: tuple[str, ...]
    rows: tuple[tuple[Outcome, Expr], ...]
    condition: Any = true

    def extended(self, names: tuple[str, ...], law_at: Callable[[dict[str, Any]], Iterable[Any]], more: Any) -> Finite:
        """With further variables: `law_at` gives, for the outcomes so far, those of the new ones with probabilities."""
        rows: list[tuple[Outcome, Expr]] = []
        for outcome, mass in self.rows:
            for new, probability in law_at(dict(zip(self.names, outcome, strict=True))):
                rows.append(((*outcome, *new), mass * probability))
            if len(rows) > MOST_OUTCOMES:
                raise QueryError(f"these variables have more than {MOST_OUTCOMES} outcomes together: ask for fewer")
        size = len(self.names)
        form = representatives(value for outcome, _ in rows for value in outcome[size:])
        alike = (((*outcome[:size], *(form[value] for value in outcome[size:])), mass) for outcome, mass in rows)
        return Finite((*self.names, *names), tuple(alike), And(self.condition, more))

    def joined(self, other: Finite) -> Finite:
        """With independent variables."""
        return self.extended(other.names, lambda _: other.rows, other.condition)

    def marginal(self, names: tuple[str, ...]) -> Finite:
        """Some of the variables, in the order asked for."""
        places = [self.names.index(name) for name in names]
        totals: dict[Outcome, list[Expr]] = {}
        for outcome, mass in self.rows:
            totals.setdefault(tuple(outcome[i] for i in places), []).append(mass)
        rows = ((key, simplest(sum(masses, S.Zero))) for key, masses in totals.items())
        return Finite(names, tuple((key, mass) for key, mass in rows if mass != 0), self.condition)

    def components(self, names: tuple[str, ...]) -> tuple[Component, ...]:
        """The variables as measures take them."""
        table = self.marginal(names)
        rows = [(Tuple(*key), mass) for key, mass in table.rows]
        joint = JointTable("P", "table", (Dict(dict(rows)),), shortest([self.condition]), rows, names)
        return tuple(joint.variables)

    def law(self, name: str) -> Law:
        """The law of one variable."""
        pairs = [(key[0], mass) for key, mass in self.marginal((name,)).rows]
        return FiniteLaw(name, "FiniteRV", (Dict(dict(pairs)),), shortest([self.condition]), pairs)


@dataclass(frozen=True)
class Normals:
    """Jointly normal variables: their means and their covariance."""

    names: tuple[str, ...]
    mean: tuple[Expr, ...]
    covariance: Matrix
    condition: Any = true

    def extended(self, name: str, weights: dict[str, Expr], constant: Expr, variance: Expr, more: Any) -> Normals:
        """With ``name = sum of weights times variables + constant + independent noise`` of the variance given."""
        row = zeros(1, len(self.names))
        for i, known in enumerate(self.names):
            row[0, i] = weights.get(known, S.Zero)
        crossed = (row * self.covariance).applyfunc(simplest)
        own = simplest((crossed * row.T)[0] + variance)
        mean = sum((row[0, i] * m for i, m in enumerate(self.mean)), constant)
        last = crossed.row_join(Matrix([[own]]))
        covariance = self.covariance.row_join(crossed.T).col_join(last)
        return Normals((*self.names, name), (*self.mean, mean), covariance, And(self.condition, more))

    def joined(self, other: Normals) -> Normals:
        """With independent variables."""
        covariance = diag(self.covariance, other.covariance)
        both = And(self.condition, other.condition)
        return Normals((*self.names, *other.names), (*self.mean, *other.mean), covariance, both)

    def components(self, names: tuple[str, ...]) -> tuple[Component, ...]:
        """The variables as measures take them; the engine derives joint measures of two."""
        return self.vector(names).components

    def vector(self, names: tuple[str, ...]) -> JointNormal:
        """The joint law of some of the variables."""
        places = [self.names.index(name) for name in names]
        mean = [self.mean[i] for i in places]
        covariance = [[self.covariance[i, j] for j in places] for i in places]
        joint = JointNormal.of(mean, covariance, names, name=",".join(names))
        return joint.func(*joint.args[:3], shortest([joint.condition, self.condition]), *joint.args[4:])

    def law(self, name: str) -> Law:
        """The law of one variable."""
        i = self.names.index(name)
        law = law_of_family(FAMILIES["Normal"], (self.mean[i], sqrt(self.covariance[i, i])), name)
        return law.func(*law.args[:3], And(law.condition, self.condition), *law.args[4:])


@dataclass(frozen=True)
class Lone:
    """One variable that is neither finite nor normal."""

    names: tuple[str, ...]
    marginal: Law

    def law(self, name: str) -> Law:
        """Its law."""
        return self.marginal.renamed(name)


class Blocks(ABC):
    """Variables that know the entropy of each block of them, such as those of a channel."""

    names: tuple[str, ...]

    @abstractmethod
    def law(self, name: str) -> Law:
        """The law of one variable."""

    @abstractmethod
    def entropy(self, block: frozenset[str], base: Expr) -> Expr:
        """The entropy of some of the variables."""


Group = Finite | Normals | Lone | Blocks | Chained


@dataclass
class Variables:
    """All variables declared so far, in independent groups.

    Parameters
    ----------
    groups : list of Group
        Which variables hang together.
    laws : dict of str to Law
        The laws of variables that were declared by a law of their own.
    sources : dict of str to tuple of str
        Of a variable that is a function of others, and of which only its own law is kept: those others.
    functions : dict of str to Function
        How such a variable is made of them.
    """

    groups: list[Group] = field(default_factory=list)
    laws: dict[str, Law] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    functions: dict[str, FunctionOf] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Of all variables."""
        return [name for group in self.groups for name in group.names]

    def group_of(self, names: Iterable[str]) -> Group:
        """The group that holds the variables given; groups that were independent become one."""
        wanted = set(names)
        found: list[Any] = [group for group in self.groups if wanted & set(group.names)]
        if len(found) == 1:
            return found[0]
        for first, second in combinations((group.names[0] for group in found), 2):
            if self.hang_together(first, second):
                message = "are functions of one variable with a density: their joint law is not derived"
                raise QueryError(f"{first} and {second} {message}")
        one: Any = found[0]
        for other in found[1:]:
            if type(other) is not type(one) or not isinstance(one, Finite | Normals):
                raise QueryError("only finite variables, or only normal ones, can be taken together")
            one = one.joined(other)
        self.groups = [group for group in self.groups if group not in found]
        self.groups.append(one)
        return self.groups[-1]

    def replace(self, old: Group, new: Group) -> None:
        """Put a group in the place of another."""
        self.groups = [new if group is old else group for group in self.groups]

    def law(self, name: str) -> Law:
        """The law of one variable."""
        return self.laws[name].renamed(name) if name in self.laws else self.group_of([name]).law(name)

    def add_image(self, image: Finite | Lone, function: FunctionOf) -> None:
        """Add a function of variables, of which only its own law is kept."""
        (name,) = image.names
        self.groups.append(image)
        self.sources[name], self.functions[name] = tuple(function.places), function

    def hang_together(self, first: str, second: str) -> bool:
        """Whether two variables are not known to be independent."""
        return hang_together(first, second, self.groups, self.sources)

    # Measures.

    def entropy(self, names: tuple[str, ...], given: tuple[str, ...], base: Expr) -> Expr:
        """H(names | given)."""
        demand_apart(self.groups, self.sources, (*names, *given))
        total: Expr = S.Zero
        for group in self._groups(names, given):
            first, second = _within(group, names), _within(group, given)
            if first:
                total += self._entropy(group, first, second, base)
        return total

    def _entropy(self, group: Group, first: tuple[str, ...], given: tuple[str, ...], base: Expr) -> Expr:
        if isinstance(group, Blocks):
            both = group.entropy(frozenset((*first, *given)), base)
            # The densities inside of the measures stay as they are.
            terms = Add.make_args(both - group.entropy(frozenset(given), base) if given else both)
            return Add(*(expand_mul(term, deep=False) for term in terms))
        if len(first) == 1 and not given:
            return measures.Entropy(self.law(first[0]), base=base)
        if isinstance(group, Lone):
            raise QueryError(f"{first[0]} stands on both sides: name each variable once")
        if isinstance(group, Normals) and len(first) + len(given) > 2:
            both = measures.Entropy(group.vector((*first, *given)), base=base)
            return both - self._entropy(group, given, (), base) if given else both
        parts = group.components((*first, *given))
        if not given:
            return measures.JointEntropy(*parts, base=base)
        return measures.ConditionalEntropy(parts[: len(first)], parts[len(first) :], base=base)

    def information(self, first: tuple[str, ...], second: tuple[str, ...], given: tuple[str, ...], base: Expr) -> Expr:
        """I(first; second | given)."""
        demand_apart(self.groups, self.sources, (*first, *second, *given))
        total: Expr = S.Zero
        for group in self._groups((*first, *second), given):
            parts = [_within(group, names) for names in (first, second, given)]
            if not parts[0] or not parts[1]:
                continue
            if isinstance(group, Lone):
                raise QueryError(f"{parts[0][0]} stands on both sides: name each variable once")
            if isinstance(group, Blocks) or (isinstance(group, Normals) and sum(map(len, parts)) > 2):
                more = (*parts[1], *parts[2])
                total += self._entropy(group, parts[0], parts[2], base) - self._entropy(group, parts[0], more, base)
                continue
            found = group.components(tuple(name for part in parts for name in part))
            a, b = len(parts[0]), len(parts[0]) + len(parts[1])
            total += measures.MutualInformation(found[:a], found[a:b], given=found[b:] or None, base=base)
        return total

    def _groups(self, names: tuple[str, ...], given: tuple[str, ...]) -> list[Group]:
        """The groups that the names lie in; those of one kind as one, so that a whole table or density is shown."""
        wanted = {*names, *given}
        for kind in (Finite, Normals):
            of_kind = [name for g in self.groups if isinstance(g, kind) for name in g.names if name in wanted]
            if of_kind:
                self.group_of(of_kind)
        return [group for group in self.groups if wanted & set(group.names)]


def _within(group: Group, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in group.names)


def lone_normal(name: str, law: Law) -> Normals:
    """A normal variable by itself."""
    mean, deviation = law.parameters
    return Normals((name,), (mean,), Matrix([[simplest(deviation**2)]]), law.condition)


def certain() -> Finite:
    """No variable yet: what others are added to."""
    return Finite((), (((), Integer(1)),))
