"""Which argument of a law or a measure is which: by place or by name, with one message for each way to get it wrong."""

from __future__ import annotations

from dataclasses import dataclass

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.family import Family
from symbinfo.laws.vector_catalogue import VectorFamily
from symbinfo.query.nodes import Call, Keyword, Name, Node, Sequence
from symbinfo.query.vocabulary import Form, near, signature

__all__ = ["MeasureArguments", "bound", "limits_of", "measure_arguments", "only_commas"]


def bound(call: Call, family: Family | VectorFamily) -> dict[str, Node]:
    """The arguments of a law by the names of its parameters; those left to their defaults are missing.

    Raises
    ------
    QueryError
        For too many, unknown, repeated or missing arguments (without the text, which the caller knows).
    """
    form = signature(family)
    names = [p.name for p in family.parameters]
    found: dict[str, Node] = {}
    named = False
    for number, item in enumerate(call.arguments.items):
        if number and call.arguments.separators[number - 1] != ",":
            raise QueryError(f"the parameters of a law are separated by commas: write {form}", "", item.start)
        if isinstance(item, Keyword):
            named = True
            if item.name not in names:
                advice = near(item.name, names) or f": write {form}"
                raise QueryError(f"{family.name} has no parameter {item.name}{advice}", "", item.start)
            if item.name in found:
                raise QueryError(f"{family.name}: {item.name} is given twice", "", item.start)
            found[item.name] = item.value
        elif named:
            raise QueryError(f"{family.name}: an argument by place after one by name: write {form}", "", item.start)
        elif number >= len(names):
            count = f"{len(names)} parameter{'s' * (len(names) != 1)}" if names else "no parameters"
            raise QueryError(f"{family.name} has {count}: write {form}", "", item.start)
        else:
            found[names[number]] = item
    for parameter in family.parameters:
        if parameter.name not in found and parameter.default is None:
            raise QueryError(f"{family.name}: {parameter.name} is missing: write {form}", "", call.start)
    return found


def only_commas(call: Call) -> None:
    """Between the arguments of a function stand commas.

    Raises
    ------
    QueryError
        When something else does (without the text).
    """
    for item, separator in zip(call.arguments.items[1:], call.arguments.separators, strict=True):
        if separator != ",":
            raise QueryError(f"{separator} is not expected in {call.name}(...): write a comma", "", item.start)


def limits_of(node: Node, form: str) -> tuple[Name, Node, Node]:
    """The parts of ``(x, a, b)``."""
    if isinstance(node, Sequence) and len(node.items) == 3:
        variable, lower, upper = node.items
        if isinstance(variable, Name):
            return variable, lower, upper
    raise QueryError(f"a name and two ends in brackets are expected here: write {form}", "", node.start)


@dataclass(frozen=True)
class MeasureArguments:
    """The laws, the order and the outcome among the arguments of a measure."""

    laws: tuple[Node, ...]
    order: Node | None = None
    outcome: Node | None = None


def measure_arguments(call: Call, form: Form) -> MeasureArguments:
    """The arguments of a measure by their parts.

    Raises
    ------
    QueryError
        When their number or what stands between them is wrong.
    """
    items: list[Node] = []
    measure = form.measure
    separators = [",", *call.arguments.separators]
    order: Node | None = None
    for item, separator in zip(call.arguments.items, separators, strict=False):
        if isinstance(item, Keyword):
            if item.name != measure.order_name or order is not None:
                message = f"{call.name} has no argument {item.name}: write {form.usage}"
                raise QueryError(message, "", item.start)
            order = item.value
            continue
        if order is not None:
            raise QueryError(f"an argument by place after one by name: write {form.usage}", "", item.start)
        _check_separator(call, form, len(items), separator, item)
        items.append(item)
    wanted = measure.arity + (1 if measure.takes_outcome else 0)
    if measure.order_name and order is None and len(items) == wanted + 1:
        order = items.pop()
    if len(items) != wanted or (measure.order_name and order is None and not measure.about_parameter):
        position = items[wanted].start if len(items) > wanted else call.start
        raise QueryError(f"{call.name} does not take these arguments: write {form.usage}", "", position)
    if measure.takes_outcome:
        return MeasureArguments((items[1],), outcome=items[0])
    return MeasureArguments(tuple(items), order)


def _check_separator(call: Call, form: Form, place: int, separator: str, item: Node) -> None:
    """Between laws stands ``||`` (or a comma), before an order or after an outcome ``;`` (or a comma)."""
    if place == 0 or separator == ",":
        return
    between_laws = place < form.measure.arity and not form.measure.takes_outcome
    if separator == "||" and between_laws and form.measure.bars:
        return
    if separator == ";" and not between_laws:
        return
    if separator == "||" and call.name == "H":
        message = "H(P || Q) is ambiguous: write H(P, Q) for the cross-entropy, KL(P || Q) for the divergence"
        raise QueryError(message, "", call.start)
    raise QueryError(f"{separator} is not expected in {call.name}: write {form.usage}", "", item.start)
