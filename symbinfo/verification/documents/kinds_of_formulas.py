"""What a formula is: a statement that is judged, something that is declared, or something that is only mentioned."""

from __future__ import annotations

import re

from sympy import Symbol

from symbinfo.derivation import Claim
from symbinfo.verification.claims.stated_claim import measures_in
from symbinfo.verification.documents.findings import Kind
from symbinfo.verification.documents.formats.clauses_of_formulas import relations_in
from symbinfo.verification.documents.settings.densities_by_name import lines_of_density
from symbinfo.verification.documents.settings.lines_of_settings import line_of
from symbinfo.verification.documents.settings.outcomes_and_masses import mass_in

__all__ = ["is_naming", "kind_of", "speaks_of_measures"]

_MEASURE = re.compile(
    r"(?<![A-Za-z\\])(?:[HhI]|D|E|KL|JS|JSD)(?:_\{?[^{}()]*\}?(?:\}\})?)?\s*(?:\\[,;! ])*(?:\\left|\\[bB]ig+l?)?\s*[(\[]|\\mathrm\s*\{(?:KL|JS|JSD|H|I|D|TV)\}|\\operatorname\*?\s*\{"
    r"|D_\{?\s*\\(?:mathrm|text|textrm|operatorname|mathsf)?|D_\{?(?:KL|JS|\\alpha)|\\mathbb\s*\{?E|\\log|\\ln|\\arg|\\sum|\\int|\\Pr|\\exp"
)
#: Relations that no claim is made of.
_NO_CLAIM = frozenset(
    [
        r"\to",
        r"\rightarrow",
        r"\longrightarrow",
        r"\mapsto",
        r"\propto",
        r"\sim",
        r"\uparrow",
        r"\downarrow",
        r"\notin",
        r"\subset",
        r"\subseteq",
        r"\in",
        r"\perp",
        r"\ll",
        r"\gg",
        r"\stackrel",
        r"\overset",
        r"\asymp",
        r"\succ",
        r"\prec",
        r"\succeq",
        r"\preceq",
    ]
)


def speaks_of_measures(tex: str) -> bool:
    """Whether a formula has a measure, a mean, a sum or a logarithm in it."""
    return _MEASURE.search(tex) is not None


def kind_of(tex: str, known: frozenset[str] = frozenset(), declares: bool = False) -> Kind:
    r"""What a clause is.

    Parameters
    ----------
    tex : str
        The clause.
    known : frozenset of str
        The variables with a law in its setting.
    declares : bool
        Whether the law of its variable is known from this clause itself.

    Examples
    --------
    >>> [str(kind_of(tex)) for tex in ("H(X)", r"H(X) \ge 0", r"X \sim \mathcal{N}(0,1)", r"\sigma > 0")]
    ['expression', 'statement', 'declaration', 'declaration']
    """
    relations = [sign for sign, _ in relations_in(tex)]
    if not relations or not tex[: relations_in(tex)[0][1]].strip():
        return Kind.EXPRESSION
    if mass := mass_in(tex):
        return Kind.STATEMENT if {mass.name, mass.law} & known and not declares else Kind.DECLARATION
    if relations == [r"\in"] and speaks_of_measures(tex.partition(r"\in")[0]):
        return Kind.STATEMENT
    if set(relations) & _NO_CLAIM or line_of(tex, known) is not None or lines_of_density(tex):
        return Kind.DECLARATION
    numbers = not re.search(
        r"[A-Za-z]", re.sub(r"\\(?:frac|times|cdot|sqrt|left|right|approx|le|ge|ne|pi|,|;|!)|\^", "", tex)
    )
    return Kind.STATEMENT if speaks_of_measures(tex) or numbers else Kind.DECLARATION


def is_naming(claim: Claim) -> bool:
    """Whether a claim without a measure only relates parameters or names something: it is no identity.

    An identity has the same names on both sides, and a function in it.
    """
    if measures_in(claim.left, claim.right):
        return False
    left, right = claim.left.free_symbols, claim.right.free_symbols
    if not left and not right:
        return False
    if isinstance(claim.left, Symbol) or isinstance(claim.right, Symbol):
        return True
    functions = [side.is_polynomial(*side.free_symbols) for side in (claim.left, claim.right)]
    return left != right or all(functions)
