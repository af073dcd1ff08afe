"""Matching a density or mass against the stored normalisers, and reading statistics off the matched kernel."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    Symbol,
    Wild,
    cos,
    default_sort_key,
    exp,
    expand,
    expand_power_base,
    log,
    oo,
    powsimp,
    sin,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.rules.affine_bases import Places, from_one
from symbinfo.derivation.rules.changes_of_variables import Form, form_from, forms_of, plain, terms_of
from symbinfo.derivation.rules.logarithms import exponential, log_of
from symbinfo.derivation.rules.normalisers import INTEGRALS, SUMS, Normaliser
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, Law

__all__ = ["Kernel", "Statistic", "converges_when", "kernels_of", "origins_of", "statistics_of"]


LARGEST_WEIGHT = 4


@dataclass(frozen=True)
class Kernel:
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
    direction : Symbol or None
        The row parameter in which to differentiate (an exponent, or the ratio of a series).
    apart : tuple of Expr
        Differences that must not be 0, known to be at least 0.
    """

    coefficient: Expr
    shifts: tuple[tuple[Symbol, Expr], ...]
    order: int = 0
    direction: Symbol | None = None
    apart: tuple[Expr, ...] = ()


@lru_cache(maxsize=512)
def kernels_of(law: Law, domain: Domain, origin: Expr = S.Zero) -> list[Kernel]:
    """All matches of the law: row by row, in each the nearest coordinate first; those with a weight last.

    With another `origin` left of the support, the one coordinate is the distance to it.
    """
    if isinstance(law, ContinuousLaw):
        forms = list(forms_of(law, domain)) if origin == 0 else [form_from(law, domain, origin)]
        found = [k for row in INTEGRALS for form in forms if (k := _match_integral(form, row)) is not None]
        return sorted((k for k in found if not domain.excludes(converges_when(k))), key=lambda k: k.weight != 1)
    if isinstance(law, DiscreteLaw):
        found = [k for form in _ranges(law, domain) for row in SUMS if (k := _match_sum(form, row)) is not None]
        return sorted(found, key=lambda k: k.weight != 1)
    return []


def _match_integral(form: Form, row: Normaliser) -> Kernel | None:
    ends = _ends(form, row)
    if ends is None:
        return None
    y = form.variable
    values = ends | dict.fromkeys((*(s for _, s in (*row.exponents, *row.tilts)), *row.places), S.Zero)
    logs = {log(base.xreplace({row.variable: y})): symbol for base, symbol in row.exponents}
    tilts = _tilts(row, y)
    places = Places(row, y)
    rest: list[Expr] = []
    weight = S.One
    for term in form.terms:
        factor, moving = term.as_independent(y, as_Add=False)
        if moving in logs:
            values[logs[moving]] += factor
        elif moving in tilts:
            symbol, own = tilts[moving]
            values[symbol] += factor / own
        elif (found := places.of(moving, values)) is not None:
            symbol, own, place, at = found
            values |= {place: at, symbol: factor / own}
        elif (base := _polynomial_weight(factor, moving, y)) is not None:
            weight *= base**factor
        else:
            rest.append(term)
    if row.rate is None or row.power is None:
        return Kernel(row, tuple(values.items()), form, weight) if not rest else None
    if len(rest) != 1:
        return None
    factor, moving = rest[0].as_independent(y, as_Add=False)
    power = _exponent(moving, y)
    if power is None:
        return None
    values |= {row.rate: -factor, row.power: power}
    return Kernel(row, tuple(values.items()), form, weight)


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
            if given in (oo, -oo) or not form.domain.nonnegative(given):
                return None
            found[own] = given
        elif own != given:
            return None
    return found


def _tilts(row: Normaliser, y: Symbol) -> dict[Expr, tuple[Symbol, Expr]]:
    """Of each statistic of the exponent: the part that moves, its symbol, and the number in front of it."""
    found = {}
    for statistic, symbol in row.tilts:
        own, moving = statistic.xreplace({row.variable: y}).as_independent(y, as_Add=False)
        found[moving] = (symbol, own)
    return found


def _exponent(moving: Expr, y: Symbol) -> Expr | None:
    if moving == y:
        return S.One
    if isinstance(moving, Pow) and moving.args[0] == y and not moving.args[1].has(y):
        return moving.args[1]
    return None


# --- sums ------------------------------------------------------------------------------------------------------------


def _ranges(law: DiscreteLaw, domain: Domain) -> list[Form]:
    """The law from its own lower end, and with the range moved to start at 0."""
    forms = []
    k = law.variable
    inside = law.inside(domain)
    for offset in dict.fromkeys((S.Zero, law.lower)):
        if offset in (oo, -oo):
            continue
        total = log_of(expand_power_base(law.density.xreplace({k: k + offset})), inside)
        terms = tuple(sorted((t for t in Add.make_args(expand(total)) if t.has(k)), key=default_sort_key))
        words = (f"{k} -> {k + offset}",) if offset != 0 else ()
        upper = law.upper if law.upper == oo else law.upper - offset
        forms.append(Form(terms, k, law.lower - offset, upper, (k + offset,), k - offset, words, inside))
    return forms


