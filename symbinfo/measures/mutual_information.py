"""Mutual information: how much one variable tells of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr

from symbinfo.expressions.unevaluated import ln, mul, quotient
from symbinfo.laws.component import Component
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import Law
from symbinfo.laws.read import component_of
from symbinfo.measures.base import Measure, base_of
from symbinfo.measures.by_chain import information_by_chain
from symbinfo.measures.joint import JointMeasure
from symbinfo.measures.kl import GIBBS, KL

__all__ = ["MutualInformation"]


class MutualInformation(JointMeasure):
    """I(X; Y) = E[log(P(X, Y) / (P(X) P(Y)))], and I(X; Y | Z) with a third block.

    Parameters
    ----------
    X, Y : Component or tuple of Component
        Variables of one joint law.
    given : Component or tuple of Component, optional
        The condition Z.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import Rational
    >>> import symbinfo as si
    >>> X, Y = si.table([[Rational(1, 2), 0], [0, Rational(1, 2)]]).variables
    >>> MutualInformation(X, Y, unit="bits").doit()
    1

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equations (2.28) and (2.61).
    """

    key, letter, arity, title = "mutual-information", "I", 2, "mutual information"
    because = "Mutual information is the expected log ratio of the joint law and the product of its marginals."
    because_conditioned = (
        "The joint density is p({y}) p({x} | {y}): average over {Y} the divergence of the law of {X} "
        "given {Y} from that of {X}."
    )
    separators = ("; ", " | ")
    words_of_variables = ("I", "MutualInformation")
    records: ClassVar = {"mutual_information": 1}
    nonnegative = f"{GIBBS} for the joint law against the product of its marginals"
    without: ClassVar = {
        "in_atlas": "the atlas is of laws of one variable",
        "mistaken": "it is what is asked where an entropy is answered, and not the other way",
    }

    @classmethod
    def inner(cls, conditional: Law, marginal: Law) -> Measure:
        """The divergence of the conditional law from the marginal one."""
        return KL(conditional, marginal)

    @classmethod
    def by_chain(cls, blocks: list[Component], base: Expr) -> Any:
        """By entropies, which are of one kind where the variables are not."""
        return information_by_chain(blocks[0], blocks[1], blocks[2] if len(blocks) > 2 else None, base)

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Nothing."""
        yield from ()

    def __new__(cls, *args: Any, given: Any = None, unit: Any = "nats", base: Any = None) -> MutualInformation:
        """The mutual information of two blocks, not evaluated."""
        if args and hasattr(args[0], "names"):
            return JointMeasure.__new__(cls, *args)
        blocks = [component_of(a) for a in (*args, *(() if given is None else (given,)))]
        return cls._of(blocks, base_of(unit, base))

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        first, second, *rest = self.blocks
        (given,) = rest or [()]
        top = self.value_at(first, second, given)
        bottom = mul(self.value_at(first, given), self.value_at(second, given))
        if given:
            return Expectation(ln(quotient(mul(top, self.value_at(given)), bottom)), self.joint)
        return Expectation(ln(quotient(top, bottom)), self.joint)
