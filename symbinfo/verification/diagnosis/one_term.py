"""What is missing to the answer is a constant, or a multiple of a term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Add, Expr, Integer, Rational, expand, expand_log

from symbinfo.verification.diagnosis.case import short
from symbinfo.verification.diagnosis.number_tree import CTX, agree, tree
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS", "Terms", "ratio_of", "rational", "terms_of", "with_values"]

MOST_TERMS, FORMS, LONG = 10, 40, 200
# Coefficients that a residual is recognised by, and constants that it may be a multiple of.
LARGEST_COEFFICIENT = 12
TINY = CTX.mpf(10) ** -3
CONSTANTS: tuple[tuple[str, Any], ...] = (
    ("", CTX.mpf(1)),
    ("log(2)", CTX.log(2)),
    ("EulerGamma", CTX.euler),
    ("log(pi)", CTX.log(CTX.pi)),
    ("log(2*pi)", CTX.log(2 * CTX.pi)),
    ("pi**2", CTX.pi**2),
    ("pi", +CTX.pi),
    ("log(3)", CTX.log(3)),
    ("1/log(2)", 1 / CTX.log(2)),
    ("sqrt(2/pi)", CTX.sqrt(2 / CTX.pi)),
)

# Terms, each with its values at the places.
Terms = list[tuple[Expr, Sequence[Any]]]


def rational(value: Any) -> Rational | None:
    """A simple fraction, where a number is one to many digits."""
    if getattr(value, "imag", 0) != 0:
        return None
    for below in (1, 2, 3, 4, 6, 8, 12):
        above = CTX.nint(value * below)
        if 0 < abs(above) <= LARGEST_COEFFICIENT * below and agree(above / below, value):
            return Rational(int(above), below)
    return None


def ratio_of(missing: Sequence[Any], values: Sequence[Any]) -> Any:
    """The common ratio of what is missing to a term, or None."""
    if any(v is None or v == 0 for v in values):
        return None
    ratios = [m / v for m, v in zip(missing, values, strict=True)]
    return ratios[0] if all(agree(r, ratios[0]) for r in ratios[1:]) else None


def terms_of(expr: Expr) -> list[Expr]:
    """The terms of a sum, as it stands, with its brackets opened, and with the logarithms of products as sums."""
    kept = {"log": False, "power_base": False, "power_exp": False}
    forms = [expr]
    if expr.count_ops() <= LONG:
        forms += [expand(expr, multinomial=False, **kept), expand(expr, **kept)]
        forms += [expand(expand_log(expr), **kept)]
    return list(dict.fromkeys(term for form in forms for term in Add.make_args(form)))[:FORMS]


def with_values(q: Question, terms: Sequence[Expr]) -> Terms:
    """The terms that have values at all places, each with them."""
    found = [(term, tree(term, q.case.at).values) for term in terms]
    return [(term, values) for term, values in found if not any(v is None for v in values)]


# --- a constant ------------------------------------------------------------------------------------------------------


def constant(q: Question) -> Found:
    """The same number is missing everywhere."""
    if q.is_number or not all(agree(q.missing[0], m) for m in q.missing[1:]):
        return
    missing = q.missing[0]
    own = [t for t in Add.make_args(q.case.claimed) if not t.free_symbols]
    yield from _own_constant(own, missing)
    for name, value in CONSTANTS:
        ratio = rational(missing / value)
        if ratio is not None:
            words = {1: name, -1: f"-{name}"}.get(ratio, f"{ratio}*{name}") if name else str(ratio)
            yield f"the constant {words} is missing"
    size = abs(sum(tree(term, [{}]).values[0] or 0 for term in own))
    if abs(missing) < TINY * size:
        yield f"a constant is rounded or truncated: the whole is off by {CTX.nstr(missing, 3)}"


def _own_constant(own: Sequence[Expr], missing: Any) -> Iterator[str]:
    """A constant of the claim with the wrong sign, or one that does not belong there."""
    for term in own:
        size = tree(term, [{}]).values[0]
        if size is not None and agree(size * -2, missing):
            yield f"the sign of the constant {short(abs(term) if term.is_Rational else term)} is turned"
        if size is not None and agree(-size, missing):
            yield f"the constant {short(term)} does not belong here"


# --- a term ----------------------------------------------------------------------------------------------------------


def term(q: Question) -> Found:
    """A term with a wrong coefficient, or one that is missing."""
    if not q.case.symbols:
        return
    for part, values in with_values(q, terms_of(q.case.claimed)):
        ratio = ratio_of(q.missing, values) if part.free_symbols else None
        if ratio is not None and (words := _coefficient(part, ratio)):
            yield words
    for part, values in with_values(q, terms_of(q.true_form)) if q.true_form is not None else ():
        if all(agree(m, v) for m, v in zip(q.missing, values, strict=True)):
            yield f"the term {short(part)} is missing"


def _coefficient(part: Expr, ratio: Any) -> str | None:
    named = {
        Integer(-2): f"the sign of the term {short(part)} is turned",
        Integer(1): f"the term {short(part)} has a factor 1/2 too many",
        Rational(-1, 2): f"the term {short(part)} lacks a factor 1/2",
        Integer(-1): f"the term {short(part)} does not belong here",
    }
    fraction = rational(ratio)
    if fraction is not None:
        return named.get(fraction, f"the term {short(part)} must be taken {1 + fraction} times")
    if abs(ratio) < TINY:
        return f"the coefficient of the term {short(part)} is off by a factor of {CTX.nstr(1 / (1 + ratio), 15)}"
    return None


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="constant",
        why="A constant is missing, is one too many, or has the wrong sign.",
        equal="the claim differs from the answer by the same number everywhere",
        find=constant,
        example="H(Laplace(m, b)) = log(2*b)",
        refuses="H(Laplace(m, b)) = log(2*b) + b",
        beside_another=True,
    ),
    Slip(
        name="term",
        why="A term is missing, is one too many, or has a wrong sign or coefficient.",
        equal="the claim differs from the answer by the same multiple of one of the terms everywhere",
        find=term,
        example="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 - (m - n)**2)/(2*t**2) - 1/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + (m - n)**3)/(2*t**2) - 1/2",
        beside_another=True,
    ),
)
