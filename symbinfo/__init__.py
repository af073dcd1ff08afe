"""symbinfo: derivation and verification for information theory.

The public names are resolved when they are first used, so that ``import symbinfo.checker`` loads no SymPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

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
    "symbinfo.laws.joint": ("table",),
    "symbinfo.laws.matrix_normal": ("normal_vector",),
    "symbinfo.laws.vector": ("product", "dirichlet", "multinomial"),
    "symbinfo.laws.read": ("Density", "Mass"),
    "symbinfo.strategies": ("derive",),
    "symbinfo.theorems": ("theorem",),
    "symbinfo.verdict": ("verify",),
    "symbinfo.query": ("parse",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - computed from the one table


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'symbinfo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
