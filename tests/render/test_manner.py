"""The notation and how much is told: one table of options, walked in every format; what makes no sense is refused in a line."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sympy as sp
from test_render import KINDS, SAMPLES, entropy_of_a_coin, kl_of_gaussians, number, scaling_law

from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.query import parse, parse_expression
from symbinfo.query.setting import parse_in
from symbinfo.render import FORMATS, render
from symbinfo.render.choices import CHOICES
from symbinfo.render.deck import height_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.line import line_of
from symbinfo.render.manner import Manner
from symbinfo.render.story import tell
from symbinfo.render.typeset import Typesetter

FORMS = ("text", "html", "latex", "markdown")

# option, value, and for the formats: what is there with it and not without it.
NOTATIONS: list[tuple[str, Any, dict[str, str]]] = [
    ("kl", "KL", {"html": "><mi>KL</mi><mo", "latex": r"\mathrm{KL}(P", "markdown": r"$\mathrm{KL}(P"}),
    ("kl", "D", {"text": "D(P ‖ Q)", "latex": r"$\displaystyle D(P\,\|\,Q)", "markdown": r"$D(P\thinspace"}),
    ("log", "ln", {"text": "ln(σ₂/σ₁)", "html": "<mi>ln</mi>", "latex": r"\ln\frac", "markdown": r"\ln\frac"}),
    ("normal", "variance", {"text": "P = N(μ₁, σ₁²)", "latex": r"P = \mathcal{N}(\mu_1, \sigma_1^2)"}),
    ("expectation", "italic", {"latex": "E_P[", "markdown": "E_P["}),
    ("expectation", "upright", {"latex": r"\mathrm{E}_P", "markdown": r"\mathrm{E}_P"}),
    ("letters", ("F", "G"), {"text": "E_F[log(f(X)/g(X))]", "latex": r"\frac{f(X)}{g(X)}", "markdown": r"$F = \math"}),
    ("letters", ("p", "q"), {"text": "KL(p ‖ q)", "latex": r"(p\,\|\,q)", "markdown": r"(p\thinspace"}),
]  # fmt: skip
CASES = [(name, value, form, shown) for name, value, there in NOTATIONS for form, shown in there.items()]


def plain(text: str) -> str:
    return text.replace("\n", " ")


@pytest.mark.parametrize(("name", "value", "form", "shown"), CASES, ids=[f"{c[0]}-{c[1]}-{c[2]}" for c in CASES])
def test_an_option_of_notation_is_seen(name: str, value: Any, form: str, shown: str) -> None:
    derivation = kl_of_gaussians()
    assert shown in plain(render(derivation, form, **{name: value}))
    assert shown not in plain(render(derivation, form))


def test_every_option_is_walked() -> None:
    assert {name for name, *_ in NOTATIONS} | {"lemmas"} == {*CHOICES, "letters"}
    for row in CHOICES.values():
        walked = {value for name, value, _ in NOTATIONS if name == row.name}
        assert row.name == "lemmas" or walked == {*row.values[1:]}, row.name


@pytest.mark.parametrize("form", FORMS)
def test_the_usual_values_change_nothing(form: str) -> None:
    usual = {row.name: row.values[0] for row in CHOICES.values() if row.name in FORMATS[form].takes}
    usual.pop("lemmas")
    assert render(kl_of_gaussians(), form, **usual) == render(kl_of_gaussians(), form)


def test_a_number_base_keeps_its_log() -> None:
    phi = sp.Symbol("phi", positive=True)
    layout = Manner(log="ln").respelt(Typesetter()(sp.log(phi) / sp.log(2) + sp.log(phi)), (), ())
    assert latex_of_layout(layout) in (r"\ln \phi + \log_2 \phi", r"\log_2 \phi + \ln \phi")


@pytest.mark.parametrize(("kl", "latex", "line"), [("KL", r"\mathrm{KL}_{2}(P", "KL_2(P"), ("D", "D_{2}(P", "D_2(P")])
def test_the_divergence_keeps_its_base(kl: str, latex: str, line: str) -> None:
    measure = parse("KL(Normal(0, 1) || Normal(1, 2))", "bits")
    layout = Manner(kl=kl).respelt(Typesetter(mixed=True)(measure), (), ())
    assert latex_of_layout(layout).startswith(latex)
    assert line_of(layout).startswith(line)


# Letters that cannot be taken, each with the reason.
REFUSED_LETTERS = [
    (kl_of_gaussians, ("x", "y"), "x has another meaning"),
    (kl_of_gaussians, ("mu1", "G"), "mu1 has another meaning"),
    (kl_of_gaussians, ("E", "G"), "E has another meaning"),
    (kl_of_gaussians, ("Q",), "Q has another meaning"),
    (kl_of_gaussians, ("F", "G", "R"), "has P, Q only"),
    (scaling_law, ("F",), "this derivation has none of them"),
    (kl_of_gaussians, ("F", "F"), "each another"),
    (kl_of_gaussians, ("F G",), "a letter or a short word"),
    (kl_of_gaussians, (r"\input",), "a letter or a short word"),
    (kl_of_gaussians, "FG", "letters is a list"),
]


@pytest.mark.parametrize(("make", "letters", "reason"), REFUSED_LETTERS, ids=[str(r[1]) for r in REFUSED_LETTERS])
def test_a_letter_that_is_taken_is_refused(make: Any, letters: Any, reason: str) -> None:
    with pytest.raises(SymbinfoError, match=re.escape(reason)):
        render(make(), "text", letters=letters)


def test_laws_may_exchange_their_letters() -> None:
    text = render(kl_of_gaussians(), "text", letters=("Q", "P"))
    assert "KL(Q ‖ P)" in text
    assert "E_Q[log(q(X)/p(X))]" in text


REFUSED_OPTIONS = [
    ("html", {"width": 60}, "width is for text: html does not take it"),
    ("text", {"flavour": "github"}, "flavour is for markdown: text does not take it"),
    ("text", {"expectation": "italic"}, "expectation is for html, pdf, latex, markdown: text does not take it"),
    ("markdown", {"fragment": True}, "fragment is for latex: markdown does not take it"),
    ("json", {"kl": "D"}, "json does not take it"),
    ("json", {"results": True}, "json does not take it"),
    ("latex", {"fragment": True, "beamer": True}, "take fragment or beamer"),
    ("latex", {"lemmas": "folded"}, "lemmas are inline or appendix in latex: got folded"),
    ("text", {"kl": "K"}, "kl is one of D_KL, KL, D: got K"),
    ("text", {"width": 10}, "from 40 to 1000: got 10"),
    ("text", {"colour": "red"}, "colour is for no format: text does not take it"),
]


@pytest.mark.parametrize(("form", "given", "message"), REFUSED_OPTIONS, ids=[str(r[1]) for r in REFUSED_OPTIONS])
def test_what_makes_no_sense_is_refused_in_a_line(form: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(SymbinfoError) as caught:
        render(number(), form, **given)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# --- how much is told ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_results_only(form: str) -> None:
    whole, short = (render(kl_of_gaussians(), form, results=only) for only in (False, True))
    for told in ("Lemma 1", "Collect the terms"):
        assert told in whole
        assert told not in short
    assert "Let " in short
    limits = render(entropy_of_a_coin(), form, results=True)
    assert "lim" not in re.sub(r"limits?-|\\limits", "", limits.partition("</style>")[2] or limits)


@pytest.mark.parametrize("form", FORMS)
def test_lemmas_in_an_appendix_stand_behind_everything(form: str) -> None:
    text = render(kl_of_gaussians(), form, lemmas="appendix")
    assert text.rindex("Collect the terms") < text.rindex("Lemma 1")
    assert text.count("The definition.") == render(kl_of_gaussians(), form).count("The definition.")
    assert form == "text" or "Lemmas" in text


def test_lemmas_of_html_open() -> None:
    assert "<details open>" in render(kl_of_gaussians(), "html", lemmas="inline")
    assert "<details>" in render(kl_of_gaussians(), "html")


# --- what is printed is read again -------------------------------------------------------------------------------------

MU = dict(zip(("mu1", "mu2", "sigma1", "sigma2"), sp.symbols("mu1 mu2 sigma1 sigma2", positive=True), strict=True))
READ_BACK = [{}, {"log": "ln"}, {"kl": "KL"}, {"kl": "D"}, {"letters": ("F", "G")}, {"letters": ("p", "q")}]


@pytest.mark.parametrize("manner", READ_BACK, ids=str)
@pytest.mark.parametrize("write", [latex_of_layout, line_of], ids=["latex", "text"])
def test_a_result_is_read_as_it_was_printed(manner: dict[str, Any], write: Any) -> None:
    derivation = kl_of_gaussians()
    printed = write(tell(derivation, **manner).chain.result)
    at = {s: sp.Rational(3 + i, 7) for i, s in enumerate(MU.values())}
    back = parse_expression(printed, MU).xreplace(at)
    names = {s: at[MU[s.name]] for s in derivation.result.free_symbols}
    assert sp.N(back - derivation.result.xreplace(names)) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("manner", [m for m in READ_BACK if "log" not in m], ids=str)
@pytest.mark.parametrize("write", [latex_of_layout, line_of], ids=["latex", "text"])
def test_a_measure_is_read_as_it_was_printed(manner: dict[str, Any], write: Any) -> None:
    story = tell(derive(parse("KL(Normal(0, 1) || Normal(1, 2))")), **manner)
    first, second = manner.get("letters", ("P", "Q"))
    found = parse_in(write(story.chain.left), [f"{first} = Normal(0, 1)", f"{second} = Normal(1, 2)"])
    assert type(found).__name__ == "KL"
    other = parse_in(write(story.chain.left), [f"{first} = Normal(0, 1)", f"{second} = Normal(1, 3)"])
    assert found.definition() != other.definition()


@pytest.mark.parametrize("write", [latex_of_layout, line_of], ids=["latex", "text"])
def test_a_normal_law_by_its_variance_is_read_back(write: Any) -> None:
    story = tell(derive(parse("H(Normal(m, s))")), normal="variance")
    law = next(part for part in story.setting if not isinstance(part, str))
    printed = write(law).partition("=")[2]
    assert parse(f"H({printed.strip()})", form="latex" if write is latex_of_layout else "text").laws[0].parameters[
        1
    ] == sp.Symbol("s", positive=True)


# --- text of a width ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("width", [40, 63, 80, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_is_wider_than_asked_for(make: Any, width: int, encoding: str) -> None:
    for lemmas in ("inline", "appendix"):
        text = render(make(), "text", width=width, encoding=encoding, lemmas=lemmas)
        assert max(map(len, text.splitlines())) <= width


def test_a_wide_line_leaves_nothing_out() -> None:
    squeezed = [re.sub(r"[\s()]", "", render(kl_of_gaussians(), "text", width=w, results=True)) for w in (40, 200)]
    assert squeezed[0] == squeezed[1]
    narrow, wide = (render(kl_of_gaussians(), "text", width=w) for w in (40, 120))
    assert sorted(re.findall(r"[A-Za-z]{4,}", narrow)) == sorted(re.findall(r"[A-Za-z]{4,}", wide))


# --- fragments and slides ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", KINDS)
def test_a_fragment_names_the_packages_it_needs(make: Any) -> None:
    text = render(make(), "latex", fragment=True)
    first, _, rest = text.partition("\n")
    assert re.fullmatch(r"% Needs \\usepackage\{amsmath(,amssymb)?(,bm)?\} in the preamble\.", first)
    assert ("amssymb" in first) == (r"\mathbb" in rest)
    assert not re.search(r"\\(documentclass|usepackage|newcommand|reason|wide|shown)\b", rest)


@pytest.mark.parametrize("name", SAMPLES)
def test_slides_hold_every_step(name: str) -> None:
    derivation = SAMPLES[name]()
    deck, article = (render(derivation, "latex", beamer=beamer) for beamer in (True, False))
    assert deck.count(r"\begin{frame}") == deck.count(r"\end{frame}") >= 2
    for step in derivation.steps:
        assert step.because.split()[0] in deck
    assert deck.count(r"\reason{") == article.count(r"\reason{")


def test_a_long_derivation_has_several_frames_and_goes_on_where_it_ended() -> None:
    derivation = derive(parse("KL(Gamma(a, b) || Gamma(c, d))"))
    deck = render(derivation, "latex", beamer=True)
    assert "Derivation (2 of " in deck
    assert r"\begin{frame}{Derivation (2 of" in deck
    assert height_of(tell(derivation).chain.lines[-1].formula) > 1.5
