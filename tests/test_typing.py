"""The public interface has its types: a page of user code with a misspelt name and a wrong type is complained of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import symbinfo
from symbinfo.kernels import Kernel

ROOT = Path(__file__).parent.parent

PAGE = """
from sympy import symbols
from sympy.stats import Normal
import symbinfo as si

mu, sigma = symbols("mu sigma")
P, Q = Normal("P", mu, sigma), Normal("Q", 0, 1)
D = si.KL(P, Q)
d = si.derive(D)
report = d.check()
kernel = d.compile()
verdict = si.verify(D, D)
reveal_type(si.KL)
reveal_type(D)
reveal_type(d)
reveal_type(report)
reveal_type(kernel)
reveal_type(verdict)
reveal_type(verdict.verdict)
reveal_type(d.latex())
reveal_type(si.Density)
reveal_type(si.theorem("chain-rule"))
"""
TYPES = [
    "def (*args: Any, unit: Any =, base: Any =) -> symbinfo.measures.kl.KL",
    "symbinfo.measures.kl.KL",
    "symbinfo.derivation.derivation.Derivation",
    "symbinfo.trusted.checks.report.Report",
    "symbinfo.expressions.doors.CompiledMeasure",
    "symbinfo.verification.claims.verdict.Verdict",
    "symbinfo.expressions.verdict_words.Outcome",
    "str",
    "symbinfo.laws.law.ContinuousLaw",
    "symbinfo.derivation.derivation.Derivation",
]
FAULTS = {
    "si.Entropie(P)": 'Module has no attribute "Entropie"',
    "d.chek()": '"Derivation" has no attribute "chek"',
    "report.verdikt": '"Report" has no attribute "verdikt"',
    "kernel.sauce": '"CompiledMeasure" has no attribute "sauce"',
    "verdict.witnes": '"Verdict" has no attribute "witnes"',
    "d.check(seconds='ten')": 'Argument "seconds" to "check" of "Derivation" has incompatible type "str"',
    "n: int = d.latex()": 'Incompatible types in assignment (expression has type "str", variable has type "int")',
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """What mypy says of the page, by line: the page in front, then each fault on a line of its own."""
    pytest.importorskip("mypy")
    page = tmp_path_factory.mktemp("page") / "page.py"
    page.write_text(PAGE + "\n".join(FAULTS) + "\n")
    options = ["--no-error-summary", "--config-file", "pyproject.toml", "--no-incremental"]
    command = [sys.executable, "-m", "mypy", *options, str(page)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    found: dict[int, list[str]] = {}
    for line, message in re.findall(r"page\.py:(\d+): (?:error|note): (.*)", done.stdout):
        found.setdefault(int(line), []).append(message)
    return found


def test_the_public_names_have_their_types(said):
    first = PAGE.splitlines().index("reveal_type(si.KL)") + 1
    shown = [" ".join(said[first + i]) for i in range(len(TYPES))]
    assert PAGE.count("reveal_type(") == len(TYPES)
    for expected, message in zip(TYPES, shown, strict=True):
        assert expected in message
    assert not [line for line, messages in said.items() if line < first for _ in messages]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_complained_of(fault, said):
    line = len(PAGE.splitlines()) + 1 + list(FAULTS).index(fault)
    assert any(FAULTS[fault] in message for message in said.get(line, [])), said.get(line)


def test_what_is_shown_to_readers_of_types_is_what_is_there():
    block = Path(symbinfo.__file__).read_text().split("if TYPE_CHECKING:")[1].split("__version__")[0]
    pairs = {(home, name) for home, names in symbinfo._HOMES.items() for name in names}
    assert set(re.findall(r"from ([\w.]+) import \w+ as (\w+)", block)) == pairs


def test_every_public_name_is_there():
    for name in symbinfo.__all__:
        assert getattr(symbinfo, name) is not None
    with pytest.raises(AttributeError, match="Entropie"):
        _ = symbinfo.Entropie


def test_a_kernel_is_what_compile_promises():
    from symbinfo.expressions.doors import CompiledMeasure

    promised = {name for name in vars(CompiledMeasure) if not name.startswith("_")} | set(
        CompiledMeasure.__annotations__
    )
    exemplar = symbinfo.derive(symbinfo.parse("H(Exponential(r))")).compile()
    assert isinstance(exemplar, Kernel)
    assert {name for name in promised if not hasattr(exemplar, name)} == set()
