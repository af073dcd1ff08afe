"""A library's entropies and divergences beside ours: what must be found, and what must not be."""

from __future__ import annotations

import ast
import json
import math
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import symbinfo.cli.command as cli
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.names.conventions import table
from symbinfo.verification.audit import audit_library, library_calls
from symbinfo.verification.audit.audit_findings import Kind, difference
from symbinfo.verification.audit.audit_library import Audit, audit
from symbinfo.verification.audit.audit_places import Regime, law_at, places_of
from symbinfo.verification.audit.audit_report import render
from symbinfo.verification.audit.library_calls import written_place
from symbinfo.verification.audit.our_values import Asked
from symbinfo.verification.claims.side_values import Numbers, Value, ValueKind
from symbinfo.verification.libraries import library
from symbinfo.verification.libraries.library import Found, Library, library_named, names_of_libraries
from symbinfo.verification.libraries.source_text import NAME, source_text


class Here(Executor):
    """Does what it is given at once, in this process, where a limit of time holds."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        return future


# --- A library with planted errors ------------------------------------------------------------------------------------

PLANTED = """
import math


def _digamma(x):
    total = 0.0
    while x < 30:
        total -= 1 / x
        x += 1
    y = 1 / x**2
    return total + math.log(x) - 1 / (2 * x) - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y / 240)))


class Exponential:
    def __init__(self, rate):
        self.rate = rate

    def entropy(self):
        return 1 - math.log(self.rate)


class Gumbel:
    def __init__(self, loc, scale):
        self.scale = scale

    def entropy(self):
        return math.log(self.scale) + 1


class Normal:
    def __init__(self, loc, scale):
        self.scale = scale

    def entropy(self):
        return 0.5 * math.log(2 * math.pi * math.e * self.scale**2)


class Gamma:
    def __init__(self, concentration, rate):
        self.concentration, self.rate = concentration, rate

    def entropy(self):
        k = self.concentration
        return k - math.log(self.rate) + math.lgamma(k) + (1 - k) * _digamma(k)


class Cauchy:
    def __init__(self, loc, scale):
        self.scale = scale

    def entropy(self):
        raise NotImplementedError


class Laplace:
    def __init__(self, loc, scale):
        self.scale = scale

    def entropy(self):
        print("nobody shall see this")
        return math.inf


class Uniform:
    def __init__(self, low, high):
        self.width = high - low

    def kl(self, other):
        return math.log(other.width / self.width)


class Poisson:
    def __init__(self, rate):
        self.rate = rate

    def entropy(self):
        while True:
            pass


class Nameless:
    def entropy(self):
        return 0.0
"""

#: Of each planted entry its status, and the kinds of its findings.
EXPECTED: dict[str, tuple[str, set[str]]] = {
    "entropy(Exponential)": ("agrees", set()),
    "entropy(Gumbel)": ("fails", {Kind.FORMULA}),
    "entropy(Normal)": ("fails", {Kind.RAISES}),
    "entropy(Gamma)": ("fails", {Kind.DIGITS, Kind.VALUE, Kind.RAISES}),
    "entropy(Cauchy)": ("refused", set()),
    "entropy(Laplace)": ("fails", {Kind.NOT_FINITE}),
    "kl(Uniform, Uniform)": ("fails", {Kind.FINITE}),
    "entropy(Poisson)": ("undecided", set()),
    "entropy(Nameless)": ("not known", set()),
}


def _planted() -> Library:
    def walk() -> list[Found]:
        import planted_library as planted

        def found(title: str) -> Found:
            measure, _, laws = title.rstrip(")").partition("(")
            names = tuple(laws.split(", "))
            function = getattr(getattr(planted, names[0]), "kl" if measure == "kl" else "entropy")
            return Found(measure, names, f"planted.{names[0]}", source_text(function) if measure == "entropy" else "")

        return [found(title) for title in EXPECTED]

    def written(measure: str, laws: Any) -> str:
        made = [f"{name}({', '.join(f'{word}={value}' for word, value in words.items())})" for name, words in laws]
        return f"{made[0]}.kl({made[1]})" if measure == "kl" else f"{made[0]}.entropy()"

    preamble = "from planted_library import *"
    return Library("planted", "planted_library", "pytest", "torch", preamble, walk, written, "none")


@contextmanager
def planting(folder: Path) -> Iterator[None]:
    """The library is installed, and the only one that is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        patch.setattr(library, "_libraries", lambda: {"planted": _planted()})
        patch.setattr(library_calls, "CALLING", 0.05)
        patch.setattr(library_calls, "ALL_CALLS", 30.0)
        yield
    sys.modules.pop("planted_library", None)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Audit, Path]:
    folder = tmp_path_factory.mktemp("planted")
    (folder / "planted_library.py").write_text(PLANTED)
    with planting(folder):
        return audit("planted", folder=folder, executor=Here(), seconds=20), folder


