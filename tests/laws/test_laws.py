"""Every law of the catalogue integrates to 1, is what SciPy says it is, and keeps its parameters' domains."""

from __future__ import annotations

import inspect
from typing import Any

import mpmath
import pytest
import scipy.stats as sps
import sympy.stats
from sympy import (
    Abs,
    And,
    Contains,
    Dict,
    Dummy,
    Eq,
    Float,
    I,
    Integer,
    Interval,
    Piecewise,
    Range,
    Rational,
    S,
    Sum,
    Symbol,
    Tuple,
    exp,
    false,
    lambdify,
    log,
    nan,
    oo,
    pi,
    sign,
    sqrt,
    symbols,
    sympify,
    true,
)
from sympy.core.symbol import Str

import symbinfo as si
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.by_hand import Density, Mass
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import Family, Parameter, ParameterDomain
from symbinfo.laws.from_catalogue import finite_law, law_of_family
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw
from symbinfo.laws.read import law_of

half, third, quarter = Rational(1, 2), Rational(1, 3), Rational(1, 4)

#: Two points of the parameter domain a family. The constructor of sympy.stats accepts the first; the second may be one
#: that it refuses without a reason in mathematics.
POINTS: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "Arcsin": ((0, 1), (-half, 2)),
    "Benini": ((2, 1, 1), (half, third, 3)),
    "Beta": ((2, 3), (half, 3 * half)),
    "BetaNoncentral": ((2, 3, 1), (3 * half, 2, 0)),
    "BetaPrime": ((2, 3), (3 * half, 5 * half)),
    "BoundedPareto": ((2, 1, 3), (half, 2, 10)),
    "Cauchy": ((0, 1), (-2, half)),
    "Chi": ((3,), (5 * half,)),
    "ChiNoncentral": ((3, 1), (5 * half, 2)),
    "ChiSquared": ((4,), (5 * half,)),
    "Dagum": ((2, 3, 1), (3 * half, 2, half)),
    "Davis": ((1, 3, 1), (2, 5 * half, -1)),
    "ExGaussian": ((0, 1, 1), (-1, half, 2)),
    "Exponential": ((1,), (third,)),
    "ExponentialPower": ((0, 1, 2), (1, 2, 3 * half)),
    "FDistribution": ((3, 5), (5 * half, 7 * half)),
    "FisherZ": ((3, 5), (5 * half, 3 * half)),
    "Frechet": ((2, 1, 0), (3, half, -2)),
    "Gamma": ((2, 3), (3 * half, half)),
    "Erlang": ((1, 2), (3, half)),
    "GammaInverse": ((2, 3), (5 * half, half)),
    "GaussianInverse": ((1, 2), (half, 3)),
    "Wald": ((1, 2), (half, 3)),
    "Gompertz": ((1, 1), (half, 2)),
    "Gumbel": ((1, 0), (half, -1, True)),
    "Kumaraswamy": ((2, 3), (3 * half, 2)),
    "Laplace": ((0, 1), (-1, half)),
    "Levy": ((0, 1), (-1, half)),
    "LogCauchy": ((0, 1), (half, 2)),
    "Logistic": ((0, 1), (-1, half)),
    "LogLogistic": ((1, 3), (2, 2 * third)),
    "LogitNormal": ((0, 1), (-1, half)),
    "LogNormal": ((0, 1), (-1, half)),
    "Lomax": ((2, 1), (3 * half, half)),
    "Maxwell": ((1,), (half,)),
    "Moyal": ((0, 1), (-1, half)),
    "Nakagami": ((1, 2), (third, half)),
    "Normal": ((0, 1), (-1, half)),
    "Pareto": ((1, 2), (half, 3 * half)),
    "PowerFunction": ((2, 0, 1), (3 * half, -1, 2)),
    "QuadraticU": ((0, 1), (-1, 3)),
    "RaisedCosine": ((0, 1), (1, half)),
    "Rayleigh": ((1,), (half,)),
    "Reciprocal": ((1, 3), (half, 7)),
    "ShiftedGompertz": ((1, 1), (half, 2)),
    "StudentT": ((3,), (3 * half,)),
    "Trapezoidal": ((0, 1, 2, 4), (-1, 0, 0, 2)),
    "Triangular": ((0, 4, 1), (-1, 2, -1)),
    "Uniform": ((0, 1), (-1, half)),
    "UniformSum": ((2,), (3,)),
    "VonMises": ((1, 2), (-4, half)),
    "Weibull": ((1, 2), (half, 3 * half)),
    "WignerSemicircle": ((1,), (half,)),
    "FlorySchulz": ((half,), (third,)),
    "Geometric": ((half,), (1,)),
    "Hermite": ((1, 2), (half, 0)),
    "Logarithmic": ((half,), (third,)),
    "NegativeBinomial": ((3, half), (3 * half, third)),
    "Poisson": ((1,), (5 * half,)),
    "Skellam": ((1, 2), (half, third)),
    "YuleSimon": ((3,), (2,)),
    "Zeta": ((4,), (3,)),
    "BetaBinomial": ((4, 2, 3), (7, half, 3 * half)),
    "Binomial": ((4, third), (0, half)),
    "Die": ((6,), (1,)),
    "Hypergeometric": ((10, 4, 3), (6, 5, 4)),
    "IdealSoliton": ((5,), (1,)),
    "Bernoulli": ((third,), (1,)),
    "Coin": ((half,), (0,)),
    "DiscreteUniform": (([1, 2, 5],), (["a", "b"],)),
    "FiniteRV": (({0: third, 1: 2 * third},), ({"a": half, "b": half, "c": 0},)),
    "Rademacher": ((), ()),
    "RobustSoliton": ((20, half, Rational(1, 5)), (50, third, Rational(1, 10))),
}

