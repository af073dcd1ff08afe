"""What the referee works with: places, values, exact rewriting, trees of numbers."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath.ctx_mp import MPContext
from sympy import (
    Abs,
    EulerGamma,
    Expr,
    Max,
    Rational,
    beta,
    binomial,
    exp,
    factorial,
    gamma,
    harmonic,
    log,
    loggamma,
    pi,
    polygamma,
    sin,
    sqrt,
    symbols,
)

import symbinfo
from symbinfo.derivation import Relation
from symbinfo.expressions.domain import Domain
from symbinfo.jobs.soft_limit import Late, attempted, within
from symbinfo.query import parse as parse_query
from symbinfo.trusted import Estimate, parse
from symbinfo.trusted.certificate import RELATIONS
from symbinfo.verification.claims.sample_points import Places
from symbinfo.verification.claims.side_values import Value, ValueKind, relate
from symbinfo.verification.diagnosis.number_tree import CTX, agree, tree
from symbinfo.verification.referee import certified as rigour
from symbinfo.verification.referee.exact_rewriting import zero_by

a, b, k = symbols("a b k", positive=True)
x, y = symbols("x y", real=True)
n = symbols("n", integer=True, positive=True)

# A difference, its domain, and a part of the steps; None: it must not be found.
ZERO: list[tuple[Expr, Domain, str | None]] = [
    (log(a * b) - log(a) - log(b), Domain(), "logarithms"),
    (log(x**2) - 2 * log(Abs(x)), Domain(), ""),
    (log(x**2) - 2 * log(x), Domain(), None),
    (sqrt(x**2) - x, Domain(), None),
    (sqrt(x**2) - Abs(x), Domain(), ""),
    (harmonic(k) - polygamma(0, k + 1) - EulerGamma, Domain(), "harmonic"),
    (harmonic(k) - polygamma(0, k) - EulerGamma, Domain(), None),
    (harmonic(x) - polygamma(0, x + 1) - EulerGamma, Domain(), None),  # x may be -1
    (beta(a, b) - gamma(a) * gamma(b) / gamma(a + b), Domain(), "beta"),
    (binomial(n + 2, 2) - (n + 2) * (n + 1) / 2, Domain(), "binomials"),
    (binomial(n, 2) - n * (n - 1) / 2, Domain(), None),
    (loggamma(a + 1) - loggamma(a) - log(a), Domain(), "recurrence"),
    (log(factorial(n)) - loggamma(n + 1), Domain(), "factorials"),
    (polygamma(0, a + 2) - polygamma(0, a) - 1 / a - 1 / (a + 1), Domain(), "recurrence"),
    (polygamma(0, a + 2) - polygamma(0, a) - 2 / a, Domain(), None),
    (gamma(2 * a) - 2 ** (2 * a - 1) * gamma(a) * gamma(a + Rational(1, 2)) / sqrt(pi), Domain(), "duplication"),
    (Abs(x - y) ** 2 - (x - y) ** 2, Domain(), ""),
    (Abs(x - y) - (x - y), Domain(), None),
    (Abs(x - y) - (x - y), Domain.of([y < x]), "known sign"),
    (Max(a, b) - b, Domain.of([a < b]), "larger"),
    (Max(a, b) - b, Domain(), None),
    (exp(a + b) - exp(a) * exp(b), Domain(), ""),
    (sin(a) ** 2 - 1, Domain(), None),
    (log(log(b / a)) + log(1 / log(b / a)), Domain.of([a < b]), ""),
    (a - b, Domain(), None),
    (a * Rational(1, 10**30), Domain(), None),
]


@pytest.mark.parametrize(("difference", "domain", "steps"), ZERO, ids=[str(z[0]) for z in ZERO])
def test_exact_rewriting(difference: Expr, domain: Domain, steps: str | None) -> None:
    found = zero_by(difference, domain)
    assert (found is None) if steps is None else (found is not None and steps in found), found


@pytest.mark.parametrize("relation", Relation, ids=lambda relation: relation.name)
def test_every_relation_is_known_where_claims_are_judged(relation: Relation) -> None:
    one, two = (Value(ValueKind.NUMBER, Estimate(MPContext().mpf(n), MPContext().mpf(0))) for n in (1, 2))
    truths = {Relation.EQ: False, Relation.LE: True, Relation.GE: False, Relation.LT: True, Relation.GT: False}
    assert relation in truths, f"say in this test whether 1 {relation} 2 holds"
    assert relate(relation, one, two) is truths[relation]
    assert relate(relation, one, Value(ValueKind.INFINITY)) is truths[relation]
    assert relation in rigour.SIGNS, f"{relation} has no row in the signs of enclosures"
    assert relation in RELATIONS, f"{relation} is no relation of certificates"
    assert relation.turned.turned is relation
    assert parse_query(f"H(Bernoulli(1/2)) {relation} 1").relation is relation


SYMBOLS = (("a", "real"), ("b", "positive"), ("c", "positive integer"), ("d", "positive"))
CONDITIONS = (parse("(< d 1)"), parse("(< a b)"))


def test_places_keep_the_domain() -> None:
    places = Places(SYMBOLS, CONDITIONS)
    found = [*islice(places.simple(), 50), *places.everywhere(30), *places.moderate(5)]
    assert len(found) == 85
    for point in found:
        assert point["b"] > 0 < point["d"] < 1 and point["a"] < point["b"]
        assert point["c"].denominator == 1 and point["c"] >= 1


def test_places_reach_every_regime() -> None:
    found = list(Places(SYMBOLS[:3], ()).everywhere(40))
    assert min(p["b"] for p in found) < Fraction(1, 100) and max(p["b"] for p in found) > 100
    assert any(p["a"] < 0 for p in found) and any(p["a"] > 0 for p in found)
    twins = Places((("a", "positive"), ("b", "positive")), ()).everywhere(40)
    assert any(p["a"] == p["b"] for p in twins)


def test_simple_places_come_first_and_are_always_the_same() -> None:
    places = Places((("s", "positive"),), ())
    assert [p["s"] for p in islice(places.simple(), 3)] == [1, 2, Fraction(1, 2)]
    assert list(places.everywhere(5)) == list(Places((("s", "positive"),), ()).everywhere(5))


def test_a_place_is_shrunk_only_to_where_the_claim_fails() -> None:
    places = Places((("s", "positive"), ("t", "positive")), (parse("(< s t)"),))
    start = {"s": Fraction(700001, 1024), "t": Fraction(900001, 1024)}
    found = places.shrunk(start, lambda p: p["s"] > 3)
    assert found["s"] > 3 and found["s"] < found["t"] and found["s"] in (4, 5, 10)
    assert places.shrunk(start, lambda p: False) == start


def value(number: str, error: str = "1e-40") -> Value:
    ctx = MPContext()
    ctx.dps = 60
    return Value(ValueKind.NUMBER, Estimate(ctx.mpf(number), ctx.mpf(error)))


RELATED: list[tuple[str, Value, Value, bool | None]] = [
    ("=", value("1"), value("1"), True),
    ("=", value("1"), value("1.00000000000000000001"), False),
    ("=", value("1"), value("1.00000000000000000001", "1e-21"), None),
    ("=", value("1", "1e-9"), value("1"), None),  # the error is too large to say that they agree
    ("=", value("0", "0"), value("1e-40", "0"), None),  # below what two precisions can see
    ("<=", value("1"), value("2"), True),
    (">=", value("1"), value("2"), False),
    ("<", value("1"), value("1"), None),
    ("=", Value(ValueKind.INFINITY), value("1"), False),
    ("=", Value(ValueKind.INFINITY), Value(ValueKind.INFINITY), True),
    (">=", Value(ValueKind.INFINITY), value("1"), True),
    ("=", value("1"), Value(ValueKind.UNDEFINED), False),
    ("=", Value(ValueKind.UNDEFINED), value("1"), None),
    ("=", value("1"), Value(ValueKind.UNKNOWN), None),
]


@pytest.mark.parametrize(("relation", "left", "right", "expected"), RELATED)
def test_values_are_compared_by_their_errors(relation: str, left: Value, right: Value, expected: bool | None) -> None:
    assert relate(relation, left, right) is expected


def test_work_that_takes_too_long_is_left() -> None:
    def endless() -> int:
        while True:
            with suppress(Exception):  # as SymPy does in places
                sum(range(1000))

    before = signal.getsignal(signal.SIGPROF)
    assert attempted(endless, 0.05, 7) == 7
    assert attempted(lambda: 3, 5.0, 7) == 3
    assert signal.getsignal(signal.SIGPROF) is before and signal.getitimer(signal.ITIMER_PROF)[0] == 0
    with pytest.raises(Late), within(0.05):
        endless()


def test_a_busy_machine_takes_no_time_from_work() -> None:
    """Where others have the processor, the clock runs and the work does not: only a limit on the clock ends it."""

    def waiting() -> int:
        time.sleep(0.1)
        return 3

    assert attempted(waiting, 0.03, 7) == 3
    with pytest.raises(Late), within(0.03, on_the_clock=True):
        waiting()


def test_limits_of_the_referee_are_of_processor_time() -> None:
    """All deadlines are moments of one clock: one of another would never come, or would be over."""
    root = Path(symbinfo.__file__).parent
    by_the_clock = {"audit", "files", "by_running.py", "proofreading.py", "line_judge.py"}
    rooms = ("trusted", "verification", "derivation")
    files = [file for room in rooms for file in (root / room).rglob("*.py") if not by_the_clock & set(file.parts)]
    assert len(files) > 100
    assert [file.name for file in files if "time.monotonic" in file.read_text(encoding="utf-8")] == []


def ball(low: str, high: str) -> Any:
    lower, upper = Fraction(low), Fraction(high)
    sign = 1 if lower > 0 else -1 if upper < 0 else 0 if lower == upper else None
    return SimpleNamespace(contains=lambda x: lower <= x <= upper, radius=(upper - lower) / 2, sign=sign)


ENCLOSED: list[tuple[str, Any, bool, bool]] = [
    ("=", ball("-1e-25", "1e-25"), True, False),
    ("=", ball("-1e-3", "1e-3"), False, False),  # too wide to mean anything
    ("=", ball("1e-30", "2e-30"), False, True),
    ("<=", ball("-2", "-1"), True, True),
    ("<=", ball("1", "2"), False, True),
    ("<=", ball("-1e-25", "1e-25"), True, False),
    ("<", ball("-1e-25", "1e-25"), False, False),
    (">", ball("1", "2"), True, True),
    (">=", None, False, False),  # nothing is proven
]


@pytest.mark.parametrize(("relation", "found", "holds", "unequal"), ENCLOSED, ids=range(len(ENCLOSED)))
def test_enclosures_certify_only_what_they_enclose(
    relation: str, found: Any, holds: bool, unequal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rigour, "_enclosed", lambda left, right, point, seconds: found)
    assert rigour.certified(relation, 0, 0, [{}], 1.0) is holds
    assert rigour.surely_unequal(0, 0, {}, 1.0) is unequal
    assert rigour.certified(relation, 0, 0, [], 1.0) is False


numbers = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50)
leaves = st.sampled_from([a, b, Rational(1, 2), Rational(3), pi])


def grown(inner: Any) -> Any:
    """Of positive expressions, so that every value is real: log Gamma and digamma are positive from 2 on."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda p: p[0] + p[1]),
        pairs.map(lambda p: p[0] * p[1]),
        inner.map(lambda e: log(e + 1)),
        inner.map(lambda e: loggamma(e + 2)),
        inner.map(lambda e: exp(-e)),
        inner.map(lambda e: 1 / (1 + e)),
        inner.map(lambda e: polygamma(0, e + 2)),
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.recursive(leaves, grown, max_leaves=6), numbers, numbers)
def test_a_tree_has_the_values_of_its_expression(expr: Expr, first: Fraction, second: Fraction) -> None:
    at = {a: CTX.mpf(first.numerator) / first.denominator, b: CTX.mpf(second.numerator) / second.denominator}
    exact = expr.xreplace({a: Rational(str(first)), b: Rational(str(second))}).evalf(40)
    (found,) = tree(expr, [at]).values
    assert agree(found, CTX.mpf(str(exact)))


