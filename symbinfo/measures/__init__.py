"""The measures: one file a measure, each a SymPy expression defined as an expectation."""

from symbinfo.measures.base import Measure
from symbinfo.measures.cross_entropy import CrossEntropy
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.kl import KL
from symbinfo.measures.self_information import SelfInformation

__all__ = ["KL", "CrossEntropy", "Entropy", "Measure", "SelfInformation"]
