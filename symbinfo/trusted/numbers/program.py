"""Terms as lists of instructions over registers, which mpmath's low-level arithmetic runs at any precision.

An instruction that fails leaves its failure as its value, and only what needs that value fails with it. So a case that
is not chosen may be undefined, and, under an integral or a sum, a factor that is exactly 0 makes the product 0 whatever
the others are: 0 log 0 = 0, and outside its support a density does not care what its log would be. Outside integrals
this holds only against poles (log 0, 1/0), never against the log of a negative number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from mpmath.libmp import finf as infinity
from mpmath.libmp import fninf as minus_infinity
from mpmath.libmp import (
    fone,
    from_int,
    from_man_exp,
    fzero,
    mpf_abs,
    mpf_add,
    mpf_div,
    mpf_eq,
    mpf_exp,
    mpf_le,
    mpf_log,
    mpf_lt,
    mpf_mul,
    mpf_pow,
    mpf_pow_int,
    mpf_sqrt,
)

from ..certificate import BINDERS, Term, free_symbols
from ..exceptions import BudgetExceeded
from .quadrature import Pole, Undefined, Unknown
from .special_functions import FUNCTIONS, LARGE

__all__ = ["Program", "compiled", "rounded"]

Value = Any
Raw = Any  # a number of mpmath without its context, a truth value, or the failure of an instruction
Step = Callable[[list[Raw]], Raw]

# exp of a number with so many bits before the point is 0 or infinite for us: its exponent would fill the memory.
LARGEST_EXPONENT_BITS = 2000
# Larger exponents are not worth squaring one's way up to.
LARGEST_SQUARED_BITS = 10


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
    _prefixes: dict[Any, list[Raw]] = field(default_factory=dict)

    def run(self, values: list[Value]) -> Value:
        """The value of the term for the values of its inputs."""
        registers = self._filled(values)
        self._prepare(registers)
        return self._finish(registers)

    def at(self, values: list[Value], prec: int, x: Value) -> Value:
        """The same with the last input x, when the other values stay while `prec` does; see `begin`."""
        prefix = self._prefixes.get(prec)
        if prefix is None:
            prefix = self._filled(values)
            self._prepare(prefix)
            self._prefixes[prec] = prefix
        registers = prefix[:]
        registers[len(values)] = x._mpf_
        return self._finish(registers)

    def begin(self) -> None:
        """Forget what was computed for other values of the inputs."""
        self._prefixes = {}

    def _filled(self, values: list[Value]) -> list[Raw]:
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
                arguments = [registers[i] for i in instruction.sources]
                registers[instruction.slot] = self._failure(instruction.kind, arguments, error)

    def _failure(self, kind: str, arguments: list[Raw], error: Exception) -> Raw:
        """What an instruction leaves that failed, or one of whose arguments had failed."""
        failed = [a for a in arguments if isinstance(a, Exception)]
        if failed and kind in ("*", "exact *") and fzero in arguments:
            forgiven = Exception if self.lenient else (Pole, Unknown)
            if all(isinstance(f, forgiven) for f in failed):
                return fzero
        if failed:
            worst = [f for f in failed if type(f) is Undefined] or failed
            return worst[0]
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
        return Program(self.ctx, self.inputs, self.initial, precise, fixed, varying, self.slots[term], self.lenient)

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
        if isinstance(part, int) or part in ("true", "false", "%oo", "%-oo"):
            # Exact, however large: the constructor would round to the working precision.
            exact = {"true": True, "false": False, "%oo": infinity, "%-oo": minus_infinity}
            self.initial[slot] = _whole_number(part) if isinstance(part, int) else exact[str(part)]
            return
        (self.varying if varies else self.fixed).append(self._instruction(part, needed, slot, sources))

    def _instruction(self, part: Term, needed: tuple[Any, ...], slot: int, sources: tuple[int, ...]) -> Instruction:
        ctx = self.ctx
        if not isinstance(part, tuple):
            return Instruction(_constant(part, ctx), slot, "constant", ())
        head = part[0]
        if head in ("+", "*"):
            if self.varies[slot]:
                sources = self._grouped(head, sources)
                if self._is_affine(head, sources):
                    self.affine.add(slot)
                    return _arithmetic(f"exact {head}", slot, sources, ctx)
            return _arithmetic(head, slot, sources, ctx)
        if head in BINDERS:
            return Instruction(_wrapped(self.bound(part, needed), sources, ctx), slot, head, sources)
        if head == "^":
            return Instruction(_power(part[2], sources, ctx), slot, head, sources)
        if head in _LOGICAL:
            return Instruction(_gathering(_LOGICAL[head], sources), slot, head, sources)
        if head in _ELEMENTARY:
            return Instruction(_one(_ELEMENTARY[head], sources[0], ctx), slot, head, sources)
        function = FUNCTIONS[head]
        return Instruction(_wrapped(lambda *arguments: function(ctx, *arguments), sources, ctx), slot, head, sources)

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


# --- numbers ---------------------------------------------------------------------------------------------------------


def _whole_number(n: int) -> Raw:
    """An integer, exactly; mpmath strips the zeros of a huge one byte by byte."""
    zeros = (n & -n).bit_length() - 1 if n else 0
    return from_man_exp(n >> zeros, zeros) if zeros > LARGE else from_int(n)


def rounded(top: int, bottom: int, prec: int) -> Raw:
    """A rational at a precision; of huge integers the leading bits are enough."""
    kept = prec + LARGE
    cut_top, cut_bottom = (max(0, abs(n).bit_length() - kept) for n in (top, bottom))
    low, high = bottom >> cut_bottom, top >> cut_top
    shift = max(0, kept + low.bit_length() - abs(high).bit_length())
    return from_man_exp((high << shift) // low, cut_top - cut_bottom - shift, prec, "n")


def _constant(part: Term, ctx: Any) -> Step:
    if isinstance(part, Fraction):
        top, bottom = part.numerator, part.denominator
        return lambda registers: rounded(top, bottom, ctx.prec)
    named = {"%pi": ctx.pi, "%e": ctx.e, "%gamma": ctx.euler, "%catalan": ctx.catalan}
    if part not in named:
        raise TypeError(f"no term: {part!r}")
    constant = named[part]
    return lambda registers: (+constant)._mpf_


# --- instructions ----------------------------------------------------------------------------------------------------


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


def _one(function: Callable[[Raw, int], Raw], source: int, ctx: Any) -> Step:
    return lambda registers: function(registers[source], ctx._prec_rounding[0])


def _gathering(function: Callable[..., Raw], sources: tuple[int, ...]) -> Step:
    return lambda registers: function(*[registers[i] for i in sources])


def _wrapped(function: Callable[..., Value], sources: tuple[int, ...], ctx: Any) -> Step:
    """A function of numbers with their context."""

    def step(registers: list[Raw]) -> Raw:
        arguments = [registers[i] for i in sources]
        for a in arguments:
            if isinstance(a, Exception):
                raise a
        value = function(*[ctx.make_mpf(a) if isinstance(a, tuple) else a for a in arguments])
        return value if isinstance(value, bool) else ctx.convert(value)._mpf_

    return step


def _power(exponent: Term, sources: tuple[int, ...], ctx: Any) -> Step:
    base, e = sources
    if isinstance(exponent, int):
        if exponent == 2:
            return lambda registers: mpf_mul(registers[base], registers[base], ctx._prec_rounding[0], "n")
        if exponent == -1:
            return lambda registers: mpf_div(fone, _not_zero(registers[base]), ctx._prec_rounding[0], "n")
        if exponent < 0:
            return lambda registers: mpf_pow_int(_not_zero(registers[base]), exponent, ctx._prec_rounding[0], "n")
        return lambda registers: mpf_pow_int(registers[base], exponent, ctx._prec_rounding[0], "n")
    if exponent == Fraction(1, 2):
        return lambda registers: mpf_sqrt(_not_negative(registers[base]), ctx._prec_rounding[0], "n")
    return lambda registers: _real_power(registers[base], registers[e], ctx._prec_rounding[0])


def _not_zero(x: Raw) -> Raw:
    if x == fzero:
        raise Pole("division by zero")
    return x


def _not_negative(x: Raw) -> Raw:
    if x[0]:
        raise Undefined("a root of a negative number")
    return x


def _real_power(x: Raw, e: Raw, prec: int) -> Raw:
    if x == fzero:
        if e[0]:
            raise Pole("division by zero")
        return fone if e == fzero else fzero
    if x[0]:
        if e[2] < 0:
            raise Undefined("a power of a negative number")
        return mpf_pow_int(x, (-1 if e[0] else 1) * (e[1] << e[2]), prec, "n")
    if e[2] + e[3] > LARGEST_SQUARED_BITS:
        return _exp_of_product(e, x, prec)
    return mpf_pow(x, e, prec, "n")


def _exp_of_product(e: Raw, x: Raw, prec: int) -> Raw:
    """x**e as exp(e log x), with the bits added that a huge e costs."""
    log = mpf_log(x, prec, "n")
    size = max(0, e[2] + e[3]) + max(0, log[2] + log[3])
    if size > LARGEST_EXPONENT_BITS:
        return fzero if e[0] != log[0] else infinity
    return mpf_exp(mpf_mul(e, mpf_log(x, prec + size + 10, "n"), prec + size + 10, "n"), prec, "n")


def _exp(x: Raw, prec: int) -> Raw:
    if x[2] + x[3] > LARGEST_EXPONENT_BITS:
        return fzero if x[0] else infinity
    return mpf_exp(x, prec, "n")


def _log(x: Raw, prec: int) -> Raw:
    if x == fzero:
        raise Pole("the log of 0")
    if x[0]:
        raise Undefined("the log of a negative number")
    return mpf_log(x, prec, "n")


def _cases(*parts: Raw) -> Raw:
    for value, condition in zip(parts[::2], parts[1::2], strict=True):
        if isinstance(condition, Exception):
            raise condition
        if condition:
            if isinstance(value, Exception):
                raise value
            return value
    raise Undefined("no case holds")


def _decided(decides: bool) -> Callable[..., Raw]:
    """``or`` and ``and``: the first part that decides wins, even if a later one is undefined."""

    def function(*parts: Raw) -> Raw:
        for part in parts:
            if isinstance(part, Exception):
                raise part
            if part is decides:
                return decides
        return not decides

    return function


def _negation(part: Raw) -> bool:
    if isinstance(part, Exception):
        raise part
    return not part


def _extreme(before: Callable[[Raw, Raw], bool]) -> Callable[..., Raw]:
    def function(first: Raw, *rest: Raw) -> Raw:
        for x in rest:
            if before(x, first):
                first = x
        if not isinstance(first, tuple):
            raise TypeError("no number")
        return first

    return function


_LOGICAL: dict[str, Callable[..., Raw]] = {
    "cases": _cases,
    "and": _decided(False),
    "or": _decided(True),
    "not": _negation,
    "<": lambda a, b: bool(mpf_lt(a, b)),
    "<=": lambda a, b: bool(mpf_le(a, b)),
    "=": lambda a, b: bool(mpf_eq(a, b)),
    "!=": lambda a, b: not mpf_eq(a, b),
    "min": _extreme(mpf_lt),
    "max": _extreme(lambda a, b: bool(mpf_lt(b, a))),
}
_ELEMENTARY: dict[str, Callable[[Raw, int], Raw]] = {
    "exp": _exp,
    "log": _log,
    "abs": lambda x, prec: mpf_abs(x, prec, "n"),
}
