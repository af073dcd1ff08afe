"""Attacks on laws: random laws whose truth is known by construction, at every door."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import mpmath as mp
import pytest
from sympy import (
    Abs,
    And,
    EulerGamma,
    Heaviside,
    Integer,
    Interval,
    Max,
    N,
    Piecewise,
    Rational,
    Symbol,
    exp,
    integrate,
    lambdify,
    log,
    oo,
    pi,
    sign,
    sqrt,
    symbols,
)
from sympy.stats import Bernoulli, Binomial, ContinuousRV, DiscreteUniform, FiniteRV, Poisson, Uniform

import symbinfo as si
from symbinfo.expressions.errors import MeasureError, NotNormalised, QueryError, SymbinfoError
from symbinfo.laws.outcomes import representatives, same_outcome
from symbinfo.query.setting import parse_in
from symbinfo.verification.files.judge_file import judge

# --- discrete laws in unlike forms: a range, a list, a table ---------------------------------------------------------

ORDER = Rational(1, 3)
BELOW = 60  # places at which a law on an infinite range is summed by hand


def masses_of(kind, rng):
    """A random law in one of its forms, and its masses by place, by hand."""
    p = Fraction(rng.randint(1, 9), 10)
    if kind == "Binomial":
        n = rng.randint(1, 4)
        return Binomial("X", n, Rational(p.numerator, p.denominator)), {
            k: mp.binomial(n, k)
            * mp.mpf(p.numerator) ** k
            * (p.denominator - p.numerator) ** (n - k)
            / p.denominator**n
            for k in range(n + 1)
        }
    if kind == "Bernoulli":
        return Bernoulli("Y", Rational(p.numerator, p.denominator)), {
            1: mp.mpf(p.numerator) / p.denominator,
            0: 1 - mp.mpf(p.numerator) / p.denominator,
        }
    if kind == "DiscreteUniform":
        places = sorted(rng.sample(range(5), rng.randint(1, 4)))
        return DiscreteUniform("Z", places), {k: mp.mpf(1) / len(places) for k in places}
    if kind == "FiniteRV":
        places = sorted(rng.sample(range(5), rng.randint(2, 4)))
        weights = [rng.randint(1, 9) for _ in places]
        total = sum(weights)
        table = {k: Rational(w, total) for k, w in zip(places, weights, strict=True)}
        return FiniteRV("U", table), {k: mp.mpf(w) / total for k, w in zip(places, weights, strict=True)}
    rate = rng.randint(1, 3)
    return Poisson("V", rate), {k: mp.exp(-rate) * mp.mpf(rate) ** k / mp.factorial(k) for k in range(BELOW)}


def by_hand(measure, p, q):
    """The measure from its textbook definition, over the places of both."""
    places = sorted({*p, *q})
    pairs = [(p.get(k, mp.mpf(0)), q.get(k, mp.mpf(0))) for k in places]
    outside = any(a > 0 and b == 0 for a, b in pairs)
    both = [(a, b) for a, b in pairs if a > 0 and b > 0]
    if measure == "JS":
        terms = ((own, (a + b) / 2) for a, b in pairs for own in (a, b) if own > 0)
        return sum((own * mp.log(own / mean) for own, mean in terms), mp.mpf(0)) / 2
    if measure == "Hellinger":
        return mp.sqrt(max(mp.mpf(0), 1 - sum((mp.sqrt(a * b) for a, b in both), mp.mpf(0))))
    if measure == "Renyi":
        power = sum((a ** mp.mpf("1/3") * b ** mp.mpf("2/3") for a, b in both), mp.mpf(0)) if both else mp.mpf(0)
        return mp.log(power) / (mp.mpf("1/3") - 1) if power else mp.inf
    if outside:
        return mp.inf
    if measure == "KL":
        return sum(a * mp.log(a / b) for a, b in both)
    if measure == "CrossEntropy":
        return -sum(a * mp.log(b) for a, b in both)
    return sum(a * a / b for a, b in both) - 1


MAKERS = {
    "KL": si.KL,
    "CrossEntropy": si.CrossEntropy,
    "JS": si.JensenShannon,
    "Hellinger": si.Hellinger,
    "Chi2": si.ChiSquaredDivergence,
    "Renyi": lambda first, second: si.RenyiDivergence(first, second, ORDER),
}
KINDS = ("Binomial", "Bernoulli", "DiscreteUniform", "FiniteRV", "Poisson")
PAIRS = [(a, b) for a, b in product(KINDS, KINDS) if a != b]


def compare_a_pair(first, second, seed):
    rng = random.Random(f"{first} {second} {seed}")
    with mp.workdps(40):
        (left, p), (right, q) = masses_of(first, rng), masses_of(second, rng)
        for name, make in MAKERS.items():
            wanted = by_hand(name, p, q)
            found = make(left, right).evalf(15)
            where = f"{name}: {p} against {q}: {found} for {wanted}"
            if mp.isinf(wanted):
                assert str(found) == "oo", where
            else:
                assert abs(mp.mpf(str(found)) - wanted) < mp.mpf("1e-12") * (1 + abs(wanted)), where


@pytest.mark.parametrize("pair", PAIRS[::3], ids=lambda pair: "-".join(pair))
def test_all_measures_of_two_laws_agree_with_sums_by_hand_whatever_form_the_laws_have(pair):
    compare_a_pair(*pair, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(pair))
def test_many_measures_of_two_laws_agree_with_sums_by_hand(pair, seed):
    compare_a_pair(*pair, seed)


@pytest.mark.parametrize("text", ["Hellinger(Poisson(1) || Bernoulli(1/2))", "Hellinger(Bernoulli(1/2) || Poisson(1))"])
def test_a_list_against_an_infinite_range_is_summed_over_the_list(text):
    result = si.derive(si.parse(text)).result
    assert abs(result.evalf() - sqrt(1 - sqrt(2) * exp(-Rational(1, 2))).evalf()) < 1e-12


# --- outcomes are equal by value -------------------------------------------------------------------------------------

ONE = [(sqrt(3 + 2 * sqrt(2)), 1 + sqrt(2)), (sqrt(7 + 4 * sqrt(3)), 2 + sqrt(3)), (log(8), 3 * log(2))]
SEVERAL = [(sqrt(2), Rational(141421356237309504880168872420969807856967187537694, 10**50)), (log(8), log(9))]


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_equal_numbers_in_two_forms_are_one_outcome(pair):
    first, second = pair
    assert same_outcome(first, second)
    with pytest.raises(QueryError, match="distinct"):
        si.derive(si.parse(f"H(DiscreteUniform([{first}, {second}]))"))


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_equal_numbers_in_two_forms_are_one_outcome_of_two_laws(pair):
    first, second = pair
    p, q = (si.parse(f"H(FiniteRV({{{o}: {m}, 0: 1 - {m}}}))").laws[0] for o, m in ((first, "1/2"), (second, "1/4")))
    assert abs(si.KL(p, q).evalf() - (log(2) / 2 + log(Rational(2, 3)) / 2).evalf()) < 1e-12


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_a_function_with_one_value_in_two_forms_is_certain(pair):
    first, second = pair
    given = ["X ~ DiscreteUniform([0, 1])", f"Y = (1 - X)*({first}) + X*({second})"]
    assert si.derive(parse_in("H(Y)", given)).result == 0


@pytest.mark.parametrize("pair", SEVERAL, ids=str)
def test_numbers_that_are_close_are_still_two_outcomes(pair):
    assert not same_outcome(*pair)
    assert len({*representatives(pair).values()}) == 2
    assert si.Entropy(DiscreteUniform("X", list(pair))).doit() == log(2)


def test_names_are_equal_by_name_alone():
    heads, tails = symbols("heads tails")
    assert si.Entropy(DiscreteUniform("X", [heads, tails])).doit() == log(2)


# --- densities and masses written by hand, valid or not, at every door -----------------------------------------------

x_, k_ = symbols("x k")
SAMPLE = range(4)


def polynomial(rng):
    """A positive polynomial of low degree with integer coefficients, a sum of squares and a constant."""
    a, b, c = rng.randint(1, 5), rng.randint(0, 4), rng.randint(1, 4)
    return (a * x_ - b) ** 2 + c


def valid(rng):
    """A normalised density with its range."""
    low = Rational(rng.randint(-3, 3), rng.randint(1, 3))
    high = low + Rational(rng.randint(1, 6), rng.randint(1, 3))
    kind = rng.choice(("polynomial", "exponential", "bell", "power", "peak"))
    if kind == "polynomial":
        body = polynomial(rng)
        return body / integrate(body, (x_, low, high)), (x_, low, high)
    if kind == "exponential":
        rate = Rational(rng.randint(1, 9), rng.randint(1, 4))
        return rate * exp(-rate * (x_ - low)), (x_, low, oo)
    if kind == "bell":
        width = Rational(rng.randint(1, 9), rng.randint(1, 4))
        return exp(-((x_ - low) ** 2) / (2 * width**2)) / (width * sqrt(2 * pi)), (x_, -oo, oo)
    if kind == "power":
        order = rng.randint(1, 6)
        return order * (x_ - low) ** (order - 1) / (high - low) ** order, (x_, low, high)
    middle = (low + high) / 2
    half = (high - low) / 2
    return (half - Abs(Symbol("x", real=True) - middle)).xreplace({Symbol("x", real=True): x_}) / half**2, (
        x_,
        low,
        high,
    )


def not_normalised(rng):
    """A positive density with another total than 1, by little or by much."""
    density, limits = valid(rng)
    factor = rng.choice((Rational(1, 2), Rational(99, 100), 1 + Rational(1, 10**6), Integer(2), pi / 3))
    return factor * density, limits


def negative_somewhere(rng):
    """A polynomial with total 1 and a real dip below 0 of known place."""
    width = Rational(rng.randint(1, 10), 40)
    dip = Rational(rng.randint(1, 9), 10)
    body = (x_ - dip) ** 2 - width**2 / 4
    total = integrate(body, (x_, 0, 1))
    if total <= 0:
        return negative_somewhere(rng)
    return body / total, (x_, 0, 1)


def narrower(rng):
    """A density that is 0 on the outer parts of a range, with the ends where it is positive."""
    low, wide = Rational(rng.randint(-4, 4), 2), Rational(rng.randint(1, 6), 2)
    high = low + wide
    real = Symbol("x", real=True)
    limits = (x_, low - rng.randint(0, 5), high + rng.choice((1, 2, oo)))
    middle = (low + high) / 2
    shape = rng.choice(("tent", "parabola", "case", "steps", "sign"))
    density = {
        "tent": Max(0, 1 - Abs(real - middle) * 2 / wide) * 2 / wide,
        "parabola": Max(0, (real - low) * (high - real)) * 6 / wide**3,
        "case": Piecewise((1 / wide, And(real > low, real < high)), (0, True)),
        "steps": Heaviside(real - low) * Heaviside(high - real) / wide,
        "sign": (sign(real - low) + sign(high - real)) / (2 * wide),
    }[shape]
    return density, (real, *limits[1:]), (low, high)


def doors(text):
    """Every way in for a law in text, as functions that raise."""
    return {
        "derive": lambda: si.derive(si.parse(f"H({text})")),
        "eval": lambda: si.parse(f"H({text})").evalf(),
        "verify": lambda: si.verify(f"H({text}) = 1"),
        "settings": lambda: parse_in("H(X)", [f"X ~ {text}"]),
        "two laws": lambda: si.parse(f"KL({text} || Normal(0, 1))"),
    }


def accept(seed):
    density, limits = valid(random.Random(f"valid {seed}"))
    law = si.Density(density, limits)
    assert (law.lower, law.upper) == limits[1:]
    with mp.workdps(30):
        places = [
            mp.mpf(str(N(end, 30))) if abs(end) != oo else mp.inf * (1 if end == oo else -1) for end in limits[1:]
        ]
        f = lambdify(law.variable, law.density, "mpmath")
        inner = (
            [mp.mpf(str(N((limits[1] + limits[2]) / 2, 30)))]
            if abs(limits[2]) != oo
            else [places[0] + 3]
            if abs(limits[1]) != oo
            else [-3, 0, 3]
        )
        assert abs(mp.quad(f, [places[0], *inner, places[1]]) - 1) < mp.mpf("1e-9")


def refuse(make, seed, *errors):
    density, limits = make(random.Random(f"{make.__name__} {seed}"))
    with pytest.raises(errors):
        si.Density(density, limits)


def cut(seed):
    density, limits, (low, high) = narrower(random.Random(f"narrower {seed}"))
    law = si.Density(density, limits)
    assert (law.lower, law.upper) == (low, high), (density, limits)
    wide = Uniform("Q", low, high)
    divergence = si.KL(law, wide).evalf()
    with mp.workdps(20):
        f = lambdify(law.variable, law.density, "mpmath")
        ends = [mp.mpf(end.p) / end.q for end in (low, high)]
        height = 1 / (ends[1] - ends[0])
        wanted = mp.quad(lambda x: f(x) * mp.log(f(x) / height), [ends[0], sum(ends) / 2, ends[1]])
    assert abs(divergence - wanted) < 1e-8, (density, limits)


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_valid_density_is_accepted(seed):
    accept(seed)


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_density_with_another_total_is_refused(seed):
    refuse(not_normalised, seed, NotNormalised)


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_density_that_is_negative_somewhere_is_refused(seed):
    refuse(negative_somewhere, seed, MeasureError)


@pytest.mark.parametrize("seed", range(6))
def test_a_density_is_cut_to_its_support(seed):
    cut(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 130))
def test_many_densities_valid_and_not(seed):
    accept(seed)
    refuse(not_normalised, seed, NotNormalised)
    refuse(negative_somewhere, seed, MeasureError)
    cut(seed)


FALSE_LAWS = {
    "twice": ("Density(2*exp(-x), (x, 0, oo))", "integrates to 2"),
    "a factor is missing": ("Density(exp(-x**2/2)/(2*pi), (x, -oo, oo))", "integrates to 0.3989"),
    "negative": ("Density(6*x - 2, (x, 0, 1))", "is negative at x"),
    "a mass": ("Mass(2*(1/3)**k*k, (k, 1, oo))", "sums to 1.5"),
    "a negative mass": ("Mass((3 - 2*k)/3 + 1/3*0, (k, 0, 2))", "is negative at k = 2"),
    "with a parameter": ("Density(exp(-x/b), (x, 0, oo))", "does not integrate to 1"),
    "with a parameter in the total": ("Density(2*x/a, (x, 0, a))", "does not integrate to 1"),
    "a step": ("Density(floor(x)/2, (x, 0, 2))", "the density is 0 at x"),
    "an endless mass with gaps": ("Mass((1 + (-1)**k)/2*(1/2)**(k/2 + 1), (k, 0, oo))", "the mass is 0 at k = 1"),
}


@pytest.mark.parametrize("door", ["derive", "eval", "verify", "settings", "two laws"])
@pytest.mark.parametrize("name", FALSE_LAWS)
def test_what_is_no_law_is_refused_at_every_door(name, door):
    text, words = FALSE_LAWS[name]
    with pytest.raises(SymbinfoError, match=words) as caught:
        doors(text)[door]()
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_what_is_no_law_is_refused_in_python_and_when_it_comes_from_sympy():
    rate = Symbol("r", positive=True)
    with pytest.raises(MeasureError, match="negative"):
        si.Density(6 * x_ - 2, (x_, 0, 1))
    with pytest.raises(NotNormalised):
        si.Entropy(ContinuousRV(x_, 2 * rate * exp(-rate * x_), Interval(0, oo), check=False)).compile()


DOMAINS = {
    "Density(exp(-x/b)/b, (x, 0, oo))": "1 + log(b)",
    "Density(exp(-Abs(x - m)/b)/(2*b), (x, -oo, oo))": "1 + log(2*b)",
    "Mass(p*(1 - p)**k, (k, 0, oo))": "-log(p) - (1 - p)*log(1 - p)/p",
}


@pytest.mark.parametrize("text", DOMAINS)
def test_the_domain_of_a_parameter_is_the_same_at_every_door(text):
    right = DOMAINS[text]
    assert si.verify(f"H({text}) = {right}").verdict == "holds"
    assert si.verify(f"H(X) = {right}", given=[f"X ~ {text}"]).verdict == "holds"
    lines = []
    judge([{"claim": f"H(X) = {right}", "given": [f"X ~ {text}"]}], lines.append, jobs=1)
    assert '"verdict": "holds"' in lines[0]
    b, m, p = symbols("b m p")
    plain = {
        "1 + log(b)": (si.Density(exp(-x_ / b) / b, (x_, 0, oo)), 1 + log(b)),
        "1 + log(2*b)": (si.Density(exp(-Abs(x_ - m) / b) / (2 * b), (x_, -oo, oo)), 1 + log(2 * b)),
    }.get(right, (si.Mass(p * (1 - p) ** k_, (k_, 0, oo)), -log(p) - (1 - p) * log(1 - p) / p))
    assert si.verify(si.Entropy(plain[0]), plain[1]).verdict == "holds"


def test_a_declared_domain_is_heard_where_the_support_depends_on_it():
    line = "X ~ Density(Max(0, c - x)*2/c**2, (x, 0, 1))"
    with pytest.raises(SymbinfoError, match="give the ends"):  # above c = 1 it is no density
        parse_in("H(X)", [line])
    law = parse_in("H(X)", [line, "c in (0, 1)"]).laws[0]
    assert (law.lower, law.upper.name) == (0, "c")
    c, real = Symbol("c", positive=True), Symbol("x", real=True)
    assert si.Density(Max(0, c - real) * 2 / c**2, (real, 0, 1), condition=c < 1).upper == c


def test_what_is_declared_comes_before_what_a_sign_implies():
    given = ["X ~ Density(-exp(x/b)/b, (x, 0, oo))", "b < 0"]
    assert si.verify("H(X) = 1 + log(-b)", given=given).verdict == "holds"
    with pytest.raises(SymbinfoError, match=r"negative|integral"):
        si.derive(si.parse("H(Density(-exp(-x/b)/b, (x, 0, oo)))"))


def test_what_is_cut_off_makes_no_claim_uncertain():
    tent = "Density(Max(0, 1 - Abs(x - 1/2)*2)*2, (x, -3, 7))"
    assert si.verify(f"KL(Uniform(0, 1) || {tent}) = 1 - log(2)").verdict == "holds"


# --- densities with gaps, degenerate sizes, and large parameters -----------------------------------------------------


def with_gap():
    real = Symbol("x", real=True)
    return si.Density(Piecewise((half, real < 1), (0, real < 2), (half, True)), (real, 0, 3))


half = Rational(1, 2)
AGAINST = {
    # KL(gap, other), KL(other, gap), Jensen-Shannon: by areas of rectangles
    (0, 3): (log(Rational(3, 2)), oo, None),
    (1, 2): (oo, oo, log(2)),
    (0, 1): (oo, log(2), log(2) + (3 * log(Rational(1, 3)) / 2 + log(2)) / 2),
    (0, 2): (oo, oo, log(2) / 2),
}


@pytest.mark.parametrize("ends", AGAINST, ids=str)
def test_a_gap_in_a_density_is_no_support(ends):
    gap, other = with_gap(), Uniform("Q", *ends)
    forward, backward, shannon = AGAINST[ends]
    for measure, wanted in (
        (si.KL(gap, other), forward),
        (si.KL(other, gap), backward),
        (si.JensenShannon(gap, other), shannon),
    ):
        if wanted is not None:
            found = measure.evalf()
            assert found == wanted if wanted == oo else abs(found - wanted.evalf()) < 1e-12


def test_a_size_of_zero_breaks_no_check():
    assert si.verify("H(Binomial(n, p)) = n*H(Bernoulli(p))").verdict == "refuted"
    assert si.verify("H(BetaBinomial(n, 1, 1)) = log(n + 1)").verdict == "holds"


def test_parameters_that_are_large_numbers():
    assert abs(si.parse("H(Gumbel(1, 10001))").evalf() - (1 + EulerGamma).evalf()) < 1e-12
    found = si.verify("H(Gamma(202, 1/114186)) = 4")
    assert found.verdict == "refuted"
    a, b = mp.mpf(202), mp.mpf(1) / 114186
    wanted = a + mp.log(b) + mp.loggamma(a) + (1 - a) * mp.digamma(a)
    assert abs(mp.mpf(found.witness["actual"]) - wanted) < 1e-10
    renyi = si.derive(si.parse("Renyi(Gamma(202, 1/114186); 1/2)")).result
    # the integral of the root of a gamma density, from the gamma function alone
    root = mp.loggamma((a + 1) / 2) + (a + 1) / 2 * mp.log(2 * b) - (a * mp.log(b) + mp.loggamma(a)) / 2
    assert abs(mp.mpf(str(renyi.evalf(20))) - 2 * root) < 1e-10


def test_a_law_of_zipf_on_a_range_with_a_symbolic_end():
    weights = [mp.mpf(1) / k**2 for k in range(1, 6)]
    wanted = -sum(w / sum(weights) * mp.log(w / sum(weights)) for w in weights)
    assert abs(si.parse("H(Mass(k**(-2)/harmonic(5, 2), (k, 1, 5)))").evalf() - wanted) < 1e-12
    derivation = si.derive(si.parse("H(Mass(k**(-s)/harmonic(n, s), (k, 1, n)))"))
    assert derivation.check().verdict == "holds"
