"""The log-gamma function by Stirling's formula: its remainder after it, and what that leaves after its linear part.

NumPy and scipy only: the functions of this file that a kernel uses are part of its source.

References
----------
Stirling's formula with its remainder: DLMF 5.11.1; the coefficients below are those of the polynomials in 1/x**2 that
interpolate x*mu(x), x**2*mu'(x), x**3*mu''(x), x**4*mu'''(x) at Chebyshev nodes on x >= 8; those of the fractions in
1/x are of weighted least squares on x >= 1/4, and all positive, so that nothing cancels.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy.special as sp

from symbinfo.kernels.remainders import LARGEST, LOWEST, gap, gap_of_floats, log_remainder, log_remainder_of_floats

__all__ = [
    "FROM",
    "FROM_FOUR",
    "HALF_LOG_TWO_PI",
    "MU",
    "MU_1",
    "MU_2",
    "MU_2_ROWS",
    "MU_ROWS",
    "NODES",
    "SHIFT",
    "WEIGHTS",
    "loggamma_remainder",
    "loggamma_remainder_of_floats",
    "loggamma_step",
    "stirling",
    "stirling_curvature",
    "stirling_of_floats",
    "stirling_remainder",
    "stirling_remainder_of_floats",
    "stirling_slope",
    "stirling_slope_of_floats",
    "stirling_step",
]

HALF_LOG_TWO_PI = 0.9189385332046727
SHIFT = 4  # from where the remainder of mu is a polynomial in 1/x
FROM = 8.0  # where the polynomials in 1/x**2 hold
MU = (0.08333333333333333, -0.0027777777777776747, 0.0007936507935117282, -0.0005952380234291253, 0.0008417325268022405, -0.001914965912162907, 0.0062081368362297935, -0.020855820837463115)  # fmt: skip
MU_1 = (-0.08333333333333333, 0.008333333333331664, -0.003968253965999701, 0.0041666655015167246, -0.007575459920369176, 0.02105106090804774, -0.08002337465397757, 0.299425370626735)  # fmt: skip
MU_2 = (0.16666666666666666, -0.03333333333330476, 0.023809523770911365, -0.03333331335581846, 0.07575246348178187, -0.25239468627346028, 1.1093601965597248, -4.575304142113964)  # fmt: skip
FROM_FOUR = (0.08333333333333301, -0.002777777777606102, 0.0007936507568481424, -0.0005952339413579647, 0.0008414694684875369, -0.0019052254032976602, 0.006047554626999505, -0.02210978208315446, 0.06945268974046083, -0.12115416149844409)  # fmt: skip

FRACTIONS_FROM = 0.25  # where the fractions in w = 1/x hold: mu(x)/w, -mu'(x)/w**2 and mu''(x)/w**3
MU_ROWS = (
    [0.08333333333333333, 0.7288951077764447, 3.182283847205019, 8.435521259683577, 14.585600241971774, 16.67535408739717, 12.401417534424297, 5.703918448208069, 1.4716177567591469, 0.18038472959168972, 0.008264364197164715, 8.647382467075428e-05, 0.0],
    [1.0, 8.746741293317328, 38.22073949979539, 101.51781315917347, 176.2917037497429, 203.40487371914352, 154.33653858047768, 74.32279851427747, 21.388119766320155, 3.3402062726715753, 0.2454806390732969, 0.00667102262575681, 3.775482927201219e-05],
    [0.08333333333333333, 0.7915993345487125, 3.841881054630634, 11.52877711651996, 23.048953577582548, 31.209898289322748, 28.26506504180534, 16.319282089350732, 5.4399874838181725, 0.8784496252651123, 0.05474160558592447, 0.000866647319350861, 0.0],
    [1.0, 9.499192014584512, 46.20257265557563, 139.29524459901657, 281.16008117910246, 387.9959606452974, 365.14668054518546, 228.47265215721214, 90.6268443398405, 21.002122448588793, 2.504753835098319, 0.12574016698251794, 0.0017536344814645646],
)  # fmt: skip
MU_2_ROWS = (
    [0.16666666666666666, 3.0109523659591018, 25.685442027886463, 133.9032529105501, 466.35252946576423, 1120.390516358392, 1854.8174313032441, 2045.9306586191599, 1375.2022556798456, 436.1160466995746, 0.0],
    [1.0, 18.065714195754605, 154.31265216732027, 807.0326603022738, 2828.8348500961692, 6881.16881348521, 11672.82690358676, 13540.140291352267, 10212.07014441242, 4494.868698146219, 872.2320933996756],
)  # fmt: skip
MU_FRACTIONS = np.array(MU_ROWS)
MU_2_FRACTION = np.array(MU_2_ROWS)
CHUNK = 2048  # elements whose powers stay in the cache, and whose product with the coefficients is one thread's work
LOSING = 0.1  # times mu(x): what is less than this, and LOST, is not the difference of values of mu
LOST = 0.001
NODES = (0.013046735741414128, 0.06746831665550773, 0.16029521585048778, 0.2833023029353764, 0.4255628305091844, 0.5744371694908156, 0.7166976970646236, 0.8397047841495122, 0.9325316833444923, 0.9869532642585859)  # fmt: skip
WEIGHTS = (0.032900750448983926, 0.0696840591007481, 0.09198393337329223, 0.09649141881281045, 0.08488004958055517, 0.06288206277682123, 0.0381419408421878, 0.017559247884698776, 0.0050416154745420985, 0.0004349217053601445)  # fmt: skip
CLOSE = 0.02  # relative differences of x and y for which four nodes are enough


def _gauss(count: int) -> tuple[Any, Any]:
    """Nodes t in (0, 1), in a column, and weights times 1 - t."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    nodes = (1 + nodes) / 2
    return nodes[:, None], weights / 2 * (1 - nodes)


