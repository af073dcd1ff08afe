"""Numbers for terms: a term is compiled to a list of instructions, which mpmath runs at a chosen precision.

Three outcomes are kept apart: a number with an error estimate; `Undefined`, when the term has no real value at the
point (the log of a negative number, 0/0); and `Unknown`, when no number can be told (an integral that does not settle).

An instruction that fails leaves its failure as its value, and only what needs that value fails with it. So a case that
is not chosen may be undefined, and, under an integral or a sum, a factor that is exactly 0 makes the product 0 whatever
the others are: 0 log 0 = 0, and outside its support a density does not care what its log would be. Outside integrals
this holds only against poles (log 0, 1/0), never against the log of a negative number.
"""

from __future__ import annotations

import itertools
import operator
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mpmath.ctx_mp import MPContext
from mpmath.libmp import from_int, from_man_exp, mpf_add, mpf_mul

from symbinfo.certificate import BINDERS, Term, fold, free_symbols, replace
from symbinfo.errors import BudgetExceeded
from symbinfo.quadrature import Estimate, Pole, Undefined, Unknown, integrate
from symbinfo.summation import summation

__all__ = ["Estimate", "Evaluator", "Undefined", "Unknown", "settled"]

Value = Any
Instruction = tuple[int, Callable[..., Value], tuple[int, ...]]

# exp of a number with so many bits before the point is 0 or infinite for us: its exponent would fill the memory.
LARGEST_EXPONENT_BITS = 2000
# A number with so many bits more before the point than the precision has is no argument for a periodic function.
LARGEST_ANGLE_BITS, LARGE = 4000, 64
DEEPEST_NESTING = 3


def settled(term: Term, point: Mapping[str, Fraction | int], coarse: Evaluator, fine: Evaluator) -> Estimate:
    """The value at two precisions: what they differ by is counted as the error, which so covers all cancellation.

    Parameters
    ----------
    term : Term
        Any term whose free symbols the point gives.
    point : mapping
        Symbol -> rational number.
    coarse, fine : Evaluator
        Their grids differ, and so do their roundings.

    Raises
    ------
    Undefined
        When there is no real value at the point.
    Unknown
        When no number can be told.
    """
    rough, exact = coarse.attempt(term, point), fine.attempt(term, point)
    ctx = fine.ctx
    return Estimate(
        exact.value, abs(ctx.mpf(rough.value) - exact.value) + exact.error + abs(exact.value) * ctx.eps * 64
    )


@dataclass
class Program:
    """Instructions over numbered registers.

    Those before `varying` do not depend on the last input. Sums like 1 - x are taken exactly, so that near x = 1 they
    keep all their digits; what they are made of besides x is `precise`: computed at a much higher precision.
    """

    ctx: Any

    inputs: tuple[str, ...]
    initial: list[Value]
    precise: list[Instruction]
    fixed: list[Instruction]
    varying: list[Instruction]
    result: int
    lenient: bool
    _prefixes: dict[Any, list[Value]] = field(default_factory=dict)

    def run(self, values: list[Value]) -> Value:
        """The value of the term for the values of its inputs."""
        registers = self.initial[:]
        registers[: len(values)] = values
        self._prepare(registers)
        return self._finish(registers)

    def at(self, values: list[Value], prec: int, x: Value) -> Value:
        """The same with the last input x, when the other values stay while `prec` does; see `begin`."""
        prefix = self._prefixes.get(prec)
        if prefix is None:
            prefix = self.initial[:]
            prefix[: len(values)] = values
            self._prepare(prefix)
            self._prefixes[prec] = prefix
        registers = prefix[:]
        registers[len(values)] = x
        return self._finish(registers)

    def begin(self) -> None:
        """Forget what was computed for other values of the inputs."""
        self._prefixes = {}

    def _prepare(self, registers: list[Value]) -> None:
        if self.precise:
            prec = self.ctx.prec
            self.ctx.prec = 8 * prec
            try:
                self._execute(self.precise, registers)
            finally:
                self.ctx.prec = prec
        self._execute(self.fixed, registers)

    def _finish(self, registers: list[Value]) -> Value:
        self._execute(self.varying, registers)
        value = registers[self.result]
        if isinstance(value, Exception):
            raise value
        return value

    def _execute(self, instructions: list[Instruction], registers: list[Value]) -> None:
        for slot, function, sources in instructions:
            arguments = [registers[i] for i in sources]
            try:
                registers[slot] = function(*arguments)
            except BudgetExceeded:
                raise
            except Exception as error:
                registers[slot] = self._failure(function, arguments, error)

    def _failure(self, function: Callable[..., Value], arguments: list[Value], error: Exception) -> Value:
        """What an instruction leaves that failed, or one of whose arguments had failed."""
        failed = [a for a in arguments if isinstance(a, Exception)]
        if (
            failed
            and function in (_product, _exact_product)
            and any(not isinstance(a, Exception) and a == 0 for a in arguments)
        ):
            forgiven = Exception if self.lenient else (Pole, Unknown)
            if all(isinstance(f, forgiven) for f in failed):
                return 0
        if failed:
            worst = [f for f in failed if type(f) is Undefined] or failed
            return worst[0]
        if isinstance(error, (Undefined, Unknown)):
            return error
        if isinstance(error, (ValueError, ZeroDivisionError)) and function.__name__ != "of_binder":
            return Pole(str(error))  # how mpmath reports a pole
        if isinstance(error, (OverflowError, MemoryError, NotImplementedError, ArithmeticError)):
            return Unknown(str(error))
        if type(error).__name__ == "NoConvergence":
            return Unknown("a special function does not converge")
        raise error


