"""The questions asked of one derivation: its title, each of its steps, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from ..definitions import definition as build_definition
from ..exceptions import CertificateError
from ..numbers.estimates import Undefined, Unknown
from ..statements import Step
from ..terms import Term
from .ground import Record
from .infinity import Infinity
from .points import INFINITE, Point
from .values import named

__all__ = ["Questions"]


_IMPLIED = {"=": {"=", "<=", ">="}, "<": {"<", "<="}, ">": {">", ">="}, "<=": {"<="}, ">=": {">="}}


class Questions(Infinity):
    """Asks whether the title fits the start, whether every step is true, and whether the claim follows."""

    def run(self) -> Iterator[Record]:
        """All questions but those about the laws."""
        yield from self.title()
        yield from self.steps()
        yield self.claimed()

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
                yield Record(where, "refuted", f"{reason} at {named(escaping)}")

    def steps(self) -> Iterator[Record]:
        """Every step by itself."""
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
                reason = f"the two sides are {found} at {named(point)}, where the equality case says otherwise"
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


def _composed(relations: list[str]) -> str | None:
    """The relation of a chain, or None where the directions are mixed."""
    kinds = set(relations) - {"="}
    if kinds & {"<", "<="} and kinds & {">", ">="}:
        return None
    return next((r for r in ("<", ">", "<=", ">=") if r in kinds), "=")
