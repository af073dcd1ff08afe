"""Laws written by hand: a density on an interval, or a mass on a range of integers."""

from __future__ import annotations

from typing import Any

from sympy import (
    And,
    Basic,
    Expr,
    Heaviside,
    Max,
    Min,
    Piecewise,
    Symbol,
    SympifyError,
    Tuple,
    false,
    piecewise_fold,
    sympify,
    true,
)

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.law import (
    ContinuousLaw,
    DiscreteLaw,
    integer_variable,
    name_outside,
    real_variable,
    variable_for,
)

__all__ = ["Density", "Mass"]


def Density(expr: Any, limits: tuple[Any, Any, Any], name: str = "P") -> ContinuousLaw:
    """A law written by hand: a density `expr` on the interval ``(x, a, b)``.

    Parameters
    ----------
    expr : Expr
        The density; its free symbols other than x are parameters, with the assumptions they carry.
    limits : tuple
        ``(x, a, b)``: the variable and the ends of the support, which may be infinite.
    name : str
        What to call the law in formulas.

    Returns
    -------
    ContinuousLaw

    Raises
    ------
    MeasureError
        When the limits are not of that form.
    DomainError
        When the ends are in the wrong order.

    Examples
    --------
    >>> from sympy import exp, oo, symbols
    >>> x = symbols("x")
    >>> Density(2*exp(-2*x), (x, 0, oo)).title
    'Density(2*exp(-2*x), (x, 0, oo))'
    """
    return ContinuousLaw(*_written_by_hand("Density", expr, limits, name))


def Mass(expr: Any, limits: tuple[Any, Any, Any], name: str = "P") -> DiscreteLaw:
    """A law written by hand: a mass `expr` on the integers ``(k, a, b)``, both ends included.

    Parameters
    ----------
    expr : Expr
        The mass; its free symbols other than k are parameters.
    limits : tuple
        ``(k, a, b)``: the variable and the ends of the range, which may be infinite.
    name : str
        What to call the law in formulas.

    Returns
    -------
    DiscreteLaw

    Raises
    ------
    MeasureError
        When the limits are not of that form.
    DomainError
        When the ends are in the wrong order, or not integers.

    Examples
    --------
    >>> from sympy import oo, Rational, symbols
    >>> k = symbols("k")
    >>> Mass(Rational(1, 2)**k, (k, 1, oo)).title
    'Mass((1/2)**k, (k, 1, oo))'
    """
    return DiscreteLaw(*_written_by_hand("Mass", expr, limits, name))


def _written_by_hand(word: str, expr: Any, limits: Any, name: str) -> tuple[Any, ...]:
    """What both kinds of law are made of: name, family, parameters, condition, variable, density and ends."""
    user, expr, lower, upper = _checked_form(word, expr, limits)
    used = (expr.free_symbols | lower.free_symbols | upper.free_symbols) - {user}
    taken = user.name in {s.name for s in used}
    if word == "Density":
        variable = real_variable(name_outside(used) if taken else user.name)
        order, inside = lower < upper, And(lower < variable, variable < upper)
    else:
        variable = integer_variable(variable_for([], used).name if taken else user.name)
        order, inside = lower <= upper, And(lower <= variable, variable <= upper)
        for end in (lower, upper):
            if end.is_finite and end.is_integer is False:
                raise DomainError(word, "each end", end, "an integer")
    if order == false:
        raise DomainError(word, "the upper end", upper, f"above the lower end {lower}")
    if user.is_nonnegative and lower.is_nonnegative is not True:
        raise MeasureError(f"si.{word}: {user} is assumed positive and starts at {lower}; give a plain symbol")
    density = expr.xreplace({user: variable})
    if density.has(Max, Min, Heaviside):
        density = piecewise_fold(density.rewrite(Piecewise))
    density = _branch_on(inside, density)
    if density.is_nonpositive:
        raise DomainError(word, "the density", expr, "positive inside the support")
    shown = (expr.xreplace({user: variable}), Tuple(variable, lower, upper))
    return name, word, shown, order if used else true, variable, density, lower, upper


def _checked_form(word: str, expr: Any, limits: Any) -> tuple[Symbol, Expr, Expr, Expr]:
    wanted = MeasureError(f"si.{word} takes an expression and (variable, lower, upper): got {expr}, {limits}")
    if not (isinstance(limits, (tuple, list, Tuple)) and len(limits) == 3):
        raise wanted
    try:
        user, expr, lower, upper = (sympify(part, strict=True) for part in (limits[0], expr, *limits[1:]))
    except SympifyError:
        raise wanted from None
    if not isinstance(user, Symbol) or not all(isinstance(part, Expr) for part in (expr, lower, upper)):
        raise wanted
    if lower.has(user) or upper.has(user):
        raise MeasureError(f"si.{word}: the ends of the range may not depend on {user}: got {lower}, {upper}")
    return user, expr, lower, upper


def _branch_on(inside: Basic, density: Expr) -> Expr:
    """The one branch of a Piecewise density that holds on all of the support, if there is one."""
    if isinstance(density, Piecewise):
        domain = Domain.of([inside])
        for branch, condition in density.args:
            if domain.implies(condition):
                return branch
            if not domain.excludes(condition):
                break
    return density
