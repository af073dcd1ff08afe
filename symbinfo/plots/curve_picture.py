"""A curve over one parameter: where it is infinite or undefined that is said, and limits at open ends are marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sympy import oo

from symbinfo.plots.axis_ranges import Axis
from symbinfo.plots.curve_values import BELOW, FINITE, INFINITE, EndLimit, Stretch
from symbinfo.plots.mathtext import set_formula
from symbinfo.plots.picture_file import COLOURS

__all__ = ["HATCHES", "draw_curve", "mark_place"]

#: How stretches without a finite value are hatched, by what is said of them.
HATCHES = {INFINITE: "///", BELOW: "\\\\\\", "undefined": "...", "outside the domain": "xx"}
SIGNS = {INFINITE: "∞", BELOW: "−∞"}


def draw_curve(ax: Any, axis: Axis, stretches: Sequence[Stretch], limits: Sequence[EndLimit]) -> list[str]:
    """Draw it, and return what is to be said of it in words."""
    finite = [s for s in stretches if s.kind == FINITE]
    for stretch in finite:
        if axis.whole:
            ax.vlines(stretch.xs, 0, stretch.ys, color=COLOURS[0], linewidth=1.6)
            ax.plot(stretch.xs, stretch.ys, "o", color=COLOURS[0], markersize=5)
        else:
            ax.plot(stretch.xs, stretch.ys, color=COLOURS[0], linewidth=2)
    if axis.whole:
        from matplotlib.ticker import MaxNLocator

        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    low, high = _shown([s.ys for s in finite])
    ax.set_ylim(low, high)
    ax.set_xlim(
        *((float(axis.low) - 0.6, float(axis.high) + 0.6) if axis.whole else (float(axis.low), float(axis.high)))
    )
    said = [_without_value(ax, stretch) for stretch in stretches if stretch.kind != FINITE]
    return [*dict.fromkeys(said), *(_limit(ax, limit, low, high) for limit in limits)]


def _shown(values: Sequence[Any]) -> tuple[float, float]:
    """The part of the vertical axis that is shown: all values, or their bulk where some of them run away."""
    if not values:
        return 0.0, 1.0
    every = np.concatenate(values)
    least, most = float(every.min()), float(every.max())
    inner = np.concatenate([v[8:-8] if len(v) > 40 else v for v in values])
    first, last = np.percentile(inner, [2, 97])
    spread = last - first or abs(last) or 1.0
    if least < first - 3 * spread:
        least = first - 0.4 * spread
    if most > last + 3 * spread:
        most = last + 0.4 * spread
    margin = 0.06 * (most - least or abs(most) or 1.0)
    return (least - margin if least != 0 else -0.4 * margin), most + 1.4 * margin


def _without_value(ax: Any, stretch: Stretch) -> str:
    """Hatch a stretch, say what it is, and draw its inner edges."""
    ax.axvspan(
        stretch.low, stretch.high, facecolor="#f0f0f0", edgecolor="#9a9a9a", hatch=HATCHES[stretch.kind], linewidth=0
    )
    sign = SIGNS.get(stretch.kind)
    left, right = ax.get_xlim()
    narrow = (stretch.high - stretch.low) < 0.25 * (right - left)
    words = sign if sign and narrow else f"{stretch.kind} ({sign})" if sign else stretch.kind
    ax.annotate(words, ((max(stretch.low, left) + min(stretch.high, right)) / 2, 0.5), xycoords=("data", "axes fraction"),
                ha="center", va="center", rotation=90 if narrow and not sign else 0,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.5})  # fmt: skip
    for edge in (stretch.low, stretch.high):
        if left < edge < right:
            ax.axvline(edge, color="#555555", linewidth=1, linestyle=(0, (4, 3)))
    return f"{stretch.kind} from {stretch.low:.4g} to {stretch.high:.4g}"


def _limit(ax: Any, limit: EndLimit, low: float, high: float) -> str:
    """Mark what the curve tends to: an open point with its value, or an arrow."""
    side = -1 if limit.from_left else 1
    align = "right" if limit.from_left else "left"
    if limit.value in (oo, -oo):
        up = limit.value == oo
        ax.annotate("↑ ∞" if up else "↓ −∞", (limit.place, high if up else low), xytext=(16 * side, -2 if up else 4),
                    textcoords="offset points", ha=align, va="top" if up else "bottom")  # fmt: skip
        return f"tends to {'plus' if up else 'minus'} infinity at {limit.place:.4g}"
    value = float(limit.value)
    ax.plot(
        [limit.place],
        [value],
        "o",
        markerfacecolor="white",
        markeredgecolor=COLOURS[0],
        markersize=7,
        clip_on=False,
        zorder=5,
    )
    text = set_formula(limit.value) if limit.value.count_ops() < 6 else f"{value:.4g}"
    below = value > (low + high) / 2
    ax.annotate(text, (limit.place, value), xytext=(8 * side, -8 if below else 8), textcoords="offset points", ha=align,
                va="top" if below else "bottom")  # fmt: skip
    return f"tends to {value:.6g} at {limit.place:.4g}"


def mark_place(ax: Any, x: float, y: float, words: str) -> None:
    """A point with lines to both axes, and what is said of it."""
    left, right = ax.get_xlim()
    low, high = ax.get_ylim()
    ax.set_ylim(low, max(high, y + 0.13 * (high - low)))
    ax.plot([x, x], [ax.get_ylim()[0], y], color=COLOURS[1], linewidth=1.2, linestyle=(0, (4, 3)))
    ax.plot([left, x], [y, y], color=COLOURS[1], linewidth=1.2, linestyle=(0, (4, 3)))
    ax.plot([x], [y], "o", color=COLOURS[1], markersize=7, zorder=5)
    at_right = x > (left + right) / 2
    ax.annotate(words, (x, y), xytext=(-9 if at_right else 9, 7), textcoords="offset points",
                ha="right" if at_right else "left", va="bottom")  # fmt: skip
