"""From a syntax tree to expressions: numbers, names, operations, functions, sums and derivatives. Text is never evaluated."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sympy
from sympy import Add, Derivative, Expr, Integer, MatrixExpr, Symbol, Tuple, diff

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.law import Law
from symbinfo.measures.base import Measure
from symbinfo.query.arguments import limits_of, only_commas
from symbinfo.query.bounded_arithmetic import FUNCTIONS, apply, checked, combine, guarded, is_sum_of_numbers, number
from symbinfo.query.matrix_letters import MATRIX_FUNCTIONS, TRANSPOSE, combined_matrices, scalar_of
from symbinfo.query.nodes import (
    Argument,
    Call,
    Keyword,
    Name,
    Negation,
    Node,
    Number,
    Operation,
    Sequence,
    Weighted,
    below,
)
from symbinfo.query.printed_forms import FORMS, HIGHEST_DERIVATIVE
from symbinfo.query.typed.expectation_forms import EXPECTATION
from symbinfo.query.vocabulary import (
    CONSTANTS,
    LAWS,
    MEASURES,
    RATE,
    UNLESS_DECLARED,
    is_asked,
    is_law,
    near,
    signature,
)

__all__ = ["ExpressionBuilder"]

#: How many parts all sums of numbers that are written out may have together.
MOST_SUMMED = 1000

#: Functions that have a value wherever their arguments have one.
TOTAL = (
    sympy.exp,
    sympy.Abs,
    sympy.Max,
    sympy.Min,
    sympy.sin,
    sympy.cos,
    sympy.sinh,
    sympy.cosh,
    sympy.tanh,
    sympy.erf,
)

_Made = TypeVar("_Made")


@dataclass
class ExpressionBuilder(ABC):
    """What building an expression needs to know; laws and measures inside it are left to the builders of these.

    Parameters
    ----------
    text : str
        The query, for errors.
    symbols : dict
        The symbol of each name; a name that is missing is refused.
    inner : bool
        Whether the expression stands inside a law or a sum.
    local : dict
        The values of names that a sum binds, or that a setting knows.
    budget : list of int
        How many parts the sums of numbers may have that are still to come: one counter for all parts of a query.
    partial : list of Expr
        What was written and need not have a value everywhere, such as 1/x: SymPy may have cancelled it since.
    """

    text: str
    symbols: dict[str, Symbol]
    inner: bool = False
    local: dict[str, Any] = field(default_factory=dict)
    budget: list[int] = field(default_factory=lambda: [MOST_SUMMED])
    partial: list[Expr] = field(default_factory=list)
    #: Vectors and matrices by the letters that laws of the query give them.
    matrices: dict[str, MatrixExpr] = field(default_factory=dict)

    @abstractmethod
    def part(self, local: dict[str, Any]) -> ExpressionBuilder:
        """The builder of an expression inside this one, where measures are out of place and more names have values."""

    @abstractmethod
    def law(self, node: Argument, name: str = "P") -> Law:
        """A law."""

    def measure(self, call: Call) -> Expr:
        """A measure, which is out of place in a plain expression."""
        raise self.fail(f"a measure such as {call.name}(...) is not expected here: write an expression", call)

    def expectation(self, call: Call) -> Expr:
        """An expectation, which is out of place where there are no variables."""
        raise self.fail(
            "an expectation needs a law: write E_{x ~ Normal(0, 1)}[x**2] in LaTeX, or declare X by --given", call
        )

    def optimum(self, call: Call) -> Expr:
        """A question for an optimum, which is out of place in a plain expression."""
        raise self.fail(f"{call.name}(...) asks for an optimum, which is not expected here: write an expression", call)

    def rate(self, call: Call) -> Expr:
        """An entropy rate, which is out of place in a plain expression."""
        raise self.fail("an entropy rate is not expected here: write an expression", call)

    def fail(self, message: str, node: Any) -> QueryError:
        """An error at a node (or at an offset)."""
        return QueryError(message, self.text, node if isinstance(node, int) else node.start)

    def at(self, place: int, make: Callable[..., _Made], *args: Any) -> _Made:
        """What a function makes; its errors get the text, and a place where they have none."""
        try:
            return make(*args)
        except QueryError as error:
            raise self.fail(error.message, place if error.position is None else error.position) from error

    def expression(self, node: Argument) -> Expr:
        """An expression; a chain of operations is walked without recursion."""
        chain: list[Operation] = []
        while isinstance(node, Operation) and node.sign != "**":
            chain.append(node)
            node = node.left
        value = self._atom(node)
        for operation in reversed(chain):
            right = self.expression(operation.right)
            value = self.at(operation.at, self._combined, operation.sign, value, right)
            if operation.sign == "/":
                self.note(1 / right)
        return value

    def sides(self, nodes: Iterable[Node]) -> list[Any]:
        """The sides of a statement; beside a question for a place, a place of several parameters is a tuple."""
        sides = list(nodes)
        asked = any(isinstance(side, Call) and side.name in ("argmax", "argmin") for side in sides)
        return [
            Tuple(*map(self.expression, side.items)) if asked and isinstance(side, Sequence) else self._number(side)
            for side in sides
        ]

    def _number(self, node: Argument) -> Expr:
        """An expression that is no matrix of letters."""
        value = self.expression(node)
        return self.at(node.start, scalar_of, value) if self.matrices else value

    def _combined(self, sign: str, left: Any, right: Any) -> Any:
        """One of the operations of numbers, or of matrices."""
        of_matrices = self.matrices and (isinstance(left, MatrixExpr) or isinstance(right, MatrixExpr))
        return (combined_matrices if of_matrices else combine)(sign, left, right)

    def note(self, part: Expr) -> Expr:
        """Remember a part that need not have a value everywhere; inside of laws and sums others look after it."""
        if not self.inner and isinstance(part, Expr) and part.free_symbols and not isinstance(part, TOTAL):
            self.partial.append(part)
        return part

    def _atom(self, node: Argument) -> Expr:
        match node:
            case Number():
                return number(node.digits, node.exponent)
            case Name():
                return self._name(node)
            case Negation():
                return self.at(node.start, self._combined, "*", Integer(-1), self.expression(node.value))
            case Operation():
                left = self.expression(node.left)
                if self.matrices and isinstance(left, MatrixExpr):
                    return self._power_of_matrix(left, node)
                right = self.expression(node.right)
                return self.note(self.at(node.at, combine, "**", left, right))
            case Call():
                return self._call(node)
            case Keyword():
                raise self.fail(f"{node.name}=... is not expected here: only laws take arguments by name", node)
            case Weighted():
                raise self.fail("a weight is not expected here: only mixture(...) takes weights", node)
        raise self.fail("a list or a table is not expected here: write an expression", node)

    def _power_of_matrix(self, matrix: MatrixExpr, node: Operation) -> Any:
        transposed = isinstance(node.right, Name) and node.right.name == TRANSPOSE
        exponent = TRANSPOSE if transposed else self.expression(node.right)
        return self.at(node.at, combined_matrices, "**", matrix, exponent)

    def _name(self, node: Name) -> Expr:
        if node.name in self.matrices:
            return self.matrices[node.name]
        if node.name in self.local:
            return self.local[node.name]
        if node.name in CONSTANTS:
            return CONSTANTS[node.name]
        if node.name in ("True", "False"):
            raise self.fail(f"{node.name} is not a quantity: write a number", node)
        if node.name in LAWS and node.name not in self.symbols:
            raise self.fail(f"{node.name} is a law: write {signature(node.name)}", node)
        if node.name not in self.symbols:
            if node.name in UNLESS_DECLARED:
                return UNLESS_DECLARED[node.name]
            raise self.fail(f"unknown name {node.name}{near(node.name, [*self.symbols, *CONSTANTS])}", node)
        return self.symbols[node.name]

    def _call(self, node: Call) -> Expr:
        if node.name in MEASURES:
            return self.measure(node)
        if is_law(node):
            law = self.law(node)
            raise self.fail(f"{law.title} is a law: ask for a measure of it, such as H({law.title})", node)
        if node.name == EXPECTATION:
            return self.expectation(node)
        if is_asked(node):
            return self.optimum(node)
        if node.name == RATE:
            return self.rate(node)
        if node.name in FORMS:
            return FORMS[node.name](self, node)
        if node.name == "Sum":
            return self._sum(node)
        if node.name == "diff":
            return self.at(node.start, _derivative, [self.expression(item) for item in node.arguments.items])
        if self.matrices and node.name in MATRIX_FUNCTIONS and len(node.arguments.items) == 1:
            value = self.expression(node.arguments.items[0])
            if node.name not in FUNCTIONS or isinstance(value, MatrixExpr):
                return self.at(node.start, MATRIX_FUNCTIONS[node.name], value)
        if node.name not in FUNCTIONS:
            if node.name in MATRIX_FUNCTIONS:
                raise self.fail(
                    f"{node.name} is of a matrix that a law names, such as MultivariateNormal(mu, Sigma)", node
                )
            if node.name == "table":
                raise self.fail("joint tables are not read from text: use si.table in Python", node)
            known = [*FUNCTIONS, *FORMS, *MEASURES, *LAWS, "Sum", "diff"]
            advice = near(node.name, known) or f"; a product is written {node.name}*(...)"
            raise self.fail(f"unknown function {node.name}{advice}", node)
        self.at(node.start, only_commas, node)
        args = [self._number(item) for item in node.arguments.items]
        return self.note(self.at(node.start, apply, node.name, args))

    def _sum(self, node: Call) -> Expr:
        expr, limits = self.over(node, "Sum(expr, (k, a, b))", "integer")
        for end in limits[1:]:
            if end.is_integer is False and end.is_finite:
                raise self.fail(f"the ends of a sum are whole numbers: got {end}", node)
        total = self.at(node.start, lambda: guarded(sympy.Sum, expr, limits, what="this sum"))
        if is_sum_of_numbers(total):
            total = self._sum_of_numbers(node, total, limits)
        return self.at(node.start, checked, total, "this sum")

    def _sum_of_numbers(self, node: Call, total: Expr, limits: tuple[Symbol, Expr, Expr]) -> Expr:
        """A short sum of numbers is written out, so that every limit on numbers holds for its terms.

        A long one stays as it is, and only where nothing asks for its sign or its size.
        """
        (variable, lower, upper), body = limits, node.arguments.items[0]
        if isinstance(lower, Integer) and isinstance(upper, Integer):
            count = int(upper - lower) + 1
            if count < 0:
                raise self.fail(f"the ends of this sum are in the wrong order: got {lower} and {upper}", node)
            cost = count * len(below(body))
            if cost <= self.budget[0]:
                self.budget[0] -= cost
                terms = (self.part({variable.name: lower + i}).expression(body) for i in range(count))
                return guarded(Add, *terms, what="this sum")
        if self.inner:
            raise self.fail("a long sum of numbers is read only as a term by itself: give its value here", node)
        return total

    def over(self, node: Call, form: str, kind: str) -> tuple[Expr, tuple[Symbol, Expr, Expr]]:
        """The parts of ``Name(expr, (x, a, b))``, with x local to expr."""
        self.at(node.start, only_commas, node)
        if len(node.arguments.items) != 2 or any(isinstance(item, Keyword) for item in node.arguments.items):
            raise self.fail(f"{node.name} takes an expression and a range: write {form}", node)
        body, limits = node.arguments.items
        name, low, high = self.at(node.start, limits_of, limits, form)
        if name.name in CONSTANTS:
            raise self.fail(f"{name.name} is a constant: choose another name for the variable", name)
        variable = Symbol(name.name, **{kind: True})
        lower, upper = self.part({}).expression(low), self.part({}).expression(high)
        return self.part({name.name: variable}).expression(body), (variable, lower, upper)


def _derivative(args: list[Any]) -> Expr:
    """``diff(expr, x)``, ``diff(expr, x, 2)`` and ``diff(expr, x, y)``.

    Raises
    ------
    QueryError
        When there is nothing to differentiate by (without the place).
    """
    expr, by = (args[0], args[1:]) if args else (Integer(0), [])
    order = sum(int(b) for b in by if isinstance(b, Integer))
    plain = bool(by) and isinstance(by[0], Symbol) and all(isinstance(b, (Symbol, Integer)) for b in by)
    if (
        not plain
        or not 0 <= order <= HIGHEST_DERIVATIVE
        or len(by) > HIGHEST_DERIVATIVE
        or any(b in (0, -1) for b in by)
    ):
        raise QueryError(f"write diff(expr, x), or diff(expr, x, 2), with at most {HIGHEST_DERIVATIVE} derivatives")
    variables = [s for s in by if isinstance(s, Symbol)]
    if len(variables) > 1 and order:
        raise QueryError("write diff(expr, x, y), or diff(expr, x, 2)")
    made: Expr = Derivative(expr, *by) if expr.has(Measure) else diff(expr, *by)
    return made
