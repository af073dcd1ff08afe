"""One entry of a library's registry: its formula where the source can be read, and its numbers beside ours."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from sympy import Rational

from symbinfo.expressions.errors import BudgetExceeded, MeasureError, QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.foreign_code import first_line
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.names.exact_numbers import depth_of
from symbinfo.laws.names.parametrisation import Parametrisation
from symbinfo.query import parse
from symbinfo.query.python_source.modules import module_of_text
from symbinfo.verification.audit.audit_findings import Finding, Kind, difference
from symbinfo.verification.audit.audit_places import Place, Regime, places_of
from symbinfo.verification.audit.library_calls import Said, answers, written_place
from symbinfo.verification.audit.our_values import MAKING, Asked, unsure
from symbinfo.verification.claims.side_values import Value, ValueKind
from symbinfo.verification.claims.source_claim import claim_of_source
from symbinfo.verification.libraries.library import Found, Library, library_named
from symbinfo.verification.libraries.source_text import NAME
from symbinfo.verification.referee.trial import judged

__all__ = ["audited", "preload_of"]

#: Seconds for the claim that the source makes.
JUDGING = 12.0
#: A relative error that no rounding of parameters makes, where a value is dear.
PLAIN = 1e-3
#: Of entries without a closed form, which steps of a way are looked at first.
COARSE = 4
#: How many of the simplest failing places are tried to be confirmed.
TRIED = 4
#: How many digits of a right value are told.
SHOWN = 15
UNIT = Rational(1, 2**52)
_ORDER = {regime: n for n, regime in enumerate(Regime)}
_RANK = {kind: n for n, kind in enumerate(Kind)}


def preload_of(name: str) -> None:
    """Import what a worker needs, and the library, so that a child that is forked for a call has it already."""
    from contextlib import suppress

    with suppress(Exception):
        library_named(name).walk()


def audited(name: str, data: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """The audit of one entry, as plain data.

    Parameters
    ----------
    name : str
        The library.
    data : mapping
        The entry, as from `Found.plain`.
    seconds : float
        The limit of time for our own values.
    """
    library, found = library_named(name), Found.of(data)
    head = {"title": found.title, "measure": found.measure, "laws": list(found.laws), "function": found.function}
    try:
        ways = _row_choices(library, found)
    except MeasureError as error:
        return {**head, "status": "not known", "reason": str(error), "parametrisations": []}
    parts = [_part(_Entry(library, found, rows, seconds / len(ways))) for rows in ways]
    order = ("fails", Outcome.UNDECIDED, "agrees", "refused")
    return {**head, "status": min((part["status"] for part in parts), key=order.index), "parametrisations": parts}


def _part(entry: _Entry) -> dict[str, Any]:
    """What one choice of parameters comes to; a defect of ours is told, and does not stop the others."""
    try:
        return entry.audited()
    except Exception as error:
        why = f"internal error, please report it: {first_line(error)}"
        return {"parameters": [row.usage for row in entry.rows], "status": str(Outcome.UNDECIDED), "reason": why}


def _row_choices(library: Library, found: Found) -> list[tuple[Parametrisation, ...]]:
    """The rows that the laws are made by: of two laws with as many ways the same way, else each with each."""
    if found.measure == "kl" and found.laws[0] == found.laws[1]:
        return [(row, row) for row in library.rows_of(found.laws[0])]
    return list(product(*(library.rows_of(law) for law in found.laws)))


class _Entry:
    """An entry by one choice of parameters."""

    def __init__(self, library: Library, found: Found, rows: tuple[Parametrisation, ...], seconds: float) -> None:
        self.library, self.found, self.rows, self.seconds, self.deadline = library, found, rows, seconds, 0.0
        self.asked = Asked(found.measure, rows, library.standard)
        self._ours: dict[Place, Value] = {}
        self._rank: dict[Place, int] = {}

    def audited(self) -> dict[str, Any]:
        head = {"parameters": [row.usage for row in self.rows]}
        places = [p for p in places_of(self.rows, self.library.standard) if self.asked.fits(p)]
        if not places:
            return {**head, "status": str(Outcome.UNDECIDED), "reason": "no parameters fit together"}
        self._rank = {place: n for n, place in enumerate(places)}
        try:
            asked = self._asked(places)
        except BudgetExceeded:  # one of the calls cannot be stopped: those far out are left out
            try:
                asked = self._asked([place for place in places if place.regime is not Regime.EXTREME])
            except SymbinfoError as error:
                return {**head, "status": str(Outcome.UNDECIDED), "reason": str(error)}
        except SymbinfoError as error:
            return {**head, "status": str(Outcome.UNDECIDED), "reason": str(error)}
        if all(kind == "refused" for _, _, (kind, _) in asked):
            return {**head, "status": "refused", "reason": asked[0][2][1]}
        formula = self._formula()
        _ = self.asked.closed
        self.deadline = time.monotonic() + self.seconds
        failing, compared, unknown = self._compared(asked)
        findings = self._findings(failing, formula)
        told = {
            **head, "formula": formula, "compared": compared, "unknown": unknown,
            "refused": sum(kind == "refused" for _, _, (kind, _) in asked),
            "late": sum(kind == "late" for _, _, (kind, _) in asked),
            "findings": [finding.plain() for finding in findings],
        }  # fmt: skip
        if findings:
            return {**told, "status": "fails"}
        if not compared:
            return {
                **told,
                "status": str(Outcome.UNDECIDED),
                "reason": "our own values are not known in the time given",
            }
        return {**told, "status": "agrees"}

    def _asked(self, places: Sequence[Place]) -> list[tuple[Place, str, Said]]:
        """What the library says at each place, with the call."""
        laws = [written_place(self.rows, self.found.laws, p.values) for p in places]
        calls = [self.library.written(self.found.measure, own) for own in laws]
        return list(zip(places, calls, answers(self.library, calls, laws), strict=True))

    # The formula.

    def _formula(self) -> dict[str, str]:
        """What the source says: "holds", "refuted", "undecided", or "not read" with the reason."""
        if not self.found.source:
            return {"verdict": "not read", "reason": self.found.numeric or "no source of a formula"}
        measure = self.asked.symbolic
        if measure is None:
            return {"verdict": "not read", "reason": "its parameters are lists, or their signs decide the law"}
        try:
            module = module_of_text(self.found.source, self.found.function)
            claim, read = claim_of_source(module, NAME, measure)
        except (QueryError, MeasureError, RecursionError) as error:
            return {"verdict": "not read", "reason": str(error).partition(": ")[2] or str(error)}
        try:
            verdict = judged(claim, JUDGING)
        except (SymbinfoError, BudgetExceeded) as error:
            return {"verdict": str(Outcome.UNDECIDED), "reason": str(error), "formula": str(claim.right)}
        return {
            "verdict": str(verdict.verdict),
            "level": str(verdict.level),
            "reason": verdict.reason or verdict.diagnosis,
            "formula": read[0].partition(" returns ")[2],
        }

    # The numbers.

    def _ours_at(self, place: Place) -> Value:
        if place not in self._ours:
            self._ours[place] = self.asked.quick(place, self.deadline)
        return self._ours[place]

    def _compared(self, asked: Sequence[tuple[Place, str, Said]]) -> tuple[list[Any], int, int]:
        """The places that fail, how many were compared, and how many have no value of ours."""
        failing, compared, unknown = [], 0, 0
        for place, call, (kind, what) in self._chosen(asked):
            if kind == "raised":
                known = self._ours_at(place).kind not in (ValueKind.UNKNOWN, ValueKind.UNDEFINED)
                compared, unknown = compared + known, unknown + (not known)
                failing += [(Kind.RAISES, 0.0, place, call, what, self._ours_at(place))] if known else []
                continue
            found, known = self._judged(place, what)
            compared, unknown = compared + known, unknown + (not known)
            if found is not None:
                failing.append((*found, place, call, what, self._ours_at(place)))
        return failing, compared, unknown

    def _chosen(self, asked: Sequence[tuple[Place, str, Said]]) -> Iterable[tuple[Place, str, Said]]:
        """What is compared: everything, or without a closed form the steps of a way from afar, then those before one that fails."""
        open_ones = [one for one in asked if one[2][0] in ("value", "raised")]
        if self.asked.closed is not None:
            yield from open_ones
            return
        yield from (one for one in open_ones if one[0].regime is not Regime.EXTREME)
        ways: dict[str, list[Any]] = {}
        for one in open_ones:
            if one[0].regime is Regime.EXTREME:
                ways.setdefault(one[0].way, []).append(one)
        for way in ways.values():
            for number in range(COARSE - 1, len(way), COARSE):
                place, _, (kind, what) = way[number]
                yield way[number]
                if kind == "raised" or self._judged(place, what)[0] is not None:
                    yield from way[number - COARSE + 1 : number]
                    break

    def _judged(self, place: Place, says: Any) -> tuple[tuple[Kind, float] | None, bool]:
        """The difference at a place, and whether our value is known."""
        ours = self._ours_at(place)
        if ours.kind in (ValueKind.UNKNOWN, ValueKind.UNDEFINED):
            return None, False
        if ours.estimate is None and not self.asked.surely_infinite(place):
            return None, False
        found = difference(says, ours, 0.0, place.equal)
        plain = (
            self.asked.closed is None and found is not None and found[1] > PLAIN and place.regime is not Regime.EQUAL
        )
        if found is not None and ours.estimate is not None and found[0] is not Kind.NOT_FINITE and not plain:
            found = difference(says, ours, self._moves(place, ours), place.equal)
        if found is not None and found[0] is Kind.VALUE and place.regime is Regime.EQUAL:
            return (Kind.DIGITS, found[1]), True  # what is left of two terms that cancel
        return found, True

    def _moves(self, place: Place, ours: Value) -> float:
        """How far our value moves when each parameter moves by a unit in the last place."""
        total = 0.0
        for law, own in enumerate(place.values):
            for index, value in enumerate(own):
                if depth_of(value) or self.rows[law].parameters[index].domain.integral or value == 0:
                    continue
                moved = tuple(
                    tuple(v * (1 + UNIT) if (n, i) == (law, index) else v for i, v in enumerate(some))
                    for n, some in enumerate(place.values)
                )
                there = self.asked.quick(replace(place, values=moved), self.deadline)
                if there.estimate is not None and ours.estimate is not None:
                    total += float(abs(there.estimate.value - ours.estimate.value))
        return total

    # What is told.

    def _findings(self, failing: Sequence[Any], formula: Mapping[str, str]) -> list[Finding]:
        """One finding a kind, at the simplest place that fails that way, confirmed by the definition where that can be had."""
        ordinary = [one for one in failing if one[2].regime is Regime.ORDINARY and one[0] is Kind.VALUE]
        if ordinary and formula["verdict"] == Outcome.REFUTED:
            failing = [(Kind.FORMULA, *one[1:]) if one[0] in (Kind.VALUE, Kind.DIGITS) else one for one in failing]
        elif formula["verdict"] == Outcome.HOLDS:  # what is wrong is how it is computed
            failing = [(Kind.DIGITS, *one[1:]) if one[0] is Kind.VALUE else one for one in failing]
        kinds: dict[tuple[Kind, bool], list[Any]] = {}
        for one in failing:
            kinds.setdefault((one[0], one[2].regime is Regime.EQUAL), []).append(one)
        found = [self._finding(kind, some) for (kind, _), some in kinds.items()]
        return sorted(
            (f for f in found if f is not None), key=lambda f: (_RANK[Kind(f.kind)], _ORDER[Regime(f.regime)])
        )

    def _finding(self, kind: Kind, some: Sequence[Any]) -> Finding | None:
        simplest = sorted(some, key=lambda one: (_ORDER[one[2].regime], self._rank[one[2]]))
        for place_kind, relative, place, call, says, ours in simplest[:TRIED]:
            confirmed = "the derived closed form" if self.asked.closed else "the definition"
            if self.asked.closed is not None and ours.estimate is not None and not place.equal:
                sure = self.asked.confirming(place, max(self.deadline, time.monotonic() + 10))
                if sure.kind not in (ValueKind.UNKNOWN, ValueKind.UNDEFINED):
                    if difference(_as_float(sure), ours) is not None:
                        continue  # our own two values differ: nothing is said of the library
                    confirmed, ours = "the definition and the derived closed form", min(ours, sure, key=unsure)
            said = says if isinstance(says, str) else repr(float(says))
            return Finding(
                str(place_kind), str(place.regime), place.way, call, said, _sure_digits(ours), self._query(place),
                self._derivation(), relative, confirmed, len(some) - 1,
            )  # fmt: skip
        return None

    def _query(self, place: Place) -> str:
        """How our value is asked for; empty where the law has no text that is read back, or not in time."""
        measure = self.asked.at(place)
        text = "" if measure is None else self._text(measure)
        return text if attempted(lambda: _read_back(text, measure), MAKING, False) else ""

    def _derivation(self) -> str:
        """The measure over the names of the parameters, where it has a closed form that the text derives, too."""
        text = "" if self.asked.closed is None else self._text(self.asked.symbolic)
        return text if attempted(lambda: _read_back(text), MAKING, False) else ""

    def _text(self, measure: Any) -> str:
        titles = [law.title for law in measure.laws]
        return f"H({titles[0]})" if self.found.measure == "entropy" else f"KL({' || '.join(titles)})"


def _read_back(text: str, measure: Any = None) -> bool:
    """Whether a text is read, and as the measure."""
    try:
        return bool(text) and (measure is None or parse(text) == measure) and hasattr(parse(text), "laws")
    except SymbinfoError:
        return False


def _sure_digits(value: Value) -> str:
    """A value to 15 digits, or to those that its error leaves."""
    error = unsure(value)
    return value.text(SHOWN if error <= 0 else max(1, min(SHOWN, int(-math.log10(error)))))


def _as_float(value: Value) -> float:
    if value.estimate is None:
        return float("inf") if value.kind is ValueKind.INFINITY else float("-inf")
    return float(value.estimate.value)
