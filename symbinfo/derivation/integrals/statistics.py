"""Statistics: what is averaged, read as a change of the parameters of a matched kernel."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sympy import (
    Abs,
    Add,
    Expr,
    Mul,
    Pow,
    S,
    Symbol,
    cos,
    default_sort_key,
    exp,
    expand,
    expand_power_base,
    log,
    oo,
    sin,
)

from symbinfo.derivation.integrals.affine_bases import Places, from_one
from symbinfo.derivation.integrals.coordinate_forms import one_fraction, plain, terms_of, with_single_powers
from symbinfo.derivation.integrals.denominators import expanded_above, one_denominator
from symbinfo.derivation.integrals.matching import Match, Statistic, exponent_of, pace_of, tilts_of
from symbinfo.derivation.integrals.spelling import conjugates_joined, in_one_spelling
from symbinfo.derivation.simplify.log_of import exponential, log_of
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import ContinuousLaw, Law

__all__ = ["origins_of", "powers_for_exponentials", "statistics_of"]


def statistics_of(body: Expr, variable: Symbol, kernel: Match) -> tuple[list[Statistic], list[list[Statistic]]] | None:
    """The body as a sum of statistics of the kernel, or None when a term is not one.

    Of a law folded over its centre the odd statistics cancel; they must converge all the same, for otherwise the
    expectation is oo - oo (the mean of a Cauchy law). The second list holds the statistics of each branch by itself.

    Parameters
    ----------
    body : Expr
        f(x), in the law's own variable.
    variable : Symbol
        That variable.
    kernel : Match
        The matched law.
    """
    form, y = kernel.form, kernel.form.variable
    opened = [_opened(body.xreplace({variable: x}), y, form.domain) for x in form.back]
    apart: tuple[Expr, ...] = ()
    if kernel.row.places:
        opened, apart = from_one(opened, form)
    branches = [expanded_above(kernel.weight * branch, y) for branch in opened]
    total = expanded_above(Add(*branches) / len(branches), y)
    found = _all_of(total, y, kernel, apart)
    single = [_all_of(branch, y, kernel, apart) for branch in branches]
    if found is None or (len(branches) > 1 and None in single):
        return _as_products(body, variable, kernel)
    each = [branch for branch in single if branch is not None]
    return (_as_products(body, variable, kernel) if kernel.row.placed and len(found) > 1 else None) or (found, each)


def _as_products(body: Expr, variable: Symbol, kernel: Match) -> tuple[list[Statistic], list[list[Statistic]]] | None:
    """The body as one statistic of each branch, where it is a product: (1 + x)**(a + 1) is not opened."""
    product = [_as_product(body.xreplace({variable: x}), kernel) for x in kernel.form.back]
    known = [s for s in product if s is not None]
    if len(known) < len(product):
        return None
    share = S.One / len(product)
    return [replace(s, coefficient=share * s.coefficient) for s in known], [[s] for s in known]


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


# Kernels of many rows share a coordinate.
@lru_cache(maxsize=2048)
def _opened(body: Expr, y: Symbol, domain: Domain) -> Expr:
    """Logs split and powers opened, so that each term is a product of powers, logs and exponentials of bases."""
    body = in_one_spelling(with_single_powers(body.replace(Abs, domain.absolute), domain), y)
    nodes = sorted((n for n in body.atoms(log) if n.has(y)), key=default_sort_key)
    split = body.xreplace({n: log_of(plain(one_fraction(n.args[0], y)), domain) for n in nodes})
    opened = expanded_above(expand_power_base(split), y, log=False, trig=split.has(cos, sin))
    opened = expanded_above(one_denominator(powers_for_exponentials(opened, y), y), y, log=False)
    return conjugates_joined(opened, y)


def powers_for_exponentials(expr: Expr, y: Symbol) -> Expr:
    """``exp(a log y)`` as ``y**a``."""

    def change(argument: Expr) -> Expr:
        factors: list[Expr] = []
        for term in Add.make_args(expand(argument, log=False)):
            factor, moving = term.as_independent(y, as_Add=False)
            factors.append(moving.args[0] ** factor if isinstance(moving, log) else exp(term))
        return Mul(*factors)

    return expr.replace(exp, change) if expr.has(exp) else expr


@lru_cache(maxsize=2048)
def _terms_of_logarithm(body: Expr, y: Symbol, domain: Domain) -> tuple[Expr, ...]:
    return terms_of(log_of(expand_power_base(body), domain), domain, y)


def _as_product(body: Expr, kernel: Match) -> Statistic | None:
    """A body without sums, such as a power of a density, by the terms of its logarithm."""
    form, y = kernel.form, kernel.form.variable
    if kernel.weight != 1 or not isinstance(body, (Mul, Pow, exp)):
        return None
    terms = _terms_of_logarithm(body, y, form.domain)
    reading = _Reading(kernel)
    constant = []
    for term in terms:
        factor, moving = term.as_independent(y, as_Add=False)
        if moving == 1:
            constant.append(term)
        elif not reading.takes_in_logarithm(factor, moving):
            return None
    return Statistic(Mul(*(exponential(term) for term in constant)), tuple(reading.shifts.items()))


def _all_of(total: Expr, y: Symbol, kernel: Match, apart: tuple[Expr, ...]) -> list[Statistic] | None:
    """The statistics that the terms of a sum are, or None when a term is none."""
    found: list[Statistic] = []
    for term in Add.make_args(total):
        read = _read(term, y, kernel, apart)
        if not read:
            return None
        found.extend(read)
    return found


def _read(term: Expr, y: Symbol, kernel: Match, apart: tuple[Expr, ...]) -> list[Statistic]:
    """One term as statistics: one, or of a product of two logarithms three, since 2 u v = (u + v)**2 - u**2 - v**2."""
    coefficient, moving = term.as_independent(y, as_Add=False) if term != 0 else (term, S.One)
    reading = _Reading(kernel)
    for part in Mul.make_args(moving):
        if part != 1 and not reading.takes(part):
            return []
    shifts = tuple(reading.shifts.items())
    orders = dict(reading.orders)
    whole = coefficient * reading.factor
    if len(orders) < 2:
        ((direction, order),) = orders.items() or ((None, 0),)
        return [Statistic(whole, shifts, order, () if direction is None else (direction,), apart)]
    if set(orders.values()) != {1} or len(orders) > 2:
        return []
    both = tuple(orders)
    parts = ((S.Half, both), *((-S.Half, (one,)) for one in both))
    return [Statistic(whole * share, shifts, 2, along, apart) for share, along in parts]


class _Reading:
    """One term read factor by factor: what it shifts, and in which parameters to differentiate how often."""

    def __init__(self, kernel: Match) -> None:
        row, y = kernel.row, kernel.form.variable
        self.row, self.y, self.pace = row, y, pace_of(row, y)
        self.power = dict(kernel.values)[row.power] if row.power is not None else None
        self.bases = {base.xreplace({row.variable: y}): symbol for base, symbol in row.exponents}
        self.logs = {log(base): symbol for base, symbol in self.bases.items()}
        self.tilts = tilts_of(row, y)
        self.places, self.values = Places(row, y), dict(kernel.values)
        self.shifts: dict[Symbol, Expr] = {}
        self.factor: Expr = S.One
        self.orders: dict[Symbol, int] = {}

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
        if base in self.logs:
            return self._differentiated(self.logs[base], int(exponent), S.One)
        if (placed := self._placed(base)) is not None:
            return self._differentiated(placed[0], int(exponent), placed[1])
        if base in self.tilts:
            return self._differentiated(self.tilts[base][0], int(exponent), self.tilts[base][1])
        if base == self.pace and self.row.ratio is not None:
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
        if self.row.rate is not None and exponent_of(moving, self.y) == self.power:
            return self._shifted(self.row.rate, -factor)
        if self.row.ratio is not None and moving == self.pace:
            return self._shifted(self.row.ratio, factor)
        return False

    def _shifted(self, symbol: Symbol, shift: Expr) -> bool:
        self.shifts[symbol] = self.shifts.get(symbol, S.Zero) + shift
        return True

    def _differentiated(self, symbol: Symbol, order: int, own: Expr) -> bool:
        if symbol in self.orders:
            return False
        self.orders[symbol], self.factor = order, self.factor / own**order
        return True
