"""Whether the witnesses of a certificate are true, looked at in numbers that stand on nothing that made them.

Kernels come from the rows of stored integrals and sums, derivatives from mpmath; what is compared is the integrand of
the certificate in the coordinate of the witness.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from mpmath.ctx_mp import MPContext

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.integrals.normalisers import INTEGRALS
from symbinfo.derivation.integrals.normalising_sums import SUMS
from symbinfo.trusted import Evaluator, Undefined
from symbinfo.trusted.certificate import Certificate
from symbinfo.trusted.statements import Plain
from symbinfo.trusted.terms import Term, fold, free_symbols, parse
from symbinfo.trusted.witnesses import ByFacts, Cut, FactInstance, Part, Spread

ROWS = {row.name: row for row in (*INTEGRALS, *SUMS)}
#: Differences over a step leave some 30 digits of a first derivative, and as many of a fourth.
DIGITS, STEP = 100, "1e-15"
PLACES = 3
TRIES = 20_000
#: Beyond this a place stands for an end at infinity; a logarithm of 1e40 is past it.
FAR = 15


#: Facts of certificates that are no rows: kernel, variable and range.
OTHERS = {
    "sum-of-ones": ("1", "k", "l", "h"),
    "power-integral-at-minus-one": ("(^ y -1)", "y", "l", "h"),
    "power-integral-at-minus-one-with-logarithms": ("(* (^ y -1) (^ (log y) n))", "y", "l", "h"),
    "cauchy-integral": ("(* b (^ %pi -1) (^ (+ (^ (+ x (* -1 a)) 2) (^ b 2)) -1))", "x", "%-oo", "%oo"),
    "poisson-integral": (
        "(* b (^ %pi -1) (^ (+ (^ (+ x (* -1 a)) 2) (^ b 2)) -1) (log (+ (^ (+ x (* -1 c)) 2) (^ d 2))))",
        "x",
        "%-oo",
        "%oo",
    ),
}
BEYOND, BEFORE, AT_THE_GAP, TAIL = "-from-z", "-to-z", "-at-the-gap", "-tail"


@dataclass(frozen=True)
class Kernel:
    """The integrand of a fact with its range, as terms."""

    term: Term
    variable: str
    lower: Term
    upper: Term
    integral: bool


def kernel_of(fact: str) -> Kernel:
    """What a fact is about: a row, the part of its range beyond z or before z, or one of the others."""
    if fact in OTHERS:
        term, variable, lower, upper = (parse(text) for text in OTHERS[fact])
        return Kernel(term, str(variable), lower, upper, fact != "sum-of-ones")
    name = fact.removesuffix(AT_THE_GAP).removesuffix("-closed")
    name = name.removesuffix(TAIL) + BEYOND if name.endswith(TAIL) else name
    row = ROWS[name.removesuffix(BEYOND).removesuffix(BEFORE)]
    ends = ("z" if name.endswith(BEYOND) else term_of(row.lower), "z" if name.endswith(BEFORE) else term_of(row.upper))
    return Kernel(term_of(row.kernel), row.variable.name, *ends, integral=row in INTEGRALS)


class Numbers:
    """Values at one point of a derivation's parameters."""

    def __init__(self, plain: Plain, seed: int) -> None:
        self.evaluator = Evaluator(DIGITS)
        self.ctx = MPContext()
        self.ctx.dps = DIGITS
        self.point = {
            name: self.ctx.mpf(v.numerator) / v.denominator for name, v in point_of(plain, seed, self.evaluator).items()
        }
        self.random = random.Random(seed)

    def at(self, term: Term, **more: Any) -> Any:
        return self.ctx.mpf(self.evaluator.compile(term)({**self.point, **more}))

    def kernel(self, instance: FactInstance, y: Any, t: Any) -> Any:
        """The integrand of a fact at its values."""
        fact = kernel_of(instance.fact)
        more = {instance.parameter: t} if instance.parameter else {}
        values = {name: self.at(value, **more) for name, value in instance.values}
        return self.evaluator.compile(fact.term)({**values, fact.variable: y})

    def ends_of_fact(self, instance: FactInstance) -> tuple[Any, Any]:
        """The range of a fact at its values."""
        fact, values = kernel_of(instance.fact), dict(instance.values)
        return self.ends(*(values.get(e, e) if isinstance(e, str) else e for e in (fact.lower, fact.upper)))

    def part(self, part: Part, y: Any) -> Any:
        times = self.at(part.times)
        if not part.order:
            return times * self.kernel(part.instance, y, 0)
        return times * self.derivative(lambda t: self.kernel(part.instance, y, t), 0, part.order)

    def derivative(self, f: Any, place: Any, order: int = 1) -> Any:
        return self.ctx.diff(f, place, order, h=self.ctx.mpf(STEP))

    def ends(self, low: Term, high: Term) -> tuple[Any, Any]:
        ends = {"%oo": self.ctx.inf, "%-oo": -self.ctx.inf}
        return tuple(ends[e] if isinstance(e, str) and e in ends else self.at(e) for e in (low, high))

    def places(self, low: Any, high: Any, discrete: bool) -> list[Any]:
        """Places inside a range."""
        if discrete:
            start = int(low) if self.ctx.isfinite(low) else -2
            last = int(high) if self.ctx.isfinite(high) else start + 9
            return [
                self.ctx.mpf(k)
                for k in sorted(self.random.sample(range(start, last + 1), min(PLACES, last - start + 1)))
            ]
        shares = [self.ctx.mpf(self.random.randint(1, 999)) / 1000 for _ in range(PLACES)]
        if self.ctx.isfinite(low) and self.ctx.isfinite(high):
            return [low + (high - low) * u for u in shares]
        if self.ctx.isfinite(low):
            return [low + u / (1 - u) for u in shares]
        return [high - u / (1 - u) for u in shares] if self.ctx.isfinite(high) else [(2 * u - 1) / u for u in shares]

    def near(self, low: Any, high: Any) -> tuple[Any, Any]:
        """Places as good as the ends."""
        tiny, large = self.ctx.mpf(10) ** -40, self.ctx.mpf(10) ** 30
        return (low + tiny if self.ctx.isfinite(low) else -large), (high - tiny if self.ctx.isfinite(high) else large)


