"""One step by the form that its witness names, and the integrals of which a statement assumes that they converge."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, cast

from ..abstract_functions import assumed_to_converge
from ..statements import Plain, Step
from ..terms import Term, dump
from ..witnesses import Witness
from .bounds import BOUNDS, demand_equality, is_implied
from .context import Context
from .inference import FORMS, Key, Lemma, Setting
from .normal_form import key
from .refusal import Refused
from .totals_in_terms import totals_in

__all__ = ["Assumed", "inferred", "is_given"]


def inferred(left: Term, step: Step, form: str, witness: Witness, setting: Setting) -> frozenset[Key]:
    """What converges on the left side of a step, which follows by a form.

    Raises
    ------
    Refused
        When it does not, or the relation or the case of equality is not what was shown.
    """
    if step.relation == "=":
        if form not in FORMS:
            raise Refused(f"no form of inference is called {form}")
        if step.equality is not None:
            raise Refused("an equation has no case of equality")
        return FORMS[form](left, step.term, witness, setting)
    if form not in BOUNDS:
        raise Refused(f"no form of an inequality is called {form}")
    if witness.cases:
        raise Refused("an inequality is not told apart by cases")
    found = BOUNDS[form](left, step.term, witness, setting)
    if not is_implied(step.relation, found.relation):
        raise Refused(f"it is {found.relation} that was shown, not {step.relation}")
    if step.equality is not None:
        demand_equality(step.equality, found)
    return found.converging


def _up_to_numbers(total: Term, context: Context) -> Any:
    """The normal form of an integral or a sum without its number; None of one that has none, or is 0."""
    number, monomial = cast("tuple[Any, Any]", key(total, context))
    return monomial if isinstance(number, (int, Fraction)) and number != 0 else None


def is_given(total: Term, there: Context, lemmas: Iterable[Lemma], context: Context) -> bool:
    """Whether an integral or a sum, or a multiple of it, stands in the left side of a cited equation: it converges."""
    wanted = _up_to_numbers(total, there)
    lefts = (part for lemma in lemmas for part in totals_in(lemma.left, context))
    return wanted is not None and any(_up_to_numbers(*part) == wanted for part in lefts)


class Assumed:
    """The integrals of abstract densities of which a claim assumes that they converge, and which of them were used."""

    def __init__(self, plain: Plain, context: Context) -> None:
        self.context = context
        self.possible = assumed_to_converge(plain)
        self.used: dict[Term, None] = {}

    def __call__(self, integral: Term) -> bool:
        """Whether an integral is one of them, or a number that is not 0 times one; it is noted."""
        wanted = _up_to_numbers(integral, self.context)
        for known in self.possible:
            if wanted is not None and wanted == _up_to_numbers(known, self.context):
                self.used[known] = None
                return True
        return False

    def demand(self, lemma: Lemma) -> None:
        """What a lemma assumes to converge must be assumed here, too.

        Raises
        ------
        Refused
            When it is not.
        """
        for integral in lemma.converging:
            if not self(integral):
                raise Refused(f"that {dump(integral)[:60]} converges is assumed in a lemma alone")
