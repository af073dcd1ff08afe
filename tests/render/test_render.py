"""What a reader sees: formulas as the course writes them, pages that compile, nothing hostile that gets through."""

from __future__ import annotations

import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
import sympy as sp
from sympy import EulerGamma, Function, Integral, Limit, Piecewise, Rational, Subs, Sum, Symbol, exp, log, oo, pi, sqrt
from sympy.core.symbol import Str

import symbinfo.render.json as as_json
from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.step_names import STEP_NAMES
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, ln, mul, power, quotient
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, FiniteLaw
from symbinfo.measures import KL, CrossEntropy, Entropy, Hellinger, JensenShannon, Renyi, RenyiDivergence, Tsallis
from symbinfo.render import FORMATS, render
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.line import line_of
from symbinfo.render.mathml import mathml_of_layout
from symbinfo.render.text import WIDTH, split_line
from symbinfo.render.typeset import Typesetter
from symbinfo.render.words import parts_of

mu1, mu2, mu = sp.symbols("mu1 mu2 mu", real=True)
sigma1, sigma2, alpha, beta, lamda, phi = sp.symbols("sigma1 sigma2 alpha beta lamda phi", positive=True)
n = Symbol("n", integer=True, positive=True)
x = Variable("x", real=True)
t = Variable("t", real=True)
half = Rational(1, 2)


