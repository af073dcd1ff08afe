"""The measures: one file a measure, each a SymPy expression defined as an expectation.

All that the package says of a measure stands in its class; what else needs to know of all of them reads `MEASURES`.

- `base`: what all measures share: laws read, a unit, a definition as an expectation, and the doors to the engine.
- `by_chain`: measures of variables drawn one after the other, as means of measures of one variable each.
- `chi_squared`: chi-squared divergence: the mean density ratio, less one.
- `conditional_entropy`: what is left of the uncertainty of X once Y is known.
- `cross_entropy`: cross-entropy: the expected code length for one law under a code made for another.
- `entropy`: the expected self-information of one law.
- `entropy_rate`: entropy rates: the entropy of one more variable of a stationary source, once all before it are known.
- `fisher_information`: Fisher information: the mean square of the score of a parameter, and the mean products of the
  scores of several.
- `hellinger`: Hellinger distance: from the overlap of the square roots of two densities.
- `jensen_shannon`: Jensen-Shannon divergence: how far two laws are from their mixture.
- `joint`: what the measures of several variables share: blocks of variables of one joint law.
- `joint_entropy`: the entropy of several variables together.
- `kl`: Kullback-Leibler divergence: the expected log ratio of two laws.
- `marginals`: expectations under laws of vectors as expectations of one component at a time: what a law of vectors
  states.
- `mutual_information`: how much one variable tells of another.
- `optimum`: questions for an optimum: the largest or the least value of a measure, and where it is taken.
- `ordered`: measures with an order, and the overlap of two laws that they are made of.
- `renyi`: Renyi entropy and Renyi divergence: logarithms of power means of the density.
- `self_information`: self-information: the surprise of one outcome.
- `tsallis`: Tsallis entropy: a power mean of the density without the logarithm.
"""

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

#: All measures, in the order in which they are offered.
MEASURES: tuple[type[Measure], ...] = (
    SelfInformation,
    Entropy,
    KL,
    CrossEntropy,
    Renyi,
    RenyiDivergence,
    Tsallis,
    JensenShannon,
    Hellinger,
    ChiSquaredDivergence,
    FisherInformation,
    MutualInformation,
    ConditionalEntropy,
    JointEntropy,
)

__all__ = [
    "KL",
    "MEASURES",
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
