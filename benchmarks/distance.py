"""The error of a divergence against the distance of its two laws, for our kernels and the peers, drawn or as numbers.

In plain parameters, and in those that people hold: log-variances, softplus scales, logits. Run ``python -m benchmarks.distance [FILE.svg]``; without matplotlib a file of comma-separated values is written.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sy

import symbinfo as si
from benchmarks import stamps
from benchmarks.errors import error_of
from benchmarks.peers import available
from benchmarks.reference import Oracle, Unreached
from benchmarks.sampling import Draw
from benchmarks.subjects import Subject

__all__ = ["REPARAMETRISED", "SUBJECTS", "curves", "draw"]

SUBJECTS = (
    Subject("Normal", "Normal"),
    Subject("Gamma", "Gamma", rate="theta"),
    Subject("Beta", "Beta"),
    Subject("Bernoulli", "Bernoulli"),
    Subject("Poisson", "Poisson"),
    Subject("Gumbel", "Gumbel"),
)
#: Questions whose parameters, of which each law has its own by a 1 or a 2, are any real numbers.
REPARAMETRISED = {
    "normals by log-variances": "KL(Normal(m1, exp(v1/2)) || Normal(m2, exp(v2/2)))",
    "normals by softplus scales": "KL(Normal(m1, log(1 + exp(s1))) || Normal(m2, log(1 + exp(s2))))",
    "Bernoulli by logits": "KL(Bernoulli(1/(1 + exp(-x1))) || Bernoulli(1/(1 + exp(-x2))))",
}
EXPONENTS = range(1, 16)
EACH = 40

Curves = dict[str, dict[str, list[float]]]


def curves() -> Curves:
    """By subject and contestant: the largest relative error at each distance of 10**-1 ... 10**-15."""
    plain = {subject.name: _curves_of(subject) for subject in SUBJECTS}
    return plain | {name: _mapped(question) for name, question in REPARAMETRISED.items()}


def _curves_of(subject: Subject) -> dict[str, list[float]]:
    kernel = subject.kernel
    contestants: dict[str, Any] = {"symbinfo": lambda values: kernel(**values)}
    for peer in available():
        asked = peer.ask(subject, "float64")
        if asked is not None:
            contestants[peer.name] = asked
    source = Draw(subject, "float64", random.Random(subject.name))
    drawn = {e: list(source.some(EACH, lambda e=e: source.near("generic", 10.0**-e))) for e in EXPONENTS}
    return _errors(contestants, Oracle(subject.derivation.value), drawn)


def _mapped(question: str) -> dict[str, list[float]]:
    """The same of laws with maps of parameters, beside the closed form as SymPy's lambdify has it."""
    derivation = si.derive(si.parse(question))
    kernel, symbols = derivation.compile(), sorted(derivation.result.free_symbols, key=str)
    naive = sy.lambdify(symbols, derivation.result, modules=["scipy", "numpy"])
    contestants = {
        "symbinfo": lambda values: kernel(**values),
        "lambdify": lambda values: naive(*(values[s.name] for s in symbols)),
    }
    source = random.Random(question)
    names = [name[:-1] for name in kernel.parameters if name.endswith("1")]
    drawn: dict[int, list[dict[str, float]]] = {e: [] for e in EXPONENTS}
    for exponent, points in drawn.items():
        for _ in range(EACH):
            first = {name: source.uniform(-3, 3) for name in names}
            second = {name: v * (1 + source.uniform(-1, 1) * 10.0**-exponent) for name, v in first.items()}
            points.append({**{f"{n}1": v for n, v in first.items()}, **{f"{n}2": v for n, v in second.items()}})
    return _errors(contestants, Oracle(derivation.value), drawn)


def _errors(
    contestants: dict[str, Any], oracle: Oracle, drawn: dict[int, list[dict[str, float]]]
) -> dict[str, list[float]]:
    """By contestant, the largest error at each distance."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for points in drawn.values():
        exact = [_value(oracle, point) for point in points]
        columns = {name: np.array([point[name] for point in points]) for name in points[0]}
        for name, function in contestants.items():
            with np.errstate(all="ignore"):
                values = function(columns)
            pairs = [] if values is None else [(float(v), e) for v, e in zip(values, exact, strict=True)]
            found[name].append(max((error_of(v, e, "float64")[0] for v, e in pairs if e is not None), default=math.nan))
    return {name: errors for name, errors in found.items() if not all(map(math.isnan, errors))}


def _value(oracle: Oracle, point: dict[str, float]) -> Any:
    try:
        return oracle(point)
    except Unreached:
        return None


def draw(target: Path) -> Path:
    """Write the picture, or the numbers where matplotlib is absent, and return the path of what was written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    found = curves()
    try:
        import matplotlib as mpl
    except ImportError:
        return write_numbers(found, target.with_suffix(".csv"))
    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "symbinfo", "svg.fonttype": "none"})  # the same picture from the same numbers
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(name for by_name in found.values() for name in by_name))
    figure, axes = plt.subplots(3, 3, figsize=(11, 9), sharex=True, sharey=True, layout="constrained")
    for place, (title, by_name) in zip(axes.flat, found.items(), strict=True):
        for name, errors in by_name.items():
            shown = [min(max(e, 1e-17), 1e12) for e in errors]
            width = 2 if name == "symbinfo" else 1
            place.loglog([10.0**-e for e in EXPONENTS], shown, label=name, lw=width, color=f"C{names.index(name)}")
        place.set_title(title, fontsize=9)
        place.axhline(1, color="grey", lw=0.5, ls=":")
        place.legend(fontsize=7)
    axes[0, 0].invert_xaxis()
    figure.supxlabel("relative distance of the parameters")
    figure.supylabel("largest relative error (1: no digit is right)")
    figure.savefig(target, metadata={"Date": None, "Description": stamps.stamped(SUBJECTS)})
    plt.close(figure)
    return target


def write_numbers(found: Curves, target: Path) -> Path:
    """Write the numbers as comma-separated values, and return where they are."""
    with target.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["measure", "by", *(f"1e-{e}" for e in EXPONENTS)])
        for title, by_name in found.items():
            writer.writerows([title, name, *errors] for name, errors in by_name.items())
    return target


if __name__ == "__main__":
    print(draw(Path(*sys.argv[1:2] or [".benchmarks/error-against-distance.svg"])))
