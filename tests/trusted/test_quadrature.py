"""Integrals and sums against closed forms that mpmath evaluates, against scipy, and what must not be answered."""

from fractions import Fraction

import mpmath
import pytest
from mpmath import mp, mpf
from scipy import stats

from symbinfo.trusted.numbers.estimates import Undefined, Unknown
from symbinfo.trusted.numbers.evaluator import Evaluator, value_at_two_precisions
from symbinfo.trusted.numbers.quadrature import integrate
from symbinfo.trusted.numbers.split_logarithms import apart
from symbinfo.trusted.numbers.summation import summation
from symbinfo.trusted.terms import dump, parse


def normal(mu, sigma, x="x"):
    return f"(* (^ (* 2 %pi) -1/2) (^ {sigma} -1) (exp (* -1/2 (^ (* (+ {x} (* -1 {mu})) (^ {sigma} -1)) 2))))"


def laplace(m, b):
    return f"(* 1/2 (^ {b} -1) (exp (* -1 (abs (* (^ {b} -1) (+ x (* -1 {m})))))))"


def beta(a, b):
    return f"(* (^ (beta {a} {b}) -1) (^ x (+ {a} -1)) (^ (+ 1 (* -1 x)) (+ {b} -1)))"


def gamma(k):
    return f"(* (^ (gamma {k}) -1) (^ x (+ {k} -1)) (exp (* -1 x)))"


def weibull(k):
    return f"(* {k} (^ x (+ {k} -1)) (exp (* -1 (^ x {k}))))"


def entropy(density, lower, upper, head="integral"):
    return f"({head} (* {density} (* -1 (log {density}))) x {lower} {upper})"


def entropy_of_beta(a, b):
    psi = mpmath.psi
    return mp.log(mp.beta(a, b)) - (a - 1) * psi(0, a) - (b - 1) * psi(0, b) + (a + b - 2) * psi(0, a + b)


def entropy_of_gamma(k):
    return k + mp.loggamma(k) + (1 - k) * mpmath.psi(0, k)


def entropy_of_kumaraswamy(a, b):
    return (1 - 1 / b) + (1 - 1 / a) * mp.harmonic(b) - mp.log(a * b)


def entropy_of_student(n):
    psi = mpmath.psi
    return (n + 1) / 2 * (psi(0, (n + 1) / 2) - psi(0, n / 2)) + mp.log(mp.sqrt(n) * mp.beta(n / 2, mpf(1) / 2))


def kl_laplace_normal(m, b, mu, sigma):
    return mp.log(sigma * mp.sqrt(2 * mp.pi) / (2 * b)) - 1 + (2 * b**2 + (m - mu) ** 2) / (2 * sigma**2)


def entropy_of_zeta(s):
    return mp.log(mp.zeta(s)) - s * mp.zeta(s, 1, 1) / mp.zeta(s)


def entropy_of_geometric(p):
    return (-p * mp.log(p) - (1 - p) * mp.log(1 - p)) / p


def mass_of_zeta(s):
    return f"(* (^ (zeta {s}) -1) (^ x (* -1 {s})))"


def poisson(rate):
    return f"(* (exp (* -1 {rate})) (^ {rate} x) (^ (factorial x) -1))"


LINE = ("%-oo", "%oo")
STUDENT = "(* (^ 37/10 -1/2) (^ (beta 1/2 37/20) -1) (^ (+ 1 (* 10/37 (^ x 2))) -47/20))"
LAPLACE, NORMAL = laplace("1/3", "2"), normal("7/5", "3/2")
TRIANGLE = "(cases (case (* 4 x) (< x 1/2)) (case (+ 4 (* -4 x)) (<= x 1)) (case 0 true))"

