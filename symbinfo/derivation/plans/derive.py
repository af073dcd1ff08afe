"""Which rule when: the default plan for a measure, in order, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from sympy import And, Expr, Integral, Limit, Ne, Sum, nan, oo, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.certify.normalisation import demand_normalised
from symbinfo.derivation.integrals.normalisers import INTEGRALS
from symbinfo.derivation.integrals.normalising_sums import SUMS
from symbinfo.derivation.plans.by_conditioning import conditioned
from symbinfo.derivation.plans.by_crossings import by_crossings
from symbinfo.derivation.plans.by_general_size import by_any_size
from symbinfo.derivation.plans.by_merging import by_merging
from symbinfo.derivation.plans.by_order import by_order
from symbinfo.derivation.plans.by_support import infinite_by_support
from symbinfo.derivation.plans.by_two_entropies import by_two_entropies
from symbinfo.derivation.plans.closed_marginals import by_marginal_density
from symbinfo.derivation.plans.common_coordinate import in_common_coordinates
from symbinfo.derivation.plans.edges import with_open_edges
from symbinfo.derivation.plans.entry_by_entry import by_entries
from symbinfo.derivation.plans.expressions_of_measures import derived_expression
from symbinfo.derivation.plans.information_equality import by_second_derivative
from symbinfo.derivation.plans.limits_of_measures import by_parts, derived_limit
from symbinfo.derivation.plans.limits_of_results import limits_of
from symbinfo.derivation.plans.order_of_rules import MEANS, PLAN, PLAN_OF_MIXTURES
from symbinfo.derivation.plans.routes import Case, Route
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.densities import INSERT_LOG_DENSITIES
from symbinfo.derivation.rules.expectations import EVALUATE_EXPECTATIONS
from symbinfo.derivation.rules.infinite_expectations import DIVERGENT_EXPECTATION, DIVERGENT_INTEGRAL
from symbinfo.derivation.rules.linearity import LINEARITY
from symbinfo.derivation.rules.logarithms import LOG_OF_QUOTIENT
from symbinfo.derivation.rules.mixtures import has_mixture
from symbinfo.derivation.rules.rule import Context, Rule, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.limit_variables import free_conditions
from symbinfo.jobs.notebook_progress import told_while
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.hierarchy import is_mean
from symbinfo.laws.matrix_normal import MatrixNormal, demand_one_size
from symbinfo.laws.strengthen import averages_in, laws_in, strengthened, told_apart
from symbinfo.measures.base import Measure
from symbinfo.measures.code_lengths import HuffmanLength
from symbinfo.measures.fisher_information import FisherInformationMatrix
from symbinfo.measures.optimum import Optimum
from symbinfo.measures.total_variation import TotalVariation

__all__ = ["PLAN", "ROUTES", "Case", "Route", "derive"]

# A Fisher information with more operations is looked for by a second derivative, too.
LONG = 100
# Integrals that may converge where their condition fails.
BLUNT = frozenset(row.name for row in (*INTEGRALS, *SUMS) if not row.sharp)


def derive(measure: Any, given: Sequence[str] | str = (), *, cite_moments: bool = False) -> Derivation:
    """Derive the closed form of a measure, or of an expression of measures, step by step.

    Parameters
    ----------
    measure : Measure, Expr or str
        An unevaluated measure, such as ``si.KL(P, Q)``, or an expression of several, such as
        ``si.Entropy(X) - si.ConditionalEntropy(X, Y)``; unevaluated derivatives in parameters are taken. Text is read as
        by `symbinfo.parse`.
    given : sequence of str
        For text: the lines of a setting, such as ``X ~ Bernoulli(1/2)``.
    cite_moments : bool
        Whether known moments of named laws, such as E X and E log X, are told by their values, as a book does; their
        lemmas are derived and checked as ever, and not printed.

    Returns
    -------
    Derivation
        The steps, the result, the condition under which it holds, and its status.

    Raises
    ------
    MeasureError
        When `measure` is not a measure.
    NotNormalised
        When a law written by hand does not integrate or sum to 1.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> d = derive(si.Entropy(Exponential("P", symbols("lamda", positive=True))))
    >>> d.result, d.status.value
    (1 - log(lamda), 'closed')
    """
    with told_while("deriving"):
        return _answered(measure, given, cite_moments)


def _answered(measure: Any, given: Sequence[str] | str, cite_moments: bool) -> Derivation:
    if isinstance(measure, str):
        measure = door("parse_to_derive")(measure, given)
    elif given:
        raise MeasureError("the lines of a setting are given with a query as text: derive('H(Y)', given=['Y ~ ...'])")
    if isinstance(measure, Optimum):
        answered: Derivation = door("derive_optimum")(measure)
        return replace(answered, cites_moments=cite_moments)
    if isinstance(measure, Expr) and measure.has(Optimum):
        raise MeasureError("an optimum is derived by itself: ask for it alone, and judge what it is part of by a claim")
    matrix = isinstance(measure, FisherInformationMatrix)
    if not matrix and (not isinstance(measure, Expr) or not measure.has(Measure, Expectation)):
        raise MeasureError(f"nothing to derive in {measure}: give a measure such as si.KL(P, Q), or a query")
    strong, back = strengthened(told_apart(measure))
    laws = laws_in(strong)
    demand_one_size(laws)
    laws = (*laws, *averages_in(strong))
    for law in laws:
        demand_normalised(law)
    domain = Domain.of([*(law.condition for law in laws), *(m.condition for m in strong.atoms(Measure))])
    derivation = by_entries(strong, domain, _derived) if matrix else _derived_whole(strong, domain)
    return replace(derivation, symbols=back, given=_given(measure), cites_moments=cite_moments)


def _derived_whole(expr: Expr, domain: Domain) -> Derivation:
    if isinstance(expr, Measure):
        return _derived(expr, domain)
    if isinstance(expr, Limit):
        return derived_limit(expr, domain, _derived_whole)
    means = any(not node.body.has(Measure) for node in expr.atoms(Expectation))
    if means and not expr.has(Measure):
        return _along(MEANS, Derivation(left=expr, domain=domain), Context(domain))
    whole = None if expr.has(Limit) else derived_expression(expr, domain, _derived, _along)
    if whole is not None and (whole.status is not Status.REDUCED or not means):
        return whole
    return by_parts(expr, domain, _derived_whole, lambda *start: _along((COLLECT,), *start))


def _given(measure: Any) -> Boolean:
    """The domains of the laws and of the orders, in the user's symbols."""
    orders = (m.condition for m in measure.atoms(Measure))
    return free_conditions(
        measure, And(*(law.condition for law in (*laws_in(measure), *averages_in(measure))), *orders)
    )


