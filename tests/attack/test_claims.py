"""An attack on verdicts: claims made from seeds, each true or false by how it was made.

A false claim never holds, a true one is never refuted, and a witness has two values which are those of the two sides,
computed here by mpmath from textbook formulas. Run as a program, all claims are judged and counted by kinds:
``python tests/attack/test_claims.py``.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import mpmath
import pytest
from sympy import Symbol, lambdify, sympify

from symbinfo.verification.referee.verify import verify

SECONDS = 30.0
# Seeds of each kind: all, and with the slow tests.
SEEDS, GATED = 40, 4


class Base(NamedTuple):
    """A measure with its value by a textbook, the names of its positive parameters, and of its probabilities."""

    measure: str
    value: str
    positive: tuple[str, ...] = ()
    chances: tuple[str, ...] = ()


H = "(-{0}*log({0}) - (1 - {0})*log(1 - {0}))".format
BASES = (
    Base("H(Exponential(r))", "1 - log(r)", ("r",)),
    Base("H(Normal(m, s))", "log(2*pi*E*s**2)/2", ("s",)),
    Base("H(Laplace(m, b))", "1 + log(2*b)", ("b",)),
    Base("H(Gamma(k, t))", "k + log(t) + loggamma(k) + (1 - k)*digamma(k)", ("k", "t")),
    Base("H(Rayleigh(s))", "1 + log(s/sqrt(2)) + EulerGamma/2", ("s",)),
    Base("H(Weibull(c, k))", "EulerGamma*(1 - 1/k) + log(c/k) + 1", ("c", "k")),
    Base("H(Pareto(x, a))", "log(x/a) + 1 + 1/a", ("x", "a")),
    Base("H(Beta(a, 1))", "1 - 1/a - log(a)", ("a",)),
    Base("H(Bernoulli(p))", H("p"), (), ("p",)),
    Base("H(Geometric(p))", f"{H('p')}/p", (), ("p",)),
    Base("Tsallis(Bernoulli(p); 2)", "2*p*(1 - p)", (), ("p",)),
    Base("Renyi(Exponential(r); 2)", "log(2) - log(r)", ("r",)),
    Base("KL(Exponential(a) || Exponential(b))", "log(a/b) + b/a - 1", ("a", "b")),
    Base("KL(Poisson(a) || Poisson(b))", "a*log(a/b) - a + b", ("a", "b")),
    Base("KL(Normal(m, s) || Normal(n, t))", "log(t/s) + (s**2 + (m - n)**2)/(2*t**2) - 1/2", ("s", "t")),
    Base("KL(Gamma(k, t) || Gamma(k, u))", "k*(t/u - 1 - log(t/u))", ("k", "t", "u")),
    Base("KL(Bernoulli(p) || Bernoulli(q))", "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q))", (), ("p", "q")),
    Base("KL(Geometric(p) || Geometric(q))", "log(p/q) + (1 - p)/p*log((1 - p)/(1 - q))", (), ("p", "q")),
    Base("KL(Laplace(m, s) || Laplace(n, s))", "Abs(m - n)/s - 1 + exp(-Abs(m - n)/s)", ("s",)),
    Base("Chi2(Poisson(a) || Poisson(b))", "exp((a - b)**2/b) - 1", ("a", "b")),
)


class Case(NamedTuple):
    """A claim, whether it is true, and both of its sides for mpmath."""

    claim: str
    truth: bool
    relation: str
    value: str
    claimed: str
    given: tuple[str, ...] = ()


def stated(base: Base, relation: str, claimed: str, truth: bool) -> Case:
    return Case(f"{base.measure} {relation} {claimed}", truth, relation, base.value, claimed)


# --- pieces of formulas ----------------------------------------------------------------------------------------------


def number(rng: random.Random) -> str:
    return f"{rng.randint(1, 9)}/{rng.randint(1, 9)}"


def term(rng: random.Random, base: Base) -> str:
    """Something positive."""
    shapes = [f.format(x) for x in base.positive for f in ("{0}", "1/{0}", "sqrt({0})", "{0}**2", "(1 + {0})")]
    shapes += [f.format(x) for x in base.chances for f in ("{0}", "(1 - {0})", "{0}/(1 - {0})", "(1 + {0})")]
    return rng.choice(shapes)


def place(rng: random.Random, base: Base) -> tuple[str, str]:
    """A parameter and a number in its range."""
    name = rng.choice(base.positive + base.chances)
    low = rng.randint(2, 9)
    top = rng.randint(1, 12) if name in base.chances else rng.randint(5, 90)
    return name, f"{top}/{13 if name in base.chances else low + 2}"


def plain(rng: random.Random) -> Base:
    return rng.choice(BASES)


# --- what is true ----------------------------------------------------------------------------------------------------


def zero(rng: random.Random, base: Base) -> str:
    """An expression that is 0 wherever it has a value."""
    u, v = term(rng, base), term(rng, base)
    shapes = (
        f"(({u} + {v})**2 - ({u})**2 - 2*({u})*({v}) - ({v})**2)",
        f"(log(({u})*({v})) - log({u}) - log({v}))",
        f"(exp(log({u}) + log({v})) - ({u})*({v}))",
        f"(log(({u})**3) + 3*log(1/({u})))",
        f"(loggamma(1 + {u}) - loggamma({u}) - log({u}))",
        f"(digamma(1 + {u}) - digamma({u}) - 1/({u}))",
        f"(1/({u} + {v}) - 1/(({u})*(1 + ({v})/({u}))))",
        f"(exp({u})*exp({v}) - exp({u} + {v}))",
    )
    return rng.choice(shapes)


def shifted_by_zero(rng: random.Random) -> Case:
    base = plain(rng)
    return stated(base, "=", f"{base.value} + {number(rng)}*{zero(rng, base)}", True)


def respelled(rng: random.Random) -> Case:
    base = plain(rng)
    u = term(rng, base)
    shapes = (
        f"(({base.value})*({u}) + ({u}))/({u}) - 1",
        f"log(exp({base.value}))",
        f"2*({base.value}) - log(exp({base.value})*1)",
        f"({base.value} + log({u}))/2 + ({base.value} - log({u}))/2",
        f"-(-({base.value})/({u}))*({u})",
        f"(({base.value})*(1 + {u}) - ({base.value})*({u}))",
    )
    return stated(base, "=", rng.choice(shapes), True)


def with_a_gap(rng: random.Random) -> Case:
    base = plain(rng)
    name, at = place(rng, base)
    d = f"({name} - {at})"
    shapes = (f"({base.value})*({name}**2 - ({at})**2)/({d}*({name} + {at}))", f"{base.value} + {d}**2/{d} - {d}")
    return stated(base, "=", rng.choice(shapes), True)


def loose(rng: random.Random) -> Case:
    base, c = plain(rng), number(rng)
    u, v = term(rng, base), term(rng, base)
    more = rng.choice((c, f"{c}*({u})", f"{c}*exp(-({u}))", f"(({u}) - ({v}))**2 + {c}", f"{c}*log(1 + {u})"))
    return around(rng, base, more, strict=rng.random() < 0.5)


def slackened(rng: random.Random, base: Base) -> str:
    """Something that is at least 0, and 0 somewhere or in the limit."""
    u, v, c = term(rng, base), term(rng, base), number(rng)
    name = rng.choice(base.positive + base.chances)
    shapes = [
        f"({u} - 1 - log({u}))",
        f"({c} - 1 - log({c}) + ({u}) - log(1 + {u}))",
        f"(sqrt({u}) - sqrt({v}))**2",
        f"(({u})/({v}) - 1 - log(({u})/({v})))",
        f"(exp({u}) - 1 - ({u}))",
        f"(log(1 + {u}) - ({u})/(1 + {u}))",
        f"(({u})*log(({u})/({v})) - ({u}) + ({v}))",
        f"(1/({u}) - 1 + log({u}))",
        f"(1 - ({u})*log(1 + 1/({u})))",
    ]
    if base.chances:
        shapes += [f"(log(2) - {H(name)})", f"({H(name)} - 4*log(2)*{name}*(1 - {name}))", f"(1 - 2*{name})**2"]
    else:
        shapes += [f"(log({name}) - digamma({name}))", f"(1/{name} - log({name}) + digamma({name}))"]
    return f"{rng.choice(('1', c))}*{rng.choice(shapes)}"


def around(rng: random.Random, base: Base, more: str, strict: bool = False, truth: bool = True) -> Case:
    """The value with something that is at least 0 added, as an upper bound, or taken away, as a lower one."""
    sign, relation = rng.choice((("+", "<"), ("-", ">")))
    return stated(base, relation if strict else f"{relation}=", f"{base.value} {sign} ({more})", truth)


def tight(rng: random.Random) -> Case:
    base = plain(rng)
    return around(rng, base, slackened(rng, base))


# Claims by theorems, at constants up to the best one: the measure, the relation, the other side, the best constant, and
# whether a smaller constant keeps it true (1) or a larger one (-1).
THEOREMS = (
    ("KL(Bernoulli(p) || Bernoulli(q))", ">=", "{c}*(p - q)**2", "2", 1),
    ("KL(Exponential(a) || Exponential(b))", ">=", "{c}*(a - b)**2/Max(a, b)**2", "1/2", 1),
    ("KL(Exponential(a) || Exponential(b))", "<=", "{c}*(a - b)**2/(a*b)", "1", -1),
    ("KL(Poisson(a) || Poisson(b))", "<=", "{c}*(a - b)**2/b", "1", -1),
    ("KL(Poisson(a) || Poisson(b))", ">=", "{c}*(sqrt(a) - sqrt(b))**2", "1", 1),
    ("KL(Normal(m, s) || Normal(n, t))", ">=", "{c}*(m - n)**2/t**2", "1/2", 1),
    ("KL(Laplace(m, s) || Laplace(n, s))", "<=", "{c}*(m - n)**2/s**2", "1/2", -1),
    ("KL(Geometric(p) || Geometric(q))", ">=", "{c}*(p - q)**2/p", "2", 1),
    ("Tsallis(Bernoulli(p); 2)", "<=", "{c}", "1/2", -1),
    ("H(Bernoulli(p))", "<=", "{c}*log(2)", "1", -1),
    ("H(Bernoulli(p))", ">=", "{c}*log(2)*p*(1 - p)", "4", 1),
    ("H(Bernoulli(p))", "<=", "{c}*log(2)*sqrt(p*(1 - p))", "2", -1),
    ("H(Geometric(p))", "<=", "{c} - log(p)", "1", -1),
    ("H(Gamma(k, t))", "<=", "log({c}*pi*E*k*t**2)/2", "2", -1),
    ("H(Gamma(k, t))", "<=", "{c} + log(k*t)", "1", -1),
    ("H(Weibull(c, k))", "<=", "{c} + log(c*gamma(1 + 1/k))", "1", -1),
    ("H(Exponential(r))", "<=", "{c}/r", "1", -1),
    ("H(Beta(a, 1))", "<=", "{c}", "0", -1),
    ("H(Normal(m, s))", "<=", "log({c}*pi*E)/2 + s - 1", "2", -1),
    ("KL(Gamma(k, t) || Gamma(k, u))", "<=", "{c}*k*(t - u)**2/(t*u)", "1", -1),
)


def constant(rng: random.Random, best: str, way: int) -> str:
    """A constant beside the best one, near or far: on the true side for a way of 1 or -1 as the theorem has it."""
    return f"({best} - {way}*{rng.randint(1, 9)}/10**{rng.choice((1, 2, 4, 9))})"


def theorem(rng: random.Random) -> Case:
    measure, relation, side, best, way = rng.choice(THEOREMS)
    c = f"({best})" if rng.random() < 0.4 else constant(rng, best, way)
    base = next(b for b in BASES if b.measure == measure)
    return stated(base, relation, side.replace("{c}", c), True)


def equality_as_inequality(rng: random.Random) -> Case:
    base = plain(rng)
    return stated(base, rng.choice(("<=", ">=")), f"{base.value} + {number(rng)}*{zero(rng, base)}", True)


def at_an_edge(rng: random.Random, closed: bool) -> Case:
    """A strict inequality that is an equality at the end of a stated range, which belongs to it or not."""
    base = plain(rng)
    name, at = place(rng, base)
    more, sign = rng.choice(((f"{name} - {at}", ">"), (f"{at} - {name}", "<")))
    case = around(rng, base, f"{number(rng)}*({more})", strict=True, truth=not closed)
    return case._replace(given=(f"{name} {sign}{'=' if closed else ''} {at}",))


def open_edge(rng: random.Random) -> Case:
    return at_an_edge(rng, closed=False)


# --- what is false ---------------------------------------------------------------------------------------------------


def tiny(rng: random.Random) -> Case:
    base = plain(rng)
    return stated(base, "=", f"{base.value} + {term(rng, base)}/10**{rng.randint(12, 27)}", False)


def wrong_constant(rng: random.Random) -> Case:
    base = plain(rng)
    return stated(base, "=", f"{base.value}*(1 + {rng.choice((-1, 1))}/10**{rng.randint(12, 24)})", False)


def slip(rng: random.Random) -> Case:
    base = plain(rng)
    u, c = term(rng, base), number(rng)
    shapes = (f"{base.value} + log({u})", f"2*({base.value})", f"{base.value} - {c}", f"{base.value} + {c}*({u})", c)
    return stated(base, "=", rng.choice(shapes), False)


def bump(rng: random.Random) -> Case:
    base = plain(rng)
    name, at = place(rng, base)
    sharp = 10 ** rng.randint(1, 9)
    shape = rng.choice((f"exp(-(({name} - {at})*{sharp})**2)", f"1/(1 + (({name} - {at})*{sharp})**2)**9"))
    if rng.random() < 0.5:
        return stated(base, "=", f"{base.value} + {number(rng)}*{shape}", False)
    return around(rng, base, f"1/100 - {shape}", truth=False)


def kink(rng: random.Random) -> Case:
    base = plain(rng)
    name, at = place(rng, base)
    width = f"1/{rng.choice((100, 1000, 10**6))}"
    tent = f"Max(0, {width} - Abs({name} - {at}))"
    three = f"(Abs({name} - {at} - {width}) + Abs({name} - {at} + {width}) - 2*Abs({name} - {at}))"
    return stated(base, "=", f"{base.value} + {number(rng)}*{rng.choice((tent, three))}", False)


def kink_in_slack(rng: random.Random) -> Case:
    base = plain(rng)
    name, at = place(rng, base)
    return around(rng, base, f"Abs({name} - {at}) - 1/10**{rng.randint(2, 9)}", truth=False)


def wave(rng: random.Random) -> Case:
    base = plain(rng)
    name = rng.choice(base.positive + base.chances)
    if rng.random() < 0.5:
        return stated(base, "=", f"{base.value} + {number(rng)}*sin({2 ** rng.randint(3, 40)}*pi*{name})", False)
    return around(rng, base, f"(999/1000 - sin({rng.randint(3, 10**6)}*{name})**2)", truth=False)


def power_of_zero(rng: random.Random) -> Case:
    base = plain(rng)
    name, at = place(rng, base)
    shape = rng.choice((f"0**Abs({name} - {at})", f"0**(({name} - {at})**2)"))
    if rng.random() < 0.5:
        return stated(base, "=", f"{base.value} + {shape}", False)
    return around(rng, base, f"1/2 - {shape}", truth=False)


def steep(rng: random.Random) -> Case:
    base = plain(rng)
    name, n = rng.choice(base.positive + base.chances), 10 ** rng.randint(2, 5)
    shapes = (f"+ exp(-{n}*(1 + {name}))", f"+ log(1 + exp(-{n}*{name}))", f"+ 1 - tanh({n}*{name})")
    return stated(base, "=", f"{base.value} {rng.choice(shapes)}", False)


def far_out(rng: random.Random) -> Case:
    """False for large values alone, or for small ones."""
    base = plain(rng)
    name, n = rng.choice(base.positive + base.chances), rng.randint(3, 12)
    u = f"({name}/(1 - {name}))" if name in base.chances else name
    shapes = (f"1 - {u}/10**{n}", f"1 - 1/({u}*10**{n})", f"1 - log({u})/{n}", f"1 + log({u})/{n}")
    return around(rng, base, f"({rng.choice(shapes)})", truth=False)


def corner(rng: random.Random) -> Case:
    """False where two parameters are extreme together."""
    base = rng.choice([b for b in BASES if len(b.positive) > 1])
    u, v = rng.sample(base.positive, 2)
    n = rng.randint(2, 8)
    shapes = (f"1 - 1/(10**{n}*{u}*{v})", f"1 - {u}*{v}/10**{n}", f"1 - {u}/({v}*10**{n})")
    return around(rng, base, f"({rng.choice(shapes)})", truth=False)


def strict_at_tight(rng: random.Random) -> Case:
    """A strict inequality that is an equality somewhere inside."""
    base = plain(rng)
    u, v = (rng.choice(base.positive + base.chances) for _ in range(2))
    two = f"2*{u}" if u in base.chances else u
    shapes = [f"({two} - 1 - log({two}))", f"({two} - 1)**2", f"(1/({two}) - 1 + log({two}))"]
    shapes += [f"({u} - {v})**2"] if u != v else [f"({two} - 1)**4"]
    return around(rng, base, rng.choice(shapes), strict=True, truth=False)


def beyond_the_best(rng: random.Random) -> Case:
    """A theorem with a constant beyond the best one."""
    measure, relation, side, best, way = rng.choice(THEOREMS)
    base = next(b for b in BASES if b.measure == measure)
    return stated(base, relation, side.replace("{c}", constant(rng, best, -way)), False)


def barely_negative(rng: random.Random) -> Case:
    """A slack that is tight inside, less a tiny number."""
    base = plain(rng)
    name = rng.choice(base.positive + base.chances)
    two = f"2*{name}" if name in base.chances else name
    shape = rng.choice((f"{two} - 1 - log({two})", f"1/({two}) - 1 + log({two})", f"({two} - 1)**2"))
    return around(rng, base, f"({shape} - 1/10**{rng.randint(6, 25)})", truth=False)


def closed_edge(rng: random.Random) -> Case:
    return at_an_edge(rng, closed=True)


def gap_and_a_little(rng: random.Random) -> Case:
    base = plain(rng)
    name, at = place(rng, base)
    d = f"({name} - {at})"
    return stated(base, "=", f"{base.value}*{d}/{d} + {d}**2/{d} - {d} + 1/10**{rng.randint(9, 20)}", False)


TRUE = (respelled, shifted_by_zero, with_a_gap, loose, tight, theorem, equality_as_inequality, open_edge)
FALSE: tuple[Callable[[random.Random], Case], ...] = (
    *(tiny, wrong_constant, slip, bump, kink, kink_in_slack, wave, power_of_zero, steep, far_out, corner),
    *(strict_at_tight, beyond_the_best, barely_negative, gap_and_a_little, closed_edge),
)
# True claims come more often: there are fewer kinds of them.
REPEATED = 2
KINDS = (*TRUE, *FALSE)
ALL = [
    (kind, seed)
    for seed in range(SEEDS * REPEATED)
    for kind in KINDS
    if seed < SEEDS * (REPEATED if kind in TRUE else 1)
]


def made(kind: Callable[[random.Random], Case], seed: int) -> Case:
    return kind(random.Random(f"{kind.__name__}-{seed}"))


# --- judging ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def function(text: str) -> tuple[tuple[str, ...], Any]:
    """A formula as a function of mpmath."""
    names = {n: Symbol(n, real=True) for n in "abcdkmnpqrstuxy"}
    expr = sympify(text, locals=names, rational=True)
    symbols = sorted(expr.free_symbols, key=str)
    return tuple(s.name for s in symbols), lambdify(symbols, expr, "mpmath")


def value(text: str, parameters: dict[str, str]) -> Any:
    names, f = function(text)
    numbers = [mpmath.mpf(p) / mpmath.mpf(q or 1) for p, _, q in (parameters[n].partition("/") for n in names)]
    return f(*numbers)


def judged(case: Case) -> str:
    """The word for a claim, its witness looked at."""
    verdict = verify(case.claim, given=case.given, seconds=SECONDS)
    if verdict.verdict == "refuted":
        assert verdict.witness is not None, case
        right_witness(case, verdict.witness)
    else:
        assert verdict.witness is None, case
    return str(verdict.verdict)


def right_witness(case: Case, witness: Any) -> None:
    """Both printed values are those of the two sides, and the claim fails between them."""
    with mpmath.workdps(400):
        claimed, actual = value(case.claimed, witness["parameters"]), value(case.value, witness["parameters"])
        for printed, own in ((witness["claimed"], claimed), (witness["actual"], actual)):
            assert abs(mpmath.mpf(printed) - own) <= abs(own) * mpmath.mpf(10) ** -15, (case, witness, str(own)[:30])
        fails = {"=": actual != claimed, "<=": actual > claimed, ">=": actual < claimed}
        fails |= {"<": actual >= claimed, ">": actual <= claimed}
        close = case.relation in "<>" and abs(actual - claimed) <= abs(actual) * mpmath.mpf(10) ** -300
        assert fails[case.relation] or close, (case, witness)


@pytest.fixture(autouse=True)
def _without_diagnosis(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not what is tested, and half of the time."""
    monkeypatch.setattr("symbinfo.verification.diagnosis.slips.diagnose", lambda *args: "")


