"""Random variables drawn one after the other: each by a law in which those before it may stand as parameters.

The variables may be of different kinds: a count given a rate, a density given a coin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Add, And, Basic, Dict, Expr, Integer, Integral, S, Sum, Tuple, cancel, true
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.shortest import shortest
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.component import Component, Joint
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.mixture import mixture
from symbinfo.laws.swapped_ranges import swapped
from symbinfo.laws.table import JointTable

__all__ = [
    "CONDITIONAL",
    "MARGINAL",
    "OF_MEANS",
    "ByOutcome",
    "Hierarchy",
    "given_first",
    "is_mean",
    "law_of_second",
    "others_in",
    "pair",
]

#: The family of laws whose density is a mean over the variables that it is averaged over.
MARGINAL = "marginal"
#: That of laws whose density is a joint one over that of what is given.
CONDITIONAL = "conditional"
OF_MEANS = (MARGINAL, CONDITIONAL)


class ByOutcome(Basic):
    """A law for each outcome of variables with finitely many.

    Parameters
    ----------
    given : Tuple of int
        Which variables of the hierarchy these are.
    laws : Tuple of pairs
        Outcomes of these, and the law.
    """

    def __new__(cls, given: Iterable[int], laws: Iterable[Any]) -> ByOutcome:
        """Laws by outcome."""
        return Basic.__new__(cls, Tuple(*map(Integer, given)), Tuple(*(Tuple(Tuple(*key), law) for key, law in laws)))

    given = property(lambda self: tuple(int(i) for i in self.args[0]))
    laws = property(lambda self: tuple((tuple(key), law) for key, law in self.args[1]))


class Hierarchy(Joint, Basic):
    """Variables drawn one after the other.

    Parameters
    ----------
    table : JointTable or None
        The joint law of those that come first and have finitely many outcomes.
    links : sequence of Law or ByOutcome
        The law of each further one. The variable of an earlier law, in which it is written, may stand in it.
    names : sequence of str
        Of all variables, those of the table first.
    """

    def __new__(cls, table: Any, links: Iterable[Any], names: Iterable[Any]) -> Hierarchy:
        """The variables, by their laws."""
        named = (Str(name) if isinstance(name, str) else name for name in names)
        return Basic.__new__(cls, S.Zero if table is None else table, Tuple(*links), Tuple(*named))

    table = property(lambda self: self.args[0] if isinstance(self.args[0], JointTable) else None)
    links = property(lambda self: self.args[1])
    #: How many variables stand in the table.
    listed = property(lambda self: len(self.table.names) if self.table is not None else 0)

    @property
    def variables(self) -> tuple[Component, ...]:
        """One component each."""
        return self.components

    @property
    def condition(self) -> Any:
        """The domain of the parameters."""
        laws = [law for i in range(self.listed, len(self.names)) for law in self._laws(i)]
        first = [] if self.table is None else [self.table.condition]
        return And(*first, *(law.condition for law in laws))

    def link(self, i: int) -> Any:
        """The law of a variable that is not of the table, or its laws by outcome."""
        return self.links[i - self.listed]

    def _laws(self, i: int) -> list[Law]:
        link = self.link(i)
        return [law for _, law in link.laws] if isinstance(link, ByOutcome) else [link]

    def parents(self, i: int) -> tuple[int, ...]:
        """The variables that stand in the law of a variable."""
        if i < self.listed:
            return ()  # the table knows how those in it hang together
        link = self.link(i)
        if isinstance(link, ByOutcome):
            return link.given
        others = others_in(link)
        return tuple(j for j in range(self.listed, i) if getattr(self.link(j), "variable", None) in others)

    def below(self, block: Iterable[int]) -> tuple[int, ...]:
        """Some variables with all that they are drawn from, in order."""
        wanted = set(block)
        for i in range(len(self.names) - 1, -1, -1):
            if i in wanted:
                wanted |= set(self.parents(i))
        return tuple(sorted(wanted))

    def without(self, j: int) -> Hierarchy:
        """The same variables but one, from which at most one other is drawn: the law of that is averaged over it.

        Raises
        ------
        MeasureError
            When several are drawn from it, so that these hang together.
        """
        drawn = [i for i in range(self.listed, len(self.names)) if j in self.parents(i)]
        if len(drawn) > 1:
            raise MeasureError(
                f"several variables are drawn from {self.names[j].name}: a measure of them without it is not derived"
            )
        kept = [i for i in range(len(self.names)) if i != j]
        table = self.table
        if j < self.listed:
            rest = tuple(i for i in range(self.listed) if i != j)
            table = _table_of(self.table, rest) if rest else None
        links = []
        for i in kept:
            if i >= self.listed:
                link = self._without(i, j) if i in drawn else self.link(i)
                given = [kept.index(k) for k in link.given] if isinstance(link, ByOutcome) else []
                links.append(ByOutcome(given, link.laws) if isinstance(link, ByOutcome) else link)
        return Hierarchy(table, links, [self.names[i].name for i in kept])

    def _without(self, i: int, j: int) -> Any:
        """The law of a variable, averaged over one that it is drawn from."""
        link, name = self.link(i), self.names[i].name
        if isinstance(link, ByOutcome):
            rest = tuple(k for k in link.given if k != j)
            if not rest:
                return self.marginal((i,))
            if any(k >= self.listed for k in link.given):
                raise MeasureError(f"{name} is drawn from variables of two kinds: a measure without one is not derived")
            both, alone = self._weights(link.given), self._weights(rest)
            found: dict[Any, list[Any]] = {}
            for key, law in link.laws:
                if both.get(key, 0) != 0:
                    own = tuple(o for k, o in zip(link.given, key, strict=True) if k != j)
                    found.setdefault(own, []).append((cancel(both[key] / alone[own]), law))
            return ByOutcome(rest, [(own, mixture(parts, name)) for own, parts in found.items()])
        over = self.link(j)
        if isinstance(link, FiniteLaw) and self.parents(i) == (j,) and not self.parents(j):
            return self.marginal((i,))
        if self.parents(i) != (j,) or not hasattr(over, "density") or isinstance(link, FiniteLaw):
            raise MeasureError(f"{name} is drawn from several variables: a measure without one of them is not derived")
        return law_of_second(over, link).renamed(name)

    # Means and marginals.

    def mean(self, i: int, body: Any) -> Expr:
        """The mean of what `body` makes of the law of a variable, over the variables that stand in that law.

        Parameters
        ----------
        i : int
            The variable.
        body : callable
            From a law to an expression.
        """
        link = self.link(i)
        if isinstance(link, ByOutcome):
            weights = self._weights(link.given)
            return Add(*(weights[key] * body(law) for key, law in link.laws if weights.get(key, 0) != 0))
        return self._over(self.parents(i), body(link))

    def _over(self, block: tuple[int, ...], body: Expr) -> Expr:
        """The mean of a body over some variables."""
        if not block:
            return body
        if len(block) == 1:
            variable = self.link(block[0]).variable
            return Expectation(body, self.marginal(block).on(variable))
        needed = self.below(block)
        if any(j < self.listed or not hasattr(self.link(j), "density") for j in needed):
            raise MeasureError(
                "a variable that is drawn from several others is read where these have densities or masses"
            )
        for j in reversed(needed):
            body = Expectation(body, self.link(j))
        return body

    def _weights(self, given: tuple[int, ...]) -> dict[tuple[Any, ...], Expr]:
        """The probabilities of the outcomes of some variables with finitely many."""
        law: Any = self.marginal(given)
        return {key if len(given) > 1 else (key,): p for key, p in ((_key(o), p) for o, p in law.outcomes)}

    def marginal(self, block: Sequence[int]) -> Any:
        """The law of one variable; of several where all stand in the table."""
        block = self._checked(block)
        if all(i < self.listed for i in block):
            return self.table.marginal(block)
        if len(block) > 1:
            raise MeasureError("the joint law of these variables has no single density: ask for measures of them")
        (i,) = block
        link, name = self.link(i), self.names[i].name
        if isinstance(link, ByOutcome):
            weights = self._weights(link.given)
            if any(weight.has(Expectation) for weight in weights.values()):
                raise MeasureError(f"the law of {name} is a mixture whose weights are means: it is not read")
            return mixture([(weights[key], law) for key, law in link.laws if weights.get(key, 0) != 0], name)
        return link.renamed(name) if not self.parents(i) else self._averaged(i, link, name)

    def _averaged(self, i: int, link: Any, name: str) -> Law:
        """The law of a variable whose parameters are random: its density is a mean."""
        parents = self.parents(i)
        condition = shortest([law.condition for j in self.below((i,)) if j >= self.listed for law in self._laws(j)])
        if isinstance(link, FiniteLaw):
            pairs = [(o, self._over(parents, p) if others_in(p) else p) for o, p in link.outcomes]
            return FiniteLaw(name, MARGINAL, (Dict(dict(pairs)),), condition, pairs)
        if link.family == CONDITIONAL:
            return _of_pair(link, name, condition)
        if others_in(Tuple(link.lower, link.upper)):
            return self._with_moving_range(parents, link, name, condition)
        density = self._over(parents, link.density)
        kind = ContinuousLaw if link.continuous else DiscreteLaw
        inner = [self.link(j).variable for j in self.below(parents)]
        shown = (Tuple(density, *inner),)
        return kind(name, MARGINAL, shown, condition, link.variable, density, link.lower, link.upper)

    def _with_moving_range(self, parents: tuple[int, ...], link: Any, name: str, condition: Any) -> Law:
        """The law of a variable whose range depends on the one that it is drawn from."""
        if len(parents) > 1:
            raise MeasureError(f"the range of {name} depends on several variables")
        first: Any = self.marginal(parents).on(self.link(parents[0]).variable)
        if first.continuous != link.continuous or not link.continuous:
            raise MeasureError(f"the range of {name} depends on another variable, and they are not both continuous")
        return _over_first(first, link, mul(first.density, link.density), name, condition)


def _table_of(table: JointTable, block: tuple[int, ...]) -> JointTable:
    """The joint law of some of the variables of a table, of one of them as well."""
    law: Any = table.marginal(block)
    rows = [(Tuple(*(o if len(block) > 1 else (o,))), mass) for o, mass in law.outcomes]
    names = [table.names[i].name for i in block]
    return JointTable("P", "table", (Dict(dict(rows)),), table.condition, rows, names)


def _over_first(first: Any, link: Any, joint: Expr, name: str, condition: Any) -> Law:
    """The law of the second of two continuous variables: their joint density, integrated over the first."""
    x, y = first.variable, link.variable
    own, limits = swapped(x, (first.lower, first.upper), y, (link.lower, link.upper), Domain.of([condition]))
    density = Integral(joint, (x, *limits))
    return ContinuousLaw(name, MARGINAL, (Tuple(density, x),), condition, y, density, *own)


def _of_pair(link: Any, name: str, condition: Any) -> Law:
    """The law of the second of two variables whose joint density is known."""
    (x, *ends), joint = link.parameters
    y = link.variable
    own, limits = swapped(x, tuple(ends), y, (link.lower, link.upper), Domain.of([condition]))
    density = Integral(joint, (x, *limits))
    return ContinuousLaw(name, MARGINAL, (Tuple(density, x),), condition, y, density, *own)


def law_of_second(first: Any, given: Any) -> Law:
    """The law of the second of two variables, of which the law given the first one holds the variable of that.

    Raises
    ------
    MeasureError
        When its range depends on the first in a way that is not read.
    """
    if others_in(Tuple(given.lower, given.upper)):
        return _over_first(first, given, mul(first.density, given.density), given.name, first.condition)
    density = Expectation(given.density, first)
    kind = ContinuousLaw if given.continuous else DiscreteLaw
    shown = (Tuple(density, first.variable),)
    return kind(given.name, MARGINAL, shown, first.condition, given.variable, density, given.lower, given.upper)


def pair(joint: Expr, first: tuple[Any, ...], second: tuple[Any, ...], condition: Any = true) -> tuple[Law, Law]:
    """The law of the first of two continuous variables, and that of the second given it, from their joint density.

    Parameters
    ----------
    joint : Expr
        The joint density, in the two variables.
    first, second : tuple
        Each variable with the ends of its range; those of the second may hold the first.
    condition : Boolean
        The domain of the parameters.
    """
    (x, *ends), (y, *between) = first, second
    density = Integral(joint, (y, *between))
    law = ContinuousLaw("P", MARGINAL, (Tuple(density, y),), condition, x, density, *ends)
    return law, given_first(law, joint, second)


def given_first(law: Any, joint: Expr, second: tuple[Any, ...]) -> Law:
    """The law of the second variable given the first, whose law is given, from their joint density."""
    y, *between = second
    shown = (Tuple(law.variable, law.lower, law.upper), joint)
    return ContinuousLaw("P", CONDITIONAL, shown, law.condition, y, joint / law.density, *between)


def _key(outcome: Any) -> Any:
    return tuple(outcome) if isinstance(outcome, Tuple) else outcome


def is_mean(law: Any) -> bool:
    """Whether the density of a law, or a probability, is a mean or an integral that is still to be taken."""
    return law.family in OF_MEANS and Tuple(*law.args[4:]).has(Expectation, Integral, Sum)


def others_in(expr: Any) -> set[Variable]:
    """The variables of other laws that stand free in a law or an expression."""
    if isinstance(expr, FiniteLaw):
        return set().union(*(others_in(p) for _, p in expr.outcomes))
    if isinstance(expr, Law) and not isinstance(expr, (ContinuousLaw, DiscreteLaw)):
        return set()
    if isinstance(expr, Law):
        found = set().union(*map(others_in, (expr.density, expr.lower, expr.upper)))
        return found - {expr.variable}
    if isinstance(expr, Expectation):
        return (others_in(expr.body) | others_in(expr.law)) - {expr.law.variable}
    if isinstance(expr, Variable):
        return {expr}
    bound = set(getattr(expr, "variables", ())) if getattr(expr, "is_commutative", None) else set()
    return set().union(*map(others_in, getattr(expr, "args", ()))) - bound
