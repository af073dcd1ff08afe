"""Kernels against mpmath: quadrature of densities written out here, and textbook values at the ends."""

import math
import pickle
import subprocess
import sys

import mpmath as mp
import numpy as np
import pytest
import sympy as sy
from hypothesis import given, settings
from hypothesis import strategies as some
from sympy import Rational, S, Symbol, exp, log, oo, symbols
from sympy.stats import (
    Bernoulli,
    Beta,
    Binomial,
    Cauchy,
    Exponential,
    FiniteRV,
    Gamma,
    Geometric,
    Laplace,
    LogCauchy,
    Normal,
    Poisson,
    StudentT,
    Triangular,
    Uniform,
    Weibull,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import NotNormalised
from symbinfo.kernels import Kernel, KernelError, compile_kernel
from symbinfo.kernels.lower import Emitter
from symbinfo.kernels.write import Writer
from symbinfo.laws.by_hand import Density, Mass
from symbinfo.laws.law import ContinuousLaw, real_variable
from symbinfo.measures import KL, CrossEntropy, Entropy, SelfInformation

mu1, mu2, mu = symbols("mu1 mu2 mu", real=True)
sigma1, sigma2, k1, k2, theta1, theta2, rate, nu, b = symbols(
    "sigma1 sigma2 k1 k2 theta1 theta2 rate nu b", positive=True
)
phi, psi, left, right = symbols("phi psi left right", real=True)
n = Symbol("n", integer=True, positive=True)


def by_hand(measure, result=None, status=Status.CLOSED, requires=sy.true, otherwise=None):
    """A derivation of one step; without a result the definition is all there is."""
    domain = Domain.of(law.condition for law in measure.laws)
    result = measure.definition() if result is None else result
    step = Step(Relation.EQ, result, "by-hand", "Given.", requires=requires)
    return Derivation(left=measure, domain=domain).then(step).closing(status, otherwise=otherwise)


def by_definition(measure):
    return compile_kernel(by_hand(measure, status=Status.REDUCED))


def close(value, expected, digits=1e-10):
    assert value == pytest.approx(float(expected), rel=digits, abs=1e-14)


# --- oracles: densities written out again, integrated by mpmath -------------------------------------------------------


def normal(m, s):
    return lambda x: mp.exp(-((x - m) ** 2) / (2 * s**2)) / (s * mp.sqrt(2 * mp.pi))


def gamma(k, theta):
    return lambda x: x ** (k - 1) * mp.exp(-x / theta) / (mp.gamma(k) * theta**k)


def beta(p, q):
    return lambda x: x ** (p - 1) * (1 - x) ** (q - 1) / mp.beta(p, q)


def laplace(m, s):
    return lambda x: mp.exp(-abs(x - m) / s) / (2 * s)


def student(v):
    return lambda x: (1 + x**2 / v) ** (-(v + 1) / 2) * mp.gamma((v + 1) / 2) / (mp.sqrt(v * mp.pi) * mp.gamma(v / 2))


def weibull(scale, shape):
    return lambda x: shape / scale * (x / scale) ** (shape - 1) * mp.exp(-((x / scale) ** shape))


def poisson(mean):
    return lambda k: mp.exp(-mean) * mean**k / mp.factorial(k)


def entropy(p, *points):
    return mp.quad(lambda x: -p(x) * mp.log(p(x)) if p(x) else 0, points)


def kl(p, q, *points):
    return mp.quad(lambda x: p(x) * mp.log(p(x) / q(x)) if p(x) and q(x) else 0, points)


def total(f, *ends):
    return mp.fsum(f(mp.mpf(i)) for i in range(*ends))


NORMAL_KL = log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - Rational(1, 2)
GAMMA_KL = (
    (k1 - k2) * sy.digamma(k1)
    - log(sy.gamma(k1))
    + log(sy.gamma(k2))
    + k2 * log(theta2 / theta1)
    + k1 * (theta1 - theta2) / theta2
)
BERNOULLI_KL = phi * log(phi * (1 - psi) / (psi * (1 - phi))) + log((1 - phi) / (1 - psi))


@pytest.fixture(scope="module")
def kl_of_normals():
    return compile_kernel(by_hand(KL(Normal("P", mu1, sigma1), Normal("Q", mu2, sigma2)), NORMAL_KL))


@pytest.fixture(scope="module")
def kl_of_bernoullis():
    return compile_kernel(by_hand(KL(Bernoulli("P", phi), Bernoulli("Q", psi)), BERNOULLI_KL))


# --- closed forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [(0, 1, 1, 2), (0.3, 1.5, -1.2, 0.7), (10, 0.1, 10.2, 0.3)])
def test_kl_of_normals(kl_of_normals, values):
    m, s, m2, s2 = values
    expected = kl(normal(m, s), normal(m2, s2), m - 12 * s, m, m + 12 * s)
    close(kl_of_normals(mu1=m, sigma1=s, mu2=m2, sigma2=s2), expected)


def test_kl_of_gammas():
    kernel = compile_kernel(by_hand(KL(Gamma("P", k1, theta1), Gamma("Q", k2, theta2)), GAMMA_KL))
    expected = kl(gamma(2.5, 1.3), gamma(0.8, 2.1), 0, 1, 5, 20, 100)
    close(kernel(k1=2.5, theta1=1.3, k2=0.8, theta2=2.1), expected)
    assert np.isfinite(kernel(k1=500.0, theta1=1.0, k2=400.0, theta2=1.0))
    assert "stirling_remainder(k1, k2, k2 - k1)" in kernel.source


def test_parameters_are_named_in_the_order_of_the_laws(kl_of_normals):
    assert kl_of_normals.parameters == ("mu1", "sigma1", "mu2", "sigma2")


def test_arrays_broadcast(kl_of_normals):
    values = kl_of_normals(mu1=np.zeros((3, 1)), mu2=np.arange(4.0), sigma1=1, sigma2=[1.0, 2.0, 3.0, 4.0])
    assert values.shape == (3, 4)
    assert values.dtype == np.float64
    close(values[2, 1], kl_of_normals(mu1=0, mu2=1, sigma1=1, sigma2=2))


def test_a_scalar_gives_a_float(kl_of_normals):
    value = kl_of_normals(mu1=0, mu2=1, sigma1=1, sigma2=2)
    assert isinstance(value, float)
    close(value, math.log(2) - 1 / 4)


def test_float32_stays_float32(kl_of_normals):
    values = kl_of_normals(mu1=np.zeros(3, np.float32), mu2=1, sigma1=1.0, sigma2=np.float32(2))
    assert values.dtype == np.float32
    assert kl_of_normals(mu1=np.zeros(3, np.float32), mu2=[1.0], sigma1=1, sigma2=2).dtype == np.float64
    assert kl_of_normals(mu1=np.zeros(3, int), mu2=1, sigma1=1, sigma2=2).dtype == np.float64
    assert by_definition(Entropy(Laplace("X", mu, b)))(mu=np.float32(0), b=np.float32(1)).dtype == np.float32


def test_outside_the_domain_is_nan_without_a_warning(kl_of_normals):
    with np.errstate(all="raise"):
        for wrong in (0.0, -1.0, math.nan, math.inf):
            assert math.isnan(kl_of_normals(mu1=0, mu2=1, sigma1=wrong, sigma2=2))
        assert math.isnan(kl_of_normals(mu1=math.inf, mu2=1, sigma1=1, sigma2=2))


def test_conditions_between_parameters():
    kernel = compile_kernel(by_hand(Entropy(Uniform("X", left, right)), log(right - left)))
    values = kernel(left=[0.0, 1.0, 2.0], right=1.0)
    assert values[0] == 0
    assert np.isnan(values[1:]).all()


def test_an_integer_parameter_must_be_one():
    kernel = compile_kernel(by_hand(Entropy(Binomial("X", n, phi)), log(n)))
    values = kernel(n=[2.0, 2.5, 0.0, -1.0], phi=0.5)
    close(values[0], math.log(2))
    assert np.isnan(values[1:]).all()


def test_where_the_condition_fails_the_alternative_holds():
    c, d = symbols("c d", real=True)
    measure = KL(Uniform("P", left, right), Uniform("Q", c, d))
    needs = sy.And(c <= left, right <= d)
    result = log((d - c) / (right - left))
    kernel = compile_kernel(by_hand(measure, result, requires=needs, otherwise=oo))
    values = kernel(left=0.0, right=1.0, c=[-1.0, 0.5, 3.0], d=2.0)
    close(values[0], math.log(3))
    assert values[1] == math.inf
    assert math.isnan(values[2])
    unknown = compile_kernel(by_hand(measure, result, requires=needs))
    assert math.isnan(unknown(left=0.0, right=1.0, c=0.5, d=2.0))


def test_infinite_and_undefined():
    measure = KL(Normal("P", mu1, sigma1), Exponential("Q", rate))
    infinite = compile_kernel(by_hand(measure, oo, status=Status.INFINITE))
    assert list(infinite(mu1=0, sigma1=[1.0, 2.0], rate=1)) == [math.inf, math.inf]
    assert math.isnan(infinite(mu1=0, sigma1=-1.0, rate=1))
    undefined = compile_kernel(by_hand(Entropy(LogCauchy("X", mu, b)), sy.nan, status=Status.UNDEFINED))
    assert math.isnan(undefined(mu=0, b=1))


# --- 0 log 0 ----------------------------------------------------------------------------------------------------------


def test_entropy_of_a_coin_at_both_ends():
    coin = Entropy(Bernoulli("B", phi))
    for result in (-phi * log(phi) - (1 - phi) * log(1 - phi), -phi * log(phi / (1 - phi)) - log(1 - phi)):
        values = compile_kernel(by_hand(coin, result))(phi=[0.0, 0.5, 1.0, -0.1, 1.1])
        assert values[0] == values[2] == 0
        assert not np.signbit(values[:3]).any()
        close(values[1], math.log(2))
        assert np.isnan(values[3:]).all()


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        (0, 0, 0),
        (1, 1, 0),
        (0, 0.5, math.log(2)),
        (1, 0.5, math.log(2)),
        (0.5, 0, math.inf),
        (0.5, 1, math.inf),
        (1, 0, math.inf),
        (0.3, 0.6, 0.3 * math.log(0.3 / 0.6) + 0.7 * math.log(0.7 / 0.4)),
    ],
)
def test_kl_of_coins_at_the_ends(kl_of_bernoullis, p, q, expected):
    close(kl_of_bernoullis(phi=p, psi=q), expected)