# name, term, closed form
INTEGRALS = [
    ("beta, singular ends", entropy(beta("3/10", "1/5"), 0, 1), lambda: entropy_of_beta(mpf(3) / 10, mpf(1) / 5)),
    ("beta, very singular", entropy(beta("1/20", "1/20"), 0, 1), lambda: entropy_of_beta(*[mpf(1) / 20] * 2)),
    ("beta", entropy(beta("3", "5/2"), 0, 1), lambda: entropy_of_beta(mpf(3), mpf(5) / 2)),
    (
        "kumaraswamy, singular at 1",
        entropy("(* 2/5 (^ x 1) (^ (+ 1 (* -1 (^ x 2))) -4/5))", 0, 1),
        lambda: entropy_of_kumaraswamy(mpf(2), mpf(1) / 5),
    ),
    (
        "laplace against normal, kink anywhere",
        f"(integral (* {LAPLACE} (log (* {LAPLACE} (^ {NORMAL} -1)))) x %-oo %oo)",
        lambda: kl_laplace_normal(mpf(1) / 3, mpf(2), mpf(7) / 5, mpf(3) / 2),
    ),
    ("narrow normal far off", entropy(normal(1000, "1/1000"), *LINE), lambda: mp.log(2 * mp.pi * mp.e / 10**6) / 2),
    (
        "narrow normal very far off",
        entropy(normal(10**9, f"1/{10**9}"), *LINE),
        lambda: mp.log(2 * mp.pi * mp.e / mpf(10) ** 18) / 2,
    ),
    ("student", entropy(STUDENT, *LINE), lambda: entropy_of_student(mpf(37) / 10)),
    ("cauchy", entropy("(* (^ %pi -1) (^ (+ 1 (^ (+ x -5) 2)) -1))", *LINE), lambda: mp.log(4 * mp.pi)),
    (
        "levy",
        entropy("(* (^ (* 2 %pi) -1/2) (exp (* -1/2 (^ x -1))) (^ x -3/2))", 0, "%oo"),
        lambda: (1 + 3 * mp.euler + mp.log(16 * mp.pi)) / 2,
    ),
    ("pareto without a mean", entropy("(* 1/2 (^ x -3/2))", 1, "%oo"), lambda: mp.log(2) + 3),
    ("pareto with a very slow tail", entropy("(* 1/20 (^ x -21/20))", 1, "%oo"), lambda: mp.log(20) + 21),
    ("gamma far from its end", entropy(gamma(10**4), 0, "%oo"), lambda: entropy_of_gamma(mpf(10**4))),
    ("gamma with a singular end", entropy(gamma("1/20"), 0, "%oo"), lambda: entropy_of_gamma(mpf(1) / 20)),
    ("weibull", entropy(weibull("1/2"), 0, "%oo"), lambda: 1 - mp.euler + mp.log(2)),
    ("weibull, concentrated", entropy(weibull("40"), 0, "%oo"), lambda: mp.euler * (1 - mpf(1) / 40) - mp.log(40) + 1),
    (
        "gumbel",
        entropy("(* 1/2 (exp (* -1/2 (+ x -1))) (exp (* -1 (exp (* -1/2 (+ x -1))))))", *LINE),
        lambda: mp.log(2) + mp.euler + 1,
    ),
    (
        "wide lognormal",
        entropy("(* (^ (* 2 %pi) -1/2) 1/5 (^ x -1) (exp (* -1/50 (^ (log x) 2))))", 0, "%oo"),
        lambda: mp.log(5 * mp.sqrt(2 * mp.pi * mp.e)),
    ),
    (
        "narrow lognormal",
        entropy("(* (^ (* 2 %pi) -1/2) 1000 (^ x -1) (exp (* -500000 (^ (+ -5 (log x)) 2))))", 0, "%oo"),
        lambda: 5 + mp.log(mp.sqrt(2 * mp.pi * mp.e) / 1000),
    ),
    ("logistic", entropy("(* (exp (* -1 x)) (^ (+ 1 (exp (* -1 x))) -2))", *LINE), lambda: mpf(2)),
    ("triangle by cases", entropy(TRIANGLE, 0, 1), lambda: mpf(1) / 2 - mp.log(2)),
    ("triangle by cases, 0 outside", entropy(TRIANGLE, 0, 3), lambda: mpf(1) / 2 - mp.log(2)),
    (
        "two bells of unlike width",
        f"(integral (+ (* 1/2 {normal(0, 1)}) (* 1/2 {normal(50, '1/1000')})) x %-oo %oo)",
        lambda: mpf(1),
    ),
    (
        "a needle on a bell",
        f"(integral (+ (* 9999/10000 {normal(0, 1)}) (* 1/10000 {normal('1/2', '1/1000000')})) x %-oo %oo)",
        lambda: mpf(1),
    ),
    (
        "a needle at a root",
        f"(integral (+ {normal(0, 1)} (* (^ x -1) {normal(2, '1/1000000', '(log x)')})) x 0 %oo)",
        lambda: mpf(3) / 2,
    ),
]  # fmt: skip

