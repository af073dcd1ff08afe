"""Divergences within a family at every distance, and entropies at large shapes, against the closed form in 60 digits.

The exact values are those of the closed form at the exact float inputs; for some families also of the definition.
"""

import json
import math
import os
import pickle
import runpy

import mpmath as mp
import numpy as np
import pytest
import sympy as sy
from sympy import Symbol, symbols
from sympy.stats import (
    Bernoulli,
    Beta,
    Cauchy,
    Dirichlet,
    Erlang,
    Exponential,
    FiniteRV,
    Frechet,
    Gamma,
    GammaInverse,
    GaussianInverse,
    Geometric,
    Gumbel,
    Laplace,
    Logarithmic,
    Logistic,
    LogNormal,
    Maxwell,
    Moyal,
    Multinomial,
    MultivariateNormal,
    Nakagami,
    Normal,
    Pareto,
    Poisson,
    StudentT,
    Uniform,
    VonMises,
    Weibull,
)

import symbinfo as si
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels import Kernel, KernelError, categorical_kl
from symbinfo.kernels import kernel_cache as cache
from symbinfo.kernels.bregman import remainder_form
from symbinfo.kernels.stable import agrees
from symbinfo.laws.by_hand import Density
from symbinfo.measures import KL, Entropy

a1, a2, b1, b2, c1, c2, d1, d2 = symbols("a1 a2 b1 b2 c1 c2 d1 d2", positive=True)
m1, m2, n1, n2, r1, r2 = symbols("m1 m2 n1 n2 r1 r2", real=True)
p1, p2 = symbols("p1 p2")
x = Symbol("x", positive=True)
half_normal = lambda s: Density(sy.sqrt(2 / sy.pi) / s * sy.exp(-(x**2) / (2 * s**2)), (x, 0, sy.oo))

# P, Q, and values for the parameters of P; those of Q have a 2 where P's have a 1.
FAMILIES = {
    "Normal": (Normal("P", m1, a1), Normal("Q", m2, a2), {"m": 0.7, "a": 1.3}),
    "LogNormal": (LogNormal("P", m1, a1), LogNormal("Q", m2, a2), {"m": -30.0, "a": 1e-3}),
    "Exponential": (Exponential("P", a1), Exponential("Q", a2), {"a": 2.5}),
    "Laplace": (Laplace("P", m1, a1), Laplace("Q", m2, a2), {"m": 0.1, "a": 3.0}),
    "Gamma": (Gamma("P", a1, b1), Gamma("Q", a2, b2), {"a": 3.3, "b": 0.4}),
    "Gamma of a huge shape": (Gamma("P", a1, b1), Gamma("Q", a2, b2), {"a": 1e12, "b": 1e-11}),
    "Gamma of a tiny shape": (Gamma("P", a1, b1), Gamma("Q", a2, b2), {"a": 1e-9, "b": 1e9}),
    "Gamma by rate": (Gamma("P", a1, 1 / b1), Gamma("Q", a2, 1 / b2), {"a": 3.3, "b": 0.4}),
    "Erlang": (Erlang("P", 7, b1), Erlang("Q", 7, b2), {"b": 0.4}),
    "GammaInverse": (GammaInverse("P", a1, b1), GammaInverse("Q", a2, b2), {"a": 3.3, "b": 0.4}),
    "Nakagami": (Nakagami("P", a1, b1), Nakagami("Q", a2, b2), {"a": 0.9, "b": 0.4}),
    "Beta": (Beta("P", a1, b1), Beta("Q", a2, b2), {"a": 0.7, "b": 12.0}),
    "Beta of huge shapes": (Beta("P", a1, b1), Beta("Q", a2, b2), {"a": 1e10, "b": 2e10}),
    "Dirichlet": (
        Dirichlet("P", [a1, b1, c1]),
        Dirichlet("Q", [a2, b2, c2]),
        {"a": 1.7, "b": 12.0, "c": 0.3},
    ),
    "Cauchy": (Cauchy("P", m1, a1), Cauchy("Q", m2, a2), {"m": 0.7, "a": 1.3}),
    "Gumbel": (Gumbel("P", a1, m1), Gumbel("Q", a2, m2), {"m": 0.7, "a": 1.3}),
    "Moyal": (Moyal("P", m1, a1), Moyal("Q", m2, a2), {"m": 0.7, "a": 1.3}),
    "Weibull": (Weibull("P", a1, b1), Weibull("Q", a2, b2), {"a": 0.7, "b": 1.3}),
    "Frechet": (Frechet("P", a1, b1, 0), Frechet("Q", a2, b2, 0), {"a": 0.7, "b": 1.3}),
    "GaussianInverse": (GaussianInverse("P", a1, b1), GaussianInverse("Q", a2, b2), {"a": 0.7, "b": 1.3}),
    "Maxwell": (Maxwell("P", a1), Maxwell("Q", a2), {"a": 1e-170}),
    "VonMises": (VonMises("P", m1, a1), VonMises("Q", m2, a2), {"m": 0.7, "a": 21.0}),
    "half-normal by hand": (half_normal(a1), half_normal(a2), {"a": 1.3}),
    "Bernoulli": (Bernoulli("P", p1), Bernoulli("Q", p2), {"p": 0.3}),
    "Bernoulli near 0": (Bernoulli("P", p1), Bernoulli("Q", p2), {"p": 1e-200}),
    "Geometric": (Geometric("P", p1), Geometric("Q", p2), {"p": 0.3}),
    "Poisson": (Poisson("P", a1), Poisson("Q", a2), {"a": 1e9}),
    "MultivariateNormal": (
        MultivariateNormal("P", [m1, n1], [[a1, r1], [r1, b1]]),
        MultivariateNormal("Q", [m2, n2], [[a2, r2], [r2, b2]]),
        {"m": 0.7, "n": -2.0, "a": 2.0, "b": 1.5, "r": 0.4},
    ),
}
DISTANCES = (0.3, -0.1, 1e-3, -1e-5, 1e-8, -1e-11, 1e-15)


