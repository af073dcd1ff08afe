"""Remainders as SymPy functions: what a stable form is written in. Each knows its definition and its derivatives."""

from __future__ import annotations

from typing import Any

import sympy as sy

from symbinfo.kernels.bessel_functions import (
    BesselComplement,
    BesselCurvature,
    BesselRatio,
    BesselRemainder,
    BesselStep,
    LogScaledBessel,
)
from symbinfo.kernels.stable_base import Remainder, Stable, Step, defined

__all__ = [
    "CALLS",
    "Difference",
    "DotRatio",
    "ExpRemainder",
    "ExpStep",
    "Gap",
    "GapOfLogs",
    "Guarded",
    "LogGammaRemainder",
    "LogGammaStep",
    "LogQuotient",
    "LogRatio",
    "LogRemainder",
    "LogSum",
    "LogSumStep",
    "ScaledExp1",
    "SharesRemainder",
    "SinSquare",
    "Stirling",
    "StirlingRemainder",
    "StirlingSlope",
    "StirlingStep",
    "TimesLog",
]


class Difference(Stable):
    """``a - b``, kept as one: SymPy does not multiply it out."""

    nargs = 2

    @classmethod
    def eval(cls, a: Any, b: Any) -> Any:
        """A difference of numbers, and of what is equal or 0, needs no care."""
        if a == b:
            return sy.S.Zero
        if b == 0:
            return a
        return a - b if (a - b).is_number else None

    def _definition(self) -> Any:
        return self.args[0] - self.args[1]


class LogRatio(Stable):
    """``log(1 + e)`` for 1 + e = top/bottom * top/bottom * ..., the further arguments."""

    zero_with = 0

    def _definition(self) -> Any:
        return sy.log(1 + self.args[0])

    def _partial(self, index: int) -> Any:
        return sy.S.Zero if index else sy.Mul(*(f if i % 2 else 1 / f for i, f in enumerate(self.args[1:])))


class LogQuotient(Stable):
    """``log(a/b)``, where a/b may be out of range."""

    nargs = 2

    def _definition(self) -> Any:
        return sy.log(self.args[0] / self.args[1])

    def _partial(self, index: int) -> Any:
        return -1 / self.args[1] if index else 1 / self.args[0]


class LogRemainder(Stable):
    """``e - log(1 + e)`` for 1 + e = top/bottom * top/bottom * ..., the further arguments."""

    zero_with = 0

    def _definition(self) -> Any:
        return self.args[0] - sy.log(1 + self.args[0])

    def _partial(self, index: int) -> Any:
        e, *factors = self.args
        if index > 0:
            return sy.S.Zero
        return e * sy.Mul(*(f if i % 2 else 1 / f for i, f in enumerate(factors)))


class Gap(Stable):
    """``a*log(a/b) + d`` for d = b - a; 0*log 0 = 0."""

    nargs = 3

    zero_with = 2

    def _definition(self) -> Any:
        a, b, d = self.args
        return a * sy.log(a / b) + d

    def _partial(self, index: int) -> Any:
        a, b, d = self.args
        # a and d are the coordinates, and b = a + d.
        if index == 0:
            return -LogRemainder(-d / b, a, b)
        return d / b if index == 2 else sy.S.Zero


class ExpRemainder(Stable):
    """``exp(u) - 1 - u``."""

    nargs = 1

    zero_with = 0

    def _definition(self) -> Any:
        return sy.exp(self.args[0]) - 1 - self.args[0]

    def _partial(self, index: int) -> Any:
        return ExpStep(self.args[0])


class ExpStep(Stable):
    """``exp(u) - 1``."""

    nargs = 1

    zero_with = 0

    def _definition(self) -> Any:
        return sy.exp(self.args[0]) - 1

    def _partial(self, index: int) -> Any:
        return sy.exp(self.args[0])


class LogSum(Stable):
    """``log(exp(u) + exp(v) + ...)``."""

    def _eval_is_positive(self) -> Any:
        return (len(self.args) > 1 and any(u.is_nonnegative for u in self.args)) or None

    def _definition(self) -> Any:
        return sy.log(sy.Add(*map(sy.exp, self.args)))

    def _partial(self, index: int) -> Any:
        return sy.exp(self.args[index] - self)


class LogSumStep(Stable):
    """`LogSum` of v1, v2, ... less that of u1, u2, ..., for arguments u1, v1, d1, u2, v2, d2, ... with d = v - u."""

    @classmethod
    def eval(cls, *args: Any) -> Any:
        """Nothing of nothing."""
        return sy.S.Zero if all(d == 0 for d in args[2::3]) else None

    def _definition(self) -> Any:
        return LogSum(*self.args[1::3]) - LogSum(*self.args[::3])

    def _partial(self, index: int) -> Any:
        # u and v are the coordinates: a derivative by d has its part in theirs.
        place, kind = divmod(index, 3)
        if kind == 2:
            return sy.S.Zero
        of = self.args[kind::3]
        share = sy.exp(of[place] - LogSum(*of))
        return share if kind else -share

    def change(self, index: int) -> Any:
        """It is computed from the u and the d."""
        place, kind = divmod(index, 3)
        before, after = (sy.exp(self.args[3 * place + i] - LogSum(*self.args[i::3])) for i in (0, 1))
        return (after - before, sy.S.Zero, after)[kind]


class GapOfLogs(Stable):
    """`Gap` of exp(u) and exp(v), with d = v - u."""

    nargs = 3

    zero_with = 2

    def _definition(self) -> Any:
        u, v, d = self.args
        return sy.exp(v) - sy.exp(u) * (1 + d)

    def _partial(self, index: int) -> Any:
        # u and d are the coordinates, and v = u + d.
        u, _, d = self.args
        if index == 0:
            return self
        return sy.exp(u) * ExpStep(d) if index == 2 else sy.S.Zero


