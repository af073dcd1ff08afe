"""The test of a written kernel: points inside the domain, and what the closed form has there in many digits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sy

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.kernel_parameters import Range
from symbinfo.kernels.stable import REMAINDERS, paired_parameters

__all__ = ["Tested"]

POINTS, TRIALS, DIGITS = 4, 400, 60
STEP = sy.Rational(1, 2**20)  # of the differences that a derivative under the integral is compared with
Point = dict[str, float]


class Tested:
    """Points inside the domain, with the values and the derivatives that the closed form has there in 60 digits."""

    def __init__(self, kernel: Any) -> None:
        self.kernel, self.compiler = kernel, kernel._compiler
        if self.compiler is None:
            raise KernelError(f"{kernel.name} does not know its formula any more: compile it again")
        laws = self.compiler.laws
        stable = self.compiler.why == REMAINDERS
        self.summed = kernel.method.startswith("definition")
        self.pairs = (paired_parameters(*laws) or []) if stable else []
        self.slopes = self._slopes()
        self.rows = list(self._rows())
        if not self.rows:
            raise KernelError(f"{kernel.name}: no point was found to test it at, so it is not written")

    def _slopes(self) -> tuple[str, ...]:
        try:
            found = tuple(self.kernel._differentiable())
            parts = [self.kernel.partial(name) for name in found]
        except KernelError:
            return ()
        # What only many digits have is NaN without mpmath.
        return () if any(part.method.endswith("in many digits") for part in parts) else found

    def _rows(self) -> Iterator[tuple[Point, float, Point]]:
        found = 0
        for trial in range(TRIALS):
            point = self._point(trial)
            inside = [self.compiler.requires, *self.compiler.between]
            if not all(c.xreplace(point) == sy.true for c in inside):
                continue
            value = self._number(self.compiler.result, point)
            slopes = {n: self._slope(n, point) for n in self.slopes if not (self.summed and found)}
            if value is None or None in slopes.values():
                continue
            given = {name: float(point[symbol]) for symbol, name in self.compiler.names.items()}
            if self.summed:  # an integral that does not settle is NaN
                slopes = {n: slope for n, slope in slopes.items() if math.isfinite(self.kernel.partial(n)(**given))}
            yield given, value, {n: slope for n, slope in slopes.items() if slope is not None}
            found += 1
            if found == POINTS:
                return

    def _slope(self, name: str, point: dict[Any, Any]) -> float | None:
        symbol = self._symbol(name)
        if not self.summed:
            return self._number(sy.diff(self.compiler.result, symbol), point)
        try:
            sides = [self.compiler.left.xreplace({**point, symbol: point[symbol] + h}).evalf(25) for h in (STEP, -STEP)]
            return float((sides[0] - sides[1]) / (2 * STEP))
        except (TypeError, ValueError, SymbinfoError):
            return None

    def _symbol(self, name: str) -> Any:
        return next(symbol for symbol, own in self.compiler.names.items() if own == name)

    def _point(self, trial: int) -> dict[Any, Any]:
        """Values inside the ranges, with few binary digits; those of Q are nearly those of P in every other trial."""
        ranges: Mapping[Any, Range] = self.compiler.ranges
        point = {
            symbol: _inside(own, sy.Rational(1 + (37 * (trial + 1) * (i + 2) + 11 * trial) % 62, 64))
            for i, (symbol, own) in enumerate(ranges.items())
        }
        if trial % 2:
            point |= {q: point[p] + sy.Rational(1, 2**24) for p, q in self.pairs if not ranges[q].integer}
        return point

    def _number(self, expression: Any, point: Mapping[Any, Any]) -> float | None:
        """The value in 60 digits, rounded; None where there is none."""
        try:
            if expression.has(sy.Integral, sy.Sum) or self.kernel.method != "closed form":
                measure = self.compiler.left
                return float(measure.xreplace(point).evalf(15)) if expression is self.compiler.result else None
            return float(sy.N(expression.xreplace(point), DIGITS))
        except (TypeError, ValueError, SymbinfoError):
            return None

    def text(self, given: str = "given", ready: str = "") -> str:
        """The table and the function that goes through it.

        Parameters
        ----------
        given : str
            How a row's parameters are given to the functions.
        ready : str
            A statement before the first call.
        """
        name = self.kernel.name
        rows = "".join(f"    ({given!r}, {value!r}, {slopes!r}),\n" for given, value, slopes in self.rows)
        digits = 1e-11 if self.kernel.method == "closed form" else 1e-7
        least = "" if self.pairs else " + 1e-14"
        lines = [
            f"#: Parameters, the value there and its derivatives: the {self.kernel.method} in {DIGITS} digits, rounded.",
            f"TESTED: list[tuple[dict[str, Any], float, dict[str, float]]] = [\n{rows}]",
            "",
            "",
            f"def test_{name}() -> None:",
            '    """The value and its derivatives are those of the table."""',
            *([f"    {ready}"] if ready else []),
            "    for given, value, slopes in TESTED:",
            f"        found = float({name}(**{given}))",
            f"        assert abs(found - value) <= {digits} * abs(value){least}, (given, found, value)",
        ]
        if self.slopes:
            close = "1e-6 * abs(slope) + 1e-9" if self.summed else "1e-9 * abs(slope) + 1e-14"
            lines += [
                f"        gradient = {name}_gradient(**{given})",
                "        for name, slope in slopes.items():",
                "            found = float(gradient[name])",
                f"            assert abs(found - slope) <= {close}, (given, name, found, slope)",
            ]
        lines += ["", "", 'if __name__ == "__main__":', f"    test_{name}()"]
        lines += [f'    print(f"{name} is right at {{len(TESTED)}} points")']
        return "\n".join(lines)


def _inside(own: Range, share: Any) -> Any:
    """A number inside a range: a share of it, or of what is near its end."""
    low, high = own.low, own.high
    if low == -sy.oo and high == sy.oo:
        found = 6 * share - 3
    elif high == sy.oo:
        found = low + 4 * share
    else:
        found = high - 4 * share if low == -sy.oo else low + (high - low) * share
    return sy.ceiling(found) + (1 if own.high == sy.oo else 0) if own.integer else found
