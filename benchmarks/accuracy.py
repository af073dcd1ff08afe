"""The proof of accuracy: every closed divergence within a family, every closed entropy, some cross pairs, and the peers.

Run ``python -m benchmarks.accuracy``. Each subject is evaluated at adversarial points (see `sampling`) by its kernel, as
an array and one scalar at a time, in double and in single precision, and by every peer that is installed; what comes out
is compared with the closed form in many digits at the exact inputs (see `reference`). Exact values and results are kept
in the work folder, so that a run that was stopped goes on, and a run after a change of the kernels is quick.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np

from benchmarks import errors, tables
from benchmarks.errors import Exact, Summary
from benchmarks.peers import available
from benchmarks.reference import Oracle, Unreached
from benchmarks.sampling import Point, points
from benchmarks.subjects import Subject, subjects

KINDS = ("float64", "float32")
KEPT = 60
STEP = mp.mpf(10) ** -30
WITH_SLACK = ("generic", "wide")
#: What a contestant is called that calls our kernel one point after the other, with Python floats.
OURS, ONE_BY_ONE = "symbinfo", "symbinfo, scalars"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", help="only subjects whose name contains this")
    parser.add_argument("--quick", action="store_true", help="a fifth of the points")
    parser.add_argument("--count", type=int, help="points of each regime (60)")
    parser.add_argument("--kind", choices=KINDS, help="only this precision")
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    parser.add_argument(
        "--work", type=Path, default=Path(".benchmarks"), help="where exact values and results are kept"
    )
    parser.add_argument("--worst", type=Path, help="write the worst cases of our kernels to this file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, help="write the tables, as Markdown, into this page")
    given = parser.parse_args(arguments)
    run = _Run(given.work, given.count or (12 if given.quick else 60), given.seed, peers=not given.ours)
    wanted = given.family or ""
    results = []
    for subject in subjects(lambda s: wanted in s.name):
        for kind in [given.kind] if given.kind else KINDS:
            for contestant, summary in run.of(subject, kind):
                results.append(tables.Result(subject, kind, contestant, summary))
                print(tables.line(results[-1]), file=sys.stderr, flush=True)
        if given.worst:
            given.worst.write_text(tables.worst_cases(r for r in results if r.contestant in (OURS, ONE_BY_ONE)))
    page = tables.accuracy_page(results)
    if given.output:
        tables.put_into(given.output, "accuracy", page)
    else:
        print(page)


class _Run:
    """One run: how many points, and where its work is kept."""

    def __init__(self, work: Path, count: int, seed: int, *, peers: bool) -> None:
        self.work, self.count, self.seed = work, count, seed
        self.peers = available() if peers else []
        work.mkdir(parents=True, exist_ok=True)

    def of(self, subject: Subject, kind: str) -> Iterator[tuple[str, Summary]]:
        """The summaries of all contestants for one subject in one precision."""
        drawn = points(subject, self.count, kind, self.seed)
        exacts: list[Exact | None] | None = None
        for contestant, version, function in self._contestants(subject, kind):
            kept = (
                self.work / f"result-{_digest(2, contestant, version, subject.name, kind, self.count, self.seed)}.json"
            )
            if not kept.exists():
                exacts = exacts or self._exact(subject, kind, drawn)
                values = _values(function, drawn, kind)
                data = None
                if values is not None:
                    data = errors.as_data(errors.summary_of(drawn, values, exacts, kind, bool(subject.second)))
                kept.write_text(json.dumps(data))
            data = json.loads(kept.read_text())
            if data is not None:
                yield contestant, errors.from_data(data)

    def _contestants(self, subject: Subject, kind: str) -> Iterator[tuple[str, str, Callable[..., Any] | None]]:
        kernel = subject.kernel
        known = {a.name for a in subject.arguments} & set(kernel.parameters)
        yield OURS, kernel.source, lambda values: kernel(**{n: np.asarray(values[n], kind) for n in known})
        if kind == "float64":
            yield ONE_BY_ONE, kernel.source, _one_by_one(kernel, known)
        for peer in self.peers:
            yield peer.name, "", peer.ask(subject, kind)

    def _exact(self, subject: Subject, kind: str, drawn: list[Point]) -> list[Exact | None]:
        """The exact values, from the work folder where they are there."""
        expr = subject.derivation.value
        kept = (
            self.work / f"exact-{_digest(expr, subject.name, kind, self.count, self.seed, [p.values for p in drawn])}"
        )
        if not kept.exists():
            oracle = Oracle(expr)
            found = [exact_at(oracle, point) for point in drawn]
            kept.write_text(json.dumps([None if e is None else [_text(e.value), _text(e.slack)] for e in found]))
        with mp.workdps(KEPT):
            return [None if e is None else Exact(*map(mp.mpf, e)) for e in json.loads(kept.read_text())]


def exact_at(oracle: Oracle, point: Point) -> Exact | None:
    """The exact value at a point, or None where the oracle does not reach it."""
    if point.regime == "equal":
        return Exact(mp.mpf(0))
    try:
        value = oracle(point.values, point.ends)
        if point.regime not in WITH_SLACK or not mp.isfinite(value):
            return Exact(value)
        slack = mp.mpf(0)
        for name, start in point.values.items():
            with mp.workdps(KEPT):
                moved = {**point.values, name: mp.mpf(start) * (1 + STEP)}
            with mp.workdps(KEPT):
                slack += abs(oracle(moved) - value) / STEP
        return Exact(value, slack)
    except Unreached:
        return None


def _values(function: Callable[..., Any] | None, drawn: list[Point], kind: str) -> list[float] | None:
    """The contestant's values as Python floats, or None where it has none."""
    if function is None:
        return None
    columns = {name: np.array([p.values[name] for p in drawn], kind) for name in drawn[0].values}
    found = function(columns)
    return None if found is None else [float(v) for v in np.broadcast_to(found, len(drawn))]


def _one_by_one(kernel: Any, known: set[str]) -> Callable[..., Any]:
    def values(columns: dict[str, Any]) -> list[float]:
        rows = zip(*(columns[name] for name in known), strict=True)
        return [float(kernel(**{n: float(v) for n, v in zip(known, row, strict=True)})) for row in rows]

    return values


def _text(value: Any) -> str:
    return mp.nstr(value, KEPT)


def _digest(*parts: Any) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24]


if __name__ == "__main__":
    main()
