"""Right for other numbers in the laws: a number is put back into the closed form over symbols, read in another way.

A question whose laws have numbers as parameters is asked over symbols again, so that a wrong decimal can be compared with
the values of the slips that a formula shows: a deviation read as a variance, a constant that is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Add, Expr, Pow, Symbol, sqrt

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.measures import KL, CrossEntropy, Entropy
from symbinfo.measures.base import Measure
from symbinfo.verification.diagnosis.number_tree import tree
from symbinfo.verification.diagnosis.other_measures import alone
from symbinfo.verification.diagnosis.parametrisations import DEVIATION
from symbinfo.verification.diagnosis.question import Found, Question, closed_form
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]

READ = "{s} {is} taken for a variance: in the law {it} a standard deviation"
SQUARED = "{s} {is} squared once too often: the variance stands where the standard deviation belongs"
FORGOTTEN = "the square root is forgotten: the variance {v} stands where the standard deviation {s} belongs"


def in_other_deviations(q: Question) -> Found:
    """Right where all deviations of the laws that are numbers are read as variances, or squared."""
    for node in alone(q.left, Entropy, KL, CrossEntropy):
        shown = [s for law in node.laws for s in _deviations(law)]
        rooted = any(isinstance(s, Pow) for s in shown)
        for words, change in ((READ, sqrt), (FORGOTTEN if rooted else SQUARED, _squared)) if shown else ():
            changed = {law: _with_deviations(law, change) for law in node.laws}
            if None not in changed.values() and q.claimed_is_form_of(q.left.xreplace(changed)):
                yield _told(words, shown)


def _squared(value: Expr) -> Expr:
    return value**2


def _told(words: str, shown: list[Expr]) -> str:
    one = len(shown) == 1
    names, squares = (" and ".join(map(str, some)) for some in (shown, map(_squared, shown)))
    parts = {"{s}": names, "{v}": squares, "{is}": "is" if one else "are", "{it}": "it is" if one else "each is"}
    for mark, part in parts.items():
        words = words.replace(mark, part)
    return words


def _deviations(law: Law) -> list[Expr]:
    """The numbers of a law that are standard deviations, apart from 1."""
    row = FAMILIES.get(law.family)
    named = zip(row.parameters, law.parameters, strict=False) if row else ()
    return [value for p, value in named if p.name == DEVIATION and value.is_number and value != 1]


def _with_deviations(law: Law, change: Callable[[Expr], Expr]) -> Law | None:
    """A law with its deviations changed; one that has none as it is."""
    own = _deviations(law)
    return _law(law, [change(p) if p in own else p for p in law.parameters]) if own else law


def _law(law: Law, parameters: Sequence[Expr]) -> Law | None:
    try:
        made: Law = law_of_family(FAMILIES[law.family], tuple(parameters), law.name)
        return made
    except SymbinfoError:
        return None


def constant_of_the_form(q: Question) -> Found:
    """A constant of the closed form over symbols is lost in a number, or has the wrong sign."""
    for node in alone(q.left, Entropy, KL, CrossEntropy):
        form = None if q.case.symbols or node != q.left else _over_symbols(node)
        for constant in Add.make_args(form.expand(log=False)) if form is not None else ():
            if constant.free_symbols:
                continue
            (size,) = tree(constant, [{}]).values
            if size is None:
                continue
            if q.claimed_is([t - size for t in q.case.truth]):
                yield f"the constant {constant} is missing"
            if q.claimed_is([t - 2 * size for t in q.case.truth]):
                yield f"the sign of the constant {abs(constant)} is turned"


def _over_symbols(node: Measure) -> Expr | None:
    """The closed form with a symbol in the place of each number that is a parameter."""
    changed: dict[Any, Any] = {}
    for law in node.laws:
        row = FAMILIES.get(law.family)
        if row is None or not all(p.is_Rational or (isinstance(p, Pow) and p.is_number) for p in law.parameters):
            return None
        named = zip(row.parameters, law.parameters, strict=False)
        symbols = [Symbol(f"{p.name}{law.name}", **p.domain.assumptions) for p, _ in named]
        changed[law] = _law(law, symbols)
    return None if None in changed.values() else closed_form(node.xreplace(changed))


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="deviations that are numbers",
        why="The standard deviations of the laws were read as variances, or squared once too often.",
        equal="the answer for the laws with other deviations is the claim",
        find=in_other_deviations,
        example="KL(Normal(0, 2) || Normal(1, 3)) = log(3/2)/2 + 3/6 - 1/2",
        refuses="KL(Normal(0, 2) || Normal(1, 3)) = log(3/2)/2 + 4/6 - 1/2",
        of_decimals=True,
        beside_another=True,
    ),
    Slip(
        name="constant of a number",
        why="A constant of the formula was lost before numbers were put into it.",
        equal="the answer without a constant of its closed form over symbols is the claim",
        find=constant_of_the_form,
        example="H(Normal(0, 2)) = log(8*pi)/2",
        refuses="H(Normal(0, 2)) = log(9*pi)/2",
        of_decimals=True,
    ),
)
