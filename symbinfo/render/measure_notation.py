"""How measures are written: the notation of each, the base where units meet, the names of joint variables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import S

from symbinfo.measures.base import Measure
from symbinfo.measures.conditional_entropy import EntropyGivenValue
from symbinfo.render import layout as lay
from symbinfo.render.formula_setter import FormulaSetter
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Apply, Layout, Named, Row, Sub, operator
from symbinfo.render.names import name_of, upright
from symbinfo.render.notation import GIVEN
from symbinfo.render.words import tokens_of

__all__ = ["MEASURES"]


def _given_value(t: FormulaSetter, expr: EntropyGivenValue) -> Layout:
    """H(X | Y = y)."""
    first, given = (name_of(name) for name in expr.names)
    inside = Row((first, GIVEN, given, operator(" = ", " = "), t(expr.value)))
    return Apply(name_of("H"), inside, lay.LEFT, lay.RIGHT)


def _measure(t: FormulaSetter, expr: Measure) -> Layout:
    """A measure by its own notation."""
    text = str(expr)
    letter, _, inside = text.removesuffix(")").partition("(")
    symbol, *index = expr.head or (letter,)
    head: Layout = Sub(name_of(symbol), upright(*index)) if index else name_of(symbol)
    inner = Apply(head, tokens_of(inside), lay.LEFT, lay.RIGHT)
    if not expr.notation:
        return inner
    latex = expr._latex(_ForMeasures(t))
    # What is the same in every unit shows none.
    if t.mixed and expr.base != S.Exp1 and not expr.unitless:
        base = t.inline(expr.base)
        inner = replace(inner, head=Sub(name_of(symbol), Sub(upright(*index), base) if index else base))
        if f"{letter}_" in latex:  # the index is that of the order: both stand as in text, ``H_2(P; 3)``
            return inner
        text = text.replace(letter, f"{letter}_{expr.base}", 1)
        latex = latex.replace(letter, f"{letter}_{{{latex_of_layout(base)}}}", 1)
    if r"\frac" not in latex:
        latex = latex.replace(r"\left(", "(").replace(r"\right)", ")")
    return Named(latex, text, inner)


def _joint_measure(t: FormulaSetter, expr: Any) -> Layout:
    """H(X | Y), I(X; Y): the names of the variables, block by block."""
    separators = [operator(r" \mid ", " | ") if s == " | " else lay.SEMICOLON for s in expr.separators]
    items: list[Layout] = []
    for place, block in enumerate(expr.blocks):
        items += [separators[place - 1]] if place else []
        for position, i in enumerate(block):
            items += [lay.COMMA] if position else []
            items.append(name_of(expr.joint.names[i].name))
    head: Layout = name_of(expr.letter)
    if t.mixed and expr.base != S.Exp1:
        head = Sub(head, t.inline(expr.base))
    return Apply(head, Row(tuple(items)), lay.LEFT, lay.RIGHT)


class _ForMeasures:
    """What a measure's own `_latex` asks for: the LaTeX of its parts."""

    def __init__(self, typeset: FormulaSetter) -> None:
        self.typeset = typeset

    def _print(self, expr: Any, **_: Any) -> str:
        return latex_of_layout(self.typeset(expr))

    doprint = _print


def _fisher_matrix(t: FormulaSetter, expr: Any) -> Layout:
    """The law as an index, the parameters in brackets; on one line the law stands before them."""
    named = Sub(name_of("I"), name_of(expr.law.name))
    return Named(
        rf"I_{{{expr.law.name}}}({', '.join(latex_of_layout(t(p)) for p in expr.parameters)})",
        str(expr),
        Apply(named, t.in_line(expr.parameters), lay.LEFT, lay.RIGHT),
    )


MEASURES: dict[str, Callable[[FormulaSetter, Any], Layout]] = {
    "FisherInformationMatrix": _fisher_matrix,
    "EntropyGivenValue": _given_value,
    "JointMeasure": _joint_measure,
    "Measure": _measure,
}