def _derived(measure: Measure, domain: Domain) -> Derivation:
    case, derivation = Case(measure, domain), Derivation(left=measure, domain=domain)
    for route in ROUTES:
        found = route.what(case, derivation) if route.when(case, derivation) else None
        derivation = found or derivation
        if route.last and found is not None:
            break
    return derivation


def _by_conditioning(case: Case, derivation: Derivation) -> Derivation | None:
    start = conditioned(case.measure, case.domain, _derived)
    return None if start is None else _along(PLAN, start, Context(case.within))


def _by_second_derivative(case: Case, derivation: Derivation) -> Derivation | None:
    start = by_second_derivative(case.measure, case.domain)
    found = None if start is None else _along(PLAN, start, Context(case.within))
    if found is None or found.status is not Status.CLOSED:
        return None
    return found if _open(derivation.stands) or found.stands.count_ops() < derivation.stands.count_ops() / 2 else None


def _by_crossings(case: Case, derivation: Derivation) -> Derivation | None:
    start = by_crossings(case.measure, case.within)
    return None if start is None else _along((COLLECT,), start, Context(case.within))


def _is_long(derivation: Derivation) -> bool:
    return bool(derivation.stands.count_ops() > LONG)


def _over_the_outcomes(case: Case, derivation: Derivation) -> Derivation | None:
    finite = _with_finite_laws(case.measure)
    return None if finite is None else _along(PLAN, Derivation(left=finite, domain=case.domain), Context(case.within))


def _in_common_coordinates(case: Case, derivation: Derivation) -> Derivation | None:
    plan = PLAN_OF_MIXTURES if has_mixture(derivation.stands) else PLAN

    def along(start: Derivation) -> Derivation:
        return _along(plan, start, Context(case.within))

    found = map(along, in_common_coordinates(case.measure, case.domain, along))
    return next((each for each in found if each.status is Status.CLOSED), None)


def _by_the_mixture(case: Case, derivation: Derivation) -> Derivation | None:
    found = _along(PLAN_OF_MIXTURES, Derivation(left=case.measure, domain=case.domain), Context(case.within))
    return found if found.status is Status.CLOSED else None


