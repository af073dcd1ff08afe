"""The way of a claim to its judge: about laws, or about named random variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from sympy import Expr, Float, sympify

from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import MeasureError
from symbinfo.measures.base import Measure
from symbinfo.query.parse_query import parse_expression
from symbinfo.query.rounded_decimals import rounding_of
from symbinfo.query.setting import parse_given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.claims.stated_claim import measures_in
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.referee.rounded import judged_as_rounded
from symbinfo.verification.referee.trial import judged
from symbinfo.verification.shannon.judge import judge
from symbinfo.verification.shannon.shannon_verdict import ShannonVerdict

__all__ = ["verify"]


@overload
def verify(
    claim: ShannonClaim, claimed: None = None, given: Sequence[str] | str = (), seconds: float = 60.0
) -> ShannonVerdict: ...


@overload
def verify(
    claim: Measure | Claim | Expr | str,
    claimed: Expr | float | str | None = None,
    given: Sequence[str] | str = (),
    seconds: float = 60.0,
) -> Verdict: ...


def verify(
    claim: Measure | Claim | ShannonClaim | Expr | str,
    claimed: Expr | float | str | None = None,
    given: Sequence[str] | str = (),
    seconds: float = 60.0,
) -> Verdict:
    """Judge a claim: a measure against a claimed expression, or a claim as `symbinfo.parse` reads it, or its text.

    Parameters
    ----------
    claim : Measure, Claim or str
        What is claimed about; text is read by the query grammar.
    claimed : Expr, float or str, optional
        The claimed value of the measure. A decimal of three digits or more, as text or as a float, is read as rounded.
    given : sequence of str
        For a claim over named random variables, such as ``I(X;Z) <= I(X;Y)``: what may be assumed, such as
        ``X-Y-Z Markov``. For a claim as text about laws: the lines of a setting, such as ``X ~ Bernoulli(1/2)``.
    seconds : float
        A limit of time; a claim that takes longer is undecided.

    Returns
    -------
    Verdict
        A `ShannonVerdict`, with a proof or a counterexample, of a claim over named random variables.

    Raises
    ------
    MeasureError
        When there is nothing to judge.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> rate = symbols("lamda", positive=True)
    >>> verify(si.Entropy(Exponential("X", rate)), 1 - log(rate)).verdict
    'holds'
    >>> verify(si.Entropy(Exponential("X", rate)), 1 + log(rate)).witness["parameters"]
    {'lamda': '2'}
    """
    if isinstance(claim, str):
        claim, given = parse_given(claim, given)
    if isinstance(claim, ShannonClaim) and claimed is None:
        return judge(claim, given, seconds)
    if given:
        raise MeasureError("assumptions are for claims over named variables: give a claim about laws as text with them")
    if claimed is not None:
        claim = _equation(claim, claimed)
    if not isinstance(claim, Claim):
        raise MeasureError("only claims about measures of given laws are judged: write `measure = expression`")
    if not measures_in(claim.left, claim.right):
        raise MeasureError("the claim speaks of no measure")
    return judged(claim, seconds) if claim.rounding is None else judged_as_rounded(claim, claim.rounding, seconds)


def _equation(measure: Any, claimed: Expr | float | str) -> Claim:
    """A measure and its claimed value, which may be text over the measure's symbols; a float is read as it is printed."""
    if isinstance(claimed, float | Float):
        claimed = str(claimed)
    if not isinstance(claimed, str):
        return Claim(measure, Relation.EQ, sympify(claimed))
    value = parse_expression(claimed, {symbol.name: symbol for symbol in measure.free_symbols})
    return Claim(measure, Relation.EQ, value, rounding=rounding_of(claimed))
