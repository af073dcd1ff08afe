"""Where a library and we differ: what kind of difference it is, and whether doubles could know better.

A difference that the rounding of the parameters alone may make is none: how far the value moves when each parameter
moves by a unit in the last place is allowed for. A value that agrees to eight digits agrees.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from symbinfo.expressions.one_line import OneLine
from symbinfo.verification.claims.side_values import Value, ValueKind

__all__ = ["Finding", "Kind", "difference"]

#: To how many parts a value must agree; how many units in the last place of each parameter are allowed for.
AGREES, UNITS = 1e-8, 64
#: From here on a value is called wrong, not inaccurate.
WRONG = 1e-2
#: Of laws that are the same, what may be returned for 0.
NOTHING = 1e-10
LARGEST, SMALLEST = 1.7976931348623157e308, 1e-300


class Kind(StrEnum):
    """What is wrong, the gravest first."""

    FORMULA = "wrong formula"
    VALUE = "wrong value"
    NOT_FINITE = "inf or nan where a finite value exists"
    FINITE = "finite where the value is infinite"
    RAISES = "raises an error"
    DIGITS = "loses digits"


@dataclass(frozen=True, repr=False)
class Finding(OneLine):
    """One way in which an entry fails, at the simplest place where it does.

    Parameters
    ----------
    kind : str
        What is wrong.
    regime, way : str
        What kind of place it is, and which parameter was moved.
    call : str
        The call that shows it.
    says : str
        What the library says.
    right : str
        The right value to 15 digits.
    query : str
        How we say it: a query of `symbinfo eval`; empty where its law cannot be written.
    derivation : str
        The same over the names of the parameters, a query of `symbinfo derive`; empty where it has no closed form.
    relative : float
        The relative error; infinite where it is none.
    confirmed : str
        Where the right value comes from.
    others : int
        At how many other places the entry fails the same way.
    """

    kind: str
    regime: str
    way: str
    call: str
    says: str
    right: str
    query: str
    derivation: str
    relative: float
    confirmed: str
    others: int = 0

    def __str__(self) -> str:
        return f"{self.kind}: {self.call} says {self.says}, right is {self.right}"

    def plain(self) -> dict[str, Any]:
        """As plain data; an infinite error is none in JSON."""
        return {**asdict(self), "relative": self.relative if math.isfinite(self.relative) else None}


def difference(says: float, ours: Value, moves: float = 0.0, equal: bool = False) -> tuple[Kind, float] | None:
    """The kind of a difference and its relative error; None where there is none.

    Parameters
    ----------
    says : float
        What the library says.
    ours : Value
        What it is: a number or an infinity.
    moves : float
        How far the value moves when the parameters move by a unit in the last place.
    equal : bool
        Whether the two laws are the same, so that the value is 0.

    Examples
    --------
    >>> from symbinfo.verification.claims.side_values import Value, ValueKind
    >>> difference(1.0, Value(ValueKind.INFINITY))[0]
    <Kind.FINITE: 'finite where the value is infinite'>
    >>> difference(math.inf, Value(ValueKind.INFINITY)) is None
    True
    """
    if ours.estimate is None:
        right = math.inf if ours.kind is ValueKind.INFINITY else -math.inf
        if says == right:
            return None
        return (Kind.FINITE if math.isfinite(says) else Kind.NOT_FINITE), math.inf
    exact = ours.estimate.value
    if exact.context.isinf(exact):  # beyond what our own numbers hold
        return None
    if abs(exact) > LARGEST:
        infinite = math.inf if exact > 0 else -math.inf
        return (
            None
            if says == infinite or abs(says) > 1e300
            else (Kind.VALUE if math.isfinite(says) else Kind.NOT_FINITE, math.inf)
        )
    if not math.isfinite(says):
        return Kind.NOT_FINITE, math.inf
    gap = float(abs(type(exact)(says) - exact))
    size = abs(float(exact))
    if equal or exact == 0:
        return None if abs(says) <= NOTHING else (Kind.VALUE if abs(says) > WRONG else Kind.DIGITS, math.inf)
    if gap <= AGREES * size + UNITS * moves or (size < SMALLEST and abs(says) < 10 * SMALLEST):
        return None
    relative = gap / size
    return (Kind.VALUE if relative > WRONG else Kind.DIGITS), relative
