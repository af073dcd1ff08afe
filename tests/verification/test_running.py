"""Functions that are run because somebody asked for it: what they do stays in a child, and the verdict says that they were not read."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import symbinfo as si
import symbinfo.cli.command as cli
from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.verification.audit.told_measure import told_measure

FILE = '''
import os
import sys
import time

import numpy as np

open({mark!r}, "w")


def right(r):
    """H(Exponential(r)), in nats."""
    total = 1.0
    for _ in range(1):
        total -= np.log(r)
    return total


def wrong(r):
    total = 1.0
    for _ in range(1):
        total += np.log(r)
    return total


def single(r):
    total = np.float32(1.0)
    for _ in range(1):
        total -= np.log(np.float32(r))
    return total


def prints(r):
    for _ in range(1):
        print("out")
        os.write(1, b"out")
        os.write(2, b"out")
    return right(r)


def writes(r):
    for _ in range(1):
        with open({file!r}, "w") as file:
            file.write("much" * 9999)
    return right(r)


def hangs(r):
    while True:
        time.sleep(0.01)


def forks(r):
    for _ in range(1):
        os.fork()
    return right(r)


def exits(r):
    for _ in range(1):
        sys.exit(0)


def ends(r):
    for _ in range(1):
        os._exit(0)


def raises(r):
    for _ in range(1):
        raise ValueError("no\\nluck")


def nothing(r):
    for _ in range(1):
        pass


def arrays(r):
    for _ in range(1):
        r = r.mean(-1)
    return 1.0 - np.log(r)


def attributes(p):
    for _ in range(1):
        rate = p.rate
    return 1.0 - np.log(rate)


made = np.vectorize(right)
'''
H = "H(Exponential(r))"
#: Of each function the verdict, and what is said of it.
CASES: dict[str, tuple[Outcome, str]] = {
    "right": (Outcome.HOLDS, "evaluated at 12 places, not read"),
    "wrong": (Outcome.REFUTED, "claimed 1.693147180559945"),
    "single": (Outcome.UNDECIDED, "the largest relative difference"),
    "prints": (Outcome.HOLDS, "not read"),
    "writes": (Outcome.UNDECIDED, "OSError"),
    "hangs": (Outcome.UNDECIDED, "stopped at the limit of 10 seconds"),
    "forks": (Outcome.HOLDS, "not read"),
    "exits": (Outcome.UNDECIDED, "raised SystemExit: 0"),
    "ends": (Outcome.UNDECIDED, "ended without an answer"),
    "raises": (Outcome.UNDECIDED, "raised ValueError: no"),
    "nothing": (Outcome.UNDECIDED, "raised TypeError"),
    "arrays": (Outcome.HOLDS, "not read"),
    "made": (Outcome.HOLDS, "not read"),
}


#: Run by the gate, not by default.
LONGER = ("single", "prints", "hangs", "ends", "nothing", "arrays", "made")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "entropies.py"
    file.write_text(FILE.format(file=str(tmp_path / "written.txt"), mark=str(tmp_path / "imported")))
    return file


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n in LONGER else n for n in CASES])
def test_a_function_is_run_where_that_is_asked_for(
    name: str, source: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source.parent)
    seconds = "20" if name == "hangs" else "120"
    code = cli.main(["verify", f"{source.name}::{name}", H, "--run", "--width", "200", "--timeout", seconds])
    out, err = capfd.readouterr()
    verdict, said = CASES[name]
    assert (code, err) == ({Outcome.HOLDS: 0, Outcome.REFUTED: 1, Outcome.UNDECIDED: 3}[verdict], "")
    assert said in out
    assert "the source is no formula" in out
    assert out.count("\n") == 3
    assert "out\n" not in out
    written = source.parent / "written.txt"
    assert not written.exists() or not written.stat().st_size


def test_nothing_is_run_unless_it_is_asked_for(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for verb in ("verify", "audit"):
        assert cli.main([verb, f"{source}::right", H]) == 2
        assert "--run has it evaluated on numbers instead" in capfd.readouterr().err
    assert not (source.parent / "imported").exists()
    assert cli.main(["verify", f"{source}::absent", H, "--run"]) == 2
    assert "defines no function absent" in capfd.readouterr().err
    assert not (source.parent / "imported").exists()


def test_an_object_has_the_attributes_of_the_symbols(source: Path) -> None:
    assert cli.main(["verify", f"{source}::attributes", "H(Exponential(p_rate))", "--run"]) == 0


def test_a_living_function_is_run_where_that_is_asked_for() -> None:
    def entropy(p: float) -> float:
        return -math.fsum(q * math.log(q) for q in (p, 1 - p))

    with pytest.raises(QueryError, match="run=True has it evaluated"):
        si.verify(entropy, "H(Bernoulli(p))")
    verdict = si.verify(entropy, "H(Bernoulli(p))", run=True)
    assert (verdict.verdict, verdict.level, verdict.digits) == (Outcome.HOLDS, Level.CHECKED, 9)
    assert "not read" in verdict.reason
    refuted = si.verify(entropy, "H(Geometric(p))", run=True)
    assert refuted.verdict is Outcome.REFUTED
    assert refuted.witness is not None
    assert float(refuted.witness["claimed"]) == pytest.approx(entropy(float(refuted.witness["parameters"]["p"])))


def test_what_is_read_is_not_run() -> None:
    def entropy(r):
        return 1 - math.log(r)

    assert si.verify(entropy, H, run=True).level is Level.PROVED


#: What functions say that they return.
TOLD = {
    'def f(m, s):\n    "The entropy H(Normal(m, s)); see f(x)."': "H(Normal(m, s))",
    'def f(a, b):\n    """Divergence.\n\n    KL(Gamma(a, 1) ||\n       Gamma(b, 1))\n    """': "KL(Gamma(a, 1) || Gamma(b, 1))",
    "def kl_normal(m1, s1, m2, s2): pass": "KL(Normal(m1, s1) || Normal(m2, s2))",
    "def kl_exponential_gamma(r, k, t): pass": "KL(Exponential(r) || Gamma(k, t))",
    "def entropy_laplace(m, b): pass": "H(Laplace(m, b))",
}


@pytest.mark.parametrize("text", TOLD)
def test_a_function_tells_its_measure(text: str) -> None:
    assert told_measure(text, "f.py", text.removeprefix("def ").partition("(")[0]) == TOLD[text]


@pytest.mark.parametrize(
    "text",
    ["def f(x): pass", "def kl_normal(m, s): pass", 'def f(x):\n    "Calls g(x) and sin(x)."', "def kl_frob(a): pass"],
)
def test_a_function_that_tells_none_is_asked_for_one(text: str) -> None:
    with pytest.raises(QueryError, match="does not tell what it returns"):
        told_measure(text, "f.py", text.removeprefix("def ").partition("(")[0])


def test_a_function_is_audited_by_what_it_tells(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", f"{source}::right", "--run"]) == 0
    assert "right = H(Exponential(r))" in capfd.readouterr().out
