"""The errors of the checker: a text that is no certificate, and a limit of time."""

from __future__ import annotations

__all__ = ["BudgetExceeded", "CertificateError", "SymbinfoError"]


class SymbinfoError(Exception):
    """Base of the family; ``exit_code`` is what the command line returns for it."""

    exit_code = 2


class BudgetExceeded(SymbinfoError):
    """A limit of time was reached: keeps the limit."""

    exit_code = 3

    def __init__(self, what: str, limit: str) -> None:
        super().__init__(f"{what} stopped at the limit of {limit}; raise --timeout, or simplify the query")
        self.limit = limit


class CertificateError(SymbinfoError):
    """A certificate that is not well formed: keeps where."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{message} (at {where})" if where else message)
        self.where = where
