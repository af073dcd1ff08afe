"""One term of the definition, without its weight, in the place of the mean over all outcomes."""

from __future__ import annotations

from symbinfo.measures import KL, CrossEntropy, Entropy
from symbinfo.verification.diagnosis.other_measures import alone
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip
from symbinfo.verification.diagnosis.sums_of_outcomes import terms_of_definition

__all__ = ["SLIPS"]

MOST_OUTCOMES = 4


def one_outcome(q: Question) -> Found:
    """The logarithm for one outcome alone."""
    for node in alone(q.left, Entropy, KL, CrossEntropy):
        terms = terms_of_definition(q, node) if node == q.left else []
        for outcome, _, logs in terms if 1 < len(terms) <= MOST_OUTCOMES else ():
            if q.claimed_is(logs):
                yield f"this is the logarithm for the outcome {outcome} alone, not the mean"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="one outcome",
        why="The information of one outcome was given in the place of its mean over all.",
        equal="one logarithm of the definition, without its weight, is the claim",
        find=one_outcome,
        example="KL(Bernoulli(9/10) || Bernoulli(1/2)) = log(9/5)",
        refuses="KL(Bernoulli(9/10) || Bernoulli(1/2)) = log(9/4)",
        of_decimals=True,
    ),
)
