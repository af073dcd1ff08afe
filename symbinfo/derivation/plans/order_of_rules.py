"""In which order rules are tried: for measures, for means alone, and where the logarithm of a mixture is opened."""

from __future__ import annotations

from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.calculus import DIFFERENTIATE
from symbinfo.derivation.rules.densities import INSERT_DENSITIES, INSERT_LOG_DENSITIES
from symbinfo.derivation.rules.expectations import EVALUATE_EXPECTATIONS
from symbinfo.derivation.rules.first_values import FIRST_VALUES_APART
from symbinfo.derivation.rules.gathering import LINEARITY_WHERE_IT_SERVES
from symbinfo.derivation.rules.infinite_expectations import DIVERGENT_EXPECTATION, DIVERGENT_INTEGRAL
from symbinfo.derivation.rules.integrals_left import EVALUATE_INTEGRALS
from symbinfo.derivation.rules.logarithms import LOG_OF_QUOTIENT
from symbinfo.derivation.rules.logs_of_factorials import LOGS_OF_FACTORIALS
from symbinfo.derivation.rules.mixtures import INSERT_MIXTURES
from symbinfo.derivation.rules.over_shells import OVER_THE_COORDINATES, OVER_THE_NUMBER
from symbinfo.derivation.rules.rule import Rule
from symbinfo.derivation.rules.sums import WRITE_OUT_SUM
from symbinfo.derivation.rules.unfolding import DEFINITION

__all__ = ["MEANS", "PLAN", "PLAN_OF_MIXTURES"]

# The order of a hand calculation: write the definition; where the law is a short list, write the sum out; otherwise
# take the logarithm apart, so that only statistics of X are left under the expectation; let constants out; insert what
# is known of the statistics, or that one of them is infinite; collect.
PLAN: tuple[Rule, ...] = (
    DEFINITION,
    WRITE_OUT_SUM,
    LOG_OF_QUOTIENT,
    INSERT_LOG_DENSITIES,
    DIFFERENTIATE,
    INSERT_DENSITIES,
    FIRST_VALUES_APART,
    LOGS_OF_FACTORIALS,
    OVER_THE_NUMBER,
    OVER_THE_COORDINATES,
    LINEARITY_WHERE_IT_SERVES,
    EVALUATE_EXPECTATIONS,
    EVALUATE_INTEGRALS,
    DIVERGENT_EXPECTATION,
    DIVERGENT_INTEGRAL,
    COLLECT,
)
MEANS = (
    WRITE_OUT_SUM,
    LINEARITY_WHERE_IT_SERVES,
    EVALUATE_EXPECTATIONS,
    EVALUATE_INTEGRALS,
    DIVERGENT_EXPECTATION,
    COLLECT,
)
# The same, with the logarithm of a sum of densities opened.
PLAN_OF_MIXTURES = (*PLAN[:3], INSERT_MIXTURES, *PLAN[3:])
