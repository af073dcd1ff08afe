"""Measuring in centimetres what was measured in metres adds log 100 to a differential entropy."""

from __future__ import annotations

from sympy import Integer

from symbinfo.derivation import Derivation
from symbinfo.theorems import scaling_law

TITLE = "From metres to centimetres: differential entropy grows by log 100"


def derive() -> Derivation:
    """The scaling law for the factor 100."""
    return scaling_law.derive(Integer(100))
