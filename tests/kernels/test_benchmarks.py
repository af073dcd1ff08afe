"""The commands of the benchmarks run, go on where they stopped, and refuse a page without a place for their tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks import accuracy, distance, scale, stamps, tables, timing
from benchmarks.subjects import TIMED, Subject

PAGE = "before\n<!-- accuracy -->\nold\n<!-- end of accuracy -->\nafter\n"


def run(folder: Path, *more: str) -> str:
    page = folder / "page.md"
    page.write_text(PAGE)
    given = ["--family", "H(Rayleigh)", "--count", "2", "--ours", "--work", str(folder / "work"), "-o", str(page)]
    accuracy.main([*given, *more])
    return page.read_text()


def test_accuracy_writes_its_tables_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = run(tmp_path, "--worst", str(tmp_path / "worst"))
    assert "| H(Rayleigh) | symbinfo |" in first and "old" not in first
    assert "Measured with CPython" in first
    assert first.startswith("before\n") and first.endswith("after\n")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").iterdir()}
    assert run(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "work").iterdir()} == kept


def test_a_result_that_was_kept_is_used(tmp_path: Path) -> None:
    run(tmp_path)
    for path in (tmp_path / "work").glob("result-*"):
        data = json.loads(path.read_text())
        data["generic"]["worst"] = 0.125
        path.write_text(json.dumps(data))
    assert "| 1e-01 " in run(tmp_path)


def test_a_page_without_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks")
    with pytest.raises(ValueError, match="has no marks"):
        tables.put_into(page, "speed", "text")
    assert page.read_text() == "no marks"


def test_without_matplotlib_the_curves_are_numbers(tmp_path: Path) -> None:
    found = {"KL": {"symbinfo": [1e-16] * len(distance.EXPONENTS)}}
    written = distance.write_numbers(found, tmp_path / "curves.csv")
    rows = list(csv.reader(written.read_text().splitlines()))
    assert rows[0][:3] == ["measure", "by", "1e-1"] and rows[1][:3] == ["KL", "symbinfo", "1e-16"]


def test_minima_are_of_one_call() -> None:
    found = timing.minima({"nothing": lambda: None, "sum": lambda: sum(range(2000))}, rounds=3)
    assert set(found) == {"nothing", "sum"}
    assert all(seconds >= 0 for seconds in found.values())


@pytest.mark.parametrize("way", ["chunks", "memory maps"])
def test_ways_of_scaling_agree(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "CHUNK", 1000)
    kernel = Subject("Normal", "Normal").kernel
    expected = sum(kernel(**scale.inputs(start, 1000)).sum() for start in (0, 1000, 2000)) / 3000
    prepare, work = scale.WAYS[way]
    assert work(kernel, prepare(3000, tmp_path))[0] == pytest.approx(expected, rel=1e-13)


DOCS = Path(__file__).parent.parent.parent / "docs"
MEASURED = {
    "benchmarks.md": (TIMED.values(), "python -m benchmarks.speed -o docs/benchmarks.md"),
    "error-against-distance.svg": (distance.SUBJECTS, "python -m benchmarks.distance docs/error-against-distance.svg"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MEASURED))
def test_no_figure_is_older_than_the_code_that_it_speaks_of(name: str) -> None:
    subjects, command = MEASURED[name]
    told = stamps.told((DOCS / name).read_text())
    assert told == stamps.of_kernels(subjects), f"{name} was measured of other kernels: renew it by `{command}`"


def test_figures_without_a_digest_or_with_that_of_other_kernels_are_old() -> None:
    assert stamps.told("| a table without a digest |") == ""
    one, other = (stamps.stamped([Subject(name)]) for name in ("Exponential", "Rayleigh"))
    assert stamps.told(one) != stamps.told(other)