def kernel_of(name, kept={}):  # noqa: B006 - one compilation for all tests
    if name not in kept:
        first, second, _ = FAMILIES[name]
        derivation = derive(KL(first, second))
        kept[name] = derivation, derivation.compile()
    return kept[name]


def near(values, distance):
    """Q at a relative distance from P in every parameter, in different directions."""
    turns = (1, -0.6, 0.8, -1, 0.5)
    second = {n: v * (1 + distance * turn) for (n, v), turn in zip(values.items(), turns, strict=False)}
    return {**{f"{n}1": v for n, v in values.items()}, **{f"{n}2": v for n, v in second.items()}}


def exact(result, values):
    """A closed form at exact floats; enough digits that what cancels does not matter."""
    names = sorted(result.free_symbols, key=str)
    with mp.workdps(150 if all(abs(v) > 1e-40 for v in values.values()) else 500):
        return +sy.lambdify(names, result, "mpmath")(*(mp.mpf(values[s.name]) for s in names))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_divergence_keeps_its_digits_at_every_distance(name):
    derivation, kernel = kernel_of(name)
    for distance in DISTANCES:
        values = near(FAMILIES[name][2], distance)
        expected = exact(derivation.result, values)
        for got in (kernel(**values), kernel(**{n: np.array([v, v]) for n, v in values.items()})[1]):
            assert got >= 0
            assert float(abs(mp.mpf(float(got)) / expected - 1)) < 1e-14, distance


@pytest.mark.parametrize("name", FAMILIES)
def test_a_divergence_of_equal_laws_is_exactly_0(name):
    kernel = kernel_of(name)[1]
    values = near(FAMILIES[name][2], 0.0)
    assert kernel(**values) == 0
    assert (kernel(**{n: np.array([v, v]) for n, v in values.items()}) == 0).all()


@pytest.mark.parametrize("name", ["Normal", "Gamma", "Bernoulli", "Beta"])
def test_the_plain_closed_form_would_fail(name):
    derivation = kernel_of(name)[0]
    values = near(FAMILIES[name][2], 1e-8)
    symbols_of = sorted(derivation.result.free_symbols, key=str)
    plain = sy.lambdify(symbols_of, derivation.result, ["scipy", "numpy"])
    got = plain(*(values[s.name] for s in symbols_of))
    assert abs(float(got) / float(exact(derivation.result, values)) - 1) > 1e-3


