"""The way of a claim to its judge: about laws, or about named random variables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import FunctionType, MethodType
from typing import Any, overload

from sympy import Expr, Float, sympify

from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.notebook_progress import told_while
from symbinfo.laws.names.conventions import said_of
from symbinfo.measures.base import Measure
from symbinfo.query.any_laws import AnyLawsClaim
from symbinfo.query.chains import Chain, Unequal
from symbinfo.query.parse_query import parse_with_parts
from symbinfo.query.rounded_decimals import rounding_of
from symbinfo.query.setting import parse_given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.query.theorem_claims import TheoremClaim
from symbinfo.verification.claims.stated_claim import measures_in
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.referee.by_running import judged_function
from symbinfo.verification.referee.judge_any_laws import judged_of_any_laws
from symbinfo.verification.referee.judge_optima import has_optima, judged_of_optima
from symbinfo.verification.referee.judge_theorem_claims import judged_by_theorems
from symbinfo.verification.referee.links import ChainVerdict, of_links, of_unequal, where_defined
from symbinfo.verification.referee.rounded import judged_as_rounded
from symbinfo.verification.referee.trial import judged
from symbinfo.verification.shannon.differential import of_densities
from symbinfo.verification.shannon.judge import judge
from symbinfo.verification.shannon.shannon_verdict import ShannonVerdict

__all__ = ["verify"]


@overload
def verify(
    claim: ShannonClaim,
    claimed: None = None,
    given: Sequence[str] | str = (),
    seconds: float = 60.0,
    form: str = "auto",
) -> ShannonVerdict: ...


@overload
def verify(
    claim: Chain,
    claimed: None = None,
    given: Sequence[str] | str = (),
    seconds: float = 60.0,
    form: str = "auto",
) -> ChainVerdict: ...


@overload
def verify(
    claim: Measure | Claim | Expr | str | Callable[..., Any],
    claimed: Measure | Expr | float | str | None = None,
    given: Sequence[str] | str = (),
    seconds: float = 60.0,
    form: str = "auto",
    run: bool = False,
) -> Verdict: ...


def verify(
    claim: Measure | Claim | ShannonClaim | Chain | Unequal | Expr | str | Callable[..., Any],
    claimed: Measure | Expr | float | str | None = None,
    given: Sequence[str] | str = (),
    seconds: float = 60.0,
    form: str = "auto",
    run: bool = False,
) -> Any:
    """Judge a claim: a measure against a claimed expression, or a claim as `symbinfo.parse` reads it, or its text.

    Parameters
    ----------
    claim : Measure, Claim, str or function
        What is claimed about; text is read by the query grammar. Of a function in Python it is judged whether it returns
        the measure that comes second: its source is read, over parameters of the names of the measure's symbols, and
        not run but where that is asked for.
    claimed : Expr, float or str, optional
        The claimed value of the measure. A decimal of three digits or more, as text or as a float, is read as rounded.
    given : sequence of str
        For a claim over named random variables, such as ``I(X;Z) <= I(X;Y)``: what may be assumed, such as
        ``X-Y-Z Markov``. For a claim as text about laws: the lines of a setting, such as ``X ~ Bernoulli(1/2)``.
    seconds : float
        A limit of time; a claim that takes longer is undecided.
    form : str
        How text is written: "text", "latex", or "auto", which looks at it.
    run : bool
        Of a function whose source cannot be read: whether it is evaluated instead, on doubles, in a limited child. The
        verdict says so, and is at most `checked`.

    Returns
    -------
    Verdict
        A `ShannonVerdict`, with a proof or a counterexample, of a claim over named random variables; a `ChainVerdict`,
        with a verdict a link, of a chain.

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
    with told_while("judging"):
        return _verdict(claim, claimed, given, seconds, form, run)


def _verdict(claim: Any, claimed: Any, given: Sequence[str] | str, seconds: float, form: str, run: bool) -> Any:
    if isinstance(claim, FunctionType | MethodType):
        measure = parse_given(claimed, given)[0] if isinstance(claimed, str) else claimed
        return judged_function(claim, measure, seconds, run)
    if isinstance(claim, str):
        claim, given = parse_given(claim, given, form=form)
    if isinstance(claim, Chain):
        return of_links(claim, lambda link, share: verify(link, given=given, seconds=share), seconds)
    if isinstance(claim, Unequal):
        return of_unequal(claim, lambda equation: verify(equation, given=given, seconds=seconds))
    if isinstance(claim, AnyLawsClaim):
        return judged_of_any_laws(claim, seconds)
    if isinstance(claim, TheoremClaim):
        return judged_by_theorems(claim, seconds)
    if isinstance(claim, ShannonClaim) and claimed is None:
        judged_claim = judge(claim, given, seconds)
        return of_densities(judged_claim) if claim.differential else judged_claim
    if given:
        raise MeasureError("assumptions are for claims over named variables: give a claim about laws as text with them")
    if claimed is not None:
        claim = _equation(claim, claimed)
    if not isinstance(claim, Claim):
        raise MeasureError("only claims about measures of given laws are judged: write `measure = expression`")
    if has_optima(claim):
        return judged_of_optima(claim, lambda plain: verify(plain, seconds=seconds), seconds)
    found = judged(claim, seconds) if claim.rounding is None else judged_as_rounded(claim, claim.rounding, seconds)
    measures = measures_in(claim.left, claim.right)
    if not measures:
        return where_defined(found)
    if found.verdict is not Outcome.REFUTED:
        return found
    laws = [law for measure in measures for law in getattr(measure, "laws", ())]
    return replace(found, reading=(*found.reading, *said_of(laws)))


def _equation(measure: Any, claimed: Expr | float | str) -> Claim:
    """A measure and its claimed value, which may be text over the measure's symbols; a float is read as it is printed."""
    if isinstance(claimed, float | Float):
        claimed = str(claimed)
    if not isinstance(claimed, str):
        return Claim(measure, Relation.EQ, sympify(claimed))
    value, parts = parse_with_parts(claimed, {symbol.name: symbol for symbol in measure.free_symbols})
    return Claim(measure, Relation.EQ, value, rounding=rounding_of(claimed), parts=parts)
