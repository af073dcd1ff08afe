"""The law of a function of independent variables, read from the outside in: sums, products, ratios, and functions of one.

What is left of an expression is always a function of parts that have no variable in common; each part has a law of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from sympy import (
    Add,
    And,
    Dict,
    Dummy,
    Expr,
    Max,
    Min,
    Mod,
    Mul,
    Pow,
    S,
    Symbol,
    Tuple,
    acos,
    acosh,
    asin,
    atanh,
    cancel,
    ceiling,
    diff,
    floor,
    log,
    oo,
    sign,
    true,
)

from symbinfo.derivation.densities.law_of_a_function import FUNCTION, ORDER, STEPS, law_of_origin
from symbinfo.derivation.densities.steps_of_numbers import mass_above
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import QueryError
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.function_laws import OrderStatistic, Origin, without_origin
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.location_scale import moved as shifted
from symbinfo.laws.mixture import mixture
from symbinfo.query.change_of_variables import image, innermost, moved
from symbinfo.query.parts_of_functions import Taken, as_square, common_part, own_part, without_extremes
from symbinfo.query.variables import simplest

__all__ = ["law_of_expression", "truth_of"]

#: Where functions of one argument have real values.
DEFINED: dict[Any, tuple[Expr, Expr]] = {
    log: (S.Zero, oo),
    asin: (-S.One, S.One),
    acos: (-S.One, S.One),
    atanh: (-S.One, S.One),
    acosh: (S.One, oo),
}
#: Of how many laws a mixture is written out.
MOST_PARTS = 64
#: Names of the parts of a function, in the order in which they are needed.
LETTERS = ("U", "V", "W", "S", "T", "R", "A", "B", "C", "D")
READ = (
    "of such variables sums, differences, products, ratios, min and max of independent ones are read, and functions of one "
    "variable such as exp(X), X^2, abs(X), sin(X) or floor(X)"
)


def law_of_expression(
    value: Expr, laws: Mapping[Symbol, Law], name: str, conditions: tuple[Any, ...] = (), taken: Iterable[str] = ()
) -> Law:
    """The law of an expression in independent variables.

    Parameters
    ----------
    value : Expr
        The expression.
    laws : mapping of Symbol to Law
        The places of the variables in it, and their laws.
    name : str
        What to call it.
    conditions : tuple of Boolean
        What is known of the parameters.
    taken : iterable of str
        Names of other variables.

    Raises
    ------
    QueryError
        When it is of no kind that is read, or its density is not found (without the place).
    """
    letters = [letter for letter in LETTERS if letter not in {*taken, name}]
    return _Reader(dict(laws), conditions, letters).law(value, name)


@dataclass
class _Reader:
    laws: dict[Symbol, Law]
    conditions: tuple[Any, ...]
    letters: list[str] = field(default_factory=list)

    def law(self, value: Expr, name: str = "") -> Law:
        value = self._without_orders(value)
        places = self._places(value)
        listed = {place: law for place in places if (law := as_finite(self.laws[place])) is not None}
        if listed and value not in self.laws:
            return self._given_finite(value, listed, name)
        if value in self.laws:
            return self.laws[value] if not name else self.laws[value].renamed(name)
        name = name or (self.letters.pop(0) if self.letters else "U")
        if len(places) == 1:
            return self._of_one(value, places[0], name)
        value = without_extremes(value)
        if (told := self._with(common_part(value, places))) is not None:
            return self.law(told, name)
        outside, inside = value.as_independent(*places, as_Add=False)
        if outside != 1:
            return self._applied(lambda y: outside * y, inside, name)
        constant, moving = value.as_independent(*places, as_Add=True)
        if constant != 0:
            return self._applied(lambda y: constant + y, moving, name)
        if isinstance(value, Mod) and not value.args[1].has(*places):
            return self._applied(lambda y: Mod(y, value.args[1]), value.args[0], name)
        found = self._combined(value, name)
        if found is None and isinstance(value, (Mul, Pow)):
            found = self._by_ratio(value, places, name)
        if found is None and len(value.args) == 1:
            found = self._applied(lambda y: value.func(y), value.args[0], name)
        if found is None and isinstance(value, Pow):
            base, power = value.args
            ways = ((base, lambda y: y**power), (power, lambda y: base**y))
            found = next(
                (self._applied(way, inner, name) for inner, way in ways if len(self._places(inner)) == len(places)),
                None,
            )
        if found is None:
            if (told := self._with(own_part(value, places))) is None:
                raise QueryError(READ)
            found = self.law(told, name)
        return found

    def _with(self, taken: Taken | None) -> Expr | None:
        """A function whose part has a place of its own."""
        if taken is None:
            return None
        told, part, inner = taken
        return told.xreplace({part: self._place(self.law(inner))})

    def _places(self, value: Expr) -> list[Symbol]:
        return [place for place in self.laws if value.has(place)]

    def _place(self, law: Law) -> Symbol:
        """A place for a part, which is positive where the part is."""
        low = getattr(law, "lower", None)
        place = Dummy(law.name, positive=True) if low is not None and low.is_nonnegative else Dummy(law.name, real=True)
        self.laws[place] = law
        return place

    def _applied(self, function: Any, inner: Expr, name: str) -> Law:
        place = self._place(self.law(inner))
        return self._of_one(function(place), place, name)

    def _without_orders(self, value: Expr) -> Expr:
        """The expression with a place for each order statistic in it."""
        orders = sorted(value.atoms(OrderStatistic), key=str)
        kept = value.xreplace({order: Dummy("r") for order in orders})
        seen = self._places(kept)
        for order in orders:
            here = self._places(order)
            if set(here) & set(seen):
                raise QueryError(
                    "order statistics of one variable together, or beside it, are not read: ask for one of them"
                )
            seen += here
        return value.xreplace({order: self._place(self._ordered(*order.args)) for order in orders})

    def _ordered(self, value: Expr, k: Expr, n: Expr) -> Law:
        law, rank = self.law(value), Tuple(k, n)
        law = as_finite(law) or law
        for number in rank:
            if number.is_integer is False or number.is_positive is False:
                raise QueryError(f"the rank and the number of copies are positive integers: got {number}")
        if (n - k).is_negative:
            raise QueryError(f"of {n} copies none has the rank {k}: write OrderStatistic(X, k, n) with k at most n")
        order = true if (n - k).is_nonnegative else k <= n
        found = law_of_origin(Origin(ORDER, (law,), rank), law.name, (*self.conditions, order))
        if found is None:
            raise QueryError(
                f"the law of OrderStatistic({law.name}, {k}, {n}) of {law.name} ~ {law.title} is not found in closed form"
            )
        return found

    def _given_finite(self, value: Expr, listed: Mapping[Symbol, FiniteLaw], name: str) -> Law:
        """The mixture of the laws that the function has given the outcomes of finite variables."""
        masses: dict[Expr, Expr] = {}
        if any(not isinstance(outcome, Expr) for law in listed.values() for outcome, _ in law.outcomes):
            raise QueryError("words are no numbers: of outcomes that are words no sums or products are read")
        outcomes = list(product(*(law.outcomes for law in listed.values())))
        if len(outcomes) > MOST_PARTS:
            raise QueryError(f"a mixture of more than {MOST_PARTS} laws is not written out")
        for pairs in outcomes:
            here = value.xreplace({place: o for place, (o, _) in zip(listed, pairs, strict=True)})
            masses[here] = masses.get(here, S.Zero) + Mul(*(mass for _, mass in pairs))
        certain = {here: mass for here, mass in masses.items() if not self._places(here)}
        name = name or (self.letters.pop(0) if self.letters else "U")
        if len(certain) == len(masses):
            condition = And(*(law.condition for law in listed.values()))
            return FiniteLaw(name, "FiniteRV", (Dict(masses),), condition, list(masses.items()))
        laws = {here: without_origin(self.law(here, name)) for here in masses if here not in certain}
        if certain and any(law.continuous for law in laws.values()):
            (place, mass), *_ = certain.items()
            raise QueryError(
                f"{name} is {place} with probability {simplest(mass)} and has a density elsewhere: it has neither an entropy of outcomes nor one of a density"
            )
        points = {here: finite_law({here: S.One}, name) for here in certain}
        found = mixture([(simplest(mass), (laws | points)[here]) for here, mass in masses.items()], name)
        return found.func(
            *found.args[:3], And(found.condition, *(law.condition for law in listed.values())), *found.args[4:]
        )

    # One variable.

    def _of_one(self, value: Expr, place: Symbol, name: str) -> Law:
        law = self.laws[place]
        value = as_square(_as_remainder(value, place), place)
        slope = S.Zero if value.has(Mod) else diff(value, place)
        if isinstance(law, DiscreteLaw) and slope == 1:
            return shifted(law, value.xreplace({place: S.Zero}), name=name)
        if not isinstance(law, ContinuousLaw):
            raise QueryError(
                "a function of a variable with infinitely many outcomes is not read, apart from sums: ask for its law"
            )
        if not slope.has(place) and (slope.is_positive or slope.is_negative):
            return moved(law, slope, value.xreplace({place: S.Zero}), name)
        if not slope.has(place) and slope.free_symbols:
            raise QueryError(f"the sign of {slope} is not known: give it by a line, such as {slope} > 0")
        found = image(law, value, place, name)
        if found is not None:
            return found
        inner = value.args[0] if isinstance(value, Mod) else innermost(value, place)
        if inner is None:
            raise QueryError(READ)
        if inner == place:
            _demand_values(value, place, law)
        if inner != place:
            return self._applied(lambda y: value.xreplace({inner: y}), inner, name)
        return self._not_one_to_one(value, place, law, name)

    def _not_one_to_one(self, value: Expr, place: Symbol, law: ContinuousLaw, name: str) -> Law:
        """An elementary function by its branches, floor and ceil by steps, sign by the mass on either side."""
        function = value.xreplace({place: law.variable})
        if isinstance(value, (Min, Max)):
            raise QueryError(
                f"{name} = {value.func.__name__.lower()}(...) of a variable and a constant has mass at one place and a density elsewhere: "
                "ask for the law given that it lies on one side, as in H(X | X > a)"
            )
        if isinstance(value, sign):
            return truth_of(law, (S.One, S.NegativeOne), name, self.conditions)
        if isinstance(value, (floor, ceiling)):
            found = law_of_origin(Origin(STEPS, (law,), function), name, self.conditions)
            if found is None:
                raise QueryError(
                    f"the masses of {value.func.__name__}({law.name}) are not found in closed form for {law.name} ~ {law.title}: its range must start at a whole number"
                )
            return found
        found = law_of_origin(Origin(FUNCTION, (law,), function), name, self.conditions)
        if found is None:
            raise QueryError(READ)
        return found

    # Several.

    def _combined(self, value: Expr, name: str) -> Law | None:
        if isinstance(value, Add):
            return self._folded(self._groups(value.args), Add, "sum", "difference", name)
        if isinstance(value, Mul):
            return self._folded(self._groups(value.args), Mul, "product", "ratio", name)
        if isinstance(value, (Min, Max)):
            kind = "minimum" if isinstance(value, Min) else "maximum"
            return self._folded(self._groups(value.args), value.func, kind, "", name)
        return None

    def _groups(self, parts: Iterable[Expr]) -> list[tuple[list[Symbol], list[Expr]]]:
        """The parts, those with a variable in common together."""
        groups: list[tuple[list[Symbol], list[Expr]]] = []
        for part in parts:
            places, members = self._places(part), [part]
            for group in [g for g in groups if set(g[0]) & set(places)]:
                groups.remove(group)
                places, members = [*group[0], *places], [*group[1], *members]
            groups.append((list(dict.fromkeys(places)), members))
        return groups

    def _folded(self, groups: Any, join: Any, kind: str, turned: str, name: str) -> Law | None:
        if len(groups) < 2:
            return None
        parts = [join(*members) for _, members in groups]
        backwards = [bool(turned) and _is_turned(part, kind) for part in parts]
        ordered = sorted(zip(backwards, parts, strict=True), key=lambda pair: pair[0])
        if ordered[0][0]:  # all of them
            return self._applied(partial(_inverse, kind), _inverse(kind, join(*parts)), name)
        (_, first), *rest = ordered
        known = self.law(first)
        for number, (back, part) in enumerate(rest, start=1):
            other = self.law(_inverse(kind, part) if back else part)
            known = self._origin(turned if back else kind, known, other, name if number == len(rest) else "")
        return known

    def _origin(self, kind: str, first: Law, second: Law, name: str) -> Law:
        kinds = (ContinuousLaw, DiscreteLaw)
        if not any(isinstance(first, one) and isinstance(second, one) for one in kinds):
            raise QueryError(
                "a variable with a density and one with infinitely many outcomes are not taken together here: write their joint law"
            )
        name = name or (self.letters.pop(0) if self.letters else "U")
        found = law_of_origin(Origin(kind, (first, second)), name, self.conditions)
        if found is None:
            words = f"no closed form of the density of the {kind} of {first.name} ~ {first.title} and {second.name} ~ {second.title} is found"
            raise QueryError(f"{words}: write it by hand, as in P = Density(..., (y, a, b))")
        return found

    def _by_ratio(self, value: Expr, places: list[Symbol], name: str) -> Law | None:
        """What depends on two variables by their ratio only: X/(X + Z) is 1/(1 + Z/X)."""
        if len(places) != 2:
            return None
        first, second = places
        ratio = Dummy("r", positive=True)
        told = cancel(value.xreplace({second: ratio * first}))
        if told.has(first):
            return None
        place = self._place(self.law(second / first))
        return self._of_one(told.xreplace({ratio: place}), place, name)


def truth_of(law: Law, outcomes: tuple[Expr, Expr], name: str, conditions: tuple[Any, ...]) -> Law:
    """The law of two outcomes, the first where a variable is positive, the second where it is negative.

    Raises
    ------
    QueryError
        When the mass above 0 is not found.
    """
    condition = And(law.condition, *conditions)
    above: Expr | None = None
    if isinstance(law, ContinuousLaw):
        inside = And(law.lower < 0, law.upper > 0)
        if inside == False:  # noqa: E712 - a SymPy Boolean
            above = S.One if law.lower.is_nonnegative else S.Zero
        else:
            found = mass_above(law, S.Zero, Domain.of([condition, inside]))
            above, condition = (None, condition) if found is None else (found, And(condition, inside))
    if above is None:
        raise QueryError(f"the mass of {law.name} ~ {law.title} above 0 is not found in closed form")
    pairs = list(zip(outcomes, (above, simplest(1 - above)), strict=True))
    return FiniteLaw(name, "FiniteRV", (Dict(dict(pairs)),), condition, pairs)


def _as_remainder(value: Expr, place: Symbol) -> Expr:
    """``X - floor(X)`` as X % 1."""
    return Mod(place, 1) if value == place - floor(place) else value


def _demand_values(value: Expr, place: Symbol, law: ContinuousLaw) -> None:
    """Refuse a logarithm, a root or an arcsine of what lies outside of its domain."""
    low, high = DEFINED.get(type(value), (-oo, oo))
    if value.is_Pow and value.base == place and not value.exp.is_integer:
        low = S.Zero
    if (low - law.lower).is_extended_positive or (law.upper - high).is_extended_positive:
        raise QueryError(
            f"{value.xreplace({place: Symbol(law.name)})} has no value for all values of {law.name} ~ {law.title}, which go from {law.lower} to {law.upper}"
        )


def _inverse(kind: str, value: Expr) -> Expr:
    return -value if kind == "sum" else 1 / value


def _is_turned(part: Expr, kind: str) -> bool:
    """Whether a part is subtracted, or divides."""
    if kind == "sum":
        return bool(part.could_extract_minus_sign())
    return isinstance(part, Pow) and bool(part.exp.is_negative)
