"""A product of small probabilities underflows; the sum of its logarithms does not."""

from __future__ import annotations

import math
import struct
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
    all_of_them = SelfInformation(EVENTS, Binomial("P", EVENTS, PROBABILITY))
    product, logs, factor = 1.0, 0.0, _single(float(PROBABILITY))
    for _ in range(EVENTS):
        product, logs = _single(product * factor), _single(logs + _single(math.log(factor)))
    remarks = (
        f"In single precision the product of the {EVENTS} probabilities is {product}, "
        f"and the sum of their logarithms is {logs:.1f}.",
    )
    return replace(derive_measure(all_of_them), remarks=remarks)


def _single(value: float) -> float:
    """The nearest number of single precision."""
    (rounded,) = struct.unpack("f", struct.pack("f", value))
    return float(rounded)
