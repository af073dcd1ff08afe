"""The oracle of the accuracy benchmark: a SymPy expression in many digits at the exact floating-point inputs.

It shares nothing with the kernels: each node of the expression is one call of mpmath, at a precision that is raised
until two successive ones agree. Where a parameter sits on a closed end of its domain and the expression is of the kind
0*oo, the value is the limit, told by two approaches to the end.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import mpmath as mp
import sympy as sy

__all__ = ["Oracle", "Unreached"]

#: Decimal digits of the working precision: the first, by what the next ones are multiplied, and the last.
FIRST, GROWTH, LAST = 100, 2.3, 6000
#: Two precisions agree when they differ by less than this, relatively.
AGREED = mp.mpf(10) ** -40
#: How closely a limit approaches a closed end: 10**-these.
APPROACHES = (800, 1600)


class Unreached(Exception):
    """The precisions ran out, or the time did, before two of them agreed."""


class Oracle:
    """An expression as a function of its symbols by name.

    Parameters
    ----------
    expr : Expr
        What to evaluate; Piecewise conditions are decided exactly.
    seconds : float
        A limit of time for one value, of the processor.
    """

    def __init__(self, expr: Any, seconds: float = 2.0) -> None:
        self.seconds = seconds
        self.node = _compiled(expr)

    def __call__(self, point: Mapping[str, Any], ends: Mapping[str, int] | None = None) -> Any:
        """The value as an mpf (inf where it is infinite).

        Parameters
        ----------
        point : mapping of str to float
            The parameters; floats are taken as the exact numbers that they are.
        ends : mapping of str to int
            The parameters that sit on a closed end, with the direction that leads inside the domain.

        Raises
        ------
        Unreached
            When no two precisions agree, or the time is spent.
        """
        with _limit(self.seconds):
            return self._limit(point, ends) if ends else self._settled(point)

    def at(self, point: Mapping[str, Any], digits: int) -> Any:
        """The value at one working precision."""
        with mp.workdps(digits):
            return self.node({name: mp.mpf(value) for name, value in point.items()})

    def _settled(self, point: Mapping[str, Any]) -> Any:
        before, shrunk = None, 0
        digits = FIRST + _decades(point)  # a tiny parameter beside 1 is there at every precision
        while digits <= LAST:
            value = self.at(point, digits)
            if before is not None and (value == before or abs(value - before) <= AGREED * abs(value)):
                return value
            # What is 0 leaves rounding errors only, which shrink with the precision.
            shrunk += before is not None and abs(value) <= abs(before) * mp.mpf(10) ** (-digits // 4)
            if shrunk == 2:
                return mp.mpf(0)
            before, digits = value, int(GROWTH * digits)
        raise Unreached(f"no two precisions up to {LAST} digits agree")

    def _limit(self, point: Mapping[str, Any], ends: Mapping[str, int]) -> Any:
        values = []
        for approach in APPROACHES:
            with mp.workdps(3 * approach):
                moved = {name: mp.mpf(v) + ends.get(name, 0) * mp.mpf(10) ** -approach for name, v in point.items()}
                values.append(self.node(moved))
        first, second = values
        if abs(second) < mp.mpf(10) ** -400:
            return mp.mpf(0)
        if abs(first - second) <= AGREED * abs(second):
            return second
        if abs(second) > 1.5 * abs(first):
            return mp.sign(second) * mp.inf
        raise Unreached("no limit")


def _decades(point: Mapping[str, Any]) -> int:
    """How many powers of ten the largest and the smallest parameter lie from 1."""
    return max((abs(int(mp.log10(abs(v)))) for v in point.values() if v != 0), default=0)


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise Unreached(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except (ArithmeticError, ValueError, mp.libmp.NoConvergence, MemoryError) as error:
        raise Unreached(str(error)) from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


# --- one call of mpmath a node ----------------------------------------------------------------------------------------

Node = Callable[[Mapping[str, Any]], Any]

CALLS: dict[Any, Callable[..., Any]] = {
    sy.Add: lambda *terms: mp.fsum(terms),
    sy.Mul: lambda *factors: mp.fprod(factors),
    sy.Pow: mp.power,
    sy.exp: mp.exp,
    sy.log: mp.log,
    sy.Abs: abs,
    sy.sign: mp.sign,
    sy.floor: mp.floor,
    sy.ceiling: mp.ceil,
    sy.Max: max,
    sy.Min: min,
    sy.sin: mp.sin,
    sy.cos: mp.cos,
    sy.tan: mp.tan,
    sy.sinh: mp.sinh,
    sy.cosh: mp.cosh,
    sy.tanh: mp.tanh,
    sy.acos: mp.acos,
    sy.asin: mp.asin,
    sy.atan: mp.atan,
    sy.asinh: mp.asinh,
    sy.acosh: mp.acosh,
    sy.atanh: mp.atanh,
    sy.gamma: mp.gamma,
    sy.loggamma: mp.loggamma,
    sy.digamma: lambda x: mp.psi(0, x),
    sy.trigamma: lambda x: mp.psi(1, x),
    sy.polygamma: lambda n, x: mp.psi(int(n), x),
    sy.beta: mp.beta,
    sy.factorial: mp.factorial,
    sy.binomial: mp.binomial,
    sy.harmonic: lambda n, order=1: mp.zeta(order) - mp.zeta(order, n + 1) if order != 1 else mp.harmonic(n),
    sy.zeta: mp.zeta,
    sy.besseli: mp.besseli,
    sy.besselk: mp.besselk,
    sy.erf: mp.erf,
    sy.erfc: mp.erfc,
    sy.Ei: mp.ei,
    sy.expint: mp.expint,
    sy.uppergamma: lambda s, x: mp.gammainc(s, x),
    sy.lowergamma: lambda s, x: mp.gammainc(s, 0, x),
    sy.LambertW: mp.lambertw,
    sy.Lt: lambda a, b: a < b,
    sy.Le: lambda a, b: a <= b,
    sy.Gt: lambda a, b: a > b,
    sy.Ge: lambda a, b: a >= b,
    sy.Eq: lambda a, b: a == b,
    sy.Ne: lambda a, b: a != b,
    sy.And: lambda *parts: all(parts),
    sy.Or: lambda *parts: any(parts),
    sy.Not: lambda part: not part,
}
CONSTANTS: dict[Any, Callable[[], Any]] = {
    sy.pi: lambda: +mp.pi,
    sy.E: lambda: +mp.e,
    sy.EulerGamma: lambda: +mp.euler,
    sy.Catalan: lambda: +mp.catalan,
    sy.GoldenRatio: lambda: +mp.phi,
    sy.oo: lambda: mp.inf,
    -sy.oo: lambda: -mp.inf,
    sy.nan: lambda: mp.nan,
    sy.true: lambda: True,
    sy.false: lambda: False,
}


def _compiled(expr: Any) -> Node:
    if isinstance(expr, sy.Symbol):
        name = expr.name
        return lambda point: point[name]
    if expr in CONSTANTS:
        constant = CONSTANTS[expr]
        return lambda point: constant()
    if isinstance(expr, sy.Rational):
        top, bottom = int(expr.p), int(expr.q)
        return lambda point: mp.mpf(top) / bottom
    if isinstance(expr, sy.Piecewise):
        branches = [(_compiled(value), _compiled(condition)) for value, condition in expr.args]
        return lambda point: next((value(point) for value, condition in branches if condition(point)), mp.nan)
    if isinstance(expr, sy.Derivative) and isinstance(expr.expr, sy.zeta) and expr.expr.args == expr.variables:
        at = _compiled(expr.variables[0])
        return lambda point: mp.zeta(at(point), derivative=1)
    if isinstance(expr, sy.log) and isinstance(expr.args[0], sy.gamma):
        return _compiled(sy.loggamma(expr.args[0].args[0], evaluate=False))
    if expr.func not in CALLS:
        raise KeyError(f"no mpmath form of {expr.func.__name__}")
    call, args = CALLS[expr.func], [_compiled(arg) for arg in expr.args]
    return lambda point: call(*(arg(point) for arg in args))
