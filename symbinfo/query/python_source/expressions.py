"""Expressions of Python as formulas: numbers, names, attributes, operations, conditions and calls."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

import sympy
from sympy import Expr, Symbol

from symbinfo.expressions.errors import QueryError
from symbinfo.query.bounded_arithmetic import checked, combine, compared, guarded, number
from symbinfo.query.parse_query import expression_of
from symbinfo.query.python_source.modules import Module
from symbinfo.query.python_source.operations import (
    CONSTANTS,
    ELEMENTWISE,
    INTEGERS,
    METHODS,
    PASSED_DECORATORS,
    SAME,
    library_of,
    meaning_of,
)
from symbinfo.query.syntax import read

__all__ = ["Dotted", "ExpressionReader", "Function", "Object", "parameters_of"]

DEEPEST_CALL = 20
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"
}  # fmt: skip
_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="
}  # fmt: skip


@dataclass(frozen=True)
class Dotted:
    """A name of a library, such as ``scipy.special.gammaln``."""

    name: str


@dataclass(frozen=True)
class Function:
    """A function that is defined in the source, with the names that it sees where it stands inside another (None: outside)."""

    definition: ast.FunctionDef | ast.Lambda
    seen: Mapping[str, Any] | None = None

    def sees(self, name: str) -> bool:
        """Whether its value depends on a name of the function around it."""
        if self.seen is None or name in dict(parameters_of(self.definition)):
            return False
        names = [node for node in ast.walk(self.definition) if isinstance(node, ast.Name) and node.id == name]
        return bool(names) and all(isinstance(node.ctx, ast.Load) for node in names)


@dataclass(frozen=True)
class Object:
    """A parameter whose attributes are the parameters of a law: p.loc is the symbol p_loc."""

    name: str


@dataclass(frozen=True)
class _Word:
    """What is no number: None, True, False or text, which only tells cases apart."""

    value: str | bool | None


@dataclass(frozen=True)
class _Method:
    """A method of a value."""

    value: Any
    name: str


def parameters_of(definition: ast.FunctionDef | ast.Lambda) -> Iterator[tuple[str, ast.expr | None]]:
    """The parameters with their defaults."""
    arguments = definition.args
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [*([None] * (len(plain) - len(arguments.defaults))), *arguments.defaults]
    yield from ((argument.arg, default) for argument, default in zip(plain, defaults, strict=True))
    yield from (
        (argument.arg, default) for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    )


@dataclass
class ExpressionReader(ABC):
    """What is read, with the names of the module."""

    module: Module
    symbols: Mapping[str, Symbol]
    told: list[str] = field(default_factory=list)
    depth: int = 0

    def fail(self, message: str, node: ast.AST) -> QueryError:
        """An error with the line."""
        return QueryError(f"{self.module.place}, line {getattr(node, 'lineno', 1)}: {message}")

    def tell(self, what: str, node: ast.AST) -> None:
        """Something that a reader of the verdict must know."""
        line = f"{what} (line {getattr(node, 'lineno', 1)})"
        if line not in self.told:
            self.told.append(line)

    def at(self, node: ast.AST, make: Callable[..., Any], *args: Any) -> Any:
        """What a function makes; its errors get the line."""
        try:
            return make(*args)
        except QueryError as error:
            raise self.fail(error.message, node) from None

    def expression(self, value: Any, node: ast.AST) -> Expr:
        """A value that is a formula."""
        if isinstance(value, Expr):
            return value
        if isinstance(value, tuple) and len(value) == 1:
            return self.expression(value[0], node)
        raise self.fail("a formula is expected here", node)

    @abstractmethod
    def run(self, body: list[ast.stmt], names: dict[str, Any], owner: ast.AST) -> Any:
        """What a function returns that knows these names."""

    # Expressions.

    def value(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        """What an expression is: a formula, several of them, or something that is called."""
        match node:
            case ast.Constant(value=bool() | None | str() as word):
                return _Word(word)
            case ast.Constant(value=int() | float() as constant):
                return self._number(constant, node)
            case ast.Name(id=name):
                return self._name(name, names, node)
            case ast.Attribute(value=owner, attr=attribute):
                return self._attribute(self.value(owner, names), attribute, node)
            case ast.BinOp(left=left, op=op, right=right):
                return self._operation(op, self.value(left, names), self.value(right, names), node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._combine("*", sympy.Integer(-1), self.expression(self.value(operand, names), node), node)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.value(operand, names)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return tuple(self.value(part, names) for part in parts)
            case ast.Call():
                return self._call(node, names)
            case ast.Lambda():
                return Function(node, dict(names))
            case ast.IfExp(test=test, body=first, orelse=second):
                condition = self.condition(test, names)
                if condition in (sympy.true, sympy.false):
                    return self.value(first if condition else second, names)
                return self._piecewise(
                    condition,
                    self.expression(self.value(first, names), node),
                    self.expression(self.value(second, names), node),
                    node,
                )
        raise self.fail(f"this is not read as a formula: {ast.unparse(node)[:60]}", node)

    def condition(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        """A comparison, or several that are joined."""
        match node:
            case ast.Constant() | ast.Name() if isinstance(self.value(node, names), _Word):
                return sympy.true if self.value(node, names).value else sympy.false
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return sympy.Not(self.condition(operand, names))
            case ast.Compare(
                left=left, ops=[ast.Is() | ast.IsNot() | ast.Eq() | ast.NotEq() as op], comparators=[other]
            ) if _Word in (type(self.value(left, names)), type(self.value(other, names))):
                same = self.value(left, names) == self.value(other, names)
                return sympy.true if same == isinstance(op, ast.Is | ast.Eq) else sympy.false
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARED for op in ops):
                sides = [self.expression(self.value(side, names), node) for side in (left, *others)]
                found = [
                    self.at(node, compared, _COMPARED[type(op)], *pair)
                    for op, pair in zip(ops, pairwise(sides), strict=True)
                ]
                return sympy.And(*found)
            case ast.BoolOp(op=op, values=values):
                parts = [self.condition(value, names) for value in values]
                return sympy.And(*parts) if isinstance(op, ast.And) else sympy.Or(*parts)
            case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
                return sympy.And(self.condition(left, names), self.condition(right, names))
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return sympy.Or(self.condition(left, names), self.condition(right, names))
        raise self.fail(f"this is not read as a condition: {ast.unparse(node)[:60]}", node)

    def _number(self, value: float, node: ast.AST) -> Expr:
        """A number as it is written: 0.1 is 1/10."""
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            raise self.fail("a number is finite", node)
        sign, digits, exponent = Decimal(repr(value)).as_tuple()
        whole = int("".join(map(str, digits)))
        if not isinstance(exponent, int) or abs(exponent) > 400 or len(digits) > 400:
            raise self.fail("a number is too long or too large", node)
        return number(-whole if sign else whole, exponent)

    def _name(self, name: str, names: Mapping[str, Any], node: ast.AST) -> Any:
        if name in names:
            return names[name]
        meaning = self.module.meaning(name)
        if isinstance(meaning, ast.FunctionDef):
            return Function(meaning)
        if isinstance(meaning, ast.expr):
            return self._deeper(node, self.value, meaning, {})
        return Dotted(meaning if isinstance(meaning, str) else name)

    def _attribute(self, owner: Any, attribute: str, node: ast.AST) -> Any:
        if isinstance(owner, Object):
            name = f"{owner.name}_{attribute}" if owner.name else attribute.lstrip("_")
            if name in self.symbols:
                return self.symbols[name]
            raise self.fail(f"{name} is no symbol of the measure (these are {', '.join(sorted(self.symbols))})", node)
        if isinstance(owner, Dotted):
            if attribute in CONSTANTS and library_of(owner.name):
                return expression_of(read(CONSTANTS[attribute]).left, {})
            return Dotted(f"{owner.name}.{attribute}")
        if attribute in ("T", "real", "data"):
            return owner
        return _Method(owner, attribute)

    def _operation(self, op: ast.operator, left: Any, right: Any, node: ast.AST) -> Any:
        sign = _OPERATORS.get(type(op))
        if sign is None:
            raise self.fail(f"the operator {type(op).__name__} is not read as a formula", node)
        return self._combine(sign, self.expression(left, node), self.expression(right, node), node)

    def _combine(self, sign: str, left: Expr, right: Expr, node: ast.AST) -> Expr:
        found: Expr = self.at(node, combine, sign, left, right)
        return found

    def _deeper(self, node: ast.AST, make: Callable[..., Any], *args: Any) -> Any:
        """One call, or one constant of the module, deeper."""
        self.depth += 1
        if self.depth > DEEPEST_CALL:
            raise self.fail(f"calls are nested more than {DEEPEST_CALL} deep", node)
        try:
            return make(*args)
        finally:
            self.depth -= 1

    # Calls.

    def _call(self, node: ast.Call, names: Mapping[str, Any]) -> Any:
        called = self.value(node.func, names)
        if isinstance(called, Function):
            return self._deeper(node, self._inlined, called, node, names)
        if isinstance(called, _Method):
            return self._method(called, node, names)
        if not isinstance(called, Dotted):
            raise self.fail(f"{ast.unparse(node.func)[:40]} is not called as a function here", node)
        module, _, name = called.name.rpartition(".")
        library = library_of(module)
        if module and not library:
            raise self.fail(f"{called.name} is of no library that is known: its source is not read", node)
        if not module and name == "float":
            return self.value(node.args[0], names)
        if not module and name in ("max", "min"):
            return self._applied("maximum" if name == "max" else "minimum", "numpy", self._given(node, names), node)
        if library and name in SAME:
            return self._same(self.value(node.args[0], names), node.args[1:], node)
        if library and name in ELEMENTWISE:
            self.tell(f"{called.name} over components is read for one component", node)
            return self.value(node.args[0], names)
        if library and name == "where" and len(node.args) == 3:
            first, second = (self.expression(self.value(part, names), node) for part in node.args[1:])
            return self._piecewise(self.condition(node.args[0], names), first, second, node)
        return self._applied(name, library, self._given(node, names), node)

    def _given(self, node: ast.Call, names: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """The arguments of a call."""
        if any(isinstance(part, ast.Starred) for part in node.args) or any(k.arg is None for k in node.keywords):
            raise self.fail("arguments with stars are not read", node)
        return (
            [self.value(part, names) for part in node.args],
            {str(k.arg): self.value(k.value, names) for k in node.keywords},
        )

    def _method(self, method: _Method, node: ast.Call, names: Mapping[str, Any]) -> Any:
        if method.name in SAME:
            return self._same(method.value, node.args, node)
        if method.name in ELEMENTWISE:
            self.tell(f"{method.name} over components is read for one component", node)
            return method.value
        if method.name not in METHODS:
            raise self.fail(f"the method {method.name} is not read as a formula", node)
        positional, keywords = self._given(node, names)
        return self._applied(method.name, "torch", ([method.value, *positional], keywords), node)

    def _applied(self, name: str, library: str, given: tuple[list[Any], dict[str, Any]], node: ast.AST) -> Expr:
        """A function of a library, by what it means."""
        meaning = meaning_of(name, library)
        if meaning is None:
            raise self.fail(f"the function {name} is not read as a formula", node)
        takes, body = meaning
        positional, keywords = given
        values = dict(zip([parameter for parameter, _ in takes], positional, strict=False))
        odd = sorted(set(keywords) - {parameter for parameter, _ in takes})
        if len(positional) > len(takes) or odd:
            what = f"the argument {odd[0]}" if odd else f"more than {len(takes)} arguments"
            raise self.fail(f"{name} is not read with {what}", node)
        values.update(keywords)
        for parameter, default in takes:
            if parameter not in values:
                if default is None:
                    raise self.fail(f"{name} takes {parameter}", node)
                values[parameter] = expression_of(default, {})
        known = {parameter: self.expression(value, node) for parameter, value in values.items()}
        found: Expr = self.at(node, expression_of, body, known)
        return found

    def _inlined(self, called: Function, node: ast.Call, names: Mapping[str, Any]) -> Any:
        """A function of the source itself, with its arguments put in."""
        definition = called.definition
        self.check_decorators(definition)
        positional, keywords = self._given(node, names)
        parameters = list(parameters_of(definition))
        names_of = [parameter for parameter, _ in parameters]
        by_name = names_of[max(len(positional), len(definition.args.posonlyargs)) :]
        many = len(positional) > len(parameters) - len(definition.args.kwonlyargs)
        if many or not set(keywords) <= set(by_name) or definition.args.vararg or definition.args.kwarg:
            raise self.fail("this call does not fit the function's parameters", node)
        own = dict(called.seen or {})
        own.update(zip(names_of, positional, strict=False))
        own.update(keywords)
        for parameter, default in parameters[len(positional) :]:
            if parameter not in keywords:
                if default is None:
                    raise self.fail(f"the call gives no {parameter}", node)
                own[parameter] = self.value(default, {})
        if isinstance(definition, ast.Lambda):
            return self.value(definition.body, own)
        return self.run(definition.body, own, definition)

    def check_decorators(self, definition: ast.FunctionDef | ast.Lambda) -> None:
        """What stands above a function does not change what it returns."""
        for decorator in getattr(definition, "decorator_list", ()):
            found = decorator
            while isinstance(found, ast.Call):
                of_partial = ast.unparse(found.func).endswith("partial") and bool(found.args)
                found = found.args[0] if of_partial else found.func
            if ast.unparse(found).rpartition(".")[2] not in PASSED_DECORATORS:
                what = f"the decorator {ast.unparse(decorator)[:40]} may change what is returned"
                raise self.fail(f"{what}: give the function without it", decorator)

    def _same(self, value: Any, more: list[ast.expr], node: ast.Call) -> Any:
        """An argument as it stands; a conversion to whole numbers is another value."""
        if any(INTEGERS.search(ast.unparse(part)) for part in [*more, *(k.value for k in node.keywords)]):
            raise self.fail("a conversion to whole numbers is not read as a formula", node)
        return value

    def _piecewise(self, condition: Any, first: Expr, second: Expr, node: ast.AST) -> Expr:
        made = self.at(
            node, lambda: guarded(sympy.Piecewise, (first, condition), (second, True), what="a value by cases")
        )
        found: Expr = self.at(node, checked, made)
        return found
