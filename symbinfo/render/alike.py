"""Lemmas that need not be told in full: known moments of a named law, and what was told before with other parameters."""

from __future__ import annotations

from sympy import Abs, Add, Expr, Mul, Pow, Symbol, log

from symbinfo.derivation import Derivation
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw, Law

__all__ = ["exchanged_parameters", "is_known_moment", "is_log_density"]

#: Of laws written by hand no book lists moments.
BY_HAND = ("Density", "Mass", "marginal")
#: Powers of X, or of its distance from a place, whose mean a table has.
LARGEST_MOMENT = 4


def is_known_moment(lemma: Derivation) -> bool:
    """Whether a lemma is the mean of a power or of a logarithm of the variable of a named law.

    Parameters
    ----------
    lemma : Derivation
        Any lemma.
    """
    node = lemma.left
    if not isinstance(node, Expectation) or not lemma.steps or isinstance(node.law, AbstractLaw):
        return False
    if lemma.steps[0].rule == "marginal-law" and len(lemma.steps) == 2:  # of a component, whose law is named
        return node.law.family not in BY_HAND and all(map(is_known_moment, lemma.steps[1].lemmas))
    if node.law.family in BY_HAND or not isinstance(node.law, (ContinuousLaw, DiscreteLaw)):
        return False
    return _is_listed(node.body, node.variable)


def _is_listed(body: Expr, x: Symbol) -> bool:
    base, exponent = body.as_base_exp()
    if exponent.is_Integer and 1 <= exponent <= LARGEST_MOMENT and _is_affine(base, x):
        return True
    if isinstance(base, log) and exponent in (1, 2):
        return _is_affine(base.args[0], x)
    return isinstance(body, Pow) and base == x


def _is_affine(base: Expr, x: Symbol) -> bool:
    if isinstance(base, (Add, Mul)) or base == x:
        return bool(base.has(x) and base.is_polynomial(x) and not base.diff(x).has(x))
    return isinstance(base, Abs) and _is_affine(base.args[0], x)


def is_log_density(lemma: Derivation) -> bool:
    """Whether a lemma says what the logarithm of a density is."""
    return isinstance(lemma.left, log) and isinstance(lemma.left.args[0], DensityValue)


def exchanged_parameters(earlier: Derivation, later: Derivation) -> tuple[tuple[Symbol, Expr], ...] | None:
    """The parameters that turn one lemma into another of the same shape; None where there are none.

    Parameters
    ----------
    earlier, later : Derivation
        Lemmas about one law each.
    """
    if [step.rule for step in earlier.steps] != [step.rule for step in later.steps] or not later.steps:
        return None
    old, new = _law_of(earlier.left), _law_of(later.left)
    if old is None or new is None or old.family in BY_HAND or old.family != new.family:
        return None
    if len(old.parameters) != len(new.parameters):
        return None  # mixtures of other numbers of parts
    pairs = tuple(zip(old.parameters, new.parameters, strict=True))
    if not all(isinstance(one, Symbol) for one, _ in pairs) or len(set(old.parameters)) != len(pairs):
        return None
    changes = {old.variable: new.variable, **dict(pairs)}
    for before, after in zip(earlier.steps, later.steps, strict=True):
        if evaluated(before.expr).xreplace(changes) != evaluated(after.expr):
            return None
    moved = tuple((one, other) for one, other in pairs if one != other)
    return moved or None


def _law_of(left: Expr) -> Law | None:
    """The law of ``log p(x)`` or of an expectation."""
    if isinstance(left, Expectation):
        return left.law if isinstance(left.law, (ContinuousLaw, DiscreteLaw)) else None
    value = left.args[0] if isinstance(left, log) else None
    law = value.law if isinstance(value, DensityValue) else None
    return law if isinstance(law, (ContinuousLaw, DiscreteLaw)) else None
