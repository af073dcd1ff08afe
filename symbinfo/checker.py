"""The checker: asks of every step of a certificate whether it is true, with code that shares nothing with the rules.

It imports the standard library, mpmath and the files beside it. Rules are found by SymPy and are not trusted; what is
trusted stands here and in `certificate`, `evaluate` and `quadrature`. It asks, in this order: are lemmas there and free
of cycles; is every law a law (its support no empty interval, its density nowhere negative, its total 1); is the start
the definition of the measure that the title names, and is that measure finite; is the right side of each step defined
wherever the left side is, and does the relation hold at enough decisive points; is the claim what the steps add up to.
Unknown is never a pass.

Run it as ``python -m symbinfo.checker FILE.json``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Any

from symbinfo.certificate import (
    LISTED,
    Certificate,
    Law,
    Plain,
    Step,
    Term,
    free_symbols,
    functions,
    parse,
)
from symbinfo.definitions import definition as build_definition
from symbinfo.definitions import total
from symbinfo.errors import BudgetExceeded, CertificateError
from symbinfo.evaluate import Estimate, Evaluator, Undefined, Unknown, settled
from symbinfo.growth import core, gathered, sign_at_end
from symbinfo.instances import DENSITIES, EQUAL, Instance, is_total
from symbinfo.nesting import is_double, same_range
from symbinfo.sampling import INFINITE, PLACES, Point, points_of, probes

__all__ = ["Memory", "Record", "Report", "check"]

NOT_INFINITE = "no place was found where the first law has mass and the second none"


# Two sides agree when they differ by less than their error estimates and these are below 10**-digits, absolutely or
# relatively. Each rung is a pair of working precisions; the second is climbed where the first does not decide. For
# each number of digits: the rungs, how many points of the domain are looked at, and how many of them must decide.
DIGITS = 24
DEPTHS = {24: (((28, 37), (46, 58)), 6, 4), 12: (((17, 23), (34, 44)), 4, 3)}


@dataclass(frozen=True)
class Record:
    """What was found of one thing that was asked: a law, a start, a step or a claim."""

    where: str
    verdict: str
    reason: str = ""
    witness: dict[str, str] | None = None


@dataclass(frozen=True)
class Report:
    """The outcome: holds, refuted or undecided, with the record that decided it and all others."""

    verdict: str
    reason: str
    level: str
    points: int
    digits: int
    worst_error: str
    records: tuple[Record, ...] = field(default=(), repr=False)

    @property
    def accepted(self) -> bool:
        """Whether every question was answered with yes."""
        return self.verdict == "holds"

    @property
    def witness(self) -> dict[str, str] | None:
        """The point at which the certificate was refuted, with the two values."""
        return next((r.witness for r in self.records if r.verdict == "refuted"), None)

    def text(self) -> str:
        """One line for a person."""
        return f"{self.verdict:<11} {self.reason}"

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "verdict": self.verdict,
            "level": self.level,
            "points": self.points,
            "digits": self.digits,
            "worst_error": self.worst_error,
            "reason": self.reason,
            "witness": self.witness,
        }


def check(
    certificate: Certificate, seconds: float | None = None, digits: int = DIGITS, memory: Memory | None = None
) -> Report:
    """Re-check a certificate.

    Parameters
    ----------
    certificate : Certificate
        What is to be checked.
    seconds : float, optional
        A limit of time.
    digits : int
        To how many digits two sides must agree: 24, or 12 where there is much to check.
    memory : Memory, optional
        Values that earlier checks found, by term and place; certificates that share integrals are checked faster.

    Returns
    -------
    Report
        ``holds`` only when every question was decided with yes.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    if digits not in DEPTHS:
        raise CertificateError(f"sides are compared to {' or '.join(map(str, DEPTHS))} digits, not to {digits}")
    values = _Values(None if seconds is None else time.monotonic() + seconds, digits, memory or Memory())
    try:
        records = [*_lemmas(certificate)]
        derivations = [_Derivation(values, name, plain) for name, plain in certificate.derivations]
        for derivation in derivations:
            records.extend(derivation.laws())
        if all(record.verdict == "holds" for record in records):  # what is not known to be a law has no measures
            for derivation in derivations:
                records.extend(derivation.run())
    except BudgetExceeded:
        raise BudgetExceeded("the check", f"{seconds:g} seconds") from None
    bad = [r for verdict in ("refuted", "undecided") for r in records if r.verdict == verdict]
    steps = sum(len(plain.steps) for _, plain in certificate.derivations)
    summary = f"{steps} steps, {values.decisive} of {values.asked} points decisive, {digits} digits"
    return Report(
        verdict=bad[0].verdict if bad else "holds",
        reason=f"{bad[0].where}: {bad[0].reason}" if bad else summary,
        level="checked",
        points=values.points,
        digits=digits,
        worst_error=f"{float(values.worst):.1e}",
        records=tuple(records),
    )


