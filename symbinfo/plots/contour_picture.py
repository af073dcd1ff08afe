"""Filled contours over two parameters, each with its value; what is infinite or undefined is hatched."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from symbinfo.plots.axis_ranges import Axis
from symbinfo.plots.curve_picture import HATCHES
from symbinfo.plots.curve_values import BELOW, INFINITE, OUTSIDE, UNDEFINED, Valued

__all__ = ["draw_contours"]

#: Places a side, and about how many levels.
SIDE, LEVELS = 45, 6


def draw_contours(
    ax: Any, valued: Valued, axes: tuple[Axis, Axis], fixed: Mapping[str, Fraction], label: str
) -> list[str]:
    """Draw them with a bar of values, and return what is to be said of them in words."""
    from matplotlib.ticker import MaxNLocator

    across, up = (_places(axis) for axis in axes)
    grid = dict(zip((axis.symbol.name for axis in axes), np.meshgrid(across, up), strict=True))
    others = {name: float(value) for name, value in fixed.items()}
    values = np.broadcast_to(valued.at({**others, **grid}), (len(up), len(across)))
    finite = values[np.isfinite(values)]
    said = _hatched(ax, valued, across, up, values, grid, others)
    if finite.size:
        # Where some values run away, the levels are those of the bulk, and what lies beyond is one colour.
        first, last = np.percentile(finite, [3, 92])
        beyond = finite.max() > last + 0.6 * (last - first), finite.min() < first - 0.6 * (last - first)
        low, high = (first if beyond[1] else finite.min()), (last if beyond[0] else finite.max())
        levels = MaxNLocator(LEVELS).tick_values(low, high if high > low else low + 1)
        extend = {(True, True): "both", (True, False): "max", (False, True): "min"}.get(beyond, "neither")
        shown = np.ma.masked_invalid(values)
        filled = ax.contourf(across, up, shown, levels=levels, cmap="cividis", extend=extend)
        # White is not seen on the bright end of the colours.
        shades = ["white" if i < 0.6 * len(levels) else "black" for i in range(len(levels))]
        lines = ax.contour(across, up, shown, levels=levels, colors=shades, linewidths=0.7)
        ax.clabel(lines, fontsize=9, inline=True, inline_spacing=3)
        bar = ax.figure.colorbar(filled, ax=ax)
        bar.set_label(label)
        said.insert(0, f"between {finite.min():.4g} and {finite.max():.4g} where it is finite")
    ax.set_xlim(across[0], across[-1])
    ax.set_ylim(up[0], up[-1])
    return said


def _places(axis: Axis) -> Any:
    """The places of an axis; a little inside of an end that is none of the parameter's."""
    low, high = float(axis.low), float(axis.high)
    if axis.whole:
        return np.arange(np.ceil(low), np.floor(high) + 1)
    places = np.linspace(low, high, SIDE)
    inward = (high - low) / SIDE / 50
    if axis.own.low_open and low == float(axis.own.low):
        places[0] = low + inward
    if axis.own.high_open and high == float(axis.own.high):
        places[-1] = high - inward
    return places


def _hatched(ax: Any, valued: Valued, across: Any, up: Any, values: Any, grid: Any, others: Any) -> list[str]:
    """Hatch the places without a finite value, by their kind."""
    from matplotlib.patches import Patch

    kinds = {INFINITE: np.isposinf(values), BELOW: np.isneginf(values), UNDEFINED: np.isnan(values)}
    said, keys = [], []
    for kind, where in kinds.items():
        if not where.any():
            continue
        at = tuple(np.argwhere(where)[len(np.argwhere(where)) // 2])
        place = {**others, **{name: float(places[at]) for name, places in grid.items()}}
        word = OUTSIDE if kind == UNDEFINED and valued.is_outside(place) else kind
        ax.contourf(across, up, where.astype(float), levels=[0.5, 1.5], colors=["#f0f0f0"], hatches=[HATCHES[word]])
        keys.append(Patch(facecolor="#f0f0f0", edgecolor="#777777", hatch=HATCHES[word], label=word))
        said.append(f"{word} at {where.mean():.0%} of the places")
    if keys:
        ax.legend(handles=keys, loc="upper right", frameon=True, framealpha=0.9)
    return said
