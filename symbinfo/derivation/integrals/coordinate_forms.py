"""A law in a coordinate: the terms of the logarithm of its density, and the way back to its own variable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sympy import (
    Add,
    Dummy,
    Expr,
    Function,
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
    expand_log,
    expand_power_base,
    expand_trig,
    log,
    oo,
    sin,
    together,
)

from symbinfo.derivation.integrals.spelling import conjugates_joined, in_one_spelling
from symbinfo.derivation.simplify.lengths import cost, factored
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.law import ContinuousLaw

__all__ = [
    "Form",
    "expanded_round_logs",
    "form_from",
    "form_of",
    "fresh",
    "hint_in",
    "one_fraction",
    "plain",
    "terms_in",
    "terms_of",
    "transformed",
    "with_single_powers",
]

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
    hints : tuple of Expr
        Terms of the logarithm of what is averaged: they propose coordinates, too.
    taken : frozenset of str
        The names in the density and its range, constants among them: no coordinate is called so.
    """

    terms: tuple[Expr, ...]
    variable: Symbol
    lower: Expr
    upper: Expr
    back: tuple[Expr, ...]
    forth: Expr
    words: tuple[str, ...]
    domain: Domain
    hints: tuple[Expr, ...] = ()
    taken: frozenset[str] = frozenset()

    @property
    def proposing(self) -> tuple[Expr, ...]:
        """What proposes coordinates: the terms, and those of what is averaged."""
        return (*self.terms, *self.hints)


def form_of(law: ContinuousLaw, domain: Domain, hint: Expr = S.Zero) -> Form:
    """The law in its own variable."""
    inside = law.inside(domain)
    x = law.variable
    terms = terms_in(log_of(expand_power_base(law.density), inside), x, inside, waves=False)
    hints = terms_in(hint, x, inside) if hint != 0 else ()
    named = {s.name for part in (law.density, law.lower, law.upper) for s in part.free_symbols} | {x.name}
    return Form(terms, x, law.lower, law.upper, (x,), x, (), inside, hints, frozenset(named))


def hint_in(body: Expr, x: Symbol, domain: Domain) -> Expr:
    """A sum of logarithms of the bases in what is averaged, of a product the terms of its own logarithm.

    It is 0 where they would propose nothing: of one base without exponentials and broken powers, or with other functions.
    """
    if isinstance(body, (Mul, Pow)) and not any(isinstance(f, (Add, log)) for f in Mul.make_args(body)):
        return Add(*(t for t in Add.make_args(log_of(expand_power_base(body), domain)) if t.has(x)))
    powers = (p for p in body.atoms(Pow) if isinstance(p.args[0], Add) and not p.args[1].is_positive)
    inside = {n.args[0] for n in body.atoms(log)} | {p.args[0] for p in powers}
    inside = {base for base in inside if base.has(x)}
    known = all(isinstance(f, exp) for base in inside for f in base.atoms(Function) if f.has(x))
    bends = any(p.has(x) and not p.exp.is_Integer for base in inside for p in base.atoms(Pow, exp))
    bends = bends or any(_is_of_one_power(base, x) for base in inside)
    return Add(*map(log, inside)) if known and (bends or len(inside) > 1) else S.Zero


def _is_of_one_power(base: Expr, x: Symbol) -> bool:
    """Whether a base is ``a + b x**k``, with another k than 1, or ``a + b (x - m)**k``."""
    _, moving = base.as_independent(x, as_Add=True)
    power = moving.as_independent(x, as_Add=False)[1]
    return isinstance(base, Add) and isinstance(power, Pow) and power.args[0].diff(x) == 1


def form_from(law: ContinuousLaw, domain: Domain, origin: Expr) -> Form:
    """The law in the distance to a place left of its support."""
    form = form_of(law, domain)
    y, x = fresh(form), form.variable
    upper = law.upper if law.upper == oo else law.upper - origin
    return transformed(form, y, origin + y, x - origin, law.lower - origin, upper, f"{x} = {origin + y}")


def transformed(
    form: Form, y: Symbol, x: Expr, forth: Expr, lower: Expr, upper: Expr, words: str, mirrored: bool = False
) -> Form:
    """The form in the coordinate y: the old one is ``x`` (or its mirror image too), and ``forth`` is y in terms of it."""
    domain = Domain.of([*form.domain.conditions]).and_(*(c for c in (lower < y, y < upper) if c not in (True, S.true)))
    jacobian = _absolute(diff(x, y), domain)
    moved = Add(*(t.xreplace({form.variable: x}) for t in form.terms))
    total = with_single_powers(moved, domain) + log_of(jacobian, domain)
    branches = [_composed(b, form.variable, x) for b in form.back]
    if mirrored:
        branches += [_composed(b, form.variable, x.xreplace({y: -y})) for b in form.back]
    forth = forth.xreplace({form.variable: form.forth})
    terms = terms_in(total, y, domain)
    hints = terms_in(Add(*(t.xreplace({form.variable: x}) for t in form.hints)), y, domain) if form.hints else ()
    return Form(terms, y, lower, upper, tuple(branches), forth, (*form.words, words), domain, hints, form.taken)


