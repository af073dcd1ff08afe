"""Questions for an optimum: the largest or the least value of a measure, and where it is taken.

A question is an expression, so that claims and formulas hold it as they hold a measure; its answer is derived.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Self

from mpmath.libmp import prec_to_dps
from sympy import And, E, Expr, ImmutableMatrix, S, Symbol, Tuple, sympify, true
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import DomainError, MeasureError

__all__ = [
    "KINDS",
    "Capacity",
    "GaussianCapacity",
    "LargestEntropy",
    "Optimum",
    "OverParameters",
    "SymmetricCapacity",
]

#: What may be asked: the value or the place, of the largest or of the least.
KINDS = ("max", "min", "argmax", "argmin")


class Optimum(Expr):
    """A question for an optimum, not answered: the base of the classes below."""

    is_commutative = True
    is_extended_real = True
    base: Any = E

    @property
    def func(self) -> Any:
        """What SymPy makes it from again, after a substitution: the parts that it keeps, in their order."""
        return partial(Expr.__new__, type(self))

    @property
    def query(self) -> str:
        """The question in the query language."""
        raise NotImplementedError

    def doit(self, **hints: Any) -> Expr:
        """The answer, as a SymPy expression; a place of several parameters is a tuple."""
        found: Expr = door("derive")(self).result
        return found

    def evalf(self, n: int = 15, subs: Any = None, **options: Any) -> Expr:
        """The answer in decimals, once every parameter is a number."""
        found: Expr = self.doit().evalf(n, subs=subs)
        return found

    n = evalf

    def _eval_evalf(self, prec: int) -> Expr | None:
        """The answer inside of an expression, to `prec` bits; a place of several parameters is no number."""
        found = None if self.free_symbols else self.evalf(prec_to_dps(prec) + 1)
        return found if isinstance(found, Expr) else None

    def plot(self, ranges: Mapping[str, Any] | None = None, /, *, ax: Any = None, **named: Any) -> Any:
        """A picture of what is made large or small, with the optimum marked; see `symbinfo.plot`."""
        return door("plot")(self, ranges, ax=ax, **named)

    def _sympystr(self, printer: Any) -> str:
        return self.query


class OverParameters(Optimum):
    """The largest or the least value of a measure over some of its parameters, or where it is taken.

    Parameters
    ----------
    kind : str
        "max", "min", "argmax" or "argmin".
    objective : Expr
        A measure, or an expression of measures.
    *variables : Symbol
        The parameters that vary.
    where : Boolean
        What is asked of them beyond the domains of the laws.

    Raises
    ------
    MeasureError
        When nothing varies.

    Examples
    --------
    >>> from sympy import Symbol
    >>> from sympy.stats import Bernoulli
    >>> import symbinfo as si
    >>> p = Symbol("p", positive=True)
    >>> OverParameters("max", si.Entropy(Bernoulli("X", p)), p).doit()
    log(2)
    """

    def __new__(cls, kind: str, objective: Expr, *variables: Symbol, where: Boolean = true) -> Self:
        """The question."""
        if kind not in KINDS:
            raise MeasureError(f"an optimum is one of {', '.join(KINDS)}: got {kind}")
        if not variables:
            raise MeasureError(f"what varies is not said: write {kind}(...; p)")
        for symbol in variables:
            if symbol not in objective.free_symbols:
                raise MeasureError(f"{symbol} does not stand in {objective}: nothing varies")
        return Expr.__new__(cls, Str(kind), objective, Tuple(*variables), where)

    kind = property(lambda self: str(self.args[0].name))
    objective = property(lambda self: self.args[1])
    variables = property(lambda self: tuple(self.args[2]))
    where = property(lambda self: self.args[3])

    @property
    def base(self) -> Any:
        """The base of the logarithm of the measures in it."""
        bases = {node.base for node in self.objective.atoms(Expr) if hasattr(node, "laws")}
        return bases.pop() if len(bases) == 1 else E

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters that do not vary."""
        return self.objective.free_symbols - set(self.variables)

    @property
    def query(self) -> str:
        """``max(H(P); p)``."""
        objective = getattr(self.objective, "query", None) or str(self.objective)
        bounds = self.where.args if isinstance(self.where, And) else () if self.where == true else (self.where,)
        return f"{self.kind}({'; '.join([objective, *map(str, self.variables), *sorted(map(str, bounds))])})"

    def _latex(self, printer: Any) -> str:
        word = rf"\arg\{self.kind[3:]}" if self.kind.startswith("arg") else rf"\{self.kind}"
        below = ",\\, ".join(printer._print(v) for v in self.variables)
        return rf"{word}_{{{below}}} {printer._print(self.objective)}"


