"""The face of the checker: ``python -m symbinfo.checker FILE.json ...`` re-checks certificates, without SymPy.

What it is made of stands in `symbinfo.trusted`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from symbinfo import trusted
from symbinfo.trusted import Certificate, CertificateError, Report, check_text
from symbinfo.trusted.checks.any_certificate import main

if TYPE_CHECKING:
    from symbinfo.trusted import check as check

__all__ = ["Certificate", "CertificateError", "Report", "check", "check_text", "main"]


def __getattr__(name: str) -> Any:
    """`check` when it is first used: it evaluates numbers."""
    if name == "check":
        return trusted.check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    sys.exit(main())
