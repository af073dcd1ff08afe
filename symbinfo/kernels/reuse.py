"""The same function for arrays of one shape, with less to do: in place, and with care only where the whole needs it.

Where all arguments have one shape, so has every intermediate result, and an operand that has no name is not needed
again: the result may take its memory. And the digits that one logarithm loses matter only where the sum in which it
stands, of parts that are at least 0, is small. A value that is finite tells that the parameters are (see `soundness`).
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from copy import deepcopy
from functools import partial, reduce
from typing import Any, TypeGuard

import numpy as np

from symbinfo.kernels.one_branch import IN_ONE_BRANCH, SPECIAL, log_remainder_and_rest
from symbinfo.kernels.plain_sums import mended, plain_sum
from symbinfo.kernels.soundness import SOUND, asked_of_the_value, sound

__all__ = ["reusing"]


def _subtract_from(left: Any, right: Any) -> Any:
    return np.subtract(left, right, right)


def _divided_by(left: Any, right: Any) -> Any:
    return np.divide(left, right, right)


def _negative(value: Any) -> Any:
    return np.negative(value, value)


def _square(value: Any) -> Any:
    value *= value
    return value


ON_LEFT: dict[type, Any] = {
    ast.Add: operator.iadd,
    ast.Sub: operator.isub,
    ast.Mult: operator.imul,
    ast.Div: operator.itruediv,
    ast.BitAnd: operator.iand,
}
ON_RIGHT: dict[type, Any] = {ast.Sub: _subtract_from, ast.Div: _divided_by}
COMMUTATIVE = (ast.Add, ast.Mult, ast.BitAnd)
CALLED = {f"_{f.__name__.strip('_')}_in_place": f for f in (*ON_LEFT.values(), *ON_RIGHT.values(), _negative, _square)}
NAMES = {function: name for name, function in CALLED.items()}


#: What is at least 0 whatever its arguments are.
NOT_NEGATIVE = (
    "np.square",
    "np.abs",
    "log_remainder",
    "stirling_remainder",
    "loggamma_remainder",
    "shares_remainder",
    "gap",
    "exp_remainder",
)
TOGETHER, PLAIN, MENDED = "_log_remainder_and_rest", "_plain_sum", "_mended"


class _Together(ast.NodeTransformer):
    """``w*log_remainder(e, ...) + rest`` becomes one call, where w is 1 or a positive parameter, and rest at least 0."""

    def __init__(self, definition: ast.FunctionDef) -> None:
        asked = [n for n in ast.walk(definition) if isinstance(n, ast.Call) and ast.unparse(n.func) == "all_positive"]
        self.positive = {ast.unparse(a) for call in asked for a in call.args}
        lines = [node for node in definition.body if isinstance(node, ast.Assign)]
        self.named = {ast.unparse(n.targets[0]) for n in lines if _calls(n.value, *NOT_NEGATIVE)}

    def visit_Assign(self, node: ast.Assign) -> Any:
        if ast.unparse(node.targets[0]) == "value" and isinstance(node.value, ast.BinOp):
            node.value = self._sum(node.value) or node.value
        return node

    def _sum(self, node: ast.BinOp) -> ast.expr | None:
        """The sum with its first logarithm and all the rest in one call."""
        terms = _terms(node)
        for i, term in enumerate(terms):
            weight, call = (term.left, term.right) if _is_product(term) else (ast.Constant(None), term)
            others = [*terms[:i], *terms[i + 1 :]]
            weighed = isinstance(weight, ast.Constant) or ast.unparse(weight) in self.positive
            if weighed and _calls(call, "log_remainder") and others and all(map(self._not_negative, others)):
                return ast.Call(ast.Name(TOGETHER, ast.Load()), [weight, _added(others), *call.args], [])
        return None

    def _not_negative(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mult, ast.Div)):
            return self._not_negative(node.left) and self._not_negative(node.right)
        if isinstance(node, ast.Constant):
            return isinstance(node.value, (int, float)) and node.value >= 0
        return _calls(node, *NOT_NEGATIVE) or ast.unparse(node) in self.positive | self.named


def _terms(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_terms(node.left), *_terms(node.right)]
    return [node]


def _is_product(node: ast.expr) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Name)


def _calls(node: ast.expr, *names: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in names


class _Plainly(ast.NodeTransformer):
    """A sum of remainders is computed plainly where that is as good, and takes less time."""

    def __init__(self, definition: ast.FunctionDef) -> None:
        self.given = [arg.arg for arg in definition.args.args]
        self.together = _Together(definition)
        self.done = False

    def visit_Assign(self, node: ast.Assign) -> Any:
        if ast.unparse(node.targets[0]) == "value" and isinstance(node.value, ast.BinOp):
            plain = self._plain(_terms(node.value))
            if plain is not None:
                self.done = True
                given = ast.Tuple([ast.Name(name, ast.Load()) for name in self.given], ast.Load())
                node.value = ast.Call(ast.Name(MENDED, ast.Load()), [plain, given], [])
        return node

    def _plain(self, terms: list[ast.expr]) -> ast.expr | None:
        """The call of `plain_sum`, where the sum is one of remainders and has a part that takes long."""
        logs: list[ast.expr] = []
        exps: list[ast.expr] = []
        stirlings: list[ast.expr] = []
        rest: list[ast.expr] = []
        slow = False
        for term in terms:
            weight, call = self._weighed(term) or (ast.Constant(None), term)
            if _calls(call, "log_remainder"):
                step = self._step(call)
                slow = slow or len(step) > 1
                logs.append(ast.Tuple([weight, *step], ast.Load()))
            elif _calls(call, "gap"):
                a, _, d = call.args
                weight = a if _is_none(weight) else ast.BinOp(weight, ast.Mult(), a)
                logs.append(ast.Tuple([weight, ast.BinOp(d, ast.Div(), a)], ast.Load()))
            elif _calls(call, "exp_remainder"):
                exps.append(ast.Tuple([weight, *call.args], ast.Load()))
                slow = slow or len(terms) > 1
            elif _calls(term, "stirling_remainder"):
                stirlings.append(ast.Tuple([ast.Constant(1), *term.args], ast.Load()))
            elif _calls(term, "shares_remainder"):
                stirlings += _shares(term)
            elif self.together._not_negative(term):
                rest.append(term)
            else:
                return None
        if not (stirlings or slow):
            return None
        total = _added(rest) if rest else ast.Constant(None)
        parts = [ast.Tuple(entries, ast.Load()) for entries in (logs, exps, stirlings)]
        return ast.Call(ast.Name(PLAIN, ast.Load()), [total, *parts], [])

    def _weighed(self, term: ast.expr) -> tuple[ast.expr, ast.Call] | None:
        """The positive factor before a remainder (None: 1), and the remainder; None where the term is no such product."""
        if _calls(term, "log_remainder", "gap", "exp_remainder"):
            return ast.Constant(None), term
        if not isinstance(term, ast.BinOp) or not isinstance(term.op, (ast.Mult, ast.Div)):
            return None
        pairs = [(term.left, term.right), (term.right, term.left)]
        for inner, other in pairs[: 1 if isinstance(term.op, ast.Div) else 2]:
            found = self._weighed(inner) if self._positive(other) else None
            if found is not None:
                weight = ast.Constant(1) if _is_none(found[0]) else found[0]
                plain = _is_none(found[0]) and isinstance(term.op, ast.Mult)
                return other if plain else ast.BinOp(weight, term.op, other), found[1]
        return None

    def _positive(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
            return self._positive(node.left) and self._positive(node.right)
        if isinstance(node, ast.Constant):
            return isinstance(node.value, (int, float)) and node.value > 0
        return ast.unparse(node) in self.together.positive

    def _step(self, call: ast.Call) -> list[ast.expr]:
        """The argument e; None and two pairs of parameters, where e takes care of their product."""
        e, *factors = call.args
        pairs = len(factors) == 4 and all(ast.unparse(factor) in self.given for factor in factors)
        return [ast.Constant(None), *factors] if pairs and _calls(e, "dot_ratio") else [e]


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _shares(call: ast.Call) -> list[ast.expr]:
    """Those of the parts, less that of their sums."""
    parts = [call.args[i : i + 3] for i in range(0, len(call.args), 3)]
    sums = [_added(list(part)) for part in zip(*parts, strict=True)]
    signed = [*((1, part) for part in parts), (-1, sums)]
    return [ast.Tuple([ast.Constant(sign), *part], ast.Load()) for sign, part in signed]


def _added(terms: list[ast.expr]) -> ast.expr:
    return reduce(lambda a, b: ast.BinOp(a, ast.Add(), b), terms)


class _InPlace(ast.NodeTransformer):
    """Rewrites operators whose operand is a temporary."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        kind = type(node.op)
        if kind is ast.Div and isinstance(node.right, ast.Constant) and node.right.value in (2, 4, 8):
            kind, node = ast.Mult, ast.BinOp(node.left, ast.Mult(), ast.Constant(1 / node.right.value))
        if kind in ON_LEFT and _temporary(node.left):
            return _call(ON_LEFT[kind], node.left, node.right)
        if kind in COMMUTATIVE and _temporary(node.right):
            return _call(ON_LEFT[kind], node.right, node.left)
        if kind in ON_RIGHT and _temporary(node.right):
            return _call(ON_RIGHT[kind], node.left, node.right)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        inner = node.operand
        if not isinstance(node.op, ast.USub) or not _temporary(inner):
            return node
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub):
            return ast.BinOp(inner.right, ast.Sub(), inner.left)
        return _call(_negative, inner)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        squares = isinstance(node.func, ast.Attribute) and node.func.attr == "square"
        return _call(_square, node.args[0]) if squares and _temporary(node.args[0]) else node