def test_a_symbol_declared_positive_still_reaches_its_closed_end():
    p = Symbol("p", positive=True)
    kernel = compile_kernel(by_hand(Entropy(Geometric("G", p)), -log(p) - (1 - p) * log(1 - p) / p))
    values = kernel(p=[1.0, 0.5, 0.0])
    assert values[0] == 0
    close(values[1], 2 * math.log(2))
    assert math.isnan(values[2])


def test_the_definition_at_closed_ends():
    kernel = by_definition(Entropy(Binomial("X", n, phi)))
    values = kernel(n=[5, 10, 3], phi=[0.0, 1.0, 0.5])
    assert values[0] == values[1] == 0
    close(values[2], -total(lambda k: mp.binomial(3, k) / 8 * mp.log(mp.binomial(3, k) / 8), 4))


def test_a_table_with_symbols():
    p, q = symbols("p q")
    kernel = Entropy(FiniteRV("F", {1: p, 2: q, 3: 1 - p - q})).compile()
    values = kernel(p=[0.5, 1.0, 0.2, 0.9], q=[0.25, 0.0, 0.8, 0.9])
    close(values[0], 1.5 * math.log(2))
    assert values[1] == 0
    close(values[2], -0.2 * math.log(0.2) - 0.8 * math.log(0.8))
    assert math.isnan(values[3])


