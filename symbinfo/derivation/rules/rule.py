"""What a rule is: a named rewrite with its reason, its examples, and what it must refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from sympy import Expr, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, EqualityCase, Relation, Status, Step
from symbinfo.derivation.step_names import demand_step_name
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Context", "Rewritten", "Rule", "Theme", "apply_rule", "run"]


class Theme(Enum):
    """The closed list of what rules are about."""

    DEFINITIONS = "definitions"
    LOGARITHMS = "logarithms"
    EXPECTATIONS = "expectations"
    NORMALISERS = "normalisers"
    SUBSTITUTIONS = "substitutions"
    SUPPORT = "support"
    SUMS = "sums"
    ALGEBRA = "algebra"
    LIMITS = "limits"
    INEQUALITIES = "inequalities"
    JOINT_LAWS = "joint laws"


@dataclass(frozen=True)
class Context:
    """What a rule may rely on: the domain of the parameters."""

    domain: Domain = field(default_factory=Domain)


@dataclass(frozen=True)
class Rewritten:
    """What a rule made of an expression.

    Parameters
    ----------
    expr : Expr
        The new expression, as a reader would write it.
    because : str
        A reason that fits this case better than the rule's general one; empty for the general one.
    lemmas : tuple of Derivation
        What the rewrite used.
    requires : Boolean
        What it needs beyond the domain.
    relation : Relation
        How the new expression stands to the old one: ``old relation new``.
    equality : EqualityCase or None
        Of an inequality: when both sides are equal.
    witness : Reasoning or None
        What an exact replay of the step needs.
    """

    expr: Expr
    because: str = ""
    lemmas: tuple[Derivation, ...] = ()
    requires: Boolean = true
    relation: Relation = Relation.EQ
    equality: EqualityCase | None = None
    witness: Reasoning | None = None


@dataclass(frozen=True)
class Rule:
    """A named rewrite.

    Parameters
    ----------
    name : str
        What the step is called and what people grep for.
    theme : Theme
        What it is about.
    why : str
        Why it is true and when, in a sentence of the student's language.
    rewrite : callable
        ``(expr, context) -> Rewritten or None``; None means "does not apply". It never guesses.
    examples : tuple of pairs
        ``(before, after)``, at least one: tested as expressions and in numbers.
    refuses : tuple of Expr
        What it must leave alone, at least one, tested.

    Raises
    ------
    ValueError
        When no step is called so, when it has no example, or refuses nothing.
    """

    name: str
    theme: Theme
    why: str
    rewrite: Callable[[Expr, Context], Rewritten | None]
    examples: tuple[tuple[Any, Any], ...] = ()
    refuses: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        demand_step_name(self.name)
        if not self.examples:
            raise ValueError(f"the rule {self.name} has no example: give it a pair (before, after)")
        if not self.refuses:
            raise ValueError(f"the rule {self.name} refuses nothing: give it an expression that it must leave alone")


def apply_rule(derivation: Derivation, rule: Rule, context: Context) -> Derivation:
    """Append the rule's step where it applies and changes something; otherwise return the derivation unchanged."""
    start = derivation.stands
    new = rule.rewrite(start, context)
    if new is None or new.expr == start:
        return derivation
    return derivation.then(
        Step(
            relation=new.relation,
            expr=new.expr,
            rule=rule.name,
            because=new.because or rule.why,
            lemmas=new.lemmas,
            start=start,
            requires=new.requires,
            equality=new.equality,
            witness=new.witness,
        )
    )


def run(left: Expr, rules: Sequence[Rule], domain: Domain, status: Status = Status.CLOSED) -> Derivation:
    """Apply the rules once each, in order."""
    context = Context(domain)
    derivation = Derivation(left=left, domain=domain)
    for rule in rules:
        derivation = apply_rule(derivation, rule, context)
    return derivation.closing(status)