@pytest.mark.parametrize("name", ["Normal", "Gamma", "Laplace"])
def test_the_definition_agrees_near_equality(name):
    values = near(FAMILIES[name][2], 1e-6)
    first, second, _ = FAMILIES[name]
    p, q = (sy.lambdify([*law.free_symbols, law.variable], law.density, "mpmath") for law in KL(first, second).laws)
    with mp.workdps(50):
        of = [[mp.mpf(values[s.name]) for s in law.free_symbols] for law in KL(first, second).laws]
        low = 0 if name == "Gamma" else -60
        breaks = sorted({values.get("m1", 1.0), values.get("m2", 1.0)})

        def term(t):
            log_ratio = mp.log(q(*of[1], t) / p(*of[0], t))
            return p(*of[0], t) * (mp.expm1(log_ratio) - log_ratio)

        expected = mp.quad(term, [6 * low, low, *(mp.mpf(b) for b in breaks), 20, 60, 360])
    assert float(kernel_of(name)[1](**values) / expected) == pytest.approx(1, rel=1e-11)


@pytest.mark.parametrize("name", ["Normal", "Gamma", "Beta", "Poisson", "VonMises"])
def test_single_precision_keeps_its_own_digits(name):
    derivation, kernel = kernel_of(name)
    for distance in (0.3, 1e-3, -1e-5):
        values = {n: float(np.float32(v)) for n, v in near(FAMILIES[name][2], distance).items()}
        got = kernel(**{n: np.float32(v) for n, v in values.items()})
        assert got.dtype == np.float32
        assert float(got) == pytest.approx(float(exact(derivation.result, values)), rel=1.2e-7)


# --- far away, and at the ends ----------------------------------------------------------------------------------------

FAR = [
    ("Exponential", {"a1": 1e200, "a2": 1e-200}),
    ("Normal", {"m1": 0.0, "a1": 1e-170, "m2": 0.0, "a2": 2e-170}),
    ("Normal", {"m1": 0.0, "a1": 1.0, "m2": 1e160, "a2": 1e160}),
    ("Bernoulli", {"p1": 0.5, "p2": 1e-300}),
    ("Bernoulli", {"p1": 1e-17, "p2": 1e-16}),
    ("Gamma", {"a1": 1e8, "b1": 1.0, "a2": 1e8 + 1, "b2": 1.0}),
    ("Beta", {"a1": 1e10, "b1": 1e10, "a2": 1e10 + 1, "b2": 1e10}),
    ("Laplace", {"m1": 0.0, "a1": 1.0, "m2": 1e-9, "a2": 1.0}),
    ("Weibull", {"a1": 1e-100, "b1": 0.5, "a2": 1e100, "b2": 0.7}),
]


@pytest.mark.parametrize(("name", "values"), FAR, ids=str)
def test_far_away(name, values):
    derivation, kernel = kernel_of(name)
    assert float(kernel(**values)) == pytest.approx(float(exact(derivation.result, values)), rel=1e-14)


CLOSELY = [
    (StudentT("P", a1), StudentT("Q", a2), {"a": 3.0}),
    (Logistic("P", m1, a1), Logistic("Q", m2, a2), {"m": 0.5, "a": 2.0}),
    (Logarithmic("P", p1), Logarithmic("Q", p2), {"p": 0.5}),
]


@pytest.mark.parametrize(("first", "second", "values"), CLOSELY, ids=lambda v: getattr(v, "name", ""))
def test_near_equality_without_a_remainder_form(first, second, values):
    p, q = KL(first, second).laws
    p_at, q_at = (sy.lambdify([*law.free_symbols, law.variable], law.density, "mpmath") for law in (p, q))
    kernel = KL(first, second).compile()
    assert kernel(**near(values, 0.0)) == 0
    point = near(values, 1e-5)
    u, v = ([mp.mpf(point[s.name]) for s in law.free_symbols] for law in (p, q))

    def term(t):
        log_ratio = mp.log(q_at(*v, t) / p_at(*u, t))
        return p_at(*u, t) * (mp.expm1(log_ratio) - log_ratio)

    with mp.workdps(40):
        discrete = not p.continuous
        expected = mp.nsum(term, [1, 150]) if discrete else mp.quad(term, [-mp.inf, -20, -2, 0, 2, 20, mp.inf])
    assert float(kernel(**point) / expected) == pytest.approx(1, rel=1e-8)


