"""Joint laws: tables, abstract masses and densities of several variables, and the joint normal law.

A joint law knows its marginals and conditionals; a `Component` is one of its variables (or several), which the
measures take where they would take a law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from sympy import (
    Add,
    And,
    Basic,
    Dict,
    Eq,
    Expr,
    ImmutableMatrix,
    Indexed,
    Integer,
    Integral,
    MatrixBase,
    Mul,
    Rational,
    S,
    Sum,
    SympifyError,
    Tuple,
    cancel,
    exp,
    expand,
    factor,
    oo,
    pi,
    sqrt,
    sympify,
    true,
)
from sympy.core.symbol import Str
from sympy.stats.rv import RandomSymbol

from symbinfo.expressions.domain import Domain, Variable, shortest
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.catalogue import FAMILIES, ParameterDomain, outcome_label
from symbinfo.laws.component import Component
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.read import law_of_family

__all__ = [
    "JointLaw",
    "JointNormal",
    "JointTable",
    "component_of",
    "is_component",
    "joint_law",
    "product_of_marginals",
    "table",
]

NAMES = ("X", "Y", "Z", "U", "V", "W")
# Above this an exact total is looked at numerically only, and masses are not simplified.
LARGEST_SIMPLIFIED = 200


class _Joint:
    """What joint laws share: named variables, and components."""

    args: tuple[Any, ...]

    @property
    def names(self) -> Tuple:
        """The names of the variables."""
        return self.args[-1]

    @property
    def components(self) -> tuple[Component, ...]:
        """The variables, one component each."""
        return tuple(Component(self, (i,)) for i in range(len(self.names)))  # type: ignore[arg-type]

    def _checked(self, block: Sequence[int]) -> tuple[int, ...]:
        block = tuple(block)
        if not block or len(set(block)) < len(block) or not all(0 <= i < len(self.names) for i in block):
            raise MeasureError(f"variables {list(block)} are not distinct variables of a law of {len(self.names)}")
        return block


class JointTable(_Joint, FiniteLaw):
    """A joint pmf on finitely many tuples of outcomes.

    Attributes
    ----------
    variables : tuple of Component
        ``X, Y = J.variables``.
    """

    def __new__(
        cls, name: Any, family: Any, parameters: Iterable[Any], condition: Any, outcomes: Any, names: Iterable[Any]
    ) -> JointTable:
        """A table from pairs of (tuple of outcomes, probability)."""
        law = FiniteLaw(name, family, parameters, condition, outcomes)
        return Basic.__new__(cls, *law.args, Tuple(*(Str(n) if isinstance(n, str) else n for n in names)))

    variables = property(lambda self: self.components)

    @property
    def variable(self) -> Tuple:
        """The bound variables, one for each variable of the table."""
        return Tuple(*(Variable(n.name.lower()) for n in self.names))

    def marginal(self, block: Sequence[int]) -> FiniteLaw:
        """The law of some of the variables, in the order asked for."""
        block = self._checked(block)
        totals: dict[Any, Expr] = {}
        for outcome, mass in self.outcomes:
            key = tuple(outcome[i] for i in block)
            totals[key] = totals.get(key, S.Zero) + mass
        names = [self.names[i].name for i in block]
        masses = {key: _simplified(mass) for key, mass in totals.items()}
        if len(block) == 1:
            pairs = [(key[0], mass) for key, mass in masses.items()]
            shown = (Dict(dict(pairs)),)
            return FiniteLaw(names[0], "FiniteRV", shown, self.condition, pairs)
        joint = [(Tuple(*key), mass) for key, mass in masses.items()]
        return JointTable(self.args[0], self.args[1], (Dict(dict(joint)),), self.condition, joint, names)


def _simplified(mass: Expr) -> Expr:
    """A probability with what cancels cancelled; anything large is left alone."""
    if not mass.free_symbols or mass.count_ops() > LARGEST_SIMPLIFIED or not mass.is_rational_function():
        return mass
    cancelled = cancel(mass)
    return min((mass, cancelled, factor(cancelled)), key=lambda e: e.count_ops())


def table(entries: Any, names: Sequence[str] | None = None, name: str = "P") -> JointTable:
    """A joint pmf, from nested lists or from a dict of outcomes and probabilities.

    Parameters
    ----------
    entries : nested sequence, Matrix or dict
        ``entries[i][j]`` is P(X = i, Y = j), to any depth; or a dict from tuples of outcomes to probabilities. Entries
        are numbers or expressions of parameters; decimals such as 0.1 are read as 1/10.
    names : sequence of str, optional
        The names of the variables: X, Y, Z, ... by default.
    name : str
        What the joint law is called in formulas.

    Returns
    -------
    JointTable
        Its ``variables`` are what the measures take.

    Raises
    ------
    MeasureError
        When the entries do not form a table.
    DomainError
        When an entry is known to lie outside [0, 1].
    NotNormalised
        When the entries are known not to sum to 1.

    Examples
    --------
    >>> from sympy import Rational
    >>> import symbinfo as si
    >>> X, Y = table([[Rational(1, 2), 0], [0, Rational(1, 2)]]).variables
    >>> si.MutualInformation(X, Y).doit()
    log(2)
    """
    pairs = dict(entries) if isinstance(entries, (Mapping, Dict)) else dict(_cells(entries))
    keyed = {tuple(k) if isinstance(k, (tuple, Tuple, list)) else (k,): v for k, v in pairs.items()}
    return joint_law(keyed, names, name)


def joint_law(pairs: Mapping[tuple[Any, ...], Any], names: Sequence[str] | None = None, name: str = "P") -> JointTable:
    """A joint table from a mapping of tuples of outcomes to probabilities; see `table`."""
    lengths = {len(key) for key in pairs}
    if len(lengths) != 1 or lengths == {0}:
        raise MeasureError("every outcome of a joint table lists the same number of variables, at least one")
    (size,) = lengths
    names = _names(names, size)
    rows = [(Tuple(*(outcome_label(o) for o in key)), _exact(mass)) for key, mass in pairs.items()]
    if len({key for key, _ in rows}) < len(rows):
        raise DomainError("table", "outcomes", "two that are equal", "distinct")
    condition = _condition(rows)
    return JointTable(name, "table", (Dict(dict(rows)),), condition, rows, names)


def _exact(mass: Any) -> Expr:
    """A probability; a decimal is the fraction that was typed."""
    if isinstance(mass, str):
        raise MeasureError(f"the entry {mass!r} of a table is text: give a number or a SymPy expression")
    if isinstance(mass, float) and isfinite(mass):
        return Rational(str(float(mass)))
    try:
        return sympify(mass, strict=True)
    except SympifyError:
        raise MeasureError(
            f"an entry of a table is a number or a SymPy expression: got {type(mass).__name__}"
        ) from None


def _condition(rows: list[tuple[Tuple, Expr]]) -> Any:
    """What the symbolic entries must satisfy: between 0 and 1, and a total of 1 where that does not follow."""
    for outcome, mass in rows:
        if not ParameterDomain.PROBABILITY.admits(mass):
            raise DomainError("table", f"P{tuple(outcome)}", mass, ParameterDomain.PROBABILITY.words)
    total = sum((mass for _, mass in rows), S.Zero)
    total = _simplified(total) if total.free_symbols else total
    if not total.free_symbols and total != 1 and abs((total - 1).evalf(40)) > 1e-30:
        raise NotNormalised("table", total)
    positive = shortest(mass > 0 for _, mass in rows if mass.free_symbols)
    return And(positive, Eq(total, 1)) if total.free_symbols else positive


def _cells(entries: Any) -> list[tuple[tuple[int, ...], Any]]:
    """The entries of nested lists, each with its place."""
    if hasattr(entries, "tolist"):
        entries = entries.tolist()
    if not isinstance(entries, (list, tuple, Tuple)):
        return [((), entries)]
    return [((i, *place), entry) for i, row in enumerate(entries) for place, entry in _cells(row)]


def _names(names: Sequence[str] | None, size: int) -> tuple[str, ...]:
    if names is None:
        names = NAMES[:size] if size <= len(NAMES) else [f"X{i + 1}" for i in range(size)]
    names = tuple(names)
    if len(names) != size or len(set(names)) < size or not all(isinstance(n, str) and n for n in names):
        raise MeasureError(f"a table of {size} variables takes {size} distinct names: got {list(names)}")
    return names


class JointLaw(_Joint, Law):
    """A joint mass or density given by one expression of several variables on a box.

    Parameters
    ----------
    name, family, parameters, condition
        As for every law.
    variables : Tuple of Variable
        The bound variables.
    density : Expr
        The joint density or mass.
    ranges : Tuple
        The ends of the range of each variable.
    names : Tuple of Str
        The names of the random variables.
    """

    def __new__(
        cls,
        name: Any,
        family: Any,
        parameters: Iterable[Any],
        condition: Any,
        variables: Iterable[Any],
        density: Expr,
        ranges: Iterable[Any],
        names: Iterable[Any],
    ) -> JointLaw:
        """A joint law on a box."""
        texts = (Str(s) if isinstance(s, str) else s for s in (name, family))
        boxes = Tuple(*(Tuple(*ends) for ends in ranges))
        named = Tuple(*(Str(n) if isinstance(n, str) else n for n in names))
        head = (*texts, Tuple(*parameters), sympify(condition))
        return Basic.__new__(cls, *head, Tuple(*variables), density, boxes, named)

    variable = property(lambda self: self.args[4])
    density = property(lambda self: self.args[5])
    ranges = property(lambda self: self.args[6])

    @property
    def continuous(self) -> bool:  # type: ignore[override]
        """Whether it has a density."""
        return not self.variable[0].is_integer

    @property
    def binders(self) -> tuple[Tuple, ...]:
        """The limits of a sum or an integral over the law, the innermost first; the first variable is outermost."""
        pairs = zip(self.variable, self.ranges, strict=True)
        return tuple(Tuple(v, *ends) for v, ends in reversed(list(pairs)))

    def total(self, body: Expr) -> Expr:
        """The sum or integral of a body over the box."""
        return (Integral if self.continuous else Sum)(body, *self.binders)

    def density_at(self, point: Any) -> Expr:
        """The density at a tuple of points."""
        return self.density.xreplace(dict(zip(self.variable, point, strict=True)))

    def on(self, variables: Tuple) -> JointLaw:
        """Return the same law with other bound variables."""
        changes = dict(zip(self.variable, variables, strict=True))
        density, ranges = (part.xreplace(changes) for part in (self.density, self.ranges))
        return self.func(*self.args[:4], Tuple(*variables), density, ranges, *self.args[7:])

    def inside(self, domain: Domain) -> Domain:
        """The domain extended by: the variables lie in their ranges."""
        pairs = zip(self.variable, self.ranges, strict=True)
        ends = [c for v, (low, high) in pairs for c in (low <= v, v <= high) if c != true]
        return domain.and_(*ends)

    def marginal(self, block: Sequence[int]) -> Law:
        """The law of some of the variables, in the order asked for: the others summed or integrated out."""
        block = self._checked(block)
        rest = [i for i in range(len(self.names)) if i not in block]
        density = self.density
        if rest:
            limits = [Tuple(self.variable[i], *self.ranges[i]) for i in reversed(rest)]
            density = (Integral if self.continuous else Sum)(density, *limits)
        return self._of(block, density)

    def _of(self, block: Sequence[int], density: Expr) -> Law:
        if len(block) > 1:
            variables, ranges, names = ([p[i] for i in block] for p in (self.variable, self.ranges, self.names))
            name, family, parameters, condition = self.args[:4]
            return JointLaw(name, family, parameters, condition, variables, density, ranges, names)
        (i,) = block
        kind = ContinuousLaw if self.continuous else DiscreteLaw
        head = (self.names[i].name, "marginal", (density, *self.parameters[1:]), self.condition)
        return kind(*head, self.variable[i], density, *self.ranges[i])


def product_of_marginals(law: JointLaw, name: str = "Q") -> JointLaw:
    """The joint law of independent variables with the marginals of another."""
    density = Mul(*(law.marginal((i,)).density for i in range(len(law.names))))
    return law.func(name, *law.args[1:5], density, *law.args[6:])


class JointNormal(JointLaw):
    """The joint normal law with a mean vector and a positive definite covariance matrix.

    Parameters
    ----------
    mean, covariance : sequence
        Numbers or expressions; the covariance is symmetric.
    names : sequence of str, optional
        The names of the variables: X, Y, ... by default.

    Examples
    --------
    >>> from sympy import symbols
    >>> rho = symbols("rho", real=True)
    >>> J = JointNormal.of([0, 0], [[1, rho], [rho, 1]])
    >>> J.components[0].law.title
    'Normal(0, 1)'
    """

    @classmethod
    def of(
        cls,
        mean: Any,
        covariance: Any,
        names: Sequence[str] | None = None,
        name: str = "P",
        condition: Any = None,
    ) -> JointNormal:
        """Build the law; where no condition is given, the minors of the covariance are asked to be positive.

        Raises
        ------
        DomainError
            When the covariance is known not to be positive definite.
        """
        mu, sigma = ImmutableMatrix(list(mean)), ImmutableMatrix(covariance)
        size = len(mu)
        if sigma.shape != (size, size) or sigma != sigma.T:
            raise DomainError(
                "MultivariateNormal", "the covariance", covariance, f"a symmetric {size} by {size} matrix"
            )
        names = _names(names, size)
        taken = {s.name for s in (mu.free_symbols | sigma.free_symbols)}
        variables = [Variable(_free_name(n.lower(), taken), real=True) for n in names]
        minors = [_simplified(sigma[: i + 1, : i + 1].det()) for i in range(size)]
        for minor in minors:
            if minor.is_nonpositive:
                raise DomainError("MultivariateNormal", "the covariance", covariance, "positive definite")
        if condition is None:
            condition = And(*(_without_positive(minor) > 0 for minor in minors if not minor.is_positive))
        offset = ImmutableMatrix([v - m for v, m in zip(variables, mu, strict=True)])
        rest = _without_positive(minors[-1])
        positive = _simplified(minors[-1] / rest)
        form = _simplified((offset.T * sigma.adjugate() * offset)[0] / positive) / rest
        density = exp(-form / 2) / ((2 * pi) ** Integer(size) * positive * rest) ** S.Half
        ranges = [(-oo, oo)] * size
        parameters = (Tuple(*mu), sigma)
        return cls(name, "MultivariateNormal", parameters, condition, variables, density, ranges, names)

    mean = property(lambda self: self.parameters[0])
    covariance = property(lambda self: self.parameters[1])

    def marginal(self, block: Sequence[int]) -> Law:
        """A part of a normal vector is normal, with its part of the mean and of the covariance."""
        block = self._checked(block)
        mean = [self.mean[i] for i in block]
        if len(block) > 1:
            covariance = [[self.covariance[i, j] for j in block] for i in block]
            names = [self.names[i].name for i in block]
            return type(self).of(mean, covariance, names, self.name, self.condition)
        (i,) = block
        return self.normal(i, mean[0], sqrt(self.covariance[i, i]))

    def given(self, i: int, j: int) -> ContinuousLaw:
        """The law of variable i given that variable j has the value of its bound variable.

        The mean moves by the covariance over the variance of the condition; the variance shrinks by their product.
        """
        slope = self.covariance[i, j] / self.covariance[j, j]
        mean = self.mean[i] + slope * (self.variable[j] - self.mean[j])
        explained = _simplified(slope * self.covariance[i, j] / self.covariance[i, i])
        name = f"{self.names[i].name} | {self.names[j].name}"
        return self.normal(i, mean, sqrt(self.covariance[i, i]) * sqrt(1 - explained), name)

    def normal(self, i: int, mean: Expr, deviation: Expr, name: str = "") -> ContinuousLaw:
        """A normal law over the bound variable of variable i."""
        law = law_of_family(FAMILIES["Normal"], (mean, deviation), name or self.names[i].name)
        law = law.on(self.variable[i])
        found: ContinuousLaw = law.func(*law.args[:3], self.condition, *law.args[4:])
        return found


def _without_positive(product: Expr) -> Expr:
    """The factors that are not known to be positive, multiplied out where that is short: ``1 - rho**2``."""
    left = Mul(*(f for f in Mul.make_args(factor(product)) if not f.is_positive))
    spread = expand(left)
    return spread if len(Add.make_args(spread)) <= 2 else left


def _free_name(name: str, taken: set[str]) -> str:
    return next(n for n in (name, *(f"{name}{i}" for i in range(len(taken) + 2))) if n not in taken)


def component_of(given: Any) -> Component:
    """Read one block of variables: a component, several in a tuple, or a coordinate of a joint sympy.stats variable.

    Raises
    ------
    MeasureError
        When the variables are not all of one joint law.
    """
    parts = [_single(part) for part in (given if isinstance(given, (tuple, list, Tuple)) else (given,))]
    joints = {part.joint for part in parts}
    if len(joints) != 1:
        raise MeasureError("the variables of a joint measure must come from one joint law: build it with si.table")
    indices = [i for part in parts for i in part.indices]
    return Component(parts[0].joint, indices)


def is_component(given: Any) -> bool:
    """Whether `given` is one variable of a joint law, ours or of sympy.stats."""
    return isinstance(given, Component) or _distribution_of(given) is not None


def _distribution_of(given: Any) -> Any:
    """The joint distribution of sympy.stats that ``given`` is a coordinate of, or None."""
    indexed = isinstance(given, Indexed) and len(given.indices) == 1 and isinstance(given.base, RandomSymbol)
    return given.base.pspace.distribution if indexed else None


def _single(given: Any) -> Component:
    if isinstance(given, Component):
        return given
    distribution = _distribution_of(given)
    if distribution is None:
        raise MeasureError(f"not a variable of a joint law: {given}; take it from si.table(...).variables")
    if type(distribution).__name__ != "MultivariateNormalDistribution":
        raise MeasureError(f"{type(distribution).__name__} is not a joint law that can be read; give si.table")
    mean, covariance = distribution.args
    if not all(isinstance(part, MatrixBase) for part in distribution.args):
        raise MeasureError(
            f"{given} is a coordinate of a vector without entries; give the mean and the covariance by theirs"
        )
    if not given.indices[0].is_Integer or not 0 <= given.indices[0] < len(mean):
        raise MeasureError(f"{given} is no coordinate: the vector has the coordinates 0 to {len(mean) - 1}")
    return Component(JointNormal.of(list(mean), covariance), (int(given.indices[0]),))
