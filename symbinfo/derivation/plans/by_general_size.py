"""Measures of normal vectors with entries by the formula for vectors of any size: derive that, then insert the entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import Matrix, MatrixSymbol, S, Symbol, cancel, oo, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.expressions.domain import Domain, Size
from symbinfo.expressions.shortest import shortest
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.matrices import PositiveDefinite
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.measures.base import Measure
from symbinfo.measures.fisher_information import FisherInformation
from symbinfo.measures.joint import JointMeasure

__all__ = ["by_any_size"]

#: Up to this many components, entries may be symbols: larger inverses are not opened.
LARGEST_SYMBOLIC = 3
BECAUSE = "The formula for normal vectors of any size, with the entries of the means and of the covariances."
DIVERGES = "The formula for normal vectors of any size needs a matrix that is not positive definite here."


def by_any_size(measure: Measure, domain: Domain, derive: Callable[[Measure, Domain], Derivation]) -> Derivation | None:
    """Derive a measure of normal vectors whose entries are known, or return None where the general form is not closed.

    Parameters
    ----------
    measure : Measure
        Of one or two laws; None for a law that is no `JointNormal`, and for a measure of some of its variables.
    domain : Domain
        Where the parameters live.
    derive : callable
        What derives the general form.
    """
    laws = measure.laws
    if isinstance(measure, (FisherInformation, JointMeasure)) or not all(isinstance(law, JointNormal) for law in laws):
        return None
    size = len(laws[0].names)
    if size > LARGEST_SYMBOLIC and any(law.free_symbols for law in laws):
        return None
    n = Size("n", integer=True, positive=True)  # never a parameter of the same name
    entries: dict[Any, Any] = {n: S(size)}
    indices = [""] if len(laws) == 1 else [str(i + 1) for i in range(len(laws))]
    own = [_general(law, index, n, entries) for law, index in zip(laws, indices, strict=True)]
    general = measure.func(*own, *(arg for arg in measure.args if arg not in laws))
    lemma = derive(general, Domain.of([*(law.condition for law in general.laws), general.condition]))
    if lemma.status is not Status.CLOSED:
        return None
    start = Derivation(left=measure, domain=domain)
    requires = _opened(lemma.requires.subs(entries))
    lemma = replace(lemma, domain=lemma.domain.and_(lemma.requires))  # what it needs is asked of the entries
    if requires == False:  # noqa: E712 - a SymPy Boolean
        step = Step(Relation.EQ, oo, "insert-entries", DIVERGES, (lemma,), measure)
        return start.then(step).closing(Status.INFINITE) if lemma.otherwise is oo else None
    value = evaluated(lemma.stands).subs(entries).doit()
    step = Step(Relation.EQ, value, "insert-entries", BECAUSE, (lemma,), measure, requires)
    derivation = apply_rule(start.then(step), COLLECT, Context(domain.and_(requires)))
    return replace(derivation, otherwise=lemma.otherwise if requires != true else None).closing(Status.CLOSED)


def _general(law: JointNormal, index: str, n: Symbol, entries: dict[Any, Any]) -> MatrixNormal:
    """The law with letters for its mean and its covariance, which `entries` then knows."""
    mean, covariance = MatrixSymbol(f"mu{index}", n, 1), MatrixSymbol(f"Sigma{index}", n, n)
    entries.update({mean: Matrix(list(law.mean)), covariance: Matrix(law.covariance)})
    return MatrixNormal.of(mean, covariance, law.name)


def _opened(condition: Boolean) -> Boolean:
    """That a matrix with entries is positive definite, as its leading minors being positive."""
    found = {}
    for part in condition.atoms(PositiveDefinite):
        matrix = part.args[0].doit()
        minors = [matrix[: i + 1, : i + 1].det() for i in range(matrix.shape[0])]
        found[part] = shortest(cancel(minor) > 0 for minor in minors)
    return condition.xreplace(found)
