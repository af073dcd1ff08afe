"""Variables that are jointly t: any block of them is, with as many degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, ImmutableMatrix, MatrixBase, S, Tuple, sqrt

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.elliptical import multivariate_t
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.laws.location_scale import moved
from symbinfo.laws.shells import ShellLaw
from symbinfo.measures import Entropy
from symbinfo.query.variables import Blocks

__all__ = ["T_LAWS", "TVector", "t_vector"]

#: The laws of the language that make such variables.
T_LAWS = ("MultivariateT", "MultivariateCauchy")


@dataclass(frozen=True)
class TVector(Blocks):
    """Jointly t variables.

    Parameters
    ----------
    names : tuple of str
        Of the variables.
    nu : Expr
        The degrees of freedom.
    mean, scale : Tuple, Matrix
        The centre and the scale matrix.
    """

    names: tuple[str, ...]
    nu: Expr
    mean: Tuple
    scale: ImmutableMatrix

    def law(self, name: str) -> Law:
        """The law of one variable: a t law, moved and stretched."""
        i = self.names.index(name)
        return moved(law_of_family(FAMILIES["StudentT"], (self.nu,), name), self.mean[i], sqrt(self.scale[i, i]))

    def entropy(self, block: frozenset[str], base: Expr) -> Expr:
        """The entropy of some of the variables, by the parts of the centre and of the scale matrix."""
        if len(block) == 1:
            return Entropy(self.law(*block), base=base)
        places = [i for i, name in enumerate(self.names) if name in block]
        scale = [[self.scale[i, j] for j in places] for i in places]
        name = ",".join(self.names[i] for i in places)
        return Entropy(multivariate_t(self.nu, [self.mean[i] for i in places], scale, name=name), base=base)


def t_vector(law: ShellLaw, names: tuple[str, ...]) -> TVector:
    """The variables of a multivariate t law.

    Raises
    ------
    MeasureError
        When its entries are not written out, or are not as many as the names.
    """
    nu, mean, scale = law.parameters if law.family == T_LAWS[0] else (S.One, *law.parameters)
    if not isinstance(mean, Tuple) or not isinstance(scale, MatrixBase) or len(mean) != len(names):
        raise MeasureError(f"write {law.family} with {len(names)} entries of the centre and rows of the scale matrix")
    return TVector(names, nu, mean, ImmutableMatrix(scale))
