"""Settings: declared variables, laws and parameters give their measures the values that hand calculation gives."""

from __future__ import annotations

import json
import random
from itertools import product

import pytest
from mpmath import log as ln
from mpmath import mp, mpf
from sympy import E, Rational, S, Symbol, log, pi, symbols

import symbinfo as si
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.query.setting import parse_in

CHANNEL = ["X ~ Bernoulli(1/2)", "Y | X = 0 ~ Bernoulli(e)", "Y | X = 1 ~ Bernoulli(1 - e)"]
ERASED = ["X ~ Bernoulli(1/2)", "Y | X ~ rows([[1 - e, e, 0], [0, e, 1 - e]])"]
TABLE = ["X, Y ~ table([[1/4, 1/4], [1/2, 0]])"]
URN = ["X ~ {red: 1/2, blue: 1/2}", "Y | X = red ~ {red: 4/9, blue: 5/9}", "Y | X = blue ~ {red: 5/9, blue: 4/9}"]
CHAIN = ["X ~ stationary([[1 - a, a], [b, 1 - b]])", "Y | X ~ rows([[1 - a, a], [b, 1 - b]])"]
SUM = ["X ~ Normal(0, sqrt(S))", "N ~ Normal(0, sqrt(V))", "Y = X + N"]
LAWS = ["P = {heads: 9/10, tails: 1/10}", "Q = {heads: 1/2, tails: 1/2}"]
DICE = ["A ~ Die(6)", "B ~ Die(6)", "T = A + B"]

e, p, k, S_, V, a, b = symbols("e p k S V a b", positive=True)


def binary(q):
    return -q * log(q) - (1 - q) * log(1 - q)


# Text, lines, unit, what textbooks say, and a point at which to compare.
MEASURES = [
    ("I(X; Y)", CHANNEL, "bits", 1 - binary(e) / log(2), {e: "3/10"}),
    ("H(Y)", CHANNEL, "bits", S.One, {e: "3/10"}),
    ("H(Y | X)", CHANNEL, "nats", binary(e), {e: "3/10"}),
    ("I(X; Y)", ["X ~ Bernoulli(1/2)", "Z ~ Bernoulli(e)", "Y = (X + Z) % 2"], "bits", 1 - binary(e) / log(2), {e: "1/7"}),
    ("I(X; Y)", ERASED, "bits", 1 - e, {e: "3/10"}),
    ("H(X | Y)", TABLE, "bits", Rational(3, 4) * log(3) / log(2) - S.Half, {}),
    ("H(X, Y)", TABLE, "bits", Rational(3, 2), {}),
    ("H(X, Y)", ["X, Y ~ {(a, u): 1/2, (a, v): 1/2}"], "nats", log(2), {}),
    ("H(Y | X)", URN, "nats", binary(Rational(4, 9)), {}),
    ("H(Y | X)", CHAIN, "nats", (b * binary(a) + a * binary(b)) / (a + b), {a: "1/3", b: "1/5"}),
    ("I(X; Y)", SUM, "nats", log(1 + S_ / V) / 2, {S_: "3", V: "2"}),
    ("H(Y)", SUM, "nats", log(2 * pi * E * (S_ + V)) / 2, {S_: "3", V: "2"}),
    ("I(X; Y)", ["X, Y ~ MultivariateNormal([0, 0], [[1, r], [r, 1]])"], "nats", None, {}),
    ("H(P, Q)", LAWS, "nats", log(2), {}),
    ("KL(Q || P)", LAWS, "nats", log(Rational(5, 3)), {}),
    ("H(P)", LAWS, "nats", binary(Rational(1, 10)), {}),
    ("H(A) - H(A | T)", DICE, "nats", None, {}),
    ("H(X) - H(Y)", ["X ~ DiscreteUniform([-2, -1, 0, 1, 2])", "Y = X**2"], "nats", 4 * log(2) / 5, {}),
    ("H(W)", ["X ~ Die(6)", "W = X > 4"], "nats", log(3) - 2 * log(2) / 3, {}),
    ("H(W)", ["X ~ {red: 1/2, blue: 1/4, green: 1/4}", "W = (X == red)"], "nats", log(2), {}),
    ("H(W)", ["A ~ Bernoulli(1/2)", "B ~ Bernoulli(1/2)", "W = max(A, B)"], "nats", binary(Rational(1, 4)), {}),
    ("H(Y) - H(X)", ["X ~ Exponential(r)", "Y = 1000*X"], "nats", log(1000), {}),
    ("H(Y) - H(X)", ["X ~ Beta(2, 3)", "Y = 5 - 10*X"], "nats", log(10), {}),
    ("exp(H(X))", ["X ~ Die(k)"], "nats", k, {k: "7"}),
    ("I(p)", [], "bits", -log(p) / log(2), {p: "1/3"}),
    ("I(p*q) - I(q)", [], "nats", -log(p), {p: "1/3", Symbol("q"): "1/5"}),
    ("diff(I(p), p)", [], "nats", -1 / p, {p: "1/3"}),
    ("diff(H(X), p)", ["X ~ Bernoulli(p)"], "nats", log((1 - p) / p), {p: "1/3"}),
    ("H(P, Q)", ["P = [1, 0, 0]", "Q = softmax([2, 1, 0])"], "nats", log(1 + 1 / E + 1 / E**2), {}),
    ("H(X, Y)", ["X ~ Bernoulli(1/2)", "Y ~ Uniform(0, 1)"], "nats", log(2), {}),
    ("I(X; Z | Y)", ["X ~ Bernoulli(1/2)", "Y | X ~ Bernoulli((1 + X)/4)", "Z | Y ~ Bernoulli((1 + Y)/4)"], "nats", S.Zero, {}),
]  # fmt: skip
IDS = [f"{number}-{text}" for number, (text, *_) in enumerate(MEASURES)]