@pytest.mark.parametrize("title", EXPECTED)
def test_planted_errors_are_found_and_none_is_invented(title: str, planted: tuple[Audit, Path]) -> None:
    entry = next(entry for entry in planted[0].entries if entry["title"] == title)
    kinds = {finding["kind"] for part in entry["parametrisations"] for finding in part.get("findings", ())}
    assert (entry["status"], kinds) == EXPECTED[title]


def test_the_simplest_failing_place_is_told(planted: tuple[Audit, Path]) -> None:
    found = {entry["title"]: entry["parametrisations"] for entry in planted[0].entries}
    wrong = found["entropy(Gumbel)"][0]["findings"][0]
    assert wrong["call"] == "Gumbel(loc=0.0, scale=1.0).entropy()"
    assert float(wrong["right"]) == pytest.approx(1 + 0.5772156649015329, rel=1e-14)
    assert (wrong["query"], wrong["derivation"]) == ("H(Gumbel(1, 0))", "H(Gumbel(scale, loc))")
    assert {one["regime"] for one in found["entropy(Gamma)"][0]["findings"]} == {Regime.EXTREME}
    overflow = found["entropy(Normal)"][0]["findings"][0]
    assert "1e+160" in overflow["call"]
    assert overflow["says"].startswith("OverflowError")


def test_what_was_found_is_kept(planted: tuple[Audit, Path]) -> None:
    class Nobody(Executor):
        def submit(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("it is audited again")

    with planting(planted[1]):
        again = audit("planted", folder=planted[1], executor=Nobody(), seconds=20)
    assert again.entries == planted[0].entries


def test_a_report_is_told_in_every_form(planted: tuple[Audit, Path]) -> None:
    found = planted[0]
    assert found.exit_code == 1
    data = json.loads(render(found, "json"))
    assert data["counts"] == {"agrees": 1, "fails": 5, "refused": 1, "undecided": 1, "not known": 1}
    page = render(found, "markdown")
    assert "Gumbel(loc=0.0, scale=1.0).entropy()" in page
    assert page.index("## Wrong formula") < page.index("## Loses digits")
    assert "nobody shall see this" not in page
    text = render(found, "text")
    assert "right is 1.57721566490153" in text
    assert "not known" in text


def test_exit_codes_are_those_of_what_was_found() -> None:
    def of(*statuses: str) -> int:
        return Audit("x", "1", "", tuple({"status": status} for status in statuses)).exit_code

    assert [of("agrees", "refused", "not known"), of("agrees", "fails", "undecided"), of("undecided")] == [0, 1, 3]


# --- What is a difference ---------------------------------------------------------------------------------------------


def number(text: str) -> Value:
    from sympy import sympify

    return Numbers(24).of(sympify(text), {})


#: Of what a library says and what is right: the kind of difference.
DIFFERENCES: dict[str, tuple[float, Value, float, bool, Kind | None]] = {
    "the same": (0.5, number("1/2"), 0.0, False, None),
    "nine digits": (0.5 * (1 + 1e-9), number("1/2"), 0.0, False, None),
    "seven digits": (0.5 * (1 + 1e-7), number("1/2"), 0.0, False, Kind.DIGITS),
    "seven digits that the parameters do not have": (0.5 * (1 + 1e-7), number("1/2"), 1e-8, False, None),
    "a half": (0.25, number("1/2"), 0.0, False, Kind.VALUE),
    "infinite": (math.inf, number("1/2"), 0.0, False, Kind.NOT_FINITE),
    "not a number": (math.nan, number("1/2"), 0.0, False, Kind.NOT_FINITE),
    "finite": (3.0, Value(ValueKind.INFINITY), 0.0, False, Kind.FINITE),
    "both infinite": (math.inf, Value(ValueKind.INFINITY), 0.0, False, None),
    "the other infinity": (-math.inf, Value(ValueKind.INFINITY), 0.0, False, Kind.NOT_FINITE),
    "beyond doubles": (math.inf, number("10**400"), 0.0, False, None),
    "not a number beyond doubles": (math.nan, number("10**400"), 0.0, False, Kind.NOT_FINITE),
    "below doubles": (0.0, number("1/10**400"), 0.0, False, None),
    "small": (0.0, number("1/10**40"), 0.0, False, Kind.VALUE),
    "rounding for nothing": (1e-17, number("0"), 0.0, True, None),
    "something for nothing": (0.5, number("0"), 0.0, True, Kind.VALUE),
}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_difference(case: str) -> None:
    says, right, moves, equal, kind = DIFFERENCES[case]
    found = difference(says, right, moves, equal)
    assert (found and found[0]) == kind


# --- The libraries as data --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", names_of_libraries())
def test_a_library_is_walked_and_its_calls_are_python(name: str) -> None:
    data = library_named(name)
    pytest.importorskip(data.package)
    found = data.walk()
    assert len({one.title for one in found}) == len(found) > 40
    ast.parse(data.preamble)
    written = 0
    for one in found:
        try:
            rows = tuple(data.rows_of(law)[0] for law in one.laws)
        except SymbinfoError:
            continue
        place = places_of(rows, data.standard)[0]
        ast.parse(data.written(one.measure, written_place(rows, one.laws, place.values)), mode="eval")
        written += 1
    assert written > 20


@pytest.mark.slow
@pytest.mark.parametrize("name", names_of_libraries())
def test_places_are_laws(name: str) -> None:
    """The first ordinary place of each row of the tables makes a law, and rows of numbers have extreme ones."""
    for rows in table(library_named(name).rows).values():
        for row in rows:
            places = places_of([row], library_named(name).standard)
            assert places, row.usage
            assert law_at(row, places[0].values[0]) is not None
            assert not row.parameters or {p.regime for p in places} & {Regime.EXTREME} or row.usage.count("loc") == 1


def test_a_place_outside_is_no_place() -> None:
    uniform = table("torch")["Uniform"][0]
    asked = Asked("entropy", (uniform,))
    assert [asked.fits(p) for p in places_of([uniform]) if p.values == ((10, 1),)] == [False]
    assert [asked.fits(p) for p in places_of([uniform]) if p.values == ((0, 10),)] == [True]


def test_of_functions_of_one_name_the_one_that_is_asked_for_is_read() -> None:
    def audited() -> int:
        return 1

    first = audited

    def audited() -> int:
        return 2

    assert ast.unparse(ast.parse(source_text(first)).body[-1]) == f"def {NAME}() -> int:\n    return 1"
    assert ast.unparse(ast.parse(source_text(audited)).body[-1]) == f"def {NAME}() -> int:\n    return 2"


def test_names_that_are_not_known(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "numpie"]) == 2
    assert "no library 'numpie' is known: audit numpyro, scipy, torch" in capsys.readouterr().err
    assert cli.main(["audit", "scipy", "--only", "Gammma"]) == 2
    assert "scipy registers no entropy or divergence of Gammma" in capsys.readouterr().err
    monkeypatch.setattr(library, "find_spec", lambda name: None)
    assert cli.main(["audit", "torch"]) == 2
    assert "torch is not installed: pip install torch" in capsys.readouterr().err


