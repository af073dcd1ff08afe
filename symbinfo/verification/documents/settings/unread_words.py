"""Words near a formula under which it may be meant otherwise than it was read: conditions, assumptions, denials."""

from __future__ import annotations

import re

__all__ = ["denial_before", "unread_assumptions", "unread_conditions"]

#: Words of a condition that no table reads.
_CONDITION = re.compile(
    r"\b(?:if|iff|when|whenever|provided|unless|asymptotically|approximately|only|equality|attained|achieved|worst|extreme"
    r"|maxim(?:um|al|i[sz]ed?|i[sz]es)|minim(?:um|al|i[sz]ed?|i[sz]es)|for\s+(?:small|large)|for\s+an?\s+(?!discrete|continuous|random|general|given|fixed|constant|pair|single|real|finite|law|variable|distribution|source|density)\w+"
    r"|to\s+(?:first|second|leading)\s+order|in\s+(?:the|this|that|an?)\s+(?:\w+\s+)?(?:case|limit))\b",
    re.I,
)
#: Words that point to a setting which is said elsewhere.
_CONTEXT = re.compile(
    r"\b(?:(?:the\s+same|this|that|these|those|such|an?)\s+(?:case|chain|setting|assumptions?|conditions?|situation|model|channel)"
    r"|as\s+(?:above|before)|markov|under\s+(?:this|these|the)|similarly|likewise)\b",
    re.I,
)
_ASSUMED = re.compile(r"\b(?:let|suppose|assume|assuming|consider|fix|imagine|given)\b(.*)", re.I | re.S)
_SAME = re.compile(
    r"\b(?:the\s+same|a\s+common|equal|identical)\s+(?:\w+\s+)?(?:laws?|distributions?)|identically", re.I
)
#: Words that say nothing of a law: what is left of an assumption without them is not read.
_NEUTRAL = frozenset(
    [
        *(
            "let",
            "suppose",
            "assume",
            "assuming",
            "consider",
            "fix",
            "imagine",
            "given",
            "that",
            "be",
            "is",
            "are",
            "was",
        ),
        *("were", "a", "an", "the", "two", "three", "four", "any", "all", "some", "arbitrary", "general", "generic"),
        *("every", "each", "both", "discrete", "continuous", "real", "valued", "finite", "random", "variable"),
        *("variables", "vector", "vectors", "law", "laws", "distribution", "distributions", "probability"),
        *("probabilities", "mass", "function", "functions", "density", "densities", "pmf", "pmfs", "pdf", "pdfs"),
        *("measure", "measures", "with", "and", "or", "on", "of", "over", "in", "to", "from", "for", "by", "at", "as"),
        *("their", "its", "his", "our", "us", "we", "now", "then", "again", "common", "alphabet", "alphabets", "set"),
        *("sets", "sample", "space", "spaces", "support", "supports", "taking", "values", "value", "jointly", "joint"),
        *("distributed", "have", "has", "defined", "denote", "denotes", "denoted", "which", "where", "such", "so"),
        *("this", "these", "pair", "pairs", "triple", "symbol", "symbols", "also", "possible", "outcome", "outcomes"),
        *("respect", "entropy", "information", "divergence", "relative", "mutual", "cross", "conditional", "true"),
        *("model", "data", "another", "other", "second", "first", "input", "output", "e", "g", "i", "same", "one"),
    ]
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|false|wrong|wrongly|fails?|incorrect|incorrectly|mistake|mistaken|mistakenly|tempting|naive|naively"
    r"|cannot|sometimes|worst|contrary|contradicts?|misconception)\b|n't\b)[^⟦⟧.;:]{0,40}\Z",
    re.I,
)


def unread_conditions(words: str) -> list[str]:
    """What a sentence may say of when its formulas hold.

    Examples
    --------
    >>> unread_conditions("In the worst case ⟦0⟧.")
    ["the words behind 'in the worst case' are not read"]
    >>> unread_conditions("The chain rule says ⟦0⟧.")
    []
    """
    condition, context = _CONDITION.search(words), _CONTEXT.search(words)
    found = [f"the words behind {condition.group().lower()!r} are not read"] if condition else []
    found += [f"{context.group().lower()!r} speaks of something said elsewhere"] if context else []
    return found + unread_assumptions(words)


def unread_assumptions(words: str) -> list[str]:
    """What a sentence assumes in words of which no table knows, for itself and for those after it.

    Examples
    --------
    >>> unread_assumptions("Suppose that ⟦0⟧ is a constant.")
    ["the word 'constant' in an assumption is not read"]
    >>> unread_assumptions("Let ⟦0⟧ and ⟦1⟧ be discrete random variables.")
    []
    """
    hit = _ASSUMED.search(words)
    plain = re.sub(r"⟦\d+⟧", " ", hit[1]) if hit else ""
    if hit and (same := _SAME.search(hit[1])):
        return [f"the words {same.group().lower()!r} in an assumption are not read"]
    left = [word for word in re.findall(r"[A-Za-z]+", plain) if word.lower() not in _NEUTRAL]
    return [f"the word {left[0]!r} in an assumption is not read"] if left else []


def denial_before(words: str, number: int) -> list[str]:
    """Whether words right before a formula deny it.

    Examples
    --------
    >>> denial_before("It is not true that ⟦0⟧.", 0)
    ["the words before it say 'not'"]
    >>> denial_before("It is not symmetric: ⟦0⟧.", 0)
    []
    """
    hit = _DENIED.search(words.partition(f"⟦{number}⟧")[0].rstrip() + " ")
    return [f"the words before it say {hit.group().split()[0].lower()!r}"] if hit else []