@pytest.mark.parametrize(("text", "lines", "unit", "expected", "point"), MEASURES, ids=IDS)
def test_a_measure_has_the_value_of_the_textbook(text, lines, unit, expected, point) -> None:
    derivation = si.derive(parse_in(text, lines, unit=unit))
    assert derivation.status.value == "closed"
    if not ("I(" in text and lines and "Normal" in lines[0]):  # double integrals are checked elsewhere
        assert derivation.check().verdict == "holds"
    if expected is not None:
        values = {symbol.name: Rational(value) for symbol, value in point.items()}
        found, wanted = (
            x.subs({s: values.get(s.name, s) for s in x.free_symbols}) for x in (derivation.result, expected)
        )
        assert abs((found - wanted).evalf(30)) < 1e-25


def test_tables_against_enumeration() -> None:
    """Random joint tables of three variables: measures against sums written out here."""
    rng = random.Random(7)
    for _ in range(3):
        weights = [rng.randint(0, 5) for _ in range(8)]
        weights[0] += 1
        cells = dict(zip(product((0, 1), repeat=3), weights, strict=True))
        total = sum(weights)
        body = ", ".join(f"{cell}: {w}/{total}" for cell, w in cells.items())
        line = f"X, Y, Z ~ {{{body}}}"

        def h(*places: int, cells=cells, total=total) -> mpf:
            sums: dict = {}
            for cell, w in cells.items():
                key = tuple(cell[i] for i in places)
                sums[key] = sums.get(key, 0) + w
            return -sum(mpf(w) / total * ln(mpf(w) / total) for w in sums.values() if w)

        with mp.workdps(30):
            for text, expected in [
                ("I(X; Y | Z)", h(0, 2) + h(1, 2) - h(0, 1, 2) - h(2)),
                ("H(X, Y | Z)", h(0, 1, 2) - h(2)),
                ("I(X, Y; Z)", h(0, 1) + h(2) - h(0, 1, 2)),
                ("H(Z)", h(2)),
            ]:
                found = si.derive(parse_in(text, [line])).result
                assert abs(mpf(str(found.evalf(30))) - expected) < 1e-25, text


def test_what_is_declared_of_a_parameter_is_a_condition() -> None:
    derivation = si.derive(parse_in("H(X)", ["X ~ Normal(0, s)", "1 < s", "s < 2"]))
    (s,) = derivation.result.free_symbols
    assert s.is_positive
    assert derivation.condition.subs(s, Rational(3, 2)) == True  # noqa: E712 - a SymPy Boolean
    assert derivation.condition.subs(s, 3) == False  # noqa: E712 - a SymPy Boolean


def test_words_of_parameters() -> None:
    (n,) = parse_in("n", ["n positive integer"]).free_symbols
    assert n.is_integer
    assert n.is_positive
    (x,) = parse_in("x", ["x in [-1, 1]"]).free_symbols
    assert not x.is_positive


def test_a_claim_in_a_setting() -> None:
    lines = ["X ~ Bernoulli(1/2)", "Y | X ~ Bernoulli((1 + X)/4)", "Z | Y ~ Bernoulli((1 + Y)/4)"]
    assert si.verify(parse_in("I(X; Z) <= I(X; Y)", lines)).verdict == "holds"
    assert si.verify(parse_in("I(X; Z) >= I(X; Y)", lines)).verdict == "refuted"


