"""Joint laws as chains: the law of each variable given those before it, and the means of what a chain may average.

One kind of law a class: a newcomer says how its variables hang together, and which statistics have a mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sympy import Add, Expr, Integral, Mul, Poly, S, Symbol, digamma, exp, expand, gamma, log, oo, pi, sqrt

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.by_normaliser import total_by_normaliser
from symbinfo.derivation.witness import Coordinate, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.independent_parts import ProductLaw
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import ContinuousLaw, Law
from symbinfo.laws.vector import Dirichlet

__all__ = ["Link", "Mean", "chain_of_law", "fresh_symbol"]

Moment = Callable[[Expectation, Domain], "Derivation | None"]


@dataclass(frozen=True)
class Mean:
    """The mean of a statistic of one variable given those before it.

    Parameters
    ----------
    lemma : Derivation
        The integral that it is, and its value, for general parameters.
    at : tuple of pairs
        The values of these, which may hold the variables before it.
    """

    lemma: Derivation
    at: tuple[tuple[Symbol, Expr], ...] = ()

    @property
    def value(self) -> Expr:
        """The mean, in the variables before."""
        found: Expr = self.lemma.stands.xreplace(dict(self.at))
        return found


class Link(Protocol):
    """The law of one variable of a joint law given those before it."""

    variable: Symbol
    density: Expr
    lower: Expr
    upper: Expr

    def terms(self, body: Expr) -> list[tuple[Expr, Expr]] | None:
        """A body as a combination of statistics of the variable, with factors that are free of it; None where it is none."""

    def mean(self, statistic: Expr) -> Mean | None:
        """The mean of a statistic; None where none is known."""


def chain_of_law(law: Law, domain: Domain, moment: Moment) -> Sequence[Link]:
    """The links of a joint law, the first variable first; nothing of a law that is not known as a chain.

    Parameters
    ----------
    law : Law
        Any law.
    domain : Domain
        Where the parameters live.
    moment : callable
        Derives an expectation under a law of one variable.
    """
    if isinstance(law, JointNormal):
        return [_Normal(part, law) for part in law.chain()]
    if isinstance(law, Dirichlet):
        return [_Share(law, k) for k in range(len(law.variable))]
    if isinstance(law, ProductLaw) and law.continuous:
        return [_Free(part, domain, moment) for part in law.parameters]
    return []


def fresh_symbol(name: str, law: JointLaw, kind: str) -> Symbol:
    """A symbol of a kind, "real" or "positive", whose name no parameter and no variable of a law bears."""
    return Symbol(free_name((name,), law.free_symbols | set(law.variable)), **{kind: True})


# --- normal ----------------------------------------------------------------------------------------------------------


class _Normal:
    """Normal, its mean a combination of the variables before: polynomials of degree 2 have means."""

    def __init__(self, part: ContinuousLaw, law: JointNormal) -> None:
        self.variable, self.density, self.lower, self.upper = part.variable, part.density, -oo, oo
        self.symbols = (fresh_symbol("m", law, "real"), fresh_symbol("s", law, "positive"))
        self.at = tuple(zip(self.symbols, part.parameters, strict=True))

    def terms(self, body: Expr) -> list[tuple[Expr, Expr]] | None:
        if not body.is_polynomial(self.variable):
            return None
        coefficients = Poly(body, self.variable).all_coeffs()[::-1]
        if len(coefficients) > 3:
            return None
        return [(c, self.variable**order) for order, c in enumerate(coefficients) if c != 0]

    def mean(self, statistic: Expr) -> Mean:
        order = int(Poly(statistic, self.variable).degree())
        return Mean(_normal_moment(self.variable, order, *self.symbols), self.at)


@lru_cache(maxsize=256)
def _normal_moment(x: Symbol, order: int, m: Symbol, s: Symbol) -> Derivation:
    """E[X**order] of a normal law, for an order of at most 2, by the derivatives of the Gaussian integral."""
    law = law_of_family(FAMILIES["Normal"], (m, s), "X").on(x)
    whole = Integral(mul(law.density, x**order), (x, -oo, oo))
    shift = Symbol("u" if "u" not in (x.name, m.name, s.name) else "u_", real=True)
    fact = StoredFact("gaussian-integral", x, (("t", m / s**2 + shift), ("c", 1 / (2 * s**2))), shift)
    part = KernelTerm(exp(-(m**2) / (2 * s**2)) / (s * sqrt(2 * pi)), fact, order)
    value = (S.One, m, s**2 + m**2)[order]
    because = "The Gaussian integral and its derivatives in the mean."
    return _by_facts(whole, value, Transformed(whole, None, (part,)), because)


def _by_facts(
    whole: Integral, value: Expr, transformed: Transformed, because: str, products: tuple[tuple[Expr, Expr], ...] = ()
) -> Derivation:
    witness = Reasoning("integral", integrals=(transformed,), products=products)
    step = Step(Relation.EQ, value, transformed.parts[0].fact.fact, because, witness=witness)
    return Derivation(left=whole, domain=Domain.of([])).then(step).closing(Status.CLOSED)


# --- shares ----------------------------------------------------------------------------------------------------------


class _Share:
    """A beta law on what the shares before have left: powers of the share and of what it leaves, and logarithms, have means."""

    def __init__(self, law: Dirichlet, k: int) -> None:
        self.variable = law.variable[k]
        self.lower, self.upper = S.Zero, 1 - Add(*law.variable[:k])
        self.shapes = (law.parameters[k], Add(*law.parameters[k + 1 :]))
        self.left = fresh_symbol("left", law, "positive")
        self.density = _share_density(self.variable, self.upper, *self.shapes)

    def terms(self, body: Expr) -> list[tuple[Expr, Expr]] | None:
        own = (log(self.variable), log(self.upper - self.variable))
        found: dict[Expr, list[Expr]] = {}
        for term in Add.make_args(body):
            statistic = next((f for f in Mul.make_args(term) if f in own), S.One)
            if statistic == 1:
                s, t = self._exponents(term)
                statistic = mul(self.variable**s, (self.upper - self.variable) ** t) if (s, t) != (0, 0) else S.One
            factor = term / statistic if statistic == 1 or statistic in own else self._beside(term)
            if factor.has(self.variable):
                return None
            found.setdefault(statistic, []).append(factor)
        return [(Add(*factors), statistic) for statistic, factors in found.items() if Add(*factors) != 0]

    def _bases(self, term: Expr) -> list[tuple[Expr, Expr]]:
        return [f.as_base_exp() for f in Mul.make_args(term)]

    def _exponents(self, term: Expr) -> tuple[Expr, Expr]:
        """Of the share and of what it leaves, in a product of powers."""
        pairs = self._bases(term)
        both = (self.variable, expand(self.upper - self.variable))
        found = tuple(Add(*(e for b, e in pairs if expand(b) == base and not e.has(self.variable))) for base in both)
        return found[0], found[1]

    def _beside(self, term: Expr) -> Expr:
        both = (self.variable, expand(self.upper - self.variable))
        return Mul(*(b**e for b, e in self._bases(term) if expand(b) not in both or e.has(self.variable)))

    def mean(self, statistic: Expr) -> Mean:
        if statistic != 1 and not isinstance(statistic, log):
            powers = self._exponents(statistic)
            found = _share_power(self.variable, powers, self.left, *self.shapes)
            return Mean(found, ((self.left, self.upper),))
        kind = 0 if statistic == 1 else 1 if statistic == log(self.variable) else 2
        return Mean(_share_moment(self.variable, kind, self.left, *self.shapes), ((self.left, self.upper),))


def _share_density(x: Symbol, c: Expr, a: Expr, b: Expr) -> Expr:
    """The density of c times a beta variable."""
    return mul(gamma(a + b) / (gamma(a) * gamma(b)), x ** (a - 1), (c - x) ** (b - 1), c ** (1 - a - b))


@lru_cache(maxsize=256)
def _share_moment(x: Symbol, kind: int, c: Symbol, a: Expr, b: Expr) -> Derivation:
    """Under the law of c times a beta variable the mean of 1, of log X and of log(c - X)."""
    statistic = (S.One, log(x), log(c - x))[kind]
    density = _share_density(x, c, a, b)
    body = density if kind == 0 else mul(density, statistic)
    whole = Integral(body, (x, 0, c))
    taken = (x, c, *a.free_symbols, *b.free_symbols)
    u, t = (Symbol(free_name(name, taken), real=True) for name in ("u", "t"))
    scale = gamma(a + b) / (gamma(a) * gamma(b))
    plain = StoredFact("beta-integral", u, (("p", a - 1), ("q", b - 1)))
    moving = StoredFact(
        "beta-integral", u, (("p", a - 1 + (t if kind == 1 else 0)), ("q", b - 1 + (t if kind == 2 else 0))), t
    )
    parts = [KernelTerm(scale if kind == 0 else scale * log(c), plain)]
    parts += [KernelTerm(scale, moving, 1)] if kind else []
    own = digamma((a, a, b)[kind]) - digamma(a + b)
    value = S.One if kind == 0 else log(c) + own
    coordinate = Coordinate(u, S.Zero, S.One, (c * u,))
    because = "The beta integral and its derivatives in the shapes."
    return _by_facts(whole, value, Transformed(whole, coordinate, tuple(parts)), because, ((c - c * u, mul(c, 1 - u)),))


@lru_cache(maxsize=256)
def _share_power(x: Symbol, powers: tuple[Expr, Expr], c: Symbol, a: Expr, b: Expr) -> Derivation:
    """Under the law of c times a beta variable the mean of ``X**s (c - X)**t``."""
    s, t = powers
    whole = Integral(mul(_share_density(x, c, a, b), x**s, (c - x) ** t), (x, 0, c))
    u = Symbol(free_name("u", whole.free_symbols | {x, c}), real=True)
    first, second = expand(a + s), expand(b + t)
    fact = StoredFact("beta-integral", u, (("p", first - 1), ("q", second - 1)))
    scale = gamma(a + b) / (gamma(a) * gamma(b)) * c ** (s + t)
    value = scale * gamma(first) * gamma(second) / gamma(expand(first + second))
    part = Transformed(whole, Coordinate(u, S.Zero, S.One, (c * u,)), (KernelTerm(scale, fact),))
    witness = Reasoning("integral", integrals=(part,), products=((c - c * u, mul(c, 1 - u)),))
    step = Step(Relation.EQ, value, "beta-integral", "The beta integral.", witness=witness)
    domain = Domain.of([c for c in (first > 0, second > 0) if c != S.true])
    return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)


# --- independent -----------------------------------------------------------------------------------------------------


class _Free:
    """Independent of the variables before: what the engine can average has a mean."""

    def __init__(self, part: ContinuousLaw, domain: Domain, moment: Moment) -> None:
        self.part, self.domain, self.moment = part, domain, moment
        self.variable, self.density, self.lower, self.upper = part.variable, part.density, part.lower, part.upper

    def terms(self, body: Expr) -> list[tuple[Expr, Expr]] | None:
        apart = [term.as_independent(self.variable, as_Add=False) for term in Add.make_args(body)]
        return [(factor, statistic) for factor, statistic in apart]

    def mean(self, statistic: Expr) -> Mean | None:
        if statistic == 1:
            found = total_by_normaliser(self.part, self.domain)
        else:
            found = self.moment(Expectation(statistic, self.part), self.domain)
        return None if found is None or found.status is not Status.CLOSED else Mean(found)
