"""What was found of one statement of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symbinfo.verification.documents.findings import Kind

__all__ = ["Judged"]


@dataclass(frozen=True)
class Judged:
    """What was found of a statement: see `Finding`."""

    verdict: str
    level: str = ""
    reason: str = ""
    read_as: str = ""
    repair: str = ""
    witness: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    kind: Kind = Kind.STATEMENT