def point_of(plain: Plain, seed: int, evaluator: Evaluator) -> dict[str, Fraction]:
    """Parameters that a derivation allows."""
    dice = random.Random(seed)
    for _ in range(TRIES):
        point = {name: value_of(kind, dice) for name, kind in plain.symbols}
        if all(evaluator.holds(condition, point) for condition in plain.conditions):
            return point
    raise LookupError("no point of the domain was met")


def value_of(kind: str, dice: random.Random) -> Fraction:
    if "probability" in kind:
        return Fraction(dice.randint(1, 19), 20)
    if "integer" in kind:
        return Fraction(dice.randint({"positive integer": 1, "nonnegative integer": 0}.get(kind, -3), 6))
    size = Fraction(dice.randint(1, 80), dice.choice((10, 13, 20, 31)))
    return -size if kind == "negative" or (kind in ("real", "nonzero") and dice.random() < 0.5) else size


def faults(certificate: Certificate, seed: int = 1) -> Iterator[str]:
    """What is wrong with the witnesses of a certificate; nothing where all are true at the places that were looked at."""
    for name, plain in certificate.derivations:
        before = plain.start
        for number, step in enumerate(plain.steps, 1):
            where = f"{name}, step {number} {step.rule}"
            if step.witness is not None:
                for entry in step.witness.integrals:
                    if entry.integral not in (found := integrals_of(before)):
                        yield f"{where}: the integral is none of the {len(found)} before the step"
                    try:
                        yield from (f"{where}: {fault}" for fault in faults_of(entry, plain, seed))
                    except Undefined as error:
                        yield f"{where}: {error}"
                for cut in step.witness.cuts:
                    yield from (f"{where}: {fault}" for fault in faults_of_cut(cut, plain, seed))
                for spread in step.witness.spread:
                    yield from (f"{where}: {fault}" for fault in faults_of_spread(spread, plain, seed))
                if step.witness.form == "lemmas" and not step.witness.at:
                    starts = [certificate[lemma].start for lemma in step.lemmas]
                    yield from (f"{where}: {fault}" for fault in _not_inserted(before, step.term, starts))
                standing = dict.fromkeys([*integrals_of(before), *integrals_of(step.term)])
                for fact in step.witness.facts:
                    if not any(is_instance(fact, term, plain, seed) for term in standing):
                        yield f"{where}: {fact.fact} at its values stands nowhere"
            before = step.term


