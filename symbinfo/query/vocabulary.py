"""The words of the language: which names are measures, laws and constants, and what to answer to any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import E, EulerGamma, Expr, oo, pi

from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.names.binding import nearest
from symbinfo.laws.names.conventions import known_elsewhere
from symbinfo.laws.names.language import LANGUAGE_NAMES, rows_of
from symbinfo.laws.vector_catalogue import VECTORS, VectorFamily
from symbinfo.measures import MEASURES as ALL_MEASURES
from symbinfo.measures.base import Measure
from symbinfo.query.forms_of_laws import MIXTURE, TRUNCATED
from symbinfo.query.nodes import Call, Keyword, Mapping, Name, Node, Sequence
from symbinfo.query.typed.optimum_spellings import OPTIMA

__all__ = [
    "BY_HAND",
    "CAPACITIES",
    "CONSTANTS",
    "LAWS",
    "MAXENT",
    "MEASURES",
    "PRODUCT",
    "RATE",
    "UNLESS_DECLARED",
    "Form",
    "form_of",
    "is_asked",
    "is_event",
    "is_law",
    "is_shannon",
    "near",
    "no_such_law",
    "signature",
]

#: The entropy rate of a random source.
RATE = "EntropyRate"
CONSTANTS: dict[str, Expr] = {"pi": pi, "E": E, "EulerGamma": EulerGamma, "oo": oo}
#: Constants whose names are parameters where a law or a line of a setting says so: e is a crossover probability, too, and
#: gamma the scale of a Cauchy law.
UNLESS_DECLARED: dict[str, Expr] = {
    "e": E,
    **dict.fromkeys(("gamma", "euler_gamma", "eulergamma", "gamma_E"), EulerGamma),
}
BY_HAND = {"Density": "Density(expr, (x, a, b))", "Mass": "Mass(expr, (k, a, b))"}
#: The capacity of a channel, and a law of the input that reaches it; the law of largest entropy.
CAPACITIES = ("capacity", "argmaxcapacity")
MAXENT = "maxent"
#: Independent components.
PRODUCT = "Product"
#: Every name of a law, with how it is written where it is not a family of one variable.
LAWS = {
    **dict.fromkeys((*FAMILIES, *LANGUAGE_NAMES), ""),
    **BY_HAND,
    TRUNCATED: "truncated(Normal(0, 1), 0, oo)",
    MIXTURE: "mixture(1/3: Normal(0, 1), 2/3: Normal(1, 2))",
    **{name: family.usage for name, family in VECTORS.items()},
    PRODUCT: "Product(Normal(0, 1), Exponential(1))",
}


@dataclass(frozen=True)
class Form:
    """A word for a measure: its class, which says what arguments it takes, and the form that messages show."""

    measure: type[Measure]
    usage: str


def _meanings(measures: Iterable[type[Measure]]) -> dict[str, list[Form]]:
    """The measures that each word may mean, those of one law first."""
    found: dict[str, list[Form]] = {}
    for measure in sorted(measures, key=lambda measure: measure.arity):
        for word, usage in measure.words.items():
            found.setdefault(word, []).append(Form(measure, usage))
    return found


MEANINGS = _meanings(ALL_MEASURES)
MEASURES: dict[str, Form] = {word: forms[0] for word, forms in MEANINGS.items()}

#: Measures of named random variables: all their arguments are bare names.
SHANNON = {word: measure for measure in ALL_MEASURES for word in measure.words_of_variables}
#: Measures of the outcome of a law, or of an event.
OF_OUTCOMES = tuple(word for word, form in MEASURES.items() if form.measure.takes_outcome)


def is_law(node: object) -> bool:
    """Whether a node is a law, by its name."""
    return isinstance(node, Call) and node.name in LAWS


def is_asked(node: object) -> bool:
    """Whether a node asks for an optimum: ``max(H(P); p)``, ``capacity(Y | X)``, ``maxent(...)``."""
    if not isinstance(node, Call):
        return False
    over = node.name in OPTIMA and (";" in node.arguments.separators or node.name.startswith("arg"))
    return over or node.name in (*CAPACITIES, MAXENT)


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
    if not isinstance(node, Call) or node.name not in OF_OUTCOMES or len(node.arguments.items) != 1:
        return False
    item = node.arguments.items[0]
    return not isinstance(item, Keyword | Sequence | Mapping) and not is_law(item)


def form_of(call: Call) -> Form:
    """The measure that a call means: two laws make ``H`` a cross-entropy and ``Renyi`` a divergence.

    Of a measure with an order, the second argument is a law where it is written like one.
    """
    first, *others = MEANINGS[call.name]
    if not others:
        return first
    items = [item for item in call.arguments.items if not isinstance(item, Keyword)]
    second_is_law = len(items) > 1 and isinstance(items[1], Call) and not is_plain_value(items[1])
    if first.measure.order_name:
        return others[0] if second_is_law or "||" in call.arguments.separators else first
    return others[0] if len(items) > 1 else first


def is_plain_value(node: Node) -> bool:
    """Whether a call is certainly not meant as a law: its name begins with a small letter."""
    return isinstance(node, Call) and node.name[0].islower() and node.name not in LAWS


def near(name: str, known: Iterable[str]) -> str:
    """The advice ``: did you mean Normal?``, or nothing when no name is near."""
    close = nearest(name, known)
    return f": did you mean {close}?" if close else ""


def signature(law: str | VectorFamily) -> str:
    """How a law is written: ``Frechet(a, s=1, m=0)``."""
    if isinstance(law, VectorFamily):
        return LAWS[law.name]
    if LAWS[law]:
        return LAWS[law]
    shapes = {
        ParameterDomain.OUTCOMES: "[1, 2, 3]",
        ParameterDomain.NUMBERS: "[1/2, 1/2]",
        ParameterDomain.TABLE: "{0: 1/2, 1: 1/2}",
    }
    words = []
    for parameter in rows_of(law)[0].parameters:
        default = "" if parameter.default is None else f"={parameter.default}"
        words.append(shapes.get(parameter.domain, parameter.name + default))
    return f"{law}({', '.join(words)})"


def no_such_law(name: str) -> str:
    """What to answer to a name that is no law: what it is elsewhere, or which was probably meant."""
    misspelt = (nearest(name, LAWS) or "").lower() == name.lower()
    return f"unknown law {name}{(not misspelt and known_elsewhere(name)) or near(name, LAWS)}"
