"""Scales that are differences: where they are positive is a condition of the law, by name, by hand and as an optimum."""

import math

import pytest

import symbinfo as si
from symbinfo.expressions.errors import SymbinfoError

#: Where the difference is 3/2, and where it is negative.
INSIDE, OUTSIDE = {"a": 2.5, "b": 1.0, "m": 0.5, "v": 1.75}, {"a": 0.5, "b": 1.0, "m": 0.5, "v": 0.2}
NORMAL = math.log(2 * math.pi * math.e * 1.5) / 2
#: A query, and its value there by the entropy of the law in its plain parameters.
CLOSED = [
    ("H(Normal(m, sqrt(v - m**2)))", NORMAL),
    ("H(maxent({x: m, x**2: v}, x in (-oo, oo)))", NORMAL),
    ("H(Exponential(2*sqrt(a - b)))", 1 - math.log(2 * math.sqrt(1.5))),
    ("KL(Normal(0, sqrt(a - b)) || Normal(0, 1))", (1.5 - 1 - math.log(1.5)) / 2),
    ("H(density(exp(-x/(a - b))/(a - b), x in (0, oo)))", 1 + math.log(1.5)),
    ("H(density(exp(-x**2/(2*(a - b)))/sqrt(2*pi*(a - b)), x in (-oo, oo)))", NORMAL),
    ("H(Uniform(b, a))", math.log(1.5)),
]


@pytest.mark.parametrize(("query", "value"), CLOSED, ids=[query for query, _ in CLOSED])
def test_a_difference_is_a_scale(query: str, value: float) -> None:
    found = si.derive(query)
    assert str(found.status) == "closed"
    symbols = {s.name: s for s in found.result.free_symbols}
    inside, outside = ({s: at[name] for name, s in symbols.items()} for at in (INSIDE, OUTSIDE))
    assert float(found.result.subs(inside)) == pytest.approx(value, rel=1e-12)
    assert bool(found.condition.subs(inside)) and not bool(found.condition.subs(outside))


@pytest.mark.parametrize(
    "query",
    [
        "H(Normal(0, sqrt(2 - 3)))",
        "H(density(exp(-x/(1 - 2))/(1 - 2), x in (0, oo)))",
        "H(density(2*exp(-x/(a - b))/(a - b), x in (0, oo)))",  # of the total 2
    ],
)
def test_what_is_no_law_is_refused(query: str) -> None:
    with pytest.raises(SymbinfoError):
        si.derive(query)