GAUSS = {count: _gauss(count) for count in (2, 4, 10)}


def _polynomial(coefficients: Any, v: Any) -> Any:
    total = v * coefficients[-1]
    for coefficient in coefficients[-2:0:-1]:
        total = (total + coefficient) * v
    return total + coefficients[0]


def stirling(x: Any) -> Any:
    """Return mu(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2, which is about 1/(12 x)."""
    x = np.asarray(x, float)
    large = np.maximum(x, FROM)
    value = np.asarray(_polynomial(MU, 1 / (large * large)) / large)
    small = x < FROM
    if small.any():
        y = x[small]
        value[small] = sp.gammaln(y) - (y - 0.5) * np.log(y) + y - HALF_LOG_TWO_PI
    return value


def stirling_slope(x: Any) -> Any:
    """Return mu'(x) = digamma(x) - log x + 1/(2 x), which is about -1/(12 x**2)."""
    x = np.asarray(x, float)
    large = np.maximum(x, FROM)
    value = np.asarray(_polynomial(MU_1, 1 / (large * large)) / large / large)
    small = x < FROM
    if small.any():
        y = x[small]
        value[small] = sp.digamma(y) - np.log(y) + 0.5 / y
    return value


def _mu_curvature(x: Any) -> Any:
    """Return mu''(x), for x >= 1/4."""
    w = 1 / np.reshape(x, -1)
    value = np.empty(w.shape)
    for start in range(0, w.size, 2 * CHUNK):
        cut = slice(start, start + 2 * CHUNK)
        powers = _powers(w[cut], MU_2_FRACTION.shape[1])
        top, bottom = MU_2_FRACTION.dot(powers)
        np.divide(top, bottom, top)
        np.multiply(top, powers[3], value[cut])
    return value.reshape(np.shape(x))


