"""A product of small probabilities underflows; the sum of its logarithms does not."""

from __future__ import annotations

from dataclasses import replace

from sympy import Rational
from sympy.stats import Binomial

from symbinfo.derivation import Derivation
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.measures import SelfInformation

TITLE = "A product of 100 probabilities of 0.01 underflows; the sum of their logarithms does not"

EVENTS, PROBABILITY = 100, Rational(1, 100)


def derive() -> Derivation:
    """Derive the self-information of 100 independent events of probability 0.01, and show both floating-point ways."""
    import numpy as np

    all_of_them = SelfInformation(EVENTS, Binomial("P", EVENTS, PROBABILITY))
    factors = np.full(EVENTS, float(PROBABILITY), dtype=np.float32)
    product, logs = np.prod(factors), np.sum(np.log(factors))
    remarks = (
        f"In single precision the product of the {EVENTS} probabilities is {float(product)}, "
        f"and the sum of their logarithms is {float(logs):.1f}.",
    )
    return replace(derive_measure(all_of_them), remarks=remarks)
