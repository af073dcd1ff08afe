"""Pictures: the values that are drawn, the stretches without a value, the files, and what cannot be drawn."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats
from sympy import Rational

import symbinfo as si
from symbinfo.__main__ import main
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.measures import MEASURES
from symbinfo.plots.mathtext import set_formula

pytest.importorskip("matplotlib")


def drawn(question: Any, ranges: dict[str, Any] | None = None, **options: Any) -> Any:
    return si.plot(question, ranges, shown=False, **options)


def curve(ax: Any) -> tuple[Any, Any]:
    """All points of the curve itself, which is the only line of that width."""
    lines = [line for line in ax.lines if line.get_linewidth() == 2]
    return np.concatenate([line.get_xdata() for line in lines]), np.concatenate([line.get_ydata() for line in lines])


def texts(ax: Any) -> str:
    return " | ".join(text.get_text() for text in ax.texts)


def kl_of_t(nu: float) -> mpmath.mpf:
    """The divergence of Student's t from the standard normal law, by quadrature."""
    density = stats.t(nu).pdf
    return mpmath.quad(
        lambda x: density(float(x)) * (float(stats.t(nu).logpdf(float(x))) + x * x / 2 + mpmath.log(2 * mpmath.pi) / 2),
        [-mpmath.inf, -3, 0, 3, mpmath.inf],
    )


ORACLES = {
    "H(Bernoulli(p))": ((0, 1), lambda p: -p * mpmath.log(p) - (1 - p) * mpmath.log(1 - p), (0.1, 0.37, 0.9)),
    "KL(Normal(0, s) || Normal(0, 1))": ((0.1, 3), lambda s: (s * s - 1) / 2 - mpmath.log(s), (0.3, 1.0, 2.5)),
    "H(Gamma(a, 1))": ((0.5, 4), lambda a: a + mpmath.loggamma(a) + (1 - a) * mpmath.digamma(a), (0.7, 1.9, 3.5)),
}


@pytest.mark.parametrize("question", ORACLES)
def test_the_curve_goes_through_the_values(question) -> None:
    ends, value, places = ORACLES[question]
    name = question.split("(")[-1 if "Bernoulli" in question else 2].split(",")[0].strip("()")
    name = {"H(Bernoulli(p))": "p", "H(Gamma(a, 1))": "a"}.get(question, "s")
    xs, ys = curve(drawn(question, {name: ends}))
    for place in places:
        at = int(np.argmin(abs(xs - place)))
        assert abs(float(value(mpmath.mpf(float(xs[at])))) - ys[at]) < 1e-12
    assert np.all(np.diff(xs) > 0) and (xs[0], xs[-1]) == pytest.approx(ends, abs=1e-6)


@pytest.mark.slow
def test_the_values_are_those_of_a_quadrature() -> None:
    xs, ys = curve(drawn("KL(StudentT(nu) || Normal(0, 1))", {"nu": (4, 8)}))
    at = int(np.argmin(abs(xs - 6.2)))
    assert abs(float(kl_of_t(float(xs[at]))) - ys[at]) < 1e-7


def test_a_stretch_that_is_infinite_is_said_with_its_edge() -> None:
    ax = drawn("KL(StudentT(nu) || Normal(0, 1))", nu=(0, 8))
    assert "infinite (∞)" in texts(ax) and "↑ ∞" in texts(ax)
    xs, _ = curve(ax)
    assert 2 < xs.min() < 2 + 1e-6  # beyond 2 the variance is finite
    assert "infinite from 0 to 2" in ax.symbinfo_words[1]


def test_what_is_outside_of_the_domain_is_told_from_what_is_infinite() -> None:
    ax = drawn("KL(Uniform(0, a) || Uniform(0, 2))", a=(-1, 4))
    assert "outside the domain" in texts(ax) and "infinite (∞)" in texts(ax)
    assert ax.symbinfo_words[1].count(" from ") == 3 and "outside the domain from -1 to 0" in ax.symbinfo_words[1]


def test_limits_at_open_ends_are_marked_and_a_value_at_an_end_needs_none() -> None:
    ax = drawn("I(X; Y)", given=["X ~ Bernoulli(p)", "Y = X with probability 9/10, else uniform on the rest"])
    assert texts(ax).count("$0$") == 2 and "tends to 0 at 1" in ax.symbinfo_words[1]
    assert texts(drawn("H(Bernoulli(p))")) == ""


def test_the_usual_range_is_that_of_the_parameter() -> None:
    vector = "KL(MultivariateNormal([0, 0], [[1, r], [r, 1]]) || MultivariateNormal([0, 0], [[1, 0], [0, 1]]))"
    assert drawn("H(Bernoulli(p))").get_xlim() == (0, 1)
    assert drawn("KL(Normal(0, s) || Normal(0, 1))").get_xlim() == (0, 5)
    assert drawn(vector).get_xlim() == pytest.approx((-1, 1))
    assert drawn("capacity([[1 - e, e], [e, 1 - e]])").get_xlim() == pytest.approx((0, 1))


