"""From the syntax tree of a whole query to what it means: a measure, an expression or a claim, about laws or variables."""

from __future__ import annotations

from typing import Any, TypeAlias

from sympy import And, Expr, true

from symbinfo.derivation import Claim
from symbinfo.expressions.errors import QueryError
from symbinfo.measures.base import Measure
from symbinfo.query.any_laws import AnyLawsClaim, claims_of_any_laws, is_of_any_laws
from symbinfo.query.build_laws import no_law
from symbinfo.query.build_measures import MeasureBuilder
from symbinfo.query.chains import Chain, Together, apart, chained
from symbinfo.query.matrix_letters import letters_of
from symbinfo.query.nodes import Call, Name, Node, Statement, below
from symbinfo.query.rounded_decimals import relation_of
from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, shannon_sum
from symbinfo.query.signs_of_densities import uses_by_sign
from symbinfo.query.symbols import Use, symbols_of, uses_of
from symbinfo.query.theorem_claims import TheoremClaim, claims_of_theorems
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.vocabulary import LAWS, MEASURES, SHANNON, is_asked, is_shannon

__all__ = ["Meaning", "build", "links_of"]

#: What a query may mean.
Meaning: TypeAlias = Measure | Expr | Claim | ShannonSum | ShannonClaim | AnyLawsClaim | TheoremClaim | Chain


def build(text: str, statement: Statement, base: Expr, more_uses: list[Use]) -> Meaning:
    """What a statement means: a measure, an expression, a claim, or their counterparts for named variables."""
    relations = [relation_of(link, text) for link in statement.links]
    relation = relations[0][0]
    sides: list[Node] = list(statement.sides)
    calls = [node for node in below(statement) if isinstance(node, Call)]
    builder = MeasureBuilder(text, {}, base=base)
    if is_of_any_laws(statement):
        return chained(builder.at(0, claims_of_any_laws, text, statement, base), statement)
    if (asked := next((call for call in calls if is_asked(call)), None)) and any(is_shannon(call) for call in calls):
        raise builder.fail(f"{asked.name}(...) of named variables needs their laws: declare them by --given", asked)
    if any(is_shannon(call) for call in calls):
        if len(parts := apart(statement)) > 1:
            claims = tuple(build(text, part, base, more_uses) for part in parts)
            return Together(claims, tuple(map(canonical, parts)))
        try:
            _check_only_variables(builder, calls)
            sums = [builder.at(side.start, shannon_sum, side) for side in sides]
        except QueryError:
            if not (found := builder.at(0, claims_of_theorems, text, statement, base)):
                raise
            return chained(found, statement)
        if relation is None:
            return sums[0]
        small = statement.differential
        links = (
            ShannonClaim(a, r, b, base, small) for a, (r, _), b in zip(sums, relations, sums[1:], strict=False) if r
        )
        return chained(links, statement)
    several = sum(call.name in MEASURES for call in calls) > 1
    uses = builder.at(0, lambda: [*more_uses, *uses_of(sides)])
    implied: list[Use] = []
    for _ in range(2):
        symbols = builder.at(0, symbols_of, [*uses, *implied])
        builder = MeasureBuilder(text, symbols, base=base, several=several, implied=tuple(implied))
        builder.matrices = letters_of(calls, builder)
        values = builder.sides(sides)
        implied = [use for law, start in builder.written for use in uses_by_sign(law, start)]
        if not implied:
            break
    return (
        values[0]
        if relation is None
        else chained(links_of(values, relations, parts=tuple(dict.fromkeys(builder.partial))), statement)
    )


def links_of(
    values: list[Any], relations: list[Any], condition: Any = true, parts: tuple[Any, ...] = ()
) -> list[Claim]:
    """The claims of a statement, one a relation.

    What the laws of a chain demand of their parameters holds in every link, also in one that names no law.
    """
    if len(relations) > 1:
        laws = {law for value in values for measure in value.atoms(Measure) for law in measure.laws}
        condition = And(condition, *(law.condition for law in laws))
    sides = zip(values, relations, values[1:], strict=False)
    return [Claim(a, relation, b, condition, rounding, parts) for a, (relation, rounding), b in sides]


def _check_only_variables(builder: MeasureBuilder, calls: list[Call]) -> None:
    for call in calls:
        if call.name in MEASURES and not is_shannon(call):
            for item in call.arguments.items:
                if isinstance(item, Name) and call.name in SHANNON and item.name in LAWS:
                    raise builder.fail(no_law(item), item)
            raise builder.fail("named variables and laws do not mix in one query: ask for them apart", call)
