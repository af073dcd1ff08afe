"""Definitions: a measure is replaced by the expectation that defines it."""

from __future__ import annotations

from sympy import Expr, Symbol

from symbinfo.derivation.densities.law_of_a_function import density_lemmas
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.expressions.unevaluated import add, replace_where
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import CrossEntropy, Entropy
from symbinfo.measures.base import Measure

__all__ = ["DEFINITION", "DEFINITIONS_OF_TERMS"]


_entropy = Entropy(abstract_mass("P"))
_cross = CrossEntropy(abstract_mass("P"), abstract_mass("Q"))


def _definition(expr: Expr, context: Context) -> Rewritten | None:
    if not isinstance(expr, Measure):
        return None
    lemmas = (lemma for law in expr.laws for lemma in density_lemmas(law))
    return Rewritten(expr.definition(), because=expr.why_defined_so(), lemmas=tuple(dict.fromkeys(lemmas)))


DEFINITION = Rule(
    name="definition",
    theme=Theme.DEFINITIONS,
    why="The definition of the measure.",
    rewrite=_definition,
    examples=((_entropy, _entropy.definition()),),
    refuses=(Symbol("x"),),
)


def _definitions_of_terms(expr: Expr, context: Context) -> Rewritten | None:
    """Every measure in an expression by its definition."""
    new = replace_where(expr, lambda node: node.definition() if isinstance(node, Measure) else None)
    return Rewritten(new) if new != expr else None


DEFINITIONS_OF_TERMS = Rule(
    name="definitions",
    theme=Theme.DEFINITIONS,
    why="The definitions of the measures.",
    rewrite=_definitions_of_terms,
    examples=((add(_cross, -_entropy), add(_cross.definition(), -_entropy.definition())),),
    refuses=(Symbol("x"),),
)
