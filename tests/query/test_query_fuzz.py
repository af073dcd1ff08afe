"""No text makes the query language fail in any other way than with a `SymbinfoError` of one line."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.query import parse, parse_expression

ALPHABET = """
    ( ) [ ] { } , ; | || : = == <= >= < > + - * / ** ^ 0 1 2 3 1/2 0.1 1e-6 1e400 40 1000 1.5 .5 x y p k
    mu sigma X Y Z pi E oo beta True False H( KL( I( Renyi( Tsallis( JS( Normal( Bernoulli( Poisson(
    Beta( FiniteRV({ DiscreteUniform([ Coin( log( exp( sqrt( gamma( factorial( zeta( polygamma( Sum(
    Density( Mass( Max( floor( Rational( besseli( Normal(0,1) Normal(mu,sigma) Bernoulli(p) Poisson(3)
    (x,0,oo) (k,1,n) & Piecewise(( hyper(( ,True) betainc( Integral( Derivative( mean= std= foo( __ ! \u03bb
"""
TOKENS = ALPHABET.split()
COMMON = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
SHORT_TIME = 5.0


def refusal(text: str) -> SymbinfoError | None:
    try:
        parse(text)
    except SymbinfoError as error:
        return error
    return None


def attempt(text: str) -> None:
    started = time.perf_counter()
    error = refusal(text)
    assert time.perf_counter() - started < SHORT_TIME, text
    assert error is None or (str(error) and "\n" not in str(error))
    if isinstance(error, QueryError):
        error.caret()
        assert error.position is None or 0 <= error.position <= len(text)


@COMMON
@given(st.lists(st.sampled_from(TOKENS), max_size=25).map("".join))
def test_tokens_in_any_order(text: str) -> None:
    attempt(text)


@COMMON
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    attempt(text)


NUMBERS = st.sampled_from(["0", "1", "-1", "2", "1/2", "x", "s", "pi", "oo", "10**30", "1e-300", "0.1", "k"])
ONE = ["log", "exp", "sqrt", "Abs", "gamma", "loggamma", "digamma", "factorial", "zeta", "erf", "Ei", "sin", "floor"]
ONE += ["asin", "acosh", "atanh", "Si", "Ci", "LambertW", "ceiling", "catalan", "trigamma"]
TWO = ["beta", "polygamma", "binomial", "Max", "besseli", "uppergamma", "expint", "harmonic", "log", "Rational"]
TWO += ["besselk", "besselj", "polylog", "lowergamma", "zeta"]
EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(ONE), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(st.sampled_from(TWO), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**"]), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        inner.map(lambda t: f"Sum({t}, (k, 1, 5))"),
        inner.map(lambda t: f"Integral({t}, (x, 0, s))"),
        inner.map(lambda t: f"Derivative({t}, x)"),
        st.tuples(inner, inner, inner).map(lambda t: f"Piecewise(({t[0]}, {t[1]} < x), ({t[2]}, True))"),
        st.tuples(inner, inner, inner).map(lambda t: f"hyper((1, {t[0]}), ({t[1]},), {t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"betainc({t[0]}, {t[1]}, 0, {t[2]})"),
    ),
    max_leaves=6,
)
LAWS = st.one_of(
    st.tuples(st.sampled_from(["Normal", "Beta", "Gamma", "Uniform", "Frechet"]), EXPRESSIONS, EXPRESSIONS).map(
        lambda t: f"{t[0]}({t[1]}, {t[2]})"
    ),
    st.tuples(st.sampled_from(["Bernoulli", "Poisson", "Die", "Geometric", "Zeta", "StudentT"]), EXPRESSIONS).map(
        lambda t: f"{t[0]}({t[1]})"
    ),
    EXPRESSIONS.map(lambda t: f"Density({t}, (x, 0, 1))"),
    st.tuples(EXPRESSIONS, EXPRESSIONS).map(lambda t: f"FiniteRV({{0: {t[0]}, H: {t[1]}}})"),
)


@COMMON
@given(EXPRESSIONS)
def test_wellformed_expressions(text: str) -> None:
    attempt(text)


@settings(COMMON, max_examples=80)
@given(LAWS, LAWS, EXPRESSIONS)
def test_wellformed_measures(first: str, second: str, outcome: str) -> None:
    attempt(f"KL({first} || {second}) <= H({first}) + {outcome}")
    attempt(f"I({outcome}; {second})")


@COMMON
@given(st.text(alphabet="xyz01+-*/^(), ", max_size=40))
def test_declared_expressions(text: str) -> None:
    from sympy import symbols

    with suppress(SymbinfoError):
        parse_expression(text, dict(zip("xyz", symbols("x y z", real=True), strict=True)))


HOSTILE = [
    '__import__("os").system("true")',
    "().__class__.__bases__[0]",
    "exec(open(x).read())",
    "9**9**9**9",
    "(9**9)**(9**9)",
    "10**64**64",
    "1e999999999+1",
    "1e400**64",
    "(1e400)**40",
    "factorial(10**7)",
    "gamma(10**6)",
    "binomial(10**7, 5*10**6)",
    "harmonic(10**6)",
    "zeta(10**6)",
    "polygamma(1000, 1000)",
    "factorial(factorial(6))",
    "exp(exp(exp(exp(100))))",
    "sin(exp(10000)**64)",
    "cosh(cosh(10000))",
    "(" * 10_000,
    "(" * 900 + ")" * 900,
    "-" * 1_999 + "x",
    "+".join("x" * 600),
    "x" + "**x" * 400,
    "x" * 1_999,
    "f(" * 81 + ")" * 81,
    "log(" * 79 + "x" + ")" * 79,
    "exp(" * 79 + "x" + ")" * 79,
    "sqrt(" * 79 + "2" + ")" * 79,
    "gamma(" * 79 + "x+1" + ")" * 79,
    "3!!!!!!!!!",
    "GCC_",
    "log()",
    "H()",
    "H(())",
    "{}",
    "[]",
    "()",
    "FiniteRV({})",
    "H(FiniteRV({}))",
    "H(DiscreteUniform([]))",
    "H(RobustSoliton(10**9, 1/2, 1))",
    "H(UniformSum(10**9))",
    "H(Gamma(10**30, 1))",
    "H(FDistribution(10**6, 3))",
    "floor(Sum(2**k, (k, 1, 10**6)))",
    "log(Sum(factorial(k), (k, 1, 10**9)))",
    "besselk(100, 1/1000)",
    "polylog(20, 99)",
    "polylog(-20, 1/3)",
    "hyper((100, 100), (1/2,), 99)",
    "hyper((-100, 100, 1/3), (1/7, -99/7), -99)",
    "betainc(1000, 1000, 0, 1/2)",
    "betainc(-1000, 1/3, 0, 1)",
    "catalan(10**9)",
    "Piecewise((factorial(10**9), x > 0), (1, True))",
    "Piecewise((1, 9**9**9 > x), (1, True))",
    "Piecewise((x, " + "(" * 60 + "x > 1" + ")" * 60 + "))",
    "Integral(exp(exp(exp(x))), (x, 0, 10**30))",
    "gamma(Integral(10**9, (x, 0, 10**9)))",
    "Derivative(gamma(x)**gamma(x), (x, 4))",
    "Derivative(1, 1)",
    "(1 & 2 | 3)",
    "(x, & y)",
    "Sum(besseli(Sum(10**30, (k, 1, 5)), Sum(10**30, (k, 1, 5))), (k, 1, 5))",
    "binomial(0, 5*binomial(1/2, 1e-300))",
    "H(FiniteRV({0: 0.1**1e-300, 1: zeta(0.1)}))",
    "H(Die(10**39))",
    "I(; X)",
    "\x00",
    "H(X\n)",
    "H(X)" * 100,
    "1/" * 800 + "1",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text(text: str) -> None:
    attempt(text)


@pytest.mark.parametrize("text", ["(" * 10_000, "(" * 1_999, "9**9**9**9", "-" * 1_999, '__import__("os")'])
def test_refused_quickly(text: str) -> None:
    with pytest.raises(QueryError):
        parse("9**9**9")
    times = []
    for _ in range(3):  # the shortest: another program may hold up one of them
        started = time.process_time()
        with pytest.raises(QueryError):
            parse(text)
        times.append(time.process_time() - started)
    assert min(times) < 0.05