def _not_inserted(before: Term, after: Term, starts: list[Term]) -> Iterator[str]:
    """Integrals that go away are left sides of lemmas; where a lemma is solved, its left side comes in."""
    new = outermost(after)
    if not any(start in new for start in starts) and any(i not in (*new, *starts) for i in outermost(before)):
        yield "an integral goes away that no cited lemma begins with"


def outermost(term: Any) -> list[Term]:
    """The integrals and sums of a term that stand in no other."""
    if not isinstance(term, tuple):
        return []
    return [term] if term[0] in ("integral", "sum") else [found for part in term[1:] for found in outermost(part)]


def faults_of(entry: ByFacts, plain: Plain, seed: int) -> Iterator[str]:
    """What is wrong with one integral."""
    numbers = Numbers(plain, seed)
    head, body, variable, low, high = entry.integral
    discrete = head == "sum"
    chart = entry.chart
    own = chart is None
    y, lower, upper = (variable, low, high) if own else (chart.variable, chart.lower, chart.upper)
    branches: tuple[Term, ...] = (y,) if own else chart.branches
    ends = numbers.ends(lower, upper)
    yield from _untiled(numbers, branches, y, ends, numbers.ends(low, high), discrete)
    for part in (*entry.parts, *(p for branch in entry.each for p in branch)):
        wanted = numbers.ends_of_fact(part.instance)
        if not same_ends(wanted, ends):
            yield f"{part.instance.fact} runs over {wanted}, the chart over {ends}"
    for place in numbers.places(*ends, discrete):
        single = [_on_branch(numbers, body, variable, branch, y, place, discrete) for branch in branches]
        pairs = [(sum(single), entry.parts), *zip(single, entry.each, strict=False)]
        for left, parts in pairs:
            terms = [numbers.part(part, place) for part in parts]
            size = max([abs(v) for v in (*single, *terms)], default=0)
            if abs(left - sum(terms)) > size * numbers.ctx.mpf(10) ** -12:
                at = {name: str(numbers.ctx.nstr(value, 8)) for name, value in numbers.point.items()}
                yield f"{numbers.ctx.nstr(left, 15)} is not {numbers.ctx.nstr(sum(terms), 15)} at {y}={numbers.ctx.nstr(place, 8)}, {at}"


def faults_of_cut(cut: Cut, plain: Plain, seed: int) -> Iterator[str]:
    """Points out of order or outside the range; an antiderivative whose derivative is not the integrand."""
    numbers = Numbers(plain, seed)
    _, body, variable, low, high = cut.integral
    old = ends = numbers.ends(low, high)
    if cut.chart is not None:
        ends = numbers.ends(cut.chart.lower, cut.chart.upper)
        yield from _untiled(numbers, cut.chart.branches, cut.chart.variable, ends, old, discrete=False)
    points = [numbers.at(point) for point in cut.points]
    whole = [ends[0], *points, ends[1]]
    if whole != sorted(whole):
        yield f"the points {[numbers.ctx.nstr(p, 6) for p in whole]} are not in order"
    if cut.antiderivative is None:
        return
    if (points[0], points[-1]) != ends:
        yield "an antiderivative is taken from end to end"
    primitive = cut.antiderivative
    for sign, (left, right) in zip(cut.signs, pairwise(points), strict=True):
        for x in numbers.places(left, right, False) if left < right else ():
            slope = numbers.derivative(lambda v: numbers.at(primitive, **{variable: v}), x)
            here = numbers.at(body, **{variable: x})
            if abs(sign * slope - here) > numbers.ctx.mpf(10) ** -12 * (1 + abs(here)):
                yield f"the slope of the antiderivative is {numbers.ctx.nstr(slope, 8)}, not {numbers.ctx.nstr(here, 8)}"


