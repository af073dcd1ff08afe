"""Densities and masses as the documentation of each library states them, in plain floating point: the oracle of the names.

Nothing here comes from the package. The key is a name with its parameters in the order of the row; the functions take a
place and the parameters by place. Where torch, NumPyro and TFP document the same law under the same names they share one.
"""

from __future__ import annotations

from collections.abc import Callable
from math import asinh, atan, comb, cos, cosh, exp, lgamma, log, pi, sqrt

import scipy.special as sc

Oracle = Callable[..., float]


def normal(x: float, m: float, s: float) -> float:
    return exp(-((x - m) ** 2) / (2 * s * s)) / (s * sqrt(2 * pi))


def phi(z: float) -> float:
    return float(sc.ndtr(z))


def gamma_density(x: float, shape: float, rate: float) -> float:
    return exp(shape * log(rate) + (shape - 1) * log(x) - rate * x - lgamma(shape)) if x > 0 else 0.0


def inverse_gamma(x: float, a: float, b: float) -> float:
    return exp(a * log(b) - (a + 1) * log(x) - b / x - lgamma(a))


def beta_density(x: float, a: float, b: float) -> float:
    return exp((a - 1) * log(x) + (b - 1) * log(1 - x) - sc.betaln(a, b))


def student(x: float, nu: float, m: float = 0.0, s: float = 1.0) -> float:
    z = (x - m) / s
    return exp(lgamma((nu + 1) / 2) - lgamma(nu / 2) - log(nu * pi) / 2 - (nu + 1) / 2 * log(1 + z * z / nu)) / s


def f_density(x: float, m: float, n: float) -> float:
    return exp(
        m / 2 * log(m) + n / 2 * log(n) + (m / 2 - 1) * log(x) - (m + n) / 2 * log(n + m * x) - sc.betaln(m / 2, n / 2)
    )


def weibull(x: float, scale: float, k: float) -> float:
    return k / scale * (x / scale) ** (k - 1) * exp(-((x / scale) ** k))


def cauchy(x: float, m: float, s: float) -> float:
    return 1 / (pi * s * (1 + ((x - m) / s) ** 2))


def logistic_density(x: float, m: float, s: float) -> float:
    return 1 / (4 * s * cosh((x - m) / (2 * s)) ** 2)


def gumbel(x: float, m: float, s: float) -> float:
    z = (x - m) / s
    return exp(-z - exp(-z)) / s


def laplace(x: float, m: float, b: float) -> float:
    return exp(-abs(x - m) / b) / (2 * b)


def pareto(x: float, scale: float, a: float) -> float:
    return a * scale**a / x ** (a + 1)


def kumaraswamy(x: float, a: float, b: float) -> float:
    return a * b * x ** (a - 1) * (1 - x**a) ** (b - 1)


def von_mises(x: float, m: float, k: float) -> float:
    return exp(k * cos(x - m)) / (2 * pi * sc.i0(k))


def binomial_mass(k: int, n: int, p: float) -> float:
    return comb(int(n), int(k)) * p**k * (1 - p) ** (n - k)


def beta_binomial(k: int, n: int, a: float, b: float) -> float:
    return comb(int(n), int(k)) * exp(sc.betaln(k + a, n - k + b) - sc.betaln(a, b))


def successes(k: int, failures: float, p: float) -> float:
    """Of k successes, each with the chance p, before so many failures."""
    return exp(lgamma(k + failures) - lgamma(failures) - lgamma(k + 1) + failures * log(1 - p) + k * log(p))


def poisson(k: int, rate: float) -> float:
    return exp(k * log(rate) - rate - lgamma(k + 1))


def skellam(k: int, a: float, b: float) -> float:
    return exp(-(a + b)) * (a / b) ** (k / 2) * sc.iv(abs(k), 2 * sqrt(a * b))


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def continuous_bernoulli(x: float, p: float) -> float:
    top = 2.0 if p == 0.5 else (log(1 - p) - log(p)) / (1 - 2 * p)
    return top * p**x * (1 - p) ** (1 - x)


def generalised_pareto(x: float, m: float, s: float, c: float) -> float:
    return (1 + c * (x - m) / s) ** (-1 / c - 1) / s


def extreme_value(x: float, m: float, s: float, c: float) -> float:
    t = (1 + c * (x - m) / s) ** (-1 / c)
    return t ** (c + 1) * exp(-t) / s


def truncated_normal(x: float, m: float, s: float, a: float, b: float) -> float:
    return normal(x, m, s) / (phi((b - m) / s) - phi((a - m) / s))


