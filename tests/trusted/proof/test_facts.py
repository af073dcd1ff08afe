"""The stored facts against quadrature, summation and derivatives in numbers; against the copy that the rules have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from runpy import run_path
from typing import Any

import fact_oracle as oracle
import pytest
from mpmath import mp

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.integrals.normalisers import INTEGRALS, Normaliser
from symbinfo.derivation.integrals.normalising_sums import SUMS
from symbinfo.trusted import CertificateError, Term, dump, free_symbols, parse
from symbinfo.trusted.proof.facts import FACTS, Fact
from symbinfo.trusted.proof.facts.axioms import axioms_in_words
from symbinfo.trusted.proof.facts.circle_integrals import CIRCLE_INTEGRALS
from symbinfo.trusted.terms import BINDERS

EVERY = pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
SHARP = {name: fact for name, fact in FACTS.items() if fact.sharp}


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mp.workdps(oracle.DIGITS):
        yield


@cache
def integrals(fact: Fact) -> tuple[list[Any], ...]:
    return tuple(oracle.integral(fact, point, orders=2) for point in oracle.points(fact))


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@EVERY
def test_the_value_is_the_integral_and_so_are_its_derivatives(fact: Fact) -> None:
    value = fact.terms[3]
    assert len(oracle.points(fact)) >= 6
    for point, (found, *slopes) in zip(oracle.points(fact), integrals(fact), strict=True):
        assert not oracle.differs(found, oracle.number(value, point)), point
        for i, slope in enumerate(slopes):
            name, order = fact.differentiable[i // 2], i % 2 + 1
            along = mp.diff(lambda x, p=point, n=name: oracle.number(value, {**p, n: x}), point[name], order)
            assert abs(slope - along) < 1e-20 * (abs(slope) + abs(along) + abs(found)), (name, order, point)


@pytest.mark.parametrize("fact", SHARP.values(), ids=SHARP)
def test_a_sharp_integral_grows_without_end_where_it_does_not_converge(fact: Fact) -> None:
    assert len(oracle.beyond(fact)) >= 6
    assert [point for point in oracle.beyond(fact) if not oracle.grows(fact, point)] == []
    assert oracle.well_inside(fact)
    assert [point for point in oracle.well_inside(fact) if oracle.grows(fact, point)] == []


def test_an_integral_that_is_not_sharp_can_converge_beyond_its_condition() -> None:
    loose = [f for f in FACTS.values() if not f.sharp and f.converges != "true"]
    assert [f.name for f in loose] == [
        "incomplete-gamma-integral",
        "tricomi-integral",
        "struve-integral",
        "bessel-integral-on-an-interval",
        "modified-bessel-integral",
        "polylogarithm-series",
    ]
    # Over the interval it is loose at t = 0 alone, which its domain leaves out; the series is that of zeta at r = 1.
    for fact in [f for f in loose if f.name not in ("bessel-integral-on-an-interval", "polylogarithm-series")]:
        point = {name: mp.mpf("1.5") for name in fact.parameters} | {"p": mp.mpf(-3), "c": mp.zero, "b": mp.zero}
        point = {n: x for n, x in point.items() if n in fact.parameters} | ({"c": mp.one} if "b" in point else {})
        point |= {"c": mp.zero} if not fact.name.startswith("modified") else {}
        point |= {"s": mp.mpf("-0.75"), "p": mp.mpf("-0.5")} if "s" in fact.parameters else {}
        point = {n: x for n, x in point.items() if n in fact.parameters}
        assert not oracle.number(fact.terms[2], point)
        assert not oracle.grows(fact, point)


def mutants(term: Term) -> Iterator[tuple[str, Term]]:
    """The term with one leaf changed: a shift by one, a factor of two, another sign."""
    if isinstance(term, tuple):
        for i, part in enumerate(term[1:], 1):
            for change, new in mutants(part):
                yield change, (*term[:i], new, *term[i + 1 :])
        return
    yield "shift", ("+", term, 1)
    if term != 0:
        yield "factor", ("*", 2, term)
        yield "sign", ("*", -1, term)


def is_noticed(fact: Fact, value: Term) -> bool:
    for point, (found, *_) in zip(oracle.points(fact), integrals(fact), strict=True):
        try:
            if oracle.differs(found, oracle.number(value, point)):
                return True
        except (ArithmeticError, ValueError, mp.NoConvergence):
            return True  # not defined there
    return False


#: Where another sign is no change: under |.|, or under a square.
EVEN = re.compile(r"\(abs \(\* -1 \w+\)\)|\(\^ \(\* -1 \w+\) -?2\)")


@EVERY
def test_a_value_with_one_leaf_changed_is_noticed(fact: Fact) -> None:
    changed = list(mutants(fact.terms[3]))
    assert len(changed) >= 2
    missed = [(change, dump(value)) for change, value in changed if not is_noticed(fact, value)]
    assert [m for m in missed if not (m[0] == "sign" and EVEN.search(m[1]))] == []


@pytest.mark.parametrize("fact", SHARP.values(), ids=SHARP)
def test_a_condition_with_one_leaf_changed_is_noticed(fact: Fact) -> None:
    """Some place where the other condition is wrong: there the integral is known to converge, or to diverge."""
    truth = [(p, True) for p in oracle.points(fact)] + [(p, False) for p in oracle.beyond(fact)]

    def is_wrong(condition: Term) -> bool:
        try:
            return any(oracle.number(condition, point) != known for point, known in truth)
        except ArithmeticError:
            return True

    # A factor of two may change nothing, nor may m for 1/m.
    other = [c for change, c in mutants(fact.terms[2]) if change != "factor" and "(* -1 -1)" not in dump(c)]
    assert [dump(c) for c in other if not is_wrong(c)] == []


# --- rows ------------------------------------------------------------------------------------------------------------

KINDS = {"real", "positive", "nonnegative", "nonzero", "integer", "nonnegative integer", "positive integer"}


def heads(term: Term) -> set[str]:
    return {term[0]}.union(*map(heads, term[1:])) if isinstance(term, tuple) else set()


@EVERY
def test_a_row_is_of_the_shape_that_it_promises(fact: Fact) -> None:
    (head, body, variable, lower, upper), domain, converges, value = fact.terms
    assert head in ("integral", "sum")
    assert not heads(body) & BINDERS
    assert re.fullmatch(r"DLMF \d+\.\d+(\.\d+|\([ivx]+\))", fact.reference)
    assert set(fact.parameters.values()) <= KINDS
    assert free_symbols(fact.terms[0]) == set(fact.parameters)
    assert free_symbols(value) | free_symbols(domain) | free_symbols(converges) <= set(fact.parameters)
    assert variable not in fact.parameters
    # Open in all that may move: strict conditions, no ends of the range, no integers.
    loose = {"<="} if fact.differentiable else set()
    assert (loose | {"=", "or", "not", "integer"}).isdisjoint(heads(fact.condition))
    fixed = free_symbols(lower) | free_symbols(upper) | {p for p, k in fact.parameters.items() if "integer" in k}
    orders = set(re.findall(r"\(besseli (\w+) ", fact.integral))  # no derivative in them has a name
    open_ones = set(fact.parameters) - fixed - set(oracle.places(fact)) - orders
    assert set(fact.differentiable) == (set() if fact.name.endswith("-closed") else open_ones)
    assert fact.name.startswith(fact.completes)
    assert fact.completes in {"", *FACTS}


def test_names_are_distinct_and_every_gap_has_a_row_that_fills_it() -> None:
    completed = {fact.completes for fact in FACTS.values()}
    assert {name for name, fact in FACTS.items() if "!=" in fact.domain} <= completed
    assert len(FACTS) == len({fact.name for fact in FACTS.values()}) == 84


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("power-integral-at-minus-one", {"p": -1}),
        ("affine-power-integral-at-minus-one", {"s": -1}),
        ("bounded-exponential-integral-at-zero", {"t": 0}),
        ("bounded-exponential-integral-tail-at-zero", {"t": 0}),
        ("two-sided-exponential-integral-at-equal-rates", {"c": "b"}),
        ("bessel-integral-at-zero", {"t": 0, "u": 0}),
    ],
)
def test_the_value_at_a_gap_is_the_limit(name: str, at: dict[str, Any]) -> None:
    fact = FACTS[name]
    general = FACTS[fact.completes]
    for point in oracle.points(fact):
        near = {**point, **{p: (point[x] if isinstance(x, str) else x) + mp.mpf("1e-20") for p, x in at.items()}}
        there = oracle.number(fact.terms[3], point)
        assert abs(oracle.number(general.terms[3], near) - there) < mp.mpf("1e-15") * (1 + abs(there))


# --- at values -------------------------------------------------------------------------------------------------------


def test_parameters_are_replaced_all_at_once() -> None:
    integral, condition, value = FACTS["beta-integral"].instantiate({"p": "q", "q": ("+", "p", "y")}, "x")
    assert integral == parse("(integral (* (^ x q) (^ (+ 1 (* -1 x)) (+ p y))) x 0 1)")
    assert condition == parse("(and (< -1 q) (< -1 (+ p y)))")
    assert value == parse("(beta (+ q 1) (+ (+ p y) 1))")


def test_kinds_are_demanded_of_the_values() -> None:
    assert FACTS["binomial-theorem"].kinds_at({"r": ("exp", "t"), "n": "k"}) == tuple(
        map(parse, ["(< 0 (exp t))", "(<= 0 k)", "(integer k)"])
    )
    assert FACTS["gamma-integral"].kinds_at({"p": 1, "c": 1, "m": "m"}) == (("!=", 0, "m"),)


@pytest.mark.parametrize(
    ("values", "variable", "complaint"),
    [
        ({"p": 1}, "x", "missing or unknown parameter 'q'"),
        ({"p": 1, "q": 1, "r": 1}, "x", "missing or unknown parameter 'r'"),
        ({"p": 1, "q": ("+", "x", 1)}, "x", "holds the variable x"),
        ({"p": 1, "q": "%oo"}, "x", "q is a finite number"),
        ({"p": 1, "q": ("*", -1, "%-oo")}, "x", "q is a finite number"),
        ({"p": ("<", 0, 1), "q": 1}, "x", "p is a finite number"),
        ({"p": 1, "q": 1}, "%pi", "bad name"),
    ],
)
def test_values_that_are_none_are_refused(values: dict[str, Any], variable: str, complaint: str) -> None:
    with pytest.raises(CertificateError, match=re.escape(complaint)):
        FACTS["beta-integral"].instantiate(values, variable)


def test_an_infinite_end_inside_a_value_is_no_infinite_value() -> None:
    total = parse("(integral (exp (* -1 u)) u 0 %oo)")
    assert FACTS["beta-integral"].instantiate({"p": total, "q": 1}, "x")[2] == ("beta", ("+", total, 1), ("+", 1, 1))


def test_only_a_sharp_fact_says_where_it_is_infinite() -> None:
    table: dict[str, Term] = {"p": "a", "q": 1, "s": 2, "u": "w"}
    _, domain, converges = FACTS["hypergeometric-integral"].divergence(table, "x")
    assert (domain, converges) == (parse("(< w 1)"), parse("(and (< -1 a) (< -1 1))"))
    with pytest.raises(CertificateError, match="need not be infinite"):
        FACTS["incomplete-gamma-integral"].divergence({"p": 1, "c": 1, "l": 1}, "x")


# --- the other copy --------------------------------------------------------------------------------------------------

RULES = {row.name: row for row in (*INTEGRALS, *SUMS)}
BOTH = pytest.mark.parametrize("row", RULES.values(), ids=RULES)
#: Of which the rules have no row but a file of its own.
ELSEWHERE = {"poisson-integral", "sum-of-ones"} | {
    "bose-integral", "bessel-gaussian-integral", "beta-binomial-sum", "power-integral-to-infinity", "vandermonde-sum",
    "beta-series", "error-function-exponential-integral", "poisson-integral-of-a-half-line", "cauchy-integral",
    "cauchy-integral-of-a-half-line", "legendre-integral", "goodwin-staton-logarithm", "logistic-logarithm",
    *(fact.name for fact in CIRCLE_INTEGRALS),
}  # fmt: skip
#: Tails that are the fact itself, with z for its lower end.
OWN_TAILS = {"power-integral", "incomplete-gamma-integral"}
#: What the rules allow and a fact does not, and the other way round.
STRICTER = {
    "power-integral": "ends that are 0 or in the wrong order",
    "bounded-exponential-integral": "an upper end of 0",
    "hypergeometric-integral": "u >= 1, where 1 - u y is negative inside the range",
    "hypergeometric-integral-on-the-half-line": "u <= 0, where 1 + u y is",
    "gaussian-integral-between-points": "ends in the wrong order",
    **dict.fromkeys(("tricomi-integral", "struve-integral"), "u = 0, where the kernel is that of the gamma integral"),
    "bessel-integral": "t = u = 0, where the root has no derivative",
}
LOOSER = dict.fromkeys(("binomial-theorem", "geometric-sum"), "n = 0")


def test_both_copies_have_the_same_names() -> None:
    tails = {f"{name}-tail" for name, row in RULES.items() if row.tail is not None and name not in OWN_TAILS}
    assert {name for name, fact in FACTS.items() if not fact.completes} == set(RULES) | tails | ELSEWHERE
    assert not {row.name for row in RULES.values() if row.reference != FACTS[row.name].reference}


@BOTH
def test_both_copies_say_the_same(row: Normaliser) -> None:
    fact = FACTS[row.name]
    head, body, variable, lower, upper = fact.terms[0]
    assert head == ("integral" if row in INTEGRALS else "sum")
    assert variable == row.variable.name
    assert {p.name for p in row.parameters} == set(fact.parameters)
    assert fact.sharp == row.sharp or fact.converges == "true"
    for point in oracle.points(fact):
        pairs = [(fact.terms[3], row.value), (lower, row.lower), (upper, row.upper)]
        for mine, theirs in pairs:
            left, right = oracle.number(mine, point), oracle.number(term_of(theirs), point)
            assert left == right or not oracle.differs(left, right), (mine, point)
        for place in (1, 2, 3) if head == "sum" else (0.2, 0.7, 0.9):
            there = {**point, variable: mp.mpf(place)}
            assert not oracle.differs(oracle.number(body, there), oracle.number(term_of(row.kernel), there))


@pytest.mark.parametrize("row", [r for r in RULES.values() if r.tail is not None], ids=lambda r: r.name)
def test_both_copies_have_the_same_tails(row: Normaliser) -> None:
    own = row.name in OWN_TAILS
    fact = FACTS[row.name if own else f"{row.name}-tail"]
    for point in oracle.points(fact):
        there = {**point, "z": point["l"]} if own else point
        assert not oracle.differs(oracle.number(fact.terms[3], point), oracle.number(term_of(row.tail), there))


def allowed_by_rules(row: Normaliser, point: oracle.Point) -> bool:
    kinds = {"positive": lambda x: x > 0, "nonnegative": lambda x: x >= 0, "integer": mp.isint}
    for symbol in row.parameters:
        if any(getattr(symbol, f"is_{k}") and not test(point[symbol.name]) for k, test in kinds.items()):
            return False
    gaps = all(oracle.number(term_of(gap), point) != 0 for gap in row.removable)
    return gaps and bool(oracle.number(term_of(row.requires), point))


def allowed_by_fact(fact: Fact, point: oracle.Point) -> bool:
    return all(oracle.number(part, point) for part in (*fact.kinds_at({n: n for n in point}), fact.condition))


@BOTH
def test_both_copies_hold_under_the_same_condition(row: Normaliser) -> None:
    fact, only = FACTS[row.name], set()
    kinds = dict.fromkeys(fact.parameters, "real")
    loose = Fact(fact.name, "", kinds, fact.integral, fact.value)
    for i, drawn in enumerate(oracle.draws(loose, 2000)):
        point = {name: mp.mpf(round(x)) if i % 2 else x for name, x in drawn.items()}
        try:
            theirs = allowed_by_rules(row, point)
        except ZeroDivisionError:
            theirs = False
        mine = allowed_by_fact(fact, point)
        if mine != theirs:
            only.add("mine" if mine else "theirs")
    assert only == ({"theirs"} if row.name in STRICTER else set()) | ({"mine"} if row.name in LOOSER else set())


# --- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FACTS))
def test_each_fact_is_said_in_words_with_its_reference(name: str) -> None:
    (line,) = axioms_in_words([name])
    assert line.startswith(f"{name} (DLMF ")
    assert " = " in line


def test_the_page_has_the_facts_as_they_are() -> None:
    docs = Path(__file__).parents[3] / "docs"
    script = run_path(str(docs / "facts.py"))
    text = (docs / "facts.md").read_text()
    assert script["page"](text) == text
    assert script["page"](text.replace("(< u 1)", "(< u 2)")) == text
    assert "(< u 1)" in text
