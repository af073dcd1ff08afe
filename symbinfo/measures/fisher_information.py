"""Fisher information: the mean square of the score of a parameter, and the mean products of the scores of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Derivative, E, Expr, ImmutableMatrix, Integer, MatrixExpr, Symbol, Tuple

from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.unevaluated import ln, mul, power
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.read import law_of
from symbinfo.laws.shells import ShellLaw
from symbinfo.laws.vector import is_vector
from symbinfo.measures.base import Measure, one_variable

__all__ = ["FisherInformation", "FisherInformationBetween", "FisherInformationMatrix"]


class FisherInformation(Measure):
    """I(theta) = E[(d/dtheta log p(X))**2], in one parameter theta of the law; of several the matrix. It has no unit.

    The support of the law must not depend on theta.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    *theta : Symbol
        One of its parameters, which may be left out where there is only one; with several, the result is a
        `FisherInformationMatrix`.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> rate = symbols("lamda", positive=True)
    >>> FisherInformation(Exponential("P", rate), rate).doit()
    lamda**(-2)
    >>> from sympy.stats import Beta
    >>> a, b = symbols("a b", positive=True)
    >>> FisherInformation(Beta("P", a, b), a, b)[0, 1].doit()
    -polygamma(1, a + b)

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
    nonnegative: ClassVar[str | None] = "the mean of a square"
    in_atlas = "Fisher informations"
    without: ClassVar = {"mistaken": "it is asked of another quantity than the other measures: of a parameter"}

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Nothing."""
        yield from ()

    def __new__(cls, P: Any, *theta: Any, unit: Any = "nats", base: Any = None) -> Any:
        """The information on a parameter, not evaluated; of several parameters their matrix."""
        parameters = [t for t in theta if t != E]  # the base, where SymPy rebuilds it from its own arguments
        if len(parameters) > 1:
            return FisherInformationMatrix(P, *parameters)
        law = cls._law(P, *parameters)
        return Expr.__new__(cls, law, _parameter(law, parameters[0] if parameters else None), E)

    @classmethod
    def in_all_parameters(cls, P: Any) -> Any:
        """The information on all parameters of a law that are no integers and that its support does not depend on.

        Raises
        ------
        MeasureError
            When it has none.

        Examples
        --------
        >>> from sympy import symbols
        >>> from sympy.stats import Pareto
        >>> FisherInformation.in_all_parameters(Pareto("P", *symbols("m a", positive=True))).theta
        a
        """
        law = law_of(P)
        fixed = _symbols_of_support(law)
        moving = [s for s in sorted(law.free_symbols, key=str) if s not in fixed and not s.is_integer]
        if not moving:
            raise MeasureError(f"{law.title} has no parameter that its support does not depend on")
        return cls(law, *moving)

    @classmethod
    def _law(cls, P: Any, *parameters: Any) -> Law:
        """The law, where it has a Fisher information on the parameters."""
        law = law_of(P)
        if isinstance(law, MatrixNormal) or (isinstance(law, JointLaw) and not is_vector(law)):
            raise MeasureError(f"the Fisher information is of a law of one variable: got {law.title}")
        ends = _symbols_of_support(law)
        for theta in [_parameter(law, given) for given in parameters or (None,)]:
            if theta in ends:
                raise MeasureError(
                    f"the support of {law.title} depends on {theta}: there is no Fisher information on it; choose another"
                )
        (law,) = one_variable([law])
        return law

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


def _symbols_of_support(law: Law) -> set[Any]:
    """The parameters that the range of the law, and the shells of one over shells, depend on."""
    if isinstance(law, (FiniteLaw, CoordinateLaw)):
        return set()
    parts: tuple[Any, ...] = law.ranges if isinstance(law, JointLaw) else (law.lower, law.upper)
    parts = (*parts, law.volume) if isinstance(law, ShellLaw) else parts
    return {s for part in parts for s in part.free_symbols}


class FisherInformationBetween(FisherInformation):
    """The entry of the matrix beside its diagonal: the mean product of the scores of two parameters, which may be negative.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    theta, second : Symbol
        Two of its parameters.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Gamma
    >>> k, theta = symbols("k theta", positive=True)
    >>> FisherInformationBetween(Gamma("P", k, theta), k, theta).doit()
    1/theta
    """

    because = "An entry of the Fisher information is the mean product of the derivatives of the log density."
    notation = r"I_{$P}\left($order; $second\right)"
    nonnegative: ClassVar[str | None] = None

    def __new__(cls, P: Any, theta: Any, second: Any, *rest: Any, unit: Any = "nats", base: Any = None) -> Any:
        """The entry, not evaluated; on the diagonal it is the information on one parameter."""
        law = cls._law(P, theta, second)
        one, other = _parameter(law, theta), _parameter(law, second)
        return FisherInformation(law, one) if one == other else Expr.__new__(cls, law, one, other, E)

    second = property(lambda self: self.args[2])

    def in_nats(self) -> Expr:
        """The definition."""
        (law,) = self.laws
        score = ln(named_density(law, law.variable))
        return Expectation(mul(Derivative(score, self.theta), Derivative(score, self.second)), law)

    def _parts(self) -> dict[str, Any]:
        return {"order": self.theta, "second": self.second}

    @property
    def query(self) -> str:
        """The entry in the query language."""
        return f"FisherInformation({self.laws[0].title}; {self.theta}; {self.second})"

    def _sympystr(self, printer: Any) -> str:
        return f"I({self.laws[0].name}; {self.theta}; {self.second})"


class FisherInformationMatrix(MatrixExpr):
    """The Fisher information of several parameters: the covariance matrix of their scores.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    *parameters : Symbol
        Two or more of its parameters, each once.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Normal
    >>> m, s = symbols("m", real=True), symbols("s", positive=True)
    >>> FisherInformationMatrix(Normal("P", m, s), m, s).doit()
    Matrix([
    [s**(-2),      0],
    [      0, 2/s**2]])
    """

    key, title, because = (
        "fisher-information-matrix",
        "Fisher information matrix",
        ("The Fisher information matrix has for its entries the mean products of the derivatives of the log density."),
    )

    def __new__(cls, P: Any, *parameters: Any) -> FisherInformationMatrix:
        """The matrix, not evaluated."""
        given = tuple(parameters[0]) if len(parameters) == 1 and isinstance(parameters[0], Tuple) else parameters
        law = FisherInformation._law(P, *given)
        chosen = Tuple(*(_parameter(law, theta) for theta in given))
        if len(set(chosen)) < len(chosen):
            raise DomainError("FisherInformation", "theta", ", ".join(map(str, chosen)), "each parameter once")
        made: FisherInformationMatrix = MatrixExpr.__new__(cls, law, chosen)
        return made

    law = property(lambda self: self.args[0])
    laws = property(lambda self: (self.args[0],))
    parameters = property(lambda self: self.args[1])
    shape = property(lambda self: (Integer(len(self.args[1])),) * 2)
    unit = "nats"

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters of the law."""
        found: set[Symbol] = self.law.free_symbols
        return found

    @property
    def query(self) -> str:
        """The matrix in the query language."""
        return f"FisherInformation({self.law.title}; {', '.join(map(str, self.parameters))})"

    def __getitem__(self, key: Any) -> Expr:
        """The entry at a row and a column, by their numbers or by their parameters."""
        places = key if isinstance(key, (tuple, Tuple)) else (key,)
        known = list(self.parameters)
        return super().__getitem__(tuple(known.index(place) if place in known else place for place in places))

    def _entry(self, i: Any, j: Any, **_: Any) -> Expr:
        """The information between two of the parameters; the matrix is symmetric, so the first one comes first."""
        one, other = sorted((int(i), int(j)))
        made: Expr = FisherInformationBetween(self.law, self.parameters[one], self.parameters[other])
        return made

    def entries(self) -> ImmutableMatrix:
        """The matrix of the entries, none of them evaluated."""
        size = len(self.parameters)
        return ImmutableMatrix(size, size, lambda i, j: self._entry(i, j))

    def doit(self, **hints: Any) -> ImmutableMatrix:
        """The matrix of closed forms, where the engine finds them."""
        return door("derive")(self).value

    def evalf(self, n: int = 15, subs: Any = None, **options: Any) -> Any:
        """The values of the entries to `n` digits, from their definitions."""
        return self.entries().applyfunc(lambda entry: entry.evalf(n, subs=subs))

    n = evalf

    def compile(self, **options: Any) -> Any:
        """A numeric function of the parameters with values of the shape (..., k, k)."""
        return door("derive")(self).compile(**options)

    def _sympystr(self, printer: Any) -> str:
        return f"I({self.law.name}; {', '.join(map(str, self.parameters))})"

    def _latex(self, printer: Any) -> str:
        return rf"I_{{{self.law.name}}}\left({', '.join(printer._print(p) for p in self.parameters)}\right)"


def _parameter(law: Law, theta: Any) -> Symbol:
    own = sorted(law.free_symbols, key=str)
    if theta is None and len(own) == 1:
        return own[0]
    found = next((s for s in own if s == theta or (isinstance(theta, Symbol) and s.name == theta.name)), None)
    if found is None:
        names = ", ".join(map(str, own)) or "none: keep one as a symbol"
        raise DomainError("FisherInformation", "theta", theta, f"a parameter of {law.title} ({names})")
    return found