def _as_one_integral(derivation: Derivation) -> Derivation:
    """What has no finite value is not taken apart: the definition, its logarithms split, and why it diverges."""
    last = derivation.steps[-1]
    whole = {rule.name for rule in (DEFINITION, LOG_OF_QUOTIENT, INSERT_LOG_DENSITIES)}
    kept = tuple(takewhile(lambda step: step.rule in whole, derivation.steps))
    start = replace(derivation, steps=kept)
    return start.then(replace(last, start=start.stands, lemmas=())).closing(derivation.status)


def _along(plan: tuple[Rule, ...], derivation: Derivation, context: Context) -> Derivation:
    for rule in plan:
        known = context if rule is not COLLECT else Context(context.domain.and_(derivation.requires))
        derivation = apply_rule(derivation, rule, known)
    if derivation.stands in (oo, -oo):
        return derivation.closing(Status.INFINITE)
    if derivation.stands == nan:
        return derivation.closing(Status.UNDEFINED)
    return derivation.closing(Status.REDUCED if _open(derivation.stands) else Status.CLOSED)


def _open(expr: Expr) -> bool:
    return bool(expr.has(Expectation, Integral, Sum, DensityValue))


def _with_finite_laws(measure: Measure) -> Measure | None:
    """The measure over listed outcomes, where its laws have few; None otherwise."""
    laws = [as_finite(law) for law in measure.laws]
    if any(law is None for law in laws) or all(a is b for a, b in zip(laws, measure.laws, strict=True)):
        return None
    table = dict(zip(measure.laws, laws, strict=True))
    return measure.func(*(table.get(a, a) for a in measure.args))


def _needing(case: Case, derivation: Derivation) -> Derivation:
    """Record on the first step that the support of P must lie in that of Q, and the measure's value elsewhere."""
    closed, (first, *rest) = derivation.status is Status.CLOSED, derivation.steps
    need, silent = with_open_edges(case.support, derivation, case.measure, derive) if closed else (case.support, ())
    return replace(derivation, steps=(replace(first, requires=need), *rest), otherwise=case.otherwise, silent=silent)


def _beyond(derivation: Derivation, case: Case) -> Derivation | None:
    """Record the value where a need other than that of the support fails: infinite, where the integral diverges there."""
    spread = next((step for step in derivation.steps if step.rule == LINEARITY.name), None)
    given = Domain.of([case.support, derivation.steps[0].requires if case.support != true else true])
    needs = [part for part in And.make_args(derivation.requires) if part != true and not given.implies(part)]
    if not needs:
        return None
    sharp = case.measure.infinite_beyond and not BLUNT & set(_rules_of(derivation))
    told = [need for need in needs if spread is not None and not isinstance(need, Ne)]
    values = dict.fromkeys(needs) | {
        need: oo if sharp or spread is None else _without(need, spread.expr, case.within) for need in told
    }
    known = {value for value in values.values() if value is not None}
    otherwise = derivation.otherwise if derivation.otherwise is not None or len(known) != 1 else known.pop()
    silent = tuple(need for need, value in values.items() if value is None or value != otherwise)
    return replace(derivation, otherwise=otherwise, silent=(*derivation.silent, *silent))


def _rules_of(derivation: Derivation) -> Iterator[str]:
    for step in derivation.steps:
        yield step.rule
        for lemma in step.lemmas:
            yield from _rules_of(lemma)


def _without(need: Boolean, expr: Expr, domain: Domain) -> Expr | None:
    """The infinite value of what is left of the expectations where a need fails; None where it is not known to be one."""
    context = Context(domain.and_(~need))
    plan = (EVALUATE_EXPECTATIONS, DIVERGENT_EXPECTATION, DIVERGENT_INTEGRAL)
    found = _along(plan, Derivation(left=expr, domain=domain), context)
    return found.stands if found.status is Status.INFINITE else None


