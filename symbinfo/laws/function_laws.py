"""Laws of functions of other variables: a density or a mass that knows of which variables, and by which function.

They serve as every other law does; a derivation shows first how the density comes about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, Expr, Function, S, Symbol, Tuple, sympify
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Variable
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, Law
from symbinfo.laws.strengthen import implied_by

__all__ = ["ContinuousFunctionLaw", "DiscreteFunctionLaw", "OrderStatistic", "Origin", "without_origin"]


class OrderStatistic(Function):
    """The k-th smallest of n independent copies of a variable: ``OrderStatistic(X, k, n)``."""

    nargs = 3
    is_real = True

    def _eval_is_positive(self) -> bool | None:
        return self.args[0].is_positive


class Origin(Basic):
    """How a variable comes about: ``Y = X + Z`` of independent variables, or ``Y = g(X)``.

    Parameters
    ----------
    kind : str
        What is made of the variables: sum, difference, product, ratio, minimum, maximum, function, floor, order statistic.
    parts : iterable of Law
        The laws of the independent variables, by their names.
    function : Expr
        Of one variable its image, in the variable of its law; of an order statistic its rank and the number of copies; 0
        where the kind says it.
    """

    def __new__(cls, kind: Any, parts: Iterable[Law], function: Expr = S.Zero) -> Origin:
        """From a kind (text), laws, and of one variable the function."""
        kind = Str(kind) if isinstance(kind, str) else kind
        return Basic.__new__(cls, kind, Tuple(*parts), sympify(function))

    kind = property(lambda self: self.args[0].name)
    parts = property(lambda self: self.args[1])
    function = property(lambda self: self.args[2])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters of the parts: bound variables are not free."""
        found = self.parts.free_symbols | self.function.free_symbols
        return {symbol for symbol in found if not isinstance(symbol, Variable)}


class _OfAFunction:
    """What the two kinds of laws share: the origin as one more part."""

    plain: Any
    args: Any

    def __new__(
        cls,
        name: Any,
        family: Any,
        parameters: Iterable[Any],
        condition: Any,
        variable: Variable,
        density: Expr,
        lower: Expr,
        upper: Expr,
        origin: Origin | None = None,
    ) -> Any:
        plain = cls.plain(name, family, parameters, condition, variable, density, lower, upper)
        return plain if origin is None else Basic.__new__(cls, *plain.args, origin)

    origin = property(lambda self: self.args[8])

    @property
    def implied(self) -> list[Any]:
        """What the laws of the parts say of their parameters."""
        return [pair for part in self.origin.parts for pair in implied_by(part)]


class ContinuousFunctionLaw(_OfAFunction, ContinuousLaw):
    """A law with a density that comes from other laws."""

    plain = ContinuousLaw


class DiscreteFunctionLaw(_OfAFunction, DiscreteLaw):
    """A law with a mass that comes from other laws."""

    plain = DiscreteLaw


def without_origin(law: Any) -> Any:
    """The law by itself: what is made of it takes any law with such a density."""
    return law.plain(*law.args[:8]) if isinstance(law, _OfAFunction) else law