def faults_of_spread(spread: Spread, plain: Plain, seed: int) -> Iterator[str]:
    """The integrand, up to the density, must be the sum of the terms' integrands and a constant times the density."""
    numbers = Numbers(plain, seed)
    _, (_, density, _), variable, low, high = spread.integral
    for x in numbers.places(*numbers.ends(low, high), spread.integral[0] == "sum"):
        left = numbers.at(spread.integral[1], **{variable: x})
        parts = [numbers.at(c) * numbers.at(term[1], **{term[2]: x}) for c, term in spread.terms]
        parts.append(numbers.at(spread.constant) * numbers.at(density, **{variable: x}))
        if abs(left - sum(parts)) > numbers.ctx.mpf(10) ** -12 * (1 + max(map(abs, parts))):
            yield f"{numbers.ctx.nstr(left, 8)} is spread to {numbers.ctx.nstr(sum(parts), 8)}"


def _on_branch(numbers: Numbers, body: Term, variable: str, branch: Term, y: str, place: Any, discrete: bool) -> Any:
    """The integrand times the Jacobian on one branch."""
    x = numbers.at(branch, **{y: place})
    slope = 1 if discrete else abs(numbers.derivative(lambda v: numbers.at(branch, **{y: v}), place))
    return numbers.at(body, **{variable: x}) * slope


def _untiled(numbers: Numbers, branches: tuple[Term, ...], y: str, new: Any, old: Any, discrete: bool) -> Iterator[str]:
    """The images of the range under the branches must lie side by side and fill the old range."""
    places = new if discrete else numbers.near(*new)
    images = []
    for branch in branches:
        found = [v if not numbers.ctx.isfinite(v) else numbers.at(branch, **{y: v}) for v in places]
        images.append(sorted(found))
    images.sort()
    joints = [old[0], *(v for image in images for v in image), old[1]]
    for left, right in zip(joints[::2], joints[1::2], strict=True):
        if not _same_place(numbers, left, right):
            yield f"the branches lead to {[[numbers.ctx.nstr(v, 6) for v in image] for image in images]}, not to {old}"
            return


def _same_place(numbers: Numbers, a: Any, b: Any) -> bool:
    infinite = [v for v in (a, b) if not numbers.ctx.isfinite(v)]
    if infinite:
        other = b if a in infinite else a
        return bool(other * numbers.ctx.sign(infinite[0]) > FAR)
    return bool(abs(a - b) <= 1e-3 * (1 + abs(a) + abs(b)))


def same_ends(left: Any, right: Any) -> bool:
    return all(a == b or abs(a - b) < 1e-20 for a, b in zip(left, right, strict=True))


def integrals_of(term: Term) -> list[Term]:
    """Every integral and sum that stands in a term."""
    found: list[Term] = []

    def visit(part: Term, _: list[Any]) -> None:
        if isinstance(part, tuple) and part[0] in ("integral", "sum"):
            found.append(part)

    fold(term, visit)
    return found


def is_instance(fact: FactInstance, term: Any, plain: Plain, seed: int) -> bool:
    """Whether an integral of a step is the left side of a fact at its values."""
    head, body, variable, low, high = term
    if (head == "integral") != kernel_of(fact.fact).integral:
        return False
    numbers = Numbers(plain, seed)
    t = numbers.ctx.mpf(1) / 7
    more = {fact.parameter: t} if fact.parameter else {}
    if not free_symbols(term) <= {*numbers.point, *more}:  # the parameter of another derivative stands in it
        return False
    numbers.point |= more
    ends = numbers.ends(low, high)
    if not same_ends(numbers.ends_of_fact(fact), ends):
        return False
    for place in numbers.places(*ends, head == "sum"):
        left, right = numbers.at(body, **{variable: place}), numbers.kernel(fact, place, t)
        if abs(left - right) > (abs(left) + abs(right)) * numbers.ctx.mpf(10) ** -15:
            return False
    return True
