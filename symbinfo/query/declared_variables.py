"""The lines that make random variables: drawn by themselves, drawn given others, or functions of others."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from typing import Any

from sympy import And, Dummy, Expr, Matrix, S, diff, sign, true
from sympy.core.symbol import Str

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.hierarchy import Hierarchy, is_mean
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw
from symbinfo.query.bounded_arithmetic import combine
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.chained_variables import Chained
from symbinfo.query.declarations import Drawn, Function
from symbinfo.query.drawn_in_turn import add_drawn_in_turn
from symbinfo.query.functions_by_outcome import add_function_by_outcome
from symbinfo.query.laws_of_functions import law_of_expression, truth_of
from symbinfo.query.nodes import Call, Name, Node, Number, Operation, below
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder
from symbinfo.query.variables import Blocks, Finite, FunctionOf, Lone, Normals, certain, lone_normal
from symbinfo.query.vocabulary import is_law

__all__ = ["drawn", "function_of"]


def drawn(made: Setting, lines: list[Drawn]) -> None:
    """Add the variables of a line, or of several lines with one conditional law each."""
    first = lines[0]
    if first.given:
        _given(made, lines)
    elif len(first.names) > 1:
        _jointly(made, first)
    else:
        _alone(made, first)


def _alone(made: Setting, line: Drawn) -> None:
    (name,) = line.names
    law = made.under(SettingLawBuilder(line.line, made.symbols, setting=made).law(line.law, name))
    finite = as_finite(law)
    if finite is not None:
        made.variables.groups.append(_finite(name, finite))
    elif law.family == "Normal":
        made.variables.groups.append(lone_normal(name, law))
    else:
        made.variables.groups.append(Lone((name,), law))
    made.variables.laws[name] = law


def _finite(name: str, law: FiniteLaw) -> Finite:
    return certain().extended((name,), lambda _: [((o,), m) for o, m in law.outcomes], law.condition)


def _jointly(made: Setting, line: Drawn) -> None:
    built = SettingLawBuilder(line.line, made.symbols, setting=made).joint(line.law, line.names)
    if isinstance(built, Hierarchy):
        made.variables.groups.append(Chained(certain(), tuple(zip(line.names, built.links, strict=True))))
        return
    if isinstance(built, Blocks):
        made.variables.groups.append(built)
        return
    law = made.under(built)
    if isinstance(law, JointNormal):
        made.variables.groups.append(Normals(line.names, tuple(law.mean), Matrix(law.covariance), law.condition))
        return
    rows = [(tuple(outcome), mass) for outcome, mass in law.outcomes]
    made.variables.groups.append(Finite(line.names, tuple(rows), law.condition))


# Conditional laws.


def _given(made: Setting, lines: list[Drawn]) -> None:
    """``Y | X = 0 ~ law``, a line for each outcome, ``Y | X ~ law of X``, or ``Y | X ~ rows(...)``."""
    known = made.variables.names
    for line in lines:
        for condition in line.given:
            if condition.name not in known:
                message = f"{condition.name} is not declared: give it a line of its own"
                raise QueryError(message, line.line, condition.start)
    names = tuple(dict.fromkeys(c.name for line in lines for c in line.given))
    if any(isinstance(group, Blocks) and set(names) & set(group.names) for group in made.variables.groups):
        raise QueryError(f"what goes over a channel is not conditioned on: {names[0]}", lines[0].line)
    if _is_drawn_in_turn(made, lines, names):
        add_drawn_in_turn(made, lines)
        return
    group: Any = made.variables.group_of(names)
    if isinstance(group, Normals):
        _given_normal(made, lines, group)
        return
    rows = [_row(made, line, group) for line in lines]
    condition = And(*(law_condition for _, _, law_condition in rows))
    found: dict[Any, Any] = {}

    def law_at(outcome: dict[str, Any]) -> Any:
        key = tuple(outcome[name] for name in names)
        if key not in found:
            fitting = [law for fits, law, _ in rows if fits(outcome)]
            if len(fitting) != 1:
                shown = ", ".join(f"{n} = {getattr(o, 'name', o)}" for n, o in zip(names, key, strict=True))
                fault = "missing" if not fitting else "given twice"
                raise QueryError(f"the law of {', '.join(lines[0].names)} is {fault} for {shown}", lines[-1].line, 0)
            found[key] = fitting[0](outcome)
        return found[key]

    new = group.extended(lines[0].names, law_at, condition)
    made.variables.replace(group, Finite(new.names, new.rows, _conditions_of(made, new)))


def _is_drawn_in_turn(made: Setting, lines: list[Drawn], names: tuple[str, ...]) -> bool:
    """Whether what is given is neither finite nor jointly normal, or what is drawn is neither."""
    kinds = {type(group) for group in made.variables.groups if set(names) & set(group.names)}
    if kinds == {Finite}:
        return any((is_law(line.law) and not _is_listed(made, line)) or isinstance(line.law, Number) for line in lines)
    return kinds != {Normals} or not all(_is_linear(made, line) for line in lines)


def _is_listed(made: Setting, line: Drawn) -> bool:
    """Whether a law given finite variables is a list of outcomes: it is looked at for one of theirs."""
    group = made.variables.group_of([c.name for c in line.given])
    if not isinstance(group, Finite):
        return False
    builder = SettingLawBuilder(line.line, made.symbols, setting=made)
    told = {c.name: builder.outcome(c.outcome) for c in line.given if c.outcome is not None}
    at = dict(zip(group.names, group.rows[-1][0], strict=True)) | told
    law = SettingLawBuilder(line.line, made.symbols, setting=made, local=at).law_or_point(line.law, line.names[0])
    return as_finite(law) is not None


def _is_linear(made: Setting, line: Drawn) -> bool:
    """Whether a law given normal variables is normal with a mean that is linear in them, and a deviation that is free."""
    if not (isinstance(line.law, Call) and line.law.name == "Normal"):
        return not is_law(line.law)  # what is no law by name is refused with what is expected
    places = {c.name: Dummy(c.name, real=True) for c in line.given}
    try:
        law = SettingLawBuilder(line.line, made.symbols, setting=made, local=dict(places)).law(line.law, line.names[0])
        mean, deviation = law.parameters
    except (QueryError, ValueError):
        return False
    linear = all(not diff(mean, place).has(*places.values()) for place in places.values())
    return linear and not deviation.has(*places.values())


def _conditions_of(made: Setting, group: Finite) -> Any:
    """The conditions that the group collected, and those declared of the parameters that came in."""
    free = {s for _, mass in group.rows for s in mass.free_symbols}
    return And(group.condition, *(c for c in made.conditions if c.free_symbols & free))


def _row(made: Setting, line: Drawn, group: Finite) -> tuple[Any, Any, Any]:
    """Which outcomes a line is about, the law that it gives for them, and the condition of that law."""
    builder = SettingLawBuilder(line.line, made.symbols, setting=made)
    wanted: dict[str, Any] = {}
    for condition in line.given:
        outcomes = {outcome for (outcome,), _ in group.marginal((condition.name,)).rows}
        if condition.outcome is not None:
            wanted[condition.name] = builder.outcome(condition.outcome)
            if wanted[condition.name] not in outcomes:
                message = f"{wanted[condition.name]} is no outcome of {condition.name}"
                raise QueryError(message, line.line, condition.outcome.start)
    given = [c.name for c in line.given]
    laws = {}
    for key in dict.fromkeys(tuple(dict(zip(group.names, o, strict=True))[n] for n in given) for o, _ in group.rows):
        at = dict(zip(given, key, strict=True))
        if all(at[n] == value for n, value in wanted.items()):
            laws[key] = _law_at(made, line, at, group)
    condition = And(*(c for _, c in laws.values()))
    return (
        lambda outcome: all(outcome[n] == value for n, value in wanted.items()),
        lambda outcome: laws[tuple(outcome[n] for n in given)][0],
        condition,
    )


def _law_at(made: Setting, line: Drawn, at: dict[str, Any], group: Finite) -> tuple[list[Any], Any]:
    """The outcomes and probabilities of the new variables where the given ones have certain values."""
    builder = SettingLawBuilder(line.line, made.symbols, setting=made, local=at)
    if isinstance(line.law, Call) and line.law.name == "rows":
        return _row_of_matrix(line, builder, at, group)
    if len(line.names) > 1:
        joint = builder.joint(line.law, line.names)
        if isinstance(joint, Blocks):
            message = "given a finite variable, these need finitely many outcomes"
            raise QueryError(message, line.line, line.law.start)
        return [(tuple(outcome), mass) for outcome, mass in joint.outcomes], joint.condition
    law = as_finite(builder.law(line.law, line.names[0]))
    if law is None:
        raise QueryError(
            f"given a finite variable, {line.names[0]} needs finitely many outcomes", line.line, line.law.start
        )
    return [((outcome,), mass) for outcome, mass in law.outcomes], law.condition


def _row_of_matrix(line: Drawn, builder: SettingLawBuilder, at: dict[str, Any], group: Finite) -> tuple[list[Any], Any]:
    laws = builder.rows(line.law)  # type: ignore[arg-type]
    if len(at) != 1 or len(line.names) != 1:
        raise QueryError("rows(...) gives one variable for each outcome of one other: Y | X ~ rows(...)", line.line, 0)
    ((name, outcome),) = at.items()
    outcomes = sorted((o for (o,), _ in group.marginal((name,)).rows), key=_by_size)
    if len(outcomes) != len(laws):
        message = f"rows(...) needs a row for each of the {len(outcomes)} outcomes of {name}: got {len(laws)}"
        raise QueryError(message, line.line, line.law.start)
    law = laws[outcomes.index(outcome)]
    square = all(place < len(outcomes) for each in laws for place, _ in each.outcomes)
    pairs = [((outcomes[int(place)] if square else place,), mass) for place, mass in law.outcomes]
    return pairs, law.condition


def _by_size(outcome: Any) -> Any:
    """Numbers by size; words stay in the order in which they stand."""
    return float(outcome) if isinstance(outcome, Expr) and outcome.is_number else 0.0


def _given_normal(made: Setting, lines: list[Drawn], group: Normals) -> None:
    """``Y | X ~ Normal(a*X + b, s)``: the mean is linear in the variables, the deviation is not of them."""
    line, *more = lines
    places = {name: Dummy(name, real=True) for name in group.names}
    law = SettingLawBuilder(line.line, made.symbols, setting=made, local=dict(places)).law(line.law, line.names[0])
    if more or any(c.outcome is not None for c in line.given) or law.family != "Normal":
        raise QueryError("given a normal variable, write Y | X ~ Normal(a*X + b, s)", line.line, line.law.start)
    mean, deviation = law.parameters
    weights, constant = _linear(mean, places, line.line, line.law)
    if deviation.has(*places.values()):
        raise QueryError("the deviation of Y may not depend on X here", line.line, line.law.start)
    new = group.extended(line.names[0], weights, constant, deviation**2, made.under(law).condition)
    made.variables.replace(group, new)


def _linear(value: Expr, places: dict[str, Dummy], line: str, node: Node) -> tuple[dict[str, Expr], Expr]:
    """The weights and the constant of a linear expression in the variables."""
    weights = {name: diff(value, place) for name, place in places.items()}
    if any(weight.has(*places.values()) for weight in weights.values()):
        raise QueryError("of normal variables only sums and multiples are read: such as 2*X + Z + 1", line, node.start)
    return weights, value.xreplace(dict.fromkeys(places.values(), S.Zero))


# Functions.


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
        weights, constant = _linear(value, places, line.line, line.value.left)
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
    group = _finite(name, law) if isinstance(law, FiniteLaw) else Lone((name,), law)
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
        weights, constant = _linear(here, kept, line.line, line.value.left)
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
