"""Joint entropy: the entropy of several variables together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr, log

from symbinfo.laws.expectation import Expectation
from symbinfo.laws.read import component_of
from symbinfo.measures.base import base_of
from symbinfo.measures.entropy import OF_A_DISCRETE_LAW, counts
from symbinfo.measures.joint import JointMeasure

__all__ = ["JointEntropy"]


class JointEntropy(JointMeasure):
    """H(X, Y) = E[-log P(X, Y)], the entropy of several variables of one joint law.

    Parameters
    ----------
    *variables : Component
        Two or more variables, such as those of ``si.table(...).variables``.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import Rational
    >>> import symbinfo as si
    >>> X, Y = si.table([[Rational(1, 4), Rational(1, 4)], [Rational(1, 2), 0]]).variables
    >>> JointEntropy(X, Y, unit="bits").doit()
    3/2

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equation (2.8).
    """

    key, letter, title = "joint-entropy", "H", "joint entropy"
    because = "Joint entropy is the expected self-information of the pair."
    because_conditioned = (
        "The joint density is p({y}) p({x} | {y}): its log is a sum, and the second term averages to the "
        "entropy of {X} given {Y}."
    )
    words_of_variables = ("H", "JointEntropy")
    records: ClassVar = {"joint_entropy": 1}
    nonnegative = None
    without: ClassVar = {
        "in_atlas": "the atlas is of laws of one variable",
        "nonnegative": "that of a density may be negative: `why_nonnegative` tells the laws apart",
    }

    def why_nonnegative(self) -> str | None:
        """As of one discrete law."""
        return OF_A_DISCRETE_LAW if all(map(counts, self.laws)) else None

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """That of all variables together."""
        made = cls(*(variable for block in of for variable in block), base=base)
        yield str(made), made

    def __new__(cls, *args: Any, unit: Any = "nats", base: Any = None) -> JointEntropy:
        """The joint entropy of the variables given, not evaluated."""
        if args and hasattr(args[0], "names"):
            return JointMeasure.__new__(cls, *args)
        return cls._of([component_of(tuple(args))], base_of(unit, base))

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        return Expectation(-log(self.value_at(*self.blocks)), self.joint)
