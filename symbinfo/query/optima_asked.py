"""Questions for an optimum in the language: ``max(H(P); p)``, ``capacity(Y | X)``, ``maxent({x: m}, x in (0, oo))``."""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, Ge, Gt, Le, Lt, Mul, Pow, S, Symbol, cancel, log, oo, simplify, together, true

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.measures.base import Measure
from symbinfo.measures.optimum import Capacity, GaussianCapacity, OverParameters, SymmetricCapacity
from symbinfo.query.channels import Channel
from symbinfo.query.means_given import largest_entropy
from symbinfo.query.nodes import Call, Keyword, Name, Operation, Sequence
from symbinfo.query.setting_contents import Setting
from symbinfo.query.typed.expectation_forms import EXPECTATION
from symbinfo.query.variables import Finite, Normals
from symbinfo.query.vocabulary import CAPACITIES, MAXENT

__all__ = ["optimum_asked"]

_RELATIONS = {"<=": Le, ">=": Ge, "<": Lt, ">": Gt}


def optimum_asked(call: Call, builder: Any, setting: Setting | None = None) -> Expr:
    """The question that a call asks.

    Parameters
    ----------
    call : Call
        One of ``max``, ``min``, ``argmax``, ``argmin``, ``capacity`` and ``maxent``.
    builder : ExpressionBuilder
        What reads its parts.
    setting : Setting, optional
        Where the variables of a channel are declared.

    Raises
    ------
    QueryError
        When something is missing, with its place.
    """
    try:
        if call.name in CAPACITIES:
            return _capacity(call, builder, setting)
        if call.name == MAXENT:
            return largest_entropy(call, builder)
        return _over_parameters(call, builder, setting)
    except (DomainError, MeasureError) as error:
        raise builder.fail(str(error), call) from error


def _over_parameters(call: Call, builder: Any, setting: Setting | None) -> Expr:
    usage = f"write {call.name}(H(Bernoulli(p)); p)"
    first, *rest = call.arguments.items
    objective = builder.expression(first)
    if not rest:
        raise builder.fail(f"what varies is not said: {usage}", call)
    variables: list[Symbol] = []
    where: list[Any] = []
    part = builder.part({})
    for item in rest:
        if isinstance(item, Name):
            variables.append(_parameter(item, builder))
        elif isinstance(item, Sequence) and len(item.items) == 3 and isinstance(item.items[0], Name):
            symbol = _parameter(item.items[0], builder)
            low, high = map(part.expression, item.items[1:])
            variables += [] if symbol in variables else [symbol]
            where += [low <= symbol, symbol <= high]
        elif isinstance(item, Operation) and item.sign in _RELATIONS:
            where.append(_RELATIONS[item.sign](part.expression(item.left), part.expression(item.right)))
        else:
            raise builder.fail(f"a parameter or a bound on one is expected here: {usage}", item)
    if not objective.has(Measure):
        where += [] if setting is None else [c for c in setting.conditions if c.free_symbols <= objective.free_symbols]
        where += _defined(objective, variables)
    where = [condition for condition in where if condition != true]
    if any(condition == False for condition in where):  # noqa: E712 - a SymPy Boolean
        raise builder.fail("no parameter is within these bounds", call)
    return OverParameters(call.name, objective, *variables, where=And(*where))


def _defined(objective: Expr, variables: list[Symbol]) -> list[Any]:
    """Where the logarithms and roots of an expression without measures are real, as far as what varies decides it."""
    inner = [node.args[0] for node in objective.atoms(log)]
    inner += [node.base for node in objective.atoms(Pow) if node.exp.is_integer is not True]
    known = [part for arg in inner for part in Mul.make_args(together(arg)) if part.has(*variables)]
    linear = [part for part in known if all(part.diff(v, 2) == 0 for v in variables)]
    return [condition for part in dict.fromkeys(linear) if (condition := part > 0) not in (True, False)]


def _parameter(node: Name, builder: Any) -> Symbol:
    found = builder.expression(node)
    if not isinstance(found, Symbol):
        raise builder.fail(f"{node.name} is no parameter: it does not vary", node)
    return found


# --- capacities --------------------------------------------------------------------------------------------------------


