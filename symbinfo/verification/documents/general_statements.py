"""Statements that are meant of any variables or laws, whatever a document said of variables of these names before.

``H(X|Y) <= H(X)`` has no number and no parameter in it. It is meant of certain laws only where these are said for all
of its variables, and say how they depend on each other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from symbinfo.derivation import Relation
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.query.any_laws import AnyLawsClaim
from symbinfo.query.chains import Chain
from symbinfo.query.setting import parse_given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.documents.formats.clauses_of_formulas import links_in
from symbinfo.verification.documents.settings.lines_of_settings import Line
from symbinfo.verification.documents.settings.names_and_laws import symbols_in
from symbinfo.verification.documents.settings.setting_of_prose import Setting

__all__ = ["all_have_laws", "at_largest", "fixed_by_laws", "general_setting"]

_SUBJECT = re.compile(r"[P-Z]\d*\Z|[P-Z]_\w+\Z")


def general_setting(tex: str, setting: Setting) -> Setting | None:
    r"""The setting of a statement without laws, where it is meant of any; None where its laws are meant.

    Parameters
    ----------
    tex : str
        The statement.
    setting : Setting
        What is in force where it stands.

    Examples
    --------
    >>> from symbinfo.verification.documents.settings.lines_of_settings import law_line
    >>> before = Setting((law_line("X", "Die(6)"),))
    >>> general_setting(r"H(X|Y) \le H(X)", before).lines
    ()
    >>> general_setting(r"H(X) \le \log 6", before) is None
    True
    """
    laws = _concerning(tex, setting.lines)
    if not laws and not (setting.nameless and not setting.nameless_here):
        return None
    general = replace(setting, lines=tuple(line for line in setting.lines if line not in laws), nameless="")
    if any(line.text in setting.own for line in laws) or setting.nameless_here:
        return None
    parameters = set().union(*(line.uses - set(line.names) for line in laws))
    if setting.theorem and not parameters & symbols_in(tex) and not re.search(r"\d\.\d", tex):
        return general
    if not _is_bare(tex) or fixed_by_laws(tex, setting):
        return None
    if any(_is_function(line) for line in laws):
        return None
    return general


def fixed_by_laws(tex: str, setting: Setting) -> bool:
    """Whether all variables of a statement have laws, and how they depend on each other is said where it matters."""
    if not all_have_laws(tex, setting):
        return False
    if not re.search(r"[,;|]|\\mid", re.sub(r"\\[,;!:|]", " ", tex)) or re.search(r"\\\||\\parallel", tex):
        return True
    return _connected(_subjects(tex), setting.lines)


def all_have_laws(tex: str, setting: Setting) -> bool:
    """Whether all variables of a statement have laws."""
    subjects = _subjects(tex)
    return bool(subjects) and subjects <= {name for line in _concerning(tex, setting.lines) for name in line.names}


def at_largest(tex: str, setting: Setting) -> tuple[Setting, bool] | None:
    r"""The setting with the law of largest entropy for a variable of which only the number of outcomes is said.

    Returns
    -------
    tuple or None
        With it, whether the statement is a bound from above, so that it holds of all laws if it holds of this one.

    Examples
    --------
    >>> from symbinfo.verification.documents.settings.lines_of_settings import law_line
    >>> counted = Setting(largest=(law_line("X", "Die(n)"),))
    >>> [at_largest(tex, counted)[1] for tex in (r"H(X) \le n", r"\log n \ge H(X)", "H(X) = n")]
    [True, True, False]
    """
    lines = [line for line in setting.largest if set(line.names) & symbols_in(tex)]
    drawn = {name for line in setting.lines if line.law for name in line.names}
    if (
        len(lines) != 1
        or drawn & set(lines[0].names)
        or not (lines[0].uses - {*lines[0].names, "Die"}) & symbols_in(tex)
    ):
        return None
    ((left, sign, right),) = links_in(tex)
    if sign in (r"\ge", r"\geq", r"\geqslant", ">"):
        left, right = right, left
    bound = sign != "=" and re.fullmatch(rf"\s*H\s*\(\s*{lines[0].names[0]}\s*\)\s*", left) is not None
    return replace(setting, lines=(*setting.lines, lines[0])), bound


def _subjects(tex: str) -> set[str]:
    return {name for name in symbols_in(tex) if _SUBJECT.match(name)}


def _concerning(tex: str, lines: tuple[Line, ...]) -> list[Line]:
    """The laws of the variables of a statement, and of those of which they are made."""
    wanted = set(symbols_in(tex))
    chosen: list[Line] = []
    while more := [line for line in lines if line.law and line not in chosen and wanted & set(line.names)]:
        chosen += more
        wanted |= {name for line in more for name in line.uses if _SUBJECT.match(name)}
    return chosen


def _connected(subjects: set[str], lines: tuple[Line, ...]) -> bool:
    """Whether lines relate the variables to each other, by functions, joint laws or independence."""
    reached = {min(subjects)}
    relating = [set(filter(_SUBJECT.match, line.uses)) for line in lines if line.law or line.assumption]
    while more := [group for group in relating if group & reached and not group <= reached]:
        reached = reached.union(*more)
    return subjects <= reached


def _is_function(line: Line) -> bool:
    return re.match(r"[L-Z]\w* = (?![A-Z]\w{2,}\()", line.text) is not None


def _is_bare(tex: str) -> bool:
    """Whether a statement compares measures of bare names with each other, or with bounds that hold for all of them."""
    try:
        meaning, _ = parse_given(tex, (), "nats", form="latex")
    except (SymbinfoError, RecursionError):
        return False
    return all(_without_value(link) for link in (meaning.links if isinstance(meaning, Chain) else (meaning,)))


def _without_value(claim: Any) -> bool:
    """Whether a claim gives no measure a value."""
    if isinstance(claim, ShannonClaim):
        return claim.relation is not Relation.EQ or bool(claim.left.terms and claim.right.terms)
    if isinstance(claim, AnyLawsClaim):
        return claim.relation is not Relation.EQ or (
            "0" not in (claim.left, claim.right) and not (claim.difference and claim.difference.constant)
        )
    return False
