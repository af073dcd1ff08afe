"""The distributions of numpyro.distributions, by the arguments of their constructors."""

from __future__ import annotations

from typing import Any

from sympy import S, pi, sqrt

from symbinfo.laws.names.makers import (
    categorical,
    from_logits,
    listed,
    logistic,
    truncated_cauchy,
    truncated_gamma,
    truncated_normal,
)
from symbinfo.laws.names.parametrisation import Image, row

__all__ = ["ROWS", "WITHOUT"]


def _quantile_laplace(loc: Any, scale: Any, quantile: Any) -> tuple[Any, ...]:
    kappa = sqrt(quantile / (1 - quantile))
    return kappa, loc, scale * kappa / quantile


_FROM_0 = "counts failures, from 0"
ROWS = (
    row("AsymmetricLaplace", "loc=0, scale=1, asymmetry=1", "AsymmetricLaplace", lambda m, s, kappa: (kappa, m, s)),
    row("AsymmetricLaplaceQuantile", "loc=0, scale=1, quantile:open=1/2", "AsymmetricLaplace", _quantile_laplace),
    row("Bernoulli", "probs:probability", "Bernoulli"),
    row("Bernoulli", "logits", "Bernoulli", lambda logits: (logistic(logits),)),
    row("Beta", "concentration1, concentration0", "Beta"),
    row("BetaBinomial", "concentration1, concentration0, total_count:count=1", "BetaBinomial", lambda a, b, n: (n, a, b)),
    row("BetaNegativeBinomial", "concentration1, concentration0, n:whole", "BetaNegativeBinomial",
        lambda a, b, n: (n, b, a), note="counts successes before n failures; a success has Beta(concentration1, concentration0)"),
    row("BetaProportion", "mean:open, concentration", "Beta", lambda m, c: (m * c, (1 - m) * c)),
    row("Binomial", "total_count:count=1, probs:probability", "Binomial"),
    row("Binomial", "total_count:count=1, logits", "Binomial", lambda n, logits: (n, logistic(logits))),
    row("Categorical", "probs:list", "FiniteRV", categorical),
    row("Categorical", "logits:list", "FiniteRV", from_logits),
    row("Cauchy", "loc=0, scale=1", "Cauchy"),
    row("Chi2", "df", "ChiSquared"),
    row("Dagum", "concentration, sharpness, scale", "Dagum"),
    row("Dirichlet", "concentration:list", "Dirichlet", listed("Dirichlet")),
    row("DiscreteUniform", "low:real=0, high:real=1", "Die", lambda low, high: Image("Die", (high - low + 1,), low - 1),
        note="high belongs to it"),
    row("Exponential", "rate=1", "Exponential"),
    row("Gamma", "concentration, rate=1", "Gamma", lambda k, rate: (k, 1 / rate), note="rate, not scale"),
    row("GammaPoisson", "concentration, rate=1", "NegativeBinomial", lambda k, rate: (k, rate / (1 + rate))),
    row("Geometric", "probs:probability", "Geometric", lambda p: Image("Geometric", (p,), S.NegativeOne), note=_FROM_0),
    row("Geometric", "logits", "Geometric", lambda z: Image("Geometric", (logistic(z),), S.NegativeOne), note=_FROM_0),
    row("Gompertz", "concentration, rate=1", "Gompertz", lambda c, rate: (rate, c)),
    row("Gumbel", "loc=0, scale=1", "Gumbel", lambda loc, scale: (scale, loc, S.false)),
    row("HalfCauchy", "scale=1", "HalfCauchy"),
    row("HalfNormal", "scale=1", "HalfNormal"),
    row("InverseGamma", "concentration, rate=1", "GammaInverse", note="the rate is the scale of the inverse"),
    row("Kumaraswamy", "concentration1, concentration0", "Kumaraswamy"),
    row("Laplace", "loc=0, scale=1", "Laplace"),
    row("Levy", "loc, scale", "Levy"),
    row("LogNormal", "loc=0, scale=1", "LogNormal"),
    row("LogUniform", "low, high", "Reciprocal"),
    row("Logistic", "loc=0, scale=1", "Logistic"),
    row("LowerTruncatedPowerLaw", "alpha:real, low", "Pareto", lambda alpha, low: (low, -alpha - 1)),
    row("Multinomial", "total_count:count=1, probs:list", "Multinomial", listed("Multinomial")),
    row("MultivariateNormal", "loc:list, covariance_matrix:list", "MultivariateNormal", listed("MultivariateNormal")),
    row("NegativeBinomial", "total_count, probs:open", "NegativeBinomial", lambda r, p: (r, 1 - p),
        note="counts successes before total_count failures; probs is of a success"),
    row("NegativeBinomial", "total_count, logits", "NegativeBinomial", lambda r, z: (r, logistic(-z)),
        note="counts successes before total_count failures; logits is of a success"),
    row("NegativeBinomial2", "mean:positive, concentration", "NegativeBinomial", lambda m, c: (c, c / (c + m))),
    row("Normal", "loc=0, scale=1", "Normal", note="scale is the standard deviation"),
    row("Pareto", "scale, alpha", "Pareto"),
    row("Poisson", "rate", "Poisson"),
    row("SoftLaplace", "loc, scale", "HyperbolicSecant", lambda loc, scale: Image("HyperbolicSecant", (), loc, scale)),
    row("StudentT", "df, loc=0, scale=1", "StudentT", lambda df: (df,), placed=True),
    row("TruncatedCauchy", "loc=0, scale=1, low:end=-oo, high:end=oo", "truncated", truncated_cauchy),
    row("TruncatedGamma", "concentration=1, rate=1, low:end=0, high:end=oo", "truncated", truncated_gamma),
    row("TruncatedNormal", "loc=0, scale=1, low:end=-oo, high:end=oo", "truncated", truncated_normal),
    row("Uniform", "low:real=0, high:real=1", "Uniform"),
    row("VonMises", "loc, concentration", "VonMises", lambda loc, k: Image("VonMises", (pi, k), loc - pi),
        note="on the circle; ours is read on (loc - pi, loc + pi)"),
    row("Weibull", "scale, concentration", "Weibull"),
    row("ZeroInflatedPoisson", "gate:open, rate=1", "ZeroInflatedPoisson"),
)  # fmt: skip

