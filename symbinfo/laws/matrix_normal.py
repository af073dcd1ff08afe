"""The normal law of a vector of unknown size: mean and covariance are matrix expressions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import (
    Basic,
    Dummy,
    Expr,
    Identity,
    ImmutableMatrix,
    Matrix,
    MatrixBase,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Rational,
    S,
    Symbol,
    Tuple,
    ZeroMatrix,
    exp,
    oo,
    pi,
    sympify,
)
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.unevaluated import mul, power, quotient
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law, name_outside
from symbinfo.laws.matrices import (
    SpaceIntegral,
    VectorVariable,
    conditions_on,
    determinant,
    difference,
    inverse,
    quadratic,
)
from symbinfo.laws.matrix_structures import times

__all__ = ["ALL_ONES", "MatrixNormal", "demand_one_size", "normal_of_letters", "normal_vector", "together"]

FAMILY = "MultivariateNormal"
#: Up to this many components, explicit matrices are written out entry by entry.
LARGEST = 8
#: The matrix of ones, in a covariance ``a*I + b*J``.
ALL_ONES = Dummy("J", positive=True)


class MatrixNormal(Law):
    """A normal vector whose mean and covariance are matrix expressions; the covariance is positive definite.

    Attributes
    ----------
    mean, covariance : MatrixExpr
        A column, and a square matrix.
    dimension : Expr
        How many components the vector has.
    """

    continuous = True
    lower, upper = -oo, oo

    mean = property(lambda self: self.parameters[0])
    covariance = property(lambda self: self.parameters[1])
    dimension = property(lambda self: sympify(self.covariance.shape[0]))
    variable = property(lambda self: self.args[4])

    @classmethod
    def of(cls, mean: Any, covariance: Any, name: str = "P") -> MatrixNormal:
        """Build the law.

        Raises
        ------
        DomainError
            When the shapes are known not to fit, or the covariance is known not to be positive definite.
        """
        mean, covariance = _matrix(mean, "the mean"), _matrix(covariance, "the covariance")
        rows, columns = map(sympify, covariance.shape)
        if (rows - columns).is_zero is False:
            raise DomainError(FAMILY, "the covariance", f"{rows} by {columns}", "a square matrix")
        height, width = map(sympify, mean.shape)
        if (width - 1).is_zero is False or (height - rows).is_zero is False:
            shape = f"{height} by {width}"
            raise DomainError(FAMILY, "the mean", shape, f"a column of {rows} entries, as the covariance has rows")
        condition = conditions_on(covariance)
        if condition == False:  # noqa: E712 - a SymPy Boolean
            raise DomainError(FAMILY, "the covariance", covariance, "symmetric and positive definite")
        variable = VectorVariable(_free_name((mean, covariance)), rows, 1)
        return Basic.__new__(cls, Str(name), Str(FAMILY), Tuple(mean, covariance), condition, variable)

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters, the size among them."""
        return set(self.mean.free_symbols | self.covariance.free_symbols | self.dimension.free_symbols)

    @property
    def implied(self) -> list[tuple[Symbol, dict[str, bool]]]:
        """What a symbol must be because of its place: the size is a positive integer."""
        n = self.dimension
        return [(n, {"integer": True, "positive": True})] if isinstance(n, Symbol) else []

    @property
    def precision(self) -> Any:
        """The inverse of the covariance."""
        return inverse(self.covariance)

    @property
    def total_of_kernel(self) -> Expr:
        """``(2 pi)**n |Sigma|``, the square of what the exponential is divided by."""
        return mul(power(2 * pi, self.dimension), determinant(self.covariance))

    @property
    def density(self) -> Expr:
        """The density at the bound vector."""
        return quotient(exp(self.exponent), power(self.total_of_kernel, S.Half))

    @property
    def exponent(self) -> Expr:
        """What stands in the exponential."""
        return mul(Rational(-1, 2), quadratic(self.precision, difference(self.variable, self.mean)))

    def density_at(self, point: Any) -> Expr:
        """The density at a vector."""
        return self.density.xreplace({self.variable: point})

    def on(self, variable: VectorVariable) -> MatrixNormal:
        """Return the same law with another bound vector."""
        return self.func(*self.args[:4], variable)

    def inside(self, domain: Domain) -> Domain:
        """The domain: the vector may be anything."""
        return domain

    def total(self, body: Expr) -> SpaceIntegral:
        """The integral of a body over all vectors."""
        return SpaceIntegral(body, self.variable)


def _matrix(given: Any, what: str) -> Any:
    if isinstance(given, (list, tuple, Tuple)):
        given = Matrix(given)
    given = sympify(given)
    if isinstance(given, MatrixBase):
        return ImmutableMatrix(given)
    if not isinstance(given, MatrixExpr):
        raise DomainError(FAMILY, what, given, "a matrix, such as a MatrixSymbol or a Matrix")
    return given


def _free_name(parts: Iterable[Any]) -> str:
    return name_outside({s for part in parts for s in part.atoms(Symbol, MatrixSymbol)})


