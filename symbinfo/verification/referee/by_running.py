"""Whether a function returns a measure: by its source, and where that cannot be read, and it is asked for, by its values."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

from symbinfo.derivation import Claim
from symbinfo.derivation.certify.terms_of_sympy import kind_of, term_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures.base import Measure
from symbinfo.query.python_source.modules import function_in, module_of_text
from symbinfo.verification.claims.run_function import returned_by
from symbinfo.verification.claims.sample_points import Places, Point
from symbinfo.verification.claims.side_values import Numbers, Value, defined
from symbinfo.verification.claims.source_claim import claim_of_function, claim_of_source
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.referee.trial import judged

__all__ = ["judged_file", "judged_function"]

#: At how many simple places, and at how many others near 1, a function is evaluated.
SIMPLE, MODERATE = 3, 9
#: To how many digits doubles must agree, and from which relative gap on they differ.
DIGITS, DIFFER = 9, 1e-5
SHARE = 0.5


def judged_function(function: Callable[..., Any], measure: Any, seconds: float, run: bool = False) -> Verdict:
    """The verdict on a living function.

    Raises
    ------
    QueryError
        When its source is no formula, and it is not to be run.
    """
    return _judged(lambda: claim_of_function(function, measure), function, measure, seconds, run, "run=True")


def judged_file(text: str, file: str, name: str, measure: Any, seconds: float, run: bool = False) -> Verdict:
    """The same of a function in a file.

    Raises
    ------
    QueryError
        When there is no such function, or its source is no formula and it is not to be run.
    """
    module = module_of_text(text, file)
    head = name.partition(".")[0]
    known = {word.partition(".")[0] for word in (*module.functions, *module.constants, *module.imports)}
    if not run or head not in known:  # a name that is made by a call may be run, and is not read
        function_in(module, name)
    return _judged(lambda: claim_of_source(module, name, measure), (file, name), measure, seconds, run, "--run")


def _judged(
    read: Callable[[], tuple[Claim, tuple[str, ...]]], function: Any, measure: Any, seconds: float, run: bool, word: str
) -> Verdict:
    try:
        claim, reading = read()
    except QueryError as error:
        if not run:
            advice = f"; {word} has it evaluated on numbers instead"
            raise QueryError(f"{error.message}{advice}", error.text, error.position) from None
        found = _by_values(function, measure, seconds)
        return replace(found, reading=(f"the source is no formula: {error.message}", "its values are compared instead"))
    return replace(judged(claim, seconds), reading=reading)


def _by_values(function: Any, measure: Measure, seconds: float) -> Verdict:
    """What the values of a function say: that it differs, or that it agrees as far as doubles tell."""
    deadline = time.monotonic() + seconds
    places = _places(measure)
    if not places:
        return Verdict.undecided("no place of its domain was found")
    symbols = {symbol.name: symbol for symbol in measure.free_symbols}
    points = [{n: int(v) if symbols[n].is_integer else float(v) for n, v in place.items()} for place in places]
    try:
        returned = returned_by(function, points, seconds * SHARE)
    except SymbinfoError as error:
        return Verdict.undecided(f"it was run, and {error}")
    worst, compared = 0.0, 0
    for place, (kind, said) in zip(places, returned, strict=True):
        if kind == "raised":
            return Verdict.undecided(f"it was run at {_told(place)}, and raised {said}", compared)
        try:
            actual = defined(measure, _exact(place), Numbers(20), max(1.0, (deadline - time.monotonic()) / 3), 18)
        except BudgetExceeded:
            break
        gap = _gap(said, actual)
        if gap is None:
            continue
        compared += 1
        if gap > DIFFER:
            witness = {
                "parameters": {n: f"{float(v):.17g}" for n, v in place.items()},
                "claimed": repr(said),
                "actual": actual.text(),
            }
            reason = f"evaluated, not read: the function returns {said!r} there"
            return Verdict(Outcome.REFUTED, Level.CHECKED, compared, witness, reason, digits=DIGITS)  # type: ignore[arg-type]
        worst = max(worst, gap)
    if not compared:
        return Verdict.undecided("the definition has no value in time at the places where it was run")
    told = f"evaluated at {compared} place{'s' if compared > 1 else ''}, not read"
    if worst > 10**-DIGITS:
        return Verdict.undecided(
            f"{told}: the largest relative difference is {worst:.2g}, more than doubles need", compared
        )
    return Verdict(
        Outcome.HOLDS, Level.CHECKED, compared, digits=DIGITS,
        reason=f"{told}: its doubles are those of the definition to a relative 1e-{DIGITS}",
    )  # fmt: skip


def _places(measure: Measure) -> list[Point]:
    """Simple places first, then others near 1."""
    conditions = Domain.of([*(law.condition for law in measure.laws), measure.condition]).conditions
    symbols = sorted(measure.free_symbols, key=str)
    places = Places([(s.name, kind_of(s)) for s in symbols], [term_of(c) for c in conditions], str(measure))
    return [*islice(places.simple(), SIMPLE), *(places.moderate(MODERATE) if symbols else [])]


def _exact(place: Point) -> dict[str, Fraction]:
    """The place that the doubles are: what the function is given, and not what they were rounded from."""
    return {n: Fraction(float(v)) for n, v in place.items()}


def _gap(said: float, actual: Value) -> float | None:
    """The relative difference; None where the value is not known."""
    if actual.estimate is None:
        infinite = {"inf": math.inf, "-inf": -math.inf}.get(actual.kind.value)
        return None if infinite is None else 0.0 if said == infinite else math.inf
    exact = float(actual.estimate.value)
    if not math.isfinite(said):
        return math.inf
    return abs(said - exact) / max(abs(exact), 1e-6)


def _told(place: Point) -> str:
    return ", ".join(f"{name} = {value}" for name, value in place.items()) or "its one place"
