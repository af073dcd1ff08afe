"""The part of a file that people read, compared with the certificate in it, which is what is checked.

Numbers of steps, relations, rules and the measure are compared as they stand. Results and steps are read as
expressions, by Python's own grammar and without SymPy, and compared by value at points of the domain; what holds
integrals, sums or functions that are not known here is not compared.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

from .certificate import Certificate
from .exceptions import CertificateError
from .numbers.estimates import Undefined, Unknown
from .numbers.evaluator import Evaluator
from .places.order import linear
from .places.points import points_of
from .statements import Plain
from .terms import HEADS, Term, bound_symbols, conjuncts, free_symbols, replace

__all__ = ["demand_same"]

DIGITS, LOOKED_AT = 20, 3
LONGEST = 20_000
_CONSTANTS = {"pi": "%pi", "E": "%e", "EulerGamma": "%gamma", "Catalan": "%catalan"}
_INFINITE = {"%oo": "oo", "%-oo": "-oo"}
_RENAMED = {"Abs": "abs", "Max": "max", "Min": "min", "LambertW": "lambertw", "sqrt": "sqrt", "ceiling": ""}
_RELATIONS: dict[type, str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


class _NotKnown(Exception):
    """An expression that is not read here."""


def demand_same(data: Mapping[str, Any], certificate: Certificate) -> None:
    """The visible part must say what the certificate says.

    Raises
    ------
    CertificateError
        Names the key that differs.
    """
    plain = certificate[certificate.main]
    steps = data.get("steps")
    if isinstance(steps, list):
        _steps(steps, plain)
    if "measure" in data and plain.measure is not None and data["measure"] != plain.measure.name:
        raise _differs("measure")
    compare = _Values(plain)
    if isinstance(steps, list):
        for i, (step, own) in enumerate(zip(steps, plain.steps, strict=True), 1):
            compare.demand(step.get("sympy"), own.term, f"steps, {i}")
    result = data.get("result")
    if isinstance(result, dict) and plain.claim.relation == "=":
        compare.demand(result.get("sympy"), plain.claim.right, "result")
    for entry in plain.otherwise if "otherwise" in data else ():
        if not entry.at and data["otherwise"] != _INFINITE.get(str(certificate[entry.derivation].claim.right)):
            raise _differs("otherwise")
    if isinstance(data.get("condition"), str):
        _condition(data["condition"], plain, tuple(compare.closed(plain, certificate)))


def _differs(key: str) -> CertificateError:
    return CertificateError(f"the visible {key} is not that of the certificate: derive the file again")


def _steps(steps: list[Any], plain: Plain) -> None:
    if len(steps) != len(plain.steps) or not all(isinstance(step, dict) for step in steps):
        raise _differs("number of steps")
    for i, (step, own) in enumerate(zip(steps, plain.steps, strict=True), 1):
        for key, value in (("relation", own.relation), ("rule", own.rule)):
            if key in step and step[key] != value:
                raise _differs(f"{key} of step {i}")


def _condition(text: str, plain: Plain, closed: Collection[Term]) -> None:
    """What is printed as the condition must be among what the certificate assumes, but for edges that it holds apart."""
    try:
        shown = [_of(part) for part in _conjuncts(_parsed(text))]
    except _NotKnown:
        return
    stated = {_normal(part) for c in (*plain.conditions, *closed) for part in conjuncts(c)}
    if not {_normal(c) for c in shown if c != "true"} <= stated:
        raise _differs("condition")


def _turned(condition: Term) -> Term:
    """A relation with its greater side on the right."""
    if isinstance(condition, tuple) and condition[0] in (">", ">="):
        return ("<" if condition[0] == ">" else "<=", condition[2], condition[1])
    return condition


def _normal(condition: Term) -> Any:
    """A condition as what is not negative, with its terms in no order."""
    turned = _turned(condition)
    if isinstance(turned, tuple) and turned[0] in ("<", "<="):
        return turned[0], frozenset(linear(("+", turned[2], ("*", -1, turned[1]))).items())
    return turned


class _Values:
    """Compares expressions with terms at some points of the domain."""

    def __init__(self, plain: Plain) -> None:
        self.evaluator = Evaluator(DIGITS)
        self.points = [] if plain.functions else points_of(plain, self.evaluator)[0][:LOOKED_AT]

    def closed(self, plain: Plain, certificate: Certificate) -> Iterator[Term]:
        """Conditions that may be printed as closed: on the edge another derivation has the value of the formula."""
        for entry in plain.otherwise:
            value = certificate[entry.derivation].claim.right
            if entry.at and isinstance(entry.instead_of, tuple) and self.agrees_at(entry.at, plain.claim.right, value):
                yield ("<=", *entry.instead_of[1:])

    def agrees_at(self, at: tuple[tuple[str, Term], ...], term: Term, value: Term) -> bool:
        """Whether a term has a value at a value of a symbol, where 0 log 0 counts as 0: at every point, and at one at least."""
        seen = []
        for name, there in at:
            term = replace(term, name, there)
        for point in self.points:
            try:
                one, other = self.evaluator.attempt(term, point), self.evaluator.attempt(value, point)
            except (Undefined, Unknown):
                return False
            seen.append(abs(one.value - other.value) <= max(abs(other.value), 1) / 10 ** (DIGITS // 2))
        return bool(seen) and all(seen)

    def demand(self, text: Any, term: Term, key: str) -> None:
        """The text must have the values of the term."""
        if not isinstance(text, str):
            return
        try:
            shown = _of(_parsed(text))
        except _NotKnown:
            return
        if bound_symbols(term):
            return
        for point in self.points:
            if free_symbols(shown) - set(point):
                raise _differs(key)
            try:
                one, other = self.evaluator.attempt(shown, point), self.evaluator.attempt(term, point)
            except (Undefined, Unknown):
                continue
            scale = max(abs(other.value), 1)
            if abs(one.value - other.value) > scale / 10 ** (DIGITS // 2):
                raise _differs(key)


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise _NotKnown
    try:
        return ast.parse(text.replace("lambda", "lamda"), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _NotKnown from None


def _conjuncts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        return [*_conjuncts(node.left), *_conjuncts(node.right)]
    return [node]


def _of(node: ast.expr) -> Term:
    """A term from Python's tree of an expression."""
    if isinstance(node, ast.Constant):
        if node.value is True:
            return "true"
        if type(node.value) is int:
            return node.value
        raise _NotKnown
    if isinstance(node, ast.Name):
        return _CONSTANTS.get(node.id, node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _of(node.operand)
        return -inner if isinstance(inner, (int, Fraction)) else ("*", -1, inner)
    if isinstance(node, ast.BinOp):
        return _operation(node.op, _of(node.left), _of(node.right))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _RELATIONS:
        return _turned((_RELATIONS[type(node.ops[0])], _of(node.left), _of(node.comparators[0])))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        name = _RENAMED.get(node.func.id, node.func.id)
        arguments = [_of(a) for a in node.args]
        if name == "sqrt" and len(arguments) == 1:
            return ("^", arguments[0], Fraction(1, 2))
        if name in HEADS and HEADS[name] in (None, len(arguments)) and name not in ("integral", "sum", "limit", "diff"):
            return (name, *arguments)
    raise _NotKnown


def _operation(op: ast.operator, left: Term, right: Term) -> Term:
    if isinstance(op, ast.Div):
        numbers = isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)) and right != 0
        if numbers and isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)):
            return Fraction(left) / Fraction(right)
        return ("*", left, ("^", right, -1))
    if isinstance(op, ast.Sub):
        return ("+", left, ("*", -1, right))
    heads: dict[type, str] = {ast.Add: "+", ast.Mult: "*", ast.Pow: "^"}
    if type(op) not in heads:
        raise _NotKnown
    return (heads[type(op)], left, right)
