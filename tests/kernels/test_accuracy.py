"""Kernels against many digits at adversarial points; the harness itself against definitions and known failures."""

from __future__ import annotations

import itertools
import math
from functools import cache

import mpmath as mp
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from benchmarks.accuracy import exact_at
from benchmarks.errors import allowed, error_of, summary_of
from benchmarks.peers import PEERS
from benchmarks.reference import Oracle, Unreached
from benchmarks.sampling import REGIMES, Point, points
from benchmarks.subjects import Subject, cross_pairs, entropies, same_family
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.verification.values.evaluate import evaluate

#: What is allowed between families, in units of what is allowed within one.
ACROSS = 100.0

QUICK = ("Bernoulli", "Beta", "Exponential", "Gamma", "Geometric", "Gumbel", "Laplace", "Normal", "Poisson", "Weibull")


@cache
def subject_of(first: str, second: str = "") -> Subject:
    return Subject(first, second)


@cache
def oracle_of(subject: Subject) -> Oracle:
    return Oracle(subject.derivation.value)


def wrong_points(subject: Subject, drawn: list[Point], kind: str = "float64", times: float = 1.0) -> list[str]:
    """What the kernel gets wrong, one line a point."""
    if not drawn:
        pytest.skip("known to lose digits everywhere")
    kernel, oracle = subject.kernel, oracle_of(subject)
    columns = {name: np.array([p.values[name] for p in drawn], kind) for name in kernel.parameters}
    lines = []
    for point, value in zip(drawn, np.broadcast_to(kernel(**columns), len(drawn)), strict=True):
        exact = exact_at(oracle, point)
        if exact is None:
            continue
        error = error_of(float(value), exact.value, kind)[0]
        if error > times * allowed(exact, kind) or (subject.second and value < 0):
            lines.append(
                f"{subject.name} {point.values}: {float(value)!r}, not {mp.nstr(exact.value, 17)}: {error:.0e}"
            )
    return lines


# --- the harness ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "values"),
    [
        (subject_of("Gamma", "Gamma"), {"k1": 2.5, "theta1": 0.3, "k2": 2.25, "theta2": 0.4}),
        (subject_of("Normal", "Normal"), {"mean1": 0.1, "std1": 1.5, "mean2": 0.1 + 1e-9, "std2": 1.5}),
        (subject_of("Beta"), {"alpha1": 0.5, "beta1": 3.0}),
        (subject_of("Weibull", "Gamma"), {"alpha1": 1.5, "beta1": 2.0, "k2": 3.0, "theta2": 0.5}),
        (subject_of("Bernoulli", "Bernoulli"), {"p1": 0.25, "p2": 0.2500001}),
    ],
    ids=lambda value: value.name if isinstance(value, Subject) else "",
)
def test_the_oracle_agrees_with_the_definition(subject: Subject, values: dict[str, float]) -> None:
    left = subject.derivation.left
    exactly = {s: mp_rational(values[s.name]) for s in left.free_symbols}
    defined = evaluate(left.subs(exactly), 20)
    with mp.workdps(40):
        assert abs(Oracle(subject.derivation.value)(values) - mp.mpf(defined.text)) < 1e-19 * abs(mp.mpf(defined.text))


def mp_rational(value: float) -> object:
    import sympy as sy

    return sy.Rational(*value.as_integer_ratio())


@pytest.mark.parametrize(
    ("first", "second", "values", "ends", "expected"),
    [
        ("Bernoulli", "", {"p1": 0.0}, {"p1": 1}, 0),
        ("Bernoulli", "Bernoulli", {"p1": 1.0, "p2": 0.5}, {"p1": -1}, math.log(2)),
        ("Bernoulli", "Bernoulli", {"p1": 0.5, "p2": 0.0}, {"p2": 1}, math.inf),
        ("Bernoulli", "Bernoulli", {"p1": 1.0, "p2": 1.0}, {"p1": -1, "p2": -1}, 0),
    ],
)
def test_the_oracle_takes_limits_at_closed_ends(first, second, values, ends, expected) -> None:
    assert float(Oracle(subject_of(first, second).derivation.value)(values, ends)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "exact", "relative", "ulp"),
    [
        (1.0, 1, 0, 0),
        (1.0 + 2**-52, 1, 2**-52, 1),
        (math.nan, 1, math.inf, math.inf),
        (math.inf, mp.inf, 0, 0),
        (math.inf, mp.mpf(10) ** 400, 0, 0),
        (1.0, mp.inf, math.inf, math.inf),
        (math.inf, 1, math.inf, math.inf),
        (1e-300, 0, math.inf, math.inf),
        (0.0, mp.mpf(10) ** -400, 0, 0),
        (-1.0, mp.inf, math.inf, math.inf),
    ],
)
def test_errors_are_counted_in_their_kinds(value, exact, relative, ulp) -> None:
    assert error_of(value, mp.mpf(exact), "float64") == pytest.approx((relative, ulp), abs=1e-60)


def test_the_oracle_knows_rounding_from_a_small_number() -> None:
    import sympy as sy

    x, y = sy.symbols("x y", positive=True)
    ratio = sy.log(x, evaluate=False) - sy.log(y, evaluate=False)
    assert Oracle(ratio - sy.log(x / y))({"x": 0.1, "y": 0.3}) == 0
    tiny = Oracle(ratio - sy.log(x / y) + x**20)({"x": 1e-12, "y": 0.3})
    assert float(tiny * mp.mpf(10) ** 240) == pytest.approx(1)


def test_an_oracle_without_digits_says_so() -> None:
    import sympy as sy

    x = sy.Symbol("x")
    with pytest.raises(Unreached):
        Oracle(1 / (x - 1))({"x": 1.0})
    slow = Oracle(x, seconds=0.02)
    slow.node = lambda point: next(i for i in itertools.count() if i < 0)
    with pytest.raises(Unreached, match="more than"):
        slow({"x": 1.0})