def truncated_cauchy(x: float, m: float, s: float, a: float, b: float) -> float:
    return cauchy(x, m, s) * pi / (atan((b - m) / s) - atan((a - m) / s))


def asymmetric_laplace(x: float, m: float, s: float, kappa: float) -> float:
    rate = kappa if x >= m else -1 / kappa
    return exp(-rate * (x - m) / s) / (s * (kappa + 1 / kappa))


def asymmetric_laplace_quantile(x: float, m: float, s: float, q: float) -> float:
    z = (x - m) / s  # a share q lies below m
    return q * (1 - q) / s * exp(-z * (q if z >= 0 else q - 1))


def exponentially_modified(x: float, m: float, s: float, rate: float) -> float:
    return rate / 2 * exp(rate / 2 * (2 * m + rate * s * s - 2 * x)) * sc.erfc((m + rate * s * s - x) / (sqrt(2) * s))


def johnson_su(x: float, skew: float, tail: float, m: float, s: float) -> float:
    z = (x - m) / s
    return tail / (s * sqrt(1 + z * z)) * normal(skew + tail * asinh(z), 0, 1)


def triangular(x: float, low: float, high: float, peak: float) -> float:
    if x < peak:
        return 2 * (x - low) / ((high - low) * (peak - low))
    return 2 * (high - x) / ((high - low) * (high - peak))


def inverse_gaussian(x: float, mean: float, shape: float) -> float:
    return sqrt(shape / (2 * pi * x**3)) * exp(-shape * (x - mean) ** 2 / (2 * mean**2 * x))


def gompertz(x: float, c: float, rate: float) -> float:
    return c * rate * exp(rate * x + c - c * exp(rate * x))


def dagum(x: float, p: float, a: float, b: float) -> float:
    y = (x / b) ** a
    return a * p / x * y**p / (1 + y) ** (p + 1)


def hyper(k: int, m: int, n: int, draws: int) -> float:
    return comb(int(m), int(k)) * comb(int(n), int(draws - k)) / comb(int(m + n), int(draws))


def listed(k: int, masses: list[float]) -> float:
    return masses[int(k)]


def softmax(k: int, logits: list[float]) -> float:
    return exp(logits[int(k)]) / sum(map(exp, logits))


