"""Maxima and minima as ends of ranges, part by part; and mass where a density is 0 at single places."""

from __future__ import annotations

import pytest

from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.refusal import Refused
from symbinfo.trusted.proof.signs import implied, sign
from symbinfo.trusted.proof.supports import demand_infinite, demand_mass_outside
from symbinfo.trusted.statements import Law, Measure
from symbinfo.trusted.terms import parse

NUMBERS = Context(
    {"m": "positive integer", "n": "positive integer", "l": "positive integer", "u": "real"},
    [parse("(<= m l)"), parse("(<= n l)")],
)


@pytest.mark.parametrize(("condition", "follows"), [
    ("(<= (max 0 (+ m n (* -1 l))) (min m n))", True), ("(<= (max 0 m) n)", False), ("(<= (min m u) l)", True),
    ("(<= l (max l u))", True), ("(< l (max l u))", False), ("(<= u (max m n))", False), ("(<= (min m n) u)", False),
    ("(< (max m n) (+ l 1))", True), ("(< (max m n) l)", False), ("(<= m (min l n))", False), ("(<= m (min l (+ l m)))", True),
    ("(integer (max 0 (+ m n (* -1 l))))", True), ("(integer (max 0 u))", False), ("(integer (min m 1/2))", False),
])  # fmt: skip
def test_what_follows_part_by_part(condition: str, follows: bool) -> None:
    assert implied(parse(condition), NUMBERS) is follows


@pytest.mark.parametrize(("term", "lower", "upper", "found"), [
    ("(+ n (* -1 k))", "(max 0 (+ m n (* -1 l)))", "(min m n)", "nonnegative"),
    ("(+ l (* -1 m) (* -1 n) k)", "(max 0 (+ m n (* -1 l)))", "(min m n)", "nonnegative"),
    ("(+ n (* -1 k))", "(max 0 (+ m n (* -1 l)))", "(max m n)", "unknown"),
    ("k", "(min u m)", "n", "unknown"), ("k", "(max m u)", "n", "unknown"),  # that it is a range is not known
])  # fmt: skip
def test_a_variable_between_extremes(term: str, lower: str, upper: str, found: str) -> None:
    inside = NUMBERS.within("sum", "k", parse(lower), parse(upper))
    assert sign(parse(term), inside) == found


def law(density: str, lower: str, upper: str) -> Law:
    return Law("continuous", "x", parse(density), parse(lower), parse(upper))


def test_a_density_that_is_0_at_one_place_has_mass() -> None:
    context = Context({"a": "positive"})
    narrow = law("1", "0", "1")
    demand_mass_outside(law("(* 3 (^ (+ x -2) 2) (^ 2 -1))", "1", "3"), narrow, 1, 3, context)
    with pytest.raises(Refused, match="has mass there"):
        demand_mass_outside(law("(* 0 (^ (+ x -2) 2))", "1", "3"), narrow, 1, 3, context)
    with pytest.raises(Refused, match="has mass there"):
        demand_mass_outside(law("(max 0 (+ x -2))", "1", "3"), narrow, 1, 3, context)
    with pytest.raises(Refused, match="has mass there"):
        demand_mass_outside(law("(+ x -2)", "1", "3"), narrow, 1, 3, context)


TWO = ("P", "Q")
LIST = Law("finite", outcomes=((0, 1),))


@pytest.mark.parametrize("measure", [
    Measure("kl", TWO, "%e"), Measure("chi-squared", TWO, "%e"), Measure("renyi-divergence", TWO, "%e", order=2),
    Measure("renyi-divergence", TWO, "%e", order="a"),
], ids=lambda m: f"{m.name} {m.order or ''}")  # fmt: skip
def test_a_mean_of_a_ratio_is_infinite_where_the_second_law_lacks_mass(measure: Measure) -> None:
    context = Context({"a": "positive"}, [parse("(< 1 a)")])
    demand_infinite(measure, law("1/2", "0", "2"), law("1", "0", "1"), (1, 2), (), context)
    with pytest.raises(Refused, match="no mass there"):
        demand_infinite(measure, law("1/2", "0", "2"), law("1/3", "0", "3"), (1, 2), (), context)


@pytest.mark.parametrize(("measure", "first"), [
    (Measure("hellinger", TWO, "%e"), law("1/2", "0", "2")),
    (Measure("renyi-divergence", TWO, "%e", order="b"), law("1/2", "0", "2")),  # of an order below 1 it is finite
    (Measure("renyi-entropy", TWO, "%e", order=2), law("1/2", "0", "2")),
    (Measure("jensen-shannon", TWO, "%e"), law("1/2", "0", "2")),
    (Measure("chi-squared", TWO, "%e"), LIST),
], ids=str)  # fmt: skip
def test_other_measures_are_not_infinite_by_supports(measure: Measure, first: Law) -> None:
    with pytest.raises(Refused, match="not infinite by the supports"):
        demand_infinite(measure, first, law("1", "0", "1"), (1, 2), (), Context({"b": "positive"}))
