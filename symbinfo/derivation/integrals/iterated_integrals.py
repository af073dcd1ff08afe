"""Integrals under a joint law, one variable after the other: that they converge, and the means of what a chain averages.

The joint density is the product of that of each variable given those before it. So the last variable is integrated first,
and a body in the variables that are left stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Add, Expr, Integral, S, Symbol, cancel, expand, expand_log

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.chains_of_laws import Link, Mean, Moment, chain_of_law
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import ContinuousLaw, Law

__all__ = ["first_marginal", "inner_integral", "one_by_one", "total_of_vector"]

#: What is left after one variable may have so many operations: cancelling more takes minutes.
LARGEST = 3000


def total_of_vector(law: Law, moment: Moment) -> Derivation | None:
    """The derivation of the total of a joint law that is known as a chain; None of other laws."""
    iterated = _of_total(law, moment)
    return None if iterated is None else iterated.over_last(0)


def first_marginal(law: Law, moment: Moment) -> Derivation | None:
    """The integral of the joint density over all variables but the first, where there are such, is the density of that."""
    iterated = _of_total(law, moment)
    return iterated.over_last(1) if iterated is not None and len(iterated.links) > 1 else None


def inner_integral(node: Expectation, domain: Domain, moment: Moment) -> Derivation | None:
    """Of what a chain averages the integral over all variables but the first, which stands inside of the outermost one.

    Logarithms of the densities of such laws are averaged; None of other expectations.

    Parameters
    ----------
    node : Expectation
        Under a joint law.
    domain : Domain
        Where the parameters live.
    moment : callable
        Derives an expectation under a law of one variable.
    """
    iterated = _of_expectation(node, domain, moment)
    return iterated.over_last(1) if iterated is not None and len(iterated.links) > 1 else None


def one_by_one(node: Expectation, domain: Domain, moment: Moment) -> tuple[Derivation, ...]:
    """The integrals that add up to an expectation: over all variables but the first, and then over that."""
    iterated = _of_expectation(node, domain, moment)
    if iterated is None:
        return ()
    inner = inner_integral(node, domain, moment)
    return (iterated.over_one(0),) if inner is None else (inner, iterated.over_one(0))


def _of_total(law: Law, moment: Moment) -> _Iterated | None:
    domain = Domain.of([law.condition])
    links = chain_of_law(law, domain, moment)
    return _iterated(law, S.One, domain, links) if isinstance(law, JointLaw) else None


def _of_expectation(node: Expectation, domain: Domain, moment: Moment) -> _Iterated | None:
    law = node.law
    if not isinstance(law, JointLaw):
        return None
    body = replace_where(node.body, lambda part: _density_at(part, law))
    return _iterated(law, body, domain, chain_of_law(law, domain, moment))


def _density_at(part: Expr, law: JointLaw) -> Expr | None:
    """The density of a law of vectors, as a certificate writes it, at the variables of another."""
    if isinstance(part, DensityValue) and isinstance(part.law, ContinuousLaw) and part.point in law.variable:
        return part.law.density_at(part.point)
    if not isinstance(part, DensityValue) or not isinstance(part.law, JointLaw):
        return None
    return _density(part.law).xreplace(dict(zip(part.law.variable, law.variable, strict=True)))


def _density(law: JointLaw) -> Expr:
    return mul(*(part.density for part in law.chain())) if isinstance(law, JointNormal) else law.density


def _iterated(law: JointLaw, body: Expr, domain: Domain, links: Sequence[Link]) -> _Iterated | None:
    """The integrals, where each link averages what the later ones leave."""
    bodies, rows = [expand(expand_log(body, force=True))], []
    for link in reversed(links):
        terms = link.terms(bodies[-1])
        means = [] if terms is None else [(c, statistic, link.mean(statistic)) for c, statistic in terms]
        known = [(c, statistic, mean) for c, statistic, mean in means if mean is not None]
        if terms is None or len(known) < len(means):
            return None
        rows.append(known)
        averaged = expand(Add(*(c * mean.value for c, _, mean in known)))
        if averaged.count_ops() > LARGEST:
            return None
        bodies.append(cancel(averaged) if averaged.is_polynomial(*law.variable) else averaged)
    return _Iterated(law, body, domain, links, bodies[::-1], rows[::-1]) if links else None


class _Iterated:
    """The integrals of a body under a joint law, from the innermost to the whole.

    Parameters
    ----------
    law, body, domain
        What is averaged, and where the parameters live.
    links : sequence of Link
        The law as a chain.
    bodies : list of Expr
        The body averaged over the variables from each number on.
    rows : list of lists
        Of each variable what is averaged over it: factors, statistics, and their means.
    """

    def __init__(
        self,
        law: JointLaw,
        body: Expr,
        domain: Domain,
        links: Sequence[Link],
        bodies: list[Expr],
        rows: list[list[tuple[Expr, Expr, Mean]]],
    ) -> None:
        self.law, self.body, self.domain, self.links, self.bodies, self.rows = law, body, domain, links, bodies, rows
        self.densities = [link.density for link in links]

    def where(self, k: int) -> Domain:
        """Where the parameters live, and the variables before number k."""
        ends = [(link.lower, link.variable, link.upper) for link in self.links[:k]]
        inside = [c for low, x, high in ends for c in (low < x, x < high) if c not in (S.true, S.false)]
        return self.domain.and_(*inside)

    def limits(self, k: int) -> Iterator[tuple[Symbol, Expr, Expr]]:
        """The ranges of the variables from number k on, the innermost first."""
        return ((link.variable, link.lower, link.upper) for link in reversed(self.links[k:]))

    def whole(self, k: int) -> Integral:
        """The integral of the body over the variables from number k on."""
        body = (self.body,) if self.body != 1 else ()
        return Integral(mul(_density(self.law), *body), *self.limits(k))

    def left(self, k: int) -> Expr:
        """What stands after the variables from number k on are integrated out."""
        return mul(*self.densities[:k], self.bodies[k])

    def over_one(self, k: int) -> Derivation:
        """The integral of what is left over variable k: by the means of its statistics."""
        link = self.links[k]
        (limits,) = list(self.limits(k))[-1:]
        before = self.densities[:k]
        apart = add(*(mul(*before, c, Integral(_times(link.density, s), limits)) for c, s, _ in self.rows[k]))
        spread = Step(Relation.EQ, apart, "linearity-of-integral", "Term by term.", witness=Reasoning("linear"))
        cites = tuple((mean.lemma, mean.at) for _, _, mean in self.rows[k])
        inserted = Reasoning("lemmas", cites=cites)
        value = Step(Relation.EQ, self.left(k), "insert", "The means under a law of one variable.", witness=inserted)
        whole = Integral(self.left(k + 1), limits)
        return Derivation(left=whole, domain=self.where(k)).then(spread).then(value).closing(Status.CLOSED)

    def over_last(self, k: int) -> Derivation:
        """The integral of the body over all variables from number k on, the last one first."""
        over = self.over_one(k)
        opening: tuple[Derivation, ...] = () if k + 1 == len(self.links) else (self.over_last(k + 1),)
        opened = (
            Step(Relation.EQ, over.left, "insert", "Insert it.", opening, witness=Reasoning("lemmas"))
            if opening
            else Step(Relation.EQ, over.left, "simplify", "Multiply out.", witness=Reasoning("same"))
        )
        value = Step(Relation.EQ, self.left(k), "insert", "Insert it.", (over,), witness=Reasoning("lemmas"))
        return Derivation(left=self.whole(k), domain=self.where(k)).then(opened).then(value).closing(Status.CLOSED)


def _times(density: Expr, statistic: Expr) -> Expr:
    return density if statistic == 1 else mul(density, statistic)
