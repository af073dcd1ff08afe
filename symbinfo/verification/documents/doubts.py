"""Why a refutation may be none: decimals as they are printed, words that are not read, names that nobody explains."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Symbol

from symbinfo.derivation import Claim
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures import Entropy
from symbinfo.measures.base import Measure
from symbinfo.query.any_laws import AnyLawsClaim
from symbinfo.query.chains import Chain
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.claims.stated_claim import measures_in
from symbinfo.verification.documents.formats.clauses_of_formulas import links_in
from symbinfo.verification.documents.printed_decimals import slack_of
from symbinfo.verification.documents.readings_of_formulas import Way
from symbinfo.verification.documents.settings.setting_of_prose import Setting
from symbinfo.verification.documents.statement_verdict import Judged

__all__ = ["doubted"]

#: Letters that stand for any law; a claim of all laws about another letter leaves out what that one is.
ANY_LAWS = frozenset("PQpq")


def doubted(judged: Judged, found: Any, meaning: Any, way: Way, setting: Setting) -> Judged:
    """A refutation, or why it is none."""

    def open_(reason: str) -> Judged:
        return replace(judged, verdict=str(Outcome.UNDECIDED), level="", reason=reason, repair="", witness=None)

    decimals = _as_printed(found, meaning, way)
    if decimals is not None:
        return decimals(judged)
    if setting.doubts:
        return open_(f"as it was read it does not hold, but {setting.doubts[0]}")
    witness = found.witness or {}
    if "undefined" in (witness.get("claimed"), witness.get("actual")):
        return open_("a side is not defined everywhere: say what is assumed of its parameters")
    unsaid = _unsaid(meaning, found)
    if unsaid:
        return open_(f"as it was read it does not hold, but what {unsaid} is was not found in the text")
    return judged if judged.repair else replace(judged, repair=_closed_form(meaning, found))


def _refuted_link(meaning: Any, found: Any) -> tuple[Any, str]:
    """The claim that fails, and its words."""
    if isinstance(meaning, Chain):
        for link, words, verdict in zip(meaning.links, meaning.words, found.links, strict=True):
            if verdict.verdict is Outcome.REFUTED:
                return link, words
    return meaning, ""


def _unsaid(meaning: Any, found: Any) -> str:
    """A name in a claim that is neither a parameter of its laws nor one of the usual letters of any law."""
    link, _ = _refuted_link(meaning, found)
    if isinstance(link, AnyLawsClaim):
        form = link.difference
        if form and all(kind is Entropy for kind, *_ in form.terms) and not ANY_LAWS.issuperset(link.names):
            return ""
        if str(link.relation) == "=" and form and form.constant != 0 and ANY_LAWS.issuperset(link.names):
            return f"the law {link.names[0]}"
        return next((name for name in link.names if name[0] not in ANY_LAWS and name[0] not in "XYZ"), "")
    if isinstance(link, ShannonClaim) or not isinstance(link, Claim):
        return ""
    measures = measures_in(link.left, link.right)
    if not measures:
        return ""
    known = {s.name for m in measures for s in m.free_symbols} | {s.name for s in link.condition.free_symbols}
    if isinstance(meaning, Chain):
        known |= {
            s.name
            for one in meaning.links
            if isinstance(one, Claim)
            for m in measures_in(one.left, one.right)
            for s in m.free_symbols
        }
    free: set[Symbol] = link.left.free_symbols | link.right.free_symbols
    return next((s.name for s in sorted(free, key=str) if s.name not in known), "")


def _as_printed(found: Any, meaning: Any, way: Way) -> Any:
    """What to say where the two values are as near as the printed decimals allow; None where they are not."""
    link, _ = _refuted_link(meaning, found)
    witness = found.witness or {}
    if not isinstance(link, Claim) or (link.left.free_symbols | link.right.free_symbols):
        return None
    try:
        gap = abs(float(witness["claimed"]) - float(witness["actual"]))
    except (KeyError, ValueError, TypeError):
        return None
    links = links_in(way.text)
    number = 0
    if isinstance(meaning, Chain):
        number = next(n for n, one in enumerate(meaning.links) if one is link)
    if number >= len(links):
        return None
    left, _, right = links[number]
    slack = slack_of(left) + slack_of(right)
    if slack and gap <= slack * 1.0001:
        reason = "the sides agree as their decimals are printed"
        return lambda judged: replace(
            judged, verdict=str(Outcome.HOLDS), level=str(Level.CHECKED), reason=reason, repair="", witness=None
        )
    if slack and gap <= 2.0001 * slack:
        reason = "the last digit is cut off and not rounded"
        return lambda judged: replace(
            judged, verdict=str(Outcome.UNDECIDED), level="", reason=reason, repair="", witness=None
        )
    return None


def _closed_form(meaning: Any, found: Any) -> str:
    """What the measure of a refuted equation is, where it is one."""
    from symbinfo.derivation.plans.derive import derive

    link, _ = _refuted_link(meaning, found)
    if not isinstance(link, Claim) or str(link.relation) != "=":
        return ""
    for side in (link.left, link.right):
        if isinstance(side, Measure):
            try:
                derivation = derive(side)
            except SymbinfoError:
                return ""
            value: Expr = derivation.result
            if derivation.status.value == "closed" and len(str(value)) < 200:
                return f"it is {value}"
    return ""
