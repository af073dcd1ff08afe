"""symbinfo: derivation and verification for information theory.

The public names are resolved when they are first used, so that ``import symbinfo.checker`` loads no SymPy; readers of
types and editors see them at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symbinfo.expressions.doors import open_doors

if TYPE_CHECKING:
    from symbinfo.course.exercises.posed import exercise as exercise
    from symbinfo.derivation.plans.derive import derive as derive
    from symbinfo.derivation.theorems import theorem as theorem
    from symbinfo.expressions import errors as errors
    from symbinfo.laws.by_hand import Density as Density
    from symbinfo.laws.by_hand import Mass as Mass
    from symbinfo.laws.joint_by_hand import JointDensity as JointDensity
    from symbinfo.laws.matrix_normal import normal_vector as normal_vector
    from symbinfo.laws.names.public_law import law as law
    from symbinfo.laws.product import product as product
    from symbinfo.laws.table import table as table
    from symbinfo.laws.vector import dirichlet as dirichlet
    from symbinfo.laws.vector import multinomial as multinomial
    from symbinfo.measures import KL as KL
    from symbinfo.measures import ChiSquaredDivergence as ChiSquaredDivergence
    from symbinfo.measures import ConditionalEntropy as ConditionalEntropy
    from symbinfo.measures import CrossEntropy as CrossEntropy
    from symbinfo.measures import Entropy as Entropy
    from symbinfo.measures import FisherInformation as FisherInformation
    from symbinfo.measures import Hellinger as Hellinger
    from symbinfo.measures import HuffmanLength as HuffmanLength
    from symbinfo.measures import JensenShannon as JensenShannon
    from symbinfo.measures import JointEntropy as JointEntropy
    from symbinfo.measures import MutualInformation as MutualInformation
    from symbinfo.measures import Renyi as Renyi
    from symbinfo.measures import RenyiDivergence as RenyiDivergence
    from symbinfo.measures import SelfInformation as SelfInformation
    from symbinfo.measures import ShannonLength as ShannonLength
    from symbinfo.measures import TotalVariation as TotalVariation
    from symbinfo.measures import Tsallis as Tsallis
    from symbinfo.measures.entropy_rate import EntropyRate as EntropyRate
    from symbinfo.plots import plot as plot
    from symbinfo.plugins.ipython_magic import load_ipython_extension as load_ipython_extension
    from symbinfo.query import parse as parse
    from symbinfo.verification.documents.proofreading import proofread as proofread
    from symbinfo.verification.referee.verify import verify as verify

__version__ = "0.2.0"

# Where the public names live; the block above repeats them for readers of types, and a test compares the two.
_HOMES = {
    "symbinfo.measures": (
        "SelfInformation",
        "Entropy",
        "CrossEntropy",
        "JointEntropy",
        "ConditionalEntropy",
        "KL",
        "MutualInformation",
        "Renyi",
        "RenyiDivergence",
        "HuffmanLength",
        "ShannonLength",
        "TotalVariation",
        "Tsallis",
        "JensenShannon",
        "Hellinger",
        "ChiSquaredDivergence",
        "FisherInformation",
    ),
    "symbinfo.measures.entropy_rate": ("EntropyRate",),
    "symbinfo.laws.table": ("table",),
    "symbinfo.laws.names.public_law": ("law",),
    "symbinfo.laws.matrix_normal": ("normal_vector",),
    "symbinfo.laws.product": ("product",),
    "symbinfo.laws.vector": ("dirichlet", "multinomial"),
    "symbinfo.laws.by_hand": ("Density", "Mass"),
    "symbinfo.laws.joint_by_hand": ("JointDensity",),
    "symbinfo.derivation.plans.derive": ("derive",),
    "symbinfo.derivation.theorems": ("theorem",),
    "symbinfo.course.exercises.posed": ("exercise",),
    "symbinfo.verification.documents.proofreading": ("proofread",),
    "symbinfo.verification.referee.verify": ("verify",),
    "symbinfo.plots": ("plot",),
    "symbinfo.query": ("parse",),
    "symbinfo.plugins.ipython_magic": ("load_ipython_extension",),
    "symbinfo.expressions": ("errors",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

open_doors(
    {
        "demand_joint_normalised": "symbinfo.derivation.certify.joint_normalisation",
        "demand_normalised": "symbinfo.derivation.certify.normalisation",
        "derive": "symbinfo.derivation.plans.derive",
        "derive_optimum": "symbinfo.derivation.optima.answer",
        "parse": "symbinfo.query.setting",
        "plot": "symbinfo.plots",
        "parse_to_derive": "symbinfo.query.setting",
        "evaluate": "symbinfo.verification.values.evaluate",
        "check_derivation": "symbinfo.derivation.certify.checking",
        "compile_kernel": "symbinfo.kernels",
        "compile_measure": "symbinfo.kernels",
        "render": "symbinfo.render",
        "to_dict": "symbinfo.render.json",
    }
)

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - computed from the one table

if not TYPE_CHECKING:  # a reader of types would take any name for one of ours

    def __getattr__(name: str) -> Any:
        if name in _HOME_OF:
            home = import_module(_HOME_OF[name])
            return getattr(home, name, None) or import_module(f"{home.__name__}.{name}")
        raise AttributeError(f"module 'symbinfo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
