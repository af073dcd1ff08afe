"""Any certificate as text or in a file: of a derivation, or of a claim over named random variables."""

from __future__ import annotations

import json
import sys

from ..certificate import Certificate
from ..exceptions import CertificateError
from ..shannon_check import confirm
from .report import Report
from .whole import check

__all__ = ["check_text", "main"]

HOLDS, REFUTED, UNREADABLE, UNDECIDED = 0, 1, 2, 3
#: Of several files the worst decides.
WORST_FIRST = (REFUTED, UNREADABLE, UNDECIDED, HOLDS)


def check_text(text: str) -> Report:
    """Re-check the JSON text of any certificate, or of what carries one under the key ``certificate``."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict) and isinstance(data.get("certificate"), dict):
        data = data["certificate"]
    if not isinstance(data, dict) or data.get("kind") != "shannon":
        return check(Certificate.loads(text))
    verdict, reason = confirm(data)
    return Report(verdict, reason, "proved" if "proof" in data else "certified", 0, 0, "0.0e+00")


def main(arguments: list[str] | None = None) -> int:
    """Check the certificates in files, each by itself, and print a line for each.

    Returns
    -------
    int
        0 where every one holds, 1 where one is refuted, 2 where one cannot be read, 3 where one is undecided; where
        several of these are so, the first in the order 1, 2, 3.
    """
    names = sys.argv[1:] if arguments is None else arguments
    if not names:
        print("usage: python -m symbinfo.checker FILE.json ...", file=sys.stderr)
        return UNREADABLE
    codes = {_checked(name, f"{name}: " if len(names) > 1 else "") for name in names}
    return next(code for code in WORST_FIRST if code in codes)


def _checked(name: str, prefix: str) -> int:
    try:
        with open(name, encoding="utf-8") as file:
            report = check_text(file.read())
    except (OSError, UnicodeDecodeError, CertificateError) as error:
        print(f"symbinfo: {prefix}{error}", file=sys.stderr)
        return UNREADABLE
    print(f"{prefix}{report.text()}", flush=True)
    return {"holds": HOLDS, "refuted": REFUTED}.get(report.verdict, UNDECIDED)