class Capacity(Optimum):
    """The capacity of a discrete channel without memory: the largest mutual information over all laws of its input.

    Parameters
    ----------
    rows : Matrix or nested sequence
        ``rows[x][y]`` is P(Y = y | X = x), with numbers or symbols.
    names : pair of str
        The names of the input and of the output.
    kind : str
        "max" for the capacity, "argmax" for a law of the input that reaches it.
    where : Boolean
        What is known of the symbols.
    base : Expr
        The base of the logarithm.

    Raises
    ------
    DomainError
        When a row is known not to be a law.
    """

    def __new__(
        cls, rows: Any, names: tuple[str, str] = ("X", "Y"), kind: str = "max", where: Boolean = true, base: Any = E
    ) -> Self:
        """The question."""
        matrix = ImmutableMatrix(rows)
        for i in range(matrix.rows):
            row = list(matrix.row(i))
            negative = any(entry.is_negative for entry in row)
            if negative or (sum(row, S.Zero) - 1).simplify().is_zero is False:
                raise DomainError(
                    "capacity", "rows", f"[{', '.join(map(str, row))}]", "a law: entries that add up to 1"
                )
        return Expr.__new__(cls, Str(kind), matrix, Tuple(*map(Str, names)), where, sympify(base))

    kind = property(lambda self: str(self.args[0].name))
    matrix = property(lambda self: self.args[1])
    names = property(lambda self: tuple(str(n.name) for n in self.args[2]))
    where = property(lambda self: self.args[3])
    base = property(lambda self: self.args[4])

    @property
    def query(self) -> str:
        """``capacity(Y | X)``."""
        first, second = self.names
        return f"capacity({second} | {first})"

    def _latex(self, printer: Any) -> str:
        first, second = self.names
        return rf"\max_{{P_{{{first}}}}} I\left({first}; {second}\right)"


class SymmetricCapacity(Optimum):
    """The capacity of a channel that treats all letters alike, and whose alphabet has a symbol for its size.

    Parameters
    ----------
    information : Expr
        The mutual information where all letters are equally likely.
    names : pair of str
        The names of the input and of the output.
    """

    def __new__(cls, information: Expr, names: tuple[str, str] = ("X", "Y")) -> Self:
        """The question."""
        return Expr.__new__(cls, information, Tuple(*map(Str, names)))

    kind = "max"
    information = property(lambda self: self.args[0])
    names = property(lambda self: tuple(str(n.name) for n in self.args[1]))

    @property
    def free_symbols(self) -> set[Symbol]:
        """The size of the alphabet, and the parameters of the channel."""
        found: set[Symbol] = self.information.free_symbols
        return found

    @property
    def query(self) -> str:
        """``capacity(Y | X)``."""
        first, second = self.names
        return f"capacity({second} | {first})"

    def _latex(self, printer: Any) -> str:
        first, second = self.names
        return rf"\max_{{P_{{{first}}}}} I\left({first}; {second}\right)"


