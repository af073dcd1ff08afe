"""Variables drawn one after the other, where one has a law with random parameters: hierarchies, and laws given a coin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from sympy import And, Symbol

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import QueryError
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.hierarchy import Hierarchy
from symbinfo.laws.law import FiniteLaw, Law, integer_variable, real_variable
from symbinfo.query.chained_variables import Chained
from symbinfo.query.declarations import Drawn
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder
from symbinfo.query.variables import Finite, Group, certain

__all__ = ["add_drawn_in_turn", "by_outcome", "joined"]


def add_drawn_in_turn(made: Setting, lines: list[Drawn]) -> None:
    """Add ``Y | X ~ law`` where X, or Y given X, is neither finite nor jointly normal.

    Raises
    ------
    QueryError
        When a law is none at some value of what is given, or is missing for one.
    """
    first = lines[0]
    if len(first.names) > 1:
        raise QueryError("given such variables, one variable a line is drawn: Y | X ~ Poisson(X)", first.line, 0)
    names = tuple(dict.fromkeys(c.name for line in lines for c in line.given))
    groups = [group for group in made.variables.groups if set(names) & set(group.names)]
    together = joined(groups, first)
    (name,) = first.names
    link = _link(made, lines, together, names)
    new = replace(together, links=(*together.links, (name, link)))
    kept = [group for group in made.variables.groups if group not in groups]
    made.variables.groups = [*kept, new]


def joined(groups: Sequence[Group], line: Any) -> Chained:
    """Independent groups as one."""
    finite = certain()
    links: tuple[tuple[str, Any], ...] = ()
    for group in groups:
        if isinstance(group, Finite):
            finite = finite.joined(group)
        elif isinstance(group, Chained):
            finite, links = finite.joined(group.finite), (*links, *group.links)
        elif len(group.names) > 1:
            raise QueryError(
                f"{', '.join(group.names)} are jointly normal: what is drawn from them is normal, with a linear mean",
                line.line,
                0,
            )
        else:
            links = (*links, (group.names[0], _law_in_own_variable(group.law(group.names[0]), group.names[0])))
    return Chained(finite, links)


def _law_in_own_variable(law: Law, name: str) -> Law:
    """A law in a variable of its own, which may stand in other laws: its name as a small letter."""
    listed = as_finite(law)
    if listed is not None:
        return listed
    taken = {s.name for s in law.free_symbols}
    letter = name[:1].lower() + name[1:]
    while letter in taken:
        letter += "_"
    return law.on(real_variable(letter) if law.continuous else integer_variable(letter))


def _link(made: Setting, lines: list[Drawn], joined: Chained, names: tuple[str, ...]) -> Any:
    """The law of a new variable: by outcome, where what is given has finitely many, or with variables in it."""
    listed = [name for name in names if joined.is_listed(name)]
    if len(listed) == len(names):
        return _by_outcome(made, lines, joined, names)
    if listed:
        message = "given a finite variable and another one, the law of a further one is not read"
        raise QueryError(message, lines[0].line, lines[0].given[0].start)
    return _with_variables(made, lines, joined, names)


def _by_outcome(made: Setting, lines: list[Drawn], joined: Chained, names: tuple[str, ...]) -> Any:
    outcomes = [joined.outcomes_of(name) for name in names]
    found: dict[tuple[Any, ...], Law] = {}
    for line in lines:
        builder = SettingLawBuilder(line.line, made.symbols, setting=made)
        wanted = {c.name: builder.outcome(c.outcome) for c in line.given if c.outcome is not None}
        for name, value in wanted.items():
            if value not in outcomes[names.index(name)]:
                raise QueryError(f"{value} is no outcome of {name}", line.line, 0)
        for key in product(*outcomes):
            at = dict(zip(names, key, strict=True))
            if any(at[n] != v for n, v in wanted.items()):
                continue
            if key in found:
                raise QueryError(f"the law of {line.names[0]} is given twice for {_shown(at)}", line.line, 0)
            found[key] = made.under(_law(made, line, at))
    missing = next((key for key in product(*outcomes) if key not in found), None)
    if missing is not None:
        shown = _shown(dict(zip(names, missing, strict=True)))
        raise QueryError(f"the law of {lines[0].names[0]} is missing for {shown}", lines[-1].line, 0)
    return by_outcome(lines[0].names[0], lines[0].line, names, found)


def by_outcome(name: str, line: str, given: tuple[str, ...], found: dict[tuple[Any, ...], Law]) -> Any:
    """The link of a variable with a law for each outcome of what is given."""
    laws = [(key, _law_in_own_variable(law, name)) for key, law in found.items()]
    if len({law.continuous for _, law in laws}) > 1:
        message = f"{name} has a density for some outcomes and probabilities for others: such a law has no entropy"
        raise QueryError(message, line, 0)
    return given, tuple(laws)


def _shown(at: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {getattr(value, 'name', value)}" for name, value in at.items())


def _law(made: Setting, line: Drawn, at: dict[str, Any]) -> Law:
    return SettingLawBuilder(line.line, made.symbols, setting=made, local=at).law_or_point(line.law, line.names[0])


def _with_variables(made: Setting, lines: list[Drawn], joined: Chained, names: tuple[str, ...]) -> Law:
    line, *more = lines
    if more or any(c.outcome is not None for c in line.given):
        given = line.given[0]
        message = f"{given.name} has no list of outcomes: write one law with {given.name} in it"
        raise QueryError(f"{message}, such as Y | {given.name} ~ Normal({given.name}, 1)", line.line, given.start)
    hierarchy = joined.hierarchy()
    places: dict[str, Symbol] = {}
    domain = Domain.of(made.conditions)
    for name in names:
        law: Any = hierarchy.marginal((hierarchy_names(hierarchy).index(name),))
        if isinstance(law, FiniteLaw):
            raise QueryError(f"what is drawn from {name} is read where it stands first", line.line, 0)
        places[name] = symbol = _place(law, name)
        inside = law.inside(domain.and_(law.condition)).conditions
        domain = Domain.of(c.xreplace({law.variable: symbol}) for c in inside)
    law = made.under(_law(made, line, dict(places)))
    kept = [c for c in And.make_args(law.condition) if not c.has(*places.values())]
    for condition in And.make_args(law.condition):
        if condition not in kept and not domain.implies(condition):
            raise QueryError(
                f"{law.title} is a law where {_named(condition, places)} only, and not at all values of {', '.join(names)}",
                line.line,
                line.law.start,
            )
    (name,) = line.names
    law = law.func(*law.args[:3], And(*kept), *law.args[4:])
    back = {symbol: joined.variable_of(name) for name, symbol in places.items()}
    return _apart(_law_in_own_variable(law, name), back)


def _apart(law: Law, back: dict[Symbol, Variable]) -> Law:
    """The law with the variables of others in it, whose names are other ones than that of its own."""
    if not isinstance(law, FiniteLaw) and law.variable.name in {v.name for v in back.values()}:
        law = law.on(type(law.variable)(law.variable.name + "_", **law.variable._assumptions_orig))
    return law.xreplace(back)


def _named(condition: Any, places: dict[str, Symbol]) -> Any:
    return condition.xreplace({symbol: Symbol(name) for name, symbol in places.items()})


def _place(law: Any, name: str) -> Symbol:
    """A symbol for a value of a variable, with the sign that its range implies."""
    kind: dict[str, Any] = {"real": True} if law.continuous else {"integer": True}
    if law.lower.is_positive or (law.continuous and law.lower.is_nonnegative):
        kind["positive"] = True
    elif law.lower.is_nonnegative:
        kind["nonnegative"] = True
    return Symbol(name, **kind)


def hierarchy_names(hierarchy: Hierarchy) -> list[str]:
    """The names of the variables of a hierarchy."""
    return [name.name for name in hierarchy.names]
