"""The plug-in of pytest: ``@pytest.mark.claims(MEASURE, function)`` fails where a function is not the measure.

The function's source is read as a formula and judged. With ``rtol`` it is called instead, on numbers, at seeded places, and
compared with the value from the definition: for what is compiled, or cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

__all__ = ["differs", "pytest_configure", "pytest_runtest_setup"]

PLACES = 5


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers", "claims(measure, function, rtol=None): the function returns the measure, such as H(Gamma(k, t))"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Judge what the markers of a test claim, before its body runs."""
    for marker in item.iter_markers("claims"):
        _judge(*marker.args, **marker.kwargs)


def _judge(measure: str, function: Callable[..., Any], rtol: float | None = None) -> None:
    from symbinfo.expressions.errors import SymbinfoError
    from symbinfo.expressions.verdict_words import Outcome
    from symbinfo.query import parse
    from symbinfo.verification.claims.source_claim import claim_of_function
    from symbinfo.verification.referee.verify import verify

    __tracebackhide__ = True
    try:
        if rtol is not None:
            fault = differs(measure, function, rtol)
            if fault:
                pytest.fail(f"{measure}: {fault}", pytrace=False)
            return
        claim, reading = claim_of_function(function, parse(measure))
        verdict = replace(verify(claim), reading=reading)
    except SymbinfoError as error:
        advice = "; with rtol=1e-12 it is compared by its values" if rtol is None else ""
        pytest.fail(f"{measure}: {error}{advice}", pytrace=False)
    if verdict.verdict != Outcome.HOLDS:
        pytest.fail(f"{measure}\n{verdict.text()}", pytrace=False)


def differs(text: str, function: Callable[..., Any], rtol: float) -> str:
    """Where the values of a function differ from those of a measure; nothing where they do not."""
    from inspect import signature
    from math import isclose

    from symbinfo.derivation.certify.terms_of_sympy import kind_of, term_of
    from symbinfo.expressions.domain import Domain
    from symbinfo.measures.base import Measure
    from symbinfo.query.setting import parse
    from symbinfo.verification.claims.sample_points import Places
    from symbinfo.verification.values.evaluate import evaluate

    measure = parse(text)
    if not isinstance(measure, Measure):
        return "this is no measure of given laws"
    symbols = sorted(measure.free_symbols, key=str)
    odd = sorted({str(s) for s in symbols} ^ set(signature(function).parameters))
    if odd:
        return f"{odd[0]} is a parameter of the function or a symbol of the measure, and not both"
    conditions = Domain.of([law.condition for law in measure.laws]).conditions
    places = Places([(s.name, kind_of(s)) for s in symbols], [term_of(c) for c in conditions]).moderate(PLACES)
    if not places:
        return "no place of its domain was found"
    for place in places:
        actual = float(evaluate(measure.xreplace({s: place[s.name] for s in symbols}), 20).text)
        given = {name: float(value) for name, value in place.items()}
        returned = float(function(**given))
        if not isclose(returned, actual, rel_tol=rtol):
            where = ", ".join(f"{name} = {value:g}" for name, value in given.items())
            return f"at {where} the function returns {returned!r}, and the measure is {actual!r}"
    return ""
