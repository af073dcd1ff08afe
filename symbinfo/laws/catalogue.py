"""One row a family of sympy.stats: its parameters with their domains, in the order of its constructor.

sympy.stats keeps no machine-readable parameter domains, so they are stated here, once; densities and supports are read
from sympy.stats. Where sympy.stats errs, the row carries the correction with its reason. The domains are those of the
law, not those of the constructor, which refuses some good parameters (a chi law with half-integer degrees of freedom).
"""

from __future__ import annotations

from typing import Any

from sympy import Integer, Max, Min, Rational, Symbol, Tuple, false, oo

from symbinfo.laws.family import Family, Parameter, ParameterDomain

__all__ = ["FAMILIES"]

_D = ParameterDomain


def _family(name: str, *parameters: tuple[Any, ...], **more: Any) -> Family:
    return Family(name, tuple(Parameter(*parameter) for parameter in parameters), **more)


_CONTINUOUS = (
    _family("Arcsin", ("a", _D.REAL, Integer(0)), ("b", _D.REAL, Integer(1)), ordered=("a < b",)),
    _family("Benini", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE), ("sigma", _D.POSITIVE)),
    _family("Beta", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family("BetaNoncentral", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE), ("lamda", _D.NONNEGATIVE)),
    _family("BetaPrime", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family(
        "BoundedPareto",
        ("alpha", _D.POSITIVE),
        ("left", _D.POSITIVE),
        ("right", _D.POSITIVE),
        ordered=("left < right",),
    ),
    _family("Cauchy", ("x0", _D.REAL), ("gamma", _D.POSITIVE)),
    _family(
        "Chi", ("k", _D.POSITIVE), note="the constructor asks for an integer k; the law is defined for every k > 0"
    ),
    _family(
        "ChiNoncentral",
        ("k", _D.POSITIVE),
        ("l", _D.POSITIVE),
        note="the constructor asks for an integer k; the law is defined for every k > 0",
    ),
    _family(
        "ChiSquared",
        ("k", _D.POSITIVE),
        note="the constructor asks for an integer k; the law is defined for every k > 0",
    ),
    _family("Dagum", ("p", _D.POSITIVE), ("a", _D.POSITIVE), ("b", _D.POSITIVE)),
    _family(
        "Davis",
        ("b", _D.POSITIVE),
        ("n", _D.ABOVE_ONE),
        ("mu", _D.REAL),
        support=lambda b, n, mu: (mu, oo),
        note="sympy.stats declares [0, oo); the density integrates to 1 on (mu, oo), for any real location mu",
    ),
    _family("ExGaussian", ("mean", _D.REAL), ("std", _D.POSITIVE), ("rate", _D.POSITIVE)),
    _family("Exponential", ("rate", _D.POSITIVE)),
    _family("ExponentialPower", ("mu", _D.REAL), ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family(
        "FDistribution",
        ("d1", _D.POSITIVE),
        ("d2", _D.POSITIVE),
        note="the constructor asks for integers; the law is defined for every d1, d2 > 0",
    ),
    _family("FisherZ", ("d1", _D.POSITIVE), ("d2", _D.POSITIVE)),
    _family(
        "Frechet",
        ("a", _D.POSITIVE),
        ("s", _D.POSITIVE, Integer(1)),
        ("m", _D.REAL, Integer(0)),
        support=lambda a, s, m: (m, oo),
        note="sympy.stats declares [0, oo) whatever the location m",
    ),
    _family("Gamma", ("k", _D.POSITIVE), ("theta", _D.POSITIVE), note="theta is a scale"),
    _family(
        "Erlang",
        ("k", _D.POSITIVE_INTEGER),
        ("l", _D.POSITIVE),
        distribution="GammaDistribution",
        encode=lambda k, rate: (k, 1 / rate),
        note="sympy.stats makes it a Gamma law, and so a variable reads as one; l is a rate",
    ),
    _family("GammaInverse", ("a", _D.POSITIVE), ("b", _D.POSITIVE)),
    _family("GaussianInverse", ("mean", _D.POSITIVE), ("shape", _D.POSITIVE)),
    _family(
        "Wald",
        ("mean", _D.POSITIVE),
        ("shape", _D.POSITIVE),
        distribution="GaussianInverseDistribution",
        note="another name for GaussianInverse, and a variable reads as one",
    ),
    _family("Gompertz", ("b", _D.POSITIVE), ("eta", _D.POSITIVE)),
    _family(
        "Gumbel",
        ("beta", _D.POSITIVE),
        ("mu", _D.REAL),
        ("minimum", _D.FLAG, false),
        note="the scale beta comes first; the law of maxima unless minimum is True",
    ),
    _family(
        "Kumaraswamy",
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
        support=lambda a, b: (Integer(0), Integer(1)),
        note="sympy.stats declares [0, oo); above 1 the density is not even real",
    ),
    _family("Laplace", ("mu", _D.REAL), ("b", _D.POSITIVE)),
    _family("Levy", ("mu", _D.REAL), ("c", _D.POSITIVE)),
    _family("LogCauchy", ("mu", _D.REAL), ("sigma", _D.POSITIVE)),
    _family("Logistic", ("mu", _D.REAL), ("s", _D.POSITIVE)),
    _family("LogLogistic", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family("LogitNormal", ("mu", _D.REAL), ("s", _D.POSITIVE)),
    _family("LogNormal", ("mean", _D.REAL), ("std", _D.POSITIVE), note="mean and std are those of log X"),
    _family("Lomax", ("alpha", _D.POSITIVE), ("lamda", _D.POSITIVE)),
    _family("Maxwell", ("a", _D.POSITIVE)),
    _family("Moyal", ("mu", _D.REAL), ("sigma", _D.POSITIVE)),
    _family(
        "Nakagami",
        ("mu", _D.POSITIVE),
        ("omega", _D.POSITIVE),
        note="the constructor asks for mu >= 1/2; the density integrates to 1 for every mu > 0",
    ),
    _family("Normal", ("mean", _D.REAL), ("std", _D.POSITIVE)),
    _family("Pareto", ("xm", _D.POSITIVE), ("alpha", _D.POSITIVE)),
    _family("PowerFunction", ("alpha", _D.POSITIVE), ("a", _D.REAL), ("b", _D.REAL), ordered=("a < b",)),
    _family("QuadraticU", ("a", _D.REAL), ("b", _D.REAL), ordered=("a < b",)),
    _family("RaisedCosine", ("mu", _D.REAL), ("s", _D.POSITIVE)),
    _family("Rayleigh", ("sigma", _D.POSITIVE)),
    _family("Reciprocal", ("a", _D.POSITIVE), ("b", _D.POSITIVE), ordered=("a < b",)),
    _family("ShiftedGompertz", ("b", _D.POSITIVE), ("eta", _D.POSITIVE)),
    _family("StudentT", ("nu", _D.POSITIVE)),
    _family(
        "Trapezoidal",
        ("a", _D.REAL),
        ("b", _D.REAL),
        ("c", _D.REAL),
        ("d", _D.REAL),
        ordered=("a <= b <= c <= d", "a < d"),
        note="the constructor asks for b < c; at b = c the law is triangular",
    ),
    _family("Triangular", ("a", _D.REAL), ("b", _D.REAL), ("c", _D.REAL), ordered=("a <= c <= b", "a < b")),
    _family("Uniform", ("left", _D.REAL), ("right", _D.REAL), ordered=("left < right",)),
    _family("UniformSum", ("n", _D.POSITIVE_INTEGER)),
    _family(
        "VonMises", ("mu", _D.REAL), ("k", _D.POSITIVE), note="on [0, 2*pi] whatever mu; the density has period 2*pi"
    ),
    _family("Weibull", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE), note="alpha is the scale, beta the shape"),
    _family("WignerSemicircle", ("R", _D.POSITIVE)),
)


_ON_INTEGERS = (
    _family("FlorySchulz", ("a", _D.OPEN_PROBABILITY), kind="discrete"),
    _family(
        "Geometric",
        ("p", _D.POSITIVE_PROBABILITY),
        kind="discrete",
        support=lambda p: (Integer(1), Integer(1) if p == 1 else oo),
        note="counts trials, from 1; at p = 1 nothing is left beyond the first",
    ),
    _family(
        "Hermite",
        ("a1", _D.POSITIVE),
        ("a2", _D.NONNEGATIVE),
        kind="discrete",
        note="a1 = 0, which the constructor allows, leaves the even numbers only: no range of integers",
    ),
    _family("Logarithmic", ("p", _D.OPEN_PROBABILITY), kind="discrete"),
    _family(
        "NegativeBinomial",
        ("r", _D.POSITIVE),
        ("p", _D.OPEN_PROBABILITY),
        kind="discrete",
        note="counts failures before the r-th success; p is the probability of success (since SymPy 1.14)",
    ),
    _family("Poisson", ("lamda", _D.POSITIVE), kind="discrete"),
    _family(
        "Skellam",
        ("mu1", _D.POSITIVE),
        ("mu2", _D.POSITIVE),
        kind="discrete",
        note="mu1 = 0 or mu2 = 0, which the constructor allows, makes the mass of sympy.stats undefined (0/0)",
    ),
    _family("YuleSimon", ("rho", _D.POSITIVE), kind="discrete"),
    _family("Zeta", ("s", _D.ABOVE_ONE), kind="discrete"),
    _family(
        "BetaBinomial",
        ("n", _D.NONNEGATIVE_INTEGER),
        ("alpha", _D.POSITIVE),
        ("beta", _D.POSITIVE),
        kind="discrete",
        support=lambda n, alpha, beta: (Integer(0), n),
        note="for a symbolic n the support of sympy.stats is an intersection of sets, not a range",
    ),
    _family(
        "Binomial",
        ("n", _D.NONNEGATIVE_INTEGER),
        ("p", _D.PROBABILITY),
        kind="discrete",
        support=lambda n, p: (n if p == 1 else Integer(0), Integer(0) if p == 0 else n),
        labels=(Integer(1), Integer(0)),
        note="for a symbolic n the support of sympy.stats is an intersection of sets; at p = 0 or 1 it is one point",
    ),
    _family(
        "Die",
        ("sides", _D.POSITIVE_INTEGER, Integer(6)),
        kind="discrete",
        support=lambda sides: (Integer(1), sides),
        note="for a symbolic number of sides sympy.stats gives a support that contains 0",
    ),
    _family(
        "Hypergeometric",
        ("N", _D.NONNEGATIVE_INTEGER),
        ("m", _D.NONNEGATIVE_INTEGER),
        ("n", _D.NONNEGATIVE_INTEGER),
        ordered=("m <= N", "n <= N"),
        kind="discrete",
        support=lambda N, m, n: (Max(0, n + m - N), Min(n, m)),
        note="for symbolic sizes sympy.stats takes {0, ..., n} whatever m and N; it never checks m <= N and n <= N",
    ),
    _family(
        "IdealSoliton",
        ("k", _D.POSITIVE_INTEGER),
        kind="discrete",
        support=lambda k: (Integer(1), k),
        note="for a symbolic k sympy.stats has no support (its range needs an integer)",
    ),
)


_FINITE = (
    _family("Bernoulli", ("p", _D.PROBABILITY), kind="finite", labels=(Integer(1), Integer(0))),
    _family(
        "Coin",
        ("p", _D.PROBABILITY, Rational(1, 2)),
        kind="finite",
        labels=(Symbol("H"), Symbol("T")),
        distribution="BernoulliDistribution",
    ),
    _family(
        "DiscreteUniform",
        ("items", _D.OUTCOMES),
        kind="finite",
        encode=lambda items: tuple(items),
        decode=lambda *items: (Tuple(*items),),
    ),
    _family("FiniteRV", ("density", _D.TABLE), kind="finite", distribution="FiniteDistributionHandmade"),
    _family("Rademacher", kind="finite"),
    _family(
        "RobustSoliton",
        ("k", _D.POSITIVE_INTEGER),
        ("delta", _D.OPEN_PROBABILITY),
        ("c", _D.POSITIVE),
        kind="finite",
        note="numbers only (the place of the spike is rounded); its spike must fall on 1, ..., k and be non-negative; "
        "sympy.stats raises k to the float 0.5, which the reader makes exact",
    ),
)


FAMILIES: dict[str, Family] = {row.name: row for row in (*_CONTINUOUS, *_ON_INTEGERS, *_FINITE)}