def stirling_remainder(x: Any, y: Any, d: Any) -> Any:
    """Return g(y) - g(x) - g'(x) d, at least 0, for g(x) = log Gamma(x) - x log x + x and d = y - x."""
    x, y, d = (np.atleast_1d(part) for part in np.broadcast_arrays(x, y, d))
    value = np.empty(x.shape)
    flat, x, y, d = value.reshape(-1), x.reshape(-1), y.reshape(-1), d.reshape(-1)
    low, high = np.minimum(x, y), np.maximum(x, y)
    if low.size and low.min() >= FRACTIONS_FROM:
        flat[:] = _stirling_remainder_usual(x, y, d)
        return value
    usual = low >= FRACTIONS_FROM
    for part, function in (
        (usual, _stirling_remainder_usual),
        (~usual & (high <= 1), _stirling_remainder_of_small),
        (~usual & ~(high <= 1), _stirling_remainder_apart),
    ):
        where = part.nonzero()[0]
        if where.size:
            flat[where] = function(x[where], y[where], d[where])
    return value


def _stirling_remainder_usual(x: Any, y: Any, d: Any) -> Any:
    """Where x and y are at least `FRACTIONS_FROM`, on one axis."""
    if x.size > CHUNK:
        cuts = [slice(start, start + CHUNK) for start in range(0, x.size, CHUNK)]
        return np.concatenate([_stirling_remainder_usual(x[cut], y[cut], d[cut]) for cut in cuts])
    e = d / x
    if max(e.item(e.argmax()), -e.item(e.argmin())) < CLOSE:
        return _stirling_remainder_near(x, y, d, e)
    value, least = stirling_remainder_plain(x, y, d)
    near = (value < least).nonzero()[0]
    if near.size:
        value[near] = _stirling_remainder_near(x[near], y[near], d[near], e[near])
    return value


def stirling_remainder_plain(x: Any, y: Any, d: Any) -> tuple[Any, Any]:
    """The remainder of -log(x)/2, and that of mu by its values, and from where on their sum keeps its digits.

    It holds where x and y are at least `FRACTIONS_FROM`.
    """
    if x.ndim > 1 or x.size > CHUNK:
        value, least = np.empty((2, x.size))
        flat = [part.reshape(-1) for part in (x, y, d)]
        for start in range(0, x.size, CHUNK):
            cut = slice(start, start + CHUNK)
            value[cut], least[cut] = stirling_remainder_plain(*(part[cut] for part in flat))
        return value.reshape(x.shape), least.reshape(x.shape)
    size = x.size
    w = np.empty(2 * size)
    np.divide(1, x, w[:size])
    np.divide(1, y, w[size:])
    powers = _powers(w, MU_FRACTIONS.shape[1])
    top, bottom, slope, below = MU_FRACTIONS.dot(powers)
    top /= bottom
    top *= w
    slope, u = slope[:size], w[:size]
    slope /= below[:size]
    slope *= u
    slope *= u
    slope *= d
    least = top[:size]
    slope -= least
    slope += top[size:]
    u = d / x
    value = np.log1p(u)
    if not u.item(u.argmin()) >= LOWEST - 1:
        far = (u < LOWEST - 1).nonzero()[0]
        value[far] = np.log(y[far]) - np.log(x[far])
    np.subtract(u, value, value)
    value *= 0.5
    value += slope
    least *= LOSING
    least += LOST
    return value, least


def _powers(w: Any, count: int) -> Any:
    """1, w, w**2, ..., in rows."""
    rows = np.empty((count, w.size))
    rows[0] = 1.0
    rows[1] = w
    have = 2
    while have < count:
        more = min(have - 1, count - have)
        np.multiply(rows[1 : 1 + more], rows[have - 1], rows[have : have + more])
        have += more
    return rows