SUMS = [
    ("geometric", entropy("(* 1/3 (^ 2/3 (+ x -1)))", 1, "%oo", "sum"), lambda: entropy_of_geometric(mpf(1) / 3)),
    (
        "slow geometric",
        entropy("(* 1/1000 (^ 999/1000 (+ x -1)))", 1, "%oo", "sum"),
        lambda: entropy_of_geometric(mpf(1) / 1000),
    ),
    ("zeta", entropy(mass_of_zeta("3/2"), 1, "%oo", "sum"), lambda: entropy_of_zeta(mpf(3) / 2)),
    ("poisson mass far out", f"(sum {poisson(1000)} x 0 %oo)", lambda: mpf(1)),
    ("two-sided", "(sum (exp (* -1/5 (abs (+ x -30)))) x %-oo %oo)", lambda: 2 / (1 - mp.exp(-mpf(1) / 5)) - 1),
    ("to minus infinity", "(sum (exp x) x %-oo 0)", lambda: 1 / (1 - mp.exp(-1))),
    (
        "a hill far out",
        "(sum (+ (^ 1/2 x) (exp (* -1 (^ (+ x -5000) 2)))) x 1 %oo)",
        lambda: 1 + mp.jtheta(3, 0, mp.exp(-1)),
    ),
    ("finite", "(sum (^ x 2) x 1 10)", lambda: mpf(385)),
    ("empty", "(sum x x 3 2)", lambda: mpf(0)),
]  # fmt: skip


@pytest.mark.parametrize("digits", [30, 50])
@pytest.mark.parametrize(("name", "text", "closed"), INTEGRALS + SUMS, ids=[row[0] for row in INTEGRALS + SUMS])
def test_against_closed_form(name, text, closed, digits):
    found = Evaluator(digits).value(parse(text), {})
    with mp.workdps(digits + 20):
        true = closed()
        assert abs(found.value - true) <= 4 * found.error, "the error estimate does not cover the error"
        assert found.error <= max(1, abs(true)) * mpf(10) ** (3 - digits)


@pytest.mark.parametrize("rate", [3, 1000])
def test_entropy_of_poisson_against_scipy(rate):
    found = Evaluator(20).value(parse(entropy(poisson(rate), 0, "%oo", "sum")), {})
    assert float(found.value) == pytest.approx(float(stats.poisson(rate).entropy()), rel=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "(integral (^ (+ 1 x) -1) x 0 %oo)",
        "(integral (^ x -1) x 0 1)",
        "(integral (^ x -1) x -1 1)",
        "(integral (sin (^ x 2)) x 0 %oo)",
        "(sum (^ x -1) x 1 %oo)",
        "(sum (sin x) x 0 %oo)",
        "(limit (sin (^ t -1)) t 0 +)",
        "(limit (^ (log (^ t -1)) -1) t 0 +)",
    ],
)
def test_what_does_not_settle_has_no_small_error(text):
    try:
        found = value_at_two_precisions(parse(text), {}, Evaluator(20), Evaluator(28))
    except Unknown:
        return
    assert found.error > abs(found.value) * 1e-6


@pytest.mark.parametrize(
    "text",
    [
        "(log -1)", "(log 0)", "(^ 0 -1)", "(^ -1 1/2)", "(* 0 (log -1))", "(acosh 0)", "(atanh 2)", "(gamma 0)",
        "(loggamma -3/2)",
        "(cases (case 1 (< 2 1)))", f"(integral (* {normal(0, 1)} (log x)) x %-oo %oo)",
        "(sum (log x) x -3 3)", "(sum x x 1/2 3)",
        "(integral (^ (+ 1 (* -1 x)) -1/2) x 0 2)", "(besselk 1 -1)", "(polylog 2 3)", "(zeta 1)", "(harmonic -1)",
    ],
)  # fmt: skip
def test_undefined(text):
    with pytest.raises(Undefined):
        Evaluator(25).value(parse(text), {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(* 0 (log 0))", 0),
        ("(integral (* (cases (case 1 (< x 1)) (case 0 true)) (log (+ 2 (* -1 x)))) x 0 3)", "(+ (* 2 (log 2)) -1)"),
        ("(cases (case 1 (< 0 1)) (case (log -1) true))", 1),
        ("(limit (* t (log t)) t 0 +)", 0),
        ("(limit (* (+ (exp t) -1) (^ t -1)) t 0 +)", 1),
        ("(limit (* x (log (+ 1 (^ x -1)))) x %oo -)", 1),
        ("(diff (exp (* 2 x)) x 1/3 3)", "(* 8 (exp 2/3))"),
        ("(diff (integral (* (^ x s) (exp (* -1 x))) x 0 %oo) s 1/2 1)", "(* (gamma 3/2) (polygamma 0 3/2))"),
        ("(dzeta 2)", "(diff (zeta s) s 2 1)"),
        ("(lowergamma 2 3)", "(integral (* x (exp (* -1 x))) x 0 3)"),
        ("(hyper2f1 1 1 2 1/2)", "(* 2 (log 2))"),
        ("(hyper1f1 1 1 3)", "(exp 3)"),
        ("(max 1 2 (min 5 3))", 3),
        ("(+ (floor 5/2) (sign -3) (abs -1/2))", "3/2"),
    ],
)  # fmt: skip
def test_values(text, value):
    coarse, fine = Evaluator(25), Evaluator(33)
    found, wanted = (value_at_two_precisions(parse(str(t)), {}, coarse, fine) for t in (text, value))
    assert abs(found.value - wanted.value) <= found.error + wanted.error + mpf(10) ** -24
    assert found.error < 1e-22


