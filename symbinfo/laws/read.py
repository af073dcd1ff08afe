"""Reading laws: from a sympy.stats variable, from a family of the catalogue, from a density or mass written by hand."""

from __future__ import annotations

from typing import Any

from sympy import (
    And,
    Basic,
    Dict,
    Dummy,
    Eq,
    Expr,
    Float,
    Heaviside,
    Interval,
    MatrixBase,
    Max,
    Min,
    Piecewise,
    Rational,
    S,
    Symbol,
    SympifyError,
    Tuple,
    beta,
    binomial,
    factorial,
    false,
    gamma,
    loggamma,
    nan,
    nsimplify,
    oo,
    piecewise_fold,
    simplify,
    sympify,
    true,
    zoo,
)
from sympy.sets.fancysets import Range
from sympy.sets.sets import Set
from sympy.stats import crv_types, drv_types, frv_types
from sympy.stats.joint_rv import JointPSpace
from sympy.stats.rv import RandomSymbol, SinglePSpace

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.catalogue import FAMILIES, Family, ParameterDomain, outcome_label
from symbinfo.laws.law import (
    CONTINUOUS_NAMES,
    ContinuousLaw,
    DiscreteLaw,
    FiniteLaw,
    Law,
    integer_variable,
    real_variable,
    variable_for,
)

__all__ = ["Density", "Mass", "finite_law", "law_of", "law_of_family"]

# Gamma functions of larger numbers stay as they are.
LARGEST_EXPANDED = 10_000
INTEGER_RANGES = {S.Naturals0: (S.Zero, oo), S.Naturals: (S.One, oo), S.Integers: (-oo, oo)}
# No variable of a law has these names (see law.py), so an inner sum never captures it.
INDEX_NAMES = ("r", "q", "s", "h", "l")


def law_of(given: Any, name: str | None = None) -> Law:
    """Read a law from what the user gave.

    Parameters
    ----------
    given : Law or RandomSymbol
        A law, or a univariate sympy.stats variable; anything else raises `MeasureError`.
    name : str, optional
        What to call the law; default: the variable's own name.
    """
    if isinstance(given, Law):
        return given if name is None else given.renamed(name)
    if not isinstance(given, RandomSymbol):
        return _marginal_of(given, name)
    space = given.pspace
    if isinstance(space, JointPSpace):
        return _vector_law(space.distribution, name or str(given.symbol))
    if not isinstance(space, SinglePSpace):
        raise MeasureError(f"{given} is not a univariate sympy.stats variable; joint laws come from si.table")
    return _law_of_distribution(space.distribution, name or str(given.symbol))


def _vector_law(distribution: Any, name: str) -> Law:
    """The law of a whole vector of sympy.stats."""
    from symbinfo.laws.joint import JointNormal
    from symbinfo.laws.matrix_normal import normal_vector
    from symbinfo.laws.vector import dirichlet, multinomial

    kind = type(distribution).__name__
    if kind == "MultivariateNormalDistribution":
        if all(isinstance(part, MatrixBase) for part in distribution.args):
            return JointNormal.of(list(distribution.args[0]), distribution.args[1], name=name)
        mean, covariance = distribution.args
        return normal_vector(mean, covariance, name)
    if kind == "MultivariateBetaDistribution":
        return dirichlet(distribution.args[0], name)
    if kind == "MultinomialDistribution":
        return multinomial(distribution.args[0], distribution.args[1], name)
    raise MeasureError(f"{kind} is not a law that can be read; write independent components with si.product")


def _marginal_of(given: Any, name: str | None) -> Law:
    """The marginal law of a variable of a joint law."""
    from symbinfo.laws.joint import component_of, is_component

    if not is_component(given):
        raise MeasureError(f"not a law: {given}; give a sympy.stats variable, si.Density, si.Mass or si.table")
    law = component_of(given).law
    return law if name is None else law.renamed(name)


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
    distribution = _distribution_class(family)(*family.arguments(full))
    if family.kind == "finite":
        return FiniteLaw(*head, _outcomes(family, full, distribution))
    if any(isinstance(v, Rational) and abs(v) > LARGEST_EXPANDED for v in full):
        return _of_huge_values(family, full, head)
    used = Tuple(*full).free_symbols
    lower, upper = family.support(*full) if family.support else _ends(distribution.set, family.name)
    if family.kind == "discrete":
        variable = variable_for([], used)
        return DiscreteLaw(*head, variable, _density(distribution, variable, used), lower, upper)
    variable = real_variable(_name_outside(used))
    # Where the support is positive, a positive variable lets SymPy write x**(3/2) for sqrt(x**3).
    point = Dummy(positive=True) if lower.is_nonnegative else variable
    density = _without_boundaries(_density(distribution, point, used)).xreplace({point: variable})
    return ContinuousLaw(*head, variable, density, lower, upper)


