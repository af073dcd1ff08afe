"""Matching a density or mass against the stored normalisers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import (
    Abs,
    Add,
    And,
    Expr,
    Mul,
    Ne,
    Pow,
    S,
    Sum,
    Symbol,
    Wild,
    default_sort_key,
    exp,
    expand,
    expand_power_base,
    factor,
    log,
    oo,
    powsimp,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.integrals.affine_bases import Places
from symbinfo.derivation.integrals.changes_of_variables import forms_of
from symbinfo.derivation.integrals.coordinate_forms import Form, form_from
from symbinfo.derivation.integrals.normalisers import INTEGRALS, Normaliser
from symbinfo.derivation.integrals.normalising_sums import POWER_SUM, SUMS
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.rough_values import is_clearly_not_zero
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, Law

__all__ = [
    "Match",
    "Statistic",
    "converges_when",
    "exponent_of",
    "kernels_of",
    "nearest_kernels_of",
    "pace_of",
    "shifted_by",
    "tilts_of",
]


LARGEST_WEIGHT = 4


@dataclass(frozen=True)
class Match:
    """A law whose density, in some coordinate, is a constant times a stored kernel.

    Parameters
    ----------
    row : Normaliser
        The stored fact.
    values : tuple of pairs
        The row's parameters in terms of the law's.
    form : Form
        The coordinate and the way back.
    weight : Expr
        A polynomial in the coordinate by which the kernel is multiplied, usually 1.
    """

    row: Normaliser
    values: tuple[tuple[Symbol, Expr], ...]
    form: Form
    weight: Expr = S.One

    def at(self, expr: Any, changes: dict[Symbol, Expr] | None = None) -> Any:
        """An expression of the row with the law's values, some of them changed."""
        table = {**dict(self.values), **(changes or {}), self.row.variable: self.form.variable}
        return expr.xreplace(table)


@dataclass(frozen=True)
class Statistic:
    """``coefficient * product of base**shift * logarithm**order`` as a change of the kernel's parameters.

    Parameters
    ----------
    coefficient : Expr
        Free of the variable.
    shifts : tuple of pairs
        Row parameter and what is added to it (exponents), for powers of bases.
    order : int
        How often to differentiate; 0 for none.
    direction : tuple of Symbol
        The row parameters in which to differentiate (exponents, or the ratio of a series), all by one and the same t.
    apart : tuple of Expr
        Differences that must not be 0, known to be at least 0.
    """

    coefficient: Expr
    shifts: tuple[tuple[Symbol, Expr], ...]
    order: int = 0
    direction: tuple[Symbol, ...] = ()
    apart: tuple[Expr, ...] = ()


@lru_cache(maxsize=512)
def kernels_of(law: Law, domain: Domain, origin: Expr = S.Zero, hint: Expr = S.Zero) -> list[Match]:
    """All matches of the law: row by row, in each the nearest coordinate first; those with a weight last.

    With another `origin` left of the support, the one coordinate is the distance to it. A `hint` is a sum of logarithms
    that proposes coordinates, as the terms of the density do.
    """
    if isinstance(law, ContinuousLaw):
        forms = list(forms_of(law, domain, hint)) if origin == 0 else [form_from(law, domain, origin)]
        found = [k for row in INTEGRALS for form in forms if (k := _match_integral(form, row)) is not None]
        return sorted((k for k in found if not domain.excludes(converges_when(k))), key=lambda k: k.weight != 1)
    if isinstance(law, DiscreteLaw):
        ranges = _ranges(law, domain)
        found = [k for row in (*SUMS, POWER_SUM) for form in ranges if (k := _match_sum(form, row)) is not None]
        return sorted(found, key=lambda k: 2 * _is_polynomial_in_the_index(k) or k.weight != 1)
    return []


def _is_polynomial_in_the_index(kernel: Match) -> bool:
    """Whether the powers in a power series are natural, so that its sum is elementary: by a series without them."""
    row, values = kernel.row, dict(kernel.values)
    powers = [values[symbol] for _, symbol in row.exponents]
    return row.ratio is not None and bool(powers) and all(p.is_Integer and p >= 0 for p in powers)


def nearest_kernels_of(law: Law, domain: Domain) -> Iterator[Match]:
    """Matches of the law in the nearest coordinate first: no farther one is looked for before it is asked for."""
    if isinstance(law, ContinuousLaw):
        matches = (_match_integral(form, row) for form in forms_of(law, domain) for row in INTEGRALS)
        yield from (k for k in matches if k is not None and not domain.excludes(converges_when(k)))
    elif isinstance(law, DiscreteLaw):
        yield from kernels_of(law, domain)


