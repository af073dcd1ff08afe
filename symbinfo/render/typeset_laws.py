"""Laws inside laws as they are written: ``loc = 1``, ``1/3: Normal(0, 1)``, ``Normal(0, 1)``; each takes the setter of its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbinfo.laws.shown_parts import as_written
from symbinfo.render import layout as lay
from symbinfo.render.layout import Apply, Atom, Kind, Layout, Row
from symbinfo.render.names import name_of, upright, word
from symbinfo.render.notation import RELATIONS

__all__ = ["LAW_PARTS", "family_of", "given_law"]

#: A normal law by its mean and its variance.
BY_VARIANCE = Atom(r"\mathcal{N}", "N", "N", Kind.FUNCTION)


def family_of(family: str) -> Layout:
    """The name of a family, upright."""
    safe = "".join(c for c in family if c.isascii() and c.isalnum())
    return upright(family, latex=rf"\mathrm{{{safe}}}")


def given_law(t: Any, family: str, parameters: Any) -> Layout:
    """A law by its family and its parameters: ``Gamma(k, theta)``."""
    if t.by_variance and family == "Normal" and len(parameters) == 2:
        mean, deviation = parameters
        return Apply(BY_VARIANCE, t.in_line((mean, deviation**2)), lay.LEFT, lay.RIGHT)
    return Apply(family_of(family), t.in_line(parameters), lay.LEFT, lay.RIGHT)


def _shown_law(t: Any, shown: Any) -> Layout:
    return given_law(t, *as_written(shown.family, shown.parameters))


def _named(t: Any, named: Any) -> Layout:
    return Row((name_of(named.name), RELATIONS["=="], t.inline(named.value)))


def _weight(t: Any, part: Any) -> Layout:
    return Row((t.inline(part.weight), word(": "), t(part.part)))


LAW_PARTS: dict[str, Callable[..., Layout]] = {"ShownLaw": _shown_law, "Named": _named, "Weight": _weight}