#: Constructors whose variables carry the distribution of another family.
READS_AS = {"Erlang": "Gamma", "Wald": "GaussianInverse"}

#: Exported univariate constructors that are no families, with the reason.
NO_FAMILIES = {
    "ContinuousRV": "takes any density; read as si.Density",
    "DiscreteRV": "takes any mass; read as si.Mass",
    "ContinuousDistributionHandmade": "the class behind ContinuousRV, not a constructor of variables",
    "DiscreteDistributionHandmade": "the class behind DiscreteRV",
    "FiniteDistributionHandmade": "the class behind FiniteRV",
}


def law_at(name: str, values: tuple[Any, ...]) -> Any:
    return law_of_family(
        FAMILIES[name], tuple(sympify(v) if not isinstance(v, (list, dict)) else v for v in values), "P"
    )


def points_of(name: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if name not in POINTS:
        pytest.fail(f"{name} has no points in POINTS: give two tuples of numeric parameters")
    return POINTS[name]


# (a) Normalisation ---------------------------------------------------------------------------------------------------


def bounded_exp(x: Any) -> Any:
    """exp, but quick far out, where mpmath would work out the digits of exp(-exp(10000))."""
    return mpmath.mpf(0) if x < -10000 else mpmath.exp(min(x, 10000))


def numeric(law: Any) -> Any:
    """The density as an mpmath function; an inner sum is added up term by term."""
    x, index, total = symbols("x_ i_ total_")
    density = law.density.xreplace({law.variable: x})
    if not density.atoms(Sum):
        return lambdify(x, density, [{"exp": bounded_exp}, "mpmath"])
    (inner,) = density.atoms(Sum)
    i, low, high = inner.limits[0]
    outer = lambdify((x, total), density.xreplace({inner: total}), "mpmath")
    term = lambdify((x, index), inner.function.xreplace({i: index}), "mpmath")
    last = lambdify(x, high, "mpmath")
    return lambda at: outer(at, mpmath.fsum(term(at, k) for k in range(int(low), 1 + int(min(last(at), 25)))))


def breaks(law: Any) -> list[Any]:
    """The ends and, between them, the places where the density changes its expression."""
    inside = [n for piece in law.density.atoms(Piecewise) for _, c in piece.args for n in c.atoms(Rational)]
    if law.family == "UniformSum":
        inside = list(map(Integer, range(int(law.upper))))
    slopes = [a for node in law.density.atoms(Abs) for a in node.args]
    inside += [-a.subs(law.variable, 0) / a.diff(law.variable) for a in slopes]
    middle = sorted({n for n in inside if law.lower < n < law.upper})
    return [as_mpf(end) for end in (law.lower, *middle, law.upper)]


def as_mpf(number: Any) -> Any:
    return mpmath.mpmathify(number.evalf(40)) if number.is_finite else mpmath.inf * int(sign(number))


def total_of(law: Any) -> Any:
    if isinstance(law, FiniteLaw):
        return sum(p for _, p in law.outcomes).evalf(30)
    if law.family == "LogCauchy":  # its tail 1/(x log(x)**2) is out of reach of quadrature in x
        density = numeric(law)
        return mpmath.quad(lambda u: density(mpmath.exp(u)) * mpmath.exp(u), [-mpmath.inf, 0, mpmath.inf])
    if isinstance(law, ContinuousLaw):
        return mpmath.quad(numeric(law), breaks(law))
    if law.lower.is_finite and law.upper.is_finite:
        return sum(law.density_at(Integer(k)).doit() for k in range(int(law.lower), int(law.upper) + 1))
    if law.family in ("Zeta", "YuleSimon"):
        return mpmath.nsum(numeric(law), breaks(law))
    mass, first = numeric(law), int(law.lower) if law.lower.is_finite else -30
    return mpmath.fsum(mass(mpmath.mpf(k)) for k in range(first, 160 if first >= 0 else 30))


@pytest.mark.parametrize("name", FAMILIES)
def test_density_integrates_to_one(name: str) -> None:
    for values in points_of(name):
        with mpmath.workdps(20):
            assert abs(total_of(law_at(name, values)) - 1) < 1e-9, values


@pytest.mark.parametrize("name", FAMILIES)
def test_density_is_positive_inside_the_support(name: str) -> None:
    for values in points_of(name):
        law = law_at(name, values)
        if isinstance(law, FiniteLaw):
            assert all(p.is_positive for _, p in law.outcomes)
            continue
        density = numeric(law)
        low = -3 if law.lower == -oo else law.lower
        high = low + 6 if law.upper == oo else law.upper
        if isinstance(law, DiscreteLaw):
            places = [Integer(k) for k in range(int(low), int(high) + 1)]
        else:
            places = [low + (high - low) * Rational(i, 17) for i in range(1, 17)]
        assert all(density(as_mpf(x)) > 0 for x in places), values


# (b) Variables of sympy.stats ----------------------------------------------------------------------------------------


def constructor(name: str) -> Any:
    assert hasattr(sympy.stats, name), f"sympy.stats has no {name}: the row of the catalogue names no family"
    return getattr(sympy.stats, name)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_variable_reads_as_the_family(name: str) -> None:
    values = points_of(name)[0]
    read, built = law_of(constructor(name)("P", *values)), law_at(name, values)
    if name in READS_AS:
        assert read.family == READS_AS[name]
        assert read.args[3:] == built.args[3:]
    else:
        assert read == built


SYMBOLIC = [n for n, f in FAMILIES.items() if f.parameters and f.symbols() and n not in (*READS_AS, "RobustSoliton")]


@pytest.mark.parametrize("name", SYMBOLIC)
def test_a_variable_with_symbols_reads_as_the_family(name: str) -> None:
    family = FAMILIES[name]
    law = law_of(constructor(name)("P", *family.symbols()))
    assert law == law_of_family(family, family.symbols(), "P")
    assert law.free_symbols == set(family.symbols())
    assert not law.condition.free_symbols - set(family.symbols())


def test_names_and_variables_do_not_clash() -> None:
    x, k, r = Symbol("x", positive=True), Symbol("k", positive=True), Symbol("r", nonnegative=True)
    law = law_of(sympy.stats.Exponential("X", x))
    assert law.name == "X"
    assert law.variable.name != "x"
    assert isinstance(law.variable, Variable)
    assert law_of(sympy.stats.Poisson("X", k)).variable.name != "k"
    assert law_of(sympy.stats.Poisson("X", 1), "Q").name == "Q"
    (inner,) = law_of(sympy.stats.BetaNoncentral("X", 1, 2, r)).density.atoms(Sum)
    assert inner.limits[0][0].name != "r"


def test_gumbel_minimum() -> None:
    least = law_of(sympy.stats.Gumbel("X", 1, 0, minimum=True))
    most = law_of(sympy.stats.Gumbel("X", 1, 0))
    x = most.variable
    assert least.density.subs(x, 1) == most.density.subs(x, -1) == exp(1 - exp(1))
    assert most.title == "Gumbel(1, 0)"
    assert least.title == "Gumbel(1, 0, True)"
    with pytest.raises(DomainError, match="minimum"):
        law_at("Gumbel", (1, 0, 1))


def test_defaults_are_those_of_the_constructor() -> None:
    assert law_at("Coin", ()).outcomes == Tuple(Tuple(Str("H"), half), Tuple(Str("T"), half))
    assert law_at("Die", ()).upper == 6
    assert law_at("Frechet", (2,)).lower == 0
    with pytest.raises(DomainError, match="std"):
        law_at("Normal", (0,))
    with pytest.raises(DomainError, match="3 values"):
        law_at("Normal", (0, 1, 2))


def test_outcomes_of_a_coin_and_of_a_relabelled_bernoulli() -> None:
    p = Symbol("p", positive=True)
    coin = law_of(sympy.stats.Coin("C", p))
    assert coin.family == "Coin"
    assert law_at("Die", ()).density_at(Str("H")) == 0  # a label is no place of a range
    assert coin.free_symbols == {p}
    named = law_of(sympy.stats.Bernoulli("B", p, succ="yes", fail=0))
    assert named.outcomes == Tuple(Tuple(Str("yes"), p), Tuple(Integer(0), 1 - p))
    with pytest.raises(DomainError, match="fail"):
        law_of(sympy.stats.Bernoulli("B", p, succ=1, fail=1))
    with pytest.raises(MeasureError, match="other outcomes"):
        law_of(sympy.stats.Binomial("B", 2, p, succ=2, fail=0))


def test_variables_made_by_hand() -> None:
    x = Symbol("x")
    law = law_of(sympy.stats.ContinuousRV(x, 2 * x, set=Interval(0, 1)))
    assert law.density == 2 * law.variable
    assert (law.lower, law.upper) == (0, 1)
    mass = law_of(sympy.stats.DiscreteRV(x, half**x, set=S.Naturals))
    assert mass.density == half**mass.variable
    assert (mass.lower, mass.upper) == (1, oo)
    mass = law_of(sympy.stats.DiscreteRV(x, third, set=Range(2, 5)))
    assert mass.density == third
    assert (mass.lower, mass.upper) == (2, 4)


@pytest.mark.parametrize(
    "given", ["Normal", 3, Symbol("x"), sympy.stats.MultivariateLaplace("M", [0, 0], [[1, 0], [0, 1]])]
)
def test_what_is_not_a_law_is_refused(given: Any) -> None:
    with pytest.raises(MeasureError):
        law_of(given)


def test_compound_variables_are_refused() -> None:
    with pytest.raises(MeasureError, match="univariate"):
        law_of(sympy.stats.Normal("X", sympy.stats.Normal("Y", 0, 1), 1))


# (c) Domains ---------------------------------------------------------------------------------------------------------

OUTSIDE: dict[ParameterDomain, tuple[Any, ...]] = {
    ParameterDomain.REAL: (I, oo, nan),
    ParameterDomain.POSITIVE: (0, -1, sqrt(2) - 2, -Symbol("c", positive=True), oo, I),
    ParameterDomain.NONNEGATIVE: (-1, -oo),
    ParameterDomain.ABOVE_ONE: (1, half, Symbol("c", negative=True)),
    ParameterDomain.PROBABILITY: (-half, 2, 1 + Symbol("c", positive=True)),
    ParameterDomain.POSITIVE_PROBABILITY: (0, 3 * half),
    ParameterDomain.OPEN_PROBABILITY: (0, 1, -half, 2),
    ParameterDomain.POSITIVE_INTEGER: (0, -1, half),
    ParameterDomain.NONNEGATIVE_INTEGER: (-1, half),
    ParameterDomain.FLAG: (1, Symbol("c")),
    ParameterDomain.OUTCOMES: (1, [], [1, 1], ["a", Symbol("a")]),
    ParameterDomain.NUMBERS: (1,),
    ParameterDomain.TABLE: (1, [half, half]),
}

INSIDE: dict[ParameterDomain, tuple[Any, ...]] = {
    ParameterDomain.REAL: (0, -pi, Symbol("c"), Symbol("c", real=True), Float(0.1)),
    ParameterDomain.POSITIVE: (log(2), Symbol("c"), Symbol("c", real=True), Float(0.1)),
    ParameterDomain.NONNEGATIVE: (0, 1, Symbol("c")),
    ParameterDomain.ABOVE_ONE: (2, Rational(11, 10), Symbol("c")),
    ParameterDomain.PROBABILITY: (0, 1, half, Float(0.1), Symbol("c"), 1 - Symbol("c", positive=True)),
    ParameterDomain.POSITIVE_PROBABILITY: (1, half, Symbol("c")),
    ParameterDomain.OPEN_PROBABILITY: (half, Symbol("c")),
    ParameterDomain.POSITIVE_INTEGER: (1, Symbol("c")),
    ParameterDomain.NONNEGATIVE_INTEGER: (0, 1, Symbol("c")),
    ParameterDomain.FLAG: (True, false),
    ParameterDomain.OUTCOMES: (["a"], [1, "1"], Tuple(1, 2)),
    ParameterDomain.NUMBERS: ([half, half], Tuple(1, 2)),
    ParameterDomain.TABLE: ({0: half, 1: half}, Dict({0: 1})),
}

PARAMETERS = [(f, i) for f in FAMILIES.values() for i in range(len(f.parameters))]


def named(case: Any) -> str:
    family, place = case
    return f"{family.name}-{family.parameters[place].name}"


def with_value(family: Family, place: int, value: Any) -> tuple[Any, ...]:
    values = list(points_of(family.name)[0])
    values += [p.default for p in family.parameters[len(values) :]]
    values[place] = value
    return tuple(values)


@pytest.mark.parametrize("case", PARAMETERS, ids=named)
def test_values_outside_the_domain_are_refused_by_name(case: Any) -> None:
    family, place = case
    parameter = family.parameters[place]
    for value in OUTSIDE[parameter.domain]:
        with pytest.raises(DomainError) as refusal:
            law_at(family.name, with_value(family, place, value))
        assert (refusal.value.law, refusal.value.parameter) == (family.name, parameter.name), value
        assert parameter.name in str(refusal.value)


@pytest.mark.parametrize("domain", ParameterDomain, ids=lambda d: d.name)
def test_values_inside_the_domain_are_admitted(domain: ParameterDomain) -> None:
    family = Family("Any", (Parameter("c", domain),))
    for value in INSIDE[domain]:
        (full,) = family.completed((value,))
        assert domain.admits(full), value
        condition = family.condition((full,))
        assert condition == true or full.free_symbols, "of a number nothing is left to say"


@pytest.mark.parametrize(
    ("name", "values", "parameter"),
    [
        ("Uniform", (1, 1), "right"),
        ("Uniform", (Symbol("a", real=True), Symbol("a", real=True) - 1), "right"),
        ("Arcsin", (2,), "b"),
        ("BoundedPareto", (1, 3, 2), "right"),
        ("Reciprocal", (2, 2), "b"),
        ("PowerFunction", (1, 2, 1), "b"),
        ("QuadraticU", (1, 0), "b"),
        ("Triangular", (0, 1, 2), "b"),
        ("Triangular", (0, 1, -1), "c"),
        ("Triangular", (0, 0, 0), "b"),
        ("Trapezoidal", (0, 2, 1, 3), "c"),
        ("Trapezoidal", (1, 0, 2, 3), "b"),
        ("Trapezoidal", (1, 1, 1, 1), "d"),
        ("Hypergeometric", (5, 6, 2), "N"),
        ("Hypergeometric", (5, 2, 6), "N"),
    ],
)
def test_parameters_out_of_order_are_refused(name: str, values: tuple[Any, ...], parameter: str) -> None:
    with pytest.raises(DomainError) as refusal:
        law_at(name, values)
    assert refusal.value.parameter == parameter


def test_conditions_speak_of_the_interior_and_only_of_symbols() -> None:
    a, b, c, d = symbols("a b c d", real=True)
    p, s = symbols("p s")
    assert law_at("Uniform", (a, b)).condition == (a < b)
    assert law_at("Triangular", (a, b, c)).condition == And(a < c, c < b)
    assert law_at("Triangular", (a, b, a)).condition == (a < b)
    assert law_at("Trapezoidal", (a, b, c, d)).condition == And(a < b, b < c, c < d)
    assert law_at("Normal", (0, s)).condition == (s > 0)
    assert law_at("Bernoulli", (p,)).condition == And(p > 0, p < 1)
    assert law_at("Normal", (a, 2)).condition == true
    m, n, size = symbols("m n N", integer=True, nonnegative=True)
    assert law_at("Hypergeometric", (size, m, n)).condition == And(m <= size, n <= size)
    assert Domain.of([law_at("Triangular", (a, b, c)).condition]).positive(b - a)


def test_degenerate_laws_have_the_support_of_a_point() -> None:
    assert (law_at("Geometric", (1,)).upper, law_at("Binomial", (3, 0)).upper) == (1, 0)
    assert (law_at("Binomial", (3, 1)).lower, law_at("Hypergeometric", (6, 5, 4)).lower) == (3, 3)
    assert law_at("Bernoulli", (0,)).outcomes == Tuple(Tuple(Integer(0), Integer(1)))


def test_tables_and_lists() -> None:
    p = Symbol("p", positive=True)
    law = law_at("FiniteRV", ({0: p, 1: 1 - p},))
    assert law == law_of(sympy.stats.FiniteRV("P", {0: p, 1: 1 - p}))
    assert law.condition == And(p > 0, 1 - p > 0)
    q = Symbol("q", positive=True)
    assert law_at("FiniteRV", ({0: p, 1: q},)).condition == Eq(p + q, 1)
    assert law_at("FiniteRV", ({"a": Float(0.1), "b": Float(0.2), "c": Float(0.7)},)).title.startswith(
        "FiniteRV({a: 0.1"
    )
    assert law_at("FiniteRV", ({0: sqrt(2) / 2, 1: 1 - sqrt(2) / 2},)).outcomes[0][1] == sqrt(2) / 2
    assert law_at("DiscreteUniform", (Tuple(1, 2, 3),)) == law_of(sympy.stats.DiscreteUniform("P", [1, 2, 3]))
    assert law_of(sympy.stats.DiscreteUniform("P", symbols("a b"))).free_symbols == set()
    for table in (
        {0: half, 1: third},
        {0: half, 1: half + Rational(1, 10**20)},
        {0: half, 1: log(2) / 2},
        {0: p, 1: third - p},
    ):
        with pytest.raises(NotNormalised):
            finite_law(table)
    for table in ({0: -half, 1: 3 * half}, {0: p + 1, 1: -p}, {}, {"a": half, Symbol("a"): half}):
        with pytest.raises(DomainError):
            finite_law(table)


def test_robust_soliton_is_exact_and_takes_numbers_only() -> None:
    law = law_at("RobustSoliton", (20, half, Rational(1, 5)))
    assert not law.outcomes.has(Float)
    with pytest.raises(DomainError, match="listed"):
        law_at("RobustSoliton", (20, half, Symbol("c", positive=True)))
    with pytest.raises((DomainError, NotNormalised)):
        law_at("RobustSoliton", (3, half, Rational(1, 100)))  # the spike falls beyond k


# (d), (e) The catalogue against sympy.stats --------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_parameters_are_those_of_the_constructor(name: str) -> None:
    family = FAMILIES[name]
    signature = list(inspect.signature(constructor(name)).parameters.values())[1:]
    signature = [p for p in signature if p.kind is not p.VAR_KEYWORD and p.name not in ("succ", "fail")]
    assert [p.name for p in family.parameters] == [p.name for p in signature]
    defaults = [None if p.default is p.empty else sympify(p.default) for p in signature]
    assert [p.default for p in family.parameters] == defaults


def test_every_univariate_family_of_sympy_stats_has_a_row() -> None:
    modules = ("crv_types", "drv_types", "frv_types")
    exported = {n for n in sympy.stats.__all__ if getattr(sympy.stats, n).__module__.rpartition(".")[2] in modules}
    assert exported - set(NO_FAMILIES) == set(FAMILIES)
    assert set(NO_FAMILIES) <= exported
    assert all(NO_FAMILIES.values())


@pytest.mark.parametrize("name", [n for n, f in FAMILIES.items() if f.support or f.distribution])
def test_a_correction_has_its_reason(name: str) -> None:
    assert FAMILIES[name].note or name in ("Coin", "FiniteRV")


def test_a_family_that_sympy_lacks_is_named() -> None:
    with pytest.raises(MeasureError, match=r"sympy\.stats has no NormalisedDistribution: name the class"):
        law_of_family(Family("Normalised", ()), (), "P")
    with pytest.raises(AssertionError, match=r"sympy\.stats has no Normalised"):
        constructor("Normalised")


def test_corrected_supports() -> None:
    sides, n = symbols("sides n", integer=True, positive=True)
    mu = Symbol("mu", real=True)
    assert (law_at("Die", (sides,)).lower, law_at("Die", (sides,)).upper) == (1, sides)
    assert law_at("Davis", (1, 2, mu)).lower == law_at("Frechet", (1, 2, mu)).lower == mu
    assert law_at("Kumaraswamy", (1, 2)).upper == 1
    assert law_at("BetaBinomial", (n, 1, 2)).upper == n


SINGLE = [
    n for n, f in FAMILIES.items() if f.kind != "finite" and n not in ("Trapezoidal", "Triangular", "IdealSoliton")
]


@pytest.mark.parametrize("name", SINGLE)
def test_density_is_one_clean_expression(name: str) -> None:
    law = law_of_family(FAMILIES[name], FAMILIES[name].symbols(), "P")
    assert not law.density.has(Piecewise, Contains, nan)
    assert not law.density.atoms(Dummy)
    assert law.density.has(Abs) == (name in ("Laplace", "ExponentialPower"))


# (f) Laws written by hand --------------------------------------------------------------------------------------------


def test_a_density_written_by_hand() -> None:
    x, a = Symbol("x"), Symbol("a", positive=True)
    law = Density(a * exp(-a * x), (x, 0, oo), "Q")
    assert isinstance(law, ContinuousLaw)
    assert law.name == "Q"
    assert law.free_symbols == {a}
    assert law.density == a * exp(-a * law.variable)
    assert law.variable.is_real
    assert Density(1 / (a - 0), (x, 0, a)).condition == true
    b = Symbol("b", real=True)
    assert Density(1 / b, (x, 0, b)).condition.canonical == (b > 0)
    start = Symbol("x", real=True)
    assert Density(exp(start - x), (x, start, oo)).variable.name != "x"


def test_a_mass_written_by_hand() -> None:
    k, n = Symbol("k"), Symbol("n", integer=True, positive=True)
    law = Mass(half**k, (k, 1, oo))
    assert isinstance(law, DiscreteLaw)
    assert law.variable.is_integer
    assert law.density_at(Integer(2)) == quarter
    assert law.density_at(Integer(0)) == 0
    assert Mass(1, (k, 3, 3)).upper == 3
    assert Mass(1 / n, (k, 1, n)).upper == n


def test_a_density_is_cut_to_where_it_is_positive() -> None:
    x = Symbol("x")
    whole = Density(Piecewise((2 * x, And(x >= 0, x <= 1)), (0, True)), (x, 0, 1))
    assert whole.density == 2 * whole.variable
    part = Density(Piecewise((2, x < half), (0, True)), (x, 0, 1))
    assert (part.density, part.lower, part.upper) == (2, 0, half), "2 is not the density on all of [0, 1]"
    assert Density(Piecewise((0, x < 0), (exp(-x), True)), (x, 0, oo)).density == exp(-part.variable)


t = Symbol("t")


@pytest.mark.parametrize(
    ("make", "expr", "limits", "error"),
    [
        (Density, "exp(-t)", (t, 0, oo), MeasureError),
        (Density, exp(-t), (t, "0", oo), MeasureError),
        (Density, exp(-t), (t, 0), MeasureError),
        (Density, exp(-t), t, MeasureError),
        (Density, exp(-t), (2 * t, 0, oo), MeasureError),
        (Density, t < 1, (t, 0, oo), MeasureError),
        (Density, exp(-t), (t, t, oo), MeasureError),
        (Density, exp(-t), (t, 0, 2 * t), MeasureError),
        (Density, exp(-t), (t, 1, 0), DomainError),
        (Density, 1, (t, 0, 0), DomainError),
        (Density, -exp(-t), (t, 0, oo), DomainError),
        (Density, 0, (t, 0, 1), DomainError),
        (Density, half, (Symbol("t", positive=True), -1, 1), MeasureError),
        (Mass, half**t, (t, oo, 1), DomainError),
        (Mass, 1, (t, 2, 1), DomainError),
        (Mass, 1, (t, half, half), DomainError),
        (Mass, "half**t", (t, 1, oo), MeasureError),
    ],
)
def test_a_law_that_cannot_be_written_is_refused(make: Any, expr: Any, limits: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        make(expr, limits)


# (g) SciPy, as an independent oracle ---------------------------------------------------------------------------------

SCIPY: dict[str, tuple[tuple[Any, ...], Any]] = {
    "Arcsin": ((-1, 2), sps.arcsine(-1, 3)),
    "Beta": ((2, 3.5), sps.beta(2, 3.5)),
    "BetaPrime": ((2, 3), sps.betaprime(2, 3)),
    "BoundedPareto": ((1.5, 2, 6), sps.truncpareto(1.5, 3, scale=2)),
    "Cauchy": ((-1, 2), sps.cauchy(-1, 2)),
    "Chi": ((2.5,), sps.chi(2.5)),
    "ChiSquared": ((2.5,), sps.chi2(2.5)),
    "Dagum": ((2, 3, 1.5), sps.burr(3, 2, scale=1.5)),
    "ExGaussian": ((1, 2, 0.5), sps.exponnorm(1, 1, 2)),
    "Exponential": ((2.5,), sps.expon(scale=0.4)),
    "ExponentialPower": ((1, 2, 3), sps.gennorm(3, 1, 2)),
    "FDistribution": ((3, 5), sps.f(3, 5)),
    "Frechet": ((2, 3, 1), sps.invweibull(2, 1, 3)),
    "Gamma": ((2.5, 1.5), sps.gamma(2.5, scale=1.5)),
    "GammaInverse": ((2.5, 1.5), sps.invgamma(2.5, scale=1.5)),
    "GaussianInverse": ((3, 2), sps.invgauss(1.5, scale=2)),
    "Gompertz": ((2, 1.5), sps.gompertz(1.5, scale=0.5)),
    "Gumbel": ((2, 1), sps.gumbel_r(1, 2)),
    "Laplace": ((1, 2), sps.laplace(1, 2)),
    "Levy": ((1, 2), sps.levy(1, 2)),
    "LogLogistic": ((2, 1.5), sps.fisk(1.5, scale=2)),
    "LogNormal": ((0, 1.5), sps.lognorm(1.5)),
    "Logistic": ((1, 2), sps.logistic(1, 2)),
    "Lomax": ((2, 3), sps.lomax(2, scale=3)),
    "Maxwell": ((2,), sps.maxwell(scale=2)),
    "Moyal": ((1, 2), sps.moyal(1, 2)),
    "Nakagami": ((1.5, 4), sps.nakagami(1.5, scale=2)),
    "Normal": ((1, 2), sps.norm(1, 2)),
    "Pareto": ((2, 3), sps.pareto(3, scale=2)),
    "PowerFunction": ((3, 1, 3), sps.powerlaw(3, 1, 2)),
    "Rayleigh": ((2,), sps.rayleigh(scale=2)),
    "Reciprocal": ((1, 3), sps.loguniform(1, 3)),
    "StudentT": ((2.5,), sps.t(2.5)),
    "Trapezoidal": ((0, 1, 3, 4), sps.trapezoid(0.25, 0.75, 0, 4)),
    "Triangular": ((0, 4, 1), sps.triang(0.25, 0, 4)),
    "UniformSum": ((3,), sps.irwinhall(3)),
    "VonMises": ((3, 2), sps.vonmises(2, 3)),
    "Weibull": ((2, 1.5), sps.weibull_min(1.5, scale=2)),
    "WignerSemicircle": ((2,), sps.semicircular(scale=2)),
    "BetaBinomial": ((7, 2, 3), sps.betabinom(7, 2, 3)),
    "Binomial": ((5, 0.25), sps.binom(5, 0.25)),
    "Die": ((8,), sps.randint(1, 9)),
    "Geometric": ((0.25,), sps.geom(0.25)),
    "Hypergeometric": ((10, 4, 3), sps.hypergeom(10, 4, 3)),
    "Logarithmic": ((0.75,), sps.logser(0.75)),
    "NegativeBinomial": ((2.5, 0.25), sps.nbinom(2.5, 0.25)),
    "Poisson": ((2.5,), sps.poisson(2.5)),
    "Skellam": ((2, 3), sps.skellam(2, 3)),
    "YuleSimon": ((2.5,), sps.yulesimon(2.5)),
    "Zeta": ((2.5,), sps.zipf(2.5)),
}


@pytest.mark.parametrize("name", SCIPY)
def test_values_agree_with_scipy(name: str) -> None:
    values, oracle = SCIPY[name]
    law = law_at(name, tuple(Rational(v) for v in values))
    density = numeric(law)
    for share in (0.15, 0.5, 0.85):
        x = float(oracle.ppf(share))
        wanted = oracle.pdf(x) if law.continuous else oracle.pmf(x)
        assert float(density(mpmath.mpf(x))) == pytest.approx(wanted, rel=1e-8), x


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("table", "JointTable"),
        ("product", "ProductLaw"),
        ("dirichlet", "Dirichlet"),
        ("multinomial", "Multinomial"),
        ("normal_vector", "JointNormal | MatrixNormal"),
        ("Density", "ContinuousLaw"),
        ("Mass", "DiscreteLaw | FiniteLaw"),
    ],
)
def test_what_makes_a_law_says_which(name, kind):
    """The annotation names the class, and a type checker finds it where the front of the package names the function."""
    made = getattr(si, name)
    assert inspect.signature(made).return_annotation == kind
    front = inspect.getsource(si).split("if TYPE_CHECKING:")[1].split("__version__")[0]
    assert f"from {made.__module__} import {name} as {name}\n" in front


def test_a_row_of_a_family_that_sympy_lacks_says_what_to_do() -> None:
    row = Family("Bates", (Parameter("n", ParameterDomain.POSITIVE_INTEGER),))
    with pytest.raises(MeasureError, match=r"sympy\.stats has no BatesDistribution: name the class as `distribution`"):
        law_of_family(row, (3,), "P")