#: Of torch, NumPyro and TFP, by the class and the words of its row, sorted.
OBJECTS: dict[str, Oracle] = {
    "AsymmetricLaplace(asymmetry, loc, scale)": lambda x, asymmetry, loc, scale: asymmetric_laplace(x, loc, scale, asymmetry),
    "AsymmetricLaplaceQuantile(loc, quantile, scale)": lambda x, loc, quantile, scale: asymmetric_laplace_quantile(x, loc, scale, quantile),
    "Bernoulli(logits)": lambda k, logits: sigmoid(logits if k else -logits),
    "Bernoulli(probs)": lambda k, probs: probs if k else 1 - probs,
    "Beta(concentration0, concentration1)": lambda x, concentration0, concentration1: beta_density(x, concentration1, concentration0),
    "BetaBinomial(concentration0, concentration1, total_count)": lambda k, concentration0, concentration1, total_count: beta_binomial(k, total_count, concentration1, concentration0),
    "BetaNegativeBinomial(concentration0, concentration1, n)": lambda k, concentration0, concentration1, n: exp(
        lgamma(n + k) - lgamma(n) - lgamma(k + 1) + sc.betaln(concentration1 + k, concentration0 + n) - sc.betaln(concentration1, concentration0)),
    "BetaProportion(concentration, mean)": lambda x, concentration, mean: beta_density(x, mean * concentration, (1 - mean) * concentration),
    "Binomial(logits, total_count)": lambda k, logits, total_count: binomial_mass(k, total_count, sigmoid(logits)),
    "Binomial(probs, total_count)": lambda k, probs, total_count: binomial_mass(k, total_count, probs),
    "Categorical(logits)": lambda k, logits: softmax(k, logits),
    "Categorical(probs)": lambda k, probs: listed(k, probs),
    "Cauchy(loc, scale)": lambda x, loc, scale: cauchy(x, loc, scale),
    "Chi(df)": lambda x, df: exp((1 - df / 2) * log(2) + (df - 1) * log(x) - x * x / 2 - lgamma(df / 2)),
    "Chi2(df)": lambda x, df: gamma_density(x, df / 2, 0.5),
    "ContinuousBernoulli(logits)": lambda x, logits: continuous_bernoulli(x, sigmoid(logits)),
    "ContinuousBernoulli(probs)": lambda x, probs: continuous_bernoulli(x, probs),
    "Dagum(concentration, scale, sharpness)": lambda x, concentration, scale, sharpness: dagum(x, concentration, sharpness, scale),
    "DiscreteUniform(high, low)": lambda k, high, low: 1 / (high - low + 1),
    "Exponential(rate)": lambda x, rate: rate * exp(-rate * x),
    "ExponentiallyModifiedGaussian(loc, rate, scale)": lambda x, loc, rate, scale: exponentially_modified(x, loc, scale, rate),
    "FisherSnedecor(df1, df2)": lambda x, df1, df2: f_density(x, df1, df2),
    "Gamma(concentration, log_rate)": lambda x, concentration, log_rate: gamma_density(x, concentration, exp(log_rate)),
    "Gamma(concentration, rate)": lambda x, concentration, rate: gamma_density(x, concentration, rate),
    "GammaPoisson(concentration, rate)": lambda k, concentration, rate: successes(k, concentration, 1 / (1 + rate)),
    "GeneralizedExtremeValue(concentration, loc, scale)": lambda x, concentration, loc, scale: extreme_value(x, loc, scale, concentration),
    "GeneralizedNormal(loc, power, scale)": lambda x, loc, power, scale: power / (2 * scale) * exp(-((abs(x - loc) / scale) ** power) - lgamma(1 / power)),
    "GeneralizedPareto(concentration, loc, scale)": lambda x, concentration, loc, scale: generalised_pareto(x, loc, scale, concentration),
    "Geometric(logits)": lambda k, logits: sigmoid(logits) * sigmoid(-logits) ** k,
    "Geometric(probs)": lambda k, probs: probs * (1 - probs) ** k,
    "Gompertz(concentration, rate)": lambda x, concentration, rate: gompertz(x, concentration, rate),
    "Gumbel(loc, scale)": lambda x, loc, scale: gumbel(x, loc, scale),
    "HalfCauchy(loc, scale)": lambda x, loc, scale: 2 * cauchy(x, loc, scale),
    "HalfCauchy(scale)": lambda x, scale: 2 * cauchy(x, 0, scale),
    "HalfNormal(scale)": lambda x, scale: 2 * normal(x, 0, scale),
    "InverseGamma(concentration, rate)": lambda x, concentration, rate: inverse_gamma(x, concentration, rate),
    "InverseGamma(concentration, scale)": lambda x, concentration, scale: inverse_gamma(x, concentration, scale),
    "InverseGaussian(concentration, loc)": lambda x, concentration, loc: inverse_gaussian(x, loc, concentration),
    "JohnsonSU(loc, scale, skewness, tailweight)": lambda x, loc, scale, skewness, tailweight: johnson_su(x, skewness, tailweight, loc, scale),
    "Kumaraswamy(concentration0, concentration1)": lambda x, concentration0, concentration1: kumaraswamy(x, concentration1, concentration0),
    "Laplace(loc, scale)": lambda x, loc, scale: laplace(x, loc, scale),
    "Levy(loc, scale)": lambda x, loc, scale: sqrt(scale / (2 * pi)) * exp(-scale / (2 * (x - loc))) / (x - loc) ** 1.5,
    "LogLogistic(loc, scale)": lambda x, loc, scale: logistic_density(log(x), loc, scale) / x,
    "LogNormal(loc, scale)": lambda x, loc, scale: normal(log(x), loc, scale) / x,
    "LogUniform(high, low)": lambda x, high, low: 1 / (x * log(high / low)),
    "Logistic(loc, scale)": lambda x, loc, scale: logistic_density(x, loc, scale),
    "LogitNormal(loc, scale)": lambda x, loc, scale: normal(log(x / (1 - x)), loc, scale) / (x * (1 - x)),
    "LowerTruncatedPowerLaw(alpha, low)": lambda x, alpha, low: -(1 + alpha) * low ** (-1 - alpha) * x**alpha,
    "Moyal(loc, scale)": lambda x, loc, scale: exp(-((x - loc) / scale + exp(-(x - loc) / scale)) / 2) / (scale * sqrt(2 * pi)),
    "NegativeBinomial(logits, total_count)": lambda k, logits, total_count: successes(k, total_count, sigmoid(logits)),
    "NegativeBinomial(probs, total_count)": lambda k, probs, total_count: successes(k, total_count, probs),
    "NegativeBinomial2(concentration, mean)": lambda k, concentration, mean: successes(k, concentration, mean / (mean + concentration)),
    "Normal(loc, scale)": lambda x, loc, scale: normal(x, loc, scale),
    "Pareto(alpha, scale)": lambda x, alpha, scale: pareto(x, scale, alpha),
    "Pareto(concentration, scale)": lambda x, concentration, scale: pareto(x, scale, concentration),
    "Poisson(log_rate)": lambda k, log_rate: poisson(k, exp(log_rate)),
    "Poisson(rate)": lambda k, rate: poisson(k, rate),
    "Skellam(rate1, rate2)": lambda k, rate1, rate2: skellam(k, rate1, rate2),
    "SoftLaplace(loc, scale)": lambda x, loc, scale: 1 / (pi * scale * cosh((x - loc) / scale)),
    "StudentT(df, loc, scale)": lambda x, df, loc, scale: student(x, df, loc, scale),
    "Triangular(high, low, peak)": lambda x, high, low, peak: triangular(x, low, high, peak),
    "TruncatedCauchy(high, loc, low, scale)": lambda x, high, loc, low, scale: truncated_cauchy(x, loc, scale, low, high),
    "TruncatedGamma(concentration, high, low, rate)": lambda x, concentration, high, low, rate: gamma_density(x, concentration, rate) / (sc.gammainc(concentration, rate * high) - sc.gammainc(concentration, rate * low)),
    "TruncatedNormal(high, loc, low, scale)": lambda x, high, loc, low, scale: truncated_normal(x, loc, scale, low, high),
    "Uniform(high, low)": lambda x, high, low: 1 / (high - low),
    "VonMises(concentration, loc)": lambda x, concentration, loc: von_mises(x, loc, concentration),
    "Weibull(concentration, scale)": lambda x, concentration, scale: weibull(x, scale, concentration),
    "ZeroInflatedPoisson(gate, rate)": lambda k, gate, rate: gate * (k == 0) + (1 - gate) * poisson(k, rate),
    "Zipf(power)": lambda k, power: k**-power / float(sc.zeta(power)),
}  # fmt: skip