class TimesLog(Stable):
    """``exp(u)*v``, which is 0 at u = -oo."""

    nargs = 2

    def _definition(self) -> Any:
        return sy.exp(self.args[0]) * self.args[1]


class SinSquare(Stable):
    """``1 - cos(u)``."""

    nargs = 1

    zero_with = 0

    def _definition(self) -> Any:
        return 1 - sy.cos(self.args[0])

    def _partial(self, index: int) -> Any:
        return sy.sin(self.args[0])


class DotRatio(Stable):
    """``(a*b + c*d + ...)/(e*f)`` for arguments e, f, a, b, c, d, ...; the sum in twice the precision."""

    def _definition(self) -> Any:
        e, f, *factors = self.args
        return sy.Add(*(a * b for a, b in zip(factors[::2], factors[1::2], strict=True))) / (e * f)

    def _partial(self, index: int) -> Any:
        e, f, *factors = self.args
        if index < 2:
            return -self / self.args[index]
        return factors[(index - 2) ^ 1] / (e * f)


class LogGammaRemainder(Remainder):
    """Of the log-gamma function."""

    _function = staticmethod(sy.loggamma)
    _slope = staticmethod(sy.digamma)
    _curvature = staticmethod(sy.trigamma)


class LogGammaStep(Step):
    """Of the digamma function."""

    of = LogGammaRemainder


class StirlingRemainder(Remainder):
    """Of ``log Gamma(x) - x log x + x``, what Stirling's formula leaves of the log-gamma function."""

    @staticmethod
    def _function(x: Any) -> Any:
        return sy.loggamma(x) - x * sy.log(x) + x

    @staticmethod
    def _slope(x: Any) -> Any:
        return sy.digamma(x) - sy.log(x)

    @staticmethod
    def _curvature(x: Any) -> Any:
        return StirlingCurvature(x)


class StirlingCurvature(Stable):
    """The derivative of ``digamma(x) - log x``."""

    nargs = 1

    def _definition(self) -> Any:
        return sy.trigamma(self.args[0]) - 1 / self.args[0]


class StirlingStep(Step):
    """Of ``digamma(x) - log x``."""

    of = StirlingRemainder


class SharesRemainder(Stable):
    """The sum of `StirlingRemainder` over arguments x, y, d, x, y, d, ..., less that of their sums."""

    @classmethod
    def eval(cls, *args: Any) -> Any:
        """Nothing of nothing."""
        return sy.S.Zero if all(d == 0 for d in args[2::3]) else None

    def parts(self) -> Any:
        """The same as a sum."""
        triples = [self.args[i : i + 3] for i in range(0, len(self.args), 3)]
        return sy.Add(*(StirlingRemainder(*t) for t in triples)) - StirlingRemainder(
            *map(sum, zip(*triples, strict=True))
        )

    def _definition(self) -> Any:
        return defined(self.parts())

    def _eval_derivative(self, s: Any) -> Any:
        return sy.diff(self.parts(), s)


LogGammaRemainder.step = LogGammaStep
StirlingRemainder.step = StirlingStep


class Stirling(Stable):
    """``log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2``."""

    nargs = 1

    def _definition(self) -> Any:
        x = self.args[0]
        return sy.loggamma(x) - (x - sy.S.Half) * sy.log(x) + x - sy.log(2 * sy.pi) / 2

    def _partial(self, index: int) -> Any:
        return StirlingSlope(self.args[0])


class StirlingSlope(Stable):
    """``digamma(x) - log x + 1/(2 x)``."""

    nargs = 1

    def _definition(self) -> Any:
        x = self.args[0]
        return sy.digamma(x) - sy.log(x) + 1 / (2 * x)


class Guarded(Stable):
    """A product and its logarithm: where the product is out of range on the way, the exponential of the logarithm."""

    nargs = 2

    def _definition(self) -> Any:
        return self.args[0]

    def _eval_derivative(self, s: Any) -> Any:
        return self * sy.diff(self.args[1], s)


class ScaledExp1(Stable):
    """``exp(x)*E_1(x)``."""

    nargs = 1

    def _definition(self) -> Any:
        return sy.exp(self.args[0]) * sy.expint(1, self.args[0])

    def _partial(self, index: int) -> Any:
        return self - 1 / self.args[0]


#: The evaluators, by name, in `remainders`, `stirling`, `bessel` and their neighbours: see `helper_source`.
CALLS = {
    Guarded: "guarded",
    LogQuotient: "log_quotient",
    LogRatio: "log_ratio",
    LogRemainder: "log_remainder",
    Gap: "gap",
    GapOfLogs: "gap_of_logs",
    LogSum: "log_sum",
    LogSumStep: "log_sum_step",
    TimesLog: "times_log",
    ExpRemainder: "exp_remainder",
    DotRatio: "dot_ratio",
    LogGammaRemainder: "loggamma_remainder",
    LogGammaStep: "loggamma_step",
    StirlingRemainder: "stirling_remainder",
    SharesRemainder: "shares_remainder",
    StirlingStep: "stirling_step",
    StirlingCurvature: "stirling_curvature",
    Stirling: "stirling",
    StirlingSlope: "stirling_slope",
    ScaledExp1: "scaled_exp1",
    BesselComplement: "bessel_complement",
    BesselCurvature: "bessel_curvature",
    BesselRatio: "bessel_ratio",
    LogScaledBessel: "log_scaled_bessel",
    BesselRemainder: "bessel_remainder",
    BesselStep: "bessel_step",
}
