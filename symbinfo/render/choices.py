"""The options of notation that have a list of values: one row an option, the usual value first."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CHOICES", "NARROWEST", "WIDEST", "Choice"]

#: The least and the greatest width of text, in columns.
NARROWEST, WIDEST = 40, 1000


class Choice(NamedTuple):
    """A row: the name of an option, its values, and what is said of it."""

    name: str
    values: tuple[str, ...]
    help: str


_ROWS = (
    Choice("kl", ("D_KL", "KL", "D"), "the name of the KL divergence; in text D_KL is written KL"),
    Choice("normal", ("deviation", "variance"), "normal laws by their deviation, or as N(mu, sigma^2)"),
    Choice("expectation", ("blackboard", "italic", "upright"), "the letter of expectations, where formulas are set"),
    Choice("log", ("log", "ln"), "the name of the natural logarithm"),
    # Which of them there are, and which is the usual one, is said by the format: see `FORMATS` and `FLAVOURS`.
    Choice("lemmas", ("folded", "inline", "appendix"), "where lemmas stand; the usual place depends on the format"),
)
#: Every option, by its name.
CHOICES: dict[str, Choice] = {row.name: row for row in _ROWS}