#: Of R, by the name and the parameters in the order of the row: ?dnorm, ?dgamma and so on.
R: dict[str, Oracle] = {
    "beta(shape1, shape2)": beta_density,
    "binom(size, prob)": binomial_mass,
    "cauchy(location, scale)": cauchy,
    "chisq(df)": lambda x, df: gamma_density(x, df / 2, 0.5),
    "exp(rate)": lambda x, rate: rate * exp(-rate * x),
    "f(df1, df2)": f_density,
    "gamma(shape, rate)": gamma_density,
    "gamma(shape, scale)": lambda x, a, s: gamma_density(x, a, 1 / s),
    "geom(prob)": lambda k, p: p * (1 - p) ** k,
    "hyper(m, n, k)": hyper,
    "lnorm(meanlog, sdlog)": lambda x, m, s: normal(log(x), m, s) / x,
    "logis(location, scale)": logistic_density,
    "nbinom(size, prob)": lambda k, r, p: successes(k, r, 1 - p),
    "nbinom(size, mu)": lambda k, r, mu: successes(k, r, mu / (r + mu)),
    "norm(mean, sd)": normal,
    "pois(lambda)": poisson,
    "t(df)": student,
    "unif(min, max)": lambda x, low, high: 1 / (high - low),
    "weibull(shape, scale)": lambda x, k, s: weibull(x, s, k),
}