def test_probabilities_of_a_list():
    names = symbols("u1 u2 u3 v1 v2 v3")
    kernel = KL(FiniteRV("P", dict(enumerate(names[:3]))), FiniteRV("Q", dict(enumerate(names[3:])))).compile()
    p = np.array([0.2, 0.3, 0.5])
    values = dict(zip(map(str, names), [*p, *(p + np.array([1e-9, -3e-9, 2e-9]))], strict=True))
    with mp.workdps(40):
        gaps = [(mp.mpf(values[f"u{i}"]), mp.mpf(values[f"v{i}"])) for i in (1, 2, 3)]
        expected = mp.fsum(u * mp.log(u / v) - u + v for u, v in gaps)
    assert float(kernel(**values) / expected) == pytest.approx(1, rel=1e-14)
    assert kernel(u1=0.0, u2=0.5, u3=0.5, v1=0.5, v2=0.25, v3=0.25) == pytest.approx(math.log(2))
    assert kernel(u1=0.5, u2=0.5, u3=0.0, v1=1.0, v2=0.0, v3=0.0) == math.inf
    n = Symbol("n", integer=True, positive=True)
    throws = KL(Multinomial("P", n, *names[:3]), Multinomial("Q", n, *names[3:])).compile()
    assert throws(n=5, **values) == pytest.approx(5 * kernel(**values), rel=1e-14)


ENTROPIES = [
    (Gamma("X", a1, b1), {"a1": 1e12, "b1": 1e-12}),
    (Gamma("X", a1, b1), {"a1": 1e-9, "b1": 1.0}),
    (Beta("X", a1, b1), {"a1": 1e10, "b1": 1e10}),
    (StudentT("X", a1), {"a1": 1e15}),
    (StudentT("X", a1), {"a1": 0.01}),
    (Normal("X", 0, a1), {"a1": 1e-170}),
    (VonMises("X", 0, a1), {"a1": 1e6}),
    (GaussianInverse("X", a1, b1), {"a1": 1e-3, "b1": 1e3}),
    (Bernoulli("X", p1), {"p1": 1e-20}),
    (Dirichlet("X", [a1, b1, c1]), {"a1": 1e9, "b1": 2e9, "c1": 0.5}),
]


@pytest.mark.parametrize(("law", "values"), ENTROPIES, ids=str)
def test_an_entropy_at_large_and_small_shapes(law, values):
    derivation = derive(Entropy(law))
    got = derivation.compile()(**values)
    assert float(got) == pytest.approx(float(exact(derivation.result, values)), rel=1e-14)


ACROSS = [
    (Exponential("P", a1), Weibull("Q", a2, b2), {"a1": 1e-20, "a2": 1e18, "b2": 40.0}),
    (Gamma("P", a1, b1), Weibull("Q", a2, b2), {"a1": 250.0, "b1": 1.0, "a2": 250.0, "b2": 3.0}),
    (Gamma("P", a1, b1), LogNormal("Q", m2, a2), {"a1": 2.5, "b1": 1e3, "m2": 7.0, "a2": 0.7}),
    (Laplace("P", m1, a1), Normal("Q", m2, a2), {"m1": 0.1, "a1": 2.0, "m2": -0.4, "a2": 3.0}),
    (Normal("P", m1, a1), Laplace("Q", m2, a2), {"m1": 0.1, "a1": 2.0, "m2": -0.4, "a2": 3.0}),
]


@pytest.mark.parametrize(("first", "second", "values"), ACROSS, ids=lambda v: str(v) if isinstance(v, dict) else "")
def test_across_families(first, second, values):
    derivation = derive(KL(first, second))
    kernel = derivation.compile()
    expected = float(exact(derivation.result, values))
    assert float(kernel(**values)) == pytest.approx(expected, rel=1e-12)
    assert kernel(**{n: np.array([v]) for n, v in values.items()})[0] == pytest.approx(expected, rel=1e-12)


# --- the rewriting refuses what it must -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expr",
    [
        sy.log(a1 / a2) + a2 / a1,  # not 0 at equality
        (a1 - a2) / a1,  # of first order
        sy.log(a1) - sy.log(a2),  # of first order: kept as one logarithm, not as a remainder
        sy.gamma(a2) - sy.gamma(a1),
    ],
    ids=str,
)
def test_what_is_no_divergence_has_no_remainder_form(expr):
    form = remainder_form(expr, [(a1, a2)], Domain(), frozenset())
    assert form is None or "LogRemainder" not in str(form)


def test_a_form_that_is_not_the_result_is_noticed():
    assert agrees(a1 + a2, a2 + a1, Domain())
    assert not agrees(a1 + a2, a1 + a2 + sy.Rational(1, 10**20), Domain())


