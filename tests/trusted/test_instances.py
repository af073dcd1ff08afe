"""Instances of abstract laws: masses with total 1, special members, and finite sums written out."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import mpmath
import pytest

from symbinfo.trusted.numbers.estimates import Unknown
from symbinfo.trusted.numbers.evaluator import Evaluator
from symbinfo.trusted.places.density_families import REGIMES, SHAPES
from symbinfo.trusted.places.instances import EQUAL, INDEPENDENT, UNIFORM, Instance, size_at
from symbinfo.trusted.terms import parse

KINDS = (("P", "mass on n m"), ("Q", "mass on n m"), ("R", "mass on n"), ("f", "map from m to n"))
SIZES = (("m", 3), ("n", 2))
MEMBERS = range(6)


def table(name, member):
    return Instance(KINDS, SIZES, member).table(name)


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("name", ["P", "Q", "R"])
def test_a_mass_is_positive_with_total_one(name, member):
    masses = table(name, member)
    assert sum(masses.values()) == 1
    assert min(masses.values()) > 0


@pytest.mark.parametrize("member", MEMBERS)
def test_masses_are_equal_at_one_point_only(member):
    assert (table("P", member) == table("Q", member)) == (member in (EQUAL, UNIFORM))


@pytest.mark.parametrize("member", MEMBERS)
def test_a_joint_mass_is_a_product_at_one_point_only(member):
    p = table("P", member)
    rows = {i: p[i, 1] + p[i, 2] + p[i, 3] for i in (1, 2)}
    columns = {j: p[1, j] + p[2, j] for j in (1, 2, 3)}
    product = all(p[i, j] == rows[i] * columns[j] for i, j in p)
    assert product == (member in (INDEPENDENT, UNIFORM))


def test_a_map_stays_in_its_target():
    values = table("f", 0)
    assert set(values) == {(1,), (2,), (3,)}
    assert set(values.values()) <= {1, 2}


def size(turn, place, name="n", regime="", largest=2):
    return size_at(turn, place, name, regime, largest, random.Random(1))


def test_sizes_differ_somewhere():
    assert any(size(i, 0) != size(i, 1) for i in MEMBERS)


def test_one_alphabet_has_one_letter_and_one_more_than_the_largest_constant():
    assert size(7, 0, regime="one letter") == 1
    assert size(7, 0, regime="many letters n", largest=40) > 40
    assert size(7, 1, "m", regime="many letters n", largest=40) <= 5
    assert size(7, 0, regime="vast alphabet n", largest=3) > math.exp(3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(sum (apply R x) x 1 n)", 1),
        ("(sum (sum (apply P x y) y 1 m) x 1 n)", 1),
        ("(sum (* x x) x 1 m)", 14),
        ("(sum (cases (case 1 (= x 2)) (case 0 true)) x 1 m)", 1),
    ],
)
def test_a_sum_is_written_out(text, expected):
    term = Instance(KINDS, SIZES, 0).written_out(parse(text))
    assert value(term) == expected


def value(term):
    if not isinstance(term, tuple):
        return term
    if term[0] == "+":
        return sum(value(t) for t in term[1:])
    if term[0] == "*":
        result = Fraction(1)
        for t in term[1:]:
            result *= value(t)
        return result
    raise AssertionError(f"{term[0]} was not written out")


@pytest.mark.parametrize("text", ["(apply P 3 1)", "(apply P 1 4)", "(apply P 0 1)", "(sum (apply P y x) y 1 m)"])
def test_outside_its_alphabet_a_mass_has_no_value(text):
    with pytest.raises(Unknown):
        Instance(KINDS, SIZES, 0).written_out(parse(text))


def test_a_long_sum_is_not_written_out():
    nested = parse("(sum (sum (sum (sum x a 1 60) b 1 60) c 1 60) d 1 60)")
    with pytest.raises(Unknown, match="too long"):
        Instance(KINDS, SIZES, 0).written_out(nested)


LINES = (("p", "density on R"), ("q", "density on R"))
SURFACES = (("p", "density on R R"),)


@pytest.mark.parametrize("regime", ["", *REGIMES])
@pytest.mark.parametrize("member", range(len(SHAPES)))
def test_a_density_integrates_to_one(regime, member):
    evaluator = Evaluator(15)
    term = ("integral", Instance(LINES, (), member, regime, "seed").density("q"), "x", "%-oo", "%oo")
    assert abs(evaluator.value(term, {}).value - 1) < 1e-12


def test_densities_are_drawn_from_the_seed_and_equal_at_one_point_only():
    made = {(m, seed, n): Instance(LINES, (), m, "", seed).density(n) for m in (0, 1) for seed in "ab" for n in "pq"}
    assert made[1, "a", "p"] == made[1, "a", "q"]
    assert made[0, "a", "p"] != made[0, "a", "q"]
    assert made[0, "a", "p"] != made[0, "b", "p"]


@pytest.mark.parametrize("member", range(3))
def test_a_density_on_the_plane_integrates_to_one(member):
    evaluator = Evaluator(15)
    density = Instance(SURFACES, (), member, "", "seed").density("p")

    def at(x, y):
        return float(evaluator.value(density, {"x": Fraction(x), "y": Fraction(y)}).value)

    step = 0.25
    grid = [k * step for k in range(-64, 65)]
    total = sum(at(x, y) for x in grid for y in grid) * step**2
    assert mpmath.almosteq(total, 1, abs_eps=1e-6)
