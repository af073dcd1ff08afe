"""One spelling of arguments, so that a shape is recognised however it was written: ``1 + c*(m - 1/c + y - m)`` is ``c*y``."""

from __future__ import annotations

from sympy import (
    Add,
    Expr,
    Mul,
    Pow,
    S,
    Symbol,
    cancel,
    cos,
    exp,
    expand,
    expand_mul,
    factor_terms,
    fraction,
    log,
    sin,
    together,
)

from symbinfo.derivation.simplify.exponential_fractions import factored_in_exponentials

__all__ = ["are_conjugate", "conjugates_joined", "in_one_spelling"]

#: Longer sums are left as they are written.
LONGEST = 60


def in_one_spelling(expr: Expr, y: Symbol, *, waves: bool = True) -> Expr:
    """What stands under logarithms, broken powers and waves, opened where that makes it affine in `y`, or one product.

    Other sums stay as they are written: ``1 + (y - m)**2`` is a shape of its own.

    Parameters
    ----------
    expr : Expr
        Any expression.
    y : Symbol
        The variable.
    waves : bool
        Whether the arguments of sines and cosines are opened, too: the centre of ``cos(pi*(y - m))`` is lost then.

    Examples
    --------
    >>> from sympy import symbols
    >>> y, c, m = symbols("y c m", positive=True)
    >>> in_one_spelling(log(1 + c*(y + m - 1/c - m)), y)
    log(c*y)
    >>> in_one_spelling(log(1 - (2*y - 1)**2), y)
    log(4*y*(1 - y))
    >>> in_one_spelling(log(1 + (1 - y)/(1 + y)), y)
    log(2/(y + 1))
    >>> in_one_spelling(log(1 + (y - m)**2), y)
    log((-m + y)**2 + 1)
    """
    heads = (log, Pow, cos, sin) if waves else (log, Pow)
    return expr.replace(lambda node: isinstance(node, heads) and _speaks(node, y), lambda node: _respelled(node, y))


def _speaks(node: Expr, y: Symbol) -> bool:
    if isinstance(node, Pow) and node.args[1].is_Integer:
        return False
    return isinstance(node.args[0], (Add, Mul)) and bool(node.args[0].has(y))


def _respelled(node: Expr, y: Symbol) -> Expr:
    inner = node.args[0]
    if isinstance(node, (cos, sin)):
        return node.func(expand_mul(inner))
    new = Mul(*(_opened_sum(f, y) for f in Mul.make_args(inner)))
    return node if new == inner else node.func(new, *node.args[1:])


def _opened_sum(factor: Expr, y: Symbol) -> Expr:
    """A sum as ``a + b*y`` or as one product, where it is one of them; otherwise as it is."""
    if not isinstance(factor, Add) or not factor.has(y) or factor.count_ops() > LONGEST:
        return factor
    if len(factor.args) > 2 and factor.has(exp) and (product := factored_in_exponentials(factor)) != factor:
        return product
    if any(_divides(p, y) for p in factor.atoms(Pow)) or (1 / y) in factor.args:
        top, bottom = fraction(together(factor))
        parts = (f.as_base_exp() for f in Mul.make_args(factor_terms(expand_mul(top)) / bottom))
        return Mul(
            *(_opened_sum(base, y) ** exponent if base != factor else base**exponent for base, exponent in parts)
        )
    if factor.is_polynomial(y) and not (slope := expand(factor.diff(y))).has(y):
        start, slope = _short(factor.xreplace({y: S.Zero})), _short(slope)
        ratio = cancel(slope / start) if start != 0 else S.Zero
        return start.factor() * (1 + ratio * y) if ratio.is_number and ratio != 0 else start + slope * y
    for opened in (expand_mul(factor), expand(factor, power_exp=False, log=False)):
        if not isinstance(opened, Add) or (_constant(opened, y) == 0 and _constant(factor, y) != 0):
            return factor_terms(opened)
        if not factor.is_polynomial(y) and opened.is_polynomial(y) and not opened.diff(y).has(y):
            return opened
    return factor


def _divides(power: Pow, y: Symbol) -> bool:
    base, exponent = power.args
    return isinstance(base, Add) and base.has(y) and exponent.is_Integer and exponent.is_negative


def _short(constant: Expr) -> Expr:
    """A constant opened, or where sums divide it with its factors cancelled."""
    divided = any(isinstance(p.args[0], Add) and p.args[1].is_Integer for p in constant.atoms(Pow))
    return constant.factor() if divided and constant.is_rational_function() else expand(constant)


def _constant(total: Expr, y: Symbol) -> Expr:
    return Add(*(term for term in Add.make_args(total) if not term.has(y)))


def conjugates_joined(expr: Expr, y: Symbol) -> Expr:
    """Equal multiples of the logarithms of ``a + b`` and ``a - b`` as one, and equal powers of them, where `y` has a root.

    Examples
    --------
    >>> from sympy import sqrt, symbols
    >>> y, c = symbols("y c", positive=True)
    >>> conjugates_joined(c*log(1 - sqrt(y)) + c*log(1 + sqrt(y)), y)
    c*log(1 - y)
    """
    if not any(p.args[0] == y and p.args[1].is_Rational and p.args[1].q == 2 for p in expr.atoms(Pow)):
        return expr
    logs: dict[tuple[Expr, Expr], Expr] = {}
    rest: list[Expr] = []
    for term in map(_powers_joined, Add.make_args(expr)):
        factor, moving = term.as_independent(y, as_Add=False)
        other = isinstance(moving, log) and next(
            (k for k in logs if k[0] == factor and are_conjugate(k[1], moving.args[0])), None
        )
        if other:
            rest.append(factor * log(expand_mul(logs.pop(other) * moving.args[0])))
        elif isinstance(moving, log):
            logs[factor, moving.args[0]] = moving.args[0]
        else:
            rest.append(term)
    return Add(*rest, *(factor * log(base) for (factor, base) in logs))


def _powers_joined(term: Expr) -> Expr:
    factors: list[Expr] = []
    for part in Mul.make_args(term):
        base, exponent = part.as_base_exp()
        pair = (f.as_base_exp() for f in factors)
        other = next((b for b, e in pair if e == exponent and are_conjugate(b, base)), None)
        if other is None:
            factors.append(part)
        else:
            factors[factors.index(other**exponent)] = expand_mul(other * base) ** exponent
    return Mul(*factors)


def are_conjugate(first: Expr, second: Expr) -> bool:
    """Whether two sums are ``a + b`` and ``a - b``."""
    if not (isinstance(first, Add) and isinstance(second, Add) and len(first.args) == 2 == len(second.args)):
        return False
    apart = set(first.args) ^ set(second.args)
    return len(apart) == 2 and Add(*apart) == 0