# --- derivatives ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Normal", "Gamma", "Bernoulli", "Beta", "Gumbel", "VonMises"])
def test_derivatives_are_those_of_the_closed_form(name):
    derivation, kernel = kernel_of(name)
    result = derivation.result
    by_name = {s.name: s for s in result.free_symbols}
    for distance in (0.3, 1e-7):
        values = near(FAMILIES[name][2], distance)
        for parameter, got in kernel.grad(**values).items():
            expected = exact(sy.diff(result, by_name[parameter]), values)
            assert float(got) == pytest.approx(float(expected), rel=1e-12)
    values = near(FAMILIES[name][2], 0.0)
    assert set(kernel.grad(**values).values()) == {0.0}
    hessian = kernel.hessian(**values)
    for s, row in hessian.items():
        for t, got in row.items():
            expected = exact(sy.diff(result, by_name[s], by_name[t]), values)
            assert float(got) == pytest.approx(float(expected), rel=1e-12, abs=1e-13)


def test_the_hessian_at_equality_is_the_fisher_information():
    hessian = kernel_of("Normal")[1].hessian(m1=0.3, a1=2.0, m2=0.3, a2=2.0)
    assert hessian["m2"]["m2"] == pytest.approx(1 / 4)
    assert hessian["a2"]["a2"] == pytest.approx(2 / 4)
    assert hessian["m2"]["a2"] == 0


def test_what_has_no_derivative_says_so():
    with pytest.raises(KernelError, match="no parameter z"):
        kernel_of("Normal")[1].partial("z")
    jumping = si.derive("TV(Logistic(m1, 1), Logistic(0, 1))").compile()
    with pytest.raises(KernelError, match="no derivative by m1 under the integral"):
        jumping.grad(m1=1.0)


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("H(Poisson(a))", {"a": 1.5}),
        ("KL(StudentT(a) || StudentT(b))", {"a": 3.0, "b": 5.0}),
        ("KL(Normal(a, 1) || Cauchy(b, 2))", {"a": 0.5, "b": -0.25}),
        ("KL(Logistic(a, 1) || Logistic(b, 2))", {"a": 0.5, "b": -0.25}),
    ],
)
def test_an_integral_is_differentiated_under_its_sign(query, values):
    """Against the difference of values at four places, of which the error is of the fourth order."""
    kernel, step = si.derive(query).compile(), 2.0**-8
    assert kernel.method.startswith("definition")
    for name, found in kernel.grad(**values).items():
        one, two = (
            (kernel(**{**values, name: values[name] + h}) - kernel(**{**values, name: values[name] - h})) / (2 * h)
            for h in (step, 2 * step)
        )
        assert found == pytest.approx((4 * one - two) / 3, rel=1e-6)
    if len(values) == 2 and "StudentT" in query:
        assert set(kernel.grad(a=3.0, b=3.0).values()) == {0.0}


# --- arrays, files, mistakes ------------------------------------------------------------------------------------------


def test_blocks_tiles_and_scalars_agree():
    kernel = kernel_of("Gamma")[1]
    source = np.random.default_rng(1)
    many = {n: source.uniform(0.2, 20, 40_000) for n in ("a1", "b1", "a2", "b2")}
    values = kernel(**many)
    for i in (0, 17, 32_767, 32_768, 39_999):
        assert kernel(**{n: float(v[i]) for n, v in many.items()}) == pytest.approx(values[i], rel=4e-15)
    table = kernel(a1=many["a1"][:300, None], b1=many["b1"][:300, None], a2=many["a2"][:200], b2=2.0)
    assert table.shape == (300, 200)
    assert table[299, 199] == pytest.approx(
        kernel(a1=many["a1"][299], b1=many["b1"][299], a2=many["a2"][199], b2=2.0), rel=4e-15
    )
    square = {n: v[:40_000].reshape(200, 200) for n, v in many.items()}
    assert (kernel(**square) == values.reshape(200, 200)).all()
    assert kernel(**{n: v[:0] for n, v in many.items()}).shape == (0,)