def gaussian(name: str, m: Any, s: Any) -> ContinuousLaw:
    density = exp(-((x - m) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s)
    return ContinuousLaw(name, "Normal", (m, s), sp.true, x, density, -oo, oo)


P, Q = gaussian("P", mu1, sigma1), gaussian("Q", mu2, sigma2)
COIN = FiniteLaw("X", "Bernoulli", (phi,), phi < 1, [(1, phi), (0, 1 - phi)])
ABSTRACT = AbstractLaw("X", "density", (Function("p")(x),), sp.true, x, Function("p")(x), -oo, oo)
p, q = DensityValue(P, x), DensityValue(Q, x)


def chained(left: Any, *steps: Any, status: Status = Status.CLOSED, **more: Any) -> Derivation:
    """A derivation from (expr, rule, because) and, as a fourth entry, lemmas."""
    derivation = Derivation(left=left)
    for expr, rule, because, *lemmas in steps:
        with patch.dict(STEP_NAMES, {rule: "A name as hostile as any."}):  # what is written must not rest on the list
            derivation = derivation.then(Step(Relation.EQ, expr, rule, because, tuple(*lemmas)))
    return derivation.closing(status, **more)


def kl_of_gaussians() -> Derivation:
    moment = Expectation((x - mu2) ** 2, P)
    second = sigma1**2 + (mu1 - mu2) ** 2
    lemma = chained(
        moment,
        (Integral(mul(P.density, (x - mu2) ** 2), (x, -oo, oo)), "definition-of-expectation", "The definition."),
        (second, "simplify", "Simplify."),
    )
    logs = add(ln(quotient(sigma2, sigma1)), -half)
    return chained(
        KL(P, Q),
        (Expectation(ln(quotient(p, q)), P), "definition", "The expected log ratio."),
        (add(logs, mul(1 / (2 * sigma2**2), moment)), "linearity", "Expectation is linear."),
        (add(logs, mul(1 / (2 * sigma2**2), second)), "insert", "Insert the moment.", [lemma]),
        (log(sigma2 / sigma1) + second / (2 * sigma2**2) - half, "collect", "Collect the terms."),
    )


def entropy_of_a_coin() -> Derivation:
    h = add(mul(sp.Integer(-1), phi, log(phi)), mul(sp.Integer(-1), 1 - phi, log(1 - phi)))
    closed = -phi * log(phi) - (1 - phi) * log(1 - phi)
    limits = tuple(
        chained(Limit(closed, phi, end, side), (sp.S.Zero, "limit", "t log t -> 0."))
        for end, side in ((0, "+"), (1, "-"))
    )
    steps = ((h, "write-out-the-sum", "Probability times value."),)
    derivation = chained(Entropy(COIN), *steps, limits=limits)
    return Derivation(**{**vars(derivation), "domain": Domain.of([phi < 1])})


def scaling_law() -> Derivation:
    a = Symbol("a", real=True, nonzero=True)
    density = Function("p")(x / a) / sp.Abs(a)
    scaled = ContinuousLaw("Y", "scaled", (a, "X"), sp.true, x, density, -oo, oo)
    return chained(
        Entropy(scaled),
        (-Integral(mul(density, ln(density)), (x, -oo, oo)), "as-integral", "Write the integral."),
        (add(Entropy(ABSTRACT), log(sp.Abs(a))), "recognise", "Put a*x for x; read H(X) backwards."),
        title="The scaling law: H(aX) = H(X) + log|a|",
    )


def infinite() -> Derivation:
    return chained(
        KL(P, Q),
        (Expectation(ln(quotient(p, q)), P), "definition", "The definition."),
        (oo, "support-mismatch", "P has mass where Q has none: +oo."),
        status=Status.INFINITE,
    )


def reduced() -> Derivation:
    left_over = Expectation(log(1 + exp(x)), P)
    return chained(Entropy(P), (add(mu1, left_over), "linearity", "Expectation is linear."), status=Status.REDUCED)


def number() -> Derivation:
    fair = FiniteLaw("X", "Bernoulli", (half,), sp.true, [(1, half), (0, half)])
    written = add(*(mul(sp.Integer(-1), half, ln(half)) for _ in range(2)))
    return chained(Entropy(fair), (written, "write-out-the-sum", "Sum."), (log(2), "collect", "Collect."))


HOSTILE = [
    r"\input{/etc/passwd}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "$x$ `y` **z** ![a](b)",
    "a & b % c # d _ e ^ f ~ g",
    "|x| {y} \\\\ \\|",
    "\x1b[31mred\x07",
    "naïve 中文 σ",
]


def hostile(text: str) -> Derivation:
    outcomes = [(Str(text), half), (Str("b"), half)]
    law = FiniteLaw("X", "FiniteRV", (sp.Dict(dict(outcomes)),), sp.true, outcomes)
    symbol = Symbol(text, positive=True)
    return chained(Entropy(law), (log(symbol) + 1, text, f"Because {text} = {text}, {text}."), title=text)


SAMPLES = {f.__name__: f for f in (kl_of_gaussians, entropy_of_a_coin, scaling_law, infinite, reduced, number)}
KINDS = [pytest.param(make, id=name) for name, make in SAMPLES.items()]


@pytest.fixture(autouse=True)
def _stubbed_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """What renders is tested here, not what checks: what the JSON form asks of the checker is a stub."""
    outcome = {"verdict": "holds", "level": "checked", "points": 24, "digits": 50, "worst_error": "1e-30", "reason": ""}
    report = SimpleNamespace(to_dict=lambda: outcome)
    certificate = SimpleNamespace(to_dict=lambda: {"schema": 1})
    doors = {"check_derivation": lambda d, seconds, certificate: report, "certificate_of": lambda d: certificate}
    for name, stub in doors.items():
        monkeypatch.setattr(as_json, name, stub)


def shown(expr: Any, *laws: str) -> str:
    return latex_of_layout(Typesetter(laws)(expr))


# --- formulas --------------------------------------------------------------------------------------------------------

FORMULAS = [
    # expression, LaTeX, one line
    (
        log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - half,
        r"\log\frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{2 \sigma_2^2} - \frac{1}{2}",
        "log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/(2σ₂²) − 1/2",
    ),
    ((x - mu1) ** 2, r"(x - \mu_1)^2", "(x − μ₁)²"),
    (1 - phi, r"1 - \phi", "1 − φ"),
    (alpha - 1, r"\alpha - 1", "α − 1"),
    (log(1 - phi), r"\log(1 - \phi)", "log(1 − φ)"),
    (log(lamda), r"\log \lambda", "log λ"),
    (log(2), r"\log 2", "log 2"),
    (log(log(phi)), r"\log(\log \phi)", "log(log φ)"),
    (log(phi) ** 2, r"\log^2 \phi", "log² φ"),
    ((phi - 1) * log(1 - phi), r"-(1 - \phi) \log(1 - \phi)", "−(1 − φ) log(1 − φ)"),
    (1 - log(lamda), r"1 - \log \lambda", "1 − log λ"),
    (log(8, evaluate=False) / log(2), r"\log_2 8", "log₂ 8"),
    (log(phi) / log(2), r"\log_2 \phi", "log₂ φ"),
    (log(2 * pi * sigma1**2) / 2, r"\frac{1}{2} \log(2 \pi \sigma_1^2)", "(1/2) log(2π σ₁²)"),
    (sp.loggamma(alpha), r"\log \Gamma(\alpha)", "log Γ(α)"),
    (sp.digamma(alpha), r"\psi(\alpha)", "ψ(α)"),
    (sp.polygamma(1, alpha), r"\psi^{(1)}(\alpha)", "ψ^(1)(α)"),
    (sp.digamma(alpha / 2), r"\psi(\alpha/2)", "ψ(α/2)"),
    (EulerGamma + log(beta) + 1, r"\log \beta + \gamma + 1", "log β + γ + 1"),
    (sp.beta(alpha, beta), r"\mathrm{B}(\alpha, \beta)", "B(α, β)"),
    (log(sp.factorial(n)), r"\log(n!)", "log(n!)"),
    (log(sp.Abs(mu)), r"\log\lvert \mu\rvert", "log|μ|"),
    (sp.binomial(n, 2), r"\binom{n}{2}", "C(n, 2)"),
    (exp(-x / beta), r"e^{-x/\beta}", "e^(−x/β)"),
    (1 / (sqrt(2) * sqrt(pi) * sigma1), r"\frac{1}{\sqrt{2 \pi} \, \sigma_1}", "1/(√(2π) σ₁)"),
    (sqrt(2) * sqrt(pi) * sigma1 / 2, r"\frac{\sqrt{2 \pi} \, \sigma_1}{2}", "√(2π) σ₁/2"),
    (Integral(x * exp(-x), (x, 0, oo)), r"\int_0^{\infty} x e^{-x}\,dx", "∫_0^∞ x e^(−x) dx"),
    (Sum(1 / Variable("k") ** 2, (Variable("k"), 1, n)), r"\sum_{k=1}^n \frac{1}{k^2}", "∑_{k=1}^n 1/k²"),
    (Limit(phi * log(phi), phi, 0, "+"), r"\lim_{\phi \to 0^+} \phi \log \phi", "lim_{φ → 0⁺} φ log φ"),
    (
        Subs(sp.Derivative(sp.gamma(alpha + t), t), t, 0),
        r"\left.\frac{d}{dt} \, \Gamma(\alpha + t)\right\rvert_{t=0}",
        "[(d/dt) Γ(α + t)]_{t=0}",
    ),
    (
        Piecewise((log(phi), phi > 1), (oo, True)),
        r"\begin{cases} \log \phi & \text{if } \phi > 1 \\ \infty & \text{otherwise} \end{cases}",
        "{ log φ if φ > 1; ∞ otherwise }",
    ),
    (-oo, r"-\infty", "−∞"),
    # What is written by hand keeps its order and its shape.
    (add(-half, log(2), phi), r"-\frac{1}{2} + \log 2 + \phi", "−1/2 + log 2 + φ"),
    (add(mul(half, ln(half)), mul(half, ln(half))), None, "(1/2) log(1/2) + (1/2) log(1/2)"),
    (add(phi, mul(sp.Integer(-1), add(phi, alpha))), r"\phi - (\phi + \alpha)", "φ − (φ + α)"),
    (mul(phi, quotient(sp.S.One, phi)), None, "φ/φ"),
    (power(add(phi, -phi), sp.Integer(2)), r"(\phi - \phi)^2", "(φ − φ)²"),
    (quotient(add(phi, alpha), add(phi, beta)), r"\frac{\phi + \alpha}{\phi + \beta}", "(φ + α)/(φ + β)"),
]


@pytest.mark.parametrize(("expr", "tex", "line"), FORMULAS, ids=[line for _, _, line in FORMULAS])
def test_formula(expr: Any, tex: str | None, line: str) -> None:
    layout = Typesetter()(expr)
    assert line_of(layout) == line
    if tex is not None:
        assert latex_of_layout(layout) == tex


@pytest.mark.parametrize(("expr", "tex", "line"), FORMULAS, ids=[line for _, _, line in FORMULAS])
def test_one_line_in_ascii_means_the_same(expr: Any, tex: str, line: str) -> None:
    text = line_of(Typesetter()(expr), ascii=True)
    assert text.isascii()
    special = ("int_", "sum_", "lim_", "{", "d/dt", "oo", "binomial", "!", "psi^")
    if any(word in text for word in special) or expr.has(sp.loggamma, sp.polygamma, EulerGamma, sp.beta):
        return
    names = {s.name: s for s in expr.free_symbols}
    text = re.sub(r"\|(\w+)\|", r"(abs(\1))", text).replace("log2(", "1/log(2)*log(").replace("^", "**")
    text = re.sub(r"log\*\*2\((\w+)\)", r"log(\1)**2", text)
    back = sp.sympify(text, locals={**names, "e": sp.E, "log": log})
    at = {s: Rational(3, 7) + Rational(i, 5) for i, s in enumerate(sorted(names.values(), key=str))}
    assert sp.N((back - expr).subs(at)) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("expr", "laws", "tex"),
    [
        (Expectation(log(p), P), ("P",), r"\mathbb{E}_P[\log p(X)]"),
        (Expectation(ln(quotient(p, q)), P), ("P", "Q"), r"\mathbb{E}_P\left[\log\frac{p(X)}{q(X)}\right]"),
        (Expectation(log(DensityValue(COIN, COIN.variable)), COIN), ("X",), r"\mathbb{E}[\log P(X)]"),
        (Expectation(log(DensityValue(ABSTRACT, x)), ABSTRACT), ("X", "Y"), r"\mathbb{E}_X[\log p(X)]"),
        (KL(P, Q), ("P", "Q"), r"D_{\mathrm{KL}}(P\,\|\,Q)"),
        (Entropy(COIN), ("X",), "H(X)"),
    ],
)
def test_notation_of_the_field(expr: Any, laws: tuple[str, ...], tex: str) -> None:
    assert shown(expr, *laws) == tex


