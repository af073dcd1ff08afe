"""Integrals and sums that are a constant times a stored kernel, whatever law they are taken under."""

from __future__ import annotations

from dataclasses import replace

from sympy import (
    Add,
    And,
    Derivative,
    Expr,
    Integral,
    Mul,
    S,
    Sum,
    Symbol,
    beta,
    cancel,
    diff,
    expand,
    expand_log,
    expand_power_base,
    factor,
    factorial,
    gamma,
    gammasimp,
    nan,
    oo,
    powsimp,
    together,
    zoo,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.by_normaliser import KernelRatio, elementary_first, with_step
from symbinfo.derivation.integrals.matching import Match, nearest_kernels_of
from symbinfo.derivation.integrals.statistics import statistics_of
from symbinfo.derivation.simplify.lengths import same
from symbinfo.derivation.simplify.log_of import exponential, log_of
from symbinfo.derivation.simplify.special import with_elementary_values
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw

__all__ = ["by_plain_total", "total_by_terms", "total_of_kernel", "total_up_to"]


#: Terms of a density that are integrated one by one.
MOST_TERMS = 6


def by_plain_total(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] where density times f is, in some coordinate, a constant times one stored kernel; None of others.

    Parameters
    ----------
    node : Expectation
        Under a law on a range.
    domain : Domain
        Where the parameters live.
    """
    law = node.law
    if not isinstance(law, (ContinuousLaw, DiscreteLaw)):
        return None
    binder = Integral if law.continuous else Sum
    written = binder(mul(law.density, node.body), (law.variable, law.lower, law.upper))
    found = total_of_kernel(written, domain)
    if found is None:
        return None
    words = "The definition of the expectation."
    derivation = Derivation(left=node, domain=domain)
    derivation = derivation.then(Step(Relation.EQ, written, "definition-of-expectation", words, start=node))
    return replace(derivation, steps=(*derivation.steps, *found.steps)).closing(Status.CLOSED)


def total_up_to(written: Integral, domain: Domain) -> Derivation | None:
    """An integral up to a place as the one to infinity less what lies above; None where no kernel serves for both.

    Parameters
    ----------
    written : Integral
        Over a range with a finite upper end, of what goes on above it.
    domain : Domain
        Where the parameters live.
    """
    ((variable, low, high),) = written.limits
    if high == oo:
        return None
    found = [total_of_kernel(Integral(written.function, (variable, start, oo)), domain) for start in (low, high)]
    whole, above = found
    if whole is None or above is None:
        return None
    derivation = Derivation(left=written, domain=domain)
    apart = add(whole.left, mul(S.NegativeOne, above.left))
    words = f"All above the lower end, less what lies above {high}."
    cut = Reasoning("split", cuts=(CutRange(whole.left, (high,)),))
    derivation = with_step(derivation, apart, "split-the-range", words, witness=cut)
    value = add(whole.stands, mul(S.NegativeOne, above.stands))
    needs = And(whole.requires, above.requires)
    return with_step(derivation, value, "insert-lemma", "Each by a lemma.", lemmas=(whole, above), requires=needs)


def total_of_kernel(written: Integral | Sum, domain: Domain) -> Derivation | None:
    """The value of an integral or a sum that is, in some coordinate, a constant times one stored kernel; None of others."""
    ((variable, low, high),) = written.limits
    continuous = isinstance(written, Integral)
    body = powsimp(evaluated(written.function))
    if not continuous:
        body = body.replace(gamma, lambda z: factorial(z - 1) if z.is_integer else gamma(z))
    kind = ContinuousLaw if continuous else DiscreteLaw
    law = kind("P", "kernel", (), domain.condition, variable, body, low, high)
    for kernel in elementary_first(nearest_kernels_of(law, domain)):
        found = statistics_of(S.One, variable, kernel)
        constant = _constant(body, law, kernel)
        if found is None or constant is None:
            continue
        ratio = KernelRatio(kernel, *found, Variable("t", real=True), found[0] if kernel.weight != 1 else [])
        needs = ratio.requires()
        parts = [mul(s.coefficient, ratio.over(s, integral=False)) for s in found[0]]
        value = mul(S(len(kernel.form.back)), constant, add(*parts))
        plain = with_elementary_values(evaluated(value), domain)
        if domain.excludes(needs) or plain.has(nan, zoo, oo, Derivative):
            continue
        witness = Reasoning("integral", integrals=(ratio.reduction(written, constant),))
        words = f"The {kernel.row.name.replace('-', ' ')} ({kernel.row.reference})."
        if kernel.form.words:
            words = f"Substitute {', '.join(kernel.form.words)}. {words}"
        forms = [plain, gammasimp(plain.rewrite(gamma))] if plain.has(beta, gamma) else [plain]
        short = simplest_of([*(tidy(form, domain) for form in forms), *forms])
        start = Derivation(left=written, domain=domain)
        derivation = with_step(start, value, kernel.row.name, words, requires=needs, witness=witness)
        same = Reasoning("same")
        return with_step(derivation, short, "simplify", "Simplify.", witness=same).closing(Status.CLOSED)
    return None


def total_by_terms(law: ContinuousLaw | DiscreteLaw, domain: Domain) -> Derivation | None:
    """That a law whose density is a sum adds up to 1, each term by a stored kernel of its own; None of others."""
    binder, limits = (Integral if law.continuous else Sum), (law.variable, law.lower, law.upper)
    terms = Add.make_args(expand(evaluated(law.density)))
    if not 1 < len(terms) <= MOST_TERMS:
        return None
    lemmas = [total_of_kernel(binder(term, limits), domain) for term in terms]
    found = [lemma for lemma in lemmas if lemma is not None and domain.implies(lemma.requires)]
    if len(found) < len(terms):
        return None
    value = add(*(lemma.stands for lemma in found))
    if tidy(evaluated(value) - 1, domain) != 0:
        return None
    derivation = Derivation(left=binder(law.density, limits), domain=domain)
    whole = add(*(lemma.left for lemma in found))
    derivation = with_step(derivation, whole, "linearity-of-integral", "Term by term.", witness=Reasoning("linear"))
    derivation = with_step(derivation, value, "evaluate-integrals", "Each by a lemma.", lemmas=tuple(found))
    return with_step(derivation, S.One, "collect", "They add up to 1.").closing(Status.CLOSED)


def _constant(body: Expr, law: ContinuousLaw | DiscreteLaw, kernel: Match) -> Expr | None:
    """What the kernel is to be multiplied by on each branch; None where the branches differ or it is not seen to be a constant."""
    form, y = kernel.form, kernel.form.variable
    found: list[Expr] = []
    for back in form.back:
        inside = body.xreplace({law.variable: back})
        slope = diff(back, y) if law.continuous else S.One
        slope = -slope if form.domain.positive(-slope) else slope
        if not (slope.is_number or form.domain.positive(slope)):
            return None
        whole = [(inside, 1), (slope, 1), (kernel.at(kernel.row.kernel), -1), (kernel.weight, -1)]
        logs = (sign * log_of(expand_power_base(part), form.domain) for part, sign in whole)
        total = expand(powsimp(Add(*logs)), log=False)
        if total.has(y):
            total = expand(Add(*(cancel(t) for t in Add.make_args(expand(expand_log(total, force=True))))))
        plain = Mul(*map(exponential, Add.make_args(total)))
        constant = powsimp(plain) if not total.has(y) else _quotient(inside * slope, kernel, y)
        if constant is None:
            return None
        found.append(constant)
    first, *others = found
    return first if all(same(other, first) for other in others) else None


def _quotient(integrand: Expr, kernel: Match, y: Symbol) -> Expr | None:
    constant = powsimp(factor(together(expand_power_base(integrand / (kernel.at(kernel.row.kernel) * kernel.weight)))))
    return None if constant.has(y) else constant
