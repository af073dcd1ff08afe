"""The capacity of channels with normal noise under a bound on the power: the normal law bounds the entropy of the output.

I(X; Y) = h(Y) - h(Z). For every law of Y and every normal law G with mean 0, h(Y) <= h(Y, G), by Gibbs' inequality, and
the cross-entropy depends on the mean square of Y alone; the value at normal inputs is derived. Of parallel channels the power is poured like water: where it
stands, noise and power together reach one level.

References
----------
T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd edition, sections 9.1 and 9.4.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, E, Expr, S, Symbol, Tuple, log, oo, simplify, sqrt

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.optima.found import OptimumDerivation, as_answered, is_proved
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.verdict_words import Level
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.measures import Entropy
from symbinfo.measures.optimum import GaussianCapacity

__all__ = ["gaussian_capacity", "poured"]

MOST_CHANNELS = 8


def poured(noises: list[Expr], power: Expr) -> tuple[Expr, list[Expr]]:
    """The level that the power reaches, and the power of each channel.

    Parameters
    ----------
    noises : list of Expr
        The variances of the noise: numbers, or one symbol.
    power : Expr
        All of the power.

    Examples
    --------
    >>> from sympy import Integer
    >>> poured([Integer(1), Integer(4)], Integer(2))
    (3, [2, 0])
    >>> poured([Integer(1), Integer(4)], Integer(5))
    (5, [4, 1])
    """
    if len(noises) == 1 or len(set(noises)) == 1:
        share = power / len(noises)
        return simplify(noises[0] + share), [simplify(share)] * len(noises)
    if not all(value.is_number for value in (*noises, power)):
        raise MeasureError(
            "the power is poured into several channels by numbers: give the noise and the power by numbers"
        )
    order = sorted(range(len(noises)), key=lambda i: noises[i])
    for count in range(len(order), 0, -1):
        used = order[:count]
        level = simplify((power + Add(*(noises[i] for i in used))) / count)
        if level >= noises[used[-1]]:
            return level, [level - noises[i] if i in used else S.Zero for i in range(len(noises))]
    raise MeasureError("the power is negative: give one of at least 0")


def gaussian_capacity(question: GaussianCapacity) -> OptimumDerivation:
    """The capacity, as a bound for every law of the input, and the normal law that reaches it.

    Raises
    ------
    MeasureError
        When the power is not bounded, or poured into channels with symbols.
    """
    if question.power == oo:
        first, second = question.names
        raise MeasureError(
            f"without a bound on the power the capacity is infinite: write capacity({second} | {first}; E[{first}**2] <= P)"
        )
    if len(question.noises) > MOST_CHANNELS:
        raise MeasureError(f"at most {MOST_CHANNELS} parallel channels are read: got {len(question.noises)}")
    strong = {s: Symbol(s.name, positive=True) for s in question.free_symbols if not s.is_positive}
    noises = [noise.xreplace(strong) for noise in question.noises]
    power = question.power.xreplace(strong)
    level, shares = poured(noises, power)
    value = Add(*(log(1 + share / noise) for share, noise in zip(shares, noises, strict=True))) / 2
    value = simplify(value / log(question.base)) if question.base != E else value
    totals = [simplify(share + noise) for share, noise in zip(shares, noises, strict=True)]
    chain = _at_normal_inputs(noises, totals, question.base)
    if value.is_number:  # one logarithm, as the chain ends, for the sum over the channels
        value = chain.result
    back = {new: old for old, new in strong.items()}
    remarks = _remarks(question, level)
    chain = replace(chain.closing(Status.CLOSED), remarks=remarks, symbols=(*chain.symbols, *back.items()))
    name = question.names[0]
    letters = (
        [Symbol(f"E[{name}^2]")]
        if len(shares) == 1
        else [Symbol(f"E[{name}_{i}^2]") for i in range(1, len(shares) + 1)]
    )
    at = tuple((letter, share.xreplace(back)) for letter, share in zip(letters, shares, strict=True))
    places = Tuple(*(share for _, share in at))
    answer = value.xreplace(back) if question.kind == "max" else places[0] if len(places) == 1 else places
    return as_answered(chain, question, answer, at=at, evidence=Level.CERTIFIED if is_proved(chain) else Level.NONE)


def _at_normal_inputs(noises: list[Expr], totals: list[Expr], base: Expr) -> Derivation:
    """The sum of h(Y) - h(Z) where every output is normal, with the mean square that is given."""
    alone = len(noises) == 1
    terms = []
    for i, (noise, total) in enumerate(zip(noises, totals, strict=True), 1):
        index = "" if alone else str(i)
        output, lost = (
            law_of_family(FAMILIES["Normal"], (S.Zero, sqrt(square)), f"{letter}{index}")
            for letter, square in (("Y", total), ("Z", noise))
        )
        if total != noise:
            terms += [Entropy(output, base=base), -Entropy(lost, base=base)]
    if not terms:
        raise MeasureError("without power the capacity is 0")
    found: Derivation = door("derive")(Add(*terms))
    return found


def _remarks(question: GaussianCapacity, level: Expr) -> tuple[str, ...]:
    x, y = question.names
    several = len(question.noises) > 1
    first = f"I({x}; {y}) = h({y}) - h(Z), since the noise Z is independent of {x}."
    second = (
        f"The mean square of {y} is that of {x} and that of Z together. Of all laws with this mean square the normal law has the "
        f"largest entropy, by Gibbs' inequality: the capacity is reached where {x} is normal with mean 0, and {y} is normal, too."
    )
    third = (
        f"The information is concave in the powers. Its slope is 1/(2*{level}) in each channel that is used, where power and "
        f"noise together reach the level {level}, and no larger in the others (the conditions of Karush, Kuhn and Tucker)."
    )
    return (first, second, third) if several else (first, second)
