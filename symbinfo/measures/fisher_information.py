"""Fisher information of one parameter: the mean square of the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Derivative, E, Expr, Integer, Symbol

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.unevaluated import ln, power
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.read import law_of
from symbinfo.measures.base import Measure, one_variable

__all__ = ["FisherInformation"]


class FisherInformation(Measure):
    """I(theta) = E[(d/dtheta log p(X))**2], in one parameter theta of the law. It has no unit.

    The support of the law must not depend on theta.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    theta : Symbol
        One of its parameters; it may be left out where there is only one.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> rate = symbols("lamda", positive=True)
    >>> FisherInformation(Exponential("P", rate), rate).doit()
    lamda**(-2)

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equation (11.264).
    """

    key, letter, title = "fisher-information", "I", "Fisher information"
    because = "The Fisher information is the mean square of the derivative of the log density."
    order_name, about_parameter = "theta", True
    words: ClassVar = {"FisherInformation": "FisherInformation(P; theta)"}
    records: ClassVar = {"fisher_information": 1}
    notation = r"I_{$P}\left($order\right)"
    unitless = True
    nonnegative = "the mean of a square"
    without: ClassVar = {
        "in_atlas": "it is about one parameter, and a family may have several",
        "mistaken": "it is asked of another quantity than the other measures: of a parameter",
    }

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Nothing."""
        yield from ()

    def __new__(cls, P: Any, theta: Any = None, *rest: Any, unit: Any = "nats", base: Any = None) -> FisherInformation:
        """The information on a parameter, not evaluated."""
        law = law_of(P)
        if isinstance(law, (JointLaw, MatrixNormal)):
            raise MeasureError(f"the Fisher information is of a law of one variable: got {law.title}")
        theta = _parameter(law, theta)
        if not isinstance(law, FiniteLaw) and theta in (law.lower.free_symbols | law.upper.free_symbols):
            raise MeasureError(
                f"the support of {law.title} depends on {theta}: there is no Fisher information on it; choose another"
            )
        (law,) = one_variable([law])
        return Expr.__new__(cls, law, theta, E)

    theta = property(lambda self: self.args[1])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters."""
        found: set[Symbol] = self.laws[0].free_symbols
        return found

    def in_nats(self) -> Expr:
        """The definition."""
        (law,) = self.laws
        score = Derivative(ln(named_density(law, law.variable)), self.theta)
        return Expectation(power(score, Integer(2)), law)

    def _parts(self) -> dict[str, Any]:
        return {"order": self.theta}

    def _sympystr(self, printer: Any) -> str:
        return f"I({self.laws[0].name}; {self.theta})"


def _parameter(law: Law, theta: Any) -> Symbol:
    own = sorted(law.free_symbols, key=str)
    if theta is None and len(own) == 1:
        return own[0]
    found = next((s for s in own if s == theta or (isinstance(theta, Symbol) and s.name == theta.name)), None)
    if found is None:
        names = ", ".join(map(str, own)) or "none: keep one as a symbol"
        raise DomainError("FisherInformation", "theta", theta, f"a parameter of {law.title} ({names})")
    return found