def _lemmas(certificate: Certificate) -> Iterator[Record]:
    """Cited lemmas must be there, and no derivation may rest on itself."""
    cites = {name: {x for s in plain.steps for x in s.lemmas} for name, plain in certificate.derivations}
    for name, cited in cites.items():
        missing = sorted(cited - set(cites))
        if missing:
            yield Record(name, "refuted", f"cites the lemma {missing[0]}, which is not there")
        seen: set[str] = set()
        waiting = list(cited)
        while waiting:
            other = waiting.pop()
            waiting.extend(cites.get(other, set()) - seen)
            seen |= {other, *cites.get(other, ())}
        if name in seen:
            yield Record(name, "refuted", "rests on itself through the lemmas it cites")


# --- values ----------------------------------------------------------------------------------------------------------


MOST_KNOWN = 20_000


@dataclass
class Memory:
    """Evaluators and what they have found; forgotten when it grows large."""

    evaluators: dict[Any, Evaluator] = field(default_factory=dict)
    known: dict[Any, Estimate | Undefined | Unknown] = field(default_factory=dict)

    def refreshed(self, deadline: float | None) -> Memory:
        """The memory for the next check, within its own limit of time."""
        if len(self.known) > MOST_KNOWN:
            self.evaluators.clear()
            self.known.clear()
        for evaluator in self.evaluators.values():
            evaluator.deadline = deadline
        return self


class _Values:
    """Evaluators of several precisions, what they have found already, and a tally."""

    def __init__(self, deadline: float | None, digits: int, memory: Memory) -> None:
        self.deadline, self.digits = deadline, digits
        self.rungs, self.wanted, self.needed = DEPTHS[digits]
        memory.refreshed(deadline)
        self.evaluators, self.known = memory.evaluators, memory.known
        self.decisive = self.asked = self.points = 0
        self.worst: Any = 0

    def evaluator(self, digits: int, names: tuple[str, ...] = (), member: int = 0) -> Evaluator:
        """The evaluator at a precision, with the abstract functions standing for members of the pool."""
        key = (digits, names, member if names else 0)
        if key not in self.evaluators:
            places = [member if member == EQUAL else member + i for i in range(len(names))]
            table = {name: ("x", parse(DENSITIES[j % len(DENSITIES)])) for name, j in zip(names, places, strict=True)}
            self.evaluators[key] = Evaluator(digits, table, self.deadline)
        return self.evaluators[key]

    def value(self, term: Term, point: Point, rung: int, names: tuple[str, ...], member: int) -> Estimate:
        """The value of a term, computed once; raises Undefined or Unknown, also the second time."""
        free = {name: point[name] for name in free_symbols(term)}
        names = names if functions(term) else ()
        key = (term, tuple(sorted(free.items())), self.rungs[rung], names, member if names else 0)
        if key not in self.known:
            try:
                coarse, fine = (self.evaluator(digits, names, member) for digits in self.rungs[rung])
                self.known[key] = settled(term, free, coarse, fine)
            except (Undefined, Unknown) as error:
                self.known[key] = error
        found = self.known[key]
        if isinstance(found, Exception):
            raise found
        return found


@dataclass(frozen=True)
class _Outcome:
    """What one point says of a relation."""

    verdict: str
    reason: str = ""
    before: str = ""
    after: str = ""


