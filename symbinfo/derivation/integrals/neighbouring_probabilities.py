"""Means of polynomials under a mass whose neighbouring values have a rational quotient: Pearson's difference equation.

Where p(k + 1) v(k) = p(k) u(k), the sum over k of both sides, each multiplied by w(k + 1), is an equation between means:
E[u(X) w(X + 1)] and E[v(X - 1) w(X)] differ by what stands at the two ends of the range. With w = 1, k, k^2, ... these are
linear equations between the moments.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    And,
    Dummy,
    Expr,
    Max,
    Min,
    Poly,
    S,
    Symbol,
    cancel,
    degree,
    expand,
    factor,
    fraction,
    gammasimp,
    hypersimp,
    linsolve,
    oo,
    true,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.expressions.domain import Domain
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import DiscreteLaw

__all__ = ["by_neighbouring_probabilities"]

#: Moments, and the degrees of the two polynomials, up to here.
HIGHEST = 4
ENDS = (Max, Min)


def by_neighbouring_probabilities(node: Expectation, domain: Domain) -> Derivation | None:
    """The mean of a polynomial under a mass with a rational quotient of neighbouring values; None of others.

    Parameters
    ----------
    node : Expectation
        Under a law on a range of integers with a first value.
    domain : Domain
        Where the parameters live.
    """
    law, k = node.law, node.variable
    if type(law) is not DiscreteLaw or law.lower == -oo or not node.body.is_polynomial(k):
        return None
    wanted = Poly(node.body, k)
    if not 0 < wanted.degree() <= HIGHEST or (quotient := _quotient(law, k)) is None:
        return None
    u, v = quotient
    found = _moments(law, k, u, v, wanted.degree(), domain)
    if found is None:
        return None
    moments, requires = found
    value = S.Zero
    for (power,), coefficient in wanted.terms():
        value += coefficient * (moments[power] if power else S.One)
    words = f"P({k} + 1)/P({k}) is ({factor(u)})/({factor(v)}): sum both sides of P({k} + 1) v({k}) = P({k}) u({k})."
    short = simplest_of([factor(value), cancel(value), tidy(value, domain)])
    step = Step(Relation.EQ, short, "neighbouring-probabilities", words, requires=requires, start=node)
    return Derivation(left=node, domain=domain).then(step).closing(Status.CLOSED)


def _quotient(law: DiscreteLaw, k: Symbol) -> tuple[Expr, Expr] | None:
    """The u and v of p(k + 1) v(k) = p(k) u(k), polynomials in k."""
    ratio = hypersimp(law.density, k)
    if ratio is None:
        return None
    u, v = map(expand, fraction(cancel(ratio)))
    if not (u.is_polynomial(k) and v.is_polynomial(k)) or max(degree(u, k), degree(v, k)) > HIGHEST:
        return None
    return u, v


def _moments(
    law: DiscreteLaw, k: Symbol, u: Expr, v: Expr, order: int, domain: Domain
) -> tuple[dict[int, Expr], Boolean] | None:
    """The moments up to an order, and where the sums that they come from converge."""
    unknown = [Dummy(f"m{i}") for i in range(1, HIGHEST + order + 3)]
    equations: list[Expr] = []
    for power in range(order + 2):
        w = k**power
        ends = _at_the_ends(law, k, u, v, w)
        if ends is None:
            return None
        difference = Poly(expand(v.xreplace({k: k - 1}) * w - u * w.xreplace({k: k + 1})), k)
        total = sum((cancel(c) * unknown[i - 1] for (i,), c in difference.terms() if i), S.Zero)
        if total == 0:
            continue
        equations.append(total + cancel(gammasimp(difference.coeff_monomial(1) - ends)))
        needs = _falls_off(law, k, u, v, power, domain)
        if needs is None:
            return None
        solved = next(iter(linsolve(equations, unknown)), None)
        if solved is None:
            continue
        moments = {i: value for i, value in enumerate(solved, 1) if not value.free_symbols & set(unknown)}
        if all(i in moments for i in range(1, order + 1)):
            return moments, needs
    return None


def _at_the_ends(law: DiscreteLaw, k: Symbol, u: Expr, v: Expr, w: Expr) -> Expr | None:
    """What E[v(X - 1) w(X)] has over E[u(X) w(X + 1)]: the first term of the one, less the last of the other."""
    first = (v.xreplace({k: k - 1}) * w).xreplace({k: law.lower})
    found = S.Zero
    if not _is_nought(first):
        if law.lower.has(*ENDS):
            return None
        found += first * law.density.xreplace({k: law.lower}).doit()
    if law.upper != oo:
        last = (u * w.xreplace({k: k + 1})).xreplace({k: law.upper})
        if not _is_nought(last):
            if law.upper.has(*ENDS):
                return None
            found -= last * law.density.xreplace({k: law.upper}).doit()
    return found


def _is_nought(expr: Expr) -> bool:
    """Whether it is 0, whichever of several values its end has."""
    return all(expand(each) == 0 for each in _chosen(expr))


def _chosen(expr: Expr) -> Iterator[Expr]:
    node = next(iter(expr.atoms(*ENDS)), None)
    if node is None:
        yield expr
        return
    for value in node.args:
        yield from _chosen(expr.xreplace({node: value}))


def _falls_off(law: DiscreteLaw, k: Symbol, u: Expr, v: Expr, power: int, domain: Domain) -> Boolean | None:
    """Where p(k) v(k - 1) k^power goes to 0 far out; None where it is not known to.

    The quotient of neighbours goes to the ratio of the leading coefficients; where this is 1, p(k) is like a power of k.
    """
    if law.upper != oo:
        return true
    above, below = Poly(u, k), Poly(v, k)
    if above.degree() != below.degree():
        return true if above.degree() < below.degree() else None
    ratio = cancel(above.LC() / below.LC())
    if ratio != 1:
        return true if domain.positive(1 - ratio) and domain.positive(1 + ratio) else None
    n = below.degree()
    power_of_mass = cancel((above.coeff_monomial(k ** (n - 1)) - below.coeff_monomial(k ** (n - 1))) / below.LC())
    needed = expand(-power_of_mass - n - power) > 0
    return true if domain.implies(And(needed)) else needed
