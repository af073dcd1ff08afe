"""The exercises of an independent collection, asked as a student would type them: each answer is derived."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sympy import Expr, sympify

import symbinfo as si
from symbinfo.measures.base import Measure
from symbinfo.query import parse
from symbinfo.query.setting import parse_in

FILE = Path(__file__).parents[3] / "shared" / "reference" / "exercises.json"

KING = (
    "[[0,1/3,0,1/3,1/3,0,0,0,0],[1/5,0,1/5,1/5,1/5,1/5,0,0,0],[0,1/3,0,0,1/3,1/3,0,0,0],[1/5,1/5,0,0,1/5,0,1/5,1/5,0],\
[1/8,1/8,1/8,1/8,0,1/8,1/8,1/8,1/8],[0,1/5,1/5,0,1/5,0,0,1/5,1/5],[0,0,0,1/3,1/3,0,0,1/3,0],[0,0,0,1/5,1/5,1/5,1/5,0,1/5],\
[0,0,0,0,1/3,1/3,0,1/3,0]]"
)

# The question and the lines of its setting.
ASKED: dict[str, tuple[str, list[str]]] = {
    "e-002": ("I(1)", []),
    "e-003": ("diff(I(p), p)", []),
    "e-004": ("I(p*q)", []),
    "e-006": ("100*log(0.01)", []),
    "e-008": ("H(Die(n))", []),
    "e-009": ("H(Bernoulli(p))", []),
    "e-013": ("H(Uniform(0, 0.1))", []),
    "e-016": ("H(Y) - H(X)", ["X ~ Uniform(0, a)", "Y = 1000*X"]),
    "e-017": ("H(Y|X)", ["X ~ DiscreteUniform([0,1,2,3])", "Y = X % 2"]),
    "e-019": ("H(P,Q)", ["P = Bernoulli(9/10)", "Q = Bernoulli(9/10)"]),
    "e-020": ("H(P,Q)", ["P = Bernoulli(9/10)", "Q = Bernoulli(1/2)"]),
    "e-023": ("KL(Bernoulli(1/2) || Bernoulli(9/10))", []),
    "e-026": ("KL(Normal(m1,s1) || Normal(m2,s2))", []),
    "e-027": ("KL(Normal(0,1) || Normal(d,1))", []),
    "e-029": ("I(X;Y)", ["X, Y ~ table([[0.4, 0.1], [0.1, 0.4]])"]),
    "e-031": ("I(X;Y)", ["X ~ Bernoulli(1/2)", "Y = X"]),
    "e-033": ("I(X;Y)", ["e in [0, 1]", "X ~ Bernoulli(1/2)", "Z ~ Bernoulli(e)", "Y = (X + Z) % 2"]),
    "e-034": (
        "I(X;Y)",
        [
            "e in [0, 1]",
            "X ~ Bernoulli(1/2)",
            "Y | X = 0 ~ FiniteRV({0: 1 - e, 2: e})",
            "Y | X = 1 ~ FiniteRV({1: 1 - e, 2: e})",
        ],
    ),
    "e-038": ("I(X;Y)", ["P > 0", "V > 0", "X ~ Normal(0, sqrt(P))", "Z ~ Normal(0, sqrt(V))", "Y = X + Z"]),
    "e-042": ("H(Exponential(1/m))", []),
    "e-044": ("H(Normal(0, sqrt(2)*b)) - H(Laplace(0, b))", []),
    "e-047": ("I(X;T)", ["X ~ Die(6)", "Y ~ Die(6)", "T = X + Y"]),
    "e-050": ("H(DiscreteUniform([0,1,2]))", []),
    "e-051": ("H(FiniteRV({0: 5/10, 1: 3/10, 2: 2/10}))", []),
    "e-055": ("H(Y|X)", [f"X ~ stationary({KING})", f"Y | X ~ rows({KING})"]),
    "e-057": ("H(X|Y)", ["X ~ DiscreteUniform([-2,-1,0,1,2])", "Y = X**2"]),
    "e-058": ("H(Geometric(1/2))", []),
    "e-059": ("I(X;Y)", ["rho in (-1, 1)", "X, Y ~ MultivariateNormal([0, 0], [[1, rho], [rho, 1]])"]),
    "e-061": ("KL(Normal(mu, exp(v/2)) || Normal(0,1))", []),
    "e-062": ("H(T)", ["a > 0", "b > 0", "X ~ Normal(0, sqrt(a))", "Y ~ Normal(0, sqrt(b))", "T = X + Y"]),
    "e-065": (
        "H(X) - w*log(3) - (1-w)*log(2)",
        [
            "w in (0,1)",
            "Z ~ Bernoulli(w)",
            "X | Z = 0 ~ DiscreteUniform([4,5])",
            "X | Z = 1 ~ DiscreteUniform([1,2,3])",
        ],
    ),
    "e-066": (
        "H(P, Q)",
        [
            "P = FiniteRV({0: 1})",
            "Q = FiniteRV({0: exp(2)/(exp(2)+exp(1)+1), 1: exp(1)/(exp(2)+exp(1)+1), 2: 1/(exp(2)+exp(1)+1)})",
        ],
    ),
    "e-067": ("H(P, Q)", ["q in (0, 1)", "P = Bernoulli(1)", "Q = Bernoulli(q)"]),
    "e-072": ("H(Bernoulli(9/10), Bernoulli(q))", []),
    "e-073": ("exp(H(Die(V)))", []),
    "e-077": ("H(Uniform(0, 256))", []),
    "e-078": ("I(X;Y)", ["X, Y ~ table([[2/14, 3/14], [4/14, 0], [3/14, 2/14]])"]),
    "e-081": ("KL(FiniteRV({0: 1/2, 1: 1/4, 2: 1/8, 3: 1/8}) || DiscreteUniform([0,1,2,3]))", []),
    "e-084": (
        "H(X|Y)",
        ["Y, X ~ table([[1/8,1/16,1/32,1/32],[1/16,1/8,1/32,1/32],[1/16,1/16,1/16,1/16],[1/4,0,0,0]])"],
    ),
    "e-087": ("JS(Bernoulli(0) || Bernoulli(1))", []),
    "e-088": ("H(Bernoulli(e)) + e*H(Die(M - 1))", []),
}


def exercises() -> list[Any]:
    found = json.loads(FILE.read_text())["exercises"] if FILE.is_file() else []
    return [exercise for exercise in found if exercise["id"] in ASKED]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise["id"])
def test_the_answer_is_derived(exercise: dict[str, Any]) -> None:
    text, lines = ASKED[exercise["id"]]
    unit = "bits" if exercise["units"].startswith("bits") else "nats"
    asked = parse_in(text, lines, unit=unit) if lines else parse(text, unit=unit)
    result: Expr = si.derive(asked).result if asked.has(Measure) else asked
    assert not result.has(Measure)
    symbols = {symbol.name: symbol for symbol in result.free_symbols}
    for check in exercise["numeric_checks"]:
        values = {symbols[name]: sympify(x) for name, x in check["params"].items() if name in symbols}
        assert abs(result.subs(values).evalf(25) - sympify(check["value"])) < 1e-12
