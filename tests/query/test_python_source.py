"""Functions in Python read as formulas, and never run."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special
from sympy import Symbol

import symbinfo as si
from symbinfo.__main__ import main
from symbinfo.expressions.errors import MeasureError, QueryError
from symbinfo.query.python_source.formula import SourceFormula, formula_of
from symbinfo.query.python_source.modules import module_of, module_of_text
from symbinfo.query.python_source.operations import EXCEPTIONS, FUNCTIONS, meaning_of

SOURCE = """
import math
import numpy as np
import numpy
import torch
import jax.numpy as jnp
from math import lgamma, pi
from scipy import special
from scipy.special import psi as digamma, xlogy
from torch.nn import functional as F

HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)
THRESHOLD: float = 1e-3


def _square(x):
    return x**2


def kl_normal(m1, s1, m2, s2):
    '''With a check, a helper and a local.'''
    if np.any(s1 <= 0):
        raise ValueError("no scale")
    ratio = _square(s1 / s2)
    shift = ((m1 - m2) / s2) ** 2
    return 0.5 * (ratio + shift - 1 - np.log(ratio))


def vae(mu, log_var, reduction="sum"):
    kl = -0.5 * (1 + log_var - mu.pow(2) - log_var.exp())
    if reduction == "sum":
        kl = kl.sum(-1)
    elif reduction == "mean":
        kl = kl.mean()
    return kl


def kl_bernoulli_logits(a, b):
    p = torch.sigmoid(a)
    return p * (F.softplus(-b) - F.softplus(-a)) + (1 - p) * (torch.nn.functional.softplus(b) - F.softplus(a))


def kl_gamma(a, b, c, d):
    first = (a - c) * digamma(a) - lgamma(a) + special.gammaln(c)
    first += c * (jnp.log(d) - jnp.log(b))
    first += a * (b - d) / d
    return first


def entropy_normal(s):
    one, two = 1, 2
    return HALF_LOG_2PI + one / two + numpy.log(s)


def entropy_beta(a, b):
    def term(x, w=1):
        return w * (x - 1) * special.digamma(x)
    return special.betaln(a, b) - term(a) - term(b) + (a + b - 2) * special.psi(a + b)


def entropy_exponential(r):
    return (lambda x: 1 - x)(np.log(r)) if r > 0 else 0


def kl_objects(p, q):
    ratio = (p.scale / q.scale).pow(2)
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())


def entropy_bernoulli(p):
    return -xlogy(p, p) - special.xlog1py(1 - p, -p)


class Laplace:
    def entropy(self):
        return 1 + torch.log(2 * self.scale)

    @property
    def wrong(self):
        return 1 + torch.log(self.scale)


def lost_half(m1, s1, m2, s2):
    return np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / s2**2 - 0.5


def loop(s):
    total = 0
    for _ in range(3):
        total += s
    return total


def unknown(s):
    return np.frobnicate(s)


def foreign(s):
    import pandas as pd
    return pd.log(s)


def forever(s):
    return forever(s)


def starred(s):
    return np.log(*s)


def indexed(s):
    return s[0]


def nothing(s):
    s + 1


def huge(s):
    return 10**(10**10) * s


def text(s):
    return "log(s)"


def evaluated(s):
    return eval("__import__('os').system('true')")


def bits(s):
    return s // 2
