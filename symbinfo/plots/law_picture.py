"""Laws of numbers: their densities or masses, with what is integrated or summed shaded, whose area is the value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sympy import Dummy, Expr, Float, Integral, Rational, Sum, Symbol, diff

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels.code import KernelError
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.measures.base import Measure
from symbinfo.measures.self_information import SelfInformation
from symbinfo.plots.curve_values import Valued
from symbinfo.plots.mathtext import set_formula
from symbinfo.plots.picture_file import COLOURS

__all__ = ["draw_laws"]

#: Places of a density; the share of the mass that may lie beyond what is shown, for thin tails and for heavy ones.
PLACES, BEYOND, BEYOND_HEAVY, LOW = 301, 0.004, 0.05, 0.004
#: How many outcomes are shown of a law on whole numbers.
MOST = 80
LINES = ("-", (0, (5, 2)))
Density = Callable[[Any], Any]


def draw_laws(ax: Any, measure: Measure, value: str) -> list[str]:
    """Draw the laws of a measure and its integrand; return what is to be said of them in words."""
    laws = [law for law in measure.laws if not hasattr(law, "ranges")]
    if not laws or len(laws) < len(measure.laws):
        raise SymbinfoError("laws of several variables are not drawn: give a parameter a range, such as r=0:1")
    if all(isinstance(law, FiniteLaw) for law in laws):
        return _lists(ax, measure, laws, value)
    if not all(getattr(law, "continuous", False) for law in laws):
        return _masses(ax, measure, laws, value)
    informations = [_information(law) for law in laws]
    densities = [_of_information(information) for information in informations]
    parts = [_bulk(information, law) for information, law in zip(informations, laws, strict=True)]
    low, high = min(a for a, _ in parts), max(b for _, b in parts)
    margin = 0.03 * (high - low)
    xs = np.linspace(low - margin, high + margin, PLACES)
    shown = [density(xs) for density in densities]
    for law, ys, colour, line in zip(laws, shown, COLOURS, LINES, strict=False):
        ax.plot(xs, ys, color=colour, linewidth=2, linestyle=line, label=f"density of {law.name}")
    alone = _without_second(ax, laws, xs, shown)
    terms = None if alone else _terms(measure, xs)
    if terms is not None:
        label = f"integrand, whose area is {value}" if "inf" not in value else "integrand: its area is infinite"
        ax.fill_between(xs, 0, terms, color=COLOURS[2], alpha=0.35, linewidth=0, label=label)
        ax.plot(xs, terms, color=COLOURS[2], linewidth=1)
    ax.axhline(0, color="#555555", linewidth=0.8)
    every = np.concatenate([*shown, *([terms] if terms is not None else [])])
    _keep_in_sight(ax, every[np.isfinite(every)])
    ax.set_xlim(xs[0], xs[-1])
    ax.set_xlabel(set_formula(laws[0].variable))
    ax.set_ylabel("density")
    _key(ax)
    return [*alone, f"shown from {xs[0]:.4g} to {xs[-1]:.4g}"]


def _without_second(ax: Any, laws: list[Law], xs: Any, shown: list[Any]) -> list[str]:
    """Hatch the mass of the first law where the second has none, which makes a measure of both infinite."""
    if len(laws) < 2:
        return []
    first, second = laws
    where = (
        (xs > float(first.lower))
        & (xs < float(first.upper))
        & ((xs < float(second.lower)) | (xs > float(second.upper)))
    )
    if not where.any():
        return []
    words = f"mass of {first.name} where {second.name} has none"
    ax.fill_between(xs, 0, shown[0], where=where, facecolor="#f0f0f0", edgecolor="#777777", hatch="///", label=words)
    return [words]


def _key(ax: Any) -> None:
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2)


def _keep_in_sight(ax: Any, values: Any) -> None:
    """A density that is infinite at an end does not flatten all the rest."""
    most, usual = float(values.max()), float(np.percentile(values, 98))
    top = most if most < 4 * usual or usual == 0 else 1.3 * usual
    low = float(values.min())
    floor = float(np.percentile(values, 2))
    bottom = low if low > -4 * max(abs(floor), top) else floor * 1.3
    ax.set_ylim(min(bottom * 1.06, -0.03 * top), top * 1.06)


def _information(law: Law) -> Density:
    """The self-information as a function of arrays, by its kernel; infinite where there is no mass."""
    x = Symbol("x", real=True) if law.continuous else Symbol("k", integer=True)
    kernel = Valued(SelfInformation(x, law))
    lower, upper = (float(end) for end in (law.lower, law.upper))

    def values(xs: Any) -> Any:
        xs = np.asarray(xs, dtype=float)
        found = np.broadcast_to(kernel.at({str(x): xs}), xs.shape)
        return np.where(
            (xs >= lower) & (xs <= upper), np.nan_to_num(found, nan=np.inf, neginf=-np.inf, posinf=np.inf), np.inf
        )

    return values


def _of_information(information: Density) -> Density:
    """The density or mass; where it is infinite, no number."""

    def values(xs: Any) -> Any:
        with np.errstate(over="ignore"):
            found = np.exp(-information(xs))
        return np.where(np.isinf(found), np.nan, found)

    return values


def _bulk(information: Density, law: Law) -> tuple[float, float]:
    """The part of the line that holds nearly all of the mass; of a bounded support all of it."""
    lower, upper = (float(end) for end in (law.lower, law.upper))
    if np.isfinite(lower) and np.isfinite(upper):
        return lower, upper
    density = _of_information(information)
    places = [_descend(information, start, lower, upper) for start in _starts(law, lower, upper)]
    top = min(places, key=lambda x: float(information(x)))
    height = float(np.nan_to_num(density(top), nan=0.0)) or 1.0

    def end(bound: float, sign: int) -> float:
        from scipy.integrate import quad

        if np.isfinite(bound):
            return bound
        step = max(abs(top), 1.0) * 1e-6
        for _ in range(200):
            place = top + sign * step
            beyond = abs(quad(lambda x: float(density(x)), place, sign * np.inf, limit=60, full_output=1)[0])
            if beyond < BEYOND or (beyond < BEYOND_HEAVY and float(density(place)) < LOW * height):
                return place
            step *= 1.3
        return top + sign * step

    return end(lower, -1), end(upper, 1)


def _starts(law: Law, lower: float, upper: float) -> list[float]:
    """Places near which a density may be high: the numbers of its parameters, and a few more."""
    numbers = [float(n) for n in law.parameters.atoms(Rational, Float)]
    places = {0.0, 1.0, *numbers, *(n + 1 for n in numbers), *(lower + s for s in (0.01, 1) if np.isfinite(lower))}
    places |= {upper - 1} if np.isfinite(upper) else set()
    return sorted(x for x in places if lower < x < upper) or [0.0]


def _descend(information: Density, start: float, lower: float, upper: float, least: float = 0.0) -> float:
    """A place at which the self-information is least around a start, by steps that grow and shrink (of whole numbers
    by whole steps: `least` is 1).
    """
    place, step, height = (
        start,
        max(abs(start) / 10 // (least or 1) * (least or 1), least or 0.1),
        float(information(start)),
    )
    for _ in range(200):
        better = [(float(information(x)), x) for x in (place - step, place + step) if lower <= x <= upper]
        best = min(better, default=(np.inf, place))
        if best[0] < height:
            height, place, step = *best, step * 2
            continue
        if step <= max(least, 1e-6 * max(abs(place), 1.0)):
            break
        step = max(step / 2 // least * least if least else step / 2, least)
    return place


def _terms(measure: Measure, xs: Any) -> Any:
    """What is integrated or summed at places; None where the measure is no single integral or sum."""
    found = _body(measure)
    if found is None:
        return None
    body, low, high = found
    try:
        function = Valued(body)
    except KernelError:
        return None
    name = next(iter(function.names), "")
    values = np.broadcast_to(function.at({name: xs} if name else {}), xs.shape)
    # What is written holds between the ends of the integral or the sum alone.
    return np.where((xs >= low) & (xs <= high), values, 0.0)


def _body(measure: Measure) -> tuple[Expr, float, float] | None:
    written = measure.rewrite("Integral")
    nodes = written.atoms(Integral, Sum)
    if len(nodes) != 1:
        return None
    node, whole = nodes.pop(), Dummy("whole")
    outer = written.xreplace({node: whole})
    slope = diff(outer, whole)
    if len(node.limits) != 1 or slope.has(whole) or outer.subs(whole, 0) != 0:
        return None
    _, low, high = node.limits[0]
    return slope * node.function, float(low), float(high)


def _masses(ax: Any, measure: Measure, laws: list[Law], value: str) -> list[str]:
    """Laws on whole numbers, as stems side by side, with the terms of the sum."""
    if not all(hasattr(law, "lower") for law in laws):
        return _lists(ax, measure, laws, value)
    informations = [_information(law) for law in laws]
    masses = [_of_information(information) for information in informations]
    ends = [_whole_bulk(information, law) for information, law in zip(informations, laws, strict=True)]
    low, high = min(a for a, _ in ends), max(b for _, b in ends)
    ks = np.arange(low, high + 1)
    _stems(ax, ks, [mass(ks) for mass in masses], laws, _terms(measure, ks), value)
    ax.set_xlabel(set_formula(laws[0].variable))
    return [f"shown from {low:.0f} to {high:.0f}"]


def _whole_bulk(information: Density, law: Law) -> tuple[float, float]:
    lower, upper = (float(end) for end in (law.lower, law.upper))
    start = lower if np.isfinite(lower) else upper if np.isfinite(upper) else 0.0
    top = _descend(information, start, lower, upper, 1.0)
    ks = np.arange(max(lower, top - MOST / 2), min(upper, top + MOST / 2) + 1)
    values = information(ks)
    kept = ks[values < values.min() - np.log(LOW)]
    return float(kept.min()), float(kept.max())


def _lists(ax: Any, measure: Measure, laws: list[Any], value: str) -> list[str]:
    """Laws on listed outcomes, as stems over the outcomes."""
    if not all(isinstance(law, FiniteLaw) for law in laws):
        raise SymbinfoError("a list of outcomes and a law on a range are not drawn together: give a parameter a range")
    outcomes = list(dict.fromkeys(outcome for law in laws for outcome, _ in law.outcomes))
    masses = [[float(dict(law.outcomes).get(outcome, 0)) for outcome in outcomes] for law in laws]
    places = np.arange(len(outcomes))
    _stems(ax, places, [np.array(m) for m in masses], laws, None, value)
    ax.set_xticks(places, [str(outcome) for outcome in outcomes])
    return [f"{len(outcomes)} outcomes"]


def _stems(ax: Any, ks: Any, masses: list[Any], laws: list[Any], terms: Any, value: str) -> None:
    shifts = (0.0,) if len(masses) == 1 else (-0.14, 0.14)
    if terms is not None:
        ax.bar(ks, terms, width=0.8, color=COLOURS[2], alpha=0.35, label=f"terms, whose sum is {value}")
    for law, mass, shift, colour, marker in zip(laws, masses, shifts, COLOURS, "os", strict=False):
        ax.vlines(ks + shift, 0, mass, color=colour, linewidth=1.8)
        ax.plot(ks + shift, mass, marker, color=colour, markersize=5, label=f"mass of {law.name}")
    ax.axhline(0, color="#555555", linewidth=0.8)
    ax.set_ylabel("mass")
    _key(ax)