_MADE = "made of other laws: give them to mixture, truncated or si.Density"
_MATRIX, _SEVERAL = "a law of matrices", "a law of several variables: no family of ours"
WITHOUT: dict[str, str] = {
    **dict.fromkeys(("LKJ", "LKJCholesky", "MatrixNormal", "Wishart", "WishartCholesky", "InverseWishart",
                     "InverseWishartCholesky"), _MATRIX),
    **dict.fromkeys(("CAR", "CirculantNormal", "DirichletMultinomial", "GaussianCopula", "GaussianCopulaBeta",
                     "GaussianRandomWalk", "GaussianStateSpace", "LowRankMultivariateNormal", "MultivariateStudentT",
                     "ProjectedNormal", "SineBivariateVonMises", "ZeroSumNormal", "EulerMaruyama"), _SEVERAL),
    **dict.fromkeys(("ExpandedDistribution", "FoldedDistribution", "HurdleDistribution", "HurdleGamma",
                     "HurdleLogNormal", "HurdleNegativeBinomial2", "HurdlePoisson", "Independent",
                     "IntervalCensoredDistribution", "LeftCensoredDistribution", "RightCensoredDistribution",
                     "MaskedDistribution", "SineSkewed", "TransformedDistribution", "TruncatedDistribution",
                     "ZeroInflatedDistribution", "ZeroInflatedNegativeBinomial2"), _MADE),
    "Delta": "one place has no density: write DiscreteUniform([v])",
    "DoublyTruncatedPowerLaw": "a power of any sign: write BoundedPareto or PowerFunction",
    "ImproperUniform": "it has no total",
    "OrderedLogistic": "write its probabilities with FiniteRV",
    "RelaxedBernoulli": "made for gradients of samples: no family of ours",
    "TruncatedPolyaGamma": "a density by a series",
    "Unit": "it has no outcome",
}  # fmt: skip
