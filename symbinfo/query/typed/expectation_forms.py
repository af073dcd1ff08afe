"""Expectations, sums and integrals of densities as measures: ``E_{x~p}[log p(x)/q(x)]`` and ``-sum_x p(x) log p(x)``.

A call of the tree, ``Expectation(body, x, p)`` or ``Total(body, x)``, becomes measures where its body is linear in logarithms
of densities at x; another expectation is left to the builder of a setting.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Bars, Call, Name, Negation, Node, Number, Operation, Sequence, below
from symbinfo.query.typed.tokens import Told

__all__ = ["EXPECTATION", "LOGARITHMS", "TOTAL", "as_measures", "factors_of", "is_one"]

#: The names of the calls, which nobody types.
EXPECTATION, TOTAL = "Expectation", "Total"
#: Words for logarithms.
LOGARITHMS = frozenset({"log", "ln"})
MOST_TERMS = 20


class _Term(NamedTuple):
    """A factor and the law whose log density it belongs to; of a constant the law is None."""

    factor: Node
    law: Any


def as_measures(call: Call, told: Told) -> Any:
    """Measures for an expectation or a total; an expectation of anything else as it stands."""
    if call.name == TOTAL:
        body, variable, *_ = call.arguments.items
        if isinstance(variable, Sequence):
            raise QueryError(
                "a sum over several variables is read beside their measures, such as I(X; Y)", "", call.start
            )
        return _total(call, body, variable, told)
    items = call.arguments.items
    if len(items) < 3:
        return call
    body, variable, law = items[:3]
    terms = _terms(body, variable, _one(call.start))
    if terms is not None and isinstance(law, Name) and law.name[0].isupper():
        terms = [
            t if t.law is None else t._replace(law=replace(t.law, name=t.law.name[0].upper() + t.law.name[1:]))
            for t in terms
        ]
    if terms is None or not any(term.law is not None for term in terms):
        return call
    return _measures(call, terms, law, told)


def _total(call: Call, body: Any, variable: Any, told: Told) -> Any:
    """A sum or an integral over all values, of a density times something: its expectation."""
    factors, signs = factors_of(body)
    for at, (factor, above) in enumerate(factors):
        if above and (law := _density(factor, variable)) is not None:
            rest = _product([f for i, f in enumerate(factors) if i != at], call.start)
            if not _has([f for i, f in enumerate(factors) if i != at], variable):  # the probabilities sum to 1
                return Negation(rest, call.start) if signs % 2 else rest
            found: Any = as_measures(Call(EXPECTATION, Bars((rest, variable, law), (",", ",")), call.start), told)
            if isinstance(found, Call) and found.name == EXPECTATION and isinstance(law, Name):
                break
            return _negated(found) if signs % 2 else found
    raise QueryError(
        "a sum or an integral over all values is read of a density times its logarithms: give the range of the variable",
        "",
        call.start,
    )


def _negated(node: Any) -> Any:
    return node.value if isinstance(node, Negation) else Negation(node, _place(node))


def is_one(node: Any) -> bool:
    """Whether a node is the number 1."""
    return isinstance(node, Number) and node.digits == 1 and node.exponent == 0


def _one(place: int) -> Number:
    return Number(1, 0, place)


def factors_of(node: Any) -> tuple[list[tuple[Any, bool]], int]:
    """The factors of a product, each with whether it stands above the line, and how many minus signs there are."""
    waiting: list[tuple[Any, bool]] = [(node, True)]
    found: list[tuple[Any, bool]] = []
    signs = 0
    while waiting:
        here, above = waiting.pop()
        if isinstance(here, Operation) and here.sign in "*/":
            waiting.append((here.right, above if here.sign == "*" else not above))
            waiting.append((here.left, above))
        elif isinstance(here, Negation):
            signs += 1
            waiting.append((here.value, above))
        else:
            found.append((here, above))
    return found, signs


def _product(factors: list[tuple[Any, bool]], place: int) -> Any:
    made: Any = None
    for node, above in factors:
        if made is None:
            made = node if above else Operation("/", _one(place), node, place, place)
        else:
            made = Operation("*" if above else "/", made, node, place, place)
    return _one(place) if made is None else made


def _density(node: Any, variable: Any) -> Any:
    """The law of ``p(x)``, a density at the variable; None of anything else."""
    if not isinstance(node, Call) or len(node.arguments.items) != 1 or not isinstance(variable, Name):
        return None
    (item,) = node.arguments.items
    same = isinstance(item, Name) and item.name.lower() == variable.name.lower()
    return Name(node.name, node.start) if same and len(node.name.split("_")[0]) == 1 else None


def _terms(body: Any, variable: Any, factor: Any) -> list[_Term] | None:
    """A body as a sum of multiples of log densities and constants; None where it is something else."""
    if isinstance(body, Negation):
        return _terms(body.value, variable, Negation(factor, body.start))
    if isinstance(body, Operation) and body.sign in "+-":
        left = _terms(body.left, variable, factor)
        right = _terms(body.right, variable, factor if body.sign == "+" else Negation(factor, body.start))
        return None if left is None or right is None or len(left) + len(right) > MOST_TERMS else left + right
    factors, signs = factors_of(body)
    logs = [(node, above) for node, above in factors if isinstance(node, Call) and node.name in LOGARITHMS]
    rest = [pair for pair in factors if pair not in logs]
    if signs % 2:
        factor = Negation(factor, body.start)
    if len(logs) != 1 or not logs[0][1] or _has(rest, variable):
        return None if _has(factors, variable) else [_Term(_times(factor, _product(factors, _place(body))), None)]
    argument, *base = logs[0][0].arguments.items
    if base:
        factor = Operation("/", factor, _log(base[0]), _place(body), _place(body))
    if rest:
        factor = _times(factor, _product(rest, _place(body)))
    inside, minus = factors_of(argument)
    if minus:
        return None
    found = []
    for node, above in inside:
        law = _density(node, variable)
        sign = factor if above else Negation(factor, _place(node))
        if law is None and _has([(node, above)], variable):
            return None
        found.append(_Term(sign, law) if law is not None else _Term(_times(sign, _log(node)), None))
    return found


def _place(node: Any) -> int:
    return int(getattr(node, "start", 0))


def _log(node: Any) -> Call:
    return Call("log", Bars((node,), ()), _place(node))


def _times(left: Any, right: Any) -> Any:
    if is_one(left):
        return right
    if isinstance(left, Negation):
        return Negation(_times(left.value, right), left.start)
    return Operation("*", left, right, _place(left), _place(right))


def _has(factors: list[tuple[Any, bool]], variable: Any) -> bool:
    name = variable.name if isinstance(variable, Name) else ""
    return any(isinstance(n, Name) and n.name.lower() == name.lower() for node, _ in factors for n in below(node))


def _measures(call: Call, terms: list[_Term], law: Any, told: Told) -> Any:
    """Each log density under the law as an entropy or a cross-entropy; log p - log q as a divergence."""
    place = call.start
    own = [t for t in terms if t.law is not None and _same(t.law, law)]
    others = [t for t in terms if t.law is not None and not _same(t.law, law)]
    if len(own) == len(others) == 1 and _unit(own[0].factor) == -_unit(others[0].factor) != 0:
        divergence: Any = Call("KL", Bars((law, others[0].law), ("||",)), place)
        made = divergence if _unit(own[0].factor) == 1 else Negation(divergence, place)
        parts = [made]
    else:
        parts = [_of(t.factor, Call("H", Bars((law,), ()), place)) for t in own]
        parts += [_of(t.factor, Call("CrossEntropy", Bars((law, t.law), (",",)), place)) for t in others]
    parts += [t.factor for t in terms if t.law is None]
    told.changed = True
    total = parts[0]
    for part in parts[1:]:
        total = Operation("+", total, part, place, place)
    return total


def _of(factor: Any, measure: Call) -> Any:
    """The expectation of a multiple of a log density: a multiple of a measure with the other sign."""
    if isinstance(factor, Negation):
        return _times(factor.value, measure)
    return Negation(_times(factor, measure), measure.start)


def _unit(factor: Any) -> int:
    """1 or -1 where a factor is that, 0 otherwise."""
    sign = 1
    while isinstance(factor, Negation):
        factor, sign = factor.value, -sign
    return sign if is_one(factor) else 0


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, Name) and isinstance(other, Name) and one.name.lower() == other.name.lower()
