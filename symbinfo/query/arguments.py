"""Which argument of a law or a measure is which: by place or by name, with one message for each way to get it wrong."""

from __future__ import annotations

from dataclasses import dataclass

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.names.binding import NotBound, bind
from symbinfo.laws.names.conventions import placing
from symbinfo.laws.names.language import rows_of
from symbinfo.laws.names.parametrisation import Parametrisation
from symbinfo.laws.vector_catalogue import VectorFamily
from symbinfo.query.nodes import Call, Keyword, Name, Node, Sequence, Weighted
from symbinfo.query.vocabulary import Form, near, signature

__all__ = [
    "MeasureArguments",
    "WrittenLaw",
    "bound",
    "limits_of",
    "measure_arguments",
    "only_commas",
    "written_law",
]


@dataclass(frozen=True)
class WrittenLaw:
    """A law as it was written: the row that it means, its arguments by their names, and what moves or stretches it."""

    row: Parametrisation
    arguments: dict[str, Node]
    place: dict[str, Node]


def written_law(call: Call) -> WrittenLaw:
    """The row of the language that a law means, and which argument is which.

    Raises
    ------
    QueryError
        For too many, unknown, repeated or missing arguments (without the text, which the caller knows).
    """
    rows = rows_of(call.name)
    positional, keywords = _by_place_and_name(call, rows[0].usage)
    place = placing(rows, keywords)
    try:
        row, found = bind(call.name, rows, positional, {w: k.value for w, k in keywords.items() if w not in place})
    except NotBound as error:
        at = positional[error.word] if isinstance(error.word, int) else keywords.get(error.word or "", call)
        raise QueryError(str(error), "", at.start) from error
    return WrittenLaw(row, found, {word: keywords[word].value for word in place})


def bound(call: Call, family: VectorFamily) -> dict[str, Node]:
    """The arguments of a law of vectors by the names of its parameters.

    Raises
    ------
    QueryError
        For too many, unknown, repeated or missing arguments (without the text, which the caller knows).
    """
    usage = signature(family)
    names = [p.name for p in family.parameters]
    positional, keywords = _by_place_and_name(call, usage)
    if len(positional) > len(names):
        count = f"{len(names)} parameter{'s' * (len(names) != 1)}"
        raise QueryError(f"{family.name} has {count}: write {usage}", "", positional[len(names)].start)
    found = dict(zip(names, positional, strict=False))
    for word, keyword in keywords.items():
        if word not in names:
            raise QueryError(
                f"{family.name} has no parameter {word}{near(word, names) or f': write {usage}'}", "", keyword.start
            )
        if word in found:
            raise QueryError(f"{family.name}: {word} is given twice", "", keyword.start)
        found[word] = keyword.value
    missing = next((name for name in names if name not in (*found, *family.optional)), None)
    if missing:
        raise QueryError(f"{family.name}: {missing} is missing: write {usage}", "", call.start)
    return found


def _by_place_and_name(call: Call, usage: str) -> tuple[list[Node], dict[str, Keyword]]:
    """The arguments of a law, those by name behind those by place."""
    positional: list[Node] = []
    keywords: dict[str, Keyword] = {}
    for number, item in enumerate(call.arguments.items):
        if number and call.arguments.separators[number - 1] != ",":
            raise QueryError(f"the parameters of a law are separated by commas: write {usage}", "", item.start)
        if isinstance(item, Keyword):
            if item.name in keywords:
                raise QueryError(f"{call.name}: {item.name} is given twice", "", item.start)
            keywords[item.name] = item
        elif isinstance(item, Weighted):
            raise QueryError(f"weights stand in mixture(...) only: write {usage}", "", item.start)
        elif keywords:
            raise QueryError(f"{call.name}: an argument by place after one by name: write {usage}", "", item.start)
        else:
            positional.append(item)
    return positional, keywords


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
    #: Of the Fisher information: further parameters, and whether it is an entry of their matrix, ``(P; a; b)``.
    further: tuple[Node, ...] = ()
    entry: bool = False


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
        if isinstance(item, Weighted):
            raise QueryError("weights stand in mixture(...) only: write mixture(1/3: P, 2/3: Q)", "", item.start)
        if order is not None:
            raise QueryError(f"an argument by place after one by name: write {form.usage}", "", item.start)
        _check_separator(call, form, len(items), separator, item)
        items.append(item)
    wanted = measure.arity + (1 if measure.takes_outcome else 0)
    if measure.about_parameter and order is None and len(items) > wanted + 1:
        return _of_parameters(call, form, items)
    if measure.order_name and order is None and len(items) == wanted + 1:
        order = items.pop()
    if len(items) != wanted or (measure.order_name and order is None and not measure.about_parameter):
        position = items[wanted].start if len(items) > wanted else call.start
        raise QueryError(f"{call.name} does not take these arguments: write {form.usage}", "", position)
    if measure.takes_outcome:
        return MeasureArguments((items[1],), outcome=items[0])
    return MeasureArguments(tuple(items), order)


def _of_parameters(call: Call, form: Form, items: list[Node]) -> MeasureArguments:
    """``FisherInformation(P; a, b)``, the matrix of several parameters, or ``(P; a; b)``, an entry of it."""
    law, *parameters = items
    between = set(call.arguments.separators[1:])
    if between == {";"} and len(parameters) > 2:
        raise QueryError(f"an entry is between two parameters: write {form.usage}", "", parameters[2].start)
    if len(between) > 1:
        raise QueryError(f"{call.name} does not take these arguments: write {form.usage}", "", parameters[1].start)
    return MeasureArguments((law,), parameters[0], further=tuple(parameters[1:]), entry=between == {";"})


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