def test_nothing_agrees_with_what_has_no_value() -> None:
    assert not agree(CTX.mpf("inf"), CTX.mpf("inf"))
    assert not agree(None, CTX.mpf(1))
    assert not agree(CTX.nan, CTX.nan)


@pytest.mark.parametrize(
    ("kinds", "equation", "tied"),
    [
        (("positive", "positive", "positive"), ("=", ("+", "a", "b", "c"), 1), lambda p: p["a"] + p["b"] + p["c"] == 1),
        (("open probability", "positive", "real"), ("=", ("*", "a", "c"), "b"), lambda p: p["a"] * p["c"] == p["b"]),
    ],
)
def test_places_of_an_equation_solve_it(kinds: Any, equation: Any, tied: Any) -> None:
    places = Places(tuple(zip("abc", kinds, strict=True)), [equation], "a claim")
    found = [*places.moderate(3), *places.everywhere(3)]
    assert len(found) == 6
    assert all(tied(point) and 0 < point["a"] < 10**4 and point["b"] > 0 for point in found)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("H(Categorical([p1, p2, p3])) <= log(3)", "holds"),
        ("H(Categorical([p1, p2, p3])) <= log(2)", "refuted"),
        ("H(Categorical([a, b, c])) = -a*log(a) - b*log(b) - c*log(c)", "holds"),
        ("H(Categorical([a, b, c])) = -a*log(a) - b*log(b)", "refuted"),
    ],
)
def test_claims_about_probabilities_that_add_up_to_1(claim: str, verdict: str) -> None:
    assert symbinfo.verify(claim).verdict == verdict