def test_precision_outside_is_left_alone():
    before = mp.prec
    Evaluator(40).value(parse(entropy(normal(0, 1), *LINE)), {})
    assert mp.prec == before


def test_cancellation_is_counted_as_error():
    huge = 10**30
    found = value_at_two_precisions(parse(f"(+ {huge} (^ 2 1/2) {-huge})"), {}, Evaluator(25), Evaluator(33))
    with mp.workdps(60):
        assert abs(found.value - mpmath.sqrt(2)) <= found.error <= mpf(10) ** -24


@pytest.mark.parametrize(
    "f",
    [lambda x: mp.sin(1 / x) if x else mpf(0), lambda x: abs(x - mpf(1) / 3), lambda x: mp.cos(10**6 * x)],
    ids=["oscillates without end", "an unseen kink", "oscillates fast"],
)
def test_hopeless_integrals_are_left_early(f):
    calls = []
    ctx = Evaluator(30).ctx

    def counted(x):
        calls.append(x)
        return ctx.mpf(f(x))

    found = integrate(counted, ctx.zero, ctx.one, ctx)
    assert len(calls) < 9000
    assert found.error > abs(found.value) * 1e-20


TERMS = [
    ("between the terms lies something else", lambda x: mp.sinpi(x) + x**-2, lambda: mp.zeta(2)),
    ("a second hill", lambda x: x**-2 + mp.exp(-((x - 300) ** 2)), lambda: mp.zeta(2) + mp.jtheta(3, 0, mp.exp(-1))),
    ("slower than geometric, faster than a power", lambda x: mp.exp(-mp.sqrt(x)), None),
    ("a power near 1", lambda x: x ** mpf("-1.05"), lambda: mp.zeta(mpf("1.05"))),
    ("changes its sign", lambda x: mp.log(x / 7) * x**-3, lambda: -mp.zeta(3, 1, 1) - mp.log(7) * mp.zeta(3)),
]


@pytest.mark.parametrize(("name", "f", "closed"), TERMS, ids=[row[0] for row in TERMS])
def test_slow_sums(name, f, closed):
    ctx = Evaluator(30).ctx

    def at(x):
        with mp.workprec(ctx.prec + 20):
            return ctx.mpf(f(mpf(x)))

    found = summation(at, 1, ctx.inf, ctx, [300], at)
    with mp.workdps(50):
        true = closed() if closed else mp.nsum(lambda k: mp.exp(-mp.sqrt(k)), [1, mp.inf], method="e")
        assert abs(found.value - true) <= 4 * found.error + abs(true) * mpf(10) ** -28
        assert found.error <= abs(true) * mpf(10) ** -26


LOGARITHMS = [
    f"(log (* {normal('1/3', 2)} (^ {normal('1/7', 3)} -1)))",
    f"(log (* {laplace('1/3', 2)} (^ {normal(0, 1)} -1)))",
    f"(log (* {beta('3/10', 4)} (^ {beta(2, '1/3')} -1)))",
    f"(log (* {poisson(3)} (^ {gamma('5/2')} -1)))",
    "(log (* x (+ -2 x) (+ -3 x) (exp x)))",
    "(log (^ (+ -1/2 x) 2))",
    "(log (* (^ (+ -1/2 x) 3) (^ (+ -2 x) -1)))",
    "(log (* 0 x))",
]


@pytest.mark.parametrize("text", LOGARITHMS)
def test_logarithms_taken_apart_are_the_same(text):
    """Or undefined at the same places."""
    plain = parse(text)
    taken = apart(plain, "x", (Fraction(0), Fraction(1)))
    evaluator = Evaluator(40)
    for x in (Fraction(1, 100), Fraction(1, 3), Fraction(9, 10)):
        results = []
        for term in (plain, taken):
            try:
                results.append(evaluator.attempt(term, {"x": x}).value)
            except Undefined:
                results.append(None)
        before, after = results
        assert (before is None) == (after is None)
        assert before is None or abs(before - after) <= 1e-36 * max(1, abs(before))


def test_the_logarithm_of_a_ratio_of_near_bells_is_a_line():
    ratio = parse(f"(log (* {normal(0, 1)} (^ {normal('1/1000000000000', 1)} -1)))")
    assert "exp" not in dump(apart(ratio, "x", (None, None)))
    assert "(^ x 2)" not in dump(apart(ratio, "x", (None, None)))