def test_the_harness_catches_what_cancels() -> None:
    """The plain form is known to lose all digits near the diagonal; a harness that passes it measures nothing."""
    subject = subject_of("Gamma", "Gamma")
    drawn = [p for p in points(subject, 9) if p.regime == "near 1e-10..-15"]
    plain = next(peer for peer in PEERS if peer.name == "lambdify").ask(subject, "float64")
    assert plain is not None
    columns = {name: np.array([p.values[name] for p in drawn]) for name in drawn[0].values}
    exacts = [exact_at(Oracle(subject.derivation.value), p) for p in drawn]
    group = summary_of(drawn, plain(columns), exacts, "float64", divergence=True)["near 1e-10..-15"]
    assert group.worst > 1e3 and group.negative + group.vanished > 0


def test_points_reach_every_regime() -> None:
    found = {p.regime for p in points(subject_of("Bernoulli", "Bernoulli"), 9)}
    assert {"generic", "wide", "extreme", "equal", "ends"} < found and len(found) == 9


def quick_points(subject: Subject, count: int) -> list[Point]:
    """Without the extremes, whose oracle works with many hundred digits."""
    return [p for p in points(subject, count) if p.regime != "extreme"]


# --- the kernels ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", QUICK)
def test_divergences_keep_their_digits(family: str) -> None:
    subject = subject_of(family, family)
    short = SHORT.get(family, ())
    assert not wrong_points(subject, [p for p in quick_points(subject, 3) if p.regime not in short])


@pytest.mark.parametrize("family", QUICK)
def test_entropies_keep_their_digits(family: str) -> None:
    subject = subject_of(family)
    if subject.closed:
        assert not wrong_points(subject, quick_points(subject, 5))


exponents = some.floats(-12, 12)
distances = some.floats(-15, -0.3)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(k=exponents, theta=exponents, far=distances, aside=some.sampled_from([-1.0, 0.0, 1.0]))
@example(k=8.0, theta=0.0, far=-8.0, aside=-1.0)
@example(k=-12.0, theta=12.0, far=-15.0, aside=0.0)
def test_gamma_near_itself(k: float, theta: float, far: float, aside: float) -> None:
    """Also along the direction of equal means, in which the shape and the scale move against each other."""
    step = 10.0**far
    k1, theta1 = 10.0**k, 10.0**theta
    values = {"k1": k1, "theta1": theta1, "k2": k1 * (1 + step), "theta2": theta1 * (1 + aside * step)}
    assert not wrong_points(subject_of("Gamma", "Gamma"), [Point("near", values)])


@settings(max_examples=40, deadline=None, derandomize=True)
@given(mean=exponents, std=exponents, far=distances, wide=distances)
@example(mean=0.0, std=0.0, far=-15.0, wide=-1.0)
def test_normal_near_itself(mean: float, std: float, far: float, wide: float) -> None:
    mean1, std1 = 10.0**mean, 10.0**std
    values = {"mean1": mean1, "std1": std1, "mean2": mean1 + std1 * 10.0**far, "std2": std1 * (1 + 10.0**wide)}
    assert not wrong_points(subject_of("Normal", "Normal"), [Point("near", values)])


@settings(max_examples=40, deadline=None, derandomize=True)
@given(p=some.floats(0, 1), far=distances)
@example(p=1e-300, far=-3.0)
@example(p=1 - 2**-53, far=-1.0)
@example(p=0.5, far=-15.0)
def test_bernoulli_near_itself(p: float, far: float) -> None:
    q = p + min(p, 1 - p) * 10.0**far
    if 0 < p < 1 and 0 < q < 1:
        assert not wrong_points(subject_of("Bernoulli", "Bernoulli"), [Point("near", {"p1": p, "p2": q})])


# --- all of them ------------------------------------------------------------------------------------------------------

#: Of the families by name those with one scale; the others are in `benchmarks.accuracy`, and some of them in
#: test_kernel_digits.
EVERY = [
    s for group in (same_family, entropies) for s in group() if s.first.split(" (")[0] in {*FAMILIES, "HalfNormal"}
]
#: Families that are known to lose digits (docs/kernels.md, docs/benchmarks.md), and where they may; for the von Mises law
#: far from 1 it is the conditioning: a difference of huge angles is rounded before its cosine is taken.
SHORT = {
    "Benini": ("wide",),
    "BoundedPareto": REGIMES,
    "Dagum": ("wide",),
    "Gompertz": REGIMES,
    "Logarithmic": REGIMES,
    "VonMises": ("wide", "wide near"),
    "Zeta": REGIMES,
}


@pytest.mark.slow
@pytest.mark.parametrize("subject", EVERY, ids=lambda s: s.name)
def test_every_closed_form_keeps_its_digits(subject: Subject) -> None:
    if not subject.arguments or not subject.closed:
        pytest.skip("no closed form, or no parameter")
    short = SHORT.get(subject.first, ())
    assert not wrong_points(subject, [p for p in quick_points(subject, 3) if p.regime not in short])


@pytest.mark.slow
@pytest.mark.parametrize("subject", list(cross_pairs()), ids=lambda s: s.name)
def test_pairs_of_families_keep_their_digits(subject: Subject) -> None:
    drawn = [p for p in points(subject, 12) if p.regime == "generic"]
    if subject.name == "KL(LogNormal || Gamma)":  # E X overflows beyond: NaN, since infinity might have come on the way
        drawn = [p for p in drawn if p.values["std1"] < 37]
    assert not wrong_points(subject, drawn, times=ACROSS)
