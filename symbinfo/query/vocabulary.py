"""The words of the language: which names are measures, laws and constants, and what to answer to any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from sympy import E, EulerGamma, Expr, oo, pi

from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import Family, ParameterDomain
from symbinfo.laws.vector_catalogue import VECTORS, VectorFamily
from symbinfo.query.nodes import Call, Keyword, Mapping, Name, Node, Sequence

__all__ = [
    "BY_HAND",
    "CONSTANTS",
    "LAWS",
    "MEASURES",
    "PRODUCT",
    "Form",
    "form_of",
    "is_event",
    "is_law",
    "is_shannon",
    "near",
    "signature",
]

CONSTANTS: dict[str, Expr] = {"pi": pi, "E": E, "EulerGamma": EulerGamma, "oo": oo}
BY_HAND = {"Density": "Density(expr, (x, a, b))", "Mass": "Mass(expr, (k, a, b))"}
#: Independent components.
PRODUCT = "Product"
#: Every name of a law, with how it is written where it is not a family of one variable.
LAWS = {
    **dict.fromkeys(FAMILIES, ""),
    **BY_HAND,
    **{name: f"{name}({', '.join(family.shapes)})" for name, family in VECTORS.items()},
    PRODUCT: "Product(Normal(0, 1), Exponential(1))",
}


@dataclass(frozen=True)
class Form:
    """How a measure is written: its class, how many laws it takes, what follows them or comes before them."""

    class_name: str
    laws: int
    usage: str
    order: str = ""
    outcome: bool = False
    bars: bool = False


_RENYI = Form("Renyi", 1, "Renyi(P; alpha) or Renyi(P || Q; alpha)", order="alpha")
_RENYI_DIVERGENCE = Form("RenyiDivergence", 2, "Renyi(P || Q; alpha)", order="alpha", bars=True)
_SELF = "I(x; P), with an outcome x and a law P"
_JS = Form("JensenShannon", 2, "JS(P || Q)", bars=True)
_CHI2 = Form("ChiSquaredDivergence", 2, "Chi2(P || Q)", bars=True)

MEASURES: dict[str, Form] = {
    "H": Form("Entropy", 1, "H(P) for an entropy, H(P, Q) for a cross-entropy"),
    "Entropy": Form("Entropy", 1, "Entropy(P)"),
    "CrossEntropy": Form("CrossEntropy", 2, "H(P, Q)"),
    "KL": Form("KL", 2, "KL(P || Q)", bars=True),
    "I": Form("SelfInformation", 1, _SELF, outcome=True),
    "SelfInformation": Form("SelfInformation", 1, "SelfInformation(x, P)", outcome=True),
    "Renyi": _RENYI,
    "RenyiDivergence": _RENYI_DIVERGENCE,
    "Tsallis": Form("Tsallis", 1, "Tsallis(P; q)", order="q"),
    "JS": _JS,
    "JensenShannon": _JS,
    "Hellinger": Form("Hellinger", 2, "Hellinger(P || Q)", bars=True),
    "Chi2": _CHI2,
    "ChiSquaredDivergence": _CHI2,
    "FisherInformation": Form("FisherInformation", 1, "FisherInformation(P; theta)", order="theta"),
}

#: Measures of named random variables: all their arguments are bare names.
SHANNON = ("H", "I", "Entropy", "JointEntropy", "ConditionalEntropy", "MutualInformation")


def is_law(node: object) -> bool:
    """Whether a node is a law, by its name."""
    return isinstance(node, Call) and node.name in LAWS


def is_shannon(node: object) -> bool:
    """Whether a node is a Shannon measure of named variables: ``H(X|Y)``."""
    if not isinstance(node, Call) or node.name not in SHANNON or not node.arguments.items:
        return False
    items = node.arguments.items
    if node.name == "I" and len(items) == 1:
        return False  # I(p) is the information of an event
    return all(isinstance(item, Name) and item.name not in LAWS for item in items)


def is_event(node: object) -> bool:
    """Whether a node is ``I(p)``, the self-information of an event with the probability p."""
    if not isinstance(node, Call) or node.name not in ("I", "SelfInformation") or len(node.arguments.items) != 1:
        return False
    item = node.arguments.items[0]
    return not isinstance(item, Keyword | Sequence | Mapping) and not is_law(item)


def form_of(call: Call) -> Form:
    """The measure that a call means: two laws make ``H`` a cross-entropy and ``Renyi`` a divergence."""
    items = [item for item in call.arguments.items if not isinstance(item, Keyword)]
    second_is_law = len(items) > 1 and isinstance(items[1], Call) and not is_plain_value(items[1])
    if call.name == "H" and len(items) > 1:
        return Form("CrossEntropy", 2, MEASURES["H"].usage)
    if call.name == "Renyi" and (second_is_law or "||" in call.arguments.separators):
        return _RENYI_DIVERGENCE
    return MEASURES[call.name]


def is_plain_value(node: Node) -> bool:
    """Whether a call is certainly not meant as a law: its name begins with a small letter."""
    return isinstance(node, Call) and node.name[0].islower()


def near(name: str, known: Iterable[str]) -> str:
    """The advice ``: did you mean Normal?``, or nothing when no name is near."""
    candidates = sorted(known)
    for candidate in candidates:
        if candidate.lower() == name.lower():
            return f": did you mean {candidate}?"
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return f": did you mean {close[0]}?" if close else ""


def signature(family: Family | VectorFamily) -> str:
    """How a law is written: ``Frechet(a, s=1, m=0)``."""
    if isinstance(family, VectorFamily):
        return LAWS[family.name]
    shapes = {ParameterDomain.OUTCOMES: "[1, 2, 3]", ParameterDomain.TABLE: "{0: 1/2, 1: 1/2}"}
    words = []
    for parameter in family.parameters:
        default = "" if parameter.default is None else f"={parameter.default}"
        words.append(shapes.get(parameter.domain, parameter.name + default))
    return f"{family.name}({', '.join(words)})"
