"""Whether two terms are equal wherever both are defined, and a canonical form of a term.

`equal(left, right, context)` is said to be true only if at each point of the context at which both terms are defined
(as `definedness` has it, and every integral and sum in them converges) they have one value. It says nothing of where
they are defined: x/x and 1 are equal. Never use the one without the other.

Sound because every rewriting keeps the value at each point at which its input is defined, and the zero test only
multiplies by powers of sums that are denominators, hence not 0 there. It is not complete: False means not proved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ..terms import Term, free_symbols
from .assumed_inequalities import opposite_of
from .cases_of_terms import comparisons_in, kinks_in, opened
from .context import Context
from .definedness import almost_everywhere
from .forms import NoNormalForm
from .sign_sets import NEGATIVE, POSITIVE, ZERO
from .term_forms import holds, is_impossible, normalised, sign_of_term
from .zero_test import is_zero

__all__ = ["equal", "holds", "key", "normalised", "sign_of_term"]

#: Conditions of cases that are told apart in one comparison.
MOST_CONDITIONS = 3


def equal(
    left: Term, right: Term, context: Context, factors: Iterable[tuple[Term, Term]] = (), almost: bool = False
) -> bool:
    """Whether two terms have one value wherever both are defined; False is "not proved".

    Parameters
    ----------
    left, right : Term
        Values, not conditions.
    context : Context
        Where.
    factors : iterable of pairs of Term
        Hints: sums and what they are as products. Each is verified before it is used.
    almost : bool
        Whether almost every value of the variables of integrals is enough, as of integrands.

    Examples
    --------
    >>> from symbinfo.trusted.terms import parse
    >>> context = Context({"a": "positive", "x": "real"})
    >>> equal(parse("(log (* 4 a (exp x)))"), parse("(+ x (log a) (* 2 (log 2)))"), context)
    True
    >>> equal(parse("(log (^ x 2))"), parse("(* 2 (log x))"), Context({"x": "nonzero"}))
    False
    """
    if left == right:
        return True
    context.algebra.products = 0
    hints = tuple(factors)
    if hints:
        context = context.with_factors(hints)
    try:
        first, second = normalised(left, context), normalised(right, context)
        if first == second or is_zero(context.algebra.plus(first, context.algebra.scaled(second, -1)), context):
            return True
    except (NoNormalForm, RecursionError):
        return False
    return _case_by_case(opened(left), opened(right), context, almost, MOST_CONDITIONS)


def _case_by_case(left: Term, right: Term, context: Context, almost: bool, most: int) -> bool:
    """Whether two terms are equal whatever the conditions of their cases are, and the signs in them."""
    ways = _ways(left, right, context, almost) if most else ()
    for where in ways:
        there = context.assuming(where)
        if is_impossible(there):
            continue
        try:
            gap = there.algebra.plus(normalised(left, there), there.algebra.scaled(normalised(right, there), -1))
            same = is_zero(gap, there)
        except (NoNormalForm, RecursionError):
            return False
        if not same and not _case_by_case(left, right, there, almost, most - 1):
            return False
    return bool(ways)


def _ways(left: Term, right: Term, context: Context, almost: bool) -> tuple[Term, ...]:
    """Conditions one of which holds at each place, or almost each: of the first comparison, or sign, that is open."""
    for condition in dict.fromkeys((*comparisons_in(left), *comparisons_in(right))):
        opposite = opposite_of(condition)
        if opposite is not None and not holds(condition, context) and not holds(opposite, context):
            return condition, ("not", condition)
    for kink in dict.fromkeys((*kinks_in(left), *kinks_in(right))):
        if sign_of_term(kink, context) not in (NEGATIVE, ZERO, POSITIVE):
            nowhere = almost and almost_everywhere(("!=", kink, 0), context)
            return ("<", kink, 0), ("<", 0, kink), *(() if nowhere else (("=", kink, 0),))
    return ()


def key(term: Term, context: Context) -> Hashable:
    """A hashable canonical form: terms with one key are equal wherever both are defined, in this context.

    Keys of one context and of those made from it may be compared. A term without a normal form is its own key, with
    what its symbols mean.
    """
    context.algebra.products = 0
    if term not in context.keys:
        try:
            context.keys[term] = context.algebra.as_product(context.algebra.expanded(normalised(term, context)))
        except (NoNormalForm, RecursionError):
            return term, tuple((name, context.names.get(name)) for name in sorted(free_symbols(term)))
    return context.keys[term]
