"""Two continuous variables by their joint density, written by hand."""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, Mul, Symbol, SympifyError, Tuple, sympify, true

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.component import names_of
from symbinfo.laws.domains_by_sign import domains_by_sign
from symbinfo.laws.hierarchy import Hierarchy, given_first, pair
from symbinfo.laws.law import ContinuousLaw, real_variable
from symbinfo.laws.swapped_ranges import swapped

__all__ = ["JointDensity"]

Limits = tuple[Symbol, Expr, Expr]


def JointDensity(expr: Any, first: Any, second: Any, names: Any = None, *, condition: Any = true) -> Hierarchy:
    """Two continuous variables by their joint density `expr`.

    Parameters
    ----------
    expr : Expr
        The joint density; its other free symbols are parameters.
    first, second : tuple
        ``(x, a, b)`` and ``(y, c, d)``: the variables with the ends of their ranges; c and d may hold x.
    names : sequence of str, optional
        Of the random variables; default: those of the variables, as capital letters.
    condition : Boolean
        The domain of the parameters, beyond what their symbols say and what follows from the sign.

    Returns
    -------
    Hierarchy
        ``X, Y = JointDensity(...).variables`` are taken by joint measures.

    Raises
    ------
    MeasureError
        When the form is another one, the density is negative somewhere, or the range of x given y has several pieces.
    DomainError
        When the ends of a range are in the wrong order.
    NotNormalised
        When it does not integrate to 1.

    Examples
    --------
    >>> from sympy import symbols
    >>> import symbinfo as si
    >>> x, y = symbols("x y")
    >>> X, Y = JointDensity(2, (x, 0, 1), (y, 0, x)).variables
    >>> si.derive(si.MutualInformation(X, Y)).result
    1 - log(2)
    """
    density, (x, *ends), (y, *between) = _checked(expr, first, second)
    names = names_of(names or [x.name[:1].upper() + x.name[1:], y.name[:1].upper() + y.name[1:]], 2)
    places = {x: _place(x, *ends), y: _place(y, *(e.xreplace({x: _place(x, *ends)}) for e in between))}
    inside = density.xreplace(places)
    low, high = (end.xreplace(places) for end in between)
    used = (inside.free_symbols | Tuple(*ends, low, high).free_symbols) - set(places.values())
    known = And(*(c for c in And.make_args(sympify(condition)) if c.free_symbols & used), *_order(ends))
    known = And(known, *_signs(inside, places[x], places[y], ends, (low, high), used))
    taken = {s.name for s in used}
    own = {places[x]: _variable(x.name, taken), places[y]: _variable(y.name, {*taken, x.name})}
    first = (own[places[x]], *ends)
    second = (own[places[y]], low.xreplace(own), high.xreplace(own))
    swapped(first[0], (first[1], first[2]), second[0], (second[1], second[2]), Domain.of([known]))
    law, given = pair(inside.xreplace(own), first, second, known)
    closed = door("demand_joint_normalised")(law, given)
    if closed is not None:
        law, given = closed, given_first(closed, inside.xreplace(own), second)
    return Hierarchy(None, [law.renamed(names[0]), given.renamed(names[1])], names)


def _checked(expr: Any, first: Any, second: Any) -> tuple[Expr, Limits, Limits]:
    wanted = MeasureError(
        f"a joint density is an expression and two ranges, (x, a, b) and (y, c, d): got {expr}, {first}, {second}"
    )
    try:
        expr, first, second = (sympify(part, strict=True) for part in (expr, Tuple(*first), Tuple(*second)))
    except (SympifyError, TypeError):
        raise wanted from None
    if len(first) != 3 or len(second) != 3 or not isinstance(expr, Expr):
        raise wanted
    (x, a, b), (y, c, d) = first, second
    if not isinstance(x, Symbol) or not isinstance(y, Symbol) or x.name == y.name:
        raise wanted
    if Tuple(a, b).has(x, y) or Tuple(c, d).has(y):
        raise MeasureError(f"the range of {x} holds no variable, and that of {y} no other one than {x}")
    return expr, (x, a, b), (y, c, d)


def _place(variable: Symbol, low: Expr, high: Expr) -> Symbol:
    """The variable with the sign that its range implies."""
    return Symbol(variable.name, positive=True) if low.is_nonnegative else Symbol(variable.name, real=True)


def _variable(name: str, taken: set[str]) -> Variable:
    while name in taken:
        name += "_"
    return real_variable(name)


def _order(ends: list[Expr]) -> list[Any]:
    order = ends[0] < ends[1]
    if order == False:  # noqa: E712 - a SymPy Boolean
        raise DomainError("a joint density", "the upper end", ends[1], f"above the lower end {ends[0]}")
    return [order]


def _signs(
    density: Expr, x: Symbol, y: Symbol, ends: list[Expr], between: tuple[Expr, Expr], used: set[Any]
) -> list[Any]:
    """The domains of parameters that the sign of each factor implies."""
    if density.is_nonpositive:
        raise DomainError("a joint density", "the density", density, "positive inside the range")
    bound = real_variable(y.name)
    inside = [c for c in (ends[0] < x, x < ends[1]) if c != true]
    head = ("P", "Density", (density,), And(*inside), bound)
    law = ContinuousLaw(*head, Mul(density).xreplace({y: bound}), *between)
    return [domain.condition(symbol) for symbol, domain in domains_by_sign(law) if symbol in used]
