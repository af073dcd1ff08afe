"""The lines that make random variables by a law: drawn by themselves, or drawn given others."""

from __future__ import annotations

from typing import Any

from sympy import And, Dummy, Expr, Matrix, diff

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.hierarchy import Hierarchy
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.query.chained_variables import Chained
from symbinfo.query.declarations import Drawn
from symbinfo.query.declared_functions import finite_group, linear
from symbinfo.query.drawn_in_turn import add_drawn_in_turn
from symbinfo.query.nodes import Call, Number
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder
from symbinfo.query.variables import Blocks, Finite, Lone, Normals, certain, lone_normal
from symbinfo.query.vocabulary import is_law

__all__ = ["drawn"]


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
        made.variables.groups.append(finite_group(name, finite))
    elif law.family == "Normal":
        made.variables.groups.append(lone_normal(name, law))
    else:
        made.variables.groups.append(Lone((name,), law))
    made.variables.laws[name] = law


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
    weights, constant = linear(mean, places, line.line, line.law)
    if deviation.has(*places.values()):
        raise QueryError("the deviation of Y may not depend on X here", line.line, line.law.start)
    new = group.extended(line.names[0], weights, constant, deviation**2, made.under(law).condition)
    made.variables.replace(group, new)
