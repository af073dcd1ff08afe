"""The measures: one file a measure, each a SymPy expression defined as an expectation."""

from symbinfo.measures.base import Measure
from symbinfo.measures.chi_squared import ChiSquaredDivergence
from symbinfo.measures.conditional_entropy import ConditionalEntropy
from symbinfo.measures.cross_entropy import CrossEntropy
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.fisher_information import FisherInformation
from symbinfo.measures.hellinger import Hellinger
from symbinfo.measures.jensen_shannon import JensenShannon
from symbinfo.measures.joint_entropy import JointEntropy
from symbinfo.measures.kl import KL
from symbinfo.measures.mutual_information import MutualInformation
from symbinfo.measures.renyi import Renyi, RenyiDivergence
from symbinfo.measures.self_information import SelfInformation
from symbinfo.measures.tsallis import Tsallis

__all__ = [
    "KL",
    "ChiSquaredDivergence",
    "ConditionalEntropy",
    "CrossEntropy",
    "Entropy",
    "FisherInformation",
    "Hellinger",
    "JensenShannon",
    "JointEntropy",
    "Measure",
    "MutualInformation",
    "Renyi",
    "RenyiDivergence",
    "SelfInformation",
    "Tsallis",
]
