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
from .bounded_run import NodeBounds, value_with_bound
from .breakpoints import Nodes
from .differences import derivative, limit
from .double_exponential import GUARD_BITS, Function
from .estimates import Estimate, Undefined, Unknown, Unsure
from .program import Program, compiled
from .quadrature import integrate
from .special_functions import SPECIAL_HEADS
from .split_logarithms import body_with_split_logarithms
from .summation import summation

__all__ = ["Evaluator", "value_at_two_precisions"]

Value = Any

DEEPEST_NESTING = 3
# What kind of work a term is, and up to how many times the digits are raised where rounding leaves too few.
ELEMENTARY, SPECIAL, BOUND = range(3)
MOST_PLACE_BITS = 1024
MOST_DIGITS = {ELEMENTARY: 200, SPECIAL: 12, BOUND: 4}


def value_at_two_precisions(
    term: Term, point: Mapping[str, Fraction | int], coarse: Evaluator, fine: Evaluator
) -> Estimate:
    """The value with a bound on its rounding, and what two precisions differ by: their grids are not the same.

    Parameters
    ----------
    term : Term
        Any term whose free symbols the point gives.
    point : mapping
        Symbol -> rational number.
    coarse, fine : Evaluator
        What is elementary is evaluated by the second alone: its bound says all.

    Raises
    ------
    Undefined
        When there is no real value at the point.
    Unknown
        When no number can be told.
    """
    exact = fine.attempt(term, point)
    if fine.effort(term) == ELEMENTARY:
        return exact
    rough, ctx = coarse.attempt(term, point), fine.ctx
    return Estimate(exact.value, abs(ctx.mpf(rough.value) - exact.value) + exact.error)


