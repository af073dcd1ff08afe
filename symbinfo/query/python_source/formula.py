"""The formula that a function in Python returns: its source is followed statement by statement, and never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import Expr, Symbol

from symbinfo.query.python_source.expressions import Dotted, ExpressionReader, Function, Object, parameters_of
from symbinfo.query.python_source.modules import Module, function_in, imported

__all__ = ["SourceFormula", "formula_of"]

MOST_STATEMENTS = 2_000


@dataclass(frozen=True)
class SourceFormula:
    """What a function returns.

    Attributes
    ----------
    value : Expr
        The formula, over the symbols of the parameters.
    parameters : tuple of str
        The names of the parameters that it was read over, in order.
    told : tuple of str
        How it was read where that is not evident: sums over components, checks that are passed over.
    """

    value: Expr
    parameters: tuple[str, ...]
    told: tuple[str, ...]


def formula_of(module: Module, name: str, symbols: Mapping[str, Symbol]) -> SourceFormula:
    r"""The formula that a function returns, over symbols by the names of its parameters.

    A parameter that no symbol is named after has its default; an attribute ``p.loc`` is named ``p_loc``.

    Parameters
    ----------
    module : Module
        Where it stands.
    name : str
        The function, or a method as ``Class.method``.
    symbols : mapping of str to Symbol
        The symbols that the measure speaks of.

    Raises
    ------
    QueryError
        With the line of what cannot be read.

    Examples
    --------
    >>> from sympy import symbols
    >>> from symbinfo.query.python_source.modules import module_of_text
    >>> text = "import numpy as np\ndef f(s):\n    v = np.square(s)\n    return 0.5*np.log(v)\n"
    >>> formula_of(module_of_text(text, "f.py"), "f", {"s": symbols("s", positive=True)}).value
    log(s**2)/2
    """
    definition = function_in(module, name)
    reader = _Reader(module, dict(symbols))
    reader.check_decorators(definition)
    values: dict[str, Any] = {}
    parameters = []
    for parameter, default in parameters_of(definition):
        if parameter in symbols:
            values[parameter] = symbols[parameter]
            parameters.append(parameter)
        elif any(known.startswith(f"{parameter}_") for known in symbols):
            values[parameter] = Object(parameter)
        elif default is not None:
            values[parameter] = reader.value(default, {})
            reader.tell(f"{parameter} has its default", definition)
        elif parameter not in ("self", "cls"):
            known = ", ".join(sorted(symbols)) or "none"
            message = f"the function takes {parameter}, which is no symbol of the measure (these are {known})"
            raise reader.fail(message, definition)
        else:
            values[parameter] = Object("")
    value = reader.run(definition.body, values, definition)
    found = reader.expression(value, definition)
    return SourceFormula(found, tuple(parameters), tuple(reader.told))


@dataclass
class _Reader(ExpressionReader):
    """What is read, statement by statement."""

    statements: int = 0

    # Statements.

    def run(self, body: list[ast.stmt], names: dict[str, Any], owner: ast.AST) -> Any:
        """What a function returns that knows these names."""
        value = self._body(body, names)
        if value is None:
            raise self.fail("the function returns nothing on this way", owner)
        return value

    def _body(self, body: list[ast.stmt], names: dict[str, Any]) -> Any:
        """The value of the first return, or None."""
        for place, statement in enumerate(body):
            self.statements += 1
            if self.statements > MOST_STATEMENTS:
                raise self.fail(f"more than {MOST_STATEMENTS} statements", statement)
            if isinstance(statement, ast.If):
                if _only_raises(statement.body) and not statement.orelse:
                    self.tell("a check of the arguments is passed over", statement)
                    continue
                return self._cases(statement, body[place + 1 :], names)
            if isinstance(statement, ast.Return):
                if statement.value is None:
                    raise self.fail("nothing is returned", statement)
                return self.value(statement.value, names)
            if isinstance(statement, ast.With):
                value = self._body(statement.body, names)
                if value is not None:
                    return value
                continue
            self._statement(statement, names)
        return None

    def _cases(self, statement: ast.If, rest: list[ast.stmt], names: dict[str, Any]) -> Any:
        """What is returned by cases; what follows belongs to each way that does not return."""
        condition = self.condition(statement.test, names)
        if condition in (sympy.true, sympy.false):
            return self._body([*(statement.body if condition else statement.orelse), *rest], names)
        ways = [self._body([*way, *rest], dict(names)) for way in (statement.body, statement.orelse)]
        if None in ways:
            raise self.fail("one of the cases returns nothing", statement)
        first, second = (self.expression(way, statement) for way in ways)
        return self._piecewise(condition, first, second, statement)

    def _statement(self, statement: ast.stmt, names: dict[str, Any]) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                found = self.value(value, names)
                for target in targets:
                    self._bind(target, found, names)
            case ast.AnnAssign(target=ast.Name() as target, value=value):
                if value is not None:
                    self._bind(target, self.value(value, names), names)
            case ast.AugAssign(target=ast.Name() as target, op=op, value=value):
                found = self._operation(op, self.value(target, names), self.value(value, names), statement)
                self._bind(target, found, names)
            case ast.FunctionDef(name=name):
                names[name] = Function(statement, dict(names))
            case ast.Import() | ast.ImportFrom():
                names.update((name, Dotted(dotted)) for name, dotted in imported(statement).items())
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                pass
            case ast.Assert():
                self.tell("an assertion is passed over", statement)
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))) if (
                "check" in name or "warn" in name or name == "print"
            ):
                self.tell(f"{name}(...) is passed over", statement)
            case ast.For() | ast.While():
                raise self.fail("a loop is not read as a formula", statement)
            case _:
                raise self.fail(f"a statement of this kind is not read: {type(statement).__name__.lower()}", statement)

    def _bind(self, target: ast.expr, value: Any, names: dict[str, Any]) -> None:
        if isinstance(target, ast.Name):
            if any(isinstance(known, Function) and known.sees(target.id) for known in names.values()):
                raise self.fail(
                    f"{target.id} gets a value after a function that sees it: define the function below", target
                )
            names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, tuple) and len(value) == len(target.elts):
            for part, inner in zip(target.elts, value, strict=True):
                self._bind(part, inner, names)
        else:
            raise self.fail("only names are assigned to", target)


def _only_raises(body: list[ast.stmt]) -> bool:
    return all(isinstance(statement, ast.Raise) for statement in body)
