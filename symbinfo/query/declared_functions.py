"""The lines that make random variables of others: functions of them, or comparisons."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from typing import Any

from sympy import Dummy, Expr, S, diff, sign, true
from sympy.core.symbol import Str

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.hierarchy import is_mean
from symbinfo.laws.law import FiniteLaw
from symbinfo.query.bounded_arithmetic import combine
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.declarations import Function
from symbinfo.query.functions_by_outcome import add_function_by_outcome
from symbinfo.query.laws_of_functions import law_of_expression, truth_of
from symbinfo.query.nodes import Call, Name, Node, Operation, below
from symbinfo.query.setting_contents import Setting
from symbinfo.query.variables import Blocks, Finite, FunctionOf, Lone, Normals, certain

__all__ = ["finite_group", "function_of", "linear"]


def function_of(made: Setting, line: Function) -> None:
    """Add a function of variables declared before."""
    known = made.variables.names
    sides = [side for side in (line.value.left, line.value.right) if side is not None]
    used = tuple(dict.fromkeys(n.name for s in sides for n in below(s) if isinstance(n, Name) and n.name in known))
    if not used:
        message = f"{line.name} is neither a law nor a function of variables declared before"
        raise QueryError(message, line.line, line.value.left.start)
    groups = [group for group in made.variables.groups if set(group.names) & set(used)]
    if all(isinstance(group, Finite) for group in groups) and not _has_orders(sides):
        joined: Any = made.variables.group_of(used)
        _finite_function(made, line, joined, used)
        return
    if any(isinstance(group, Blocks) for group in groups):
        raise QueryError("a function of what goes over a channel is not read", line.line, line.value.left.start)
    places = {name: _place(made, name) for name in used}
    builder = LawBuilder(line.line, made.symbols, local=dict(places))
    value = builder.expression(line.value.left)
    compared = None if line.value.right is None else value - builder.expression(line.value.right)
    kinds = {type(group) for group in groups}
    if Finite in kinds and kinds & {Normals, Lone} and kinds <= {Finite, Normals, Lone}:
        add_function_by_outcome(made, line, places, lambda at: _law_at_outcome(made, line, value, compared, places, at))
        return
    if compared is not None:
        _comparison(made, line, compared, places)
        return
    if all(isinstance(group, Normals) for group in groups) and _is_affine(value, places):
        weights, constant = linear(value, places, line.line, line.value.left)
        group: Any = made.variables.group_of(used)
        made.variables.replace(group, group.extended(line.name, weights, constant, S.Zero, true))
        return
    _of_independent(made, line, value, places)


def _has_orders(sides: list[Node]) -> bool:
    return any(isinstance(node, Call) and node.name == "OrderStatistic" for side in sides for node in below(side))


def _place(made: Setting, name: str) -> Dummy:
    """A place for a variable, which is positive where the variable is."""
    law = made.variables.law(name)
    low = getattr(law, "lower", None)
    if low is not None and low.is_nonnegative and law.continuous:
        return Dummy(name, positive=True)
    return Dummy(name, real=True)


def _is_affine(value: Expr, places: dict[str, Dummy]) -> bool:
    return not any(diff(value, place).has(*places.values()) for place in places.values())


def _of_independent(made: Setting, line: Function, value: Expr, places: dict[str, Dummy]) -> None:
    """A function of independent variables, by its law; what else it is to them is not kept."""
    builder = LawBuilder(line.line, made.symbols)
    laws = _independent(made, line, places)
    names = made.variables.names
    law = builder.at(line.value.left.start, law_of_expression, value, laws, line.name, made.conditions, names)
    _add_function(made, line.name, law, FunctionOf(value, places))


def _independent(made: Setting, line: Function, places: dict[str, Dummy]) -> dict[Any, Any]:
    """The laws of the variables at their places, which are independent."""
    for first, second in combinations(places, 2):
        if made.variables.hang_together(first, second):
            message = f"{first} and {second} are not independent: of such variables no law of a function is derived"
            raise QueryError(message, line.line, line.value.left.start)
    laws = {place: made.variables.law(name) for name, place in places.items()}
    averaged = next((name for name, place in places.items() if is_mean(laws[place])), None)
    if averaged:
        message = f"a function of {averaged}, whose law has random parameters, is not read"
        raise QueryError(message, line.line, line.value.left.start)
    return laws


def _add_function(made: Setting, name: str, law: Any, function: FunctionOf) -> None:
    law = made.under(law)
    group = finite_group(name, law) if isinstance(law, FiniteLaw) else Lone((name,), law)
    made.variables.add_image(group, function)


def _law_at_outcome(
    made: Setting, line: Function, value: Expr, compared: Expr | None, places: dict[str, Dummy], at: dict[str, Expr]
) -> Any:
    """The law of a function of variables with densities where finite ones have certain values."""
    numbers = {places[name]: outcome for name, outcome in at.items()}
    rest = {name: place for name, place in places.items() if name not in at}
    if compared is not None:
        return _truth(made, line, compared.xreplace(numbers), rest)
    here = value.xreplace(numbers)
    builder, start = LawBuilder(line.line, made.symbols), line.value.left.start
    if not here.has(*rest.values()):
        return finite_law({here: S.One}, line.name)
    kept = {name: place for name, place in rest.items() if here.has(place)}
    normals = [group for group in made.variables.groups if set(group.names) & kept.keys()]
    if all(isinstance(group, Normals) for group in normals) and _is_affine(here, kept):
        weights, constant = linear(here, kept, line.line, line.value.left)
        together: Any = reduce(Normals.joined, normals)  # type: ignore[arg-type]
        return together.extended(line.name, weights, constant, S.Zero, true).law(line.name)
    laws = _independent(made, line, kept)
    return builder.at(start, law_of_expression, here, laws, line.name, made.conditions, made.variables.names)


def _comparison(made: Setting, line: Function, value: Expr, places: dict[str, Dummy]) -> None:
    """``Y = X > a``, or ``Y = X < Z``: 1 where it holds, and 0."""
    truth = _truth(made, line, value, places)
    above = value if line.value.relation[0] == ">" else -value
    _add_function(made, line.name, truth, FunctionOf(sign(above), places))


def _truth(made: Setting, line: Function, value: Expr, places: dict[str, Dummy]) -> Any:
    """The law of whether a value compares with 0 as the line says."""
    builder, at = LawBuilder(line.line, made.symbols), line.value.left.start
    relation = line.value.relation
    if relation not in ("<", ">", "<=", ">="):
        raise QueryError(
            f"variables with densities are compared by < and >: {relation} holds with probability 0 or 1", line.line, at
        )
    above = value if relation[0] == ">" else -value
    laws = _independent(made, line, places)
    law = builder.at(at, law_of_expression, above, laws, "D", made.conditions, made.variables.names)
    return builder.at(at, truth_of, law, (S.One, S.Zero), line.name, made.conditions)


def _demand_no_power_of_bits(line: Function, group: Finite) -> None:
    """Refuse ``X ^ Z`` of bits, which is a power in the language and an exclusive or elsewhere."""
    bits = [n for i, n in enumerate(group.names) if all(outcome[i] in (0, 1) for outcome, _ in group.rows)]
    for node in (node for side in line.value.sides for node in below(side)):
        if isinstance(node, Operation) and node.sign == "**":
            sides = [side.name for side in (node.left, node.right) if isinstance(side, Name)]
            if len(sides) == 2 and all(name in bits for name in sides):
                message = f"{sides[0]}^{sides[1]} is a power: for bits write xor({sides[0]}, {sides[1]})"
                raise QueryError(message, line.line, node.start)


def _finite_function(made: Setting, line: Function, group: Finite, used: tuple[str, ...]) -> None:
    _demand_no_power_of_bits(line, group)
    words = {o.name: o for outcome, _ in group.rows for o in outcome if isinstance(o, Str)}
    found: dict[Any, Any] = {}

    def value_at(outcome: dict[str, Any]) -> list[Any]:
        key = tuple(outcome[name] for name in used)
        if key not in found:
            local = {**words, **dict(zip(used, key, strict=True))}
            builder = LawBuilder(line.line, made.symbols, local=local)
            found[key] = _value(builder, line)
        return [((found[key],), S.One)]

    made.variables.replace(group, group.extended((line.name,), value_at, true))


def _value(builder: LawBuilder, line: Function) -> Any:
    statement = line.value
    value: Any = builder.expression(statement.left)
    if statement.right is not None:
        sign = "==" if statement.relation == "=" else statement.relation
        value = builder.at(statement.right.start, combine, sign, value, builder.expression(statement.right))
    if isinstance(value, Expr) and value.free_symbols:
        raise builder.fail("the outcomes of a function of finite variables are numbers or words", statement.left)
    return value


def finite_group(name: str, law: FiniteLaw) -> Finite:
    """One variable with finitely many outcomes, as a group of its own."""
    return certain().extended((name,), lambda _: [((o,), m) for o, m in law.outcomes], law.condition)


def linear(value: Expr, places: dict[str, Dummy], line: str, node: Node) -> tuple[dict[str, Expr], Expr]:
    """The weights and the constant of a linear expression in the variables."""
    weights = {name: diff(value, place) for name, place in places.items()}
    if any(weight.has(*places.values()) for weight in weights.values()):
        raise QueryError("of normal variables only sums and multiples are read: such as 2*X + Z + 1", line, node.start)
    return weights, value.xreplace(dict.fromkeys(places.values(), S.Zero))
