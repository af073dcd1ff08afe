"""A derivation as plain data, with the certificate by which anyone can re-check it."""

from __future__ import annotations

import json
from typing import Any

from sympy import Derivative, Expr, Integral, Limit, Subs, Sum, Symbol, beta, factorial, gamma
from sympy.printing.str import StrPrinter

from symbinfo.derivation import Derivation, Step
from symbinfo.derivation.certify.checking import check_derivation, report_data, unchecked
from symbinfo.derivation.certify.entries import entries_of
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.one_component import of_unknown_size
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.expressions.errors import BudgetExceeded
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.laws.expectation import explicit
from symbinfo.measures.base import Measure
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.story import decimal_of, typesetter_of
from symbinfo.render.typeset import Typesetter
from symbinfo.trusted import Certificate

__all__ = ["certificate_data", "data_of", "json_of", "query_of", "sympy_of", "to_dict"]

SCHEMA = 1
DIGITS = 15
LONGEST_CHECK = 30.0


def json_of(derivation: Derivation) -> str:
    """The data as JSON text, keys in a fixed order."""
    return json.dumps(to_dict(derivation), indent=2, ensure_ascii=False) + "\n"


def to_dict(derivation: Derivation) -> dict[str, Any]:
    """The derivation as what ``--format json`` prints.

    Parameters
    ----------
    derivation : Derivation
        What to export.

    Returns
    -------
    dict
        Of text, numbers, lists and dicts only.
    """
    entries = entries_of(derivation)
    if entries:
        each = [{"row": i, "column": j, **to_dict(entry)} for (i, j), entry in entries]
        return {**data_of(derivation), "check": _check(derivation, None), "certificate": None, "entries": each}
    certificate = None if of_unknown_size(derivation) else certificate_of(derivation)
    check = _check(derivation, certificate)
    return {
        **data_of(derivation),
        "check": check,
        "certificate": None if certificate is None else certificate.to_dict(),
    }


def data_of(derivation: Derivation) -> dict[str, Any]:
    """The derivation as plain data, without its certificate and what the checker says of it."""
    t = typesetter_of(derivation)
    left = derivation.left
    return {
        "schema": SCHEMA,
        "query": query_of(derivation),
        "title": derivation.title,
        "measure": getattr(left, "key", "") or type(left).__name__,
        "unit": getattr(left, "unit", "nats"),
        "status": str(derivation.status),
        "result": {"sympy": sympy_of(derivation.result), "latex": latex_of_layout(t(_ends_in(derivation)))},
        "value": decimal_of(derivation, DIGITS),
        "condition": str(derivation.condition),
        "otherwise": None if derivation.otherwise is None else sympy_of(derivation.otherwise),
        "steps": [_step(step, t) for step in derivation.steps],
        "limits": [_lemma(limit, t) for limit in derivation.limits],
        **_optimum(derivation, t),
    }


def _ends_in(derivation: Derivation) -> Any:
    return derivation.result if isinstance(derivation, OptimumDerivation) else derivation.stands


def _optimum(derivation: Derivation, t: Typesetter) -> dict[str, Any]:
    """Of a question for an optimum: the question, whether the optimum is taken, where, and what is remarked."""
    if not isinstance(derivation, OptimumDerivation):
        return {}
    places = [{"parameter": str(symbol), **_both(place, t)} for symbol, place in (*derivation.at, *derivation.also)]
    told = {"question": str(derivation.question), "taken": derivation.taken, "at": places}
    return {"optimum": {**told, "remarks": list(derivation.remarks)}}


def query_of(derivation: Derivation) -> str:
    """What was asked, with the laws spelled out: ``KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))``.

    A named result is its own query, by its title.
    """
    if derivation.title:
        return derivation.title
    if isinstance(derivation, OptimumDerivation) and derivation.question is not None:
        return str(derivation.question)
    left = derivation.left
    if not isinstance(left, Measure):
        return str(left)
    text = str(left)
    head, bracket, rest = text.partition("(")
    for law in left.laws:
        rest = _replaced_once(rest, law.name, law.title)
    return head + bracket + rest


def _replaced_once(text: str, name: str, title: str) -> str:
    """The name of a law as a whole word, outside the laws that are already spelt out, replaced by its title."""
    depth = 0
    for at, c in enumerate(text):
        depth += (c == "(") - (c == ")" and depth > 0)
        before = text[at - 1] if at else " "
        after = text[at + len(name)] if at + len(name) < len(text) else " "
        whole = not (before.isalnum() or after.isalnum() or "_" in before + after)
        if depth == 0 and whole and text.startswith(name, at):
            return text[:at] + title + text[at + len(name) :]
    return text


def sympy_of(expr: Any) -> str:
    """The expression as text that `sympy.sympify` reads back with the parameters' names as symbols.

    Expectations, named densities and measures are lowered to integrals and sums. Where a parameter bears the name of
    a function, the function is written in another way.

    Examples
    --------
    >>> from sympy import loggamma, symbols
    >>> sympy_of(beta(symbols("alpha"), symbols("beta")))
    'gamma(alpha)*gamma(beta)/gamma(alpha + beta)'
    """
    lowered = explicit(replace_where(expr, lambda e: e.definition() if isinstance(e, Measure) else None))
    names = {s.name for s in lowered.atoms(Symbol)} if isinstance(lowered, Expr) else set()
    if "beta" in names:
        lowered = replace_where(lowered, _without_beta)
    if "gamma" in names:
        lowered = replace_where(lowered, lambda e: factorial(e.args[0] - 1) if isinstance(e, gamma) else None)
    # In SymPy's usual order the printer would evaluate definite integrals by quadrature, to sort them.
    order = "none" if getattr(lowered, "has", lambda *_: False)(Integral, Sum, Limit, Derivative, Subs) else None
    return str(_Plain({"order": order}).doprint(lowered))


def _without_beta(node: Any) -> Any:
    if not isinstance(node, beta):
        return None
    a, b = node.args
    return gamma(a) * gamma(b) / gamma(a + b)


class _Plain(StrPrinter):
    """SymPy's own text; decimals in full."""

    def _print_Str(self, expr: Any) -> str:
        return repr(str(expr.name))


def _both(expr: Any, t: Typesetter) -> dict[str, str]:
    return {"sympy": sympy_of(expr), "latex": latex_of_layout(t(expr))}


def _step(step: Step, t: Typesetter) -> dict[str, Any]:
    return {
        "relation": str(step.relation),
        **_both(step.expr, t),
        "rule": step.rule,
        "because": step.because,
        "lemmas": [_lemma(lemma, t) for lemma in step.lemmas],
    }


def _lemma(lemma: Derivation, t: Typesetter) -> dict[str, Any]:
    return {
        "left": _both(lemma.left, t),
        "steps": [_step(step, t) for step in lemma.steps],
        "result": _both(lemma.stands, t),
    }


def _check(derivation: Derivation, certificate: Certificate | None) -> dict[str, Any]:
    """The report of the independent checker; a check that would take too long is undecided, and says so."""
    try:
        return report_data(check_derivation(derivation, LONGEST_CHECK, certificate))
    except BudgetExceeded as error:
        return report_data(unchecked(str(error)))


def certificate_data(derivation: Derivation) -> Any:
    """The certificate as plain data; None where there is none, of matrices of unknown size."""
    if of_unknown_size(derivation) or entries_of(derivation):
        return None
    certificate = certificate_of(derivation)
    return certificate.to_dict()
