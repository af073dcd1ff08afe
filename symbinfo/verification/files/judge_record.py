"""What a worker does: judges one record in a child of its own, under limits of time and memory.

Records and lines are plain data, so that any executor can carry them.
"""

from __future__ import annotations

import json
import time
from typing import Any

from symbinfo.expressions.errors import BudgetExceeded, QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.jobs.limits import run_limited

__all__ = ["judged", "preload"]

# The referee's own limit is a little below the hard one, so that it can still say what it found.
OWN_SHARE = 0.95
NOTHING: dict[str, Any] = {
    "verdict": Outcome.UNDECIDED.value,
    "level": Level.NONE.value,
    "points": 0,
    "digits": 0,
    "witness": None,
}


def preload() -> None:
    """Import what every record needs."""
    import symbinfo.verification.files.claim_records
    import symbinfo.verification.referee.verify  # noqa: F401
    from symbinfo.derivation.theorems import names

    names()


def judged(record: str, seconds: float) -> dict[str, Any]:
    """Judge a record.

    Parameters
    ----------
    record : str
        A record of a file of claims, as JSON.
    seconds : float
        The limit of time.

    Returns
    -------
    dict
        ``verdict``, ``level``, ``points``, ``digits``, ``witness``, ``reason``, ``diagnosis`` and ``seconds``; with
        ``read_as`` and ``reading`` where it is told how a text was read, ``error`` where the record cannot be read, and
        ``limit`` where a limit was met.
    """
    start = time.monotonic()
    try:
        found: dict[str, Any] = run_limited(_judged, seconds, "the verdict", (record, seconds * OWN_SHARE))
    except BudgetExceeded as error:
        reason = str(error).replace("; raise --timeout, or simplify the query", "")
        found = {**NOTHING, "reason": reason, "diagnosis": "", "limit": seconds}
    except SymbinfoError as error:
        found = {**NOTHING, "reason": str(error), "diagnosis": "", "error": _error(error)}
    return {**found, "seconds": round(time.monotonic() - start, 3)}


def _error(error: SymbinfoError) -> dict[str, Any]:
    plain: dict[str, Any] = {"message": str(error)}
    if isinstance(error, QueryError) and error.position is not None:
        plain |= {"text": error.text, "position": error.position}
    return plain


def _reading(record: Any) -> Any:
    """How a text was read, where that is to be told."""
    from symbinfo.query.reading import reading_of

    plain = {"claim": record} if isinstance(record, str) else record
    if "measure" in plain:
        return None
    return reading_of(plain["claim"], plain.get("from") or "auto", plain.get("given") or ())


def _judged(record: str, seconds: float) -> dict[str, Any]:
    from symbinfo.query.reading import with_reading
    from symbinfo.verification.files.claim_records import claim_of
    from symbinfo.verification.referee.verify import verify

    data = json.loads(record)
    claim, given = claim_of(data)
    found = with_reading(verify(claim, given=given, seconds=seconds).to_dict(), _reading(data))
    if found["verdict"] == Outcome.UNDECIDED:
        found["limit"] = seconds
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain
