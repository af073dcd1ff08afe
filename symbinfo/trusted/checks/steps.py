"""Whether each step of a derivation joins its neighbours and holds, and whether the claim is what they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..numbers.estimates import Undefined, Unknown
from ..places.points import INFINITE, Point
from ..statements import Step
from ..terms import Term
from .comparison import Comparison
from .derivation_points import Points
from .infinity import InfinityCheck
from .limit_steps import LimitCheck
from .report import Record
from .values import named

__all__ = ["StepCheck"]


_IMPLIED = {"=": {"=", "<=", ">="}, "<": {"<", "<="}, ">": {">", ">="}, "<=": {"<="}, ">=": {">="}}


@dataclass(frozen=True)
class StepCheck:
    """Asks whether every step is true, and whether the claim follows."""

    points: Points
    comparison: Comparison
    infinity: InfinityCheck
    limits: LimitCheck

    def records(self) -> Iterator[Record]:
        """Every step by itself, and what they add up to."""
        yield from self.steps()
        yield self.claimed()

    def steps(self) -> Iterator[Record]:
        """Every step by itself."""
        before = self.points.plain.start
        for number, step in enumerate(self.points.plain.steps, 1):
            where = f"{self.points.name}, step {number} {step.rule}"
            found = self.limits.by_a_lemma(where, before, step)
            if found is None and step.term in INFINITE:
                found = self.limits.infinite(where, before, step)
            if found is not None:
                yield found
            elif INFINITE.keys() & {t for t in (before, step.term) if isinstance(t, str)}:
                yield self.infinity.infinite(where, before, step.relation, step.term)
            else:
                yield self.comparison.compare(where, step.relation, before, step.term, "the two sides differ")
                if step.equality is not None:
                    yield self.equality_case(where, before, step)
            before = step.term

    def equality_case(self, where: str, before: Term, step: Step) -> Record:
        """The sides are equal exactly where the condition holds; both must have been met."""
        if step.equality is None:
            return Record(where, "holds")
        ((_, left, right), over) = step.equality
        met: set[bool] = set()
        for i, point in [*self.points.every(), *self.pinned(left, right)]:
            try:
                holds = self.holds_over(left, right, over, point, i)
                verdict = self.comparison.sides_are_equal(before, step.term, point, i)
            except (Undefined, Unknown):
                continue
            if holds is None or verdict is None:
                continue
            if holds is not verdict:
                found = "equal" if verdict else "not equal"
                reason = f"the two sides are {found} at {named(point)}, where the equality case says otherwise"
                return Record(where, "refuted", reason)
            met.add(holds)
        if met != {True, False}:
            return Record(where, "undecided", "the equality case was never met, or nothing but it")
        return Record(where, "holds", "the equality case")

    def pinned(self, left: Term, right: Term) -> list[tuple[int, Point]]:
        """Points at which a condition ``symbol = number`` holds."""
        declared = dict(self.points.plain.symbols)
        for name, value in ((left, right), (right, left)):
            if isinstance(name, str) and name in declared and isinstance(value, (int, Fraction)):
                point = {**self.points.inside[0], name: Fraction(value)}
                evaluator = self.points.values.evaluator(self.points.values.rungs[0][0])
                if all(evaluator.holds(c, point) for c in self.points.plain.conditions):
                    return [(len(self.points.inside) + len(self.points.corner), point)]
        return []

    def holds_over(
        self, left: Term, right: Term, over: Sequence[tuple[str, Term, Term]], point: Point, i: int
    ) -> bool | None:
        """Whether an equation holds for all values of some variables; None where it cannot be told."""
        columns = []
        for name, low, high in over:
            whole = low not in INFINITE and high not in INFINITE
            columns.append(self.points.letters(name, "discrete" if whole else "continuous", (low, high), point, i))
        for place in product(*columns):
            at = {**point, **dict(zip((name for name, _, _ in over), place, strict=True))}
            verdict = self.comparison.sides_are_equal(left, right, at, i)
            if verdict is not True:
                return verdict
        return True

    def claimed(self) -> Record:
        """The claim must be what the steps add up to."""
        relation, left, right = self.points.plain.claim
        where = f"{self.points.name}, claim"
        last = self.points.plain.steps[-1].term if self.points.plain.steps else self.points.plain.start
        if left != self.points.plain.start:
            return Record(where, "refuted", "the left side of the claim is not the start")
        if right != last:
            return Record(where, "refuted", "the right side of the claim is not where the last step ends")
        composed = _composed([s.relation for s in self.points.plain.steps])
        if composed is None or relation not in _IMPLIED[composed]:
            return Record(where, "refuted", f"the steps do not add up to {relation}")
        return Record(where, "holds")


def _composed(relations: list[str]) -> str | None:
    """The relation of a chain, or None where the directions are mixed."""
    kinds = set(relations) - {"="}
    if kinds & {"<", "<="} and kinds & {">", ">="}:
        return None
    return next((r for r in ("<", ">", "<=", ">=") if r in kinds), "=")
