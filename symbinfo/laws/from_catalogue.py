"""From a family of the catalogue and the values of its parameters to a law, by way of sympy.stats."""

from __future__ import annotations

from typing import Any

from sympy import (
    And,
    Dict,
    Dummy,
    Eq,
    Expr,
    Float,
    Interval,
    Piecewise,
    Rational,
    S,
    Symbol,
    Tuple,
    beta,
    binomial,
    factorial,
    gamma,
    loggamma,
    nan,
    nsimplify,
    oo,
    piecewise_fold,
    simplify,
    sympify,
    zoo,
)
from sympy.sets.fancysets import Range
from sympy.sets.sets import Set
from sympy.stats import crv_types, drv_types, frv_types

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.family import Family, ParameterDomain, outcome_label
from symbinfo.laws.law import (
    ContinuousLaw,
    DiscreteLaw,
    FiniteLaw,
    Law,
    name_outside,
    real_variable,
    variable_for,
)
from symbinfo.laws.outcomes import distinct

__all__ = [
    "INDEX_NAMES",
    "INTEGER_RANGES",
    "LARGEST_EXPANDED",
    "distribution_of",
    "ends_of",
    "finite_law",
    "law_of_family",
]

# Gamma functions of larger numbers stay as they are.
LARGEST_EXPANDED = 10_000


INTEGER_RANGES = {S.Naturals0: (S.Zero, oo), S.Naturals: (S.One, oo), S.Integers: (-oo, oo)}


# No variable of a law has these names (see law.py), so an inner sum never captures it.
INDEX_NAMES = ("r", "q", "s", "h", "l")


def law_of_family(family: Family, values: tuple[Any, ...], name: str) -> Law:
    """Build a law of the catalogue without the checks of the sympy.stats constructor, which refuse good parameters.

    Parameters
    ----------
    family : Family
        A row of the catalogue.
    values : tuple
        Its parameters, in order; those with a default may be left out at the end. A list of outcomes may be a list or
        a Tuple, a table a dict or a Dict.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a parameter is known to lie outside its domain.
    NotNormalised
        When the probabilities of a table are known not to sum to 1.
    """
    if family.name == "FiniteRV" and values and isinstance(values[0], (dict, Dict)):
        return finite_law(dict(values[0]), name)
    full = family.completed(values)
    condition = family.condition(full)
    head = (name, family.name, family.shown(full), condition)
    if family.density is not None:
        return _by_formula(family, full, head)
    distribution = distribution_of(family, full)
    if family.kind == "finite":
        return FiniteLaw(*head, _outcomes(family, full, distribution))
    if any(isinstance(v, Rational) and abs(v) > LARGEST_EXPANDED for v in full):
        return _of_huge_values(family, full, head)
    used = Tuple(*full).free_symbols
    lower, upper = family.support(*full) if family.support else ends_of(distribution.set, family.name)
    if family.kind == "discrete":
        variable = variable_for([], used)
        return DiscreteLaw(*head, variable, _density(distribution, variable, used), lower, upper)
    variable = real_variable(name_outside(used))
    # Where the support is positive, a positive variable lets SymPy write x**(3/2) for sqrt(x**3).
    point = Dummy(positive=True) if lower.is_nonnegative else variable
    density = _without_boundaries(_density(distribution, point, used)).xreplace({point: variable})
    return ContinuousLaw(*head, variable, density, lower, upper)


def distribution_of(family: Family, values: tuple[Any, ...]) -> Any:
    """The distribution of sympy.stats, made without the checks of its constructor."""
    return _distribution_class(family)(*family.arguments(values))


def _by_formula(family: Family, values: tuple[Any, ...], head: tuple[Any, ...]) -> Law:
    """A law of a family whose row states the density or the mass."""
    if family.density is None or family.support is None:
        raise MeasureError(f"the row of {family.name} states no density on a support")
    name, word, shown, condition = head
    used = Tuple(*values).free_symbols
    lower, upper = family.support(*values)
    if family.kind == "discrete":
        k = variable_for([], used)
        return DiscreteLaw(name, word, shown, condition, k, family.density(k, *values), lower, upper)
    variable = real_variable(name_outside(used))
    point = Dummy(positive=True) if sympify(lower).is_nonnegative else variable
    # The formulas outermost, each a product of its own: so the pieces are told apart, and their weights found.
    density = piecewise_fold(family.density(point, *values)).xreplace({point: variable})
    return ContinuousLaw(name, word, shown, condition, variable, density, lower, upper)


def _of_huge_values(family: Family, values: tuple[Any, ...], head: tuple[Any, ...]) -> Law:
    """The law with its huge parameters put in last, so that SymPy does not write out gamma(10**6)."""
    pairs = list(zip(family.parameters, values, strict=True))
    general_values = [p.symbol(f"huge_{p.name}") if p.domain.numeric else v for p, v in pairs]
    stand_ins = dict(zip(general_values, values, strict=True))
    general = law_of_family(family, tuple(general_values), str(head[0]))
    density, lower, upper = (_put_in(e, stand_ins) for e in (general.density, general.lower, general.upper))
    return type(general)(*head, general.variable, density, lower, upper)


def _put_in(expr: Expr, values: dict[Any, Any]) -> Expr:
    if expr in values:
        return values[expr]
    if not expr.args:
        return expr
    arguments = [_put_in(argument, values) for argument in expr.args]
    if isinstance(expr, (gamma, loggamma, beta, factorial, binomial)):
        return expr.func(*arguments, evaluate=False)
    return expr.func(*arguments)


