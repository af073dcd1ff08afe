r"""The judge of one statement of a document: by what the measures mean, and by the referee of claims, in its setting.

A formula that is read wrongly must not be called wrong. So nothing is refuted where words near it are not read, where a
line of its setting is not used, where a name in it is not said, or where another reading of it holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from symbinfo.derivation import Claim
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.query.any_laws import AnyLawsClaim
from symbinfo.query.chains import Chain, Unequal
from symbinfo.query.reading import reading_of
from symbinfo.query.setting import parse_given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.query.theorem_claims import TheoremClaim
from symbinfo.verification.documents.definitions.definitions_compared import compared
from symbinfo.verification.documents.definitions.optima_compared import optima_compared
from symbinfo.verification.documents.doubts import doubted
from symbinfo.verification.documents.findings import NOT_READ, Kind
from symbinfo.verification.documents.formats.clauses_of_formulas import links_in, relations_in
from symbinfo.verification.documents.general_statements import (
    all_have_laws,
    at_largest,
    fixed_by_laws,
    general_setting,
)
from symbinfo.verification.documents.kinds_of_formulas import is_naming, speaks_of_measures
from symbinfo.verification.documents.readings_of_formulas import Way, ways
from symbinfo.verification.documents.settings.names_and_laws import symbols_in
from symbinfo.verification.documents.settings.setting_of_prose import Setting
from symbinfo.verification.documents.special_laws import of_densities, of_positive, of_probabilities, of_scaled
from symbinfo.verification.documents.statement_verdict import Judged
from symbinfo.verification.referee.verify import verify

__all__ = ["judged_statement"]

#: What gives a name to something, and such names: no measure of something.
_NAMING = ("=", ":=", r"\triangleq", r"\coloneqq", r"\equiv")
_NAME = re.compile(
    r"\s*(?:\\hat\s*)?(?:[A-Za-z]|\\[a-z]+|\\(?:mathrm|text|operatorname|mathcal|mathbf|hat|tilde|bar)\s*\{[^{}]*\})"
    r"(?:_(?:\{[^{}]*\}|\w|\\[a-z]+))?\s*\Z"
)
_FUNCTION_OF = re.compile(
    r"\s*(?:[a-gj-orstu-zA-CF-GJ-OR-TW-Z]|\\[a-z]+)(?:_\{?\w\}?)?\s*\(\s*[a-z](?:\s*,\s*[a-z])*\s*\)\s*\Z"
)
_DERIVATIVE = re.compile(r"\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\s*\{d\})(?:\s*\^\s*\{?\d\}?)?(?![A-Za-z0-9])")
#: Sums, integrals, means, and probabilities at values.
_PROBABILITIES = re.compile(
    r"\\sum|\\int|\\mathbb\s*\{?E|\bE_|(?<![A-Za-z\\])[pPqQ](?:_(?:\{[^{}()]*\}|\\?[A-Za-z]+))?\s*\(|P_\{?[XYZ]"
)
_FUNCTION = re.compile(r"[L-Z]\w* = (?![A-Z]\w{2,}\()")
#: Lines that are assumptions about named variables.
_ASSUMPTION = re.compile(r"\bindependent\b|\bMarkov\b|=f\(|\bconstant$")
_MIXTURE = re.compile(r"(\w+) = mixture\(1/2: (\w), 1/2: (\w)\)")
#: A mean or a variance, which is a number once it is read.
_MEAN = re.compile(r"\\mathbb\s*\{?\s*E|(?<![A-Za-z])E\s*\[|Var(?![a-z])|\\Pr(?![A-Za-z])")
#: The information of two variables, which is zero where they are declared apart.
_INFORMATION = re.compile(r"\s*(?:\\(?:mathrm|operatorname)\s*\{I\}|I)\s*(?:\\left|\\[bB]igl?)?[(\[][^()]*[;,:]")


def judged_statement(tex: str, setting: Setting, seconds: float) -> Judged:
    """Judge a statement.

    Parameters
    ----------
    tex : str
        The statement, in LaTeX.
    setting : Setting
        What it is read with.
    seconds : float
        A limit of time for each of its readings.
    """
    if _DERIVATIVE.search(tex):
        return Judged(NOT_READ, reason="a derivative is not read")
    tex = _as_bounds(_spelled_out(tex, setting))
    links = links_in(tex)
    if len(links) == 1 and (found := _optimum(*links[0])):
        return found
    if mass := of_probabilities(tex, ways(tex, setting)):
        return Judged(**mass)
    if general := _of_any(tex, setting, seconds):
        return general
    found = _whole(tex, setting, seconds)
    if found.verdict == Outcome.REFUTED and setting.near and not any(line.assumption for line in setting.lines):
        assumed = _whole(tex, replace(setting, lines=(*setting.lines, *setting.near), near=()), seconds)
        if assumed.verdict == Outcome.HOLDS:
            words = "; ".join(line.text for line in setting.near)
            return replace(
                assumed,
                verdict=str(Outcome.UNDECIDED),
                level="",
                reason=f"it holds only where {words}, as a sentence before it says",
            )
    if found.verdict in (Outcome.HOLDS, Outcome.REFUTED):
        return found
    if (
        found.verdict == NOT_READ
        and len(links) == 1
        and links[0][1] in _NAMING
        and (_NAME.match(links[0][0]) or _FUNCTION_OF.match(links[0][0]))
    ):
        return replace(found, verdict="", kind=Kind.DECLARATION)
    parts = (
        [_whole(f"{left} {sign} {right}", setting, seconds) for left, sign, right in links] if len(links) > 1 else []
    )
    return _joined(parts, found, links, setting, seconds) if parts else found


def _of_any(tex: str, setting: Setting, seconds: float) -> Judged | None:
    """The verdict on a statement that is meant of any variables or laws; None where it is meant of those of its setting."""
    general = general_setting(tex, setting)
    found = _whole(tex, general, seconds) if general is not None else None
    if found is None or found.verdict not in (Outcome.HOLDS, Outcome.REFUTED):
        return None
    if found.verdict == Outcome.REFUTED and all_have_laws(tex, setting):
        special = _whole(tex, setting, seconds)
        if special.verdict == Outcome.HOLDS:
            reason = "it holds of the laws that were said before, and not of all"
            if not fixed_by_laws(tex, setting):
                reason = "it holds of independent variables with these laws, and nothing says that they are independent"
            return replace(special, verdict=str(Outcome.UNDECIDED), level="", reason=reason)
    return found


def _spelled_out(tex: str, setting: Setting) -> str:
    r"""A statement with what its abbreviations stand for: ``\mathcal{L}(\theta)``."""
    for line in reversed(setting.lines):
        if line.abbreviation:
            tex = tex.replace(line.abbreviation, rf"\left({line.value}\right)")
    return tex


def _optimum(left: str, sign: str, right: str) -> Judged | None:
    if sign != "=" or (same := optima_compared(left, right)) is None:
        return None
    if same:
        reason = "what is optimised on the two sides differs by a term that is the same for all laws"
        return Judged(str(Outcome.HOLDS), str(Level.CHECKED), reason)
    reason = "what is optimised on the two sides adds up to a term that is the same for all laws: one is least where the other is largest"
    return Judged(str(Outcome.REFUTED), str(Level.CHECKED), reason, repair="exchange min and max on one side")


def _as_bounds(tex: str) -> str:
    r"""``D \in [0, \infty)`` as inequalities."""
    relations = relations_in(tex)
    if [sign for sign, _ in relations] != [r"\in"]:
        return tex
    at = relations[0][1]
    ends = re.fullmatch(r"\s*\\in\s*(?:\\left)?([\[(])(.*),(.*?)(?:\\right)?([\])])\s*", tex[at:], re.S)
    if not ends or not speaks_of_measures(tex[:at]):
        return tex
    below, above = "<" if ends[1] == "(" else r"\le", "<" if ends[4] == ")" else r"\le"
    low = f"{ends[2]} {below} " if "infty" not in ends[2] else ""
    high = f" {above} {ends[3]}" if "infty" not in ends[3] else ""
    return f"{low}{tex[:at]}{high}" if low or high else tex


def _joined(
    parts: list[Judged], whole: Judged, links: list[tuple[str, str, str]], setting: Setting, seconds: float
) -> Judged:
    """The verdict on a chain from those on its links; where a side is not read, its neighbours are compared."""
    for part, (left, sign, right) in zip(parts, links, strict=True):
        if part.verdict == Outcome.REFUTED:
            return replace(part, reason=f"at {left} {sign} {right}: {part.reason}")
    if all(part.verdict == Outcome.HOLDS for part in parts):
        weakest = max(parts, key=lambda part: Level(part.level).weakness)
        kind = Kind.DEFINITION if any(part.kind is Kind.DEFINITION for part in parts) else Kind.STATEMENT
        notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
        return replace(weakest, read_as="; ".join(p.read_as for p in parts if p.read_as), kind=kind, notes=notes)
    unread = [number for number, part in enumerate(parts) if part.verdict == NOT_READ]
    for first, second in pairwise(unread):
        (left, one, _), (_, other, right) = links[first], links[second]
        if second == first + 1 and "=" in (one, other):
            sign = other if one == "=" else one
            around = _whole(f"{left} {sign} {right}", setting, seconds)
            if around.verdict == Outcome.REFUTED:
                return replace(around, reason=f"{left} {sign} {right} does not hold: {around.reason}")
    if not unread:
        return next(part for part in parts if part.verdict == Outcome.UNDECIDED)
    if len(unread) == len(parts):
        return whole
    number = unread[0]
    left, sign, right = links[number]
    return replace(parts[number], reason=f"{left} {sign} {right}: {parts[number].reason}")


def _whole(tex: str, setting: Setting, seconds: float) -> Judged:
    """A statement in all its readings; a chain by the referee alone."""
    links = links_in(tex)
    if len(links) == 1 and (largest := at_largest(tex, setting)):
        return _of_outcomes(tex, *largest, seconds)
    tried = ways(tex, setting)
    by_definition = _by_definition(links[0], tried[0], setting, seconds) if len(links) == 1 else None
    if by_definition is not None and by_definition.verdict != Outcome.UNDECIDED:
        return by_definition
    first: Judged | None = None
    for way in tried:
        found = _by_referee(way, setting, seconds)
        if first is None:
            first = found
        if found.verdict == Outcome.HOLDS:
            if way.sure:
                return replace(found, notes=(*found.notes, way.note)) if way.note else found
            return replace(
                found, verdict=str(Outcome.UNDECIDED), level="", reason=way.note or "another reading of it holds"
            )
        if found.verdict != Outcome.REFUTED and first.verdict == Outcome.REFUTED and found.verdict != NOT_READ:
            return found
        if first.verdict != Outcome.REFUTED and not way.note:
            break
    found = first if first is not None else Judged(NOT_READ)
    return by_definition if found.verdict == NOT_READ and by_definition is not None else found


def _of_outcomes(tex: str, largest: Setting, bound: bool, seconds: float) -> Judged:
    """By the law of largest entropy among those with as many outcomes."""
    found = _whole(tex, largest, seconds)
    if found.verdict == Outcome.HOLDS:
        if not bound:
            return replace(
                found,
                verdict=str(Outcome.UNDECIDED),
                level="",
                reason="it holds of the uniform law, which nobody says it is",
            )
        return replace(
            found, notes=(*found.notes, "of all laws with so many outcomes the uniform one has the largest entropy")
        )
    return found


def _by_definition(link: tuple[str, str, str], way: Way, setting: Setting, seconds: float) -> Judged | None:
    """By what the measures are, for all laws; None where the statement is not of this kind, or general laws do not tell."""
    left, sign, right = link
    found = compared(left, sign, right, setting.differential, _stated_probabilities(setting), _mixtures(setting))
    if found is None:
        return None
    if found.same:
        level, reason = (
            Level.CHECKED,
            f"both sides are the same by the definitions, at {found.points} values of drawn laws",
        )
        if found.known:
            return Judged(str(Outcome.HOLDS), str(Level.CERTIFIED), found.known)
        if not found.exact:
            reason = f"no counterexample among {found.points} values of drawn laws, and no proof"
            return Judged(str(Outcome.UNDECIDED), reason=reason)
        other = _by_referee(replace(way, given=()), setting, seconds)
        if other.verdict == Outcome.HOLDS:
            level, reason = Level(other.level), other.reason
        return Judged(
            str(Outcome.HOLDS),
            str(level),
            reason,
            other.read_as,
            kind=_kind(found.ours, right, left),
            notes=other.notes,
        )
    kind = _kind(found.ours, right, left)
    if not found.general:
        return Judged(
            str(Outcome.UNDECIDED), reason="it does not hold of all laws, and may be a condition on them", kind=kind
        )
    if not _has_probabilities(left, right) and (way.given or setting.lines):
        return None
    if setting.doubts:
        return Judged(
            str(Outcome.UNDECIDED), reason=f"it does not hold of all laws, and {setting.doubts[0]}", kind=kind
        )
    if any(_ASSUMPTION.search(line) for line in way.given):
        return None
    if not _has_probabilities(left, right):
        other = _by_referee(replace(way, given=()), setting, seconds)
        if other.verdict in (Outcome.HOLDS, Outcome.REFUTED):
            return replace(other, repair=other.repair or _repair(found.slip, found.ours))
        return None
    reason = "the two sides differ by the definitions"
    return Judged(
        str(Outcome.REFUTED),
        str(Level.CHECKED),
        reason,
        "",
        _repair(found.slip, found.ours),
        dict(found.witness or {}),
        kind=kind,
    )


def _stated_probabilities(setting: Setting) -> tuple[tuple[str, str], ...]:
    """What is said of single probabilities, "if P(x) = 1", in LaTeX."""
    return tuple((line.text.partition(" = ")[0], line.value) for line in setting.lines if line.probability)


def _mixtures(setting: Setting) -> dict[str, tuple[str, str]]:
    """Laws that are half of one law and half of another, by their small letters."""
    found = (_MIXTURE.fullmatch(line.text) for line in setting.lines if line.law)
    return {hit[1].lower(): (hit[2].lower(), hit[3].lower()) for hit in found if hit}


def _repair(slip: str, ours: str) -> str:
    return "; ".join(filter(None, (slip, f"by definition {ours}" if ours else "")))


def _kind(ours: str, *sides: str) -> Kind:
    return Kind.DEFINITION if ours and _has_probabilities(*sides) else Kind.STATEMENT


def _has_probabilities(*sides: str) -> bool:
    return any(_PROBABILITIES.search(side) for side in sides)


def _by_referee(way: Way, setting: Setting, seconds: float) -> Judged:
    """By the referee of claims, in one reading."""
    text = way.text
    if setting.differential and not any("~" in line for line in way.given):
        text = re.sub(r"(?<![A-Za-z\\])H(?=\s*(?:\\left)?\()", "h", text)
    try:
        meaning, assumed = _meaning(text, way)
    except SymbinfoError as error:
        general = _general(way, setting, seconds) if way.given else None
        return general or Judged(NOT_READ, reason=str(error).partition("\n")[0], shown=way.shown)
    except RecursionError:
        return Judged(NOT_READ, reason="it is nested too deeply", shown=way.shown)
    if not isinstance(meaning, (Claim, ShannonClaim, AnyLawsClaim, TheoremClaim, Chain, Unequal)):
        return Judged(NOT_READ, reason="it is no claim about measures", shown=way.shown)
    if isinstance(meaning, Claim) and is_naming(meaning) and _INFORMATION.match(text):
        return Judged(NOT_READ, reason="what these variables have to do with one another is not said", shown=way.shown)
    if isinstance(meaning, Claim) and is_naming(meaning) and not _MEAN.search(text):
        return Judged(
            "", reason="it relates parameters, or gives something a name", kind=Kind.DECLARATION, shown=way.shown
        )
    meaning = of_positive(meaning, way.given)
    try:
        found: Any = verify(meaning, given=assumed, seconds=seconds)
    except SymbinfoError as error:
        return Judged(NOT_READ, reason=str(error).partition("\n")[0], shown=way.shown)
    if found.verdict is Outcome.UNDECIDED and isinstance(meaning, ShannonClaim) and meaning.differential:
        found = of_densities(text, meaning, seconds) or found
    if found.verdict is Outcome.UNDECIDED and isinstance(meaning, AnyLawsClaim):
        found = of_scaled(text, meaning, way.given, seconds) or found
    return _told(found, meaning, way, setting)


def _meaning(text: str, way: Way) -> tuple[Any, Any]:
    """What a statement means; conditions on parameters alone make no setting for a claim about any laws."""
    if way.given and not any("~" in line or " = " in line or _ASSUMPTION.search(line) for line in way.given):
        try:
            meaning, assumed = parse_given(text, (), way.unit, form="latex")
        except SymbinfoError:
            return parse_given(text, way.given, way.unit, form="latex")
        if isinstance(meaning, (AnyLawsClaim, ShannonClaim, TheoremClaim)):
            return meaning, assumed
    return parse_given(text, way.given, way.unit, form="latex")


def _general(way: Way, setting: Setting, seconds: float) -> Judged | None:
    """The statement without its lines: what holds of all laws holds of these.

    What does not is refuted only where something in it has no law, so that it is meant of any.
    """
    found = _by_referee(replace(way, given=()), setting, seconds)
    assumed = any(line.assumption or _FUNCTION.match(line.text) for line in setting.lines)
    drawn = {name for line in setting.lines if line.law for name in line.names}
    named = {name for name in symbols_in(way.text) if name[0] in "XYZUVWPQpq"}
    if found.verdict == Outcome.HOLDS or (found.verdict == Outcome.REFUTED and not assumed and named - drawn):
        return found
    return None


def _told(found: Any, meaning: Any, way: Way, setting: Setting) -> Judged:
    reading = None
    try:
        reading = reading_of(way.text, "latex")
    except SymbinfoError:
        reading = None
    read_as, notes = (reading.text, reading.notes) if reading else ("", ())
    decisive = getattr(found, "decisive", found)
    reason = str(decisive.reason)
    judged = Judged(
        str(found.verdict), str(found.level), reason, read_as, str(decisive.diagnosis),
        dict(found.witness) if found.witness else None, tuple(notes), way.shown,
    )  # fmt: skip
    if found.verdict is not Outcome.REFUTED:
        return judged
    return doubted(judged, found, meaning, way, setting)
