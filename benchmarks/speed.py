"""How fast the kernels are beside their peers, and beside the floor: one log and one copy over as many numbers.

Run ``python -m benchmarks.speed``: one thread, the contestants in turn, the shortest of many rounds. The table holds ratios to our kernel;
they are comparable inside one run only. It also draws the error against the distance of the two laws (see `distance`).
"""

from __future__ import annotations

from benchmarks.timing import minima, on_one_core

on_one_core()

import argparse  # noqa: E402
import importlib  # noqa: E402
import importlib.util  # noqa: E402
from collections.abc import Callable, Iterator, Sequence  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from functools import cache  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402

from benchmarks import distance, stamps, tables  # noqa: E402
from benchmarks.peers import available  # noqa: E402
from benchmarks.subjects import TIMED, Subject  # noqa: E402

OURS = "symbinfo"
Calls = dict[str, Callable[[], Any]]
Draw = Callable[[np.random.Generator, int], dict[str, Any]]


def _near(draw: Draw, distance: float = 1e-8) -> Draw:
    """The same laws, the second at a relative distance of the first."""

    def near(rng: np.random.Generator, n: int) -> dict[str, Any]:
        values = draw(rng, n)
        for name in [name for name in values if name.endswith("2")]:
            values[name] = values[f"{name[:-1]}1"] * (1 + distance * rng.uniform(-1, 1, n))
        return values

    return near


