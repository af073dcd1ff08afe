"""What the rows that write functions, products, matrices and measures ask of the one that sets a formula."""

from __future__ import annotations

from typing import Any, Protocol

from symbinfo.render.layout import Layout

__all__ = ["FormulaSetter"]


class FormulaSetter(Protocol):
    """Lays out the parts of a formula in the setting of the whole: `symbinfo.render.typeset.Typesetter` does."""

    @property
    def mixed(self) -> bool:
        """Measures in several units meet."""

    def __call__(self, expr: Any) -> Layout:
        """The layout of an expression or a condition."""

    def inline(self, expr: Any) -> Layout:
        """The layout with its fractions on one line."""

    def listed(self, expressions: Any) -> Layout:
        """Arguments with commas."""

    def in_line(self, expressions: Any) -> Layout:
        """Arguments with commas, their fractions on one line."""

    def signed(self, expr: Any) -> tuple[bool, Layout]:
        """Whether a minus stands in front, and the rest."""

    def expectation(self, expr: Any) -> Layout:
        """E[...] with the random variable in capitals."""

    def exponential(self, expr: Any) -> Layout:
        """The exponential function."""
