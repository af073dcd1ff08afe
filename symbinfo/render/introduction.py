"""The first sentence of a derivation: which laws it speaks of, and where its parameters live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import MatrixBase, Tuple
from sympy.core.function import AppliedUndef

from symbinfo.expressions.domain import Size
from symbinfo.laws.law import Law
from symbinfo.laws.shown_parts import as_written
from symbinfo.render import layout as lay
from symbinfo.render.layout import Apply, Layout, Row, operator
from symbinfo.render.names import name_of
from symbinfo.render.notation import RELATIONS
from symbinfo.render.typeset import Typesetter
from symbinfo.render.typeset_laws import given_law

__all__ = ["law_of", "setting_of"]

Words = list["str | Layout"]
SIM = operator(r" \sim ", " ∼ ", " ~ ")
GIVEN_BY_FORMULA = ("density", "mass", "scaled")
# Laws that are the list of their probabilities.
LISTED = ("FiniteRV", "table")


def law_of(law: Law, t: Typesetter) -> Layout:
    """How a law was given: ``P = Normal(mu1, sigma1)``; for a law without a name, its mass or its density."""
    name = name_of(law.name)
    if law.family in GIVEN_BY_FORMULA:
        return _by_formula(law, t)
    family, parameters = as_written(law.family, law.parameters)
    shown = [_rows(parameter) for parameter in parameters]
    given = t.in_line(shown) if family in LISTED else given_law(t, family, shown)
    sign = RELATIONS["=="] if law.name in ("P", "Q", "R") else SIM
    return Row((name, sign, given))


def _rows(parameter: Any) -> Any:
    """A matrix as the list of its rows."""
    return Tuple(*(Tuple(*row) for row in parameter.tolist())) if isinstance(parameter, MatrixBase) else parameter


def _by_formula(law: Law, t: Typesetter) -> Layout:
    if isinstance(law.density, AppliedUndef) or law.continuous:
        return Row((name_of(law.name), SIM, t.inline(law.density)))
    variables = law.variable if isinstance(law.variable, Tuple) else (law.variable,)
    left = Apply(name_of(law.name), t.in_line(variables), lay.LEFT, lay.RIGHT)
    return Row((left, RELATIONS["=="], t.inline(law.density)))


def setting_of(laws: Sequence[Law], domain: Sequence[Layout], t: Typesetter) -> tuple[str | Layout, ...]:
    """The sentence, as words and formulas; empty where there is nothing to say."""
    laws = sorted(dict.fromkeys(laws), key=lambda law: law.name)
    free = [law for law in laws if isinstance(getattr(law, "density", None), AppliedUndef)]
    fixed = [law for law in laws if law not in free]
    words: Words = []
    if fixed:
        words += ["Let ", *_listed([law_of(law, t) for law in fixed], last=", "), *_outcomes(fixed, t)]
    if free:
        words += [", and let " if fixed else "Let ", *_free(free, t)]
    if domain:
        words += [", for " if words else "For ", *_listed(domain, last=", ")]
    if words:
        words.append("." if laws else ":")
    return tuple(words)


def _free(laws: Sequence[Law], t: Typesetter) -> Words:
    """``P and Q be any laws on n outcomes, with probabilities P(x) and Q(x)``."""
    joint = "joint " if isinstance(laws[0].variable, Tuple) else ""
    kind = f"any {joint}laws" if len(laws) > 1 else f"any {joint}law"
    what = "probabilities " if not laws[0].continuous else "densities " if len(laws) > 1 else "density "
    formulas = [t.inline(law.density) for law in laws]
    names = [name_of(law.name) for law in laws]
    between = ", with " if len(laws) > 1 else " with "
    return [*_listed(names), f" be {kind}", *_outcomes(laws, t), between, what, *_listed(formulas)]


def _outcomes(laws: Sequence[Law], t: Typesetter) -> Words:
    """``on n outcomes``, where the number of outcomes has a name and the laws share it."""
    sizes = {getattr(law, "upper", None) for law in laws}
    size: Any = sizes.pop() if len(sizes) == 1 else None
    return [" on ", t(size), " outcomes"] if isinstance(size, Size) else []


def _listed(items: Sequence[Layout], last: str = " and ") -> Words:
    words: Words = []
    for at, item in enumerate(items):
        words += [last if at == len(items) - 1 else ", "] if words else []
        words.append(item)
    return words