def _normals(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {
        "mean1": rng.normal(size=n),
        "mean2": rng.normal(size=n),
        "std1": rng.uniform(0.5, 3, n),
        "std2": rng.uniform(0.5, 3, n),
    }


def _gammas(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {name: rng.uniform(0.3, 20, n) for name in ("k1", "k2", "rate1", "rate2")}


def _means(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {name: rng.uniform(0.3, 20, n) for name in ("lamda1", "lamda2")}


def _weibulls(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {name: rng.uniform(0.5, 3, n) for name in ("alpha1", "alpha2", "beta1", "beta2")}


def _probability(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {"p1": rng.uniform(0.001, 0.999, n)}


@dataclass(frozen=True)
class Case:
    """One line of the table for every number of elements."""

    name: str
    subject: Subject
    draw: Draw
    sizes: tuple[int, ...] = (1, 1_000, 1_000_000)


NORMAL, GAMMA = TIMED["normals"], TIMED["gammas"]
CASES = (
    Case("KL of normals", NORMAL, _normals),
    Case("KL of normals, near", NORMAL, _near(_normals)),
    Case("entropy of a Bernoulli", TIMED["a Bernoulli"], _probability),
    Case("KL of gammas", GAMMA, _gammas),
    Case("KL of gammas, near", GAMMA, _near(_gammas)),
    Case("KL of Poissons", TIMED["Poissons"], _means),
    Case("KL of Weibulls", TIMED["Weibulls"], _weibulls),
)


@dataclass(frozen=True)
class Timed:
    """Seconds of one call, by contestant."""

    case: str
    size: int
    seconds: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Time everything, print the table, draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no plot")
    parser.add_argument("--rounds", type=int, help="rounds of each case (31)")
    parser.add_argument("--plot", type=Path, default=Path(".benchmarks/error-against-distance.svg"))
    parser.add_argument("-o", "--output", type=Path, help="write the table, as Markdown, into this page")
    given = parser.parse_args(arguments)
    rounds = given.rounds or (5 if given.quick else 31)
    timed = []
    for case, size, calls in _all_calls():
        if given.only in case:
            timed.append(Timed(case, size, minima(calls, rounds)))
            print(_terminal(timed[-1]), flush=True)
    if given.output:
        tables.put_into(given.output, "speed", f"{_page(timed)}\n<!-- {stamps.stamped(TIMED.values())} -->\n")
    if not given.quick:
        print(f"error against distance: {distance.draw(given.plot)}")


def _all_calls() -> Iterator[tuple[str, int, Calls]]:
    for case in CASES:
        for size in case.sizes:
            values = case.draw(np.random.default_rng(0), size)
            yield case.name, size, _calls(case.subject, values)
    yield "scalar KL of normals", 1, _scalar_calls()
    yield "KL of 1000 pairs of 1000 outcomes", 1_000_000, _categorical_calls(1000)


def _calls(subject: Subject, values: dict[str, Any]) -> Calls:
    """Ours, the floor, and each peer with laws built before and with laws built anew."""
    kernel = subject.kernel
    given = {name: values[name] for name in kernel.parameters if name in values}
    calls: Calls = {OURS: lambda: kernel(**given), **_floor(next(iter(values.values())))}
    calls |= _elsewhere(subject, given)
    for peer in available():
        asked = peer.ask(subject, "float64")
        if asked is None or asked(values) is None:
            continue
        built = asked.build(values)
        calls[peer.name] = lambda a=asked, b=built: a.value(b)
        if peer.name != "lambdify":
            calls[f"{peer.name}, built anew"] = lambda a=asked: a.value(a.build(values))
    return calls


@cache
def _by_numba(subject: Subject) -> Any:
    return subject.derivation.compile(backend="numba")


def _elsewhere(subject: Subject, given: dict[str, Any]) -> Calls:
    """Our kernel compiled by numba, on tensors, and compiled by JAX."""
    calls: Calls = {}
    kernel = subject.kernel
    if importlib.util.find_spec("numba"):
        compiled = _by_numba(subject)
        calls["symbinfo, numba"] = lambda: compiled(**given)
    if importlib.util.find_spec("torch"):
        import torch

        tensors = {name: torch.as_tensor(values) for name, values in given.items()}
        calls["symbinfo, torch"] = lambda: kernel(**tensors)
    if importlib.util.find_spec("jax"):
        import jax

        jax.config.update("jax_enable_x64", True)
        traced = jax.jit(lambda values: kernel(**values))
        arrays = {name: jax.numpy.asarray(values) for name, values in given.items()}
        calls["symbinfo, JAX"] = lambda: traced(arrays).block_until_ready()
    return calls


def _floor(first: Any) -> Calls:
    positive, out = np.abs(first) + 0.5, np.empty_like(first)
    return {"floor: one log": lambda: np.log(positive, out=out), "floor: one copy": lambda: np.copyto(out, positive)}


def _scalar_calls() -> Calls:
    """Plain Python numbers in, one number out; the peers build their laws, since nobody has them before."""
    import sympy as sy

    values = {"mean1": 0.3, "mean2": 0.7, "std1": 1.3, "std2": 2.1}
    kernel = NORMAL.kernel
    symbols = {s.name: s for s in NORMAL.derivation.result.free_symbols}
    plain = sy.lambdify([symbols[n] for n in values], NORMAL.derivation.result, modules="math")
    numeric = sy.lambdify([symbols[n] for n in values], NORMAL.derivation.result, modules="numpy")
    arrays = [np.float64(v) for v in values.values()]
    calls: Calls = {
        OURS: lambda: kernel(**values),
        "lambdify, math": lambda: plain(*values.values()),
        "lambdify, numpy": lambda: numpy_value(numeric, arrays),
    }
    if importlib.util.find_spec("torch"):
        import torch

        d = torch.distributions
        p, q = values["mean1"], values["mean2"]
        calls["torch"] = lambda: d.kl_divergence(d.Normal(p, 1.3), d.Normal(q, 2.1)).item()
    return calls


def numpy_value(function: Callable[..., Any], arrays: list[Any]) -> Any:
    """A call with NumPy scalars."""
    return function(*arrays)


def _categorical_calls(n: int) -> Calls:
    import scipy.special
    import scipy.stats

    rng = np.random.default_rng(0)
    p, q = (rng.dirichlet(np.ones(n), n) for _ in range(2))
    out = np.empty_like(p)
    poisson = TIMED["Poissons"].kernel
    own = getattr(importlib.import_module("symbinfo.kernels"), "categorical_kl", None)
    calls: Calls = {OURS: lambda: own(p, q)} if own else {}
    calls |= {
        # p log(p/q) + q - p, of which the last two sum to 0
        "symbinfo, Poisson, summed": lambda: poisson(lamda1=p, lamda2=q).sum(axis=1),
        "floor: one log": lambda: np.log(p, out=out),
        "floor: one copy": lambda: np.copyto(out, p),
        "NumPy, one line": lambda: (p * np.log(p / q)).sum(axis=1),
        "scipy.stats.entropy": lambda: scipy.stats.entropy(p, q, axis=1),
        "scipy.special.rel_entr": lambda: scipy.special.rel_entr(p, q).sum(axis=1),
    }
    if importlib.util.find_spec("torch"):
        import torch

        a, b = torch.as_tensor(p), torch.as_tensor(q)
        d = torch.distributions
        calls["torch F.kl_div"] = lambda: torch.nn.functional.kl_div(b.log(), a, reduction="none").sum(dim=1)
        built = d.Categorical(probs=a), d.Categorical(probs=b)
        calls["torch"] = lambda: d.kl_divergence(*built)
    return calls


# --- what is shown ----------------------------------------------------------------------------------------------------


def _terminal(timed: Timed) -> str:
    lines = [f"{timed.case}, {timed.size} elements"]
    ours = timed.seconds.get(OURS)
    for name, seconds in sorted(timed.seconds.items(), key=lambda item: item[1]):
        ratio = f"{seconds / ours:8.2f} x" if ours else ""
        lines.append(f"  {name:<28} {seconds * 1e6:12.2f} us  {seconds / timed.size * 1e9:10.2f} ns/element {ratio}")
    return "\n".join(lines)


def _page(timed: Sequence[Timed]) -> str:
    """One row a contestant, one column a size: nanoseconds an element, and the ratio to ours."""
    parts = [tables.facts()]
    for case in dict.fromkeys(t.case for t in timed):
        own = [t for t in timed if t.case == case]
        head = ["", *(f"N = {t.size:,}" for t in own)]
        lines = [f"### {case}", "", tables.row(head), tables.row(["---"] * len(head))]
        for name in own[0].seconds:
            cells = [_cell(t, name) for t in own]
            lines.append(tables.row([name, *cells]))
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _cell(timed: Timed, name: str) -> str:
    seconds, ours = timed.seconds.get(name), timed.seconds.get(OURS)
    if seconds is None:
        return ""
    shown = f"{seconds * 1e6:.2f} µs" if timed.size == 1 else f"{seconds / timed.size * 1e9:.2f} ns"
    return shown if ours is None or name == OURS else f"{shown} ({seconds / ours:.2f})"


if __name__ == "__main__":
    main()
