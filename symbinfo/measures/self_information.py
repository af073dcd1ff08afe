"""Self-information: the surprise of one outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import And, Expr, false, log, oo, sympify, true
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.expectation import DensityValue
from symbinfo.laws.family import outcome_label
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw
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

    key, letter, title = "self-information", "I", "self-information"
    because = "Self-information is minus the log of the probability."
    takes_outcome = True
    words: ClassVar = {"I": "I(x; P), with an outcome x and a law P", "SelfInformation": "SelfInformation(x, P)"}
    notation = r"I\left($x\right)"
    nonnegative = None
    without: ClassVar = {
        "records": "a record of a file of claims names laws, and no outcome",
        "in_atlas": "it is one for each outcome",
        "mistaken": "it is asked of an outcome, and the other measures are of laws",
        "nonnegative": "that of a density may be negative",
    }

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Nothing."""
        yield from ()

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

    @property
    def condition(self) -> Boolean:
        """That an outcome lies in the support, where that is open: the formula of a density goes on beyond it."""
        return true if self.outside else self._inside

    @property
    def outside(self) -> bool:
        """Whether the law has no mass at the outcome, so that its information is +oo."""
        return bool(self._inside == false)

    @property
    def _inside(self) -> Boolean:
        (law,) = self.laws
        if not isinstance(law, (ContinuousLaw, DiscreteLaw)) or not isinstance(self.outcome, Expr):
            return true
        low, high, x = law.lower, law.upper, self.outcome
        return And(low < x, x < high) if law.continuous else And(low <= x, x <= high)

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm; +oo outside the support."""
        (law,) = self.laws
        if self.outside:
            return oo
        return -log(DensityValue(law, self.outcome))

    def _parts(self) -> dict[str, Any]:
        return {"x": self.outcome}

    def _sympystr(self, printer: Any) -> str:
        return f"I({self.outcome}; {self.laws[0].name})"