_ber: Oracle = lambda k, p: p if k else 1 - p
_exp: Oracle = lambda x, rate: rate * exp(-rate * x)
_by_variance: Oracle = lambda x, m, v: normal(x, m, sqrt(v))
_log_by_variance: Oracle = lambda x, m, v: normal(log(x), m, sqrt(v)) / x
_chi2: Oracle = lambda x, k: gamma_density(x, k / 2, 0.5)
_trials: Oracle = lambda k, p: p * (1 - p) ** (k - 1)
_failures: Oracle = lambda k, r, p: successes(k, r, 1 - p)
_uniform: Oracle = lambda x, a, b: 1 / (b - a)
#: Of textbooks, by the name.
TEXTBOOKS: dict[str, Oracle] = {
    **dict.fromkeys(("Ber", "Bern", "Bernoulli"), _ber),
    **dict.fromkeys(("Be", "Beta"), beta_density),
    "BetaBin": beta_binomial,
    **dict.fromkeys(("Bin", "Binom", "Binomial"), binomial_mass),
    **dict.fromkeys(("Cat", "Categorical"), listed),
    "Cauchy": cauchy,
    **dict.fromkeys(("Chi2", "chi2"), _chi2),
    **dict.fromkeys(("Exp", "Expo", "Exponential"), _exp),
    "F": f_density,
    "Frechet": lambda x, a, s, m: a / s * ((x - m) / s) ** (-1 - a) * exp(-(((x - m) / s) ** -a)),
    **dict.fromkeys(("Ga", "Gam", "Gamma"), gamma_density),
    **dict.fromkeys(("N", "Normal", "Gaussian"), _by_variance),
    **dict.fromkeys(("Geo", "Geom", "Geometric"), _trials),
    "Gumbel": gumbel,
    "HalfCauchy": lambda x, s: 2 * cauchy(x, 0, s),
    "HalfNormal": lambda x, s: 2 * normal(x, 0, s),
    "Hypergeometric": lambda k, N, K, n: hyper(k, K, N - K, n),
    **dict.fromkeys(("IG", "InvGamma", "InverseGamma"), inverse_gamma),
    "InverseGaussian": inverse_gaussian,
    "Kumaraswamy": kumaraswamy,
    **dict.fromkeys(("Lap", "Laplace"), laplace),
    **dict.fromkeys(("LogNormal", "Lognormal"), _log_by_variance),
    "Logistic": logistic_density,
    "Lomax": lambda x, a, s: a / s * (1 + x / s) ** (-a - 1),
    "Maxwell": lambda x, a: sqrt(2 / pi) * x * x * exp(-x * x / (2 * a * a)) / a**3,
    **dict.fromkeys(("NB", "NegBin"), _failures),
    "Nakagami": lambda x, m, w: 2 * exp(m * log(m / w) + (2 * m - 1) * log(x) - m * x * x / w - lgamma(m)),
    **dict.fromkeys(("Par", "Pareto"), pareto),
    **dict.fromkeys(("Po", "Poi", "Pois", "Poiss", "Poisson"), poisson),
    **dict.fromkeys(("Rayl", "Rayleigh"), lambda x, s: x / s**2 * exp(-x * x / (2 * s * s))),
    **dict.fromkeys(("Student", "t"), student),
    "St": lambda x, m, v, nu: student(x, nu, m, sqrt(v)),
    "TruncatedNormal": lambda x, m, v, a, b: truncated_normal(x, m, sqrt(v), a, b),
    **dict.fromkeys(("U", "Unif", "Uniform"), _uniform),
    "VonMises": von_mises,
    "Weibull": weibull,
}

#: Of our own words, by the name and the parameters of the row, where these are not the family's own.
LANGUAGE: dict[str, Oracle] = {
    "Normal(mean, var)": _by_variance,
    "Normal(mean, precision)": lambda x, m, t: normal(x, m, 1 / sqrt(t)),
    "Normal(mean, log_var)": lambda x, m, u: normal(x, m, exp(u / 2)),
    "Normal(mean, log_std)": lambda x, m, u: normal(x, m, exp(u)),
    "LogNormal(mean, var)": _log_by_variance,
    "Gamma(k, rate)": gamma_density,
    "Gamma(k, log_rate)": lambda x, k, u: gamma_density(x, k, exp(u)),
    "Erlang(k, scale)": lambda x, k, s: gamma_density(x, k, 1 / s),
    "Exponential(scale)": lambda x, s: exp(-x / s) / s,
    "Exponential(log_rate)": lambda x, u: _exp(x, exp(u)),
    "Beta(mean, concentration)": lambda x, m, c: beta_density(x, m * c, (1 - m) * c),
    "StudentT(nu, loc, scale)": student,
    "HalfNormal(sigma)": lambda x, s: 2 * normal(x, 0, s),
    "HalfNormal(var)": lambda x, v: 2 * normal(x, 0, sqrt(v)),
    "HalfCauchy(gamma)": lambda x, s: 2 * cauchy(x, 0, s),
    "TruncatedNormal(mean, std, a, b)": truncated_normal,
    "TruncatedNormal(mean, var, a, b)": lambda x, m, v, a, b: truncated_normal(x, m, sqrt(v), a, b),
    "Bernoulli(logits)": lambda k, z: sigmoid(z if k else -z),
    "Binomial(n, logits)": lambda k, n, z: binomial_mass(k, n, sigmoid(z)),
    "Geometric(logits)": lambda k, z: _trials(k, sigmoid(z)),
    "NegativeBinomial(r, mean)": lambda k, r, mu: successes(k, r, mu / (r + mu)),
    "Poisson(log_rate)": lambda k, u: poisson(k, exp(u)),
    "Categorical(probs)": listed,
    "Categorical(logits)": softmax,
}
