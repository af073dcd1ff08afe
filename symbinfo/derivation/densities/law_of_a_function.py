"""The law of a function of independent variables: its density derived piece by piece, and the law that has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sympy import And, Dict, Mod, Tuple
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.branches import by_branches
from symbinfo.derivation.densities.named_density import named_density
from symbinfo.derivation.densities.order_statistics import by_order, listed_order
from symbinfo.derivation.densities.pieces_of_a_range import Piece, joined
from symbinfo.derivation.densities.smaller_and_larger import by_tails
from symbinfo.derivation.densities.steps_of_numbers import by_steps, by_wrapping, listed_steps
from symbinfo.derivation.densities.sums_of_counts import extreme_of_copies, of_counts
from symbinfo.derivation.densities.two_variables import COMBINATIONS, combined
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.expectation import DensityValue
from symbinfo.laws.function_laws import ContinuousFunctionLaw, DiscreteFunctionLaw, Origin
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["EXTREMES", "FUNCTION", "ORDER", "STEPS", "density_lemmas", "law_of_origin"]

EXTREMES = ("minimum", "maximum")
FUNCTION, STEPS, ORDER = "function", "floor", "order statistic"

#: Of each kind of function what the step is called that says what its density is, and why.
STEP_OF = {
    "sum": ("density-of-a-sum", "{} is a sum of independent variables: its density is the convolution of theirs."),
    "difference": (
        "density-of-a-difference",
        "{} is a difference of independent variables: its density is a convolution.",
    ),
    "product": (
        "density-of-a-product",
        "{} is a product of independent positive variables: given the one, its density is that of the other, stretched.",
    ),
    "ratio": (
        "density-of-a-ratio",
        "{} is a ratio of independent variables: given the denominator, its density is that of the numerator, stretched.",
    ),
    "minimum": (
        "law-of-the-minimum",
        "{} is above y where both are: the product of the tails, of which the density is the derivative.",
    ),
    "maximum": (
        "law-of-the-maximum",
        "{} is below y where both are: the product of the masses below, of which the density is the derivative.",
    ),
    FUNCTION: (
        "density-of-a-function",
        "The density of {}: over the branches of the inverse, the density at the preimage times the slope.",
    ),
    ORDER: (
        "density-of-an-order-statistic",
        "{} is at y where one copy is, the others below and above it as its rank says: the number of ways, times the mass of each.",
    ),
    STEPS: ("differences-of-the-cumulative-function", "The mass of {} at k is that of the interval which goes to k."),
}


@dataclass(frozen=True)
class _Found:
    """The pieces of a density, and under which further conditions."""

    pieces: tuple[Piece, ...]
    assumed: tuple[Boolean, ...]


def law_of_origin(origin: Origin, name: str, conditions: tuple[Boolean, ...] = ()) -> Law | None:
    """The law of a function of independent variables, or None where its density is not found in closed form.

    Parameters
    ----------
    origin : Origin
        The variables, and the function.
    name : str
        What to call it.
    conditions : tuple of Boolean
        What is known of the parameters.
    """
    parts = origin.parts
    y = _variable(origin)
    condition = And(*(part.condition for part in parts), *conditions)
    if origin.kind == STEPS and (listed := listed_steps(parts[0], origin.function, Domain.of([condition]))):
        return FiniteLaw(name, "FiniteRV", (Dict(dict(listed)),), condition, listed)
    if origin.kind == ORDER and isinstance(parts[0], FiniteLaw):
        listed = listed_order(parts[0], origin.function)
        return FiniteLaw(name, "FiniteRV", (Dict(dict(listed)),), condition, listed) if listed else None
    found = _derived(origin, y, condition)
    if found is None:
        return None
    density = joined(found.pieces, y)
    low, high = found.pieces[0].low, found.pieces[-1].high
    kind = DiscreteFunctionLaw if y.is_integer else ContinuousFunctionLaw
    head = (name, "Mass" if y.is_integer else "Density", (density, Tuple(y, low, high)))
    needs = (piece.derivation.requires for piece in found.pieces)
    order = low <= high if y.is_integer else low < high
    return kind(*head, And(condition, *found.assumed, *needs, order), y, density, low, high, origin)


def density_lemmas(law: Any) -> tuple[Derivation, ...]:
    """How the density of a function of other variables comes about, one derivation a piece; none of other laws."""
    origin = getattr(law, "origin", None)
    if origin is None:
        return ()
    before = tuple(lemma for part in origin.parts for lemma in density_lemmas(part))
    y = _variable(origin)
    found = _derived(origin, y, law.condition)
    return before if found is None else (*before, *(_of_piece(law.on(y), origin, piece) for piece in found.pieces))


def _of_piece(law: Any, origin: Origin, piece: Piece) -> Derivation:
    """The density at y on one piece: what it is by the function, and the steps to its value."""
    derived = piece.derivation
    name, why = STEP_OF[origin.kind]
    reasoning = Reasoning("lemmas", cites=((derived, ()),))
    start = Derivation(left=DensityValue(law, law.variable), domain=derived.domain)
    because = why.format(law.name)
    if law.continuous and (piece.low, piece.high) == (law.lower, law.upper):
        known = named_density(piece.density, law.variable, law.lower, law.upper)
        because += f" It is that of {known}." if known else ""
    first = Step(Relation.EQ, derived.left, name, because, start=start.left, witness=reasoning)
    return replace(start.then(first), steps=(*start.then(first).steps, *derived.steps)).closing(Status.CLOSED)


def _variable(origin: Origin) -> Variable:
    """The variable of the density, positive where the function is: then SymPy writes y**(3/2) for sqrt(y**3)."""
    if origin.kind == STEPS or not origin.parts[0].continuous:
        return Variable(free_name("kijml", origin.free_symbols), integer=True)
    name = free_name("yzutw", origin.free_symbols)
    return Variable(name, positive=True) if _is_positive(origin) else Variable(name, real=True)


def _is_positive(origin: Origin) -> bool:
    """Whether the function has no negative values."""
    ends = [(part.lower, part.upper) for part in origin.parts]
    if origin.kind in COMBINATIONS:
        low, _ = COMBINATIONS[origin.kind].ends(*ends)
        return bool(low.is_nonnegative)
    if origin.kind == ORDER:
        return bool(ends[0][0].is_nonnegative)
    if origin.kind in EXTREMES:
        found = [bool(low.is_nonnegative) for low, _ in ends]
        return all(found) if origin.kind == "minimum" else any(found)
    return bool(origin.function.is_nonnegative)


@lru_cache(maxsize=512)
def _derived(origin: Origin, y: Variable, condition: Boolean) -> _Found | None:
    domain = Domain.of([condition])
    found: Any
    if not origin.parts[0].continuous and origin.kind == ORDER:
        found = extreme_of_copies(origin.parts[0], origin.function, y, domain)
    elif not origin.parts[0].continuous:
        found = of_counts(origin.kind, origin.parts[0], origin.parts[1], y, domain)
    elif origin.kind in COMBINATIONS:
        found = combined(origin.kind, origin.parts[0], origin.parts[1], y, domain)
    elif origin.kind in EXTREMES:
        found = by_tails(origin.kind, tuple(origin.parts), y, domain)
    elif origin.kind == ORDER:
        found = by_order(origin.parts[0], origin.function, y, domain)
    else:
        (part,) = origin.parts
        way = by_steps if origin.kind == STEPS else by_branches
        found = way(part, origin.function, y, domain)
        if found is None and isinstance(origin.function, Mod):
            found = by_wrapping(part, origin.function, y, domain)
    return None if found is None else _Found(tuple(found[0]), found[1])
