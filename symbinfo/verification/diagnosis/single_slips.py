"""The slips that are made alone, in the order in which they are tried: the likeliest first.

The order is data: each row says why it stands where it does. A claim may show several slips, a number above all; the
first one is told, so what many make stands before what few make, and what explains by one step before what takes two.
"""

from __future__ import annotations

from itertools import chain

from symbinfo.verification.diagnosis import (
    everywhere,
    function_of_answer,
    mean_of_function,
    misapplied_functions,
    normal_law,
    numbers_of_laws,
    one_outcome,
    one_place,
    one_term,
    other_laws,
    other_measures,
    other_questions,
    parametrisations,
    several_terms,
    special_cases,
    sums_of_outcomes,
    units,
    unknown_constant,
    value_at_mean,
    zeros,
)
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["ORDER", "SINGLE"]

FILES = (
    everywhere,
    function_of_answer,
    mean_of_function,
    misapplied_functions,
    normal_law,
    numbers_of_laws,
    one_outcome,
    one_place,
    one_term,
    other_laws,
    other_measures,
    other_questions,
    parametrisations,
    several_terms,
    special_cases,
    sums_of_outcomes,
    units,
    unknown_constant,
    value_at_mean,
    zeros,
)

#: The name of a slip, and why it stands where it does.
ORDER: tuple[tuple[str, str], ...] = (
    ("units", "the right work in the wrong unit: the most frequent wrong number of all"),
    (
        "other question",
        "the two directions and the nearest measures have one notation but for the order of its letters",
    ),
    ("part of the question", "a sum or a difference that was not finished"),
    ("sign, factor or function of the whole", "one sign or one factor of all that is else right"),
    ("information on a square", "the one usual confusion of Fisher informations"),
    ("zero", "0 has a meaning of its own, and no formula stands behind it"),
    ("sum over the outcomes", "a term of the definition is lost: seen where outcomes can be listed"),
    ("sum over the condition", "the same for conditions"),
    ("another measure", "a measure that is farther away than the neighbours above"),
    ("entropy of the sequence", "of the few laws that are sums of draws"),
    ("moment", "a mean or a variance is easily had, and is no entropy"),
    ("normal law", "an approximation that is taught"),
    (
        "parametrisation",
        "a variance for a deviation, a rate for a scale: frequent, but explains only formulas over symbols",
    ),
    ("exchanged parameters", "as frequent as a transposition of arguments"),
    (
        "measure of the setting",
        "another measure of the variables, where no step on the way to the right one explains it",
    ),
    ("parametrisation of all scales", "the same for all laws together"),
    ("parametrisation of a number", "the same for a number"),
    ("deviations that are numbers", "the same for all numbers together, and for roots"),
    ("constant of a number", "a constant that is lost before numbers are put in; a number has few of them"),
    ("another law", "a related law, where no parameter explains the claim"),
    ("constant", "a constant is lost more often than a moment is mistaken that leaves the same constant"),
    ("mean of a function", "one moment for another: rarer, and it says more than the term that is left"),
    ("term", "any one term, whatever it stands for"),
    ("function of a sum", "a rule of algebra that does not hold"),
    ("several terms", "several terms together"),
    ("value at the mean", "a misunderstood definition"),
    ("one place", "a search through the formula: it explains much, and some of it by chance"),
    ("one outcome", "after the places of the formula, which it resembles in a law of two outcomes"),
    ("special case", "what is right for a parameter of 1 is right for many reasons"),
    ("all places of a kind", "the longest search"),
    ("unknown constant", "what is left to say"),
)

_ROWS: dict[str, Slip] = {slip.name: slip for slip in chain.from_iterable(file.SLIPS for file in FILES)}
SINGLE: tuple[Slip, ...] = tuple(_ROWS[name] for name, _ in ORDER)
