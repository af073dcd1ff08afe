"""Whether outcomes that are written differently are different: definitions tell labels apart by their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..statements import LISTED
from ..terms import Term, conjuncts, dump, free_symbols, is_name
from .derivation_points import Points
from .report import Record
from .values import exact_of

__all__ = ["LabelCheck"]


@dataclass(frozen=True)
class LabelCheck:
    """Asks of the labels of all listed laws of a derivation whether no two of them are one outcome.

    A name that is not declared is a label of its own; any other label is a number. Labels with parameters differ only
    where the conditions say so, since at some values of the parameters they may be equal.
    """

    points: Points

    def records(self) -> Iterator[Record]:
        """One record for what is wrong, and none where all labels differ."""
        for labels in self.columns():
            fault = self.fault(labels)
            if fault:
                yield Record(f"{self.points.name}, outcomes", *fault)
                return

    def columns(self) -> Iterator[list[Term]]:
        """Labels that are compared with each other: those of one variable."""
        plain = self.points.plain
        found: dict[int, dict[Term, None]] = {}
        for _, law in plain.laws:
            for outcome, _ in law.outcomes if law.kind in LISTED else ():
                for place, label in enumerate(outcome if law.kind == "table" else (outcome,)):
                    found.setdefault(place, {})[label] = None
        if found and plain.measure is not None and plain.measure.at is not None:
            found[0][plain.measure.at] = None
        yield from (list(labels) for labels in found.values())

    def fault(self, labels: list[Term]) -> tuple[str, str] | None:
        """What is wrong with the labels of one variable: a verdict and a reason."""
        declared = {name for name, _ in self.points.plain.symbols}
        numbers = [label for label in labels if not (is_name(label) and label not in declared)]
        for label in numbers:
            if free_symbols(label) - declared:
                return "undecided", f"the outcome {_shown(label)} is neither a number nor a name"
        moving = [label for label in numbers if free_symbols(label)]
        for one, other in combinations(numbers, 2) if moving else ():
            if (free_symbols(one) or free_symbols(other)) and not self.stated_apart(one, other):
                return "undecided", f"the outcomes {_shown(one)} and {_shown(other)} may be equal: no condition says !="
        try:
            found = sorted((*self.value(label), _shown(label)) for label in numbers if label not in moving)
        except (Undefined, Unknown) as why:
            return "undecided", f"an outcome cannot be evaluated: {why}"
        for (one, error_of_one, label), (other, error, beside) in pairwise(found):
            if one == other and not (error or error_of_one):
                return "refuted", f"an outcome is listed twice, as {label} and as {beside}"
            if other - one <= 8 * (error + error_of_one):
                return "undecided", f"the outcomes {label} and {beside} cannot be told apart"
        return None

    def stated_apart(self, one: Term, other: Term) -> bool:
        """Whether a condition says that two labels differ."""
        apart = {(head, *pair) for head in ("!=", "<") for pair in ((one, other), (other, one))}
        return any(part in apart for condition in self.points.plain.conditions for part in conjuncts(condition))

    def value(self, label: Term) -> tuple[Fraction, Fraction]:
        """The number that a label is, and its error, which is 0 where rounding has no part in it."""
        if isinstance(label, (int, Fraction)):
            return Fraction(label), Fraction(0)
        found = self.points.at(label, {}, 0)
        return exact_of(found), exact_of(Estimate(found.error, found.error))


def _shown(label: Term) -> str:
    return dump(label)[:60]
