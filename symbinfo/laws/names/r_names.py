"""The distributions of R's stats, without the letter d, p, q or r before the name; one row for each choice of parameters."""

from __future__ import annotations

from sympy import S

from symbinfo.laws.names.makers import listed
from symbinfo.laws.names.parametrisation import Image, row

__all__ = ["ROWS"]

ROWS = (
    row("beta", "shape1, shape2", "Beta"),
    row("binom", "size:count, prob:probability", "Binomial"),
    row("cauchy", "location=0, scale=1", "Cauchy"),
    row("chisq", "df", "ChiSquared"),
    row("exp", "rate=1", "Exponential"),
    row("f", "df1, df2", "FDistribution"),
    row("gamma", "shape, rate=1", "Gamma", lambda k, rate: (k, 1 / rate), note="by place it takes a rate"),
    row("gamma", "shape, scale", "Gamma"),
    row("geom", "prob:probability", "Geometric", lambda p: Image("Geometric", (p,), S.NegativeOne),
        note="counts failures, from 0"),
    row("hyper", "m:count, n:count, k:count", "Hypergeometric", lambda m, n, k: (m + n, m, k),
        note="m white and n black balls, k draws"),
    row("lnorm", "meanlog=0, sdlog=1", "LogNormal"),
    row("logis", "location=0, scale=1", "Logistic"),
    row("multinom", "size:count, prob:list", "Multinomial", listed("Multinomial")),
    row("nbinom", "size, prob:open", "NegativeBinomial", note="counts failures before the size-th success"),
    row("nbinom", "size, mu:positive", "NegativeBinomial", lambda r, mu: (r, r / (r + mu))),
    row("norm", "mean=0, sd=1", "Normal", note="sd is the standard deviation"),
    row("pois", "lambda", "Poisson"),
    row("t", "df", "StudentT"),
    row("unif", "min:real=0, max:real=1", "Uniform"),
    row("weibull", "shape, scale=1", "Weibull", lambda k, scale: (scale, k), note="the shape comes first"),
)  # fmt: skip
