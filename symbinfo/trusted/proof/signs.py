"""Signs of terms, and conditions that follow from a context.

What is said holds at each point of the context at which the terms are defined. Terms are read as they are written, for
a sum of like signs is lost once it is multiplied out; what is left is a matter of forms.
"""

from __future__ import annotations

from ..terms import Term
from .context import Context
from .sign_sets import NEGATIVE, NONNEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, ZERO
from .term_forms import holds, sign_of_term

__all__ = ["implied", "sign"]

_WORDS = {
    NEGATIVE: "negative",
    ZERO: "zero",
    POSITIVE: "positive",
    NONPOSITIVE: "nonpositive",
    NONNEGATIVE: "nonnegative",
    NONZERO: "nonzero",
}


def sign(term: Term, context: Context) -> str:
    """The sign of a term wherever it is defined: a word such as "positive" or "nonnegative", or "unknown".

    Examples
    --------
    >>> from symbinfo.trusted.terms import parse
    >>> context = Context({"a": "positive", "b": "real"}, [parse("(< a b)")])
    >>> sign(parse("(+ b (* -1 a))"), context), sign(parse("b"), context), sign(parse("(+ b -1)"), context)
    ('positive', 'positive', 'unknown')
    """
    context.algebra.products = 0
    return _WORDS.get(sign_of_term(term, context), "unknown")


def implied(condition: Term, context: Context) -> bool:
    """Whether a condition follows from the kinds, the conditions and the ranges; False is "not proved"."""
    context.algebra.products = 0
    return holds(condition, context)
