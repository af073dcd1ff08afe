"""Kernels as files of their own: each runs its test where only its backend can be imported, and a spoilt one fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from sympy import symbols
from sympy.stats import Beta, Exponential, Gamma, Laplace, Normal

from symbinfo.cli.command import main
from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.kernels import KernelError, compile_kernel, numpy_special
from symbinfo.kernels.written_file import written
from symbinfo.measures import KL, Entropy

m1, m2 = symbols("m1 m2", real=True)
k1, k2, s1, s2 = symbols("k1 k2 s1 s2", positive=True)
MEASURES = {
    "normal": KL(Normal("P", m1, s1), Normal("Q", m2, s2)),
    "gamma": KL(Gamma("P", k1, s1), Gamma("Q", k2, s2)),
    "beta": KL(Beta("P", k1, s1), Beta("Q", k2, s2)),
    "laplace": KL(Laplace("P", m1, s1), Laplace("Q", m2, s2)),
    "entropy": Entropy(Gamma("P", k1, s1)),
}
#: Imports of what a file must not need, the package itself among them, fail.
ALONE = """
import runpy, sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused}:
            raise ImportError(name)
sys.meta_path.insert(0, Refused())
runpy.run_path({path!r}, run_name="__main__")
"""


def run_alone(path: Path, refused: set[str]) -> subprocess.CompletedProcess[str]:
    program = ALONE.format(refused=refused, path=str(path))
    return subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name", ["gamma", *(pytest.param(n, marks=pytest.mark.slow) for n in MEASURES if n != "gamma")]
)
def test_a_file_needs_numpy_only_and_tests_itself(name: str, tmp_path: Path) -> None:
    kernel: Any = MEASURES[name].compile()
    path = tmp_path / "kernel.py"
    path.write_text(written(kernel))
    done = run_alone(path, {"symbinfo", "sympy", "mpmath", "scipy"})
    assert (done.returncode, done.stdout) == (0, f"{kernel.name} is right at 4 points\n"), done.stderr
    space: dict[str, Any] = {"__name__": "a kernel"}
    exec(compile(path.read_text(), str(path), "exec"), space)
    given = {n: np.array([1.5, 2.0, -1.0]) for n in kernel.parameters}
    assert np.array_equal(space[kernel.name](**given), kernel(**given), equal_nan=True)
    slopes, expected = space[f"{kernel.name}_gradient"](**given), kernel.grad(**given)
    assert all(np.allclose(slopes[n], expected[n], rtol=1e-13, atol=1e-15, equal_nan=True) for n in expected)


def test_a_file_that_is_spoilt_fails_its_test(tmp_path: Path) -> None:
    text = written(MEASURES["normal"].compile())
    path = tmp_path / "kernel.py"
    for right, wrong in (("term1 = (s1 - s2)/s2", "term1 = s1/s2 - 1"), ("return {", "return {} and {")):
        assert right in text
        path.write_text(text.replace(right, wrong))
        done = run_alone(path, {"symbinfo"})
        assert done.returncode != 0
        assert "Error" in done.stderr


@pytest.mark.parametrize("library", ["torch", "jax"])
@pytest.mark.parametrize("name", MEASURES)
def test_a_file_for_another_library_tests_itself(name: str, library: str, tmp_path: Path) -> None:
    pytest.importorskip(library)
    path = tmp_path / "kernel.py"
    path.write_text(written(MEASURES[name].compile(), library))
    done = run_alone(path, {"symbinfo", "scipy"} if library == "torch" else {"symbinfo"})
    assert done.returncode == 0, done.stderr


def test_a_file_for_another_library_is_written_without_it() -> None:
    kernel: Any = MEASURES["normal"].compile()
    text = written(kernel, "torch", "KL(Normal(m1, s1) || Normal(m2, s2))")
    assert "class _Rule(torch.autograd.Function)" in text
    assert "needs PyTorch only" in text
    compile(text, "kernel.py", "exec")
    assert "custom_jvp" in written(kernel, "jax")


def test_a_verb_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kernel.py"
    assert main(["compile", "KL(Exponential(a) || Exponential(b))", "-o", str(path)]) == 0
    assert "from 'KL(Exponential(a) || Exponential(b))'" in path.read_text()
    assert run_alone(path, {"symbinfo", "scipy"}).returncode == 0
    assert main(["compile", "KL(Exponential(a) || Exponential(b)) >= 0"]) == 2
    assert main(["compile", "H(Normal(0, 1))"]) == 2
    assert "`symbinfo eval`" in capsys.readouterr().err


def test_what_cannot_be_written_says_so() -> None:
    kernel: Any = MEASURES["normal"].compile()
    with pytest.raises(KernelError, match="no backend 'fortran': numpy, torch, jax"):
        written(kernel, "fortran")
    step = Step(Relation.EQ, MEASURES["entropy"].definition(), "by-hand", "Given.")
    summed = Derivation(left=MEASURES["entropy"]).then(step).closing(Status.REDUCED)
    with pytest.raises(KernelError, match=r"needs expectation, .* which torch has not"):
        written(compile_kernel(summed), "torch")


def test_a_query_cannot_leave_the_docstring(tmp_path: Path) -> None:
    kernel: Any = Entropy(Exponential("X", s1)).compile()
    for query in ('"""\nraise SystemExit', "'''", "\\", "\\N{x}", '"'):
        text = written(kernel, query=query)
        compile(text, "kernel.py", "exec")
        assert "\nraise SystemExit" not in text


EXACT = {
    "gammaln": lambda x, y: mp.loggamma(x),
    "digamma": lambda x, y: mp.digamma(x),
    "polygamma": lambda x, y: mp.polygamma(2, x),
    "betaln": lambda x, y: mp.loggamma(x) + mp.loggamma(y) - mp.loggamma(mp.mpf(x) + y),
    "xlogy": lambda x, y: x * mp.log(y),
    "xlog1py": lambda x, y: x * mp.log(1 + mp.mpf(y)),
    "rel_entr": lambda x, y: x * mp.log(mp.mpf(x) / y),
}


@pytest.mark.parametrize("name", numpy_special.__all__)
def test_special_functions_in_numpy_keep_their_digits(name: str) -> None:
    ours = getattr(numpy_special, name)
    x = np.concatenate([np.geomspace(1e-8, 1e8, 21), np.linspace(0.5, 9, 10)])
    given = [2, x] if name == "polygamma" else [x] if name in ("gammaln", "digamma") else [x, x[::-1]]
    with mp.workdps(40):
        exact = [float(EXACT[name](float(a), float(b))) for a, b in zip(x, x[::-1], strict=True)]
    assert np.allclose(ours(*given), exact, rtol=1e-14, atol=1e-14)
    if name.startswith(("x", "rel")):
        assert ours(np.zeros(1), np.ones(1)) == 0
