"""The claim is the value of another measure, of a moment, or of a simpler law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Abs, Add, Expr, S, Symbol, log, sqrt

from symbinfo.derivation.plans.moments import mean_of
from symbinfo.expressions.domain import Domain
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.mixture import mixture
from symbinfo.measures import KL, Entropy, JensenShannon
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure
from symbinfo.verification.diagnosis.other_questions import OF_LAWS, mistaken
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS", "alone", "moment"]


def alone(left: Expr, *kinds: type[Measure]) -> list[Measure]:
    """The one measure of an expression, if it is of these kinds."""
    measures = list(left.atoms(Measure))
    return measures if len(measures) == 1 and type(measures[0]) in kinds else []


def moment(body: Expr, law: Law) -> Expr | None:
    """The expectation of an expression in the variable of a law; None where it is not known to exist."""
    if not isinstance(law, (ContinuousLaw, DiscreteLaw, FiniteLaw)) or not isinstance(law.variable, Symbol):
        return None
    if isinstance(law, FiniteLaw):
        numbers = all(getattr(outcome, "is_number", False) for outcome, _ in law.outcomes)
        return Add(*(mass * body.xreplace({law.variable: o}) for o, mass in law.outcomes)) if numbers else None
    return mean_of(body, law, Domain.of([law.condition]))


# --- another measure -------------------------------------------------------------------------------------------------


def other_measure(q: Question) -> Found:
    """The value of another measure of the same laws."""
    return (words for words, other in _further(q.left) if q.claimed_is_form_of(other))


def _further(left: Expr) -> Iterator[tuple[str, Expr]]:
    measures = sorted(left.atoms(Measure), key=str)
    if len(measures) != 1 or isinstance(measures[0], JointMeasure):
        return
    (measure,) = measures
    laws, base = measure.laws, measure.base
    if isinstance(measure, JensenShannon):
        yield from _of_the_mixture(laws[0], laws[1], base)
    yield from mistaken(left, laws, base, [m for m in OF_LAWS if not m.near])
    if len(laws) == 2:
        p, q = laws
        yield "this is the difference of the entropies", Entropy(q, base=base) - Entropy(p, base=base)
        half_sum = (KL(p, q, base=base) + KL(q, p, base=base)) * S.Half
        yield "this is half the sum of KL(P || Q) and KL(Q || P)", left.xreplace({measure: half_sum})
        yield "this is the sum of KL(P || Q) and KL(Q || P)", left.xreplace({measure: 2 * half_sum})


def _of_the_mixture(first: Law, second: Law, base: Expr) -> Iterator[tuple[str, Expr]]:
    """What a Jensen-Shannon divergence is made of."""
    if as_finite(first) is None or as_finite(second) is None:
        return
    half = mixture([(S.Half, first), (S.Half, second)], "M")
    for law, other in ((first, second), (second, first)):
        words = f"this is KL({law.name} || M) alone, M the mixture: {other.name} has its share, too"
        yield words, KL(law, half, base=base)
    yield "this is the entropy of the mixture alone", Entropy(half, base=base)
    yield "this is the mean of the two entropies alone", (Entropy(first, base=base) + Entropy(second, base=base)) / 2


#: A sum of independent draws -> the law of each. How many there are is its first parameter, the others are theirs.
SUMS: Mapping[str, str] = {"Binomial": "Bernoulli", "Erlang": "Exponential", "NegativeBinomial": "Geometric"}


def of_the_sequence(q: Question) -> Found:
    """The entropy of the draws in their order, where that of their sum was asked."""
    for node in alone(q.left, Entropy):
        (law,) = node.laws
        if law.family in SUMS:
            size, *rest = law.parameters
            each = law_of_family(FAMILIES[SUMS[law.family]], tuple(rest), law.name)
            if q.claimed_is_form_of(q.left.xreplace({node: size * Entropy(each, base=node.base)})):
                yield f"this is the entropy of {size} draws of {each.title} in their order, not that of their sum"


# --- moments ---------------------------------------------------------------------------------------------------------


def of_a_moment(q: Question) -> Found:
    """A mean or a spread in the place of an entropy, the difference of the means in that of a divergence."""
    for node in alone(q.left, Entropy, KL):
        if not all(isinstance(getattr(law, "variable", None), Symbol) for law in node.laws):
            continue
        means = [moment(law.variable, law) for law in node.laws]
        if isinstance(node, KL):
            if len(means) == 2 and means[0] is not None and means[1] is not None:
                yield from _of_two_means(q, means[0] - means[1])
            continue
        for words, value in _of_spread(node.laws[0], means[0]):
            if q.claimed_is_form(value):
                yield f"this is {words} of {node.laws[0].name}, not its entropy"


def _of_two_means(q: Question, gap: Expr) -> Found:
    for words, value in (("", gap), ("", -gap), ("the absolute value of ", Abs(gap)), ("the square of ", gap**2)):
        if q.claimed_is_form(value):
            yield f"this is {words}the difference of the means, not a divergence of the laws"


def _of_spread(law: Law, mean: Expr | None) -> Iterator[tuple[str, Expr]]:
    if mean is None:
        return
    yield "the mean", mean
    yield "the logarithm of the mean", log(mean)
    second = moment(law.variable**2, law)
    if second is not None:
        variance = second - mean**2
        yield "the variance", variance
        yield "the standard deviation", sqrt(variance)
        yield "the logarithm of the variance", log(variance)
        yield "the logarithm of the standard deviation", log(variance) / 2
        yield "the second moment", second


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="another measure",
        why="Another measure of the same laws was worked out.",
        equal="the claim is the closed form of a Renyi, Jensen-Shannon, Hellinger or chi-squared measure",
        find=other_measure,
        example="KL(Normal(m, s) || Normal(n, s)) = exp((m - n)**2/s**2) - 1",
        refuses="KL(Normal(m, s) || Normal(n, s)) = exp((m - n)**2/s**2) - 2",
        of_decimals=True,
        beside_another=True,
    ),
    Slip(
        name="entropy of the sequence",
        why="The draws in their order were asked about instead of their number or sum.",
        equal="so many times the entropy of one draw is the claim",
        find=of_the_sequence,
        example="H(Erlang(k, a)) = k*(1 - log(a))",
        refuses="H(Erlang(k, a)) = k*(2 - log(a))",
        of_decimals=True,
        beside_another=True,
    ),
    Slip(
        name="moment",
        why="A mean, a variance or a difference of means was given in the place of an entropy or a divergence.",
        equal="the mean, the variance or a function of them is the claim",
        find=of_a_moment,
        example="H(Gamma(a, b)) = a*b**2",
        refuses="H(Gamma(a, b)) = a*b**3",
        of_decimals=True,
    ),
)
