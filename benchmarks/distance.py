"""The error of a divergence against the distance of its two laws, for our kernels and the peers, drawn or as numbers.

Run ``python -m benchmarks.distance [FILE.svg]``; without matplotlib a file of comma-separated values is written.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.errors import error_of
from benchmarks.peers import available
from benchmarks.reference import Oracle, Unreached
from benchmarks.sampling import Draw
from benchmarks.subjects import Subject

__all__ = ["curves", "draw"]

SUBJECTS = (
    Subject("Normal", "Normal"),
    Subject("Gamma", "Gamma", rate="theta"),
    Subject("Beta", "Beta"),
    Subject("Bernoulli", "Bernoulli"),
    Subject("Poisson", "Poisson"),
    Subject("Gumbel", "Gumbel"),
)
EXPONENTS = range(1, 16)
EACH = 40

Curves = dict[str, dict[str, list[float]]]


def curves() -> Curves:
    """By subject and contestant: the largest relative error at each distance of 10**-1 ... 10**-15."""
    return {subject.name: _curves_of(subject) for subject in SUBJECTS}


def _curves_of(subject: Subject) -> dict[str, list[float]]:
    kernel, oracle = subject.kernel, Oracle(subject.derivation.value)
    contestants: dict[str, Any] = {"symbinfo": lambda values: kernel(**values)}
    for peer in available():
        asked = peer.ask(subject, "float64")
        if asked is not None:
            contestants[peer.name] = asked
    found: dict[str, list[float]] = {name: [] for name in contestants}
    source = Draw(subject, "float64", random.Random(subject.name))
    for exponent in EXPONENTS:
        points = list(source.some(EACH, lambda e=exponent: source.near("generic", 10.0**-e)))
        exact = [_value(oracle, point) for point in points]
        columns = {name: np.array([point[name] for point in points]) for name in points[0]}
        for name, function in contestants.items():
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
    figure, axes = plt.subplots(2, 3, figsize=(11, 6), sharex=True, sharey=True, layout="constrained")
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
    figure.savefig(target, metadata={"Date": None})
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