class _Derivation:
    """The questions asked of one derivation."""

    def __init__(self, values: _Values, name: str, plain: Plain) -> None:
        self.values, self.name, self.plain = values, name, plain
        self.functions = tuple(name for name, _ in plain.functions)
        self.abstract = any(kind != "density on R" for _, kind in plain.functions)
        self.points, self.corner = points_of(plain, values.evaluator(values.rungs[0][0]), values.wanted)
        self.written: dict[Any, Term] = {}
        values.points = max(values.points, len(self.points))

    def laws(self) -> Iterator[Record]:
        wanted = self.values.wanted if self.plain.symbols else 1
        if len(self.points) < wanted:
            reason = f"only {len(self.points)} of {wanted} points of the stated domain were found"
            yield Record(self.name, "undecided", reason)
            return
        for name, law in self.plain.laws:
            yield from self.law(f"{self.name}, law {name}", law)

    def run(self) -> Iterator[Record]:
        yield from self.title()
        yield from self.steps()
        yield self.claimed()

    def every_point(self) -> list[tuple[int, Point]]:
        return list(enumerate([*self.points, *self.corner]))

    def at(self, term: Term, point: Point, i: int, rung: int = 0) -> Estimate:
        return self.values.value(self.concrete(term, point, i), point, rung, self.functions, i)

    def concrete(self, term: Term, point: Point, i: int) -> Term:
        """The term with the instances of its abstract masses in their places."""
        if not self.abstract:
            return term
        whole = tuple((name, int(x)) for name, x in point.items() if x.denominator == 1)
        key = (term, whole, i)
        if key not in self.written:
            self.written[key] = Instance(self.plain.functions, whole, i).written_out(term)
        return self.written[key]

    # --- laws --------------------------------------------------------------------------------------------------------

    def law(self, where: str, law: Law) -> Iterator[Record]:
        """A law has a support, is nowhere negative, and adds up to 1."""
        for i, point in self.every_point():
            try:
                fault = self.fault(law, point, i)
            except (Undefined, Unknown) as error:
                fault = f"cannot be evaluated: {error}"
            if fault:
                yield Record(where, "refuted", f"{fault} at {_place(point)}")
                return
        if law.kind == "joint":
            yield self.joint_total(where, law)
            return
        yield self.compare(where, "=", total(law), 1, "the law does not integrate to 1", needs_left=True)

    def joint_total(self, where: str, law: Law) -> Record:
        """The total of a joint law: by its kind, as a finite sum, or marginal times conditional, one at a time."""
        kind = dict(self.plain.functions).get(law.density[1], "") if isinstance(law.density, tuple) else ""
        variables = [(name, low, high) for name, _, low, high in law.variables]
        if kind and is_total(kind, variables, law.density):
            return Record(where, "holds", "an abstract law on the whole of its range")
        complaint = "the law does not integrate to 1"
        if law.variables[0][1] == "discrete":
            return self.compare(where, "=", total(law), 1, complaint, needs_left=True)
        unknown = Record(where, "undecided", "the joint density is not a marginal density times a conditional one")
        if not isinstance(law.density, tuple) or law.density[0] != "*" or len(law.variables) != 2:
            return unknown
        (x, _, *ends), (y, _, low, high) = law.variables
        inner = [f for f in law.density[1:] if y in free_symbols(f)]
        outer = [f for f in law.density[1:] if y not in free_symbols(f)]
        if self.everywhere(where, ("integral", ("*", *inner, 1), y, low, high), x, ends).verdict != "holds":
            return unknown
        return self.everywhere(where, ("integral", ("*", *outer, 1), x, *ends), x, ends)

    def everywhere(self, where: str, term: Term, x: str, ends: list[Term]) -> Record:
        """Whether a term is 1 at all points, and at all places of a variable that it may contain."""
        for i, point in self.every_point():
            places = self.places(x, ends, point, i) if x in free_symbols(term) else [None]
            for place in places:
                outcome = self.judge("=", term, 1, point if place is None else {**point, x: place}, i)
                if outcome.verdict != "holds":
                    verdict = "refuted" if outcome.verdict == "refuted" else "undecided"
                    return Record(where, verdict, f"the law does not integrate to 1 at {_place(point)}")
        return Record(where, "holds")

    def places(self, x: str, ends: Sequence[Term], point: Point, i: int) -> list[Fraction]:
        """Places of a range: all of a short sum, some of an interval, always the same and in no simple ratio."""
        low, high = self.two_ends(ends, point, i)
        places = [p + Fraction(k, 1009) for k, p in enumerate(PLACES)]
        if low == float("-inf") and high == float("inf"):
            return places
        if high == float("inf"):
            return [low + abs(p) for p in places]
        if low == float("-inf"):
            return [high - abs(p) for p in places]
        return [low + (high - low) * Fraction(2 * k + 1, 2 * len(places) + 1) for k in range(len(places))]

    def fault(self, law: Law, point: Point, i: int) -> str:
        """What is wrong with a law besides its total, or an empty text."""
        if law.kind in LISTED:
            return next((f"a probability is {_show(p)}" for p in self.probabilities(law, point, i) if _negative(p)), "")
        if law.kind == "joint":
            return self.joint_fault(law, point, i)
        lower, upper = self.ends(law, point, i)
        if not (lower < upper or (lower == upper and law.kind == "discrete")):
            return "the support is empty"
        for x in probes(lower, upper, law.kind):
            try:
                found = self.at(law.density, {**point, law.variable: x}, i)
            except (Undefined, Unknown):
                continue  # a singular point; a density undefined on an interval has no total
            if _negative(found):
                return f"the density is negative ({_show(found)}) at {law.variable}={x}"
        return ""

    def joint_fault(self, law: Law, point: Point, i: int) -> str:
        """A joint density must not be negative."""
        for place in self.joint_places(law.variables, point, i):
            try:
                found = self.at(law.density, place, i)
            except (Undefined, Unknown):
                continue
            if _negative(found):
                return f"the density is negative ({_show(found)})"
        return ""

    def joint_places(self, variables: Sequence[Any], point: Point, i: int) -> Iterator[Point]:
        """Some places of several variables, the range of each of which may depend on those before it."""
        if not variables:
            yield point
            return
        (name, kind, *ends), *others = variables
        for place in self.letters(name, kind, ends, point, i)[:5]:
            yield from self.joint_places(others, {**point, name: place}, i)

    def letters(self, name: str, kind: str, ends: Sequence[Term], point: Point, i: int) -> list[Fraction]:
        """Places of one variable of a joint law."""
        if kind == "continuous":
            return self.places(name, ends, point, i)
        low, high = self.two_ends(ends, point, i)
        return probes(low, high, "discrete")

    def probabilities(self, law: Law, point: Point, i: int) -> list[Estimate]:
        return [self.at(p, point, i) for _, p in law.outcomes]

    def ends(self, law: Law, point: Point, i: int) -> tuple[Any, Any]:
        """The ends of a support: numbers or infinities."""
        return self.two_ends((law.lower, law.upper), point, i)

    def two_ends(self, ends: Sequence[Term], point: Point, i: int) -> tuple[Any, Any]:
        """The ends of a range: numbers or infinities."""
        low, high = (INFINITE[end] if end in INFINITE else _exact(self.at(end, point, i)) for end in ends)
        return low, high

    # --- the title ---------------------------------------------------------------------------------------------------

    def title(self) -> Iterator[Record]:
        """The start must be the definition of the measure that the title names, built here from the laws.

        The definition reads a density by its formula, also outside its support: where the first law has mass that the
        second has not, the measure is +oo whatever the formula gives there, and nothing else may be claimed of it.
        """
        measure, laws = self.plain.measure, dict(self.plain.laws)
        if measure is None:
            return
        where = f"{self.name}, title"
        try:
            definition = build_definition(measure, laws)
        except CertificateError as error:
            yield Record(where, "refuted", str(error))
            return
        if definition == "%oo":
            if self.plain.claim.right != "%oo":
                yield Record(where, "refuted", "the measure is +oo: one law has mass where the other has none")
        elif definition != self.plain.start and self.both_infinite(definition):
            yield Record(where, "holds", "the definition and the start are infinite, as the claim says")
        elif definition != self.plain.start:
            yield self.compare(
                where, "=", definition, self.plain.start, "the start is not the definition of the measure"
            )
        if self.has_two_supports() and not any(s.term == "%oo" for s in self.plain.steps):
            escaping = next((p for i, p in self.every_point() if self.escapes(p, i)), None)
            if escaping is not None:
                reason = "a finite value is claimed, but the first law has mass where the second has none"
                yield Record(where, "refuted", f"{reason} at {_place(escaping)}")

    def both_infinite(self, definition: Term) -> bool:
        """Whether the claimed infinity is the value of the definition and of the start."""
        start, infinity = self.plain.start, self.plain.claim.right
        if start != infinity and not self.grows_everywhere(start, infinity):
            return False
        beyond = infinity == "%oo" and all(self.escapes(point, i) for i, point in self.every_point())
        return beyond or self.grows_everywhere(definition, infinity)

    def escapes(self, point: Point, i: int) -> bool:
        """Whether a place of positive mass of the first law lies where the second has none."""
        if self.plain.measure is None or not self.has_two_supports():
            return False
        order, laws = self.plain.measure.order, dict(self.plain.laws)
        first, second = (laws[name] for name in self.plain.measure.laws)
        if order is not None and self.at(order, point, i).value < 1:
            return self.apart(first, second, point, i)  # the overlap does not see what lies outside
        if first.kind in LISTED:
            held = [(o, self.at(p, point, i)) for o, p in first.outcomes]
            return any(p.value > p.error and self.mass_is_zero(second, o, point, i) for o, p in held)
        lower, upper = self.ends(first, point, i)
        if second.kind in LISTED:
            places = probes(lower, upper, first.kind)
        else:
            low, high = self.ends(second, point, i)
            places = [x for x in probes(lower, upper, first.kind, (low, high)) if not low <= x <= high]
            inside = [x for x in probes(lower, upper, first.kind) if low < x < high]
            places += [x for x in inside if self.vanishes_around(second, x, point, i)]
        return any(self.positive(first, x, point, i) for x in places if not self._is_outcome(second, x, point, i))

    def apart(self, first: Law, second: Law, point: Point, i: int) -> bool:
        """Whether two laws have no place in common."""
        if first.kind in LISTED or second.kind in LISTED:
            listed, other = (first, second) if first.kind in LISTED else (second, first)
            held = [o for o, p in listed.outcomes if self.at(p, point, i).value > 0]
            return all(self.mass_is_zero(other, o, point, i) for o in held)
        (a, b), (c, d) = self.ends(first, point, i), self.ends(second, point, i)
        return bool(b < c or d < a or (first.kind == "continuous" and (b == c or d == a)))

    def has_two_supports(self) -> bool:
        """Whether the measure is infinite where one law has mass and the other none."""
        measure, laws = self.plain.measure, dict(self.plain.laws)
        if measure is None or measure.name not in ("kl", "cross-entropy", "chi-squared", "renyi-divergence"):
            return False
        return all(laws[name].kind != "joint" for name in measure.laws)

    def _is_outcome(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        return law.kind in LISTED and not self.mass_is_zero(law, _term_of(x), point, i)

    def positive(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        try:
            found = self.at(law.density, {**point, law.variable: x}, i)
        except (Undefined, Unknown):
            return False
        return bool(found.value > 4 * found.error)

    def vanishes_around(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is exactly 0 at a place; on the line also a little to its right and left."""
        near = [x] if law.kind == "discrete" else [x, x * (1 + Fraction(1, 2**20)), x * (1 - Fraction(1, 2**20))]
        try:
            return all(self.at(law.density, {**point, law.variable: y}, i).value == 0 for y in near)
        except (Undefined, Unknown):
            return False

    def mass_is_zero(self, law: Law, outcome: Term, point: Point, i: int) -> bool:
        if law.kind in LISTED:
            return not any(o == outcome and self.at(p, point, i).value > 0 for o, p in law.outcomes)
        if free_symbols(outcome) - set(point):
            return True  # a label is no number
        value = _exact(self.at(outcome, point, i))
        lower, upper = self.ends(law, point, i)
        whole = law.kind != "discrete" or value == int(value)
        return not (whole and lower <= value <= upper) or not self.positive(law, value, point, i)

    # --- steps -------------------------------------------------------------------------------------------------------

    def steps(self) -> Iterator[Record]:
        before = self.plain.start
        for number, step in enumerate(self.plain.steps, 1):
            where = f"{self.name}, step {number} {step.rule}"
            if INFINITE.keys() & {t for t in (before, step.term) if isinstance(t, str)}:
                yield self.infinite(where, before, step.relation, step.term)
            else:
                yield self.compare(where, step.relation, before, step.term, "the two sides differ")
                if step.equality is not None:
                    yield self.equality_case(where, before, step)
            before = step.term

    def infinite(self, where: str, before: Term, relation: str, after: Term) -> Record:
        """A divergence is +oo when the first law has mass where the second has none: look for such a place."""
        if before == after and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        if before in INFINITE:
            sign = "-" if before == "%-oo" else "+"
            return Record(where, "refuted", f"nothing but {sign}oo follows from {sign}oo")
        if relation == "=" and all(self.escapes(point, i) for i, point in enumerate(self.points)):
            return Record(where, "holds", "the first law has mass where the second has none")
        if relation == "=" and self.grows_everywhere(before, after):
            return Record(where, "holds", "the integral diverges: its body times the distance does not fall")
        return Record(where, "undecided", f"{NOT_INFINITE}, and no end at which it diverges")

    def grows_everywhere(self, term: Term, infinity: Term) -> bool:
        """Whether a term is this infinity at every point."""
        wanted = {"%oo": 1, "%-oo": -1}.get(str(infinity), 0)
        return wanted != 0 and all(self.grows(term, point, i, wanted) for i, point in enumerate(self.points))

    def grows(self, term: Term, point: Point, i: int, wanted: int) -> bool:
        """Whether what is integrated or summed diverges to an infinity at one end, and at no end to the other one."""
        inner, factors, logged = core(term)
        found = gathered(inner)
        if found is None:
            return False
        body, binder, name, limits, others = found

        def value(x: Fraction) -> Estimate | None:
            try:
                return self.at(body, {**point, name: x}, i, rung=-1)
            except (Undefined, Unknown):
                return None

        try:
            for other in others:
                self.at(other, point, i)
            for factor in factors:
                wanted *= self.sign(factor, point, i)
            low, high = self.two_ends(limits, point, i)
        except (Undefined, Unknown):
            return False
        if wanted == 0 or (logged and wanted < 0):
            return False
        signs = {sign_at_end(value, *ends, whole=binder == "sum") for ends in ((low, high), (high, low))}
        return wanted in signs and signs <= {0, wanted}

    def sign(self, term: Term, point: Point, i: int) -> int:
        """The sign of a number, 0 where it is not sure."""
        found = self.at(term, point, i)
        return int(found.value > 4 * found.error) - int(found.value < -4 * found.error)

    def equality_case(self, where: str, before: Term, step: Step) -> Record:
        """The sides are equal exactly where the condition holds; both must have been met."""
        if step.equality is None:
            return Record(where, "holds")
        ((_, left, right), over) = step.equality
        met: set[bool] = set()
        for i, point in [*self.every_point(), *self.pinned(left, right)]:
            try:
                holds = self.holds_over(left, right, over, point, i)
                verdict = self.sides_are_equal(before, step.term, point, i)
            except (Undefined, Unknown):
                continue
            if holds is None or verdict is None:
                continue
            if holds is not verdict:
                found = "equal" if verdict else "not equal"
                reason = f"the two sides are {found} at {_place(point)}, where the equality case says otherwise"
                return Record(where, "refuted", reason)
            met.add(holds)
        if met != {True, False}:
            return Record(where, "undecided", "the equality case was never met, or nothing but it")
        return Record(where, "holds", "the equality case")

    def pinned(self, left: Term, right: Term) -> list[tuple[int, Point]]:
        """Points at which a condition ``symbol = number`` holds."""
        declared = dict(self.plain.symbols)
        for name, value in ((left, right), (right, left)):
            if isinstance(name, str) and name in declared and isinstance(value, (int, Fraction)):
                point = {**self.points[0], name: Fraction(value)}
                evaluator = self.values.evaluator(self.values.rungs[0][0])
                if all(evaluator.holds(c, point) for c in self.plain.conditions):
                    return [(len(self.points) + len(self.corner), point)]
        return []

    def holds_over(
        self, left: Term, right: Term, over: Sequence[tuple[str, Term, Term]], point: Point, i: int
    ) -> bool | None:
        """Whether an equation holds for all values of some variables; None where it cannot be told."""
        columns = []
        for name, low, high in over:
            whole = low not in INFINITE and high not in INFINITE
            columns.append(self.letters(name, "discrete" if whole else "continuous", (low, high), point, i))
        for place in product(*columns):
            at = {**point, **dict(zip((name for name, _, _ in over), place, strict=True))}
            verdict = self.sides_are_equal(left, right, at, i)
            if verdict is not True:
                return verdict
        return True

    def sides_are_equal(self, left: Term, right: Term, point: Point, i: int) -> bool | None:
        """Whether two values agree to all digits, or surely do not; None where it cannot be told."""
        before, after = self.at(left, point, i), self.at(right, point, i)
        error = before.error + after.error
        gap, scale = abs(before.value - after.value), max(abs(before.value), abs(after.value), 1)
        if gap > 1000 * error:
            return False
        return True if gap <= error <= scale / 10**self.values.digits else None

    def claimed(self) -> Record:
        """The claim must be what the steps add up to."""
        relation, left, right = self.plain.claim
        where = f"{self.name}, claim"
        last = self.plain.steps[-1].term if self.plain.steps else self.plain.start
        if left != self.plain.start:
            return Record(where, "refuted", "the left side of the claim is not the start")
        if right != last:
            return Record(where, "refuted", "the right side of the claim is not where the last step ends")
        composed = _composed([s.relation for s in self.plain.steps])
        if composed is None or relation not in _IMPLIED[composed]:
            return Record(where, "refuted", f"the steps do not add up to {relation}")
        return Record(where, "holds")

    # --- comparing ---------------------------------------------------------------------------------------------------

    def compare(
        self, where: str, relation: str, left: Term, right: Term, complaint: str, needs_left: bool = False
    ) -> Record:
        """Ask whether ``left relation right`` holds at enough decisive points."""
        if left == right and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        agreed, doubt = 0, ""
        for i, point in self.every_point():
            outcome = self.judge(relation, left, right, point, i)
            self.values.asked += 1
            if outcome.verdict == "refuted":
                values = {"before": outcome.before, "after": outcome.after}
                witness = {**{name: str(x) for name, x in point.items()}, **values}
                reason = f"{complaint} at {_place(point)}: {outcome.before} before, {outcome.after} after"
                return Record(where, "refuted", reason, witness)
            self.values.decisive += outcome.verdict == "holds"
            agreed += outcome.verdict == "holds" and i < len(self.points)
            doubt = outcome.reason or doubt
        # A strict inequality must not fail at a single point, such as that at which two laws are equal.
        wanted = len(self.points) if needs_left or relation in ("<", ">") else min(self.values.needed, len(self.points))
        if agreed < wanted:
            return Record(where, "undecided", f"{agreed} of {len(self.points)} points are decisive; {doubt}")
        return Record(where, "holds", f"{agreed} of {len(self.points)} points")

    def judge(self, relation: str, left: Term, right: Term, point: Point, i: int, inside: bool = False) -> _Outcome:
        """What one point says: the first rung may confirm, the last alone may refute."""
        outcome = _Outcome("unknown")
        if self.pointwise(relation, left, right, point, i, inside):
            return _Outcome("holds")
        for rung in range(len(self.values.rungs)):
            outcome = self.judge_on(rung, relation, left, right, point, i)
            if outcome.verdict in ("holds", "undefined"):
                break
        return outcome

    def pointwise(self, relation: str, left: Term, right: Term, point: Point, i: int, inside: bool) -> bool:
        """Whether two integrals over one range hold the relation for their bodies, at all places looked at.

        Only for integrals inside integrals, which are slow to evaluate, and where a divergence is shown, so that there
        is no value; any other is always integrated.
        """
        divergent = any(step.term == "%oo" for step in self.plain.steps)
        if relation not in ("=", "<=", ">=") or not (inside or divergent or is_double(left) or is_double(right)):
            return False
        bodies = same_range(left, right)
        if bodies is None:
            return False
        (binder, x, *ends), before, after = bodies
        try:
            places = self.places(x, ends, point, i)[inside :: 2 if inside else 1]
            if binder == "sum":
                places = sorted({Fraction(ceil(place)) for place in places})
        except (Undefined, Unknown):
            return False
        outcomes = (self.judge(relation, before, after, {**point, x: place}, i, True) for place in places)
        return all(outcome.verdict == "holds" for outcome in outcomes)

    def judge_on(self, rung: int, relation: str, left: Term, right: Term, point: Point, i: int) -> _Outcome:
        try:
            before = self.at(left, point, i, rung)
        except Undefined as error:
            return _Outcome("undefined", f"the left side is not defined: {error}")
        except Unknown as error:
            return _Outcome("unknown", f"left side: {error}")
        try:
            after = self.at(right, point, i, rung)
        except Undefined:
            return _Outcome("refuted", "", _show(before), "undefined")
        except Unknown as error:
            return _Outcome("unknown", f"right side: {error}")
        verdict, reason = self.relate(relation, before, after)
        return _Outcome(verdict, reason, _show(before), _show(after))

    def relate(self, relation: str, before: Estimate, after: Estimate) -> tuple[str, str]:
        """Whether a relation holds between two values, as far as their errors let see."""
        error = before.error + after.error
        scale = max(abs(before.value), abs(after.value), 1)
        fine = error <= scale / 10**self.values.digits
        gap = after.value - before.value if relation in ("<", "<=") else before.value - after.value
        doubt = f"error {float(error):.1e} above {float(scale):.1e} * 1e-{self.values.digits}"
        if relation != "=" and gap > 8 * error:
            return "holds", ""
        if abs(gap) <= error:
            if not fine:
                return "unknown", doubt
            self.values.worst = max(self.values.worst, error / scale)
            return ("unknown", f"equal to {self.values.digits} digits") if relation in ("<", ">") else ("holds", "")
        surely = abs(gap) > 8 * error if fine else abs(gap) > 1000 * error
        return ("refuted", "") if surely else ("unknown", doubt)


# --- numbers ---------------------------------------------------------------------------------------------------------


def _exact(found: Estimate) -> Fraction:
    """The rational number that a floating-point number is."""
    sign, mantissa, exponent, _ = found.value._mpf_
    return Fraction(-mantissa if sign else mantissa) * Fraction(2) ** int(exponent)


def _term_of(x: Fraction) -> Term:
    return x.numerator if x.denominator == 1 else x


def _negative(found: Estimate) -> bool:
    return bool(found.value < -4 * found.error)


def _show(found: Estimate) -> str:
    value = found.value
    return str(value.context.nstr(value, 20))


def _place(point: Point) -> str:
    return ", ".join(f"{name}={value}" for name, value in point.items()) or "the only point"


# --- relations -------------------------------------------------------------------------------------------------------

_IMPLIED = {"=": {"=", "<=", ">="}, "<": {"<", "<="}, ">": {">", ">="}, "<=": {"<="}, ">=": {">="}}


def _composed(relations: list[str]) -> str | None:
    """The relation of a chain, or None where the directions are mixed."""
    kinds = set(relations) - {"="}
    if kinds & {"<", "<="} and kinds & {">", ">="}:
        return None
    return next((r for r in ("<", ">", "<=", ">=") if r in kinds), "=")


def main(arguments: list[str] | None = None) -> int:
    """Check the certificate in a file and print the outcome; 0 holds, 1 refuted, 2 unreadable, 3 undecided."""
    names = sys.argv[1:] if arguments is None else arguments
    if len(names) != 1:
        print("usage: python -m symbinfo.checker FILE.json", file=sys.stderr)
        return 2
    from symbinfo.shannon_check import check_text

    try:
        with open(names[0], encoding="utf-8") as file:
            report = check_text(file.read())
    except (OSError, UnicodeDecodeError, CertificateError) as error:
        print(f"symbinfo: {error}", file=sys.stderr)
        return 2
    print(report.text())
    return {"holds": 0, "refuted": 1}.get(report.verdict, 3)


if __name__ == "__main__":
    sys.exit(main())
