"""From the syntax tree of a whole query to what it means: a measure, an expression or a claim, about laws or variables."""

from __future__ import annotations

from typing import TypeAlias

from sympy import Expr

from symbinfo.derivation import Claim
from symbinfo.measures.base import Measure
from symbinfo.query.build_laws import no_law
from symbinfo.query.build_measures import MeasureBuilder
from symbinfo.query.nodes import Call, Name, Node, Statement, below
from symbinfo.query.rounded_decimals import relation_of
from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, shannon_sum
from symbinfo.query.signs_of_densities import uses_by_sign
from symbinfo.query.symbols import Use, symbols_of, uses_of
from symbinfo.query.vocabulary import LAWS, MEASURES, SHANNON, is_shannon

__all__ = ["Meaning", "build"]

#: What a query may mean.
Meaning: TypeAlias = Measure | Expr | Claim | ShannonSum | ShannonClaim


def build(text: str, statement: Statement, base: Expr, more_uses: list[Use]) -> Meaning:
    """What a statement means: a measure, an expression, a claim, or their counterparts for named variables."""
    relation, rounding = relation_of(statement, text)
    sides: list[Node] = [statement.left] if statement.right is None else [statement.left, statement.right]
    calls = [node for node in below(statement) if isinstance(node, Call)]
    builder = MeasureBuilder(text, {}, base=base)
    if any(is_shannon(call) for call in calls):
        _check_only_variables(builder, calls)
        sums = [builder.at(side.start, shannon_sum, side) for side in sides]
        return sums[0] if relation is None else ShannonClaim(sums[0], relation, sums[1], base)
    several = sum(call.name in MEASURES for call in calls) > 1
    uses = builder.at(0, lambda: [*more_uses, *uses_of(sides)])
    implied: list[Use] = []
    for _ in range(2):
        symbols = builder.at(0, symbols_of, [*uses, *implied])
        builder = MeasureBuilder(text, symbols, base=base, several=several, implied=tuple(implied))
        values = [builder.expression(side) for side in sides]
        implied = [use for law, start in builder.written for use in uses_by_sign(law, start)]
        if not implied:
            break
    return values[0] if relation is None else Claim(values[0], relation, values[1], rounding=rounding)


def _check_only_variables(builder: MeasureBuilder, calls: list[Call]) -> None:
    for call in calls:
        if call.name in MEASURES and not is_shannon(call):
            for item in call.arguments.items:
                if isinstance(item, Name) and call.name in SHANNON and item.name in LAWS:
                    raise builder.fail(no_law(item), item)
            raise builder.fail("named variables and laws do not mix in one query: ask for them apart", call)