# --- no parameters, one parameter, names ------------------------------------------------------------------------------


def test_constants():
    kernel = compile_kernel(by_hand(Entropy(Normal("X", 0, 1)), log(2 * sy.pi * sy.E) / 2))
    assert kernel.parameters == ()
    assert type(kernel()) is float
    close(kernel(), math.log(2 * math.pi * math.e) / 2)
    close(by_definition(Entropy(Laplace("X", 0, 1)))(), 1 + math.log(2))


def test_what_the_value_does_not_depend_on_may_be_left_out():
    kernel = compile_kernel(by_hand(Entropy(Normal("X", mu, sigma1)), log(2 * sy.pi * sy.E * sigma1**2) / 2))
    assert kernel(sigma1=2.0) == kernel(mu=7.0, sigma1=2.0)
    assert kernel(mu=np.zeros(3), sigma1=2.0).shape == (3,)


def test_wrong_calls_say_what_is_wrong(kl_of_normals):
    with pytest.raises(KernelError, match=r"unknown s1; missing sigma1, sigma2; the call is k\(mu1="):
        kl_of_normals(mu1=0, mu2=0, s1=1)
    with pytest.raises(KernelError, match="missing sigma2"):
        kl_of_normals(0, 1, 1)
    with pytest.raises(TypeError, match="positional"):
        kl_of_normals(0, 1, 1, 2, 3)
    with pytest.raises(KernelError, match="real numbers"):
        kl_of_normals(mu1=1j, mu2=0, sigma1=1, sigma2=1)
    with pytest.raises(KernelError, match="no option fast"):
        compile_kernel(by_hand(Entropy(Exponential("X", rate)), rate), fast=True)


