"""How terms grow far out: the leading part against numbers, and what is refused."""

from __future__ import annotations

from typing import Any

import fact_oracle as oracle
import pytest
from mpmath import mp

from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.growth import Growth
from symbinfo.trusted.proof.growth_scale import Part, Scale
from symbinfo.trusted.proof.refusal import Refused
from symbinfo.trusted.terms import parse

KINDS = {"a": "positive", "b": "positive", "m": "real", "n": "positive integer", "c": "negative"}
POINT = {"a": mp.mpf("0.7"), "b": mp.mpf("1.3"), "m": mp.mpf("-0.4"), "n": mp.mpf(2), "c": mp.mpf("-1.6")}

LEADS = [
    "(+ (* a (^ t 2)) (* -3 t) m)",
    "(^ (+ t m) 2)",
    "(log (+ (^ (+ t m) 2) b))",
    "(+ (* a (log t)) (* m (log (+ (log t) b))))",
    "(exp (* -1/2 (^ (+ t m) 2)))",
    "(exp (* -1/2 (^ (+ (log t) m) 2)))",
    "(* (^ (+ (^ t 2) a) (* -1/2 (+ n 1))) (exp (* b t)))",
    "(* (exp t) (+ (* b t) (exp (* -1 a t))))",
    "(exp (+ t (log t) (log (+ t 1)) (^ t -1)))",
    "(exp (* c (exp (* b (^ t -1)))))",
    "(abs (+ (* c t) m))",
    "(abs (+ (* -1 t) (log t)))",
    "(loggamma (+ t 1))",
    "(gamma t)",
    "(* (^ a t) (^ (factorial t) -1))",
    "(binomial (+ t a) t)",
    "(beta a (+ t 1))",
    "(besseli a (* b t))",
    "(besselk m (+ t 1))",
    "(erfc (* b t))",
    "(erfc (+ m (* -1 t)))",
    "(cosh (* c t))",
    "(sinh (* c t))",
    "(+ (cos t) t)",
    "(gamma (+ a (^ t -1)))",
    "(cos (^ t -1))",
    "(^ t (* -1 t))",
    "(cases (case a (< t m)) (case (* b t) true))",
    "(cases (case (^ t -1) (and (<= b t) (< 0 (+ (^ t 2) (* -1 t))))) (case 0 true))",
    "(+ (* (+ a b) t) (* -1 a t) (* -1 b t) (^ t 1/2))",
]


def value(part: Part, t: Any) -> Any:
    scale = part.scale
    logarithm = mp.log(t)
    rate = sum(
        (
            oracle.number(c, POINT) * t ** oracle.number(k, POINT) * logarithm ** oracle.number(n, POINT)
            for c, k, n in scale.exponentials
        ),
        mp.zero,
    )
    whole = mp.exp(rate) * t ** oracle.number(scale.power, POINT) * logarithm ** oracle.number(scale.logs, POINT)
    return oracle.number(part.factor, POINT) * whole


FUNCTIONS = {"cases": lambda *cases: next(v for v, holds in cases if holds), "case": lambda v, holds: (v, holds)}
MORE = {name: getattr(mp, name) for name in ("loggamma", "cosh", "sinh")} | FUNCTIONS


@pytest.mark.parametrize("text", LEADS)
def test_the_leading_part_is_what_the_term_is_like_far_out(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, function in MORE.items():
        monkeypatch.setitem(oracle.FUNCTIONS, name, function)
    monkeypatch.setitem(oracle.CONSTANTS, "true", lambda: True)
    term = parse(text)
    lead = Growth("t", Context(KINDS)).lead(term)
    # The slowest of them is off by 1/log t.
    with mp.workdps(60):
        off = [
            abs(oracle.number(term, {**POINT, "t": t}) / value(lead, t) - 1) for t in (mp.mpf(10) ** 4, mp.mpf(10) ** 9)
        ]
        assert off[1] < 0.2
        assert off[1] <= off[0] or off[1] < 1e-8
        if lead.exact:
            assert max(off) < 1e-30


REFUSED = [
    ("(log (+ t (* -1 (^ t 2))))", "is positive far out"),
    ("(log (+ (* m t) 1))", "is positive far out"),
    ("(^ (+ (* c t) 1) 1/2)", "is positive far out"),
    ("(^ (+ (* m t) 1) -1)", "is positive far out"),
    ("(+ (^ t a) (^ t b))", "which of two"),
    ("(+ (exp (* a t)) (exp (* b t)))", "which of two"),
    ("(exp (+ (^ t 2) (cos t)))", "only bounded"),
    ("(exp (* t (log (+ t 1))))", "but for what goes to 0"),
    ("(exp (exp t))", "not of the scale"),
    ("(^ (cos t) 2)", None),
    ("(^ (cos t) -1)", "only bounded"),
    ("(log (cos t))", "is positive far out"),
    ("(gamma (* -1 t))", "is not known"),
    ("(tan t)", "is not known"),
    ("(integral (exp (* -1 t y)) y 0 %oo)", "is not known"),
    ("(cases (case t (< m t)) (case t true))", None),
    ("(cases (case t (< m a)) (case (^ t 2) true))", "far out is not shown"),
    ("(cases (case t (< (* m t) 0)) (case (^ t 2) true))", "far out is not shown"),
    ("(cases (case t (= t 3)) (case (^ t 2) true))", "far out is not shown"),
    ("(exp (* t (+ (log (+ t 1)) (* -1 (log t)))))", "but for what goes to 0"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_not_known_is_refused(text: str, reason: str | None) -> None:
    growth = Growth("t", Context(KINDS))
    if reason is None:
        growth.lead(parse(text))
        return
    with pytest.raises(Refused, match=reason):
        growth.lead(parse(text))


@pytest.mark.parametrize(("scale", "way"), [
    (Scale(power=1), "positive"), (Scale(power=0, logs=-1), "negative"), (Scale(), "zero"), (Scale(power="a"), "positive"),
    (Scale(power="m"), "unknown"), (Scale(((-1, 1, 0),), 99, 9), "negative"), (Scale((("m", 1, 0),), 1), "unknown"),
    (Scale((("c", "a", 0), ("b", ("+", "a", 1), 0)),), "positive"), (Scale(((-1, 0, 2),), 5), "negative"),
    (Scale((("b", 1, 1), ("c", 1, 0)), 0), "positive"), (Scale(((("+", "a", ("*", -1, "a")), 3, 0),), -1), "negative"),
])  # fmt: skip
def test_where_a_scale_goes(scale: Scale, way: str) -> None:
    assert Growth("t", Context(KINDS)).trend(scale) == way


def test_what_may_be_0_leaves_it_to_the_rest() -> None:
    growth = Growth("t", Context({"u": "nonnegative"}))
    assert growth.trend(Scale(power="u", logs=1)) == "positive"
    assert growth.trend(Scale(power="u")) == "nonnegative"
    assert growth.trend(Scale(power="u", logs=-1)) == "unknown"
    assert growth.trend(Scale((("u", 1, 0),), -1)) == "unknown"