def test_long_formulas_are_broken_at_signs_and_keep_every_symbol() -> None:
    symbols = sp.symbols("a1:30", positive=True)
    body = add(*(mul(s, log(s)) for s in symbols))
    layout = Typesetter()(mul(phi, power(body, sp.Integer(2))))
    lines = lines_of(layout, 30.0, width_of)
    assert len(lines) > 3
    assert all(width_of(line) <= 30 for line in lines)
    together = " ".join(latex_of_layout(line) for line in lines)
    assert all(shown(s) in together for s in symbols)
    assert all(latex_of_layout(line).startswith("+") for line in lines[1:])


@pytest.mark.parametrize(
    ("line", "room", "first"),
    [
        ("∫ (1/(√(2π) s)) exp(−(x − m)²/(2s²)) (x − m)² dx", 45, "∫ (1/(√(2π) s)) exp(−(x − m)²/(2s²))"),
        ("(∫ y² e^(−y) dy)/(∫ e^(−y) dy)", 24, "(∫ y² e^(−y) dy)"),
        ("f(aaaa bbbb cccc)", 12, "f(aaaa bbbb"),  # no other place is left
        ("aaaabbbb", 4, "aaaa"),
    ],
)
def test_what_no_sign_breaks_is_cut_in_the_fewest_brackets(line: str, room: int, first: str) -> None:
    assert split_line(line, room)[0] == first


