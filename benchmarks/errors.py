"""How far a computed value is from the exact one, point by point, and the summary of many points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import mpmath as mp
import numpy as np

from benchmarks.sampling import REGIMES, Point

__all__ = ["Exact", "Group", "Summary", "allowed", "error_of", "joined", "summary_of"]


@dataclass(frozen=True)
class Exact:
    """The exact value at a point.

    Attributes
    ----------
    value : mpf
        Many digits, or inf.
    slack : mpf
        The sum of abs(parameter * derivative): what a relative change of all parameters does to the value.
    """

    value: Any
    slack: Any = 0


@dataclass
class Group:
    """The errors of one regime: the largest ones, the median, how many are beyond what is allowed, what is wrong in kind."""

    points: int = 0
    beyond: int = 0
    worst: float = 0.0
    median: float = 0.0
    ulp: float = 0.0
    conditioned: float = 0.0
    negative: int = 0
    nan: int = 0
    infinite: int = 0
    vanished: int = 0
    where: dict[str, float] = field(default_factory=dict)
    got: float = 0.0
    exact: str = ""


Summary = dict[str, Group]
#: By precision: the relative error that is allowed as it is, and per unit of the conditioning.
LIMITS = {"float64": (1e-14, 2e-15), "float32": (5e-6, 1e-6)}


def error_of(value: float, exact: Any, kind: Any) -> tuple[float, float]:
    """The relative error and the error in units of the last place; (inf, inf) where the kind of number is wrong."""
    info = np.finfo(kind)
    if math.isnan(value):
        return math.inf, math.inf
    if mp.isinf(exact) or abs(exact) > mp.mpf(float(info.max)):
        near = abs(value) >= float(info.max) * (1 - 8 * float(info.eps)) and (value > 0) == (exact > 0)
        return (0.0, 0.0) if near else (math.inf, math.inf)
    if math.isinf(value):
        return math.inf, math.inf
    gap = abs(mp.mpf(value) - exact)
    if gap == 0:
        return 0.0, 0.0
    if exact == 0:
        return math.inf, math.inf
    unit = float(np.spacing(np.dtype(kind).type(abs(exact))))
    return _float(gap / max(abs(exact), mp.mpf(float(info.tiny)))), _float(gap / unit)


def summary_of(
    points: Sequence[Point], values: Iterable[float], exacts: Sequence[Exact | None], kind: Any, divergence: bool
) -> Summary:
    """Group the errors by regime; points without an exact value do not count."""
    groups: Summary = {}
    relative: dict[str, list[float]] = {}
    for point, value, exact in zip(points, values, exacts, strict=True):
        if exact is None:
            continue
        group = groups.setdefault(point.regime, Group())
        error, ulp = error_of(value, exact.value, kind)
        relative.setdefault(point.regime, []).append(error)
        group.points += 1
        group.beyond += error > allowed(exact, kind) or (divergence and value < 0)
        group.nan += math.isnan(value)
        group.infinite += math.isinf(value) != _overflows(exact.value, kind) and not math.isnan(value)
        group.negative += divergence and value < 0
        group.vanished += value == 0 and abs(exact.value) > float(np.finfo(kind).tiny)
        group.conditioned = max(group.conditioned, _conditioned(error, exact))
        group.ulp = max(group.ulp, ulp)
        if error > group.worst or not group.where:
            group.worst, group.where, group.got = error, point.values, value
            group.exact = mp.nstr(exact.value, 20)
    for regime, errors in relative.items():
        groups[regime].median = float(np.median(errors))
    return {regime: groups[regime] for regime in REGIMES if regime in groups}


def joined(groups: Iterable[Group]) -> Group:
    """Several regimes as one."""
    parts = [group for group in groups if group.points]
    worst = max(parts, key=lambda group: group.worst, default=Group())
    whole = replace(worst)
    for name in ("points", "beyond", "negative", "nan", "infinite", "vanished"):
        setattr(whole, name, sum(getattr(group, name) for group in parts))
    for name in ("ulp", "conditioned"):
        setattr(whole, name, max((getattr(group, name) for group in parts), default=0.0))
    return whole


def as_data(summary: Summary) -> dict[str, Any]:
    """The summary as plain data for a file."""
    return {regime: asdict(group) for regime, group in summary.items()}


def from_data(data: dict[str, Any]) -> Summary:
    """And back."""
    return {regime: Group(**group) for regime, group in data.items()}


def allowed(exact: Exact, kind: Any) -> float:
    """How far, relatively, a value may be from the exact one: a few ulp, and more where the parameters' rounding costs more."""
    few, fewer = LIMITS[np.dtype(kind).name]
    if exact.value == 0 or not mp.isfinite(exact.value):
        return few
    return max(few, fewer * float(min(exact.slack / abs(exact.value), mp.mpf(10) ** 300)))


def _conditioned(error: float, exact: Exact) -> float:
    """The error relative to what the parameters' own rounding may cost."""
    if error == 0 or math.isinf(error) or mp.isinf(exact.value) or exact.value == 0:
        return error
    return error / float(1 + min(exact.slack / abs(exact.value), mp.mpf(10) ** 300))


def _overflows(exact: Any, kind: Any) -> bool:
    return bool(mp.isinf(exact) or abs(exact) > mp.mpf(float(np.finfo(kind).max)) * (1 - 8 * float(np.finfo(kind).eps)))


def _float(value: Any) -> float:
    return float(value) if value < mp.mpf(10) ** 300 else math.inf