def _match_integral(form: Form, row: Normaliser) -> Match | None:
    ends = _ends(form, row)
    if ends is None:
        return None
    y = form.variable
    values = ends | dict.fromkeys((*(s for _, s in (*row.exponents, *row.tilts)), *row.places), S.Zero)
    logs = {log(base.xreplace({row.variable: y})): symbol for base, symbol in row.exponents}
    tilts = tilts_of(row, y)
    places = Places(row, y)
    rest: dict[Expr, Expr] = {}
    weight = S.One
    for term in _joined(form, logs):
        number, moving = term.as_independent(y, as_Add=False)
        if moving in logs:
            values[logs[moving]] += number
        elif moving in tilts:
            symbol, own = tilts[moving]
            values[symbol] += number / own
        elif (
            found := places.of(_from_one(moving, form) if row.places and len(form.terms) == 1 else moving, values)
        ) is not None:
            symbol, own, place, at = found
            values |= {place: at, symbol: values.get(symbol, S.Zero) + number / own}
        elif (base := _polynomial_weight(number, moving, y)) is not None:
            weight *= base**number
        else:
            rest[moving] = rest.get(moving, S.Zero) + number
    if row.rate is None or row.power is None:
        return Match(row, tuple(values.items()), form, weight) if not rest else None
    if len(rest) != 1:
        return None
    ((moving, number),) = rest.items()
    power = exponent_of(moving, y)
    if power is None:
        return None
    values |= {row.rate: -number, row.power: power}
    return Match(row, tuple(values.items()), form, weight)


def _from_one(moving: Expr, form: Form) -> Expr:
    """``log(a + b y)`` as ``log(1 + b y/a)``, up to a constant, for positive a; anything else as it is."""
    y, inner = form.variable, moving.args[0] if isinstance(moving, log) else S.Zero
    if not isinstance(inner, Add) or (slope := inner.diff(y)).has(y):
        return moving
    start = expand(inner - slope * y)
    return log(1 + (slope / start).factor() * y) if start != 1 and form.domain.positive(start) else moving


def _joined(form: Form, logs: dict[Expr, Symbol]) -> tuple[Expr, ...]:
    """The terms, with the logarithms of the factors of a base of the row as one, where all have one coefficient."""
    terms, y = form.terms, form.variable
    for whole in logs:
        factors = _factors_of(whole.args[0])
        parts = [log(-f if form.domain.positive(-f) else f) for f in factors]
        if len(parts) < 2 or not all(any(t.has(part) for t in terms) for part in parts):
            continue
        numbers = {expand(Add(*(t for t in terms if t.has(part))) / part) for part in parts}
        (number, *others) = numbers
        if not others and number != 0 and not number.has(y):
            terms = (*(t for t in terms if not any(t.has(part) for part in parts)), number * whole)
    return terms


@lru_cache(maxsize=1024)
def _factors_of(base: Expr) -> tuple[Expr, ...]:
    return tuple(f for f in Mul.make_args(factor(base)) if f != -1)


def _polynomial_weight(factor: Expr, moving: Expr, y: Symbol) -> Expr | None:
    """The polynomial, where a term of the log density is the logarithm of a small power of one."""
    if not (isinstance(moving, log) and factor.is_Integer and 0 < factor <= LARGEST_WEIGHT):
        return None
    inner = moving.args[0]
    base = inner.args[0] if isinstance(inner, Abs) and factor.is_even else inner
    return base if base.is_polynomial(y) else None


def _ends(form: Form, row: Normaliser) -> dict[Symbol, Expr] | None:
    """The row's ends in terms of the law's, where it leaves them open; None where the ranges differ."""
    found: dict[Symbol, Expr] = {}
    for own, given in ((row.lower, form.lower), (row.upper, form.upper)):
        if isinstance(own, Symbol):
            if given in (oo, -oo) or (own.is_nonnegative and not form.domain.nonnegative(given)):
                return None
            found[own] = given
        elif own != given:
            return None
    return found


def tilts_of(row: Normaliser, y: Symbol) -> dict[Expr, tuple[Symbol, Expr]]:
    """Of each statistic of the exponent: the part that moves, its symbol, and the number in front of it."""
    found = {}
    for statistic, symbol in row.tilts:
        own, moving = statistic.xreplace({row.variable: y}).as_independent(y, as_Add=False)
        found[moving] = (symbol, own)
    return found


def pace_of(row: Normaliser, k: Symbol) -> Expr:
    """Of a factor ``r**pace`` the exponent, in a variable."""
    return k if row.pace is None else row.pace.xreplace({row.variable: k})


