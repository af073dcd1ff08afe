"""The forms in which one side of a step follows from the other, one function each.

A form takes the two sides, whose parts are known to be defined, and says which integrals and sums of the left side
converge if those of the right side do. It raises `Refused` where it does not reach. Nothing is searched for: what a form
needs is said by the witness of the step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..terms import INFINITE, Term
from ..witnesses import Cut, Witness
from .abstract_laws import without_totals
from .context import Context
from .cut_ranges import by_antiderivative, demand_combination
from .definedness import undefined
from .differing_parts import CLOSED
from .integral_values import fact_of, value_of
from .normal_form import equal, key
from .orders_of_summation import demand_equal_terms, exchanged, is_nested, taken_out
from .range_ends import same_range
from .refusal import Refused
from .signs import implied, sign
from .totals_in_terms import TOTALS, around, combination, has_total, replaced, totals_in

__all__ = ["FORMS", "MEANING", "Key", "Lemma", "Setting", "demand_values", "with_lemmas", "with_values"]

Key = Any


#: What it means for a symbol s to be of a kind.
MEANING: dict[str, tuple[Callable[[str], Term], ...]] = {
    "real": (),
    "positive": (lambda s: ("<", 0, s),),
    "nonnegative": (lambda s: ("<=", 0, s),),
    "negative": (lambda s: ("<", s, 0),),
    "nonzero": (lambda s: ("!=", s, 0),),
    "probability": (lambda s: ("<=", 0, s), lambda s: ("<=", s, 1)),
    "open probability": (lambda s: ("<", 0, s), lambda s: ("<", s, 1)),
    "integer": (lambda s: ("integer", s),),
    "positive integer": (lambda s: ("<", 0, s), lambda s: ("integer", s)),
    "nonnegative integer": (lambda s: ("<=", 0, s), lambda s: ("integer", s)),
}


@dataclass(frozen=True)
class Lemma:
    """What was proved: an equation or an inequality, for all values of its symbols that fulfil what is assumed.

    Attributes
    ----------
    left, right : Term
        The two sides; the integrals and sums of the left one converge.
    symbols : frozenset of str
        All symbols that the derivation declares.
    assumed : tuple of Term
        The kinds of these symbols, as conditions, and the conditions of the derivation.
    functions : tuple of (name, kind)
        The abstract functions that the derivation declares.
    relation : str
        How the left side stands to the right one.
    equality : tuple or None
        Of an inequality: exactly when both sides are equal, if that was proved.
    converging : tuple of Term
        Integrals of abstract densities of which it is assumed that they converge.
    almost : frozenset of str
        Symbols for almost all of whose values it was proved.
    """

    left: Term
    right: Term
    symbols: frozenset[str]
    assumed: tuple[Term, ...]
    functions: tuple[tuple[str, str], ...] = ()
    relation: str = "="
    equality: tuple[tuple[Any, ...], tuple[tuple[str, Term, Term], ...]] | None = None
    converging: tuple[Term, ...] = ()
    almost: frozenset[str] = frozenset()

    def follows_from(self, context: Context) -> bool:
        """Whether it may be cited: its symbols and functions are known, and all that it assumes follows."""
        known = self.symbols <= set(context.names) and set(self.functions) <= set(context.functions.items())
        return known and all(implied(condition, context) for condition in self.assumed)


@dataclass(frozen=True)
class Setting:
    """What a step may rest on: where its symbols live, the lemmas it cites, the totals of laws, each proved to be 1."""

    context: Context
    lemmas: tuple[Lemma, ...]
    totals: Mapping[str, Lemma]


def same(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """Both sides have one normal form; integrals and sums are atoms of it.

    Factors that the witness names, each a sum that is a product, are verified before they are used. Integrals of which
    only the integrands are equal, and not their normal forms, are compared by those.
    """
    found = equal(left, right, setting.context, witness.factors)
    if has_total(left) and has_total(right) and key(left, setting.context) != key(right, setting.context):
        try:
            return linear(left, right, Witness("linear", factors=witness.factors), setting)
        except Refused:
            pass
    if not found:
        raise Refused("the two sides have no common normal form")
    return frozenset()


def lemmas(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """What is written as the left side of a cited lemma, or an integral that is, is replaced by its right side.

    A lemma was proved for all symbols of its context: that context must follow from the one at hand.
    """
    table = _cited(setting)
    left, written = with_lemmas(left, setting.lemmas, setting.context)
    right, _ = with_lemmas(right, setting.lemmas, setting.context)
    new_left, used = _inserted(left, setting.context, table)
    new_right, _ = _inserted(right, setting.context, table)
    if not equal(new_left, new_right, setting.context, witness.factors):
        raise Refused("the two sides differ after the lemmas are inserted")
    return used | written


def with_lemmas(term: Term, lemmas: tuple[Lemma, ...], context: Context) -> tuple[Term, frozenset[Key]]:
    """The term with all that is the left side of a lemma as it is written, outside of binders and cases, replaced.

    Returned as well are the integrals and sums that are gone: those of the left side of a lemma converge.
    """
    known = [lemma for lemma in lemmas if lemma.relation == "=" and lemma.right not in INFINITE]
    known = [lemma for lemma in known if isinstance(lemma.left, tuple) and lemma.left[0] not in TOTALS]
    if not known or not isinstance(term, tuple) or term[0] in CLOSED:
        return term, frozenset()
    for lemma in known:  # two may have one left side, and assume other things
        if lemma.left == term and lemma.follows_from(context):
            return lemma.right, frozenset(key(total, there) for total, there in totals_in(term, context))
    parts = [with_lemmas(part, lemmas, context) for part in term[1:]]
    return (term[0], *(part for part, _ in parts)), frozenset().union(*(gone for _, gone in parts))


def _cited(setting: Setting) -> dict[Key, Term]:
    """What the cited lemmas say, where all that they assume follows."""
    table: dict[Key, Term] = {}
    for lemma in setting.lemmas:
        if lemma.relation == "=" and lemma.follows_from(setting.context):
            table[key(lemma.left, setting.context)] = lemma.right
    return table


def integral(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """Integrals and sums are replaced by their values, which stored facts and cited lemmas give."""
    context = setting.context
    table = _cited(setting)
    for evaluation in witness.integrals:
        table[key(evaluation.integral, context)] = value_of(evaluation, context, witness.factors)
    table |= _stored(witness, context)
    new_left, used = _inserted(left, context, table)
    new_right, _ = _inserted(right, context, table)
    if not equal(new_left, new_right, context, witness.factors):
        raise Refused("the two sides differ after the stored values are inserted")
    return used


def with_values(term: Term, witness: Witness, context: Context) -> Term:
    """The term with the stored integrals and sums that a witness names replaced by their values, which they have."""
    return _inserted(term, context, _stored(witness, context))[0]


def _stored(witness: Witness, context: Context) -> dict[Key, Term]:
    table: dict[Key, Term] = {}
    for instance in witness.facts:
        total, value = fact_of(instance, context)
        table[key(total, around(instance.parameter, context) if instance.parameter else context)] = value
    return table


def linear(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """Integrals, or sums, over one range are compared by their integrands.

    ``left - right`` is a constant d and a combination of integrals over one range. It is 0 where the combination of the
    integrands is ``-d p`` at each place, for a law p with total 1 on that range, or 0 where d is. What is spread is taken
    apart first, and its parts are inserted from the cited lemmas.
    """
    if witness.spread:
        return _spread(left, right, witness, setting)
    _demand_equal_totals(left, right, None, witness, setting, setting.context)
    return _alone(left, setting.context)


def split(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """The same where the range of an integral is cut at points: the integrands are compared piece by piece."""
    if len(witness.cuts) != 1:
        raise Refused("not one integral is cut")
    demand_values(witness.cuts[0].points, setting.context)
    _demand_equal_totals(left, right, witness.cuts[0], witness, setting, setting.context)
    return _alone(left, setting.context)


def antiderivative(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """Integrals are replaced by the differences of an antiderivative at the ends of pieces."""
    context = setting.context
    for cut in witness.cuts:
        demand_values(cut.points, context)
    table = {key(cut.integral, context): by_antiderivative(cut, context, witness.factors) for cut in witness.cuts}
    new, used = _inserted(left, context, table)
    if not equal(new, right, context, witness.factors):
        raise Refused("the two sides differ after the antiderivative is inserted")
    return used


def totals(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """The totals of abstract laws, at any depth, and those of the named laws are 1."""
    context = setting.context
    known = [setting.totals.get(name) for name in witness.totals]
    proved = [lemma.left for lemma in known if lemma is not None and lemma.follows_from(context)]
    table: dict[Key, Term] = {key(total, context): 1 for total in proved}
    new_left, used = _inserted(without_totals(left, context), context, table)
    new_right, _ = _inserted(without_totals(right, context), context, table)
    if not equal(new_left, new_right, context):
        raise Refused("the two sides differ after the totals of laws are inserted")
    return used


def fubini(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    """Sums of sums, and integrals of integrals, that are named are added up in the other order.

    On both sides what is free of the variable of a sum or an integral is taken out of it first: so marginals are seen.
    """
    context = setting.context
    table = {key(total, context): exchanged(total, context) for total in witness.exchanged}
    for total in witness.exchanged:
        demand_values((total,), context)
    new, used = _inserted(left, context, table)
    if not equal(taken_out(new), taken_out(right), context, witness.factors):
        raise Refused("the two sides differ after the order of the sums is changed")
    kept = {key(total, there) for total, there in totals_in(right, context)}
    return frozenset(name for name in used if key(table[name], context) in kept)


def _spread(left: Term, right: Term, witness: Witness, setting: Setting) -> frozenset[Key]:
    context = setting.context
    table: dict[Key, Term] = {}
    parts: set[Key] = set()
    for entry in witness.spread:
        apart: Term = ("+", entry.constant, *(("*", factor, total) for factor, total in entry.terms))
        demand_values((apart,), context)
        _demand_equal_totals(entry.integral, apart, None, witness, setting, context)
        table[key(entry.integral, context)] = apart
        parts |= {key(total, there) for total, there in totals_in(apart, context)}
    opened, spread = _inserted(left, context, table)
    cited = lemmas(opened, right, witness, setting)
    if not parts <= cited | {key(total, there) for total, there in totals_in(right, context)}:
        raise Refused("that the parts of what is spread converge is not shown")
    return spread | cited


def _demand_equal_totals(
    left: Term, right: Term, cut: Cut | None, witness: Witness, setting: Setting, context: Context
) -> None:
    rows = [*combination(left), *((("*", -1, factor), total) for factor, total in combination(right))]
    constant: Term = ("+", 0, *(factor for factor, total in rows if total is None))
    moving = [(factor, total) for factor, total in rows if total is not None]
    densities: list[Any] = [None]
    if witness.totals and moving and not equal(constant, 0, context):
        densities = [
            (1, law) for law in _totals_over(cut.integral if cut is not None else moving[0][1], witness, setting)
        ]
    if cut is None and any(is_nested(total) for _, total in moving):
        weighted = [] if densities[0] is None else [(constant, densities[0][1])]
        demand_equal_terms([*moving, *weighted], constant if not weighted else 0, witness.factors, context)
        return
    for density in densities[:-1]:
        try:
            return demand_combination(moving, constant, density, cut, witness.factors, context)
        except Refused:
            continue
    demand_combination(moving, constant, densities[-1], cut, witness.factors, context)


def _totals_over(whole: Any, witness: Witness, setting: Setting) -> list[Any]:
    """Of the named totals, each known to be 1, those over the range of an integral; of one alone the range is asked later."""
    lemmas = [setting.totals.get(name) for name in witness.totals]
    proved = [lemma.left for lemma in lemmas if lemma is not None and lemma.follows_from(setting.context)]
    known: list[Any] = [left for left in proved if isinstance(left, tuple) and left[0] in TOTALS]
    if len(lemmas) > 1:
        known = [total for total in known if same_range(total, whole, setting.context)]
    if not known:
        raise Refused("the total of a law is not known")
    return known


def demand_values(terms: tuple[Term, ...], context: Context) -> None:
    """What only the witness says must have values, too; ends of ranges may be infinite."""
    for term in terms:
        missing = () if term in INFINITE else undefined(term, context)
        if missing:
            raise Refused(f"not defined for certain: {missing[0]}")


def _alone(left: Term, context: Context) -> frozenset[Key]:
    """The integral of the left side, if it is one with a factor that is not 0: it converges with those on the right."""
    rows = [(factor, total) for factor, total in combination(left) if total is not None]
    if len(rows) == 1 and sign(rows[0][0], context) in ("positive", "negative"):
        return frozenset({key(rows[0][1], context)})
    return frozenset()


def _inserted(term: Term, context: Context, table: Mapping[Key, Term]) -> tuple[Term, frozenset[Key]]:
    """The term with the known values of its integrals and sums, and which of them were met."""
    used: set[Key] = set()

    def change(total: Term, there: Context) -> Term | None:
        name = key(total, there)
        if name in table:
            used.add(name)
        return table.get(name)

    return replaced(term, context, change), frozenset(used)


#: The closed list of forms, by the name that a witness gives.
FORMS: dict[str, Callable[[Term, Term, Witness, Setting], frozenset[Key]]] = {
    "same": same,
    "point-mass": same,  # what it says was read off the term
    "lemmas": lemmas,
    "linear": linear,
    "integral": integral,
    "split": split,
    "antiderivative": antiderivative,
    "totals": totals,
    "fubini": fubini,
}
