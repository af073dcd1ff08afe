"""What a theorem says of named variables and numbers, in the language, with what its letters stand for."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Stated"]


class Stated(NamedTuple):
    """A claim that a theorem makes, whatever its letters are called.

    Parameters
    ----------
    claim : str
        The claim, such as ``H(X) <= log(k)``.
    where : str
        What its letters stand for, in words over ``{X}`` and ``{k}``.
    given : tuple of str
        What must hold of the numbers, as lines of a setting.
    sharp : tuple of str
        A setting in which the claim holds with equality; its numbers are the lines that begin with ``let``.
    literal : bool
        Whether the two sides of the theorem are those of the claim, and not sums that its remark says to be these.
    """

    claim: str
    where: str
    given: tuple[str, ...] = ()
    sharp: tuple[str, ...] = ()
    literal: bool = False
