"""The measures: one file a measure, each a SymPy expression defined as an expectation."""

from symbinfo.measures.base import Measure
from symbinfo.measures.conditional_entropy import ConditionalEntropy
from symbinfo.measures.cross_entropy import CrossEntropy
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.joint_entropy import JointEntropy
from symbinfo.measures.kl import KL
from symbinfo.measures.mutual_information import MutualInformation
from symbinfo.measures.self_information import SelfInformation

__all__ = [
    "KL",
    "ConditionalEntropy",
    "CrossEntropy",
    "Entropy",
    "JointEntropy",
    "Measure",
    "MutualInformation",
    "SelfInformation",
]