# In order: what is infinite by its supports; the plan; what serves where that leaves something open; what is known of it.
ROUTES: tuple[Route, ...] = (
    Route(
        "by-merging",
        lambda case, derivation: isinstance(case.measure, HuffmanLength),
        lambda case, derivation: by_merging(case.measure, case.domain),
        "A Huffman code is made by merging the two least likely outcomes, again and again.",
        last=True,
    ),
    Route(
        "supports-apart",
        lambda case, derivation: case.apart,
        lambda case, derivation: infinite_by_support(case.measure, case.domain),
        "Laws without a common support are infinitely far apart, whatever the measure makes of mass outside.",
        last=True,
    ),
    Route(
        "mass-outside",
        lambda case, derivation: case.escapes and bool(case.measure.infinite_outside),
        lambda case, derivation: infinite_by_support(case.measure, case.domain),
        "P has mass where Q has none, whatever the parameters: nothing is left to compute.",
        last=True,
    ),
    Route(
        "by-the-density-of-a-marginal",
        lambda case, derivation: any(map(is_mean, case.measure.laws)),
        lambda case, derivation: by_marginal_density(case.measure, case.domain, _derived),
        "A law with random parameters has the mean of its densities for its density.",
        last=True,
    ),
    Route(
        "by-two-entropies",
        lambda case, derivation: True,
        lambda case, derivation: by_two_entropies(case.measure, case.domain, _derived),
        "A channel is given by its conditional probabilities: its information is H(Y) - H(Y | X).",
    ),
    Route(
        "by-conditioning",
        lambda case, derivation: not derivation.steps,
        _by_conditioning,
        "Of two jointly normal variables: given one of them, the other is a univariate normal variable.",
    ),
    Route(
        "by-crossings",
        lambda case, derivation: not derivation.steps and isinstance(case.measure, TotalVariation),
        _by_crossings,
        "Between the places where two densities cross, one of them is the smaller.",
    ),
    Route(
        "by-the-plan",
        lambda case, derivation: not derivation.steps,
        lambda case, derivation: _along(PLAN, derivation, Context(case.within)),
        "The order of a hand calculation.",
    ),
    Route(
        "as-one-integral",
        lambda case, derivation: derivation.status in (Status.INFINITE, Status.UNDEFINED),
        lambda case, derivation: _as_one_integral(derivation),
        "What has no finite value is not taken apart: oo - oo would stand between.",
    ),
    Route(
        "by-the-mixture",
        lambda case, derivation: _open(derivation.stands) and has_mixture(derivation.stands),
        _by_the_mixture,
        "The logarithm of a sum of two densities is known where it is that of one fraction, or of 1 + exp.",
    ),
    Route(
        "in-a-common-coordinate",
        lambda case, derivation: _open(derivation.stands),
        _in_common_coordinates,
        "Divergences do not change under a common one-to-one map: both laws where their densities are shorter.",
    ),
    Route(
        "by-a-second-derivative",
        lambda case, derivation: _open(derivation.stands) or _is_long(derivation),
        _by_second_derivative,
        "A Fisher information is minus the mean of a second derivative, too, of densities without kinks.",
    ),
    Route(
        "over-the-outcomes",
        lambda case, derivation: _open(derivation.stands),
        _over_the_outcomes,
        "A law without stored moments but with few outcomes is a list.",
    ),
    Route(
        "by-any-size",
        lambda case, derivation: _open(derivation.stands),
        lambda case, derivation: by_any_size(case.measure, case.domain, _derived),
        "A normal vector with entries by the formula for vectors of any size.",
        last=True,
    ),
    Route(
        "by-order",
        lambda case, derivation: _open(derivation.stands),
        lambda case, derivation: by_order(case.measure, case.domain, _derived),
        "The modes of two laws, or two rates that differ, may lie in either order: each order has its own formula.",
    ),
    Route(
        "need-of-the-supports",
        lambda case, derivation: case.support != true,
        _needing,
        "The result holds where the support of P lies in that of Q; elsewhere the measure has its own value.",
    ),
    Route(
        "value-beyond",
        lambda case, derivation: derivation.status is Status.CLOSED,
        lambda case, derivation: _beyond(derivation, case),
        "Where another need fails, the value is infinite if the integral is known to diverge there.",
    ),
    Route(
        "gaussian-beyond",
        lambda case, derivation: isinstance(case.measure.laws[0], MatrixNormal) and derivation.requires != true,
        lambda case, derivation: replace(derivation, otherwise=oo, silent=()),
        "A Gaussian integral that does not converge is +oo.",
    ),
    Route(
        "limits",
        lambda case, derivation: derivation.status is Status.CLOSED and bool(derivation.steps),
        lambda case, derivation: replace(derivation, limits=limits_of(derivation, case.measure, case.domain)),
        "Where a probability reaches 0 or 1, or where the closed form reads 0/0, it is undefined: its limit is derived.",
    ),
)