class GaussianCapacity(Optimum):
    """The capacity of parallel channels with normal noise, under one bound on the power of all inputs.

    Parameters
    ----------
    noises : sequence of Expr
        The variance of the noise of each channel, as seen at its input.
    power : Expr
        The largest mean square of the inputs together; oo for none.
    names : pair of str
        The names of the input and of the output.
    kind : str
        "max" for the capacity, "argmax" for the powers that reach it.
    base : Expr
        The base of the logarithm.
    """

    def __new__(
        cls, noises: Any, power: Any, names: tuple[str, str] = ("X", "Y"), kind: str = "max", base: Any = E
    ) -> Self:
        """The question."""
        values = [sympify(noise) for noise in noises]
        bad = next((noise for noise in values if noise.is_positive is False), None)
        if bad is not None:
            raise DomainError("capacity", "noise", bad, "a positive variance")
        if sympify(power).is_negative:
            raise DomainError("capacity", "power", power, "at least 0")
        return Expr.__new__(cls, Str(kind), Tuple(*values), sympify(power), Tuple(*map(Str, names)), sympify(base))

    kind = property(lambda self: str(self.args[0].name))
    noises = property(lambda self: tuple(self.args[1]))
    power = property(lambda self: self.args[2])
    names = property(lambda self: tuple(str(n.name) for n in self.args[3]))
    base = property(lambda self: self.args[4])

    @property
    def query(self) -> str:
        """``capacity(Y | X; E[X**2] <= P)``, or with the noise of several channels ``capacity(noise=[1, 4], power=2)``."""
        first, second = self.names
        if len(self.noises) > 1:
            return f"capacity(noise={list(self.noises)}, power={self.power})"
        return f"capacity({second} | {first}; E[{first}**2] <= {self.power})"

    def _latex(self, printer: Any) -> str:
        first, second = self.names
        bound = printer._print(self.power)
        return rf"\max_{{P_{{{first}}} : \mathbb{{E}}[{first}^2] \le {bound}}} I\left({first}; {second}\right)"


class LargestEntropy(Optimum):
    """The largest entropy of all laws on a range with given means of some functions, or the law that has it.

    Parameters
    ----------
    constraints : sequence of pairs
        A function of the variable, and its mean.
    variable, lower, upper
        The bound variable, and the ends of the range.
    discrete : bool
        Whether the laws are masses on the whole numbers of the range, and no densities.
    base : Expr
        The base of the logarithm.
    """

    def __new__(
        cls,
        constraints: Any,
        variable: Symbol,
        lower: Any,
        upper: Any,
        discrete: bool = False,
        base: Any = E,
    ) -> Self:
        """The question."""
        pairs = Tuple(*(Tuple(sympify(statistic), sympify(mean)) for statistic, mean in constraints))
        range_ = Tuple(variable, sympify(lower), sympify(upper))
        return Expr.__new__(cls, pairs, range_, Str("mass" if discrete else "density"), sympify(base))

    constraints = property(lambda self: tuple((pair[0], pair[1]) for pair in self.args[0]))
    range = property(lambda self: tuple(self.args[1]))
    discrete = property(lambda self: str(self.args[2].name) == "mass")
    base = property(lambda self: self.args[3])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The given means, and the parameters of the range."""
        return (self.args[0].free_symbols | self.args[1].free_symbols) - {self.range[0]}

    @property
    def query(self) -> str:
        """``maxent({x: m}, x in (0, oo))``."""
        x, low, high = self.range
        inside = ", ".join(f"{statistic}: {mean}" for statistic, mean in self.constraints)
        return f"maxent({{{inside}}}, {x} in ({low}, {high}))"

    def _latex(self, printer: Any) -> str:
        inside = ",\\, ".join(
            rf"\mathbb{{E}}\left[{printer._print(s)}\right] = {printer._print(m)}" for s, m in self.constraints
        )
        letter = "H" if self.discrete else "h"
        return rf"\max_{{{inside}}} {letter}\left({str(self.range[0]).upper()}\right)"
