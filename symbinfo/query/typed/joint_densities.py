"""Sums over the values of named variables: ``-sum_x p(x) log p(x)`` beside ``H(X)`` is the entropy of X itself."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from symbinfo.query.nodes import Bars, Call, Keyword, Name, Negation, Operation, Sequence, below
from symbinfo.query.typed.expectation_forms import LOGARITHMS, TOTAL, factors_of, is_one

__all__ = ["of_variables", "one_total", "variables_in", "variables_of_sums"]

MEASURES = frozenset({"H", "h", "I"})
#: Letters of the law by which a variable is averaged where no law is said: E[log q(X)] is of another.
OF_VARIABLES = frozenset("pPf")


def variables_in(nodes: list[Any]) -> frozenset[str]:
    """The names of random variables: capital letters among the arguments of entropies and informations."""
    calls = [node for node in nodes if isinstance(node, Call) and node.name in MEASURES]
    names = {item.name for call in calls for item in call.arguments.items if isinstance(item, Name | Keyword)}
    return frozenset(name for name in names if name[0].isupper() and name[0] not in "PQ")


def one_total(call: Call) -> Call:
    """A sum of a sum as one over both variables."""
    over: list[Any] = list(call.arguments.items[1:])
    inner = call.arguments.items[0]
    while call.name == TOTAL and (found := _inner_total(inner)) is not None:
        total, inner = found
        over += total.arguments.items[1:]
    if call.name != TOTAL or len(over) < 2:
        return call
    variables = Sequence(
        tuple(part for item in over for part in (item.items if isinstance(item, Sequence) else (item,))), call.start
    )
    return Call(TOTAL, Bars((inner, variables), (",",)), call.start)


def _inner_total(body: Any) -> tuple[Call, Any] | None:
    """The sum in a product, and the product with what it sums in its place; None where there is none, or more."""
    factors, signs = factors_of(body)
    totals = [node for node, above in factors if above and isinstance(node, Call) and node.name == TOTAL]
    if len(totals) != 1 or signs:
        return None
    made: Any = totals[0].arguments.items[0]
    for node, above in factors:
        if node is not totals[0]:
            made = Operation("*" if above else "/", made, node, totals[0].start, totals[0].start)
    return totals[0], made


def joint_against_product(call: Call) -> Call | None:
    """``I(X; Y)`` for the divergence of p(x, y) from p(x) p(y); None of another."""
    joint, product = call.arguments.items
    if not isinstance(joint, Call) or not isinstance(product, Operation) or product.sign != "*":
        return None
    names, parts = _names(joint), (product.left, product.right)
    of = [_names(part) for part in parts]
    plain = "|" not in joint.arguments.separators and {joint.name[0]} == {getattr(p, "name", " ")[0] for p in parts}
    if not plain or len(names) != 2 or not all(len(one) == 1 for one in of) or of[0] | of[1] != names:
        return None
    items = tuple(Name(min(one), call.start) for one in of)
    return Call("I", Bars(items, (";",)), call.start)


def variables_of_sums(nodes: list[Any]) -> frozenset[str]:
    """The names of the variables over which joint probabilities are summed, where no measure names any."""
    totals = [node for node in nodes if isinstance(node, Call) and node.name == TOTAL]
    joint = any(isinstance(n, Call) and len(_names(n)) > 1 for total in totals for n in below(total))
    over = [part for total in totals for item in total.arguments.items[1:] for part in below(item)] if joint else []
    return frozenset(part.name.upper() for part in over if isinstance(part, Name) and len(part.name) == 1)


def of_variables(body: Any, over: Any, variables: frozenset[str], densities: Set[str]) -> Any:
    """The measures of variables for a mean of logarithms of their probabilities; None where it is something else.

    All densities of the statement have one letter, the law of the variables: with p(x) and q(x) it is a cross-entropy.

    Parameters
    ----------
    body : Node
        What is summed, with the probability that weighs it; or what is averaged.
    over : Node or None
        The variable or the variables of the sum; None of an average, which has no weight.
    variables : frozenset of str
        The random variables of the statement.
    densities : set of str
        The names of all densities of the statement.
    """
    letters = {name[0] for name in densities}
    if len(letters) > 1 or (over is None and not letters <= OF_VARIABLES):
        return None
    factors, sign = _factors(body)
    averaged = variables
    if over is not None:
        names = {n.name.upper() for n in (over.items if isinstance(over, Sequence) else (over,)) if isinstance(n, Name)}
        weights = _weights(factors, names)
        if not weights or not names <= variables:
            return None
        factors = [pair for pair in factors if pair not in weights]
        averaged = frozenset(names)
    return _mean(factors, sign, averaged)


def _weights(factors: list[tuple[Any, bool]], names: set[str]) -> list[tuple[Any, bool]]:
    """``p(x, y)``, or ``p(y)`` and ``p(x | y)``: the probabilities in a product whose product is that of all the names."""
    found = [pair for pair in factors if pair[1] and _names(pair[0])]
    known: set[str] = set()
    while found and known != names:
        following = next((pair for pair in found if _front(pair[0])[1] == known), None)
        if following is None or _front(following[0])[0] & known:
            return []
        known |= _front(following[0])[0]
        found.remove(following)
    taken = [pair for pair in factors if pair[1] and _names(pair[0]) and pair not in found]
    return taken if known == names and not found else []


def _front(node: Call) -> tuple[set[str], set[str]]:
    """The variables of a probability before its bar, and behind it."""
    items, separators = node.arguments.items, node.arguments.separators
    bar = separators.index("|") + 1 if "|" in separators else len(items)
    names = [item.name.upper() for item in items if isinstance(item, Name)]
    return set(names[:bar]), set(names[bar:])


def _mean(factors: list[tuple[Any, bool]], sign: int, averaged: frozenset[str]) -> Any:
    """The mean of a product: of one logarithm, of a sum of such, or of an entropy at one outcome."""
    if len(factors) == 1 and factors[0][1]:
        node = factors[0][0]
        if isinstance(node, Operation) and node.sign in "+-":
            left, right = _mean(*_signed(node.left, sign), averaged), _mean(*_signed(node.right, sign), averaged)
            if left is None or right is None:
                return None
            return Operation(node.sign, left, right, node.start, node.at)
        if (inner := _at_an_outcome(node, averaged)) is not None:
            return inner if sign == 1 else Negation(inner, inner.start)
    logs = [pair for pair in factors if isinstance(pair[0], Call) and pair[0].name in LOGARITHMS and pair[1]]
    if len(logs) != 1 or len(factors) != 1 or len(logs[0][0].arguments.items) != 1:
        return None
    inside, minus = _factors(logs[0][0].arguments.items[0])
    if minus != 1:
        return None
    total: Any = None
    for node, above in inside:
        names = _names(node)
        if not names or not names <= averaged:
            return None
        measure = _entropy(node)
        negative = above == (sign == 1)
        if total is None:
            total = Negation(measure, node.start) if negative else measure
        else:
            total = Operation("-" if negative else "+", total, measure, node.start, node.start)
    return total


def _signed(node: Any, sign: int) -> tuple[list[tuple[Any, bool]], int]:
    factors, more = _factors(node)
    return factors, sign * more


def _at_an_outcome(node: Any, averaged: frozenset[str]) -> Call | None:
    """``H(X | Y)`` for ``H(X | Y = y)``, which is averaged over Y."""
    if not isinstance(node, Call) or node.name != "H" or node.arguments.separators[-1:] != ("|",):
        return None
    *before, last = node.arguments.items
    if not isinstance(last, Keyword) or not isinstance(last.value, Name) or averaged != {last.name}:
        return None
    if last.value.name.upper() != last.name or not all(isinstance(item, Name) for item in before):
        return None
    return Call("H", Bars((*before, Name(last.name, last.start)), node.arguments.separators), node.start)


def _factors(node: Any) -> tuple[list[tuple[Any, bool]], int]:
    """The factors other than 1, each with whether it stands above the line, and the sign."""
    found, signs = factors_of(node)
    return [pair for pair in found if not is_one(pair[0])], -1 if signs % 2 else 1


def _names(node: Any) -> set[str]:
    """The variables of ``p(x, y)`` and ``p(x | y)``; none of anything else."""
    if not isinstance(node, Call) or len(node.name.split("_")[0]) != 1 or node.name[0] not in "pPqQfg":
        return set()
    if not set(node.arguments.separators) <= {",", "|"} or node.arguments.separators.count("|") > 1:
        return set()
    items = node.arguments.items
    names = {item.name.upper() for item in items if isinstance(item, Name)}
    index = node.name[1:].replace("_", "").upper()  # p_X(x) is of X, p_Y(x) is no density of X
    fits = not index or sorted(index) == sorted("".join(names))
    return names if fits and all(isinstance(item, Name) for item in items) else set()


def _entropy(node: Call) -> Call:
    """``H(X | Y)`` for ``p(x | y)``."""
    items = tuple(Name(item.name.upper(), item.start) for item in node.arguments.items if isinstance(item, Name))
    return Call("H", Bars(items, node.arguments.separators), node.start)