class _ExactRobustSoliton(frv_types.RobustSolitonDistribution):
    """The robust soliton law of sympy.stats with its float exponent 0.5 read as one half."""

    @property
    def R(self) -> Expr:
        k = Symbol("k", positive=True)
        size = frv_types.RobustSolitonDistribution(k, self.delta, self.c)
        return nsimplify(frv_types.RobustSolitonDistribution.R.fget(size), rational=True).subs(k, self.k)


def _distribution_class(family: Family) -> Any:
    if family.name == "RobustSoliton":
        return _ExactRobustSoliton
    homes = [m for m in (crv_types, drv_types, frv_types) if hasattr(m, family.class_name)]
    if not homes:
        raise MeasureError(
            f"sympy.stats has no {family.class_name}: name the class as `distribution` in the row of {family.name}, or "
            "write the law with si.Density or si.Mass"
        )
    return getattr(homes[0], family.class_name)


def _outcomes(family: Family, values: tuple[Any, ...], distribution: Any) -> list[tuple[Any, Any]]:
    """Outcomes and probabilities, in the order in which the field writes them: success before failure, then by size."""
    if family.labels:
        outcomes = distribution.args[len(values) :]
    elif family.parameters and family.parameters[0].domain is ParameterDomain.OUTCOMES:
        outcomes = distribution.args
        if not outcomes or not distinct(outcomes):
            raise DomainError(family.name, family.parameters[0].name, values[0], "a list of distinct outcomes")
    else:
        symbolic = [p.name for p, v in zip(family.parameters, values, strict=True) if not v.is_number]
        if symbolic:
            raise DomainError(family.name, symbolic[0], values, "a number, since the outcomes are listed")
        outcomes = sorted(distribution.set)
    pairs = [(outcome_label(outcome), sympify(distribution.pmf(outcome))) for outcome in outcomes]
    _check_masses(pairs, family.name)
    return pairs


def _check_masses(pairs: list[tuple[Any, Any]], family: str) -> Expr:
    """The total, simplified; refuse a mass known to lie outside [0, 1], and a total known not to be 1."""
    for outcome, mass in pairs:
        if not ParameterDomain.PROBABILITY.admits(mass):
            raise DomainError(family, f"P({outcome})", mass, ParameterDomain.PROBABILITY.words)
    total = sum((mass for _, mass in pairs), S.Zero)
    if not total.is_number:
        total = simplify(total)
    if total.is_number and not _is_one(total):
        raise NotNormalised(family, total)
    return S.One if total.is_number else total


def _is_one(total: Expr) -> bool:
    if isinstance(total, Rational):
        return bool(total == S.One)
    # Floats are what users type for 0.1; other numbers are exact and are decided far below what could matter.
    return bool(abs((total - 1).evalf(40)) < (1e-12 if total.has(Float) else 1e-30))


def _density(distribution: Any, point: Symbol, used: set[Symbol]) -> Expr:
    """The density or mass at a point inside the support; the index of an inner sum gets a fixed name.

    sympy.stats makes a new dummy index at every call, so that two readings of one law would differ.
    """
    read = getattr(distribution, "pdf", None) or distribution.pmf
    density = sympify(read(point))
    names = [n for n in INDEX_NAMES if n not in {s.name for s in used}]
    dummies = sorted(density.atoms(Dummy) - {point}, key=str)
    indices = {d: Variable(n, integer=True) for d, n in zip(dummies, names, strict=False)}
    return _only_branch(density.xreplace(indices))


def _only_branch(density: Expr) -> Expr:
    """The branch that holds inside the support of a law that is zero elsewhere; several branches are left alone."""
    if isinstance(density, Piecewise):
        inside = [e for e, _ in density.args if e != 0]
        if len(inside) == 1:
            return inside[0]
    return density


def _without_boundaries(density: Expr) -> Expr:
    """Drop the branches of a density that hold at single points: a triangle with its top at an end has one slope."""
    if not isinstance(density, Piecewise):
        return density
    proper = [(e, c) for e, c in density.args if not e.has(zoo, nan)]
    slopes = [e for e, c in proper if e != 0 and not isinstance(c, Eq)]
    return slopes[0] if len(slopes) == 1 else Piecewise(*proper)


def ends_of(support: Set, family: str) -> tuple[Expr, Expr]:
    """The ends of a support of sympy.stats.

    Raises
    ------
    MeasureError
        When it is neither an interval nor a range of integers.
    """
    if support in INTEGER_RANGES:
        return INTEGER_RANGES[support]
    if support == S.Reals:
        return -oo, oo
    if isinstance(support, Interval):
        return support.start, support.end
    if isinstance(support, Range) and support.step == 1:
        return support.inf, support.sup
    raise MeasureError(f"the support of {family} is not an interval: {support}; write the law with si.Density")


def finite_law(table: dict[Any, Any], name: str = "P", family: str = "FiniteRV") -> FiniteLaw:
    """A law from a dict of outcomes and probabilities, which must be non-negative and sum to 1.

    Raises
    ------
    DomainError
        When a probability is known to lie outside [0, 1], or two outcomes bear one name.
    NotNormalised
        When the probabilities are known not to sum to 1.

    Examples
    --------
    >>> finite_law({"rain": 0.25, "sun": 0.75}).title
    'FiniteRV({rain: 0.25, sun: 0.75})'
    """
    pairs = [(outcome_label(outcome), sympify(mass)) for outcome, mass in table.items()]
    if not pairs or not distinct([outcome for outcome, _ in pairs]):
        raise DomainError(family, "outcomes", [outcome for outcome, _ in pairs], "distinct, and at least one")
    total = _check_masses(pairs, family)
    conditions = [mass > 0 for _, mass in pairs if mass.free_symbols] + ([] if total == 1 else [Eq(total, 1)])
    return FiniteLaw(name, family, (Dict(dict(pairs)),), And(*conditions), pairs)
