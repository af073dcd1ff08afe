"""Measures of variables drawn one after the other, by the chain rule: as means of measures of one variable each.

``H(X, Y) = H(X) + E[H(Y | X = x)]`` holds for variables of different kinds, too, with densities beside masses. What is
conditional is a difference of two such entropies, and mutual information is one of four.
"""

from __future__ import annotations

from sympy import Expr, S

from symbinfo.laws.component import Component
from symbinfo.laws.hierarchy import Hierarchy
from symbinfo.measures.entropy import Entropy

__all__ = ["entropy_by_chain", "information_by_chain"]


def entropy_by_chain(of: Component, given: Component | None, base: Expr) -> Expr:
    """H(X | Y), or H(X), of variables drawn one after the other.

    Raises
    ------
    MeasureError
        When a variable is left out from which others are drawn, and these are several.
    """
    joint: Hierarchy = of.joint
    behind = () if given is None else given.indices
    both = tuple(sorted({*of.indices, *behind}))
    return _joint(joint, both, base) - (_joint(joint, tuple(sorted(behind)), base) if behind else S.Zero)


def information_by_chain(first: Component, second: Component, given: Component | None, base: Expr) -> Expr:
    """I(X; Y | Z) = H(X, Z) + H(Y, Z) - H(X, Y, Z) - H(Z)."""
    joint: Hierarchy = first.joint
    a, b, c = (set() if block is None else set(block.indices) for block in (first, second, given))
    signed = ((a | c, 1), (b | c, 1), (a | b | c, -1), (c, -1))
    return sum((sign * _joint(joint, tuple(sorted(block)), base) for block, sign in signed if block), S.Zero)


def _joint(joint: Hierarchy, block: tuple[int, ...], base: Expr) -> Expr:
    """The joint entropy of some variables: of each given those that it is drawn from."""
    if len(block) == 1:
        return Entropy(joint.marginal(block), base=base)
    names = [joint.names[i] for i in block]
    while missing := set(joint.below(block)) - set(block):
        joint = joint.without(max(missing))
        block = tuple(list(joint.names).index(name) for name in names)
    listed = tuple(i for i in block if i < joint.listed)
    total = Entropy(joint.table.marginal(listed), base=base) if listed else S.Zero
    drawn = (i for i in block if i >= joint.listed)
    return total + sum((joint.mean(i, lambda law: Entropy(law, base=base)) for i in drawn), S.Zero)