def exponent_of(moving: Expr, y: Symbol) -> Expr | None:
    """The exponent of a power of the variable; None of anything else."""
    if moving == y:
        return S.One
    if isinstance(moving, Pow) and moving.args[0] == y and not moving.args[1].has(y):
        return moving.args[1]
    return None


# --- sums ------------------------------------------------------------------------------------------------------------


def _ranges(law: DiscreteLaw, domain: Domain) -> list[Form]:
    """The law from its own lower end, and with the range moved to start at 0, or at 1."""
    forms = []
    k = law.variable
    inside = law.inside(domain)
    places = (k - a.args[0] for a in law.density.atoms(Abs) if a.args[0].diff(k) == 1)
    for offset in dict.fromkeys((S.Zero, law.lower, law.lower - 1, *sorted(places, key=default_sort_key))):
        if offset in (oo, -oo):
            continue
        total = log_of(expand_power_base(law.density.xreplace({k: k + offset})), inside)
        terms = tuple(sorted((t for t in Add.make_args(expand(total)) if t.has(k)), key=default_sort_key))
        words = (f"{k} -> {k + offset}",) if offset != 0 else ()
        lower, upper = (end if end in (oo, -oo) else end - offset for end in (law.lower, law.upper))
        forms.append(Form(terms, k, lower, upper, (k + offset,), k - offset, words, inside))
    return forms


def _match_sum(form: Form, row: Normaliser) -> Match | None:
    k = form.variable
    if form.lower != row.lower or (row.upper == oo) != (form.upper == oo):
        return None
    values: dict[Symbol, Expr] = {symbol: S.Zero for _, symbol in row.exponents}
    if row.upper != oo:
        values[row.upper] = form.upper
    ratio, weight, polynomial = S.Zero, S.One, S.One
    pace = pace_of(row, k)
    logs = {log(base.xreplace({row.variable: k})): symbol for base, symbol in row.exponents}
    for term in form.terms:
        factor, moving = term.as_independent(k, as_Add=False)
        if moving == pace:
            ratio += factor
        elif moving in logs:
            values[logs[moving]] += factor
        elif (base := _polynomial_weight(factor, moving, k)) is not None:
            polynomial *= base**factor
        else:
            weight *= powsimp(exp(term))
    if row.ratio is not None:
        values[row.ratio] = powsimp(exp(ratio))
    elif ratio != 0:
        return None
    plain = _with_weight(row, form, dict(values), weight * polynomial)
    if plain is not None or polynomial == 1:
        return plain
    return _with_weight(row, form, values, weight, polynomial)


def _with_weight(
    row: Normaliser, form: Form, values: dict[Symbol, Expr], weight: Expr, polynomial: Expr = S.One
) -> Match | None:
    """Match what is left of the mass, a polynomial apart, against the row's own weight, which holds no sum."""
    if weight.has(Sum):
        return None
    own = row.kernel
    if row.ratio is not None:
        own = own / row.ratio ** pace_of(row, row.variable)
    own = own.xreplace({symbol: S.Zero for _, symbol in row.exponents}).xreplace(values)
    unknown = [s for s in row.parameters if s not in values]
    wild = {s: Wild(s.name, exclude=[form.variable]) for s in unknown}
    pattern = own.xreplace({row.variable: form.variable}).xreplace(wild)
    found = weight.match(pattern) if wild else ({} if _is_one(weight / pattern) else None)
    if found is None:
        return None
    values |= {s: found[w] for s, w in wild.items()}
    return Match(row, tuple(values.items()), form, polynomial)


def _is_one(ratio: Expr) -> bool:
    return not is_clearly_not_zero(ratio - 1) and ratio.simplify() == 1


def converges_when(kernel: Match, statistic: Statistic | None = None) -> Boolean:
    """The condition under which the kernel, shifted by a statistic, can be integrated or summed."""
    table = dict(kernel.values)
    shifted = (
        {s: shifted_by(kernel.row, s, table[s], by) for s, by in statistic.shifts} if statistic is not None else {}
    )
    apart = [gap for r in kernel.row.removable if expand(gap := kernel.at(r, shifted)) != 0]
    apart += statistic.apart if statistic is not None else ()
    return And(kernel.at(kernel.row.requires, shifted), *(Ne(gap, 0) for gap in apart))


def shifted_by(row: Normaliser, symbol: Symbol, value: Expr, shift: Expr) -> Expr:
    """A parameter of a row after a statistic: exponents and rates are added to, the ratio of a series is multiplied."""
    return value * exp(shift) if symbol == row.ratio else value + shift