# Text, lines, a part of the message, and what stands above the caret (the text or the line, from the place on).
REFUSED = [
    ("H(X)", ["X ~ Bernouli(1/2)"], "did you mean Bernoulli", "Bernouli"),
    ("H(X | Y)", ["X ~ Bernoulli(1/2)"], "Y is no variable", "Y)"),
    ("H(X)", ["X ~ Bernoulli(3/2)"], "in [0, 1]", "3/2"),
    ("H(X)", ["X is nice"], "says nothing of a parameter", "nice"),
    ("H(X)", ["hello"], "declares nothing", "hello"),
    ("H(X)", ["X ~ Bernoulli(1/2)", "X ~ Bernoulli(1/3)"], "declared twice", "X"),
    ("H(Y)", ["X ~ Bernoulli(1/2)", "Y | X = 0 ~ Bernoulli(1/3)"], "missing for X = 1", "Y |"),
    ("H(Y)", ["X ~ Bernoulli(1/2)", "Y | X = 2 ~ Bernoulli(1/3)"], "no outcome of X", "2 ~"),
    ("H(Y)", ["Y | X = 0 ~ Bernoulli(1/3)"], "X is not declared", "X = 0"),
    ("H(Y)", ["X ~ Bernoulli(1/2)", "Y | X ~ rows([[1/2, 1/2]])"], "a row for each", "rows"),
    ("H(Y)", ["X ~ Bernoulli(1/2)", "Y | X ~ rows([[1, 0], [1/2, 1/3]])"], "sum to 1", "rows"),
    ("H(X)", ["X, Y ~ table([[1/2, 1/3], [0, 1]])"], "sum to 1", "table"),
    ("H(X)", ["X ~ stationary([[1, 0], [0, 1]])"], "more than one stationary law", "stationary"),
    ("H(X)", ["X ~ stationary([[1/2, 1/3], [0, 1]])"], "row 1 does not sum to 1", "stationary"),
    ("H(Y)", ["X ~ Normal(0, 1)", "Y = log(X)"], "has no value for all values of X", "log(X)"),
    ("H(Y)", ["X ~ Exponential(1)", "Y = X*(X - 1)*(X - 2)"], "functions of one variable", "X*(X"),
    ("H(Y)", ["X ~ Exponential(1)", "Y = min(X, 2)"], "mass at one place and a density elsewhere", "min(X"),
    ("H(Y)", ["X ~ Exponential(1)", "Z = X**2", "Y = X + Z"], "are not independent", "X + Z"),
    ("H(Y)", ["X ~ {red: 1/2, blue: 1/2}", "Y = X + 1"], "is a word", "+"),
    ("H(Y)", ["X ~ Bernoulli(1/2)", "Y = a*X"], "numbers or words", "a*X"),
    ("H(T)", [*(f"X{i} ~ Die(6)" for i in range(5)), "T = X0 + X1 + X2 + X3 + X4"], "more than 4096", "T"),
    ("I(X; Y)", ["X ~ Exponential(1)", "Y = X**2"], "a function of X alone", "I("),
    ("I(Y; Z)", ["X ~ Exponential(1)", "Y = X**2", "Z = X**3"], "a measure of both it and Z", "I("),
    ("I(X; X)", ["X ~ Bernoulli(1/2)"], "stands there twice", "I("),
    ("I(X)", ["X ~ Bernoulli(1/2)"], "X is a variable", "I("),
    ("X + 1", ["X ~ Bernoulli(1/2)"], "ask for a measure", "X"),
    ("H(P)", ["P = Bernoulli(1/2)", "p in [2, 1]"], "no value satisfies", "p in"),
    ("diff()", [], "write diff(expr, x)", "diff"),
    ("diff(H(X), 2)", ["X ~ Bernoulli(p)"], "write diff(expr, x)", "diff"),
    ("H(X)", ["X ~ __import__(1)"], "no name", "__import__"),
]


@pytest.mark.parametrize(("text", "lines", "message", "place"), REFUSED, ids=[m for _, _, m, _ in REFUSED])
def test_what_cannot_be_read_is_told_at_its_place(text, lines, message, place) -> None:
    with pytest.raises(QueryError) as caught:
        parse_in(text, lines)
    assert message in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.text[caught.value.position :].startswith(place)


def test_a_setting_has_a_limit() -> None:
    with pytest.raises(SymbinfoError, match="at most 64 lines"):
        parse_in("H(X)", ["X ~ Bernoulli(1/2)"] * 100)


COMMANDS = [
    (["eval", "H(X|Y)", "--unit", "bits", "--given", *TABLE], 0, "0.688721875540867"),
    (["derive", "I(X;Y)", "--given", "X ~ Bernoulli(1/2)", "--given", "Y = X"], 0, "log 2"),
    (["verify", "I(X;Y) = log(2)", "--given", "X ~ Bernoulli(1/2)", "--given", "Y = X"], 0, "holds"),
    (["verify", "I(X;Y) = log(3)", "--given", "X ~ Bernoulli(1/2)", "--given", "Y = X"], 1, "refuted"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), COMMANDS, ids=[c[0][0] + c[0][1] for c in COMMANDS])
def test_settings_on_the_command_line(arguments, code, said, capfd) -> None:
    from symbinfo.cli.command import main

    assert main(arguments) == code
    assert said in capfd.readouterr().out


def test_a_derivation_in_a_setting_as_json(capfd) -> None:
    from symbinfo.cli.command import main

    assert main(["derive", "H(Y|X)", "--format", "json", *(w for line in CHANNEL for w in ("--given", line))]) == 0
    data = json.loads(capfd.readouterr().out)
    assert data["status"] == "closed"
    assert data["check"]["level"] == "proved"