def _composed(back: Expr, variable: Symbol, x: Expr) -> Expr:
    """One change of variables after another: what cancels between them is not carried along."""
    if back == variable:
        return x
    whole = back.xreplace({variable: x})
    return min((whole, factored(whole)), key=cost)


def _absolute(slope: Expr, domain: Domain) -> Expr:
    return -slope if domain.positive(-slope) else slope


@lru_cache(maxsize=4096)
def terms_in(total: Expr, variable: Symbol, domain: Domain, *, waves: bool = True) -> tuple[Expr, ...]:
    """The expanded terms that hold the variable, with powers and logs split where signs allow."""
    opened = _opened(total, variable, domain, waves)
    return tuple(sorted((t for t in Add.make_args(opened) if t.has(variable)), key=default_sort_key))


def _opened(total: Expr, variable: Symbol, domain: Domain, waves: bool = True) -> Expr:
    opened = expanded_round_logs(expand_power_base(in_one_spelling(total, variable, waves=waves)), variable)
    found = sorted((n for n in opened.atoms(log) if n.has(variable)), key=default_sort_key)
    opened = opened.xreplace({n: log_of(plain(one_fraction(n.args[0], variable)), domain) for n in found})
    return conjugates_joined(expanded_round_logs(expand_power_base(opened), variable), variable)


def terms_of(total: Expr, domain: Domain, variable: Symbol) -> tuple[Expr, ...]:
    """All terms of a logarithm, expanded, with powers and logs split where signs allow."""
    return tuple(sorted(Add.make_args(_opened(total, variable, domain)), key=default_sort_key))


def plain(argument: Expr) -> Expr:
    """What stands under a logarithm, powers opened, cosh by exponentials; a fraction of fractions in one is made one."""
    if argument.has(asin):
        return expand_trig(expand(argument))
    if isinstance(argument, Add) and any(isinstance(f, log) for t in argument.args for f in Mul.make_args(t)):
        return expand_log(argument)
    if isinstance(argument, cosh):
        return exp(-argument.args[0]) * (1 + exp(2 * argument.args[0])) / 2
    if (opposite := _opposite_exponentials(argument)) is not None:
        return opposite
    nested = argument.has(exp) and any(p.args[1] == -1 and isinstance(p.args[0], Add) for p in argument.atoms(Pow))
    return cancel(argument) if nested and argument.count_ops() < LARGEST_CANCELLED else expand_power_base(argument)


def _opposite_exponentials(argument: Expr) -> Expr | None:
    """``a*exp(u) + b*exp(-u)`` as ``exp(-u)*(b + a*exp(2*u))``."""
    if not isinstance(argument, Add) or len(argument.args) != 2:
        return None
    pairs = [
        (term / power, power.args[0])
        for term in argument.args
        for power in Mul.make_args(term)
        if isinstance(power, exp)
    ]
    if len(pairs) != 2 or pairs[0][1] != -pairs[1][1]:
        return None
    (a, u), (b, _) = sorted(pairs, key=lambda pair: bool(pair[1].could_extract_minus_sign()))
    return exp(-u) * (b + a * exp(2 * u))


def one_fraction(argument: Expr, y: Symbol) -> Expr:
    """A sum with a negative power of the coordinate over one denominator: 1 + b/y is (b + y)/y."""
    negative = (p for p in argument.atoms(Pow) if p.args[0] == y and p.args[1].could_extract_minus_sign())
    return together(argument) if isinstance(argument, Add) and any(True for _ in negative) else argument


def with_single_powers(expr: Expr, domain: Domain) -> Expr:
    """``(b**k)**n`` as ``b**(k*n)``, where b is positive; ``exp(u)**n`` as ``exp(n*u)``."""

    def doubled(node: Expr) -> bool:
        if not isinstance(node, Pow) or isinstance(node, exp):
            return False
        base = node.args[0]
        return (
            domain.positive(base if isinstance(base, exp) else base.args[0]) if isinstance(base, (Pow, exp)) else False
        )

    def single(node: Expr) -> Expr:
        base, exponent = node.args[0].as_base_exp()
        return base ** expand(exponent * node.args[1])

    return expr.replace(doubled, single)


def expanded_round_logs(expr: Expr, variable: Symbol) -> Expr:
    """Expand, but leave what stands under a logarithm as it is written: 1 + (x - m)**2 is a shape to recognise."""
    nodes = sorted((n for n in expr.atoms(log) if n.has(variable)), key=default_sort_key)
    masks = {node: Dummy() for node in nodes}
    opened = expand(expr.xreplace(masks), power_exp=False, log=False, trig=expr.has(cos, sin))
    return opened.xreplace({mask: node for node, mask in masks.items()})


def fresh(form: Form) -> Symbol:
    """A positive bound variable for the next coordinate, named unlike anything in sight."""
    used = form.taken | {s.name for t in (*form.proposing, *form.back) for s in t.free_symbols}
    return Variable(free_name("yztwv", used), positive=True)
