"""Words under which a formula is meant of any variables: "for any X", "for a Markov chain", "the chain rule says"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from symbinfo.verification.documents.settings.names_and_laws import name_of

__all__ = [
    "named_anew",
    "named_anew_here",
    "outcomes_counted",
    "speaks_of_more",
    "theorem_before",
    "without_equality_cases",
]

_HOLES = r"((?:⟦\d+⟧(?:\s*(?:,\s*and|,|and)\s*)?)+)"
_KIND = r"(?:variables?|vectors?|laws?|distributions?|pmfs?|pdfs?|densit(?:y|ies)|pairs?|sources?|measures?)"
_ADJECTIVES = r"(?:(?:two|three|discrete|continuous|real-valued|random|finite|probability|jointly\s+distributed)\s+)*"
#: Names that a sentence introduces as those of any variables or laws.
_ANEW = re.compile(
    rf"(?<!the\s)(?<!these\s)(?<!both\s)\b(?:any|all|every|arbitrary|general|discrete|continuous|real-valued|some|two|three)\s+{_ADJECTIVES}"
    rf"(?:{_KIND})?\s*{_HOLES}"
    rf"|\b(?:for|given)\s+(?:a\s+)?{_ADJECTIVES}{_KIND}\s+{_HOLES}",
    re.I,
)
#: Chains that a sentence introduces for itself.
_CHAIN = re.compile(
    r"\b(?:for|given|consider|along|in)\s+(?:a|any|every|each|all)\s+Markov\s+chains?\s*⟦(\d+)⟧"
    r"|\b(?:if|when|whenever|where)\s+⟦(\d+)⟧\s+(?:is|forms?|are)\s+(?:a\s+)?Markov",
    re.I,
)
_THEOREM = re.compile(
    r"(?P<used>\b(?:by|from|using|use|with|via|applying|apply|through|since|as|because\s+of|due\s+to|thanks\s+to)\s+(?:the\s+)?)?"
    r"\b(?P<name>data[- ]processing|gibbs|chain\s+rule|(?:strong\s+)?sub-?additiv\w+|sub-?modularity|symmetr(?:y|ic)|non-?negativ(?:e|ity)"
    r"|conditioning\s+(?:can\s+only|cannot|can\s+not|never|always|does\s+not|reduces|increases|decreases|lowers|raises)"
    r"|jensen(?:[-–]+shannon)?|information\s+inequality|pinsker|fano|triangle\s+inequality|in\s+general|always)(?!\w)",
    re.I,
)
_FAILS = re.compile(r"\b(?:fails?|not|no\s+longer|violat\w+)\b|n't\b", re.I)
_OUTCOMES = re.compile(
    r"⟦(\d+)⟧\s+(?:(?:is|be|a|an|any|discrete|random|finite|variables?|source)\s+)*(?:with|has|have|having|takes?|taking|on|over)\s+"
    r"(?:(?:on|at\s+most|exactly)\s+)*⟦(\d+)⟧\s+(?:(?:possible|distinct|different)\s+)*(?:outcomes|values|symbols|states|letters|elements)"
    r"(?!\s+(?:with|of)\s+(?:equal|the\s+same))",
    re.I,
)
_EQUALITY = re.compile(
    r",?\s*(?:(?:with|and)\s+)?(?:\bthe\s+)?\bequality(?:\s+(?:holds|occurs|is\s+attained|is\s+achieved))?"
    r"\s+(?:if\s+and\s+only\s+if|iff|only\s+if|only\s+when|exactly\s+when|exactly\s+if|precisely\s+when|if|when|for)\b[^,;.:]*",
    re.I,
)


def named_anew(words: str, formulas: Mapping[int, str]) -> frozenset[str]:
    """The names that a sentence introduces as those of any variables or laws: what was said of them before is over.

    Examples
    --------
    >>> sorted(named_anew("For two laws ⟦0⟧ and ⟦1⟧, ⟦2⟧.", {0: "P", 1: "Q", 2: "H(P, Q)"}))
    ['P', 'Q']
    >>> sorted(named_anew("For the two laws ⟦0⟧ and ⟦1⟧, ⟦2⟧.", {0: "P", 1: "Q", 2: "H(P, Q)"}))
    []
    """
    holes = [number for hit in _ANEW.finditer(words) for number in re.findall(r"\d+", hit[1] or hit[2])]
    names = {name_of(part) for number in holes for part in formulas[int(number)].split(",")}
    return frozenset(names - {""})


def named_anew_here(words: str, formulas: Mapping[int, str]) -> frozenset[str]:
    r"""The names of a Markov chain that a sentence supposes for itself.

    Examples
    --------
    >>> sorted(named_anew_here("For a Markov chain ⟦0⟧,", {0: r"X \to Y \to Z"}))
    ['X', 'Y', 'Z']
    >>> sorted(named_anew_here("So ⟦0⟧ is a Markov chain.", {0: r"X \to Y \to Z"}))
    []
    """
    texts = [formulas[int(hit[1] or hit[2])] for hit in _CHAIN.finditer(words)]
    parts = [part for tex in texts for part in re.split(r"\\[a-z]*(?:to|arrow)(?![A-Za-z])|-+", tex)]
    return frozenset(filter(None, map(name_of, parts)))


def outcomes_counted(words: str, formulas: Mapping[int, str]) -> dict[str, str]:
    """How many outcomes a sentence gives variables of which it says no more.

    Examples
    --------
    >>> outcomes_counted("For discrete ⟦0⟧ with ⟦1⟧ outcomes", {0: "X", 1: "n"})
    {'X': 'n'}
    >>> outcomes_counted("For ⟦0⟧ with ⟦1⟧ equally likely outcomes", {0: "X", 1: "n"})
    {}
    """
    found = {name_of(formulas[int(hit[1])]): formulas[int(hit[2])].strip() for hit in _OUTCOMES.finditer(words)}
    return {name: count for name, count in found.items() if name and re.fullmatch(r"[A-Za-z]|\d+", count)}


def theorem_before(words: str, number: int) -> str:
    """The theorem that the words before a formula state, or nothing; one that is only used does not count.

    Examples
    --------
    >>> theorem_before("Conditioning reduces entropy: ⟦0⟧.", 0)
    'conditioning reduces'
    >>> theorem_before("By the chain rule ⟦0⟧.", 0)
    ''
    """
    before = words.partition(f"⟦{number}⟧")[0]
    hits = [hit for hit in _THEOREM.finditer(before) if not hit["used"] and not _FAILS.search(before, hit.end())]
    return " ".join(hits[-1]["name"].lower().split()) if hits else ""


def without_equality_cases(words: str) -> str:
    """A sentence without what it says of when an inequality is an equation.

    Examples
    --------
    >>> without_equality_cases("⟦0⟧ with equality iff ⟦1⟧, and ⟦2⟧.")
    '⟦0⟧, and ⟦2⟧.'
    """
    return _EQUALITY.sub("", words)


_MORE = re.compile(
    r"\b(?:which|whose|maxim\w*|minim\w*|attain\w*|achiev\w*|largest|smallest|greatest|least|peaks?|vanish\w*|symmetric)\b",
    re.I,
)


def speaks_of_more(words: str, at: int, until: int) -> bool:
    """Whether the words between two formulas go on to something else, of which the second is said: "maximal at p = 1/2"."""
    return _MORE.search(words.partition(f"⟦{at}⟧")[2].partition(f"⟦{until}⟧")[0]) is not None
