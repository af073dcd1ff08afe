"""A function of a sum, a product or a power in the place of the sum, product or power of functions, or the other way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations
from typing import Any

from sympy import Add, Integer, Mul, Pow, Rational, exp, log, polygamma

from symbinfo.verification.diagnosis.case import Proposals, inside, short
from symbinfo.verification.diagnosis.number_tree import CTX, Node
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]

MOST_NODES, MOST_PARTS = 160, 5
NAMES: Mapping[Any, str] = {log: "logarithm", exp: "exponential"}


def misapplied(q: Question) -> Found:
    """A function that was drawn into a bracket, or out of it."""
    for node in list(q.claimed.below())[:MOST_NODES]:
        for find in (_over_the_bracket, _into_the_bracket, _logarithm_of_a_power):
            for words, value in find(node):
                if q.case.is_mended(node, value):
                    yield f"{words}{inside(node.parent.expr) if node.parent is not None else ''}"


def _function(node: Node) -> tuple[str, Callable[[Any], Any], Node] | None:
    """A function of one number, such as a logarithm, a root or a square, and what it is taken of."""
    if isinstance(node.expr, Pow):
        found = {Rational(1, 2): ("square root", CTX.sqrt), 2: ("square", _squared)}.get(node.expr.args[1])
        return None if found is None else (*found, node.args[0])
    if isinstance(node.expr, polygamma) and node.expr.args[0].is_Integer:
        order = int(node.expr.args[0])
        return ("digamma" if order == 0 else f"polygamma of order {order}"), partial(CTX.psi, order), node.args[1]
    if node.function is None or len(node.args) != 1:
        return None
    return NAMES.get(node.expr.func, node.expr.func.__name__), node.function, node.args[0]


def _signed(node: Node) -> tuple[int, Node]:
    """A term without its sign, and the sign."""
    if isinstance(node.expr, Mul) and len(node.args) == 2 and node.args[0].expr == -1:
        return -1, node.args[1]
    return 1, node


def _squared(value: Any) -> Any:
    return value * value


def _over_the_bracket(node: Node) -> Proposals:
    """log(a) + b where log(a + b) belongs; sqrt(a) + sqrt(b) where sqrt(a + b) does, and log(b) - log(a) where log(b - a)."""
    if not isinstance(node.expr, Add):
        return
    terms = [(sign, _function(part)) for sign, part in map(_signed, node.args)]
    for i, (sign, found) in enumerate(terms):
        if found is None or sign < 0:
            continue
        name, function, argument = found
        others = [j for j in range(len(terms)) if j != i]
        for some in ([[j] for j in others] if len(others) > 1 else []) + [others]:
            words = f"the {name} belongs over the whole bracket, not over {short(argument.expr)} alone"
            yield words, partial(_joined, node, {i: (1, argument)}, some, function)
    for name in dict.fromkeys(found[0] for _, found in terms if found is not None):
        same = {i: (sign, found[2]) for i, (sign, found) in enumerate(terms) if found is not None and found[0] == name}
        function = next(found[1] for _, found in terms if found is not None and found[0] == name)
        words = f"the {name} of a sum is not the sum of the {name}s: one {name} of the sum belongs here"
        for size in range(len(same), 1, -1) if len(same) <= MOST_PARTS else ():
            for part in combinations(same, size):
                yield words, partial(_joined, node, {i: same[i] for i in part}, [], function)


def _joined(
    node: Node, inner: dict[int, tuple[int, Node]], outer: list[int], function: Callable[[Any], Any], k: int
) -> Any:
    """The sum in which some terms are drawn together under one function, with the sign of all where they have one."""
    first, *rest = (*inner, *outer)
    lead = -1 if all(sign < 0 for sign, _ in inner.values()) else 1
    parts = [lead * sign * part.values[k] for sign, part in inner.values()] + [node.args[j].values[k] for j in outer]
    return node.applied(k, {first: lead * function(CTX.fsum(parts)), **dict.fromkeys(rest, CTX.mpf(0))})


def _into_the_bracket(node: Node) -> Proposals:
    """log(a + b) where log(a) + log(b) belongs, and the like."""
    found = _function(node)
    if found is None:
        return
    name, function, argument = found
    if isinstance(argument.expr, Add):
        words = f"the {name} of {_sum(argument)} stands where the {_sum(argument, '')} of the {name}s belongs"
        yield words, partial(_of_each, argument, function)
        for i, part in enumerate(argument.args):
            words = f"the {name} belongs over {short(part.expr)} alone, not over the whole bracket"
            yield words, partial(_of_one, argument, i, function)
        if name == "square" and 2 < len(argument.args) <= MOST_PARTS:
            for size in range(2, len(argument.args)):
                for some in combinations(range(len(argument.args)), size):
                    words = f"the square of the sum {short(argument.expr)} stands where a sum of squares belongs"
                    yield words, partial(_of_groups, argument, some)


def _of_groups(argument: Node, some: tuple[int, ...], k: int) -> Any:
    values = [part.values[k] for part in argument.args]
    first = CTX.fsum([v for i, v in enumerate(values) if i in some])
    return first**2 + CTX.fsum([v for i, v in enumerate(values) if i not in some]) ** 2


def _sum(argument: Node, shown: str | None = None) -> str:
    """What a bracket is called: a sum or a difference, with it or without."""
    words = "difference" if any(sign < 0 for sign, _ in map(_signed, argument.args)) else "sum"
    return words if shown is not None else f"the {words} {short(argument.expr)}"


def _of_each(argument: Node, function: Callable[[Any], Any], k: int) -> Any:
    return CTX.fsum([sign * function(part.values[k]) for sign, part in map(_signed, argument.args)])


def _of_one(argument: Node, place: int, function: Callable[[Any], Any], k: int) -> Any:
    values = [part.values[k] for part in argument.args]
    return CTX.fsum([function(value) if i == place else value for i, value in enumerate(values)])


def _logarithm_of_a_power(node: Node) -> Proposals:
    """log(s)**2 where 2 log(s) belongs, and the like; log(a) log(b) where log(a) + log(b) does."""
    if isinstance(node.expr, Pow) and isinstance(node.args[0].expr, log) and node.expr.args[1] not in (-1, 0, 1):
        words = f"the logarithm of a power is a multiple: {node.expr.args[1]}*{short(node.args[0].expr)} belongs here"
        yield words, partial(_product, node.args)
    if isinstance(node.expr, Mul):
        for i, part in enumerate(node.args):
            if isinstance(part.expr, log):
                for j, other in enumerate(node.args):
                    if isinstance(other.expr, Integer) and other.expr not in (-1, 0, 1):
                        words = f"{short(part.expr)}**{other.expr} belongs here: the logarithm is taken to a power"
                        yield words, partial(_powered, node, i, j)
                    if i < j and isinstance(other.expr, log):
                        words = f"the logarithm of a product is a sum: {short(part.expr)} + {short(other.expr)} belongs here"
                        yield words, partial(_added, node, i, j)
                    if isinstance(other.expr, Pow) and other.expr.args[1] == -1 and isinstance(other.args[0].expr, log):
                        words = "the logarithm of a quotient is a difference, not a quotient of logarithms"
                        yield words, partial(_subtracted, node, i, j, other.args[0])


def _product(args: list[Node], k: int) -> Any:
    return args[0].values[k] * args[1].values[k]


def _powered(node: Node, i: int, j: int, k: int) -> Any:
    return node.applied(k, {i: node.args[i].values[k] ** node.args[j].values[k], j: CTX.mpf(1)})


def _added(node: Node, i: int, j: int, k: int) -> Any:
    return node.applied(k, {i: node.args[i].values[k] + node.args[j].values[k], j: CTX.mpf(1)})


def _subtracted(node: Node, i: int, j: int, other: Node, k: int) -> Any:
    return node.applied(k, {i: node.args[i].values[k] - other.values[k], j: CTX.mpf(1)})


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="function of a sum",
        why="A logarithm, a root or an exponential was drawn into a bracket, or out of it.",
        equal="the claim with the function over another part of a bracket is the answer",
        find=misapplied,
        example="H(Exponential(a)) = 1 - log(a) + log(a)**2 - 2*log(a)",
        refuses="H(Exponential(a)) = 1 - log(a) + log(a)**2 - 3*log(a)",
        beside_another=True,
    ),
)
