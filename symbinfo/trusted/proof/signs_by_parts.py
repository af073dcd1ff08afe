"""Signs of forms by those of their parts: quadratics, differences of powers, what lies between two as A + B cos u does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from .forms import Algebra, Form, Monomial, Rational, whole
from .sign_sets import ANY, NEGATIVE, POSITIVE, ZERO

__all__ = ["alike_in_sign", "product_alike", "sign_of_quadratic", "sign_of_wave"]

Sign = Callable[[Form], int]
Alike = Callable[[Form], tuple[Rational, Monomial] | None]
#: Of more cosines and sines nothing is said: each is looked at in turn, and in what is left of it the others.
MOST_WAVES = 6


def sign_of_quadratic(form: Form, algebra: Algebra, sign: Sign) -> int:
    """A y^2 + B y + C with 4 A C - B^2 > 0 has the sign of A; with >= 0 it may be 0, but not where 2 A y + B is not."""
    for g in sorted({g for m in form for g, p in m if p == 2 and not algebra.generators[g][1]}):
        parts: dict[Rational, Form] = {}
        for m, c in form.items():
            powers = dict(m)
            parts.setdefault(powers.pop(g, 0), {})[tuple(sorted(powers.items()))] = c
        if not set(parts) <= {0, 1, 2}:
            continue
        a, b, last = (parts.get(k, {}) for k in (2, 1, 0))
        lead = sign(a)
        if lead not in (POSITIVE, NEGATIVE):
            continue
        gap = algebra.plus(algebra.scaled(algebra.times(a, last), 4), algebra.scaled(algebra.times(b, b), -1))
        rest = sign(gap) if gap else ZERO
        if not rest & NEGATIVE:
            slope = algebra.plus(algebra.times(algebra.scaled(a, 2), {((g, 1),): 1}), b)
            return lead | (rest & ZERO and sign(slope) & ZERO)
    return ANY


def alike_in_sign(form: Form, algebra: Algebra, is_positive: Callable[[int], bool]) -> tuple[Rational, Monomial] | None:
    """Of C (u^E - v^E) for positive u and v the product C E (u - v), which has the same sign at each place; or None."""
    pair = _two_terms(form, algebra)
    if pair is None or pair[0][0] != -pair[1][0]:
        return None
    (q, first), (_, second) = pair
    shared = set(first) & set(second)
    exponents: dict[int, Form] = {}
    for monomial, way in ((first, 1), (second, -1)):
        for g, p in monomial:
            base, exponent = algebra.generators[g]
            if (g, p) not in shared:
                exponents[base] = algebra.plus(exponents.get(base, {}), {exponent: way * p})
    if not exponents or not all(exponents.values()) or not all(map(is_positive, exponents)):
        return None
    common = next(iter(exponents.values()))
    place, size = next(iter(common.items()))
    sides: tuple[Form, Form] = ({(): 1}, {(): 1})
    for base, own in exponents.items():
        times = Fraction(own.get(place, 0)) / size
        if not times or algebra.plus(own, algebra.scaled(common, -times)):
            return None
        one, other = sides
        power = algebra.atom(base, whole(abs(times)))
        sides = (algebra.times(one, power), other) if times > 0 else (one, algebra.times(other, power))
    c, monomial = q, tuple(sorted(shared))
    for factor in (common, algebra.plus(sides[0], algebra.scaled(sides[1], -1))):
        number, more = algebra.as_product(factor)
        again, monomial = algebra.product(monomial, more)
        c = whole(c * number * again)
    return c, monomial


def product_alike(
    known: Monomial, unknown: list[tuple[int, Rational]], algebra: Algebra, alike: Alike
) -> tuple[Rational, Monomial] | None:
    """A product with C E (u - v) for its factors C (u^E - v^E), or None: (b^s - a^s)/s has the sign of b - a."""
    c, product, changed = Fraction(1), known, False
    for g, p in unknown:
        base, exponent = algebra.generators[g]
        form = algebra.sum_of(base) if not exponent and p % 2 == 1 else None
        found = None if form is None else alike(form)
        changed = changed or found is not None
        q, own = (1, ((g, p),)) if found is None else (found[0], [(h, r if p > 0 else -r) for h, r in found[1]])
        again, product = algebra.product(product, tuple(own))
        c = c * q * again
    return (whole(c), product) if changed else None


def _two_terms(form: Form, algebra: Algebra) -> tuple[tuple[Rational, Monomial], tuple[Rational, Monomial]] | None:
    """A form as the sum of two products: its two terms, or what goes with each of two powers with a symbolic exponent."""
    parts: dict[Monomial, Form] = {}
    for m, c in form.items():
        powers = tuple(x for x in m if algebra.generators[x[0]][1]) if len(form) > 2 else m
        parts.setdefault(powers, {})[tuple(x for x in m if x not in powers)] = c
    if len(parts) != 2:
        return None
    found = []
    for powers, factor in parts.items():
        q, monomial = algebra.as_product(factor)
        again, whole_of = algebra.product(powers, monomial)
        found.append((whole(q * again), whole_of))
    return found[0], found[1]


def sign_of_wave(form: Form, algebra: Algebra, sign: Sign) -> int:
    """What lies between two forms of like signs has that sign."""
    found = ANY
    for ends in ends_of_waves(form, algebra):
        first, second = (sign(algebra.expanded(end)) for end in ends)
        if not (first | second) & NEGATIVE or not (first | second) & POSITIVE:
            found &= first | second
        if found in (POSITIVE, NEGATIVE):
            break
    return found


def ends_of_waves(form: Form, algebra: Algebra) -> Iterator[tuple[Form, Form]]:
    """Pairs of forms between which a form lies, wherever it is defined.

    Of A + B cos u and A + B sin u they are A + B and A - B; so of A + B (cos u cos v + sin u sin v), where the bracket is
    cos(u - v), or with a minus sign cos(u + v): DLMF 4.21.2.
    """
    kinds = {g: _kind(g, algebra) for m in form for g, _ in m}
    if not 0 < sum(kind in ("cos", "sin") for kind in kinds.values()) <= MOST_WAVES:
        return
    for m, c in form.items():
        waves = [g for g, p in m if p == 1 and kinds[g] in ("cos", "sin")]
        for g in waves:
            own = {n: d for n, d in form.items() if (g, 1) in n}
            rest = {n: d for n, d in form.items() if n not in own}
            if all(g not in dict(n) for n in rest):
                slope = {_without(n, (g,)): d for n, d in own.items()}
                yield algebra.plus(rest, slope), algebra.plus(rest, algebra.scaled(slope, -1))
        for n, d in form.items():
            pair = _cosines(m, n, algebra)
            if pair is not None and c in (d, -d):
                rest = {k: e for k, e in form.items() if k not in (m, n)}
                slope = {pair: c}
                yield algebra.plus(rest, slope), algebra.plus(rest, algebra.scaled(slope, -1))


def _kind(g: int, algebra: Algebra) -> str:
    base, exponent = algebra.generators[g]
    return "" if exponent else str(algebra.bases[base][0])


def _without(monomial: Monomial, left_out: tuple[int, ...]) -> Monomial:
    return tuple(x for x in monomial if x[0] not in left_out)


def _angles(monomial: Monomial, kind: str, algebra: Algebra) -> dict[object, int]:
    """The angles of the cosines, or sines, of a monomial, each with its generator."""
    found = [g for g, p in monomial if p == 1 and _kind(g, algebra) == kind]
    return {algebra.bases[algebra.generators[g][0]][1]: g for g in found}


def _cosines(m: Monomial, n: Monomial, algebra: Algebra) -> Monomial | None:
    """R, where the two are R cos u cos v and R sin u sin v; None elsewhere."""
    first, second = _angles(m, "cos", algebra), _angles(n, "sin", algebra)
    if len(first) != 2 or set(first) != set(second):
        return None
    rest = _without(m, tuple(first.values()))
    return rest if rest == _without(n, tuple(second.values())) else None