def test_a_memory_map_in_and_out(tmp_path):
    kernel = kernel_of("Exponential")[1]
    given = np.memmap(tmp_path / "in", np.float64, "w+", shape=(50_000,))
    given[:] = np.linspace(1, 2, 50_000)
    out = np.memmap(tmp_path / "out", np.float64, "w+", shape=(50_000,))
    assert kernel(a1=given, a2=1.5, out=out) is out
    assert out[0] == kernel(a1=1.0, a2=1.5)
    with pytest.raises(KernelError, match="out has the shape"):
        kernel(a1=given, a2=1.5, out=np.empty(3))


def test_strict_names_the_parameter_the_index_and_the_value():
    kernel = kernel_of("Normal")[1]
    good = {"m1": 0.0, "a1": 1.0, "m2": 0.0, "a2": np.ones((2, 3))}
    assert (kernel(**good, strict=True) == 0).all()
    bad = np.ones((2, 3))
    bad[1, 2] = -4
    with pytest.raises(KernelError, match=r"a2 must be positive and finite: a2\[1, 2\] is -4.0"):
        kernel(**{**good, "a2": bad}, strict=True)
    with pytest.raises(KernelError, match=r"m1 must be a finite number: m1 is nan"):
        kernel(**{**good, "m1": math.nan}, strict=True)
    u, v = symbols("u v", real=True)
    uniform = Entropy(Uniform("X", u, v)).compile()
    with pytest.raises(KernelError, match=r"u < v: u\[1\] is 2.0, v\[1\] is 1.0"):
        uniform(u=[0.0, 2.0], v=1.0, strict=True)


def test_saved_source_stands_alone(tmp_path):
    kernel = kernel_of("Beta")[1]
    path = kernel.save(tmp_path / "divergence.py")
    assert "symbinfo" not in path.read_text()
    function = runpy.run_path(str(path))[kernel.name]
    values = near(FAMILIES["Beta"][2], 1e-5)
    assert function(**values) == pytest.approx(kernel(**values), rel=1e-15)
    with pytest.raises(ValueError, match="a1 must be positive"):
        function(**{**values, "a1": -1.0}, strict=True)


def test_a_pickled_kernel_still_differentiates():
    kernel = pickle.loads(pickle.dumps(kernel_of("Normal")[1]))
    assert isinstance(kernel, Kernel)
    assert kernel.grad(m1=1.0, a1=1.0, m2=0.0, a2=1.0)["m1"] == 1


def test_a_cache_saves_the_derivation_and_never_fails(tmp_path, monkeypatch):
    measure = KL(Exponential("P", a1), Exponential("Q", a2))
    first = measure.compile(cache=tmp_path)
    monkeypatch.setattr(cache, "derive", lambda measure: pytest.fail("derived again"))
    again = measure.compile(cache=tmp_path)
    assert (again.source, again.parameters, repr(again)) == (first.source, first.parameters, repr(first))
    assert again(a1=1.0, a2=2.0) == first(a1=1.0, a2=2.0)
    monkeypatch.undo()
    assert again.grad(a1=1.0, a2=1.0) == {"a1": 0, "a2": 0}
    for file in tmp_path.iterdir():
        file.write_text("{")
    assert measure.compile(cache=tmp_path).source == first.source
    (tmp_path / "file").write_text("")
    assert measure.compile(cache=tmp_path / "file" / "no folder").source == first.source
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    measure.compile(cache=True)
    assert list((tmp_path / "xdg" / "symbinfo").iterdir())


PLANTED = 'raise SystemExit("planted")\n'


def planted(file):
    """The file with a program in it that is not ours."""
    data = json.loads(file.read_text())
    file.write_text(json.dumps({**data, "source": PLANTED}))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files")
def test_a_cache_that_others_can_write_runs_nothing(tmp_path, monkeypatch):
    measure = KL(Exponential("P", a1), Exponential("Q", a2))
    source = measure.compile(cache=tmp_path).source
    (file,) = tmp_path.iterdir()
    planted(file)
    with pytest.raises(SystemExit, match="planted"):  # the test itself: our own file is believed
        measure.compile(cache=tmp_path)
    file.chmod(0o666)
    assert measure.compile(cache=tmp_path).source == source, "others can write the file"
    other = tmp_path / "other.json"
    other.write_text(file.read_text())
    planted(other)
    file.unlink()
    file.symlink_to(other)
    assert measure.compile(cache=tmp_path).source == source, "a link"
    other.unlink()
    elsewhere = KL(Exponential("P", a1), Exponential("Q", 3)).compile(cache=tmp_path)
    (written,) = set(tmp_path.iterdir()) - {file}
    assert json.loads(written.read_text())["source"] == elsewhere.source != source
    file.unlink()
    os.link(written, file)
    assert measure.compile(cache=tmp_path).source == source, "written for another measure"
    monkeypatch.setattr(cache.os, "getuid", lambda: os.geteuid() + 1)
    with pytest.raises(SymbinfoError, match="others can write in"):
        measure.compile(cache=tmp_path)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files")
