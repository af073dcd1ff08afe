"""The lines that make random variables: drawn by themselves, drawn given others, or functions of others."""

from __future__ import annotations

from typing import Any

from sympy import Abs, And, Dummy, Expr, Matrix, S, Tuple, diff, true
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import QueryError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import ContinuousLaw, FiniteLaw, Law
from symbinfo.query.bounded_arithmetic import combine
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.change_of_variables import image
from symbinfo.query.declarations import Drawn, Function
from symbinfo.query.nodes import Call, Name, Node, below
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder
from symbinfo.query.variables import Finite, Lone, Normals, certain, lone_normal

__all__ = ["drawn", "function_of"]


def drawn(made: Setting, lines: list[Drawn]) -> None:
    """Add the variables of a line, or of several lines with one conditional law each."""
    first = lines[0]
    if first.given:
        _given(made, lines)
    elif len(first.names) > 1 or (isinstance(first.law, Call) and first.law.name == "MultivariateNormal"):
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
    law = made.under(SettingLawBuilder(line.line, made.symbols, setting=made).joint(line.law, line.names))
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
                message = f"{condition.name} is not declared yet: declare it before"
                raise QueryError(message, line.line, condition.start)
    names = tuple(dict.fromkeys(c.name for line in lines for c in line.given))
    group = made.variables.group_of(names)
    if isinstance(group, Lone):
        raise QueryError(
            f"{names[0]} is neither finite nor normal: only such variables are conditioned on", lines[0].line
        )
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
    group = made.variables.group_of(used)
    if isinstance(group, Finite):
        _finite_function(made, line, group, used)
    elif line.value.right is not None:
        raise QueryError("a comparison is read of finite variables only", line.line, line.value.left.start)
    elif isinstance(group, Normals):
        places = {name: Dummy(name, real=True) for name in group.names}
        value = LawBuilder(line.line, made.symbols, local=dict(places)).expression(line.value.left)
        if any(diff(value, place).has(*places.values()) for place in places.values()):
            _of_one(made, line, group, used)
            return
        weights, constant = _linear(value, places, line.line, line.value.left)
        made.variables.replace(group, group.extended(line.name, weights, constant, S.Zero, true))
    else:
        _of_one(made, line, group, used)


def _finite_function(made: Setting, line: Function, group: Finite, used: tuple[str, ...]) -> None:
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


def _of_one(made: Setting, line: Function, group: Lone | Normals, used: tuple[str, ...]) -> None:
    """A one-to-one function of one continuous variable, by its law; what else it is to that variable is not kept."""
    message = "of such variables a*X + b, and one-to-one functions of one continuous X such as exp(X), are read"
    builder = LawBuilder(line.line, made.symbols)
    if len(used) > 1:
        raise builder.fail(message, line.value.left)
    (name,) = used
    place = Dummy(name, real=True)
    value = LawBuilder(line.line, made.symbols, local={name: place}).expression(line.value.left)
    law = made.variables.law(name)
    factor = diff(value, place)
    linear = not factor.has(place) and (factor.is_positive or factor.is_negative)
    if isinstance(law, ContinuousLaw) and linear:
        found: Law | None = _moved(law, factor, value.xreplace({place: S.Zero}), line.name)
    else:
        found = image(law, value, place, line.name)
    if found is None:
        raise builder.fail(message, line.value.left)
    made.variables.add_image(name, Lone((line.name,), made.under(found)))


def _moved(law: Law, factor: Expr, constant: Expr, name: str) -> Law:
    """The law of ``factor*X + constant``."""
    if law.family == "Uniform":
        ends = [factor * end + constant for end in law.parameters]
        return law_of_family(FAMILIES["Uniform"], tuple(ends if factor.is_positive else ends[::-1]), name)
    if law.family == "Exponential" and factor.is_positive and constant == 0:
        return law_of_family(FAMILIES["Exponential"], (law.parameters[0] / factor,), name)
    x: Variable = law.variable
    density = law.density.xreplace({x: (x - constant) / factor}) / Abs(factor)
    low, high = (factor * end + constant for end in (law.lower, law.upper))
    low, high = (low, high) if factor.is_positive else (high, low)
    shown = Tuple(density, Tuple(x, low, high))
    return ContinuousLaw(name, "Density", tuple(shown), law.condition, x, density, low, high)
