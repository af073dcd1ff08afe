"""Words with formulas in them: titles, settings, and the short LaTeX of the equations of a course."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Function, Symbol

from symbinfo.derivation import Derivation, EqualityCase, Relation, Status, Step
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.abstract import abstract_density, abstract_joint, abstract_mass, scaled, uniform_mass
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import KL
from symbinfo.render.conditions import domain_of
from symbinfo.render.html import html_of
from symbinfo.render.introduction import setting_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.line import line_of
from symbinfo.render.mathml import mathml_of_layout
from symbinfo.render.story import tell
from symbinfo.render.tex import layout_of_latex
from symbinfo.render.typeset import Typesetter
from symbinfo.render.words import parts_of

p = Symbol("p", positive=True)


def spelt(parts: Any) -> str:
    """Formulas between dollars, as LaTeX."""
    return "".join(part if isinstance(part, str) else f"${latex_of_layout(part)}$" for part in parts)


# --- sentences -------------------------------------------------------------------------------------------------------

SENTENCES = [
    ("The scaling law: H(aX) = H(X) + log|a|", r"The scaling law: $H(aX) = H(X) + \log\lvert a\rvert$"),
    ("Chain rule: H(X,Y) = H(Y) + H(X|Y)", r"Chain rule: $H(X, Y) = H(Y) + H(X \mid Y)$"),
    (
        "KL(P||Q) >= 0, with equality exactly when P = Q",
        r"$D_{\mathrm{KL}}(P \,\Vert\, Q) \ge 0$, with equality exactly when $P = Q$",
    ),
    ("I(X; Y) = 0 under independence", "$I(X; Y) = 0$ under independence"),
    ("Put ax for x: dx becomes |a| dx.", r"Put $ax$ for $x$: $dx$ becomes $\lvert a\rvert \, dx$."),
    ("Gibbs' inequality: log t <= t - 1", r"Gibbs' inequality: $\log t \le t - 1$"),
    ("-log(1 - rho**2)/2", r"$-\log(1 - \rho^2)/2$"),
    ("I(A and B) = I(A) + I(B)", r"$I(A\text{ and }B) = I(A) + I(B)$"),
    ("It is -0.14, see 5.9.1.", "It is $-0.14$, see 5.9.1."),
    ("P = t A + (1 - t) B and Q = t R", r"$P = t \, A + (1 - t) \, B$ and $Q = t \, R$"),
    ("when A(x) S(x) = B(x) R(x)", r"when $A(x) \, S(x) = B(x) \, R(x)$"),
    ("A + B is a sum", "$A + B$ is a sum"),
    # What is no formula stays words.
    ("An entropy is no sum of others.", "An entropy is no sum of others."),
    ("A die, or an urn (as in I. Newton)", "A die, or an urn (as in I. Newton)"),
    ("either | or", "either | or"),
    ("What H (the entropy) is", "What H (the entropy) is"),
    ("H(the entropy of a coin)", "H(the entropy of a coin)"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_formulas_are_found_in_sentences(text: str, expected: str) -> None:
    assert spelt(parts_of(text, ["a", "x", "t", "rho"])) == expected


def test_the_case_of_equality_is_said() -> None:
    left = KL(abstract_mass("P"), abstract_mass("Q"))
    case = EqualityCase("P(x) = Q(x) for all x", sp.true)
    step = Step(Relation.GE, sp.S.Zero, "tangent-of-log", "The inequality of Gibbs.", equality=case)
    page = html_of(Derivation(left=left).then(step).closing(Status.CLOSED))
    assert "Equality exactly when <math>" in page
    assert "nats" not in page  # a bound has no unit
    without = Step(Relation.GE, sp.S.Zero, "tangent-of-log", "The inequality of Gibbs.")
    assert "Equality" not in html_of(Derivation(left=left).then(without))


# --- settings --------------------------------------------------------------------------------------------------------

COIN = FiniteLaw("P", "Bernoulli", (p,), p < 1, [(1, p), (0, 1 - p)])
LISTED = FiniteLaw("P", "FiniteRV", (sp.Dict({1: p, 0: 1 - p}),), 1 - p > 0, [(1, p), (0, 1 - p)])
a = Symbol("a", real=True, nonzero=True)

SETTINGS = [
    ([COIN], r"Let $P = \mathrm{Bernoulli}(p)$."),
    ([LISTED], r"Let $P = \lbrace 0 : 1 - p, 1 : p\rbrace$."),
    ([abstract_mass("P")], "Let $P$ be any law on $n$ outcomes with probabilities $P(x)$."),
    (
        [abstract_mass("P"), abstract_mass("Q")],
        "Let $P$ and $Q$ be any laws on $n$ outcomes, with probabilities $P(x)$ and $Q(x)$.",
    ),
    (
        [abstract_mass("P"), abstract_mass("R"), abstract_mass("Q")],
        "Let $P$, $Q$ and $R$ be any laws on $n$ outcomes, with probabilities $P(x)$, $Q(x)$ and $R(x)$.",
    ),
    ([abstract_mass("P"), abstract_mass("P")], "Let $P$ be any law on $n$ outcomes with probabilities $P(x)$."),
    ([abstract_density("X")], "Let $X$ be any law with density $p(x)$."),
    ([abstract_joint()], "Let $P$ be any joint law with probabilities $P(x, y)$."),
    ([uniform_mass()], "Let $P(x) = 1/k$ on $k$ outcomes."),
    ([scaled(abstract_density("X"), a)], r"Let $Y \sim p(x/a)/\lvert a\rvert$."),
    (
        [uniform_mass("P", size_of=Symbol("n")), abstract_mass("Q")],
        "Let $P(x) = 1/n$, and let $Q$ be any law on $n$ outcomes with probabilities $Q(x)$.",
    ),
    ([], ""),
]


@pytest.mark.parametrize(("laws", "expected"), SETTINGS, ids=[expected or "nothing" for _, expected in SETTINGS])
def test_the_setting_is_a_sentence(laws: list[Any], expected: str) -> None:
    assert spelt(setting_of(laws, (), Typesetter())) == expected


def test_a_bound_written_backwards_is_read() -> None:
    story = tell(Derivation(left=sp.log(p), given=None))
    assert [line_of(c) for c in story.domain] == ["p > 0"]
    from symbinfo.expressions.domain import Domain

    derivation = Derivation(left=sp.log(p), domain=Domain.of([1 - p > 0]))
    assert [line_of(c) for c in domain_of(derivation, Typesetter())] == ["0 < p < 1"]
    rho = Symbol("rho", real=True)
    between = Derivation(left=sp.log(2 - rho), domain=Domain.of([rho < 1, rho > -1]))
    assert [line_of(c) for c in domain_of(between, Typesetter())] == ["−1 < ρ < 1"]
    other = Derivation(left=sp.log(p), domain=Domain.of([p > 2]))
    assert [line_of(c) for c in domain_of(other, Typesetter())] == ["p > 0", "p > 2"]


# --- the LaTeX of equations ------------------------------------------------------------------------------------------

READ = [
    (r"H(X) = -\sum_x P(x) \log P(x)", "H(X) = −∑_x P(x) log P(x)"),
    (r"\frac{1}{2} \log\frac{1}{k}", "1/2 log1/k"),
    (r"\int_0^{0.1} 10 \log(10)\,dy", "∫₀^0.1 10 log(10) dy"),
    (r"D_{\mathrm{KL}}(P \Vert Q) \ge 0", "D_KL(P ‖ Q) ≥ 0"),
    (r"P(X = \text{not heads}) = 0.9", "P(X = not heads) = 0.9"),
    (r"\arg\min_Q H(P,Q)", "arg min_Q H(P, Q)"),
]
REFUSED = [
    r"\input{/etc/passwd}",
    r"\frac{1}",
    r"\frac{1",
    "(x",
    "x)",
    "_x",
    r"\mathbb{R}",
    r"\def\x{y}",
    "a & b",
    "<script>",
    r"\text",
    "x^",
]


@pytest.mark.parametrize(("tex", "line"), READ, ids=[tex for tex, _ in READ])
def test_a_formula_is_read(tex: str, line: str) -> None:
    layout = layout_of_latex(tex)
    assert line_of(layout) == line
    again = line_of(layout_of_latex(latex_of_layout(layout)))
    assert again.replace(" ", "") == line.replace(" ", "")
    assert "\\" not in mathml_of_layout(layout)


@pytest.mark.parametrize("tex", REFUSED)
def test_what_is_not_on_the_list_is_refused(tex: str) -> None:
    with pytest.raises(SymbinfoError, match="cannot be read"):
        layout_of_latex(tex)


def test_an_unknown_function_keeps_its_name() -> None:
    assert latex_of_layout(Typesetter()(Function("f")(p))) == "f(p)"
