"""A function of a mean stands where the mean of the function belongs, or a moment where another one does.

How often a mean enters is read off the logarithm of the density: what is missing must be so many times the difference.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Symbol, expand, expand_log, log

from symbinfo.laws.law import Law
from symbinfo.measures import KL, CrossEntropy, Entropy
from symbinfo.verification.diagnosis.number_tree import agree, tree
from symbinfo.verification.diagnosis.other_measures import alone, moment
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


def mean_of_function(q: Question) -> Found:
    """One moment of the first law in the place of another, where the logarithm of the density asks for it."""
    for node in alone(q.left, Entropy, KL, CrossEntropy):
        law = node.laws[0]
        if node != q.left or not isinstance(getattr(law, "variable", None), Symbol):
            continue
        x = law.variable
        densities = [other.density_at(x) for other in node.laws]
        ratio = {KL: densities[0] / densities[-1]}.get(type(node), 1 / densities[-1])
        inside = expand_log(log(ratio), force=True) / log(node.base)
        for body, words, wrong, right in _pairs(law):
            for factor in dict.fromkeys([expand(inside, deep=False).coeff(body), expand(inside).coeff(body)]):
                lost = tree(factor * (right - wrong), q.case.at).values
                if all(v is not None and v != 0 and agree(v, m) for v, m in zip(lost, q.missing, strict=True)):
                    yield f"{words.format(P=law.name)}: {right} instead of {wrong}"


def _pairs(law: Law) -> Iterator[tuple[Expr, str, Expr, Expr]]:
    """A function, what is taken for its mean under a law, and the mean."""
    x = law.variable
    mean, second, of_log, inverse = (moment(body, law) for body in (x, x**2, log(x), 1 / x))
    if mean is not None and of_log is not None:
        yield (
            log(x),
            "the logarithm of the mean stands where the mean of the logarithm under {P} belongs",
            log(mean),
            of_log,
        )
        yield log(x), "the mean stands where the mean of the logarithm under {P} belongs", mean, of_log
    if mean is not None and second is not None:
        yield x**2, "the square of the mean stands where the mean of the square under {P} belongs", mean**2, second
        variance = second - mean**2
        yield x**2, "the variance stands where the mean of the square under {P} belongs", variance, second
    if mean is not None and inverse is not None:
        yield 1 / x, "the inverse of the mean stands where the mean of the inverse under {P} belongs", 1 / mean, inverse


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="mean of a function",
        why="A function was taken of the mean instead of in the mean, or a moment for another one.",
        equal="a moment of the first law in the place of another one makes the claim the answer",
        find=mean_of_function,
        example="H(LogNormal(m, s)) = m + s**2/2 + log(2*pi*E*s**2)/2",
        refuses="H(LogNormal(m, s)) = m + s**3/2 + log(2*pi*E*s**2)/2",
    ),
)