def never_wrong(kind: Callable[[random.Random], Case], seed: int) -> None:
    case = made(kind, seed)
    assert judged(case) != ("refuted" if case.truth else "holds"), case


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed"), ALL, ids=[f"{kind.__name__}-{seed}" for kind, seed in ALL])
def test_a_verdict_is_never_wrong(kind: Any, seed: int) -> None:
    never_wrong(kind, seed)


def test_a_witness_is_looked_at() -> None:
    case = stated(BASES[0], "=", "1 + log(r)", False)
    good = {"parameters": {"r": "2"}, "claimed": "1.6931471805599453094", "actual": "0.30685281944005469058"}
    right_witness(case, good)
    for wrong in ({"claimed": good["actual"]}, {"actual": "0.3068528194"}, {"parameters": {"r": "1"}}):
        with pytest.raises(AssertionError):
            right_witness(case, {**good, **wrong})


def counted(case: Case) -> tuple[str, str]:
    """Whether a verdict is right, open or wrong, and what is wrong."""
    try:
        word = judged(case)
    except Exception as error:
        return "wrong", f"{type(error).__name__}: {str(error)[:300]}"
    right = word == ("holds" if case.truth else "refuted")
    return ("right" if right else "open" if word == "undecided" else "wrong"), ""


def report(kinds: tuple[Any, ...] = KINDS) -> str:
    """All claims judged, until an interrupt: a table of kinds; what was wrong or open is told on the way."""
    import symbinfo.verification.diagnosis.slips as slips

    slips.diagnose = lambda *args: ""  # type: ignore[assignment]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    try:
        for kind, seed in [(kind, seed) for kind, seed in ALL if kind in kinds]:
            case, start = made(kind, seed), time.monotonic()
            word, note = counted(case)
            counts[kind.__name__][word] += 1
            if word != "right":
                line = f"{word} {time.monotonic() - start:.1f} s {kind.__name__}-{seed}: {case.claim} {note}"
                print(line, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print(f"interrupted at seed {seed}", file=sys.stderr)
    rows = ["| kind | claims | right | undecided | wrong |", "|---|---|---|---|---|"]
    for truth, some in (("true", TRUE), ("false", FALSE)):
        total: Counter[str] = Counter()
        for name in [k.__name__ for k in some if k.__name__ in counts]:
            c = counts[name]
            total += c
            rows.append(
                f"| {truth}: {name.replace('_', ' ')} | {c.total()} | {c['right']} | {c['open']} | {c['wrong']} |"
            )
        rows.append(f"| all {truth} | {total.total()} | {total['right']} | {total['open']} | {total['wrong']} |")
    return "\n".join(rows)


if __name__ == "__main__":
    wanted = set(sys.argv[1:])
    print(report(tuple(k for k in KINDS if not wanted or k.__name__ in wanted)))
