"""Each row of each table of functions, against mpmath at random places: definitions, values, recurrences, signs, slopes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import mpmath
import pytest
from mpmath import mp, mpf
from random_terms import TooLarge, Undefined, Unsure, truth, value

from symbinfo.trusted import dump, free_symbols, parse
from symbinfo.trusted.proof import function_rules
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.forms import ONE, Algebra
from symbinfo.trusted.proof.number_bounds import bounds_of_base
from symbinfo.trusted.proof.polynomial_series import terminating
from symbinfo.trusted.proof.sign_sets import NEGATIVE, POSITIVE, ZERO
from symbinfo.trusted.terms import conjuncts

WHOLE = {("polygamma", 0), ("harmonic", 0)}
FAILS = (Undefined, Unsure, ValueError, ZeroDivisionError, mpmath.libmp.NoConvergence)


def places(head: str, names: list[str], count: int = 30):
    """Random values of parameters: on both sides of 0, of 1, and whole where the function wants it."""
    rng = Random(head + " ".join(names))
    for _ in range(count):
        where = {}
        for i, name in enumerate(names):
            scale = rng.choice((1, 1, 3))
            where[name] = Fraction(rng.randint(-200, 400), 101) * scale
            if (head, i) in WHOLE or head == "binomial":
                where[name] = Fraction(rng.randint(0, 4))
            if head == "betainc" and name in ("x", "y"):
                where[name] = Fraction(rng.randint(0, 50), 50)
            if head == "polygamma" and name == "n":
                where[name] = Fraction(rng.randint(0, 4))
        yield where


def agreements(left, right, condition, where_all):
    """At how many places the condition holds and both sides have a value; they must be equal."""
    seen = 0
    with mp.workdps(40):
        for where in where_all:
            try:
                if condition != "true" and not holds(condition, where):
                    continue
                one = value(left, where)
            except FAILS:
                continue
            try:
                other = value(right, where)  # Defined wherever the left side is.
            except TooLarge:
                continue
            assert abs(one - other) <= mpf(10) ** -22 * (1 + abs(one)), (dump(left), where, one, other)
            seen += 1
    return seen


def tied(where, condition):
    """A place at which what a condition says to be equal is equal: ``(= e (+ b 1))``."""
    equations = [part for part in conjuncts(condition) if is_equation(part)]
    return {**where, **{name: other for _, name, other in equations}}


def is_equation(condition):
    return isinstance(condition, tuple) and condition[0] == "=" and isinstance(condition[1], str)


def holds(condition, where):
    if condition[0] == "and":
        return all(holds(part, where) for part in condition[1:])
    return truth(condition, where)


def names_in(arguments):
    return [a for a in dict.fromkeys(arguments) if isinstance(a, str)]


def rows_with(*words):
    """The rows of all functions whose first word is one of these, with the head; by default definitions and values."""
    return [
        (head, rule)
        for head in function_rules.table()
        for word in (words or (head,))
        for rule in function_rules.rules(head, word)
    ]


def named(row):
    return dump((row[0], *row[1].pattern)) if isinstance(row, tuple) else str(row)


ROWS = [row for row in rows_with() if row[0] != "binomial"]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_definition_or_value_is_true(row):
    head, rule = row
    left = (head, *rule.pattern)
    where_all = [tied(where, rule.condition) for where in places(head, names_in(rule.pattern), 60)]
    rest = ("and", *(part for part in conjuncts(rule.condition) if not is_equation(part)))
    found = agreements(left, rule.value, rest if rule.condition != "true" else "true", where_all)
    assert found >= 3 or (not names_in(rule.pattern) and found), row


def test_the_binomial_coefficient_is_that_of_whole_numbers():
    (rule,) = function_rules.rules("binomial", "binomial")
    everywhere = ({"n": Fraction(n), "k": Fraction(k)} for n in range(7) for k in range(n + 1))
    assert agreements(("binomial", *rule.pattern), rule.value, "true", everywhere) == 28


@pytest.mark.parametrize("row", rows_with("down", "up"), ids=named)
def test_a_recurrence_is_true(row):
    head, rule = row
    found = agreements((head, *rule.pattern), rule.value, rule.condition, places(head, names_in(rule.pattern), 60))
    assert found >= 5, row


@pytest.mark.parametrize("row", rows_with("half"), ids=named)
def test_a_function_of_an_argument_and_a_half_is_true(row):
    head, rule = row
    left = (head, *rule.pattern[:-1], ("+", rule.pattern[-1], Fraction(1, 2)))
    assert agreements(left, rule.value, rule.condition, places(head, names_in(rule.pattern), 60)) >= 5


@pytest.mark.parametrize("row", rows_with("mirror"), ids=named)
def test_a_mirrored_function_is_true(row):
    head, rule = row
    points = [{rule.name: Fraction(k, 41)} for k in range(21, 41)]
    assert agreements((head, *rule.pattern), rule.value, rule.condition, points) == len(points)


@pytest.mark.parametrize(
    "row", [row for row in rows_with("slope") if names_in(row[1].pattern) != list(row[1].pattern)], ids=named
)
def test_a_derivative_in_a_parameter_is_true(row):
    head, rule = row
    place = function_rules.table()[head][0].index(rule.name)
    plain = [head, *rule.pattern]
    point, plain[place + 1] = plain[place + 1], "parameter"
    left = ("diff", tuple(plain), "parameter", point, 1)
    seen = 0
    with mp.workdps(30):
        for where in places(head, names_in(rule.pattern), 40):
            try:
                one = value(left, where)
                other = value(rule.value, where)
            except FAILS:
                continue
            assert abs(one - other) <= mpf(10) ** -9 * (1 + abs(one)), (row, where)
            seen += 1
    assert seen >= 3


def test_a_series_that_ends_is_its_polynomial():
    for text in ("(hyper1f1 -3 b z)", "(hyper2f1 -2 a b z)", "(hyper2f1 a -4 b z)", "(hyper3f2 -3 a 2 b 3 z)"):
        term = parse(text)
        numbers = [{(): part} if isinstance(part, int) else ONE for part in term[1:]]
        ((condition, polynomial),) = terminating(term, numbers)
        points = [{"a": Fraction(k, 3), "b": Fraction(5, k), "z": Fraction(-k, 4)} for k in range(1, 8)]
        assert all(holds(condition, point) for point in points)
        assert agreements(term, polynomial, "true", points) >= 5
    assert not list(terminating(parse("(hyper2f1 a 2 b z)"), [ONE] * 4))
    assert not list(terminating(parse("(gamma -3)"), [{(): -3}]))


@pytest.mark.parametrize("head", [head for head in function_rules.table() if function_rules.signs_of(head)])
def test_the_sign_of_a_function_is_true(head):
    rng, seen = Random(head), 0
    names, _ = function_rules.table()[head]
    for sign, asked in function_rules.signs_of(head):
        for _ in range(25):
            values = [Fraction(rng.randint(-300, 300), 101) for _ in names]
            for place, number, allowed in asked:
                sides = [s for mask, s in ((NEGATIVE, -1), (ZERO, 0), (POSITIVE, 1)) if mask & allowed]
                values[place] = (
                    number + rng.choice(sides) * Fraction(rng.randint(1, 300), 101) if sides else rng.randint(-5, 5)
                )
            try:
                with mp.workdps(25):
                    found = value((head, *values), {})
            except FAILS:
                continue
            assert (POSITIVE if found > 0 else NEGATIVE if found < 0 else ZERO) & sign, (head, values, found)
            seen += 1
    assert seen >= 5


def test_what_a_sign_asks_is_what_its_row_says():
    assert function_rules.signs_of("besseli")[0] == (POSITIVE, ((0, 0, 0), (1, 0, POSITIVE)))
    assert function_rules.signs_of("zeta") == ((POSITIVE, ((0, 1, POSITIVE),)),)
    assert (NEGATIVE, ((0, 2, ZERO), (1, 0, POSITIVE))) in function_rules.signs_of("polygamma")
    assert function_rules.signs_of("unheard") == ()


PARTIALS = [
    (head, place)
    for head, (names, _) in function_rules.table().items()
    for place in range(len(names))
    if function_rules.partial(head, place) is not None
]


@pytest.mark.parametrize(("head", "place"), PARTIALS)
def test_a_partial_derivative_is_true(head, place):
    rule = function_rules.partial(head, place)
    left = (head, *rule.pattern)
    seen = 0
    with mp.workdps(30):
        for where in places(head, list(rule.pattern), 40):
            if head == "binomial":
                where = {"n": where["n"] + Fraction(1, 3), "k": where["k"] + Fraction(1, 7)}
            try:
                one = value(("diff", left, left[place + 1], left[place + 1], 1), where)
                other = value(rule.value, where)
            except (*FAILS, KeyError):
                continue
            assert abs(one - other) <= mpf(10) ** -8 * (1 + abs(one)), (head, place, where, one, other)
            seen += 1
    assert seen >= 2 or head in ("zeta", "Si", "Ci")


WORDS = {
    "defined",
    "no-pole",
    "analytic",
    "slope",
    "positive",
    "negative",
    "nonnegative",
    "odd",
    "down",
    "up",
    "half",
    "mirror",
}


@pytest.mark.parametrize("head", function_rules.table())
def test_the_rows_of_a_function_are_read(head):
    from symbinfo.trusted import HEADS

    names, rows = function_rules.table()[head]
    assert HEADS[head] == len(names) == len(set(names))
    for what, formula, where, source in rows:
        assert what.split(",")[0].split()[0] in WORDS | {head}, what
        free = {n for text in (formula, where) if text for n in free_symbols(parse(text))}
        _, _, pattern = what.rpartition(", ")
        known = set(names) if not pattern.startswith(f"{head} ") else set(pattern.split())
        assert free <= known, (head, what)
        assert bool(formula) == (what.split()[0] not in {"defined", "analytic", "odd"} | set(function_rules._SIGNS))
        assert not source or source.startswith("["), source
    assert sum(len(function_rules.rules(head, word)) for word in WORDS | {head}) == len(rows)


@pytest.mark.parametrize("head", [head for head in function_rules.table() if function_rules.rules(head, "odd")])
def test_an_odd_function_is_odd(head):
    assert value((head, Fraction(1, 3)), {}) == -value((head, Fraction(-1, 3)), {})


def test_bounds_of_numbers_are_bounds():
    algebra = Algebra()
    prime = [algebra.base("prime", p) for p in (2, 3, 7, 997)]
    with mp.workdps(60):
        cases = [
            (("constant", name), getattr(mp, own))
            for name, own in (("%pi", "pi"), ("%e", "e"), ("%gamma", "euler"), ("%catalan", "catalan"))
        ]
        cases += [(("prime", p), mpf(p)) for p in (2, 3, 7, 997)]
        cases += [(("log", b), mpmath.log(algebra.bases[b][1])) for b in prime]
        for base, exact in cases:
            for power in (1, 2, -1, -3, Fraction(1, 2), Fraction(-3, 4)):
                found = bounds_of_base(base, algebra, power)
                if found is None:
                    assert Fraction(power).denominator != 1
                    continue
                low, high = (mpf(x.numerator) / x.denominator for x in map(Fraction, found))
                own = mpmath.power(exact, mpf(Fraction(power).numerator) / Fraction(power).denominator)
                exactly = base[0] == "prime" and Fraction(power).denominator == 1
                assert (low <= own <= high if exactly else low < own < high) and high - low < mpf(10) ** -24 * (1 + own)


def test_every_head_has_a_domain_or_is_refused():
    from symbinfo.trusted import HEADS

    context = Context({"x": "open probability", "n": "positive integer"})
    conditions = {"and", "or", "not", "<", "<=", "=", "!=", "integer", "case"}
    for head in sorted(set(HEADS) - conditions - {"integral", "sum", "limit", "diff", "cases", "apply"}):
        arguments = ["x"] * (HEADS[head] or 2)
        left_over = undefined((head, *arguments), context)
        assert not any("has no row" in text for text in left_over), head
    assert undefined(("unheard", "x"), context) == ("unheard has no row",)
