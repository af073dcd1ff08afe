"""Each row of each table of functions, against mpmath at random places: definitions, values, recurrences, signs, slopes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import mpmath
import pytest
from mpmath import mp, mpf
from random_terms import TooLarge, Undefined, Unsure, truth, value

from symbinfo.trusted import dump, parse
from symbinfo.trusted.proof import derivatives, function_rules
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.forms import Algebra
from symbinfo.trusted.proof.number_bounds import bounds_of_base
from symbinfo.trusted.proof.sign_sets import NEGATIVE, POSITIVE, ZERO

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


def holds(condition, where):
    if condition[0] == "and":
        return all(holds(part, where) for part in condition[1:])
    return truth(condition, where)


def names_in(arguments):
    return [a for a in dict.fromkeys(arguments) if isinstance(a, str)]


ROWS = [row for row in function_rules.rows_of(function_rules.REWRITINGS) if row[0].split()[0] != "binomial"]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_definition_or_value_is_true(row):
    head, *words = row[0].split()
    left = parse(f"({row[0]})")
    arguments = left[1:]
    assert len(words) == len(arguments)
    found = agreements(left, parse(row[1]), parse(row[2] or "true"), places(head, names_in(arguments), 60))
    assert found >= 3 or (not names_in(arguments) and found), row


def test_the_binomial_coefficient_is_that_of_whole_numbers():
    row = next(r for r in function_rules.rows_of(function_rules.REWRITINGS) if r[0].startswith("binomial"))
    everywhere = ({"n": Fraction(n), "k": Fraction(k)} for n in range(7) for k in range(n + 1))
    assert agreements(parse(f"({row[0]})"), parse(row[1]), "true", everywhere) == 28


@pytest.mark.parametrize("row", function_rules.RECURRENCES, ids=lambda row: row.head)
def test_a_recurrence_is_true_both_ways(row):
    left = parse(f"({row.head} {row.arguments})")
    for text, condition in ((row.down, row.down_if), (row.up, row.up_if)):
        found = agreements(left, parse(text), parse(condition or "true"), places(row.head, names_in(left[1:]), 60))
        assert found >= 5, (row.head, text)


@pytest.mark.parametrize("row", function_rules.PARAMETER_DERIVATIVES, ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_a_derivative_in_a_parameter_is_true(row):
    head, place, arguments, text = row
    plain = list(parse(f"({head} {arguments})"))
    names = names_in(plain[1:])
    point, plain[place + 1] = plain[place + 1], "parameter"
    left = ("diff", tuple(plain), "parameter", point, 1)
    seen = 0
    with mp.workdps(30):
        for where in places(head, names, 40):
            try:
                one = value(left, where)
                other = value(parse(text), where)
            except FAILS:
                continue
            assert abs(one - other) <= mpf(10) ** -9 * (1 + abs(one)), (row, where)
            seen += 1
    assert seen >= 3


@pytest.mark.parametrize("head", sorted(function_rules.SIGNS))
def test_the_sign_of_a_function_is_true(head):
    rng, seen = Random(head), 0
    for wanted, sign in function_rules.SIGNS[head]:
        for _ in range(25):
            values = []
            for offset, allowed in wanted:
                choices = [(NEGATIVE, -1), (ZERO, 0), (POSITIVE, 1)]
                side = rng.choice([s for mask, s in choices if mask & allowed])
                values.append(offset + side * Fraction(rng.randint(1, 300), 101))
            try:
                with mp.workdps(25):
                    found = value((head, *values), {})
            except FAILS:
                continue
            assert (POSITIVE if found > 0 else NEGATIVE if found < 0 else ZERO) & sign, (head, values, found)
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize(("head", "place"), sorted(derivatives._PARTIALS))
def test_a_partial_derivative_is_true(head, place):
    text = derivatives._PARTIALS[head, place]
    names = ["u", "v", "w", "p", "q", "r"]
    left_text = {"polygamma": "polygamma u v"}.get(head, f"{head} {' '.join(names[: _arity(head)])}")
    left = parse(f"({left_text})")
    right, seen = parse(text), 0
    with mp.workdps(30):
        for where in places(head, list(left[1:]), 40):
            if head == "binomial":
                where = {"u": where["u"] + Fraction(1, 3), "v": where["v"] + Fraction(1, 7)}
            try:
                one = value(("diff", left, left[place + 1], left[place + 1], 1), where)
                other = value(right, where)
            except (*FAILS, KeyError):
                continue
            assert abs(one - other) <= mpf(10) ** -8 * (1 + abs(one)), (head, place, where, one, other)
            seen += 1
    assert seen >= 2 or head in ("zeta", "Si", "Ci")


def _arity(head: str) -> int:
    from symbinfo.trusted import HEADS

    return HEADS[head] or 1


@pytest.mark.parametrize("head", sorted(function_rules.ODD))
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
