"""The distributions of tensorflow_probability, by the arguments of their constructors: logits stand before probs."""

from __future__ import annotations

from sympy import S, exp, pi

from symbinfo.laws.names.makers import categorical, from_logits, listed, logistic, truncated_cauchy, truncated_normal
from symbinfo.laws.names.parametrisation import Image, row
from symbinfo.laws.names.scipy_names import generalised_extreme, generalised_pareto

__all__ = ["ROWS"]

_FROM_0 = "counts failures, from 0"
_LOGITS = "by place it takes logits"
ROWS = (
    row("Bernoulli", "logits", "Bernoulli", lambda logits: (logistic(logits),), note=_LOGITS),
    row("Bernoulli", "probs:probability", "Bernoulli"),
    row("Beta", "concentration1, concentration0", "Beta"),
    row("BetaBinomial", "total_count:count, concentration1, concentration0", "BetaBinomial"),
    row("Binomial", "total_count:count, logits", "Binomial", lambda n, logits: (n, logistic(logits)), note=_LOGITS),
    row("Binomial", "total_count:count, probs:probability", "Binomial"),
    row("Categorical", "logits:list", "FiniteRV", from_logits, note=_LOGITS),
    row("Categorical", "probs:list", "FiniteRV", categorical),
    row("Cauchy", "loc, scale", "Cauchy"),
    row("Chi", "df", "Chi"),
    row("Chi2", "df", "ChiSquared"),
    row("ContinuousBernoulli", "logits", "ContinuousBernoulli", lambda logits: (logistic(logits),), note=_LOGITS),
    row("ContinuousBernoulli", "probs:open", "ContinuousBernoulli"),
    row("Dirichlet", "concentration:list", "Dirichlet", listed("Dirichlet")),
    row("Exponential", "rate", "Exponential"),
    row("ExponentiallyModifiedGaussian", "loc, scale, rate", "ExGaussian"),
    row("Gamma", "concentration, rate", "Gamma", lambda k, rate: (k, 1 / rate), note="rate, not scale"),
    row("Gamma", "concentration, log_rate", "Gamma", lambda k, log_rate: (k, exp(-log_rate))),
    row("GeneralizedExtremeValue", "loc, scale, concentration:real", "Frechet",
        lambda loc, scale, c: generalised_extreme(-c).then(loc, scale)),
    row("GeneralizedNormal", "loc, scale, power", "ExponentialPower"),
    row("GeneralizedPareto", "loc, scale, concentration:real", "Lomax",
        lambda loc, scale, c: generalised_pareto(c).then(loc, scale)),
    row("Geometric", "logits", "Geometric", lambda z: Image("Geometric", (logistic(z),), S.NegativeOne), note=_FROM_0),
    row("Geometric", "probs:probability", "Geometric", lambda p: Image("Geometric", (p,), S.NegativeOne), note=_FROM_0),
    row("Gumbel", "loc, scale", "Gumbel", lambda loc, scale: (scale, loc, S.false)),
    row("HalfCauchy", "loc, scale", "HalfCauchy", lambda loc, scale: Image("HalfCauchy", (scale,), loc)),
    row("HalfNormal", "scale", "HalfNormal"),
    row("InverseGamma", "concentration, scale", "GammaInverse"),
    row("InverseGaussian", "loc:positive, concentration", "GaussianInverse"),
    row("JohnsonSU", "skewness:real, tailweight, loc, scale", "JohnsonSU", lambda a, b: (a, b), placed=True),
    row("Kumaraswamy", "concentration1=1, concentration0=1", "Kumaraswamy"),
    row("Laplace", "loc, scale", "Laplace"),
    row("LogLogistic", "loc, scale", "LogLogistic", lambda loc, scale: (exp(loc), 1 / scale),
        note="loc and scale are those of log X"),
    row("LogNormal", "loc, scale", "LogNormal"),
    row("Logistic", "loc, scale", "Logistic"),
    row("LogitNormal", "loc, scale", "LogitNormal"),
    row("Moyal", "loc, scale", "Moyal"),
    row("Multinomial", "total_count:count, probs:list", "Multinomial", listed("Multinomial")),
    row("NegativeBinomial", "total_count, logits", "NegativeBinomial", lambda r, z: (r, logistic(-z)),
        note="counts successes before total_count failures; logits is of a success"),
    row("NegativeBinomial", "total_count, probs:open", "NegativeBinomial", lambda r, p: (r, 1 - p),
        note="counts successes before total_count failures; probs is of a success"),
    row("Normal", "loc, scale", "Normal", note="scale is the standard deviation"),
    row("Pareto", "concentration, scale=1", "Pareto", lambda a, s: (s, a)),
    row("Poisson", "rate", "Poisson"),
    row("Poisson", "log_rate", "Poisson", lambda log_rate: (exp(log_rate),)),
    row("Skellam", "rate1, rate2", "Skellam"),
    row("StudentT", "df, loc, scale", "StudentT", lambda df: (df,), placed=True),
    row("Triangular", "low:real=0, high:real=1, peak:real=1/2", "Triangular"),
    row("TruncatedCauchy", "loc, scale, low:end, high:end", "truncated", truncated_cauchy),
    row("TruncatedNormal", "loc, scale, low:end, high:end", "truncated", truncated_normal),
    row("Uniform", "low:real=0, high:real=1", "Uniform"),
    row("VonMises", "loc, concentration", "VonMises", lambda loc, k: Image("VonMises", (pi, k), loc - pi),
        note="on the circle; ours is read on (loc - pi, loc + pi)"),
    row("Weibull", "concentration, scale", "Weibull", lambda k, scale: (scale, k)),
    row("Zipf", "power:above_one", "Zeta"),
)  # fmt: skip
