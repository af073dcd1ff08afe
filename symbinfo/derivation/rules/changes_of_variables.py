"""Changes of variables that bring a density to a kernel whose integral is known.

A density is carried as the terms of its logarithm; a chart ``x = h(y)`` adds log|h'(y)|. Charts are proposed by the
terms themselves: a centre of symmetry, an exponential, a logarithm, an affine or a power term under a logarithm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Mul,
    Pow,
    S,
    Symbol,
    asin,
    cancel,
    cos,
    cosh,
    default_sort_key,
    diff,
    exp,
    expand,
    expand_power_base,
    expand_trig,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from symbinfo.derivation.rules.logarithms import log_of
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.laws.law import ContinuousLaw

__all__ = ["Form", "centre_of_symmetry", "form_from", "form_of", "forms_of", "plain", "terms_of"]

DEEPEST = 4
LARGEST_CANCELLED = 30


@dataclass(frozen=True)
class Form:
    """A law in some coordinate: the terms of its log density, and the way back to the law's own variable.

    Parameters
    ----------
    terms : tuple of Expr
        The terms of log(density) that hold the variable; constants are dropped, since the density integrates to 1.
    variable : Symbol
        The coordinate.
    lower, upper : Expr
        Its range.
    back : tuple of Expr
        The law's own variable as functions of the coordinate: one branch, or two mirrored ones of equal weight.
    forth : Expr
        The coordinate as a function of the law's own variable (the distance from the centre where it is folded).
    words : str
        The substitution, for the reader.
    domain : Domain
        The parameters' domain and the range of the coordinate.
    """

    terms: tuple[Expr, ...]
    variable: Symbol
    lower: Expr
    upper: Expr
    back: tuple[Expr, ...]
    forth: Expr
    words: tuple[str, ...]
    domain: Domain


def form_of(law: ContinuousLaw, domain: Domain) -> Form:
    """The law in its own variable."""
    inside = law.inside(domain)
    x = law.variable
    terms = _terms(log_of(expand_power_base(law.density), inside), x, inside)
    return Form(terms, x, law.lower, law.upper, (x,), x, (), inside)


def form_from(law: ContinuousLaw, domain: Domain, origin: Expr) -> Form:
    """The law in the distance to a place left of its support."""
    form = form_of(law, domain)
    y, x = fresh(form), form.variable
    upper = law.upper if law.upper == oo else law.upper - origin
    return transformed(form, y, origin + y, x - origin, law.lower - origin, upper, f"{x} = {origin + y}")


def forms_of(law: ContinuousLaw, domain: Domain) -> Iterator[Form]:
    """The law in its own variable, and then in every coordinate that the charts lead to, nearest first."""
    waiting = [form_of(law, domain)]
    for _ in range(DEEPEST):
        yield from waiting
        waiting = [new for form in waiting for new in _charted(form)]


def transformed(
    form: Form, y: Symbol, x: Expr, forth: Expr, lower: Expr, upper: Expr, words: str, mirrored: bool = False
) -> Form:
    """The form in the coordinate y: the old one is ``x`` (or its mirror image too), and ``forth`` is y in terms of it."""
    domain = Domain.of([*form.domain.conditions]).and_(*(c for c in (lower < y, y < upper) if c not in (True, S.true)))
    jacobian = _absolute(diff(x, y), domain)
    total = Add(*(t.xreplace({form.variable: x}) for t in form.terms), log_of(jacobian, domain))
    branches = [b.xreplace({form.variable: x}) for b in form.back]
    if mirrored:
        branches += [b.xreplace({form.variable: x.xreplace({y: -y})}) for b in form.back]
    forth = forth.xreplace({form.variable: form.forth})
    return Form(_terms(total, y, domain), y, lower, upper, tuple(branches), forth, (*form.words, words), domain)


def _absolute(slope: Expr, domain: Domain) -> Expr:
    return -slope if domain.positive(-slope) else slope


def _terms(total: Expr, variable: Symbol, domain: Domain) -> tuple[Expr, ...]:
    """The expanded terms that hold the variable, with powers and logs split where signs allow."""
    opened = _opened(total, variable, domain)
    return tuple(sorted((t for t in Add.make_args(opened) if t.has(variable)), key=default_sort_key))


def _opened(total: Expr, variable: Symbol, domain: Domain) -> Expr:
    opened = _expanded_round_logs(expand_power_base(total), variable)
    found = sorted((n for n in opened.atoms(log) if n.has(variable)), key=default_sort_key)
    opened = opened.xreplace({n: log_of(plain(n.args[0]), domain) for n in found})
    return _expanded_round_logs(expand_power_base(opened), variable)


def terms_of(total: Expr, domain: Domain, variable: Symbol) -> tuple[Expr, ...]:
    """All terms of a logarithm, expanded, with powers and logs split where signs allow."""
    return tuple(sorted(Add.make_args(_opened(total, variable, domain)), key=default_sort_key))


def plain(argument: Expr) -> Expr:
    """What stands under a logarithm, powers opened, cosh by exponentials; a fraction of fractions in one is made one."""
    if argument.has(asin):
        return expand_trig(expand(argument))
    if isinstance(argument, cosh):
        return exp(-argument.args[0]) * (1 + exp(2 * argument.args[0])) / 2
    nested = argument.has(exp) and any(p.args[1] == -1 and isinstance(p.args[0], Add) for p in argument.atoms(Pow))
    return cancel(argument) if nested and argument.count_ops() < LARGEST_CANCELLED else expand_power_base(argument)


def _expanded_round_logs(expr: Expr, variable: Symbol) -> Expr:
    """Expand, but leave what stands under a logarithm as it is written: 1 + (x - m)**2 is a shape to recognise."""
    nodes = sorted((n for n in expr.atoms(log) if n.has(variable)), key=default_sort_key)
    masks = {node: Dummy() for node in nodes}
    opened = expand(expr.xreplace(masks), power_exp=False, log=False, trig=expr.has(cos, sin))
    return opened.xreplace({mask: node for node, mask in masks.items()})


# --- what the terms propose ------------------------------------------------------------------------------------------


def _charted(form: Form) -> list[Form]:
    y = fresh(form)
    found: list[Form] = []
    for chart in (_shifted, _mirrored, _exponential, _logarithmic, _below, _tail, _powers, _half_angle):
        found.extend(chart(form, y))
    return found


def fresh(form: Form) -> Symbol:
    """A positive bound variable for the next coordinate, named unlike anything in sight."""
    used = {s.name for t in (*form.terms, *form.back) for s in t.free_symbols}
    return Variable(
        next(n for n in ("y", "z", "t", "w", "v", *(f"y{i}" for i in range(99))) if n not in used), positive=True
    )


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
        right, left = (_terms(total.xreplace({x: m + side}), u, form.domain) for side in (u, -u))
        if _expanded_round_logs(Add(*right) - Add(*left), u) == 0:
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
    for node in sorted({n for t in form.terms for n in t.atoms(exp)}, key=default_sort_key):
        slope = diff(node.args[0], x)
        if slope == 0 or slope.has(x) or slope.is_nonzero is not True:
            continue
        back = expand((log(y) - node.args[0].xreplace({x: S.Zero})) / slope)
        if low == 0 and not form.domain.positive(slope):
            continue
        start = S.Zero if low == -oo else node.xreplace({x: S.Zero})
        yield transformed(form, y, back, node, start, oo, f"{y} = {node}")
        return


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


def _powers(form: Form, y: Symbol) -> Iterator[Form]:
    """log(A + B x**a) on (0, oo), or log(1 - x**a) on (0, 1): y = B x**a / A, or y = x**a."""
    x = form.variable
    if form.lower != 0 or form.upper not in (oo, S.One):
        return
    for node in sorted(
        {n for t in form.terms for n in t.atoms(log) if isinstance(n.args[0], Add)}, key=default_sort_key
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
        if form.upper == S.One and (factor, constant, a) == (-S.One, S.One, S.One):
            continue
        back = Mul(scale, y) ** (1 / a)
        forth = power / scale
        yield transformed(form, y, expand_power_base(back), forth, S.Zero, form.upper, f"{y} = {forth}")
        return


def _half_angle(form: Form, y: Symbol) -> Iterator[Form]:
    """Terms in cos(pi x) or sin(pi x) on (0, 1): y = sin(pi x/2)**2, so that cos(pi x) is 1 - 2 y."""
    x = form.variable
    waves = (cos(pi * x), sin(pi * x))
    if (form.lower, form.upper) != (S.Zero, S.One) or not any(t.has(*waves) for t in form.terms):
        return
    back = 2 * asin(sqrt(y)) / pi
    yield transformed(form, y, back, sin(pi * x / 2) ** 2, S.Zero, S.One, f"{y} = {sin(pi * x / 2) ** 2}")
