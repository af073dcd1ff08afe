"""symbinfo: derivation and verification for information theory.

The public names are resolved when they are first used, so that ``import symbinfo.checker`` loads no SymPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symbinfo.expressions.doors import open_doors

if TYPE_CHECKING:  # so that a type checker knows what each of these returns
    from symbinfo.laws.by_hand import Density as Density
    from symbinfo.laws.by_hand import Mass as Mass
    from symbinfo.laws.matrix_normal import normal_vector as normal_vector
    from symbinfo.laws.product import product as product
    from symbinfo.laws.table import table as table
    from symbinfo.laws.vector import dirichlet as dirichlet
    from symbinfo.laws.vector import multinomial as multinomial

__version__ = "0.1.0"

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
        "Tsallis",
        "JensenShannon",
        "Hellinger",
        "ChiSquaredDivergence",
        "FisherInformation",
    ),
    "symbinfo.laws.table": ("table",),
    "symbinfo.laws.matrix_normal": ("normal_vector",),
    "symbinfo.laws.product": ("product",),
    "symbinfo.laws.vector": ("dirichlet", "multinomial"),
    "symbinfo.laws.by_hand": ("Density", "Mass"),
    "symbinfo.derivation.plans.derive": ("derive",),
    "symbinfo.derivation.theorems": ("theorem",),
    "symbinfo.verification.referee.verify": ("verify",),
    "symbinfo.query": ("parse",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

open_doors(
    {
        "derive": "symbinfo.derivation.plans.derive",
        "evaluate": "symbinfo.verification.values.evaluate",
        "certificate_of": "symbinfo.derivation.certify.export",
        "check_derivation": "symbinfo.derivation.certify.checking",
        "compile_kernel": "symbinfo.kernels",
        "compile_measure": "symbinfo.kernels",
        "render": "symbinfo.render",
        "to_dict": "symbinfo.render.json",
    }
)

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - computed from the one table


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("symbinfo.expressions.errors")
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'symbinfo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
