"""Self-information: the surprise of one outcome."""

from __future__ import annotations

from typing import Any

from sympy import Expr, log, sympify

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.expectation import DensityValue
from symbinfo.laws.family import outcome_label
from symbinfo.laws.law import FiniteLaw
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.read import law_of
from symbinfo.measures.base import Measure, base_of, one_variable

__all__ = ["SelfInformation"]


class SelfInformation(Measure):
    """I(x) = -log P(x), the surprisal of the outcome x under a law.

    Parameters
    ----------
    x : Expr or str
        The outcome.
    P : Law or RandomSymbol
        The law.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import Rational
    >>> from sympy.stats import Bernoulli
    >>> SelfInformation(1, Bernoulli("P", Rational(1, 8)), unit="bits").doit()
    3

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, equation (3.48).
    """

    key, letter = "self-information", "I"
    because = "Self-information is minus the log of the probability."

    def __new__(cls, x: Any, *args: Any, unit: Any = "nats", base: Any = None) -> SelfInformation:
        """The self-information of an outcome, not evaluated."""
        if not args:
            raise MeasureError("SelfInformation takes an outcome and a law")
        law, rest = args[0], args[1:]
        (law,) = one_variable([law_of(law)])
        if isinstance(x, str) and not isinstance(law, FiniteLaw):
            raise MeasureError(f"the outcome {x!r} is text: give a number or an expression for {law.title}")
        outcome = outcome_label(x) if isinstance(law, FiniteLaw) else sympify(x, strict=True)
        if isinstance(law, MatrixNormal) and getattr(outcome, "shape", None) != law.variable.shape:
            raise MeasureError(f"the outcome of a normal vector is a column of {law.dimension} entries: got {outcome}")
        return Expr.__new__(cls, outcome, law, base_of(rest[0] if rest else unit, base))

    outcome = property(lambda self: self.args[0])

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        (law,) = self.laws
        return -log(DensityValue(law, self.outcome))

    def _sympystr(self, printer: Any) -> str:
        return f"I({self.outcome}; {self.laws[0].name})"

    def _latex(self, printer: Any) -> str:
        return rf"I\left({printer._print(self.outcome)}\right)"