"""
READ = [
    ("kl_normal", "KL(Normal(m1, s1) || Normal(m2, s2))"),
    ("vae", "KL(Normal(mu, exp(log_var/2)) || Normal(0, 1))"),
    ("kl_bernoulli_logits", "KL(Bernoulli(1/(1 + exp(-a))) || Bernoulli(1/(1 + exp(-b))))"),
    ("kl_gamma", "KL(Gamma(a, b) || Gamma(c, d))"),
    ("entropy_normal", "H(Normal(0, s))"),
    ("entropy_beta", "H(Beta(a, b))"),
    ("entropy_exponential", "H(Exponential(r))"),
    ("kl_objects", "KL(Normal(p_loc, p_scale) || Normal(q_loc, q_scale))"),
    ("entropy_bernoulli", "H(Bernoulli(p))"),
    ("Laplace.entropy", "H(Laplace(0, scale))"),
]
WRONG = [
    ("Laplace.wrong", "H(Laplace(0, scale))"),
    ("lost_half", "KL(Normal(m1, s1) || Normal(m2, s2))"),
    ("vae", "KL(Normal(mu, log_var**2) || Normal(0, 1))"),
    ("kl_normal", "KL(Normal(m2, s2) || Normal(m1, s1))"),
]
REFUSED = [
    ("loop", "a loop is not read"),
    ("unknown", "the function frobnicate is not read"),
    ("foreign", "pandas.log is of no library that is known"),
    ("forever", "calls are nested more than 20 deep"),
    ("starred", "arguments with stars are not read"),
    ("indexed", "not read as a formula"),
    ("nothing", "is not read"),
    ("huge", "power"),
    ("text", "a formula is expected"),
    ("evaluated", "the function eval is not read"),
    ("bits", "the operator FloorDiv is not read"),
]


def formula(name: str, query: str) -> SourceFormula:
    return formula_of(module_of_text(SOURCE, "f.py"), name, {s.name: s for s in si.parse(query).free_symbols})


@pytest.mark.parametrize(("name", "query"), READ)
def test_a_function_is_read_and_right(name: str, query: str) -> None:
    assert si.verify(si.parse(query), formula(name, query).value).verdict == "holds"


@pytest.mark.parametrize(("name", "query"), WRONG)
def test_a_wrong_function_is_read_and_refuted(name: str, query: str) -> None:
    assert si.verify(si.parse(query), formula(name, query).value).verdict == "refuted"


@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_what_is_no_formula_is_refused_with_its_line(name: str, message: str) -> None:
    with pytest.raises(QueryError, match=rf"f\.py, line \d+: .*{message}"):
        formula(name, "H(Normal(0, s))")


def test_the_way_it_was_read_is_told() -> None:
    told = formula("vae", "KL(Normal(mu, exp(log_var/2)) || Normal(0, 1))").told
    assert [line.partition(" (line")[0] for line in told] == [
        "reduction has its default",
        "sum over components is read for one component",
    ]
    assert formula("kl_normal", "KL(Normal(m1, s1) || Normal(m2, s2))").told[0].startswith("a check of the arguments")


def test_a_parameter_without_a_symbol_is_told() -> None:
    with pytest.raises(
        QueryError, match=r"the function takes s2, which is no symbol of the measure \(these are m1, m2, s1\)"
    ):
        formula("kl_normal", "KL(Normal(m1, s1) || Normal(m2, s1))")
    with pytest.raises(QueryError, match=r"defines no function kl_norma: did you mean kl_normal\?"):
        formula("kl_norma", "H(Normal(0, s))")


def test_nothing_is_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    text = f"open({str(trace)!r}, 'w').write('run')\ndef f(s, t=open({str(trace)!r}, 'w')):\n    return s\n"
    found = formula_of(module_of_text(text, "f.py"), "f", {s.name: s for s in si.parse("H(Normal(t, s))").free_symbols})
    assert str(found.value) == "s"
    assert not trace.exists()


@pytest.mark.parametrize("text", ["def f(:", "\x00", "def f(s):\n" + " return " + "(" * 500 + "s" + ")" * 500])
def test_what_is_no_python_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"f\.py.* is no Python source"):
        module_of_text(text, "f.py")


def helper(x):
    return special.xlogy(x, x)


def living(p):
    return -helper(p) - helper(1 - p) + OFFSET


OFFSET = 0


def test_a_living_function_is_read_with_what_it_sees() -> None:
    measure = si.parse("H(Bernoulli(p))")
    found = formula_of(module_of(living), "living", {s.name: s for s in measure.free_symbols})
    assert si.verify(measure, found.value).verdict == "holds"
    with pytest.raises(QueryError, match="the source of log is not there"):
        module_of(np.log)


def wrong(m, s):
    return (s + m**2 - 1) / 2 - np.log(s) / 2


def test_a_living_function_is_judged() -> None:
    assert si.verify(living, "H(Bernoulli(p))").verdict == "holds"
    verdict = si.verify(wrong, si.parse("KL(Normal(m, s) || Normal(0, 1))"))
    assert verdict.verdict == "refuted"
    assert verdict.reading[0].startswith("wrong returns ")
    assert "variance" in verdict.diagnosis
    with pytest.raises(MeasureError, match="compared with one measure"):
        si.verify(living, 1)


def test_a_function_in_a_file_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "f.py"
    file.write_text(SOURCE)
    assert main(["verify", f"{file}::Laplace.entropy", "H(Laplace(0, scale))"]) == 0
    assert "read        Laplace.entropy returns log(2*scale) + 1" in capsys.readouterr().out
    assert main(["verify", f"{file}::lost_half", "KL(Normal(m1, s1) || Normal(m2, s2))", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["reading"]
    for arguments, said in [
        (["verify", f"{file}::loop", "H(Normal(0, s))"], "f.py, line "),
        (["verify", f"{file}::loop"], "write FILE.py::function MEASURE"),
        (["verify", "H(Normal(0, 1)) = 1", "H(Normal(0, s))"], "write FILE.py::function MEASURE"),
        (["verify", f"{tmp_path}/no.py::f", "H(Normal(0, s))"], "cannot read"),
    ]:
        assert main(arguments) == 2
        assert said in capsys.readouterr().err


#: Where functions of SciPy and NumPy take what the table says; pairs that are no function of theirs are left out.
PLACES = {"n": 2.0, "k": 1.0, "p": 0.3, "z": 0.4, "x": 0.7, "y": 0.6, "q": 1.5, "a": 1.2, "b": 0.8, "c": 2.3, "v": 1.3}
SCIPY = [name for name in FUNCTIONS if hasattr(special, name) or hasattr(np, name)]


@pytest.mark.parametrize("name", SCIPY)
def test_a_word_means_what_the_library_computes(name: str) -> None:
    library = "scipy" if hasattr(special, name) else "numpy"
    meaning = meaning_of(name, library)
    if meaning is None:
        assert name in EXCEPTIONS[library]
        return
    places = {**PLACES, "x": 2.7} if name in ("zeta",) else PLACES
    values = [2 if p == "n" and name in ("polygamma", "expn") else places[p] for p, _ in meaning[0]]
    theirs = getattr(special if library == "scipy" else np, name)(*values)
    arguments = ", ".join(map(str, values))
    text = f"import {'scipy.special' if library == 'scipy' else 'numpy'} as m\ndef f():\n    return m.{name}({arguments})\n"
    ours = formula_of(module_of_text(text, "f.py"), "f", {}).value
    assert float(ours) == pytest.approx(float(theirs), rel=1e-12)


def test_a_text_is_dedented() -> None:
    text = textwrap.indent("def f(s):\n    return s\n", "    ")
    assert (
        str(
            formula_of(
                module_of_text(text, "f.py"), "f", {"s": next(iter(si.parse("H(Normal(0,s))").free_symbols))}
            ).value
        )
        == "s"
    )


#: What Python computes otherwise than it looks, with words of the refusal; and beside it what is read, with its value at s = 2.
OTHERWISE = {
    "def f(s):\n a = 2\n g = lambda x: a*x\n a = 3\n return g(s)": "after a function that sees it",
    "a = 5\ndef f(s):\n def g(x):\n  return a*x\n a = 3\n return g(s)": "after a function that sees it",
    "def twice(g):\n return lambda x: 2*g(x)\n@twice\ndef f(s):\n return s": "the decorator twice may change",
    "A = 1\nA += 1\ndef f(s):\n return A*s": "a formula is expected",
    "A = 1\nif True:\n A = 3\ndef f(s):\n return A*s": "a formula is expected",
    "A = 1\nfor A in (1, 2): pass\ndef f(s):\n return A*s": "a formula is expected",
    "def g(x, y=2):\n return x*y\ndef f(s):\n return g(s, z=3)": "does not fit the function's parameters",
    "def g(x, y=2):\n return x*y\ndef f(s):\n return g(s, x=3)": "does not fit the function's parameters",
    "def g(x, *, y=2):\n return x*y\ndef f(s):\n return g(s, 3)": "does not fit the function's parameters",
    "def f(s):\n return (s/4).astype(int)": "whole numbers",
    "import numpy as np\ndef f(s):\n return np.array(s/4, dtype=np.int64)": "whole numbers",
}
AS_IT_STANDS = {
    "def f(s):\n a = 3\n g = lambda x: a*x\n b = 2\n return b*g(s)": 12,
    "import functools\n@functools.lru_cache(maxsize=None)\ndef f(s):\n return s": 2,
    "A = 1\nB: float = A + 1\ndef f(s):\n return B*s": 4,
    "def g(x, y=2, *, z=1):\n return x*y*z\ndef f(s):\n return g(s, z=3)": 12,
    "import numpy as np\ndef f(s):\n return np.array(s/4, dtype=float)": 0.5,
}


@pytest.mark.parametrize("text", OTHERWISE)
def test_what_looks_like_another_formula_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=OTHERWISE[text]):
        formula_of(module_of_text(text, "f.py"), "f", {"s": Symbol("s", positive=True)})


@pytest.mark.parametrize("text", AS_IT_STANDS)
def test_what_is_read_beside_it_is_what_python_computes(text: str) -> None:
    s = Symbol("s", positive=True)
    names: dict[str, Any] = {}
    exec(text, names)
    assert float(formula_of(module_of_text(text, "f.py"), "f", {"s": s}).value.subs(s, 2)) == AS_IT_STANDS[text]
    assert float(names["f"](2)) == AS_IT_STANDS[text]