@pytest.mark.parametrize("name", ["x; import os", "__import__('os')", "a b", "x\n", "λ", "_x", "1x", "", "np.e"])
def test_names_that_are_code_are_refused(name):
    symbol = Symbol(name, positive=True)
    with pytest.raises(KernelError, match="name that can stand in code"):
        compile_kernel(by_hand(Entropy(Exponential("X", symbol)), 1 - log(symbol)))


def test_names_that_mean_something_in_python():
    for name in ("lambda", "np", "sp", "expectation"):
        symbol = Symbol(name, positive=True)
        kernel = compile_kernel(by_hand(Entropy(Exponential("X", symbol)), 1 - log(symbol)))
        assert kernel.parameters == (f"{name}_",)
        assert kernel(**{f"{name}_": 1.0}) == 1.0


def test_names_of_laws_do_not_reach_the_code():
    hostile = Density(rate * exp(-rate * Symbol("x")), (Symbol("x"), 0, oo), name='"""\nraise SystemExit\n"""')
    assert "SystemExit" not in by_definition(Entropy(hostile)).source


def test_two_symbols_of_one_name():
    measure = KL(Exponential("P", Symbol("a", positive=True)), Exponential("Q", Symbol("a", real=True)))
    with pytest.raises(KernelError, match="two different symbols are called a"):
        compile_kernel(by_hand(measure, S.One))


# --- source and pickling ----------------------------------------------------------------------------------------------


def test_source_is_readable(kl_of_normals):
    assert "term1 = (sigma1 - sigma2)/sigma2" in kl_of_normals.source
    assert "log_remainder(term1, sigma1, sigma2) + (np.square((mu1 - mu2)/sigma2) + np.square(term1))/2" in (
        kl_of_normals.source
    )
    assert "a sum of remainders" in kl_of_normals.__doc__
    assert "sigma1 : positive" in kl_of_normals.__doc__
    assert "in nats, closed form" in repr(kl_of_normals)


def test_source_runs_on_its_own(kl_of_normals, tmp_path):
    reduced = by_definition(Entropy(StudentT("T", nu)))
    for kernel, values in ((kl_of_normals, {"mu1": 0, "mu2": 1, "sigma1": 1, "sigma2": 2}), (reduced, {"nu": 3})):
        path = tmp_path / "kernel.py"
        path.write_text(
            f"{kernel.source}\n\nimport sys\nassert 'symbinfo' not in sys.modules\nprint({kernel.name}(**{values}))\n"
        )
        done = subprocess.run([sys.executable, "-W", "error", path], capture_output=True, text=True, check=True)
        assert float(done.stdout) == kernel(**values)


