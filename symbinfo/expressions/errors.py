"""The errors a user can meet: one line each, which says what is wrong and what to do.

Every class keeps the facts it prints as attributes, so that a program can act on them without reading the message,
and names the exit code with which the command line answers it.
"""

from __future__ import annotations

from typing import Any

from symbinfo.trusted import BudgetExceeded, CertificateError, SymbinfoError

__all__ = [
    "BudgetExceeded",
    "CertificateError",
    "ContinuityError",
    "DomainError",
    "MeasureError",
    "NoClosedForm",
    "NotCertified",
    "NotNormalised",
    "PrecisionNotReached",
    "QueryError",
    "StatedAnswerRefuted",
    "SymbinfoError",
]


#: A total with more characters is shown in digits.
LONGEST_NUMBER = 60


class QueryError(SymbinfoError):
    """A query that cannot be read: keeps the text, the place of the fault and the advice.

    Parameters
    ----------
    message : str
        What is wrong and what to do, without the text itself.
    text : str
        The query as typed.
    position : int or None
        Offset of the fault in `text`; None when no place can be named.
    """

    def __init__(self, message: str, text: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.message, self.text, self.position = message, text, position

    def caret(self, width: int = 76) -> str:
        """Two lines: the part of the text around the fault, and a caret under the place (empty without a place)."""
        if self.position is None or not self.text:
            return ""
        start = max(0, min(self.position - width // 2, len(self.text) - width))
        shown = "".join(c if c.isprintable() else "?" for c in self.text[start : start + width])
        return f"{shown}\n{' ' * (self.position - start)}^"


class DomainError(SymbinfoError):
    """A parameter outside its domain: keeps the law, the parameter, the value and the domain in words."""

    def __init__(self, law: str, parameter: str, value: object, domain: str) -> None:
        super().__init__(f"{law}: {parameter} must be {domain}: got {value}")
        self.law, self.parameter, self.value, self.domain = law, parameter, value, domain


class NotNormalised(SymbinfoError):
    """A density or a mass that does not integrate or sum to 1: keeps the total that was found."""

    def __init__(self, law: str, total: Any, verb: str = "sum") -> None:
        shown = str(total) if len(str(total)) <= LONGEST_NUMBER else str(total.evalf(12))
        super().__init__(f"{law} does not {verb} to 1: it {verb}s to {shown}; rescale it, or correct its support")
        self.law, self.total = law, total


class MeasureError(SymbinfoError):
    """A measure asked of laws for which it has no meaning, such as a discrete law against a density."""


class NoClosedForm(SymbinfoError):
    """A closed form was demanded and the engine knows none: keeps what is left over."""

    exit_code = 3

    def __init__(self, measure: str, leftover: str) -> None:
        super().__init__(
            f"no closed form of {measure} is known: left over is {leftover}; "
            "`symbinfo eval` gives its value, `compile()` a kernel that integrates it"
        )
        self.measure, self.leftover = measure, leftover


class PrecisionNotReached(SymbinfoError):
    """The digits asked for could not be promised: keeps how many were asked and the error estimate."""

    exit_code = 3

    def __init__(self, digits: int, error: str) -> None:
        advice = "ask for fewer digits" if digits > 1 else "`symbinfo derive` may know a closed form"
        super().__init__(f"{digits} digits cannot be promised: the error estimate is {error}; {advice}")
        self.digits, self.error = digits, error


class NotCertified(SymbinfoError):
    """No proven enclosure of a value is known, or python-flint is not there to find it."""

    exit_code = 3

    def __init__(self, why: str) -> None:
        super().__init__(f"not certified: {why}")


class StatedAnswerRefuted(SymbinfoError):
    """An exercise whose own answer is refuted: keeps the exercise and where its answer differs."""

    exit_code = 1

    def __init__(self, exercise: str, where: str, told: str) -> None:
        super().__init__(f"{where}exercise {exercise}: the answer that it states is wrong: {told}; correct it")
        self.exercise, self.told = exercise, told


class ContinuityError(SymbinfoError):
    """A step that does not start where its derivation stands."""
