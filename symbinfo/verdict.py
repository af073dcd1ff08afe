"""The referee: whether a claimed formula is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, simplify, sympify

from symbinfo.checker import Report
from symbinfo.checking import check_derivation
from symbinfo.derivation import Claim, Derivation, Relation, Status, Step
from symbinfo.domain import Domain
from symbinfo.errors import BudgetExceeded, MeasureError
from symbinfo.laws.matrices import canonical
from symbinfo.laws.strengthen import strengthened
from symbinfo.measures.base import Measure
from symbinfo.measures.marginals import by_marginals
from symbinfo.rules.algebra import tidy
from symbinfo.strategies import derive

__all__ = ["Verdict", "verify"]


@dataclass(frozen=True)
class Verdict:
    """What was found of a claim.

    Attributes
    ----------
    verdict : str
        "holds", "refuted" or "undecided".
    level : str
        "proved": by exact steps; "checked": numerically, at sampled points; empty when undecided.
    points : int
        At how many points.
    witness : dict or None
        Of a refuted claim: ``parameters``, the ``claimed`` and the ``actual`` value there.
    reason : str
        In a sentence.
    diagnosis : str
        What is likely to have gone wrong, where that is known.
    """

    verdict: str
    level: str
    points: int
    witness: dict[str, Any] | None = None
    reason: str = ""
    diagnosis: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON data."""
        return {
            "verdict": self.verdict,
            "level": self.level,
            "points": self.points,
            "witness": self.witness,
            "reason": self.reason,
            "diagnosis": self.diagnosis,
        }

    def text(self) -> str:
        """A line or two for a person."""
        if self.witness is None:
            return f"{self.verdict:<11} {self.reason}"
        place = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
        values = f"claimed {self.witness['claimed']}, actual {self.witness['actual']}"
        line = f"{self.verdict:<11} {f'at {place}: ' if place else ''}{values}"
        return f"{line}\n{'':<11} {self.diagnosis}" if self.diagnosis else line


def verify(claim: Any, claimed: Any = None, given: Any = (), seconds: float = 60.0) -> Verdict:
    """Judge a claim: a measure against a claimed expression, or a claim as `symbinfo.parse` reads it, or its text.

    Parameters
    ----------
    claim : Measure, Claim or str
        What is claimed about; text is read by the query grammar.
    claimed : Expr, optional
        The claimed value of the measure.
    given : sequence of str
        Conditions on named random variables, for claims over Shannon measures.
    seconds : float
        A limit of time; a claim that takes longer is undecided.

    Returns
    -------
    Verdict

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
    >>> verify(si.Entropy(Exponential("X", rate)), 1 + log(rate)).verdict
    'refuted'
    """
    if isinstance(claim, str):
        from symbinfo.query import parse

        claim = parse(claim)
    if claimed is not None:
        claim = Claim(claim, Relation.EQ, _expression(claimed))
    if not isinstance(claim, Claim):
        raise MeasureError("only claims about measures of given laws are judged: write `measure = expression`")
    return _judged(claim, seconds)


def _expression(claimed: Any) -> Expr:
    if isinstance(claimed, str):
        raise MeasureError("give the claimed value as a SymPy expression; text claims go through symbinfo.parse")
    return sympify(claimed)


def _judged(claim: Claim, seconds: float) -> Verdict:
    measures = sorted((claim.left - claim.right).atoms(Measure), key=str)
    if not measures:
        raise MeasureError("the claim speaks of no measure")
    holder = _Sides(claim, tuple(measures))
    (left, right), back = strengthened_sides(holder)
    condition = claim.condition.xreplace({weak: strong for strong, weak in back})
    laws = [law for side in (left, right) for node in side.atoms(Measure) for law in node.laws]
    domain = Domain.of([*(law.condition for law in laws), condition])
    if claim.relation is Relation.EQ and _proved(left, right, domain):
        return Verdict("holds", "proved", 0, reason="the derived result equals the claim by exact rewriting")
    left, right = (by_marginals(side) for side in (left, right))
    step = Step(claim.relation, right, "claim", "The claim.")
    derivation = Derivation(left=left, domain=domain, status=Status.CLOSED).then(step)
    try:
        verdict = _verdict(check_derivation(derivation, seconds))
    except BudgetExceeded as error:
        return Verdict("undecided", "", 0, reason=str(error))
    if verdict.verdict != "refuted" or claim.relation is not Relation.EQ:
        return verdict
    return replace(verdict, diagnosis=_diagnosis(left, right, domain))


def _diagnosis(left: Expr, right: Expr, domain: Domain) -> str:
    """The slip that a refuted equation shows, where one side holds all the measures."""
    from symbinfo.slips import diagnose

    if left.has(Measure) and not right.has(Measure):
        return diagnose(left, right, domain) or ""
    if right.has(Measure) and not left.has(Measure):
        return diagnose(right, left, domain) or ""
    return ""


@dataclass(frozen=True)
class _Sides:
    """Both sides of a claim with the laws they speak of: what `strengthened` needs to see."""

    claim: Claim
    measures: tuple[Measure, ...]

    @property
    def laws(self) -> tuple[Any, ...]:
        """All laws of all measures."""
        return tuple(law for measure in self.measures for law in measure.laws)

    @property
    def free_symbols(self) -> set[Any]:
        """The parameters of both sides."""
        return set(self.claim.left.free_symbols | self.claim.right.free_symbols)

    def xreplace(self, changes: dict[Any, Any]) -> tuple[Expr, Expr]:
        """Both sides over other symbols."""
        return self.claim.left.xreplace(changes), self.claim.right.xreplace(changes)


def strengthened_sides(holder: _Sides) -> tuple[tuple[Expr, Expr], Any]:
    """Both sides over symbols with the assumptions that their places imply."""
    sides, back = strengthened(holder)
    return (sides if isinstance(sides, tuple) else (holder.claim.left, holder.claim.right)), back


def _proved(left: Expr, right: Expr, domain: Domain) -> bool:
    """Whether derived closed forms make the two sides equal by exact rewriting; conditions would have to be compared."""
    difference = left - right
    for measure in sorted(difference.atoms(Measure), key=str):
        derivation = derive(measure)
        if derivation.status is not Status.CLOSED or derivation.requires != True:  # noqa: E712 - a SymPy Boolean
            return False
        difference = difference.xreplace({measure: derivation.result})
    difference = canonical(difference, domain)
    if tidy(difference, domain) == 0:
        return True
    return bool(difference.count_ops() < 80 and simplify(difference) == 0)


def _verdict(report: Report) -> Verdict:
    if report.verdict != "refuted" or report.witness is None:
        level = "checked" if report.verdict == "holds" else ""
        return Verdict(report.verdict, level, report.points, reason=report.reason)
    parameters = dict(report.witness)
    actual, claimed = parameters.pop("before"), parameters.pop("after")
    witness = {"parameters": parameters, "claimed": claimed, "actual": actual}
    return Verdict("refuted", "checked", report.points, witness, report.reason)
