"""How each function is written: by the notation in its row of the table of functions, or by a setter of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from sympy import Integer, Symbol

from symbinfo.expressions.functions import FUNCTIONS, Notation, own
from symbinfo.render import layout as lay
from symbinfo.render.formula_setter import FormulaSetter
from symbinfo.render.layout import (
    Apply,
    Atom,
    Binomial,
    Fence,
    Frac,
    Kind,
    Layout,
    Level,
    Row,
    Sub,
    Sup,
    fenced,
    operator,
)
from symbinfo.render.names import upright
from symbinfo.render.notation import LOG

__all__ = ["SETTERS", "logarithm"]

Setter: TypeAlias = Callable[[FormulaSetter, Any], Layout]
GAMMA = Atom(r"\Gamma", "Γ", "Gamma", Kind.FUNCTION)
PSI = Atom(r"\psi", "ψ", "psi")


def logarithm(argument: Layout, base: Layout | None = None) -> Apply:
    """The log of a layout, without brackets where it can be read without."""
    head: Layout = LOG if base is None else Sub(LOG, base)
    bars = isinstance(argument, Fence) and argument.left == lay.BAR_LEFT
    bare = (
        bars
        or isinstance(argument, (Atom, Sub, Frac, Binomial, lay.Root))
        or (isinstance(argument, Apply) and (not argument.bare) and not _is_word(argument.head))
    )
    return Apply(head, argument, lay.LEFT, lay.RIGHT, bare=bare)


def _is_word(head: Layout) -> bool:
    """A function whose name is a word: log log x keeps its brackets."""
    return isinstance(head, Atom) and head.kind is Kind.FUNCTION and len(head.text) > 1


def _log(t: FormulaSetter, expr: Any) -> Layout:
    return logarithm(t(expr.args[0]))


def _loggamma(t: FormulaSetter, expr: Any) -> Layout:
    return logarithm(Apply(GAMMA, t.inline(expr.args[0]), lay.LEFT, lay.RIGHT))


def _polygamma(t: FormulaSetter, expr: Any) -> Layout:
    order, argument = expr.args
    head: Layout = PSI if order == 0 else Sup(PSI, fenced(t(order)))
    return Apply(head, t.inline(argument), lay.LEFT, lay.RIGHT)


def _called(head: Layout) -> Callable[[FormulaSetter, Any], Layout]:
    def write(t: FormulaSetter, expr: Any) -> Layout:
        return Apply(head, t.in_line(expr.args), lay.LEFT, lay.RIGHT)

    return write


def _indexed(head: Layout) -> Callable[[FormulaSetter, Any], Layout]:
    """The first argument as a subscript."""

    def write(t: FormulaSetter, expr: Any) -> Layout:
        index, *rest = expr.args
        return Apply(Sub(head, t.inline(index)), t.listed(rest), lay.LEFT, lay.RIGHT)

    return write


def _factorial(t: FormulaSetter, expr: Any) -> Layout:
    argument = expr.args[0]
    body = t(argument)
    plain = isinstance(argument, Symbol) or argument.is_Integer
    return Row((body if plain else fenced(body), operator("!", "!")), Level.ATOM)


def _harmonic(t: FormulaSetter, expr: Any) -> Layout:
    """The number as a subscript, and an order other than 1 as a superscript in brackets."""
    number, *order = expr.args
    head: Layout = Atom("H", "H", "H")
    return Sub(Sup(head, fenced(t(order[0]))) if order and order[0] != 1 else head, t.inline(number))


def _bars(left: Atom, right: Atom) -> Callable[[FormulaSetter, Any], Layout]:
    return lambda t, expr: Fence(left, t(expr.args[0]), right)


def _binomial(t: FormulaSetter, expr: Any) -> Layout:
    return Binomial(*(t(a) for a in expr.args))


def _hyper(t: FormulaSetter, expr: Any) -> Layout:
    """The numbers of parameters as subscripts on both sides, semicolons between the groups of arguments."""
    count = Sub(Atom("{}", "", ""), t(Integer(len(expr.ap))))
    head = Row((count, Sub(Atom("F", "F", "F", Kind.FUNCTION), t(Integer(len(expr.bq))))), Level.ATOM)
    groups: list[Layout] = []
    for group in (expr.ap, expr.bq, (expr.argument,)):
        groups += [lay.SEMICOLON] if groups else []
        groups.append(t.in_line(group))
    return Apply(head, Row(tuple(groups)), lay.LEFT, lay.RIGHT)


def _zeta(t: FormulaSetter, expr: Any) -> Layout:
    return Apply(Atom(r"\zeta", "ζ", "zeta", Kind.FUNCTION), t.listed(expr.args), lay.LEFT, lay.RIGHT)


def _betainc(t: FormulaSetter, expr: Any) -> Layout:
    """B_x(a, b) from 0 to x; from another place, by the name of its class."""
    a, b, low, high = expr.args
    if low != 0:
        return _by_name(t, expr)
    return Apply(
        Sub(Atom(r"\mathrm{B}", "B", "Beta", Kind.FUNCTION), t.inline(high)), t.in_line((a, b)), lay.LEFT, lay.RIGHT
    )


def _by_name(t: FormulaSetter, expr: Any) -> Layout:
    return Apply(upright(type(expr).__name__), t.listed(expr.args), lay.LEFT, lay.RIGHT)


def _by(notation: Notation) -> Setter:
    """The setter of a notation."""
    if not notation.latex:
        return _by_name
    kind = Kind.IDENTIFIER if notation.letter else Kind.FUNCTION
    head = Atom(notation.latex, notation.text, notation.ascii or notation.text, kind)
    return _indexed(head) if notation.indexed else _called(head)


#: What is not a sign before brackets.
OWN_NOTATION: dict[str, Setter] = {
    "log": _log,
    "loggamma": _loggamma,
    "polygamma": _polygamma,
    "betainc": _betainc,
    "zeta": _zeta,
    "factorial": _factorial,
    "binomial": _binomial,
    "harmonic": _harmonic,
    "hyper": _hyper,
    "Abs": _bars(lay.BAR_LEFT, lay.BAR_RIGHT),
    "floor": _bars(lay.FLOOR_LEFT, lay.FLOOR_RIGHT),
    "exp": lambda t, expr: t.exponential(expr),
    "ceiling": _bars(lay.CEILING_LEFT, lay.CEILING_RIGHT),
}
#: The name of a class -> its setter.
SETTERS: dict[str, Setter] = {
    f.name: _by(f.notation) if isinstance(f.notation, Notation) else own(f, "notation", OWN_NOTATION) for f in FUNCTIONS
}
