"""The univariate distributions of scipy.stats: shapes in order, then loc and scale (of integers loc alone)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import S, exp, pi

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.names.makers import listed, truncated_family, truncated_normal
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, Image, Parametrisation, row

__all__ = ["ROWS", "WITHOUT", "generalised_extreme", "generalised_pareto"]


def _placed(
    name: str, shapes: str, family: str, values: Callable[..., Any] | None = None, **more: Any
) -> Parametrisation:
    """A row followed by loc and scale, or of integers by loc alone."""
    discrete = ALL_FAMILIES[family].kind != "continuous"
    place = "loc:real=0" if discrete else "loc:real=0, scale=1"
    return row(name, f"{shapes}, {place}" if shapes else place, family, values, placed=True, **more)


def generalised_extreme(c: Any) -> Image:
    """The generalised extreme value law of the shape c, minus the usual one, whose sign decides what it is."""
    if c == 0:
        return Image("Gumbel", (S.One, S.Zero, S.false))
    if c.is_negative:
        return Image("Frechet", (-1 / c, -1 / c, S.Zero), 1 / c)
    if c.is_positive:
        return Image("Weibull", (1 / c, 1 / c), 1 / c, S.NegativeOne)
    raise MeasureError("genextreme: the sign of c decides the law: give c a number, or a sign")


def generalised_pareto(c: Any) -> Image:
    """The generalised Pareto law of a shape, whose sign decides what it is."""
    if c == 0:
        return Image("Exponential", (S.One,))
    if c.is_positive:
        return Image("Lomax", (1 / c, 1 / c))
    if c.is_negative:
        return Image("PowerFunction", (-1 / c, S.Zero, -1 / c), -1 / c, S.NegativeOne)
    raise MeasureError("genpareto: the sign of c decides the law: give c a number, or a sign")


def _pearson3(skew: Any) -> Image:
    if skew == 0:
        return Image("Normal", (S.Zero, S.One))
    if not skew.is_positive:
        raise MeasureError("pearson3: the skewness is read as 0 or positive; mirror the variable for a negative one")
    return Image("Gamma", (4 / skew**2, skew / 2), -2 / skew)


_CONTINUOUS = (
    _placed("alpha", "a", "Alpha"),
    _placed("anglit", "", "Anglit"),
    _placed("arcsine", "", "Arcsin", lambda: (S.Zero, S.One)),
    _placed("argus", "chi", "Argus"),
    _placed("beta", "a, b", "Beta"),
    _placed("betaprime", "a, b", "BetaPrime"),
    _placed("bradford", "c", "Bradford"),
    _placed("burr", "c, d", "Dagum", lambda c, d: (d, c, S.One)),
    _placed("burr12", "c, d", "Burr", lambda c, d: (c, d, S.One)),
    _placed("cauchy", "", "Cauchy", lambda: (S.Zero, S.One)),
    _placed("chi", "df", "Chi"),
    _placed("chi2", "df", "ChiSquared"),
    _placed("cosine", "", "RaisedCosine", lambda: (S.Zero, pi)),
    _placed("crystalball", "beta, m:above_one", "CrystalBall"),
    _placed("dgamma", "a", "DoubleGamma", lambda a: (a, S.One)),
    _placed("dweibull", "c", "DoubleWeibull", lambda c: (c, S.One)),
    _placed("erlang", "a:whole", "Erlang", lambda a: (a, S.One)),
    _placed("expon", "", "Exponential", lambda: (S.One,), note="scale is 1/rate"),
    _placed("exponnorm", "K", "ExGaussian", lambda K: (S.Zero, S.One, 1 / K)),
    _placed("exponpow", "b", "SmithBain"),
    _placed("exponweib", "a, c", "ExponentiatedWeibull"),
    _placed("f", "dfn, dfd", "FDistribution"),
    _placed("fatiguelife", "c", "BirnbaumSaunders", lambda c: (c, S.One)),
    _placed("fisk", "c", "LogLogistic", lambda c: (S.One, c)),
    _placed("foldcauchy", "c:nonnegative", "FoldedCauchy"),
    _placed("foldnorm", "c:nonnegative", "FoldedNormal", lambda c: (c, S.One)),
    _placed("gamma", "a", "Gamma", lambda a: (a, S.One), note="scale, not rate"),
    _placed("genexpon", "a, b, c", "GeneralizedExponential"),
    _placed("genextreme", "c:real", "Frechet", generalised_extreme, note="c is minus the usual shape xi"),
    _placed("gengamma", "a, c", "GeneralizedGamma", lambda a, c: (a, c, S.One)),
    _placed("genhalflogistic", "c", "GeneralizedHalfLogistic"),
    _placed("genhyperbolic", "p:real, a, b:nonnegative", "GeneralizedHyperbolic"),
    _placed("geninvgauss", "p:real, b", "GeneralizedInverseGaussian", lambda p, b: (p, b, b)),
    _placed("genlogistic", "c", "GeneralizedLogistic"),
    _placed("gennorm", "beta", "ExponentialPower", lambda beta: (S.Zero, S.One, beta)),
    _placed("genpareto", "c:real", "Lomax", generalised_pareto),
    _placed("gibrat", "", "LogNormal", lambda: (S.Zero, S.One)),
    _placed("gompertz", "c", "Gompertz", lambda c: (S.One, c)),
    _placed("gumbel_l", "", "Gumbel", lambda: (S.One, S.Zero, S.true), note="the law of minima"),
    _placed("gumbel_r", "", "Gumbel", lambda: (S.One, S.Zero, S.false), note="the law of maxima"),
    _placed("halfcauchy", "", "HalfCauchy", lambda: (S.One,)),
    _placed("halfgennorm", "beta", "GeneralizedGamma", lambda beta: (1 / beta, beta, S.One)),
    _placed("halflogistic", "", "HalfLogistic", lambda: (S.One,)),
    _placed("halfnorm", "", "HalfNormal", lambda: (S.One,)),
    _placed("hypsecant", "", "HyperbolicSecant"),
    _placed("invgamma", "a", "GammaInverse", lambda a: (a, S.One)),
    _placed("invgauss", "mu", "GaussianInverse", lambda mu: (mu, S.One), note="the mean is mu*scale"),
    _placed("invweibull", "c", "Frechet", lambda c: (c, S.One, S.Zero)),
    _placed("irwinhall", "n:whole", "UniformSum"),
    _placed("jf_skew_t", "a, b", "JonesFaddySkewT"),
    _placed("johnsonsb", "a:real, b", "JohnsonSB"),
    _placed("johnsonsu", "a:real, b", "JohnsonSU"),
    _placed("kappa3", "a", "Kappa3"),
    _placed("laplace", "", "Laplace", lambda: (S.Zero, S.One)),
    _placed("laplace_asymmetric", "kappa", "AsymmetricLaplace", lambda kappa: (kappa, S.Zero, S.One)),
    _placed("levy", "", "Levy", lambda: (S.Zero, S.One)),
    _placed("levy_l", "", "Levy", lambda: Image("Levy", (S.Zero, S.One), scale=S.NegativeOne)),
    _placed("loggamma", "c", "LogGamma"),
    _placed("logistic", "", "Logistic", lambda: (S.Zero, S.One)),
    _placed("loglaplace", "c", "LogLaplace"),
    _placed("lognorm", "s", "LogNormal", lambda s: (S.Zero, s), note="scale is exp(mean of log X)"),
    _placed("loguniform", "a, b", "Reciprocal"),
    _placed("lomax", "c", "Lomax", lambda c: (c, S.One)),
    _placed("maxwell", "", "Maxwell", lambda: (S.One,)),
    _placed("mielke", "k, s", "Dagum", lambda k, s: (k / s, s, S.One)),
    _placed("moyal", "", "Moyal", lambda: (S.Zero, S.One)),
    _placed("nakagami", "nu", "Nakagami", lambda nu: (nu, S.One)),
    _placed("ncx2", "df, nc", "NoncentralChiSquared"),
    _placed("norm", "", "Normal", lambda: (S.Zero, S.One), note="loc is the mean, scale the standard deviation"),
    _placed("norminvgauss", "a, b:nonnegative", "NormalInverseGaussian"),
    _placed("pareto", "b", "Pareto", lambda b: (S.One, b)),
    _placed("pearson3", "skew:real", "Gamma", _pearson3),
    _placed("powerlaw", "a", "PowerFunction", lambda a: (a, S.Zero, S.One)),
    _placed("powerlognorm", "c, s", "PowerLogNormal"),
    _placed("powernorm", "c", "PowerNormal"),
    _placed("rayleigh", "", "Rayleigh", lambda: (S.One,)),
    _placed("rdist", "c", "Beta", lambda c: Image("Beta", (c / 2, c / 2), S.NegativeOne, S(2))),
    _placed("recipinvgauss", "mu", "ReciprocalInverseGaussian"),
    _placed("reciprocal", "a, b", "Reciprocal"),
    _placed("rel_breitwigner", "rho", "RelativisticBreitWigner"),
    _placed("rice", "b:nonnegative", "ChiNoncentral", lambda b: (S(2), b)),
    _placed("semicircular", "", "WignerSemicircle", lambda: (S.One,)),
    _placed("skewnorm", "a:real", "SkewNormal"),
    _placed("t", "df", "StudentT"),
    _placed("trapezoid", "c:probability, d:probability", "Trapezoidal", lambda c, d: (S.Zero, c, d, S.One)),
    _placed("triang", "c:probability", "Triangular", lambda c: (S.Zero, S.One, c)),
    row("truncexpon", "b, loc:real=0, scale=1", "truncated", truncated_family("Exponential", lambda b: ((S.One,), 0, b))),
    row("truncnorm", "a:real, b:real, loc:real=0, scale=1", "truncated", lambda a, b, loc, scale: truncated_normal(
        loc, scale, loc + scale * a, loc + scale * b), note="a and b are counted in scales from loc"),
    _placed("truncpareto", "b, c:above_one", "BoundedPareto", lambda b, c: (b, S.One, c)),
    row("truncweibull_min", "c, a:nonnegative, b, loc:real=0, scale=1", "truncated",
        truncated_family("Weibull", lambda c, a, b: ((S.One, c), a, b))),
    _placed("uniform", "", "Uniform", lambda: (S.Zero, S.One), note="from loc to loc + scale"),
    _placed("vonmises", "kappa", "VonMises", lambda kappa: Image("VonMises", (pi, kappa), -pi), note="on (-pi, pi)"),
    _placed("vonmises_line", "kappa", "VonMises", lambda kappa: Image("VonMises", (pi, kappa), -pi)),
    _placed("wald", "", "GaussianInverse", lambda: (S.One, S.One)),
    _placed("weibull_max", "c", "Weibull", lambda c: Image("Weibull", (S.One, c), scale=S.NegativeOne)),
    _placed("weibull_min", "c", "Weibull", lambda c: (S.One, c)),
    _placed("wrapcauchy", "c:open", "WrappedCauchy"),
)  # fmt: skip

_DISCRETE = (
    _placed("bernoulli", "p:probability", "Bernoulli"),
    _placed("betabinom", "n:count, a, b", "BetaBinomial"),
    _placed("betanbinom", "n:whole, a, b", "BetaNegativeBinomial"),
    _placed("binom", "n:count, p:probability", "Binomial"),
    _placed("boltzmann", "lambda_, N:whole", "Boltzmann"),
    _placed("dlaplace", "a", "DiscreteLaplace"),
    _placed("geom", "p:probability", "Geometric", note="counts trials, from 1"),
    _placed("hypergeom", "M:count, n:count, N:count", "Hypergeometric", note="population, successes in it, draws"),
    _placed("logser", "p:open", "Logarithmic"),
    _placed("nbinom", "n, p:open", "NegativeBinomial", note="counts failures before the n-th success"),
    _placed("nhypergeom", "M:whole, n:whole, r:whole", "NegativeHypergeometric"),
    _placed("planck", "lambda_", "Geometric", lambda rate: Image("Geometric", (1 - exp(-rate),), S.NegativeOne)),
    _placed("poisson", "mu:positive", "Poisson"),
    _placed("randint", "low:real, high:real", "Die", lambda low, high: Image("Die", (high - low,), low - 1),
            note="high does not belong to it"),
    _placed("skellam", "mu1, mu2", "Skellam"),
    _placed("yulesimon", "alpha", "YuleSimon"),
    _placed("zipf", "a:above_one", "Zeta"),
    _placed("zipfian", "a, n:whole", "Zipfian"),
)  # fmt: skip

#: Laws of several variables, and lists: read by their own constructors.
_OTHERS = (
    row("multivariate_normal", "mean:list, cov:list", "MultivariateNormal", listed("MultivariateNormal")),
    row("dirichlet", "alpha:list", "Dirichlet", listed("Dirichlet")),
    row("multinomial", "n:count, p:list", "Multinomial", listed("Multinomial")),
)

ROWS = (*_CONTINUOUS, *_DISCRETE, *_OTHERS)

_FORMULA = "no family of ours has its density: write it with si.Density"
_NUMERIC = "it has no density in elementary or special functions"
#: Names without a row, each with the reason.
WITHOUT: dict[str, str] = {
    **dict.fromkeys(
        ("dpareto_lognorm", "gausshyper", "kappa4", "skewcauchy"), _FORMULA),
    **dict.fromkeys(("ncf", "nct"), "a density by a series, of a family that we have not"),
    **dict.fromkeys(("ksone", "kstwo", "kstwobign", "landau", "levy_stable", "studentized_range", "tukeylambda"), _NUMERIC),
    **dict.fromkeys(("nchypergeom_fisher", "nchypergeom_wallenius", "poisson_binom"),
                    "no family of ours has its mass: write it with si.Mass"),
}  # fmt: skip