def test_pickling(kl_of_normals):
    for kernel in (kl_of_normals, by_definition(Entropy(Laplace("X", mu, b)))):
        again = pickle.loads(pickle.dumps(kernel))
        assert isinstance(again, Kernel)
        assert (again.source, again.parameters, repr(again)) == (kernel.source, kernel.parameters, repr(kernel))
        values = dict.fromkeys(kernel.parameters, 1.5)
        assert again(**values) == kernel(**values)


def test_shared_parts_are_computed_once():
    x, y = symbols("x y", positive=True)
    writer = Writer(["x", "y"])
    code = Emitter({x: "x", y: "y"}).code(log(x) ** 2 + y * log(x) + sy.digamma(x / y) + exp(x / y))
    writer.name_shared(code)
    assert writer.lines == ["log_x = np.log(x)", "x_over_y = x/y"]
    assert writer.text(code).count("np.log(x)") == 0


# --- the table of nodes -----------------------------------------------------------------------------------------------

x, y = symbols("x y", positive=True)
NODES = [
    x**3 / y**4 - 1 / sy.sqrt(x) + x ** Rational(3, 2) + y**x - x ** Rational(1, 3) + x**-7,
    exp(-x) - 1 + log(1 + y) + log(x / y) - log(exp(x) * y),
    sy.Abs(x - y) + sy.sign(y - x) + sy.Min(x, y, 1) + sy.Max(x, 2 * y) + sy.floor(3 * x) + sy.ceiling(y),
    sy.Piecewise((x, x < y), (y**2, sy.Or(sy.Eq(x, y), x > 3 * y)), (7, True)),
    sy.Piecewise((x, sy.And(x > y, sy.Not(sy.Eq(x, 5)))), (-y, True)),
    sy.gamma(x) + sy.loggamma(y) + log(sy.gamma(x) * y / sy.beta(x, y)) + sy.beta(x, y),
    sy.digamma(x) + sy.polygamma(2, y) + sy.harmonic(x) + sy.factorial(x) + sy.binomial(x + y, x),
    log(sy.factorial(x)) + log(sy.binomial(x + y, y)) + log(sy.besseli(1, x)) + sy.harmonic(x, 3),
    sy.erf(x) + sy.erfc(y) + sy.erfi(x) + sy.Ei(y) + sy.expint(1, x) + sy.expint(2, y) + sy.expint(Rational(1, 2), x),
    sy.uppergamma(x, y) + sy.lowergamma(y, x) + sy.zeta(1 + x) + sy.zeta(2, y) + sy.LambertW(x),
    sy.besseli(0, x) + sy.besselj(1, y) + sy.besselk(x, y),
    sy.sin(x) * sy.cos(y)
    + sy.tan(x)
    + sy.sinh(x)
    + sy.cosh(y)
    + sy.tanh(x)
    + sy.asin(x / 9)
    + sy.atan(y)
    + sy.acos(x / 9),
    sy.EulerGamma * x
    + sy.pi
    + sy.E * y
    + sy.Catalan
    + Rational(10**20, 3)
    + sy.Float("0.25")
    + sy.asinh(x)
    + sy.acosh(1 + x),
    sy.Sum(x ** Symbol("j") / Symbol("j"), (Symbol("j"), 1, 5)) - (x - y) / (-3 * x) - (-x) ** 2,
]


@pytest.mark.parametrize("node", NODES, ids=lambda node: f"{type(node).__name__}-{NODES.index(node)}")
@pytest.mark.parametrize("point", [(0.7, 1.9), (2.3, 0.6)], ids=str)
def test_every_row_of_the_table(node, point):
    code = Emitter({x: "x", y: "y"}).code(node)
    writer = Writer(["x", "y"])
    writer.name_shared(code)
    body = "\n    ".join([*writer.lines, f"return {writer.text(code)}"])
    space = {}
    exec(f"import numpy as np\nimport scipy.special as sp\ndef f(x, y):\n    {body}\n", space)
    values = {x: Rational(str(point[0])), y: Rational(str(point[1]))}
    expected = node.doit().subs(values).evalf(20)
    close(space["f"](*map(np.float64, point)), expected, 1e-12)
    close(space["f"](*(np.array([v, v]) for v in point))[1], expected, 1e-12)


