"""Laws written by hand: a density on an interval, or a mass on a range of integers.

A law is a law when it is made: its support is where it is positive, its parameters lie where it can be, and it is looked
at in numbers at once, whether it integrates to 1 and is nowhere negative.
"""

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
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.domains_by_sign import difference_by_sign, domains_by_sign
from symbinfo.laws.law import (
    ContinuousLaw,
    DiscreteLaw,
    FiniteLaw,
    integer_variable,
    name_outside,
    real_variable,
    variable_for,
)
from symbinfo.laws.spelt_density import spelt
from symbinfo.laws.stated_range import density_on_its_support, mass_on_its_support

__all__ = ["Density", "Mass"]


def Density(expr: Any, limits: tuple[Any, Any, Any], name: str = "P", *, condition: Any = true) -> ContinuousLaw:
    """A law written by hand: a density `expr` on the interval ``(x, a, b)``.

    Parameters
    ----------
    expr : Expr
        The density; its free symbols other than x are parameters, with the assumptions they carry.
    limits : tuple
        ``(x, a, b)``: the variable and the ends of the range, which may be infinite; where the density is 0 at an end of
        it, that part is cut off.
    name : str
        What to call the law in formulas.
    condition : Boolean
        The domain of the parameters, beyond what their symbols say and what follows from the sign: ``c < 1``.

    Returns
    -------
    ContinuousLaw

    Raises
    ------
    MeasureError
        When the limits are not of that form, or the density is negative somewhere.
    DomainError
        When the ends are in the wrong order.
    NotNormalised
        When it does not integrate to 1.

    Examples
    --------
    >>> from sympy import exp, oo, symbols
    >>> x = symbols("x")
    >>> Density(2*exp(-2*x), (x, 0, oo)).title
    'Density(2*exp(-2*x), (x, 0, oo))'
    """
    law: ContinuousLaw = _written_by_hand("Density", expr, limits, name, condition)
    return law


def Mass(expr: Any, limits: tuple[Any, Any, Any], name: str = "P", *, condition: Any = true) -> DiscreteLaw | FiniteLaw:
    """A law written by hand: a mass `expr` on the integers ``(k, a, b)``, both ends included.

    Parameters
    ----------
    expr : Expr
        The mass; its free symbols other than k are parameters.
    limits : tuple
        ``(k, a, b)``: the variable and the ends of the range, which may be infinite.
    name : str
        What to call the law in formulas.
    condition : Boolean
        The domain of the parameters, beyond what their symbols say and what follows from the sign: ``c < 1``.

    Returns
    -------
    DiscreteLaw or FiniteLaw
        A list of the outcomes that it has, where it is 0 at some of a short range.

    Raises
    ------
    MeasureError
        When the limits are not of that form, or the mass is negative somewhere.
    DomainError
        When the ends are in the wrong order, or not integers.
    NotNormalised
        When it does not sum to 1.

    Examples
    --------
    >>> from sympy import oo, Rational, symbols
    >>> k = symbols("k")
    >>> Mass(Rational(1, 2)**k, (k, 1, oo)).title
    'Mass((1/2)**k, (k, 1, oo))'
    """
    law: DiscreteLaw | FiniteLaw = _written_by_hand("Mass", expr, limits, name, condition)
    return law


def _written_by_hand(word: str, expr: Any, limits: Any, name: str, given: Any) -> Any:
    """The law, on the range where it is positive, under the conditions that its sign implies; refused where it is none."""
    user, expr, lower, upper = _checked_form(word, expr, limits)
    used = (expr.free_symbols | lower.free_symbols | upper.free_symbols) - {user}
    taken = user.name in {s.name for s in used}
    if word == "Density":
        variable = real_variable(name_outside(used) if taken else user.name)
        order = lower < upper
    else:
        variable = integer_variable(variable_for([], used).name if taken else user.name)
        order = lower <= upper
        for end in (lower, upper):
            if end.is_finite and end.is_integer is False:
                raise DomainError(word, "each end", end, "an integer")
    if order == false:
        raise DomainError(word, "the upper end", upper, f"above the lower end {lower}")
    if user.is_nonnegative and lower.is_nonnegative is not True:
        raise MeasureError(f"si.{word}: {user} is assumed positive and starts at {lower}; give a plain symbol")
    inside = spelt(expr.xreplace({user: variable}), variable)
    if inside.is_nonpositive:
        raise DomainError(word, "the density", expr, "positive inside the support")
    known = [c for c in And.make_args(sympify(given)) if c.free_symbols & used]
    head = (name, word, inside, And(order, *known) if used else true)
    law = _on_its_support(head, variable, lower, upper)
    door("demand_normalised")(law)
    return law


_KINDS: dict[str, Any] = {"Density": ContinuousLaw, "Mass": DiscreteLaw}


def _on_its_support(head: tuple[Any, ...], variable: Any, lower: Expr, upper: Expr) -> Any:
    """The law on the range where it is positive."""
    name, word, expr, order = head
    stated = _KINDS[word](name, word, (expr,), order, variable, expr, lower, upper)
    conditions = [*And.make_args(order), *(d.condition(s) for s, d in domains_by_sign(stated))]
    make = density_on_its_support if word == "Density" else mass_on_its_support
    density, lower, upper, listed = make(expr, variable, lower, upper, conditions)
    if listed is not None:
        return FiniteLaw(name, word, (expr, Tuple(variable, lower, upper)), And(*conditions), listed)
    head = (name, word, density, order)  # what was cut off is not shown either: the law is what is left
    law = _law(head, And(*conditions), variable, density, lower, upper)
    conditions += [d.condition(s) for s, d in domains_by_sign(law)]
    conditions += difference_by_sign(_law(head, And(*conditions), variable, density, lower, upper))
    return _law(head, And(*conditions), variable, density, lower, upper)


def _law(head: tuple[Any, ...], condition: Any, variable: Any, density: Expr, lower: Expr, upper: Expr) -> Any:
    name, word, expr, _ = head
    inside = And(lower < variable, variable < upper)
    if word == "Mass":
        inside = And(lower <= variable, variable <= upper)
    if density.has(Max, Min, Heaviside, Piecewise) and not isinstance(density, Piecewise):
        density = piecewise_fold(density.rewrite(Piecewise))
    shown = (expr, Tuple(variable, lower, upper))
    return _KINDS[word](name, word, shown, condition, variable, _branch_on(inside, density), lower, upper)


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
