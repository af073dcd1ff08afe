"""The logarithm of a density at the mean, in the place of the mean of the logarithm."""

from __future__ import annotations

from sympy import log

from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import KL, CrossEntropy, Entropy
from symbinfo.verification.diagnosis.other_measures import alone, moment
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


def at_the_mean(q: Question) -> Found:
    """The logarithm at the mean in the place of the mean of the logarithm."""
    for node in alone(q.left, KL, Entropy, CrossEntropy):
        first = node.laws[0]
        mean = None if isinstance(first, FiniteLaw) else moment(first.variable, first)
        if mean is None or any(isinstance(law, FiniteLaw) for law in node.laws):
            continue
        densities = [law.density_at(mean) for law in node.laws]
        ratio = {KL: densities[0] / densities[-1]}.get(type(node), 1 / densities[-1])
        if q.claimed_is_form(q.left.xreplace({node: log(ratio) / log(node.base)})):
            yield f"the logarithm at the mean {mean} stands in the place of the mean of the logarithm"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="value at the mean",
        why="The logarithm of the density was taken at the mean instead of in the mean.",
        equal="the logarithm at the expectation of the first law is the claim",
        find=at_the_mean,
        example="H(Gumbel(b, m)) = log(b) + EulerGamma + exp(-EulerGamma)",
        refuses="H(Gumbel(b, m)) = log(b) + EulerGamma + exp(EulerGamma)",
    ),
)