# --- What is known of installed libraries -----------------------------------------------------------------------------


def _entry(name: str, title: str, folder: Path) -> dict[str, Any]:
    pytest.importorskip(library_named(name).package)
    found = audit(name, [title], folder=folder, executor=Here(), seconds=20)
    return found.entries[0]


def _worst(entry: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [f for part in entry["parametrisations"] for f in part.get("findings", ()) if f["kind"] == kind]


@pytest.mark.slow
def test_half_of_the_entropy_of_a_poisson_law_is_missing_in_scipy(tmp_path: Path) -> None:
    finding = _worst(_entry("scipy", "entropy(poisson)", tmp_path), Kind.VALUE)[0]
    assert finding["call"] == "scipy.stats.poisson(100000.0).entropy()"
    assert float(finding["right"]) == pytest.approx(7.17540043235229, rel=1e-13)
    assert finding["relative"] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    "law", ["expon", pytest.param("laplace", marks=pytest.mark.slow), pytest.param("uniform", marks=pytest.mark.slow)]
)
def test_what_scipy_says_right_is_no_finding(law: str, tmp_path: Path) -> None:
    assert _entry("scipy", f"entropy({law})", tmp_path)["status"] == "agrees"


def test_what_the_tables_do_not_know_is_told_apart(tmp_path: Path) -> None:
    assert _entry("scipy", "entropy(skewcauchy)", tmp_path)["status"] == "not known"


@pytest.mark.slow
def test_a_continuous_bernoulli_law_lies_in_the_unit_interval_of_torch(tmp_path: Path) -> None:
    finding = _worst(_entry("torch", "kl(ContinuousBernoulli, Uniform)", tmp_path), Kind.NOT_FINITE)[0]
    assert finding["says"] == "inf"
    assert "Uniform(low=0.0, high=1.0)" in finding["call"]
    assert float(finding["right"]) == pytest.approx(0.0488190800589182, rel=1e-13)


@pytest.mark.slow
def test_a_kumaraswamy_law_is_far_off_a_beta_law_in_numpyro(tmp_path: Path) -> None:
    finding = _worst(_entry("numpyro", "kl(Kumaraswamy, Beta)", tmp_path), Kind.VALUE)[0]
    assert finding["regime"] == Regime.ORDINARY
    assert finding["relative"] > 0.2


@pytest.mark.slow
def test_the_audit_of_scipy_runs(tmp_path: Path) -> None:
    """Some twenty laws, as one run of the command line."""
    laws = "beta binom cauchy chi2 expon gamma geom gumbel_r laplace logistic lognorm norm pareto rayleigh t uniform weibull_min"
    found = audit("scipy", laws.split(), folder=tmp_path, seconds=10)
    assert not found.counts["not known"]
    assert found.counts["agrees"] > 8


def test_the_state_of_a_library_is_its_text(tmp_path: Path) -> None:
    known = audit_library.survey(library_named("scipy"))
    assert known["text"] == audit_library.survey(library_named("scipy"))["text"]
    assert len(known["text"]) == 64
