"""Terms as lists of instructions over registers, which mpmath's low-level arithmetic runs at any precision.

An instruction that fails leaves its failure as its value, and only what needs that value fails with it. So a case that
is not chosen may be undefined, and, under an integral or a sum, a factor that is exactly 0 makes the product 0 whatever
the others are: 0 log 0 = 0, and outside its support a density does not care what its log would be. Outside integrals
this holds for p log p only, where the factor that is 0 stands in the logarithm: the convention for the masses of finite
laws, and the limit. 0 * (1/0) is a gap there, of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from mpmath.libmp import finf as infinity
from mpmath.libmp import fninf as minus_infinity
from mpmath.libmp import (
    fzero,
    mpf_add,
    mpf_mul,
)

from ..exceptions import BudgetExceeded
from ..terms import BINDERS, Term, free_symbols
from .arithmetic import ELEMENTARY, LOGICAL, Raw, Step, Value, constant, gathering, on_one, power, whole_number, wrapped
from .estimates import Gap, LogPole, Pole, Undefined, Unknown
from .special_functions import FUNCTIONS

__all__ = ["Program", "compiled"]


class Instruction(NamedTuple):
    """What to do, where to put it, what kind of thing it is, and from where it takes its arguments."""

    do: Step
    slot: int
    kind: str
    sources: tuple[int, ...]


@dataclass
class Program:
    """Instructions over numbered registers.

    Those before `varying` do not depend on the last input. Sums like 1 - x are taken exactly, so that near x = 1 they
    keep all their digits; what they are made of besides x is `precise`: computed at a much higher precision.
    """

    ctx: Any
    inputs: tuple[str, ...]
    initial: list[Raw]
    precise: list[Instruction]
    fixed: list[Instruction]
    varying: list[Instruction]
    result: int
    lenient: bool
    #: Registers of rational numbers, and the registers of the bases that a product or a power is made of.
    exact: dict[int, Fraction]
    bases: dict[int, tuple[int, ...]]
    prefixes: dict[Any, list[Raw]] = field(default_factory=dict)

    def run(self, values: list[Value]) -> Value:
        """The value of the term for the values of its inputs."""
        registers = self.filled(values)
        self._prepare(registers)
        return self._finish(registers)

    def at(self, values: list[Value], prec: int, x: Value) -> Value:
        """The same with the last input x, when the other values stay while `prec` does; see `begin`."""
        prefix = self.prefixes.get(prec)
        if prefix is None:
            prefix = self.filled(values)
            self._prepare(prefix)
            self.prefixes[prec] = prefix
        registers = prefix[:]
        registers[len(values)] = x._mpf_
        return self._finish(registers)

    def begin(self) -> None:
        """Forget what was computed for other values of the inputs."""
        self.prefixes = {}

    def filled(self, values: list[Value]) -> list[Raw]:
        """The registers with the constants and the values of the inputs."""
        registers = self.initial[:]
        registers[: len(values)] = [self.ctx.convert(v)._mpf_ for v in values]
        return registers

    def _prepare(self, registers: list[Raw]) -> None:
        if self.precise:
            prec = self.ctx.prec
            self.ctx.prec = 8 * prec
            try:
                self._execute(self.precise, registers)
            finally:
                self.ctx.prec = prec
        self._execute(self.fixed, registers)

    def _finish(self, registers: list[Raw]) -> Value:
        self._execute(self.varying, registers)
        value = registers[self.result]
        if isinstance(value, Exception):
            raise value
        return self.ctx.make_mpf(value) if isinstance(value, tuple) else value

    def _execute(self, instructions: list[Instruction], registers: list[Raw]) -> None:
        for instruction in instructions:
            try:
                registers[instruction.slot] = instruction.do(registers)
            except BudgetExceeded:
                raise
            except Exception as error:
                registers[instruction.slot] = self.failure(instruction, registers, error)

    def failure(self, instruction: Instruction, registers: list[Raw], error: Exception) -> Raw:
        """What an instruction leaves that failed, or one of whose arguments had failed."""
        kind, sources = instruction.kind, instruction.sources
        arguments = [registers[i] for i in sources]
        failed = [a for a in arguments if isinstance(a, Exception)]
        if failed and kind in ("*", "exact *") and fzero in arguments:
            if self.lenient:
                return fzero
            return self._zero_times(failed, [i for i in sources if registers[i] == fzero], registers)
        if kind == "log" and (isinstance(failed[0] if failed else error, Pole)):
            return LogPole("the log of 0", (self._zeros(sources[0], registers),))
        if failed:
            logs = [f for f in failed if isinstance(f, LogPole)]
            if len(logs) == len(failed) and kind in ("+", "*"):
                return LogPole(str(logs[0]), tuple(zeros for log in logs for zeros in log.zeros))
            worst = [f for f in failed if type(f) is Undefined] or failed
            return Pole(str(worst[0])) if isinstance(worst[0], LogPole) else worst[0]
        return _own_failure(kind, error)

    def _zeros(self, slot: int, registers: list[Raw]) -> frozenset[int]:
        """The registers of the factors of a register that are 0."""
        return frozenset(i for i in self.bases.get(slot, (slot,)) if registers[i] == fzero)

    def _zero_times(self, failed: list[Exception], zeros: list[int], registers: list[Raw]) -> Raw:
        """0 times what failed: 0 where each failure is the log of something that vanishes with the factor."""
        for failure in failed:
            if type(failure) is Undefined:
                return failure
        vanishing = frozenset[int]().union(*(self._zeros(i, registers) for i in zeros))
        if all(isinstance(f, LogPole) and all(log & vanishing for log in f.zeros) for f in failed):
            return fzero
        return Gap("0 times a pole, a gap")


def _own_failure(kind: str, error: Exception) -> Raw:
    if isinstance(error, (Undefined, Unknown)):
        return error
    if isinstance(error, (ValueError, ZeroDivisionError)) and kind not in BINDERS:
        return Pole(str(error))  # how mpmath reports a pole
    if isinstance(error, (OverflowError, MemoryError, NotImplementedError, ArithmeticError)):
        return Unknown(str(error))
    if type(error).__name__ == "NoConvergence":
        return Unknown("a special function does not converge")
    raise error


def compiled(
    term: Term,
    inputs: tuple[str, ...],
    lenient: bool,
    ctx: Any,
    bound: Callable[[tuple[Any, ...], tuple[str, ...]], Callable[..., Value]],
) -> Program:
    """The program of a term.

    Parameters
    ----------
    term : Term
        Without abstract functions.
    inputs : tuple of str
        Its free symbols; the last is the variable where `lenient`.
    lenient : bool
        Whether the term stands under an integral or a sum.
    ctx : mpmath context
        Its precision, at the time of a run, is the working precision.
    bound : callable
        From an integral, a sum, a limit or a derivative, and its symbols, to a function of their values.
    """
    return _Compiler(inputs, lenient, ctx, bound).compile(term)


class _Compiler:
    """Turns one term into a program: every distinct subterm gets one register."""

    def __init__(self, inputs: tuple[str, ...], lenient: bool, ctx: Any, bound: Any) -> None:
        self.ctx, self.bound = ctx, bound
        self.inputs, self.lenient = inputs, lenient
        self.initial: list[Raw] = [None] * len(inputs)
        self.slots: dict[Term, int] = {name: i for i, name in enumerate(inputs)}
        self.varies = [lenient and i == len(inputs) - 1 for i in range(len(inputs))]
        self.fixed: list[Instruction] = []
        self.varying: list[Instruction] = []
        self.affine: set[int] = {len(inputs) - 1} if lenient else set()
        self.exact: dict[int, Fraction] = {}
        self.bases: dict[int, tuple[int, ...]] = {}

    def compile(self, term: Term) -> Program:
        stack: list[tuple[Term, bool]] = [(term, False)]
        while stack:
            part, opened = stack.pop()
            if part in self.slots:
                continue
            needed = self._needed(part)
            if opened or not needed:
                self._emit(part, needed)
            else:
                stack.append((part, True))
                stack.extend((n, False) for n in needed)
        varying = self._exact_where_summed()
        precise, fixed = self._precise(varying)
        result = self.slots[term]
        parts = (self.ctx, self.inputs, self.initial, precise, fixed, varying, result, self.lenient)
        return Program(*parts, self.exact, self.bases)

    def _exact_where_summed(self) -> list[Instruction]:
        """The varying instructions; products are exact only where an exact sum needs them."""
        wanted: set[int] = set()
        found = []
        for instruction in reversed(self.varying):
            if instruction.kind == "exact +" or (instruction.kind == "exact *" and instruction.slot in wanted):
                wanted.update(instruction.sources)
            elif instruction.kind == "exact *":
                instruction = _arithmetic("*", instruction.slot, instruction.sources, self.ctx)
            found.append(instruction)
        return found[::-1]

    def _precise(self, varying: list[Instruction]) -> tuple[list[Instruction], list[Instruction]]:
        """The fixed instructions that exact sums need, and the others."""
        wanted = {i for instruction in varying if instruction.kind.startswith("exact") for i in instruction.sources}
        precise: list[Instruction] = []
        for instruction in reversed(self.fixed):
            if instruction.slot in wanted:
                wanted.update(instruction.sources)
                precise.append(instruction)
        chosen = {instruction.slot for instruction in precise}
        return precise[::-1], [i for i in self.fixed if i.slot not in chosen]

    def _needed(self, part: Term) -> tuple[Any, ...]:
        """What must be computed before a part: its arguments, or the symbols that a binder leaves free."""
        if not isinstance(part, tuple):
            return ()
        if part[0] in BINDERS:
            return tuple(sorted(free_symbols(part)))
        if part[0] == "cases":
            return tuple(a for case in part[1:] for a in case[1:])
        return part[1:]

    def _new_slot(self, varies: bool) -> int:
        self.initial.append(None)
        self.varies.append(varies)
        return len(self.initial) - 1

    def _emit(self, part: Term, needed: tuple[Any, ...]) -> None:
        sources = tuple(self.slots[n] for n in needed)
        varies = any(self.varies[i] for i in sources)
        slot = self.slots[part] = self._new_slot(varies)
        if isinstance(part, (int, Fraction)):
            self.exact[slot] = Fraction(part)
        elif isinstance(part, tuple) and part[0] in ("*", "^"):
            factors = sources if part[0] == "*" else sources[:1]
            self.bases[slot] = tuple(b for i in factors for b in self.bases.get(i, (i,)))
        if isinstance(part, int) or part in ("true", "false", "%oo", "%-oo"):
            # Exact, however large: the constructor would round to the working precision.
            exact = {"true": True, "false": False, "%oo": infinity, "%-oo": minus_infinity}
            self.initial[slot] = whole_number(part) if isinstance(part, int) else exact[str(part)]
            return
        (self.varying if varies else self.fixed).append(self._instruction(part, needed, slot, sources))

    def _instruction(self, part: Term, needed: tuple[Any, ...], slot: int, sources: tuple[int, ...]) -> Instruction:
        ctx = self.ctx
        if not isinstance(part, tuple):
            return Instruction(constant(part, ctx), slot, "constant", ())
        head = part[0]
        if head in ("+", "*"):
            if self.varies[slot]:
                sources = self._grouped(head, sources)
                if self._is_affine(head, sources):
                    self.affine.add(slot)
                    return _arithmetic(f"exact {head}", slot, sources, ctx)
            return _arithmetic(head, slot, sources, ctx)
        if head in BINDERS:
            return Instruction(wrapped(self.bound(part, needed), sources, ctx), slot, head, sources)
        if head == "^":
            return Instruction(power(part[2], sources, ctx), slot, head, sources)
        if head in LOGICAL:
            return Instruction(gathering(LOGICAL[head], sources), slot, head, sources)
        if head in ELEMENTARY:
            return Instruction(on_one(ELEMENTARY[head], sources[0], ctx), slot, head, sources)
        function = FUNCTIONS[head]
        return Instruction(wrapped(lambda *arguments: function(ctx, *arguments), sources, ctx), slot, head, sources)

    def _grouped(self, head: str, sources: tuple[int, ...]) -> tuple[int, ...]:
        """The arguments of a sum or product, with those that stay fixed taken together first."""
        fixed = tuple(i for i in sources if not self.varies[i])
        if len(fixed) < 2:
            return sources
        slot = self._new_slot(False)
        self.fixed.append(_arithmetic(head, slot, fixed, self.ctx))
        return (slot, *(i for i in sources if self.varies[i]))

    def _is_affine(self, head: str, sources: tuple[int, ...]) -> bool:
        """Whether a sum or product is affine in the last input by its looks."""
        moving = [i for i in sources if self.varies[i]]
        return all(i in self.affine for i in moving) and (head == "+" or len(moving) == 1)


def _arithmetic(kind: str, slot: int, sources: tuple[int, ...], ctx: Any) -> Instruction:
    """A sum or a product, rounded to the working precision or exact."""
    operation = mpf_add if kind.endswith("+") else mpf_mul
    exact = kind.startswith("exact")
    first, *others = sources

    def two(registers: list[Raw]) -> Raw:
        return operation(registers[first], registers[second], ctx._prec_rounding[0], "n")

    def many(registers: list[Raw]) -> Raw:
        prec = 0 if exact else ctx._prec_rounding[0]
        found = registers[first]
        for i in others:
            found = operation(found, registers[i], prec, "n")
        if not isinstance(found, tuple):
            raise TypeError(kind)
        return found

    second = others[0] if others else first
    return Instruction(two if len(others) == 1 and not exact else many, slot, kind, sources)
