"""The words of our own language: other names of our families, other words for their parameters, and other parameters.

The first row of a family has its parameters in their order; a further row is chosen by the names that are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import exp, sqrt

from symbinfo.laws.names.makers import categorical, from_logits, logistic, truncated_normal
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, Parametrisation, family_row, row

__all__ = ["ALIASES", "CONVENTIONS", "FORMS", "LANGUAGE_NAMES", "rows_of"]

#: Other names of families.
ALIASES: Mapping[str, str] = {
    "Chi2": "ChiSquared",
    "FisherSnedecor": "FDistribution",
    "Gaussian": "Normal",
    "InverseGamma": "GammaInverse",
    "InverseGaussian": "GaussianInverse",
    "InverseWeibull": "Frechet",
    "LogUniform": "Reciprocal",
    "Lognormal": "LogNormal",
    "Student": "StudentT",
}


_MEAN, _LOCATION, _SHAPE = "mean|mu|loc", "mu|mean|loc", "shape|concentration"
_ROWS: dict[str, tuple[Parametrisation, ...]] = {
    "Normal": (
        row("Normal", f"{_MEAN}, std|sigma|scale|sd|stddev", "Normal"),
        row("Normal", f"{_MEAN}, var|variance|sigma2", "Normal", lambda m, v: (m, sqrt(v))),
        row("Normal", f"{_MEAN}, precision|tau", "Normal", lambda m, t: (m, 1 / sqrt(t))),
        row("Normal", f"{_MEAN}, log_var|logvar|log_variance", "Normal", lambda m, u: (m, exp(u / 2))),
        row("Normal", f"{_MEAN}, log_std|log_scale|log_sigma", "Normal", lambda m, u: (m, exp(u))),
    ),
    "LogNormal": (
        row("LogNormal", f"{_MEAN}|meanlog, std|sigma|scale|sd|sdlog", "LogNormal"),
        row("LogNormal", f"{_MEAN}|meanlog, var|variance|sigma2", "LogNormal", lambda m, v: (m, sqrt(v))),
    ),
    "Gamma": (
        row("Gamma", f"k|{_SHAPE}, theta|scale", "Gamma"),
        row("Gamma", f"k|{_SHAPE}, rate", "Gamma", lambda k, rate: (k, 1 / rate)),
        row("Gamma", f"k|{_SHAPE}, log_rate", "Gamma", lambda k, u: (k, exp(-u))),
    ),
    "Erlang": (
        row("Erlang", f"k:whole|{_SHAPE}, l|rate", "Erlang"),
        row("Erlang", f"k:whole|{_SHAPE}, scale", "Erlang", lambda k, scale: (k, 1 / scale)),
    ),
    "Exponential": (
        row("Exponential", "rate|lamda", "Exponential"),
        row("Exponential", "scale|mean:positive", "Exponential", lambda scale: (1 / scale,)),
        row("Exponential", "log_rate", "Exponential", lambda u: (exp(u),)),
    ),
    "GammaInverse": (row("GammaInverse", f"a|{_SHAPE}, b|scale", "GammaInverse"),),
    "GaussianInverse": (row("GaussianInverse", "mean:positive|mu|loc, shape|lamda|concentration", "GaussianInverse"),),
    "Beta": (
        row("Beta", "alpha|a|concentration1|shape1, beta|b|concentration0|shape2", "Beta"),
        row("Beta", "mean:open, concentration", "Beta", lambda m, c: (m * c, (1 - m) * c)),
    ),
    "Cauchy": (row("Cauchy", "x0|loc|location, gamma|scale", "Cauchy"),),
    "Laplace": (row("Laplace", f"{_LOCATION}|location, b|scale", "Laplace"),),
    "Logistic": (row("Logistic", f"{_LOCATION}|location, s|scale", "Logistic"),),
    "Levy": (row("Levy", "mu:real|loc|location, c|scale", "Levy"),),
    "Moyal": (row("Moyal", "mu:real|loc|location, sigma|scale", "Moyal"),),
    "RaisedCosine": (row("RaisedCosine", "mu:real|loc|location, s|scale", "RaisedCosine"),),
    "LogitNormal": (row("LogitNormal", f"{_LOCATION}, s|std|sigma|scale", "LogitNormal"),),
    "Uniform": (row("Uniform", "left:real|low|lower|min, right:real|high|upper|max", "Uniform"),),
    "Weibull": (row("Weibull", f"alpha|scale, beta|{_SHAPE}", "Weibull"),),
    "Frechet": (row("Frechet", "a|shape|concentration, s|scale=1, m:real|loc|location=0", "Frechet"),),
    "Gumbel": (row("Gumbel", "beta|scale, mu:real|loc|location, minimum:flag=False", "Gumbel"),),
    "Pareto": (row("Pareto", "xm|scale, alpha|shape", "Pareto"),),
    "Lomax": (row("Lomax", "alpha|shape, lamda|scale", "Lomax"),),
    "LogLogistic": (row("LogLogistic", "alpha|scale, beta|shape", "LogLogistic"),),
    "Rayleigh": (row("Rayleigh", "sigma|scale", "Rayleigh"),),
    "Maxwell": (row("Maxwell", "a|scale", "Maxwell"),),
    "StudentT": (row("StudentT", "nu|df, loc=0, scale|sigma=1", "StudentT", lambda nu: (nu,), placed=True),),
    "ChiSquared": (row("ChiSquared", "k|df", "ChiSquared"),),
    "Chi": (row("Chi", "k|df", "Chi"),),
    "FDistribution": (row("FDistribution", "d1|df1|dfn, d2|df2|dfd", "FDistribution"),),
    "VonMises": (row("VonMises", "mu:real|loc, k|kappa|concentration", "VonMises"),),
    "Kumaraswamy": (row("Kumaraswamy", "a|concentration1, b|concentration0", "Kumaraswamy"),),
    "HalfNormal": (
        row("HalfNormal", "sigma|scale|std", "HalfNormal"),
        row("HalfNormal", "var|variance|sigma2", "HalfNormal", lambda v: (sqrt(v),)),
    ),
    "HalfCauchy": (row("HalfCauchy", "gamma|scale", "HalfCauchy"),),
    "HalfLogistic": (row("HalfLogistic", "s|scale", "HalfLogistic"),),
    "AsymmetricLaplace": (row("AsymmetricLaplace", "kappa, mu|loc|location=0, b|scale=1", "AsymmetricLaplace"),),
    "BirnbaumSaunders": (row("BirnbaumSaunders", "c|shape, beta|scale", "BirnbaumSaunders"),),
    "Burr": (row("Burr", "c, d, s|scale=1", "Burr"),),
    "DoubleGamma": (row("DoubleGamma", "a|shape, s|scale=1", "DoubleGamma"),),
    "DoubleWeibull": (row("DoubleWeibull", "c|shape, s|scale=1", "DoubleWeibull"),),
    "GeneralizedGamma": (row("GeneralizedGamma", "a, c, s|scale=1", "GeneralizedGamma"),),
    "TruncatedNormal": (
        row("TruncatedNormal", f"{_MEAN}, std|sigma|scale|sd, a:end|low|lower=-oo, b:end|high|upper=oo", "truncated",
            truncated_normal),
        row("TruncatedNormal", f"{_MEAN}, var|variance|sigma2, a:end|low|lower=-oo, b:end|high|upper=oo", "truncated",
            lambda m, v, a, b: truncated_normal(m, sqrt(v), a, b)),
    ),
    "Bernoulli": (
        row("Bernoulli", "p:probability|probs|prob", "Bernoulli"),
        row("Bernoulli", "logits|logit|log_odds", "Bernoulli", lambda z: (logistic(z),)),
    ),
    "Binomial": (
        row("Binomial", "n:count|total_count|size|trials, p:probability|probs|prob", "Binomial"),
        row("Binomial", "n:count|total_count|size|trials, logits|logit", "Binomial", lambda n, z: (n, logistic(z))),
    ),
    "Geometric": (
        row("Geometric", "p:success|probs|prob", "Geometric"),
        row("Geometric", "logits|logit", "Geometric", lambda z: (logistic(z),)),
    ),
    "NegativeBinomial": (
        row("NegativeBinomial", "r|size|total_count|n, p:open|prob", "NegativeBinomial"),
        row("NegativeBinomial", "r|size|total_count|n, mean:positive|mu", "NegativeBinomial", lambda r, m: (r, r / (r + m))),
    ),
    "Poisson": (
        row("Poisson", "lamda|rate|mean|mu", "Poisson"),
        row("Poisson", "log_rate", "Poisson", lambda u: (exp(u),)),
    ),
    "Categorical": (
        row("Categorical", "probs:list|p|probabilities", "FiniteRV", categorical),
        row("Categorical", "logits:list", "FiniteRV", from_logits),
    ),
}  # fmt: skip

#: Every name that the language reads beside those of the catalogue.
LANGUAGE_NAMES: tuple[str, ...] = tuple(
    sorted({*ALIASES, *_ROWS, *ALL_FAMILIES} - {name for name, f in ALL_FAMILIES.items() if f.density is None})
)

#: Words of the language that are no families of one row, with how they are written and what they are.
FORMS: Mapping[str, tuple[str, str]] = {
    "Density": ("density(expr, x in (a, b))", "a density written by hand"),
    "Mass": ("mass(expr, k in (a, b))", "a mass written by hand, both ends included"),
    "Product": ("Product(P, Q)", "independent components"),
    "mixture": ("mixture(w: P, v: Q)", "one of several laws, chosen by weights that sum to 1"),
    "truncated": (
        "truncated(P, a, b)",
        "a law between two ends; also P | (a, b), and X | X > a of a declared variable",
    ),
}

#: What the parameters of a family are by place, where people and libraries differ.
CONVENTIONS: Mapping[str, str] = {
    "Erlang": "shape, then rate (not a scale)",
    "Exponential": "a rate (the mean is its inverse)",
    "Frechet": "shape, then scale",
    "Gamma": "shape, then scale (not a rate)",
    "GammaInverse": "shape, then scale",
    "Geometric": "counts trials, from 1",
    "Gumbel": "scale, then location",
    "HalfNormal": "the standard deviation of the normal law that is folded",
    "Hypergeometric": "population, successes in it, draws",
    "LogLogistic": "scale, then shape",
    "LogNormal": "mean and standard deviation (not the variance) of log X",
    "NegativeBinomial": "counts failures before the r-th success; p is of a success",
    "Normal": "mean, then standard deviation (not the variance)",
    "Pareto": "scale, then shape",
    "Weibull": "scale, then shape",
}


def rows_of(name: str) -> tuple[Parametrisation, ...]:
    """The rows of a name of the language, the one by its own parameters first; none of another name.

    Examples
    --------
    >>> [row.usage for row in rows_of("Gaussian")][:2]
    ['Gaussian(mean, std)', 'Gaussian(mean, var)']
    """
    family = ALIASES.get(name, name)
    if family in _ROWS:
        found = _ROWS[family]
    elif family in ALL_FAMILIES:
        found = (family_row(family),)
    else:
        return ()
    return found if family == name else tuple(replace(one, name=name) for one in found)
