"""Settings: random variables, laws and parameters declared by lines, and queries about them.

``H(Y | X)`` has a value once it is said what X and Y are: ``X ~ Bernoulli(1/2)``, ``Y | X = 0 ~ Bernoulli(e)``, and so
on. A setting is read line by line, each over what was declared before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sympy import And, Expr, Symbol

from symbinfo.derivation import Claim
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, QueryError
from symbinfo.laws.law import Law
from symbinfo.measures.base import Measure
from symbinfo.query.assumptions import is_assumption
from symbinfo.query.build_measures import MeasureBuilder
from symbinfo.query.build_query import Meaning
from symbinfo.query.declarations import Declaration, Drawn, Function, ParameterLine, declarations, located
from symbinfo.query.declared_variables import drawn, function_of
from symbinfo.query.nodes import Argument, Call, Name, Node, below
from symbinfo.query.parameter_lines import assumptions_and_conditions
from symbinfo.query.parse_query import Base, logarithm_of, parse_alone
from symbinfo.query.rounded_decimals import relation_of
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder, is_lawful, law_uses
from symbinfo.query.shannon_measures import ShannonClaim, ShannonTerm, term_of
from symbinfo.query.symbols import Use, symbols_of, uses_of
from symbinfo.query.syntax import read
from symbinfo.query.vocabulary import OF_OUTCOMES, is_law, is_shannon

__all__ = ["Setting", "parse", "parse_given", "parse_in", "read_in", "setting"]


def parse(text: str, unit: str = "nats", base: Base = None, given: Sequence[str] | str = ()) -> Meaning:
    """Read a query, perhaps about variables and laws that are declared.

    Parameters
    ----------
    text : str
        A measure (``KL(Normal(0, 1) || Normal(1, 2))``), an expression of measures, or a claim (two of them with a
        relation between).
    unit : str
        "nats" (default) or "bits".
    base : int, Expr or str, optional
        The base of the logarithm, instead of a unit; text is read as an expression.
    given : sequence of str
        The lines of a setting, such as ``X ~ Bernoulli(1/2)`` or ``e in [0, 1]``.

    Returns
    -------
    Measure, Expr, Claim, ShannonSum or ShannonClaim
        The last two for measures of named variables such as ``H(X|Y)``.

    Raises
    ------
    QueryError
        When the text is not a query, or not valid mathematics; it knows the place.

    Examples
    --------
    >>> parse("KL(Normal(0, 1) || Normal(1, 2))").doit()
    -1/4 + log(2)
    >>> parse("I(X; Y)", given=["X ~ Bernoulli(1/2)", "Y = X"]).doit()
    log(2)
    """
    meaning, assumed = parse_given(text, given, unit, base)
    if assumed:
        raise QueryError(
            "what is given are assumptions of a claim: judge it, with si.verify(text, given=[...])", text, 0
        )
    return meaning


def parse_in(text: str, given: Sequence[str], unit: str = "nats", base: Base = None) -> Measure | Expr | Claim:
    """Read a query about declared variables and laws.

    Parameters
    ----------
    text : str
        A measure such as ``I(X; Y | Z)`` or ``KL(P || Q)``, an expression of measures, or a claim.
    given : sequence of str
        What is declared: ``P = Normal(mu, sigma)``, ``X ~ Bernoulli(1/2)``, ``Y = (X + Z) % 2``,
        ``Y | X = 0 ~ Bernoulli(e)``, ``X, Y ~ table([[1/4, 1/4], [1/2, 0]])``, ``e in [0, 1]``, ``m > 0``.
    unit, base
        Nats by default.

    Returns
    -------
    Measure, Expr or Claim

    Raises
    ------
    QueryError
        When a line or the query cannot be read; it knows the place.

    Examples
    --------
    >>> parse_in("I(X; Y)", ["X ~ Bernoulli(1/2)", "Y = X"], unit="bits").doit()
    1
    """
    return read_in(text, given, unit, base)[0]


def read_in(
    text: str, given: Sequence[str], unit: str = "nats", base: Base = None
) -> tuple[Measure | Expr | Claim, Setting]:
    """What `parse_in` returns, and the setting that was read."""
    logarithm, more = logarithm_of(unit, base)
    statement = read(text)
    sides: list[Node] = [statement.left] if statement.right is None else [statement.left, statement.right]
    try:
        known = setting(given, text, sides, more)
        asked = Asked(text, known.symbols, logarithm, setting=known)
        values = [asked.expression(side) for side in sides]
    except RecursionError:
        raise QueryError("the query is nested too deeply: simplify it", text, 0) from None
    except (DomainError, MeasureError, NotNormalised) as error:
        raise QueryError(str(error).replace("si.", ""), text, 0) from error
    relation, rounding = relation_of(statement, text)
    if relation is None:
        return values[0], known
    return Claim(values[0], relation, values[1], And(*known.conditions), rounding), known


def parse_given(
    text: str, given: Sequence[str], unit: str = "nats", base: Base = None
) -> tuple[Meaning, Sequence[str]]:
    """Read a query with what is given: assumptions of a claim over named variables, or the lines of a setting.

    Returns
    -------
    tuple
        The meaning, and the assumptions; these are empty where the lines were a setting and have been read.

    Examples
    --------
    >>> parse_given("I(X;Z) <= I(X;Y)", ["X-Y-Z Markov"])[1]
    ('X-Y-Z Markov',)
    >>> parse_given("H(X) = log(2)", ["X ~ Bernoulli(1/2)"])[1]
    ()
    """
    lines = (given,) if isinstance(given, str) else tuple(given or ())
    if not lines:
        return parse_alone(text, unit, base), ()
    if not any(isinstance(line, str) and _declares(line) for line in lines):
        try:
            meaning = parse_alone(text, unit, base)
        except QueryError:
            meaning = None
        if isinstance(meaning, ShannonClaim):
            return meaning, lines
    return parse_in(text, lines, unit, base), ()


def _declares(line: str) -> bool:
    """Whether a line declares a variable or a law, as ``Z = f(X, Y)`` and ``H(X|Y) = 0`` do not."""
    return "~" in line or (re.match(r"\s*[A-Za-z]\w*\s*=", line) is not None and not is_assumption(line))


def setting(given: Sequence[str], text: str = "", asked: Iterable[Node] = (), more: Iterable[Use] = ()) -> Setting:
    """Read the lines of a setting; `asked` are queries whose free names are parameters, too."""
    lines = declarations(given)
    declared = {name for line in lines for name in _declared(line)}
    uses = _uses(lines, declared)
    uses.append((text, [use for use in [*more, *uses_of(asked)] if use.name not in declared]))
    symbols, conditions = assumptions_and_conditions(lines, _symbols(uses))
    made = Setting(symbols, conditions)
    done: set[tuple[str, ...]] = set()
    for line in lines:
        if isinstance(line, ParameterLine) or (isinstance(line, Drawn) and line.names in done and line.given):
            continue
        try:
            _read_line(made, line, lines)
        except QueryError as error:
            raise (
                error if error.text and error.text == line.line else located(error, error.text or line.line)
            ) from None
        except (DomainError, MeasureError, NotNormalised) as error:
            raise QueryError(str(error).replace("si.", ""), line.line, 0) from error
        if isinstance(line, Drawn):
            done.add(line.names)
    return made


def _declared(line: Declaration) -> tuple[str, ...]:
    if isinstance(line, Drawn):
        return line.names
    return (line.name,) if isinstance(line, Function) else ()


def _uses(lines: list[Declaration], declared: set[str]) -> list[tuple[str, list[Use]]]:
    """What each line says of its names."""
    found: list[tuple[str, list[Use]]] = []
    for line in lines:
        uses: list[Use] = []
        if isinstance(line, Drawn):
            uses = law_uses(line.law)
        elif isinstance(line, Function) and is_lawful(line.value.left):
            uses = law_uses(line.value.left)
        elif isinstance(line, ParameterLine):
            uses = [Use(name, line.line.find(name), {"real": True}, declares=True) for name in line.names]
        elif isinstance(line, Function):
            uses = uses_of([side for side in (line.value.left, line.value.right) if side is not None])
        found.append((line.line, [use for use in uses if use.name not in declared]))
    return found


def _symbols(uses: list[tuple[str, list[Use]]]) -> dict[str, Symbol]:
    """The symbols of all names; what contradicts itself is shown in its line."""
    try:
        return symbols_of([use for _, some in uses for use in some])
    except QueryError as error:
        for line, some in reversed(uses):
            if any(use.start == error.position and error.message.startswith(use.name) for use in some):
                raise located(error, line) from None
        raise


def _read_line(made: Setting, line: Any, lines: list[Declaration]) -> None:
    for name in _declared(line):
        made.declare(name, line.line)
    if isinstance(line, Function):
        if is_lawful(line.value.left) or _is_a_law(made, line.value.left):
            made.laws[line.name] = made.under(
                SettingLawBuilder(line.line, made.symbols, setting=made).law(line.value.left, line.name)
            )
        else:
            function_of(made, line)
        return
    same = [other for other in lines if isinstance(other, Drawn) and other.names == line.names]
    if len(same) > 1 and not all(other.given for other in same):
        raise QueryError(f"{', '.join(line.names)} is declared twice: use another name", same[1].line, 0)
    drawn(made, same)


def _is_a_law(made: Setting, node: Node) -> bool:
    return isinstance(node, Name) and node.name in made.laws


class Asked(MeasureBuilder):
    """A builder that knows the variables and the laws of a setting."""

    def __init__(self, text: str, symbols: dict[str, Symbol], base: Expr, setting: Setting) -> None:
        super().__init__(text, symbols, base=base, declared=setting.conditions)
        self.setting = setting

    def measure(self, call: Call) -> Expr:
        """A measure of variables, of laws, or of both."""
        variables, laws = set(self.setting.variables.names), self.setting.laws
        items = call.arguments.items
        named = [item for item in items if isinstance(item, Name)]
        if is_shannon(call) and not any(item.name in laws for item in named):
            for item in named:
                if item.name not in variables:
                    raise self.fail(
                        f"{item.name} is no variable of the setting: declare it, as in {item.name} ~ ...", item
                    )
            return self.at(call.start, self._of_variables, self.at(call.start, term_of, call))
        if len(items) == 1 and named and named[0].name in variables and call.name in OF_OUTCOMES:
            raise self.fail(f"{named[0].name} is a variable: write I(X; Y), or H({named[0].name})", call)
        return super().measure(call)

    def _of_variables(self, term: ShannonTerm) -> Expr:
        names = [name for group in (*term.groups, term.given) for name in group]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise QueryError(f"{twice} stands there twice: name each variable once")
        known = self.setting.variables
        try:
            if term.kind == "H":
                return known.entropy(term.groups[0], term.given, self.base)
            return self._information(term.groups, term.given)
        except (DomainError, MeasureError) as error:
            raise QueryError(str(error).replace("si.", "")) from error

    def _information(self, groups: tuple[tuple[str, ...], ...], given: tuple[str, ...]) -> Expr:
        """I(A; B | C); of more groups the co-information, ``I(A; B; C) = I(A; B) - I(A; B | C)``."""
        if len(groups) == 2:
            return self.setting.variables.information(*groups, given, self.base)
        *before, last = groups
        less = tuple(before)
        return self._information(less, given) - self._information(less, (*given, *last))

    def law(self, node: Argument, name: str = "P") -> Law:
        """A law by its name, that of a variable, or one that is written out."""
        if isinstance(node, Name) and node.name in self.setting.variables.names:
            return self.setting.variables.law(node.name)
        if (isinstance(node, Name) and node.name in self.setting.laws) or is_lawful(node):
            return SettingLawBuilder(self.text, self.symbols, setting=self.setting).law(node, name)
        known = self.setting.variables.names
        inside = any(isinstance(part, Name) and part.name in known for part in below(node))
        if inside and not is_law(node):
            message = "declare a function of variables by a line, such as T = X + Y, and ask for H(T)"
            raise self.fail(message, node)
        return self.setting.under(super().law(node, name))

    def _name(self, node: Name) -> Expr:
        if node.name in self.setting.laws:
            raise self.fail(f"{node.name} is a law: ask for a measure of it, such as H({node.name})", node)
        if node.name in self.setting.variables.names:
            raise self.fail(f"{node.name} is a variable: ask for a measure of it, such as H({node.name})", node)
        return super()._name(node)