def test_a_product_is_broken_between_its_factors_and_a_fraction_keeps_no_brackets() -> None:
    a, b, x = sp.symbols("a b x", positive=True)
    layout = Typesetter()(x + log(1 + a) * (log(2 + a) + log(3 + b)) + (a + b) / (x + 1))
    lines = [line_of(line) for line in lines_of(layout, 16.0, width_of)]
    assert lines == ["(log(a + 2) + log(b + 3))", "· log(a + 1) + x + (a + b)/(x + 1)"]


@pytest.mark.parametrize(
    ("sentence", "formulas"),
    [
        ("Substitute x = mu1 + y and x = mu1 - y.", [r"x = \mu_1 + y", r"x = \mu_1 - y"]),
        ("The logarithm is +oo.", [r"+\infty"]),
        ("The gamma integral (DLMF 5.9.1).", []),
        ("The log of a product is a sum.", []),
        ("The density of P.", ["P"]),
        ("Student's law, e.g. at 3 degrees.", []),
        ("Put y**2/alpha for z.", [r"y^2/\alpha", "z"]),
    ],
)
def test_formulas_in_sentences(sentence: str, formulas: list[str]) -> None:
    parts = parts_of(sentence, ["mu1", "x", "alpha", "gamma"])
    assert [latex_of_layout(part) for part in parts if not isinstance(part, str)] == formulas


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("form", [name for name, row in FORMATS.items() if row.renderer])
def test_every_form_of_every_kind(form: str, make: Any) -> None:
    text = render(make(), form)
    assert text.strip()
    assert "\t" not in text
    assert "DensityValue" not in text
    assert "Expectation(" not in text


