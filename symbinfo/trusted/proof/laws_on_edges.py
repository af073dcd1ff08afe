"""On an edge of a condition: the laws of the derivation there are those of the other one, at a value of a symbol."""

from __future__ import annotations

from ..failing_conditions import law_at
from ..statements import LISTED, Beyond, Law, Plain
from ..terms import free_symbols, replace
from .context import Context
from .definedness import undefined
from .normal_form import equal
from .range_ends import same_end
from .refusal import Refused

__all__ = ["demand_laws_at_edge"]


def demand_laws_at_edge(entry: Beyond, plain: Plain, other: Plain, context: Context) -> None:
    """Each law of the derivation on the edge must be that of the other one there.

    Parameters
    ----------
    entry : Beyond
        Which edge.
    plain, other : Plain
        The derivation, and that on the edge.
    context : Context
        Where the symbols of the latter live.

    Raises
    ------
    Refused
        When that is not shown.
    """
    if plain.measure is not None and plain.measure.name == "fisher-information":
        moving = frozenset().union(*(free_symbols(value) for _, value in entry.at))
        if {plain.measure.order, plain.measure.second} & moving:
            raise Refused("the value on the edge moves with the parameter that the Fisher information is about")
    there = dict(other.laws)
    for name, law in plain.laws:
        if law.kind in (*LISTED, "joint") or name not in there or there[name].kind != law.kind:
            raise Refused("laws without a range have no edge")
        if any(law.variable in free_symbols(value) for _, value in entry.at):
            raise Refused(f"the value on the edge holds {law.variable}, the name of the variable of a law")
        _demand_same(law_at(law, entry.at), there[name], context)


def _demand_same(law: Law, other: Law, context: Context) -> None:
    ends = ((law.lower, other.lower), (law.upper, other.upper))
    x = other.variable
    if law.variable != x or not all(same_end(*pair, context) for pair in ends):
        raise Refused("the ranges of the laws on the edge are others")
    head = "integral" if law.kind == "continuous" else "sum"
    inside = context.within(head, x, other.lower, other.upper)
    if undefined((head, law.density, x, other.lower, other.upper), context) or not equal(
        replace(law.density, law.variable, x), other.density, inside
    ):
        raise Refused("the laws on the edge are others")
