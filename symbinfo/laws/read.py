"""Reading laws: from a variable or a vector of sympy.stats, and from a variable of a joint law."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Indexed, MatrixBase, Tuple
from sympy.stats import crv_types, drv_types
from sympy.stats.joint_rv import JointPSpace
from sympy.stats.rv import RandomSymbol, SinglePSpace

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.by_hand import Density, Mass
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.component import Component
from symbinfo.laws.family import outcome_label
from symbinfo.laws.from_catalogue import ends_of, law_of_family
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrix_normal import normal_vector
from symbinfo.laws.vector import dirichlet, multinomial

__all__ = ["component_of", "is_component", "law_of"]


def law_of(given: Any, name: str | None = None) -> Law:
    """Read a law from what the user gave.

    Parameters
    ----------
    given : Law or RandomSymbol
        A law, a univariate sympy.stats variable, or a frozen distribution of another library; anything else raises
        `MeasureError`.
    name : str, optional
        What to call the law; default: the variable's own name.
    """
    if isinstance(given, Law):
        return given if name is None else given.renamed(name)
    if not isinstance(given, RandomSymbol):
        return _foreign(given, name) or _marginal_of(given, name)
    space = given.pspace
    if isinstance(space, JointPSpace):
        return _vector_law(space.distribution, name or str(given.symbol))
    if not isinstance(space, SinglePSpace):
        raise MeasureError(f"{given} is not a univariate sympy.stats variable; joint laws come from si.table")
    return _law_of_distribution(space.distribution, name or str(given.symbol))


def _foreign(given: Any, name: str | None) -> Law | None:
    """The law of a distribution of another library; None of anything else."""
    if isinstance(given, (Basic, str, tuple, list)):
        return None
    from symbinfo.laws.names.frozen_objects import convention_of, law_of_object

    return law_of_object(given, name or "P") if convention_of(given) else None


def _vector_law(distribution: Any, name: str) -> Law:
    """The law of a whole vector of sympy.stats."""
    kind = type(distribution).__name__
    if kind == "MultivariateNormalDistribution":
        if all(isinstance(part, MatrixBase) for part in distribution.args):
            return JointNormal.of(list(distribution.args[0]), distribution.args[1], name=name)
        mean, covariance = distribution.args
        return normal_vector(mean, covariance, name)
    if kind == "MultivariateBetaDistribution":
        return dirichlet(distribution.args[0], name)
    if kind == "MultinomialDistribution":
        return multinomial(distribution.args[0], distribution.args[1], name)
    raise MeasureError(f"{kind} is not a law that can be read; write independent components with si.product")


def _marginal_of(given: Any, name: str | None) -> Law:
    """The marginal law of a variable of a joint law."""
    if not is_component(given):
        raise MeasureError(f"not a law: {given}; give a sympy.stats variable, si.Density, si.Mass or si.table")
    law = component_of(given).law
    return law if name is None else law.renamed(name)


def _law_of_distribution(distribution: Any, name: str) -> Law:
    if isinstance(distribution, crv_types.ContinuousDistributionHandmade):
        return Density(
            distribution.pdf.expr, (*distribution.pdf.variables, *ends_of(distribution.set, "a density")), name
        )
    if isinstance(distribution, drv_types.DiscreteDistributionHandmade):
        return Mass(distribution.pdf.expr, (*distribution.pdf.variables, *ends_of(distribution.set, "a mass")), name)
    class_name = type(distribution).__name__
    rows = [family for family in FAMILIES.values() if family.class_name == class_name]
    if not rows:
        raise MeasureError(f"{class_name} is not a law that can be read; write its density with si.Density")
    values = rows[0].values(distribution.args)
    labels = distribution.args[len(rows[0].parameters) :] if rows[0].labels else ()
    for family in rows:
        if family.labels == labels:
            return law_of_family(family, values, name)
    return _relabelled(law_of_family(rows[0], values, name), rows[0].labels, labels)


def _relabelled(law: Law, usual: tuple[Any, ...], labels: tuple[Any, ...]) -> FiniteLaw:
    """A Bernoulli law with other outcomes than 1 and 0, which its parameters then show."""
    if not isinstance(law, FiniteLaw):
        raise MeasureError(
            f"{law.title} with other outcomes than {usual} is not read; what depends on probabilities only, like the "
            "entropy, is the same without them"
        )
    names = dict(zip(usual, (outcome_label(label) for label in labels), strict=True))
    if len(set(names.values())) < len(names):
        raise DomainError(law.family, "fail", labels[-1], "another outcome than succ")
    pairs = [(names[outcome], mass) for outcome, mass in law.outcomes]
    return FiniteLaw(law.name, law.family, (*law.parameters, *names.values()), law.condition, pairs)


def component_of(given: Any) -> Component:
    """Read one block of variables: a component, several in a tuple, or a coordinate of a joint sympy.stats variable.

    Raises
    ------
    MeasureError
        When the variables are not all of one joint law.
    """
    parts = [_single(part) for part in (given if isinstance(given, (tuple, list, Tuple)) else (given,))]
    joints = {part.joint for part in parts}
    if len(joints) != 1:
        raise MeasureError("the variables of a joint measure must come from one joint law: build it with si.table")
    indices = [i for part in parts for i in part.indices]
    return Component(parts[0].joint, indices)


def is_component(given: Any) -> bool:
    """Whether `given` is one variable of a joint law, ours or of sympy.stats."""
    return isinstance(given, Component) or _distribution_of(given) is not None


def _distribution_of(given: Any) -> Any:
    """The joint distribution of sympy.stats that ``given`` is a coordinate of, or None."""
    indexed = isinstance(given, Indexed) and len(given.indices) == 1 and isinstance(given.base, RandomSymbol)
    return given.base.pspace.distribution if indexed else None


def _single(given: Any) -> Component:
    if isinstance(given, Component):
        return given
    distribution = _distribution_of(given)
    if distribution is None:
        raise MeasureError(f"not a variable of a joint law: {given}; take it from si.table(...).variables")
    if type(distribution).__name__ != "MultivariateNormalDistribution":
        raise MeasureError(f"{type(distribution).__name__} is not a joint law that can be read; give si.table")
    mean, covariance = distribution.args
    if not all(isinstance(part, MatrixBase) for part in distribution.args):
        raise MeasureError(
            f"{given} is a coordinate of a vector without entries; give the mean and the covariance by theirs"
        )
    if not given.indices[0].is_Integer or not 0 <= given.indices[0] < len(mean):
        raise MeasureError(f"{given} is no coordinate: the vector has the coordinates 0 to {len(mean) - 1}")
    return Component(JointNormal.of(list(mean), covariance), (int(given.indices[0]),))