def _temporary(node: ast.expr) -> bool:
    """Whether it is an array without a name; what names no array is a number."""
    arrays = any(isinstance(n, ast.Name) and n.id not in ("np", "sp", "math") for n in ast.walk(node))
    return arrays and isinstance(node, (ast.Call, ast.BinOp, ast.Compare))


def _call(function: Any, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(NAMES[function], ast.Load()), list(args), [])


def reusing(source: str, name: str, space: dict[str, Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The function `name` of a module with its arithmetic in place, and that which takes this way where it may.

    Parameters
    ----------
    source : str
        The text of the module.
    name : str
        A function of arrays whose helpers return new arrays.
    space : dict
        The namespace of the module.

    Returns
    -------
    tuple of callable
        For arrays of one shape only; for all arrays.
    """
    plain: Callable[..., Any] = space[name]
    definition = next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == name)
    asked = asked_of_the_value(definition)
    own = {**space, **CALLED, TOGETHER: log_remainder_and_rest, SOUND: sound, PLAIN: plain_sum}
    own |= {key: quick for key, quick in {**IN_ONE_BRANCH, "sp": SPECIAL}.items() if key in space}
    careful = _compiled(asked(_Together(definition).visit(deepcopy(definition))), name, own)
    plainly = _Plainly(definition)
    fast = careful
    tree = plainly.visit(deepcopy(definition))
    if plainly.done:
        of_floats = space.get(f"{name.removesuffix('values')}of_floats")
        log_gamma = "stirling_remainder_of_floats" in space
        own[MENDED] = partial(mended, careful=careful, of_floats=of_floats, log_gamma=log_gamma)
        fast = _compiled(asked(tree), name, own)

    def values(*arrays: Any) -> Any:
        shape = arrays[0].shape
        return (fast if all(a.shape == shape for a in arrays) else plain)(*arrays)

    return fast, values


def _compiled(definition: ast.FunctionDef, name: str, space: dict[str, Any]) -> Callable[..., Any]:
    module = ast.fix_missing_locations(ast.Module([_InPlace().visit(definition)], []))
    own = dict(space)
    exec(compile(module, f"<{name} in place>", "exec"), own)
    function: Callable[..., Any] = own[name]
    return function
