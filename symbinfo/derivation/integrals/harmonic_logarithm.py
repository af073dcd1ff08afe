"""The Poisson integral of a half-plane: log |z - w| is harmonic, and so is averaged by a Cauchy law to one value."""

from __future__ import annotations

from sympy import Abs, Add, Expr, Mul, S, log, powsimp, radsimp

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.coordinate_forms import form_of
from symbinfo.derivation.simplify.special import factored_by_parts, quadratic
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul
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
    if not isinstance(law, ContinuousLaw) or law.upper != S.Infinity or law.lower not in (-S.Infinity, S.Zero):
        return None
    halved = law.lower == 0
    if not isinstance(node.body, log):
        return None
    terms = form_of(law, domain).terms
    if len(terms) != 1 or not isinstance(-terms[0], log):
        return None
    own, given = quadratic((-terms[0]).args[0], x), quadratic(node.body.args[0], x)
    if own is None or given is None:
        return None
    (_, a, b), (lead, c, d) = own, given
    if halved and not (a == 0 == c):  # even in x, so that half of the line is half of the whole
        return None
    half = S.Half if isinstance(node.body.args[0], Abs) else S.One
    apart = c - a if (a - c).could_extract_minus_sign() else a - c
    inside: Expr = add(apart**2, (b + d) ** 2)
    value: Expr = half * ln(inside) if lead == 1 else half * add(ln(lead), ln(inside))
    if not d.is_rational_function():  # its square is
        value = half * _rational_and_root(lead, apart**2 + b**2, d, b)
    because = (
        "log((x - c)^2 + (y + d)^2) is harmonic for y > 0: the Poisson integral gives its value at the law's a + b i."
    )
    derivation = Derivation(left=node, domain=domain)
    fact = StoredFact("poisson-integral", x, (("a", a), ("b", b), ("c", c), ("d", d)))
    total = StoredFact("cauchy-integral", x, (("a", a), ("b", b)))
    if halved:
        fact = StoredFact("poisson-integral-of-a-half-line", x, (("b", b), ("d", d)))
        total = StoredFact("cauchy-integral-of-a-half-line", x, (("b", b),))
    parts = (KernelTerm(half, fact), KernelTerm(half * ln(lead), total))
    products = () if d.is_rational_function() else ((node.body.args[0], mul(lead, add((x - c) ** 2, d**2))),)
    entry = Transformed(node, None, parts[: 1 if lead == 1 else 2])
    witness = Reasoning("integral", integrals=(entry,), products=products)
    derivation = derivation.then(Step(Relation.EQ, value, "poisson-integral", because, start=node, witness=witness))
    short = simplest_of([tidy(value.doit(), domain), value])
    if short != value:
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value))
    return derivation.closing(Status.CLOSED)


def _rational_and_root(lead: Expr, rest: Expr, d: Expr, b: Expr) -> Expr:
    """The logarithm of ``lead (rest + d**2 + 2 b d)``, where d is a root: that of the rational part, and of 1 + a root."""
    plain = (lead * (rest + d**2)).cancel().factor().replace(lambda node: isinstance(node, Add), factored_by_parts)
    roots = [f for f in Mul.make_args(d) if not f.is_rational_function()]
    inner = Mul(*(f**2 for f in roots))
    ratio = (2 * lead * b * d / Mul(*roots) / plain * inner).cancel().factor()
    ratio = ratio.replace(lambda node: isinstance(node, Add), factored_by_parts) / Mul(*roots)
    return add(ln(plain), ln(add(S.One, radsimp(ratio) if ratio.is_number else powsimp(ratio))))