def _match_sum(form: Form, row: Normaliser) -> Kernel | None:
    k = form.variable
    if form.lower != row.lower or (row.upper == oo) != (form.upper == oo):
        return None
    values: dict[Symbol, Expr] = {symbol: S.Zero for _, symbol in row.exponents}
    if row.upper != oo:
        values[row.upper] = form.upper
    ratio, weight, polynomial = S.Zero, S.One, S.One
    logs = {log(base.xreplace({row.variable: k})): symbol for base, symbol in row.exponents}
    for term in form.terms:
        factor, moving = term.as_independent(k, as_Add=False)
        if moving == k:
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
) -> Kernel | None:
    """Match what is left of the mass, a polynomial apart, against the row's own weight."""
    own = row.kernel
    if row.ratio is not None:
        own = own / row.ratio**row.variable
    own = own.xreplace({symbol: S.Zero for _, symbol in row.exponents}).xreplace(values)
    unknown = [s for s in row.parameters if s not in values]
    wild = {s: Wild(s.name, exclude=[form.variable]) for s in unknown}
    pattern = own.xreplace({row.variable: form.variable}).xreplace(wild)
    found = weight.match(pattern) if wild else ({} if (weight / pattern).simplify() == 1 else None)
    if found is None:
        return None
    values |= {s: found[w] for s, w in wild.items()}
    return Kernel(row, tuple(values.items()), form, polynomial)


# --- statistics ------------------------------------------------------------------------------------------------------


def statistics_of(body: Expr, variable: Symbol, kernel: Kernel) -> tuple[list[Statistic], list[Statistic]] | None:
    """The body as a sum of statistics of the kernel, or None when a term is not one.

    Of a law folded over its centre the odd statistics cancel; they must converge all the same, for otherwise the
    expectation is oo - oo (the mean of a Cauchy law). The second list holds every statistic that must converge.

    Parameters
    ----------
    body : Expr
        f(x), in the law's own variable.
    variable : Symbol
        That variable.
    kernel : Kernel
        The matched law.
    """
    form, y = kernel.form, kernel.form.variable
    opened = [_opened(body.xreplace({variable: x}), form) for x in form.back]
    apart: tuple[Expr, ...] = ()
    if kernel.row.places:
        opened, apart = from_one(opened, form)
    branches = [expand(kernel.weight * branch) for branch in opened]
    total = expand(Add(*branches) / len(branches))
    found = [_statistic(term, y, kernel, apart) for term in Add.make_args(total)]
    single = [_statistic(term, y, kernel, apart) for branch in branches for term in Add.make_args(branch)]
    if any(s is None for s in found) or (len(branches) > 1 and any(s is None for s in single)):
        product = [_as_product(body.xreplace({variable: x}), kernel) for x in form.back]
        known = [s for s in product if s is not None]
        share = S.One / len(product)
        return (
            None if len(known) < len(product) else ([replace(s, coefficient=share * s.coefficient) for s in known], [])
        )
    return [s for s in found if s is not None], [s for s in single if s is not None]


def origins_of(body: Expr, law: Law, domain: Domain) -> list[Expr]:
    """Places left of the support at which a logarithm or a power in the body is not defined: of log(x + a) that is -a."""
    if not isinstance(law, ContinuousLaw) or law.lower == -oo:
        return []
    x = law.variable
    found: list[Expr] = []
    inside = {n.args[0] for n in body.atoms(log, Pow) if n.has(x) and n.args[0] != x}
    for inner in sorted(inside, key=default_sort_key):
        slope = inner.diff(x)
        if slope == 0 or slope.has(x):
            continue
        root = expand(x - inner / slope)
        if root not in (0, law.lower, *found) and domain.nonnegative(law.lower - root):
            found.append(root)
    return found


def _opened(body: Expr, form: Form) -> Expr:
    """Logs split and powers opened, so that each term is a product of powers, logs and exponentials of bases."""
    nodes = sorted((n for n in body.atoms(log) if n.has(form.variable)), key=default_sort_key)
    split = body.xreplace({n: log_of(plain(n.args[0]), form.domain) for n in nodes})
    opened = expand(expand_power_base(split), log=False, trig=split.has(cos, sin))
    return expand(powers_for_exponentials(opened, form.variable), log=False)


def powers_for_exponentials(expr: Expr, y: Symbol) -> Expr:
    """``exp(a log y)`` as ``y**a``."""

    def change(argument: Expr) -> Expr:
        factors: list[Expr] = []
        for term in Add.make_args(expand(argument, log=False)):
            factor, moving = term.as_independent(y, as_Add=False)
            factors.append(moving.args[0] ** factor if isinstance(moving, log) else exp(term))
        return Mul(*factors)

    return expr.replace(exp, change) if expr.has(exp) else expr