@pytest.mark.parametrize(
    "node",
    [sy.polylog(2, x), sy.zeta(x).diff(x), sy.Function("f")(x), sy.Integral(exp(-(y**2)), (y, 0, x)), sy.I * x],
    ids=str,
)
def test_a_node_without_a_row_is_named(node):
    with pytest.raises(KernelError, match="no NumPy form of"):
        Emitter({x: "x", y: "y"}).code(node)


# --- no closed form: the definition -----------------------------------------------------------------------------------


def test_quadrature_of_definitions():
    inf = mp.inf
    cases = [
        (Entropy(StudentT("T", nu)), {"nu": 2.5}, entropy(student(mp.mpf(2.5)), -inf, -1, 1, inf)),
        (Entropy(Gamma("X", k1, theta1)), {"k1": 0.4, "theta1": 3.0}, None),
        (Entropy(Beta("X", k1, k2)), {"k1": 0.5, "k2": 0.5}, mp.log(mp.pi / 4)),
        (Entropy(Beta("X", k1, k2)), {"k1": 2.5, "k2": 4.0}, entropy(beta(2.5, 4), 0, 0.5, 1)),
        (KL(Laplace("P", mu1, b), Laplace("Q", mu2, nu)), {"mu1": 1.0, "b": 0.5, "mu2": -0.3, "nu": 2.0}, None),
        (KL(Laplace("P", mu1, b), Normal("Q", mu2, nu)), {"mu1": 1.0, "b": 0.5, "mu2": -0.3, "nu": 2.0}, None),
        (CrossEntropy(Weibull("P", k1, k2), Gamma("Q", nu, b)), {"k1": 2.0, "k2": 1.5, "nu": 2.2, "b": 0.7}, None),
        (Entropy(Cauchy("X", mu, b)), {"mu": 3.0, "b": 2.0}, mp.log(8 * mp.pi)),
        (Entropy(Normal("X", mu, b)), {"mu": 1000.0, "b": 1e-3}, mp.log(2 * mp.pi * mp.e) / 2 - 3 * mp.log(10)),
        (Entropy(Triangular("X", 0, 2, b)), {"b": 0.5}, mp.mpf(1) / 2),
    ]
    k, t = mp.mpf("0.4"), 3
    expected = {
        1: k + mp.log(t) + mp.loggamma(k) + (1 - k) * mp.digamma(k),
        4: kl(laplace(1, 0.5), laplace(-0.3, 2), -20, -0.3, 1, 21),
        5: kl(laplace(1, 0.5), normal(-0.3, 2), -20, -0.3, 1, 21),
        6: mp.quad(lambda z: -weibull(2, 1.5)(z) * mp.log(gamma(2.2, 0.7)(z)), [0, 1, 4, 10, 40]),
    }
    for i, (measure, values, known) in enumerate(cases):
        close(by_definition(measure)(**values), expected.get(i, known))


def test_series_of_definitions():
    lam = mp.mpf(4)
    pmf = poisson(lam)
    close(by_definition(Entropy(Poisson("X", rate)))(rate=4.0), -total(lambda k: pmf(k) * mp.log(pmf(k)), 80))
    s, k = Symbol("s", positive=True), Symbol("k", integer=True)
    heavy = Mass(k**-s / sy.zeta(s), (k, 1, oo))
    kernel = compile_kernel(by_hand(Entropy(heavy), status=Status.REDUCED))
    z = mp.mpf("1.5")
    close(kernel(s=1.5), mp.log(mp.zeta(z)) - z * mp.zeta(z, derivative=1) / mp.zeta(z))
    p, q = Symbol("p", positive=True), Symbol("q", positive=True)
    close(by_definition(KL(Poisson("P", p), Poisson("Q", q)))(p=3000.0, q=2900.0), 3000 * mp.log(mp.mpf(30) / 29) - 100)


def test_what_does_not_converge_is_nan():
    assert math.isnan(by_definition(Entropy(LogCauchy("X", mu, b)))(mu=0.0, b=1.0))
    x_ = real_variable("x")
    density = exp(-x_ * rate)  # integrates to 1 only at rate 1
    with pytest.raises(NotNormalised):
        Density(density, (x_, 0, oo))
    wrong = ContinuousLaw("P", "Density", (density,), True, x_, density, 0, oo)
    kernel = by_definition(Entropy(wrong))
    close(kernel(rate=1.0), 1)
    assert math.isnan(kernel(rate=2.0))


