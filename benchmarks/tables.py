"""Tables of accuracy: lines for the terminal, pages in Markdown, the list of worst cases."""

from __future__ import annotations

import contextlib
import math
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmarks.errors import Group, Summary, joined
from benchmarks.sampling import REGIMES
from benchmarks.subjects import Subject

__all__ = ["Result", "accuracy_page", "facts", "line", "put_into", "row", "worst_cases"]


@dataclass(frozen=True)
class Result:
    """What one contestant did on one subject in one precision."""

    subject: Subject
    kind: str
    contestant: str
    summary: Summary


def line(result: Result) -> str:
    """One line for the terminal."""
    cells = [f"{regime} {_shown(group)}" for regime, group in result.summary.items()]
    return f"{result.subject.name} {result.kind} {result.contestant}: {'; '.join(cells)}"


def worst_cases(results: Iterable[Result]) -> str:
    """The worst point of every regime, worst first: what there is to mend."""
    rows = [(group.worst, group, regime, r) for r in results for regime, group in r.summary.items()]
    lines, seen = [], set()
    for worst, group, regime, r in sorted(rows, key=lambda row: -row[0]):
        if (r.subject.name, r.kind, regime, worst) in seen:  # a scalar call that errs as the array does
            continue
        seen.add((r.subject.name, r.kind, regime, worst))
        bound = 1e-14 if r.kind == "float64" else 1e-5
        if worst > bound:
            where = ", ".join(f"{name}={value!r}" for name, value in group.where.items())
            note = f" conditioned {group.conditioned:.0e}" if group.conditioned < worst else ""
            lines.append(
                f"{worst:.0e} ({group.ulp:.0e} ulp{note}) {r.subject.name} [{r.kind}, {r.contestant}, {regime}]"
                f"{_counts(group)}: {where}: got {group.got!r}, exact {group.exact}"
            )
    return "\n".join(lines) + "\n"


#: The columns of the published tables, each of one or several regimes.
COLUMNS = {
    "generic": ("generic",),
    "near P = Q": tuple(r for r in REGIMES if "near" in r or r == "equal"),
    "wide": ("wide",),
    "extreme": ("extreme",),
    "ends": ("ends",),
}
GROUPS: dict[str, Callable[[Subject], bool]] = {
    "Divergences within a family": lambda s: bool(s.second) and s.same_family,
    "Entropies": lambda s: not s.second,
    "Divergences between families": lambda s: bool(s.second) and not s.same_family,
}


def accuracy_page(results: Sequence[Result]) -> str:
    """First who keeps the digits of how many measures, then every measure, ours first and the peers below."""
    parts = [facts()]
    for kind in dict.fromkeys(r.kind for r in results):
        for title, belongs in GROUPS.items():
            chosen = [r for r in results if r.kind == kind and belongs(r.subject)]
            if chosen:
                parts.append(f"### {title}, {kind}\n\n{_overview(chosen)}\n\n{_table(chosen)}")
    return "\n\n".join(parts) + "\n"


def _overview(results: list[Result]) -> str:
    """One row a contestant: of how many measures it keeps the digits, by column."""
    columns = {
        name: regimes for name, regimes in COLUMNS.items() if any(set(regimes) & set(r.summary) for r in results)
    }
    lines = [row(["by", "measures", *(f"kept, {name}" for name in columns), "values < 0", "NaN", "wrongly inf"])]
    lines.append(row(["---"] * (len(columns) + 5)))
    for contestant in dict.fromkeys(r.contestant for r in results):
        own = [r for r in results if r.contestant == contestant]
        cells = []
        for regimes in columns.values():
            groups = [joined(r.summary[g] for g in regimes if g in r.summary) for r in own]
            groups = [group for group in groups if group.points]
            cells.append(f"{sum(group.beyond == 0 for group in groups)} of {len(groups)}" if groups else "")
        every = joined(group for r in own for group in r.summary.values())
        counts = [str(every.negative), str(every.nan), str(every.infinite)]
        lines.append(row([contestant, str(len(own)), *cells, *counts]))
    return "\n".join(lines)


def _table(results: list[Result]) -> str:
    columns = {
        name: regimes for name, regimes in COLUMNS.items() if any(set(regimes) & set(r.summary) for r in results)
    }
    head = ["measure", "by", *columns, "worst, ulp", "where"]
    lines = [row(head), row(["---"] * len(head))]
    for result in (r for r in results if "scalars" not in r.contestant):  # which the overview has
        groups = [joined(result.summary[r] for r in regimes if r in result.summary) for regimes in columns.values()]
        cells = [_shown(group) if group.points else "" for group in groups]
        whole = joined(result.summary.values())
        where = ", ".join(f"{name}={value:.6g}" for name, value in whole.where.items()) if whole.worst else ""
        name = result.subject.name.replace("||", "‖")
        lines.append(row([name, result.contestant, *cells, _number(whole.ulp), where]))
    return "\n".join(lines)


def row(cells: Iterable[str]) -> str:
    """One row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def _shown(group: Group) -> str:
    """The worst relative error, what it is with conditioning, and what is wrong in kind."""
    text = _number(group.worst)
    if math.isfinite(group.worst) and group.conditioned < group.worst / 2 and group.worst > 1e-15:
        text += f" ({_number(group.conditioned)})"
    return text + _counts(group)


def _counts(group: Group) -> str:
    named = (
        ("negative", group.negative),
        ("NaN", group.nan),
        ("wrongly inf", group.infinite),
        ("zero", group.vanished),
    )
    found = [f"{count}/{group.points} {word}" for word, count in named if count]
    return f" [{', '.join(found)}]" if found else ""


def _number(value: float) -> str:
    return "0" if value == 0 else "wrong" if math.isinf(value) else f"{value:.0e}"


def facts() -> str:
    """What the figures were measured with, as one line."""
    found = [f"CPython {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores"]
    for package in ("numpy", "scipy", "sympy", "numba", "torch", "jax", "numpyro", "tensorflow-probability"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{package} {metadata.version(package)}")
    return f"Measured with {', '.join(found)}."


def put_into(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks ``<!-- name -->`` and ``<!-- end of name -->`` of a page."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = page.read_text()
    before, _, rest = whole.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{page} has no marks {begin} and {end}")
    page.write_text(f"{before}{begin}\n\n{text}\n{end}{after}")