def test_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="choose from text"):
        render(number(), "docx")


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("encoding", [None, "ascii", "latin-1"])
def test_text_fits_the_terminal(make: Any, encoding: str | None) -> None:
    text = render(make(), "text", encoding=encoding)
    assert all(len(line) <= WIDTH for line in text.splitlines())
    if encoding:
        text.encode(encoding)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (number, "Result: H(X) = log 2 ≈ 0.693147 nats"),
        (infinite, "Result: KL(P ‖ Q) = ∞"),
        (reduced, "No closed form is known to the engine"),
        (entropy_of_a_coin, "for 0 < φ < 1"),
        (kl_of_gaussians, "for μ₁, μ₂ ∈ ℝ, σ₁, σ₂ > 0"),
        (scaling_law, "Result: H(Y) = H(X) + log|a|"),
    ],
)
def test_text_says(make: Any, said: str) -> None:
    assert said in render(make(), "text")


def test_a_line_is_not_printed_twice() -> None:
    written = add(mul(sp.Integer(-1), phi, log(phi)), mul(sp.Integer(-1), 1 - phi, log(1 - phi)))
    collected = -phi * log(phi) + (phi - 1) * log(1 - phi)
    derivation = chained(Entropy(COIN), (written, "sum", "Sum."), (collected, "collect", "Collect the terms."))
    assert "Collect" not in render(derivation, "text")
    assert "Collect" in render(chained(Entropy(COIN), (written, "a", "A."), (phi, "b", "Collect.")), "text")


def test_text_is_aligned_at_the_relation() -> None:
    text = render(kl_of_gaussians(), "text")
    columns = [line.index("=") for line in text.splitlines()[2:] if re.match(r"^(KL\(P ‖ Q\)|  +)\s*=", line)]
    assert len(columns) >= 4
    main = columns[:4]
    assert len(set(main)) == 1


