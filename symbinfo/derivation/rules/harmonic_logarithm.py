"""The Poisson integral of a half-plane: log |z - w| is harmonic, and so is averaged by a Cauchy law to one value."""

from __future__ import annotations

from sympy import Abs, Expr, S, log

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import simplest_of, tidy
from symbinfo.derivation.rules.changes_of_variables import form_of
from symbinfo.derivation.rules.special import quadratic
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["poisson_integral"]


def poisson_integral(node: Expectation, domain: Domain) -> Derivation | None:
    """E[log(C ((X - c)**2 + d**2))] of a Cauchy law: log C + log((a - c)**2 + (b + d)**2); None elsewhere.

    Parameters
    ----------
    node : Expectation
        A logarithm of a quadratic, or of |x - c|, under a density that is a constant over a quadratic.
    domain : Domain
        Where the parameters live.

    References
    ----------
    DLMF 1.9.27 and 1.15.25: the Poisson integral solves the Dirichlet problem of the half-plane; here for
    log((x - c)**2 + (y + d)**2).
    """
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or (law.lower, law.upper) != (-S.Infinity, S.Infinity):
        return None
    if not isinstance(node.body, log):
        return None
    terms = form_of(law, domain).terms
    if len(terms) != 1 or not isinstance(-terms[0], log):
        return None
    own, given = quadratic((-terms[0]).args[0], x), quadratic(node.body.args[0], x)
    if own is None or given is None:
        return None
    (_, a, b), (lead, c, d) = own, given
    half = S.Half if isinstance(node.body.args[0], Abs) else S.One
    value: Expr = (
        half * add(ln(lead), ln(add((a - c) ** 2, (b + d) ** 2)))
        if lead != 1
        else half * ln(add((a - c) ** 2, (b + d) ** 2))
    )
    because = (
        "log((x - c)^2 + (y + d)^2) is harmonic for y > 0: the Poisson integral gives its value at the law's a + b i."
    )
    derivation = Derivation(left=node, domain=domain)
    fact = StoredFact("poisson-integral", x, (("a", a), ("b", b), ("c", c), ("d", d)))
    parts = (
        KernelTerm(half, fact),
        KernelTerm(half * ln(lead), StoredFact("cauchy-integral", x, (("a", a), ("b", b)))),
    )
    witness = Reasoning("integral", integrals=(Transformed(node, None, parts[: 1 if lead == 1 else 2]),))
    derivation = derivation.then(Step(Relation.EQ, value, "poisson-integral", because, start=node, witness=witness))
    short = simplest_of([tidy(value.doit(), domain), value])
    if short != value:
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value))
    return derivation.closing(Status.CLOSED)
