"""The uniform law has the largest entropy of all laws on k outcomes, by a Lagrange multiplier."""

from __future__ import annotations

from typing import Any

from sympy import Derivative, Eq, Expr, S, Subs, Sum, Symbol, exp, log, oo

from symbinfo.derivation import Derivation, EqualityCase, Relation, Step
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.calculus import DIFFERENTIATE, PUT_IN
from symbinfo.derivation.rules.inequalities import BELOW_ZERO
from symbinfo.derivation.rules.rule import Context, apply_rule, run
from symbinfo.derivation.rules.totals import AS_TOTAL, SUM_OF_EQUAL_TERMS, binders_of, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.domain import Domain, Letter
from symbinfo.expressions.unevaluated import add, mul
from symbinfo.laws.abstract import abstract_mass, size
from symbinfo.measures import Entropy

TITLE = "The uniform law maximises entropy, by a Lagrange multiplier for the total probability"


def derive() -> Derivation:
    """Maximise each term of the Lagrangian; the multiplier is fixed by the total probability of 1."""
    k = size("k")
    law = abstract_mass("P", size_of=k)
    p, limits = value(law), binders_of(law)
    multiplier = add(S.One, -log(k))
    derivation = run(Entropy(law), (DEFINITION, AS_TOTAL), Domain())
    lagrangian = add(mul(S.NegativeOne, p, log(p)), mul(multiplier, p))
    words = "Add the constraint: the probabilities add up to 1, so a multiplier times (sum - 1) changes nothing."
    fixed = "The multiplier for which the stationary point satisfies the constraint is 1 - log(k)."
    derivation = derivation.then(
        Step(
            Relation.EQ,
            add(Sum(lagrangian, *limits), mul(S.NegativeOne, multiplier)),
            "add-the-constraint",
            f"{words} {fixed}",
            (_stationary_point(), _constraint(k)),
            witness=Reasoning("linear", totals=(law,)),
        )
    )
    concave = (
        "Each term is concave in P(x), with its only stationary point at P(x) = 1/k, where it is 1/k: its maximum."
    )
    case = EqualityCase("P(x) = 1/k for all x", Eq(p, 1 / k, evaluate=False), tuple(limits))
    bound = add(Sum(1 / k, *limits), mul(S.NegativeOne, multiplier))
    lemmas = (_concavity(), _largest_term(k))
    t = Symbol("t", positive=True)
    function = (t, lagrangian.xreplace({p: t}), 1 / k, S.Zero, oo)
    witness = Reasoning("largest-value", tangent=TangentLine(Sum(lagrangian, *limits), S.One, S.One, p, function))
    derivation = derivation.then(
        Step(Relation.LE, bound, "maximum-of-concave-function", concave, lemmas, equality=case, witness=witness)
    )
    return apply_rule(derivation, SUM_OF_EQUAL_TERMS, Context())


def _stationary_point() -> Derivation:
    """The derivative of a term -t log t + lambda t vanishes at t = exp(lambda - 1)."""
    t, multiplier = Symbol("t", positive=True), Symbol("lamda", real=True)
    term = add(mul(S.NegativeOne, t, log(t)), mul(multiplier, t))
    return run(Subs(Derivative(term, t), t, exp(multiplier - 1)), (DIFFERENTIATE, PUT_IN, COLLECT), Domain())


def _constraint(k: Any) -> Derivation:
    """With lambda = 1 - log k the stationary point is 1/k for every x, and k times 1/k is 1."""
    x = Letter("x", integer=True)
    point = exp(add(add(S.One, -log(k)), S.NegativeOne), evaluate=False)
    return run(Sum(point, (x, 1, k)), (SUM_OF_EQUAL_TERMS,), Domain())


def _concavity() -> Derivation:
    """The second derivative of a term is negative."""
    t, multiplier = Symbol("t", positive=True), Symbol("lamda", real=True)
    term = add(mul(S.NegativeOne, t, log(t)), mul(multiplier, t))
    return run(Derivative(term, (t, 2)), (DIFFERENTIATE, COLLECT, BELOW_ZERO), Domain())


def _largest_term(k: Any) -> Derivation:
    """The value of a term at its stationary point."""
    t = Symbol("t", positive=True)
    term: Expr = add(mul(S.NegativeOne, t, log(t)), mul(add(S.One, -log(k)), t))
    return run(Subs(term, t, 1 / k), (PUT_IN, COLLECT), Domain())
