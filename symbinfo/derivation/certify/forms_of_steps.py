"""By which form of inference a step is replayed that needs no data: its name says it."""

from __future__ import annotations

from symbinfo.derivation.step_names import STEP_NAMES

__all__ = ["BOUNDS", "FORM_OF_STEP"]

# A definition as written out in a certificate, and what normal form sees by itself: logarithms of products, sums taken
# apart outside integrals, one integrand in two shapes.
_SAME = (
    "definition",
    "definitions",
    "definition-of-expectation",
    "write-as-total",
    "write-as-integral",
    "recognise",
    "recognise-definition",
    "insert-density",
    "insert-densities",
    "insert-log-densities",
    "insert-mixture",
    "insert-masses",
    "log-of-product",
    "log-of-quotient",
    "log-of-inverse",
    "log-of-one",
    "split-logs",
    "compare-with-own-law",
    "write-out-the-sum",
    "collect",
    "compare-with-a-law",
    "cancel",
    "simplify",
    "symmetry",
    "differentiate",
    "put-in",
    "factor-the-joint-law",
    "entropy-of-the-conditional-law",
)
# What is inserted stands in the lemmas that the step cites.
_LEMMAS = (
    "insert",
    "insert-lemma",
    "solve-lemma",
    "insert-measures",
    "insert-entries",
    "insert-expectations",
    "evaluate-expectations",
    "evaluate-integrals",
    "central-moments",
)

# Sums over finite alphabets, totals of abstract laws, and bounds.
_OTHERS = {
    "linearity": "linear",
    "linearity-of-integral": "linear",
    "join-totals": "linear",
    "marginalise": "fubini",
    "sum-by-condition": "fubini",
    "exchange-variables": "fubini",
    "independence": "totals",
    "total-is-one": "totals",
    "density-integrates-to-one": "totals",
    "tangent-of-log": "log-tangent",
    "terms-are-nonnegative": "sign",
    "sign": "sign",
    "one-class-has-mass": "point-mass",
    "only-the-image-has-mass": "point-mass",
    "the-image-is-certain": "point-mass",
}
#: Forms that an inequality may have.
BOUNDS = frozenset({"log-tangent", "sign", "lemmas"})

#: Name of a step -> the form of its inference, where it needs no data.
FORM_OF_STEP: dict[str, str] = {**dict.fromkeys(_SAME, "same"), **dict.fromkeys(_LEMMAS, "lemmas"), **_OTHERS}

if unknown := sorted(set(FORM_OF_STEP) - set(STEP_NAMES)):
    raise ValueError(f"no step is called {unknown[0]}")
