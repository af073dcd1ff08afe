"""Programs run with a bound on the rounding of every register; see `rounding`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from mpmath.libmp import fzero, mpf_add, mpf_sub

from ..exceptions import BudgetExceeded
from ..terms import BINDERS
from .arithmetic import LOGICAL, Raw, Value, rounded
from .estimates import Undefined, Unsure
from .program import Instruction, Program
from .rounding import bound_of, decided, exact_value, rounding_of_input

__all__ = ["BoundedRun", "NodeBounds", "value_with_bound"]

_COMPARED = frozenset(("<", "<=", "=", "!="))


class BoundedRun:
    """The registers of a program with their bounds, and those that are known exactly.

    Parameters
    ----------
    program : Program
        What is run.
    registers : list
        Its inputs and constants.
    inputs : sequence
        The rational numbers that the inputs are, or None where the registers themselves are exact.
    error_of_binder : callable
        The error of the integral, sum, limit or derivative that was computed last.
    """

    def __init__(
        self,
        program: Program,
        registers: list[Raw],
        inputs: Sequence[Fraction | None],
        error_of_binder: Callable[[], Value],
    ) -> None:
        self.program, self.registers, self.error_of_binder = program, registers, error_of_binder
        self.bounds: list[Raw] = [fzero] * len(registers)
        self.exact: dict[int, Fraction] = dict(program.exact)
        for i, number in enumerate(inputs):
            if number is not None:
                self.exact[i] = number
                self.bounds[i] = rounding_of_input(number, registers[i], program.ctx.prec)

    def copy(self) -> BoundedRun:
        """The same, to be gone on with apart."""
        found = BoundedRun(self.program, self.registers[:], (), self.error_of_binder)
        found.bounds, found.exact = self.bounds[:], self.exact.copy()
        return found

    def execute(self, instructions: list[Instruction]) -> None:
        """Run instructions at the present precision."""
        for instruction in instructions:
            try:
                self._step(instruction)
            except BudgetExceeded:
                raise
            except Exception as error:
                self.registers[instruction.slot] = self._failure(instruction, error)
                self.bounds[instruction.slot] = fzero

    @property
    def result(self) -> tuple[Value, Value]:
        """The value of the term, a number or a truth, and its bound."""
        value, ctx = self.registers[self.program.result], self.program.ctx
        if isinstance(value, Exception):
            raise value
        if isinstance(value, tuple):
            return ctx.make_mpf(value), ctx.make_mpf(self.bounds[self.program.result])
        return value, ctx.zero

    def _step(self, instruction: Instruction) -> None:
        registers, prec = self.registers, self.program.ctx.prec
        do, slot, kind, sources = instruction
        exact = [self.exact.get(i) for i in sources]
        number = self.exact.get(slot) if kind == "constant" else exact_value(kind, exact)
        if number is not None:
            registers[slot] = rounded(number.numerator, number.denominator, prec)
            self.bounds[slot] = rounding_of_input(number, registers[slot], prec)
            self.exact[slot] = number
            return
        if kind in _COMPARED and not any(isinstance(registers[i], Exception) for i in sources):
            registers[slot] = decided(kind, exact, *self._of(sources))
            return
        value = do(registers)
        if kind in BINDERS:
            self.bounds[slot] = self.error_of_binder()._mpf_
        elif kind == "cases":
            self.bounds[slot] = self._bound_of_cases(sources)
        elif isinstance(value, bool):
            if kind not in LOGICAL and any(self.bounds[i] != fzero for i in sources):
                raise Unsure("a whole number or not")
        else:
            self.bounds[slot] = bound_of(kind, value, *self._of(sources), prec, self._again(instruction))
        registers[slot] = value

    def _of(self, sources: Sequence[int]) -> tuple[list[Raw], list[Raw]]:
        return [self.registers[i] for i in sources], [self.bounds[i] for i in sources]

    def _again(self, instruction: Instruction) -> Callable[[int, Raw], Raw]:
        def again(i: int, moved: Raw) -> Raw:
            registers = self.registers[:]
            registers[instruction.sources[i]] = moved
            return instruction.do(registers)

        return again

    def _bound_of_cases(self, sources: Sequence[int]) -> Raw:
        return next(
            self.bounds[i] for i, c in zip(sources[::2], sources[1::2], strict=True) if self.registers[c] is True
        )

    def _failure(self, instruction: Instruction, error: Exception) -> Raw:
        """What an instruction leaves that failed: nothing is said of what may be so by rounding only."""
        sources, registers = instruction.sources, self.registers
        found = self.program.failure(instruction, registers, error)
        if found == fzero:
            uncertain = [i for i in sources if registers[i] == fzero and self.bounds[i] != fzero]
            return Unsure("a pole times what may be 0") if uncertain else found
        if not isinstance(found, Undefined) or any(isinstance(registers[i], Exception) for i in sources):
            return found
        for k, i in enumerate(sources):
            if self.bounds[i] != fzero and self._defined_beside(instruction, k):
                return Unsure(f"within rounding of a place with a value: {found}")
        return found

    def _defined_beside(self, instruction: Instruction, k: int) -> bool:
        i = instruction.sources[k]
        for move in (mpf_add, mpf_sub):
            try:
                self._again(instruction)(k, move(self.registers[i], self.bounds[i]))
            except Exception:
                continue
            return True
        return False


def value_with_bound(
    program: Program, values: list[Value], inputs: Sequence[Fraction | None], error_of_binder: Callable[[], Value]
) -> tuple[Value, Value]:
    """The value of a term and a bound on its rounding, the errors of its integrals and sums included.

    Raises
    ------
    Undefined
        When there is no real value.
    Unknown
        When there is no bound.
    """
    run = BoundedRun(program, program.filled(values), inputs, error_of_binder)
    run.execute(program.fixed)
    run.execute(program.varying)
    return run.result


class NodeBounds:
    """Bounds on the rounding of an integrand or a summand at places, its other symbols taken as exact.

    How the integral moves with these is another matter: it is smooth in them where the integrand has a singular end.
    """

    def __init__(self, program: Program, values: list[Value], error_of_binder: Callable[[], Value]) -> None:
        self.program, self.values, self.error_of_binder = program, values, error_of_binder
        self._prepared: dict[int, BoundedRun] = {}

    def at(self, x: Value) -> Value:
        """The bound at a place, at the present precision.

        Raises
        ------
        Unknown, Undefined
            When there is none.
        """
        ctx, program = self.program.ctx, self.program
        prec = ctx.prec
        if prec not in self._prepared:
            registers = program.filled([*self.values, ctx.zero])
            run = BoundedRun(program, registers, (), self.error_of_binder)
            ctx.prec = 8 * prec if program.precise else prec
            try:
                run.execute(program.precise)
            finally:
                ctx.prec = prec
            run.execute(program.fixed)
            self._prepared[prec] = run
        run = self._prepared[prec].copy()
        run.registers[len(self.values)] = x._mpf_
        run.execute(program.varying)
        return run.result[1]
