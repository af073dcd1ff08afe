"""What a slip is: one row of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symbinfo.verification.diagnosis.question import Found, Question

__all__ = ["Slip"]


@dataclass(frozen=True)
class Slip:
    """What is wrong in one way: one row of the list.

    Attributes
    ----------
    name : str
        In a few words.
    why : str
        In a sentence: what somebody did who made it.
    equal : str
        What is equal where it was made.
    find : callable
        From a question to what is said of it, in a sentence without a full stop; nothing where the slip was not made.
    example : str
        A wrong claim that shows it, and no slip that stands before it.
    refuses : str
        A wrong claim near the example that does not show it.
    given : tuple of str
        The lines of the setting of both.
    needs_form : bool
        Whether it can be seen only where what was asked has a closed form: true values alone do not do.
    of_decimals : bool
        Whether it is looked for in a decimal of a few digits: only what few people would get by chance.
    beside_another : bool
        Whether it is looked for together with another unit, a sign or a factor of the whole.
    """

    name: str
    why: str
    equal: str
    find: Callable[[Question], Found]
    example: str
    refuses: str
    given: tuple[str, ...] = ()
    needs_form: bool = False
    of_decimals: bool = False
    beside_another: bool = False
