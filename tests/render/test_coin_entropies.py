"""Results told by entropies of coins: the same value, and nothing where there are no coins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Expr, Rational, expand, log, symbols, sympify

import symbinfo as si
from symbinfo.expressions.domain import Domain
from symbinfo.query.setting import parse_in
from symbinfo.render.coin_entropies import COIN, in_coin_entropies

e, p, q = symbols("e p q", positive=True)
WITHIN = Domain.of((e < 1, p < 1, q < 1))
CHANNEL = ("X ~ Bernoulli(p)", "Y | X ~ rows([[1 - e, e], [e, 1 - e]])")


def coin(u: Expr) -> Expr:
    return -u * log(u) - (1 - u) * log(1 - u)


def read(text: str) -> Expr:
    return sympify(text, locals={"e": e, "p": p, "q": q, "h": COIN})


TOLD = {
    "symmetric channel": ("I(X; Y)", CHANNEL, "h(e + p - 2*e*p) - h(e)"),
    "Z channel": ("I(X; Y)", ("X ~ Bernoulli(p)", "Y | X ~ rows([[1, 0], [e, 1 - e]])"), "h(p*(1 - e)) - p*h(e)"),
    "erasure": ("I(X; Y)", ("X ~ Bernoulli(p)", "Y | X ~ rows([[1 - e, e, 0], [0, e, 1 - e]])"), "(1 - e)*h(p)"),
    "what is left": ("H(X | Y)", CHANNEL, "h(e) + h(p) - h(e + p - 2*e*p)"),
    "geometric": ("H(Geometric(p))", (), "h(p)/p"),
    "halfway": ("JS(Bernoulli(p) || Bernoulli(q))", (), "h((p + q)/2) - h(p)/2 - h(q)/2"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_result_is_told_by_entropies_of_coins(name: str) -> None:
    query, setting, expected = TOLD[name]
    derivation = si.derive(query, given=list(setting))
    own = {s: {"e": e, "p": p, "q": q}[s.name] for s in derivation.result.free_symbols}
    found = in_coin_entropies(derivation.result, derivation.domain)
    assert found is not None and "In short" in derivation.text()
    at = {e: Rational(1, 7), p: Rational(2, 5), q: Rational(3, 11)}
    assert abs((found.xreplace(own) - read(expected)).replace(COIN, coin).subs(at).evalf(30)) < 1e-28
    assert found.count_ops() <= read(expected).count_ops() + 2


@pytest.mark.parametrize("text", ["1 - h(e)", "log(2) - h(e)"])
def test_numbers_beside_are_in_the_unit_of_the_question(text: str) -> None:
    unit = "bits" if text.startswith("1") else "nats"
    told = si.derive(parse_in("I(X; Y)", ["X ~ Bernoulli(1/2)", CHANNEL[1]], unit=unit)).text()
    assert told.rstrip().endswith(f"I(X; Y) = {text}.".replace("-", "−").replace("log(2)", "log 2"))


def test_a_capacity_is_told_of_the_question_and_not_of_the_chain() -> None:
    told = si.derive("capacity([[1 - e, e], [e, 1 - e]])").text()
    assert told.rstrip().splitlines()[-1].endswith(": max_{P_X} I(X; Y) = log 2 − h(e).")


NOT_COINS = [
    "p*log(p)",
    "-p*log(p) - (1 - p)*log(1 - q)",
    "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q))",
    "-p*log(p) + (1 - p)*log(1 - p)",
    "-p*log(p) - (1 - p)**2*log(1 - p)",
    "-p*log(p) - (1 - p)*log(1 - p) + log(q)**2*log(p)",
    "-p*log(2*p) - (1 - p)*log(1 - p)*log(q)",
    "log(2) - 1",
]


@pytest.mark.parametrize("text", NOT_COINS)
def test_what_is_none_is_not_told(text: str) -> None:
    assert in_coin_entropies(read(text), WITHIN) is None


def test_the_entropy_of_a_coin_is_not_told_by_itself() -> None:
    assert "In short" not in si.derive("H(Bernoulli(p))").text()
    assert "In short" not in si.derive("H(Geometric(h))").text()  # h is a parameter there


chances = st.sampled_from([p, q, e, p * q, p * (1 - e), e + p - 2 * e * p, p / 2, (p + q) / 2])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(chances, st.sampled_from([1, -1, 2, p, Rational(1, 2)])), min_size=1, max_size=3))
def test_the_value_is_the_same(terms: list[tuple[Expr, Expr]]) -> None:
    total = sum((times * coin(u) for u, times in terms), sympify(0))
    found = in_coin_entropies(expand(total), WITHIN)
    if found is not None:
        at = {e: Rational(1, 7), p: Rational(2, 5), q: Rational(3, 11)}
        assert abs((found.replace(COIN, coin) - total).subs(at).evalf(30)) < 1e-25
