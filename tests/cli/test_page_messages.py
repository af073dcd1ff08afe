"""The messages of a page: what is asked of the engine beside it, and that every error is an answer."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import pytest
import scipy.stats

from symbinfo.cli.browser.page_curve import MOST_POINTS
from symbinfo.cli.browser.page_messages import VERBS_OF_A_PAGE, answered
from symbinfo.trusted import check_text

KL = "KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))"


def told(verb: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answered(json.dumps({"verb": verb, "options": options})))
    assert set(found) <= {"ok", "data", "error", "place", "limit"}
    return found


def data(verb: str, **options: Any) -> dict[str, Any]:
    found = told(verb, **options)
    assert found["ok"], found
    return dict(found["data"])


KINDS = {
    "H(Bernoulli(p))": ("derivation", "closed"),
    KL: ("derivation", "closed"),
    r"H(\mathcal{N}(\mu, \sigma^2))": ("derivation", "closed"),
    "gibbs-inequality": ("derivation", "closed"),
    "H(Bernoulli(p)) <= log(2)": ("verdict", "holds"),
    "H(Bernoulli(1/3)) = 1": ("verdict", "refuted"),
    "I(X;Y|Z) <= I(X;Y)": ("verdict", "refuted"),
}


@pytest.mark.parametrize("text", KINDS)
def test_what_is_asked_is_derived_or_judged(text: str) -> None:
    found = data("ask", text=text)
    kind = found["kind"]
    assert (kind, found["status" if kind == "derivation" else "verdict"]) == KINDS[text]
    if kind == "derivation":
        assert "<math" in found["html"]


def test_a_setting_is_a_setting_and_assumptions_are_assumed() -> None:
    assert data("ask", text="H(X)", given="X ~ Bernoulli(1/2)", unit="bits")["kind"] == "derivation"
    assert data("ask", text="I(X;Z) <= I(X;Y)", given="X-Y-Z Markov\n")["verdict"] == "holds"
    assert data("ask", text="I(X;Z) <= I(X;Y)")["verdict"] == "refuted"


def test_no_sign_of_a_text_reaches_the_html() -> None:
    found = data("ask", text="H(Bernoulli(p_script))")
    assert "<script" not in found["html"] and "onerror" not in found["html"]
    assert not told("ask", text="<img src=x onerror=alert(1)>")["ok"]


WRONG = {
    "H(Nrmal(0, 1))": "did you mean Normal?",
    "H(Normal(0, 1)": "add )",
    "": "nothing is asked",
    "(" * 500 + "1" + ")" * 500: "",
    "__import__('os').system('true')": "",
    "I(X;Y) <= ": "",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:20])
def test_what_cannot_be_read_is_told_in_a_line(text: str) -> None:
    found = told("ask", text=text)
    assert not found["ok"] and WRONG[text] in found["error"] and "\n" not in found["error"]
    assert "internal" not in found["error"]


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("nothing", {}),
        ("exercises", {"what": "answers"}),
        ("exercises", {"what": "hint", "id": "gaussian-kl", "number": 99}),
        ("exercises", {"what": "mark", "id": "gaussian-kl", "answer": " "}),
        ("exercises", {"what": "pose", "id": "no-such"}),
        ("ask", {"text": "H(Bernoulli(p))", "unit": "bananas"}),
        ("ask", {"text": "H(Bernoulli(p))", "mode": "guess"}),
        ("ask", {"text": "H(Bernoulli(p))", "mode": "verify"}),
        ("ask", {"text": "H(Bernoulli(p)) = 1", "mode": "derive"}),
        ("value", {"text": "H(Normal(0, 1))", "digits": 10**6}),
        ("value", {"text": "H(Normal(0, 1)) = 1"}),
        ("write", {"text": "H(Bernoulli(p))", "form": "pdf"}),
        ("write", {"text": "H(Bernoulli(p)) <= log(2)", "form": "latex"}),
        ("certificate", {"text": "H(Bernoulli(1/3)) = 1"}),
        ("curve", {"text": "H(Bernoulli(p))", "name": "q", "at": {"p": 0.5}, "low": 0, "high": 1}),
        ("curve", {"text": "H(Bernoulli(p))", "name": "p", "at": {"p": 0.5}, "low": 1, "high": 0}),
        ("curve", {"text": "H(Bernoulli(p))", "name": "p", "at": {"p": 0.5}, "low": 0, "high": 1, "count": 10**9}),
        ("curve", {"text": "H(Bernoulli(p)) <= 1", "name": "p", "at": {"p": 0.5}, "low": 0, "high": 1}),
    ],
)
def test_a_message_that_asks_for_nonsense_is_refused(verb: str, options: dict[str, Any]) -> None:
    found = told(verb, **options)
    assert not found["ok"] and found["error"] and "internal" not in found["error"]


def test_what_is_no_message_is_an_answer_too() -> None:
    assert not json.loads(answered("no JSON"))["ok"]


def test_an_interruption_is_told_as_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(VERBS_OF_A_PAGE, "ask", interrupted)
    assert told("ask", text="H(Bernoulli(p))")["limit"]


@pytest.mark.parametrize(
    ("form", "sign"),
    [("text", "Result:"), ("latex", "\\documentclass"), ("latex-fragment", "align*"), ("markdown", "$$")],
)
def test_a_derivation_is_written(form: str, sign: str) -> None:
    assert sign in data("write", text="H(Bernoulli(p))", form=form)["text"]


def test_formulas_are_broken_into_the_lines_of_a_narrow_screen() -> None:
    wide, narrow = (data("ask", text=KL, width=width)["html"].count('class="more"') for width in (None, 16))
    assert narrow > wide
    assert data("ask", text=KL)["html"] == data("ask", text=KL, width=99)["html"]


@pytest.mark.parametrize("text", [KL, "KL(Normal(0, s) || Normal(0, 1)) >= 0", "I(X;Y|Z) <= I(X;Y)"])
def test_the_certificate_is_one_that_the_checker_replays(text: str) -> None:
    found = data("check", text=text)
    report = check_text(data("certificate", text=text)["text"])
    assert (found["verdict"], found["level"]) == (report.verdict, report.level) == ("holds", found["level"])
    assert len(found["facts"]) == len(report.axioms)


# Curves.


def parameters(text: str) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in data("ask", text=text)["parameters"]}


def test_sliders_keep_to_the_domain() -> None:
    p = parameters("H(Bernoulli(p))")["p"]
    assert 0 < p["low"] < p["value"] < p["high"] <= 1
    assert parameters(KL)["sigma1"]["low"] > 0 > parameters(KL)["mu1"]["low"]
    assert parameters("H(Binomial(n, p))")["n"]["step"] == 1
    assert parameters("H(Normal(0, 1))") == {}
    assert parameters("gibbs-inequality") == {}


def points(text: str, name: str, low: float, high: float, **at: float) -> list[tuple[float, float | None]]:
    found = data("curve", text=text, name=name, at=at, low=low, high=high, count=9)
    return [(x, y) for x, y in found["points"]]


def test_a_curve_is_the_result() -> None:
    found = points("H(Gamma(k, theta))", "k", 0.5, 4.5, k=1, theta=2)
    assert [x for x, _ in found] == pytest.approx([0.5 * n for n in range(1, 10)])
    assert [y for _, y in found] == pytest.approx([scipy.stats.gamma(x, scale=2).entropy() for x, _ in found])


def test_a_curve_over_a_count_has_whole_places() -> None:
    found = points("H(Binomial(n, p))", "n", 1, 6, n=3, p=0.25)
    assert [x for x, _ in found] == [1, 2, 3, 4, 5, 6]
    assert [y for _, y in found] == pytest.approx([scipy.stats.binom(x, 0.25).entropy() for x, _ in found])


def test_outside_of_the_domain_a_curve_has_no_points() -> None:
    found = dict(points("H(Bernoulli(p))", "p", -0.5, 1.5, p=0.5))
    assert found[-0.5] is found[1.5] is found[-0.25] is None
    assert found[0.5] == pytest.approx(math.log(2))
    half = dict(points("KL(Uniform(0, a) || Uniform(0, b))", "a", 0.5, 4.5, a=1, b=2))
    assert half[4.5] is None and half[0.5] == pytest.approx(math.log(4))


def test_a_curve_of_sums_stops_in_time_and_is_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symbinfo.cli.browser.page_curve.SECONDS", 0.0)
    places = [x for x, _ in points("H(Gamma(k, theta))", "k", 0.5, 4.5, k=1, theta=2)]
    assert places[0] == 0.5 and places[-1] == 4.5 and 3 <= len(places) < MOST_POINTS


# Exercises.


def test_an_exercise_is_posed_hinted_marked_and_solved() -> None:
    assert len(data("exercises", what="list")["exercises"]) > 50
    posed = data("exercises", what="pose", id="gaussian-kl")
    assert posed["hints"] and "<math" in posed["statement"] and "answer" not in posed
    assert data("exercises", what="hint", id="gaussian-kl", number=1)["html"]
    assert "Answer" in data("exercises", what="solution", id="gaussian-kl")["html"]
    right = "log(sigma2/sigma1) + (sigma1^2 + (mu1 - mu2)^2)/(2 sigma2^2) - 1/2"
    assert data("exercises", what="mark", id="gaussian-kl", answer=right)["verdict"] == "right"


@pytest.mark.slow
def test_a_page_needs_no_numpy() -> None:
    """What has no wheel for a browser is not there: questions of every kind are answered without it."""
    absent = ("numpy", "scipy", "flint", "rich", "platformdirs", "markdown_it")
    asked = [
        {"verb": "ask", "options": {"text": text}}
        for text in (KL, "H(Bernoulli(p)) <= log(2)", "I(X;Y|Z) <= I(X;Y)", r"H(\mathcal{N}(\mu, \sigma^2))")
    ]
    asked += [
        {"verb": "value", "options": {"text": "H(Normal(0, 1))"}},
        {"verb": "check", "options": {"text": KL}},
        {"verb": "exercises", "options": {"what": "mark", "id": "gaussian-kl", "answer": "1"}},
        {"verb": "ask", "options": {"text": "underflow"}},
    ]
    code = f"""
import json, sys
for name in {absent!r}:
    sys.modules[name] = None
from symbinfo.cli.browser.page_messages import answered
for message in json.loads({json.dumps(asked)!r}):
    found = json.loads(answered(json.dumps(message)))
    assert found["ok"], (message, found)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
