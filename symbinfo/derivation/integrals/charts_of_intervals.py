"""Charts of the interval (0, 1), and of powers: what the logarithms in a density propose there."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Add,
    Mul,
    Pow,
    S,
    Symbol,
    asin,
    cos,
    default_sort_key,
    expand,
    expand_power_base,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from symbinfo.derivation.integrals.coordinate_forms import Form, transformed

__all__ = ["CHARTS_OF_INTERVALS"]


def _powers(form: Form, y: Symbol) -> Iterator[Form]:
    """log(A + B x**a) on (0, oo), or log(1 - x**a) on (0, 1): y = B x**a / A, or y = x**a."""
    x = form.variable
    if form.lower != 0 or form.upper not in (oo, S.One):
        return
    for node in sorted(
        {n for t in form.proposing for n in t.atoms(log) if isinstance(n.args[0], Add)}, key=default_sort_key
    ):
        constant = Add(*(t for t in node.args[0].args if not t.has(x)))
        moving = Add(*(t for t in node.args[0].args if t.has(x)))
        if constant == 0 or isinstance(moving, Add):
            continue
        factor, power = moving.as_independent(x, as_Add=False)
        a = power.args[1] if isinstance(power, Pow) and power.args[0] == x else S.One if power == x else None
        if a is None or a.has(x) or (factor, constant, a) == (S.One, S.One, S.One):
            continue
        scale = constant / factor if form.upper == oo else S.One
        if form.upper == S.One and ((factor, constant, a) == (-S.One, S.One, S.One) or not form.domain.positive(a)):
            continue
        back = Mul(scale, y) ** (1 / a)
        if back == y:
            continue
        forth = power / scale
        yield transformed(form, y, expand_power_base(back), forth, S.Zero, form.upper, f"{y} = {forth}")
        return


def _affine(form: Form, y: Symbol) -> Iterator[Form]:
    """One affine base a + b x on an interval: y = a + b x."""
    x, low, high = form.variable, form.lower, form.upper
    inside = {n.args[0] for t in form.proposing for n in t.atoms(log)}
    if low in (oo, -oo) or high in (oo, -oo) or len(inside) != 1 or len(form.terms) != 1:
        return
    (affine,) = inside
    slope = affine.diff(x)
    if slope.has(x) or not isinstance(affine, Add) or affine == high - x:
        return
    first, last = (expand(affine.xreplace({x: end})) for end in (low, high))
    lower, upper = (first, last) if form.domain.positive(slope) else (last, first)
    if form.domain.positive(slope) or form.domain.positive(-slope):
        back = expand((y - affine.xreplace({x: S.Zero})) / slope)
        yield transformed(form, y, back, affine, lower, upper, f"{y} = {affine}")


def _squared(form: Form, y: Symbol) -> Iterator[Form]:
    """Equal powers of x and 2 - x on (0, 1), or of 1 - x and 1 + x: y is the square of the distance from the middle."""
    x = form.variable
    if (form.lower, form.upper) != (S.Zero, S.One):
        return
    for middle, left, right in ((S.One, x, 2 - x), (S.Zero, 1 - x, 1 + x)):
        times = [
            Add(*(c for c, u in (t.as_independent(x, as_Add=False) for t in form.proposing) if u == log(side)))
            for side in (left, right)
        ]
        if times[0] != 0 and expand(times[0] - times[1]) == 0:
            back = sqrt(y) if middle == 0 else 1 - sqrt(y)
            yield transformed(form, y, back, (x - middle) ** 2, S.Zero, S.One, f"{x} = {back}")


def _reflected(form: Form, y: Symbol) -> Iterator[Form]:
    """A power of 1 - x inside of a sum under a logarithm, on (0, 1): x = 1 - y."""
    x = form.variable
    sums = {n.args[0] for t in form.proposing for n in t.atoms(log) if isinstance(n.args[0], Add)}
    if (form.lower, form.upper) == (S.Zero, S.One) and any(p.args[0] == 1 - x for a in sums for p in a.atoms(Pow)):
        yield transformed(form, y, 1 - y, 1 - x, S.Zero, S.One, f"{x} = {1 - y}")


def _projective(form: Form, y: Symbol) -> Iterator[Form]:
    """x**p (1 - x)**r (1 + b x)**q on (0, 1): projective maps of it onto itself, where one base goes away or squares appear.

    With p + q + r = -2 it is y**p (1 - y)**r in y = (1 + b) x/(1 + b x): of p = r = 0 that is a distribution function.
    With b = 1 and 2 p + q + r = -2 it is y**r (1 - y**2)**p in y = (1 - x)/(1 + x).
    """
    x = form.variable
    times = dict.fromkeys((log(x), log(1 - x)), S.Zero)
    for term in form.terms:
        factor, moving = term.as_independent(x, as_Add=False)
        times[moving] = times.get(moving, S.Zero) + factor
    p, r, *others = times.values()
    affine = list(times)[2].args[0] if len(times) == 3 and isinstance(list(times)[2], log) else S.Zero
    slope = affine.diff(x)
    if (form.lower, form.upper) != (S.Zero, S.One) or affine.xreplace({x: S.Zero}) != 1 or slope.has(x) or slope == 0:
        return
    if expand(p + r + others[0] + 2) == 0 and form.domain.positive(1 + slope):
        back = y / (1 + slope - slope * y)
        yield transformed(form, y, back, (1 + slope) * x / affine, S.Zero, S.One, f"{x} = {back}")
    if slope == 1 and expand(2 * p + r + others[0] + 2) == 0:
        back = (1 - y) / (1 + y)
        yield transformed(form, y, back, (1 - x) / (1 + x), S.Zero, S.One, f"{x} = {back}")


def _half_angle(form: Form, y: Symbol) -> Iterator[Form]:
    """Terms in cos(pi x) or sin(pi x) on (0, 1), or in those of half the angle: y = sin(pi x/2)**2, cos(pi x) is 1 - 2 y."""
    x = form.variable
    waves = (cos(pi * x), sin(pi * x), cos(pi * x / 2), sin(pi * x / 2))
    if (form.lower, form.upper) != (S.Zero, S.One) or not any(t.has(*waves) for t in form.proposing):
        return
    back = 2 * asin(sqrt(y)) / pi
    yield transformed(form, y, back, sin(pi * x / 2) ** 2, S.Zero, S.One, f"{y} = {sin(pi * x / 2) ** 2}")


def _falling_power(form: Form, y: Symbol) -> Iterator[Form]:
    """log(A + x**(-a)), or log(A + B x**a - C x**a), on (0, 1): y = x**(-a) - 1, which falls from oo to 0."""
    x = form.variable
    if (form.lower, form.upper) != (S.Zero, S.One):
        return
    sums = [n.args[0] for t in form.proposing for n in t.atoms(log) if isinstance(n.args[0], Add)]
    for whole in sorted(sums, key=default_sort_key):
        moving = [t.as_independent(x, as_Add=False)[1] for t in whole.args if t.has(x)]
        power = moving[0] if len(set(moving)) == 1 else None
        if not isinstance(power, Pow) or power.args[0] != x or power.args[1].has(x):
            continue
        falls = form.domain.positive(-power.args[1])
        if falls or (len(moving) > 1 and form.domain.positive(power.args[1])):
            a = power.args[1] if falls else -power.args[1]
            back = (1 + y) ** (1 / a)
            yield transformed(form, y, back, x**a - 1, S.Zero, oo, f"{x} = {back}")
            return


def _from_base(form: Form, y: Symbol) -> Iterator[Form]:
    """A power of a + b x inside of a sum under a logarithm, on (0, oo): y = a + b x."""
    x = form.variable
    if (form.lower, form.upper) != (S.Zero, oo):
        return
    sums = {n.args[0] for t in form.proposing for n in t.atoms(log) if isinstance(n.args[0], Add)}
    powers = {p for a in sums for p in a.atoms(Pow) if isinstance(p.args[0], Add) and not p.args[1].has(x)}
    for base in sorted({p.args[0] for p in powers if not p.args[1].is_Integer}, key=default_sort_key):
        start, slope = base.xreplace({x: S.Zero}), base.diff(x)
        if not slope.has(x) and form.domain.positive(slope) and form.domain.positive(start):
            yield transformed(form, y, expand((y - start) / slope), base, start, oo, f"{y} = {base}")
            return


def _to_a_turn(form: Form, y: Symbol) -> Iterator[Form]:
    """A wave of one full period over the range, such as cos(x - m) on (-pi, pi): y is the angle from the lower end."""
    x, low, high = form.variable, form.lower, form.upper
    if low in (oo, -oo) or high in (oo, -oo) or (low, high) == (S.Zero, 2 * pi):
        return
    waves = (n.args[0].diff(x) for t in form.proposing for n in t.atoms(cos, sin))
    slopes = {abs(w) for w in waves if w != 0 and not w.has(x)}
    pace = 2 * pi / (high - low)
    if any(expand(w / pace) == 1 for w in slopes):
        back = low + y / pace
        yield transformed(form, y, back, pace * (x - low), S.Zero, 2 * pi, f"{x} = {back}")


CHARTS_OF_INTERVALS = (
    _to_a_turn,
    _from_base,
    _falling_power,
    _powers,
    _affine,
    _squared,
    _reflected,
    _projective,
    _half_angle,
)