class Evaluator:
    """Evaluates terms at one working precision, in a context of its own, so that nobody's precision is changed.

    Parameters
    ----------
    digits : int
        Decimal digits of the working precision.
    functions : mapping
        Abstract functions: name -> (variable, term) that stands for it.
    deadline : float, optional
        A moment of `time.process_time` after which `BudgetExceeded` is raised.
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
        self._efforts: dict[Term, int] = {}
        #: The integral, sum, limit or derivative that was computed last, and how many were.
        self._last, self._computed = Estimate(self.ctx.zero, self.ctx.zero), 0
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
        """The value of a term at a point, with a bound on its rounding and the errors of its integrals and sums.

        Where rounding leaves too few digits, they are added, as far as that is bearable.

        Raises
        ------
        Undefined
            When the term has no real value there.
        Unknown
            When no number can be told.
        """
        evaluator, found = self, self._bounded(term, point)
        while digits := self._digits_for(term, found, evaluator.digits):
            evaluator = self.finer(digits)
            found = evaluator._bounded(term, point)
        if isinstance(found, Unknown):
            raise found
        value, error, _ = (self.ctx.make_mpf(x._mpf_) for x in found)
        return Estimate(value, error)

    def _bounded(self, term: Term, point: Mapping[str, Fraction | int]) -> tuple[Value, Value, Value] | Unknown:
        """The value, a bound on its error, and what of that is rounding outside of integrals and sums."""
        names = tuple(sorted(free_symbols(term)))
        program = self.program(term, names)
        exact = [Fraction(point[name]) for name in names]
        values = [self.number(x) for x in exact]
        self._computed = 0
        try:
            value, whole = value_with_bound(program, values, exact, lambda: self._last.error)
            if not self._computed:
                return self._number_of(value), whole, whole
            # As though they were computed as well as this precision lets them be: the rest no digits here would mend.
            _, rounding = value_with_bound(
                program, values, exact, lambda: abs(self._last.value) * self.ctx.eps * 2**GUARD_BITS
            )
            return self._number_of(value), whole, rounding
        except Unknown as unknown:
            return unknown

    def _digits_for(self, term: Term, found: tuple[Value, Value, Value] | Unknown, digits: int) -> int | None:
        """How many digits to compute with instead, or None where what was found is fine or more cannot be had."""
        most = MOST_DIGITS[self.effort(term)] * self.digits
        if isinstance(found, Unknown):
            return min(3 * digits, most) if isinstance(found, Unsure) and digits < most else None
        value, _, rounding = found
        if not rounding:
            return None
        scale = max(abs(value), 1)
        wanted = self.ctx.mpf(10) ** (-self.digits * 3 // 4)
        if rounding <= scale * wanted:
            return None
        lost = self.ctx.mag(rounding / scale / wanted) * 0.302
        needed = digits + int(lost) + 4
        return needed if needed <= most else None

    def effort(self, term: Term) -> int:
        """What kind of work a term is: elementary, special functions, or integrals and sums."""
        if term not in self._efforts:
            self._efforts[term] = _effort(term)
        return self._efforts[term]

    def along(self, term: Term, name: str) -> Callable[[Fraction], Estimate]:
        """A term with one free symbol as a function of it; what does not depend on it is computed once."""
        if _has_binder(term):
            return lambda x: self.value(term, {name: x})
        program = self.program(term, (name,), True)
        program.begin()
        bounds = NodeBounds(program, [], lambda: self._last.error)

        def f(x: Fraction) -> Estimate:
            self._check_time()
            try:
                # The exponential of a number far out needs the bits before its point too, what is near an end those behind.
                bits = max(abs(self.ctx.mag(self.number(x) or 1)), x.denominator.bit_length())
                self.ctx.prec = self.prec + 2 * min(MOST_PLACE_BITS, bits)
                place = self.number(x)
                return Estimate(self._number_of(program.at([], self.ctx.prec, place)), bounds.at(place))
            finally:
                self.ctx.prec = self.prec

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
            self._last, self._computed = found, self._computed + 1
            if self._depth:
                # Inside another integral there is no room for an error of its own.
                if found.error > abs(found.value) * self.ctx.mpf(2) ** (-self.prec * 3 // 4):
                    raise Unknown("an inner integral that does not settle")
                return found.value
            if self.ctx.isinf(found.error):
                raise Unknown("an integral or a sum that does not settle")
            return found.value

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
            return [self.plain_value(end, env) for end in term[3:5]]
        finally:
            self.ctx.prec = prec

    def plain_value(self, term: Term, env: Mapping[str, Value]) -> Value:
        """The value of a term without a bound, as that of the end of a range."""
        names = tuple(sorted(free_symbols(term)))
        return self.program(term, names).run([env[n] for n in names])

    def _integrand(self, body: Term, variable: str, env: dict[str, Value]) -> tuple[Function, Function]:
        """An integrand or a summand, and the bound on its rounding."""
        names = tuple(sorted(free_symbols(body) - {variable}))
        program, ctx = self.program(body, (*names, variable), True), self.ctx
        values = [env[n] for n in names]
        nodes = NodeBounds(program, values, lambda: self._last.error)
        if self._depth == 1:
            program.begin()

        def f(x: Value) -> Value:
            self._check_time()
            return program.at(values, ctx.prec, x) if self._depth == 1 else program.run([*values, x])

        return f, nodes.at

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
        f, bound = self._integrand(body, variable, env)
        return integrate(f, lower, upper, self.ctx, *nodes, bound=bound)

    def _sum(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        body, variable = self._body(term), term[2]
        lower, upper = self._ends(term, env)
        f, bound = self._integrand(body, variable, env)
        soft = self._nodes.of(self._without_functions(term[1]), variable, env, lower, upper)[1]
        return summation(lambda k: f(self.ctx.mpf(k)), lower, upper, self.ctx, soft, f, bound)

    def _limit(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        return limit(self, term, env)

    def _diff(self, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
        return derivative(self, term, env)

    def finer(self, digits: int) -> Evaluator:
        """An evaluator of higher precision with the same abstract functions."""
        if digits not in self._finer:
            self._finer[digits] = Evaluator(digits, self.functions)
        self._finer[digits].deadline = self.deadline  # that of the check which asks now
        return self._finer[digits]

    def value_at(self, term: Term, env: Mapping[str, Value]) -> Estimate:
        """The value for given real values of the symbols, taken as exact, all integrals settled."""
        names = tuple(sorted(free_symbols(term)))
        settled = self.ctx.mpf(2) ** (-self.prec * 7 // 8)

        def error() -> Value:
            if self._last.error > abs(self._last.value) * settled:
                raise Unknown("an integral that does not settle")
            return self._last.error

        values = [self.ctx.mpf(env[n]) for n in names]
        value, bound = value_with_bound(self.program(term, names), values, [None] * len(names), error)
        return Estimate(self._number_of(value), bound)

    def _check_time(self) -> None:
        if self.deadline is not None and time.process_time() > self.deadline:
            raise BudgetExceeded("the check", "its time")


def _has_binder(term: Term) -> bool:
    return _effort(term) == BOUND


def _effort(term: Term) -> int:
    def combine(part: Term, parts: list[Any]) -> int:
        if not isinstance(part, tuple):
            return ELEMENTARY
        own = BOUND if part[0] in BINDERS else SPECIAL if part[0] in SPECIAL_HEADS else ELEMENTARY
        return max([own, *(p for p in parts if isinstance(p, int))])

    found: int = fold(term, combine)
    return found
