"""The same derivation byte for byte, whatever the order in which Python hashes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
from symbinfo.query import parse
from symbinfo.derivation.plans.derive import derive
from symbinfo.render import render
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.theorems import theorem
queries = ["KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))", "H(StudentT(nu))", "KL(Uniform(a, b) || Uniform(c, d))",
           "KL(Beta(a, b) || Beta(c, d))", "H(Weibull(a, b))", "KL(Bernoulli(p) || Bernoulli(q))", "H(Poisson(l))"]
for derivation in [*(derive(parse(q)) for q in queries), theorem("scaling-law")]:
    for form in ("text", "latex", "markdown", "html"):
        print(render(derivation, form))
    print(certificate_of(derivation).dumps(), derivation.condition)
    print(derivation.compile().source if derivation.left.free_symbols != set() and not derivation.title else "")
"""


def output(seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("seeds", [range(1, 2), pytest.param(range(2, 5), marks=pytest.mark.slow)], ids=["two", "more"])
def test_the_output_is_the_same_under_all_hash_seeds(seeds: range) -> None:
    first = output(0)
    assert len(first) > 10_000
    assert all(output(seed) == first for seed in seeds)
