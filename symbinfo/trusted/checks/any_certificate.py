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
    """Check the certificate in a file and print the outcome; 0 holds, 1 refuted, 2 unreadable, 3 undecided."""
    names = sys.argv[1:] if arguments is None else arguments
    if len(names) != 1:
        print("usage: python -m symbinfo.checker FILE.json", file=sys.stderr)
        return 2
    try:
        with open(names[0], encoding="utf-8") as file:
            report = check_text(file.read())
    except (OSError, UnicodeDecodeError, CertificateError) as error:
        print(f"symbinfo: {error}", file=sys.stderr)
        return 2
    print(report.text())
    return {"holds": 0, "refuted": 1}.get(report.verdict, 3)
