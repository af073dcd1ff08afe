"""Expectations by an antiderivative: polynomials times exponentials and cosines over a bounded range."""

from __future__ import annotations

from sympy import Abs, Add, Expr, Integral, Max, Min, Mul, Pow, S, Symbol, cos, exp, expand, expand_mul, integrate, sin

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import simplest_of, tidy
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["by_antiderivative"]

LARGEST_DEGREE, LARGEST_BODY = 6, 60


def by_antiderivative(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] as the difference of an antiderivative of p f at the two ends; None where none is looked for.

    Parameters
    ----------
    node : Expectation
        Its density times its body is a sum of polynomials times exponentials, sines and cosines of affine functions;
        the body may also be a distance ``|x - m|``.
    domain : Domain
        Where the parameters live.
    """
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or law.lower.is_infinite or law.upper.is_infinite:
        return None
    distance = isinstance(node.body, Abs) and node.body.args[0].diff(x) in (S.One, S.NegativeOne)
    inner = node.body.args[0] * node.body.args[0].diff(x) if distance else node.body
    found = _antiderivative(law.density * inner, x)
    if found is None:
        return None
    low, high = (found.xreplace({x: end}) for end in (law.lower, law.upper))
    points: tuple[Expr, ...] = (law.lower, law.upper)
    signs: tuple[int, ...] = (1,)
    if distance:
        place = Max(law.lower, Min(expand(x - inner), law.upper))
        points, signs = (law.lower, place, law.upper), (-1, 1)
        middle = found.xreplace({x: place})
        value, words = add(high, low, mul(S(-2), middle)), f"Split the range at {expand(x - inner)}; "
    else:
        value, words = add(high, mul(S.NegativeOne, low)), ""
    written = Integral(mul(law.density, node.body), (x, law.lower, law.upper))
    derivation = Derivation(left=node, domain=domain)
    witness = Reasoning("antiderivative", cuts=(CutRange(written, points, None, found, signs),))
    because = f"{words}take the differences of an antiderivative of the integrand."
    steps: list[tuple[Expr, str, str, Reasoning | None]] = [
        (written, "definition-of-expectation", "The definition of the expectation.", None),
        (value, "antiderivative", because[0].upper() + because[1:], witness),
    ]
    plain = expand(evaluated(value))
    steps.append((simplest_of([tidy(plain, domain), plain]), "simplify", "Simplify.", None))
    for expr, rule, because, reasoning in steps:
        if expr != derivation.stands:
            step = Step(Relation.EQ, expr, rule, because, start=derivation.stands, witness=reasoning)
            derivation = derivation.then(step)
    return derivation.closing(Status.CLOSED)


def _antiderivative(integrand: Expr, x: Symbol) -> Expr | None:
    whole = expand_mul(integrand)
    if whole.count_ops() > LARGEST_BODY or not all(_known(term, x) for term in Add.make_args(whole)):
        return None
    found = integrate(whole, x)
    return None if found.has(Integral) else found


def _known(term: Expr, x: Symbol) -> bool:
    """Whether a term is a power of a polynomial times an exponential and a cosine of affine functions."""
    moving = [f for f in Mul.make_args(term) if f.has(x)]
    waves = [f for f in moving if isinstance(f, (exp, cos, sin))]
    rest = [f for f in moving if f not in waves]
    affine = all(f.args[0].is_polynomial(x) and not f.args[0].diff(x).has(x) for f in waves)
    small = all(not isinstance(f, Pow) or (f.args[1].is_Integer and 0 < f.args[1] <= LARGEST_DEGREE) for f in rest)
    return len(waves) == len({f.func for f in waves}) and affine and small and all(f.is_polynomial(x) for f in rest)