def _as_product(body: Expr, kernel: Kernel) -> Statistic | None:
    """A body without sums, such as a power of a density, by the terms of its logarithm."""
    form, y = kernel.form, kernel.form.variable
    if kernel.weight != 1 or not isinstance(body, (Mul, Pow, exp)):
        return None
    terms = terms_of(log_of(expand_power_base(body), form.domain), form.domain, y)
    reading = _Reading(kernel)
    constant = []
    for term in terms:
        factor, moving = term.as_independent(y, as_Add=False)
        if moving == 1:
            constant.append(term)
        elif not reading.takes_in_logarithm(factor, moving):
            return None
    return Statistic(Mul(*(exponential(term) for term in constant)), tuple(reading.shifts.items()))


def _statistic(term: Expr, y: Symbol, kernel: Kernel, apart: tuple[Expr, ...] = ()) -> Statistic | None:
    coefficient, moving = term.as_independent(y, as_Add=False) if term != 0 else (term, S.One)
    reading = _Reading(kernel)
    for part in Mul.make_args(moving):
        if part != 1 and not reading.takes(part):
            return None
    return Statistic(
        coefficient * reading.factor, tuple(reading.shifts.items()), reading.order, reading.direction, apart
    )


class _Reading:
    """One term read factor by factor: what it shifts, and in which direction to differentiate how often."""

    def __init__(self, kernel: Kernel) -> None:
        row, y = kernel.row, kernel.form.variable
        self.row, self.y = row, y
        self.power = dict(kernel.values)[row.power] if row.power is not None else None
        self.bases = {base.xreplace({row.variable: y}): symbol for base, symbol in row.exponents}
        self.logs = {log(base): symbol for base, symbol in self.bases.items()}
        self.tilts = _tilts(row, y)
        self.places, self.values = Places(row, y), dict(kernel.values)
        self.shifts: dict[Symbol, Expr] = {}
        self.order, self.factor = 0, S.One
        self.direction: Symbol | None = None

    def takes(self, part: Expr) -> bool:
        """Read one factor; False where it is no statistic of the kernel."""
        if isinstance(part, exp):
            return self._tilted(*part.args[0].as_independent(self.y, as_Add=False))
        if part in self.tilts and part not in self.bases:
            return self._differentiated(self.tilts[part][0], 1, self.tilts[part][1])
        base, exponent = part.as_base_exp()
        if base in self.bases and not exponent.has(self.y):
            return self._shifted(self.bases[base], exponent)
        if isinstance(base, Add) and not exponent.has(self.y) and (placed := self._placed(log(base))) is not None:
            return self._shifted(placed[0], exponent)
        if not exponent.is_Integer or not exponent.is_positive:
            return False
        if (placed := self._placed(base)) is not None:
            return self._differentiated(placed[0], int(exponent), placed[1])
        if base in self.logs:
            return self._differentiated(self.logs[base], int(exponent), S.One)
        if base in self.tilts:
            return self._differentiated(self.tilts[base][0], int(exponent), self.tilts[base][1])
        if base == self.y and self.row.ratio is not None:
            return self._differentiated(self.row.ratio, int(exponent), S.One)
        return False

    def takes_in_logarithm(self, factor: Expr, moving: Expr) -> bool:
        """Read one term of the logarithm of a product; False where it is no statistic of the kernel."""
        if moving in self.logs:
            return self._shifted(self.logs[moving], factor)
        return self._tilted(factor, moving)

    def _placed(self, moving: Expr) -> tuple[Symbol, Expr] | None:
        """The symbol of a statistic at a place of its own, which is taken down, and the number in front of it."""
        found = self.places.of(moving, {k: v + self.shifts.get(k, S.Zero) for k, v in self.values.items()})
        if found is None:
            return None
        symbol, own, place, at = found
        self.shifts[place] = at - self.values[place]
        return symbol, own

    def _tilted(self, factor: Expr, moving: Expr) -> bool:
        if moving in self.tilts:
            symbol, own = self.tilts[moving]
            return self._shifted(symbol, factor / own)
        if (placed := self._placed(moving)) is not None:
            return self._shifted(placed[0], factor / placed[1])
        if self.row.rate is not None and _exponent(moving, self.y) == self.power:
            return self._shifted(self.row.rate, -factor)
        if self.row.ratio is not None and moving == self.y:
            return self._shifted(self.row.ratio, factor)
        return False

    def _shifted(self, symbol: Symbol, shift: Expr) -> bool:
        self.shifts[symbol] = self.shifts.get(symbol, S.Zero) + shift
        return True

    def _differentiated(self, symbol: Symbol, order: int, own: Expr) -> bool:
        if self.direction is not None:
            return False
        self.direction, self.order, self.factor = symbol, order, self.factor / own**order
        return True


def converges_when(kernel: Kernel, statistic: Statistic | None = None) -> Boolean:
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
