"""The claim is a function of the answer: other units, a sign, a factor, a square, the information on a square."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import S, log

from symbinfo.measures import FisherInformation
from symbinfo.measures.base import Measure
from symbinfo.verification.diagnosis.number_tree import CTX, agree, tree, tried
from symbinfo.verification.diagnosis.question import Found, Question

__all__ = ["in_other_units", "information_on_square", "of_whole"]


def in_other_units(q: Question) -> Found:
    """Bits for nats, and the other way."""
    bits = any(m.base == 2 for m in q.left.atoms(Measure))
    claimed, truth = q.claimed.values, q.case.truth
    log2 = CTX.log(2)
    if bits and all(agree(c / log2, t) for c, t in zip(claimed, truth, strict=True)):
        yield "this is in nats: divide by log 2 for bits"
    if not bits and all(agree(c * log2, t) for c, t in zip(claimed, truth, strict=True)):
        yield "this is in bits: multiply by log 2 for nats"
    text = q.case.claimed
    changes = {node: node / log(2) for node in text.atoms(log)} if bits else {log(2): S.One}
    values = tree(text.xreplace(changes), q.case.at).values
    if all(agree(v, t) for v, t in zip(values, truth, strict=True)):
        yield (
            "bits are asked: logs are to base 2 here"
            if bits
            else "nats are asked: logs to base 2 stand where natural ones belong"
        )


WHOLE: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("the sign of the whole is turned", lambda t: -t),
    ("a factor 1/2 is lost", lambda t: 2 * t),
    ("a factor 1/2 is one too many", lambda t: t / 2),
    ("a factor 2 is lost, and the sign of the whole turned", lambda t: -t / 2),
    ("the exponential of the answer was asked", lambda t: CTX.log(t)),
    ("this is the exponential of the answer", lambda t: CTX.exp(t)),
    ("this is the square of the answer: a square root is missing", lambda t: t * t),
    ("this is the square root of the answer", lambda t: CTX.sqrt(t)),
    ("this is one minus the answer", lambda t: 1 - t),
    ("this is the reciprocal of the answer", lambda t: 1 / t),
    ("this is minus the logarithm of one minus the answer", lambda t: -CTX.log(1 - t)),
    ("a factor 4 is one too many", lambda t: 4 * t),
    ("a factor 4 is lost", lambda t: t / 4),
    ("the logarithm is to base 10 here", lambda t: t / CTX.log(10)),
    ("logs to base 10 are asked: divide by log 10", lambda t: t * CTX.log(10)),
)


def of_whole(q: Question) -> Found:
    """A sign, a factor or a function of the whole."""
    for words, change in WHOLE:
        if all(agree(tried(change, t), c) for t, c in zip(q.case.truth, q.claimed.values, strict=True)):
            yield words


def information_on_square(q: Question) -> Found:
    """The information on the square or the root of a parameter."""
    for node in q.left.atoms(FisherInformation):
        theta = [point[node.theta] for point in q.case.at]
        own = list(zip(q.case.truth, theta, q.claimed.values, strict=True))
        if all(agree(t / (2 * x) ** 2, c) for t, x, c in own):
            yield f"this is the information on {node.theta}**2, not on {node.theta}"
        if all(agree(t * 4 * x, c) for t, x, c in own):
            yield f"this is the information on sqrt({node.theta}), not on {node.theta}"