def _of_huge_values(family: Family, values: tuple[Any, ...], head: tuple[Any, ...]) -> Law:
    """The law with its huge parameters put in last, so that SymPy does not write out gamma(10**6)."""
    stand_ins = {p.symbol(f"huge_{p.name}"): v for p, v in zip(family.parameters, values, strict=True)}
    general = law_of_family(family, tuple(stand_ins), str(head[0]))
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
    for module in (crv_types, drv_types, frv_types):
        if hasattr(module, family.class_name):
            return getattr(module, family.class_name)
    raise MeasureError(
        f"sympy.stats has no {family.class_name}: the row {family.name} of the catalogue names a class that it lacks"
    )


def _law_of_distribution(distribution: Any, name: str) -> Law:
    if isinstance(distribution, crv_types.ContinuousDistributionHandmade):
        return Density(
            distribution.pdf.expr, (*distribution.pdf.variables, *_ends(distribution.set, "a density")), name
        )
    if isinstance(distribution, drv_types.DiscreteDistributionHandmade):
        return Mass(distribution.pdf.expr, (*distribution.pdf.variables, *_ends(distribution.set, "a mass")), name)
    class_name = type(distribution).__name__
    rows = [family for family in FAMILIES.values() if family.class_name == class_name]
    if not rows:
        raise MeasureError(f"{class_name} is not a law that can be read; write its density with si.Density")
    values = rows[0].values(distribution.args)
    labels = distribution.args[len(rows[0].parameters) :] if rows[0].labels else ()
    for family in rows:
        if family.labels == labels:
            return law_of_family(family, values, name)
    return _relabelled(law_of_family(rows[0], values, name), rows[0].labels, labels)


def _relabelled(law: Law, usual: tuple[Any, ...], labels: tuple[Any, ...]) -> FiniteLaw:
    """A Bernoulli law with other outcomes than 1 and 0, which its parameters then show."""
    if not isinstance(law, FiniteLaw):
        raise MeasureError(
            f"{law.title} with other outcomes than {usual} is not read; what depends on probabilities only, like the "
            "entropy, is the same without them"
        )
    names = dict(zip(usual, (outcome_label(label) for label in labels), strict=True))
    if len(set(names.values())) < len(names):
        raise DomainError(law.family, "fail", labels[-1], "another outcome than succ")
    pairs = [(names[outcome], mass) for outcome, mass in law.outcomes]
    return FiniteLaw(law.name, law.family, (*law.parameters, *names.values()), law.condition, pairs)


def _outcomes(family: Family, values: tuple[Any, ...], distribution: Any) -> list[tuple[Any, Any]]:
    """Outcomes and probabilities, in the order in which the field writes them: success before failure, then by size."""
    if family.labels:
        outcomes = distribution.args[len(values) :]
    elif family.parameters and family.parameters[0].domain is ParameterDomain.OUTCOMES:
        outcomes = distribution.args
        if not outcomes or len(set(outcomes)) < len(outcomes):
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


def _name_outside(used: set[Symbol]) -> str:
    names = {s.name for s in used}
    return next(n for n in (*CONTINUOUS_NAMES, *(f"x{i}" for i in range(len(names) + 1))) if n not in names)


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


def _ends(support: Set, family: str) -> tuple[Expr, Expr]:
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
    if not pairs or len({outcome for outcome, _ in pairs}) < len(pairs):
        raise DomainError(family, "outcomes", [outcome for outcome, _ in pairs], "distinct, and at least one")
    total = _check_masses(pairs, family)
    conditions = [mass > 0 for _, mass in pairs if mass.free_symbols] + ([] if total == 1 else [Eq(total, 1)])
    return FiniteLaw(name, family, (Dict(dict(pairs)),), And(*conditions), pairs)