class Evaluator:
    """Evaluates terms at one working precision, in a context of its own, so that nobody's precision is changed.

    Parameters
    ----------
    digits : int
        Decimal digits of the working precision.
    functions : mapping
        Abstract functions: name -> (variable, term) that stands for it.
    deadline : float, optional
        A moment of `time.monotonic` after which `BudgetExceeded` is raised.
    """

    def __init__(
        self, digits: int, functions: Mapping[str, tuple[str, Term]] | None = None, deadline: float | None = None
    ) -> None:
        self.ctx = MPContext()
        self.ctx.dps = digits
        self.digits, self.prec = digits, self.ctx.prec
        self.functions, self.deadline = dict(functions or {}), deadline
        self._programs: dict[tuple[Term, tuple[str, ...], bool], Program] = {}
        self._known: dict[Any, Estimate] = {}
        self._nodes: dict[tuple[Term, str], list[tuple[Program, bool]]] = {}
        self._finer: dict[int, Evaluator] = {}
        self._used: dict[Any, Value] = {}
        self._moved: tuple[Any, Value] | None = None
        self._depth = 0

    def value(self, term: Term, point: Mapping[str, Fraction | int]) -> Estimate:
        """As `attempt`, with an infinite error where no number can be told.

        Raises
        ------
        Undefined
            When the term has no real value there.
        """
        try:
            return self.attempt(term, point)
        except Unknown:
            return Estimate(self.ctx.nan, self.ctx.inf)

    def attempt(self, term: Term, point: Mapping[str, Fraction | int]) -> Estimate:
        """The value of a term at a point, with the error that its integrals, sums, limits and derivatives bring in.

        Each of them is moved in turn by its own error, and the changes of the value are added up.

        Raises
        ------
        Undefined
            When the term has no real value there.
        Unknown
            When no number can be told.
        """
        names = tuple(sorted(free_symbols(term)))
        program = self.program(term, names)
        values = [self.number(point[name]) for name in names]
        self._used = {}
        plain = self._number_of(program.run(values))
        sizes = {key: size for key, size in self._used.items() if size}
        if not sizes:
            return Estimate(plain, abs(plain) * self.ctx.eps)
        try:
            self.ctx.prec = 2 * self.prec  # so that a very small change is seen
            still = self._number_of(program.run(values))
            moved = [abs(self._nudged(program, values, k, s * e) - still) for k, e in sizes.items() for s in (1, -1)]
        finally:
            self.ctx.prec = self.prec
        return Estimate(plain, sum(moved, abs(plain - still) + abs(plain) * self.ctx.eps))

    def compile(self, term: Term) -> Callable[[Mapping[str, Value]], Value]:
        """A term or a condition as a function of the values of its symbols."""
        names = tuple(sorted(free_symbols(term)))
        program = self.program(term, names)
        return lambda environment: program.run([environment[name] for name in names])

    def holds(self, condition: Term, point: Mapping[str, Fraction | int]) -> bool:
        """Whether a condition is true at a point; undefined is not true."""
        names = tuple(sorted(free_symbols(condition)))
        try:
            return self.program(condition, names).run([self.number(point[name]) for name in names]) is True
        except (Undefined, Unknown):
            return False

    def number(self, value: Fraction | int) -> Value:
        """An exact rational at the working precision."""
        return self.ctx.mpf(value.numerator) / value.denominator

    def _nudged(self, program: Program, values: list[Value], key: Any, by: Value) -> Value:
        if self.ctx.isinf(by):
            raise Unknown("an integral or a sum that does not settle")
        self._moved = key, by
        try:
            return self._number_of(program.run(values))
        except Undefined as error:
            raise Unknown(f"undefined within the error of an integral: {error}") from None
        finally:
            self._moved = None

    def _number_of(self, value: Value) -> Value:
        if not self.ctx.isfinite(value):
            raise Unknown("out of range")
        return self.ctx.mpf(value)

    # --- compiling ---------------------------------------------------------------------------------------------------

    def program(self, term: Term, inputs: tuple[str, ...], lenient: bool = False) -> Program:
        """The instructions for a term; `lenient` under an integral or a sum, where the last input is its variable."""
        found = self._programs.get((term, inputs, lenient))
        if found is None:
            plain = self._without_functions(term)
            found = self._programs[term, inputs, lenient] = _Compiler(self, inputs, lenient).compile(plain)
        return found

    def _without_functions(self, term: Term) -> Term:
        """The term with abstract functions replaced by what stands for them."""

        def combine(part: Term, parts: list[Any]) -> Any:
            if not isinstance(part, tuple):
                return part
            if part[0] == "apply":
                if len(part) != 3:
                    raise Unknown(f"{part[1]} takes one argument")
                variable, body = self.functions[part[1]]
                return replace(body, variable, parts[1])
            return (part[0], *parts)

        plain: Term = fold(term, combine)
        return plain

    # --- binders -----------------------------------------------------------------------------------------------------

    def bound(self, term: tuple[Any, ...], names: tuple[str, ...]) -> Callable[..., Value]:
        """An instruction for an integral, a sum, a limit or a derivative: its value for the values of its symbols."""
        compute = getattr(self, f"_{term[0]}")

        def of_binder(*values: Value) -> Value:
            for v in values:
                if isinstance(v, Exception):
                    raise v
            key = (term, values)
            found = self._known.get(key)
            if found is None:
                self._check_time()
                found = self._compute(compute, term, dict(zip(names, values, strict=True)))
                if not self._depth:
                    self._known[key] = found
            if self._depth:
                # Inside another integral there is no room for an error of its own.
                if found.error > abs(found.value) * self.ctx.mpf(2) ** (-self.prec * 3 // 4):
                    raise Unknown("an inner integral that does not settle")
                return found.value
            self._used[key] = found.error
            return found.value + self._moved[1] if self._moved and self._moved[0] == key else found.value

        return of_binder

    def _compute(self, compute: Callable[..., Estimate], term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        if self._depth >= DEEPEST_NESTING:
            raise Unknown("integrals nested too deeply")
        prec = self.ctx.prec
        self._depth += 1
        self.ctx.prec = self.prec
        try:
            return compute(term, env)
        finally:
            self._depth -= 1
            self.ctx.prec = prec

    def _ends(self, term: tuple[Any, ...], env: dict[str, Value]) -> list[Value]:
        """The ends of an integral, at a precision that tells points very near them apart from them."""
        prec = self.ctx.prec
        self.ctx.prec = 8 * prec
        try:
            return [self._plain_value(end, env) for end in term[3:5]]
        finally:
            self.ctx.prec = prec

    def _plain_value(self, term: Term, env: Mapping[str, Value]) -> Value:
        names = tuple(sorted(free_symbols(term)))
        return self.program(term, names).run([env[n] for n in names])

    def _integrand(self, body: Term, variable: str, env: dict[str, Value]) -> Callable[[Value], Value]:
        names = tuple(sorted(free_symbols(body) - {variable}))
        program, ctx = self.program(body, (*names, variable), True), self.ctx
        values = [env[n] for n in names]
        if self._depth == 1:
            program.begin()

        def f(x: Value) -> Value:
            self._check_time()
            return program.at(values, ctx.prec, x) if self._depth == 1 else program.run([*values, x])

        return f

    def _integral(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        _, body, variable, _, _ = term
        lower, upper = self._ends(term, env)
        hard, soft = self._cuts(body, variable, env, lower, upper)
        return integrate(self._integrand(body, variable, env), lower, upper, self.ctx, hard, soft)

    def _sum(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        _, body, variable, _, _ = term
        lower, upper = self._ends(term, env)
        f = self._integrand(body, variable, env)
        seen: dict[tuple[int, int], Value] = {}

        def g(k: int) -> Value:
            key = k, self.ctx.prec
            if key not in seen:
                seen[key] = self.ctx.mpf(f(self.ctx.mpf(k)))
            return seen[key]

        return summation(g, lower, upper, self.ctx, self._cuts(body, variable, env, lower, upper)[1], f)

    def _limit(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        """Values on the way to the point, ever nearer in powers of ten; the changes must at least halve."""
        _, body, variable, point, direction = term
        sign = 1 if direction == "+" else -1
        goal = self._plain_value(point, env)
        finer = self.finer(6 * self.digits if not _has_binder(body) else 2 * self.digits)
        reach = self.digits if not _has_binder(body) else self.digits / 2
        values = []
        for share in (1, 1.5, 2):
            size = finer.ctx.mpf(10) ** int(reach * share)
            at = finer.ctx.mpf(goal) + sign / size if self.ctx.isfinite(goal) else finer.ctx.sign(goal) * size
            values.append(finer.value_at(body, {**env, variable: at}))
        early, late = abs(values[1] - values[0]), abs(values[2] - values[1])
        if late > early / 2 and late > abs(values[2]) * self.ctx.eps:
            raise Unknown("a limit that does not settle")
        return Estimate(self.ctx.mpf(values[2]), self.ctx.mpf(4 * late))

    def _diff(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        """A derivative by central differences: a very small step, at a precision that bears the cancellation."""
        _, body, variable, point, order = term
        finer = self.finer(int(self.digits * (1.3 + 0.65 * order)) + 10)
        ctx = finer.ctx
        at = ctx.mpf(self._plain_value(point, env))
        step = ctx.mpf(10) ** -int(self.digits * 0.65) * max(1, abs(at))
        total, weight = ctx.zero, ctx.one
        for j in range(order + 1):
            total += (-1) ** j * weight * finer.value_at(body, {**env, variable: at + (ctx.mpf(order) / 2 - j) * step})
            weight = weight * (order - j) / (j + 1)
        value = self.ctx.mpf(total / step**order)
        return Estimate(value, abs(value) * self.ctx.eps * 2**10)

    def finer(self, digits: int) -> Evaluator:
        """An evaluator of higher precision with the same abstract functions."""
        if digits not in self._finer:
            self._finer[digits] = Evaluator(digits, self.functions, self.deadline)
        return self._finer[digits]

    def value_at(self, term: Term, env: Mapping[str, Value]) -> Value:
        """The value for given real values of the symbols, all integrals settled."""
        names = tuple(sorted(free_symbols(term)))
        self._used = {}
        value = self._number_of(self.program(term, names).run([self.ctx.mpf(env[n]) for n in names]))
        bound = self.ctx.mpf(2) ** (-self.prec * 7 // 8)
        if any(error > abs(self._known[key].value) * bound for key, error in self._used.items()):
            raise Unknown("an integral that does not settle")
        return value

    def _check_time(self) -> None:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise BudgetExceeded("the check", "its time")

    # --- nodes -------------------------------------------------------------------------------------------------------

    def _cuts(
        self, body: Term, variable: str, env: dict[str, Value], lower: Value, upper: Value
    ) -> tuple[list[Value], list[Value]]:
        """Where to cut an integral, and where its integrand may be concentrated.

        They are the real roots of the affine and quadratic parts of the integrand, and the vertices of the latter:
        kinks of |x - m|, centres of bells, ends of logs, borders of cases.
        """
        hard: list[Value] = []
        soft: list[Value] = []
        prec = self.ctx.prec
        self.ctx.prec = 3 * prec
        try:
            xs = _probes(lower, upper, self.ctx)
            for program, is_hard in self._parts(body, variable):
                values = [env[n] for n in program.inputs[:-1]]
                try:
                    ys = [program.run([*values, x]) for x in xs]
                except (Undefined, Unknown):
                    continue
                roots, vertices = _roots(xs, ys, self.ctx) or (self._crossings(program, values, lower, upper), [])
                (hard if is_hard else soft).extend(roots if is_hard else [])
                soft.extend(vertices if is_hard or vertices else roots)
        finally:
            self.ctx.prec = prec
        return hard, soft

    def _crossings(self, program: Program, values: list[Value], lower: Value, upper: Value) -> list[Value]:
        """Where a function that is no polynomial changes its sign, as far as a scan shows; by bisection."""
        found = []
        scan = [(x, y) for x in _scan(lower, upper, self.ctx) if (y := _tried(program, [*values, x])) is not None]
        for (a, at_a), (b, at_b) in itertools.pairwise(scan):
            if (at_a > 0) == (at_b > 0):
                continue
            for _ in range(self.ctx.prec):
                middle = (a + b) / 2
                at_middle = _tried(program, [*values, middle])
                if at_middle is None:
                    break
                a, b = (middle, b) if (at_middle > 0) == (at_a > 0) else (a, middle)
            else:
                found.append((a + b) / 2)
        return found

    def _parts(self, body: Term, variable: str) -> list[tuple[Program, bool]]:
        known = self._nodes.get((body, variable))
        if known is None:
            known = []
            for part, is_hard in _parts(self._without_functions(body), variable).items():
                names = tuple(sorted(free_symbols(part) - {variable}))
                known.append((self.program(part, (*names, variable), True), is_hard))
            self._nodes[body, variable] = known
        return known


def _has_binder(term: Term) -> bool:
    found = fold(term, lambda t, parts: any(parts) or (isinstance(t, tuple) and t[0] in BINDERS))
    return bool(found)


def _parts(body: Term, variable: str) -> dict[Term, bool]:
    """The sums that hold the variable, and the variable itself -> whether a root of theirs is a singular point.

    It is one under abs, sign, log, a power that is no natural number, and in comparisons.
    """
    found: dict[Term, bool] = {}
    stack: list[tuple[Term, bool]] = [(body, False)]
    while stack:
        term, hard = stack.pop()
        if variable not in free_symbols(term):
            continue
        if not isinstance(term, tuple) or term[0] == "+":
            found[term] = hard or found.get(term, False)
            # The x of x - m is no part of its own.
            stack.extend((t, False) for t in (term[1:] if isinstance(term, tuple) else ()) if not _scaled(t, variable))
        elif term[0] == "^":
            natural = isinstance(term[2], int) and term[2] > 0
            stack.extend(((term[1], hard or not natural), (term[2], False)))
        elif term[0] in ("<", "<=", "=", "!=", "min", "max"):
            stack.extend((("+", a, ("*", -1, b)), True) for a, b in itertools.pairwise(term[1:]))
        elif term[0] not in BINDERS:
            below = hard if term[0] == "*" else term[0] in _SINGULAR
            stack.extend((t, below) for t in term[1:])
    return found


def _scaled(term: Term, variable: str) -> bool:
    """Whether a term is the variable, or the variable times what does not hold it."""
    if not isinstance(term, tuple):
        return term == variable
    holding = [t for t in term[1:] if variable in free_symbols(t)]
    return term[0] == "*" and holding == [variable]


_SINGULAR = frozenset(("abs", "sign", "log", "floor", "loggamma", "gamma", "beta", "polygamma", "lambertw", "Ei", "Ci"))


def _probes(lower: Value, upper: Value, ctx: Any) -> list[Value]:
    """Five points inside the interval, in no simple ratio."""
    shares = [ctx.mpf(n) / 64 for n in (5, 17, 29, 42, 57)]
    if ctx.isfinite(lower) and ctx.isfinite(upper):
        return [lower + (upper - lower) * s for s in shares]
    if ctx.isfinite(lower):
        return [lower + s / (1 - s) for s in shares]
    if ctx.isfinite(upper):
        return [upper - s / (1 - s) for s in shares]
    return [2 * s / (1 - s) - 1 for s in shares]


def _scan(lower: Value, upper: Value, ctx: Any) -> list[Value]:
    """Points of the interval, from very near its ends to far away."""
    powers = [ctx.mpf(2) ** n for n in range(-24, 25, 2)]
    if ctx.isinf(lower) and ctx.isinf(upper):
        return [*(-p for p in reversed(powers)), ctx.zero, *powers]
    if ctx.isinf(upper):
        return [lower + p for p in powers]
    if ctx.isinf(lower):
        return [upper - p for p in reversed(powers)]
    return [lower + (upper - lower) * p / (1 + p) for p in powers]


def _tried(program: Program, values: list[Value]) -> Value | None:
    try:
        return program.run(values)
    except (Undefined, Unknown):
        return None


def _roots(xs: list[Value], ys: list[Value], ctx: Any) -> tuple[list[Value], list[Value]] | None:
    """The real roots and the vertex of an affine or quadratic function, seen at five points; None for others."""
    table = [list(ys)]
    for k in range(1, len(xs)):
        last = table[-1]
        table.append([(last[i + 1] - last[i]) / (xs[i + k] - xs[i]) for i in range(len(last) - 1)])
    small = ctx.sqrt(ctx.eps) * max(abs(y) for y in ys)
    if all(abs(d) <= small for row in table[2:] for d in row):
        return ([xs[0] - ys[0] / table[1][0]] if table[1][0] else []), []
    if any(abs(d) > small for row in table[3:] for d in row):
        return None
    a = table[2][0]
    b = table[1][0] - a * (xs[0] + xs[1])
    c = ys[0] - a * xs[0] ** 2 - b * xs[0]
    vertex, discriminant = -b / (2 * a), b * b - 4 * a * c
    if discriminant <= 0:
        return [], [vertex]
    half = ctx.sqrt(discriminant) / (2 * abs(a))
    return [vertex - half, vertex + half], [vertex]


# --- instructions ----------------------------------------------------------------------------------------------------


class _Compiler:
    """Turns one term into a program: every distinct subterm gets one register."""

    def __init__(self, evaluator: Evaluator, inputs: tuple[str, ...], lenient: bool) -> None:
        self.evaluator, self.ctx = evaluator, evaluator.ctx
        self.inputs, self.lenient = inputs, lenient
        self.initial: list[Value] = [None] * len(inputs)
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
        precise, fixed = self._precise()
        return Program(
            self.ctx, self.inputs, self.initial, precise, fixed, self.varying, self.slots[term], self.lenient
        )

    def _precise(self) -> tuple[list[Instruction], list[Instruction]]:
        """The fixed instructions that exact sums need, and the others."""
        wanted = {
            i for _, function, sources in self.varying if function in (_exact_sum, _exact_product) for i in sources
        }
        precise: list[Instruction] = []
        for instruction in reversed(self.fixed):
            if instruction[0] in wanted:
                wanted.update(instruction[2])
                precise.append(instruction)
        chosen = {slot for slot, _, _ in precise}
        return precise[::-1], [i for i in self.fixed if i[0] not in chosen]

    def _needed(self, part: Term) -> tuple[Any, ...]:
        """What must be computed before a part: its arguments, or the symbols that a binder leaves free."""
        if not isinstance(part, tuple):
            return ()
        if part[0] in BINDERS:
            return tuple(sorted(free_symbols(part)))
        if part[0] == "cases":
            return tuple(a for case in part[1:] for a in case[1:])
        return part[1:]

    def _emit(self, part: Term, needed: tuple[Any, ...]) -> None:
        slot = self.slots[part] = len(self.initial)
        self.initial.append(None)
        sources = tuple(self.slots[n] for n in needed)
        varies = any(self.varies[i] for i in sources)
        self.varies.append(varies)
        if isinstance(part, int) or part in ("true", "false", "%oo", "%-oo"):
            self.initial[slot] = self._constant(part)
            return
        function = self._function(part, needed)
        if varies and isinstance(part, tuple) and part[0] in ("+", "*"):
            sources = self._grouped(part[0], sources)
        if varies and isinstance(part, tuple) and self._is_affine(part[0], sources):
            self.affine.add(slot)
            function = _exact_sum if part[0] == "+" else _exact_product
        (self.varying if varies else self.fixed).append((slot, function, sources))

    def _grouped(self, head: str, sources: tuple[int, ...]) -> tuple[int, ...]:
        """The arguments of a sum or product, with those that stay fixed taken together first."""
        fixed = tuple(i for i in sources if not self.varies[i])
        if len(fixed) < 2:
            return sources
        slot = len(self.initial)
        self.initial.append(None)
        self.varies.append(False)
        self.fixed.append((slot, _PLAIN[head], fixed))
        return (slot, *(i for i in sources if self.varies[i]))

    def _is_affine(self, head: str, sources: tuple[int, ...]) -> bool:
        """Whether a sum or product is affine in the last input by its looks."""
        moving = [i for i in sources if self.varies[i]]
        return all(i in self.affine for i in moving) and (head == "+" or (head == "*" and len(moving) == 1))

    def _constant(self, part: Any) -> Value:
        exact = {"true": True, "false": False, "%oo": self.ctx.inf, "%-oo": -self.ctx.inf}
        # Exact, however large: the constructor would round to the working precision, conversion does not.
        return self.ctx.make_mpf(_whole_number(part)) if isinstance(part, int) else exact[part]

    def _function(self, part: Term, needed: tuple[Any, ...]) -> Callable[..., Value]:
        ctx = self.ctx
        if isinstance(part, Fraction):
            top, bottom = part.numerator, part.denominator
            return lambda: ctx.make_mpf(_ratio(top, bottom, ctx.prec))
        if isinstance(part, str):
            constant = {"%pi": ctx.pi, "%e": ctx.e, "%gamma": ctx.euler, "%catalan": ctx.catalan}[part]
            return lambda: +constant
        if not isinstance(part, tuple):
            raise TypeError(f"no term: {part!r}")
        if part[0] in BINDERS:
            return self.evaluator.bound(part, needed)
        if part[0] == "^" and isinstance(part[2], int):
            return _integer_power(part[2])
        if part[0] == "^" and part[2] == Fraction(1, 2):
            return lambda x, half: ctx.sqrt(_not_negative(x))
        if part[0] in _PLAIN:
            return _PLAIN[part[0]]
        function = _FUNCTIONS[part[0]]
        return lambda *arguments: function(ctx, *arguments)


def _whole_number(n: int) -> Any:
    """An integer, exactly; mpmath strips the zeros of a huge one byte by byte."""
    zeros = (n & -n).bit_length() - 1 if n else 0
    return from_man_exp(n >> zeros, zeros) if zeros > LARGE else from_int(n)


def _ratio(top: int, bottom: int, prec: int) -> Any:
    """A rational at a precision; of huge integers the leading bits are enough."""
    kept = prec + LARGE
    cut_top, cut_bottom = (max(0, abs(n).bit_length() - kept) for n in (top, bottom))
    low, high = bottom >> cut_bottom, top >> cut_top
    shift = max(0, kept + low.bit_length() - abs(high).bit_length())
    return from_man_exp((high << shift) // low, cut_top - cut_bottom - shift, prec, "n")


def _sum_of(first: Value, *rest: Value) -> Value:
    for term in rest:
        first = first + term
    return first


def _product(first: Value, *rest: Value) -> Value:
    for factor in rest:
        first = first * factor
    return first


def _exact_sum(first: Value, *rest: Value) -> Value:
    for term in rest:
        first = first.context.make_mpf(mpf_add(first._mpf_, term._mpf_))
    return first


def _exact_product(first: Value, *rest: Value) -> Value:
    for factor in rest:
        first = first.context.make_mpf(mpf_mul(first._mpf_, factor._mpf_))
    return first


def _integer_power(n: int) -> Callable[[Value, Value], Value]:
    if n >= 0:
        return lambda x, _: x**n

    def power(x: Value, _: Value) -> Value:
        if x == 0:
            raise Pole("division by zero")
        return x**n

    return power


def _not_negative(x: Value) -> Value:
    if x < 0:
        raise Undefined("a root of a negative number")
    return x


def _power(ctx: Any, x: Value, e: Value) -> Value:
    if x > 0:
        return x**e
    if x == 0:
        if e < 0:
            raise Pole("division by zero")
        return ctx.one if e == 0 else ctx.zero
    if e != ctx.floor(e):
        raise Undefined("a power of a negative number")
    return x ** int(e)


def _exp(ctx: Any, x: Value) -> Value:
    if x.exp + x.bc > LARGEST_EXPONENT_BITS:
        return ctx.zero if x < 0 else ctx.inf
    return ctx.exp(x)


def _log(ctx: Any, x: Value) -> Value:
    if x > 0:
        return ctx.ln(x)
    raise Pole("the log of 0") if x == 0 else Undefined("the log of a negative number")


def _within(low: Any, high: Any, name: str) -> Callable[..., Value]:
    """A function that is real on an interval only."""

    def function(ctx: Any, x: Value) -> Value:
        if (low is not None and x < low) or (high is not None and x > high):
            raise Undefined(f"{name} of a number outside its domain")
        return getattr(ctx, name)(x)

    return function


def _real(name: str) -> Callable[..., Value]:
    """A special function of mpmath, wherever its value is real."""

    def function(ctx: Any, *arguments: Value) -> Value:
        for a in arguments:
            if isinstance(a, Exception):
                raise TypeError(name)
        value = getattr(ctx, name)(*arguments)
        if isinstance(value, ctx.mpc):
            if abs(value.imag) > abs(value.real) * ctx.eps * 2**20:
                raise Undefined(f"{name} is not real")
            value = value.real
        return value

    return function


def _periodic(name: str) -> Callable[..., Value]:
    """A function of an angle; of a huge one it says nothing but that it oscillates."""

    def function(ctx: Any, x: Value) -> Value:
        if x.exp + x.bc > ctx.prec + LARGEST_ANGLE_BITS:
            raise Unknown(f"{name} of a huge number")
        return getattr(ctx, name)(x)

    return function


def _whole(x: Value) -> int:
    if int(x) != x:
        raise Undefined("not an integer")
    return int(x)


def _cases(*parts: Value) -> Value:
    for value, condition in zip(parts[::2], parts[1::2], strict=True):
        if isinstance(condition, Exception):
            raise condition
        if condition:
            if isinstance(value, Exception):
                raise value
            return value
    raise Undefined("no case holds")


def _decided(decides: bool) -> Callable[..., Value]:
    """``or`` and ``and``: the first part that decides wins, even if a later one is undefined."""

    def function(*parts: Value) -> Value:
        for part in parts:
            if isinstance(part, Exception):
                raise part
            if part is decides:
                return decides
        return not decides

    return function


def _negation(part: Value) -> bool:
    if isinstance(part, Exception):
        raise part
    return not part


def _equal(a: Value, b: Value) -> bool:
    return bool(a - b == 0)


def _extreme(pick: Callable[..., Value]) -> Callable[..., Value]:
    def function(first: Value, *rest: Value) -> Value:
        for x in (first, *rest):
            if isinstance(x, Exception):
                raise x
        return pick((first, *rest))

    return function


def _beta(ctx: Any, a: Value, b: Value) -> Value:
    """The beta function; of a huge argument by logarithms, with the digits added that their difference loses."""
    size = max(ctx.mag(a), ctx.mag(b))
    if min(a, b) <= 0 or size < LARGE:
        return _real("beta")(ctx, a, b)
    prec = ctx.prec
    try:
        ctx.prec = prec + size + LARGE
        found = ctx.exp(ctx.loggamma(a) + ctx.loggamma(b) - ctx.loggamma(a + b))
    finally:
        ctx.prec = prec
    return +found


def _besseli(ctx: Any, n: Value, x: Value) -> Value:
    """I of order n; of a negative whole order by its mirror image, which mpmath would find as a limit."""
    return _real("besseli")(ctx, -n if n < 0 and n == ctx.floor(n) else n, x)


# What needs no precision, and what does.
_PLAIN: dict[str, Callable[..., Value]] = {
    "+": _sum_of,
    "*": _product,
    "abs": abs,
    "cases": _cases,
    "and": _decided(False),
    "or": _decided(True),
    "not": _negation,
    "<": operator.lt,
    "<=": operator.le,
    "=": _equal,
    "!=": lambda a, b: not _equal(a, b),
    "min": _extreme(min),
    "max": _extreme(max),
}
_REAL_NAMES = {
    "gamma": "gamma",
    "loggamma": "loggamma",
    "uppergamma": "gammainc",
    "erf": "erf",
    "erfc": "erfc",
    "erfi": "erfi",
    "Ei": "ei",
    "Si": "si",
    "Ci": "ci",
    "expint": "expint",
    "besselj": "besselj",
    "besselk": "besselk",
    "zeta": "zeta",
    "zeta2": "zeta",
    "polylog": "polylog",
    "factorial": "factorial",
    "binomial": "binomial",
    "harmonic": "harmonic",
    "lambertw": "lambertw",
    "hyper2f1": "hyp2f1",
    "hyper1f1": "hyp1f1",
}
_FUNCTIONS: dict[str, Callable[..., Value]] = {
    **{head: _real(name) for head, name in _REAL_NAMES.items()},
    **{name: _real(name) for name in ("sinh", "cosh", "tanh", "atan", "asinh")},
    **{name: _periodic(name) for name in ("sin", "cos", "tan")},
    "^": _power,
    "besseli": _besseli,
    "beta": _beta,
    "exp": _exp,
    "log": _log,
    "asin": _within(-1, 1, "asin"),
    "acos": _within(-1, 1, "acos"),
    "acosh": _within(1, None, "acosh"),
    "atanh": _within(-1, 1, "atanh"),
    "sign": lambda ctx, x: ctx.sign(x),
    "floor": lambda ctx, x: ctx.floor(x),
    "integer": lambda ctx, x: bool(x == ctx.floor(x)),
    "polygamma": lambda ctx, n, x: ctx.psi(_whole(n), x),
    "lowergamma": lambda ctx, s, x: ctx.gammainc(s, 0, x),
    "dzeta": lambda ctx, s: ctx.zeta(s, 1, 1),
}
