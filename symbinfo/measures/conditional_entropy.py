"""Conditional entropy: what is left of the uncertainty of X once Y is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, ClassVar

from sympy import Expr, Integer, Integral, Sum, log

from symbinfo.laws.expectation import ConditionalValue, Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures.joint import JointMeasure, density_of

__all__ = ["ConditionalEntropy", "EntropyGivenValue"]


class ConditionalEntropy(JointMeasure):
    """H(X | Y) = E[-log P(X | Y)], the entropy of X given Y.

    Parameters
    ----------
    X, Y : Component or tuple of Component
        Variables of one joint law: the first given the second.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import Rational
    >>> import symbinfo as si
    >>> X, Y = si.table([[Rational(1, 4), Rational(1, 4)], [Rational(1, 2), 0]]).variables
    >>> ConditionalEntropy(Y, X, unit="bits").doit()
    1/2

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equation (2.10).
    """

    key, letter, arity, title = "conditional-entropy", "H", 2, "conditional entropy"
    because = "Conditional entropy is the expected self-information of {X} given {Y}."
    because_conditioned = "Average over {Y} the entropy of the law of {X} given {Y}."
    separators = (" | ",)
    conditional = True
    words_of_variables = ("H", "ConditionalEntropy")
    records: ClassVar = {"conditional_entropy": 1}
    of_record = (1, 0)
    nonnegative = None
    without: ClassVar = {
        "in_atlas": "the atlas is of laws of one variable",
        "nonnegative": "that of a density may be negative",
    }

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """That of each block given the other."""
        for first, given in permutations(of, 2):
            made = cls(first, given, base=base)
            yield str(made), made

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        first, given = self.blocks
        conditional = ConditionalValue(self.value_at(first, given), self.value_at(given))
        return Expectation(-log(conditional), self.joint)


class EntropyGivenValue(Expr):
    """H(X | Y = y), the entropy of the conditional law at one value of the condition, an expression in y.

    Parameters
    ----------
    joint : JointLaw
        A joint law of two variables.
    first, given : int
        Which variable is X, and which is Y.
    """

    is_commutative = True
    is_extended_real = True

    def __new__(cls, joint: JointLaw, first: Any, given: Any) -> EntropyGivenValue:
        """The entropy, not evaluated."""
        return Expr.__new__(cls, joint, Integer(first), Integer(given))

    joint = property(lambda self: self.args[0])
    names = property(lambda self: tuple(self.joint.names[int(i)].name for i in self.args[1:]))
    value = property(lambda self: self.joint.variable[int(self.args[2])])

    @property
    def free_symbols(self) -> set[Any]:
        """The parameters, and the value of the condition."""
        return set(self.joint.free_symbols) | {self.value}

    def doit(self, **hints: Any) -> Expr:
        """Minus the total of P(x | y) log P(x | y) over x."""
        first, given = (int(i) for i in self.args[1:])
        conditional = ConditionalValue(density_of(self.joint, (first, given)), density_of(self.joint, (given,)))
        limits = (self.joint.variable[first], *self.joint.ranges[first])
        return -(Integral if self.joint.continuous else Sum)(conditional * log(conditional), limits)

    def _sympystr(self, printer: Any) -> str:
        return f"H({self.names[0]} | {self.names[1]} = {self.value})"