def Density(expr: Any, limits: tuple[Any, Any, Any], name: str = "P") -> ContinuousLaw:
    """A law written by hand: a density `expr` on the interval ``(x, a, b)``.

    Parameters
    ----------
    expr : Expr
        The density; its free symbols other than x are parameters, with the assumptions they carry.
    limits : tuple
        ``(x, a, b)``: the variable and the ends of the support, which may be infinite.
    name : str
        What to call the law in formulas.

    Returns
    -------
    ContinuousLaw

    Raises
    ------
    MeasureError
        When the limits are not of that form.
    DomainError
        When the ends are in the wrong order.

    Examples
    --------
    >>> from sympy import exp, oo, symbols
    >>> x = symbols("x")
    >>> Density(2*exp(-2*x), (x, 0, oo)).title
    'Density(2*exp(-2*x), (x, 0, oo))'
    """
    return ContinuousLaw(*_written_by_hand("Density", expr, limits, name))


def Mass(expr: Any, limits: tuple[Any, Any, Any], name: str = "P") -> DiscreteLaw:
    """A law written by hand: a mass `expr` on the integers ``(k, a, b)``, both ends included.

    Parameters
    ----------
    expr : Expr
        The mass; its free symbols other than k are parameters.
    limits : tuple
        ``(k, a, b)``: the variable and the ends of the range, which may be infinite.
    name : str
        What to call the law in formulas.

    Returns
    -------
    DiscreteLaw

    Raises
    ------
    MeasureError
        When the limits are not of that form.
    DomainError
        When the ends are in the wrong order, or not integers.

    Examples
    --------
    >>> from sympy import oo, Rational, symbols
    >>> k = symbols("k")
    >>> Mass(Rational(1, 2)**k, (k, 1, oo)).title
    'Mass((1/2)**k, (k, 1, oo))'
    """
    return DiscreteLaw(*_written_by_hand("Mass", expr, limits, name))


def _written_by_hand(word: str, expr: Any, limits: Any, name: str) -> tuple[Any, ...]:
    """What both kinds of law are made of: name, family, parameters, condition, variable, density and ends."""
    user, expr, lower, upper = _checked_form(word, expr, limits)
    used = (expr.free_symbols | lower.free_symbols | upper.free_symbols) - {user}
    taken = user.name in {s.name for s in used}
    if word == "Density":
        variable = real_variable(_name_outside(used) if taken else user.name)
        order, inside = lower < upper, And(lower < variable, variable < upper)
    else:
        variable = integer_variable(variable_for([], used).name if taken else user.name)
        order, inside = lower <= upper, And(lower <= variable, variable <= upper)
        for end in (lower, upper):
            if end.is_finite and end.is_integer is False:
                raise DomainError(word, "each end", end, "an integer")
    if order == false:
        raise DomainError(word, "the upper end", upper, f"above the lower end {lower}")
    if user.is_nonnegative and lower.is_nonnegative is not True:
        raise MeasureError(f"si.{word}: {user} is assumed positive and starts at {lower}; give a plain symbol")
    density = expr.xreplace({user: variable})
    if density.has(Max, Min, Heaviside):
        density = piecewise_fold(density.rewrite(Piecewise))
    density = _branch_on(inside, density)
    if density.is_nonpositive:
        raise DomainError(word, "the density", expr, "positive inside the support")
    shown = (expr.xreplace({user: variable}), Tuple(variable, lower, upper))
    return name, word, shown, order if used else true, variable, density, lower, upper


def _checked_form(word: str, expr: Any, limits: Any) -> tuple[Symbol, Expr, Expr, Expr]:
    wanted = MeasureError(f"si.{word} takes an expression and (variable, lower, upper): got {expr}, {limits}")
    if not (isinstance(limits, (tuple, list, Tuple)) and len(limits) == 3):
        raise wanted
    try:
        user, expr, lower, upper = (sympify(part, strict=True) for part in (limits[0], expr, *limits[1:]))
    except SympifyError:
        raise wanted from None
    if not isinstance(user, Symbol) or not all(isinstance(part, Expr) for part in (expr, lower, upper)):
        raise wanted
    if lower.has(user) or upper.has(user):
        raise MeasureError(f"si.{word}: the ends of the range may not depend on {user}: got {lower}, {upper}")
    return user, expr, lower, upper


def _branch_on(inside: Basic, density: Expr) -> Expr:
    """The one branch of a Piecewise density that holds on all of the support, if there is one."""
    if isinstance(density, Piecewise):
        domain = Domain.of([inside])
        for branch, condition in density.args:
            if domain.implies(condition):
                return branch
            if not domain.excludes(condition):
                break
    return density
