"""Bessel functions as stable forms are written in them: for the von Mises law."""

from __future__ import annotations

from typing import Any

import sympy as sy

from symbinfo.kernels.stable_base import Remainder, Stable, Step

__all__ = ["BesselComplement", "BesselCurvature", "BesselRatio", "BesselRemainder", "BesselStep", "LogScaledBessel"]


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


class BesselRemainder(Remainder):
    """Of ``log I_0``."""

    @staticmethod
    def _function(x: Any) -> Any:
        return sy.log(sy.besseli(0, x))

    _slope = BesselRatio

    _curvature = BesselCurvature


class BesselStep(Step):
    """Of ``I_1/I_0``."""

    of = BesselRemainder


BesselRemainder.step = BesselStep
