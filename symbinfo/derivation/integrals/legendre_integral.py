"""Powers of two quadratics that add up to -1: the integral over the line is a Legendre function of their distance."""

from __future__ import annotations

from sympy import Add, Expr, Integral, Mul, Pow, S, expand, hyper, log, pi

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.coordinate_forms import terms_in
from symbinfo.derivation.simplify.log_of import exponential, log_of
from symbinfo.derivation.simplify.special import quadratic
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["legendre_integral"]


def legendre_integral(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] where density times f is C ((x - a)**2 + b**2)**(-r) ((x - c)**2 + d**2)**(r - 1); None elsewhere.

    With u the distance of (a, b) and (c, d), a square over 4 b d, it is pi C b**(-r) d**(r - 1) F(r, 1 - r; 1; -u).

    Parameters
    ----------
    node : Expectation
        A power of a quotient of two quadratics with other centres, under a law of Cauchy, say.
    domain : Domain
        Where the parameters live.

    References
    ----------
    DLMF 14.12.7, with x = a + b tan(phi/2), and 14.3.1 for the Legendre function.
    """
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or (law.lower, law.upper) != (-S.Infinity, S.Infinity):
        return None
    if not isinstance(node.body, (Mul, Pow)):
        return None
    inside = law.inside(domain)
    total = log_of(law.density, inside) + log_of(node.body, inside)
    powers: dict[tuple[Expr, Expr], Expr] = {}
    constant = expand(total, log=False)
    for term in terms_in(total, x, inside):
        exponent, moving = term.as_independent(x, as_Add=False)
        found = quadratic(moving.args[0], x) if isinstance(moving, log) else None
        if found is None or not inside.positive(found[2]) or not inside.positive(found[0]):
            return None
        lead, centre, root = found
        powers[centre, root] = powers.get((centre, root), S.Zero) + exponent
        constant = constant - term + exponent * log_of(lead, inside)
    constant = expand(constant, log=False)
    if len(powers) != 2 or constant.has(x) or expand(Add(*powers.values())) != -1:
        return None
    ((a, b), (c, d)), r = powers, -next(iter(powers.values()))
    if not r.is_real:
        return None
    factor = Mul(*map(exponential, Add.make_args(constant)))
    distance = ((a - c) ** 2 + (b - d) ** 2) / (4 * b * d)
    value = factor * pi * b ** (-r) * d ** (r - 1) * hyper((r, 1 - r), (S.One,), -distance)
    values = (("r", r), ("a", a), ("b", b), ("c", c), ("d", d))
    written = Integral(mul(law.density, node.body), (x, law.lower, law.upper))
    entry = Transformed(written, None, (KernelTerm(factor, StoredFact("legendre-integral", x, values)),))
    derivation = Derivation(left=node, domain=domain)
    said = "The definition of the expectation."
    derivation = derivation.then(Step(Relation.EQ, written, "definition-of-expectation", said, start=node))
    because = "Laplace's integral of a Legendre function, with x = a + b tan(phi/2) (DLMF 14.12.7)."
    short = simplest_of([tidy(value, domain), value])
    witness = Reasoning("integral", integrals=(entry,))
    step = Step(Relation.EQ, short, "legendre-integral", because, start=written, witness=witness)
    return derivation.then(step).closing(Status.CLOSED)
