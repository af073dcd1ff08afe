"""Optima against SciPy's search, an iteration of Blahut and Arimoto written here, and printed tables; and what has none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize, minimize_scalar
from scipy.special import digamma
from scipy.stats import gamma, truncexpon, vonmises

import symbinfo as si
from symbinfo.derivation.optima.blahut_arimoto import input_law
from symbinfo.derivation.optima.found import is_proved
from symbinfo.derivation.optima.gaussian_capacity import poured
from symbinfo.expressions.errors import MeasureError


def h(p):
    return sum(-x * math.log(x) for x in (p, 1 - p) if x > 0)


def kl(p, q):
    return sum(a * math.log(a / b) for a, b in ((p, q), (1 - p, 1 - q)) if a > 0)


def kl_normal(m1, s1, m2, s2):
    return math.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5


#: A question, the numbers of its other parameters, and what SciPy is to search: a function and the ends of its range.
OVER_ONE = [
    ("max_p H(Bernoulli(p))", {}, h, (0, 1)),
    ("max(H(Bernoulli(p)); p; p <= 1/3)", {}, h, (0, 1 / 3)),
    ("min_q KL(Bernoulli(p) || Bernoulli(q))", {"p": 0.3}, lambda q: kl(0.3, q), (1e-9, 1 - 1e-9)),
    ("min_q CrossEntropy(Bernoulli(p), Bernoulli(q))", {"p": 0.3}, lambda q: kl(0.3, q) + h(0.3), (1e-9, 1 - 1e-9)),
    ("max_p (H(Bernoulli(p)) - p*log(2))", {}, lambda p: h(p) - p * math.log(2), (0, 1)),
    ("min_s KL(Normal(m, s) || Normal(0, 1))", {"m": 0.7}, lambda s: kl_normal(0.7, s, 0, 1), (1e-3, 9)),
    (
        "min_a KL(Exponential(r) || Gamma(2, a))",
        {"r": 1.3},
        lambda a: math.log(1.3) - 1 + 2 * math.log(a) + 1 / (1.3 * a) - (digamma(1) - math.log(1.3)),
        (0.05, 9),
    ),
    ("max_{0 < s <= 2} H(Normal(0, s))", {}, lambda s: 0.5 * math.log(2 * math.pi * math.e * s**2), (0.01, 2)),
    ("max_p KL(Bernoulli(p) || Bernoulli(1/2))", {}, lambda p: kl(p, 0.5), (0, 1)),
    ("min_p H(Bernoulli(p))", {}, h, (0, 1)),
]


def searched(function, ends, largest):
    """The optimum by SciPy, with the values at the ends."""
    sign = -1 if largest else 1
    inside = minimize_scalar(lambda x: sign * function(x), bounds=ends, method="bounded", options={"xatol": 1e-11})
    return sign * min(inside.fun, *(sign * function(end) for end in ends))


#: One of each kind is in the short run: inside, at an end by the tangent, by a sign, in a coordinate.
SHORT = {0, 1, 2, 9}


@pytest.mark.parametrize(
    ("question", "at", "function", "ends"),
    [pytest.param(*row, id=row[0], marks=() if at in SHORT else pytest.mark.slow) for at, row in enumerate(OVER_ONE)],
)
def test_an_optimum_over_one_parameter_is_that_of_a_search(question, at, function, ends):
    found = si.derive(question)
    value = float(found.result.subs({s: at[s.name] for s in found.result.free_symbols}))
    assert value == pytest.approx(searched(function, ends, question.startswith("max")), abs=1e-8)
    assert found.taken and found.evidence == "proved" and is_proved(found)


@pytest.mark.slow
def test_the_best_normal_law_has_the_moments_of_the_other():
    found = si.derive("argmin_{m, s} KL(Laplace(a, b) || Normal(m, s))")
    places = {str(symbol): place for symbol, place in found.at}
    a, b = 0.4, 1.3

    def divergence(x):  # up to what does not depend on the normal law
        return math.log(x[1]) + (2 * b**2 + (a - x[0]) ** 2) / (2 * x[1] ** 2)

    best = minimize(divergence, [0.0, 1.0], bounds=[(-5, 5), (0.05, 9)], tol=1e-13).x
    values = [
        float(places[name].subs({s: {"a": a, "b": b}[s.name] for s in places[name].free_symbols})) for name in "ms"
    ]
    assert values == pytest.approx(list(best), abs=1e-5)
    assert is_proved(found)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("argmax_s H(Normal(0, s))", "not bounded from above"),
        ("argmax_p H(Geometric(p))", "not bounded from above"),
        ("argmax_r H(Exponential(r))", "not bounded from above"),
        ("argmin_{0 < s < 1} KL(Normal(0, s) || Normal(0, 2))", "no minimiser"),
        ("max_n H(Binomial(n, p))", "no closed form"),
    ],
)
def test_what_has_no_optimum_says_so(question, reason):
    with pytest.raises(MeasureError, match=reason):
        si.derive(question)


def test_an_unbounded_maximum_is_infinite_and_not_taken():
    found = si.derive("max_s H(Normal(0, s))")
    assert str(found.result) == "oo" and not found.taken and found.evidence == ""
    assert "Not bounded from above" in found.text()


def test_a_value_at_two_ends_is_no_single_place():
    found = si.derive("argmin_p H(Bernoulli(p))")
    assert str(found.result) == "{0, 1}"


# --- channels ----------------------------------------------------------------------------------------------------------


def capacity(rows, rounds=4000):
    """In bits, by Blahut and Arimoto."""
    w = np.array(rows, dtype=float)
    p = np.full(len(w), 1 / len(w))
    for _ in range(rounds):
        q = p @ w
        d = np.sum(np.where(w > 0, w * np.log(np.where(w > 0, w, 1) / q), 0), axis=1)
        p = p * np.exp(d)
        p /= p.sum()
    q = p @ w
    return float(p @ np.sum(np.where(w > 0, w * np.log(np.where(w > 0, w, 1) / q), 0), axis=1)) / math.log(2)


E, F = 0.1, 0.25
CHANNELS = [
    ("binary symmetric", "[[1-e, e], [e, 1-e]]", [[1 - E, E], [E, 1 - E]], "proved"),
    ("binary erasure", "[[1-e, 0, e], [0, 1-e, e]]", [[1 - E, 0, E], [0, 1 - E, E]], "proved"),
]  # fmt: skip
SLOW_CHANNELS = [
    ("Z", "[[1, 0], [1/4, 3/4]]", [[1, 0], [0.25, 0.75]], "proved"),
    ("noisy typewriter", "[[1/2, 1/2, 0], [0, 1/2, 1/2], [1/2, 0, 1/2]]", [[0.5, 0.5, 0], [0, 0.5, 0.5], [0.5, 0, 0.5]], "proved"),
    ("a letter not used", "[[9/10, 1/10], [1/10, 9/10], [1/2, 1/2]]", [[0.9, 0.1], [0.1, 0.9], [0.5, 0.5]], "proved"),
    ("no closed form", "[[7/10, 1/5, 1/10], [1/10, 3/5, 3/10]]", [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]], "checked"),
    ("errors and erasures", "[[1-e-f, e, f], [e, 1-e-f, f]]", [[1 - E - F, E, F], [E, 1 - E - F, F]], "proved"),
    ("Z with a symbol", "[[1, 0], [e, 1-e]]", [[1, 0], [E, 1 - E]], "checked"),
    ("ternary symmetric", "[[1-e, e/2, e/2], [e/2, 1-e, e/2], [e/2, e/2, 1-e]]",
     [[1 - E, E / 2, E / 2], [E / 2, 1 - E, E / 2], [E / 2, E / 2, 1 - E]], "proved"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rows", "numbers", "evidence"),
    [*CHANNELS, *(pytest.param(*row, marks=pytest.mark.slow) for row in SLOW_CHANNELS)],
)
def test_a_capacity_is_that_of_the_iteration(name, rows, numbers, evidence):
    found = si.derive(si.parse(f"capacity({rows})", unit="bits"))
    value = float(found.result.subs({s: {"e": E, "f": F}[s.name] for s in found.result.free_symbols}))
    assert value == pytest.approx(capacity(numbers), abs=1e-7)
    assert found.evidence == evidence and is_proved(found)


def test_an_enclosure_holds_the_capacity_and_is_tight():
    found = input_law([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.2, 0.6]])
    assert found.upper - found.lower < 1e-30
    assert float(found.lower) / math.log(2) == pytest.approx(
        capacity([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.2, 0.6]]), abs=1e-9
    )


def test_water_is_poured_as_a_search_does():
    noises, power = [1.0, 4.0, 9.0], 10.0

    def information(x):
        return -sum(0.5 * math.log(1 + s / n) for s, n in zip(x, noises, strict=True))

    total = {"type": "eq", "fun": lambda x: sum(x) - power}
    best = minimize(information, [3, 3, 4], bounds=[(0, None)] * 3, constraints=[total], tol=1e-12)
    found = si.derive("capacity(noise=[1, 4, 9], power=10)")
    assert float(found.result) == pytest.approx(-best.fun, abs=1e-8)
    level, shares = poured([si.parse(n) for n in ("1", "4", "9")], si.parse("2"))
    assert (level, shares) == (3, [2, 0, 0])  # Cover and Thomas, section 9.4: a channel above the level gets none


NOISY = ["X ~ Normal(0, a)", "Z ~ Normal(0, sqrt(N))", "Y = X + Z"]


def test_a_channel_with_normal_noise_has_shannons_capacity():
    found = si.derive("capacity(Y | X; E[X**2] <= P)", given=NOISY)
    at = {s: {"P": 4, "N": 1}[s.name] for s in found.result.free_symbols}
    assert float(found.result.subs(at)) == pytest.approx(0.8047189562170501873)
    assert found.evidence == "certified"
    with pytest.raises(MeasureError, match="without a bound on the power the capacity is infinite"):
        si.derive("capacity(Y | X)", given=NOISY)


def test_a_symmetric_channel_may_have_a_symbol_for_its_size():
    found = si.derive("capacity(Y | X)", given=["X ~ Die(q)", "Y = X with probability 1 - e, else uniform on the rest"])
    value = float(found.result.subs({s: {"q": 3, "e": E}[s.name] for s in found.result.free_symbols}))
    rows = [[1 - E if i == j else E / 2 for j in range(3)] for i in range(3)]
    assert value / math.log(2) == pytest.approx(capacity(rows), abs=1e-8)


# --- maximum entropy ---------------------------------------------------------------------------------------------------

#: What is given, the law, and its entropy at numbers, from the tables of Cover and Thomas (12.1) and Conrad (2013).
LARGEST = [
    ("maxent({}, x in (a, b))", {"a": 1, "b": 4}, math.log(3), "Uniform"),
    ("maxent({x: m}, x in (0, oo))", {"m": 3}, 1 + math.log(3), "Exponential"),
    ("maxent({|x|: b}, x in (-oo, oo))", {"b": 2}, 1 + math.log(4), "Laplace"),
    ("maxent({k: m}, mass, k in (0, oo))", {"m": 2}, 3 * math.log(3) - 2 * math.log(2), "Geometric"),
    ("maxent({}, mass, k in (1, n))", {"n": 6}, math.log(6), "Die"),
    ("maxent({}, mass, k in (0, 5))", {}, math.log(6), "FiniteRV"),
]
LARGEST_SLOW = [
    ("maxent({x: m}, x in (2, oo))", {"m": 5}, 1 + math.log(3), "Exponential"),
    ("maxent({x**2: v}, x in (-oo, oo))", {"v": 4}, 0.5 * math.log(2 * math.pi * math.e * 4), "Normal"),
    ("maxent({(x - m)**2: v}, x in (-oo, oo))", {"v": 4}, 0.5 * math.log(2 * math.pi * math.e * 4), "Normal"),
    ("maxent({log(x): c}, x in (1, oo))", {"c": 0.5}, math.log(0.5) + 1.5, "Pareto"),
    ("maxent({log(x): c}, x in (0, 1))", {"c": -0.5}, math.log(0.5) + 0.5, "Beta"),
    (
        "maxent({x: m, x**2: v}, x in (-oo, oo))",
        {"m": 1, "v": 5},
        0.5 * math.log(2 * math.pi * math.e * 4),
        "Normal",
    ),
    ("maxent({x**2: v}, x in (0, oo))", {"v": 4}, 0.5 * math.log(math.pi * math.e * 4 / 2), "HalfNormal"),
    (
        "maxent({log(x): m, log(x)**2: v}, x in (0, oo))",
        {"m": 1, "v": 5},
        1 + 0.5 * math.log(2 * math.pi * math.e * 4),
        "LogNormal",
    ),
]


@pytest.mark.parametrize(
    ("question", "at", "value", "law"),
    [*LARGEST, *(pytest.param(*row, marks=pytest.mark.slow) for row in LARGEST_SLOW)],
)
def test_the_largest_entropy_is_that_of_the_tables(question, at, value, law):
    found = si.derive(question)
    assert float(found.result.subs({s: at[s.name] for s in found.result.free_symbols})) == pytest.approx(value)
    assert f"The law is Q = {law}(" in "".join(found.remarks)
    assert found.evidence == "certified"


def dual(log_total, mean):
    """The largest entropy as the least of its dual, by SciPy."""
    return minimize_scalar(
        lambda t: log_total(t) - t * mean, bounds=(-20, 20), method="bounded", options={"xatol": 1e-12}
    ).fun


#: Means without an inverse: known in numbers.
IN_NUMBERS = [
    ("maxent({k: 9/2}, mass, k in (1, 6))", lambda: dual(lambda t: np.log(np.exp(t * np.arange(1, 7)).sum()), 4.5)),
    ("maxent({x: 1/3}, x in (0, 1))", lambda: dual(lambda t: math.log(math.expm1(t) / t), 1 / 3)),
    pytest.param(
        "maxent({x: 3/4}, x in (0, 1))",
        lambda: dual(lambda t: math.log(math.expm1(t) / t), 3 / 4),
        marks=pytest.mark.slow,
    ),
]


@pytest.mark.parametrize(("question", "value"), IN_NUMBERS)
def test_means_without_an_inverse_give_a_value_in_numbers(question, value):
    found = si.derive(question)
    assert float(found.result) == pytest.approx(value(), abs=1e-9)
    assert found.evidence == "checked" and found.status.value == "reduced"


#: Means written with the parameters of their law.
AS_WRITTEN = [
    ("maxent({x: k*t, log(x): digamma(k) + log(t)}, x in (0, oo))", {"k": 2.5, "t": 3}, gamma(2.5, scale=3).entropy),
    ("maxent({cos(x): besseli(1, k)/besseli(0, k)}, x in (-pi, pi))", {"k": 2}, vonmises(2).entropy),
    ("maxent({k: m}, mass, k in (0, 1))", {"m": 0.3}, lambda: h(0.3)),
    ("maxent({k: 7/2}, mass, k in (1, 6))", {}, lambda: math.log(6)),
    ("maxent({x: 1/k - 1/(exp(k) - 1)}, x in (0, 1))", {"k": 2}, lambda: truncexpon(2, scale=0.5).entropy()),
]


@pytest.mark.parametrize(("question", "at", "value"), AS_WRITTEN)
def test_means_that_are_written_with_parameters_have_a_closed_form(question, at, value):
    found = si.derive(question)
    assert float(found.result.subs({s: at[s.name] for s in found.result.free_symbols})) == pytest.approx(float(value()))
    assert found.evidence == "certified"


def test_an_expression_without_measures_has_optima():
    found = si.derive("min_q -(1 - a)*log(q) - a*log((1 - q)/(K - 1))", given=["K > 1", "a in (0, 1)"])
    value = float(found.result.subs({s: {"a": 0.2, "K": 5}[s.name] for s in found.result.free_symbols}))
    best = minimize_scalar(
        lambda q: -0.8 * math.log(q) - 0.2 * math.log((1 - q) / 4), bounds=(0.01, 0.99), method="bounded"
    )
    assert value == pytest.approx(best.fun) and found.evidence == "proved"
    with pytest.raises(MeasureError, match="not bounded from above"):
        si.derive("argmax_x (x - 1)")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("maxent({k: 7}, mass, k in (1, 6))", "no law on this range has these means"),
        ("H(maxent({k: 9/2}, mass, k in (1, 6)))", "in numbers alone"),
        ("H(maxent({log(x): 1}, x in (0, oo)))", "there is no maximiser"),
        ("H(maxent({x: m}, x in (-oo, oo)))", "there is no maximiser"),
        ("H(maxent({}, x in (0, oo)))", "there is no maximiser"),
        ("maxent({x: -1}, x in (0, oo))", "no law on this range has these means"),
        ("maxent({x: m, log(x): c}, x in (0, oo))", "no closed form"),
        ("maxent({y: m}, x in (0, oo))", "does not depend on x"),
    ],
)
def test_what_has_no_law_of_largest_entropy_says_so(question, reason):
    with pytest.raises(si.errors.SymbinfoError, match=reason):
        si.derive(question)


def test_a_mean_on_the_whole_line_bounds_no_entropy():
    assert str(si.derive("maxent({x: m}, x in (-oo, oo))").result) == "oo"


def test_the_law_of_largest_entropy_stands_where_a_law_does():
    assert str(si.parse("KL(Exponential(1) || maxent({x: 2}, x in (0, oo)))").doit()) == "-1/2 + log(2)"
