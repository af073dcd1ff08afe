"""The usual slips, a closed list: what a wrong formula is right for.

A slip is a change of the question, of the way parameters are read, or of one place of the formula. The first change
that makes the claim true, at several places of the domain to many digits, is named; a formula that no change makes true
gets no name. Each file of this room holds the slips of one kind, found by its functions and listed at its end;
`single_slips` says in which order they are tried.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.verification.claims.verdict import Witness
from symbinfo.verification.diagnosis import approximations, two_slips
from symbinfo.verification.diagnosis.number_tree import CTX
from symbinfo.verification.diagnosis.question import Neighbours, Question, no_neighbours, question_of
from symbinfo.verification.diagnosis.single_slips import SINGLE
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS", "Slip", "diagnose", "first_slip", "missing_condition"]


# Of a claim that is right at ordinary places: what is said of it, and which gap is little, by the values or as such.
OFF_BY_LITTLE = "the claim is off by a tiny number"
DIFFERS_HERE = "the claim is right at ordinary places, and differs at special ones such as this"
LITTLE, LEAST = 1e-6, 1e-15


#: All slips; the first that makes a claim true is named.
SLIPS: tuple[Slip, ...] = (*SINGLE, *approximations.SLIPS, *two_slips.SLIPS)


def first_slip(question: Question) -> tuple[Slip, str] | None:
    """The first slip of the list that a question shows, and what is said of it; None where it shows none."""
    rows = (slip for slip in SLIPS if question.admits(slip))
    return next(((slip, words) for slip in rows for words in slip.find(question)), None)


def diagnose(
    left: Expr,
    claimed: Expr,
    domain: Domain | None = None,
    witness: Witness | None = None,
    within: Expr | None = None,
    neighbours: Neighbours = no_neighbours,
) -> str | None:
    """Name the slip that a wrong claim shows.

    Parameters
    ----------
    left : Expr
        What was asked: a measure, or an expression of measures.
    claimed : Expr
        What was claimed of it, wrongly.
    domain : Domain, optional
        Where the parameters live, beyond the conditions of the laws.
    witness : Witness, optional
        Where the claim was refuted, and both values there.
    within : Expr, optional
        How far the claim, a decimal, may be from what it was rounded from.
    neighbours : callable, optional
        Other measures that the setting of the question asks for, with words for each.

    Returns
    -------
    str or None
        A sentence without a full stop; None where no known slip makes the claim true.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> a, b = symbols("a b", positive=True)
    >>> diagnose(si.KL(Exponential("P", a), Exponential("Q", b)), log(b/a) + a/b - 1)
    'P and Q are swapped: this is KL(Q || P)'
    >>> diagnose(si.Entropy(Exponential("P", a)), a**3) is None
    True
    """
    question = question_of(left, claimed, domain, within, neighbours)
    if question is None:
        return None
    if within is None and question.claimed_is(question.case.truth):
        return OFF_BY_LITTLE if _little(witness) else DIFFERS_HERE
    found = first_slip(question)
    return None if found is None else found[1]


def _little(witness: Witness | None) -> bool:
    """Whether both values of a witness are numbers near each other."""
    if witness is None:
        return False
    try:
        claimed, actual = (CTX.mpf(witness[side]) for side in ("claimed", "actual"))
    except ValueError:
        return False
    gap = abs(claimed - actual)
    return bool(CTX.isfinite(gap)) and bool(gap <= LITTLE * max(abs(claimed), abs(actual)) or gap <= LEAST)


def missing_condition(needs: Iterable[Boolean]) -> str:
    """Where a claim that is finite everywhere may be right: the condition that it forgets."""
    known = [need for need in needs if need not in (True, False)]
    if not known:
        return "the measure is infinite there"
    words = " and ".join(str(need) for need in known)
    return f"a condition is missing: outside {words} the measure is infinite"
