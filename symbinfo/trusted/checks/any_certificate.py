"""Any certificate as text or in a file: of a derivation, or of a claim over named random variables."""

from __future__ import annotations

import re
import signal
import sys
import threading
from typing import Any

from ..certificate import Certificate, loaded
from ..exceptions import BudgetExceeded, CertificateError
from .report import Report

__all__ = ["check_text", "main", "steps_of_text"]

HOLDS, REFUTED, UNREADABLE, UNDECIDED = 0, 1, 2, 3
#: So many seconds are spent on one file, if no other limit is named.
LONGEST = 300
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
#: Of several files the worst decides.
WORST_FIRST = (REFUTED, UNREADABLE, UNDECIDED, HOLDS)


def check_text(text: str, seconds: float | None = None, numbers: bool = False) -> Report:
    """Re-check the JSON text of any certificate, or of what carries one under the key ``certificate``.

    With `numbers` its terms are looked at in numbers, too, where every step was replayed.

    Raises
    ------
    CertificateError
        When the text is no certificate.
    BudgetExceeded
        When the limit of time is spent.
    """
    # What evaluates numbers is loaded with the first certificate, so that a usage line costs no mpmath.
    from ..shannon_check import confirm
    from ..shannon_words import facts_of_shannon, statement_of_shannon
    from ..visible_part import demand_same
    from .whole import check

    try:
        file, data = _file_and_certificate(text)
        if not isinstance(data, dict) or data.get("kind") != "shannon":
            certificate = Certificate.from_dict(data)
            if file is not data:
                demand_same(file, certificate)
            return check(certificate, seconds, numbers=numbers)
        verdict, reason = confirm(data)
        level = "proved" if "proof" in data else "certified"
        statement, facts = statement_of_shannon(data), facts_of_shannon(data)
        return Report(verdict, reason, level, 0, 0, "0.0e+00", statement=statement, axioms=facts)
    except RecursionError:
        raise CertificateError("the terms are nested too deeply to be checked") from None


def steps_of_text(text: str) -> tuple[str, ...]:
    """Every step of the certificate of a derivation, with its reason, in lines; none of other certificates.

    Raises
    ------
    CertificateError
        When the text is no certificate.
    """
    from ..proof.replay import replay
    from ..proof_in_words import proof_in_words

    _, data = _file_and_certificate(text)
    if not isinstance(data, dict) or data.get("kind") == "shannon":
        return ()
    certificate = Certificate.from_dict(data)
    return proof_in_words(certificate, replay(certificate))


def _file_and_certificate(text: str) -> tuple[Any, Any]:
    """The data of a file, and those of the certificate that it is or carries."""
    file = loaded(text)
    if isinstance(file, dict) and "entries" in file and file.get("certificate") is None:
        raise CertificateError("a matrix has no certificate of its own: check those of its entries, one by one")
    inside = isinstance(file, dict) and isinstance(file.get("certificate"), dict)
    return file, file["certificate"] if inside else file


def main(arguments: list[str] | None = None) -> int:
    """Check the certificates in files, each by itself, and print a line for each.

    Returns
    -------
    int
        0 where every one holds, 1 where one is refuted, 2 where one cannot be read, 3 where one is undecided; where
        several of these are so, the first in the order 1, 2, 3.
    """
    names = list(sys.argv[1:] if arguments is None else arguments)
    seconds = float(LONGEST)
    if "--timeout" in names:
        at = names.index("--timeout")
        given = names[at + 1] if at + 1 < len(names) else ""
        if not _SECONDS.fullmatch(given) or not float(given):
            print("symbinfo: --timeout takes a positive number of seconds", file=sys.stderr)
            return UNREADABLE
        seconds = float(given)
        del names[at : at + 2]
    if not names:
        print("usage: python -m symbinfo.checker [--timeout SECONDS] FILE.json ...", file=sys.stderr)
        return UNREADABLE
    codes = {_checked(name, f"{name}: " if len(names) > 1 else "", seconds) for name in names}
    return next(code for code in WORST_FIRST if code in codes)


class _TimeIsUp(BaseException):
    """No handler of errors on the way stops it."""


def _checked(name: str, prefix: str, seconds: float) -> int:
    try:
        with open(name, encoding="utf-8") as file:
            text = file.read()
        report = _within(seconds, text)
    except (OSError, UnicodeDecodeError, CertificateError) as error:
        print(f"symbinfo: {prefix}{_one_line(error)}", file=sys.stderr)
        return UNREADABLE
    except (BudgetExceeded, _TimeIsUp):
        print(f"{prefix}undecided   the check stopped at the limit of {seconds:g} seconds: raise --timeout", flush=True)
        return UNDECIDED
    except (ArithmeticError, MemoryError, ValueError) as error:
        print(f"{prefix}undecided   a number is out of range: {_one_line(error)[:80]}", flush=True)
        return UNDECIDED
    print(f"{prefix}{report.text()}" if prefix else report.told(), flush=True)
    return {"holds": HOLDS, "refuted": REFUTED}.get(report.verdict, UNDECIDED)


def _within(seconds: float, text: str) -> Report:
    """The report, or no more than so many seconds: by the system's alarm where there is one, else between values."""
    alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not alarm:
        return check_text(text, seconds)

    def stop(*_: Any) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return check_text(text, seconds)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