def _capacity(call: Call, builder: Any, setting: Setting | None) -> Expr:
    usage = "write capacity(Y | X), with Y | X ~ rows([[...], [...]]) by --given, or capacity([[...], [...]])"
    kind = "argmax" if call.name.startswith("arg") else "max"
    first, *rest = call.arguments.items
    separators = call.arguments.separators
    base = getattr(builder, "base", None)
    options = {item.name: item.value for item in call.arguments.items if isinstance(item, Keyword)}
    if options.keys() == {"noise", "power"} and len(options) == len(call.arguments.items):
        noises = _numbers(options["noise"], builder)
        return GaussianCapacity(noises, builder.part({}).expression(options["power"]), kind=kind, base=base)
    if isinstance(first, Sequence) and not rest:
        rows = [_numbers(row, builder) for row in first.items]
        if len({len(row) for row in rows}) != 1:
            raise builder.fail("the rows of a channel are equally long lists of probabilities", first)
        return Capacity(rows, kind=kind, base=base)
    if not isinstance(first, Name) or not rest or not isinstance(rest[0], Name) or separators[0] != "|":
        raise builder.fail(f"of which channel is not said: {usage}", call)
    if setting is None:
        raise builder.fail(f"{first.name} and {rest[0].name} are not declared: {usage}", call)
    output, source, bounds = first.name, rest[0].name, rest[1:]
    for node in (first, rest[0]):
        if node.name not in setting.variables.names:
            raise builder.fail(f"{node.name} is no variable of the setting: declare it, as in {node.name} ~ ...", node)
    group = setting.variables.group_of([output, source])
    names = (source, output)
    if isinstance(group, Normals):
        return _of_normals(group, names, _power(bounds, source, builder, call), kind, base)
    if bounds:
        raise builder.fail("a bound on the power is read of channels with normal noise", bounds[0])
    if isinstance(group, Channel) and group.uniform and kind == "max":
        information = group.entropy(frozenset((output,)), base) - group.entropy(frozenset((output, source)), base)
        return SymmetricCapacity(information + group.entropy(frozenset((source,)), base), names)
    if not isinstance(group, Finite):
        raise builder.fail(f"the capacity is read of finite channels and of normal noise: {usage}", call)
    rows = _rows_of(group, names)
    conditions = And(*setting.conditions)
    return Capacity(rows, names, kind, conditions, base)


def _numbers(row: Any, builder: Any) -> list[Expr]:
    items = row.items if isinstance(row, Sequence) else [row]
    part = builder.part({})
    return [part.expression(item) for item in items]


def _rows_of(group: Finite, names: tuple[str, str]) -> list[list[Expr]]:
    """P(y | x) for each letter of the input, by dividing the joint probabilities by those of the letters."""
    joint = group.marginal(names)
    totals: dict[Any, Expr] = {}
    for (x, _), mass in joint.rows:
        totals[x] = totals.get(x, S.Zero) + mass
    outputs = list(dict.fromkeys(y for (_, y), _ in joint.rows))
    cells = dict(joint.rows)
    return [[cancel(together(cells.get((x, y), S.Zero) / total)) for y in outputs] for x, total in totals.items()]


def _of_normals(group: Normals, names: tuple[str, str], power: Expr, kind: str, base: Any) -> Expr:
    """Y = g X + noise: the noise as seen at the input has the variance Var(Y | X) / g^2."""
    source, output = names
    vector = group.vector(names)
    covariance = vector.covariance
    gain = simplify(covariance[0, 1] / covariance[0, 0])
    if gain == S.Zero:
        raise MeasureError(f"{output} does not depend on {source}: the capacity is 0")
    left = simplify(covariance[1, 1] - gain**2 * covariance[0, 0])
    if left == S.Zero:
        raise MeasureError(f"{output} is a function of {source} without noise: the capacity is infinite")
    return GaussianCapacity([simplify(left / gain**2)], oo if power is None else power, names, kind, base)


def _power(bounds: Any, source: str, builder: Any, call: Call) -> Any:
    """``E[X**2] <= P``, or P by itself."""
    if not bounds:
        return None
    if len(bounds) > 1:
        raise builder.fail("one bound on the power is expected", bounds[1])
    (bound,) = bounds
    part = builder.part({})
    if not isinstance(bound, Operation) or bound.sign not in ("<=", "<", ">=", ">"):
        return part.expression(bound)
    left, right = (bound.left, bound.right) if bound.sign in ("<=", "<") else (bound.right, bound.left)
    if isinstance(left, Call) and left.name == EXPECTATION:
        body: Any = left.arguments.items[0]
        square = isinstance(body, Operation) and body.sign == "**" and isinstance(body.left, Name)
        if square and body.left.name == source and getattr(body.right, "digits", 0) == 2:
            return part.expression(right)
    raise builder.fail(f"the power of the input is bounded: write E[{source}**2] <= P", bound)