def test_quadrature_broadcasts_and_keeps_to_the_domain():
    kernel = by_definition(Entropy(StudentT("T", nu)))
    given_values = np.linspace(-37.25, 37.25, 150).reshape(50, 3)
    values = kernel(nu=given_values)
    assert values.shape == (50, 3)
    assert (np.isnan(values) == (given_values <= 0)).all()


def test_another_laws_support_counts():
    measure = KL(Uniform("P", 0, 1), Uniform("Q", left, right))
    values = by_definition(measure)(left=[-1.0, 0.5], right=2.0)
    close(values[0], math.log(3))
    assert values[1] == math.inf


def test_a_closed_form_that_scipy_lacks_is_computed_from_the_definition():
    s, k = Symbol("s", positive=True), Symbol("k", integer=True)
    law = Mass(k**-s / sy.zeta(s), (k, 1, oo))
    result = log(sy.zeta(s)) - s * sy.zeta(s).diff(s) / sy.zeta(s)
    kernel = compile_kernel(by_hand(Entropy(law), result))
    assert kernel.method == "definition, by series"
    close(kernel(s=3.0), mp.log(mp.zeta(3)) - 3 * mp.zeta(3, derivative=1) / mp.zeta(3))


# --- properties -------------------------------------------------------------------------------------------------------

scales = some.floats(1e-3, 1e3)
shapes = some.floats(0.05, 50)
places = some.floats(-100, 100)
chances = some.floats(0, 1)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(places, scales, places, scales)
def test_kl_of_normals_is_not_negative(m, s, m2, s2):
    kernel = compiled()["normal"]
    assert kernel(mu1=m, sigma1=s, mu2=m, sigma2=s) == pytest.approx(0, abs=1e-14)
    assert kernel(mu1=m, sigma1=s, mu2=m2, sigma2=s2) >= -1e-14


@settings(max_examples=60, deadline=None, derandomize=True)
@given(chances, chances)
def test_kl_of_coins_is_not_negative(p, q):
    kernel = compiled()["bernoulli"]
    assert kernel(phi=p, psi=p) == pytest.approx(0, abs=1e-15)
    assert kernel(phi=p, psi=q) >= -1e-15


@settings(max_examples=15, deadline=None, derandomize=True)
@given(places, scales, places, scales)
def test_kl_of_laplaces_by_quadrature(m, s, m2, s2):
    distance = abs(m - m2)
    exact = math.log(s2 / s) - 1 + distance / s2 + s / s2 * math.exp(-distance / s)
    value = compiled()["laplace"](mu1=m, b=s, mu2=m2, nu=s2)
    assert value == pytest.approx(exact, rel=1e-8, abs=1e-8)


def compiled(cache={}):  # noqa: B006 - one compilation for all examples
    if not cache:
        cache["normal"] = compile_kernel(by_hand(KL(Normal("P", mu1, sigma1), Normal("Q", mu2, sigma2)), NORMAL_KL))
        cache["bernoulli"] = compile_kernel(by_hand(KL(Bernoulli("P", phi), Bernoulli("Q", psi)), BERNOULLI_KL))
        cache["laplace"] = by_definition(KL(Laplace("P", mu1, b), Laplace("Q", mu2, nu)))
    return cache


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_from_measure_to_kernel():
    m, s = symbols("m s")
    kernel = KL(Normal("P", m, s), Normal("Q", 0, 1)).compile()
    close(kernel(m=0.5, s=2.0), kl(normal(0.5, 2), normal(0, 1), -24, 0, 25))
    assert math.isnan(kernel(m=0.5, s=-2.0))
    p = Symbol("p")
    assert list(Entropy(Bernoulli("B", p), unit="bits").compile()(p=[0.0, 0.5, 1.0])) == [0, 1, 0]
    assert SelfInformation(1, Bernoulli("B", p)).compile()(p=0.0) == math.inf
