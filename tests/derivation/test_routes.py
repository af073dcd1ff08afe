"""The routes of a measure to its result: each is taken by some measure, and none sleeps."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
from sympy import MatrixSymbol, Rational, Symbol
from sympy.core.expr import Expr
from sympy.stats import MultivariateNormal

import symbinfo as si
from symbinfo.derivation import Derivation
from symbinfo.derivation.plans.derive import PLAN, ROUTES, Case, Route
from symbinfo.expressions.domain import Size

PLANS = import_module("symbinfo.derivation.plans.derive")

n = Size("n", integer=True, positive=True)
r = Symbol("r", positive=True)
P, Q = (
    si.normal_vector(MatrixSymbol(f"mu{i}", n, 1), MatrixSymbol(f"Sigma{i}", n, n), name)
    for i, name in ((1, "P"), (2, "Q"))
)


def entries(name: str, cross: int) -> object:
    return MultivariateNormal(name, [cross, 0], [[2, cross], [cross, 3]])


AVERAGED = si.parse("H(Y)", given=["X ~ Gamma(2, 1)", "Y | X ~ Exponential(X)"])
Z = MultivariateNormal("Z", [0, 0], [[2, 1], [1, 3]])

# Route -> a measure that takes it: a query, or an expression where no query says it.
TAKEN_BY: dict[str, str | Expr] = {
    "by-merging": si.parse("Huffman(P)", given=["P = [2/5, 3/10, 3/10]"]),
    "supports-apart": "RenyiDivergence(Uniform(0, 1) || Uniform(2, 3), alpha=1/2)",
    "mass-outside": "KL(Normal(0, 1) || Exponential(1))",
    "by-the-density-of-a-marginal": AVERAGED,
    "by-two-entropies": si.MutualInformation(Z[0], Z[1]),
    "by-conditioning": si.JointEntropy(Z[0], Z[1]),
    "by-crossings": "TV(Normal(0, 1) || Normal(1, 1))",
    "by-the-plan": "H(Exponential(a))",
    "as-one-integral": "KL(StudentT(1) || Gumbel(1, 0))",
    "by-the-mixture": "JS(Cauchy(0, 1) || Cauchy(1, 1))",
    "in-a-common-coordinate": "KL(LogCauchy(0, 1) || LogCauchy(1, 1))",
    "by-a-second-derivative": "FisherInformation(NegativeBinomial(r, p); r; p)",
    "over-the-outcomes": "H(Hypergeometric(10, 4, 3))",
    "by-any-size": si.RenyiDivergence(entries("P", 0), entries("Q", 1), Rational(1, 2)),
    "by-order": "KL(Triangular(0, 1, p) || Triangular(0, 1, q))",
    "need-of-the-supports": "KL(Uniform(0, a) || Uniform(0, b))",
    "value-beyond": "KL(Pareto(1, a) || Exponential(1))",
    "gaussian-beyond": si.RenyiDivergence(P, Q, 2),
    "limits": "H(Bernoulli(p))",
}


def routes_of(measure: str | Expr, monkeypatch: pytest.MonkeyPatch, routes: tuple[Route, ...] = ROUTES) -> list[str]:
    """The routes that change something on the way of a measure, in order."""
    taken: list[str] = []

    def noted(route: Route) -> Route:
        def what(case: Case, derivation: Derivation) -> Derivation | None:
            found = route.what(case, derivation)
            if found is not None and found != derivation:
                taken.append(route.name)
            return found

        return replace(route, what=what)

    with monkeypatch.context() as patch:
        patch.setattr(PLANS, "ROUTES", tuple(noted(route) for route in routes))
        si.derive(si.parse(measure) if isinstance(measure, str) else measure)
    return taken


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_route_is_taken(route: Route, monkeypatch: pytest.MonkeyPatch) -> None:
    assert route.why.endswith(".")
    assert route.name in TAKEN_BY, f"the route {route.name} is taken by no measure here: name one"
    assert route.name in routes_of(TAKEN_BY[route.name], monkeypatch)


def test_every_measure_here_is_for_a_route() -> None:
    assert [route.name for route in ROUTES] == list(TAKEN_BY)


def test_a_route_that_sleeps_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = Route("asleep", lambda case, derivation: False, lambda case, derivation: None, "Never.")
    assert "asleep" not in routes_of("H(Exponential(a))", monkeypatch, (asleep, *ROUTES))


def test_routes_are_walked_in_the_order_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = routes_of("KL(Uniform(0, a) || Uniform(0, b))", monkeypatch)
    order = [route.name for route in ROUTES]
    assert taken == sorted(taken, key=order.index)
    assert routes_of("KL(Normal(0, 1) || Exponential(1))", monkeypatch) == ["mass-outside"]


def test_the_plan_begins_with_the_definition() -> None:
    assert PLAN[0].name == "definition"
    assert len({id(rule) for rule in PLAN}) == len(PLAN)
