"""Laws made of laws: moved and stretched, cut off, mixed; and families by formula. Values against quadrature and scipy."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scipy.stats
from mpmath import inf, nsum
from scipy.integrate import quad
from sympy import I, Integer, Rational, Symbol, exp, lambdify, oo, sympify

import symbinfo as si
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.laws.cumulative import MISSING, mass_below
from symbinfo.laws.formula_families import BY_FORMULA
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.location_scale import ROLES, absorbed, moved
from symbinfo.laws.mixture import mixture
from symbinfo.laws.names.parametrisation import ALL_FAMILIES
from symbinfo.laws.shown_parts import MOVED
from symbinfo.laws.truncation import truncated
from tests.laws.test_laws import POINTS

#: Masses whose tails are long.
LIKE_A_POWER = ("BetaNegativeBinomial", "GaussKuzmin")
half, third = Rational(1, 2), Rational(1, 3)
#: Whose tails are long.
HEAVY = (
    "Alpha",
    "Benini",
    "BetaPrime",
    "Burr",
    "Cauchy",
    "Dagum",
    "FDistribution",
    "FoldedCauchy",
    "Frechet",
    "GammaInverse",
    "HalfCauchy",
    "HalfStudentT",
    "JonesFaddySkewT",
    "Kappa3",
    "Levy",
    "LogCauchy",
    "LogLogistic",
    "Lomax",
    "Pareto",
    "RelativisticBreitWigner",
    "StudentT",
)
NEW_POINTS: dict[str, tuple[Any, ...]] = {
    "Alpha": (2,),
    "Anglit": (),
    "Argus": (2,),
    "AsymmetricLaplace": (2, 1, half),
    "Benford": (),
    "BenktanderWeibull": (2, half),
    "BetaLogistic": (2, 3),
    "BetaNegativeBinomial": (3, 8, 2),
    "BirnbaumSaunders": (half, 2),
    "Boltzmann": (half, 7),
    "Borel": (half,),
    "Bradford": (2,),
    "Burr": (2, 3, half),
    "ContinuousBernoulli": (third,),
    "CrystalBall": (1, 8),
    "DiscreteLaplace": (half,),
    "DiscreteWeibull": (half, 2),
    "DoubleGamma": (3, half),
    "DoubleWeibull": (2, half),
    "ExponentialLogarithmic": (third, 2),
    "ExponentiatedWeibull": (2, 3),
    "FoldedCauchy": (2,),
    "FoldedNormal": (1, 2),
    "GammaGompertz": (half, 2, 3),
    "GaussKuzmin": (),
    "GeneralizedBetaPrime": (2, 3, 2, half),
    "GeneralizedExponential": (1, 2, 3),
    "GeneralizedGamma": (2, 3, half),
    "GeneralizedHalfLogistic": (half,),
    "GeneralizedHyperbolic": (half, 2, 1),
    "GeneralizedInverseGaussian": (half, 2, 1),
    "GeneralizedLogistic": (2,),
    "HalfCauchy": (2,),
    "HalfLogistic": (2,),
    "HalfNormal": (2,),
    "HalfStudentT": (3, 2),
    "HyperbolicSecant": (),
    "Hypoexponential": (1, 3),
    "JohnsonSB": (half, 2),
    "JohnsonSU": (half, 2),
    "JonesFaddySkewT": (2, 3),
    "Kappa3": (2,),
    "Lindley": (2,),
    "LogGamma": (2,),
    "LogLaplace": (3,),
    "NegativeHypergeometric": (9, 4, 3),
    "NoncentralChiSquared": (3, 2),
    "NormalInverseGaussian": (2, 1),
    "PowerLogNormal": (2, half),
    "PowerNormal": (3,),
    "ReciprocalInverseGaussian": (2,),
    "RelativisticBreitWigner": (2,),
    "Rice": (2, 1),
    "SkewNormal": (2,),
    "SmithBain": (2,),
    "SplitNormal": (1, half, 2),
    "ToppLeone": (3,),
    "TwoSidedPower": (third, 3),
    "UnitGamma": (2, 3),
    "WrappedCauchy": (third,),
    "ZeroInflatedPoisson": (third, 2),
    "ZeroTruncatedPoisson": (2,),
    "ZipfMandelbrot": (3, 2, 6),
    "Zipfian": (2, 5),
}


def law(name: str, *values: Any) -> Any:
    return law_of_family(ALL_FAMILIES[name], tuple(map(sympify, values)), "P")


def points(name: str) -> tuple[Any, ...]:
    return NEW_POINTS[name] if name in BY_FORMULA else POINTS[name][1]


def density(of: Any) -> Any:
    """As a function of floats; what overflows far out is 0 or infinite there."""
    f = lambdify(of.variable, of.density, ["scipy", "numpy"])

    def value(x: float) -> float:
        try:
            with np.errstate(all="ignore"):
                found = float(f(x))
        except (OverflowError, ZeroDivisionError):
            return 0.0
        return found if math.isfinite(found) else 0.0

    return value


def total(of: Any) -> float:
    """The whole mass, by quadrature; from a finite end on in the logarithm of the distance."""
    f, low, high = density(of), float(of.lower), float(of.upper)
    if math.isfinite(low):
        last = math.log(high - low) if math.isfinite(high) else 60.0
        inside = [-60.0, *(c for c in (-8.0, -2.0, 0.0, 2.0, 8.0) if c < last), last]
        return sum(_quad(lambda t: f(low + math.exp(t)) * math.exp(t), a, b) for a, b in pairwise(inside))
    return sum(_quad(f, a, b) for a, b in pairwise([-700.0, *map(float, range(-30, 31)), 700.0]))


def _quad(f: Any, low: float, high: float) -> float:
    return float(quad(f, low, high, limit=200, epsabs=1e-12)[0])


@pytest.mark.parametrize("name", sorted(BY_FORMULA))
def test_a_family_by_formula_adds_up_to_one(name: str) -> None:
    made = law(name, *points(name))
    if made.continuous:
        assert total(made) == pytest.approx(1, abs=1e-8)
    else:
        first = int(made.lower) if made.lower.is_finite else -200
        last = int(made.upper) if made.upper.is_finite else 150
        f = density(made)
        mass = lambdify(made.variable, made.density, "mpmath")
        beyond = float(nsum(mass, [last + 1, inf])) if name in LIKE_A_POWER else 0.0
        assert sum(f(k) for k in range(first, last + 1)) + beyond == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("name", sorted(n for n, f in ALL_FAMILIES.items() if f.kind == "continuous"))
def test_the_mass_below_a_place_grows_like_the_density_from_none_to_all(name: str) -> None:
    made = law(name, *points(name))
    low, high = made.lower, made.upper
    whole = low.is_finite and high.is_finite
    start = low if low.is_finite else high - 3 if high.is_finite else Integer(-1)
    first, second = (start + (high - low if whole else 3) * share for share in (Rational(1, 5), Rational(3, 5)))
    found = [mass_below(made, place) for place in (first, second)]
    if None in found:
        assert name not in MISSING
        return
    between = float((found[1] - found[0]).evalf(15))
    if name != "UniformSum":  # whose density is a sum up to floor(x), which no float function takes
        assert between == pytest.approx(_quad(density(made), float(first), float(second)), rel=1e-7)
    far = 10**6 if name in HEAVY else 60
    ends = (
        low + Rational(1, 10**9) if low.is_finite else -far,
        high - Rational(1, 10**9) if high.is_finite else far,
    )
    none, everything = (float(mass_below(made, sympify(end)).evalf(30)) for end in ends)
    missing = 0.05 if name == "LogCauchy" else 1e-3  # whose tail is the inverse of a logarithm
    assert none == pytest.approx(0, abs=missing) and everything == pytest.approx(1, abs=missing)
    assert 0 < between < 1


@pytest.mark.parametrize("name", sorted(ROLES))
def test_what_parameters_carry_is_the_moved_density(name: str) -> None:
    """By its parameters and by its density, a law is moved to the same place."""
    values = tuple(map(sympify, points(name)))
    loc, scale = Rational(3, 2), Rational(5, 4)
    own, rest, stretched = absorbed(ALL_FAMILIES[name], ALL_FAMILIES[name].completed(values), loc, scale)
    by_parameters = moved(law(name, *own), rest, stretched)
    by_density = moved(law(name, *values), loc, scale)
    assert by_density.family == MOVED
    start = by_density.lower if by_density.lower.is_finite else Integer(0)
    for step in (Rational(1, 9), Rational(1, 3), Rational(3, 4)):
        end = by_density.upper if by_density.upper.is_finite else start + 2
        place = start + (end - start) * step
        one, other = (float(made.density_at(place).evalf(15)) for made in (by_parameters, by_density))
        assert one == pytest.approx(other, rel=1e-10), name


TRUNCATED = [
    (("Normal", 0, 1), (2, oo), lambda: scipy.stats.truncnorm(2, 38)),
    (("Normal", 1, 2), (0, 2), lambda: scipy.stats.truncnorm(-0.5, 0.5, loc=1, scale=2)),
    (("Exponential", 1), (0, 3), lambda: scipy.stats.truncexpon(3)),
    (("Weibull", 1, 2), (half, 2), lambda: scipy.stats.truncweibull_min(2, 0.5, 2)),
    (("Pareto", 1, 3), (1, 4), lambda: scipy.stats.truncpareto(3, 4)),
]


@pytest.mark.parametrize(("of", "ends", "theirs"), TRUNCATED, ids=[str(row[0]) for row in TRUNCATED])
def test_a_law_cut_off_is_that_of_scipy(of: Any, ends: Any, theirs: Any) -> None:
    made, other = truncated(law(*of), *ends), theirs()
    low, high = other.ppf(0.01), other.ppf(0.99)
    for share in (0.2, 0.5, 0.9):
        place = low + share * (high - low)
        assert float(made.density_at(sympify(place)).evalf(15)) == pytest.approx(other.pdf(place), rel=1e-9)
    first, last = (max(-40.0, min(40.0, end)) for end in other.support())
    entropy = _quad(lambda x: -other.pdf(x) * other.logpdf(x), first, last)
    assert float(si.Entropy(made).evalf(12)) == pytest.approx(entropy, rel=1e-6)


def test_laws_of_integers_and_lists_are_cut_off() -> None:
    rate = Symbol("r", positive=True)
    zero_free = truncated(law("Poisson", rate), 1)
    assert zero_free.density_at(Integer(1)).subs(rate, 2).evalf() == pytest.approx(
        2 * exp(-2).evalf() / (1 - exp(-2).evalf())
    )
    assert truncated(law("Die", 6), 1, 4, without=(True, True)).lower == 2
    assert truncated(law("Poisson", 1), 0) == law("Poisson", 1)
    two = truncated(si.law("DiscreteUniform", [1, 2, 5]), 2, 9)
    assert [tuple(pair) for pair in two.outcomes] == [(2, half), (5, half)]
    above = truncated(si.law("DiscreteUniform", [1, 2, 5]), 1, 9, without=(True, False))
    assert above.outcomes == two.outcomes
    assert above.title == "truncated(DiscreteUniform((1, 2, 5)), 2, 9)"


def test_mixtures() -> None:
    made = mixture([(third, law("Normal", 0, 1)), (2 * third, law("Uniform", -1, 2))])
    assert total(made) == pytest.approx(1, abs=1e-6)
    assert made.density_at(Integer(1)).evalf() == pytest.approx(scipy.stats.norm.pdf(1) / 3 + 2 / 9)
    assert made.density_at(Integer(3)).evalf() == pytest.approx(scipy.stats.norm.pdf(3) / 3)
    inflated = mixture([(third, si.law("DiscreteUniform", [0])), (2 * third, law("Poisson", 2))])
    assert inflated.density_at(Integer(0)).evalf() == pytest.approx(1 / 3 + 2 / 3 * scipy.stats.poisson.pmf(0, 2))
    coins = mixture([(half, law("Bernoulli", half)), (half, law("Bernoulli", 1))])
    assert dict(tuple(pair) for pair in coins.outcomes) == {1: Rational(3, 4), 0: Rational(1, 4)}
    w = Symbol("w", positive=True)
    assert mixture([(w, law("Normal", 0, 1)), (1 - w, law("Normal", 1, 1))]).condition == (1 - w > 0)


REFUSED = [
    (lambda: truncated(law("Exponential", 1), 2, 1), DomainError, "nothing is left"),
    (lambda: truncated(law("Normal", 0, 1), oo, 3), DomainError, "the lower end must be a real number or -oo"),
    (lambda: truncated(law("Poisson", 1), -oo, -oo), DomainError, "the upper end must be a real number or oo"),
    (lambda: truncated(law("Poisson", 1), oo), DomainError, "the lower end must be"),
    (lambda: truncated(law("Normal", 0, 1), I), DomainError, "the lower end must be a real number"),
    (lambda: truncated(law("Davis", 1, 3, 1), 2, 4), MeasureError, "is not known in closed form"),
    (lambda: truncated(si.product(law("Normal", 0, 1), law("Normal", 0, 1)), 0), MeasureError, "one variable"),
    (lambda: truncated(si.law("DiscreteUniform", ["a", "b"]), 0), MeasureError, "is not known"),
    (lambda: mixture([]), MeasureError, "at least one part"),
    (lambda: mixture([(half, law("Normal", 0, 1)), (third, law("Normal", 1, 1))]), NotNormalised, "5/6"),
    (lambda: mixture([(-half, law("Normal", 0, 1)), (3 * half, law("Normal", 1, 1))]), DomainError, "weight 1"),
    (lambda: mixture([(half, law("Normal", 0, 1)), (half, law("Poisson", 1))]), MeasureError, "discrete"),
    (lambda: moved(law("Beta", 2, 3), 0, -2), DomainError, "scale must be positive"),
    (lambda: moved(law("Poisson", 2), half), DomainError, "loc must be an integer"),
    (lambda: moved(law("Poisson", 2), 0, 2), DomainError, "scale must be 1"),
    (lambda: moved(law("Beta", 2, 3), oo), DomainError, "loc must be a real number"),
]


@pytest.mark.parametrize(("make", "kind", "words"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_makes_no_law_is_refused(make: Any, kind: type, words: str) -> None:
    with pytest.raises(kind, match=words):
        make()


CLOSED = {
    "H(StudentT(nu, m, s))": "proved",
    "H(Beta(2, 3, loc=m, scale=s))": "proved",
    "H(HalfNormal(s))": "proved",
    "H(TruncatedNormal(m, s, a))": "proved",
    "KL(Laplace(0, 1) | (0, oo) || Exponential(1))": "proved",
    "KL(Gamma(k, rate=a) || Gamma(k, rate=b))": "proved",
    "KL(Exponential(r, loc=m) || Exponential(q, loc=m))": "proved",
}


@pytest.mark.parametrize("query", CLOSED)
def test_measures_of_such_laws_are_closed_and_checked(query: str) -> None:
    derivation = si.derive(query)
    assert derivation.status == "closed"
    assert derivation.check().level == CLOSED[query]


REDUCED = ["H(mixture(1/3: Normal(0, 1), 2/3: Normal(1, 1)))", "H(truncated(Poisson(r), 1, oo))"]


@pytest.mark.parametrize("query", REDUCED)
def test_measures_that_do_not_close_are_told(query: str) -> None:
    derivation = si.derive(query)
    assert derivation.status == "reduced"
    assert derivation.text() and derivation.latex() and derivation.to_dict()


#: What is written is read again as the same law.
WRITTEN = [
    "StudentT(3, loc=1, scale=2)",
    "Beta(2, 3, loc=m, scale=s)",
    "Poisson(r, loc=2)",
    "truncated(Normal(m, s), a, b)",
    "truncated(StudentT(3, loc=1, scale=2), 1, oo)",
    "mixture(1/3: Normal(0, 1), 2/3: truncated(Exponential(1), 2, oo))",
    "HalfNormal(s)",
    "AsymmetricLaplace(2, 0, 1)",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_is_read_again(text: str) -> None:
    measure = si.parse(f"H({text})")
    assert measure.query == f"H({text})"
    assert si.parse(measure.query) == measure