def _stirling_remainder_near(x: Any, y: Any, d: Any, e: Any) -> Any:
    """The same near x = y: that of mu as d**2 times the mean of (1 - t) mu''(x + t d), by Gauss's quadrature."""
    most = max(e.item(e.argmax()), -e.item(e.argmin()))
    nodes, weights = GAUSS[2 if most < 1e-5 else 4 if most < CLOSE else 10]
    curvature = _mu_curvature((x + nodes * d).reshape(-1)).reshape(len(nodes), -1)
    curvature *= d
    curvature *= d
    value = np.einsum("i,ij->j", weights, curvature)
    rest = log_remainder(e, y, x)
    rest /= 2
    value += rest
    return value


def stirling_remainder_of_floats(x: float, y: float, d: float) -> float:
    """`stirling_remainder` of floats."""
    if min(x, y) < 0.5:
        if max(x, y) > 1:
            e, far = d / x, not LOWEST - 1 <= d / x <= LARGEST
            log = math.log(y) - math.log(x) if far else math.log1p(e)
            return (e - log) / 2 + (_mu_of_floats(y) - _mu_of_floats(x) - _mu_of_floats(x, 2) * d)
        above = log_remainder_of_floats(d / x, y, x) + stirling_remainder_of_floats(1 + x, 1 + y, d)
        return above + (gap_of_floats(1 + y, 1 + x, -d) - gap_of_floats(y, x, -d))
    total = 0.0
    if min(x, y) < SHIFT:
        for _ in range(SHIFT):
            q = d / ((1 + x) * y)
            total += d / x * q - (1 + y) * log_remainder_of_floats(-q, x, 1 + x, 1 + y, y)
            x, y = 1 + x, 1 + y
    u, v = 1 / x, 1 / y
    power, whole, slope = v, u + v, u
    rest = FROM_FOUR[0] * slope
    for coefficient in FROM_FOUR[1:]:
        for _ in range(2):
            slope = u * (slope + whole)
            power *= v
            whole = u * whole + power
        rest += coefficient * slope
    return total + log_remainder_of_floats(d * u, y, x) / 2 + (d * u) * (d * v) * rest


def _mu_of_floats(x: float, row: int = 0) -> float:
    """mu(x); its derivative where the row is 2."""
    if x < FRACTIONS_FROM:
        log, above = math.log1p(1 / x), 1 + x
        step = (x + 0.5) * log - 1 if row == 0 else log - (x + 0.5) / above / x
        return _mu_of_floats(above, row) + step
    w, total, below = 1 / x, 0.0, 0.0
    for coefficient in MU_FRACTIONS[row, ::-1].tolist():
        total = total * w + coefficient
    for coefficient in MU_FRACTIONS[row + 1, ::-1].tolist():
        below = below * w + coefficient
    return total / below * w if row == 0 else -total / below * w * w


def stirling_of_floats(x: float) -> float:
    """`stirling` of a float; an OverflowError where 1/x is out of range."""
    if x < 1 / LARGEST:
        raise OverflowError
    return _mu_of_floats(x)


def stirling_slope_of_floats(x: float) -> float:
    """`stirling_slope` of a float; an OverflowError where 1/x is out of range."""
    if x < 1 / LARGEST:
        raise OverflowError
    return _mu_of_floats(x, 2)


def _stirling_remainder_of_small(x: Any, y: Any, d: Any) -> Any:
    above = 1 + x, 1 + y, d
    shifted = log_remainder(d / x, y, x) + stirling_remainder(*above)
    return shifted + (gap(above[1], above[0], -d) - gap(y, x, -d))


def _stirling_remainder_apart(x: Any, y: Any, d: Any) -> Any:
    return _stirling_rest(y) - _stirling_rest(x) - (stirling_slope(x) - 0.5 / x) * d


def _stirling_rest(x: Any) -> Any:
    """Return log Gamma(x) - x log x + x."""
    return stirling(x) - np.log(x) / 2 + HALF_LOG_TWO_PI


def loggamma_remainder(x: Any, y: Any, d: Any) -> Any:
    """Return log Gamma(y) - log Gamma(x) - digamma(x) d, at least 0, for d = y - x."""
    x, y, d = np.broadcast_arrays(x, y, d)
    return gap(y, x, -d) + stirling_remainder(x, y, d).reshape(x.shape)


