"""The slips that are made alone, in the order in which they are tried: what is simple and frequent comes first."""

from __future__ import annotations

from itertools import chain

from symbinfo.verification.diagnosis import (
    everywhere,
    function_of_answer,
    mean_of_function,
    misapplied_functions,
    normal_law,
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

__all__ = ["SINGLE"]

FILES = (
    units,
    other_questions,
    function_of_answer,
    zeros,
    sums_of_outcomes,
    other_measures,
    normal_law,
    parametrisations,
    other_laws,
    mean_of_function,
    one_term,
    misapplied_functions,
    several_terms,
    value_at_mean,
    one_place,
    one_outcome,
    special_cases,
    everywhere,
    unknown_constant,
)

SINGLE: tuple[Slip, ...] = tuple(chain.from_iterable(file.SLIPS for file in FILES))
