"""The query language: what is read, as what, with which symbols; and what is refused, where and with which advice."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sympy import E, Integer, Rational, Symbol, log, oo, pi, sqrt, symbols
from sympy.stats import Exponential, Normal

from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import QueryError
from symbinfo.laws.by_hand import Density
from symbinfo.measures import KL, CrossEntropy, Entropy, SelfInformation
from symbinfo.query import parse, parse_expression
from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, ShannonTerm

x, y = symbols("x y", real=True)
s, theta = symbols("s theta", positive=True)
FOLDER = Path(__file__).parents[2] / "symbinfo" / "query"


MEASURES = [
    ("KL(Normal(x, s) || Normal(0, 1))", KL(Normal("P", x, s), Normal("Q", 0, 1))),
    ("KL(Normal(x, s), Normal(0, 1))", KL(Normal("P", x, s), Normal("Q", 0, 1))),
    ("KL(Normal(std=s, mean=x) || Normal(0, std=1))", KL(Normal("P", x, s), Normal("Q", 0, 1))),
    ("H(Normal(x, s))", Entropy(Normal("P", x, s))),
    ("Entropy(Normal(x, s))", Entropy(Normal("P", x, s))),
    ("H(Normal(0, 1), Normal(1, 2))", CrossEntropy(Normal("P", 0, 1), Normal("Q", 1, 2))),
    ("CrossEntropy(Normal(0, 1), Normal(1, 2))", CrossEntropy(Normal("P", 0, 1), Normal("Q", 1, 2))),
    ("I(x; Normal(0, 1))", SelfInformation(x, Normal("P", 0, 1))),
    ("SelfInformation(x, Normal(0, 1))", SelfInformation(x, Normal("P", 0, 1))),
    ("H(Exponential(1/theta))", Entropy(Exponential("P", 1 / theta))),
    ("H(Normal(0, s**2))", Entropy(Normal("P", 0, s**2))),
    ("H(Density(2*exp(-2*x), (x, 0, oo)))", Entropy(Density(2 * E ** (-2 * x), (x, 0, oo)))),
]


@pytest.mark.parametrize(("text", "measure"), MEASURES)
def test_measures(text: str, measure: object) -> None:
    assert parse(text) == measure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("H(Coin())", log(2)),
        ("H(Coin(1/2))", log(2)),
        ("H(FiniteRV({0: 1/2, 1: 1/2}))", log(2)),
        ("H(FiniteRV({rain: 1/2, (1, 2): 0.5}))", log(2)),
        ("H(DiscreteUniform([1, 2, 3]))", log(3)),
        ("H(DiscreteUniform((a, b, c)))", log(3)),
        ("I(H; Coin(1/8))", 3 * log(2)),
        ("I(1; Bernoulli(1/8))", 3 * log(2)),
        ("H(Uniform(0, 1/10))", -log(10)),
        ("H(Uniform(0, 0.1))", -log(10)),
    ],
)
def test_values(text: str, value: object) -> None:
    assert (parse(text).doit() - value).simplify() == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Rational(1, 10)),
        ("1e-6", Rational(1, 10**6)),
        ("1.5e2", Integer(150)),
        (".5", Rational(1, 2)),
        ("-x**2", -(x**2)),
        ("2**3**2", Integer(512)),
        ("2^-1", Rational(1, 2)),
        ("1 - 2 - 3", Integer(-4)),
        ("8/2/2", Integer(2)),
        ("-2*-x", 2 * x),
        ("log(x, 2)", log(x) / log(2)),
        ("ln(E) + 0*pi", Integer(1)),
        ("sqrt(2)*pi", sqrt(2) * pi),
        ("Rational(1, 3)", Rational(1, 3)),
        ("x + -oo", x - oo),
        ("+x", x),
        ("9**9", Integer(9**9)),
    ],
)
def test_expressions(text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "relation"),
    [("1 = x", "="), ("1 == x", "="), ("1 <= x", "<="), ("1 >= x", ">="), ("1 < x", "<"), ("1 > x", ">")],
)
def test_claims(text: str, relation: str) -> None:
    assert parse(text) == Claim(Integer(1), Relation(relation), x)


def test_a_claim_about_a_measure() -> None:
    claim = parse("KL(Normal(x, s) || Normal(0, 1)) = (x**2 + s**2 - 1)/2 - log(s)")
    assert claim.left == KL(Normal("P", x, s), Normal("Q", 0, 1))
    assert (claim.right - ((x**2 + s**2 - 1) / 2 - log(s))).expand() == 0


def test_equal_laws_share_a_name_in_a_claim() -> None:
    claim = parse("H(Normal(0, 1), Normal(1, 2)) = H(Normal(0, 1)) + KL(Normal(0, 1) || Normal(1, 2))")
    assert str(claim.left) == "H(P, Q)"
    assert str(claim.right) == "H(P) + KL(P || Q)"
    assert str(parse("H(Normal(0, 1)) - H(Normal(0, 2)) + H(Normal(0, 3))")) == "H(P) - H(Q) + H(R)"
    assert [law.name for law in parse("KL(Normal(0, 1) || Normal(0, 1))").laws] == ["P", "Q"]


ASSUMPTIONS = [
    ("H(Normal(a, 1))", {"real": True}),
    ("H(Normal(0, a))", {"positive": True}),
    ("KL(Normal(a, 1) || Normal(0, a))", {"positive": True}),
    ("H(Die(a))", {"integer": True, "positive": True}),
    ("H(Gamma(a + 1, 1))", {"real": True}),
    ("H(Normal(0, a**2))", {"positive": True}),
    ("H(Normal(0, sqrt(a)/2))", {"positive": True}),
    ("H(Normal(a, a**2))", {"real": True}),
    ("H(Binomial(2*a + 1, 1/2))", {"real": True, "integer": True}),
    ("H(Normal(0, exp(a)))", {"real": True}),
    ("H(Normal(0, 1)) = a", {"real": True}),
    ("H(FiniteRV({0: a, 1: 1 - a}))", {"positive": True}),
    ("I(a; Poisson(3))", {"integer": True}),
    ("H(Density(a*exp(-a*t), (t, 0, oo)))", {"positive": True}),
    ("H(Density(exp(-Abs(t - a)/2)/4, (t, -oo, oo)))", {"real": True}),
    ("KL(Normal(a, 1) || Density(exp(-Abs(t)/a)/(2*a), (t, -oo, oo)))", {"positive": True}),
    ("H(Mass(1/a, (k, 1, a)))", {"integer": True}),
    ("H(Mass((1/2)**k/(1 - (1/2)**a), (k, 1, a)))", {"real": True}),
]


@pytest.mark.parametrize(("text", "assumptions"), ASSUMPTIONS)
def test_assumptions(text: str, assumptions: dict[str, bool]) -> None:
    meaning = parse(text)
    found = meaning.right.free_symbols if isinstance(meaning, Claim) else meaning.free_symbols
    (symbol,) = found
    if "Mass" in text:
        assert symbol.is_real
    else:
        assert symbol == Symbol("a", **assumptions)


@pytest.mark.parametrize("name", ["beta", "gamma", "zeta", "e", "sigma_1", "N", "Q"])
def test_bare_names_are_symbols(name: str) -> None:
    (symbol,) = parse(f"H(Normal({name}, 1))").free_symbols
    assert symbol.name == name


def test_a_symbolic_outcome_of_a_bernoulli_law() -> None:
    phi, outcome = Symbol("phi", positive=True), Symbol("x", integer=True)
    (law,) = parse("I(x; Bernoulli(phi))").laws
    assert law.density_at(outcome) == phi**outcome * (1 - phi) ** (1 - outcome)


SHANNON = [
    ("H(X)", "H", (("X",),), ()),
    ("H(X, Y)", "H", (("X", "Y"),), ()),
    ("H(X|Y)", "H", (("X",),), ("Y",)),
    ("H(X, Y | Z, W)", "H", (("X", "Y"),), ("Z", "W")),
    ("I(X; Y)", "I", (("X",), ("Y",)), ()),
    ("I(A,B;C|D)", "I", (("A", "B"), ("C",)), ("D",)),
    ("I(X;Y;Z)", "I", (("X",), ("Y",), ("Z",)), ()),
    ("Entropy(X)", "H", (("X",),), ()),
    ("JointEntropy(X, Y)", "H", (("X", "Y"),), ()),
    ("ConditionalEntropy(X, Y)", "H", (("X",),), ("Y",)),
    ("MutualInformation(X, Y)", "I", (("X",), ("Y",)), ()),
]


@pytest.mark.parametrize(("text", "kind", "groups", "given"), SHANNON)
def test_named_variables(text: str, kind: str, groups: object, given: object) -> None:
    assert parse(text) == ShannonSum(((Integer(1), ShannonTerm(kind, groups, given)),))


def test_claims_about_named_variables() -> None:
    def term(name: str) -> ShannonTerm:
        return ShannonTerm("H", ((name,),))

    claim = parse("2*H(X)/3 - (H(Y) - H(X)) + H(Z) - H(Z) >= 0")
    left = ShannonSum(((Rational(5, 3), term("X")), (Integer(-1), term("Y"))))
    assert claim == ShannonClaim(left, Relation.GE, ShannonSum())


REFUSED = [
    ("", "empty", None),
    ("   ", "empty", None),
    ("KL(Normal(0, -1) || Normal(0, 1))", "std must be positive: got -1", 13),
    ("KL(Normal(0, 1)", "this ( is not closed", 2),
    ("H(Normal(0, 1)))", "this ) closes no bracket", 15),
    ("H(Normal(0, 1])", "is closed by ]: write )", 13),
    ("H(Nrmal(0,1))", "did you mean Normal?", 2),
    ("H(normal(0,1))", "did you mean Normal?", 2),
    ("Bernoulli(1.5)", "p must be in [0, 1]: got 3/2", 10),
    ("H(Bernoulli(1.5))", "p must be in [0, 1]: got 3/2", 12),
    ("H(Uniform(3, 1))", "right must be above left = 3", 13),
    ("H(Normal(oo, 1))", "mean must be a real number", 9),
    ("KL(Poisson(3) || Normal(0, 1))", "a discrete law has no density against a continuous one", 17),
    ("Normal(0,1)", "is a law: ask for a measure of it, such as H(Normal(0, 1))", 0),
    ("H(FiniteRV({0: 1/2, 1: 1/3}))", "does not sum to 1: it sums to 5/6", 2),
    ("H(FiniteRV({0: 1/2, 0: 1/2}))", "stands twice", 20),
    ("H(DiscreteUniform([1, 1]))", "distinct", 18),
    ("H(DiscreteUniform(3))", "write [1, 2, 3]", 18),
    ("H(Normal(0))", "std is missing: write Normal(mean, std)", 2),
    ("H(Normal(0, 1, 2))", "has 2 parameters: write Normal(mean, std)", 15),
    ("H(Normal(mean=0, stdx=1))", "did you mean std?", 17),
    ("H(Normal(0, mean=1, std=1))", "mean is given twice", 12),
    ("H(Normal(mean=0, 1))", "by place after one by name", 17),
    ("H(Normal(0; 1))", "separated by commas", 12),
    ("H(Normal)", "write Normal(mean, std)", 2),
    ("H(Gumbel(1, 0, minimum=2))", "True or False", 23),
    ("H(2)", "a law such as Normal(0, 1) is expected", 2),
    ("KL(P || Q)", "P is not a law", 3),
    ("H(Normal(0,1) || Normal(0,2))", "KL(P || Q) for the divergence", 0),
    ("KL(Normal(0,1) | Normal(0,2))", "write KL(P || Q)", 17),
    ("KL(Normal(0, 1))", "write KL(P || Q)", 0),
    ("H(Normal(0, H(Normal(0, 1))))", "is not expected here", 12),
    ("Renyi(Normal(0, 1))", "write Renyi(P; alpha)", 0),
    ("H(Zeta(s)) + H(Bernoulli(s))", "greater than 1 (as s of Zeta) and in [0, 1] (as p of Bernoulli)", 25),
    ("I(z; Coin(1/3))", "its outcomes are H, T", 2),
    ("H(X) <= 1", "with each other or with 0", 8),
    ("H(X) + H(Normal(0, 1))", "do not mix", 7),
    ("H(X)*H(Y) >= 0", "linear", 4),
    ("I(X, Y, Z)", "write I(X; Y)", 0),
    ("a = b =", "ends too early", 7),
    ("a =< b", "do not belong together", 3),
    ("! b", "n! or factorial(n)", 0),
    ("x 2", "a product is written with *", 2),
    ("(x)2", "a product is written with *", 3),
    ("rate time", "a product is written with *", 5),
    ("2 [x, y]", "a product is written with *", 2),
    ("1 +", "ends too early", 3),
    ("1 + * 2", "is missing before it", 4),
    ("a || b", "only inside brackets", 2),
    ("1/0", "division by zero", 1),
    ("x/(1 - 1)", "division by zero", 1),
    ("0**-1", "division by zero", 1),
    ("log(0)", "log(0)", 0),
    ("0*oo", "no value", 1),
    ("sqrt(-1)", "not a real number", 0),
    ("log(-1)", "not a real number", 0),
    ("LambertW(-1)", "not", 0),
    ("9**9**9**9", "at most 64", 4),
    ("10**39**2", "more than 4096 bits", 2),
    ("(10**30)**50", "bits", 8),
    ("gamma(10**6)", "at most 1000", 0),
    ("exp(exp(exp(100)))", "at most 10000", 4),
    ("1e401", "power of ten", 0),
    ("1" * 41, "40 digits", 0),
    ("x" * 41, "40 characters", 0),
    ("while + 1", "a word of Python", 0),
    ("nan", "infinity is written oo", 0),
    ("a__b", "single inner underscores", 0),
    ("_a", "single inner underscores", 0),
    ('__import__("os")', "is no name", 0),
    ('H("x")', "text in quotes", 2),
    ("\u2200 + 1", "the character U+2200 is no part of a query", 0),
    ("1 \u2213 2", "the character U+2213", 2),
    ("x; y", "only inside brackets", 1),
    ("foo(3)", "unknown function foo", 0),
    ("log()", "takes 1 to 2 arguments: got 0", 0),
    ("exp(1, 2)", "takes 1 argument: got 2", 0),
    ("[1, 2]", "list or a table is not expected", 0),
    ("H(Density(x, x))", "write Density(expr, (x, a, b))", 13),
    ("H(Density(x, (x, 1, 0)))", "above the lower end", 2),
    ("table([1])", "si.table", 0),
    ("H(UniformSum(10**9))", "at most 100", 13),
]


@pytest.mark.parametrize(("text", "words", "position"), REFUSED)
def test_refusals(text: str, words: str, position: int | None) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert words in error.message
    assert "\n" not in error.message
    assert (error.text, error.position) == (text, position)


# One step inside each limit that the table above crosses.
ACCEPTED = [
    "KL(Normal(0, 1) || Normal(0, 1))",
    "H(Bernoulli(1))",
    "H(FiniteRV({0: 1/2, 1: 1/2}))",
    "H(Zeta(s)) + H(Poisson(s))",
    "H(X) <= 0",
    "1/1",
    "10**39*2",
    "(10**30)**40",
    "gamma(10**3)",
    "exp(exp(9))",
    "1e400",
    "1" * 40,
    "x" * 40,
    "lamda + 1",
    "a_b",
    "(" * 80 + "x" + ")" * 80,
    "+".join("x" * 240),
    "2**64",
    "H(UniformSum(3))",
    " H( Normal(0,\t1) )\n",
]


@pytest.mark.parametrize("text", ACCEPTED, ids=range(len(ACCEPTED)))
def test_inside_the_limits(text: str) -> None:
    parse(text)


@pytest.mark.parametrize(
    ("options", "base"),
    [
        ({}, E),
        ({"unit": "bits"}, Integer(2)),
        ({"base": 3}, Integer(3)),
        ({"base": "3"}, Integer(3)),
        ({"base": "5/2"}, Rational(5, 2)),
        ({"base": "b"}, Symbol("b", positive=True)),
        ({"base": Rational(5, 2)}, Rational(5, 2)),
    ],
)
def test_units(options: dict[str, object], base: object) -> None:
    assert parse("H(Normal(0, 1))", **options).base == base


@pytest.mark.parametrize(
    "options",
    [{"unit": "bytes"}, {"base": "1"}, {"base": 0}, {"base": -2}, {"base": "-2"}, {"base": "2 = 2"}, {"base": "2)"},
     {"base": 2.5}, {"base": "__import__"}],
)  # fmt: skip
def test_units_refused(options: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        parse("H(Normal(0, 1))", **options)


def test_the_base_and_the_parameters_share_their_symbols() -> None:
    b = Symbol("b", positive=True)
    assert parse("H(Normal(b, 1))", base="b").free_symbols == {b}


def test_declared_symbols() -> None:
    assert parse_expression("2*sigma1 - x", {"sigma1": s, "x": x}) == 2 * s - x
    with pytest.raises(QueryError, match="did you mean sigma1"):
        parse_expression("2*sigma", {"sigma1": s})
    for text in ("x = 1", "H(Normal(0, 1))", "H(X)"):
        with pytest.raises(QueryError):
            parse_expression(text, {"x": x})


def test_ordinary_queries_are_read_quickly() -> None:
    text = "KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))"
    parse(text)
    started = time.perf_counter()
    for _ in range(10):
        parse(text)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda p: p.stem)
def test_text_is_never_evaluated(path: Path) -> None:
    names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not names & {"eval", "exec", "sympify", "parse_expr", "lambdify", "subs", "compile_"}


def test_the_tree_needs_no_sympy() -> None:
    code = "import sys; from symbinfo.query.syntax import read; read('H(X)'); sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_parser_is_loaded_when_it_is_needed() -> None:
    code = "import sys, symbinfo.query; sys.exit('lark' in sys.modules or 'sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