def loggamma_remainder_of_floats(x: float, y: float, d: float) -> float:
    """`loggamma_remainder` of floats."""
    return gap_of_floats(y, x, -d) + stirling_remainder_of_floats(x, y, d)


def stirling_step(x: Any, y: Any, d: Any) -> Any:
    """Return g'(y) - g'(x) for g'(x) = digamma(x) - log x and d = y - x."""
    x, y, d = (np.atleast_1d(part) for part in np.broadcast_arrays(x, y, d))
    shape = x.shape
    value = np.empty(x.size)
    x, y, d = x.reshape(-1), y.reshape(-1), d.reshape(-1)
    for start in range(0, x.size, CHUNK):
        cut = slice(start, start + CHUNK)
        value[cut] = _step_of_few(x[cut], y[cut], d[cut])
    return value.reshape(shape)


def _step_of_few(x: Any, y: Any, d: Any) -> Any:
    """Of -1/(2 x), and of mu' by its values, or near x = y by Gauss's quadrature of its derivative."""
    slopes = [_mu_fraction(x, 2), _mu_fraction(y, 2)]
    usual = (x >= FRACTIONS_FROM) & (y >= FRACTIONS_FROM)
    value = d / x / y / 2
    near = np.abs(value) < LOSING * slopes[0]
    value += slopes[0]
    value -= slopes[1]
    near = (near & usual).nonzero()[0]
    if near.size:
        value[near] = _step_near(x[near], y[near], d[near])
    small = (~usual).nonzero()[0]
    if small.size:
        value[small] = _step_of_small(x[small], y[small], d[small])
    return value


def _mu_fraction(x: Any, row: int) -> Any:
    """mu(x) for row 0, and -mu'(x) for row 2, where x is at least `FRACTIONS_FROM`."""
    w = 1 / np.maximum(x, FRACTIONS_FROM)
    value, below = MU_FRACTIONS[row : row + 2].dot(_powers(w, MU_FRACTIONS.shape[1]))
    value /= below
    value *= w
    if row:
        value *= w
    return value


def _step_near(x: Any, y: Any, d: Any) -> Any:
    nodes, weights = GAUSS[4 if np.abs(d / x).max() < CLOSE else 10]
    curvature = _mu_curvature((x + nodes * d).reshape(-1)).reshape(len(nodes), -1)
    return d / x / y / 2 + np.einsum("i,ij->j", weights / (1 - nodes[:, 0]), curvature) * d


def _step_of_small(x: Any, y: Any, d: Any) -> Any:
    size = np.abs(d)
    near = (size <= x / 2) & (size <= y / 2)
    far = ~near
    value = np.empty(x.shape)
    value[far] = sp.digamma(y[far]) - sp.digamma(x[far]) - np.log(y[far]) + np.log(x[far])
    x, d = x[near], d[near]
    nodes, weights = np.polynomial.legendre.leggauss(12)
    total = sum(w / 2 * stirling_curvature(x + (1 + node) / 2 * d) for node, w in zip(nodes, weights, strict=True))
    value[near] = total * d
    return value


def stirling_curvature(x: Any) -> Any:
    """Return the derivative of digamma(x) - log x, which is positive and about 1/(2 x**2)."""
    below = np.asarray(x) < 0.5
    up = np.where(below, 1 + x, x)
    curved = 0.5 / up / up + _mu_curvature(up)
    return np.where(below, 1 / np.square(x) - 1 / x + 1 / up + curved, curved)


def loggamma_step(x: Any, y: Any, d: Any) -> Any:
    """Return digamma(y) - digamma(x) for d = y - x."""
    x, y, d = np.broadcast_arrays(x, y, d)
    e = d / x
    ratio = np.where(np.abs(e) < 0.5, np.log1p(e), np.log(y) - np.log(x))
    return stirling_step(x, y, d).reshape(x.shape) + ratio
