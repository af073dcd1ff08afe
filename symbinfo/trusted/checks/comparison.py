"""Two sides of a relation: whether it holds at enough decisive points, to all digits."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from ..numbers.estimates import Estimate, Gap, Undefined, Unknown
from ..places.kinks import kinks, roots
from ..places.order import Order
from ..places.points import Point
from ..proof.context import Context
from ..proof.signs import implied
from ..terms import BINDERS, Term, free_symbols
from .derivation_points import Points
from .hiding import Hiding
from .nested_integrals import double_integral, is_double, same_range
from .report import Record
from .values import named, shown

__all__ = ["Comparison"]

# How many places of a range are drawn, and at how many points double integrals are integrated.
SEEDED_PLACES, INTEGRATED = 2, 1
# How far from a gap both sides of it are looked at.
BESIDE_A_GAP = Fraction(1, 2**20 - 3)


@dataclass(frozen=True)
class Outcome:
    """What one point says of a relation."""

    verdict: str
    reason: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Comparison:
    """Compares two sides at the points of a derivation."""

    points: Points

    def compare(
        self, where: str, relation: str, left: Term, right: Term, complaint: str, needs_left: bool = False
    ) -> Record:
        """Ask whether ``left relation right`` holds at enough decisive points."""
        if left == right and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        agreed, doubt, inside = 0, "", len(self.points.inside)
        for i, point in self.points.every():
            outcome = self.judge(relation, left, right, point, i)
            self.points.values.asked += 1
            if outcome.verdict == "refuted":
                return self.refuted(where, complaint, point, outcome)
            self.points.values.decisive += outcome.verdict == "holds"
            agreed += outcome.verdict == "holds" and i < inside
            doubt = outcome.reason or doubt
        # A strict inequality must not fail at a single point, such as that at which two laws are equal.
        everywhere = needs_left or relation in ("<", ">")
        wanted = inside if everywhere else self.points.needed
        if agreed < wanted:
            return Record(where, "undecided", f"{agreed} of {inside} points are decisive; {doubt}")
        return self.hidden(where, relation, left, right, complaint) or Record(
            where, "holds", f"{agreed} of {inside} points"
        )

    def hidden(self, where: str, relation: str, left: Term, right: Term, complaint: str) -> Record | None:
        """Whether the sides differ between kinks, or may differ where no place shows it."""
        if not self.points.plain.symbols:
            return None
        hiding = Hiding(self.points)
        places, doubt = hiding.places(left, right)
        inner = _without_common_part(left, right) if doubt and relation == "=" else None
        if inner:
            record = self.compare(where, "=", *inner, complaint)
            if record.verdict == "holds":
                return None  # and so the sides, which are the same function of these
            if record.witness:
                places = [{name: Fraction(record.witness[name]) for name, _ in self.points.plain.symbols}]
        double = is_double(left) or is_double(right)  # these are looked at under the integral sign there
        for point in places:
            outcome = self.judge(relation, left, right, point, INTEGRATED if double else 0)
            if outcome.verdict == "refuted":
                return self.refuted(where, complaint, point, outcome)
            if outcome.verdict == "gap" and self.agrees_beside(hiding, relation, left, right, point):
                continue
            if outcome.verdict in ("unknown", "gap") and relation == "=":
                doubt = doubt or f"undecided at {named(point)}, beside a kink: {outcome.reason}"
        doubt = doubt or hiding.reason(left, right)
        return Record(where, "undecided", doubt) if doubt else None

    def agrees_beside(self, hiding: Hiding, relation: str, left: Term, right: Term, point: Point) -> bool:
        """Whether the sides agree beside a gap, along the first symbol that may move, so that it is a single place."""
        declared = {name for name, _ in self.points.plain.symbols}
        for name in sorted((free_symbols(left) | free_symbols(right)) & declared):
            beside = ({**point, name: point[name] + step} for step in (BESIDE_A_GAP, -BESIDE_A_GAP))
            outcomes = [self.judge(relation, left, right, p, 0).verdict for p in beside if hiding.admits(p)]
            if outcomes:
                return all(verdict == "holds" for verdict in outcomes)
        return False

    def refuted(self, where: str, complaint: str, point: Point, outcome: Outcome) -> Record:
        """The record of a point at which the relation does not hold."""
        values = {"before": outcome.before, "after": outcome.after}
        witness = {**{name: str(x) for name, x in point.items()}, **values}
        reason = f"{complaint} at {named(point)}: {outcome.before} before, {outcome.after} after"
        return Record(where, "refuted", reason, witness)

    def judge(self, relation: str, left: Term, right: Term, point: Point, i: int, inside: bool = False) -> Outcome:
        """What one point says: the first rung may confirm, the last alone may refute."""
        outcome = Outcome("unknown")
        found = self.pointwise(relation, left, right, point, i, inside)
        if found is not None:
            return found
        for rung in range(len(self.points.values.rungs)):
            outcome = self.judge_on(rung, relation, left, right, point, i)
            if outcome.verdict in ("holds", "undefined"):
                break
        return outcome

    def pointwise(self, relation: str, left: Term, right: Term, point: Point, i: int, inside: bool) -> Outcome | None:
        """Whether two integrals over one range hold the relation for their bodies, at all places, and as values.

        Only for integrals inside integrals, which are slow to evaluate, and where a divergence is shown, so that there
        is no value; any other is always integrated.
        """
        divergent = any(step.term == "%oo" for step in self.points.plain.steps)
        double = is_double(left) or is_double(right)
        if relation not in ("=", "<=", ">=") or not (inside or divergent or double):
            return None
        bodies = same_range(left, right)
        if bodies is None:
            return None
        (binder, x, *ends), before, after = bodies
        places = self.looked_at(binder, x, ends, (before, after), point, i, inside)
        outcomes = (self.judge(relation, before, after, {**point, x: place}, i, True) for place in places or ())
        agree = bool(places) and all(outcome.verdict == "holds" for outcome in outcomes)
        if agree and (inside or divergent or i >= INTEGRATED):
            return Outcome("holds")
        if not double or divergent:
            return None
        return self.integrated(relation, agree, left, right, point)

    def looked_at(
        self, binder: str, x: str, ends: list[Term], bodies: tuple[Term, Term], point: Point, i: int, inside: bool
    ) -> list[Fraction]:
        """Places of a range: fixed ones, some drawn from the certificate's content, and between all kinks; or none."""
        try:
            low, high = self.points.two_ends(ends, point, i)
            places = self.points.places(x, ends, point, i)[inside :: 2 if inside or i else 1]
        except (Undefined, Unknown):
            return []
        rng = random.Random(f"{self.points.seed}|{x}|{i}")
        shifts = [Fraction(rng.getrandbits(40), 2**40 - 87) for _ in range(SEEDED_PLACES)]
        places += [place + (b - place) * s for place, b, s in zip(places, places[1:], shifts, strict=False)]
        bends: set[Fraction] = set()
        order = Order(self.points.plain).inside(x, *ends)
        for u in kinks(bodies[0]) | kinks(bodies[1]):
            if x not in free_symbols(u) or order.has_known_sign(u):
                continue
            zeros = roots(u, x, point)
            if zeros is None:
                return []
            bends.update(zero for zero in zeros if low < zero < high)
        ordered = sorted(bends)
        places += [a + (b - a) * shifts[0] for a, b in pairwise(ordered)]
        places += [end + side for end in ordered[:1] + ordered[-1:] for side in (-1, 1) if low < end + side < high]
        if binder == "sum":
            places = sorted({Fraction(ceil(place)) for place in places})
        return places

    def integrated(self, relation: str, agree: bool, left: Term, right: Term, point: Point) -> Outcome:
        """Whether two double integrals agree by themselves too, to as many digits as floating point has."""
        before, after = double_integral(left, point), double_integral(right, point)
        if before is None or after is None:
            return Outcome("unknown", "a double integral that does not settle in floating point")
        gap, error = before[0] - after[0], before[1] + after[1]
        surely = abs(gap) > 100 * error
        if surely and (relation == "=" or (gap > 0) == (relation == "<=")):
            return Outcome("refuted", "", f"{before[0]:.10g}", f"{after[0]:.10g}")
        if surely or (agree and abs(gap) <= error):
            return Outcome("holds")
        return Outcome("unknown", "double integrals are compared at places, and to nine digits")

    def judge_on(self, rung: int, relation: str, left: Term, right: Term, point: Point, i: int) -> Outcome:
        """What one point says at one pair of precisions."""
        try:
            before = self.points.at(left, point, i, rung)
        except Undefined as error:
            return Outcome("undefined", f"the left side is not defined: {error}")
        except Gap as error:
            return Outcome("gap", f"left side: {error}")
        except Unknown as error:
            return Outcome("unknown", f"left side: {error}")
        try:
            after = self.points.at(right, point, i, rung)
        except Undefined:
            return Outcome("refuted", "", shown(before), "undefined")
        except Gap as error:
            return Outcome("gap", f"right side: {error}")
        except Unknown as error:
            return Outcome("unknown", f"right side: {error}")
        verdict, reason = self.relate(relation, before, after)
        return Outcome(verdict, reason, shown(before), shown(after))

    def relate(self, relation: str, before: Estimate, after: Estimate) -> tuple[str, str]:
        """Whether a relation holds between two values, as far as their errors let see."""
        error = before.error + after.error
        scale = max(abs(before.value), abs(after.value), 1)
        fine = error <= scale / 10**self.points.values.digits
        gap = after.value - before.value if relation in ("<", "<=") else before.value - after.value
        doubt = f"error {float(error):.1e} above {float(scale):.1e} * 1e-{self.points.values.digits}"
        if relation != "=" and gap > 8 * error:
            return "holds", ""
        if abs(gap) <= error:
            if not fine:
                return "unknown", doubt
            self.points.values.worst = max(self.points.values.worst, error / scale)
            return (
                ("unknown", f"equal to {self.points.values.digits} digits") if relation in ("<", ">") else ("holds", "")
            )
        surely = abs(gap) > 8 * error if fine else abs(gap) > 1000 * error
        return ("refuted", "") if surely else ("unknown", doubt)

    def sides_are_equal(self, left: Term, right: Term, point: Point, i: int) -> bool | None:
        """Whether two values agree to all digits, or surely do not; None where it cannot be told."""
        before, after = self.points.at(left, point, i), self.points.at(right, point, i)
        error = before.error + after.error
        gap, scale = abs(before.value - after.value), max(abs(before.value), abs(after.value), 1)
        if gap > 1000 * error:
            return False
        return True if gap <= error <= scale / 10**self.points.values.digits else None


def _without_common_part(left: Term, right: Term) -> tuple[Term, Term] | None:
    """Two terms of which two sides are the same function, so that these are equal if those are."""
    if not (isinstance(left, tuple) and isinstance(right, tuple) and left[0] == right[0]):
        return None
    if left[0] in (*BINDERS, "cases"):
        return None
    one, other = list(left[1:]), list(right[1:])
    if left[0] in ("+", "*"):
        for part in left[1:]:
            if part in other:
                one.remove(part)
                other.remove(part)
        if len(one) == len(left) - 1 or not one or not other:
            return None
        inner = [(left[0], *parts) if len(parts) > 1 else parts[0] for parts in (one, other)]
        return inner[0], inner[1]
    apart = [(a, b) for a, b in zip(one, other, strict=False) if not _same(a, b)]
    return apart[0] if len(apart) == 1 and len(one) == len(other) else None


def _same(one: Term, other: Term) -> bool:
    """Whether two terms are the same, or the same constant written in two ways."""
    constant = not free_symbols(one) | free_symbols(other)
    return one == other or (constant and implied(("=", one, other), Context({})))
