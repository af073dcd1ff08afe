"""Names become symbols: each with the assumptions that the places where it stands imply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Symbol

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.names.language import rows_of
from symbinfo.laws.names.parametrisation import ALL_FAMILIES
from symbinfo.laws.vector_catalogue import VECTORS, VectorFamily
from symbinfo.query.arguments import bound, limits_of, measure_arguments, written_law
from symbinfo.query.cut_off_laws import cut_of
from symbinfo.query.forms_of_laws import MIXTURE, TRUNCATED
from symbinfo.query.matrix_letters import is_of_letters
from symbinfo.query.nodes import Call, Keyword, Name, Negation, Node, Number, Operation, Sequence, Weighted, children
from symbinfo.query.nodes import Mapping as Table
from symbinfo.query.places_and_limits import PLACED, limit_parts, of_measures, place_of
from symbinfo.query.questions import parts_of_question
from symbinfo.query.typed.vectors_by_letters import SIZE
from symbinfo.query.vocabulary import (
    BY_HAND,
    CAPACITIES,
    CONSTANTS,
    LAWS,
    MAXENT,
    MEASURES,
    PRODUCT,
    RATE,
    UNLESS_DECLARED,
    form_of,
    is_asked,
    is_event,
    is_shannon,
)

#: A random walk on a graph.
WALK = "RandomWalk"

__all__ = ["REAL", "WALK", "Use", "entries", "symbols_of", "uses_in_argument", "uses_in_law", "uses_of"]

D = ParameterDomain
NO_SYMBOLS = {*CONSTANTS, *LAWS, "True", "False"}
#: What binds the name of a variable, and how it is written.
BINDERS = {"Sum": "Sum(expr, (k, a, b))", "Integral": "Integral(expr, (x, a, b))"}
#: What has expressions in brackets among its arguments.
WITH_LISTS = frozenset({"Piecewise", "Derivative", "hyper", "Kraft"})
REAL = {"real": True}
#: What moves and stretches a law, and what each may be.
PLACES = {"loc": D.REAL, "scale": D.POSITIVE, "start": D.NONNEGATIVE_INTEGER}


@dataclass(frozen=True)
class Use:
    """A place where a name stands: what it implies there, and whether the name stands there alone.

    Parameters
    ----------
    name, start : str, int
        The name and its offset.
    assumptions : mapping
        What the place implies.
    domain, place : ParameterDomain or None, str
        The domain and the words for it, where the name is itself a parameter.
    declares : bool
        Whether the name is meant as a parameter there, even where it is the name of a constant elsewhere.
    """

    name: str
    start: int
    assumptions: Mapping[str, bool]
    domain: ParameterDomain | None = None
    place: str = ""
    declares: bool = False


def uses_of(nodes: Iterable[Node]) -> list[Use]:
    """All uses of names as quantities in expressions that may hold measures."""
    found: list[Use] = []
    for node in nodes:
        _expression(node, REAL, frozenset(), found)
    return found


def symbols_of(uses: Iterable[Use]) -> dict[str, Symbol]:
    """One symbol a name, with the union of what its places imply; Euler's e is none unless a place declares it.

    Raises
    ------
    QueryError
        When two places leave no value (without the text, which the caller knows).
    """
    by_name: dict[str, list[Use]] = {}
    for use in uses:
        by_name.setdefault(use.name, []).append(use)
    for name in UNLESS_DECLARED:
        if not any(use.declares for use in by_name.get(name, ())):
            by_name.pop(name, None)
    return {name: Symbol(name, **_assumptions(by_name[name])) for name in sorted(by_name)}


def _assumptions(uses: list[Use]) -> dict[str, bool]:
    alone = [use for use in uses if use.domain is not None]
    _check_agreement(alone)
    kept: dict[str, bool] = {}
    for use in alone or uses:
        kept.update(use.assumptions)
    if "positive" in kept:
        kept.pop("nonnegative", None)
    if len(kept) > 1:
        kept.pop("real", None)
    return kept


def _check_agreement(uses: list[Use]) -> None:
    for number, second in enumerate(uses):
        for first in uses[:number]:
            if first.domain and second.domain and not _meet(first.domain, second.domain):
                message = (
                    f"{second.name} cannot be both {first.domain.words} (as {first.place}) and {second.domain.words} "
                    f"(as {second.place}): use two names"
                )
                raise QueryError(message, "", second.start)


def _meet(first: ParameterDomain, second: ParameterDomain) -> bool:
    """Whether two domains have a value in common."""
    low = max((d.low for d in (first, second) if d.low is not None), default=None)
    high = min((d.high for d in (first, second) if d.high is not None), default=None)
    if low is None or high is None:
        return True
    open_below = any(d.low == low and d.ends[0] == "(" for d in (first, second))
    open_above = any(d.high == high and d.ends[1] == ")" for d in (first, second))
    if first.integral or second.integral:
        return low + open_below <= high - open_above
    return low < high or (low == high and not open_below and not open_above)


# The walk.


def _expression(
    node: Any, assumptions: Mapping[str, bool], local: frozenset[str], found: list[Use], *, declares: bool = False
) -> None:
    """Names in an expression; `assumptions` hold for each."""
    waiting: list[Any] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Name):
            if here.name not in local and here.name not in NO_SYMBOLS:
                found.append(Use(here.name, here.start, assumptions, declares=declares))
        elif isinstance(here, Call) and here.name in MEASURES:
            _measure(here, found)
        elif isinstance(here, Call) and here.name == RATE:
            _rate(here, found)
        elif is_asked(here) and here.name in (*CAPACITIES, MAXENT):
            _asked(here, found)
        elif isinstance(here, Call) and here.name in BINDERS and len(here.arguments.items) == 2:
            _bound_expression(here, BINDERS[here.name], local, found)
        elif isinstance(here, Call) and here.name in PLACED and len(here.arguments.items) > 1:
            body, variable, place, _ = place_of(here) if here.name == "Subs" else limit_parts(here)
            free = here.name != "Subs" and of_measures(body)
            _expression(body, REAL, local if free else local | {variable.name}, found)
            waiting.append(place)
        elif isinstance(here, Call) and here.name == "OrderStatistic" and len(here.arguments.items) == 3:
            of, *rank = here.arguments.items
            waiting.append(of)
            for number in rank:
                uses_in_argument(number, D.POSITIVE_INTEGER, f"a number of {here.name}", found)
        elif isinstance(here, Call) and here.name in WITH_LISTS:
            inner = [item.items if isinstance(item, Sequence) else (item,) for item in here.arguments.items]
            waiting.extend(part for items in reversed(inner) for part in reversed(items))
        elif isinstance(here, Call) and here.name in LAWS:
            uses_in_law(here, found)
        elif isinstance(here, Sequence | Table | Keyword):
            continue
        else:
            waiting.extend(reversed(children(here)))


def _bound_expression(call: Call, form: str, local: frozenset[str], found: list[Use], ends: str = "real") -> None:
    body, limits = call.arguments.items
    if isinstance(body, Keyword | Weighted) or isinstance(limits, Keyword | Weighted):
        return
    variable, lower, upper = limits_of(limits, form)
    _expression(body, REAL, local | {variable.name}, found)
    for end in (lower, upper):
        integral = ends == "integer" and isinstance(end, Name)
        _expression(end, {"integer": True} if integral else REAL, local, found)


def _measure(call: Call, found: list[Use]) -> None:
    if is_shannon(call):
        return
    if is_event(call):
        uses_in_argument(call.arguments.items[0], D.POSITIVE_PROBABILITY, "the probability of an event", found)
        return
    form = form_of(call)
    parts = measure_arguments(call, form)
    for law in parts.laws:
        if isinstance(law, Call):
            uses_in_law(law, found)
    if parts.order is not None:
        domain = D.REAL if form.measure.about_parameter else D.POSITIVE
        for order in (parts.order, *parts.further):
            uses_in_argument(order, domain, f"the {form.measure.order_name} of {call.name}", found)
    if parts.outcome is not None:
        _outcome(parts.outcome, parts.laws[0], found)


def _asked(call: Call, found: list[Use]) -> None:
    for part in parts_of_question(call):
        if part.domain is not None:
            uses_in_argument(part.node, part.domain, part.place, found)
        else:
            _expression(
                part.node, {"positive": True} if part.positive else REAL, part.local, found, declares=part.positive
            )


def _rate(call: Call, found: list[Use]) -> None:
    """The entries of transitions are probabilities, those of a walk are weights; a name by itself is a source."""
    for item in call.arguments.items:
        inner = item.value if isinstance(item, Keyword) else item
        walk = isinstance(inner, Call) and inner.name == WALK
        domain = D.NONNEGATIVE if walk else D.REAL if isinstance(item, Keyword) else D.PROBABILITY
        if isinstance(inner, Call) and inner.name in LAWS:
            uses_in_law(inner, found)
        elif not isinstance(inner, Name) or isinstance(item, Keyword):
            for entry in _numbers_in(inner):
                uses_in_argument(entry, domain, f"an argument of {RATE}", found)


def _numbers_in(node: Any) -> list[Any]:
    if isinstance(node, Call) and node.name == WALK:
        return [part for item in node.arguments.items for part in _numbers_in(item)]
    if isinstance(node, Sequence):
        return [part for item in node.items for part in _numbers_in(item)]
    return [node]


def _outcome(outcome: Node, law: Node, found: list[Use]) -> None:
    rows = rows_of(law.name) if isinstance(law, Call) else ()
    family = ALL_FAMILIES.get(rows[0].family) if rows else None
    kind = family.kind if family else "discrete" if isinstance(law, Call) and law.name == "Mass" else "continuous"
    if not isinstance(outcome, Name):
        if not isinstance(outcome, Sequence):
            _expression(outcome, REAL, frozenset(), found)
    elif kind == "discrete" or (family and family.name == "Bernoulli"):
        found.append(Use(outcome.name, outcome.start, {"integer": True}, declares=True))
    elif kind == "continuous" and outcome.name not in CONSTANTS:
        found.append(Use(outcome.name, outcome.start, REAL))


def uses_in_law(call: Call, found: list[Use]) -> None:
    """Add the names in a law."""
    if call.name == MAXENT:
        _asked(call, found)
        return
    if call.name in BY_HAND:
        if len(call.arguments.items) == 2:
            ends = "integer" if call.name == "Mass" else "real"
            _bound_expression(call, BY_HAND[call.name], frozenset(), found, ends)
        elif is_joint(call):
            body, *ranges = call.arguments.items
            bound = frozenset(part.items[0].name for part in ranges)  # type: ignore[union-attr]
            for node in (body, *(end for part in ranges for end in part.items[1:])):  # type: ignore[union-attr]
                _expression(node, REAL, bound, found, declares=True)
        return
    if call.name == PRODUCT:
        for item in call.arguments.items:
            if isinstance(item, Call):
                uses_in_law(item, found)
        return
    if call.name in VECTORS:
        _uses_in_vector(call, VECTORS[call.name], found)
        return
    if call.name == MIXTURE:
        for item in call.arguments.items:
            if isinstance(item, Weighted):
                uses_in_argument(item.weight, D.PROBABILITY, "a weight of a mixture", found)
                _uses_in_part(item.value, found)
        return
    if call.name == TRUNCATED:
        cut = cut_of(call)
        _uses_in_part(cut.law, found)
        for end in (cut.low, cut.high):
            if end is not None:
                _expression(end, REAL, frozenset(), found, declares=True)
        return
    if not rows_of(call.name):
        return
    written = written_law(call)
    for parameter in written.row.parameters:
        node = written.arguments.get(parameter.name)
        if node is None:
            continue
        place = f"{parameter.name} of {call.name}"
        if parameter.domain.numeric:
            uses_in_argument(node, parameter.domain, place, found)
        elif isinstance(node, Table):
            for _, mass in node.pairs:
                uses_in_argument(mass, D.PROBABILITY, f"a probability of {call.name}", found)
        elif parameter.domain is D.NUMBERS and isinstance(node, Sequence):
            domain = D.REAL if parameter.name == "logits" else D.PROBABILITY
            for entry in node.items:
                uses_in_argument(entry, domain, place, found)
    for word, node in written.place.items():
        uses_in_argument(node, PLACES[word], f"{word} of {call.name}", found)


def is_joint(call: Call) -> bool:
    """Whether a density is of two variables: ``Density(f, (x, a, b), (y, c, d))``."""
    ranges = call.arguments.items[1:]
    written = all(isinstance(r, Sequence) and len(r.items) == 3 and isinstance(r.items[0], Name) for r in ranges)
    return call.name == "Density" and len(ranges) == 2 and written


def _uses_in_part(node: Node, found: list[Use]) -> None:
    """The names in a law that stands inside another; a bare name is a law that is declared."""
    if isinstance(node, Call):
        uses_in_law(node, found)


def _uses_in_vector(call: Call, family: VectorFamily, found: list[Use]) -> None:
    """Entries stand where a parameter does; the diagonal of a matrix holds variances, the rest is real."""
    arguments = bound(call, family)
    if is_of_letters(call) and SIZE in (p.name for p in family.parameters) and SIZE not in arguments:
        domain = D.POSITIVE_INTEGER
        found.append(Use(SIZE, call.start, domain.assumptions, domain, "the number of components", declares=True))
    for parameter, depth in zip(family.parameters, family.depths, strict=True):
        node = arguments.get(parameter.name)
        place = f"{parameter.name} of {family.name}"
        if family.letters and depth and node is not None and not isinstance(node, Sequence):
            if not isinstance(node, Name):
                _expression(node, {"positive": True}, frozenset(["I", "J"]), found, declares=True)
            elif depth == 2 and not node.name[0].isupper():
                uses_in_argument(node, D.POSITIVE, place, found)
            continue
        rows = entries(node, depth)
        for i, row in enumerate(rows):
            for j, entry in enumerate(row):
                domain = D.POSITIVE if depth == 2 and i == j else parameter.domain
                uses_in_argument(entry, domain, place, found)


def entries(node: Any, depth: int) -> list[list[Node]]:
    """What a number, a list or a matrix holds, row by row; what has another shape holds nothing."""
    if depth == 0:
        return [] if node is None else [[node]]
    items = list(node.items) if isinstance(node, Sequence) else []
    if depth == 1:
        return [items]
    return [list(row.items) if isinstance(row, Sequence) else [] for row in items]


def uses_in_argument(node: Any, domain: ParameterDomain, place: str, found: list[Use]) -> None:
    """Add the names in an expression that stands where a parameter with a domain does."""
    if isinstance(node, Name):
        if node.name not in NO_SYMBOLS:
            found.append(Use(node.name, node.start, domain.assumptions, domain, place, declares=True))
        return
    implied = dict(REAL)
    if domain.assumptions.get("positive") and _is_product(node):
        implied = {"positive": True}
    if domain.integral and _is_polynomial(node):
        implied["integer"] = True
    _expression(node, implied, frozenset(), found, declares=True)


def _is_product(node: Any) -> bool:
    """A product, quotient or power of names and numbers, which is positive when each name is."""
    if isinstance(node, Operation):
        if node.sign == "**":
            return _is_product(node.left) and isinstance(_unsigned(node.right), Number | Operation | Name)
        return node.sign in "*/" and _is_product(node.left) and _is_product(node.right)
    if isinstance(node, Call):
        items = node.arguments.items
        return node.name == "sqrt" and len(items) == 1 and not isinstance(items[0], Keyword) and _is_product(items[0])
    return isinstance(node, Name | Number)


def _unsigned(node: Node) -> Node:
    return node.value if isinstance(node, Negation) else node


def _is_polynomial(node: Node) -> bool:
    """Sums and products of names and whole numbers."""
    if isinstance(node, Operation):
        return node.sign in ("+", "-", "*") and _is_polynomial(node.left) and _is_polynomial(node.right)
    if isinstance(node, Negation):
        return _is_polynomial(node.value)
    return isinstance(node, Name) or (isinstance(node, Number) and node.exponent >= 0)
