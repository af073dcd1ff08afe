"""The face of the checker: ``python -m symbinfo.checker FILE.json ...`` re-checks certificates, without SymPy.

What it is made of stands in `symbinfo.trusted`.
"""

from __future__ import annotations

import sys

from symbinfo.trusted import Certificate, CertificateError, Report, check, check_text
from symbinfo.trusted.checks.any_certificate import main

__all__ = ["Certificate", "CertificateError", "Report", "check", "check_text", "main"]

if __name__ == "__main__":
    sys.exit(main())
