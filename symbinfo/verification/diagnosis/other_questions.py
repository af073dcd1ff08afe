"""The claim answers another question about the same laws: another direction, an entropy, a part of what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import Any

from sympy import Add, Expr, Integer

from symbinfo.measures import MEASURES, Entropy
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["OF_LAWS", "SLIPS", "measures_of", "mistaken"]

# Of two laws before those of one, and those without an order first.
OF_LAWS = sorted((m for m in MEASURES if not issubclass(m, JointMeasure)), key=lambda m: (-m.arity, bool(m.order_name)))


#: Of how many variables all pairs are looked at.
MOST_VARIABLES = 4


def other_question(q: Question) -> Found:
    """The answer to another question: the other direction, or an entropy of the same laws."""
    return (words for words, other in _neighbours(q.left) if q.claimed_is_form_of(other))


def part_of_question(q: Question) -> Found:
    """The value of one of the measures alone, where several were asked together, or of their sum."""
    measures = sorted(q.left.atoms(Measure), key=str)
    if len(set(map(str, measures))) < len(measures):
        return  # laws of one variable given different outcomes have one name: no words would tell them apart
    for measure in measures:
        if measure != q.left and q.claimed_is_form_of(measure):
            yield f"this is {measure} alone, not {q.left}"
    terms = Add.make_args(q.left)
    if 1 < len(terms) == len(measures) and all(term.atoms(Measure) for term in terms):
        total = Add(*(-term if term.could_extract_minus_sign() else term for term in terms))
        if total != q.left and q.claimed_is_form_of(total):
            yield f"this is the sum {total}, not the difference"


def _neighbours(left: Expr) -> Iterator[tuple[str, Expr]]:
    measures = sorted(left.atoms(Measure), key=str)
    if len(measures) != 1:
        return
    (measure,) = measures
    laws, base = measure.laws, measure.base
    if len(laws) == 2:
        p, q = laws
        if not measure.symmetric:
            rest = measure.args[2:-1]
            swapped = measure.func(q, p, *rest, base=base) if rest else measure.func(q, p, base=base)
            sign = " || " if measure.bars else ", "
            yield (
                f"P and Q are swapped: this is {measure.letter}({q.name}{sign}{p.name})",
                left.xreplace({measure: swapped}),
            )
    if not isinstance(measure, JointMeasure):
        yield from mistaken(left, laws, base, [m for m in OF_LAWS if m.near])
    elif len(measure.blocks) == 2:
        yield from _of_joint(measure)


def mistaken(left: Expr, laws: Any, base: Expr, measures: Sequence[type[Measure]]) -> Iterator[tuple[str, Expr]]:
    """What the classes of measures say may have been computed of these laws."""
    found = (pair for measure in measures for pair in measure.mistaken(laws, base))
    yield from ((f"this is {name}", other) for name, other in found if other != left)


def _of_joint(measure: JointMeasure) -> Iterator[tuple[str, Expr]]:
    """The measures of the blocks, and their sums."""
    blocks = [tuple(measure.joint.components[i] for i in block) for block in measure.blocks]
    base = measure.base
    entropies = [Entropy(v, base=base) for block in blocks if len(block) == 1 for v in block]
    for words, other in measures_of(blocks, base):
        if other != measure:
            yield words, other
    if len(entropies) == len(blocks):
        yield f"this is the sum {Add(*entropies)}", Add(*entropies)
    for other in entropies:
        yield f"this is twice {other}", Integer(2) * other


def measures_of(blocks: Sequence[tuple[Any, ...]], base: Expr) -> Iterator[tuple[str, Expr]]:
    """The entropies of single variables, and what joint measures say of the blocks: the words, and the measure."""
    entropies = [Entropy(v, base=base) for block in blocks if len(block) == 1 for v in block]
    in_order = sorted(blocks, key=lambda block: [v.name for v in block])
    found = [other for m in MEASURES if issubclass(m, JointMeasure) for _, other in m.mistaken(in_order, base)]
    yield from ((f"this is {other}", other) for other in (*entropies, *found))


# --- another measure of the setting ----------------------------------------------------------------------------------


def measure_of_setting(q: Question) -> Found:
    """The value of another measure of two of the variables, of those that the question speaks of or of its setting."""
    if q.case.claimed == 0:  # which is the value of many, and has a meaning of its own
        return iter(())
    candidates = chain(_pairs_of(q.left), q.neighbours())
    return (words for words, other in candidates if other != q.left and q.claimed_is_form_of(other))


def _pairs_of(left: Expr) -> Iterator[tuple[str, Expr]]:
    """Measures of any two variables of a joint law that the question speaks of."""
    seen: set[Expr] = set()
    for measure in sorted(left.atoms(JointMeasure), key=str):
        components = measure.joint.components
        if len(components) > MOST_VARIABLES:
            continue
        for pair in combinations(components, 2):
            for words, other in measures_of([(v,) for v in pair], measure.base):
                if other not in seen:
                    seen.add(other)
                    yield words, other
            total = Add(*(Entropy(v, base=measure.base) for v in pair))
            yield f"this is the sum {total}", total


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="other question",
        why="The question was read with the laws exchanged, or as one after the nearest measure of the same laws.",
        equal="the claim is the closed form of the other direction, of an entropy, a cross-entropy or a divergence",
        find=other_question,
        example="KL(Exponential(a) || Exponential(b)) = log(b/a) + a/b - 1",
        refuses="KL(Exponential(a) || Exponential(b)) = log(b/a) + b/a - 1",
        of_decimals=True,
        beside_another=True,
    ),
    Slip(
        name="part of the question",
        why="Of an expression one measure alone was worked out, or measures were added instead of subtracted.",
        equal="the claim is the closed form of one of them, or of their sum",
        find=part_of_question,
        example="H(Normal(0, s)) - H(Laplace(0, b)) = 1 + log(2*b)",
        refuses="H(Normal(0, s)) - H(Laplace(0, b)) = 2 + log(2*b)",
        of_decimals=True,
        beside_another=True,
    ),
    Slip(
        name="measure of the setting",
        why="Another measure of the variables was worked out than the one that was asked.",
        equal="the claim is the closed form of an entropy, a conditional one or an information of two of the variables",
        find=measure_of_setting,
        given=("X ~ Bernoulli(p)", "Y | X = 1 ~ Bernoulli(a)", "Y | X = 0 ~ Bernoulli(b)"),
        example="H(X, Y) = -p*log(p) - (1 - p)*log(1 - p)",
        refuses="H(X, Y) = -p*log(p) - (1 - p)*log(p)",
        of_decimals=True,
        beside_another=True,
    ),
)
