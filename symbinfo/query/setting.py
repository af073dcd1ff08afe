"""Settings: random variables, laws and parameters declared by lines, and queries about them.

``H(Y | X)`` has a value once it is said what X and Y are: ``X ~ Bernoulli(1/2)``, ``Y | X = 0 ~ Bernoulli(e)``, and so
on. A setting is read line by line, each over what was declared before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sympy import And, Expr, Symbol

from symbinfo.derivation import Claim
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, QueryError
from symbinfo.laws.family import ParameterDomain
from symbinfo.measures.base import Measure
from symbinfo.query.abbreviations import Abbreviations, abbreviated, written_out
from symbinfo.query.assumptions import is_assumption
from symbinfo.query.build_query import Meaning, links_of
from symbinfo.query.chains import Chain, chained
from symbinfo.query.channels import channel
from symbinfo.query.declarations import (
    Declaration,
    Drawn,
    Function,
    Noisy,
    ParameterLine,
    declarations,
    located,
    names_of,
)
from symbinfo.query.declared_functions import function_of
from symbinfo.query.declared_variables import drawn
from symbinfo.query.functions_asked import functions_declared
from symbinfo.query.marked_means import marked, without_bound
from symbinfo.query.nodes import Name, Node, Statement
from symbinfo.query.parameter_lines import assumptions_and_conditions
from symbinfo.query.parse_query import Base, logarithm_of, parse_alone, unit_of
from symbinfo.query.random_sources import is_of_a_source, read_source, source_names, with_lags
from symbinfo.query.rounded_decimals import relation_of
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder, is_lawful, law_uses
from symbinfo.query.setting_queries import Asked
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.query.symbols import Use, symbols_of, uses_in_argument, uses_of
from symbinfo.query.syntax import read_told
from symbinfo.query.typed.declared_spellings import in_declared_names, names_in
from symbinfo.query.typed.lines import in_plain_lines
from symbinfo.query.typed.lines_behind import with_lines_behind
from symbinfo.query.vocabulary import LAWS

__all__ = [
    "Setting",
    "is_assumed",
    "marked_in",
    "meaning_in",
    "parse",
    "parse_given",
    "parse_in",
    "parse_to_derive",
    "read_in",
    "setting",
]


def parse(
    text: str, unit: str = "nats", base: Base = None, given: Sequence[str] | str = (), form: str = "auto"
) -> Meaning:
    r"""Read a query, perhaps about variables and laws that are declared.

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
    form : str
        "text", "latex", or "auto": LaTeX is recognised by itself.

    Returns
    -------
    Measure, Expr, Claim, ShannonSum, ShannonClaim or Chain
        Shannon sums and claims for measures of named variables such as ``H(X|Y)``, a chain for several relations.

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
    >>> parse(r"D_{\mathrm{KL}}(\mathcal{N}(0, 1)\,\|\,\mathcal{N}(1, 4))").doit()
    -1/4 + log(2)
    """
    meaning, assumed = parse_given(text, given, unit, base, form)
    if assumed:
        raise QueryError(
            "what is given are assumptions of a claim: judge it, with si.verify(text, given=[...])", text, 0
        )
    return meaning


def parse_in(
    text: str, given: Sequence[str], unit: str = "nats", base: Base = None, form: str = "auto"
) -> Measure | Expr | Claim | Chain:
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
    return read_in(text, given, unit, base, form)[0]


def read_in(
    text: str,
    given: Sequence[str],
    unit: str = "nats",
    base: Base = None,
    form: str = "auto",
    means_kept: bool = False,
) -> tuple[Measure | Expr | Claim | Chain, Setting]:
    """What `parse_in` returns, and the setting that was read; means may be kept as they stand, to be derived."""
    text, given = with_lines_behind(text, given)
    given = in_plain_lines(with_lags(given))
    names = names_in(given) - LAWS.keys()
    statement, told = read_told(text, form, names=names, within=partial(marked_in, given))
    logarithm, more = logarithm_of(unit_of(text, told, unit, base), base)
    statement = in_declared_names(statement, names_in(given), split=False)
    return meaning_in(statement, told.text, given, logarithm, more, means_kept=means_kept)


def meaning_in(
    statement: Statement,
    text: str,
    given: Sequence[str],
    logarithm: Expr,
    more: Iterable[Use] = (),
    beside: Iterable[Node] = (),
    means_kept: bool = False,
) -> tuple[Any, Setting]:
    """What a statement means in a setting, and the setting; what stands `beside` it says what its names are, too."""
    sides: list[Node] = list(statement.sides)
    try:
        declared, short = abbreviated(declarations(given))
        sides = [written_out(side, short, text) for side in sides]
        sides, functions = functions_declared(sides, declared, text)
        known = _setting([*declared, *functions], short, text, [*sides, *beside], more)
        known.means_kept = means_kept and statement.right is None
        asked = Asked(text, known.symbols, logarithm, setting=known)
        values = asked.sides(sides)
    except RecursionError:
        raise QueryError("the query is nested too deeply: simplify it", text, 0) from None
    except (DomainError, MeasureError, NotNormalised) as error:
        raise QueryError(str(error).replace("si.", ""), text, 0) from error
    relations = [relation_of(link, text) for link in statement.links]
    if relations[0][0] is None:
        return values[0], known
    parts = tuple(dict.fromkeys(asked.partial))
    condition = And(*known.conditions, *asked.densities.met)
    return chained(links_of(values, relations, condition, parts), statement), known


def parse_to_derive(
    text: str, given: Sequence[str] | str = (), unit: str = "nats", base: Base = None, form: str = "auto"
) -> Meaning:
    """Read what is to be derived, as `parse` does, with means as they stand instead of their values."""
    text, lines = with_lines_behind(text, given)
    if not any(isinstance(line, str) and _declares(line) for line in lines):
        return parse(text, unit, base, lines, form)
    return read_in(text, lines, unit, base, form, means_kept=True)[0]


def marked_in(given: Sequence[str], statement: Statement) -> Statement:
    """A statement with the means over what the lines declare marked."""
    try:
        lines, _ = abbreviated(declarations(given))
    except QueryError:
        return statement  # the reader of the setting refuses the line, and knows its place
    laws = [line.name for line in lines if isinstance(line, Function) and _may_be_a_law(line)]
    variables = [name for line in lines if isinstance(line, Drawn) for name in line.names]
    variables += [line.name for line in lines if isinstance(line, Function) and line.name not in laws]
    return marked(statement, variables, laws, names_in(given)) if laws or variables else statement


def _may_be_a_law(line: Function) -> bool:
    """Whether a line declares a law: one by its family, or another name of one."""
    value = line.value.left
    return is_lawful(value) or (isinstance(value, Name) and value.name[:1] in "PQRpqr")


def parse_given(
    text: str, given: Sequence[str], unit: str = "nats", base: Base = None, form: str = "auto"
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
    text, lines = with_lines_behind(text, given)
    if not lines:
        return parse_alone(text, unit, base, form), ()
    lines = in_plain_lines(with_lags(lines))
    if not any(isinstance(line, str) and _declares(line) for line in lines):
        try:
            meaning = parse_alone(text, unit, base, form)
        except QueryError:
            meaning = None
        if isinstance(meaning, ShannonClaim) or (isinstance(meaning, Chain) and meaning.of_variables):
            return meaning, lines
    return parse_in(text, lines, unit, base, form), ()


def is_assumed(line: str) -> bool:
    """Whether a line assumes something of named variables, and declares none."""
    return not _declares(line) and not _is_of_a_parameter(line)


def _is_of_a_parameter(line: str) -> bool:
    try:
        return isinstance(declarations([line])[0], ParameterLine)
    except QueryError:
        return False


def _declares(line: str) -> bool:
    """Whether a line declares a variable or a law, as ``Z = f(X, Y)`` and ``H(X|Y) = 0`` do not."""
    return "~" in line or (
        re.match(r"\s*(?:[Ll]et\s+|[Ww]here\s+|[Ww]ith\s+)?[A-Za-z]\w*\s*=", line) is not None
        and not is_assumption(line)
    )


def setting(given: Sequence[str]) -> Setting:
    """Read the lines of a setting."""
    return _setting(*abbreviated(declarations(given)))


def _setting(
    lines: list[Declaration],
    abbreviations: Abbreviations,
    text: str = "",
    asked: Iterable[Node] = (),
    more: Iterable[Use] = (),
) -> Setting:
    """Read lines; `asked` are queries whose free names are parameters, too."""
    declared = {name for line in lines for name in (*names_of(line), *source_names(line))}
    declared |= {name.removesuffix("_lag0") for name in declared}
    uses = _uses(lines, declared)
    uses.append(
        (
            text,
            [
                use
                for use in [
                    *more,
                    *uses_of(without_bound(written_out(side, abbreviations, text), declared) for side in asked),
                ]
                if use.name not in declared
            ],
        )
    )
    symbols, conditions = assumptions_and_conditions(lines, _symbols(uses))
    made = Setting(symbols, conditions, abbreviations)
    done: set[tuple[str, ...]] = set()
    for line in sorted(lines, key=is_of_a_source):  # the noise of a source may be declared below it
        if isinstance(line, ParameterLine) or (isinstance(line, Drawn) and line.names in done and line.given):
            continue
        try:
            if is_of_a_source(line):
                read_source(made, line)
            else:
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


def _uses(lines: list[Declaration], declared: set[str]) -> list[tuple[str, list[Use]]]:
    """What each line says of its names."""
    found: list[tuple[str, list[Use]]] = []
    for line in lines:
        uses: list[Use] = []
        if isinstance(line, Drawn):
            uses = law_uses(line.law)
        elif isinstance(line, Function) and is_lawful(line.value.left):
            uses = law_uses(line.value.left)
        elif isinstance(line, Noisy):
            uses_in_argument(line.probability, ParameterDomain.PROBABILITY, "a probability", uses)
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
    for name in names_of(line):
        made.declare(name, line.line)
    if isinstance(line, Noisy):
        channel(made, line)
        return
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
