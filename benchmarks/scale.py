"""Kernels on more numbers than fit into memory: chunks, memory maps, dask arrays, a cluster; and the memory they take.

Run ``python -m benchmarks.scale``: each way runs in a process of its own, with a tenth, a hundredth and all of the
elements, and the peak of the memory that it holds beyond what it held at the start should be the same in all three.
``--elements 1e7`` is enough to see it.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import tables
from benchmarks.subjects import Subject

CHUNK = 1_000_000
#: Files for memory maps hold no more elements than this: three of them are written.
ON_DISK = 100_000_000
#: What one worker of the cluster may hold.
WORKER_MEMORY = "1GiB"


@dataclass(frozen=True)
class Measured:
    """One way at one size: seconds, peak memory in MiB beyond the start, and the mean of the values."""

    way: str
    elements: int
    seconds: float
    memory: float
    mean: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every way at three sizes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--elements", type=float, default=1e9, help="how many at most (1e9)")
    parser.add_argument("--way", choices=list(WAYS), help="only this one")
    parser.add_argument("-o", "--output", type=Path, help="write the table, as Markdown, into this page")
    given = parser.parse_args(arguments)
    rows = []
    for way in [given.way] if given.way else WAYS:
        if way.startswith("dask") and not importlib.util.find_spec("dask"):
            print(f"{way}: dask is not installed")
            continue
        most_elements = min(int(given.elements), ON_DISK) if way == "memory maps" else int(given.elements)
        for part in (100, 10, 1):
            rows.append(_in_a_process(way, max(CHUNK, most_elements // part)))
            print(_line(rows[-1]), flush=True)
    if given.output:
        head = ["way", "elements", "seconds", "memory beyond the start", "mean"]
        lines = [tables.row(head), tables.row(["---"] * len(head)), *(tables.row(_cells(row)) for row in rows)]
        tables.put_into(given.output, "scale", "\n".join(lines) + "\n")


def _cells(row: Measured) -> list[str]:
    return [row.way, f"{row.elements:.0e}", f"{row.seconds:.1f}", f"{row.memory:.0f} MiB", f"{row.mean:.10f}"]


def _line(row: Measured) -> str:
    way, elements, seconds, memory, mean = _cells(row)
    return f"{way:<20} {elements} elements  {seconds:>7} s  {memory:>9}  mean {mean}"


def _in_a_process(way: str, elements: int) -> Measured:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, way, elements).result()


def _measured(way: str, elements: int) -> Measured:
    kernel = Subject("Normal", "Normal").kernel
    prepare, run = WAYS[way]
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(elements, Path(folder))
        with _Memory() as memory:
            start = time.perf_counter()
            mean, elsewhere = run(kernel, prepared)
            seconds = time.perf_counter() - start
    return Measured(way, elements, seconds, max(memory.beyond, elsewhere), mean)


class _Memory:
    """The peak of the memory that is the process's own (not the pages of mapped files), watched by a thread."""

    def __enter__(self) -> _Memory:
        self.start = self.peak = held()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.done.wait(0.01):
            self.peak = max(self.peak, held())

    @property
    def beyond(self) -> float:
        return self.peak - self.start


def held() -> float:
    """How many MiB this process holds."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("RssAnon"))
        return int(line.split()[1]) / 1024
    return most()


def most() -> float:
    """How many MiB this process has held at most, with the pages of files."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- the ways ---------------------------------------------------------------------------------------------------------


def inputs(start: int, size: int) -> dict[str, Any]:
    """The parameters of a chunk, the same whoever asks."""
    rng = np.random.default_rng(start)
    return {"mean1": rng.standard_normal(size), "std1": rng.random(size) + 0.5, "mean2": 0.25, "std2": 1.5}


def _nothing(elements: int, folder: Path) -> int:
    return elements


def _by_chunks(kernel: Any, elements: int) -> tuple[float, float]:
    out, total = np.empty(CHUNK), 0.0
    for start in range(0, elements, CHUNK):
        total += float(kernel(**inputs(start, CHUNK), out=out).sum())
    return total / elements, 0.0


def _files(elements: int, folder: Path) -> dict[str, Any]:
    """Two parameters on disk, and a file for the values."""
    size = elements
    maps = {name: np.memmap(folder / name, np.float64, "w+", shape=size) for name in ("mean1", "std1", "out")}
    for start in range(0, size, CHUNK):
        for name, values in inputs(start, CHUNK).items():
            if name in maps:
                maps[name][start : start + CHUNK] = values
    return maps


def _by_memory_maps(kernel: Any, maps: dict[str, Any]) -> tuple[float, float]:
    kernel(mean1=maps["mean1"], std1=maps["std1"], mean2=0.25, std2=1.5, out=maps["out"])
    return float(maps["out"].mean()), 0.0


def _lazy(elements: int) -> dict[str, Any]:
    """The parameters as dask arrays, made chunk by chunk when they are needed."""
    import dask.array as da

    rng = da.random.default_rng(0)
    shape: dict[str, Any] = {"size": elements, "chunks": CHUNK}
    return {"mean1": rng.standard_normal(**shape), "std1": rng.random(**shape) + 0.5, "mean2": 0.25, "std2": 1.5}


def _by_dask(kernel: Any, elements: int) -> tuple[float, float]:
    return float(kernel(**_lazy(elements)).mean(split_every=8).compute(num_workers=2)), 0.0


def _by_cluster(kernel: Any, elements: int) -> tuple[float, float]:
    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit=WORKER_MEMORY, dashboard_address=None, silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        before = client.run(most)
        mean = float(kernel(**_lazy(elements)).mean(split_every=8).compute())
        after = client.run(most)
    return mean, max(after[worker] - before[worker] for worker in before)


Way = tuple[Callable[[int, Path], Any], Callable[[Any, Any], tuple[float, float]]]
WAYS: dict[str, Way] = {
    "chunks": (_nothing, _by_chunks),
    "memory maps": (_files, _by_memory_maps),
    "dask": (_nothing, _by_dask),
    "dask.distributed": (_nothing, _by_cluster),
}


if __name__ == "__main__":
    main()
