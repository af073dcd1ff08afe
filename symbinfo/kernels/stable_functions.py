"""Remainders as SymPy functions: what a stable form is written in. Each knows its definition and its derivatives."""

from __future__ import annotations

from typing import Any

import sympy as sy

__all__ = [
    "CALLS",
    "BesselComplement",
    "BesselRatio",
    "BesselRemainder",
    "BesselStep",
    "Difference",
    "DotRatio",
    "ExpRemainder",
    "ExpStep",
    "Gap",
    "Guarded",
    "LogGammaRemainder",
    "LogGammaStep",
    "LogQuotient",
    "LogRatio",
    "LogRemainder",
    "LogScaledBessel",
    "ScaledExp1",
    "SharesRemainder",
    "SinSquare",
    "Stirling",
    "StirlingRemainder",
    "StirlingSlope",
    "StirlingStep",
    "defined",
]


class Stable(sy.Function):
    """A function with an accurate evaluator; `definition` says what it is in plain SymPy."""

    is_real = True
    zero_with: int | None = None  # the argument at whose 0 it is 0

    @classmethod
    def eval(cls, *args: Any) -> Any:
        """A remainder or a step of nothing is 0."""
        return sy.S.Zero if cls.zero_with is not None and args[cls.zero_with] == 0 else None

    def definition(self) -> Any:
        """The plain expression that it stands for."""
        return self._definition()

    def _definition(self) -> Any:
        raise NotImplementedError

    def _eval_derivative(self, s: Any) -> Any:
        inner = [(i, sy.diff(arg, s)) for i, arg in enumerate(self.args) if arg.has(s)]
        return sy.Add(*(self._partial(i) * change for i, change in inner if change != 0))

    def _partial(self, index: int) -> Any:
        """The derivative in one argument; by default that of the definition, where nothing cancels."""
        places = [sy.Dummy(f"x{i}", real=True) for i in range(len(self.args))]
        slope = sy.diff(self.func(*places, evaluate=False).definition(), places[index])
        return slope.xreplace(dict(zip(places, self.args, strict=True)))


def defined(expr: Any) -> Any:
    """The expression with every stable function replaced by its definition."""
    while True:
        found = expr.atoms(Stable)
        if not found:
            return expr
        expr = expr.xreplace({node: node.definition() for node in found})


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


class _Remainder(Stable):
    """``f(y) - f(x) - f'(x)*d`` for d = y - x, arguments x, y, d."""

    nargs = 3

    zero_with = 2

    @staticmethod
    def _function(x: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _slope(x: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _curvature(x: Any) -> Any:
        raise NotImplementedError

    step: Any = None

    def _definition(self) -> Any:
        x, y, d = self.args
        return self._function(y) - self._function(x) - self._slope(x) * d

    def _partial(self, index: int) -> Any:
        # x and d are the coordinates, and y = x + d.
        x, y, d = self.args
        step = type(self).step(x, y, d)
        if index == 0:
            return step - self._curvature(x) * d
        return step if index == 2 else sy.S.Zero


class _Step(Stable):
    """``f'(y) - f'(x)`` for d = y - x, arguments x, y, d."""

    nargs = 3
    of: Any = None

    zero_with = 2

    def _definition(self) -> Any:
        x, y, _ = self.args
        return type(self).of._slope(y) - type(self).of._slope(x)

    def _partial(self, index: int) -> Any:
        x, y, _ = self.args
        curvature = type(self).of._curvature
        if index == 0:
            return curvature(y) - curvature(x)
        return curvature(y) if index == 2 else sy.S.Zero


class LogGammaRemainder(_Remainder):
    """Of the log-gamma function."""

    _function = staticmethod(sy.loggamma)
    _slope = staticmethod(sy.digamma)
    _curvature = staticmethod(sy.trigamma)


class LogGammaStep(_Step):
    """Of the digamma function."""

    of = LogGammaRemainder


class StirlingRemainder(_Remainder):
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


class StirlingStep(_Step):
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


class BesselRatio(Stable):
    """``I_1(x)/I_0(x)``."""

    nargs = 1

    def _definition(self) -> Any:
        return sy.besseli(1, self.args[0]) / sy.besseli(0, self.args[0])

    def _partial(self, index: int) -> Any:
        return BesselCurvature(self.args[0])


class BesselCurvature(Stable):
    """The derivative of ``I_1/I_0``."""

    nargs = 1

    def _definition(self) -> Any:
        x = self.args[0]
        ratio = BesselRatio(x)
        return 1 - ratio / x - ratio**2


class BesselComplement(Stable):
    """``1 - I_1(x)/I_0(x)``."""

    nargs = 1

    def _definition(self) -> Any:
        return 1 - BesselRatio(self.args[0])

    def _partial(self, index: int) -> Any:
        return -BesselCurvature(self.args[0])


class LogScaledBessel(Stable):
    """``log(I_0(x)*exp(-x))``."""

    nargs = 1

    def _definition(self) -> Any:
        return sy.log(sy.besseli(0, self.args[0])) - self.args[0]

    def _partial(self, index: int) -> Any:
        return -BesselComplement(self.args[0])


class BesselRemainder(_Remainder):
    """Of ``log I_0``."""

    @staticmethod
    def _function(x: Any) -> Any:
        return sy.log(sy.besseli(0, x))

    _slope = BesselRatio

    _curvature = BesselCurvature


class BesselStep(_Step):
    """Of ``I_1/I_0``."""

    of = BesselRemainder


LogGammaRemainder.step = LogGammaStep
StirlingRemainder.step = StirlingStep
BesselRemainder.step = BesselStep


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


#: The evaluators, by name, in `remainders`.
CALLS = {
    Guarded: "guarded",
    LogQuotient: "log_quotient",
    LogRatio: "log_ratio",
    LogRemainder: "log_remainder",
    Gap: "gap",
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
