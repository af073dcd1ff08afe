"""Numbers for terms: a term is compiled to a list of instructions, which mpmath runs at a chosen precision.

Three outcomes are kept apart: a number with an error estimate; `Undefined`, when the term has no real value at the
point (the log of a negative number, 0/0); and `Unknown`, when no number can be told (an integral that does not settle).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from mpmath.ctx_mp import MPContext

from ..exceptions import BudgetExceeded
from ..terms import BINDERS, Term, fold, free_symbols, replace
from .arithmetic import rounded
from .breakpoints import Nodes
from .estimates import Estimate, Undefined, Unknown
from .program import Program, compiled
from .quadrature import integrate
from .split_logarithms import body_with_split_logarithms
from .summation import summation

__all__ = ["Evaluator", "value_at_two_precisions"]

Value = Any

DEEPEST_NESTING = 3


def value_at_two_precisions(
    term: Term, point: Mapping[str, Fraction | int], coarse: Evaluator, fine: Evaluator
) -> Estimate:
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
        self._nodes = Nodes(self.ctx, lambda part, names: self.program(part, names, True))
        self._finer: dict[int, Evaluator] = {}
        self._bodies: dict[Term, Term] = {}
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

    def along(self, term: Term, name: str) -> Callable[[Fraction], Estimate]:
        """A term with one free symbol as a function of it; what does not depend on it is computed once."""
        if _has_binder(term):
            return lambda x: self.value(term, {name: x})
        program = self.program(term, (name,), True)
        program.begin()

        def f(x: Fraction) -> Estimate:
            self._check_time()
            value = self._number_of(program.at([], self.prec, self.number(x)))
            return Estimate(value, abs(value) * self.ctx.eps)

        return f

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
        return self.ctx.make_mpf(rounded(value.numerator, value.denominator, self.ctx.prec))

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
            found = self._programs[term, inputs, lenient] = compiled(plain, inputs, lenient, self.ctx, self.bound)
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

    def _body(self, term: tuple[Any, ...]) -> Term:
        """What is integrated or summed, with its logarithms taken apart as far as the range lets them be."""
        found = self._bodies.get(term)
        if found is None:
            found = self._bodies[term] = body_with_split_logarithms(
                (term[0], self._without_functions(term[1]), *term[2:])
            )
        return found

    def _integral(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        body, variable = self._body(term), term[2]
        lower, upper = self._ends(term, env)
        nodes = self._nodes.of(self._without_functions(term[1]), variable, env, lower, upper)
        return integrate(self._integrand(body, variable, env), lower, upper, self.ctx, *nodes)

    def _sum(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        body, variable = self._body(term), term[2]
        lower, upper = self._ends(term, env)
        f = self._integrand(body, variable, env)
        seen: dict[tuple[int, int], Value] = {}

        def g(k: int) -> Value:
            key = k, self.ctx.prec
            if key not in seen:
                seen[key] = self.ctx.mpf(f(self.ctx.mpf(k)))
            return seen[key]

        return summation(
            g,
            lower,
            upper,
            self.ctx,
            self._nodes.of(self._without_functions(term[1]), variable, env, lower, upper)[1],
            f,
        )

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
            self._finer[digits] = Evaluator(digits, self.functions)
        self._finer[digits].deadline = self.deadline  # that of the check which asks now
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


def _has_binder(term: Term) -> bool:
    found = fold(term, lambda t, parts: any(parts) or (isinstance(t, tuple) and t[0] in BINDERS))
    return bool(found)
