"""What the measures of several variables share: blocks of variables of one joint law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from sympy import Expr, Integer, Tuple

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.component import Component
from symbinfo.laws.expectation import DensityValue
from symbinfo.laws.hierarchy import Hierarchy
from symbinfo.laws.law import Law
from symbinfo.laws.read import component_of
from symbinfo.measures.base import Measure, base_of
from symbinfo.measures.by_chain import entropy_by_chain
from symbinfo.measures.entropy import Entropy

__all__ = ["JointMeasure"]


class JointMeasure(Measure):
    """A measure of blocks of variables of one joint law; the variables that it does not speak of are summed out.

    Parameters
    ----------
    *blocks : Component or tuple of Component
        As many as the measure takes, all of one joint law, without a common variable.
    unit, base
        Nats by default.
    """

    separators: ClassVar[tuple[str, ...]] = ()
    #: Whether the last block is the condition: integrals then run over it outermost.
    conditional: ClassVar[bool] = False
    #: Which variables of the joint law of a record of a file of claims are the blocks.
    of_record: ClassVar[tuple[int, ...]] = (0, 1)
    near: ClassVar[bool] = True
    #: The reason for averaging over one of two jointly normal variables, with {X}, {Y}, {x} and {y} for both.
    because_conditioned: ClassVar[str] = ""

    def __new__(cls, *args: Any, unit: Any = "nats", base: Any = None) -> Self:
        """The measure, not evaluated."""
        if args and all(isinstance(a, Tuple) for a in args[1:-1]) and hasattr(args[0], "names"):
            return Expr.__new__(cls, *args)  # rebuilt by SymPy from its own arguments
        return cls._of([component_of(a) for a in args], base_of(unit, base))

    @classmethod
    def _of(cls, blocks: list[Component], base: Expr) -> Any:
        if len({block.joint for block in blocks}) != 1:
            raise MeasureError("the variables of a joint measure must come from one joint law: build it with si.table")
        in_order = blocks[::-1] if cls.conditional and getattr(blocks[0].joint, "continuous", False) else blocks
        indices = [i for block in in_order for i in block.indices]
        if len(set(indices)) < len(indices):
            raise MeasureError(f"{cls.__name__}: a variable stands on both sides; name each once")
        joint = blocks[0].joint
        if isinstance(joint, Hierarchy):
            return cls.by_chain(blocks, base)
        law = joint if tuple(indices) == tuple(range(len(joint.names))) else _restricted(joint, indices)
        places = (Tuple(*(Integer(indices.index(i)) for i in block.indices)) for block in blocks)
        return Expr.__new__(cls, law, *places, base)

    @classmethod
    def by_chain(cls, blocks: list[Component], base: Expr) -> Any:
        """The measure of variables drawn one after the other, as measures of one variable each."""
        return entropy_by_chain(blocks[0], blocks[1] if cls.conditional else None, base)

    joint = property(lambda self: self.args[0])
    blocks = property(lambda self: tuple(tuple(int(i) for i in block) for block in self.args[1:-1]))

    @classmethod
    def inner(cls, conditional: Law, marginal: Law) -> Measure:
        """The measure of the conditional law of one variable, whose mean over the other this measure has in it."""
        return Entropy(conditional)

    @property
    def query(self) -> str:
        """The measure in the query language, as one of the named variables of a setting."""
        return f"{self.words_of_variables[0]}({self._arguments('; ')})"

    def why_defined_so(self) -> str:
        """The reason, with the names of the first two blocks for {X} and {Y}."""
        return self.because.format(**dict(zip("XY", map(self.name_of, self.blocks), strict=False)))

    def name_of(self, block: tuple[int, ...]) -> str:
        """The names of the variables of a block."""
        return ", ".join(self.joint.names[i].name for i in block)

    def value_at(self, *blocks: tuple[int, ...]) -> DensityValue:
        """P of some blocks, at their bound variables."""
        indices = tuple(i for block in blocks for i in block)
        return density_of(self.joint, indices)

    def _arguments(self, separator: str, written: Callable[[str], str] = str) -> str:
        names = [", ".join(written(self.joint.names[i].name) for i in block) for block in self.blocks]
        joined = names[0]
        for sign, name in zip(self.separators, names[1:], strict=False):
            joined += sign + name
        return joined

    def _sympystr(self, printer: Any) -> str:
        return f"{self.letter}({self._arguments('; ')})"

    def _latex(self, printer: Any) -> str:
        inside = self._arguments("; ", _upright).replace(" | ", r" \mid ")
        return rf"{self.letter}\left({inside}\right)"


def _upright(name: str) -> str:
    """A name of several letters as LaTeX, without anything that LaTeX would act on."""
    safe = "".join(c if c.isalnum() else " " for c in name)
    return safe if len(safe) == 1 else rf"\mathrm{{{safe}}}"


def density_of(joint: Any, indices: tuple[int, ...]) -> DensityValue:
    """P(x), P(x, y): the joint law of some variables at their bound variables."""
    points = [joint.variable[i] for i in indices]
    if len(indices) == len(joint.names):
        law = joint if indices == tuple(range(len(indices))) else joint.marginal(indices)
        return DensityValue(law, Tuple(*points))
    law = joint.marginal(indices)
    return DensityValue(law, points[0] if len(indices) == 1 else Tuple(*points))


def _restricted(joint: Any, indices: list[int]) -> Any:
    if len(indices) > 1:
        return joint.marginal(indices)
    raise MeasureError("a single variable of a joint law has an entropy: write si.Entropy(X)")
