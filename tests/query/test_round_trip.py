"""What the project prints is read again: expressions in LaTeX and in plain text, answers of the engine, built pages."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path

import latex_forms
import plain_forms
import pytest
import sympy as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.query import parse, parse_expression
from symbinfo.query.syntax import read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.line import line_of
from symbinfo.render.typeset import Typesetter

SYMBOLS = {
    name: sp.Symbol(name, positive=True) for name in ("sigma1", "mu", "a", "b", "n", "lamda", "x", "theta_0", "rate")
}
PRINTERS = {
    "latex": lambda expr: latex_of_layout(Typesetter()(expr)),
    "text": lambda expr: line_of(Typesetter()(expr)),
    "ascii": lambda expr: line_of(Typesetter()(expr), ascii=True),
    "sympy": sp.latex,
}
ATOMS = st.sampled_from(
    [*SYMBOLS.values(), sp.Integer(1), sp.Integer(2), sp.Rational(1, 3), sp.pi, sp.E, sp.EulerGamma]
)
FUNCTIONS = [sp.log, sp.exp, sp.sqrt, sp.gamma, sp.digamma, sp.erf, sp.Abs, sp.tanh, sp.factorial]
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(FUNCTIONS), inner).map(lambda t: t[0](t[1])),
        st.tuples(inner, inner).map(lambda t: t[0] + t[1]),
        st.tuples(inner, inner).map(lambda t: t[0] - t[1]),
        st.tuples(inner, inner).map(lambda t: t[0] * t[1]),
        st.tuples(inner, inner).map(lambda t: t[0] / t[1]),
        st.tuples(inner, st.sampled_from([2, 3, -1, sp.Rational(1, 2)])).map(lambda t: t[0] ** t[1]),
        st.tuples(inner, inner).map(lambda t: sp.beta(t[0], t[1])),
        st.tuples(inner, inner).map(lambda t: SYMBOLS["rate"] ** t[0] * (t[0] + t[1]) ** 2),
    ),
    max_leaves=7,
)
COMMON = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
PLACE = {symbol: sp.Rational(7 + 3 * i, 11) for i, symbol in enumerate(SYMBOLS.values())}
SHORT_TIME = 2.0


def same(left: sp.Expr, right: sp.Expr) -> bool:
    """Equal as they stand, or in numbers at a place in no simple ratio."""
    if left == right:
        return True
    values = [sp.N(side.xreplace(PLACE), 25) for side in (left, right)]
    return bool(abs(values[0] - values[1]) <= 1e-18 * max(1, abs(values[0])))


def usable(expr: sp.Expr) -> bool:
    """A real number of ordinary size."""
    if expr.has(sp.zoo, sp.nan, sp.oo, sp.I):
        return False
    value = sp.N(expr.xreplace(PLACE), 15)
    return bool(value.is_Float) and abs(value) < 1e12


@pytest.mark.parametrize("printer", PRINTERS)
@COMMON
@given(expr=EXPRESSIONS)
def test_an_expression_is_read_as_it_was_printed(printer: str, expr: sp.Expr) -> None:
    if not usable(expr) or (printer == "sympy" and expr.has(sp.beta)):  # whose arguments SymPy prints in Python
        return
    text = PRINTERS[printer](expr)
    assert same(parse_expression(text, SYMBOLS), expr), text


def test_a_misread_expression_is_noticed() -> None:
    x, a = SYMBOLS["x"], SYMBOLS["a"]
    assert not same(parse_expression(r"\frac{x}{2 a}", SYMBOLS), x / 2 * a)


@pytest.mark.parametrize("typed", [*plain_forms.READ, *latex_forms.READ])
def test_a_reading_is_read_as_it_stands(typed: str) -> None:
    form = "latex" if typed in latex_forms.READ else "text"
    told_back = canonical(read_told(typed, form)[0])
    again, told = read_told(told_back, "text")
    assert canonical(again) == told_back
    if "Expectation" not in told_back:
        assert not told.changed, told_back


# What the engine answers.

ANSWERS = [
    "KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))",
    "H(Gamma(k, theta))",
    "KL(Beta(a, b) || Beta(c, d))",
    "H(StudentT(nu))",
    "H(VonMises(mu, k))",
    "KL(Weibull(a, b) || Exponential(r))",
    "H(Gumbel(b, m))",
    "H(Laplace(mu, b))",
    "KL(Poisson(a) || Poisson(b))",
    "H(Rayleigh(sigma))",
    "Renyi(Exponential(r); 3)",
    "Hellinger(Exponential(a) || Exponential(b))",
    "Chi2(Poisson(a) || Poisson(b))",
    "H(Bernoulli(p))",
    "KL(Cauchy(x0, g) || Cauchy(x1, s))",
    "KL(Beta(a, b) || Lomax(c, d))",
    "H(VonMises(mu, k))",
    "H(GaussianInverse(m, l))",
]


@pytest.mark.parametrize("query", ANSWERS)
def test_an_answer_of_the_engine_can_be_typed(query: str) -> None:
    result = parse(query).doit()
    names = {symbol.name: symbol for symbol in result.free_symbols}
    place = {symbol: sp.Rational(5 + 4 * i, 3 + 2 * i) / 4 for i, symbol in enumerate(sorted(names.values(), key=str))}
    for printer, prints in PRINTERS.items():
        if printer == "sympy" and result.has(sp.hyper, sp.besseli):
            continue
        again = parse_expression(prints(result), names)
        difference = sp.N((again - result).xreplace(place), 20)
        assert again == result or abs(difference) < 1e-12, prints(result)


BUILT = Path(__file__).parents[2] / "derivations" / "built"


def shown_formulas() -> list[str]:
    """The results that the built pages show in a frame."""
    pages = sorted(BUILT.glob("*.tex"))
    return sorted({found for page in pages for found in re.findall(r"\\shown\{(.*)\}\n", page.read_text())})


def shown_steps() -> list[str]:
    """What the lines of the derivations say, without their relations: of lines that are broken in two, nothing."""
    found = set()
    for page in sorted(BUILT.glob("*.tex")):
        for block in re.findall(r"\\begin\{flalign\*\}(.*?)\\end\{flalign\*\}", page.read_text(), re.DOTALL):
            for line in re.split(r"\\\\\*?\n", block):
                plain = re.sub(r"&& *\\reason.*", "", line, flags=re.DOTALL).replace("&", "").strip()
                found.add(re.sub(r"^(?:\\quad\s*)?(?:[=<>]|\\[lg]eq?(?![a-z]))\s*", "", plain))
    return sorted(text for text in found if text and not re.search(r"\\(?:qquad|[bB]ig)", text))


def test_what_the_built_pages_show_is_read() -> None:
    formulas = shown_formulas()
    assert len(formulas) > 20
    for formula in formulas:
        read_told(formula, "latex")


def test_nearly_all_steps_of_the_built_pages_are_read() -> None:
    """But for means of quotients of probabilities, whose value depends on where the denominator is 0."""
    steps, unread = shown_steps(), []
    for step in steps:
        try:
            read_told(step, "latex")
        except QueryError as error:
            unread.append((step, error.message))
    assert len(steps) > 150
    assert len(unread) <= len(steps) // 10, unread
    assert all(
        message.startswith("a sum or an integral over all values") or "several variables" in message
        for _, message in unread
    ), unread


REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "claims.json"


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference collection is not here")
def test_claims_in_latex_are_read_as_in_text() -> None:
    from symbinfo.verification.files.claim_records import _symbols

    raw = json.loads(REFERENCE.read_text(encoding="utf-8"))
    claims = raw["claims"] if isinstance(raw, dict) else raw
    read = 0
    for record in claims:
        names, _ = _symbols(record)
        meant = parse_expression(record["claim"], names)
        try:
            found = parse_expression(record["claim_latex"], names)
        except SymbinfoError:
            continue
        place = {
            s: sp.Rational(3 + i, 7) if not s.is_integer else sp.Integer(3 + i) for i, s in enumerate(names.values())
        }
        close = found == meant or abs(sp.N((found - meant).subs(place), 20)) < 1e-10
        assert close, record["id"]
        read += bool(close)
    assert read >= 0.97 * len(claims)


# Nothing typed fails in any other way than with one line, or takes long.

PIECES = [
    r"\frac",
    r"\log",
    r"\ln",
    r"{}",
    r"{",
    r"}",
    r"(",
    r")",
    r"[",
    r"]",
    r"|",
    r"\|",
    r"\mid",
    r"\left(",
    r"\right)",
    r"_",
    r"^",
    r"_{",
    r"^{",
    r"\sqrt",
    r"\sum_",
    r"\int",
    r"dx",
    r"\mathrm{KL}",
    r"\mathcal{N}",
    r"\sigma",
    r"\mu",
    r"x",
    r"y",
    r"p",
    r"q",
    r"2",
    r"10",
    r".",
    r",",
    r";",
    r"=",
    r"\le",
    r"\approx",
    r"+",
    r"-",
    r"\cdot",
    r"/",
    r"&",
    r"\\",
    r"\begin{aligned}",
    r"\end{aligned}",
    r"\text{bits}",
    r"$",
    r"\[",
    r"\]",
    r"\,",
    r"'",
    r"!",
    r"%",
    r"~",
    r"\mathbb{E}",
    r"D_",
    r"H(",
    r"I(",
    r"E[",
    r"²",
    r"σ",
    r"√",
    r"½",
    r"‖",
    r"∣",
    r"≤",
    r"−",
    r"₁",
    r"∞",
    r"𝔼",
    r"Γ(",
    r"ψ",
    r"e",
    r"pi",
    r"log_2",
    r"ln",
    r"N(",
    r"||",
    r"<=",
    r"!=",
    r"bits",
    r"\left. ",
    r"\right|_{x=1}",
    r"\lim_{x\to 0}",
    r"\frac{d}{dx}",
    r"{}_2F_1(",
    r"\begin{pmatrix}",
    r"\end{pmatrix}",
    r"∫",
    r"∑_{k=1}^n",
    r"sum_i p_i",
    r"]_{t=0}",
    r"₂F₁(",
    r"1½",
    r"otherwise",
    r"if",
    r"\chi^2_",
    r"t_{",
    r"B(n,p)",
    r"\mathcal{I}",
]


def attempt(text: str, form: str = "auto") -> None:
    started = time.process_time()
    try:
        parse(text, form=form)
    except SymbinfoError as error:
        assert str(error) and "\n" not in str(error)
        if isinstance(error, QueryError):
            error.caret()
            assert error.position is None or 0 <= error.position <= len(text)
    assert time.process_time() - started < SHORT_TIME, text


@settings(COMMON, max_examples=250)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_pieces_in_any_order(pieces: list[str], spaced: bool) -> None:
    attempt((" " if spaced else "").join(pieces))


@pytest.mark.parametrize("seed", range(6))
def test_damaged_formulas(seed: int) -> None:
    chance = random.Random(seed)
    typed = [*latex_forms.READ, *plain_forms.READ]
    for text in chance.sample(typed, 40):
        at, other = chance.randrange(len(text)), chance.choice(typed)
        damaged = chance.choice(
            [
                text[:at] + text[at + 1 :],
                text[:at] + chance.choice(PIECES) + text[at:],
                text[:at] + other[at:],
                text[:at] + text[at] * 3 + text[at + 1 :],
                text[::-1],
            ]
        )
        attempt(damaged)
        attempt(damaged, "latex")


HOSTILE = [
    r"\frac" * 400,
    "{" * 1000,
    r"\sqrt{" * 300 + "x" + "}" * 300,
    "x^" * 900 + "x",
    "x_" * 900 + "x",
    r"\log" * 450,
    "log " * 480,
    "√" * 1900,
    "|" * 1999,
    "|x" * 900,
    "½" * 1900,
    "(" * 1900,
    "[" * 80 + "x" + "]" * 80,
    "a" + "(a)" * 600,
    "n" + "!" * 1900,
    r"\left(" * 300,
    r"\begin{cases}" * 100,
    r"\begin{aligned}" * 100 + r"\end{aligned}" * 100,
    r"\mathbb{E}_{" * 100,
    r"\sum_x p(x)" * 150,
    "$" * 1999,
    "\\" * 1999,
    r"\mathrm{__import__('os')}",
    r"\text{" + "x" * 1900,
    "D_{KL}(" * 100 + ")" * 100,
    "H(" * 79 + "X" + ")" * 79,
    "σ" * 1900,
    "x" + "'" * 1900,
    "E[" * 79 + "X" + "]" * 79,
    "x" + "₁" * 1900,
    "2" + "²" * 1900,
    r"x \\ " * 300,
    "\u202e\u200b",
    "1,2,3,4",
    "%" * 100,
    "∫" * 1900,
    "∫_" * 900,
    "sum_{" * 400,
    "∑_x p(x)" * 200,
    "{x if x > 0; " * 150,
    "[" * 300 + "x" + "]_{x=0}" * 200,
    "lim_{x → " * 200,
    r"\left." * 600,
    r"\left. x \right|_{x=1}" * 80,
    r"\lim_{x\to 0}" * 130,
    r"\frac{d}{dx}" * 150,
    r"\begin{pmatrix}" * 120,
    r"\mathcal{N}([[" * 130,
    r"\int x" * 280,
    r"{}_2F_1" * 280,
    "₂F₁(" * 400,
    "x_{" * 660,
    "H(B(" * 39 + "p" + "))" * 39,
    "answer: " * 240,
    "10^{99999999999}",
    "9" * 1900,
    "x\u202ey\x00z",
    r"\def\x{\x}\x \input{/etc/passwd} \write18{ls}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("form", ["auto", "text", "latex"])
def test_hostile_text(text: str, form: str) -> None:
    attempt(text, form)
