"""What was found of a question for an optimum: a derivation of the bound, and the place where it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr

from symbinfo.derivation import Derivation, Relation
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level
from symbinfo.trusted import BudgetExceeded, CertificateError, prove

__all__ = ["OptimumDerivation", "as_answered", "first_proved", "is_proved"]

#: So long one replay of a bound may take.
LONGEST_REPLAY = 10.0


@dataclass(frozen=True, repr=False)
class OptimumDerivation(Derivation):
    """A derivation of ``measure <= value`` or ``measure >= value``, whose right side is taken somewhere.

    Attributes
    ----------
    question : Expr
        What was asked.
    answer : Basic
        The answer in the user's symbols: the value, or the place.
    at : tuple of pairs
        The parameters that vary, each with its value at the optimum, or the end at which it is approached.
    also : tuple of pairs
        A second place of the same value.
    taken : bool
        Whether the value is taken, and not only approached.
    evidence : Level
        How well it is founded, at best: proved where the steps show the bound and that it is reached; certified where a
        theorem of the remarks is needed, too; checked where the place is known to be possible at places alone.
    """

    question: Expr | None = None
    answer: Basic | None = None
    at: tuple[tuple[Any, Any], ...] = ()
    also: tuple[tuple[Any, Any], ...] = ()
    taken: bool = True
    evidence: Level = Level.PROVED

    @property
    def result(self) -> Any:
        """The answer."""
        return self.answer if self.answer is not None else super().result

    def _line(self) -> str:
        return super()._line() if self.question is None else self._told(self.question, Relation.EQ, self.result)


def is_proved(derivation: Derivation) -> bool:
    """Whether an exact replay accepts every step of a derivation."""
    try:
        return bool(prove(certificate_of(derivation), LONGEST_REPLAY).accepted)
    except (BudgetExceeded, CertificateError, SymbinfoError, ArithmeticError, NotImplementedError):
        return False


def first_proved(ways: list[Callable[[], Derivation | None]]) -> Derivation | None:
    """The first of several derivations that is replayed; the first one of all where none is."""
    first: Derivation | None = None
    for way in ways:
        found = way()
        if found is None:
            continue
        if is_proved(found):
            return found
        first = first or found
    return first


def as_answered(derivation: Derivation, question: Expr, answer: Any, **more: Any) -> OptimumDerivation:
    """A derivation of a bound as the answer to a question."""
    own = {name: getattr(derivation, name) for name in Derivation.__dataclass_fields__}
    return replace(OptimumDerivation(**own), question=question, answer=answer, **more)
