"""What a worker does: one row of the atlas, cell by cell, each derived, written and checked within limits of time."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import current_thread, main_thread
from typing import Any

from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError

__all__ = ["preload", "row_of"]

# Seconds for one derivation, and for the check of one certificate to so many digits.
DERIVING, CHECKING, DIGITS = 10.0, 20.0, 12


def preload() -> None:
    """Import what every row needs."""
    import symbinfo.derivation.plans.derive
    import symbinfo.kernels.written_file
    import symbinfo.render.html
    import symbinfo.render.json  # noqa: F401


def row_of(measure: str, name: str, columns: list[str], checking: bool, pages: bool = False) -> dict[str, Any]:
    """All cells of a row.

    Parameters
    ----------
    measure : str
        The class name of a measure of one or two laws.
    name : str
        The family of P.
    columns : list of str
        The families of Q; empty for a measure of one law.
    checking : bool
        Whether the checker is to look at what is not reduced.
    pages : bool
        Whether the cells get what their pages show, too.

    Returns
    -------
    dict
        Plain data: ``cells``, each with ``p, q, status, result, condition, left, check``, where ``left`` names the means
        that have no closed form, and with ``formula, details`` for a page; ``helpers``, what the code on the pages has
        in common (see `cell_details`).
    """
    helpers: dict[str, str] = {}
    memory = _memory() if checking else None
    cells = [_cell(measure, name, column, memory, helpers if pages else None) for column in columns or [""]]
    return {"cells": cells, "helpers": helpers}


@cache
def _memory() -> Any:
    """What the checks of one process remember: the law of a column is looked at once for all rows."""
    from symbinfo.trusted import Memory

    return Memory()


def _cell(measure: str, first: str, second: str, memory: Any, helpers: dict[str, str] | None) -> dict[str, Any]:
    cell: dict[str, Any] = {"p": first, "q": second, "status": "reduced", "result": "", "condition": ""}
    try:
        with _within(DERIVING):
            derivation = _derived(measure, first, second)
            cell |= _written(derivation)
        if memory is not None and cell["status"] != "reduced":
            cell["check"] = _checked(derivation, memory)
    except BudgetExceeded:
        cell |= {"status": "reduced", "reason": f"the derivation took longer than {DERIVING:g} seconds"}
    except SymbinfoError as error:
        cell |= {"status": "reduced", "reason": str(error)}
    if helpers is not None and cell["result"]:
        cell |= _for_a_page(derivation, helpers)
    return cell


def _for_a_page(derivation: Any, helpers: dict[str, str]) -> dict[str, Any]:
    from symbinfo.atlas.cell_details import details_of, formula_of

    try:
        with _within(DERIVING):
            return {"formula": formula_of(derivation), "details": details_of(derivation, helpers)}
    except BudgetExceeded:
        return {"no_page": f"writing the page took longer than {DERIVING:g} seconds"}


def _derived(measure: str, first: str, second: str) -> Any:
    from sympy import Symbol

    from symbinfo import measures
    from symbinfo.atlas.families import ROWS
    from symbinfo.derivation.plans.derive import derive

    kind = getattr(measures, measure)
    laws = [ROWS[first].law("1", "P"), *([ROWS[second].law("2", "Q")] if second else [])]
    if kind.about_parameter:
        return derive(kind.in_all_parameters(*laws))
    order = [Symbol(kind.order_name, positive=True)] if kind.order_name else []
    return derive(kind(*laws, *order))


def _written(derivation: Any) -> dict[str, Any]:
    from symbinfo.laws.expectation import Expectation
    from symbinfo.render.json import sympy_of

    return {
        "status": str(derivation.status),
        "law": [law.title for law in derivation.laws],
        "result": sympy_of(derivation.result),
        "condition": sympy_of(derivation.condition),
        "left": sorted(str(mean) for mean in derivation.result.atoms(Expectation)),
    }


def _checked(derivation: Any, memory: Any) -> dict[str, Any]:
    from symbinfo.derivation.certify.checking import report_data, unchecked
    from symbinfo.derivation.certify.entries import entries_of, report_of_entries
    from symbinfo.render.json import certificate_data
    from symbinfo.trusted import Certificate, check

    def report(derived: Any) -> Any:
        certificate = Certificate.loads(json.dumps(certificate_data(derived)))
        return check(certificate, CHECKING, DIGITS, memory)

    try:
        entries = {place: report(entry) for place, entry in entries_of(derivation)}
        return report_data(report_of_entries(entries) if entries else report(derivation))
    except SymbinfoError as error:
        return report_data(unchecked(str(error)))


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """A limit of time by the clock's signal, where there is one: in the main thread of most platforms."""
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        raise BudgetExceeded("the derivation", f"{seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
