"""The distributions of torch.distributions, by the arguments of their constructors; one row for each choice among them."""

from __future__ import annotations

from sympy import S, pi

from symbinfo.laws.names.makers import categorical, from_logits, listed, logistic
from symbinfo.laws.names.parametrisation import Image, row
from symbinfo.laws.names.scipy_names import generalised_pareto

__all__ = ["ROWS", "WITHOUT"]

_FROM_0 = "counts failures, from 0"
ROWS = (
    row("Bernoulli", "probs:probability", "Bernoulli"),
    row("Bernoulli", "logits", "Bernoulli", lambda logits: (logistic(logits),)),
    row("Beta", "concentration1, concentration0", "Beta"),
    row("Binomial", "total_count:count, probs:probability", "Binomial"),
    row("Binomial", "total_count:count, logits", "Binomial", lambda n, logits: (n, logistic(logits))),
    row("Categorical", "probs:list", "FiniteRV", categorical),
    row("Categorical", "logits:list", "FiniteRV", from_logits),
    row("Cauchy", "loc, scale", "Cauchy"),
    row("Chi2", "df", "ChiSquared"),
    row("ContinuousBernoulli", "probs:open", "ContinuousBernoulli"),
    row("ContinuousBernoulli", "logits", "ContinuousBernoulli", lambda logits: (logistic(logits),)),
    row("Dirichlet", "concentration:list", "Dirichlet", listed("Dirichlet")),
    row("Exponential", "rate", "Exponential"),
    row("FisherSnedecor", "df1, df2", "FDistribution"),
    row("Gamma", "concentration, rate", "Gamma", lambda k, rate: (k, 1 / rate), note="rate, not scale"),
    row("GeneralizedPareto", "loc, scale, concentration:real", "Lomax",
        lambda loc, scale, c: generalised_pareto(c).then(loc, scale)),
    row("Geometric", "probs:probability", "Geometric", lambda p: Image("Geometric", (p,), S.NegativeOne), note=_FROM_0),
    row("Geometric", "logits", "Geometric", lambda z: Image("Geometric", (logistic(z),), S.NegativeOne), note=_FROM_0),
    row("Gumbel", "loc, scale", "Gumbel", lambda loc, scale: (scale, loc, S.false)),
    row("HalfCauchy", "scale", "HalfCauchy"),
    row("HalfNormal", "scale", "HalfNormal"),
    row("InverseGamma", "concentration, rate", "GammaInverse", note="the rate is the scale of the inverse"),
    row("Kumaraswamy", "concentration1, concentration0", "Kumaraswamy"),
    row("Laplace", "loc, scale", "Laplace"),
    row("LogNormal", "loc, scale", "LogNormal"),
    row("Multinomial", "total_count:count, probs:list", "Multinomial", listed("Multinomial")),
    row("MultivariateNormal", "loc:list, covariance_matrix:list", "MultivariateNormal", listed("MultivariateNormal")),
    row("NegativeBinomial", "total_count, probs:open", "NegativeBinomial", lambda r, p: (r, 1 - p),
        note="counts successes before total_count failures; probs is of a success"),
    row("NegativeBinomial", "total_count, logits", "NegativeBinomial", lambda r, z: (r, logistic(-z)),
        note="counts successes before total_count failures; logits is of a success"),
    row("Normal", "loc, scale", "Normal", note="scale is the standard deviation"),
    row("OneHotCategorical", "probs:list", "Multinomial", lambda probs: listed("Multinomial")(1, probs)),
    row("Pareto", "scale, alpha", "Pareto"),
    row("Poisson", "rate", "Poisson"),
    row("StudentT", "df, loc=0, scale=1", "StudentT", lambda df: (df,), placed=True),
    row("Uniform", "low:real, high:real", "Uniform"),
    row("VonMises", "loc, concentration", "VonMises", lambda loc, k: Image("VonMises", (pi, k), loc - pi),
        note="on the circle; ours is read on (loc - pi, loc + pi)"),
    row("Weibull", "scale, concentration", "Weibull"),
)  # fmt: skip

_SAMPLED = "made for gradients of samples: no family of ours"
WITHOUT: dict[str, str] = {
    "LKJCholesky": "a law of matrices",
    "LowRankMultivariateNormal": "give the covariance to MultivariateNormal",
    "LogisticNormal": "a law of a vector of probabilities: no family of ours",
    "OneHotCategoricalStraightThrough": _SAMPLED,
    "RelaxedBernoulli": _SAMPLED,
    "RelaxedOneHotCategorical": _SAMPLED,
    "Wishart": "a law of matrices",
    "Independent": "made of other laws: give them",
    "TransformedDistribution": "made of another law: give that, or its density with si.Density",
}