class _Reader(html.parser.HTMLParser):
    """Collects tags and text, and checks that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("make", [*KINDS, *(pytest.param(lambda h=h: hostile(h), id=h) for h in HOSTILE)])
def test_html_is_whole_and_needs_nothing_from_outside(make: Any) -> None:
    reader = _Reader()
    text = render(make(), "html")
    reader.feed(text)
    assert not reader.open
    assert not reader.tags & {"script", "img", "link", "iframe", "object"}
    assert not {a for a in reader.attributes if a.startswith("on") or a in ("src", "href")}
    assert "http" not in text


@pytest.mark.parametrize("make", KINDS)
def test_markdown_is_the_dialect_of_the_course(make: Any) -> None:
    text = render(make(), "markdown")
    assert not re.search(r"(?<!\\)\\[|{!,;]", text)
    assert text.count("$$") % 2 == 0
    assert not re.search(r"<\w", text)
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.strip() == "$$":
            blank = [lines[at - 1].strip(), lines[at + 1].strip()]
            assert "" in blank
    if make().steps[-1].lemmas or any(step.lemmas for step in make().steps):
        assert re.search(r'\?\?\? note "Lemma 1[^"\n]*"\n\n    \$\$', text)


def _formulas_of_markdown(text: str) -> list[str]:
    blocks = re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL)
    return blocks + re.findall(r"\$([^$\n]+)\$", re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("make", KINDS)
def test_latex_is_balanced(make: Any) -> None:
    derivation = make()
    for text in (*_formulas_of_markdown(render(derivation, "markdown")), render(derivation, "latex", fragment=True)):
        assert text.count("{") == text.count("}")
        assert text.count(r"\left") == text.count(r"\right")
        assert text.count(r"\begin") == text.count(r"\end")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_escaped(text: str) -> None:
    derivation = hostile(text)
    tex = render(derivation, "latex")
    assert r"\input" not in tex
    assert tex.isascii()
    page = render(derivation, "markdown")
    assert "<script" not in page
    assert "<img" not in page
    assert "![a](b)" not in page
    terminal = render(derivation, "text")
    assert all(c.isprintable() or c == "\n" for c in terminal)
    assert render(derivation, "text", encoding="ascii").isascii()
    json.loads(render(derivation, "json"))


def test_harmless_text_is_left_alone() -> None:
    derivation = chained(Entropy(COIN), (log(phi), "rule", "The log of a product, taken apart."))
    for form in ("text", "latex", "markdown", "html"):
        assert "The log of a product" in render(derivation, form)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize(
    ("makes", "margin"), [(list(SAMPLES.values()), 2.0), ([lambda h=h: hostile(h) for h in HOSTILE], 200.0)]
)
def test_articles_compile_within_the_margins(tmp_path: Path, makes: list[Any], margin: float) -> None:
    head, _, _ = render(number(), "latex").partition(r"\begin{document}")
    body = re.compile(r"\\begin\{document\}(.*)\\end\{document\}", re.DOTALL)
    bodies = [found[1] for m in makes if (found := body.search(render(m(), "latex")))]
    fragments = [render(m(), "latex", fragment=True) for m in makes]
    whole = "\\newpage\n".join([*bodies, *fragments])
    (tmp_path / "all.tex").write_text(head + "\\begin{document}\n" + whole + "\\end{document}\n")
    command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=60)
    assert done.returncode == 0, done.stdout[-2000:]
    wide = [float(w) for w in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
    assert max(wide, default=0) < margin


# --- data ------------------------------------------------------------------------------------------------------------


def test_json_has_the_promised_keys() -> None:
    data = json.loads(render(kl_of_gaussians(), "json"))
    promised = {"query", "measure", "unit", "status", "result", "condition", "steps", "check"}
    assert promised | {"schema", "value", "limits", "otherwise", "certificate"} <= set(data)
    assert data["schema"] == 1
    assert data["query"] == "KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))"
    assert set(data["steps"][0]) == {"relation", "sympy", "latex", "rule", "because", "lemmas"}
    assert set(data["steps"][2]["lemmas"][0]) == {"left", "steps", "result"}
    assert data["check"].items() >= {"level": "checked", "points": 24, "digits": 50, "worst_error": "1e-30"}.items()
    assert data["value"] is None
    assert json.loads(render(number(), "json"))["value"] == "0.693147180559945"
    assert json.loads(render(infinite(), "json"))["value"] == "inf"


@pytest.mark.parametrize("make", KINDS)
def test_json_expressions_are_read_back(make: Any) -> None:
    derivation = make()
    data = as_json.to_dict(derivation)
    names = {s.name: s for s in derivation.left.free_symbols}
    at = {s: Rational(3, 7) + Rational(i, 5) for i, s in enumerate(sorted(names.values(), key=str))}
    for step, shown_step in zip(derivation.steps, data["steps"], strict=True):
        back = sp.sympify(shown_step["sympy"], locals=names)
        if not step.expr.has(Expectation, Integral, Entropy, KL) and step.expr != oo:
            assert sp.N((back - step.expr).subs(at)) == pytest.approx(0, abs=1e-12)


def test_definite_integrals_are_not_evaluated_to_sort_them() -> None:
    slow = Integral(log(x) / sqrt(x * (1 - x)), (x, 0, 1)) / Integral(1 / sqrt(x * (1 - x)), (x, 0, 1))
    assert as_json.sympy_of(slow + log(phi)).startswith(("log(phi)", "Integral"))
    assert shown(slow + log(phi)).startswith(r"\log \phi")


@pytest.mark.parametrize(("name", "tex"), [("gamma", r"\gamma_{\mathrm{E}} + \gamma"), ("beta", r"\gamma + \beta")])
def test_a_parameter_named_gamma_is_told_from_the_constant(name: str, tex: str) -> None:
    parameter = Symbol(name, positive=True)
    derivation = chained(Entropy(gaussian("X", 0, parameter)), (add(EulerGamma, parameter), "rule", "Because."))
    assert tex in render(derivation, "latex", fragment=True)


@pytest.mark.parametrize(
    "expr",
    [sp.beta(alpha, Symbol("beta", positive=True)), sp.gamma(Symbol("gamma", positive=True)), sp.loggamma(alpha)],
    ids=str,
)
def test_parameters_named_like_functions_are_read_back(expr: Any) -> None:
    names = {s.name: s for s in expr.free_symbols}
    back = sp.sympify(as_json.sympy_of(expr), locals=names)
    at = {s: Rational(13, 7) for s in names.values()}
    assert sp.N((back - expr).subs(at)) == pytest.approx(0, abs=1e-12)


SCRIPT = """
import sys
from tests.render.test_render import SAMPLES
from symbinfo.render import render
forms = ("text", "latex", "markdown", "html")
sys.stdout.buffer.write("".join(render(make(), form) for make in SAMPLES.values() for form in forms).encode())
"""


def test_output_does_not_depend_on_the_hash_seed() -> None:
    root = Path(__file__).parents[2]
    outputs = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, env=env, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_mathml_is_escaped() -> None:
    assert mathml_of_layout(Typesetter()(Symbol("<b>")), display=False) == "<math><mi>&lt;b&gt;</mi></math>"


@pytest.mark.parametrize(
    ("measure", "latex", "line"),
    [
        (KL(P, Q, unit="bits"), r"D_{\mathrm{KL_{2}}}(P\,\|\,Q)", "KL_2(P ‖ Q)"),
        (Entropy(P, unit="bits"), "H_{2}(P)", "H_2(P)"),
        (CrossEntropy(P, Q, unit="bits"), "H_{2}(P, Q)", "H_2(P, Q)"),
        (JensenShannon(P, Q, unit="bits"), r"\mathrm{JS_{2}}(P\,\|\,Q)", "JS_2(P, Q)"),
        (Renyi(P, 3, unit="bits"), "H_2(P; 3)", "H₂(P; 3)"),
        (RenyiDivergence(P, Q, 3, unit="bits"), r"D_2(P \,\Vert\, Q; 3)", "D₂(P ‖ Q; 3)"),
        (Hellinger(P, Q, unit="bits"), r"\mathrm{H}(P, Q)", "Hellinger(P, Q)"),
        (Tsallis(P, 3, unit="bits"), "S_{3}(P)", "S(P; 3)"),
        (Renyi(P, 3), "H_{3}(P)", "H(P; 3)"),
    ],
    ids=str,
)
def test_where_units_meet_a_measure_shows_its_base_once(measure: Any, latex: str, line: str) -> None:
    layout = Typesetter({}, mixed=True)(measure)
    assert latex_of_layout(layout) == latex
    assert line_of(layout) == line
