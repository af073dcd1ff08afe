"""A coin is most uncertain when it is fair."""

from __future__ import annotations

from sympy import Derivative, Eq, Expr, S, Subs, Symbol, log
from sympy.stats import Bernoulli

from symbinfo.derivation import Derivation, EqualityCase, Relation, Status, Step
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.calculus import DIFFERENTIATE, PUT_IN
from symbinfo.derivation.rules.inequalities import BELOW_ZERO
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.domain import Domain
from symbinfo.measures import Entropy

TITLE = "The entropy of a Bernoulli law is largest at phi = 1/2, where it is log 2"


def derive() -> Derivation:
    """Derive the bound from the first and the second derivative of the entropy."""
    phi = Symbol("phi", positive=True)
    entropy = Entropy(Bernoulli("X", phi))
    derivation = derive_measure(entropy)
    domain, value = derivation.domain, derivation.stands
    lemmas = (
        _lemma(Derivative(value, phi), domain),
        _lemma(Subs(Derivative(value, phi), phi, S.Half), Domain()),
        _lemma(Derivative(value, (phi, 2)), domain, BELOW_ZERO),
        _lemma(Subs(value, phi, S.Half), Domain()),
    )
    because = (
        "The first derivative is 0 at phi = 1/2 and the second is negative everywhere: the entropy is concave, and its "
        "only stationary point is its maximum, log 2."
    )
    case = EqualityCase("phi = 1/2", Eq(phi, S.Half))
    t = Symbol("t", positive=True)
    line = TangentLine(None, S.One, S.One, phi, (t, value.xreplace({phi: t}), S.Half, S.Zero, S.One))
    witness = Reasoning("largest-value", tangent=line)
    step = Step(Relation.LE, log(2), "maximum-of-concave-function", because, lemmas, equality=case, witness=witness)
    return derivation.then(step).closing(Status.CLOSED)


def _lemma(left: Expr, domain: Domain, *more: object) -> Derivation:
    return run(left, (DIFFERENTIATE, PUT_IN, COLLECT, *more), domain)  # type: ignore[arg-type]
