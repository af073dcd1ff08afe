"""Opening a product of sums while those that stand below a fraction, or under a broken power, stay whole."""

from __future__ import annotations

from typing import Any

from sympy import (
    Add,
    Dummy,
    Expr,
    Pow,
    Symbol,
    default_sort_key,
    expand,
    expand_mul,
    expand_power_base,
    factor_terms,
    fraction,
    together,
)

__all__ = ["expanded_above", "one_denominator"]


def expanded_above(expr: Expr, y: Symbol, **hints: Any) -> Expr:
    """The expression expanded, but for sums in `y` that are divided by or raised to a power that is not whole.

    ``y*(2 + y)/(1 + y)**2`` becomes ``2*y/(1 + y)**2 + y**2/(1 + y)**2``: its denominator is a base of stored integrals,
    and ``1 + 2*y + y**2`` would be none.

    Parameters
    ----------
    expr : Expr
        What is opened.
    y : Symbol
        The variable.
    **hints
        As for `sympy.expand`.
    """
    bases = sorted({p.args[0] for p in expr.atoms(Pow) if _kept(p, y)}, key=default_sort_key)
    masks = {base: Dummy(positive=base.is_positive, real=base.is_real) for base in bases}
    opened = expand(expr.xreplace(masks), **hints)
    return opened.xreplace({mask: base for base, mask in masks.items()})


def one_denominator(expr: Expr, y: Symbol) -> Expr:
    """Each sum in `y` below a fraction as one fraction, what its terms share in front: ``1/(1/y + 1)`` is ``y/(1 + y)``."""

    def change(node: Expr) -> Expr:
        top, bottom = fraction(together(node.args[0]))
        return expand_power_base(Pow(factor_terms(expand_mul(top)) / bottom, node.args[1]))

    return expr.replace(lambda node: isinstance(node, Pow) and _kept(node, y), change)


def _kept(power: Pow, y: Symbol) -> bool:
    base, exponent = power.args
    return isinstance(base, Add) and base.has(y) and not (exponent.is_Integer and exponent.is_positive)
