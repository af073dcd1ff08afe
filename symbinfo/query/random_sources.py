"""Random sources: lines about one time and the times before, ``X[t] = a*X[t-1] + Z[t]``, and ``EntropyRate(...)``.

The time is written as people do, ``X[t]``, ``X_t``, ``X_{t-1}`` or ``X(t)``; each variable at a time becomes a name of its
own, ``X_lag1``, and the line is then read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Dummy, Expr, S, diff

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.markov_chain import walk_on
from symbinfo.measures.entropy_rate import EntropyRate
from symbinfo.query.arguments import only_commas
from symbinfo.query.declarations import Declaration, Drawn, Function
from symbinfo.query.nodes import Call, Keyword, Name, Node, below, changed
from symbinfo.query.nodes import Sequence as Listed
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder
from symbinfo.query.symbols import WALK
from symbinfo.query.vocabulary import is_law

__all__ = ["is_of_a_source", "rate_of", "read_source", "source_names", "with_lags"]

USAGE = "EntropyRate(X) with a line such as X[t] = a*X[t-1] + Normal(0, s), or EntropyRate([[1 - a, a], [b, 1 - b]])"
_OFFSET = r"\s*([tn])\s*([+-]\s*\d+)?\s*"
_TIMED = re.compile(rf"\b([A-Za-z][A-Za-z0-9]*)\s*(?:\[{_OFFSET}\]|_\{{{_OFFSET}\}}|_([tn])\b|\({_OFFSET}\))")
_NOW = re.compile(r"([A-Za-z][A-Za-z0-9]*)_lag0\Z")
_NOISE = "noise_"


def with_lags(lines: Iterable[Any]) -> tuple[Any, ...]:
    """The lines with variables at times as names: ``X[t-1]`` is ``X_lag1``; what speaks of no time stays as it is.

    Examples
    --------
    >>> with_lags(["X[t] = a*X[t-1] + Z[t]", "Z[t] ~ Normal(0, s)"])
    ('X_lag0 = a*X_lag1 + Z_lag0', 'Z ~ Normal(0, s)')
    >>> with_lags(["X_{n+1} = a*X_n + Normal(0, 1)"])
    ('X_lag0 = a*X_lag1 + Normal(0, 1)',)
    """
    return tuple(_with_lags(line) if isinstance(line, str) else line for line in lines)


def _with_lags(line: str) -> str:
    first = _TIMED.match(line.lstrip())
    if first is None:
        return line
    letter, now = _time(first)

    def name(match: re.Match[str]) -> str:
        own, offset = _time(match)
        return f"{match.group(1)}_lag{now - offset}" if own == letter and offset <= now else match.group(0)

    named = _TIMED.sub(name, line)
    if "|" not in named.partition("~")[0] and "~" in named:  # independent variables of one law
        return re.sub(r"^(\s*[A-Za-z][A-Za-z0-9]*)_lag0", r"\1", named)
    return named


def _time(match: re.Match[str]) -> tuple[str, int]:
    """The letter of the time, and how far behind or ahead of it."""
    groups = match.groups()[1:]
    letter = next(g for g in groups if g in ("t", "n"))
    offset = next((g for g in groups if g and g not in ("t", "n")), "0")
    return letter, int(offset.replace(" ", ""))


def is_of_a_source(line: Declaration) -> bool:
    """Whether a line declares a variable by those of the times before."""
    return any(_NOW.match(name) for name in source_names(line))


def source_names(line: Declaration) -> tuple[str, ...]:
    """The names at times that a line speaks of, the declared one first."""
    if isinstance(line, Function):
        sides = [side for side in (line.value.left, line.value.right) if side is not None]
        names = [line.name, *(n.name for side in sides for n in below(side) if isinstance(n, Name))]
    elif isinstance(line, Drawn):
        names = [*line.names, *(c.name for c in line.given)]
        names += [n.name for n in below(line.law) if isinstance(n, Name)]
    else:
        names = []
    return tuple(name for name in names if re.search(r"_lag\d+\Z", name))


def read_source(made: Setting, line: Any) -> None:
    """Add the source that a line declares, with what its entropy rate is."""
    name = (line.name if isinstance(line, Function) else line.names[0]).removesuffix("_lag0")
    made.declare(name, line.line)
    if isinstance(line, Drawn) and isinstance(line.law, Call) and line.law.name == "rows":
        if [c.name for c in line.given] != [f"{name}_lag1"]:
            raise QueryError(f"a chain is declared by {name}[t] | {name}[t-1] ~ rows(...)", line.line, 0)
        builder = SettingLawBuilder(line.line, made.symbols, setting=made)
        (rows,) = line.law.arguments.items
        matrix = builder.matrix(rows)
        made.sources[name] = lambda base: EntropyRate(matrix, base=base)
        return
    made.sources[name] = _driven(made, line, name)


def _driven(made: Setting, line: Any, name: str) -> Any:
    """A sum of weighted variables before and of noise."""
    lags = [n for n in dict.fromkeys(source_names(line)) if n != f"{name}_lag0"]
    places = {lag: Dummy(lag, real=True) for lag in lags}
    builder = SettingLawBuilder(line.line, made.symbols, setting=made, local=dict(places))
    if isinstance(line, Drawn):
        law = made.under(builder.law(line.law, "Z"))
        if law.family != "Normal" or law.parameters[1].has(*places.values()):
            raise builder.fail(f"given the past, write X[t] | X[t-1] ~ Normal(a*X[t-1], s), or {USAGE}", line.law)
        value = law.parameters[0]
        noise = made.under(law_of_family(FAMILIES["Normal"], (S.Zero, law.parameters[1]), "Z"))
    else:
        value, noise = _split(builder, made, line, places)
    weights = _weights(value, places, builder, line)
    own = _in_order(weights, f"{name}_lag")
    before = _in_order({k: w for k, w in weights.items() if not k.startswith(f"{name}_lag")}, "")
    return lambda base: EntropyRate(noise, ar=own, ma=before, base=base)


def _split(builder: SettingLawBuilder, made: Setting, line: Function, places: dict[str, Dummy]) -> tuple[Expr, Any]:
    """What a line adds to its noise, and the law of that: written out, or that of a variable declared before."""
    laws = [node for node in below(line.value.left) if is_law(node)]
    driven = sorted({n.removesuffix("_lag0") for n in places if n.endswith("_lag0")})
    named = sorted({n.name for n in below(line.value.left) if isinstance(n, Name) and n.name in made.variables.names})
    if line.value.right is not None or len(laws) + len({*driven, *named}) != 1:
        raise builder.fail(f"a source has one noise: write {USAGE}", line.value.left)
    if laws:
        noise = Dummy(_NOISE, real=True)
        builder.local[_NOISE] = noise
        left = changed(line.value.left, lambda node: Name(_NOISE, node.start) if node == laws[0] else None)
        value, law = builder.expression(left), made.under(builder.law(laws[0], "Z"))
    else:
        (source,) = {*driven, *named}
        if source not in made.variables.names:
            raise builder.fail(f"{source} is not declared: give it a line, {source}[t] ~ Normal(0, s)", line.value.left)
        noise = places.pop(f"{source}_lag0", None) or Dummy(source, real=True)
        builder.local[source] = noise
        value, law = builder.expression(line.value.left), made.variables.law(source)
    if diff(value, noise) != 1:
        raise builder.fail("the noise of a source stands by itself: put its factor into its law", line.value.left)
    return value.xreplace({noise: S.Zero}), law


def _weights(value: Expr, places: dict[str, Dummy], builder: Any, line: Any) -> dict[str, Expr]:
    """The weight of each variable of a time before."""
    weights = {name: diff(value, place) for name, place in places.items()}
    node = line.law if isinstance(line, Drawn) else line.value.left
    if any(weight.has(*places.values()) for weight in weights.values()):
        raise builder.fail("the rate of a source is known where it is linear in the variables before", node)
    return weights


def _in_order(weights: dict[str, Expr], prefix: str) -> list[Expr]:
    """The weights of one source by how long ago, from one time ago on."""
    found = {int(name.rpartition("_lag")[2]): weight for name, weight in weights.items() if name.startswith(prefix)}
    return [found.get(lag, S.Zero) for lag in range(1, max(found, default=0) + 1)]


def rate_of(call: Call, builder: Any, setting: Setting | None = None) -> Expr:
    """``EntropyRate(...)`` of a source of the setting, of a matrix of transitions, of a walk on a graph, or of a law."""
    builder.at(call.start, only_commas, call)
    items = call.arguments.items
    options = {item.name: item.value for item in items if isinstance(item, Keyword)}
    plain = [item for item in items if not isinstance(item, Keyword)]
    if len(plain) != 1 or not options.keys() <= {"ar", "ma"}:
        raise builder.fail(f"one source is expected: write {USAGE}", call)
    (node,) = plain
    if isinstance(node, Name) and setting is not None and node.name in setting.sources:
        found: Expr = builder.at(call.start, setting.sources[node.name], builder.base)
        return found
    if isinstance(node, Listed):
        return builder.at(call.start, lambda: EntropyRate(_matrix(node, builder), base=builder.base))
    if isinstance(node, Call) and node.name == WALK and len(node.arguments.items) == 1:
        weights = _matrix(node.arguments.items[0], builder)
        return builder.at(call.start, lambda: EntropyRate(walk_on(weights), base=builder.base))
    options_read = {name: [builder.part({}).expression(w) for w in _items(value)] for name, value in options.items()}
    if is_law(node) or _is_variable(node, setting):
        law = builder.law(node, node.name if isinstance(node, Name) else "P")
        return builder.at(call.start, lambda: EntropyRate(law, base=builder.base, **options_read))
    raise builder.fail(f"of which source is not said: write {USAGE}", node)


def _is_variable(node: Any, setting: Setting | None) -> bool:
    return isinstance(node, Name) and setting is not None and node.name in (*setting.variables.names, *setting.laws)


def _items(node: Node) -> Sequence[Any]:
    return node.items if isinstance(node, Listed) else (node,)


def _matrix(node: Any, builder: Any) -> list[list[Expr]]:
    if not isinstance(node, Listed) or not all(isinstance(row, Listed) for row in node.items):
        raise builder.fail(f"the rows of a matrix are expected here: write {USAGE}", node)
    part = builder.part({})
    return [[part.expression(entry) for entry in _items(row)] for row in node.items]
