"""The checker: asks of every step of a certificate whether it is true, with code that shares nothing with the rules.

It imports the standard library, mpmath and the files beside it. Rules are found by SymPy and are not trusted; what is
trusted stands here, in the files `check_*` (values, the ground, comparison, laws, infinity, steps: one idea each) and
in `certificate`, `definitions`, `evaluate` and `quadrature`. It asks, in this order: are lemmas there and free of
cycles; is every law a law (its support no empty interval, its density nowhere negative, its total 1); is the start the
definition of the measure that the title names, and is that measure finite; is the right side of each step defined
wherever the left side is, and does the relation hold at enough decisive points; is the claim what the steps add up to.
Unknown is never a pass.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..certificate import Certificate
from ..exceptions import BudgetExceeded, CertificateError
from .ground import Record
from .steps import Questions
from .values import DEPTHS, DIGITS, Memory, Values

__all__ = ["Memory", "Record", "Report", "check"]


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
    values = Values(None if seconds is None else time.monotonic() + seconds, digits, memory or Memory())
    try:
        records = [*_lemmas(certificate)]
        derivations = [Questions(values, name, plain) for name, plain in certificate.derivations]
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