def test_whole_numbers_are_drawn_as_stems() -> None:
    ax = drawn("H(Binomial(n, 1/3))", n=(0, 12))
    tops = [segment[1] for lines in ax.collections for segment in lines.get_segments()]
    assert [x for x, _ in tops] == list(range(13))
    assert tops[7][1] == pytest.approx(float(stats.binom(7, 1 / 3).entropy()), rel=1e-12)


def test_contours_stand_where_the_values_are() -> None:
    ax = drawn("KL(Normal(m, s) || Normal(0, 1))", m=(-2, 2), s=(0, 3))
    filled, lines = (c for c in ax.collections if hasattr(c, "levels"))
    level = list(lines.levels)[2]
    points = lines.get_paths()[2].vertices
    values = (points[:, 1] ** 2 + points[:, 0] ** 2 - 1) / 2 - np.log(points[:, 1])
    assert np.abs(values - level)[1:-1].max() < 0.05 and len(points) > 20
    assert ax.get_xlabel() == "$m$" and ax.get_ylabel() == "$s$" and ax.legend_ is None
    assert filled.get_cmap().name == "cividis"


def test_contours_hatch_what_is_infinite() -> None:
    ax = drawn("KL(Uniform(0, a) || Uniform(0, b))", a=(1, 3), b=(1, 3))
    assert [text.get_text() for text in ax.legend_.get_texts()] == ["infinite"]


def test_a_capacity_is_marked_on_the_information_over_the_input() -> None:
    ax = drawn(si.parse("capacity([[1 - e, e], [0, 1]])", unit="bits"), e="1/2")
    xs, ys = curve(ax)
    at = int(np.argmax(ys))
    assert (xs[at], ys[at]) == pytest.approx((0.4, np.log2(1.25)), abs=1e-3)  # the Z channel: log2(5/4) at 2/5
    assert "capacity 0.3219 bits" in texts(ax) and ax.get_ylabel() == "$I(X; Y)$ (bits)"


def test_an_optimum_is_marked_within_its_bounds() -> None:
    ax = drawn("max(KL(Normal(m, 1) || Normal(0, 2)); m; m >= -1; m <= 2)")
    assert ax.get_xlim() == (-1, 2) and "largest value 0.8181 nats" in texts(ax)
    assert "least value" in texts(drawn("min(KL(Normal(m, 1) || Normal(0, 2)); m)"))


def test_laws_of_numbers_are_drawn_with_an_integrand_of_that_area() -> None:
    ax = drawn("KL(Exponential(1) || Normal(0, 1))")
    p, q, terms = (line.get_ydata() for line in ax.lines[:3])
    xs = ax.lines[0].get_xdata()
    assert np.abs(p - stats.expon.pdf(xs))[xs != 0].max() < 1e-12 and np.abs(q - stats.norm.pdf(xs)).max() < 1e-12
    assert np.all(terms[xs < 0] == 0)
    integrand = lambda x: np.exp(-x) * (x * x / 2 - x + np.log(2 * np.pi) / 2)
    assert np.abs(terms - integrand(xs))[xs > 0].max() < 1e-12
    assert integrate.simpson(terms[xs > 0], x=xs[xs > 0]) == pytest.approx(0.9, abs=0.05)
    assert "0.9189 nats" in ax.get_title()  # log(2*pi)/2, of which the rest lies in the tail
    assert any("area is 0.9189 nats" in text.get_text() for text in ax.legend_.get_texts())


def test_mass_where_the_second_law_has_none_is_hatched_and_nothing_integrated() -> None:
    words = [t.get_text() for t in drawn("KL(Normal(0, 1) || Exponential(1))").legend_.get_texts()]
    assert words == ["density of P", "density of Q", "mass of P where Q has none"]


BULKS = {
    "H(Normal(1000000, 1))": (1e6 - 2.3, 1e6 + 2.3, 20),
    "H(Gamma(1/2, 1))": (0, 3, 10),
    "H(Cauchy(3, 2))": (-9, 15, 150),
    "H(Poisson(100000))": (99990, 100010, 100),
}


@pytest.mark.parametrize("question", BULKS)
def test_what_is_shown_holds_the_bulk_of_a_law(question) -> None:
    inner_low, inner_high, widest = BULKS[question]
    low, high = drawn(question).get_xlim()
    assert low <= inner_low + 1.5 and inner_high - 1.5 <= high and high - low < widest


def test_masses_stand_side_by_side_with_the_terms_of_the_sum() -> None:
    ax = drawn("KL(Poisson(3) || Poisson(5))")
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(3 * np.log(3 / 5) + 2, abs=1e-3)
    words = [t.get_text() for t in ax.legend_.get_texts()]
    assert set(words) == {"mass of P", "mass of Q", "terms, whose sum is 0.4675 nats"}


# --- how it is asked ---------------------------------------------------------------------------------------------------