def normal_vector(mean: Any, covariance: Any, name: str = "P") -> JointNormal | MatrixNormal:
    """The normal law of a vector, whose size may be a symbol.

    Parameters
    ----------
    mean : MatrixExpr, Matrix or list
        A column.
    covariance : MatrixExpr or Matrix
        Symmetric and positive definite.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When the shapes are known not to fit, or the covariance is known not to be positive definite.

    Examples
    --------
    >>> from sympy import Identity, ZeroMatrix, symbols
    >>> import symbinfo as si
    >>> n = symbols("n", integer=True, positive=True)
    >>> s = symbols("s", positive=True)
    >>> P = normal_vector(ZeroMatrix(n, 1), s * Identity(n))
    >>> Q = normal_vector(ZeroMatrix(n, 1), Identity(n), "Q")
    >>> si.KL(P, Q).doit()
    n*(s - log(s) - 1)/2
    """
    return together([MatrixNormal.of(mean, covariance, name)])[0]


def normal_of_letters(mean: Any, covariance: Any, d: Any = None, name: str = "P") -> JointNormal | MatrixNormal:
    """The normal law of a vector by entries, by letters, or with a covariance that is a number times the identity.

    Parameters
    ----------
    mean : list, str, MatrixExpr or 0
        By its entries, a letter, an expression of such, or 0.
    covariance : list of lists, str, MatrixExpr or Expr
        By its entries, a letter, an expression of such, or a of ``a*I``; ``a + b*ALL_ONES`` is a matrix with a + b on the diagonal and b beside it.
    d : Expr, optional
        The number of components where nothing is written out: the letter d by default.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When the sizes are known to differ, or the covariance is known not to be positive definite.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(normal_of_letters(0, 4)).doit()
    d*(1 + log(8*pi))/2
    """
    lists = [part for part in (mean, covariance) if isinstance(part, (list, tuple, Tuple, MatrixBase))]
    size = sympify(len(lists[0]) if isinstance(lists[0], (list, tuple, Tuple)) else lists[0].shape[0]) if lists else d
    size = Symbol("d", integer=True, positive=True) if size is None else sympify(size)
    if d is not None and (sympify(d) - size).is_zero is False:
        raise DomainError(FAMILY, "the number of components", d, f"{size}, as is written out")
    if len(lists) == 2:
        return JointNormal.of(mean, covariance, name=name)
    if isinstance(mean, str) or mean == 0:
        mean = MatrixSymbol(mean, size, 1) if mean else ZeroMatrix(size, 1)
    elif not lists and not isinstance(mean, MatrixExpr):
        raise DomainError(FAMILY, "the mean", mean, "0, a letter, or a list of numbers")
    if isinstance(covariance, str):
        covariance = MatrixSymbol(covariance, size, size)
    elif isinstance(covariance, (int, Expr)) and not isinstance(covariance, MatrixExpr):
        beside, own = (sympify(covariance).coeff(ALL_ONES, n) for n in (1, 0))
        covariance = times(own, Identity(size))
        covariance = covariance if beside == 0 else covariance + times(beside, OneMatrix(size, size))
    return normal_vector(mean, covariance, name)


def together(laws: Sequence[Law]) -> list[JointNormal | MatrixNormal]:
    """Normal vectors in one way of writing: entry by entry where all entries are there, by matrices otherwise.

    Raises
    ------
    MeasureError
        When one is no normal vector, or has another number of components.
    """
    if all(isinstance(law, JointNormal) or _entries(law) for law in laws):
        return [_written_out(law) for law in laws]
    whole = [_by_matrices(law) for law in laws]
    sizes = {sympify(part.shape[0]) for law in whole for part in law.parameters}
    for number in (True, False):
        # A number beside a symbol may be a substitution on its way; two numbers, or two symbols, are two sizes.
        if len([size for size in sizes if size.is_number == number]) > 1:
            raise MeasureError(
                f"two normal vectors are compared with as many components: got {laws[0].title}, {laws[-1].title}"
            )
    variable = VectorVariable(_free_name(p for law in whole for p in law.parameters), whole[0].dimension, 1)
    return [law.on(variable) for law in whole]


def demand_one_size(laws: Iterable[Law]) -> None:
    """Refuse normal vectors of which one has a number of components, and another an unknown number.

    Raises
    ------
    MeasureError
        With both sizes.
    """
    own = [law for law in laws if isinstance(law, MatrixNormal)]
    sizes = sorted({sympify(part.shape[0]) for law in own for part in law.parameters}, key=str)
    if len(sizes) > 1:
        raise MeasureError(f"vectors and matrices of {sizes[0]} and of {sizes[1]} rows meet: substitute the size too")


def _entries(law: Law) -> bool:
    """Whether all entries of the parameters are written out, and are few."""
    if not isinstance(law, MatrixNormal) or not law.dimension.is_Integer or law.dimension > LARGEST:
        return False
    return not law.parameters.atoms(MatrixSymbol) and law.mean.shape[0] == law.dimension


def _written_out(law: Law) -> JointNormal:
    if isinstance(law, JointNormal):
        return law
    mean, covariance = (ImmutableMatrix(m.as_explicit() if isinstance(m, MatrixExpr) else m) for m in law.parameters)
    return JointNormal.of(list(mean), covariance, name=law.name)


def _by_matrices(law: Law) -> MatrixNormal:
    if isinstance(law, JointNormal):
        mean = list(law.mean) if any(law.mean) else ZeroMatrix(len(law.mean), 1)
        return MatrixNormal.of(mean, law.covariance, law.name)
    if not isinstance(law, MatrixNormal):
        raise MeasureError(f"a normal vector of {law.title} is compared with another normal vector only")
    return law