@pytest.mark.parametrize("mode", [0o777, 0o775, 0o1777])
def test_a_shared_folder_is_no_cache(mode, tmp_path, monkeypatch):
    measure = KL(Exponential("P", a1), Exponential("Q", a2))
    tmp_path.chmod(mode)
    with pytest.raises(SymbinfoError, match="chmod go-w"):
        measure.compile(cache=tmp_path)
    home = tmp_path / "symbinfo"
    home.mkdir(mode=0o700)
    home.chmod(mode)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    measure.compile(cache=True)
    assert home.stat().st_mode & 0o022 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in home.iterdir())


def test_probabilities_in_arrays():
    source = np.random.default_rng(2)
    p = source.dirichlet(np.ones(50), 3)
    q = p * (1 + 1e-8 * source.uniform(-1, 1, p.shape))
    with mp.workdps(60):
        rows = [([mp.mpf(float(v)) for v in a], [mp.mpf(float(v)) for v in b]) for a, b in zip(p, q, strict=True)]
        expected = [
            mp.fsum(u / mp.fsum(a) * mp.log(u * mp.fsum(b) / v / mp.fsum(a)) for u, v in zip(a, b, strict=True))
            for a, b in rows
        ]
        assert max(float(abs(g / e - 1)) for g, e in zip(categorical_kl(p, q), expected, strict=True)) < 4e-15
    assert (categorical_kl(p, p) == 0).all()
    assert categorical_kl(p.T, q.T, axis=0) == pytest.approx(categorical_kl(p, q), rel=1e-14)
    assert categorical_kl([3, 1], [1, 1]) == pytest.approx(math.log(2) + 0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    rows = categorical_kl(
        [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0], [-0.1, 1.1], [0, 0]], [[0.5, 0.5], [0, 1], [1, 0], [0.5, 0.5], [1, 1]]
    )
    assert rows[:3].tolist() == [pytest.approx(math.log(2)), math.inf, 0]
    assert np.isnan(rows[3:]).all()


def test_parameters_with_the_names_of_helpers():
    gap, out = symbols("gap out", positive=True)
    kernel = KL(Poisson("P", gap), Poisson("Q", out)).compile()
    assert kernel.parameters == ("gap_", "out_")
    assert kernel(gap_=1.0, out_=1.0) == 0


def test_bits_are_nats_over_log_2():
    bits = KL(Gamma("P", a1, b1), Gamma("Q", a2, b2), unit="bits").compile()
    values = near(FAMILIES["Gamma"][2], 1e-9)
    assert bits(**values) == pytest.approx(kernel_of("Gamma")[1](**values) / math.log(2), rel=2e-15)


def test_a_divergence_from_a_fixed_law():
    kernel = KL(Normal("P", m1, a1), Normal("Q", 0, 1)).compile()
    with mp.workdps(50):
        s, m = mp.mpf(1 + 1e-9), mp.mpf(3e-10)
        expected = (s**2 + m**2 - 1) / 2 - mp.log(s)
    assert float(kernel(m1=3e-10, a1=1 + 1e-9) / expected) == pytest.approx(1, rel=1e-14)
    assert kernel(m1=0.0, a1=1.0) == 0


def test_where_the_support_ends_is_part_of_the_form():
    pareto = KL(Pareto("P", a1, b1), Pareto("Q", a2, b2)).compile()
    assert pareto(a1=1.0, b1=2.0, a2=1.1, b2=2.0) == math.inf
    assert pareto(a1=1.0 + 2**-50, b1=2.0, a2=1.0, b2=2.0) == pytest.approx(2 * 2**-50, rel=1e-14)
    u1, u2, v1, v2 = symbols("u1 u2 v1 v2", real=True)
    uniform = KL(Uniform("P", u1, v1), Uniform("Q", u2, v2)).compile()
    assert uniform(u1=0.0, v1=1.0, u2=-(2.0**-60), v2=1.0) == 2.0**-60