def test_measures_derivations_and_optima_have_a_plot_and_take_axes() -> None:
    from matplotlib.figure import Figure

    first, second = Figure().subplots(1, 2)
    measure = si.parse("H(Bernoulli(p))")
    assert measure.plot(ax=first, p=(0, 1)) is first and si.derive(measure).plot({"p": "0:1"}, ax=second) is second
    assert np.array_equal(curve(first)[1], curve(second)[1])
    assert si.parse("max(H(Bernoulli(p)); p)").plot(ax=Figure().subplots()).get_ylabel() == "$H(P)$ (nats)"


REFUSED = {
    "q=0:1": "H(Bernoulli(p)) has no parameter q: its parameters are p",
    "p=1:0": "the range p=1:0 is empty",
    "p=1:1": "the range p=1:1 is empty",
    "p=a:b": "p=a is no number",
    "p=0:1e400": "p=1e400 is no number",
    "p=0:1:2": "p has 3 ends",
    "p": "a range is written name=0:1",
    "p=__import__('os')": "is no number",
    "p=2:3": "p from 2 to 3 lies outside of the domain of H(Bernoulli(p))",
}


@pytest.mark.parametrize("word", REFUSED)
def test_a_wrong_range_is_one_line(word, tmp_path, capfd) -> None:
    assert main(["plot", "H(Bernoulli(p))", word, "-o", str(tmp_path / "x.svg")]) == 2
    told = capfd.readouterr().err
    assert REFUSED[word] in told and told.count("\n") == 1 and not list(tmp_path.iterdir())


QUESTIONS = {
    "KL(Normal(a, b) || Normal(c, d))": "4 parameters vary, a, b, c, d: fix all but one or two of them by name=value",
    "H(Bernoulli(p)) = 1": "this is a claim",
    "H(X)": "a picture is of a measure",
    "scaling-law": "a picture is of a measure",
    "H(Normal(0, 1)) + H(Normal(0, 2))": "nothing varies",
    "H(MultivariateNormal([0, 0], [[1, 0], [0, 1]]))": "laws of several variables are not drawn",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_cannot_be_drawn_is_one_line(question, tmp_path, capfd) -> None:
    assert main(["plot", question, "-o", str(tmp_path / "x.svg")]) == 2
    assert QUESTIONS[question] in capfd.readouterr().err


def test_an_ending_that_is_not_known_and_a_missing_library(tmp_path, capfd, monkeypatch) -> None:
    assert main(["plot", "H(Bernoulli(p))", "-o", str(tmp_path / "x.gif")]) == 2
    assert "name a file .svg or .png" in capfd.readouterr().err
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SymbinfoError, match=r'pictures need matplotlib: pip install "symbinfo\[plot\]"'):
        drawn("H(Bernoulli(p))")


# --- formulas and files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", [m for m in MEASURES if m.words and m.arity <= 2], ids=lambda m: m.key)
def test_the_notation_of_every_measure_is_set(measure) -> None:
    laws = [si.law("Normal", 0, 1), si.law("Normal", 1, 2)][: measure.arity]
    more = {"takes_outcome": [1]}
    try:
        made = measure(
            *(more["takes_outcome"] if measure.takes_outcome else []), *laws, *([2] if measure.order_name else [])
        )
    except SymbinfoError:
        pytest.skip("of lists, or of named variables")
    assert set_formula(made).startswith("$")


def svg(question: str, seed: int, folder: Path, *words: str) -> bytes:
    path = folder / f"{seed}.svg"
    command = [sys.executable, "-m", "symbinfo", "plot", question, *words, "-o", str(path)]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True, timeout=120)
    return path.read_bytes()


@pytest.mark.slow
def test_the_file_is_the_same_byte_for_byte_and_says_what_it_shows(tmp_path) -> None:
    first, second = (svg("KL(StudentT(nu) || Normal(0, 1))", seed, tmp_path, "nu=0:8") for seed in (0, 7))
    assert first == second and len(first) < 60_000
    root = ET.fromstring(first)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img" and root.find(f"{space}title").text.startswith("KL(StudentT(nu) || Normal(0, 1))")
    assert "infinite from 0 to 2" in root.find(f"{space}desc").text
    assert root.find(f".//{space}text") is None and b"date" not in first


def test_a_png_is_written_by_its_ending(tmp_path) -> None:
    assert main(["plot", "H(Bernoulli(p))", "p=0:1", "-o", str(tmp_path / "x.png")]) == 0
    assert (tmp_path / "x.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_an_optimum_stays_one_after_a_substitution() -> None:
    question = si.parse("capacity([[1 - e, e], [e, 1 - e]])")
    (e,) = question.free_symbols
    assert float(question.subs(e, Rational(1, 4)).doit()) == pytest.approx(
        np.log(2) + 0.25 * np.log(0.25) + 0.75 * np.log(0.75)
    )


def test_a_kernel_adds_up_numbers_among_its_remainders() -> None:
    kernel = si.derive("KL(Normal(m, 1) || Normal(0, 2))").compile()
    assert float(kernel(m=3.0)) == pytest.approx(np.log(2) + (1 + 9) / 8 - 0.5, rel=1e-14)
