"""Changes of variables that bring a density to a kernel whose integral is known.

A density is carried as the terms of its logarithm; a chart ``x = h(y)`` adds log|h'(y)|. Charts are proposed by the
terms themselves: a centre of symmetry, an exponential, a logarithm, an affine or a power term under a logarithm.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Add, Dummy, Expr, Piecewise, Pow, S, Symbol, default_sort_key, diff, exp, expand, log, oo

from symbinfo.derivation.integrals.charts_of_intervals import CHARTS_OF_INTERVALS
from symbinfo.derivation.integrals.coordinate_forms import (
    Form,
    expanded_round_logs,
    form_of,
    fresh,
    terms_in,
    transformed,
)
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.laws.law import ContinuousLaw

__all__ = ["centre_of_symmetry", "forms_of"]

DEEPEST = 5

_y = Dummy("y", positive=True)


def forms_of(law: ContinuousLaw, domain: Domain, hint: Expr = S.Zero) -> Iterator[Form]:
    """The law in its own variable, and then in every coordinate that the charts lead to, nearest first.

    A `hint` is a sum of logarithms in the variable, which proposes coordinates as those of the density do.
    """
    waiting, seen = [form_of(law, domain, hint)], set[tuple[Expr, ...]]()
    for _ in range(DEEPEST):
        yield from waiting
        found = [new for form in waiting for new in _charted(form)]
        waiting = []
        for new in found:
            shape = (*(t.xreplace({new.variable: _y}) for t in (*new.terms, *new.back)), new.lower, new.upper)
            if shape not in seen:
                seen.add(shape)
                waiting.append(new)


# --- what the terms propose ------------------------------------------------------------------------------------------


def _charted(form: Form) -> list[Form]:
    y = fresh(form)
    found: list[Form] = []
    charts = (
        _shifted,
        _mirrored,
        _exponential,
        _decaying,
        _power_in_exponent,
        _completed,
        _reciprocal,
        _logarithmic,
        _below,
        _tail,
        *CHARTS_OF_INTERVALS,
    )
    for chart in charts:
        try:
            found.extend(chart(form, y))
        except TypeError:  # a density by cases is asked about places that are not real
            if not any(term.has(Piecewise) for term in form.terms):
                raise
    return found


def _real(y: Symbol) -> Symbol:
    return Variable(y.name, real=True)


def _shifted(form: Form, y: Symbol) -> Iterator[Form]:
    """From an interval to (0, 1), from a half-line to (0, oo)."""
    x, low, high = form.variable, form.lower, form.upper
    if low.is_finite is not False and high == oo and low != 0:
        yield transformed(form, y, low + y, x - low, S.Zero, oo, f"{x} = {low + y}")
    elif low not in (oo, -oo) and high not in (oo, -oo) and (low, high) != (0, 1):
        back = low + (high - low) * y
        yield transformed(form, y, back, (x - low) / (high - low), S.Zero, S.One, f"{x} = {back}")
        if form.domain.nonnegative(low) and form.domain.nonnegative(1 - high):
            yield transformed(form, y, 1 - y, 1 - x, 1 - high, 1 - low, f"{x} = {1 - y}")
    elif low == -oo and high not in (oo, -oo):
        yield transformed(form, y, high - y, high - x, S.Zero, oo, f"{x} = {high - y}")


def _mirrored(form: Form, y: Symbol) -> Iterator[Form]:
    """A density that is even about the middle m of its range: fold it over m."""
    x, low, high = form.variable, form.lower, form.upper
    bounded = low not in (oo, -oo) and high not in (oo, -oo)
    if not bounded and (low, high) != (-oo, oo):
        return
    m = centre_of_symmetry(form)
    if m is None or (bounded and (not form.terms or expand(2 * m - low - high) != 0)):
        return
    reach, end = (expand(high - m), S.One) if bounded else (S.One, oo)
    step = reach * y
    words = f"{x} = {m} + {step} and {x} = {m} - {step}" if m != 0 else f"{x} = {step} and -{step}"
    yield transformed(form, y, m + step, Abs(x - m) / reach, S.Zero, end, words, mirrored=True)


def centre_of_symmetry(form: Form) -> Expr | None:
    """The m with p(m + u) = p(m - u) for all u, or None."""
    x, u = form.variable, Dummy("u", positive=True)
    total = Add(*form.terms)
    for m in [*_affine_roots(total, x), *_vertices(total, x), S.Zero]:
        gap = total.xreplace({x: m + u}) - total.xreplace({x: m - u})
        if form.domain.is_clearly_not_zero(gap):
            continue
        right, left = (terms_in(total.xreplace({x: m + side}), u, form.domain) for side in (u, -u))
        if expanded_round_logs(Add(*right) - Add(*left), u) == 0:
            return m
    return None


def _affine_roots(total: Expr, x: Symbol) -> list[Expr]:
    roots: list[Expr] = []
    for node in sorted(total.atoms(Add), key=default_sort_key):
        slope = diff(node, x)
        if slope != 0 and not slope.has(x):
            root = expand(-node.xreplace({x: S.Zero}) / slope)
            if root not in roots:
                roots.append(root)
    return roots


def _vertices(total: Expr, x: Symbol) -> list[Expr]:
    if not total.is_polynomial(x):
        return []
    second = diff(total, x, 2)
    if second == 0 or second.has(x):
        return []
    return [expand(-diff(total, x).xreplace({x: S.Zero}) / second)]


def _exponential(form: Form, y: Symbol) -> Iterator[Form]:
    """Terms in exp(c x + d) on the line or a half-line: y = exp(c x + d)."""
    x, low, high = form.variable, form.lower, form.upper
    if high != oo or (low != -oo and low != 0):
        return
    for node in sorted({n for t in form.proposing for n in t.atoms(exp)}, key=default_sort_key):
        slope = diff(node.args[0], x)
        if slope == 0 or slope.has(x) or slope.is_nonzero is not True:
            continue
        back = expand((log(y) - node.args[0].xreplace({x: S.Zero})) / slope)
        if low == 0 and not form.domain.positive(slope):
            continue
        start = S.Zero if low == -oo else node.xreplace({x: S.Zero})
        yield transformed(form, y, back, node, start, oo, f"{y} = {node}")
        return


def _decaying(form: Form, y: Symbol) -> Iterator[Form]:
    """Terms in exp(-c x) under a logarithm, on (0, oo): y = exp(-c x), of which 1 - y is a distribution function."""
    x = form.variable
    if (form.lower, form.upper) != (S.Zero, oo):
        return
    under = {n for t in form.proposing for u in t.atoms(log) if isinstance(u.args[0], Add) for n in u.atoms(exp)}
    slopes = [n.args[0].diff(x) for n in under]
    known = {s for s in slopes if s != 0 and not s.has(x) and (form.domain.positive(s) or form.domain.positive(-s))}
    for slope in sorted((s if form.domain.positive(-s) else -s for s in known), key=default_sort_key):
        node = exp(slope * x)
        yield transformed(form, y, log(y) / slope, node, S.Zero, S.One, f"{y} = {node}")
        return


def _power_in_exponent(form: Form, y: Symbol) -> Iterator[Form]:
    """Terms in exp(-c x**k) under a logarithm, on (0, oo): y = x**k."""
    x = form.variable
    if (form.lower, form.upper) != (S.Zero, oo):
        return
    under = {n for t in form.proposing for u in t.atoms(log) for n in u.atoms(exp)}
    powers = {p for n in under for p in n.atoms(Pow) if p.args[0] == x and not p.args[1].has(x)}
    for power in sorted(powers, key=default_sort_key):
        k = power.args[1]
        if form.domain.positive(k) or form.domain.positive(-k):
            yield transformed(form, y, y ** (1 / k), power, S.Zero, oo, f"{y} = {power}")
            return


def _completed(form: Form, y: Symbol) -> Iterator[Form]:
    """A quadratic in the exponent beside log(a + b x), whose root is left of a half-line: y is the distance to the root."""
    x, low = form.variable, form.lower
    if low in (oo, -oo) or form.upper != oo:
        return
    for node in sorted(
        {n for t in form.terms for n in t.atoms(log) if isinstance(n.args[0], Add)}, key=default_sort_key
    ):
        slope = node.args[0].diff(x)
        rest = Add(*(t for t in form.terms if not t.has(log)))
        if slope == 0 or slope.has(x) or not rest.is_polynomial(x) or rest.diff(x, 2) == 0 or rest.diff(x, 3) != 0:
            continue
        root = expand(x - node.args[0] / slope)
        if form.domain.positive(low - root):
            yield transformed(form, y, root + y, x - root, expand(low - root), oo, f"{x} = {root + y}")
            return


def _reciprocal(form: Form, y: Symbol) -> Iterator[Form]:
    """A negative power x**(-k) in a term, on (0, oo): y = x**(-k)."""
    x = form.variable
    if (form.lower, form.upper) != (S.Zero, oo):
        return
    powers = {p for t in form.terms for p in t.atoms(Pow) if p.args[0] == x and form.domain.positive(-p.args[1])}
    for power in sorted(powers, key=default_sort_key)[:1]:
        yield transformed(form, y, y ** (1 / power.args[1]), power, S.Zero, oo, f"{y} = {power}")


def _logarithmic(form: Form, y: Symbol) -> Iterator[Form]:
    """Powers of log x on (0, oo): x = exp(t). Of log(x/(1 - x)) on (0, 1): x = 1/(1 + exp(-t))."""
    if form.lower != 0 or form.upper not in (oo, S.One) or not any(_log_powers(t) for t in form.terms):
        return
    x, t = form.variable, _real(y)
    back, forth = (exp(t), log(x)) if form.upper == oo else (exp(t) / (1 + exp(t)), log(x / (1 - x)))
    yield transformed(form, t, back, forth, -oo, oo, f"{x} = {back}")


def _log_powers(term: Expr) -> bool:
    return any(isinstance(p.args[0], log) or p.args[0].has(log) for p in term.atoms(Pow) if p.args[1] != -1)


def _below(form: Form, y: Symbol) -> Iterator[Form]:
    """Terms in log(-log(x/c)) on (0, c): x = c exp(-y)."""
    x, high = form.variable, form.upper
    nested = any(n.args[0].has(log) for t in form.terms for n in t.atoms(log))
    if form.lower == 0 and nested and form.domain.positive(high) and high != oo:
        yield transformed(form, y, high * exp(-y), -log(x / high), S.Zero, oo, f"{x} = {high * exp(-y)}")


def _tail(form: Form, y: Symbol) -> Iterator[Form]:
    """A law on (b, oo) or (b, c) with b positive: x = b exp(y)."""
    x, low, high = form.variable, form.lower, form.upper
    if low == -oo or not form.domain.positive(low):
        return
    end = log_of(high / low, form.domain) if high != oo else oo
    yield transformed(form, y, low * exp(y), log(x / low), S.Zero, end, f"{x} = {low * exp(y)}")
